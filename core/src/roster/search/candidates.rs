//! The people whom all words reach, ranked.

use std::ops::Range;

use rusqlite::Connection;

use super::reach::{Reach, Reached, level};
use crate::error::CoreError;
use crate::roster::index::lists::{self, Kind};
use crate::roster::index::{Borne, Index, at};

/// What a word that is only courtesy costs where a person does not bear it.
const WITHOUT: u16 = 10;

/// Not reached.
const FAR: u16 = u16::MAX;

/// Lists that lie so near to one another are read in one go, where those between have few people.
const GAP: u32 = 8;
const GAP_PEOPLE: u32 = 2_000;

/// People whose numbers are no further apart are read in one go.
const STRETCH: u32 = 4_096;

/// People in one part of a list, about; a list of fewer parts than it is read in places is read whole.
const PART_PEOPLE: u32 = 1_500;
const PARTS_A_PLACE: usize = 4;

/// Costs by the number of the person, kept from one search to the next.
#[derive(Debug, Default)]
pub(in crate::roster) struct Scratch {
    total: Vec<u16>,
    worst: Vec<u16>,
    best: Vec<u16>,
    found: Vec<u32>,
    /// Stretches of the list in which somebody was found.
    stretches: Vec<bool>,
}

/// A person whom all words reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    pub no: u32,
    /// Sum of the words' distances.
    pub cost: u16,
    /// The level of the farthest word.
    pub level: u8,
}

impl Scratch {
    /// Calls `each` with the people whom all words reach, in no order. `ranges`: where in the list they are looked for;
    /// `wanted`: whether somebody of these stretches is looked for at all.
    pub(super) fn candidates(
        &mut self,
        db: &Connection,
        index: &Index,
        reaches: &[Reach],
        ranges: &[Range<u32>],
        wanted: impl Fn(u32) -> bool,
        mut each: impl FnMut(Candidate),
    ) -> Result<(), CoreError> {
        let Some(driver) = reaches.iter().filter(|r| !r.courtesy).min_by_key(|r| r.people) else {
            return Ok(());
        };
        let size = at(index.people()) + 1;
        for costs in [&mut self.total, &mut self.worst, &mut self.best] {
            costs.resize(size, FAR);
        }
        self.stretches.clear();
        self.stretches.resize(size.div_ceil(at(STRETCH)), false);
        let read = self
            .drive(db, index, driver, ranges, wanted)
            .and_then(|()| self.narrow_by_others(db, index, reaches, driver));
        for no in self.found.drain(..) {
            let (Some(total), Some(worst)) = (self.total.get_mut(at(no)), self.worst.get_mut(at(no))) else {
                continue;
            };
            // One word alone is the farthest.
            let farthest = if reaches.len() > 1 { *worst } else { *total };
            if read.is_ok()
                && let Some(level) = level(farthest)
            {
                each(Candidate { no, cost: *total, level });
            }
            (*total, *worst) = (FAR, FAR);
        }
        read
    }

    /// Finds those whom one word reaches.
    fn drive(
        &mut self,
        db: &Connection,
        index: &Index,
        driver: &Reach,
        ranges: &[Range<u32>],
        wanted: impl Fn(u32) -> bool,
    ) -> Result<(), CoreError> {
        let (total, found, stretches) = (&mut self.total, &mut self.found, &mut self.stretches);
        let mut take = |no: u32, cost: u16| {
            if let Some(total) = total.get_mut(at(no)) {
                if *total == FAR {
                    if !wanted(no) {
                        return;
                    }
                    found.push(no);
                    if let Some(stretch) = stretches.get_mut(at(no / STRETCH)) {
                        *stretch = true;
                    }
                }
                *total = (*total).min(cost);
            }
        };
        each_of(db, index, &driver.lists, ranges, &mut take)?;
        if driver.places.is_empty() {
            return Ok(());
        }
        let of_place = costs_of_places(index, driver);
        for (run, (place, first)) in index.runs.iter().enumerate() {
            if let Some(cost) = of_place.get(at(*place)).filter(|cost| **cost != FAR) {
                let end = index.runs.get(run + 1).map_or(index.people() + 1, |(_, next)| *next);
                (*first..end).for_each(|no| take(no, *cost));
            }
        }
        Ok(())
    }

    fn narrow_by_others(
        &mut self,
        db: &Connection,
        index: &Index,
        reaches: &[Reach],
        driver: &Reach,
    ) -> Result<(), CoreError> {
        if reaches.len() > 1 {
            for no in &self.found {
                if let (Some(worst), Some(total)) = (self.worst.get_mut(at(*no)), self.total.get(at(*no))) {
                    *worst = *total;
                }
            }
        }
        let mut others: Vec<&Reach> = reaches.iter().filter(|r| !std::ptr::eq(*r, driver)).collect();
        others.sort_by_key(|r| r.people);
        for reach in others {
            if self.found.is_empty() {
                break;
            }
            self.narrow(db, index, reach)?;
        }
        Ok(())
    }

    /// The stretches of the list in which those who were found stand.
    fn ranges(&self) -> Vec<Range<u32>> {
        let mut ranges: Vec<Range<u32>> = Vec::new();
        let starts = (0u32..).step_by(at(STRETCH)).zip(&self.stretches);
        for (start, _) in starts.filter(|(_, somebody)| **somebody) {
            match ranges.last_mut() {
                Some(range) if range.end == start => range.end += STRETCH,
                _ => ranges.push(start..start + STRETCH),
            }
        }
        ranges
    }

