//! Opening a connection.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{StoreFile, StoreKey, StoreOptions};
use crate::error::CoreError;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Read,
    /// A roster under its working name: nothing is synced or rolled back before the end, where it is synced whole.
    Build,
}

/// Takes the folder for this process.
pub(super) fn lock(dir: &Path) -> Result<File, CoreError> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(dir.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(CoreError::InUse),
        Err(TryLockError::Error(e)) => Err(e.into()),
    }
}

/// Opens a connection to one of the files, with its key and pragmas.
pub(crate) fn connect(
    options: &StoreOptions,
    key: &StoreKey,
    file: StoreFile,
    path: &Path,
    mode: Mode,
) -> Result<Connection, CoreError> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX
        | match (file, mode) {
            // A reader in WAL mode maps the shared index, so camp.db is opened for writing by both.
            (StoreFile::Roster, Mode::Read) => OpenFlags::SQLITE_OPEN_READ_ONLY,
            (StoreFile::Camp, Mode::Read) => OpenFlags::SQLITE_OPEN_READ_WRITE,
            _ => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
    let db = match &options.vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs.as_str())?,
        None => Connection::open_with_flags(path, flags)?,
    };
    db.execute_batch(&key.pragma(file))?;
    db.execute_batch(&format!(
        "pragma cipher_memory_security = off; pragma temp_store = memory; pragma cache_size = -{};",
        options.cache_kib
    ))?;
    db.set_prepared_statement_cache_capacity(128);
    match mode {
        Mode::Write => db.execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 0; \
             pragma secure_delete = on; pragma foreign_keys = on;",
        )?,
        Mode::Read => db.execute_batch("pragma query_only = on;")?,
        Mode::Build => db.execute_batch(
            "pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive;",
        )?,
    }
    Ok(db)
}

/// Opens `camp.db` for writing. A file that cannot be read under a key whose fingerprint is the store's own is damaged;
/// under another key, the key is wrong.
pub(super) fn open_camp(options: &StoreOptions, key: &StoreKey) -> Result<Connection, CoreError> {
    let print = options.dir.join("camp.keyid");
    let known = match std::fs::read(&print) {
        Ok(known) => Some(known),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
        Err(e) => return Err(e.into()),
    };
    if known
        .as_deref()
        .is_some_and(|k| k.len() == 8 && k != key.fingerprint())
    {
        return Err(CoreError::WrongKey);
    }
    let db = connect(options, key, StoreFile::Camp, &options.camp(), Mode::Write)
        .and_then(|db| {
            let _: i64 = db.query_row("select count(*) from sqlite_schema", [], |r| r.get(0))?;
            Ok(db)
        })
        .map_err(|e| match (e, &known) {
            (CoreError::Damaged(_), None) => CoreError::WrongKey,
            (other, _) => other,
        })?;
    if known.as_deref() != Some(&key.fingerprint()[..]) {
        write_durably(&print, &key.fingerprint())?;
    }
    Ok(db)
}

/// Writes a small file so that after a power cut it is there whole, or not at all.
pub(super) fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), CoreError> {
    use std::io::Write;
    let part = path.with_extension("part");
    let mut file = File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&part, path)?;
    sync_dir(path)
}

/// Makes a rename or a deletion in the folder of `path` durable.
pub(super) fn sync_dir(path: &Path) -> Result<(), CoreError> {
    if let Some(dir) = path.parent() {
        File::open(dir)?.sync_all()?;
    }
    Ok(())
}
