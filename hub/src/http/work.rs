//! The work itself: on threads that may wait, so many at once and no more.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use shivir_domain::wire::ErrorCode;
use tokio::time::{Instant, timeout_at};

use super::state::App;
use crate::Hub;
use crate::sync::Reply;

/// What a piece of work came to.
pub(super) trait Came {
    /// It was refused.
    fn refused(&self) -> Option<ErrorCode>;
}

impl Came for Reply {
    fn refused(&self) -> Option<ErrorCode> {
        self.outcome.refused
    }
}

impl<T> Came for Result<T, Reply> {
    fn refused(&self) -> Option<ErrorCode> {
        self.as_ref().err().and_then(Came::refused)
    }
}

/// Does it where there is room for it. Work that takes too long is answered with `BUSY` and goes on: the phone sends again,
/// and what was taken meanwhile is not taken twice.
pub(super) async fn within<T: Came + Send + 'static>(
    app: &Arc<App>,
    until: Instant,
    work: impl FnOnce(&Hub) -> T + Send + 'static,
) -> Result<T, ErrorCode> {
    let room = app.in_flight.clone().try_acquire_owned().map_err(|_| ErrorCode::Busy)?;
    let hub = app.hub.clone();
    let done = tokio::task::spawn_blocking(move || {
        let came = work(&hub);
        drop(room);
        came
    });
    let came = match timeout_at(until, done).await {
        Ok(Ok(came)) => Ok(came),
        Ok(Err(_)) => Err(ErrorCode::Fault),
        Err(_) => Err(ErrorCode::Busy),
    };
    let refused = came.as_ref().map_or_else(|code| Some(*code), Came::refused);
    if matches!(refused, Some(ErrorCode::Busy | ErrorCode::Fault)) {
        app.metrics.database_errors.fetch_add(1, Relaxed);
    }
    came
}
