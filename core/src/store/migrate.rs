//! Schema versions of `camp.db`: the current schema whole for a new file, numbered steps for an older one, in one
//! transaction; a newer file is refused before anything of it is touched (see `open`).

use rusqlite::{Connection, TransactionBehavior};
use shivir_domain::fold::FOLD_VERSION;

use super::{StoreFile, set_meta};
use crate::error::CoreError;

/// The version that this program writes.
pub(super) const VERSION: i64 = CAMP.version();

/// How the schema came to be.
pub(super) struct Plan {
    /// The schema whole, as of the last version.
    pub whole: &'static str,
    /// Step `i` brings version `i + 1` to `i + 2`.
    pub steps: &'static [&'static str],
}

/// The plan of `camp.db`.
pub(super) const CAMP: Plan = Plan { whole: include_str!("schema/camp.sql"), steps: &[] };

/// Latest time that the program itself vouches for, in milliseconds since 1970 (2026-11-01): no phone's clock that stands
/// before it is believed. Moved on with each release.
pub(crate) const BUILT_MS: u64 = 1_793_491_200_000;

impl Plan {
    const fn version(&self) -> i64 {
        self.steps.len() as i64 + 1
    }

    /// Makes the schema of a new file, or brings an older one up to date.
    pub fn bring_up_to_date(&self, db: &mut Connection) -> Result<(), CoreError> {
        let found: i64 = db.query_row("pragma user_version", [], |r| r.get(0))?;
        if found == self.version() {
            return Ok(());
        }
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if found == 0 {
            tx.execute_batch(self.whole)?;
            tx.execute(
                "insert into tick (one, hlc, trusted_ms, slips, phone, logs) values (1, 0, ?1, 0, 0, 0)",
                [i64::try_from(BUILT_MS).unwrap_or(i64::MAX)],
            )?;
            set_meta(&tx, "fold_version", FOLD_VERSION)?;
        } else {
            let from = usize::try_from(found - 1).map_err(|_| CoreError::Damaged(StoreFile::Camp))?;
            for step in self.steps.iter().skip(from) {
                tx.execute_batch(step)?;
            }
        }
        tx.execute_batch(&format!("pragma user_version = {}", self.version()))?;
        tx.commit()?;
        Ok(())
    }
}
