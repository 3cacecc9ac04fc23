//! The registration of a person, or of a household in one pass: from meeting to slip.
//!
//! A draft is the list of the worker's answers, saved at each step; the state of the flow is what these answers lead to,
//! given what is known of the person (`docs/adr/0002-a-draft-is-its-answers.md`). Confirmed, it becomes one fact a
//! person, with one sync for all of them.

mod confirm;
mod consent;
mod details;
mod draft;
mod flow;
mod likely;
mod list;
mod met;
mod refusal;

pub use confirm::{Confirmed, Registered};
pub use consent::ConsentTakenBack;
pub(crate) use consent::remove_apart;
pub use draft::{DraftNo, DraftView, MemberView, Whom};
pub use flow::{Answer, Due, Follow};
pub use list::DayEntry;
pub use met::Warning;
pub(crate) use met::{ages, reasons};
pub use refusal::FlowRefusal;

use serde::{Deserialize, Serialize};
use shivir_domain::codes::Lang;

/// A step of the flow, as the screen shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Step {
    /// Someone who is known already is most likely the one who is entered as new: it is she, or another person.
    Likely,
    /// Something is to be known first: a card that exists, an open case, an earlier registration.
    Warnings,
    /// The notice is read and consent asked.
    Consent,
    /// Papers are looked at.
    Documents,
    /// What came of it, for each card.
    Outcome,
    /// What follows from the outcome: the Aadhaar reason, the ration-card reason, how a death is known, month of return.
    Follow,
    /// All is answered; the slip is given on confirmation.
    Ready,
}

impl Step {
    /// The word for the step.
    pub fn word(self, lang: Lang) -> &'static str {
        let (hi, en) = match self {
            Step::Likely => ("पहले से दर्ज?", "known already?"),
            Step::Warnings => ("चेतावनी", "warnings"),
            Step::Consent => ("सहमति", "consent"),
            Step::Documents => ("दस्तावेज़", "documents"),
            Step::Outcome => ("परिणाम", "outcome"),
            Step::Follow => ("कारण", "reason"),
            Step::Ready => ("पुष्टि", "confirmation"),
        };
        lang.pick(hi, en)
    }
}
