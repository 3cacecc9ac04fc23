//! The campaign pack in use.

use shivir_domain::campaign::Campaign;

use super::Phone;
use crate::error::PhoneError;
use crate::guard::guard;

#[uniffi::export]
impl Phone {
    /// Works by a campaign pack that ships with the app from now on. `year` for an order whose text has none.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where no pack has this id or the year does not fit.
    pub fn load_builtin_campaign(&self, id: String, year: Option<u16>) -> Result<(), PhoneError> {
        guard(|| {
            self.core.load_campaign(Campaign::builtin(&id)?.raw(), year)?;
            Ok(())
        })
    }
}
