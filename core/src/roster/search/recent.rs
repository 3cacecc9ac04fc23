//! What was read lately: the next keystroke mostly shows the same people.

use std::collections::HashMap;

/// Values by number, the latest few hundred. Two halves: when the young one is full it becomes the old one, and what of
/// the old one is asked for moves back.
#[derive(Debug)]
pub(super) struct Recent<T> {
    half: usize,
    young: HashMap<u32, T>,
    old: HashMap<u32, T>,
}

impl<T> Recent<T> {
    /// Keeps between `half` and twice as many.
    pub fn new(half: usize) -> Self {
        Self { half, young: HashMap::new(), old: HashMap::new() }
    }

    /// The value of a number, read where it is not kept.
    ///
    /// # Errors
    /// Those of reading.
    pub fn get<E>(&mut self, no: u32, read: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
        let value = match self.young.remove(&no).or_else(|| self.old.remove(&no)) {
            Some(value) => value,
            None => read()?,
        };
        if self.young.len() >= self.half {
            self.old = std::mem::take(&mut self.young);
        }
        Ok(self.young.entry(no).insert_entry(value).into_mut())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_often_is_read_once_and_few_are_kept() {
        let mut recent = Recent::new(8);
        let mut reads = 0;
        for no in 0..1_000 {
            for no in [no, 7] {
                let value = recent.get(no, || {
                    reads += 1;
                    Ok::<_, ()>(no * 2)
                });
                assert_eq!(value, Ok(&(no * 2)));
            }
            assert!(recent.young.len() + recent.old.len() <= 16);
        }
        assert_eq!(reads, 1_000);
        assert_eq!(recent.get(3, || Err("unread")), Err("unread"));
    }
}
