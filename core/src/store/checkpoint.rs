//! When the log goes into the file: between confirmations, never within one.
//!
//! Automatic checkpoints are off. Before a write, when the log has passed [`LOG_LIMIT`], it is checkpointed and cut, and
//! a small write takes the sync that SQLite spends on the first frame of a new log, so that a confirmation has exactly
//! one sync.

use rusqlite::Connection;

use super::StoreOptions;
use crate::error::CoreError;

/// Bytes of log from which the next write checkpoints first.
const LOG_LIMIT: u64 = 3 << 20;

/// Checkpoints where the log has grown past the limit.
pub(super) fn before_write(db: &Connection, options: &StoreOptions) -> Result<(), CoreError> {
    let log = options.dir.join("camp.db-wal");
    // No log yet, no need.
    let length = std::fs::metadata(&log).map_or(0, |m| m.len());
    if length < LOG_LIMIT {
        Ok(())
    } else {
        restart(db)
    }
}

fn restart(db: &Connection) -> Result<(), CoreError> {
    // Busy (a reader holds an old view) is no error: the log grows on and the next write tries again.
    let (busy, _log, _done): (i64, i64, i64) =
        db.query_row("pragma wal_checkpoint(truncate)", [], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?))
        })?;
    if busy == 0 {
        take_first_sync(db)
    } else {
        Ok(())
    }
}

/// A small commit that takes the first sync of a new or restarted log.
pub(super) fn take_first_sync(db: &Connection) -> Result<(), CoreError> {
    db.prepare_cached("update tick set logs = logs + 1")?
        .execute([])?;
    Ok(())
}

/// Leaves the store in its files, not in its log. A failure here loses nothing: the log stays.
pub(super) fn at_close(db: &Connection) {
    let _: Result<i64, _> = db.query_row("pragma wal_checkpoint(truncate)", [], |r| r.get(0));
}
