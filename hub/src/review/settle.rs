//! Settling an item for the district: a fact of the hub in the name of an officer, which goes down to phones.

use shivir_domain::codes::{Cadre, ReviewKind};
use shivir_domain::fact::{Blanked, Body, Fact, ReviewSettled};
use shivir_domain::fold::resting_on_consent;
use shivir_domain::id::{FactId, SubjectId, WorkerId};
use shivir_domain::review::{ReviewRefusal, Settler, Settling};
use thiserror::Error;

use super::list::{ReviewView, read};
use crate::district::District;
use crate::env::Env;
use crate::error::HubError;
use crate::fact::{Saying, Told, say};
use crate::store::{Tx, first, number};
use crate::{Hub, args};

/// Why an item was not settled; it is as it was.
#[derive(Debug, Error)]
pub enum SettleError {
    /// A rule does not allow it.
    #[error(transparent)]
    Refused(#[from] ReviewRefusal),
    /// The hub.
    #[error(transparent)]
    Hub(#[from] HubError),
}

impl Hub {
    /// Settles an item by keeping one of its facts. `officer`: who decides, a worker who is known in the district; an author's
    /// own area counts on her phone alone. `seen`: the item as it was shown. Gives the fact that says so.
    ///
    /// # Errors
    /// [`SettleError`].
    pub fn settle(
        &self,
        district: u32,
        officer: WorkerId,
        seen: &ReviewView,
        keep: FactId,
    ) -> Result<FactId, SettleError> {
        let mut refused = None;
        let done = self.db().write_with(|tx| {
            let mut held = District::lock(tx, district)?.ok_or(HubError::NotFound("the district"))?;
            let item = read(tx, district, seen.review)?;
            let sql = "select cadre from worker where district = $1 and worker = $2";
            let row = first(tx, sql, args![district, &officer.0])?.ok_or(HubError::NotFound("the worker"))?;
            let cadre = Cadre::from_number(row.num(0)?);
            let authors: Vec<WorkerId> = item.said.iter().filter_map(|said| said.author).collect();
            let settling = Settling {
                kind: item.kind,
                open: item.open,
                facts: &item.facts,
                authors: &authors,
                seen: &seen.facts,
                keep,
            };
            if let Err(why) = settling.judge(&[Settler { worker: officer, cadre, own_area: false }]) {
                refused = Some(why);
                return Err(HubError::Internal("settle"));
            }
            // Whoever has the fact that is kept is to have the settlement too.
            let sql = "select area from fact where district = $1 and stream = $2 and seq = $3";
            let row = first(tx, sql, args![district, &keep.stream.0, number(keep.seq)?])?;
            let area = row.map(|row| row.num(0)).transpose()?.map(shivir_domain::id::AreaId);
            let area = area.or(item.area).unwrap_or_default();
            let body = Body::ReviewSettled(ReviewSettled { review: item.review, saw: item.facts, keep });
            let saying = Saying { by: officer, area, subject: item.subject, body };
            let fact = say(tx, &mut held, self.env(), &saying)?;
            if item.kind == ReviewKind::ConsentApart {
                // She had taken her consent back: what was registered apart from that is removed.
                for apart in seen.facts.iter().filter(|fact| **fact != keep) {
                    remove_apart(tx, &mut held, self.env(), officer, item.subject, *apart)?;
                }
            }
            held.count(tx)?;
            Ok(fact.id())
        });
        match (done, refused) {
            (_, Some(why)) => Err(why.into()),
            (done, None) => Ok(done?),
        }
    }
}

/// Blanks a registration that was written apart from a taking back of consent, with the steps of the cases that it opened, as the
/// phone does where the item is settled there.
fn remove_apart(
    tx: &mut dyn Tx,
    held: &mut District,
    env: &dyn Env,
    officer: WorkerId,
    subject: SubjectId,
    apart: FactId,
) -> Result<(), HubError> {
    let told = Told::of(tx, held.code, subject.into())?;
    let facts: Vec<&Fact> = told.facts.iter().collect();
    for removal in resting_on_consent(&facts, &told.fold(), Some(apart)) {
        let body = Body::BodyBlanked(Blanked { fact: removal.fact, reason: removal.reason });
        say(tx, held, env, &Saying { by: officer, area: removal.area, subject: removal.subject, body })?;
    }
    Ok(())
}
