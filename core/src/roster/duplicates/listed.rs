//! Whom of the list to compare with: found by the index, sifted by what is in memory of each person.

use std::collections::HashMap;
use std::ops::Range;

use rusqlite::Connection;
use shivir_domain::person::Sex;
use shivir_roster::duplicate::{ASK_FROM, Population, START};
use shivir_roster::lexicon::Ask;
use shivir_roster::sounds::{Costs, Sounds};

use super::COMPARED;
use super::wanted::Wanted;
use crate::error::CoreError;
use crate::roster::index::lists::{self, Kind};
use crate::roster::index::{Index, at};
use crate::roster::read;

/// Hundredths of an error up to which a word is another spelling, or mistyped.
const ALIKE: u16 = 45;
pub(super) const MISTYPED: u16 = 115;

/// Bearers whose lists are read for one name; beyond, the spellings that are further are left out.
const MOST_BEARERS: u64 = 60_000;

/// Mistyped words that are looked for in her village and panchayat.
const MOST_MISTYPED: usize = 100;

/// Stretches of the list in which these are looked for.
const MOST_STRETCHES: usize = 4;

/// People of one mobile number, or of one ration card, that are looked at.
const MOST_ALIKE: usize = 100;

/// About what the comparison will say at most, from what the index has in memory. It orders whom to read, and who cannot
/// come near a question is not read; the comparison decides.
const VILLAGE: i16 = 27;
const AREA: i16 = 16;
const ELSEWHERE: i16 = -8;
const RELATIVE: i16 = 18;
const NAME_MISTYPED: i16 = 2;
const NUMBER: i16 = 100;
/// Sex, relation, a full date of birth instead of a year.
const UNSEEN: i16 = 15;

/// Bearers of a word up to which its list is read whole rather than by stretches.
const FEW: u32 = 500;

/// Years apart from which on it is someone else, with room for dates that are not exact.
const YEARS: i32 = 16;

/// The numbers of the people to compare with, the likeliest first.
pub(super) fn candidates(
    db: &Connection,
    index: &Index,
    wanted: &Wanted,
    population: &Population,
) -> Result<Vec<u32>, CoreError> {
    let places = Places::of(index, wanted);
    let name = population.most(&wanted.names);
    let mut found: HashMap<u32, i16> = HashMap::new();
    let relatives = of_relative(db, index, wanted)?;
    let mut take = |no: u32, points: i16, numbered: bool| {
        let Some(points) = weighed(index, wanted, &places, no, points, numbered) else {
            return;
        };
        let points = START + points + if relatives.has(no) { RELATIVE } else { 0 };
        if points + UNSEEN >= ASK_FROM {
            let best = found.entry(no).or_insert(i16::MIN);
            *best = (*best).max(points);
        }
    };
    by_name(db, index, wanted, &places, &mut |no, cost| match cost {
        Some(cost) => take(no, name - i16::try_from(cost / 10).unwrap_or(0), false),
        None => take(no, NAME_MISTYPED, false),
    })?;
    for no in by_number(db, wanted)? {
        take(no, NUMBER, true);
    }
    let mut ranked: Vec<(i16, u32)> = found.into_iter().map(|(no, points)| (-points, no)).collect();
    if ranked.len() > COMPARED {
        ranked.select_nth_unstable(COMPARED);
        ranked.truncate(COMPARED);
    }
    ranked.sort_unstable();
    Ok(ranked.into_iter().map(|(_, no)| no).collect())
}

/// Where she lives, as the index has it.
struct Places {
    /// By place number: what living there says.
    points: Vec<i16>,
    /// The stretches of the list of her village and panchayat.
    stretches: Vec<Range<u32>>,
}

impl Places {
    fn of(index: &Index, wanted: &Wanted) -> Self {
        let who = wanted.told.compared();
        let somewhere = who.area.is_some() || wanted.village.is_some();
        let mut points = vec![if somewhere { ELSEWHERE } else { 0 }; index.places.len() + 1];
        for (place, points) in index.places.iter().zip(points.iter_mut().skip(1)) {
            if who.area == Some(place.area) {
                *points = AREA;
            }
        }
        if let Some(village) = &wanted.village {
            let ask = Ask { sounds: village.as_slice(), begun: false, most: ALIKE };
            index.place_words.find(Costs::get(), &ask, |found| {
                for no in index.places_of.get(at(found.word)).into_iter().flatten() {
                    if let Some(points) = points.get_mut(at(*no)) {
                        *points = VILLAGE;
                    }
                }
            });
        }
        let mut stretches: Vec<Range<u32>> = Vec::new();
        for (run, (place, first)) in index.runs.iter().enumerate() {
            if points.get(at(*place)).is_some_and(|points| *points > 0) {
                let end = index.runs.get(run + 1).map_or(index.people() + 1, |(_, next)| *next);
                match stretches.last_mut() {
                    Some(last) if last.end == *first => last.end = end,
                    _ => stretches.push(*first..end),
                }
            }
        }
        stretches.sort_by_key(|stretch| std::cmp::Reverse(stretch.len()));
        stretches.truncate(MOST_STRETCHES);
        Self { points, stretches }
    }
}

