//! The figures of a day and of a place.

use shivir_core::report::{Ledger, LedgerLevel};

use super::Phone;
use crate::error::PhoneError;
use crate::guard::guard;

#[uniffi::export]
impl Phone {
    /// The ledger of a panchayat, a block or the district: target − corrections = made + left.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where no list is loaded.
    pub fn ledger(&self, level: LedgerLevel) -> Result<Ledger, PhoneError> {
        guard(|| Ok(self.core.ledger(level)?))
    }
}
