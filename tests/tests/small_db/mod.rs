//! A small encrypted store of two tables, written as the real one is: a registration and its outbox fact in one
//! transaction, WAL, no automatic checkpoint.
#![allow(dead_code)] // Each test file uses its part.

use rusqlite::{Connection, OpenFlags, Result, params};
use std::path::Path;

const KEY: &str = "pragma key = \"x'\
    2b7e151628aed2a6abf7158809cf4f3c2b7e151628aed2a6abf7158809cf4f3c\
    000102030405060708090a0b0c0d0e0f'\"";

const SCHEMA: &str = "
    begin immediate;
    create table if not exists registration (id integer primary key, name text not null) strict;
    create table if not exists outbox (
        id integer primary key,
        registration integer not null references registration,
        body blob not null
    ) strict;
    create index if not exists outbox_by_registration on outbox (registration);
    commit;";

/// Opens `dir/small.db` through `vfs`, or the default one.
pub fn open(dir: &Path, vfs: Option<&str>, synchronous: &str) -> Result<Connection> {
    let path = dir.join("small.db");
    let flags = OpenFlags::default();
    let db = match vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs)?,
        None => Connection::open_with_flags(path, flags)?,
    };
    // SQLCipher tells standard error of each damaged page; some tests make thousands.
    db.execute_batch("pragma cipher_log_level = none")?;
    db.execute_batch(KEY)?;
    db.pragma_update(None, "journal_mode", "wal")?;
    db.pragma_update(None, "synchronous", synchronous)?;
    db.pragma_update(None, "wal_autocheckpoint", 0)?;
    Ok(db)
}

pub fn create(db: &Connection) -> Result<()> {
    db.execute_batch(SCHEMA)
}

/// One transaction over both tables. The body's size varies, so that commits change one page or several.
pub fn register(db: &mut Connection, id: i64) -> Result<()> {
    let tx = db.transaction()?;
    tx.execute("insert into registration values (?1, ?2)", params![id, format!("name {id}")])?;
    let body = vec![id as u8; 200 + (id as usize * 977) % 9000];
    tx.execute("insert into outbox (registration, body) values (?1, ?2)", params![id, body])?;
    tx.commit()
}

/// Merges the log into the database.
pub fn checkpoint(db: &Connection, mode: &str) -> Result<()> {
    let busy: i64 = db.query_row(&format!("pragma wal_checkpoint({mode})"), [], |row| row.get(0))?;
    assert_eq!(busy, 0, "nothing else holds the log");
    Ok(())
}

/// The ids registered, in order, once the file proves sound and no transaction is there by half; else what is wrong.
pub fn sound_ids(db: &Connection) -> Result<Vec<i64>, String> {
    sound(db).map_err(|error| error.to_string())?
}

fn sound(db: &Connection) -> Result<Result<Vec<i64>, String>> {
    let answer: String = db.query_row("pragma integrity_check", [], |row| row.get(0))?;
    if answer != "ok" {
        return Ok(Err(answer));
    }
    let tables: i64 =
        db.query_row("select count(*) from sqlite_schema where type = 'table'", [], |row| row.get(0))?;
    if tables == 0 {
        return Ok(Ok(Vec::new()));
    }
    let halves: i64 = db.query_row(
        "select count(*) from registration full join outbox on registration.id = outbox.registration
         where registration.id is null or outbox.id is null
            or length(body) <> 200 + (registration.id * 977) % 9000",
        [],
        |row| row.get(0),
    )?;
    if halves != 0 {
        return Ok(Err(format!("{halves} registrations without their fact, or the other way round")));
    }
    let mut ids = db.prepare("select id from registration order by id")?;
    Ok(Ok(ids.query_map([], |row| row.get(0))?.collect::<Result<_>>()?))
}
