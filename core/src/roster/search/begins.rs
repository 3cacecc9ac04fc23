//! A single word of which one or two sounds are typed: a seventh of a district begins so. Those who live nearest are read
//! first, and no more than are shown.

use rusqlite::Connection;

use super::Failed;
use super::asked::Asked;
use super::candidates::Candidate;
use super::hits::Hits;
use super::rank::Rank;
use crate::roster::index::lists::{Kind, read_between};
use crate::roster::index::{Index, begin_number};

/// Adds those of whose name a word begins so, until there are enough.
pub(super) fn nearest_first(
    db: &Connection,
    index: &Index,
    asked: &Asked,
    rank: &Rank,
    hits: &mut Hits,
) -> Result<(), Failed> {
    let [word] = asked.words.as_slice() else {
        return Ok(());
    };
    let (true, [first, rest @ ..]) = (word.begun && rank.by_place_alone(), word.sounds.as_slice()) else {
        return Ok(());
    };
    if rest.len() > 1 || index.people() == 0 {
        return Ok(());
    }
    let list = begin_number(*first, rest.first().copied());
    for (tier, people) in rank.stretches() {
        let mut ranked = Vec::new();
        read_between(db, Kind::NameBegins, list, people, |no| {
            if rank.tier(no) == tier && rank.admits(no) {
                ranked.push(rank.key(&Candidate { no, cost: 0, level: 0 }));
            }
        })?;
        super::add_ranked(db, ranked, hits)?;
        if hits.is_full() {
            return Ok(());
        }
    }
    Ok(())
}
