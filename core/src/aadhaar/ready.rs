//! Who is back on the registration list: the Aadhaar is updated, or the name is on the ration card.

use rusqlite::{Connection, params};
use serde::Serialize;
use shivir_domain::codes::{CardKind, CaseState, Outcome, RationState};
use shivir_domain::day::Day;
use shivir_domain::fold::PersonFold;
use shivir_domain::id::{AreaId, PersonId};

use super::list::{Mark, Page, Who, person_in, who};
use crate::Core;
use crate::error::CoreError;

/// Why a person is to be registered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum ReadyFor {
    /// The Aadhaar is updated, or the card is being tried again.
    Aadhaar {
        /// Which of the two.
        state: CaseState,
    },
    /// The name was added to the ration card.
    Ration,
}

/// A person who is to be registered again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ReadyRow {
    /// Who.
    #[serde(flatten)]
    pub who: Who,
    /// Where the case was opened.
    pub area: AreaId,
    /// Why.
    pub ready: ReadyFor,
    /// Since when.
    pub since: Day,
    /// Its place in the list.
    pub mark: Mark,
}

impl Core {
    /// A page of the people whose update is done, or whose name is on the ration card now, and who have no card yet:
    /// they are registered again. `area`: where their cases were opened.
    pub fn ready_for_card(&self, area: Option<AreaId>, page: Page) -> Result<Vec<ReadyRow>, CoreError> {
        let today = self.today()?;
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        self.store().read(|db| {
            let mut rows = Vec::new();
            for part in [0, 1] {
                if let Some(after) = Mark::within(page.after, part) {
                    gather(db, part, after, area, limit, today, &mut rows)?;
                }
            }
            Ok(rows)
        })
    }
}

const AADHAAR: &str = "select due, fact, person, area from aadhaar_case where open = 1 and (due, fact) > (?1, ?2) \
                       and state in (?3, ?4) and (?5 is null or area = ?5) order by due, fact";
const RATION: &str = "select since, fact, person, area from ration_case where (since, fact) > (?1, ?2) \
                      and state in (?3, ?4) and (?5 is null or area = ?5) order by since, fact";

fn gather(
    db: &Connection,
    part: u8,
    (due, fact): (i32, i64),
    area: Option<AreaId>,
    limit: usize,
    today: Day,
    rows: &mut Vec<ReadyRow>,
) -> Result<(), CoreError> {
    let (sql, states) = match part {
        0 => (AADHAAR, [CaseState::Updated.number(), CaseState::CardRetry.number()]),
        _ => (RATION, [RationState::Added.number(); 2]),
    };
    let mut query = db.prepare_cached(sql)?;
    let mut found = query.query(params![due, fact, states[0], states[1], area.map(|a| a.0)])?;
    while let Some(row) = found.next()? {
        if rows.len() >= limit {
            break;
        }
        let mark = Mark::new(part, row.get(0)?, row.get(1)?);
        let person = person_in(db, PersonId(row.get(2)?))?;
        let ready = match part {
            0 => by_aadhaar(&person.fold),
            _ => by_ration(&person.fold),
        };
        if let Some((ready, since)) = ready {
            rows.push(ReadyRow { who: who(&person, today), area: AreaId(row.get(3)?), ready, since, mark });
        }
    }
    Ok(())
}

fn by_aadhaar(fold: &PersonFold) -> Option<(ReadyFor, Day)> {
    let case = fold.open_case().filter(|c| c.ready_for_card())?;
    Some((ReadyFor::Aadhaar { state: case.state }, case.since))
}

/// The last case ended with the name on the ration card, and nobody has registered her since. Whom an Aadhaar case
/// holds, or brings here already, is not listed twice.
fn by_ration(fold: &PersonFold) -> Option<(ReadyFor, Day)> {
    let case = fold.ration.last().filter(|c| c.state == RationState::Added)?;
    let made = fold.card(CardKind::Family).is_some_and(|c| c.made == Some(true));
    let met_since = fold.standing().any(|v| {
        let met = |o: Outcome| o.needs_consent() && o != Outcome::NotInList;
        v.day >= case.since && v.visit.outcomes.iter().any(|o| met(o.outcome))
    });
    let waits = !made && !met_since && fold.leave.is_none() && fold.open_case().is_none();
    waits.then_some((ReadyFor::Ration, case.since))
}
