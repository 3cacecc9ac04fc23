//! A copy of the database while it is in use.

use std::path::Path;

use super::{Sqlite, connect};
use crate::error::HubError;

impl Sqlite {
    /// Writes all that is committed now into another file, under the same key. Nothing waits for it meanwhile. `to`: a file
    /// that is empty or not there; it is only whole once this returns `Ok`.
    ///
    /// # Errors
    /// [`HubError::Busy`] where the disk is full; [`HubError::Damaged`]; [`HubError::Internal`] where the file is not empty.
    pub fn backup(&self, to: &Path) -> Result<(), HubError> {
        let to = to.to_str().ok_or(HubError::Internal("name of the file"))?;
        let db = connect(&self.path, &self.key, self.vfs.as_deref())?;
        db.execute("vacuum into ?1", [to])?;
        Ok(())
    }
}
