//! Likely duplicates of someone who is entered as new: among the listed and among those who were added here. Found through
//! the index, compared by [`shivir_roster::duplicate`], the likeliest first. See `docs/SEARCH.md`.

mod added;
mod entry;
mod listed;
mod recent;
mod wanted;

pub(crate) use recent::Recent;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use serde::Serialize;
use shivir_domain::birth::AgeSpan;
use shivir_domain::codes::CardKind;
use shivir_domain::fact::Details;
use shivir_domain::id::{AreaId, PersonId};
use shivir_domain::person::Relation;
use shivir_roster::duplicate::{Band, Population, Prepared, Reason, Score, compare};
use shivir_roster::lexicon::Ask;
use shivir_roster::sounds::{Costs, Sounds};

use super::index::{Index, at};
use super::{Person, read};
use crate::Core;
use crate::error::{CoreError, StoreFile, Thing};
use entry::{known, person_in};
use recent::Stamp;
use wanted::Wanted;

/// How many are given at most.
const MOST: usize = 10;

/// How many are read and compared at most, of the listed and of those who were added here each.
const COMPARED: usize = 64;

/// Spellings that count as one name where its bearers are counted, in hundredths of an error.
const ONE_SPELLING: u16 = 25;

/// Someone who may be the person who is entered as new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Likely {
    /// Who.
    pub person: PersonId,
    /// How likely it is she: `Ask` or `Same`.
    pub band: Band,
    /// Tenths of a power of ten for her; 0 is even odds.
    pub points: i16,
    /// What agrees and what does not.
    pub why: Vec<Reason>,
    /// Name in Devanagari.
    pub name_hi: Option<String>,
    /// Name in Latin letters.
    pub name_en: Option<String>,
    /// Name of father or husband.
    pub relative: Option<String>,
    /// Relation to the head of the household.
    pub relation: Option<Relation>,
    /// Least and greatest age today.
    pub age: Option<AgeSpan>,
    /// Para or mohalla.
    pub para: Option<String>,
    /// Village or ward; of a guest, where she comes from.
    pub village: Option<String>,
    /// Gram panchayat or ward, where known.
    pub area: Option<AreaId>,
    /// Its name; none for those who are on no list.
    pub area_name: Option<String>,
    /// Name of the head of the household, where it is not she.
    pub head: Option<String>,
    /// The family card is made, by the facts or else by the list.
    pub made: bool,
    /// An Aadhaar update is under way.
    pub open_case: bool,
    /// On the list in use.
    pub listed: bool,
}

impl Core {
    /// Those of the list, and of the people who were added here, who may be the person of these details: at most ten, the
    /// likeliest first. Two entries that differ in what cannot change (last four of the Aadhaar, sex) are never among them.
    /// Without a roster, or where it is damaged, only those who were added here are looked at: a registration of someone
    /// new does not wait for a list.
    ///
    /// # Errors
    /// [`CoreError::Interrupted`]; [`CoreError::Damaged`] where `camp.db` cannot be read.
    pub fn likely_duplicates(&self, details: &Details) -> Result<Vec<Likely>, CoreError> {
        let today = self.today()?;
        let readable = !self.store().roster_missing()?;
        self.store().read(|camp| {
            let stamp = Stamp::of(camp, readable, today)?;
            if let Some(likely) = self.likely().lock().get(details, &stamp) {
                return Ok(likely);
            }
            let mut found = Vec::new();
            let mut seen = HashSet::new();
            // What goes wrong with one file is not to be said of the other.
            let mut camp_error = None;
            let searched = self.with_finder(camp, |db, finder| {
                let wanted = Wanted::of(details, Some(db))?;
                let counted = Counted::new(&finder.index);
                let bearers = |word: &Sounds| counted.bearers(word);
                let population = Population { people: finder.index.people(), bearers: &bearers };
                let nos = listed::candidates(db, &finder.index, &wanted, &population)?;
                let district = read::district(db)?;
                let prepared = wanted.prepared();
                for no in nos {
                    let Some(listed) = read::by_number(db, no, district)? else { continue };
                    match person_in(camp, listed.id, Some(listed)) {
                        Ok(Some(person)) if seen.insert(person.id) => {
                            add(&mut found, &prepared, person, &population);
                        }
                        Ok(_) => {}
                        Err(error) => {
                            camp_error = Some(error);
                            return Ok(());
                        }
                    }
                }
                match added_here(camp, &wanted, &mut seen, &population, &mut found) {
                    Ok(()) => {}
                    Err(error) => {
                        camp_error = Some(error);
                        return Ok(());
                    }
                }
                best(&mut found);
                for (_, person, likely) in &mut found {
                    if let Some(listed) = &person.listed
                        && likely.relation != Some(Relation::Head)
                    {
                        let home = read::home(db, &listed.household)?;
                        likely.head = home.map(|home| read::head_of(db, home)).transpose()?.flatten();
                    }
                }
                Ok(())
            });
            match (camp_error, searched) {
                (Some(error), _) => return Err(error),
                (None, Ok(())) => {}
                (None, Err(CoreError::NotFound(Thing::Roster) | CoreError::Damaged(StoreFile::Roster))) => {
                    (found, seen) = (Vec::new(), HashSet::new());
                    let wanted = Wanted::of(details, None)?;
                    added_here(camp, &wanted, &mut seen, &Population::UNKNOWN, &mut found)?;
                    best(&mut found);
                }
                (None, Err(error)) => return Err(error),
            }
            let aged = found.into_iter().map(|(_, person, likely)| Likely {
                age: person.birth().and_then(|birth| birth.age_range(today)).map(AgeSpan::from),
                ..likely
            });
            let likely: Vec<Likely> = aged.collect();
            self.likely().lock().put(details, stamp, &likely);
            Ok(likely)
        })
    }
}

