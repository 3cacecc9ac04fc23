//! Those who live near are looked at before the rest of the list is read: mostly they fill the screen.

use std::ops::Range;

use super::rank::{Rank, TIERS};
use super::reach::Reach;
use crate::roster::index::Index;

/// Stretches of people that one pass reads at most; where more are near, the list is not sorted by place.
const MOST_RANGES: usize = 8;

/// A pass over fewer than one in so many of the list is worth its while.
const WORTH: u64 = 2;

/// People who are looked at in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pass {
    /// How near they live, see [`Rank::tier`].
    tiers: Range<u8>,
    /// Stretches of the list in which they stand, in rising order.
    pub ranges: Vec<Range<u32>>,
}

impl Pass {
    /// Whether a person is one of them.
    pub fn holds(&self, rank: &Rank, no: u32) -> bool {
        self.tiers.len() == usize::from(TIERS) || self.tiers.contains(&rank.tier(no))
    }
}

/// The passes of one search, which come to all people of the list, each once and the nearest first.
pub(super) fn passes(index: &Index, rank: &Rank, reaches: &[Reach], missing: usize) -> Vec<Pass> {
    let all = u64::from(index.people()).max(1);
    // As if the words were borne independently of one another.
    let borne = reaches.iter().filter(|r| !r.courtesy).map(|r| r.people.min(all));
    let expected = borne.reduce(|a, b| a * b / all).unwrap_or(0);
    let mut passes = Vec::new();
    let mut from = 0;
    let mut ranges: Vec<Range<u32>> = Vec::new();
    for tier in 0..TIERS - 1 {
        ranges.extend(rank.ranges(tier));
        let people: u64 = ranges.iter().map(|range| u64::from(range.end - range.start)).sum();
        // What is read in vain is read again.
        let likely = expected * people / all >= missing as u64;
        if likely && people * WORTH < all && !ranges.is_empty() && ranges.len() <= MOST_RANGES {
            ranges.sort_unstable_by_key(|range| range.start);
            passes.push(Pass { tiers: from..tier + 1, ranges: ranges.clone() });
            ranges.clear();
            from = tier + 1;
        }
    }
    let whole = 1..index.people() + 1;
    passes.push(Pass { tiers: from..TIERS, ranges: vec![whole] });
    passes
}
