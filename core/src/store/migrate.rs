//! Schema versions of `camp.db`: the current schema whole for a new file, numbered steps for an older one, in one
//! transaction; a newer file is refused.

use rusqlite::{Connection, TransactionBehavior};

use super::{StoreFile, StoreKey, set_meta};
use crate::env::Env;
use crate::error::CoreError;

/// The version that this program writes.
pub(super) const VERSION: i64 = 1;

const WHOLE: &str = include_str!("schema/camp.sql");

/// Step `i` brings version `i + 1` to `i + 2`.
const STEPS: [&str; 0] = [];

/// Latest time that the program itself vouches for, in milliseconds since 1970 (2026-11-01): no phone's clock that stands
/// before it is believed. Moved on with each release.
pub(crate) const BUILT_MS: u64 = 1_793_491_200_000;

/// Makes the schema of a new file, or brings an older one up to date.
pub(super) fn bring_up_to_date(
    db: &mut Connection,
    key: &StoreKey,
    _env: &dyn Env,
) -> Result<(), CoreError> {
    let found: i64 = db.query_row("pragma user_version", [], |r| r.get(0))?;
    if found > VERSION {
        return Err(CoreError::NewerFile(StoreFile::Camp));
    }
    if found == VERSION {
        return Ok(());
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if found == 0 {
        tx.execute_batch(WHOLE)?;
        tx.execute(
            "insert into tick (one, hlc, trusted_ms, slips, phone, logs) values (1, 0, ?1, 0, 0, 0)",
            [i64::try_from(BUILT_MS).unwrap_or(i64::MAX)],
        )?;
        set_meta(&tx, "fold_version", shivir_domain::fold::FOLD_VERSION)?;
        set_meta(&tx, "key", key.fingerprint())?;
    } else {
        let from = usize::try_from(found - 1).map_err(|_| CoreError::Damaged(StoreFile::Camp))?;
        for step in STEPS.iter().skip(from) {
            tx.execute_batch(step)?;
        }
    }
    tx.execute_batch(&format!("pragma user_version = {VERSION}"))?;
    tx.commit()?;
    Ok(())
}
