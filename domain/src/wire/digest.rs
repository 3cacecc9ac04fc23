//! Digests: by 16 bytes an area, phone and hub see that they hold the same facts.
//!
//! The digest of a set of facts is the sum of a 512-bit number a fact, drawn from its id and hash by SHA-256, each of
//! the eight 64-bit words modulo 2^64, and the count. So the order does not matter, a fact is added or taken away in
//! one step, and two sets differ by accident with a chance of 2^-512. A single sum modulo 2^256, let alone an exclusive
//! or, would let an enemy who may write facts find two sets of one sum by birthday lists in 2^32 steps; here that takes
//! beyond 2^45 and gains nothing but a phone that is not healed, since facts come from the hub alone.

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

use crate::fact::FactHash;
use crate::id::{AreaId, FactId};

/// The running sum of a set of facts. Kept a row an area; 72 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SetSum {
    words: [u64; 8],
    count: u64,
}

/// The digest of one area's facts, or of several areas', as it travels: 16 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct SetDigest(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

fn words(id: FactId, hash: FactHash) -> [u64; 8] {
    let mut words = [0; 8];
    for (half, words) in words.chunks_exact_mut(4).enumerate() {
        let sha = Sha256::new_with_prefix(b"shivir fact sum\0");
        let sha = sha.chain_update([u8::from(half == 1)]).chain_update(id.stream.0);
        let sum: [u8; 32] = sha.chain_update(id.seq.to_be_bytes()).chain_update(hash.0).finalize().into();
        for (word, bytes) in words.iter_mut().zip(sum.as_chunks().0) {
            *word = u64::from_be_bytes(*bytes);
        }
    }
    words
}

impl SetSum {
    /// Bytes of the form in which it is kept.
    pub const LEN: usize = 72;

    /// A fact is in the set now.
    pub fn add(&mut self, id: FactId, hash: FactHash) {
        for (sum, word) in self.words.iter_mut().zip(words(id, hash)) {
            *sum = sum.wrapping_add(word);
        }
        self.count = self.count.wrapping_add(1);
    }

    /// A fact that was in the set is in it no more.
    pub fn remove(&mut self, id: FactId, hash: FactHash) {
        for (sum, word) in self.words.iter_mut().zip(words(id, hash)) {
            *sum = sum.wrapping_sub(word);
        }
        self.count = self.count.wrapping_sub(1);
    }

    /// How many facts are in the set.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// To be kept: eight words and the count, the high byte first.
    pub fn to_bytes(&self) -> [u8; Self::LEN] {
        let mut bytes = [0; Self::LEN];
        let numbers = self.words.iter().chain([&self.count]);
        for (bytes, number) in bytes.chunks_exact_mut(8).zip(numbers) {
            bytes.copy_from_slice(&number.to_be_bytes());
        }
        bytes
    }

    /// From bytes as kept; `None` unless there are [`Self::LEN`].
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; Self::LEN] = bytes.try_into().ok()?;
        let mut numbers = bytes.as_chunks().0.iter().map(|number| u64::from_be_bytes(*number));
        let mut sum = Self::default();
        for word in &mut sum.words {
            *word = numbers.next()?;
        }
        sum.count = numbers.next()?;
        Some(sum)
    }

    /// The digest of an area whose facts these are.
    pub fn digest(&self, area: AreaId) -> SetDigest {
        let sha = Sha256::new_with_prefix(b"shivir area\0").chain_update(area.0.to_be_bytes());
        short(sha.chain_update(self.to_bytes()))
    }
}

impl SetDigest {
    /// One digest over those of several areas, given in the order of their numbers.
    pub fn of_all<'a>(digests: impl IntoIterator<Item = &'a SetDigest>) -> Self {
        let sha = Sha256::new_with_prefix(b"shivir areas\0");
        short(digests.into_iter().fold(sha, |sha, digest| sha.chain_update(digest.0)))
    }

    /// The first eight bytes: as each area's digest travels in a response beside the whole one over all.
    pub fn head(&self) -> [u8; 8] {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        [a, b, c, d, e, f, g, h]
    }
}

fn short(sha: Sha256) -> SetDigest {
    let sum: [u8; 32] = sha.finalize().into();
    let mut digest = SetDigest::default();
    digest.0.copy_from_slice(&sum[..16]);
    digest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::StreamId;
    use proptest::prelude::*;

    fn fact(n: u8) -> (FactId, FactHash) {
        (FactId { stream: StreamId([n / 16; 16]), seq: u64::from(n) }, FactHash([n; 32]))
    }

    proptest! {
        #[test]
        fn the_order_does_not_matter_and_what_is_taken_away_is_as_if_never_there(
            facts in prop::collection::hash_set(any::<u8>(), 0..60),
            more in prop::collection::hash_set(any::<u8>(), 0..9),
        ) {
            let (mut one, mut other) = (SetSum::default(), SetSum::default());
            let list: Vec<u8> = facts.iter().copied().collect();
            list.iter().for_each(|n| { let (id, hash) = fact(*n); one.add(id, hash); });
            more.iter().for_each(|n| { let (id, hash) = fact(*n); other.add(id, hash); });
            list.iter().rev().for_each(|n| { let (id, hash) = fact(*n); other.add(id, hash); });
            let area = AreaId(7);
            prop_assert_eq!(one.digest(area) == other.digest(area), more.is_empty());
            more.iter().for_each(|n| { let (id, hash) = fact(*n); other.remove(id, hash); });
            prop_assert_eq!(one, other);
            prop_assert_eq!(SetSum::from_bytes(&one.to_bytes()), Some(one));
            prop_assert_eq!(one.count(), facts.len() as u64);
        }
    }

    #[test]
    fn another_content_under_the_same_id_and_another_area_have_another_digest() {
        let (mut one, mut other) = (SetSum::default(), SetSum::default());
        let (id, hash) = fact(1);
        one.add(id, hash);
        other.add(id, FactHash([2; 32]));
        assert_ne!(one.digest(AreaId(1)), other.digest(AreaId(1)));
        assert_ne!(one.digest(AreaId(1)), one.digest(AreaId(2)));
    }
}
