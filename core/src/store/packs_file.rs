//! The file of roster packs. Like the roster it can be sent again: where it is damaged, a new one takes its place.

use rusqlite::Connection;

use super::open::{Mode, connect, remove, with_end};
use super::{Store, StoreFile};
use crate::error::CoreError;

/// The version of its schema that this program writes and reads.
const PACKS_VERSION: i64 = 1;

/// Its name.
const PACKS: &str = "packs.db";

impl Store {
    /// Opens the file of packs, makes it where there is none, and makes it anew where it cannot be read or is of another
    /// version: the packs are then fetched again.
    pub(crate) fn open_packs(&self) -> Result<Connection, CoreError> {
        self.check_open()?;
        match self.try_open_packs() {
            Err(CoreError::Damaged(_)) => {
                self.discard_packs()?;
                self.try_open_packs()
            }
            other => other,
        }
    }

    /// Removes the file of packs, so that they are fetched again.
    pub(crate) fn discard_packs(&self) -> Result<(), CoreError> {
        let path = self.options.dir.join(PACKS);
        remove(&with_end(&path, "-journal"))?;
        remove(&path)
    }

    fn try_open_packs(&self) -> Result<Connection, CoreError> {
        let path = self.options.dir.join(PACKS);
        let mut db = connect(&self.options, &self.key, StoreFile::Packs, &path, Mode::Write)?;
        let version: i64 = db.query_row("pragma user_version", [], |r| r.get(0))?;
        match version {
            PACKS_VERSION => Ok(db),
            0 => {
                let tx = db.transaction()?;
                tx.execute_batch(include_str!("schema/packs.sql"))?;
                tx.execute_batch(&format!("pragma user_version = {PACKS_VERSION}"))?;
                tx.commit()?;
                Ok(db)
            }
            _ => Err(CoreError::Damaged(StoreFile::Packs)),
        }
    }
}
