//! The lists of people in the roster's `posting` table, by what they have in common.

use std::ops::Range;

use rusqlite::Connection;

use crate::error::CoreError;
use crate::roster::postings::each_number;

/// Bits of a person's number in a key.
const NO_BITS: u32 = 24;

/// People that a roster holds at most, so that their numbers fit.
pub(in crate::roster) const MOST_PEOPLE: u32 = (1 << NO_BITS) - 1;

/// What the people of a list have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::roster) enum Kind {
    /// A word of their name, by its number in the lexicon.
    Name = 1,
    /// A word of the name of father or husband.
    Relative = 2,
    /// How a word of their name begins, see [`begin_number`](super::begin_number).
    NameBegins = 3,
    /// How a word of the name of father or husband begins.
    RelativeBegins = 4,
    /// The last four digits of their Aadhaar.
    Last4 = 5,
}

/// The key of the part of a list that begins with a person.
pub(in crate::roster) fn key(kind: Kind, list: u32, first: u32) -> i64 {
    (kind as i64) << 56 | i64::from(list) << NO_BITS | i64::from(first)
}

/// The number of the list in a key.
fn list_of(key: i64) -> u32 {
    u32::try_from((key >> NO_BITS) & i64::from(u32::MAX)).unwrap_or(u32::MAX)
}

/// Reads the lists of a kind whose numbers lie in a range, in their order: `take` gets their people, each with the cost
/// that `cost_of` gives for the list; a list for which it gives none is passed over.
pub(in crate::roster) fn read(
    db: &Connection,
    kind: Kind,
    lists: Range<u32>,
    mut cost_of: impl FnMut(u32) -> Option<u16>,
    take: &mut impl FnMut(u32, u16),
) -> Result<(), CoreError> {
    let mut query = db.prepare_cached("select key, entries from posting where key >= ? and key < ?")?;
    let mut rows = query.query([key(kind, lists.start, 0), key(kind, lists.end, 0)])?;
    while let Some(row) = rows.next()? {
        if let Some(cost) = cost_of(list_of(row.get(0)?)) {
            each_number(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?, |no| take(no, cost))?;
        }
    }
    Ok(())
}

/// Reads of one list the people whose numbers lie in a range.
pub(in crate::roster) fn read_between(
    db: &Connection,
    kind: Kind,
    list: u32,
    people: Range<u32>,
    mut each: impl FnMut(u32),
) -> Result<(), CoreError> {
    let (begin, from, to) = (key(kind, list, 0), key(kind, list, people.start), key(kind, list, people.end));
    // The part in which the range begins may begin before it.
    let mut query = db.prepare_cached(
        "select entries from posting where key < ?3 and key >= \
         coalesce((select max(key) from posting where key >= ?1 and key <= ?2), ?2)",
    )?;
    let mut rows = query.query([begin, from, to])?;
    while let Some(row) = rows.next()? {
        let entries = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        each_number(entries, |no| {
            if people.contains(&no) {
                each(no);
            }
        })?;
    }
    Ok(())
}
