//! The schema, one text for both databases.

use super::Storage;
use crate::error::HubError;

/// The schema whole, as of [`VERSION`].
const WHOLE: &str = include_str!("schema.sql");

/// The version of the schema that this program writes and reads.
const VERSION: i64 = 1;

/// Makes the tables of an empty database; several hubs may begin on it at once. A database of a newer version is refused untouched.
///
/// # Errors
/// [`HubError::Newer`]; storage errors.
pub fn migrate(db: &dyn Storage) -> Result<(), HubError> {
    match db.version()? {
        VERSION => Ok(()),
        0 => match db.define(VERSION, WHOLE) {
            // Another hub that began on it at the same moment was first.
            Err(_) if db.version()? == VERSION => Ok(()),
            done => done,
        },
        _ => Err(HubError::Newer),
    }
}
