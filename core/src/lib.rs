//! The core of Shivir Saathi, as it runs on the phone and on a laptop: the encrypted store, the registration flow, the
//! Aadhaar update queue, the tally, the outbox. Synchronous; the shell owns threads and network.
//!
//! A folder is a concept, a file a verb or a table. [`Core`] is the one handle; its verbs are in the concepts' folders.

pub mod aadhaar;
pub mod campaign;
pub mod env;
pub mod error;
pub mod facts;
#[cfg(feature = "uniffi")]
mod ffi;
pub mod mobilise;
pub mod practice;
pub mod registration;
pub mod report;
pub mod review;
pub mod roster;
pub mod scan;
pub mod store;
pub mod sync;
pub mod worker;

use std::sync::Arc;

use parking_lot::Mutex;
use shivir_domain::campaign::Campaign;

pub use error::{CoreError, Refusal};

use env::Env;
use facts::{OpenStream, Pen};
use practice::PracticeRefusal;
use store::{Store, StoreKey, StoreOptions};

// In the root, where uniffi looks for the tag of a crate.
#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!();

/// An open store with the clock it runs by.
pub struct Core {
    store: Store,
    env: Arc<dyn Env>,
    stream: Mutex<Option<OpenStream>>,
    /// The campaign pack in use, once it was asked for.
    campaign: Mutex<Option<Arc<Campaign>>>,
    /// The index of the roster in use, once it was searched.
    finder: Mutex<Option<roster::Finder>>,
    /// Likely duplicates of those who were asked for last.
    likely: Mutex<roster::Recent>,
    /// It is a store of invented people, of which nothing leaves.
    practice: bool,
}

impl Core {
    /// Opens the store in its folder, or makes it. See [`Store::open`] for the errors.
    ///
    /// # Errors
    /// [`PracticeRefusal::IsPractice`] where the folder holds a practice store.
    pub fn open(options: StoreOptions, key: StoreKey, env: Arc<dyn Env>) -> Result<Self, CoreError> {
        let is_practice = || Refusal::Practice(PracticeRefusal::IsPractice).into();
        if key.for_practice().is_of(&options)? {
            return Err(is_practice());
        }
        let core = Self::open_unmarked(options, key, env)?;
        if practice::marked(&core)? { Err(is_practice()) } else { Ok(core) }
    }

    fn open_unmarked(options: StoreOptions, key: StoreKey, env: Arc<dyn Env>) -> Result<Self, CoreError> {
        let store = Store::open(options, key)?;
        Ok(Self {
            store,
            env,
            stream: Mutex::new(None),
            campaign: Mutex::new(None),
            finder: Mutex::new(None),
            likely: Mutex::default(),
            practice: false,
        })
    }

    pub(crate) fn finder(&self) -> &Mutex<Option<roster::Finder>> {
        &self.finder
    }

    pub(crate) fn likely(&self) -> &Mutex<roster::Recent> {
        &self.likely
    }

    /// The store, for opening, closing and looking after its files.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The clock and the random numbers that the core runs by.
    pub(crate) fn env(&self) -> &dyn Env {
        &*self.env
    }

    /// Writes facts and what follows from them, in one transaction with one sync.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&mut Pen) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let mut stream = self.stream.lock();
        let (value, open, blanked) = self.store.write_confirmation(|tx| {
            let mut pen = Pen::begin(tx, self.env(), *stream)?;
            let value = work(&mut pen)?;
            let blanked = pen.blanked();
            Ok((value, pen.finish()?, blanked))
        })?;
        *stream = open;
        if blanked {
            self.store.clear_log();
        }
        Ok(value)
    }
}
