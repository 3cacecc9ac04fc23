//! Who uses an SQLite file: everybody at once, but nobody while a backup is put in its place.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::fail::{self, Fail};
use crate::key::beside;

/// Held for as long as the file is used.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Together with others.
    pub fn shared(db: &Path) -> Result<Self, Fail> {
        Self::take(db, File::try_lock_shared)
    }

    /// Alone.
    pub fn alone(db: &Path) -> Result<Self, Fail> {
        Self::take(db, File::try_lock)
    }

    fn take(db: &Path, lock: impl Fn(&File) -> Result<(), TryLockError>) -> Result<Self, Fail> {
        let path = beside(db, ".lock");
        let opened = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
        let file = opened.map_err(|e| fail::file(&path, &e))?;
        match lock(&file) {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Fail::refused(
                "in_use",
                "यह डेटाबेस अभी काम में है। कुछ नहीं बदला। चालू shivir-hub को बंद करके फिर से चलाएँ।",
                "The database is in use. Nothing was changed. Stop the shivir-hub that runs on it and run this again.",
            )),
            Err(TryLockError::Error(e)) => Err(fail::file(&path, &e)),
        }
    }
}
