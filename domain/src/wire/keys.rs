//! Keys: Ed25519 to sign, X25519 to seal. Secrets are wiped when dropped and never shown.

use std::fmt;

use crypto_box::aead::rand_core::{CryptoRng, Error, RngCore};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::WireError;

/// Bytes of a signature.
pub const SIGNATURE: usize = 64;

/// Bytes by which a sealed box is longer than what is in it.
pub const SEAL: usize = crypto_box::SEALBYTES;

macro_rules! public_key {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name(pub [u8; 32]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl $name {
            /// Reads 64 hexadecimal digits.
            pub fn from_hex(text: &str) -> Option<Self> {
                let mut key = [0; 32];
                let digits = text.as_bytes();
                if digits.len() != 64 {
                    return None;
                }
                for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
                    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok());
                    *byte = value(*pair.first()?)? << 4 | value(*pair.last()?)?;
                }
                Some(Self(key))
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(&self, e: &mut minicbor::Encoder<W>, _: &mut C)
                -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                d.bytes()?.try_into().map(Self).map_err(|_| minicbor::decode::Error::message("a key has 32 bytes"))
            }
        }
    };
}

macro_rules! secret_key {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Zeroize, ZeroizeOnDrop)]
        pub struct $name([u8; 32]);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }

        impl $name {
            /// From 32 random bytes: freshly drawn, or as they were kept.
            pub fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The 32 bytes, to be kept encrypted.
            pub fn to_bytes(&self) -> zeroize::Zeroizing<[u8; 32]> {
                zeroize::Zeroizing::new(self.0)
            }
        }
    };
}

public_key! {
    /// An Ed25519 key with which signatures are checked.
    SignPublic
}
public_key! {
    /// An X25519 key to which is sealed.
    SealPublic
}
secret_key! {
    /// An Ed25519 key with which is signed: its seed of 32 bytes.
    SignSecret
}
secret_key! {
    /// An X25519 key that opens what was sealed.
    SealSecret
}

impl SignSecret {
    /// The key with which its signatures are checked.
    pub fn public(&self) -> SignPublic {
        SignPublic(SigningKey::from_bytes(&self.0).verifying_key().to_bytes())
    }

    /// Signs the parts one after the other, under a name that no other use of the key has.
    pub(super) fn sign(&self, what: &str, parts: &[&[u8]]) -> [u8; SIGNATURE] {
        SigningKey::from_bytes(&self.0).sign(&message(what, parts)).to_bytes()
    }
}

impl SignPublic {
    /// Checks a signature by [`SignSecret::sign`]; weak keys and second forms of a signature are refused.
    pub(super) fn check(
        &self,
        what: &str,
        parts: &[&[u8]],
        signature: &[u8; SIGNATURE],
    ) -> Result<(), WireError> {
        let key = VerifyingKey::from_bytes(&self.0).map_err(|_| WireError::Signature)?;
        key.verify_strict(&message(what, parts), &Signature::from_bytes(signature))
            .map_err(|_| WireError::Signature)
    }

    /// Five groups of four digits to be compared by eye where the key did not come by QR.
    pub fn fingerprint(&self) -> String {
        let hash: [u8; 32] =
            Sha256::new_with_prefix(b"shivir fingerprint\0").chain_update(self.0).finalize().into();
        let groups = hash.chunks_exact(4).take(5).map(|four| {
            let number = four.iter().fold(0u32, |sum, byte| sum << 8 | u32::from(*byte));
            format!("{:04}", number % 10_000)
        });
        groups.collect::<Vec<_>>().join(" ")
    }
}

fn message(what: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut message = format!("shivir {what}\0").into_bytes();
    parts.iter().for_each(|part| message.extend_from_slice(part));
    message
}

impl SealSecret {
    /// The key to which is sealed.
    pub fn public(&self) -> SealPublic {
        SealPublic(crypto_box::SecretKey::from_bytes(self.0).public_key().to_bytes())
    }

    /// Opens what was sealed to its public key.
    pub(super) fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, WireError> {
        crypto_box::SecretKey::from_bytes(self.0).unseal(sealed).map_err(|_| WireError::Sealed)
    }
}

impl SealPublic {
    /// Seals (libsodium's sealed box: X25519, XSalsa20-Poly1305). `random`: 32 bytes, drawn for this one seal alone.
    pub(super) fn seal(&self, bytes: &[u8], random: [u8; 32]) -> Result<Vec<u8>, WireError> {
        let mut once = Once { seed: random, count: 0 };
        crypto_box::PublicKey::from_bytes(self.0).seal(&mut once, bytes).map_err(|_| WireError::Sealed)
    }

    /// Eight bytes by which a key is known.
    pub fn id(&self) -> [u8; 8] {
        let hash: [u8; 32] =
            Sha256::new_with_prefix(b"shivir seal key\0").chain_update(self.0).finalize().into();
        let [a, b, c, d, e, f, g, h, ..] = hash;
        [a, b, c, d, e, f, g, h]
    }
}

/// Random bytes that were passed in, stretched by SHA-256: the operating system's are not asked here.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Once {
    seed: [u8; 32],
    count: u64,
}

impl RngCore for Once {
    fn next_u32(&mut self) -> u32 {
        let mut four = [0; 4];
        self.fill_bytes(&mut four);
        u32::from_le_bytes(four)
    }

    fn next_u64(&mut self) -> u64 {
        let mut eight = [0; 8];
        self.fill_bytes(&mut eight);
        u64::from_le_bytes(eight)
    }

    fn fill_bytes(&mut self, into: &mut [u8]) {
        for block in into.chunks_mut(32) {
            let hash = Sha256::new_with_prefix(b"shivir once\0").chain_update(self.seed);
            let hash: [u8; 32] = hash.chain_update(self.count.to_be_bytes()).finalize().into();
            self.count += 1;
            block.copy_from_slice(&hash[..block.len()]);
        }
    }

    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(into);
        Ok(())
    }
}

impl CryptoRng for Once {}
