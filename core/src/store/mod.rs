//! The encrypted store. It knows no concept: it opens, migrates, checkpoints, salvages, and gives one door for writes
//! and one for reads.
//!
//! `camp.db` is precious and is written with one sync a commit; the roster is a file that can be sent again. See
//! `docs/STORE.md`.

mod checkpoint;
mod hex;
mod key;
mod migrate;
mod open;
mod packs_file;
mod recovery;
mod refold;
mod roster_file;
mod salvage;
mod space;
#[cfg(test)]
mod tests;

pub use key::StoreKey;
pub use recovery::{RecoveryPublic, RecoverySecret, SEALED_KEY, unseal_key};
pub use salvage::{Gap, LostFacts, SalvageReport};
pub use space::{Room, Space};

pub(crate) use migrate::BUILT_MS;
pub(crate) use open::{Mode, connect, remove_all};
pub(crate) use roster_file::{ROSTER_VERSION, RosterBuilder, name_roster};

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::{Mutex, MutexGuard};
use rusqlite::{Connection, InterruptHandle, Transaction, TransactionBehavior};

pub use crate::error::StoreFile;

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
        Self { dir: dir.into(), vfs: None, cache_kib: 8 * 1024 }
    }

    pub(crate) fn camp(&self) -> PathBuf {
        self.dir.join("camp.db")
    }
}

/// An open store: one writer, one reader of `camp.db`, one reader of the roster.
pub struct Store {
    options: StoreOptions,
    key: StoreKey,
    writer: Mutex<Option<Writer>>,
    reader: Mutex<Option<Connection>>,
    roster: Mutex<Option<Connection>>,
    /// `camp.db` names a roster.
    roster_named: AtomicBool,
    /// Outside the locks, so that a search in flight can be stopped while it holds its connection.
    interrupts: Mutex<Interrupts>,
    closed: AtomicBool,
    /// Held as long as the store is open: a second process is refused.
    lock: Mutex<Option<open::Lock>>,
}

struct Writer {
    db: Connection,
    log: checkpoint::Log,
}

#[derive(Default)]
struct Interrupts {
    camp: Option<InterruptHandle>,
    roster: Option<InterruptHandle>,
}

impl Store {
    /// Opens the store in its folder, makes it where there is none, brings an older one up to date. A salvage that was cut
    /// short is finished. The roster may be missing: see [`Store::roster_missing`].
    ///
    /// # Errors
    /// [`CoreError::InUse`] where another process has it open, [`CoreError::WrongKey`], [`CoreError::NewerFile`],
    /// [`CoreError::Damaged`], [`CoreError::StorageFull`] and other storage errors. Nothing is changed in any of them.
    pub fn open(options: StoreOptions, key: StoreKey) -> Result<Self, CoreError> {
        let lock = open::lock(&options.dir)?;
        salvage::finish(&options)?;
        let mut writer = open::open_camp(&options, &key)?;
        migrate::CAMP.bring_up_to_date(&mut writer)?;
        open::remember_key(&options, &key)?;
        refold::where_older(&mut writer)?;
        let log = checkpoint::Log::of(&options.camp());
        log.watch(&mut writer)?;
        match checkpoint::take_first_sync(&writer) {
            // What is there can still be looked at and sent.
            Ok(()) | Err(CoreError::StorageFull) => {}
            Err(other) => return Err(other),
        }
        let store = Self {
            writer: Mutex::new(Some(Writer { db: writer, log })),
            reader: Mutex::new(None),
            roster: Mutex::new(None),
            roster_named: AtomicBool::new(false),
            interrupts: Mutex::default(),
            closed: AtomicBool::new(false),
            lock: Mutex::new(Some(lock)),
            options,
            key,
        };
        store.renew_reader(&mut store.reader.lock())?;
        store.reopen_roster()?;
        store.sweep_rosters();
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
        self.write_past(0, work)
    }

    /// The same for a confirmation: the checkpoint that is due is left to the draft that follows, so that a confirmation
    /// has exactly one sync; only a log that has grown on nevertheless is checkpointed here.
    pub(crate) fn write_confirmation<T>(
        &self,
        work: impl FnOnce(&Transaction) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        self.write_past(checkpoint::MARGIN, work)
    }

    fn write_past<T>(
        &self,
        margin: u64,
        work: impl FnOnce(&Transaction) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let mut guard = self.writer.lock();
        let writer = guard.as_mut().ok_or(CoreError::Closed)?;
        writer.log.before_write(&writer.db, margin);
        let done = commit(&mut writer.db, work);
        let damaged = matches!(done, Err(CoreError::Damaged(StoreFile::Camp)));
        if (damaged || !writer.db.is_autocommit())
            && let Ok(mut db) = self.connect(Mode::Write)
            && writer.log.watch(&mut db).is_ok()
        {
            // SQLCipher gives a connection up at the first damaged page. What does not touch that page goes on.
            writer.db = db;
        }
        done
    }

