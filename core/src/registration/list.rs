//! The registrations of a day, as the table sees them: to correct one, to take one back, to print a slip again.

use rusqlite::params;
use serde::Serialize;
use shivir_domain::codes::Outcome;
use shivir_domain::day::Day;
use shivir_domain::fact::Token;
use shivir_domain::id::{CampId, FactId, PersonId, StreamId, WorkerId};

use crate::Core;
use crate::error::CoreError;

/// One registration of the day's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct DayEntry {
    /// The fact that says so.
    pub fact: FactId,
    /// Who.
    pub person: PersonId,
    /// Minute of the day, where known.
    pub minute: Option<u16>,
    /// By whom.
    pub author: WorkerId,
    /// What came of it, for the family card or else the Vay Vandana card.
    pub outcome: Option<Outcome>,
    /// The code on the slip.
    pub slip: Option<String>,
}

impl Core {
    /// The registrations of a day that stand, the latest first, at most `limit`. `camp`: of one camp alone.
    pub fn registrations(
        &self,
        day: Day,
        camp: Option<CampId>,
        limit: usize,
    ) -> Result<Vec<DayEntry>, CoreError> {
        self.store().read(|db| {
            let mut query = db.prepare_cached(
                "select s.id, f.seq, v.person, v.minute, v.author, coalesce(v.family, v.vay_vandana), v.phone, v.counter \
                 from visit v join fact f on f.no = v.fact join stream s on s.no = f.stream \
                 where v.day = ?1 and (?2 is null or v.camp = ?2) order by v.fact desc limit ?3",
            )?;
            let rows = query.query_map(params![day.days(), camp.map(|c| c.0), limit], |r| {
                let token = match (r.get(6)?, r.get(7)?) {
                    (Some(phone), Some(counter)) => Some(Token { phone, counter }),
                    _ => None,
                };
                Ok(DayEntry {
                    fact: FactId { stream: StreamId(r.get(0)?), seq: r.get(1)? },
                    person: PersonId(r.get(2)?),
                    minute: r.get(3)?,
                    author: WorkerId(r.get(4)?),
                    outcome: r.get::<_, Option<u16>>(5)?.map(Outcome::from_number),
                    slip: token.as_ref().map(Token::code),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
