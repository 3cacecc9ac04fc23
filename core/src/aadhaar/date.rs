//! The day to look again at an Aadhaar update case, without a step.

use shivir_domain::day::Day;
use shivir_domain::fact::{Body, CaseDated, CaseRef};
use shivir_domain::fold::CaseView;

use super::CaseRefusal;
use super::open::refused;
use super::step::{find, next_fits};
use crate::Core;
use crate::error::CoreError;
use crate::facts::Sitting;

impl Core {
    /// Says on which day to look again at a case: the centre was closed, or the family asked for another day. It takes the
    /// place of the day that stands, and can be said anew. Returns the case as it stands then.
    ///
    /// # Errors
    /// [`crate::error::Thing::Case`]; [`CaseRefusal::Ended`] where nothing follows in it any more,
    /// [`CaseRefusal::NextDay`] where the day is past or too far off, as for a step. The case stays as it was in all of
    /// them.
    pub fn date_case(&self, sitting: &Sitting, case: CaseRef, next: Day) -> Result<CaseView, CoreError> {
        next_fits(next, self.day_of(sitting)?)?;
        let person = self.person_of_case(case)?;
        let (fold, _) = self.change_person(sitting, person, |known| {
            let view = find(&known.fold, case)?;
            if view.state.is_final() {
                return Err(refused(CaseRefusal::Ended { state: view.state }));
            }
            Ok(Body::CaseDated(CaseDated { case: view.case, next }))
        })?;
        find(&fold, case).cloned()
    }
}
