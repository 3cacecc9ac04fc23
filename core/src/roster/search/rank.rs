//! The order of those who were found, and who is left out of it.

use std::collections::HashSet;
use std::ops::Range;

use rusqlite::Connection;
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, PersonId};

use super::asked::Asked;
use super::candidates::Candidate;
use super::{Ages, Facets, Left, SearchOptions};
use crate::error::CoreError;
use crate::facts::TableClass;
use crate::roster::index::{Index, at};
use crate::roster::read;

/// Years by which an age that is told may be off, and by which it may be guessed.
const TOLD: i32 = 2;
const GUESSED: i32 = 6;

/// Age under which someone is a small child, and from which on elderly (Vay Vandana).
pub(super) const SMALL_CHILD: u16 = 5;
pub(super) const ELDERLY: u16 = 70;

/// Steps of nearness: the first area asked for, the others, their blocks, the district.
pub(super) const TIERS: u8 = 4;

/// Where the level stands in a key.
const LEVEL_AT: u32 = 48;

/// Where the distance stands in a key, and the greatest that leaves room for one more word's.
const COST_AT: u32 = 33;
const MOST_COST: u16 = 0xdff;

/// A place in the order of the hits, with the person's number in its last 24 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u64);

impl Key {
    /// The same with a distance added.
    pub fn plus(self, cost: u16) -> Self {
        Self(self.0 + (u64::from(cost) << COST_AT))
    }

    /// The level: of the farthest word, or lower by age and sex.
    pub fn level(self) -> u8 {
        u8::try_from(self.0 >> LEVEL_AT).unwrap_or(u8::MAX)
    }

    /// The person's number.
    pub fn no(self) -> u32 {
        u32::try_from(self.0 & 0xff_ffff).unwrap_or(0)
    }
}

/// Ranks and filters the people of a roster for one search.
pub(super) struct Rank<'a> {
    index: &'a Index,
    facets: &'a Facets,
    year: i32,
    age: Option<u16>,
    sex: Option<shivir_domain::person::Sex>,
    /// By place number less one.
    tiers: Vec<u8>,
    /// Some area is nearer than others.
    anywhere_near: bool,
    /// Only these places, where an area is asked for.
    only: Option<AreaId>,
    /// Whom the list has with a card, while here she is left.
    left_here: HashSet<u32>,
    open_cases: HashSet<u32>,
}

impl<'a> Rank<'a> {
    pub fn new(
        index: &'a Index,
        asked: &Asked,
        options: &'a SearchOptions,
        today: Day,
        camp: &Connection,
        roster: &Connection,
    ) -> Result<Self, CoreError> {
        let near = &options.near;
        let block_of = |area: &AreaId| index.places.iter().find(|p| p.area == *area).map(|p| p.block);
        let blocks: Vec<u32> = near.iter().filter_map(block_of).collect();
        let tiers = index.places.iter().map(|place| match near.iter().position(|area| *area == place.area) {
            Some(0) => 0,
            Some(_) => 1,
            None if blocks.contains(&place.block) => 2,
            None => 3,
        });
        let mut rank = Self {
            index,
            facets: &options.facets,
            year: today.year(),
            age: asked.age,
            sex: asked.sex,
            tiers: tiers.collect(),
            anywhere_near: !near.is_empty(),
            only: options.area,
            left_here: HashSet::new(),
            open_cases: HashSet::new(),
        };
        if options.facets.left.is_some() {
            let sql = "select id from person where listed_made = 1 and class = ?";
            rank.left_here = people(camp, roster, sql, Some(TableClass::Left as u16))?;
        }
        if options.facets.open_case {
            let sql = "select id from person where open_case != 0 and listed_made is not null";
            rank.open_cases = people(camp, roster, sql, None)?;
        }
        Ok(rank)
    }

    /// How near a person lives: 0 nearest, 3 farthest.
    pub fn tier(&self, no: u32) -> u8 {
        if !self.anywhere_near {
            return TIERS - 1;
        }
        let place = self.index.place_of.get(at(no)).and_then(|place| place.checked_sub(1));
        place.and_then(|place| self.tiers.get(at(place))).copied().unwrap_or(TIERS - 1)
    }

