//! The doors for reads and writes.

use std::sync::mpsc;

use super::*;
use crate::error::StoreFile;

const LONG: &str = "with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n";

#[test]
fn a_folder_is_let_go_though_a_process_that_is_being_started_still_has_the_file_of_its_lock() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    // What such a process has until its program is loaded.
    let inherited = core.store().lock.lock().as_ref().unwrap().0.try_clone().unwrap();
    core.store().close();
    assert_eq!(open(dir.path()).workers().unwrap(), []);
    drop(inherited);
}

#[test]
fn an_interrupt_stops_a_long_read_and_the_next_one_works() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    let (begun, begins) = mpsc::channel();
    std::thread::scope(|s| {
        let long = s.spawn(|| {
            core.store().read(|db| {
                begun.send(()).unwrap();
                Ok(db.query_row(LONG, [], |r| r.get::<_, i64>(0))?)
            })
        });
        begins.recv().unwrap();
        while !long.is_finished() {
            core.store().interrupt();
            std::thread::yield_now();
        }
        assert!(matches!(long.join().unwrap(), Err(CoreError::Interrupted)));
    });
    core.workers().unwrap();
}

#[test]
fn closing_does_not_wait_for_a_long_read() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    let (begun, begins) = mpsc::channel();
    std::thread::scope(|s| {
        let long = s.spawn(|| {
            core.store().read(|db| {
                begun.send(()).unwrap();
                Ok(db.query_row(LONG, [], |r| r.get::<_, i64>(0))?)
            })
        });
        begins.recv().unwrap();
        core.store().close();
        assert!(matches!(long.join().unwrap(), Err(CoreError::Interrupted)));
    });
    drop(open(dir.path()));
}

#[test]
fn a_search_does_not_wait_for_a_write() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    core.store()
        .write(|_| {
            // On the writing thread itself: were there a common lock, this would never end.
            core.store().read_roster(|db| {
                assert!(db.is_none());
                Ok(())
            })?;
            core.store().read(|_| Ok(()))
        })
        .unwrap();
}

#[test]
fn work_that_fails_or_panics_leaves_nothing_behind_and_the_store_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    register(&core, 1);
    let rows = dump_of(&core);
    let refused: Result<(), _> = core.write(|pen| {
        pen.slip();
        pen.tx.execute("delete from person", [])?;
        Err(CoreError::NotFound(crate::error::Thing::Draft))
    });
    assert!(matches!(refused, Err(CoreError::NotFound(_))));
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        core.store()
            .write(|tx| -> Result<(), CoreError> {
                tx.execute("delete from fact", [])?;
                panic!("a fault of ours");
            })
            .unwrap();
    }));
    assert!(panicked.is_err());
    assert_eq!(dump_of(&core), rows);
    register(&core, 2);
}

#[test]
fn a_write_that_meets_a_damaged_page_is_told_and_others_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    fill(&core, 30);
    let root: usize = core
        .store()
        .read(|db| {
            let sql = "select rootpage from sqlite_schema where name = 'draft'";
            Ok(db.query_row(sql, [], |r| r.get(0))?)
        })
        .unwrap();
    core.store().close();
    drop(core);
    flip(&dir.path().join("camp.db"), (root - 1) * 4096 + 50);
    let core = open(dir.path());
    for _ in 0..3 {
        let hit = core.cancel(1);
        assert!(matches!(hit, Err(CoreError::Damaged(StoreFile::Camp))), "{hit:?}");
        register(&core, 200);
    }
}

#[test]
fn what_is_deleted_is_wiped() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    let on: bool =
        core.store().write(|tx| Ok(tx.query_row("pragma secure_delete", [], |r| r.get(0))?)).unwrap();
    assert!(on);
}

#[test]
fn new_registrations_wait_for_room_and_old_ones_do_not() {
    let dir = tempfile::tempdir().unwrap();
    let env = TestEnv::new();
    let core = Core::open(StoreOptions::at(dir.path()), key(), env.clone()).unwrap();
    for (mb, room) in [(7, store::Room::Full), (49, store::Room::NearlyFull), (51, store::Room::Enough)] {
        env.free.store((mb << 20) + 5, Ordering::Relaxed);
        assert_eq!(core.space().unwrap().room(), room);
        let begun = core.room_to_begin();
        match room {
            store::Room::Full => {
                assert!(matches!(begun, Err(CoreError::Refused(crate::Refusal::NearlyFull(7)))))
            }
            _ => begun.unwrap(),
        }
        register(&core, mb as u32);
    }
}
