//! Who is working: a PIN for each of a phone's workers. It stops a hand at the table, one worker at a time; the phone, its
//! sync and the other workers go on. Why so: `docs/adr/0015-worker-pins.md`.
//!
//! A PIN is no fact and never leaves the phone. How long a screen stays open is the shell's matter.

mod hash;
mod refusal;
mod reset;
mod row;

pub use refusal::PinRefusal;

use rusqlite::{Connection, Transaction};
use shivir_domain::id::WorkerId;

use crate::Core;
use crate::error::{CoreError, Refusal, Thing};
use hash::{Pin, Record};
use row::{Row, Tries};

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum PinAnswer {
    /// The worker has no PIN yet: ask her to choose one.
    NoPin,
    /// It is right, and wrong tries before it are forgotten.
    Right,
    /// It is wrong.
    Wrong {
        /// Further tries before the next wait.
        left: u32,
        /// Milliseconds until the next try is looked at; 0 where it may come at once.
        wait_ms: u64,
    },
    /// It was not looked at: too many were wrong.
    Wait {
        /// Milliseconds until the next try is looked at.
        ms: u64,
    },
}

/// How a worker stands, without a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum PinState {
    /// She has no PIN yet.
    NoPin,
    /// She can try.
    Ready {
        /// Tries before the next wait; 0 where the next wrong one brings it.
        left: u32,
    },
    /// She has to wait.
    Wait {
        /// So many milliseconds.
        ms: u64,
    },
}

impl Core {
    /// How a worker's PIN stands. Costs no try.
    ///
    /// # Errors
    /// [`Thing::Worker`] where this phone knows no such worker; storage errors.
    pub fn pin_state(&self, worker: WorkerId) -> Result<PinState, CoreError> {
        let up = self.env().up_ms();
        // Written, so that what was waited before the device is started anew stays waited.
        self.store().write(|tx| {
            let Some(row) = load(tx, worker, up)? else {
                return Ok(PinState::NoPin);
            };
            if row.pin.wait_ms == 0 {
                return Ok(PinState::Ready { left: row.pin.left() });
            }
            row.save(tx, worker)?;
            Ok(PinState::Wait { ms: row.pin.wait_ms })
        })
    }

    /// Gives a worker her first PIN: 4 to 8 digits.
    ///
    /// # Errors
    /// [`Refusal::Pin`] where it is weak or she has one already; [`Thing::Worker`]; storage errors.
    pub fn set_pin(&self, worker: WorkerId, pin: &str) -> Result<(), CoreError> {
        let record = Record::of(&Pin::chosen(pin).map_err(Refusal::Pin)?, self.env())?;
        let up = self.env().up_ms();
        self.store().write(|tx| match load(tx, worker, up)? {
            Some(_) => Err(Refusal::Pin(PinRefusal::HasPin).into()),
            None => Row::new(record, up).save(tx, worker),
        })
    }

    /// Tries a PIN. That it was tried, and the wait that follows if it is wrong, are on the disk before it is looked at.
    ///
    /// # Errors
    /// [`PinRefusal::Length`] where it can be no PIN, which costs no try; [`Thing::Worker`]; storage errors.
    pub fn unlock(&self, worker: WorkerId, pin: &str) -> Result<PinAnswer, CoreError> {
        let pin = Pin::parse(pin).map_err(Refusal::Pin)?;
        self.try_pin(worker, &pin, |record| {
            // What a hash costs has grown since: this is the one moment at which the digits are known.
            if record.is_old() { Record::of(&pin, self.env()).map(Some) } else { Ok(None) }
        })
    }

    /// Tries the old PIN, and puts the new one in its place where it is right.
    ///
    /// # Errors
    /// [`Refusal::Pin`] where the new one is weak or either can be no PIN: no try is counted then. [`Thing::Worker`];
    /// storage errors.
    pub fn change_pin(&self, worker: WorkerId, old: &str, new: &str) -> Result<PinAnswer, CoreError> {
        let new = Pin::chosen(new).map_err(Refusal::Pin)?;
        let old = Pin::parse(old).map_err(Refusal::Pin)?;
        self.try_pin(worker, &old, |_| Record::of(&new, self.env()).map(Some))
    }

    /// `then`: the record that takes the place of the one that was right.
    fn try_pin(
        &self,
        worker: WorkerId,
        pin: &Pin,
        then: impl FnOnce(&Record) -> Result<Option<Record>, CoreError>,
    ) -> Result<PinAnswer, CoreError> {
        let (record, wrong) = match self.ask(worker, Of::Pin, |_, row| Ok(row.record.clone()))? {
            Asked::Counted { of, wrong } => (of, wrong),
            Asked::Not(answer) => return Ok(answer),
        };
        if !record.is_of(pin)? {
            return Ok(wrong);
        }
        let next = then(&record)?;
        self.opened(worker, next)
    }

    /// Counts a try as a wrong one, before it is looked at: a kill in between brings no free try. `of`: what it is to be
    /// compared with; where that fails no try is counted.
    fn ask<T>(
        &self,
        worker: WorkerId,
        tries: Of,
        of: impl FnOnce(&Transaction, &Row) -> Result<T, CoreError>,
    ) -> Result<Asked<T>, CoreError> {
        let up = self.env().up_ms();
        self.store().write(|tx| {
            let Some(mut row) = load(tx, worker, up)? else {
                return Ok(Asked::Not(PinAnswer::NoPin));
            };
            let ms = tries.of(&mut row).wait_ms;
            if ms > 0 {
                row.save(tx, worker)?;
                return Ok(Asked::Not(PinAnswer::Wait { ms }));
            }
            let of = of(tx, &row)?;
            let tries = tries.of(&mut row);
            tries.fail();
            let wrong = PinAnswer::Wrong { left: tries.left(), wait_ms: tries.wait_ms };
            row.save(tx, worker)?;
            Ok(Asked::Counted { of, wrong })
        })
    }

    /// It was right: nothing is waited for any more, and no challenge is open.
    fn opened(&self, worker: WorkerId, record: Option<Record>) -> Result<PinAnswer, CoreError> {
        let up = self.env().up_ms();
        self.store().write(|tx| {
            if let Some(row) = load(tx, worker, up)? {
                Row::new(record.unwrap_or(row.record), up).save(tx, worker)?;
            }
            Ok(PinAnswer::Right)
        })
    }
}

/// What is tried.
#[derive(Clone, Copy)]
enum Of {
    Pin,
    Code,
}

impl Of {
    fn of(self, row: &mut Row) -> &mut Tries {
        match self {
            Self::Pin => &mut row.pin,
            Self::Code => &mut row.code,
        }
    }
}

enum Asked<T> {
    /// `wrong`: the answer where it is.
    Counted {
        of: T,
        wrong: PinAnswer,
    },
    Not(PinAnswer),
}

/// The row of a worker who is known here.
fn load(db: &Connection, worker: WorkerId, up_ms: u64) -> Result<Option<Row>, CoreError> {
    let known = db
        .prepare_cached("select exists (select 1 from worker where id = ?)")?
        .query_row([worker.0], |r| r.get(0))?;
    if known { Row::load(db, worker, up_ms) } else { Err(CoreError::NotFound(Thing::Worker)) }
}
