//! Blanking the body of a fact, by a fact (data rights): id, header and hash stay, here and wherever it went.

use rusqlite::Connection;
use shivir_domain::codes::BlankReason;
use shivir_domain::fact::{Blanked, Body, FactKind};
use shivir_domain::id::{FactId, SubjectId, WorkerId};

use crate::Core;
use crate::error::{CoreError, Refusal, Thing};
use crate::facts::{self, Known, Sitting};
use crate::worker::refold_worker;

impl Core {
    /// Blanks the body of a fact, its own or one that came from elsewhere, in one transaction with everything that was
    /// folded from it.
    ///
    /// # Errors
    /// [`Thing::Fact`] where it is not here; [`Refusal::NothingToBlank`] where it was blanked before, or is a blanking
    /// itself.
    pub fn blank(&self, sitting: &Sitting, fact: FactId, reason: BlankReason) -> Result<(), CoreError> {
        self.worker(sitting.author)?;
        self.write(|pen| {
            let target = facts::fact(pen.tx, fact)?.ok_or(CoreError::NotFound(Thing::Fact))?;
            if target.body.is_none() || !target.header.kind.can_be_blanked() {
                return Err(Refusal::NothingToBlank.into());
            }
            let subject = target.header.subject;
            let base = facts::base(pen.tx, subject)?;
            let body = Body::BodyBlanked(Blanked { fact, reason });
            pen.write(sitting, target.header.area, subject, base, &body)?;
            refold(pen.tx, subject, Known::AsBefore)
        })
    }
}

/// Brings the rows of whatever a subject is in line with the facts on it. A subject of whom there are only facts of a
/// newer version, or blankings and settlements of what has not come, has no rows yet.
pub(crate) fn refold(db: &Connection, subject: SubjectId, known: Known) -> Result<(), CoreError> {
    let (mut person, mut worker) = (false, false);
    for (_, fact) in facts::facts_of(db, subject)? {
        match fact.header.kind {
            FactKind::WorkerAdded => worker = true,
            FactKind::BodyBlanked | FactKind::ReviewSettled | FactKind::Unknown(_) => {}
            _ => person = true,
        }
    }
    if person {
        facts::refold_person(db, subject.into(), known)?;
    }
    if worker {
        refold_worker(db, WorkerId(subject.0))?;
    }
    facts::settle_noted(db, subject)
}
