//! What a district comes to, counted from what is folded.

use crate::error::HubError;
use crate::store::{Tx, first};
use crate::{Hub, args};

/// A district in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Facts that were applied.
    pub facts: u64,
    /// Facts that are kept aside.
    pub aside: u64,
    /// Registrations that stand.
    pub registrations: u64,
    /// People of whom there are facts, each once.
    pub people: u64,
    /// Of these, with a family card.
    pub made: u64,
    /// Aadhaar update cases under way.
    pub open_cases: u64,
    /// Review items that wait for someone.
    pub open_reviews: u64,
}

impl Hub {
    /// Counts a district.
    ///
    /// # Errors
    /// Storage errors.
    pub fn totals(&self, district: u32) -> Result<Totals, HubError> {
        self.db().read_with(|tx| {
            let mut count = |sql: &'static str| one(tx, sql, district);
            Ok(Totals {
                facts: count("select count(*) from fact where district = $1")?,
                aside: count("select count(*) from quarantine where district = $1")?,
                registrations: count("select count(*) from visit where district = $1")?,
                people: count("select count(*) from person where district = $1 and class <> 7")?,
                made: count("select count(*) from person where district = $1 and class = 1")?,
                open_cases: count("select count(*) from aadhaar_case where district = $1 and open = 1")?,
                open_reviews: count("select count(*) from review where district = $1 and open = 1")?,
            })
        })
    }
}

fn one(tx: &mut dyn Tx, sql: &'static str, district: u32) -> Result<u64, HubError> {
    first(tx, sql, args![district])?.ok_or(HubError::Damaged)?.num(0)
}
