//! The store's key, sealed to the district's recovery key and kept beside the database: where the phone's Keystore loses
//! the key that wraps the store's, the district opens the seal and no work that was not sent is lost.
//!
//! The seal is a libsodium sealed box (X25519, XSalsa20-Poly1305): it can be made with the public key alone, which comes
//! with enrolment, and opened only with the secret one, which never leaves the district.

use crypto_box::aead::OsRng;
use crypto_box::{PublicKey, SecretKey};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{Store, StoreKey, hex, open};
use crate::env::Env;
use crate::error::CoreError;

/// Name of the file with the sealed key, in the store's folder.
pub const SEALED_KEY: &str = "camp.key.sealed";

/// First bytes of the file: what it is, and the version of its layout.
const MARK: &[u8; 8] = b"shvseal1";

/// Mark, id of the recovery key, fingerprint of the store's key, sealed box.
const SEALED_LEN: usize = 8 + 8 + 8 + StoreKey::LEN + crypto_box::SEALBYTES;

/// The district's public recovery key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecoveryPublic([u8; 32]);

/// The district's secret recovery key. Wiped from memory when dropped; `Debug` shows nothing of it.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RecoverySecret([u8; 32]);

impl std::fmt::Debug for RecoverySecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoverySecret(..)")
    }
}

impl RecoveryPublic {
    /// Reads 64 hexadecimal digits; `None` where it is anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        hex::bytes(text).map(|bytes| Self(*bytes))
    }

    /// The 64 hexadecimal digits.
    pub fn to_hex(&self) -> String {
        hex::digits(&self.0).as_str().to_owned()
    }

    /// Eight bytes by which the key is known: tells for which of the district's keys a seal was made.
    pub fn id(&self) -> [u8; 8] {
        let digest: [u8; 32] =
            Sha256::new().chain_update(b"shivir recovery key").chain_update(self.0).finalize().into();
        let mut id = [0; 8];
        id.copy_from_slice(&digest[..8]);
        id
    }
}

impl RecoverySecret {
    /// Draws a new key, for a district that begins.
    ///
    /// # Errors
    /// Where the operating system gives no random numbers.
    pub fn draw(env: &dyn Env) -> Result<Self, CoreError> {
        let mut bytes = Zeroizing::new([0; 32]);
        env.random(&mut bytes[..])?;
        Ok(Self(*bytes))
    }

    /// Reads 64 hexadecimal digits; `None` where it is anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        hex::bytes(text).map(|bytes| Self(*bytes))
    }

    /// The 64 hexadecimal digits, wiped when dropped.
    pub fn to_hex(&self) -> Zeroizing<String> {
        hex::digits(&self.0)
    }

    /// The public key that belongs to it.
    pub fn public(&self) -> RecoveryPublic {
        RecoveryPublic(SecretKey::from_bytes(self.0).public_key().to_bytes())
    }
}

impl Store {
    /// Seals the store's key to the district's recovery key, in the file [`SEALED_KEY`] in the store's folder. Does
    /// nothing where the file already holds this key for this recovery key; so it can be called at every opening.
    ///
    /// # Errors
    /// Storage errors; then the earlier file, if any, stays.
    pub fn seal_for_recovery(&self, recovery: &RecoveryPublic) -> Result<(), CoreError> {
        let head = [&MARK[..], &recovery.id(), &self.key().fingerprint()].concat();
        let path = self.dir().join(SEALED_KEY);
        let sealed = std::fs::read(&path).unwrap_or_default();
        if sealed.len() == SEALED_LEN && sealed.starts_with(&head) {
            return Ok(());
        }
        let sealed = PublicKey::from_bytes(recovery.0)
            .seal(&mut OsRng, &self.key().to_bytes())
            .map_err(|_| CoreError::Internal("seal"))?;
        open::write_durably(&path, &[head, sealed].concat())
    }
}

/// Opens a seal: the content of the file [`SEALED_KEY`].
///
/// # Errors
/// [`CoreError::WrongKey`] where it was sealed to another recovery key, or is damaged.
pub fn unseal_key(secret: &RecoverySecret, sealed: &[u8]) -> Result<StoreKey, CoreError> {
    let sealed = sealed.strip_prefix(MARK).ok_or(CoreError::WrongKey)?;
    let sealed = sealed.strip_prefix(&secret.public().id()).ok_or(CoreError::WrongKey)?;
    let (print, sealed) = sealed.split_at_checked(8).ok_or(CoreError::WrongKey)?;
    let bytes = SecretKey::from_bytes(secret.0)
        .unseal(sealed)
        .map(Zeroizing::new)
        .map_err(|_| CoreError::WrongKey)?;
    let key = StoreKey::from_bytes(&bytes)?;
    if key.fingerprint() == print { Ok(key) } else { Err(CoreError::WrongKey) }
}
