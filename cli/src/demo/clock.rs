//! The clock of the demo's day: today, from ten in the morning, a little later at every turn.

use std::sync::atomic::{AtomicU64, Ordering};

use shivir_core::CoreError;
use shivir_core::env::{Env, SystemEnv};

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;
/// Indian time is ahead of UTC by so many milliseconds.
const INDIA: u64 = 330 * 60_000;
/// The camp opens at ten.
const OPENS: u64 = 10 * 3_600_000;
/// And is open for seven hours.
const OPEN_FOR: u64 = 7 * 3_600_000;

/// A clock that stands at one moment of the demo's day.
#[derive(Debug)]
pub struct DemoClock(AtomicU64);

impl DemoClock {
    /// The clock at a turn out of so many, on the day in India on which `now_ms` falls.
    pub fn new(now_ms: u64) -> Self {
        let midnight = (now_ms + INDIA) / DAY * DAY - INDIA;
        Self(AtomicU64::new(midnight + OPENS))
    }

    /// Moves the clock of a day that began at `opened` to a turn out of so many.
    pub fn turn(&self, opened: u64, turn: u64, of: u64) {
        self.0.store(opened + OPEN_FOR * turn / of.max(1), Ordering::SeqCst);
    }
}

impl Env for DemoClock {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), CoreError> {
        SystemEnv.random(bytes)
    }
}
