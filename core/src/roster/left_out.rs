//! The left-out people of an area, by household: whole families without a card, and members left out of carded families.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use shivir_domain::birth::AgeSpan;
use shivir_domain::day::Day;
use shivir_domain::fold::{CardWord, LastCall};
use shivir_domain::id::{AreaId, PersonId};
use shivir_domain::person::{Relation, Sex};

use super::{Listed, read};
use crate::Core;
use crate::error::CoreError;
use crate::facts::{self, TableClass};

/// Number of a household in the roster in use.
pub type HouseholdNo = i64;

/// Some households with left-out people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct LeftPage {
    /// In the order of the list.
    pub households: Vec<LeftHousehold>,
    /// After which one to go on; none where these were the last.
    pub next: Option<HouseholdNo>,
}

/// A household with left-out people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct LeftHousehold {
    /// Its number.
    pub no: HouseholdNo,
    /// Its key: `R:` and the ration card number, `F:` and the family id, or `P:` and the person's own id.
    pub key: String,
    /// Village or ward.
    pub village: String,
    /// Para or mohalla.
    pub para: Option<String>,
    /// Nobody of it has a card.
    pub whole_family: bool,
    /// Members who have one.
    pub carded: u32,
    /// Those who are left out.
    pub members: Vec<LeftPerson>,
}

/// A left-out person: what may be read aloud and pasted in the village, no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct LeftPerson {
    /// Who.
    pub person: PersonId,
    /// Name in Devanagari.
    pub name_hi: Option<String>,
    /// Name in Latin letters.
    pub name_en: Option<String>,
    /// Name of father or husband.
    pub relative: Option<String>,
    /// Relation to the head.
    pub relation: Option<Relation>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Least and greatest age today.
    pub age: Option<AgeSpan>,
    /// An Aadhaar update is under way.
    pub open_case: bool,
    /// What the portal says of the card: applied for, rejected.
    pub portal: Option<CardWord>,
    /// How she was last called to the camp.
    pub call: Option<LastCall>,
}

impl Core {
    /// The left-out people of an area, or of the whole list, from the household after `after` on (0: from the first), at
    /// most `limit` households. What was registered here counts over the list; who died or left for good is in neither.
    ///
    /// # Errors
    /// [`crate::error::Thing::Roster`] where none was loaded yet, [`CoreError::Damaged`] where it cannot be read,
    /// [`CoreError::Interrupted`].
    pub fn left_out(
        &self,
        area: Option<AreaId>,
        after: HouseholdNo,
        limit: usize,
    ) -> Result<LeftPage, CoreError> {
        let today = self.today()?;
        self.store().read(|camp| {
            let unmade = unmade(camp)?;
            // What goes wrong with one file is not to be said of the other.
            let mut camp_error = None;
            let page = self.with_roster(camp, |db| {
                let mut row = |id| match facts::person_row(camp, id) {
                    Ok(row) => Some(row),
                    Err(error) => {
                        camp_error = Some(error);
                        None
                    }
                };
                left_households(db, area, after, limit, &unmade, today, &mut row)
            });
            match camp_error {
                Some(error) => Err(error),
                None => page,
            }
        })
    }
}

/// People with a card by the list whom the facts say have none.
fn unmade(camp: &Connection) -> Result<Vec<PersonId>, CoreError> {
    let left = TableClass::Left as i64;
    let mut query = camp.prepare_cached("select id from person where listed_made = 1 and class = ?")?;
    let ids = query.query_map([left], |r| r.get(0).map(PersonId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// The row of a person in `camp.db`; the outer none ends the search.
type RowOf<'a> = &'a mut dyn FnMut(PersonId) -> Option<Option<facts::Row>>;

fn left_households(
    db: &Connection,
    area: Option<AreaId>,
    after: HouseholdNo,
    limit: usize,
    unmade: &[PersonId],
    today: Day,
    row_of: RowOf,
) -> Result<LeftPage, CoreError> {
    let mut page = LeftPage { households: Vec::new(), next: None };
    let (first, last): (HouseholdNo, HouseholdNo) = match area {
        None => (1, HouseholdNo::MAX),
        Some(area) => {
            let range = db
                .prepare_cached("select first_household, last_household from area_count where area = ?")?
                .query_row([area.0], |r| Ok((r.get(0)?, r.get(1)?)))
                .optional()?;
            match range {
                Some(range) => range,
                None => return Ok(page),
            }
        }
    };
    let mut reopened = BTreeSet::new();
    for id in unmade {
        if let Some((no, _)) = read::find(db, *id)? {
            reopened.insert(read::household_of(db, no)?);
        }
    }
    let mut query = db.prepare_cached(
        "select no, made >= members from household where no >= ?1 and no <= ?2 order by no",
    )?;
    let mut households = query.query(params![first.max(after.saturating_add(1)), last])?;
    while let Some(found) = households.next()? {
        let (no, all_made): (HouseholdNo, bool) = (found.get(0)?, found.get(1)?);
        if all_made && !reopened.contains(&no) {
            continue;
        }
        let members = read::members_of(db, no)?;
        let Some(household) = left_household(no, &members, area, today, row_of) else {
            break;
        };
        if household.members.is_empty() {
            continue;
        }
        if page.households.len() >= limit {
            page.next = page.households.last().map(|h| h.no);
            break;
        }
        page.households.push(household);
    }
    Ok(page)
}

fn left_household(
    no: HouseholdNo,
    members: &[Listed],
    area: Option<AreaId>,
    today: Day,
    row_of: RowOf,
) -> Option<LeftHousehold> {
    let first = members.first();
    let mut household = LeftHousehold {
        no,
        key: first.map(|m| m.household.clone()).unwrap_or_default(),
        village: first.map(|m| m.village.clone()).unwrap_or_default(),
        para: first.and_then(|m| m.para.clone()),
        whole_family: true,
        carded: 0,
        members: Vec::new(),
    };
    for member in members {
        let row = row_of(member.id)?;
        let class = match &row {
            Some(row) => row.class,
            None if member.made => TableClass::Made,
            None => TableClass::Left,
        };
        match class {
            TableClass::Made => {
                household.carded += 1;
                household.whole_family = false;
            }
            TableClass::Left if area.is_none_or(|area| area == member.area) => {
                household.members.push(LeftPerson {
                    person: member.id,
                    name_hi: member.name_hi.clone(),
                    name_en: member.name_en.clone(),
                    relative: member.relative.clone(),
                    relation: member.relation,
                    sex: member.sex,
                    age: member.birth.and_then(|b| b.age_range(today)).map(AgeSpan::from),
                    open_case: row.as_ref().is_some_and(|r| r.open_case),
                    portal: member.card,
                    call: row.and_then(|r| r.call),
                });
            }
            _ => {}
        }
    }
    Some(household)
}
