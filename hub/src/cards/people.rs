//! The people of an area, held in memory while the rows that may be about them come.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::rc::Rc;

use shivir_domain::id::{AreaId, PersonId};
use shivir_domain::person::Sex;
use shivir_roster::duplicate::{Details, Heard, Known, Population, Prepared, Score, compare, one_place};
use shivir_roster::pack::PackPlace;

use super::row::CardRow;
use crate::args;
use crate::error::HubError;
use crate::likely::{keys, known};
use crate::roster::ListedRow;
use crate::store::{Tx, number};

/// Areas that are held at once: the portal's files go from village to village.
const HELD: usize = 24;

/// Someone of an area.
pub(super) struct Someone {
    pub person: PersonId,
    /// On the list; else she was added.
    pub listed: bool,
    pub known: Known,
}

/// The people of an area by what they are found by.
pub(super) struct People {
    all: Vec<Someone>,
    by_key: HashMap<Vec<u8>, Vec<usize>>,
    by_household: HashMap<String, Vec<usize>>,
}

impl People {
    fn read(tx: &mut dyn Tx, code: u32, area: AreaId) -> Result<Self, HubError> {
        let mut all = Vec::new();
        // Of whom there are facts, they may have corrected what the list says; who was added is known by them alone.
        let mut told = BTreeSet::new();
        let sql = "select distinct p.person from person p left join listed l \
                   on l.district = p.district and l.person = p.person \
                   where p.district = $1 and (p.area = $2 or l.area = $2)";
        for mut row in tx.rows(sql, args![code, number(area.0)?])? {
            told.insert(PersonId(row.array(0)?));
        }
        let sql = "select l.person, l.row, p.row from listed l join place p \
                   on p.district = l.district and p.no = l.place \
                   where l.district = $1 and l.area = $2 order by l.no";
        for mut row in tx.rows(sql, args![code, number(area.0)?])? {
            let person = PersonId(row.array(0)?);
            let known = if told.remove(&person) {
                known(tx, code, person)?
            } else {
                let listed = ListedRow::decode(&row.bytes(1)?)?;
                let place: PackPlace = minicbor::decode(&row.bytes(2)?).map_err(|_| HubError::Damaged)?;
                Some(listed.known(area, &place.village))
            };
            all.extend(known.map(|known| Someone { person, listed: true, known }));
        }
        for person in told {
            let known = known(tx, code, person)?;
            all.extend(known.map(|known| Someone { person, listed: false, known }));
        }
        let mut people = Self { all, by_key: HashMap::new(), by_household: HashMap::new() };
        for (at, one) in people.all.iter().enumerate() {
            let d = &one.known.details;
            let names = [&d.name_hi, &d.name_en].map(|name| name.as_deref().unwrap_or_default());
            for (key, _) in keys(names, None) {
                people.by_key.entry(key).or_default().push(at);
            }
            if let Some(household) = &one.known.household {
                people.by_household.entry(household.clone()).or_default().push(at);
            }
        }
        Ok(people)
    }

    /// The places of those whose name sounds like one of these, and of those of the household.
    fn like(&self, names: [&str; 2], household: &str) -> BTreeSet<usize> {
        let mut found: BTreeSet<usize> = BTreeSet::new();
        for (key, _) in keys(names, None) {
            found.extend(self.by_key.get(&key).into_iter().flatten());
        }
        found.extend(self.by_household.get(household).into_iter().flatten());
        found
    }
}

/// The people of an area with their names taken apart, each once for all rows that are compared.
pub(super) struct Near<'p> {
    pub area: AreaId,
    people: &'p People,
    prepared: HashMap<usize, Prepared<'p>>,
}

impl<'p> Near<'p> {
    /// Nobody's name is taken apart yet.
    pub fn of(area: AreaId, people: &'p People) -> Self {
        Self { area, people, prepared: HashMap::new() }
    }

    /// Compares a row with those whose name sounds alike or who are of its household, but those of whom what cannot change
    /// is another's: they would be found to be different in any case.
    pub fn compare(&mut self, row: &CardRow, mut each: impl FnMut(Score, PersonId, bool)) {
        let this = row.compared(Some(self.area));
        let prepared = Prepared::of(this);
        for at in self.people.like([&row.name_hi, &row.name_en], &row.household) {
            let Some(one) = self.people.all.get(at) else { continue };
            if !may_be(&this, &one.known.compared()) {
                continue;
            }
            let other = self.prepared.entry(at).or_insert_with(|| Prepared::of(one.known.compared()));
            each(compare(&prepared, other, &Population::UNKNOWN), one.person, one.listed);
        }
    }
}

/// Years by which ages may be apart in one person (`roster/src/duplicate/birth.rs`), and the span of a stated age besides.
const MOST_YEARS: i32 = 20;

