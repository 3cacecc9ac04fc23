//! The list of people: import, search, a person, her household.

use std::fs::File;
use std::sync::Arc;

use shivir_core::CoreError;
use shivir_core::roster::{
    Hit, HouseholdNo, ImportOptions, ImportReport, LeftPage, Likely, Person, RosterSummary, SearchOptions,
};
use shivir_domain::fact::Details;
use shivir_domain::id::{AreaId, PersonId};

use super::{Phone, index};
use crate::error::PhoneError;
use crate::guard::guard;
use crate::watch::{ImportWatch, goes_on};

#[uniffi::export]
impl Phone {
    /// Imports a list (CSV or a workbook) of the campaign's district in place of the one in use: whole or not at all. Rows
    /// that are not taken are counted, and written to `rejected` with their reasons where a file is named.
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where the list cannot be taken, [`PhoneError::Interrupted`] where `watch` stopped it,
    /// [`PhoneError::NotFound`] before a campaign is loaded, storage errors. The list in use is as it was.
    pub fn import_roster(
        &self,
        path: String,
        rejected: Option<String>,
        watch: Arc<dyn ImportWatch>,
    ) -> Result<ImportReport, PhoneError> {
        guard(|| {
            let mut list = File::open(path).map_err(CoreError::from)?;
            let district = self.core.campaign()?.pack().district.code;
            let mut options = ImportOptions::new(district, self.core.today()?);
            options.rejected = rejected.map(Into::into);
            let report = self.core.import_roster(&mut list, &options, &mut goes_on(&*watch))?;
            Ok(report)
        })
    }

    /// Finds people, the likeliest first. See [`Core::search`].
    ///
    /// # Errors
    /// [`PhoneError::Interrupted`] where [`Phone::interrupt`] stopped it, [`PhoneError::DamagedRoster`].
    pub fn search(&self, query: String, options: SearchOptions) -> Result<Vec<Hit>, PhoneError> {
        guard(|| Ok(self.core.search(&query, &options)?))
    }

    /// Stops searches and reads in flight, on whatever thread. Does not wait.
    pub fn interrupt(&self) {
        self.core.store().interrupt();
    }

    /// A person, listed or new.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where neither the list nor a fact here knows her.
    pub fn person(&self, id: PersonId) -> Result<Person, PhoneError> {
        guard(|| Ok(self.core.person(id)?))
    }

    /// The listed members of her household, in the order of the list.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where she is on no list.
    pub fn household(&self, id: PersonId) -> Result<Vec<Person>, PhoneError> {
        guard(|| Ok(self.core.household(id)?))
    }

    /// The left-out people by household: of an area or of the whole list, from the household after `after` (0: the first) on,
    /// at most `limit` households.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where no list is loaded, [`PhoneError::Interrupted`], [`PhoneError::DamagedRoster`].
    pub fn left_out(
        &self,
        area: Option<AreaId>,
        after: HouseholdNo,
        limit: u32,
    ) -> Result<LeftPage, PhoneError> {
        guard(|| Ok(self.core.left_out(area, after, index(limit))?))
    }

    /// What the list in use holds, by area.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where no list is loaded, [`PhoneError::DamagedRoster`].
    pub fn roster_summary(&self) -> Result<RosterSummary, PhoneError> {
        guard(|| Ok(self.core.roster_summary()?))
    }

    /// Those who may be the one with these details, the likeliest first, at most ten.
    ///
    /// # Errors
    /// [`PhoneError::Interrupted`], storage errors.
    pub fn likely_duplicates(&self, details: Details) -> Result<Vec<Likely>, PhoneError> {
        guard(|| Ok(self.core.likely_duplicates(&details)?))
    }
}
