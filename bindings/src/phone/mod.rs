//! The facade: a file per concept. Each call delegates and may be made from any thread but the one that draws.

mod aadhaar;
mod campaign;
mod mobilise;
mod outbox;
mod packs;
mod practice;
mod registration;
mod report;
mod review;
mod roster;
mod scan;
mod store;
mod sync;
mod worker;

pub use campaign::{BuiltinCampaign, CampView, CampaignView, builtin_campaigns};
pub use outbox::{RefusedWords, reach_sentence, refused_words};
pub use packs::PackHere;
pub use registration::Registration;
pub use scan::{Seen, scan_frame, slip_qr};
pub use store::{RoomLeft, Salvaged, salvage};
pub use sync::Invitation;

use std::sync::Arc;

use shivir_core::Core;
use shivir_core::env::SystemEnv;
use shivir_core::facts::{Sitting, When};
use shivir_core::store::{StoreKey, StoreOptions};
use shivir_core::worker::Worker;
use shivir_domain::codes::Cadre;
use shivir_domain::day::Day;
use shivir_domain::id::AreaId;
use zeroize::Zeroizing;

use crate::error::PhoneError;
use crate::guard::guard;

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

    /// The day and minute of what happens at a table, and whether the phone's clock can be believed.
    ///
    /// # Errors
    /// As [`Phone::workers`].
    pub fn time_at(&self, sitting: Sitting) -> Result<When, PhoneError> {
        guard(|| Ok(self.core.when(&sitting)?))
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
}

/// A place in a list as Kotlin counts it.
fn index(at: u32) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}
