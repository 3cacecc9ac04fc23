//! The facade. Each call delegates and may be made from any thread but the one that draws.

use std::fs::File;
use std::ops::ControlFlow;
use std::sync::Arc;

use shivir_core::Core;
use shivir_core::CoreError;
use shivir_core::env::SystemEnv;
use shivir_core::report::{Ledger, LedgerLevel};
use shivir_core::roster::{Hit, ImportOptions, ImportReport, Person, SearchOptions};
use shivir_core::store::{StoreKey, StoreOptions};
use shivir_core::worker::Worker;
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::Cadre;
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, PersonId};
use zeroize::Zeroizing;

use crate::error::PhoneError;
use crate::guard::guard;
use crate::watch::ImportWatch;

/// The core of one phone, with its store open.
#[derive(uniffi::Object)]
pub struct Phone {
    core: Core,
}

#[uniffi::export]
impl Phone {
    /// Opens the store in a folder, or makes it. `key`: 48 bytes, as the Keystore unwraps them; they are wiped here, and the
    /// caller wipes its own.
    ///
    /// # Errors
    /// [`PhoneError::WrongKey`], [`PhoneError::InUse`], [`PhoneError::NewerFile`], [`PhoneError::DamagedCamp`],
    /// [`PhoneError::StorageFull`], [`PhoneError::Storage`]. Nothing is changed in any of them.
    #[uniffi::constructor]
    pub fn open(dir: String, key: Vec<u8>) -> Result<Arc<Self>, PhoneError> {
        let key = Zeroizing::new(key);
        guard(|| {
            let key = StoreKey::from_bytes(&key)?;
            let core = Core::open(StoreOptions::at(dir), key, Arc::new(SystemEnv))?;
            Ok(Arc::new(Self { core }))
        })
    }

    /// Closes the store and lets another process in: searches are stopped, a write is waited for. Whatever follows ends with
    /// [`PhoneError::Closed`]. What is called `close` in Kotlin lets go of this handle, and closes the store with the last.
    ///
    /// # Errors
    /// [`PhoneError::Internal`].
    pub fn close_store(&self) -> Result<(), PhoneError> {
        guard(|| {
            self.core.store().close();
            Ok(())
        })
    }

    /// The day in India by the phone's trusted clock.
    ///
    /// # Errors
    /// As [`Phone::workers`].
    pub fn today(&self) -> Result<Day, PhoneError> {
        guard(|| Ok(self.core.today()?))
    }

    /// Adds a worker to this phone. See [`Core::add_worker`].
    ///
    /// # Errors
    /// [`PhoneError::Refused`] where the name is too long, [`PhoneError::StorageFull`] among others.
    pub fn add_worker(&self, name: String, cadre: Cadre, areas: Vec<AreaId>) -> Result<Worker, PhoneError> {
        guard(|| Ok(self.core.add_worker(&name, cadre, &areas)?))
    }

    /// The workers known here, by name.
    ///
    /// # Errors
    /// [`PhoneError::DamagedCamp`], [`PhoneError::Closed`] and other storage errors.
    pub fn workers(&self) -> Result<Vec<Worker>, PhoneError> {
        guard(|| Ok(self.core.workers()?))
    }

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
            let report = self.core.import_roster(&mut list, &options, &mut |progress| {
                if watch.progress(progress).unwrap_or(false) {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            })?;
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

    /// The ledger of a panchayat, a block or the district: target − corrections = made + left.
    ///
    /// # Errors
    /// [`PhoneError::NotFound`] where no list is loaded.
    pub fn ledger(&self, level: LedgerLevel) -> Result<Ledger, PhoneError> {
        guard(|| Ok(self.core.ledger(level)?))
    }
}
