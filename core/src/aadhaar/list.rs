//! The list of Aadhaar update cases, those due first. A page is read at a time, through the index on the due day.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use shivir_domain::birth::AgeSpan;
use shivir_domain::codes::{AadhaarReason, CaseState, Lang};
use shivir_domain::day::Day;
use shivir_domain::fact::CaseRef;
use shivir_domain::fold::CaseView;
use shivir_domain::id::{AreaId, FactId, PersonId, StreamId};

use super::change::names;
use super::step::find;
use crate::Core;
use crate::error::{CoreError, StoreFile};
use crate::facts;
use crate::roster::Person;

/// Which cases are asked for. Nothing set: all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CaseFilter {
    /// Opened in this gram panchayat or ward.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub area: Option<AreaId>,
    /// With this as the latest reason.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub reason: Option<AadhaarReason>,
    /// In this state.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub state: Option<CaseState>,
    /// Completed years from which, today, by the earliest birth date that is possible. People of unknown age are left
    /// out where an age is asked for.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub age_from: Option<u16>,
    /// Completed years below which.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub age_below: Option<u16>,
    /// To be looked at by this day.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub due_by: Option<Day>,
    /// Without those that ended.
    #[cfg_attr(feature = "uniffi", uniffi(default = false))]
    pub open_only: bool,
    /// Only those whose Aadhaar is updated, so that the card can be made.
    #[cfg_attr(feature = "uniffi", uniffi(default = false))]
    pub ready_only: bool,
}

/// A place in a list, to go on from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Mark {
    /// Which of the parts of the list: open before ended cases, Aadhaar before ration cards.
    part: u8,
    due: i32,
    fact: i64,
}

impl Mark {
    pub(super) fn new(part: u8, due: i32, fact: i64) -> Self {
        Self { part, due, fact }
    }

    /// Where to go on in a part; `None` where the part was passed.
    pub(super) fn within(after: Option<Mark>, part: u8) -> Option<(i32, i64)> {
        match after {
            Some(mark) if mark.part > part => None,
            Some(mark) if mark.part == part => Some((mark.due, mark.fact)),
            _ => Some((i32::MIN, i64::MIN)),
        }
    }
}

/// A page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Page {
    /// The mark of the last row of the page before; none begins.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub after: Option<Mark>,
    /// How many rows at most.
    #[cfg_attr(feature = "uniffi", uniffi(default = 50))]
    pub limit: u32,
}

impl Default for Page {
    fn default() -> Self {
        Self { after: None, limit: 50 }
    }
}

/// A person as the lists show her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Who {
    /// Who.
    pub person: PersonId,
    /// Name in Hindi, else as the list has it.
    pub name: String,
    /// Name in Latin letters, else in Hindi.
    pub name_en: String,
    /// Father or husband.
    pub relative: Option<String>,
    /// The least and the greatest age that the birth date allows, in completed years.
    pub age: Option<AgeSpan>,
    /// Village, or where a guest comes from.
    pub village: Option<String>,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CaseRow {
    /// The case.
    pub case: CaseRef,
    /// Whose.
    #[serde(flatten)]
    pub who: Who,
    /// Where it was opened.
    pub area: AreaId,
    /// How far it is.
    pub state: CaseState,
    /// The latest reason; none where it came from a newer version without one.
    pub reason: Option<AadhaarReason>,
    /// The day on which it entered its state.
    pub since: Day,
    /// Days since then.
    pub days: u32,
    /// The day to look again, where one was set.
    pub next: Option<Day>,
    /// That day is today or past, or none was set and the case waits in the queue.
    pub due: bool,
    /// Enrolment id, URN or SRN.
    pub tracking: Option<String>,
    /// The centre to which the person was last sent.
    pub centre: Option<u32>,
    /// The card can be made now.
    pub ready: bool,
    /// Its place in the list.
    pub mark: Mark,
}

/// What the table says of a case: part, due day, fact number, the fact's id, the person.
struct Found(Mark, FactId, PersonId);

impl Core {
    /// A page of the cases, open ones before those that ended, due first.
    pub fn cases(&self, filter: &CaseFilter, page: Page) -> Result<Vec<CaseRow>, CoreError> {
        let today = self.today()?;
        self.store().read(|db| {
            let mut rows = Vec::new();
            let parts = if filter.open_only { 0..=0 } else { 0..=1 };
            for part in parts {
                let Some(after) = Mark::within(page.after, part) else {
                    continue;
                };
                let left = usize::try_from(page.limit).unwrap_or(usize::MAX) - rows.len();
                for found in search(db, filter, part, after, left, today)? {
                    rows.push(row(db, found, today)?);
                }
            }
            Ok(rows)
        })
    }
}

