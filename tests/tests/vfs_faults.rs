//! A full disk or a failing one gives an error, keeps what was confirmed, and leaves nothing half-done.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod small_db;

use rusqlite::{Connection, ErrorCode};
use shivir_tests::vfs::fault::FaultVfs;
use std::path::Path;

/// Registers ids from `first` until one is refused; gives that error and the ids that were not refused.
fn register_until_refused(db: &mut Connection, first: i64) -> (rusqlite::Error, Vec<i64>) {
    let mut done = Vec::new();
    for id in first..first + 10_000 {
        match small_db::register(db, id) {
            Ok(()) => done.push(id),
            Err(error) => return (error, done),
        }
    }
    panic!("never refused");
}

fn extended_code(error: &rusqlite::Error) -> i32 {
    error.sqlite_error().map_or(0, |error| error.extended_code)
}

/// The store holds exactly `ids`, in this connection and in a new one.
fn assert_holds(db: &Connection, dir: &Path, ids: &[i64], when: &str) {
    assert_eq!(small_db::sound_ids(db).unwrap(), ids, "{when}");
    let other = small_db::open(dir, None, "full").unwrap();
    assert_eq!(small_db::sound_ids(&other).unwrap(), ids, "{when}, opened anew");
}

#[test]
fn full_disk_refuses_the_commit_whole_and_the_store_works_once_there_is_space() {
    let dir = tempfile::tempdir().unwrap();
    let vfs = FaultVfs::register("fault-full", dir.path()).unwrap();
    let mut db = small_db::open(dir.path(), Some(vfs.name()), "full").unwrap();
    small_db::create(&db).unwrap();
    let mut there = Vec::new();
    // Steps that put the end of space at every kind of place: in a frame's head, in a page, at a commit's edge.
    for space in (0..60_000).step_by(997) {
        vfs.fill_after(space);
        let first = there.last().map_or(1, |last| last + 1);
        let (error, done) = register_until_refused(&mut db, first);
        assert_eq!(error.sqlite_error_code(), Some(ErrorCode::DiskFull), "{space}: {error}");
        there.extend(done);
        assert_holds(&db, dir.path(), &there, "while full");
        vfs.heal();
        let next = there.last().map_or(1, |last| last + 1);
        small_db::register(&mut db, next).unwrap();
        there.push(next);
        assert_holds(&db, dir.path(), &there, "after space came back");
    }
    assert!(vfs.faults() >= 61, "only {} writes were refused", vfs.faults());
}

#[test]
fn full_disk_in_a_checkpoint_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let vfs = FaultVfs::register("fault-checkpoint", dir.path()).unwrap();
    let mut db = small_db::open(dir.path(), Some(vfs.name()), "full").unwrap();
    small_db::create(&db).unwrap();
    let ids: Vec<i64> = (1..=40).collect();
    ids.iter().for_each(|id| small_db::register(&mut db, *id).unwrap());
    for space in [0, 1, 4_095, 4_096, 20_000, 50_000] {
        vfs.fill_after(space);
        let error = small_db::checkpoint(&db, "truncate").unwrap_err();
        assert_eq!(error.sqlite_error_code(), Some(ErrorCode::DiskFull), "{space}");
        assert_eq!(small_db::sound_ids(&db).unwrap(), ids, "{space}");
    }
    vfs.heal();
    small_db::checkpoint(&db, "truncate").unwrap();
    assert_holds(&db, dir.path(), &ids, "after the checkpoint");
}

#[test]
fn failed_write_or_sync_is_an_error_and_what_was_confirmed_stays() {
    let dir = tempfile::tempdir().unwrap();
    let vfs = FaultVfs::register("fault-io", dir.path()).unwrap();
    let mut db = small_db::open(dir.path(), Some(vfs.name()), "full").unwrap();
    small_db::create(&db).unwrap();
    let mut there = Vec::new();
    for n in 1..=12 {
        for (fail, code) in [
            (FaultVfs::fail_write as fn(&FaultVfs, u64), rusqlite::ffi::SQLITE_IOERR_WRITE),
            (FaultVfs::fail_sync, rusqlite::ffi::SQLITE_IOERR_FSYNC),
        ] {
            let (faults, first) = (vfs.faults(), there.len() as i64 + 1);
            fail(&vfs, n);
            let (error, done) = register_until_refused(&mut db, first);
            assert_eq!(extended_code(&error), code, "{error}");
            assert_eq!(vfs.faults(), faults + 1);
            if code == rusqlite::ffi::SQLITE_IOERR_FSYNC {
                assert_eq!(done.len() as u64, n - 1, "one sync a commit");
            }
            there.extend(done);
            assert_holds(&db, dir.path(), &there, "after the failure");
        }
    }
}
