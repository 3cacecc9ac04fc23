//! The recording VFS finds every loss that a power cut could cause, and none where SQLite promises none.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod small_db;

use shivir_tests::vfs::record::{CrashDisk, CrashPoint, RecordingVfs, crash_dir};
use std::collections::BTreeMap;
use std::path::Path;

const SEED: u64 = 20_261_130;

/// A day of registrations, each marked with its id once its commit returned: the store made, checkpoints of each kind,
/// the store closed at noon and opened again.
fn record_day(name: &str, root: &Path, synchronous: &str) -> RecordingVfs {
    let vfs = RecordingVfs::register(name, root).unwrap();
    let open = || small_db::open(root, Some(name), synchronous).unwrap();
    let mut db = open();
    small_db::create(&db).unwrap();
    for id in 1..=60 {
        small_db::register(&mut db, id).unwrap();
        vfs.mark(&id.to_string());
        match id {
            15 => small_db::checkpoint(&db, "passive").unwrap(),
            22 => small_db::checkpoint(&db, "truncate").unwrap(),
            30 => {
                db.close().unwrap();
                db = open();
            }
            45 => small_db::checkpoint(&db, "restart").unwrap(),
            _ => {}
        }
    }
    db.close().unwrap();
    vfs
}

/// What a point lost: ids that were promised and are not there, or why the store is not sound.
fn lost(disk: &mut CrashDisk, point: &CrashPoint) -> Result<Vec<i64>, String> {
    disk.put(point).unwrap();
    let db = small_db::open(disk.path(), None, "full").map_err(|error| error.to_string())?;
    let there = small_db::sound_ids(&db)?;
    let promised = point.marks_before().iter().map(|mark| mark.parse().unwrap());
    Ok(promised.filter(|id| !there.contains(id)).collect())
}

#[test]
fn every_promised_commit_survives_any_power_cut_with_synchronous_full() {
    let root = tempfile::tempdir().unwrap();
    let vfs = record_day("record-full", root.path(), "full");
    let target = crash_dir().unwrap();
    let mut disk = CrashDisk::new(target.path()).unwrap();
    let (mut points, mut most_marks) = (0, 0);
    for point in vfs.points_in_all(SEED, 2_000) {
        match lost(&mut disk, &point) {
            Ok(lost) => assert!(lost.is_empty(), "{point}: lost {lost:?}"),
            Err(error) => panic!("{point}: {error}"),
        }
        points += 1;
        most_marks = most_marks.max(point.marks_before().len());
    }
    assert!(points >= 2_000, "only {points} points");
    assert_eq!(most_marks, 60, "the day was gone through to its end");
}

/// The share of points, in percent, that lost something promised, and the share where the store is not sound.
fn losses(name: &str, synchronous: &str) -> (f64, f64) {
    let root = tempfile::tempdir().unwrap();
    let vfs = record_day(name, root.path(), synchronous);
    let target = crash_dir().unwrap();
    let mut disk = CrashDisk::new(target.path()).unwrap();
    let (mut points, mut losing, mut unsound) = (0, 0, 0);
    for point in vfs.points_in_all(SEED, 1_000) {
        points += 1;
        match lost(&mut disk, &point) {
            Ok(lost) => losing += usize::from(!lost.is_empty()),
            Err(_) => unsound += 1,
        }
    }
    println!("{synchronous}: of {points} points {losing} lose commits, {unsound} are not sound");
    let percent = |count: usize| count as f64 * 100.0 / f64::from(points);
    (percent(losing), percent(unsound))
}

#[test]
fn commits_are_found_lost_but_no_store_broken_when_only_checkpoints_sync() {
    let (losing, unsound) = losses("record-normal", "normal");
    assert!(losing > 30.0, "only {losing} % of the points lose commits");
    assert!(unsound == 0.0, "SQLite promises a sound store, yet {unsound} % are not");
}

#[test]
fn commits_are_found_lost_and_stores_broken_when_nothing_syncs() {
    let (losing, unsound) = losses("record-off", "off");
    assert!(losing > 30.0, "only {losing} % of the points lose commits");
    assert!(unsound > 5.0, "only {unsound} % of the points are not sound");
}

#[test]
fn same_seed_gives_the_same_disks_and_another_seed_others() {
    let root = tempfile::tempdir().unwrap();
    let vfs = record_day("record-seed", root.path(), "full");
    let target = crash_dir().unwrap();
    let mut fresh = 0;
    let mut contents = |seed| -> Vec<BTreeMap<String, Vec<u8>>> {
        let points = vfs.points(seed, 3).skip(100).take(40);
        points
            .map(|point| {
                fresh += 1;
                let dir = target.path().join(fresh.to_string());
                point.write_to(&dir).unwrap();
                files(&dir)
            })
            .collect()
    };
    let first = contents(1);
    assert!(first == contents(1), "the same seed gave other disks");
    assert!(first != contents(2), "another seed gave the same disks");
}

#[test]
fn disk_used_again_holds_the_same_as_a_fresh_one() {
    let root = tempfile::tempdir().unwrap();
    let vfs = record_day("record-reuse", root.path(), "full");
    let target = crash_dir().unwrap();
    let mut disk = CrashDisk::new(&target.path().join("reused")).unwrap();
    for (n, point) in vfs.points(SEED, 2).enumerate() {
        disk.put(&point).unwrap();
        let fresh = target.path().join("fresh");
        point.write_to(&fresh).unwrap();
        assert!(files(disk.path()) == files(&fresh), "{point}: left over from the point before");
        std::fs::remove_dir_all(&fresh).unwrap();
        // The next point must not trust what a connection changed.
        if n % 3 == 0 {
            let mut db = small_db::open(disk.path(), None, "off").unwrap();
            small_db::create(&db).unwrap();
            small_db::register(&mut db, 1_000).unwrap();
        }
    }
}

#[test]
fn settled_log_has_no_points_in_what_came_before() {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("key.sealed"), b"sealed").unwrap();
    let vfs = RecordingVfs::register("record-settle", root.path()).unwrap();
    let mut db = small_db::open(root.path(), Some(vfs.name()), "full").unwrap();
    small_db::create(&db).unwrap();
    (1..=20).for_each(|id| small_db::register(&mut db, id).unwrap());
    assert!(vfs.syncs() >= 21);
    vfs.settle().unwrap();
    assert_eq!(vfs.syncs(), 0);
    small_db::register(&mut db, 21).unwrap();
    vfs.mark("21");
    let target = crash_dir().unwrap();
    let mut disk = CrashDisk::new(target.path()).unwrap();
    let mut points = 0;
    for point in vfs.points(SEED, 20) {
        assert_eq!(lost(&mut disk, &point).unwrap(), [0_i64; 0], "{point}");
        let db = small_db::open(disk.path(), None, "full").unwrap();
        let there = small_db::sound_ids(&db).unwrap();
        assert!(there.len() >= 20, "{point}: something settled was lost");
        assert_eq!(std::fs::read(disk.path().join("key.sealed")).unwrap(), b"sealed");
        points += 1;
    }
    assert!(points >= 20);
}

/// The files of a directory with their content, but for the WAL index.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(dir).unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}
