//! Finding people: by the words of their names in either script, by the numbers on their papers, by the code of a slip.
//! Simple: a word is found by its beginning, spelled as it is listed.

mod asked;
mod hits;

use std::ops::ControlFlow;

use rusqlite::Connection;
use serde::Serialize;
use shivir_domain::birth::BirthDate;
use shivir_domain::day::Day;
use shivir_domain::fact::Token;
use shivir_domain::id::{AreaId, PersonId};
use shivir_domain::person::Relation;

use super::postings::People;
use super::{Listed, Person, read};
use crate::Core;
use crate::error::{CoreError, Thing};
use crate::store::meta;
use asked::Asked;
use hits::Hits;

/// Hits that a search gives at most.
const MOST_HITS: usize = 500;

/// How to search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchOptions {
    /// Hits at most, up to 500.
    pub limit: usize,
    /// Only people of this area.
    pub area: Option<AreaId>,
    /// Only people of the list who have no card.
    pub left_only: bool,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self { limit: 50, area: None, left_only: false }
    }
}

/// What a person was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The code of a slip.
    Slip,
    /// Ration card number or family id.
    Household,
    /// The list's own id.
    SourceId,
    /// The name.
    Name,
}

/// A person who was found, as she is known now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// Who.
    pub person: PersonId,
    /// Name in Devanagari.
    pub name_hi: Option<String>,
    /// Name in Latin letters.
    pub name_en: Option<String>,
    /// Name of father or husband.
    pub relative: Option<String>,
    /// Relation to the head of the household.
    pub relation: Option<Relation>,
    /// Least and greatest age today.
    pub age: Option<(u16, u16)>,
    /// Village or ward; of a guest, where she comes from.
    pub village: Option<String>,
    /// Gram panchayat or ward.
    pub area: AreaId,
    /// Its name; none for those who are on no list.
    pub area_name: Option<String>,
    /// The family card is made, by the facts or else by the list.
    pub made: bool,
    /// An Aadhaar update is under way.
    pub open_case: bool,
    /// On the list in use.
    pub listed: bool,
    /// What she was found by.
    pub why: Why,
}

impl Core {
    /// Finds people. All words have to match the beginning of a word of the name; a number is a ration card number, a
    /// family id or the list's own id; a slip's code finds who got the slip. People who are on no list come first.
    ///
    /// # Errors
    /// [`CoreError::Interrupted`] where [`crate::store::Store::interrupt`] stopped it; [`CoreError::Damaged`] where the
    /// roster cannot be read: a slip's code is found all the same.
    pub fn search(&self, query: &str, options: &SearchOptions) -> Result<Vec<Hit>, CoreError> {
        let asked = Asked::of(query);
        let today = self.today()?;
        self.store().read(|camp| {
            let mut hits = Hits::new(camp, today, options);
            if let Some(slip) = &asked.slip {
                for id in registered_with(camp, slip)? {
                    hits.add(id, None, Why::Slip)?;
                }
                return Ok(hits.found);
            }
            if asked.is_nothing() {
                return Ok(hits.found);
            }
            for id in new_people(camp, &asked)? {
                hits.add(id, None, Why::Name)?;
            }
            // What goes wrong with one file is not to be said of the other.
            let mut camp_error = None;
            let searched = self.with_roster(camp, |db| {
                listed(db, &asked, options.area, &mut |listed, why| match hits.add(
                    listed.id,
                    Some(listed),
                    why,
                ) {
                    Ok(()) if hits.is_full() => ControlFlow::Break(()),
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => {
                        camp_error = Some(error);
                        ControlFlow::Break(())
                    }
                })
            });
            match (camp_error, searched) {
                (Some(error), _) => Err(error),
                // Before the first list is loaded there are only those who were added here.
                (None, Err(CoreError::NotFound(Thing::Roster)) | Ok(())) => Ok(hits.found),
                (None, Err(error)) => Err(error),
            }
        })
    }
}

