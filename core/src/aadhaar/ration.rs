//! The steps of a ration-card case.

use shivir_domain::codes::{Document, RationState};
use shivir_domain::fact::{self, Body, CaseRef};
use shivir_domain::fold::{PersonFold, RationView};
use shivir_domain::id::FactId;

use crate::Core;
use crate::error::{CoreError, Refusal, Thing};
use crate::facts::Sitting;
use crate::registration::FlowRefusal;

/// Longest number of an application or a ration card, in letters.
const NUMBER_LETTERS: u16 = 64;

/// A step of a ration-card case.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record), uniffi(name = "NextRationStep"))]
pub struct RationStep {
    /// The state that it enters. `ADDED` returns the person to the registration list.
    pub to: RationState,
    /// The number of the application or of the ration card.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub number: Option<String>,
    /// Papers that were handed in.
    #[cfg_attr(feature = "uniffi", uniffi(default = []))]
    pub documents: Vec<Document>,
}

impl Core {
    /// Writes a step of a ration-card case, named by the registration that opened it. Returns the case as it stands
    /// then.
    ///
    /// # Errors
    /// [`Thing::Case`]; [`Refusal::RationStep`] where the step does not follow; [`Refusal::TooLong`];
    /// [`FlowRefusal::UnknownCode`]. The case stays as it was in all of them.
    pub fn step_ration(
        &self,
        sitting: &Sitting,
        case: FactId,
        step: &RationStep,
    ) -> Result<RationView, CoreError> {
        self.day_of(sitting)?;
        let number = step.number.as_deref().map(str::trim);
        let number = number.filter(|n| !n.is_empty()).map(str::to_owned);
        let long = |n: &String| n.chars().count() > usize::from(NUMBER_LETTERS);
        if number.as_ref().is_some_and(long) {
            return Err(Refusal::TooLong(NUMBER_LETTERS).into());
        }
        let unknown = |d: &Document| matches!(d, Document::Unknown(_));
        if step.documents.iter().any(unknown) {
            return Err(CoreError::Refused(FlowRefusal::UnknownCode.into()));
        }
        let person = self.person_of_case(CaseRef(case))?;
        let (fold, _) = self.change_person(sitting, person, |known| {
            let view = find(&known.fold, case)?;
            if !view.state.next().contains(&step.to) {
                let (from, to) = (view.state, step.to);
                return Err(Refusal::RationStep { from, to }.into());
            }
            Ok(Body::RationStep(fact::RationStep {
                case: view.case,
                to: step.to,
                number: number.clone(),
                documents: step.documents.clone(),
            }))
        })?;
        find(&fold, case).cloned()
    }
}

fn find(fold: &PersonFold, case: FactId) -> Result<&RationView, CoreError> {
    let found = fold.ration.iter().find(|c| c.case == case);
    found.ok_or(CoreError::NotFound(Thing::Case))
}