fn may_be(a: &Details, b: &Details) -> bool {
    let told = |sex| matches!(sex, Sex::Female | Sex::Male);
    let sex = a.sex.zip(b.sex).is_none_or(|(a, b)| a == b || !told(a) || !told(b));
    let last4 = a.last4.zip(b.last4);
    let birth = a.birth.zip(b.birth);
    let age = birth.is_none_or(|(a, b)| (a.day.year() - b.day.year()).abs() <= MOST_YEARS);
    // With the same last four digits a year may be mistyped.
    sex && last4.is_none_or(|(a, b)| a == b) && (age || last4.is_some())
}

/// The areas that were asked for last.
#[derive(Default)]
pub(super) struct Areas {
    held: HashMap<AreaId, Rc<People>>,
    order: VecDeque<AreaId>,
}

impl Areas {
    /// The people of an area.
    pub fn people(&mut self, tx: &mut dyn Tx, code: u32, area: AreaId) -> Result<Rc<People>, HubError> {
        if let Some(people) = self.held.get(&area) {
            return Ok(people.clone());
        }
        let people = Rc::new(People::read(tx, code, area)?);
        if self.order.len() >= HELD
            && let Some(oldest) = self.order.pop_front()
        {
            self.held.remove(&oldest);
        }
        self.order.push_back(area);
        self.held.insert(area, people.clone());
        Ok(people)
    }
}

/// The places of the list by their names.
pub(super) struct Places {
    areas: BTreeSet<AreaId>,
    /// By village or gram panchayat: the areas of that name, with the block as the list writes it.
    by_name: HashMap<String, Vec<(AreaId, String)>>,
    /// The names by what is heard of their beginning, in either script.
    by_sound: HashMap<Vec<u8>, Vec<(Heard, String)>>,
    /// Names that were asked for by their sound, and those of the list that they are.
    asked: HashMap<String, Vec<String>>,
}

/// Areas of one name at most in which somebody is looked for.
const MOST_OF_A_NAME: usize = 6;

impl Places {
    /// Reads them.
    pub fn read(tx: &mut dyn Tx, code: u32) -> Result<Self, HubError> {
        let mut places = Self {
            areas: BTreeSet::new(),
            by_name: HashMap::new(),
            by_sound: HashMap::new(),
            asked: HashMap::new(),
        };
        for mut row in tx.rows("select row from place where district = $1 order by no", args![code])? {
            let place: PackPlace = minicbor::decode(&row.bytes(0)?).map_err(|_| HubError::Damaged)?;
            places.areas.insert(place.area);
            for name in [&place.village, &place.area_name] {
                let folded_name = folded(name);
                if !places.by_name.contains_key(&folded_name) {
                    for (key, _) in keys([name, ""], None) {
                        let heard = (Heard::of(name), folded_name.clone());
                        places.by_sound.entry(key).or_default().push(heard);
                    }
                }
                let of_name = places.by_name.entry(folded_name).or_default();
                if of_name.iter().all(|(area, _)| *area != place.area) {
                    of_name.push((place.area, folded(&place.block_name)));
                }
            }
        }
        Ok(places)
    }

    /// There is no list.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// Where somebody may live: in the area that the row's names come to, else in those with a village or panchayat of one of
    /// these names, in either script, within the block where the row names one that has any.
    pub fn of(&mut self, area: AreaId, block: &str, names: [&str; 3]) -> Vec<AreaId> {
        if self.areas.contains(&area) {
            return vec![area];
        }
        let mut found: Vec<(AreaId, String)> = Vec::new();
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            for name in self.called(name) {
                found.extend(self.by_name.get(&name).into_iter().flatten().cloned());
            }
            if !found.is_empty() {
                break;
            }
        }
        found.sort();
        found.dedup_by_key(|(area, _)| *area);
        let block = folded(block);
        let within: Vec<AreaId> =
            found.iter().filter(|(_, of)| *of == block).map(|(area, _)| *area).collect();
        let all = if within.is_empty() { found.iter().map(|(area, _)| *area).collect() } else { within };
        if all.len() > MOST_OF_A_NAME { Vec::new() } else { all }
    }

    /// The names of the list that are this one: as it is written, else as it sounds.
    fn called(&mut self, name: &str) -> Vec<String> {
        let written = folded(name);
        if self.by_name.contains_key(&written) {
            return vec![written];
        }
        let by_sound = &self.by_sound;
        let asked = self.asked.entry(written).or_insert_with(|| {
            let heard = Heard::of(name);
            let mut called = Vec::new();
            for (key, _) in keys([name, ""], None) {
                let alike = by_sound.get(&key).into_iter().flatten();
                called.extend(
                    alike.filter(|(other, _)| one_place(&heard, other)).map(|(_, name)| name.clone()),
                );
            }
            called
        });
        asked.clone()
    }
}

/// A name as it is compared: without what a keyboard adds, in lower case.
fn folded(name: &str) -> String {
    let kept = name.chars().filter(|c| !matches!(c, '\u{93c}' | '\u{200c}' | '\u{200d}' | '.' | '-'));
    kept.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
