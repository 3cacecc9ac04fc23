//! SQLite, encrypted as on the phone: the default for one district on one machine.

mod backup;

use std::path::{Path, PathBuf};
use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, Statement, ToSql, TransactionBehavior};
use zeroize::Zeroizing;

use super::{Arg, Row, Storage, Tx, Value, Work};
use crate::error::HubError;

/// Readers that are kept open.
const READERS: usize = 8;

/// How long a connection waits for another process.
const PATIENCE: Duration = Duration::from_secs(10);

/// Page cache of the connection that writes, and of each that reads, in KiB: what a reader has is out of date after the next
/// commit.
const WRITER_KIB: u32 = 32 * 1024;
const READER_KIB: u32 = 2 * 1024;

/// Pages of the log after which it is written into the file: 32 MiB. Pages that are written again meanwhile, as those of an
/// index are, go there once.
const LOG_PAGES: u32 = 8 * 1024;

/// A database in one file.
pub struct Sqlite {
    path: PathBuf,
    key: Zeroizing<String>,
    vfs: Option<String>,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Sqlite {
    /// Opens the file, or makes it. `key`: 32 bytes of key and 16 of salt.
    ///
    /// # Errors
    /// [`HubError::Damaged`] where it is under another key; storage errors.
    pub fn open(path: &Path, key: &[u8; 48]) -> Result<Self, HubError> {
        Self::open_with_vfs(path, key, None)
    }

    /// The same through an SQLite VFS by name, by which tests break storage.
    ///
    /// # Errors
    /// As [`Sqlite::open`].
    pub fn open_with_vfs(path: &Path, key: &[u8; 48], vfs: Option<&str>) -> Result<Self, HubError> {
        let mut pragma = Zeroizing::new(String::from("pragma key = \"x'"));
        key.iter().for_each(|byte| pragma.push_str(&format!("{byte:02x}")));
        pragma.push_str("'\"");
        let (path, vfs) = (path.to_owned(), vfs.map(str::to_owned));
        let writer = connect(&path, &pragma, vfs.as_deref())?;
        writer
            .execute_batch(&format!("pragma journal_mode = wal; pragma wal_autocheckpoint = {LOG_PAGES}; pragma cache_size = -{WRITER_KIB}"))?;
        Ok(Self { path, key: pragma, vfs, writer: Mutex::new(writer), readers: Mutex::default() })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn connect(path: &Path, key: &str, vfs: Option<&str>) -> Result<Connection, HubError> {
    let flags =
        OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let db = match vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs)?,
        None => Connection::open_with_flags(path, flags)?,
    };
    db.execute_batch(key)?;
    db.execute_batch(&format!(
        "pragma cipher_memory_security = off; pragma cipher_log_level = none; pragma temp_store = memory; \
         pragma cache_size = -{READER_KIB}; pragma synchronous = full; pragma secure_delete = on;"
    ))?;
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(db)
}

impl Storage for Sqlite {
    fn write(&self, work: Work) -> Result<(), HubError> {
        let mut db = self.writer.lock();
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        work(&mut SqliteTx(&tx))?;
        Ok(tx.commit()?)
    }

    fn read(&self, work: Work) -> Result<(), HubError> {
        let kept = self.readers.lock().pop();
        let mut db = match kept {
            Some(db) => db,
            None => connect(&self.path, &self.key, self.vfs.as_deref())?,
        };
        let tx = db.transaction()?;
        let done = work(&mut SqliteTx(&tx));
        drop(tx);
        let mut readers = self.readers.lock();
        if done.is_ok() && readers.len() < READERS {
            readers.push(db);
        }
        done
    }

    fn define(&self, version: i64, sql: &str) -> Result<(), HubError> {
        let mut db = self.writer.lock();
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql = sql.replace("bytea", "blob").replace("bigint", "integer");
        let sql =
            sql.replace("\n); -- by its key", "\n) strict, without rowid;").replace("\n);", "\n) strict;");
        tx.execute_batch(&sql)?;
        tx.execute_batch(&format!("pragma user_version = {version}"))?;
        Ok(tx.commit()?)
    }

    fn version(&self) -> Result<i64, HubError> {
        Ok(self.writer.lock().query_row("pragma user_version", [], |r| r.get(0))?)
    }
}

struct SqliteTx<'a>(&'a Connection);

/// `$1` names a parameter in PostgreSQL; in SQLite its place is `?1`.
fn places(sql: &str) -> String {
    sql.replace('$', "?")
}

impl Tx for SqliteTx<'_> {
    fn run(&mut self, sql: &'static str, args: &[Arg]) -> Result<u64, HubError> {
        let changed = self.0.prepare_cached(&places(sql))?.execute(rusqlite::params_from_iter(args))?;
        Ok(changed as u64)
    }

    fn run_all(&mut self, sql: &'static str, all: &[Vec<Value>]) -> Result<(), HubError> {
        let mut statement = self.0.prepare_cached(&places(sql))?;
        for row in all {
            statement.execute(rusqlite::params_from_iter(row.iter().map(Value::arg)))?;
        }
        Ok(())
    }

    fn rows(&mut self, sql: &'static str, args: &[Arg]) -> Result<Vec<Row>, HubError> {
        found(&mut *self.0.prepare_cached(&places(sql))?, args.iter().copied())
    }

    fn rows_all(&mut self, sql: &'static str, all: &[Vec<Value>]) -> Result<Vec<Vec<Row>>, HubError> {
        let mut statement = self.0.prepare_cached(&places(sql))?;
        all.iter().map(|args| found(&mut statement, args.iter().map(Value::arg))).collect()
    }
}

/// The rows that a query finds.
fn found<'a>(statement: &mut Statement, args: impl Iterator<Item = Arg<'a>>) -> Result<Vec<Row>, HubError> {
    let columns = statement.column_count();
    let mut rows = statement.query(rusqlite::params_from_iter(args))?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let values = (0..columns).map(|column| {
            Ok(match row.get_ref(column)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(number) => Value::Int(number),
                ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                ValueRef::Text(text) => {
                    Value::Text(std::str::from_utf8(text).map_err(|_| HubError::Damaged)?.to_owned())
                }
                ValueRef::Real(_) => return Err(HubError::Damaged),
            })
        });
        all.push(Row(values.collect::<Result<_, HubError>>()?));
    }
    Ok(all)
}

impl ToSql for Arg<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// SQLite's errors, mapped once. Its messages are not carried: they may quote values.
impl From<rusqlite::Error> for HubError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy("locked"),
            Some(ErrorCode::DiskFull) => Self::Busy("full"),
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::ReadOnly) => {
                Self::Busy("storage")
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            _ => Self::Internal("sqlite"),
        }
    }
}
