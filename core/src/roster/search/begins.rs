//! A single word of which one or two sounds are typed: a seventh of a district begins so. Those who live nearest are read
//! first, and no more than are shown.

use super::asked::Asked;
use super::candidates::Candidate;
use super::rank::Rank;
use super::{Failed, Shown};
use crate::roster::index::begin_number;
use crate::roster::index::lists::{Kind, read_between};

/// Adds those of whose name a word begins so, until there are enough.
pub(super) fn nearest_first(asked: &Asked, rank: &Rank, to: &mut Shown) -> Result<(), Failed> {
    let [word] = asked.words.as_slice() else {
        return Ok(());
    };
    let (true, [first, rest @ ..]) = (word.begun && rank.by_place_alone(), word.sounds.as_slice()) else {
        return Ok(());
    };
    if rest.len() > 1 || to.index.people() == 0 {
        return Ok(());
    }
    let list = begin_number(*first, rest.first().copied());
    for (tier, people) in rank.stretches() {
        let mut ranked = Vec::new();
        read_between(to.db, Kind::NameBegins, list, people, |no| {
            if rank.tier(no) == tier && rank.admits(no) {
                ranked.push(rank.key(&Candidate { no, cost: 0, level: 0 }));
            }
        })?;
        to.add_ranked(ranked)?;
        if to.hits.is_full() {
            return Ok(());
        }
    }
    Ok(())
}
