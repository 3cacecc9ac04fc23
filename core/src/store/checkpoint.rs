//! When the log goes into the file: between confirmations, never within one.
//!
//! Automatic checkpoints are off. Before a write, when the log has passed [`LIMIT`], it is checkpointed and cut, and a
//! small write takes the sync that SQLite spends on the header of a new log, so that a confirmation has exactly one
//! sync. None of this can fail a confirmation: a log that could not be cut is longer, nothing else.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::error::CoreError;

/// Bytes of log from which the next write checkpoints first.
pub(super) const LIMIT: u64 = 3 << 20;

/// So far past the limit a confirmation still goes without a checkpoint, and the log stays below 4 MB.
pub(super) const MARGIN: u64 = 768 << 10;

/// A checkpoint that could not finish is tried again when the log has grown by so many bytes: where a reader holds an
/// old view, not every confirmation pays for the attempt.
const AGAIN: u64 = 256 << 10;

/// The writer's view of the log.
pub(super) struct Log {
    path: PathBuf,
    checkpoint_at: u64,
}

impl Log {
    /// Of the database at this path.
    pub fn of(camp: &Path) -> Self {
        let mut path = camp.as_os_str().to_owned();
        path.push("-wal");
        Self { path: path.into(), checkpoint_at: LIMIT }
    }

    /// Checkpoints where the log has grown past the limit by `margin` bytes.
    pub fn before_write(&mut self, db: &Connection, margin: u64) {
        // No log yet, no need.
        let length = std::fs::metadata(&self.path).map_or(0, |m| m.len());
        if length < self.checkpoint_at + margin {
            return;
        }
        let cut = checkpoint(db);
        self.checkpoint_at = if cut { LIMIT } else { length + AGAIN };
        // Also where the log could not be cut: it may have been copied whole all the same, and then SQLite starts it
        // anew, with its two syncs, at the first write that finds no reader.
        let _: Result<(), CoreError> = take_first_sync(db);
    }
}

/// Copies the log into the file and cuts it. False where it could not be cut: a reader holds an old view, or the storage
/// is full or failing. Then the log stays, and holds all that it held.
fn checkpoint(db: &Connection) -> bool {
    // A confirmation does not wait for a reader.
    let waits = db.busy_timeout(Duration::ZERO);
    let busy: Result<i64, _> = db.query_row("pragma wal_checkpoint(truncate)", [], |r| r.get(0));
    let restored = db.busy_timeout(super::open::PATIENCE);
    waits.is_ok() && restored.is_ok() && busy.is_ok_and(|busy| busy == 0)
}

/// A small commit that takes the first sync of a new or restarted log.
pub(super) fn take_first_sync(db: &Connection) -> Result<(), CoreError> {
    db.prepare_cached("update tick set logs = logs + 1")?.execute([])?;
    Ok(())
}

/// Leaves the store in its file, and no log. A failure here loses nothing: the log stays.
pub(super) fn at_close(db: Connection) {
    if checkpoint(&db) {
        // Now that it is empty, it is removed when the connection closes.
        let _: Result<bool, _> = db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false);
    }
}
