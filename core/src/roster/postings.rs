//! Numbers of people in rising order, each as its distance from the one before, in LEB128. The words of a district's
//! names take a few megabytes so.

use crate::error::{CoreError, StoreFile};

/// Numbers, as they are gathered.
#[derive(Debug, Default)]
pub(super) struct Postings {
    last: u32,
    bytes: Vec<u8>,
}

impl Postings {
    /// Adds a person; numbers rise, the same one again is passed over.
    pub fn push(&mut self, no: u32) {
        let Some(step) = no.checked_sub(self.last).filter(|step| *step > 0) else {
            return;
        };
        self.last = no;
        push_number(&mut self.bytes, step);
    }

    /// As they are stored.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Calls `each` with the numbers of postings as they are stored.
///
/// # Errors
/// [`CoreError::Damaged`] at the first that is none.
pub(super) fn each_number(postings: &[u8], mut each: impl FnMut(u32)) -> Result<(), CoreError> {
    let damaged = CoreError::Damaged(StoreFile::Roster);
    let (mut no, mut step, mut shift) = (0u32, 0u32, 0u32);
    for byte in postings {
        let Some(part) = u32::from(byte & 0x7f).checked_shl(shift) else {
            return Err(damaged);
        };
        step |= part;
        if byte & 0x80 != 0 {
            shift += 7;
            continue;
        }
        let Some(next) = no.checked_add(step) else {
            return Err(damaged);
        };
        no = next;
        each(no);
        (step, shift) = (0, 0);
    }
    // Ends within a number.
    if shift > 0 { Err(damaged) } else { Ok(()) }
}

/// Postings in parts, so that those of one stretch of numbers can be read without the others.
#[derive(Debug, Default)]
pub(super) struct Parts {
    people: u32,
    last: u32,
    /// Of all parts, one behind the other.
    bytes: Vec<u8>,
    /// The first number of each part, and where its bytes begin.
    starts: Vec<(u32, usize)>,
    /// Bytes at which the next part begins.
    full: usize,
}

/// Bytes of a part, about: two of them fill a page of 4096.
const PART: usize = 1_950;

impl Parts {
    /// Adds a person; numbers rise, the same one again is passed over.
    pub fn push(&mut self, no: u32) {
        let Some(mut step) = no.checked_sub(self.last).filter(|step| *step > 0) else {
            return;
        };
        if self.bytes.len() >= self.full {
            self.starts.push((no, self.bytes.len()));
            self.full = self.bytes.len() + PART;
            step = no;
        }
        self.last = no;
        self.people += 1;
        push_number(&mut self.bytes, step);
    }

    /// How many people.
    pub fn people(&self) -> u32 {
        self.people
    }

    /// Each part with its first number.
    pub fn parts(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let ends = self.starts.iter().skip(1).map(|(_, start)| *start).chain([self.bytes.len()]);
        self.starts
            .iter()
            .zip(ends)
            .map(|((first, start), end)| (*first, self.bytes.get(*start..end).unwrap_or_default()))
    }
}

/// In LEB128.
fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn people_come_back_from_their_bytes(people in proptest::collection::btree_set(1u32..3_000_000, 0..5_000)) {
            let (mut postings, mut parts) = (Postings::default(), Parts::default());
            for no in &people {
                for _ in 0..2 {
                    postings.push(*no);
                    parts.push(*no);
                }
            }
            let (mut back, mut of_parts) = (Vec::new(), Vec::new());
            each_number(postings.bytes(), |no| back.push(no)).unwrap();
            for (first, part) in parts.parts() {
                let before = of_parts.len();
                each_number(part, |no| of_parts.push(no)).unwrap();
                prop_assert_eq!(of_parts[before], first);
            }
            prop_assert_eq!(&back, &people.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(back, of_parts);
            prop_assert_eq!(parts.people() as usize, people.len());
        }

        #[test]
        fn bytes_that_are_no_postings_are_damage_and_no_fault(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let mut last = 0;
            let _ = each_number(&bytes, |no| last = no);
            if bytes.last().is_some_and(|b| b & 0x80 != 0) {
                prop_assert!(each_number(&bytes, |_| ()).is_err());
            }
        }
    }
}
