//! What was found last, kept as long as nothing it rests on changes: a draft asks at each look, and a confirmation must not
//! wait for what the screen has shown already.

use rusqlite::Connection;
use shivir_domain::day::Day;
use shivir_domain::fact::Details;

use super::Likely;
use crate::error::CoreError;
use crate::store::meta;

/// Answers that are kept: as many as there may be new people in one draft.
const KEPT: usize = 8;

/// What an answer rests on beside the details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Number of the last fact here.
    facts: Option<i64>,
    /// The roster in use.
    roster: Option<String>,
    /// It is there and whole.
    readable: bool,
    /// The day, by which ages are told.
    today: Day,
}

impl Stamp {
    /// Now.
    pub fn of(camp: &Connection, readable: bool, today: Day) -> Result<Self, CoreError> {
        let facts = camp.prepare_cached("select max(no) from fact")?.query_row([], |r| r.get(0))?;
        Ok(Self { facts, roster: meta(camp, "roster")?, readable, today })
    }
}

/// The last answers, the newest first.
#[derive(Debug, Default)]
pub(crate) struct Recent(Vec<(Details, Stamp, Vec<Likely>)>);

impl Recent {
    /// What was found of these details, where that still holds.
    pub(super) fn get(&self, details: &Details, stamp: &Stamp) -> Option<Vec<Likely>> {
        let found = self.0.iter().find(|(of, at, _)| of == details && at == stamp);
        found.map(|(.., likely)| likely.clone())
    }

    /// Keeps an answer.
    pub(super) fn put(&mut self, details: &Details, stamp: Stamp, likely: &[Likely]) {
        self.0.retain(|(of, at, _)| of != details && *at == stamp);
        self.0.truncate(KEPT - 1);
        self.0.insert(0, (details.clone(), stamp, likely.to_vec()));
    }
}
