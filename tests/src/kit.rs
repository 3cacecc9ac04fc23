//! What whole-system tests begin with: a store in a folder of its own, a clock in hand, a table with a mitanin.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use shivir_core::env::{Env, SystemEnv};
use shivir_core::facts::Sitting;
use shivir_core::store::{StoreKey, StoreOptions};
use shivir_core::{Core, CoreError};
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::Cadre;
use shivir_domain::id::AreaId;

/// A day of the campaign at ten in the morning, Indian time: 24 November 2026.
pub const TEN: u64 = 1_795_494_600_000;

/// A clock that stands still until it is moved, and the system's random numbers.
#[derive(Debug)]
pub struct HeldClock(AtomicU64);

impl HeldClock {
    /// A clock that stands at this millisecond (since 1970, UTC).
    pub fn at(ms: u64) -> Arc<Self> {
        Arc::new(Self(AtomicU64::new(ms)))
    }

    /// Moves it.
    pub fn set(&self, ms: u64) {
        self.0.store(ms, Ordering::SeqCst);
    }
}

impl Env for HeldClock {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), CoreError> {
        SystemEnv.random(bytes)
    }
}

/// The key of every test's store.
///
/// # Errors
/// None that a test meets.
pub fn key() -> Result<StoreKey, CoreError> {
    StoreKey::from_bytes(&[0x5a; StoreKey::LEN])
}

/// Opens the store of a folder through a VFS, none for the system's own.
///
/// # Errors
/// As `Core::open`.
pub fn open(dir: &Path, vfs: Option<&str>, env: Arc<dyn Env>) -> Result<Core, CoreError> {
    let options = StoreOptions { vfs: vfs.map(str::to_owned), ..StoreOptions::at(dir) };
    Core::open(options, key()?, env)
}

/// Loads the campaign of Sakti and seats a mitanin at a table, where this store has none yet.
///
/// # Errors
/// Storage errors.
pub fn table(core: &Core) -> Result<Sitting, CoreError> {
    let area = AreaId(762_000_001);
    if core.campaign().is_err() {
        let pack = Campaign::builtin("sakti-2023").map_err(|_| CoreError::Internal("campaign"))?;
        core.load_campaign(pack.raw(), None).map_err(|_| CoreError::Internal("campaign"))?;
    }
    let mitanin = match core.workers()?.into_iter().find(|w| w.cadre == Cadre::Mitanin) {
        Some(mitanin) => mitanin,
        None => core.add_worker("सीता बाई", Cadre::Mitanin, &[area])?,
    };
    Ok(Sitting { author: mitanin.id, typist: mitanin.id, camp: None, area, on: None })
}
