//! Opening an Aadhaar update case outside a registration.

use shivir_domain::aadhaar::Last4;
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::AadhaarReason;
use shivir_domain::day::Day;
use shivir_domain::fact::{AadhaarBlock, Body, CaseOpened};
use shivir_domain::fold::CaseView;
use shivir_domain::id::PersonId;

use super::CaseRefusal;
use crate::Core;
use crate::error::CoreError;
use crate::facts::Sitting;
use crate::registration::{FlowRefusal, reasons};
use crate::roster::Person;

/// What a case is opened with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Opening {
    /// Why the Aadhaar blocks the card.
    pub reason: AadhaarReason,
    /// Face and one-time password were tried and failed; asked for worn fingerprints.
    #[cfg_attr(feature = "uniffi", uniffi(default = false))]
    pub face_and_otp_failed: bool,
    /// Last four digits of the Aadhaar, where told.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub last4: Option<Last4>,
}

impl Core {
    /// Opens an update case for a person, listed or added before. A case whose update came through but whose card
    /// failed again goes back to the queue with the reason instead. Returns the case.
    ///
    /// # Errors
    /// [`CaseRefusal::Open`] where one is under way; [`FlowRefusal::ReasonAge`] and [`FlowRefusal::FaceAndOtpFirst`]
    /// where the reason does not fit; [`crate::error::Thing::Person`]. Nothing is written in any of them.
    pub fn open_case(
        &self,
        sitting: &Sitting,
        person: PersonId,
        opening: &Opening,
    ) -> Result<CaseView, CoreError> {
        let campaign = self.campaign()?;
        let day = self.day_of(sitting)?;
        let (fold, _) = self.change_person(sitting, person, |known| {
            let open = known.fold.open_case();
            if let Some(case) = open.filter(|c| !c.ready_for_card()) {
                let (state, since) = (case.state, case.since);
                return Err(refused(CaseRefusal::Open { state, since }));
            }
            fits(&campaign, known, opening.reason, opening.face_and_otp_failed, day)?;
            Ok(Body::CaseOpened(CaseOpened {
                block: AadhaarBlock {
                    reason: opening.reason,
                    case: open.map(|c| c.case),
                    last4: opening.last4,
                },
            }))
        })?;
        fold.open_case().cloned().ok_or(CoreError::Internal("case opened"))
    }
}

pub(super) fn refused(refusal: CaseRefusal) -> CoreError {
    CoreError::Refused(refusal.into())
}

/// The reason is one of the campaign's, fits the person's age, and what must be tried before it was tried.
pub(super) fn fits(
    campaign: &Campaign,
    person: &Person,
    reason: AadhaarReason,
    face_and_otp_failed: bool,
    on: Day,
) -> Result<(), CoreError> {
    if !reasons(campaign, person.birth(), on).contains(&reason) {
        return Err(CoreError::Refused(FlowRefusal::ReasonAge.into()));
    }
    let tried_first =
        campaign.pack().reasons.iter().any(|rule| rule.reason == reason && !rule.after.is_empty());
    if tried_first && !face_and_otp_failed {
        return Err(CoreError::Refused(FlowRefusal::FaceAndOtpFirst.into()));
    }
    Ok(())
}
