//! The key of a store: 32 bytes of key and 16 of salt, given to SQLCipher raw, so that opening needs no key derivation
//! and does not depend on the first page of the file.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{StoreFile, StoreOptions, hex, open};
use crate::env::Env;
use crate::error::CoreError;

/// The key and salt of a store. Wiped from memory when dropped; `Debug` shows nothing of it.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct StoreKey {
    key: [u8; 32],
    salt: [u8; 16],
}

impl std::fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoreKey(..)")
    }
}

impl StoreKey {
    /// Length in bytes of the form that is wrapped by a Keystore or sealed to the district.
    pub const LEN: usize = 48;

    /// Draws a new key.
    pub fn draw(env: &dyn Env) -> Result<Self, CoreError> {
        let mut bytes = Zeroizing::new([0u8; Self::LEN]);
        env.random(&mut bytes[..])?;
        Self::from_bytes(&bytes[..])
    }

    /// From its 48 bytes.
    ///
    /// # Errors
    /// [`CoreError::WrongKey`] where there are not 48.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CoreError> {
        let (key, salt) = bytes.split_at_checked(32).ok_or(CoreError::WrongKey)?;
        Ok(Self {
            key: key.try_into().map_err(|_| CoreError::WrongKey)?,
            salt: salt.try_into().map_err(|_| CoreError::WrongKey)?,
        })
    }

    /// Its 48 bytes, to be wrapped or sealed at once.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([&self.key[..], &self.salt[..]].concat())
    }

    /// Reads the key file of a laptop (96 hexadecimal digits), or draws a key and writes the file, readable by its owner
    /// alone (mode 0600), where there is none yet.
    ///
    /// # Errors
    /// [`CoreError::WrongKey`] where the file holds no key; storage errors.
    pub fn from_file(path: &Path, env: &dyn Env) -> Result<Self, CoreError> {
        if let Some(key) = Self::read_file(path)? {
            return Ok(key);
        }
        let key = Self::draw(env)?;
        if key.write_new(path)? {
            return Ok(key);
        }
        // Another program was a moment earlier.
        Self::read_file(path)?.ok_or(CoreError::WrongKey)
    }

    fn read_file(path: &Path) -> Result<Option<Self>, CoreError> {
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(e.into()),
        };
        let mut text = Zeroizing::new(String::new());
        match file.read_to_string(&mut text) {
            Ok(_) => Self::from_hex(&text).map(Some),
            Err(e) if e.kind() == ErrorKind::InvalidData => Err(CoreError::WrongKey),
            Err(e) => Err(e.into()),
        }
    }

    /// Writes the key whole or not at all, and never over another: two programs that begin at once must not each open a
    /// store with a key of its own. False where another key is there.
    fn write_new(&self, path: &Path) -> Result<bool, CoreError> {
        let part = open::with_end(path, &format!(".{}", *hex::digits(&self.fingerprint())));
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part)?;
        let written = file
            .write_all(hex::digits(&self.to_bytes()).as_bytes())
            .and_then(|()| file.write_all(b"\n"))
            .and_then(|()| file.sync_all())
            .and_then(|()| Ok(renameat_with(CWD, &part, CWD, path, RenameFlags::NOREPLACE)?));
        match written {
            Ok(()) => open::sync_dir(path).map(|()| true),
            Err(e) => {
                open::remove(&part)?;
                match e.kind() {
                    ErrorKind::AlreadyExists => Ok(false),
                    _ => Err(e.into()),
                }
            }
        }
    }

    fn from_hex(text: &str) -> Result<Self, CoreError> {
        let bytes = hex::bytes::<{ Self::LEN }>(text).ok_or(CoreError::WrongKey)?;
        Self::from_bytes(&bytes[..])
    }

    /// The `pragma key` statement for one of the files. The two have different salts, so that a page of one is not
    /// accepted in the other.
    pub(crate) fn pragma(&self, file: StoreFile) -> Zeroizing<String> {
        let hex = hex::digits(&Zeroizing::new([&self.key[..], &self.salt(file)[..]].concat()));
        Zeroizing::new(format!("pragma key = \"x'{}'\";", hex.as_str()))
    }

    /// The salt of one of the files.
    pub(super) fn salt(&self, file: StoreFile) -> [u8; 16] {
        match file {
            StoreFile::Camp => self.salt,
            StoreFile::Roster | StoreFile::Packs => {
                let name: &[u8] = if file == StoreFile::Roster { b"roster" } else { b"packs" };
                let digest: [u8; 32] =
                    Sha256::new().chain_update(name).chain_update(self.salt).finalize().into();
                let mut salt = [0; 16];
                salt.copy_from_slice(&digest[..16]);
                salt
            }
        }
    }

    /// The 32 bytes of key proper.
    pub(super) fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// The key of this phone's practice store: neither store opens with the other's.
    pub(crate) fn for_practice(&self) -> Self {
        let of = |what: &[u8]| -> [u8; 32] {
            let hash = Sha256::new_with_prefix(b"shivir practice ").chain_update(what);
            hash.chain_update(self.key).chain_update(self.salt).finalize().into()
        };
        let mut salt = [0; 16];
        salt.copy_from_slice(&of(b"salt")[..16]);
        Self { key: of(b"key"), salt }
    }

    /// Whether the store in the folder says that it is under this key; false where there is none.
    pub(crate) fn is_of(&self, options: &StoreOptions) -> Result<bool, CoreError> {
        Ok(open::key_id(options)? == Some(self.fingerprint()))
    }

    /// Eight bytes by which a store knows its key without holding it: tells a wrong key from a damaged file.
    pub(crate) fn fingerprint(&self) -> [u8; 8] {
        let digest: [u8; 32] = Sha256::new()
            .chain_update(b"shivir key fingerprint")
            .chain_update(self.key)
            .chain_update(self.salt)
            .finalize()
            .into();
        let mut print = [0; 8];
        print.copy_from_slice(&digest[..8]);
        print
    }
}
