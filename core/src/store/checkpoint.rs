//! When the log goes into the file: between confirmations, never within one.
//!
//! Automatic checkpoints are off. Before a write, when what the log holds has passed [`LIMIT`], it is checkpointed and
//! begins anew, and a small write takes the sync that SQLite spends on the header of a new log, so that a confirmation
//! has exactly one sync. The file keeps its length: to sync what is written over costs half of what growing costs. None
//! of this can fail a confirmation: a log that could not begin anew is longer, nothing else.

use std::ffi::c_int;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::hooks::Wal;

use crate::error::CoreError;

/// Bytes of log from which the next write checkpoints first.
pub(super) const LIMIT: u64 = 3 << 20;

/// So far past the limit a confirmation still goes without a checkpoint, and the log stays below 4 MB.
pub(super) const MARGIN: u64 = 768 << 10;

/// A checkpoint that could not finish is tried again when the log has grown by so many bytes: where a reader holds an
/// old view, not every confirmation pays for the attempt.
const AGAIN: u64 = 256 << 10;

/// Bytes of a page in the log, with the head of its frame.
const FRAME: u64 = 4096 + 24;

/// The writer's view of the log.
pub(super) struct Log {
    path: PathBuf,
    /// Frames in use, as SQLite says after each commit. The file is longer where it held more before it began anew.
    frames: Arc<AtomicU64>,
    checkpoint_at: u64,
}

impl Log {
    /// Of the database at this path.
    pub fn of(camp: &Path) -> Self {
        let path = super::open::with_end(camp, "-wal");
        Self { path, frames: Arc::default(), checkpoint_at: LIMIT }
    }

    /// Counts the frames that this connection leaves in use. To be called for each connection that writes.
    pub fn watch(&self, db: &mut Connection) -> Result<(), CoreError> {
        let frames = self.frames.clone();
        db.wal_hook(Some(move |_: &mut Wal, pages: c_int| {
            frames.store(u64::try_from(pages).unwrap_or(0), Ordering::Relaxed);
            Ok(())
        }))?;
        Ok(())
    }

    /// Checkpoints where the log has grown past the limit by `margin` bytes.
    pub fn before_write(&mut self, db: &Connection, margin: u64) {
        let used = self.frames.load(Ordering::Relaxed) * FRAME;
        if used < self.checkpoint_at + margin {
            return;
        }
        // What readers with old views let it grow to is given back.
        let too_long = std::fs::metadata(&self.path).is_ok_and(|m| m.len() > LIMIT + 2 * MARGIN);
        let done = checkpoint(db, if too_long { "truncate" } else { "restart" });
        self.checkpoint_at = if done { LIMIT } else { used + AGAIN };
        // Also where it did not finish: the log may have been copied whole all the same, and then SQLite starts it anew,
        // with its two syncs, at the first write that finds no reader.
        let _: Result<(), CoreError> = take_first_sync(db);
    }

    /// Copies the log into the file and cuts it, whatever its length; the next write finds its first sync taken.
    pub fn clear(&mut self, db: &Connection) {
        if checkpoint(db, "truncate") {
            self.checkpoint_at = LIMIT;
            let _: Result<(), CoreError> = take_first_sync(db);
        }
    }
}

/// Copies the log into the file, so that it begins anew (`restart`) or is cut too (`truncate`). False where that could
/// not be: a reader holds an old view, or the storage is full or failing. Then the log holds all that it held.
fn checkpoint(db: &Connection, how: &str) -> bool {
    // A confirmation does not wait for a reader.
    let waits = db.busy_timeout(Duration::ZERO);
    let busy: Result<i64, _> = db.query_row(&format!("pragma wal_checkpoint({how})"), [], |r| r.get(0));
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
    if checkpoint(&db, "truncate") {
        // Now that it is empty, it is removed when the connection closes.
        let _: Result<bool, _> = db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false);
    }
}
