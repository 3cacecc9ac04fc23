//! The people who bear a word: their numbers in rising order, each as its distance from the one before, in LEB128. The
//! words of a district's names take a few megabytes so.

use crate::error::{CoreError, StoreFile};

/// The people of one word, as they are gathered.
#[derive(Debug, Default)]
pub(super) struct Postings {
    people: u32,
    last: u32,
    bytes: Vec<u8>,
}

impl Postings {
    /// Adds a person; numbers rise, the same one again is passed over.
    pub fn push(&mut self, no: u32) {
        let Some(mut step) = no.checked_sub(self.last).filter(|step| *step > 0) else {
            return;
        };
        self.last = no;
        self.people += 1;
        while step >= 0x80 {
            self.bytes.push(step.to_le_bytes()[0] | 0x80);
            step >>= 7;
        }
        self.bytes.push(step.to_le_bytes()[0]);
    }

    /// How many people.
    pub fn people(&self) -> u32 {
        self.people
    }

    /// As they are stored.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The numbers of postings as they are stored; ends after the first that is damaged.
pub(super) fn numbers(postings: &[u8]) -> impl Iterator<Item = Result<u32, CoreError>> {
    let mut bytes = postings.iter();
    let mut no = 0u32;
    std::iter::from_fn(move || {
        let (mut step, mut shift) = (0u32, 0);
        loop {
            let Some(byte) = bytes.next() else {
                // Ends within a number where something of it was read.
                return (shift > 0).then_some(Err(CoreError::Damaged(StoreFile::Roster)));
            };
            let Some(part) = u32::from(byte & 0x7f).checked_shl(shift) else {
                bytes = [].iter();
                return Some(Err(CoreError::Damaged(StoreFile::Roster)));
            };
            step |= part;
            if byte & 0x80 == 0 {
                break;
            }
            shift += 7;
        }
        match no.checked_add(step) {
            Some(next) => {
                no = next;
                Some(Ok(no))
            }
            None => {
                bytes = [].iter();
                Some(Err(CoreError::Damaged(StoreFile::Roster)))
            }
        }
    })
}

/// A set of people of one roster, a bit a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct People {
    bits: Vec<u64>,
}

impl People {
    /// Nobody of a roster of so many.
    pub fn none_of(people: u32) -> Self {
        let words = usize::try_from(people / 64 + 1).unwrap_or_default();
        Self { bits: vec![0; words] }
    }

    /// Adds the people of a word.
    ///
    /// # Errors
    /// [`CoreError::Damaged`] where the bytes are no postings of this roster.
    pub fn add(&mut self, postings: &[u8]) -> Result<(), CoreError> {
        for no in numbers(postings) {
            let no = no?;
            let word = usize::try_from(no / 64).unwrap_or(usize::MAX);
            let bits = self.bits.get_mut(word);
            *bits.ok_or(CoreError::Damaged(StoreFile::Roster))? |= 1 << (no % 64);
        }
        Ok(())
    }

    /// Keeps those who are in both.
    pub fn keep(&mut self, others: &People) {
        for (mine, other) in self.bits.iter_mut().zip(&others.bits) {
            *mine &= other;
        }
    }

    /// The numbers in rising order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.bits.iter().enumerate().flat_map(|(at, bits)| {
            let at = u32::try_from(at).unwrap_or_default() * 64;
            let mut bits = *bits;
            std::iter::from_fn(move || {
                let bit = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                Some(at + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn people_come_back_from_their_bytes(people in proptest::collection::btree_set(1u32..3_000_000, 0..200)) {
            let mut postings = Postings::default();
            for no in &people {
                postings.push(*no);
                postings.push(*no);
            }
            let mut set = People::none_of(3_000_000);
            set.add(postings.bytes()).unwrap();
            prop_assert_eq!(set.iter().collect::<Vec<_>>(), people.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(postings.people() as usize, people.len());
        }

        #[test]
        fn bytes_that_are_no_postings_are_damage_and_no_fault(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let mut set = People::none_of(1_000);
            let _ = set.add(&bytes);
            prop_assert!(set.iter().all(|no| no < 1_088));
        }
    }

    #[test]
    fn only_those_of_both_words_are_kept() {
        let of = |nos: &[u32]| {
            let mut postings = Postings::default();
            nos.iter().for_each(|no| postings.push(*no));
            let mut set = People::none_of(500);
            set.add(postings.bytes()).unwrap();
            set
        };
        let mut both = of(&[1, 64, 130, 499]);
        both.keep(&of(&[2, 64, 499, 500]));
        assert_eq!(both.iter().collect::<Vec<_>>(), [64, 499]);
    }
}
