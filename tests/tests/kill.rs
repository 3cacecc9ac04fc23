//! A registration that was confirmed survives `kill -9` at any moment.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use shivir::demo::clock::DemoClock;
use shivir::demo::killing::{Kills, play_through};
use shivir::demo::plan::Plan;
use shivir::demo::script::{Comer, Turn, scene, stranger};
use shivir::demo::worker::PLAN;
use shivir_core::Core;
use shivir_core::store::{StoreKey, StoreOptions};
use shivir_tests::kit;

/// Kills; `make soak` asks for 10,000.
fn loops() -> usize {
    std::env::var("SHIVIR_KILL_LOOPS").map_or(200, |n| n.parse().unwrap())
}

fn open(dir: &Path) -> Core {
    let clock = Arc::new(DemoClock::new(kit::TEN));
    let key = StoreKey::from_file(&dir.join("key"), &*clock).unwrap();
    Core::open(StoreOptions::at(dir), key, clock).unwrap()
}

#[test]
fn every_confirmed_registration_is_there_after_kills_in_mid_confirmation() {
    let (loops, seed) = (loops(), 20_261_124);
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    let table = kit::table(&core).unwrap();
    core.store().close();
    // Some kills come too late to fall into the confirmation, so there are more turns than kills.
    let turn = |n: u32| Turn {
        comer: Comer::New(Box::new(stranger(n, "नंदेली", None))),
        scene: scene(n),
        author: None,
        paper: None,
    };
    let turns: Vec<Turn> = (0..loops as u32 * 3).map(turn).collect();
    let count = turns.len();
    let plan = Plan { table, opened_ms: kit::TEN, turns };
    std::fs::write(dir.path().join(PLAN), serde_json::to_vec(&plan).unwrap()).unwrap();
    let command = |from: usize, before: usize| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_day-worker"));
        command.arg(dir.path()).arg(dir.path().join("key")).args([from.to_string(), before.to_string()]);
        command
    };
    let kills = Kills { wanted: loops, every: 2, seed };
    let played = play_through(command, count, kills, |_| {}).unwrap();
    println!(
        "seed {seed}: {} kills in mid-confirmation, {} of them after the commit, {} people kept",
        played.kills,
        played.found_made,
        played.kept.len()
    );
    assert_eq!(played.kills, loops);
    let core = open(dir.path());
    for kept in &played.kept {
        let (person, view) = core.registration(kept.fact).unwrap();
        assert_eq!(person, kept.person);
        assert!(view.stands());
        assert_eq!(view.visit.token.as_ref().map(|t| t.code()), kept.slip);
    }
    assert_eq!(played.kept.len(), count, "each turn registers one person, once");
    let listed = core.registrations(core.today().unwrap(), None, count + 1).unwrap();
    assert_eq!(listed.len(), count, "nobody is registered twice");
    let mut slips: Vec<_> = played.kept.iter().filter_map(|k| k.slip.clone()).collect();
    let given = slips.len();
    slips.sort_unstable();
    slips.dedup();
    assert_eq!(slips.len(), given, "no slip is given twice");
    assert!(core.drafts().unwrap().is_empty());
}
