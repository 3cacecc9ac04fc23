//! What the hub asks of the world: the time and random bytes. Given at opening, so that tests and the simulation hold them
//! in hand.

use std::time::{SystemTime, UNIX_EPOCH};

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

/// An array of random bytes.
pub(crate) fn drawn<const N: usize>(env: &dyn Env) -> Result<[u8; N], HubError> {
    let mut bytes = [0; N];
    env.random(&mut bytes)?;
    Ok(bytes)
}
