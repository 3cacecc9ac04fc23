//! A registration that was confirmed survives a power cut at any moment, whatever the disk made of unsynced writes.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

use std::path::Path;

use shivir::demo::script::{Comer, Turn, play, scene, stranger};
use shivir_core::Core;
use shivir_core::registration::Step;
use shivir_domain::id::FactId;
use shivir_tests::kit::{self, HeldClock};
use shivir_tests::vfs::record::{CrashDisk, CrashPoint, RecordingVfs, crash_dir};

const SEED: u64 = 20_261_124;

/// Points; `make soak` asks for 100,000.
fn points() -> usize {
    std::env::var("SHIVIR_CRASH_POINTS").map_or(2_000, |n| n.parse().unwrap())
}

/// A scripted day of 60 turns with a noon break: the store closed and opened again. Each registration is marked once its
/// confirmation returned, each draft once its last answer was saved.
fn record(root: &Path) -> RecordingVfs {
    let vfs = RecordingVfs::register("crash-day", root).unwrap();
    let clock = HeldClock::at(kit::TEN);
    let open = || kit::open(root, Some(vfs.name()), clock.clone()).unwrap();
    let mut core = open();
    let table = kit::table(&core).unwrap();
    vfs.settle().unwrap();
    for n in 0..60 {
        clock.set(kit::TEN + u64::from(n) * 84_000);
        let comer = Comer::New(Box::new(stranger(n, "नंदेली", None)));
        let turn = Turn { comer, scene: scene(n), author: None, paper: None };
        let confirmed = play(&core, &table, &turn, || vfs.mark(&format!("draft {n}"))).unwrap();
        for person in &confirmed.people {
            let slip = person.slip.as_deref().unwrap_or("-");
            vfs.mark(&format!("fact {} {slip}", person.fact));
        }
        if n == 30 {
            core.store().close();
            core = open();
        }
    }
    core.store().close();
    vfs
}

/// Opens what a power cut left and looks for everything that was promised before it.
fn check(disk: &mut CrashDisk, point: &CrashPoint) {
    disk.put(point).unwrap();
    let core =
        kit::open(disk.path(), None, HeldClock::at(kit::TEN)).unwrap_or_else(|e| panic!("{point}: {e}"));
    let mut promised = 0;
    for mark in point.marks_before() {
        if let Some(rest) = mark.strip_prefix("fact ") {
            let (fact, slip) = rest.split_once(' ').unwrap();
            promised += 1;
            let fact = FactId::parse(fact).unwrap();
            let (_, view) = core.registration(fact).unwrap_or_else(|e| panic!("{point}: {fact}: {e}"));
            assert!(view.stands(), "{point}");
            assert_eq!(view.visit.token.map_or("-".to_owned(), |t| t.code()), slip, "{point}");
        }
    }
    let last_draft = point.marks_before().last().is_some_and(|m| m.starts_with("draft "));
    if last_draft {
        // Confirmed in full, or the draft with all its answers: nothing half-done.
        let made = registered(&core);
        let drafts = core.drafts().unwrap();
        match drafts.as_slice() {
            [] => assert_eq!(made, promised + 1, "{point}"),
            [draft] => {
                assert_eq!(made, promised, "{point}");
                assert_eq!(draft.members[0].step, Step::Ready, "{point}");
            }
            more => panic!("{point}: {} drafts", more.len()),
        }
    }
    core.store().close();
}

fn registered(core: &Core) -> usize {
    core.registrations(core.today().unwrap(), None, 1_000).unwrap().len()
}

#[test]
fn every_confirmed_registration_survives_a_power_cut_at_any_point() {
    let root = tempfile::tempdir().unwrap();
    let vfs = record(root.path());
    let target = crash_dir().unwrap();
    let mut disk = CrashDisk::new(target.path()).unwrap();
    let mut count = 0;
    for point in vfs.points_in_all(SEED, points()) {
        check(&mut disk, &point);
        count += 1;
    }
    println!("seed {SEED}: {count} points over {} syncs, nothing promised was lost", vfs.syncs());
    assert!(count >= points());
}
