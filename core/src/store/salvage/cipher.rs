//! Opening one encrypted page by itself, whatever became of its neighbours.
//!
//! SQLCipher 4 encrypts each page of 4096 bytes for itself: AES-256 in CBC mode over all but the last 80 bytes (and,
//! on page 1, the first 16, where the salt stands), then 16 bytes of initial vector, then 64 bytes of HMAC-SHA-512 over
//! ciphertext, vector and the page's number. SQLite's own reading gives a connection up at the first page that fails;
//! here each stands for itself, and one that opens is what was written there, in that place, under this key.

use aes::Aes256;
use aes::cipher::generic_array::GenericArray;
use aes::cipher::{BlockDecrypt, KeyInit};
use sha2::{Digest, Sha512};
use zeroize::Zeroizing;

use crate::store::{StoreFile, StoreKey};

/// Bytes of a page.
pub(super) const PAGE: usize = 4096;

/// Bytes of a page that SQLite may use.
pub(super) const USABLE: usize = PAGE - RESERVED;

const RESERVED: usize = VECTOR + MAC;
const VECTOR: usize = 16;
const MAC: usize = 64;
const SALT: usize = 16;

/// SQLCipher's mask for the salt of the HMAC's key.
const MASK: u8 = 0x3a;

/// What an unencrypted file of SQLite begins with; in its place on page 1 stands the salt.
const MAGIC: &[u8; SALT] = b"SQLite format 3\0";

/// Opens pages of `camp.db` and of its log.
pub(super) struct PageCipher {
    aes: Aes256,
    mac: Hmac,
}

impl PageCipher {
    /// Under the store's key.
    pub fn new(key: &StoreKey) -> Self {
        let salt = key.salt(StoreFile::Camp).map(|b| b ^ MASK);
        // PBKDF2 with two rounds, of which the first 32 bytes are taken: one block.
        let of_key = Hmac::new(key.key());
        let first = of_key.of(&[&salt, &[0, 0, 0, 1]]);
        let second = of_key.of(&[&first]);
        let mut mac_key = Zeroizing::new([0; 32]);
        for ((byte, a), b) in mac_key.iter_mut().zip(first).zip(second) {
            *byte = a ^ b;
        }
        Self { aes: Aes256::new(GenericArray::from_slice(key.key())), mac: Hmac::new(&mac_key) }
    }

    /// The content of page `no` (from 1) as SQLite sees it; `None` where it was not written whole, there, under this key.
    pub fn open(&self, no: u32, raw: &[u8]) -> Option<Vec<u8>> {
        if !self.fits(no, raw) {
            return None;
        }
        let start = start(no);
        let vector = raw.get(USABLE..USABLE + VECTOR)?;
        let text = raw.get(start..USABLE)?;
        let mut page = raw.to_vec();
        let mut before = vector;
        for (from, to) in text.chunks_exact(16).zip(page.get_mut(start..USABLE)?.chunks_exact_mut(16)) {
            self.aes.decrypt_block(GenericArray::from_mut_slice(to));
            to.iter_mut().zip(before).for_each(|(byte, b)| *byte ^= b);
            before = from;
        }
        if no == 1 {
            page.get_mut(..SALT)?.copy_from_slice(MAGIC);
        }
        Some(page)
    }

    /// Whether the page is what was written there under this key.
    pub fn fits(&self, no: u32, raw: &[u8]) -> bool {
        let Some((signed, mac)) = raw.split_at_checked(PAGE - MAC) else {
            return false;
        };
        let signed = signed.get(start(no)..).unwrap_or_default();
        self.mac.of(&[signed, &no.to_le_bytes()]) == mac
    }
}

fn start(no: u32) -> usize {
    if no == 1 { SALT } else { 0 }
}

/// HMAC-SHA-512 (RFC 2104) with a key of at most 128 bytes.
struct Hmac {
    inner: Sha512,
    outer: Sha512,
}

impl Hmac {
    fn new(key: &[u8; 32]) -> Self {
        let pad = |with: u8| {
            let mut block = Zeroizing::new([with; 128]);
            block.iter_mut().zip(key).for_each(|(b, k)| *b ^= k);
            Sha512::new_with_prefix(&block[..])
        };
        Self { inner: pad(0x36), outer: pad(0x5c) }
    }

    fn of(&self, parts: &[&[u8]]) -> [u8; 64] {
        let mut inner = self.inner.clone();
        parts.iter().for_each(|part| inner.update(part));
        self.outer.clone().chain_update(inner.finalize()).finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mac_is_that_of_rfc_4231() {
        // Test case 1, whose key of 20 bytes is padded with zeros to the block as ours is.
        let mut key = [0u8; 32];
        key[..20].fill(0x0b);
        let mac = Hmac::new(&key).of(&[b"Hi ", b"There"]);
        assert_eq!(mac[..8], [0x87, 0xaa, 0x7c, 0xde, 0xa5, 0xef, 0x61, 0x9d]);
        assert_eq!(mac[60..], [0x3a, 0x12, 0x68, 0x54]);
    }
}