fn search(
    db: &Connection,
    filter: &CaseFilter,
    part: u8,
    (due, fact): (i32, i64),
    limit: usize,
    today: Day,
) -> Result<Vec<Found>, CoreError> {
    let mut query = db.prepare_cached(
        "select a.due, a.fact, s.id, f.seq, a.person \
         from aadhaar_case a join fact f on f.no = a.fact join stream s on s.no = f.stream \
         where a.open = ?1 and (a.due, a.fact) > (?2, ?3) and (?4 is null or a.area = ?4) \
         and (?5 is null or a.reason = ?5) and (?6 is null or a.state = ?6) and (?7 is null or a.birth <= ?7) \
         and (?8 is null or a.birth > ?8) and (?9 is null or a.due <= ?9) and (not ?10 or a.state in (?11, ?12)) \
         order by a.due, a.fact limit ?13",
    )?;
    let rows = query.query_map(
        params![
            part == 0,
            due,
            fact,
            filter.area.map(|a| a.0),
            filter.reason.map(|r| r.number()),
            filter.state.map(|s| s.number()),
            filter.age_from.map(|age| born_by(age, today).days()),
            filter.age_below.map(|age| born_by(age, today).days()),
            filter.due_by.map(Day::days),
            filter.ready_only,
            CaseState::Updated.number(),
            CaseState::CardRetry.number(),
            limit
        ],
        |r| {
            Ok(Found(
                Mark::new(part, r.get(0)?, r.get(1)?),
                FactId { stream: StreamId(r.get(2)?), seq: r.get(3)? },
                PersonId(r.get(4)?),
            ))
        },
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The last day of birth of those who have completed so many years.
fn born_by(age: u16, today: Day) -> Day {
    let day = today.plus_years(-i32::from(age));
    // On a 29 February the same day in a common year is 1 March, which is a day too late.
    if today.age_on(day).is_some_and(|a| a < age) { day.plus(-1) } else { day }
}

fn row(db: &Connection, Found(mark, opened, id): Found, today: Day) -> Result<CaseRow, CoreError> {
    let person = person_in(db, id)?;
    let case = find(&person.fold, CaseRef(opened)).map_err(|_| damaged())?;
    Ok(case_row(&person, case, mark, today))
}

pub(super) fn case_row(person: &Person, case: &CaseView, mark: Mark, today: Day) -> CaseRow {
    let waits = case.next.is_none() && !case.state.is_final();
    CaseRow {
        case: case.case,
        who: who(person, today),
        area: case.area,
        state: case.state,
        reason: case.reason(),
        since: case.since,
        days: u32::try_from(today.days() - case.since.days()).unwrap_or(0),
        next: case.next,
        due: waits || case.next.is_some_and(|next| next <= today && !case.state.is_final()),
        tracking: case.tracking.clone(),
        centre: case.centre,
        ready: case.ready_for_card(),
        mark,
    }
}

pub(crate) fn who(person: &Person, today: Day) -> Who {
    let (name, name_en) = names(person);
    let (told, listed) = (&person.fold.details, person.listed.as_ref());
    let village = told.village.clone().or(told.guest_from.clone());
    Who {
        person: person.id,
        name,
        name_en,
        relative: told.relative.clone().or_else(|| listed.and_then(|l| l.relative.clone())),
        age: person.birth().and_then(|b| b.age_range(today)).map(AgeSpan::from),
        village: village.or_else(|| listed.map(|l| l.village.clone())),
    }
}

/// A person of whom there are facts here, within a read: her row holds what the list says of her.
pub(super) fn person_in(db: &Connection, id: PersonId) -> Result<Person, CoreError> {
    let row = facts::person_row(db, id)?.ok_or_else(damaged)?;
    let fold = facts::Told::of(db, id)?.fold();
    Ok(Person { id, listed: row.listed, on_list: row.on_list, fold })
}

fn damaged() -> CoreError {
    CoreError::Damaged(StoreFile::Camp)
}

impl CaseRow {
    /// The reason in words.
    pub fn reason_words(&self, lang: Lang) -> &'static str {
        self.reason.map_or("", |r| r.word(lang))
    }

    /// The state in words.
    pub fn state_words(&self, lang: Lang) -> &'static str {
        self.state.word(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_age_band_of_the_table_is_the_age_on_the_day(born in 0i32..20_000, today in 20_000i32..24_000, age in 0u16..60) {
            let (born, today) = (Day::from_days(born).unwrap(), Day::from_days(today).unwrap());
            let completed = today.age_on(born).is_some_and(|a| a >= age);
            prop_assert_eq!(born <= born_by(age, today), completed);
        }
    }
}
