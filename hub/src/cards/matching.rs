//! Who a row is about: by its ids, else by the bands of likely duplicates (`roster/src/duplicate`).

use shivir_domain::id::PersonId;
use shivir_roster::duplicate::{Band, Finding, Known, Population, Prepared, Score, compare};

use super::left::{LeftReason, Likely};
use super::people::Near;
use super::row::{CardRow, Waiting};
use crate::args;
use crate::error::HubError;
use crate::likely::{keys, known};
use crate::store::{Row, Tx, first};

/// People who are named at most of whom a row may be.
const NAMED: usize = 3;

/// People with the same last four digits who are compared at most.
const COMPARED: i64 = 48;

/// Who a row is about.
pub(super) enum Found {
    /// She, on the list or added.
    Person { person: PersonId, listed: bool },
    /// It is not known: why, and who it may be.
    Left(LeftReason, Vec<Likely>),
}

/// Matches a row. `near`: the people of the areas in which she may live. `listed`: the row of the list of [`Waiting::person`], where there is one.
pub(super) fn find(
    tx: &mut dyn Tx,
    code: u32,
    near: &mut [Near],
    waiting: &Waiting,
    listed: bool,
) -> Result<Found, HubError> {
    let row = &waiting.row;
    if listed && waiting.by_id {
        let person = waiting.person;
        let known = known(tx, code, person)?.ok_or(HubError::Damaged)?;
        let score = score(row, &known);
        return Ok(if contradicts(&score) {
            Found::Left(LeftReason::OtherDetails, vec![Likely { person, points: score.points }])
        } else {
            Found::Person { person, listed: true }
        });
    }
    let names = [row.name_hi.as_str(), row.name_en.as_str()];
    let mut found: Vec<(Score, PersonId, bool)> = Vec::new();
    for near in near {
        near.compare(row, |score, person, listed| {
            if score.band != Band::Different {
                found.push((score, person, listed));
            }
        });
    }
    if let Some(last4) = row.last4.as_deref().filter(|_| found.iter().all(|f| f.0.band != Band::Same)) {
        for (score, person, listed) in elsewhere(tx, code, row, names, last4)? {
            if found.iter().all(|(_, known, _)| *known != person) {
                found.push((score, person, listed));
            }
        }
    }
    found.sort_by_key(|(score, person, _)| (std::cmp::Reverse((score.band, score.points)), *person));
    let same = found.iter().filter(|(score, ..)| score.band == Band::Same).count();
    Ok(match (found.first(), same) {
        (Some((_, person, listed)), 1) => Found::Person { person: *person, listed: *listed },
        (Some(_), 0) => Found::Left(LeftReason::Likely, named(&found)),
        (Some(_), _) => Found::Left(LeftReason::Several, named(&found)),
        (None, _) if waiting.areas.is_empty() => Found::Left(LeftReason::NoPlace, Vec::new()),
        (None, _) => Found::Left(LeftReason::Nobody, Vec::new()),
    })
}

fn named(found: &[(Score, PersonId, bool)]) -> Vec<Likely> {
    let likely = found.iter().map(|(score, person, _)| Likely { person: *person, points: score.points });
    likely.take(NAMED).collect()
}

/// Wherever she lives.
fn score(row: &CardRow, known: &Known) -> Score {
    compare(&Prepared::of(row.compared(None)), &Prepared::of(known.compared()), &Population::UNKNOWN)
}

/// Whether what cannot change is another's, so that the id must be wrong.
fn contradicts(score: &Score) -> bool {
    let apart = [Finding::NameApart, Finding::SexApart, Finding::BirthApart];
    score.reasons.iter().any(|reason| apart.contains(&reason.finding))
}

/// Those with her last four digits and a name that sounds like hers, wherever they live.
fn elsewhere(
    tx: &mut dyn Tx,
    code: u32,
    row: &CardRow,
    names: [&str; 2],
    last4: &str,
) -> Result<Vec<(Score, PersonId, bool)>, HubError> {
    let mut found: Vec<(Score, PersonId, bool)> = Vec::new();
    for (key, _) in keys(names, Some(last4)).into_iter().filter(|(_, by_name)| !by_name) {
        let sql =
            "select person, listed from likely_key where district = $1 and key = $2 order by person limit $3";
        let rows: Vec<Row> = tx.rows(sql, args![code, &key, COMPARED])?;
        for mut of in rows {
            let (person, listed) = (PersonId(of.array(0)?), of.flag(1)?);
            if found.iter().any(|(_, known, _)| *known == person) {
                continue;
            }
            if let Some(known) = known(tx, code, person)? {
                let score = score(row, &known);
                if score.band != Band::Different {
                    found.push((score, person, listed));
                }
            }
        }
    }
    Ok(found)
}

/// Whether somebody is on the list.
pub(super) fn is_listed(tx: &mut dyn Tx, code: u32, person: PersonId) -> Result<bool, HubError> {
    let sql = "select no from listed where district = $1 and person = $2";
    Ok(first(tx, sql, args![code, &person.0])?.is_some())
}
