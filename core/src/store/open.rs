//! Opening a connection.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::{StoreFile, StoreKey, StoreOptions, migrate, salvage};
use crate::error::CoreError;

/// The file with the fingerprint of the store's key.
const KEY_ID: &str = "camp.keyid";

/// How long a connection waits for another of this process.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Read,
    /// A roster under its working name: nothing is synced or rolled back before the end, where it is synced whole.
    Build,
}

/// A folder that is this process's until this is dropped.
pub(super) struct Lock(pub(super) File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing alone is not enough: a process that is being started holds a copy of the file until its program is loaded.
        // Where it fails, closing is what remains.
        let _: std::io::Result<()> = self.0.unlock();
    }
}

/// Makes the folder, for its owner alone, and takes it for this process.
pub(super) fn lock(dir: &Path) -> Result<Lock, CoreError> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(dir.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(CoreError::InUse),
        Err(TryLockError::Error(e)) => Err(e.into()),
    }
}

/// Makes SQLite ready once, with every other thread waiting: it calls itself ready before SQLCipher is, and a second
/// thread's first key would be refused.
fn make_ready() {
    static READY: Once = Once::new();
    READY.call_once(|| drop(Connection::open_in_memory()));
}

/// Opens a connection to one of the files, with its key and pragmas.
pub(crate) fn connect(
    options: &StoreOptions,
    key: &StoreKey,
    file: StoreFile,
    path: &Path,
    mode: Mode,
) -> Result<Connection, CoreError> {
    make_ready();
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
    // The last connection to close writes the log into the file, under whatever key: only the store that was opened
    // does that, of its own will (see `checkpoint::at_close`).
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    db.execute_batch(&key.pragma(file))?;
    db.execute_batch(&format!(
        "pragma cipher_memory_security = off; pragma cipher_log_level = none; pragma temp_store = memory; pragma cache_size = -{};",
        options.cache_kib
    ))?;
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(128);
    match mode {
        Mode::Write => db.execute_batch(
            "pragma synchronous = full; pragma wal_autocheckpoint = 0; pragma secure_delete = on; pragma foreign_keys = on;",
        )?,
        Mode::Read => db.execute_batch("pragma query_only = on;")?,
        Mode::Build => db.execute_batch(
            "pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive;",
        )?,
    }
    Ok(db)
}

/// Opens `camp.db` for writing, without changing a byte of it before it is known to be this program's to change.
///
/// # Errors
/// [`CoreError::NewerFile`]; [`CoreError::WrongKey`] where no page of the file is under this key;
/// [`CoreError::Damaged`] where some are, where a store was here and is gone, or where the log lost what was confirmed.
pub(super) fn open_camp(options: &StoreOptions, key: &StoreKey) -> Result<Connection, CoreError> {
    let path = options.camp();
    let ours = key_id(options)?.map(|id| id == key.fingerprint());
    let empty = std::fs::metadata(&path).map_or(0, |m| m.len()) < salvage::PAGE;
    if empty && let Some(ours) = ours {
        // A store was here: making a new one in its place would hide the loss.
        return Err(if ours { CoreError::Damaged(StoreFile::Camp) } else { CoreError::WrongKey });
    }
    // SQLite would pass over the rest of a damaged log without a word.
    if !empty && salvage::log_lost_facts(&path, key)? {
        return Err(CoreError::Damaged(StoreFile::Camp));
    }
    let traces = Traces::before(&path);
    match look(options, key, &path) {
        Ok((db, found)) if found > migrate::VERSION => {
            drop(db);
            traces.wipe()?;
            Err(CoreError::NewerFile(StoreFile::Camp))
        }
        Ok((db, _)) => {
            db.execute_batch("pragma journal_mode = wal")?;
            Ok(db)
        }
        Err(CoreError::Damaged(_)) => {
            traces.wipe()?;
            if ours == Some(true) || salvage::key_fits(&path, key)? {
                Err(CoreError::Damaged(StoreFile::Camp))
            } else {
                Err(CoreError::WrongKey)
            }
        }
        Err(other) => Err(other),
    }
}

/// Connects and reads the version of the schema, and with it the first pages.
fn look(options: &StoreOptions, key: &StoreKey, path: &Path) -> Result<(Connection, i64), CoreError> {
    let db = connect(options, key, StoreFile::Camp, path, Mode::Write)?;
    let _: i64 = db.query_row("select count(*) from sqlite_schema", [], |r| r.get(0))?;
    let version = db.query_row("pragma user_version", [], |r| r.get(0))?;
    Ok((db, version))
}

/// What SQLite makes beside a file when it looks at it.
struct Traces {
    beside: [(PathBuf, bool); 2],
}

impl Traces {
    fn before(camp: &Path) -> Self {
        let beside = ["-wal", "-shm"].map(|end| {
            let path = with_end(camp, end);
            let there = path.exists();
            (path, there)
        });
        Self { beside }
    }

    /// Removes what was not there before. A log that has content is left whatever it is.
    fn wipe(&self) -> Result<(), CoreError> {
        for (path, there) in &self.beside {
            let log = path.as_os_str().as_encoded_bytes().ends_with(b"-wal");
            let empty = std::fs::metadata(path).map_or(0, |m| m.len()) == 0;
            if !there && (!log || empty) {
                remove(path)?;
            }
        }
        Ok(())
    }
}

/// A path with something put at its end.
pub(super) fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(end);
    path.into()
}

/// The fingerprint of the key of the store in this folder, as the file beside it says.
pub(super) fn key_id(options: &StoreOptions) -> Result<Option<[u8; 8]>, CoreError> {
    match std::fs::read(options.dir.join(KEY_ID)) {
        Ok(id) => Ok(id.try_into().ok()),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e.into()),
    }
}

/// Writes the fingerprint of the key that has just opened the store, where it is not there. It only helps to tell a wrong
/// key from a file in which nothing is left, so that a full storage does not keep the store from opening.
pub(super) fn remember_key(options: &StoreOptions, key: &StoreKey) -> Result<(), CoreError> {
    if key_id(options)? == Some(key.fingerprint()) {
        return Ok(());
    }
    match write_durably(&options.dir.join(KEY_ID), &key.fingerprint()) {
        Err(CoreError::StorageFull) => Ok(()),
        other => other,
    }
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

/// Removes a file, where it is there.
pub(super) fn remove(path: &Path) -> Result<(), CoreError> {
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(e.into()),
        _ => Ok(()),
    }
}

/// Removes every file of a closed store, the mark of its key last: until then its folder is known for what it is.
pub(crate) fn remove_all(options: &StoreOptions) -> Result<(), CoreError> {
    let _lock = lock(&options.dir)?;
    for entry in std::fs::read_dir(&options.dir)? {
        let path = entry?.path();
        let keep = [KEY_ID, "lock"].iter().any(|name| path.file_name().is_some_and(|file| file == *name));
        if !keep && path.is_file() {
            remove(&path)?;
        }
    }
    let id = options.dir.join(KEY_ID);
    sync_dir(&id)?;
    remove(&id)?;
    sync_dir(&id)
}

/// Makes a rename or a deletion in the folder of `path` durable.
pub(super) fn sync_dir(path: &Path) -> Result<(), CoreError> {
    let dir = path.parent().filter(|d| !d.as_os_str().is_empty());
    File::open(dir.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(())
}
