//! A district's list of beneficiaries that nobody is on: people, families, villages and cards are made up.
//!
//! The list is what a district would send, one row a person, with as many people and cards as asked for, exactly. The
//! same options give the same bytes on every machine: chance is SplitMix64 from the seed, in integers only. No full
//! Aadhaar number is ever made, only last digits; ration card numbers have twelve digits that begin with 22, and as
//! with real ones some of them would pass an Aadhaar's check digit.

mod cards;
mod couple;
mod devanagari;
mod error;
mod family;
mod household;
mod names;
mod places;
mod sheet;
mod spelling;

use std::io::Write;
use std::path::Path;

use shivir_domain::day::Day;

pub use error::Error;
pub use places::{Place, places};

use super::random::Random;
use cards::Cards;
use household::{District, Household, Village};
use names::Names;
use sheet::Sheet;

/// Beneficiaries of Sakti district in the Collector's order of 17-02-2023.
pub const SAKTI_PEOPLE: u64 = 721_246;
/// Cards made in Sakti by that order.
pub const SAKTI_CARDS: u64 = 458_350;

/// The most people that a list can have: ration card numbers tell so many households apart.
const MOST_PEOPLE: u64 = 10_000_000;

/// Rows between two calls of the progress function.
const PROGRESS_ROWS: u64 = 1_000;

/// What list to make.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Rows, 1 to 10,000,000.
    pub people: u64,
    /// Those of them who have a card, at most `people`.
    pub cards_made: u64,
    /// Where chance starts.
    pub seed: u64,
    /// The day the list was drawn up: ages are completed years on it.
    pub list_date: Day,
    /// A file of further given names: Latin, tab, Devanagari a line. Without it the built-in sample alone.
    pub names: Option<&'a Path>,
    /// A file of villages in place of the built-in ones, see [`places`].
    pub villages: Option<&'a Path>,
}

impl Options<'_> {
    /// A list of so many people, with cards in the proportion of Sakti, dated as its order.
    pub fn new(people: u64, seed: u64) -> Self {
        let cards = (u128::from(people) * u128::from(SAKTI_CARDS) + u128::from(SAKTI_PEOPLE / 2))
            / u128::from(SAKTI_PEOPLE);
        Options {
            people,
            cards_made: u64::try_from(cards).unwrap_or(people),
            seed,
            list_date: Day::from_ymd(2023, 2, 17).unwrap_or(Day::EPOCH),
            names: None,
            villages: None,
        }
    }
}

impl Default for Options<'_> {
    /// Sakti in full.
    fn default() -> Self {
        Options::new(SAKTI_PEOPLE, 1)
    }
}

/// What the list that was made holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Rows, each a person.
    pub people: u64,
    /// People with a card.
    pub cards_made: u64,
    /// Households, each with a ration card number of its own.
    pub households: u64,
    /// Households where nobody has a card.
    pub households_without_card: u64,
    /// People in them.
    pub left_out_families: u64,
    /// People without a card in households where someone has one.
    pub left_out_members: u64,
    /// People under 5 years on the list's day.
    pub under_5: u64,
    /// People of 70 years and over on the list's day.
    pub from_70: u64,
    /// People with a mobile number.
    pub with_mobile: u64,
    /// Gram panchayats and urban bodies.
    pub areas: u64,
    /// Villages and wards.
    pub villages: u64,
    /// Those of them whose Hindi name was made from a Latin spelling.
    pub villages_transliterated: u64,
}

/// Writes a made-up list and says what it holds. `progress` is called with the rows written so far, every 1,000 rows
/// and at the end. Nothing is held in memory but one household and the names.
///
/// # Errors
/// `Error::People`, `Error::Cards` for numbers that cannot be; `Error::Read`, `Error::Unusable` for the files given;
/// `Error::Write` where `out` fails, which then holds the beginning of a list.
pub fn generate(
    options: &Options<'_>,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<Summary, Error> {
    let &Options { people, cards_made, .. } = options;
    if !(1..=MOST_PEOPLE).contains(&people) {
        return Err(Error::People { people, most: MOST_PEOPLE });
    }
    if cards_made > people {
        return Err(Error::Cards { cards_made, people });
    }
    let names = Names::load(options.names)?;
    let mut random = Random::part(options.seed, 0);
    let settled = places::settle(places(options.villages)?, people, &mut random);

    let mut district = District { options, names, cards: Cards::new(people, cards_made) };
    let mut sheet = Sheet::start(out)?;
    let mut summary = Summary::default();
    let mut last_area = None;
    for (number, (place, people_here)) in settled.iter().enumerate() {
        summary.villages += 1;
        summary.villages_transliterated += u64::from(place.transliterated);
        let area = Some((&place.block_hi, &place.area_hi));
        summary.areas += u64::from(area != last_area);
        last_area = area;

        // Each village has its own sequence, so that it stays the same when another changes.
        let mut random = Random::part(options.seed, number as u64 + 1);
        let village = Village::new(&district.names, &mut random);
        let mut left = *people_here;
        while left > 0 {
            let size = family::size(left, &mut random);
            left -= size;
            let household = Household::new(summary.households, size, &village, &mut district, &mut random);
            household.count(&mut summary);
            household.write(place, &mut sheet, &mut |rows| {
                if rows % PROGRESS_ROWS == 0 || rows == people {
                    progress(rows);
                }
            })?;
        }
    }
    sheet.finish()?;
    Ok(summary)
}

#[cfg(test)]
mod tests;
