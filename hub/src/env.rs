//! What the hub asks of the world: the time and random bytes. Given at opening, so that tests and the simulation hold them
//! in hand.

use std::time::{SystemTime, UNIX_EPOCH};

use shivir_domain::day::Day;
use shivir_domain::hlc::DAY_MS;

use crate::error::HubError;

/// Time and chance.
pub trait Env: Send + Sync {
    /// Milliseconds since 1970 (UTC).
    fn now_ms(&self) -> u64;

    /// Fills the bytes at random, fit for keys.
    ///
    /// # Errors
    /// Where the operating system has none to give.
    fn random(&self, bytes: &mut [u8]) -> Result<(), HubError>;
}

/// The real clock and the operating system's random numbers.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemEnv;

impl Env for SystemEnv {
    fn now_ms(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), HubError> {
        getrandom::fill(bytes).map_err(|_| HubError::Internal("random"))
    }
}

/// The day and the minute of a time in India, where the clock is half past five hours ahead of UTC the year round.
pub(crate) fn india(ms: u64) -> (Day, u16) {
    let local = ms.saturating_add(19_800_000);
    let days = i32::try_from(local / DAY_MS).ok().and_then(Day::from_days);
    let minute = u16::try_from(local % DAY_MS / 60_000).unwrap_or(0);
    (days.unwrap_or_default(), minute)
}

/// An array of random bytes.
pub(crate) fn drawn<const N: usize>(env: &dyn Env) -> Result<[u8; N], HubError> {
    let mut bytes = [0; N];
    env.random(&mut bytes)?;
    Ok(bytes)
}