    /// What was taken away is still in older frames of the log: it is copied into the file, where `secure_delete` has
    /// overwritten it, and cut. Where a reader holds an old view or the storage fails, the next checkpoint does it.
    pub(crate) fn clear_log(&self) {
        if let Some(writer) = self.writer.lock().as_mut() {
            writer.log.clear(&writer.db);
        }
    }

    /// The door for reads of `camp.db`.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let mut guard = self.reader.lock();
        self.check_open()?;
        let reader = guard.as_mut().ok_or(CoreError::Closed)?;
        let done = look(reader, work);
        let damaged = matches!(done, Err(CoreError::Damaged(StoreFile::Camp)));
        // An interrupt may hit the end of the read, and leave its view open.
        if damaged || !reader.is_autocommit() {
            // Where not even the first page reads, the error stays what it was.
            let _: Result<(), CoreError> = self.renew_reader(&mut guard);
        }
        done
    }

    /// The door for reads of the roster. `None` is given to the closure where none was loaded yet, or where it is missing.
    /// A roster that turns out to be damaged is missing from then on.
    pub(crate) fn read_roster<T>(
        &self,
        work: impl FnOnce(Option<&Connection>) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let mut guard = self.roster.lock();
        self.check_open()?;
        work(guard.as_ref()).map_err(|e| match e {
            CoreError::Damaged(_) => {
                guard.take();
                CoreError::Damaged(StoreFile::Roster)
            }
            other => other,
        })
    }

    /// Stops searches and reads in flight; they end with [`CoreError::Interrupted`].
    pub fn interrupt(&self) {
        let interrupts = self.interrupts.lock();
        for handle in [&interrupts.camp, &interrupts.roster].into_iter().flatten() {
            handle.interrupt();
        }
    }

    /// Closes every connection and lets another process in. Reads in flight are stopped, a write in flight is waited for.
    /// Whatever follows ends with [`CoreError::Closed`].
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.stop(&self.reader).take();
        self.stop(&self.roster).take();
        if let Some(writer) = self.writer.lock().take() {
            checkpoint::at_close(writer.db);
        }
        self.lock.lock().take();
    }

    /// Takes a lock from a reader that is at work. One interrupt may come before its statement has begun.
    fn stop<'a, T>(&self, mutex: &'a Mutex<T>) -> MutexGuard<'a, T> {
        loop {
            self.interrupt();
            if let Some(guard) = mutex.try_lock_for(Duration::from_millis(20)) {
                return guard;
            }
        }
    }

    fn check_open(&self) -> Result<(), CoreError> {
        if self.closed.load(Ordering::Acquire) {
            return Err(CoreError::Closed);
        }
        Ok(())
    }

    fn connect(&self, mode: Mode) -> Result<Connection, CoreError> {
        let path = self.options.camp();
        connect(&self.options, &self.key, StoreFile::Camp, &path, mode)
    }

    fn renew_reader(&self, reader: &mut Option<Connection>) -> Result<(), CoreError> {
        let db = self.connect(Mode::Read)?;
        self.interrupts.lock().camp = Some(db.get_interrupt_handle());
        *reader = Some(db);
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

fn commit<T>(
    db: &mut Connection,
    work: impl FnOnce(&Transaction) -> Result<T, CoreError>,
) -> Result<T, CoreError> {
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = work(&tx)?;
    tx.commit()?;
    Ok(value)
}

fn look<T>(
    db: &mut Connection,
    work: impl FnOnce(&Connection) -> Result<T, CoreError>,
) -> Result<T, CoreError> {
    let tx = db.transaction()?;
    work(&tx)
}

/// A setting in `meta`.
pub(crate) fn meta<T: rusqlite::types::FromSql>(db: &Connection, name: &str) -> Result<Option<T>, CoreError> {
    use rusqlite::OptionalExtension;
    Ok(db
        .prepare_cached("select value from meta where name = ?")?
        .query_row([name], |r| r.get(0))
        .optional()?)
}

/// Writes a setting.
pub(crate) fn set_meta(db: &Connection, name: &str, value: impl rusqlite::ToSql) -> Result<(), CoreError> {
    db.prepare_cached("insert into meta (name, value) values (?1, ?2) on conflict do update set value = ?2")?
        .execute(rusqlite::params![name, value])?;
    Ok(())
}
