//! The figures of a day and of a place.

use shivir_core::report::{DayReport, Ledger, LedgerLevel, Tally};
use shivir_domain::codes::{Cadre, Lang};
use shivir_domain::day::Day;
use shivir_domain::id::CampId;

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

    /// The tally of a day, of one camp or of all work on this phone, with the groups that this cadre may see.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] before a campaign is loaded.
    pub fn tally(&self, day: Day, camp: Option<CampId>, cadre: Cadre) -> Result<Tally, PhoneError> {
        guard(|| Ok(self.core.tally_for(day, camp, cadre)?))
    }

    /// The report of a day, of one camp or of all work on this phone. No names stand in it.
    ///
    /// # Errors
    /// As [`Phone::tally`].
    pub fn day_report(&self, day: Day, camp: Option<CampId>) -> Result<DayReport, PhoneError> {
        guard(|| Ok(self.core.day_report(day, camp)?))
    }

    /// The report of a day as a message, at most 1,200 letters.
    ///
    /// # Errors
    /// As [`Phone::tally`].
    pub fn day_report_text(&self, day: Day, camp: Option<CampId>, lang: Lang) -> Result<String, PhoneError> {
        guard(|| Ok(self.core.day_report(day, camp)?.text(lang)))
    }

    /// The report of a day as CSV: UTF-8 with a byte order mark.
    ///
    /// # Errors
    /// As [`Phone::tally`].
    pub fn day_report_csv(&self, day: Day, camp: Option<CampId>, lang: Lang) -> Result<String, PhoneError> {
        guard(|| Ok(self.core.day_report(day, camp)?.csv(lang)))
    }
}
