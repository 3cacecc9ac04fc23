//! Whom of those who are on no list to compare with.

use rusqlite::Connection;
use shivir_domain::id::PersonId;
use shivir_roster::lexicon::{Ask, distance};
use shivir_roster::sounds::{Costs, Sounds};

use super::COMPARED;
use super::listed::MISTYPED;
use super::wanted::Wanted;
use crate::error::CoreError;
use crate::roster::search::each_own_word;

/// Those of whose name a word is near the given name, the nearest first.
pub(super) fn candidates(camp: &Connection, wanted: &Wanted) -> Result<Vec<PersonId>, CoreError> {
    let mut found = Vec::new();
    let mut query = camp.prepare_cached("select no, id, name_key from person where name_key is not null")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let mut nearest = None;
        each_own_word(row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?, |word| {
            for asked in wanted.given.iter().chain(&wanted.joined).map(Sounds::as_slice) {
                let ask = Ask { sounds: asked, begun: false, most: nearest.unwrap_or(MISTYPED) };
                nearest = distance(Costs::get(), &ask, word).or(nearest);
            }
        });
        if let Some(cost) = nearest {
            found.push((cost, std::cmp::Reverse(row.get::<_, i64>(0)?), PersonId(row.get(1)?)));
        }
    }
    // Of those whose names are as near, who was added last is likeliest: she came to this table twice.
    found.sort_unstable();
    found.truncate(COMPARED);
    Ok(found.into_iter().map(|(.., id)| id).collect())
}
