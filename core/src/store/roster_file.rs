//! The roster's file: built under a working name, renamed to its content hash, then switched to in `camp.db`. No
//! transaction writes both files.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use rusqlite::Connection;

use super::{Mode, Store, StoreFile, StoreKey, StoreOptions, connect, meta, open, set_meta};
use crate::error::CoreError;

/// The version of the roster's schema that this program writes and reads.
pub(crate) const ROSTER_VERSION: i64 = 4;

/// The working name.
const PART: &str = "roster.part";

/// A roster in the making. Dropped before [`RosterBuilder::finish`], it leaves nothing behind.
pub(crate) struct RosterBuilder {
    db: Option<Connection>,
    part: PathBuf,
    finished: bool,
}

/// Page cache while a roster is built, in KiB: rows are only appended.
const BUILD_CACHE_KIB: u32 = 2 * 1024;

impl RosterBuilder {
    /// Opens an empty roster under a working name, with its tables and without its indexes.
    pub fn begin(options: &StoreOptions, key: &StoreKey) -> Result<Self, CoreError> {
        let part = options.dir.join(PART);
        open::remove(&part)?;
        let options = &StoreOptions { cache_kib: BUILD_CACHE_KIB, ..options.clone() };
        let db = connect(options, key, StoreFile::Roster, &part, Mode::Build)?;
        db.execute_batch(include_str!("schema/roster.sql"))?;
        db.execute_batch(&format!("pragma user_version = {ROSTER_VERSION}"))?;
        Ok(Self { db: Some(db), part, finished: false })
    }

    /// The connection to write rows through.
    pub fn db(&self) -> Result<&Connection, CoreError> {
        self.db.as_ref().ok_or(CoreError::Internal("roster builder"))
    }

    /// Builds the indexes, syncs the file and gives it the name of its content (hexadecimal digits of its hash).
    /// Returns the file's name, to be switched to by [`Store::switch_roster`].
    pub fn finish(mut self, hash_hex: &str) -> Result<String, CoreError> {
        let db = self.db.take().ok_or(CoreError::Internal("roster builder"))?;
        db.execute_batch(include_str!("schema/roster_index.sql"))?;
        db.close().map_err(|(_, e)| e)?;
        std::fs::File::open(&self.part)?.sync_all()?;
        let name = format!("roster-{hash_hex}.db");
        let path = self.part.with_file_name(&name);
        std::fs::rename(&self.part, &path)?;
        self.finished = true;
        open::sync_dir(&path)?;
        Ok(name)
    }
}

impl Drop for RosterBuilder {
    fn drop(&mut self) {
        if !self.finished {
            // Cancelled or failed. A file that stays is removed at the next opening or beginning.
            self.db.take();
            let _: Result<(), CoreError> = open::remove(&self.part);
        }
    }
}

impl Store {
    /// Opens the roster that `camp.db` names. A missing or damaged one leaves the store without a roster:
    /// registrations go on, and [`Store::roster_missing`] says so.
    pub(crate) fn reopen_roster(&self) -> Result<(), CoreError> {
        let name: Option<String> = self.read(|db| meta(db, "roster"))?;
        let opened = name.as_deref().and_then(|name| self.open_roster_file(name).ok());
        self.roster_named.store(name.is_some(), Ordering::SeqCst);
        self.interrupts.lock().roster = opened.as_ref().map(Connection::get_interrupt_handle);
        *self.roster.lock() = opened;
        Ok(())
    }

    /// Opens one of the roster files of this store for reading.
    pub(crate) fn open_roster_file(&self, name: &str) -> Result<Connection, CoreError> {
        let path = self.options.dir.join(name);
        let db = connect(&self.options, &self.key, StoreFile::Roster, &path, Mode::Read)?;
        let version: i64 = db.query_row("pragma user_version", [], |r| r.get(0))?;
        match version {
            ROSTER_VERSION => Ok(db),
            v if v > ROSTER_VERSION => Err(CoreError::NewerFile(StoreFile::Roster)),
            _ => Err(CoreError::Damaged(StoreFile::Roster)),
        }
    }

    /// A roster is named but cannot be opened: damaged, deleted or of a newer version. It has to be loaded again.
    /// Reads no file, so that it can be asked within a read.
    pub fn roster_missing(&self) -> Result<bool, CoreError> {
        if self.closed.load(Ordering::SeqCst) {
            return Err(CoreError::Closed);
        }
        Ok(self.roster_named.load(Ordering::SeqCst) && self.roster.lock().is_none())
    }

    /// Opens the roster that `camp.db` names and removes what an import left behind that ended half-way: its working
    /// file, and any roster but the one named. Where none is named, all are kept: `camp.db` may have been salvaged.
    pub(crate) fn switch_roster(&self) -> Result<(), CoreError> {
        self.reopen_roster()?;
        self.sweep_rosters();
        Ok(())
    }

    /// Removes rosters that `camp.db` does not name: older ones, and what a cancelled or killed import left. One that
    /// cannot be removed now is removed another time.
    pub(super) fn sweep_rosters(&self) {
        let Ok(Some(named)) = self.read(|db| meta::<String>(db, "roster")) else {
            return;
        };
        let entries = std::fs::read_dir(&self.options.dir).into_iter().flatten().flatten();
        for file in entries.map(|e| e.file_name()) {
            let name = file.to_string_lossy();
            let roster = name.starts_with("roster-") && name.ends_with(".db");
            if name == PART || roster && *name != *named {
                let _: Result<(), CoreError> = open::remove(&self.options.dir.join(&file));
            }
        }
    }
}

/// Names the roster in `camp.db`, within the transaction that brings the people of this store in line with it.
pub(crate) fn name_roster(db: &Connection, name: &str) -> Result<(), CoreError> {
    set_meta(db, "roster", name)
}
