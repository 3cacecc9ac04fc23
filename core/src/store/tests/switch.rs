//! A salvage killed between two steps of putting the new file in its place.

use super::damage::salvage;
use super::*;

/// A damaged store with a log, and what its salvage gave.
fn damaged() -> (tempfile::TempDir, Dump) {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    fill(&core, 12);
    core.store().close();
    drop(core);
    let core = open(dir.path());
    register(&core, 50);
    let here = tempfile::tempdir().unwrap();
    copy_dir(dir.path(), here.path());
    flip(&here.path().join("camp.db"), 5000);
    let there = tempfile::tempdir().unwrap();
    copy_dir(here.path(), there.path());
    salvage(there.path()).unwrap();
    let rows = dump_of(&open(there.path()));
    (here, rows)
}

#[test]
fn the_next_opening_takes_up_the_switch_wherever_it_was_cut_short() {
    let (from, rows) = damaged();
    let done = tempfile::tempdir().unwrap();
    copy_dir(from.path(), done.path());
    salvage(done.path()).unwrap();
    let whole = std::fs::read(done.path().join("camp.db")).unwrap();
    for steps in 0..=3 {
        let dir = tempfile::tempdir().unwrap();
        copy_dir(from.path(), dir.path());
        let at = |name: &str| dir.path().join(name);
        let (camp, log) = (std::fs::read(at("camp.db")).unwrap(), std::fs::read(at("camp.db-wal")).unwrap());
        std::fs::write(at("camp.db.salvaged-T"), &whole).unwrap();
        if steps > 0 {
            std::fs::rename(at("camp.db"), at("camp.db.damaged-T")).unwrap();
        }
        if steps > 1 {
            std::fs::rename(at("camp.db-wal"), at("camp.db.damaged-T-wal")).unwrap();
        }
        if steps > 2 {
            std::fs::rename(at("camp.db.salvaged-T"), at("camp.db")).unwrap();
        }
        assert_eq!(dump_of(&open(dir.path())), rows, "{steps}");
        assert_eq!(std::fs::read(at("camp.db.damaged-T")).unwrap(), camp);
        assert_eq!(std::fs::read(at("camp.db.damaged-T-wal")).unwrap(), log);
        assert!(!at("camp.db.salvaged-T").exists());
    }
}

#[test]
fn a_salvage_cut_short_before_its_file_was_whole_leaves_the_damaged_one_in_place() {
    let (from, rows) = damaged();
    std::fs::write(from.path().join("camp.db.salvage-part"), b"half").unwrap();
    let camp = std::fs::read(from.path().join("camp.db")).unwrap();
    let _ = try_open(from.path()).map(std::mem::forget);
    assert!(!from.path().join("camp.db.salvage-part").exists());
    assert_eq!(std::fs::read(from.path().join("camp.db")).unwrap().len(), camp.len());
    let (again, _) = damaged();
    std::fs::write(again.path().join("camp.db.salvage-part"), b"half").unwrap();
    salvage(again.path()).unwrap();
    assert_eq!(dump_of(&open(again.path()))["fact"].len(), rows["fact"].len());
}

#[test]
fn two_salvages_in_one_second_keep_both_damaged_files() {
    let (dir, _) = damaged();
    let first = salvage(dir.path()).unwrap();
    let second = salvage(dir.path()).unwrap();
    assert_ne!(first.set_aside, second.set_aside);
    for report in [first, second] {
        assert!(dir.path().join(report.set_aside).exists());
    }
}

#[test]
fn a_new_opening_after_a_salvage_draws_a_new_stream() {
    let (dir, _) = damaged();
    salvage(dir.path()).unwrap();
    let core = open(dir.path());
    let streams = |core: &Core| dump_of(core)["stream"].len();
    let before = streams(&core);
    register(&core, 77);
    assert_eq!(streams(&core), before + 1);
}
