//! Periods and age bands of effective-dated rules.

use super::error::{PackError, Problem};
use crate::day::Day;

/// From a first day to a last, both within; without a last day it goes on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Period {
    from: Day,
    until: Day,
}

impl Period {
    pub(super) fn new(from: Day, until: Option<Day>) -> Self {
        let until = until.unwrap_or(Day::MAX);
        Self { from, until }
    }

    pub(super) fn holds(self, on: Day) -> bool {
        self.from <= on && on <= self.until
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.from <= other.until && other.from <= self.until
    }

    pub(super) fn check(self, path: &str) -> Result<(), PackError> {
        if self.from <= self.until {
            return Ok(());
        }
        let path = format!("{path}.until");
        Err(PackError::new(path, Problem::EndsBeforeStart))
    }
}

/// From completed years (within) to completed years (not within).
#[derive(Debug, Clone, Copy)]
pub(super) struct Ages {
    from: u16,
    below: u16,
}

impl Ages {
    pub(super) fn new(from: u16, below: Option<u16>) -> Self {
        let below = below.unwrap_or(u16::MAX);
        Self { from, below }
    }

    pub(super) fn holds(self, age: u16) -> bool {
        self.from <= age && age < self.below
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.from < other.below && other.from < self.below
    }

    pub(super) fn check(self, path: &str) -> Result<(), PackError> {
        if self.from < self.below {
            return Ok(());
        }
        let path = format!("{path}.age_below");
        Err(PackError::new(path, Problem::EndsBeforeStart))
    }
}

/// Refuses a list in which two rules meet: names the later and the earlier.
pub(super) fn first_overlap<T>(
    list: &str,
    rules: &[T],
    meets: impl Fn(&T, &T) -> bool,
) -> Result<(), PackError> {
    for (later, rule) in rules.iter().enumerate() {
        let earlier = rules.iter().take(later).position(|other| meets(other, rule));
        if let Some(earlier) = earlier {
            let with = format!("{list}[{earlier}]");
            let path = format!("{list}[{later}]");
            return Err(PackError::new(path, Problem::Overlap { with }));
        }
    }
    Ok(())
}
