//! Sync in simulated worlds: nothing is lost, doubled, different or stuck, and the simulation would see it if it were.
#![allow(clippy::unwrap_used)] // The lints spare test functions, not their helpers.

use shivir_tests::sim::{Outcome, Plant, Seeds, Simulation};

/// Seeds; `make soak` asks for 100,000.
fn seeds() -> u64 {
    std::env::var("SHIVIR_SIM_SEEDS").map_or(5_000, |n| n.parse().unwrap())
}

fn tell(outcome: &Outcome) {
    for failure in &outcome.failures {
        println!("seed {} {failure}", outcome.seed);
    }
}

#[test]
fn nothing_is_lost_duplicated_diverged_or_wedged_in_any_seed() {
    let simulation = Simulation::new().unwrap();
    let seeds = Seeds { from: 0, count: seeds(), jobs: 2, stop: false };
    let totals = simulation.seeds(seeds, None, &tell).unwrap();
    println!("{totals}");
    assert_eq!(totals.seeds, seeds.count);
    assert!(totals.failed.is_empty(), "{totals}");
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    // Made anew for each run: not even what a seed begins with is left to chance.
    let run = || {
        let simulation = Simulation::new().unwrap();
        (0..20).map(|seed| simulation.seed(seed, None, false).unwrap().trace).collect::<Vec<_>>()
    };
    let traces = run();
    assert_eq!(traces, run());
    assert_ne!(traces[0], traces[1]);
}

#[test]
fn every_planted_bug_is_found_within_five_thousand_seeds() {
    let simulation = Simulation::new().unwrap();
    for plant in Plant::ALL {
        let seeds = Seeds { from: 0, count: 5_000, jobs: 2, stop: true };
        let totals = simulation.seeds(seeds, Some(plant), &|_| {}).unwrap();
        let found = totals.failed.first();
        println!("{}: found by seed {:?}", plant.name(), found.map(|outcome| outcome.seed));
        assert!(found.is_some(), "{} is not found: {}", plant.name(), plant.what());
    }
}