/// What was found, by its rank.
type Found = Vec<((i32, PersonId), Person, Likely)>;

/// Compares with those who were added here and are not yet among those seen.
fn added_here(
    camp: &rusqlite::Connection,
    wanted: &Wanted,
    seen: &mut HashSet<PersonId>,
    population: &Population,
    found: &mut Found,
) -> Result<(), CoreError> {
    let prepared = wanted.prepared();
    for id in added::candidates(camp, wanted)? {
        if seen.insert(id)
            && let Some(person) = person_in(camp, id, None)?
        {
            add(found, &prepared, person, population);
        }
    }
    Ok(())
}

/// Adds a person where it may be she.
fn add(found: &mut Found, prepared: &Prepared, person: Person, population: &Population) {
    let known = known(&person);
    let Score { points, band, reasons } = compare(prepared, &Prepared::of(known.compared()), population);
    if band == Band::Different {
        return;
    }
    let listed = person.listed.as_ref();
    let likely = Likely {
        person: person.id,
        band,
        points,
        why: reasons,
        area: known.details.area,
        area_name: listed.map(|l| l.area_name.clone()),
        head: None,
        age: None,
        made: person.made(CardKind::Family),
        open_case: person.fold.open_case().is_some(),
        listed: person.on_list,
        para: known.details.para,
        village: known.details.village.or(known.details.guest_from),
        name_hi: known.details.name_hi,
        name_en: known.details.name_en,
        relative: known.details.relative,
        relation: known.details.relation,
    };
    // The band first: a sum may be high and still be a question.
    let band = if band == Band::Same { 0 } else { 1_000_000 };
    found.push(((band - i32::from(points), person.id), person, likely));
}

/// Keeps the likeliest, in their order.
fn best(found: &mut Found) {
    found.sort_by_key(|(rank, ..)| *rank);
    found.truncate(MOST);
}

/// Counts the bearers of names, each name once.
struct Counted<'a> {
    index: &'a Index,
    counts: RefCell<HashMap<Sounds, u32>>,
}

impl<'a> Counted<'a> {
    fn new(index: &'a Index) -> Self {
        Self { index, counts: RefCell::default() }
    }

    fn bearers(&self, word: &Sounds) -> u32 {
        if let Some(count) = self.counts.borrow().get(word) {
            return *count;
        }
        let mut count = 0u32;
        let ask = Ask { sounds: word.as_slice(), begun: false, most: ONE_SPELLING };
        self.index.words.find(Costs::get(), &ask, |found| {
            let borne = self.index.borne.get(at(found.word)).copied().unwrap_or_default();
            count = count.saturating_add(borne.names);
        });
        self.counts.borrow_mut().insert(word.clone(), count);
        count
    }
}
