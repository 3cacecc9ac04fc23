//! The clocks of the simulated machines, each wrong in its own way, and their chance: all from the seed.

use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use shivir_core::CoreError;
use shivir_hub::HubError;

use crate::rng::Rng;

/// The true time of a simulated world, in milliseconds since 1970 (UTC).
pub(super) type Time = Arc<AtomicU64>;

/// What a machine takes for the time, and its chance.
pub(super) struct Clock {
    time: Time,
    /// By how much its clock is ahead, in milliseconds.
    ahead: AtomicI64,
    chance: Mutex<Rng>,
}

impl Clock {
    /// A clock that is right.
    pub fn new(time: &Time, seed: u64) -> Arc<Self> {
        let (time, ahead) = (Arc::clone(time), AtomicI64::new(0));
        Arc::new(Self { time, ahead, chance: Mutex::new(Rng::new(seed)) })
    }

    /// Sets it so many milliseconds ahead of the true time, or behind.
    pub fn set_ahead(&self, ms: i64) {
        self.ahead.store(ms, Ordering::Relaxed);
    }

    /// What it shows.
    pub fn now(&self) -> u64 {
        self.time.load(Ordering::Relaxed).saturating_add_signed(self.ahead.load(Ordering::Relaxed))
    }

    fn fill(&self, bytes: &mut [u8]) {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner).fill(bytes);
    }
}

impl shivir_core::env::Env for Clock {
    fn now_ms(&self) -> u64 {
        self.now()
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), CoreError> {
        self.fill(bytes);
        Ok(())
    }

    fn free_bytes(&self, _: &Path) -> Result<u64, CoreError> {
        Ok(u64::MAX)
    }
}

impl shivir_hub::env::Env for Clock {
    fn now_ms(&self) -> u64 {
        self.now()
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), HubError> {
        self.fill(bytes);
        Ok(())
    }
}
