//! The encrypted store. It knows no concept: it opens, migrates, checkpoints, salvages, and gives one door for writes
//! and one for reads.
//!
//! `camp.db` is precious and is written with one sync a commit; the roster is a file that can be sent again. See
//! `docs/STORE.md`.

mod checkpoint;
mod key;
mod migrate;
mod open;
mod roster_file;

pub use key::StoreKey;

pub(crate) use migrate::BUILT_MS;
pub(crate) use open::{Mode, connect};
pub(crate) use roster_file::{ROSTER_VERSION, RosterBuilder, name_roster};

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::{Connection, InterruptHandle, Transaction, TransactionBehavior};

pub use crate::error::StoreFile;

use crate::env::Env;
use crate::error::CoreError;

/// How a store is opened.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// The folder of the store; made where it is missing.
    pub dir: PathBuf,
    /// Name of the SQLite VFS, none for the system's own; tests record and break storage through it.
    pub vfs: Option<String>,
    /// Page cache of each connection, in KiB.
    pub cache_kib: u32,
}

impl StoreOptions {
    /// A store in this folder, 8 MB of page cache.
    pub fn at(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            vfs: None,
            cache_kib: 8 * 1024,
        }
    }

    pub(crate) fn camp(&self) -> PathBuf {
        self.dir.join("camp.db")
    }
}

/// An open store: one writer, one reader of `camp.db`, one reader of the roster.
pub struct Store {
    options: StoreOptions,
    key: StoreKey,
    writer: Mutex<Option<Connection>>,
    reader: Mutex<Option<Connection>>,
    roster: Mutex<Option<Connection>>,
    /// Outside the locks, so that a search in flight can be stopped while it holds its connection.
    interrupts: Mutex<Vec<Arc<InterruptHandle>>>,
    /// Held as long as the store is open: a second process is refused.
    lock: Mutex<Option<File>>,
}

impl Store {
    /// Opens the store in its folder, makes it where there is none, brings an older one up to date.
    ///
    /// # Errors
    /// [`CoreError::InUse`] where another process has it open, [`CoreError::WrongKey`], [`CoreError::NewerFile`],
    /// [`CoreError::Damaged`], [`CoreError::StorageFull`] and other storage errors. Nothing is changed in any of them.
    pub fn open(options: StoreOptions, key: StoreKey, env: &dyn Env) -> Result<Self, CoreError> {
        std::fs::create_dir_all(&options.dir)?;
        let lock = open::lock(&options.dir)?;
        let mut writer = open::open_camp(&options, &key)?;
        migrate::bring_up_to_date(&mut writer, &key, env)?;
        checkpoint::take_first_sync(&writer)?;
        let reader = connect(&options, &key, StoreFile::Camp, &options.camp(), Mode::Read)?;
        let interrupts = vec![Arc::new(reader.get_interrupt_handle())];
        let store = Self {
            options,
            key,
            writer: Mutex::new(Some(writer)),
            reader: Mutex::new(Some(reader)),
            roster: Mutex::new(None),
            interrupts: Mutex::new(interrupts),
            lock: Mutex::new(Some(lock)),
        };
        store.switch_roster()?;
        Ok(store)
    }

    /// The folder of the store.
    pub fn dir(&self) -> &Path {
        &self.options.dir
    }

    pub(crate) fn options(&self) -> &StoreOptions {
        &self.options
    }

    pub(crate) fn key(&self) -> &StoreKey {
        &self.key
    }

    /// The door for writes: the closure gets the transaction; it is committed, with one sync, when the closure returns
    /// `Ok`, and leaves nothing behind otherwise.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let mut guard = self.writer.lock();
        let writer = guard.as_mut().ok_or(CoreError::Closed)?;
        checkpoint::before_write(writer, &self.options)?;
        let tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = work(&tx)?;
        tx.commit()?;
        Ok(value)
    }

    /// The door for reads of `camp.db`.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let mut guard = self.reader.lock();
        let reader = guard.as_mut().ok_or(CoreError::Closed)?;
        let tx = reader.transaction()?;
        work(&tx)
    }

    /// The door for reads of the roster. `None` is given to the closure where none was loaded yet.
    pub(crate) fn read_roster<T>(
        &self,
        work: impl FnOnce(Option<&Connection>) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        if self.writer.lock().is_none() {
            return Err(CoreError::Closed);
        }
        work(self.roster.lock().as_ref()).map_err(|e| match e {
            CoreError::Damaged(_) => CoreError::Damaged(StoreFile::Roster),
            other => other,
        })
    }

    /// Stops searches and reads in flight; they end with [`CoreError::Interrupted`].
    pub fn interrupt(&self) {
        self.interrupts.lock().iter().for_each(|h| h.interrupt());
    }

    /// Closes every connection and lets another process in. Whatever follows ends with [`CoreError::Closed`].
    pub fn close(&self) {
        self.interrupt();
        self.reader.lock().take();
        self.roster.lock().take();
        if let Some(writer) = self.writer.lock().take() {
            checkpoint::at_close(&writer);
        }
        self.lock.lock().take();
    }
}

/// A setting in `meta`.
pub(crate) fn meta<T: rusqlite::types::FromSql>(
    db: &Connection,
    name: &str,
) -> Result<Option<T>, CoreError> {
    use rusqlite::OptionalExtension;
    Ok(db
        .prepare_cached("select value from meta where name = ?")?
        .query_row([name], |r| r.get(0))
        .optional()?)
}

/// Writes a setting.
pub(crate) fn set_meta(
    db: &Connection,
    name: &str,
    value: impl rusqlite::ToSql,
) -> Result<(), CoreError> {
    db.prepare_cached(
        "insert into meta (name, value) values (?1, ?2) on conflict do update set value = ?2",
    )?
    .execute(rusqlite::params![name, value])?;
    Ok(())
}
