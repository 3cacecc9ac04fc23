//! Aadhaar update cases and ration-card cases.

use shivir_core::aadhaar::{CaseDetail, CaseFilter, CaseRow, Opening, Page, RationStep, ReadyRow, Step};
use shivir_core::facts::Sitting;
use shivir_domain::day::Day;
use shivir_domain::fact::CaseRef;
use shivir_domain::fold::{CaseView, RationView};
use shivir_domain::id::{AreaId, FactId, PersonId};

use super::Phone;
use crate::error::PhoneError;
use crate::guard::guard;

#[uniffi::export]
impl Phone {
    /// A page of the Aadhaar update cases, open ones first, those due before others.
    ///
    /// # Errors
    /// Storage errors.
    pub fn cases(&self, filter: CaseFilter, page: Page) -> Result<Vec<CaseRow>, PhoneError> {
        guard(|| Ok(self.core.cases(&filter, page)?))
    }

    /// A case whole: what happened, what to bring, what it costs, where to go.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where there is none here.
    pub fn case(&self, case: CaseRef) -> Result<CaseDetail, PhoneError> {
        guard(|| Ok(self.core.case(case)?))
    }

    /// Opens an update case outside a registration.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where one is under way or the reason does not fit, [`PhoneError::NotFound`].
    pub fn open_case(
        &self,
        sitting: Sitting,
        person: PersonId,
        opening: Opening,
    ) -> Result<CaseView, PhoneError> {
        guard(|| Ok(self.core.open_case(&sitting, person, &opening)?))
    }

    /// Writes a step of a case: the case as it stands then.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where the step does not follow or a detail does not fit: the case is as it was.
    /// [`PhoneError::NotFound`].
    pub fn step_case(&self, sitting: Sitting, case: CaseRef, step: Step) -> Result<CaseView, PhoneError> {
        guard(|| Ok(self.core.step_case(&sitting, case, step)?))
    }

    /// Says on which day to look again at a case, without a step: the case as it stands then.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where the case ended, or the day is past or more than a year off: the case is as it was.
    /// [`PhoneError::NotFound`].
    pub fn date_case(&self, sitting: Sitting, case: CaseRef, next: Day) -> Result<CaseView, PhoneError> {
        guard(|| Ok(self.core.date_case(&sitting, case, next)?))
    }

    /// Writes a step of a ration-card case, which is known by the registration that opened it.
    ///
    /// # Errors
    /// As [`Phone::step_case`].
    pub fn step_ration(
        &self,
        sitting: Sitting,
        case: FactId,
        step: RationStep,
    ) -> Result<RationView, PhoneError> {
        guard(|| Ok(self.core.step_ration(&sitting, case, &step)?))
    }

    /// A page of those whose update is done, or whose name is on the ration card now, and who have no card yet.
    ///
    /// # Errors
    /// Storage errors.
    pub fn ready_for_card(&self, area: Option<AreaId>, page: Page) -> Result<Vec<ReadyRow>, PhoneError> {
        guard(|| Ok(self.core.ready_for_card(area, page)?))
    }

    /// The fee of a case in Hindi and English; "ask at the centre" where it is not known.
    ///
    /// # Errors
    /// As [`Phone::case`].
    pub fn fee_words(&self, case: CaseRef) -> Result<shivir_domain::campaign::Text, PhoneError> {
        guard(|| {
            let case = self.core.case(case)?;
            Ok(crate::error::both(|lang| case.fee_words(lang)))
        })
    }
}
