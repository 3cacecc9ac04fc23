//! How many syncs a commit costs, by SQLite's own calls and by the kernel's.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod small_db;

use shivir_tests::syscalls::{self, SyncCall};
use shivir_tests::vfs::fault::{Counts, FaultVfs};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Set in the child that the traced test runs.
const CHILD_DIR: &str = "SHIVIR_TRACED_DIR";

#[test]
fn commit_makes_one_sync_and_the_first_after_the_log_starts_anew_two() {
    let dir = tempfile::tempdir().unwrap();
    let vfs = FaultVfs::register("count-syncs", dir.path()).unwrap();
    let mut db = small_db::open(dir.path(), Some(vfs.name()), "full").unwrap();
    let syncs = |step: &mut dyn FnMut()| -> (u64, u64) {
        vfs.reset_counts();
        step();
        let counts = vfs.counts();
        let of = |name: &str| counts.get(&PathBuf::from(name)).map_or(0, |counts| counts.syncs);
        (of("small.db-wal"), of("small.db"))
    };
    assert_eq!(syncs(&mut || small_db::create(&db).unwrap()), (2, 0), "the log's head, then the commit");
    for id in 1..=50 {
        assert_eq!(syncs(&mut || small_db::register(&mut db, id).unwrap()), (1, 0), "commit {id}");
    }
    assert_eq!(
        syncs(&mut || small_db::checkpoint(&db, "restart").unwrap()),
        (1, 1),
        "a checkpoint syncs the log, then the database"
    );
    assert_eq!(syncs(&mut || small_db::register(&mut db, 51).unwrap()), (2, 0), "the log starts anew");
    assert_eq!(syncs(&mut || small_db::register(&mut db, 52).unwrap()), (1, 0));
    assert_ne!(vfs.total(), Counts::default());
}

/// The traced child: 20 commits, each between two marks. Does nothing unless the test below runs it.
#[test]
fn traced_child() {
    let Some(dir) = std::env::var_os(CHILD_DIR) else {
        return;
    };
    let mut db = small_db::open(Path::new(&dir), None, "full").unwrap();
    syscalls::mark("create");
    small_db::create(&db).unwrap();
    for id in 1..=20 {
        syscalls::mark(&format!("commit {id}"));
        small_db::register(&mut db, id).unwrap();
    }
    syscalls::mark("checkpoint");
    small_db::checkpoint(&db, "restart").unwrap();
    syscalls::mark("first after");
    small_db::register(&mut db, 21).unwrap();
    syscalls::mark("end");
}

#[test]
fn kernel_sees_one_fdatasync_of_the_log_a_commit() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "traced_child"]).env(CHILD_DIR, dir.path());
    let windows = syscalls::trace(&command).unwrap_or_else(|error| panic!("{error}"));
    let root = dir.path().canonicalize().unwrap();
    let path = |name: &str| Some(root.join(name).to_str().unwrap().to_owned());
    let sync = |name: &str| SyncCall { call: "fdatasync".into(), path: path(name) };
    let calls = |label: &str| {
        let window = windows.iter().find(|window| window.label == label);
        window.unwrap_or_else(|| panic!("no window {label}")).calls.clone()
    };
    let dir_sync = SyncCall { call: "fdatasync".into(), path: Some(root.to_str().unwrap().to_owned()) };
    // A new log: its head with the directory that names it, then the commit.
    assert_eq!(calls("create"), [sync("small.db-wal"), dir_sync, sync("small.db-wal")]);
    for id in 1..=20 {
        assert_eq!(calls(&format!("commit {id}")), [sync("small.db-wal")], "commit {id}");
    }
    assert_eq!(calls("checkpoint"), [sync("small.db-wal"), sync("small.db")]);
    assert_eq!(calls("first after"), [sync("small.db-wal"), sync("small.db-wal")]);
}
