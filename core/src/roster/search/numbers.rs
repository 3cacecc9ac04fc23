//! By the numbers on their papers.

use rusqlite::Connection;
use shivir_domain::id::PersonId;

use super::asked::Asked;
use super::hits::Hits;
use super::matched::Why;
use super::new::fits;
use super::{Failed, Finder};
use crate::roster::index::lists::{Kind, read};
use crate::roster::read as roster;

/// Digits of a mobile number, and of an Aadhaar's end.
const MOBILE_DIGITS: usize = 10;
const LAST_DIGITS: usize = 4;

/// Households or people that are looked at for one beginning of a number.
const MOST: usize = 100;

impl Finder {
    /// Adds those who have one of the numbers, what is whole before what is begun.
    pub(super) fn by_number(&self, db: &Connection, asked: &Asked, hits: &mut Hits) -> Result<(), Failed> {
        let district = roster::district(db)?;
        for id in &asked.ids {
            for key in [format!("R:{id}"), format!("F:{id}")] {
                for listed in roster::members(db, &key)? {
                    add(asked, listed, Why::Household, hits)?;
                }
            }
            let person = PersonId::listed(district, &roster::source_key(id));
            if let Some((_, listed)) = roster::find(db, person)? {
                add(asked, listed, Why::SourceId, hits)?;
            }
            let digits: Option<u64> = id.parse().ok();
            if let Some(number) = digits.filter(|_| id.len() <= MOBILE_DIGITS) {
                if id.len() == LAST_DIGITS {
                    let mut people = Vec::new();
                    let list = u32::try_from(number).unwrap_or(u32::MAX);
                    read(db, Kind::Last4, list..list.saturating_add(1), |_| Some(0), &mut |no, _| {
                        people.push(no)
                    })?;
                    self.add_numbers(db, asked, people, Why::Last4, hits)?;
                }
                let unit = 10u64.pow(u32::try_from(MOBILE_DIGITS - id.len()).unwrap_or(0));
                let range = number * unit..(number + 1) * unit;
                let people = roster::with_mobile(db, range, MOST)?;
                self.add_numbers(db, asked, people, Why::Mobile, hits)?;
            }
            for kind in ["R:", "F:"] {
                for household in roster::households_beginning(db, &format!("{kind}{id}"), MOST)? {
                    if hits.is_full() {
                        return Ok(());
                    }
                    for listed in roster::members_of(db, household)? {
                        add(asked, listed, Why::Household, hits)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn add_numbers(
        &self,
        db: &Connection,
        asked: &Asked,
        people: Vec<u32>,
        why: Why,
        hits: &mut Hits,
    ) -> Result<(), Failed> {
        let district = roster::district(db)?;
        for no in people {
            if hits.is_full() {
                return Ok(());
            }
            if let Some(listed) = roster::by_number(db, no, district)? {
                add(asked, listed, why, hits)?;
            }
        }
        Ok(())
    }
}

fn add(asked: &Asked, listed: crate::roster::Listed, why: Why, hits: &mut Hits) -> Result<(), Failed> {
    if fits(&asked.words, &listed) {
        hits.add(listed.id, Some((listed, None)), Some(why)).map_err(Failed::Camp)?;
    }
    Ok(())
}
