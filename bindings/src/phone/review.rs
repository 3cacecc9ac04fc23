//! Review: what two people said otherwise, and who settles it.

use shivir_core::facts::Sitting;
use shivir_core::review::{ReviewFilter, ReviewView};
use shivir_core::roster::Person;
use shivir_domain::fold::ReviewId;
use shivir_domain::id::{FactId, PersonId, WorkerId};

use super::Phone;
use crate::error::PhoneError;
use crate::guard::guard;

#[uniffi::export]
impl Phone {
    /// The items, open ones first.
    ///
    /// # Errors
    /// Storage errors.
    pub fn reviews(&self, filter: ReviewFilter) -> Result<Vec<ReviewView>, PhoneError> {
        guard(|| Ok(self.core.reviews(&filter)?))
    }

    /// An item.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where there is none here.
    pub fn review(&self, review: ReviewId) -> Result<ReviewView, PhoneError> {
        guard(|| Ok(self.core.review(review)?))
    }

    /// Whether a worker may settle an item as it is shown.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where she is not known here.
    pub fn may_settle(&self, worker: WorkerId, item: ReviewView) -> Result<bool, PhoneError> {
        guard(|| Ok(self.core.may_settle(worker, &item)?))
    }

    /// Settles an item, as it was shown, by keeping one of its facts; of a likely duplicate, that says that it is another
    /// person.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where facts came to it since, it is settled, or it is not hers to settle;
    /// [`PhoneError::NotFound`]. The item is as it was.
    pub fn settle(&self, sitting: Sitting, seen: ReviewView, keep: FactId) -> Result<ReviewView, PhoneError> {
        guard(|| Ok(self.core.settle(&sitting, &seen, keep)?))
    }

    /// Joins the two of a likely duplicate, as it was shown.
    ///
    /// # Errors
    /// As [`Phone::merge_people`].
    pub fn settle_as_same(&self, sitting: Sitting, seen: ReviewView) -> Result<Person, PhoneError> {
        guard(|| Ok(self.core.settle_as_same(&sitting, &seen)?))
    }

    /// Joins two entries of one person under the id of `kept`; [`Phone::unmerge_people`] undoes it.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] by a rule, [`PhoneError::NotFound`]. Nothing is written then.
    pub fn merge_people(
        &self,
        sitting: Sitting,
        kept: PersonId,
        other: PersonId,
    ) -> Result<Person, PhoneError> {
        guard(|| Ok(self.core.merge_people(&sitting, kept, other)?))
    }

    /// Undoes what joins two entries: they are two people again.
    ///
    /// # Errors
    /// As [`Phone::merge_people`].
    pub fn unmerge_people(&self, sitting: Sitting, one: PersonId, other: PersonId) -> Result<(), PhoneError> {
        guard(|| Ok(self.core.unmerge_people(&sitting, one, other)?))
    }
}