/// Those who got a slip. Phones that are not enrolled yet share the number 0, so it may be several.
fn registered_with(camp: &Connection, slip: &Token) -> Result<Vec<PersonId>, CoreError> {
    let mut query = camp
        .prepare_cached("select distinct person from visit where phone = ? and counter = ? order by fact")?;
    let ids = query.query_map([slip.phone, slip.counter], |r| r.get(0).map(PersonId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// People who are on no list, by name.
fn new_people(camp: &Connection, asked: &Asked) -> Result<Vec<PersonId>, CoreError> {
    let mut found = Vec::new();
    if !asked.ids.is_empty() {
        return Ok(found);
    }
    let mut query = camp.prepare_cached("select id, name_key from person where name_key is not null")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let key: String = row.get(1)?;
        if found.len() < MOST_HITS && asked.is_in(&key) {
            found.push(PersonId(row.get(0)?));
        }
    }
    Ok(found)
}

/// Gives the listed people, the most certain first, until `each` has enough.
fn listed(
    db: &Connection,
    asked: &Asked,
    area: Option<AreaId>,
    each: &mut dyn FnMut(Listed, Why) -> ControlFlow<()>,
) -> Result<(), CoreError> {
    // A statement that stays under way, so that an interruption between two others is not forgotten.
    let mut hold = db.prepare_cached("select 1 union all select 2")?;
    let mut held = hold.query([])?;
    held.next()?;
    if asked.ids.is_empty() {
        return by_name(db, asked, area, each);
    }
    for id in &asked.ids {
        for key in [format!("R:{id}"), format!("F:{id}")] {
            for listed in read::members(db, &key)? {
                if asked.fits(&listed) && each(listed, Why::Household).is_break() {
                    return Ok(());
                }
            }
        }
        let person = PersonId::listed(read::district(db)?, &read::source_key(id));
        if let Some((_, listed)) = read::find(db, person)?
            && asked.fits(&listed)
            && each(listed, Why::SourceId).is_break()
        {
            return Ok(());
        }
    }
    Ok(())
}

/// In the order of the list.
fn by_name(
    db: &Connection,
    asked: &Asked,
    area: Option<AreaId>,
    each: &mut dyn FnMut(Listed, Why) -> ControlFlow<()>,
) -> Result<(), CoreError> {
    let people: u32 = meta(db, "people")?.unwrap_or(0);
    let Some((first, last)) = read::people_of(db, area)? else {
        return Ok(());
    };
    let mut found: Option<People> = None;
    for word in &asked.words {
        let mut of_word = People::none_of(people);
        let mut query = db.prepare_cached("select postings from word where word >= ?1 and word < ?2")?;
        let mut rows = query.query([word.as_str(), &format!("{word}\u{10ffff}")])?;
        while let Some(row) = rows.next()? {
            of_word.add(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
        }
        match &mut found {
            Some(found) => found.keep(&of_word),
            None => found = Some(of_word),
        }
    }
    let district = read::district(db)?;
    for no in found.iter().flat_map(People::iter) {
        if (first..=last).contains(&no)
            && let Some(listed) = read::by_number(db, no, district)?
            && area.is_none_or(|area| area == listed.area)
            && each(listed, Why::Name).is_break()
        {
            return Ok(());
        }
    }
    Ok(())
}

impl Hit {
    fn of(person: &Person, area: AreaId, today: Day, why: Why) -> Self {
        let (told, listed) = (&person.fold.details, person.listed.as_ref());
        let of_list = |text: fn(&Listed) -> &Option<String>| listed.and_then(|l| text(l).clone());
        let age = |birth: BirthDate| birth.age_range(today);
        Self {
            person: person.id,
            name_hi: told.name_hi.clone().or(of_list(|l| &l.name_hi)),
            name_en: told.name_en.clone().or(of_list(|l| &l.name_en)),
            relative: told.relative.clone().or(of_list(|l| &l.relative)),
            relation: told.relation.or(listed.and_then(|l| l.relation)),
            age: person.birth().and_then(age),
            village: (told.village.clone()).or(listed.map(|l| l.village.clone())).or(told.guest_from.clone()),
            area,
            area_name: listed.map(|l| l.area_name.clone()),
            made: person.made(shivir_domain::codes::CardKind::Family),
            open_case: person.fold.open_case().is_some(),
            listed: person.on_list,
            why,
        }
    }
}
