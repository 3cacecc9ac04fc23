//! The households of a list, numbered in the order in which they are met.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::roster::postings::Postings;

/// A household.
#[derive(Debug, Clone, Copy)]
pub(in crate::roster) struct Household {
    /// Where its key ends in the texts of all keys.
    end: u32,
    pub place: u32,
    pub members: u32,
    pub made: u32,
    /// Number of the first member.
    pub first: u32,
}

/// All households: 20 bytes each, their keys one after the other, and 12 bytes to find one.
#[derive(Debug, Default)]
pub(in crate::roster) struct Households {
    keys: String,
    all: Vec<Household>,
    /// From the hash of a key, or the next free number where it is taken, to the household.
    by_key: HashMap<u64, u32, Plain>,
    /// The members after the first, of households that do not stand together in the list.
    scattered: HashMap<u32, Postings>,
    /// The one met last: lists go household by household.
    last: u32,
}

impl Households {
    /// The number of a household, from 1. `key`: `R:`, `F:`, or `P:` and the person's own id.
    pub fn number(&mut self, key: &str, place: u32) -> u32 {
        if self.last > 0 && self.key(self.last) == key {
            return self.last;
        }
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let mut hash = hasher.finish();
        while let Some(&no) = self.by_key.get(&hash) {
            if self.key(no) == key {
                self.last = no;
                return no;
            }
            hash = hash.wrapping_add(1);
        }
        self.keys.push_str(key);
        self.all.push(Household {
            end: u32::try_from(self.keys.len()).unwrap_or(u32::MAX),
            place,
            members: 0,
            made: 0,
            first: 0,
        });
        let no = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.by_key.insert(hash, no);
        self.last = no;
        no
    }

    /// Counts a member.
    pub fn count(&mut self, no: u32, person: u32, made: bool) {
        let Some(household) = self.all.get_mut(at(no)) else {
            return;
        };
        if household.members == 0 {
            household.first = person;
        }
        let next = household.first.saturating_add(household.members);
        if let Some(rest) = self.scattered.get_mut(&no) {
            rest.push(person);
        } else if person != next {
            let mut rest = Postings::default();
            (household.first + 1..next).for_each(|member| rest.push(member));
            rest.push(person);
            self.scattered.insert(no, rest);
        }
        household.members += 1;
        household.made += u32::from(made);
    }

    /// The members after the first, where they do not follow it one after the other: as they are stored.
    pub fn rest(&self, no: u32) -> Option<&[u8]> {
        self.scattered.get(&no).map(Postings::bytes)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// All with their keys, by number.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Household)> {
        (1u32..).map(|no| self.key(no)).zip(&self.all)
    }

    /// The keys one after the other.
    pub fn keys(&self) -> &str {
        &self.keys
    }

    fn key(&self, no: u32) -> &str {
        let end = |no: u32| self.all.get(at(no)).map_or(0, |h| h.end);
        let start = if no > 1 { end(no - 1) } else { 0 };
        let range = usize::try_from(start).unwrap_or(0)..usize::try_from(end(no)).unwrap_or(0);
        self.keys.get(range).unwrap_or("")
    }
}

/// Index of a number that counts from 1.
pub(super) fn at(no: u32) -> usize {
    usize::try_from(no).unwrap_or(usize::MAX).wrapping_sub(1)
}

/// Hashes that are taken as they are.
#[derive(Debug, Default, Clone, Copy)]
pub(in crate::roster) struct Plain;

impl std::hash::BuildHasher for Plain {
    type Hasher = Same;
    fn build_hasher(&self) -> Same {
        Same(0)
    }
}

/// See [`Plain`].
pub(in crate::roster) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_met_again_later_is_the_same_one() {
        let mut households = Households::default();
        let first = households.number("R:1", 1);
        let second = households.number("R:2", 2);
        assert_eq!((first, second), (1, 2));
        assert_eq!(households.number("R:1", 3), 1);
        households.count(1, 1, true);
        households.count(2, 2, false);
        households.count(2, 3, false);
        households.count(1, 4, false);
        households.count(1, 7, false);
        assert_eq!(households.rest(1), Some(&[4, 3][..]));
        assert_eq!(households.rest(2), None);
        let all: Vec<_> =
            households.iter().map(|(key, h)| (key.to_owned(), h.place, h.members, h.made)).collect();
        assert_eq!(all, [("R:1".to_owned(), 1, 3, 1), ("R:2".to_owned(), 2, 2, 0)]);
    }
}
