//! Calling people to the camp.

use shivir_core::facts::Sitting;
use shivir_domain::codes::CallHow;
use shivir_domain::id::{FactId, PersonId};

use super::Phone;
use crate::error::PhoneError;
use crate::guard::guard;

#[uniffi::export]
impl Phone {
    /// Notes of these people that they were called to the camp of the sitting: all of them or none. The facts, in their
    /// order.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`], [`PhoneError::Refused`], storage errors. Nothing is written in any of them.
    pub fn call(
        &self,
        sitting: Sitting,
        people: Vec<PersonId>,
        how: CallHow,
    ) -> Result<Vec<FactId>, PhoneError> {
        guard(|| Ok(self.core.call(&sitting, &people, how)?))
    }

    /// Takes calls back that were a slip of the hand: all of them or none.
    ///
    /// # Errors
    /// As [`Phone::call`].
    pub fn take_back_calls(&self, sitting: Sitting, calls: Vec<FactId>) -> Result<(), PhoneError> {
        guard(|| Ok(self.core.take_back_calls(&sitting, &calls)?))
    }
}