/// What the traits and the place of a person add to the points of her name; none where it cannot be she. `numbered`: a
/// number of hers is the same, so that an age beyond belief may be a mistyped year.
fn weighed(
    index: &Index,
    wanted: &Wanted,
    places: &Places,
    no: u32,
    points: i16,
    numbered: bool,
) -> Option<i16> {
    let traits = index.traits.get(at(no))?;
    let who = &wanted.told.details;
    let told = |sex: &Sex| matches!(sex, Sex::Female | Sex::Male);
    if let Some((a, b)) = who.sex.filter(told).zip(traits.sex().filter(told))
        && a != b
    {
        return None;
    }
    let years = who
        .birth
        .zip(traits.year())
        .map(|(birth, year)| (year - birth.last_day().year()).max(birth.day.year() - year).max(0));
    let age = match years {
        None => 0,
        Some(0) => 14,
        Some(1) => 9,
        Some(2 | 3) => 3,
        Some(4..=6) => -6,
        Some(years) if years <= YEARS || numbered => -14,
        Some(_) => return None,
    };
    let place = index.place_of.get(at(no)).and_then(|place| places.points.get(at(*place)));
    Some(points + age + place.copied().unwrap_or(0))
}

/// Calls `take` with those whose name is hers in any spelling, and in her village and panchayat with those whose name is
/// a letter apart; the former with the distance of their name.
fn by_name(
    db: &Connection,
    index: &Index,
    wanted: &Wanted,
    places: &Places,
    take: &mut impl FnMut(u32, Option<u16>),
) -> Result<(), CoreError> {
    let (mut alike, mut mistyped) = (Vec::new(), Vec::new());
    let mut find = |word: &Sounds, most: u16| {
        let ask = Ask { sounds: word.as_slice(), begun: false, most };
        index.words.find(Costs::get(), &ask, |found| {
            let borne = index.borne.get(at(found.word)).copied().unwrap_or_default().names;
            if borne > 0 && found.cost <= ALIKE {
                alike.push((found.cost, found.word, borne));
            } else if borne > 0 {
                mistyped.push((found.cost, found.word, borne));
            }
        });
    };
    for word in &wanted.given {
        let short = word.as_slice().len() <= 2 || places.stretches.is_empty();
        find(word, if short { ALIKE } else { MISTYPED });
    }
    wanted.joined.iter().for_each(|word| find(word, ALIKE));
    alike.sort_unstable();
    let mut bearers = 0;
    for (cost, word, borne) in alike {
        bearers += u64::from(borne);
        if bearers > MOST_BEARERS && bearers > u64::from(borne) {
            break;
        }
        lists::read(db, Kind::Name, word..word + 1, |_| Some(cost), &mut |no, cost| take(no, Some(cost)))?;
    }
    mistyped.sort_unstable();
    mistyped.truncate(MOST_MISTYPED);
    for (_, word, borne) in mistyped {
        if borne <= FEW {
            lists::read(db, Kind::Name, word..word + 1, |_| Some(0), &mut |no, _| {
                if places.stretches.iter().any(|stretch| stretch.contains(&no)) {
                    take(no, None);
                }
            })?;
            continue;
        }
        for stretch in &places.stretches {
            lists::read_between(db, Kind::Name, word, stretch.clone(), |no| take(no, None))?;
        }
    }
    Ok(())
}

/// Those who share her last four digits, her mobile number or her ration card.
fn by_number(db: &Connection, wanted: &Wanted) -> Result<Vec<u32>, CoreError> {
    let who = wanted.told.compared();
    let mut found = Vec::new();
    if let Some(list) = who.last4.and_then(|digits| digits.parse::<u32>().ok()) {
        lists::read(db, Kind::Last4, list..list + 1, |_| Some(0), &mut |no, _| found.push(no))?;
    }
    if let Some(mobile) = who.mobile {
        found.extend(read::with_mobile(db, mobile..mobile.saturating_add(1), MOST_ALIKE)?);
    }
    if let Some(key) = who.household {
        found.extend(read::member_numbers(db, key)?.into_iter().take(MOST_ALIKE));
    }
    Ok(found)
}

/// A set of people by their numbers.
struct People(Vec<u64>);

impl People {
    fn has(&self, no: u32) -> bool {
        self.0.get(at(no / 64)).is_some_and(|bits| bits >> (no % 64) & 1 == 1)
    }

    fn add(&mut self, no: u32) {
        if let Some(bits) = self.0.get_mut(at(no / 64)) {
            *bits |= 1 << (no % 64);
        }
    }
}

/// Those whose father or husband is called like hers.
fn of_relative(db: &Connection, index: &Index, wanted: &Wanted) -> Result<People, CoreError> {
    let mut people =
        People(vec![0; if wanted.relative.is_empty() { 0 } else { at(index.people() / 64) + 1 }]);
    // The given name tells more than the surname, which many share.
    let Some(given) = wanted.relative.first() else {
        return Ok(people);
    };
    let (mut words, mut bearers) = (Vec::new(), 0);
    let ask = Ask { sounds: given.as_slice(), begun: false, most: ALIKE };
    index.words.find(Costs::get(), &ask, |found| {
        let borne = index.borne.get(at(found.word)).copied().unwrap_or_default().relatives;
        if borne > 0 {
            words.push((found.cost, found.word, borne));
        }
    });
    words.sort_unstable();
    for (_, word, borne) in words {
        bearers += u64::from(borne);
        if bearers > MOST_BEARERS && bearers > u64::from(borne) {
            break;
        }
        lists::read(db, Kind::Relative, word..word + 1, |_| Some(0), &mut |no, _| people.add(no))?;
    }
    Ok(people)
}