    /// Whether a person may be among those asked for, by the list's word.
    pub fn admits(&self, no: u32) -> bool {
        if self.only.is_none() && *self.facets == Facets::default() {
            return true;
        }
        if let Some(area) = self.only {
            let place = self.index.place_of.get(at(no)).and_then(|place| place.checked_sub(1));
            if place.and_then(|place| self.index.places.get(at(place))).is_none_or(|p| p.area != area) {
                return false;
            }
        }
        let of = self.index.traits.get(at(no)).copied().unwrap_or_default();
        let born = |years: u16, off: i32| of.year().map(|year| year - (self.year - i32::from(years)) + off);
        let of_age = match self.facets.ages {
            None => true,
            Some(Ages::UnderFive) => born(SMALL_CHILD, 1).is_some_and(|late| late >= 0),
            Some(Ages::Elderly) => born(ELDERLY, -1).is_some_and(|late| late <= 0),
        };
        let left = match self.facets.left {
            None => true,
            Some(_) if of.made() => self.left_here.contains(&no),
            Some(Left::Any) => true,
            Some(Left::WholeFamily) => !of.family_made(),
            Some(Left::OfCardedFamily) => of.family_made(),
        };
        of_age && left && (!self.facets.open_case || self.open_cases.contains(&no))
    }

    /// Whether nothing but the place ranks those whose names match alike.
    pub fn by_place_alone(&self) -> bool {
        self.age.is_none() && self.sex.is_none()
    }

    /// The place in the order: level of the match, nearness, distance of the words, age, card; then the person's number.
    pub fn key(&self, candidate: &Candidate) -> Key {
        let of = self.index.traits.get(at(candidate.no)).copied().unwrap_or_default();
        let mut level = u64::from(candidate.level);
        let mut off = 0;
        if let Some(age) = self.age {
            let years = of.year().map_or(GUESSED, |year| (self.year - year - i32::from(age)).abs());
            off = u64::from(years.unsigned_abs().min(255));
            level += match years {
                0..=TOLD => 0,
                ..=GUESSED => 1,
                _ => 2,
            };
        }
        if let (Some(asked), Some(listed)) = (self.sex, of.sex())
            && asked != listed
        {
            level += 2;
        }
        let cost = u64::from(candidate.cost.min(MOST_COST));
        let rank = level << 24
            | u64::from(self.tier(candidate.no)) << 21
            | cost << 9
            | off << 1
            | u64::from(of.made());
        Key(rank << 24 | u64::from(candidate.no))
    }

    /// The stretches of people who live so near, in rising order.
    pub fn ranges(&self, tier: u8) -> Vec<Range<u32>> {
        let mut ranges: Vec<Range<u32>> = Vec::new();
        if !self.anywhere_near {
            return ranges;
        }
        for (run, (place, first)) in self.index.runs.iter().enumerate() {
            if place.checked_sub(1).and_then(|no| self.tiers.get(at(no))) != Some(&tier) {
                continue;
            }
            let next = self.index.runs.get(run + 1).map_or(self.index.people() + 1, |(_, next)| *next);
            match ranges.last_mut() {
                Some(range) if range.end == *first => range.end = next,
                _ => ranges.push(*first..next),
            }
        }
        ranges
    }

    /// The stretches of people in the order of nearness, long ones in parts; of the farthest also those who live nearer.
    pub fn stretches(&self) -> Vec<(u8, Range<u32>)> {
        let end = self.index.people() + 1;
        let mut stretches: Vec<(u8, Range<u32>)> = Vec::new();
        for (run, (place, first)) in self.index.runs.iter().enumerate() {
            let tier = place.checked_sub(1).and_then(|no| self.tiers.get(at(no))).copied().unwrap_or(TIERS);
            let next = self.index.runs.get(run + 1).map_or(end, |(_, next)| *next);
            match stretches.last_mut() {
                Some((same, range)) if *same == tier && range.end == *first && range.len() < STRETCH => {
                    range.end = next;
                }
                _ if tier + 1 < TIERS => stretches.push((tier, *first..next)),
                _ => {}
            }
        }
        let mut from = 1;
        while from < end {
            let to = end.min(from + u32::try_from(STRETCH).unwrap_or(u32::MAX));
            stretches.push((TIERS - 1, from..to));
            from = to;
        }
        stretches.sort_by_key(|(tier, range)| (*tier, range.start));
        stretches
    }
}

/// People of a stretch, about.
const STRETCH: usize = 16_384;

/// Numbers in the roster of people of whom there are facts.
fn people(
    camp: &Connection,
    roster: &Connection,
    sql: &str,
    class: Option<u16>,
) -> Result<HashSet<u32>, CoreError> {
    let mut query = camp.prepare_cached(sql)?;
    let mut rows = query.query(rusqlite::params_from_iter(class))?;
    let mut found = HashSet::new();
    while let Some(row) = rows.next()? {
        found.extend(read::numbers_of(roster, read::head(PersonId(row.get(0)?)))?);
    }
    Ok(found)
}