    /// Keeps of those found the ones whom another word reaches too.
    fn narrow(&mut self, db: &Connection, index: &Index, reach: &Reach) -> Result<(), CoreError> {
        let ranges = self.ranges();
        let (total, best) = (&self.total, &mut self.best);
        let mut take = |no: u32, cost: u16| {
            if total.get(at(no)).is_some_and(|t| *t != FAR)
                && let Some(best) = best.get_mut(at(no))
            {
                *best = (*best).min(cost);
            }
        };
        let read = each_of(db, index, &reach.lists, &ranges, &mut take);
        let of_place = costs_of_places(index, reach);
        let (total, worst, best) = (&mut self.total, &mut self.worst, &mut self.best);
        self.found.retain(|no| {
            let no = at(*no);
            let (Some(total), Some(worst), Some(best)) =
                (total.get_mut(no), worst.get_mut(no), best.get_mut(no))
            else {
                return false;
            };
            let place = index.place_of.get(no).and_then(|place| of_place.get(at(*place)));
            let cost = (*best).min(place.copied().unwrap_or(FAR));
            *best = FAR;
            match cost {
                FAR if reach.courtesy => *total = total.saturating_add(WITHOUT).min(FAR - 1),
                FAR => {
                    (*total, *worst) = (FAR, FAR);
                    return false;
                }
                cost => {
                    *total = total.saturating_add(cost).min(FAR - 1);
                    *worst = (*worst).max(cost);
                }
            }
            true
        });
        read
    }
}

/// Of some people, in the order of their numbers, those whom one more word reaches, with its cost. Of the word's lists
/// only the parts in which they stand are read.
pub(super) fn sift(
    db: &Connection,
    index: &Index,
    reach: &Reach,
    people: &[u32],
) -> Result<Vec<(u32, u16)>, CoreError> {
    let of_place = costs_of_places(index, reach);
    let mut sifted = Vec::with_capacity(people.len());
    for near in people.chunk_by(|a, b| b - a <= STRETCH) {
        let (Some(first), Some(last)) = (near.first(), near.last()) else {
            continue;
        };
        let mut costs = vec![FAR; near.len()];
        for list in &reach.lists {
            let mut next = 0;
            lists::read_between(db, list.kind, list.list, *first..last + 1, |no| {
                while near.get(next).is_some_and(|wanted| *wanted < no) {
                    next += 1;
                }
                if near.get(next) == Some(&no)
                    && let Some(cost) = costs.get_mut(next)
                {
                    *cost = (*cost).min(list.cost);
                }
            })?;
        }
        for (no, cost) in near.iter().zip(costs) {
            let place = index.place_of.get(at(*no)).and_then(|place| of_place.get(at(*place)));
            let cost = cost.min(place.copied().unwrap_or(FAR));
            if cost != FAR {
                sifted.push((*no, cost));
            }
        }
    }
    Ok(sifted)
}

/// What it costs to be found by a place, by its number.
fn costs_of_places(index: &Index, reach: &Reach) -> Vec<u16> {
    let mut costs = vec![FAR; if reach.places.is_empty() { 0 } else { index.places.len() + 1 }];
    for (place, cost) in &reach.places {
        if let Some(of) = costs.get_mut(at(*place)) {
            *of = *cost;
        }
    }
    costs
}

/// Calls `take` with the people of the lists who stand in some stretches, and their costs; people of others may be among
/// them. The lists are in the order of kind and number.
fn each_of(
    db: &Connection,
    index: &Index,
    lists: &[Reached],
    ranges: &[Range<u32>],
    take: &mut impl FnMut(u32, u16),
) -> Result<(), CoreError> {
    let whole = |list: &&Reached| at(list.people / PART_PEOPLE) <= PARTS_A_PLACE * ranges.len();
    let (short, long): (Vec<&Reached>, Vec<&Reached>) = if ranges_are_all(index, ranges) {
        (lists.iter().collect(), Vec::new())
    } else {
        lists.iter().partition(whole)
    };
    for list in long {
        for range in ranges {
            lists::read_between(db, list.kind, list.list, range.clone(), |no| take(no, list.cost))?;
        }
    }
    for group in short.chunk_by(|a, b| near(index, a, b)) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let mut next = 0;
        let cost_of = |list| {
            while group.get(next).is_some_and(|r| r.list < list) {
                next += 1;
            }
            group.get(next).filter(|r| r.list == list).map(|r| r.cost)
        };
        lists::read(db, first.kind, first.list..last.list + 1, cost_of, take)?;
    }
    Ok(())
}

fn ranges_are_all(index: &Index, ranges: &[Range<u32>]) -> bool {
    matches!(ranges, [all] if all.start <= 1 && all.end > index.people())
}

/// Whether two lists lie so near that reading what is between is less than looking for the second.
fn near(index: &Index, a: &Reached, b: &Reached) -> bool {
    let between = || index.borne.get(at(a.list) + 1..at(b.list)).unwrap_or_default();
    let people: fn(&Borne) -> u32 = match a.kind {
        Kind::Name => |borne| borne.names,
        _ => |borne| borne.relatives,
    };
    a.kind == b.kind && b.list - a.list <= GAP && between().iter().map(people).sum::<u32>() <= GAP_PEOPLE
}
