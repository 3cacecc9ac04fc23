//! The row of a worker's PIN, and how her waits run down.

use rusqlite::{Connection, OptionalExtension, params};
use shivir_domain::id::WorkerId;
use shivir_domain::wire::reset::ResetChallenge;

use super::hash::Record;
use crate::error::CoreError;

/// Wrong tries before the first wait.
const FREE: u32 = 5;

/// The waits that follow, in seconds; the last comes again after every further wrong try.
const WAITS: [u64; 5] = [30, 60, 5 * 60, 15 * 60, 60 * 60];

/// Wrong tries since the last right one, and how long is still to be waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tries {
    pub failed: u32,
    pub wait_ms: u64,
}

impl Tries {
    /// One more.
    pub fn fail(&mut self) {
        self.failed = self.failed.saturating_add(1);
        let step = self.failed.checked_sub(FREE).and_then(|step| usize::try_from(step).ok());
        let longest = WAITS.len() - 1;
        self.wait_ms = step.map_or(0, |step| WAITS[step.min(longest)] * 1_000);
    }

    /// Tries before the next wait.
    pub fn left(&self) -> u32 {
        FREE.saturating_sub(self.failed)
    }
}

/// A worker's PIN.
pub(super) struct Row {
    pub record: Record,
    /// Of the PIN.
    pub pin: Tries,
    /// Of the supervisor's code.
    pub code: Tries,
    /// The challenge that is open, and for how long.
    pub challenge: Option<ResetChallenge>,
    pub open_ms: u64,
    /// How long the device had been up when the waits were looked at last.
    up_ms: u64,
}

impl Row {
    pub fn new(record: Record, up_ms: u64) -> Self {
        let tries = Tries::default();
        Self { record, pin: tries, code: tries, challenge: None, open_ms: 0, up_ms }
    }

    /// The row as it stands at this moment; none where the worker has no PIN.
    pub fn load(db: &Connection, worker: WorkerId, up_ms: u64) -> Result<Option<Self>, CoreError> {
        let found = db
            .prepare_cached(
                "select record, failed, wait_ms, code_failed, code_wait_ms, up_ms, challenge, open_ms \
                 from pin where worker = ?",
            )?
            .query_row([worker.0], |r| {
                let tries =
                    |at| Ok::<_, rusqlite::Error>(Tries { failed: r.get(at)?, wait_ms: r.get(at + 1)? });
                let (record, challenge): (Vec<u8>, Option<String>) = (r.get(0)?, r.get(6)?);
                Ok((record, tries(1)?, tries(3)?, r.get(5)?, challenge, r.get(7)?))
            })
            .optional()?;
        let Some((record, pin, code, seen, challenge, open_ms)) = found else {
            return Ok(None);
        };
        let challenge = challenge.as_deref().and_then(ResetChallenge::parse);
        let record = Record::from_bytes(&record)?;
        let mut row = Self { record, pin, code, challenge, open_ms, up_ms: seen };
        row.pass(up_ms);
        Ok(Some(row))
    }

    pub fn save(&self, db: &Connection, worker: WorkerId) -> Result<(), CoreError> {
        db.prepare_cached(
            "insert into pin (worker, record, failed, wait_ms, code_failed, code_wait_ms, up_ms, challenge, open_ms) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
             on conflict (worker) do update set record = ?2, failed = ?3, wait_ms = ?4, code_failed = ?5, \
             code_wait_ms = ?6, up_ms = ?7, challenge = ?8, open_ms = ?9",
        )?
        .execute(params![
            worker.0,
            self.record.to_bytes()?,
            self.pin.failed,
            self.pin.wait_ms,
            self.code.failed,
            self.code.wait_ms,
            self.up_ms,
            self.challenge.map(|c| c.to_string()),
            self.open_ms
        ])?;
        Ok(())
    }

    /// Only time in which the device was up counts, whatever its clock was set to. Where it was up for less than at the last
    /// look it was started anew, and at least that long has passed; where for longer, at least the difference has, whether it
    /// was started anew or not.
    fn pass(&mut self, up_ms: u64) {
        let passed = up_ms.checked_sub(self.up_ms).unwrap_or(up_ms);
        for left in [&mut self.pin.wait_ms, &mut self.code.wait_ms, &mut self.open_ms] {
            *left = left.saturating_sub(passed);
        }
        self.up_ms = up_ms;
        if self.open_ms == 0 {
            self.challenge = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_begin_after_five_wrong_tries_and_grow_to_an_hour() {
        let mut tries = Tries::default();
        let waits: Vec<u64> = (0..20)
            .map(|_| {
                tries.fail();
                tries.wait_ms / 1_000
            })
            .collect();
        assert_eq!(waits[..10], [0, 0, 0, 0, 30, 60, 300, 900, 3_600, 3_600]);
        assert!(waits[10..].iter().all(|wait| *wait == 3_600));
        tries.failed = u32::MAX;
        tries.fail();
        assert_eq!((tries.wait_ms, tries.left()), (3_600_000, 0));
    }
}
