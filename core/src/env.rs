//! What the core asks of the world: the time, random bytes and the room on the storage. Given at opening, so that tests
//! and the simulation can hold them in hand.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use shivir_domain::day::Day;

use crate::error::CoreError;

/// Minutes by which Indian time is ahead of UTC, the whole year.
const INDIA_MINUTES: u64 = 330;

/// Time, chance and room.
pub trait Env: Send + Sync {
    /// The phone's clock: milliseconds since 1970 (UTC).
    fn now_ms(&self) -> u64;

    /// Milliseconds since the device was started, its sleep included: whoever sets the clock does not move it.
    fn up_ms(&self) -> u64 {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        let clock = rustix::time::ClockId::Boottime;
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        let clock = rustix::time::ClockId::Monotonic;
        let up = rustix::time::clock_gettime(clock);
        let part = |number: i64, by: u64| u64::try_from(number).unwrap_or_default().saturating_mul(by);
        part(up.tv_sec, 1_000) + part(up.tv_nsec, 1) / 1_000_000
    }

    /// Fills the bytes at random, fit for keys.
    ///
    /// # Errors
    /// Where the operating system has none to give.
    fn random(&self, bytes: &mut [u8]) -> Result<(), CoreError>;

    /// Bytes that are free for this program on the storage of the folder.
    ///
    /// # Errors
    /// Where the storage does not say.
    fn free_bytes(&self, dir: &Path) -> Result<u64, CoreError> {
        let fs = rustix::fs::statvfs(dir).map_err(std::io::Error::from)?;
        Ok(fs.f_bavail.saturating_mul(fs.f_frsize))
    }
}

/// The real clock and the operating system's random numbers.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemEnv;

impl Env for SystemEnv {
    fn now_ms(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), CoreError> {
        getrandom::fill(bytes).map_err(|_| CoreError::Internal("random"))
    }
}

/// The day in India and the minute of it, of a time in milliseconds since 1970 (UTC).
pub fn india(ms: u64) -> (Day, u16) {
    let minutes = ms / 60_000 + INDIA_MINUTES;
    let days = i32::try_from(minutes / 1440).unwrap_or(i32::MAX);
    let minute = u16::try_from(minutes % 1440).unwrap_or_default();
    (Day::from_days(days).or(Day::from_days(0)).unwrap_or_default(), minute)
}
