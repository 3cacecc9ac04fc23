//! What goes wrong in the hub. Holds nothing of what phones say.

use shivir_domain::id::SubjectId;
use shivir_domain::wire::{ErrorBody, ErrorCode, WireError};
use thiserror::Error;

/// Why the hub did not do something.
#[derive(Debug, Error)]
pub enum HubError {
    /// The database cannot be reached, is full, or did not answer in time: nothing was changed, and the same can be tried
    /// again.
    #[error("the database does not take anything now: {0}")]
    Busy(&'static str),
    /// The database is damaged, or was opened with another key.
    #[error("the database is damaged, or was opened with another key")]
    Damaged,
    /// The database is of a newer version of the hub.
    #[error("the database was written by a newer version of the hub; nothing was changed")]
    Newer,
    /// What is asked for is not there.
    #[error("{0} was not found; nothing was changed")]
    NotFound(&'static str),
    /// A phone's request is refused.
    #[error("refused: {}", .0.code.code())]
    Refused(Refusal),
    /// What is said of a subject cannot be folded, or its rows cannot be written; nothing was changed.
    #[error("the facts on a subject could not be applied; nothing was changed")]
    Fold(SubjectId),
    /// A fault of this program: the place, for the people who mend it.
    #[error("internal: {0}")]
    Internal(&'static str),
}

/// A refusal, as it goes into the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub code: ErrorCode,
    /// See [`ErrorBody::number`].
    pub number: Option<u64>,
}

impl From<ErrorCode> for HubError {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(Refusal { code, number: None })
    }
}

impl From<WireError> for HubError {
    fn from(error: WireError) -> Self {
        error.code().into()
    }
}

impl HubError {
    /// What a phone is told. `retry_ms`: how long it waits before the next try, where one can help.
    pub(crate) fn to_body(&self, retry_ms: u64) -> ErrorBody {
        let (code, number) = match self {
            Self::Refused(refusal) => (refusal.code, refusal.number),
            Self::Busy(_) => (ErrorCode::Busy, None),
            Self::NotFound(_) => (ErrorCode::NotFound, None),
            Self::Damaged | Self::Newer | Self::Fold(_) | Self::Internal(_) => (ErrorCode::Fault, None),
        };
        let at_once = code == ErrorCode::Replayed;
        let retry_ms = code.passes().then_some(if at_once { 0 } else { retry_ms });
        ErrorBody { code, retry_ms, number }
    }
}
