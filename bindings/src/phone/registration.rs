//! Registrations: drafts, their answers, and what was confirmed.

use shivir_core::facts::Sitting;
use shivir_core::registration::{Answer, Confirmed, ConsentTakenBack, DayEntry, DraftNo, DraftView, Whom};
use shivir_domain::day::Day;
use shivir_domain::fact::Token;
use shivir_domain::fold::VisitView;
use shivir_domain::id::{CampId, FactId, PersonId};

use super::{Phone, index};
use crate::error::PhoneError;
use crate::guard::guard;

/// A registration as it stands now.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Registration {
    /// Of whom.
    pub person: PersonId,
    /// What it says, and whether it was corrected or taken back.
    pub visit: VisitView,
    /// Neither corrected nor taken back.
    pub stands: bool,
    /// The code on the slip; none where nobody was met.
    pub slip: Option<String>,
}

#[uniffi::export]
impl Phone {
    /// Begins a registration and saves its draft.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where there is no such person, registration, worker or campaign; [`PhoneError::Refused`] by
    /// a rule, or where the storage is as good as full.
    pub fn begin(&self, sitting: Sitting, whom: Whom) -> Result<DraftView, PhoneError> {
        guard(|| Ok(self.core.begin(sitting, whom)?))
    }

    /// Gives the answer of the step at hand of one member (counted from 0) and saves it.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] by the rule that it breaks, [`PhoneError::NotFound`] where the draft was confirmed or
    /// cancelled. The draft is as it was.
    pub fn answer(&self, draft: DraftNo, member: u32, answer: Answer) -> Result<DraftView, PhoneError> {
        guard(|| Ok(self.core.answer(draft, index(member), answer)?))
    }

    /// Takes the last answer of a member back.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] at the first step; as [`Phone::answer`].
    pub fn back(&self, draft: DraftNo, member: u32) -> Result<DraftView, PhoneError> {
        guard(|| Ok(self.core.back(draft, index(member))?))
    }

    /// Leaves a member of a household out of this pass, or takes her in again.
    ///
    /// # Errors
    /// As [`Phone::answer`].
    pub fn leave_out(&self, draft: DraftNo, member: u32, out: bool) -> Result<DraftView, PhoneError> {
        guard(|| Ok(self.core.leave_out(draft, index(member), out)?))
    }

    /// It is she: the draft about someone new becomes one about a person who is known. What was typed of her is dropped.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where the member is known already; as [`Phone::answer`].
    pub fn switch_to(&self, draft: DraftNo, member: u32, person: PersonId) -> Result<DraftView, PhoneError> {
        guard(|| Ok(self.core.switch_to(draft, index(member), person)?))
    }

    /// Drops a draft. What was confirmed before stays.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where there is none.
    pub fn cancel(&self, draft: DraftNo) -> Result<(), PhoneError> {
        guard(|| Ok(self.core.cancel(draft)?))
    }

    /// The drafts that wait, the latest first.
    ///
    /// # Errors
    /// Storage errors.
    pub fn drafts(&self) -> Result<Vec<DraftView>, PhoneError> {
        guard(|| Ok(self.core.drafts()?))
    }

    /// A draft.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where it was confirmed or cancelled.
    pub fn draft(&self, draft: DraftNo) -> Result<DraftView, PhoneError> {
        guard(|| Ok(self.core.draft(draft)?))
    }

    /// Confirms a draft: a fact a person, the cases that follow, all or nothing. What returns from here survives a kill.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where answers are missing or something became known in the meantime (show the draft again),
    /// [`PhoneError::StorageFull`]. The draft stays in both. [`PhoneError::NotFound`] where it was confirmed before.
    pub fn confirm(&self, draft: DraftNo) -> Result<Confirmed, PhoneError> {
        guard(|| Ok(self.core.confirm(draft)?))
    }

    /// Takes a registration back: it was the wrong person, or entered twice. The fact is kept.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where it was corrected or taken back before, [`PhoneError::NotFound`].
    pub fn withdraw(&self, sitting: Sitting, registration: FactId) -> Result<(), PhoneError> {
        guard(|| Ok(self.core.withdraw(&sitting, registration)?))
    }

    /// A person takes her consent back: all that rests on it is removed, here and wherever it went, in one step that cannot be
    /// undone. What was removed and what stays.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where no consent of hers is here, or the sheet's day lies in the future;
    /// [`PhoneError::NotFound`]; [`PhoneError::StorageFull`]. Nothing is changed in any of them.
    pub fn withdraw_consent(
        &self,
        sitting: Sitting,
        person: PersonId,
    ) -> Result<ConsentTakenBack, PhoneError> {
        guard(|| Ok(self.core.withdraw_consent(&sitting, person)?))
    }

    /// A registration by its fact.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where there is none here.
    pub fn registration(&self, registration: FactId) -> Result<Registration, PhoneError> {
        guard(|| {
            let (person, visit) = self.core.registration(registration)?;
            let slip = visit.visit.token.as_ref().map(Token::code);
            Ok(Registration { person, stands: visit.stands(), slip, visit })
        })
    }

    /// The registrations of a day that stand, the latest first, at most `limit`. `camp`: of one camp alone.
    ///
    /// # Errors
    /// Storage errors.
    pub fn registrations(
        &self,
        day: Day,
        camp: Option<CampId>,
        limit: u32,
    ) -> Result<Vec<DayEntry>, PhoneError> {
        guard(|| Ok(self.core.registrations(day, camp, index(limit))?))
    }
}
