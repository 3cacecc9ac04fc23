//! The Aadhaar update queue: opening, stepping, what is due, who comes back to the registration list.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;
mod queue_common;

#[path = "aadhaar/dates.rs"]
mod dates;
#[path = "aadhaar/lists.rs"]
mod lists;
#[path = "aadhaar/steps.rs"]
mod steps;

use common::{Phone, register};
use queue_common::newcomer;
use shivir_core::aadhaar::{Opening, Step};
use shivir_core::facts::Sitting;
use shivir_domain::aadhaar::Last4;
use shivir_domain::codes::{AadhaarReason, CaseState, Outcome};
use shivir_domain::fact::CaseRef;
use shivir_domain::fold::CaseView;
use shivir_domain::id::PersonId;

pub(crate) fn opening(reason: AadhaarReason) -> Opening {
    Opening { reason, face_and_otp_failed: false, last4: Last4::new("2346") }
}

/// A person who was registered with her details taken.
pub(crate) fn person(phone: &Phone, at: &Sitting, born: Option<&str>) -> PersonId {
    register(&phone.core, at, newcomer("गीता", born), Outcome::IntakeDone).person
}

pub(crate) fn opened(phone: &Phone, at: &Sitting, born: &str, reason: AadhaarReason) -> CaseView {
    let person = person(phone, at, Some(born));
    phone.core.open_case(at, person, &opening(reason)).unwrap()
}

pub(crate) fn go(phone: &Phone, at: &Sitting, case: CaseRef, to: CaseState) -> CaseView {
    phone.core.step_case(at, case, Step::to(to)).unwrap()
}
