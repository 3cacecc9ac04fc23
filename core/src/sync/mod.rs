//! What passes between this store and others: enrolment, the engine of sync that makes requests and takes answers, the
//! outbox, what was acknowledged and refused, taking in others' facts, blanking. See `docs/SYNC.md`.
//!
//! The engine knows no network: it gives bytes and takes bytes, and holds nothing open in between.

mod acks;
mod blank;
mod enrol;
mod error;
mod outbox;
mod packs;
mod progress;
mod request;
mod response;
mod retry;
mod state;
mod sums;
mod take_in;

pub use enrol::{Enrolled, Invited};
pub use error::SyncError;
pub use outbox::{Oldest, Outbox, Reach, Refused, StreamState};
pub use packs::{PackRequest, WantedPack};
pub use progress::{AreaState, OpenRequests, SyncProgress, SyncState};
pub use request::{SyncOptions, SyncOut};
pub use response::SyncReport;
pub use take_in::TakenIn;

pub(crate) use blank::refold;
pub(crate) use enrol::{after_salvage, reset_key};

use shivir_domain::wire::WireError;
use shivir_domain::wire::envelope::Response;

use crate::Core;
use crate::error::CoreError;
use crate::facts::Pen;

/// Takes an answer apart. What says that it is of a newer version is not signed in a way that could be checked: mostly it is
/// a page of a network that wants a login, so nobody is told to update the app for it.
fn answer(bytes: &[u8]) -> Result<Response<'_>, SyncError> {
    Response::read(bytes).map_err(|error| match error {
        WireError::Newer(_) => WireError::Malformed.into(),
        other => other.into(),
    })
}

/// One transaction of sync: where a step is refused, nothing of it is left.
fn write<T>(core: &Core, work: impl FnOnce(&mut Pen) -> Result<T, SyncError>) -> Result<T, SyncError> {
    core.only_real()?;
    let mut why = None;
    let done = core.write(|pen| {
        work(pen).map_err(|error| match error {
            SyncError::Core(error) => error,
            other => {
                why = Some(other);
                CoreError::Internal("sync")
            }
        })
    });
    done.map_err(|error| why.unwrap_or(SyncError::Core(error)))
}
