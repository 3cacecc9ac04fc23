//! A forgotten PIN: the phone shows a challenge, the district's desk answers with a code, and no network is needed.

use rusqlite::Connection;
use shivir_domain::id::WorkerId;
use shivir_domain::wire::reset::{ResetChallenge, ResetCode};

use super::hash::{Pin, Record};
use super::row::Row;
use super::{Asked, Of, PinAnswer, PinRefusal, load};
use crate::Core;
use crate::error::{CoreError, Refusal};
use crate::sync;

/// How long a challenge stays open.
const OPEN_MS: u64 = 24 * 60 * 60 * 1_000;

impl Core {
    /// The challenge that a worker who forgot her PIN reads to the supervisor, as `ABCD-EFGH`. The same one is shown until it
    /// is answered, the PIN is remembered, or the phone was up for a day.
    ///
    /// # Errors
    /// [`PinRefusal::NoPin`], [`PinRefusal::NotEnrolled`]; [`Thing::Worker`](crate::error::Thing::Worker); storage errors.
    pub fn pin_challenge(&self, worker: WorkerId) -> Result<String, CoreError> {
        let up = self.env().up_ms();
        let mut random = [0; 14];
        self.env().random(&mut random)?;
        self.store().write(|tx| {
            let mut row = load(tx, worker, up)?.ok_or(Refusal::Pin(PinRefusal::NoPin))?;
            sync::reset_key(tx)?.ok_or(Refusal::Pin(PinRefusal::NotEnrolled))?;
            if let Some(challenge) = row.challenge {
                return Ok(challenge.to_string());
            }
            let challenge = ResetChallenge::draw(random);
            (row.challenge, row.open_ms) = (Some(challenge), OPEN_MS);
            row.save(tx, worker)?;
            Ok(challenge.to_string())
        })
    }

    /// Tries the supervisor's code, and gives the worker the new PIN where it is right: both or neither. Wrong codes are
    /// waited for as wrong PINs are, by a count of their own, so that one who tried long before she asked can go on at once.
    ///
    /// # Errors
    /// [`Refusal::Pin`] where the new PIN is weak, no challenge is open, or a sign of the code is wrong: no try is counted then.
    /// [`Thing::Worker`](crate::error::Thing::Worker); storage errors.
    pub fn reset_pin(&self, worker: WorkerId, code: &str, new: &str) -> Result<PinAnswer, CoreError> {
        let new = Pin::chosen(new).map_err(Refusal::Pin)?;
        let code = ResetCode::parse(code).ok_or(Refusal::Pin(PinRefusal::NoCode))?;
        match self.ask(worker, Of::Code, |tx, row| wanted(tx, row, worker))? {
            Asked::Counted { of, .. } if of.is(&code) => {
                self.opened(worker, Some(Record::of(&new, self.env())?))
            }
            Asked::Counted { wrong, .. } => Ok(wrong),
            Asked::Not(answer) => Ok(answer),
        }
    }
}

/// The code that answers the open challenge.
fn wanted(db: &Connection, row: &Row, worker: WorkerId) -> Result<ResetCode, CoreError> {
    let challenge = row.challenge.ok_or(Refusal::Pin(PinRefusal::NoChallenge))?;
    let (key, phone) = sync::reset_key(db)?.ok_or(Refusal::Pin(PinRefusal::NotEnrolled))?;
    key.code(&challenge, worker, phone).map_err(|_| CoreError::Internal("reset code"))
}
