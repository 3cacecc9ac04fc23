//! The log (`camp.db-wal`): one sync a confirmation is counted in the whole-system tests; here, how long it grows and
//! what becomes of a damaged one.

use super::damage::salvage;
use super::*;
use crate::error::StoreFile;
use crate::store::checkpoint::LIMIT;

const FRAME: usize = 4096 + 24;

fn wal(dir: &Path) -> std::path::PathBuf {
    dir.join("camp.db-wal")
}

fn length(dir: &Path) -> u64 {
    std::fs::metadata(wal(dir)).map_or(0, |m| m.len())
}

/// Something of about 200 kB in one transaction.
fn write_much(core: &Core, i: u32) {
    core.store()
        .write(|tx| {
            let json = format!("\"{}\"", "y".repeat(200_000));
            let id = format!("p{}", i % 7);
            tx.execute(
                "insert into campaign (id, version, json) values (?1, ?2, ?3) \
                 on conflict (id) do update set version = ?2",
                rusqlite::params![id, i, json],
            )?;
            tx.execute("update campaign set json = ?2 where id = ?1", [id, json])?;
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_log_stays_below_4_mb() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    let mut longest = 0;
    for i in 0..200 {
        write_much(&core, i);
        longest = longest.max(length(dir.path()));
    }
    assert!(longest > LIMIT, "the test writes enough: {longest}");
    assert!(longest < 4 << 20, "{longest}");
}

#[test]
fn a_reader_with_an_old_view_lets_the_log_grow_and_stops_no_confirmation() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    core.store()
        .read(|db| {
            let before: u32 = db.query_row("select slips from tick", [], |r| r.get(0))?;
            for i in 0..60 {
                write_much(&core, i);
                register(&core, i);
            }
            assert!(length(dir.path()) > 4 << 20);
            let view: u32 = db.query_row("select slips from tick", [], |r| r.get(0))?;
            assert_eq!(view, before, "the reader's view is whole");
            Ok(())
        })
        .unwrap();
    for i in 60..64 {
        register(&core, i);
        write_much(&core, i);
    }
    assert!(length(dir.path()) < 4 << 20, "and then it is cut: {}", length(dir.path()));
}

#[test]
fn closing_leaves_no_log() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    fill(&core, 5);
    let rows = dump_of(&core);
    drop(core);
    assert!(!wal(dir.path()).exists());
    assert_eq!(dump_of(&open(dir.path())), rows);
}

/// A store killed while its log was long: a copy of the files as they stand. The log holds 40 people alone.
fn killed() -> (tempfile::TempDir, Dump) {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    fill(&core, 30);
    core.store().close();
    drop(core);
    let core = open(dir.path());
    for i in 30..70 {
        register(&core, i);
    }
    let rows = dump_of(&core);
    let here = tempfile::tempdir().unwrap();
    copy_dir(dir.path(), here.path());
    (here, rows)
}

#[test]
fn a_wrong_key_leaves_the_file_and_a_log_beside_it_as_they_were() {
    let (dir, rows) = killed();
    let files = || ["camp.db", "camp.db-wal"].map(|n| std::fs::read(dir.path().join(n)).unwrap());
    let before = files();
    for fingerprint in [true, false] {
        if !fingerprint {
            std::fs::remove_file(dir.path().join("camp.keyid")).unwrap();
        }
        let other = StoreKey::from_bytes(&[3; StoreKey::LEN]).unwrap();
        let refused = Core::open(StoreOptions::at(dir.path()), other, TestEnv::new()).map(|_| ());
        assert!(matches!(refused, Err(CoreError::WrongKey)));
        assert!(files() == before);
    }
    assert_eq!(dump_of(&open(dir.path())), rows);
}

fn facts(rows: &Dump) -> usize {
    rows["fact"].len()
}

#[test]
fn a_log_left_by_a_kill_is_taken_up() {
    let (dir, rows) = killed();
    assert_eq!(dump_of(&open(dir.path())), rows);
}

#[test]
fn a_log_damaged_before_its_last_transactions_is_told_and_salvaged() {
    let (dir, rows) = killed();
    let bytes = std::fs::read(wal(dir.path())).unwrap();
    let frames = (bytes.len() - 32) / FRAME;
    // The commit mark is the second number of a frame's header.
    let commits: Vec<usize> =
        (0..frames).filter(|f| bytes[32 + f * FRAME + 4..32 + f * FRAME + 8] != [0; 4]).collect();
    let safe = commits[commits.len() - 2];
    // In the header (page number, salt, checksum) and in the page.
    for (step, place) in [(7, 24 + 2000), (31, 1), (37, 9), (41, 17)] {
        for frame in (0..=safe).step_by(step) {
            let here = tempfile::tempdir().unwrap();
            copy_dir(dir.path(), here.path());
            flip(&wal(here.path()), 32 + frame * FRAME + place);
            let opened = try_open(here.path()).map(|_| ());
            assert!(matches!(opened, Err(CoreError::Damaged(StoreFile::Camp))), "frame {frame}: {opened:?}");
            let report = salvage(here.path()).unwrap();
            assert!(here.path().join(format!("{}-wal", report.set_aside)).exists());
            let core = open(here.path());
            let saved = dump_of(&core);
            assert!(saved["fact"].iter().all(|row| rows["fact"].contains(row)));
            assert_eq!(saved["fact"].len() as u64 + report.lost_count(), facts(&rows) as u64);
            // A page of the log stands there again with each later transaction, so that one alone costs little.
            assert!(report.lost_count() <= 20, "frame {frame}: {report:?}");
            assert!(report.slips >= 70);
        }
    }
}

#[test]
fn a_log_whose_header_is_damaged_is_told_and_salvaged_whole() {
    let (dir, rows) = killed();
    for at in [0, 3, 9, 16, 24] {
        let here = tempfile::tempdir().unwrap();
        copy_dir(dir.path(), here.path());
        flip(&wal(here.path()), at);
        assert!(matches!(try_open(here.path()), Err(CoreError::Damaged(StoreFile::Camp))), "{at}");
        let report = salvage(here.path()).unwrap();
        assert_eq!((report.lost_count(), report.log_pages_damaged), (0, 0));
        assert_eq!(dump_of(&open(here.path()))["fact"], rows["fact"]);
    }
}

#[test]
fn a_log_torn_in_its_last_transaction_opens_with_all_that_was_confirmed_before() {
    let (dir, rows) = killed();
    let bytes = std::fs::read(wal(dir.path())).unwrap();
    for cut in [1, 100, FRAME, FRAME + 5] {
        let here = tempfile::tempdir().unwrap();
        copy_dir(dir.path(), here.path());
        std::fs::write(wal(here.path()), &bytes[..bytes.len() - cut]).unwrap();
        let core = open(here.path());
        // Person 69 has one fact and came last.
        let now = dump_of(&core);
        assert_eq!(facts(&now), facts(&rows) - 1, "{cut}");
    }
}

#[test]
fn a_log_that_was_copied_into_the_file_and_came_back_torn_is_not_taken_for_damage() {
    let (dir, rows) = killed();
    let core = open(dir.path());
    let log = std::fs::read(wal(dir.path())).unwrap();
    core.store().close();
    drop(core);
    // The cut of the log was not durable, and the header of the next one reached the disk in part.
    std::fs::write(wal(dir.path()), &log).unwrap();
    flip(&wal(dir.path()), 17);
    assert_eq!(dump_of(&open(dir.path()))["fact"], rows["fact"]);
}
