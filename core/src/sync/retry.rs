//! When to try again: longer after each failure, with chance in it so that phones that failed together do not return
//! together; at once forgotten after a success.

use super::SyncError;
use super::state::{MOST_UP, State};
use crate::Core;
use crate::env::Env;
use crate::error::CoreError;

/// After the first failure, and at most, in milliseconds.
const FIRST_MS: u64 = 4_000;
const MOST_MS: u64 = 15 * 60_000;

/// What a hub may ask to be waited for at most.
pub(super) const MOST_WAIT_MS: u64 = 86_400_000;

/// Bytes of a request's facts below which it is not made smaller.
const LEAST_UP: u64 = 4 << 10;

/// Between half and all of the time for so many failures.
pub(super) fn backoff_ms(failures: u32, env: &dyn Env) -> Result<u64, CoreError> {
    let most = (FIRST_MS << failures.saturating_sub(1).min(16)).min(MOST_MS);
    let mut random = [0; 4];
    env.random(&mut random)?;
    Ok(most / 2 + u64::from(u32::from_be_bytes(random)) % (most / 2 + 1))
}

impl State {
    /// Milliseconds before the next try is of use. A clock that was set back does not make it long.
    pub(super) fn wait_ms(&self, now_ms: u64) -> u64 {
        self.next_ms.saturating_sub(now_ms).min(if self.failures > 0 { MOST_MS } else { MOST_WAIT_MS })
    }
}

impl Core {
    /// No answer came, or none that is the hub's. Nothing is changed but the time of the next try: returns in how many
    /// milliseconds that should be.
    ///
    /// # Errors
    /// Storage errors.
    pub fn sync_failed(&self) -> Result<u64, CoreError> {
        self.only_real()?;
        self.failed(None)
    }

    /// Notes what a failure says about the next try.
    pub(super) fn failed(&self, why: Option<(&SyncError, Option<u64>)>) -> Result<u64, CoreError> {
        let now = self.env().now_ms();
        self.store().write(|tx| {
            let mut state = State::load(tx)?;
            state.failures = state.failures.saturating_add(1);
            let mut wait = backoff_ms(state.failures, self.env())?;
            if let Some((SyncError::Refused { code, retry_ms }, number)) = why {
                use shivir_domain::wire::ErrorCode;
                wait = wait.max(retry_ms.unwrap_or(0).min(MOST_MS));
                match (code, number) {
                    // The next number is above what the hub saw: it can follow at once, the first time.
                    (ErrorCode::Replayed, Some(seen)) if i64::try_from(seen).is_ok() => {
                        state.counter = state.counter.max(seen);
                        if state.failures == 1 {
                            wait = 0;
                        }
                    }
                    (ErrorCode::TooBig, _) => {
                        state.most_up = (state.most_up / 2).clamp(LEAST_UP, MOST_UP);
                        if state.most_up > LEAST_UP {
                            wait = 0;
                        }
                    }
                    _ => {}
                }
            }
            state.next_ms = now.saturating_add(wait);
            state.save(tx)?;
            Ok(wait)
        })
    }
}
