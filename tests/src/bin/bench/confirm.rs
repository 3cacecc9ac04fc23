//! A confirmation (registration, case, outbox fact) against one appended 4 KiB write with fdatasync, the two in turn;
//! and the sync calls that it makes.

use std::cell::Cell;
use std::error::Error;
use std::process::Command;
use std::time::Instant;

use shivir::demo::script::{Comer, Scene, Turn, play, stranger};
use shivir_core::env::SystemEnv;
use shivir_domain::codes::AadhaarReason;
use shivir_tests::figures::{Figures, percentile};
use shivir_tests::floor::Floor;
use shivir_tests::{kit, syscalls};

/// First argument of the process that is traced.
pub const TRACED: &str = "--traced-confirmations";

const ROUNDS: u32 = 300;

/// Everyone is blocked by Aadhaar: each confirmation opens a case too.
fn turn(n: u32) -> Turn {
    Turn {
        comer: Comer::New(Box::new(stranger(n, "नंदेली", None))),
        scene: Scene::Blocked(AadhaarReason::Mobile),
        author: None,
        paper: None,
    }
}

/// Times and counts.
pub fn run(figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    let dir = tempfile::tempdir_in(super::target())?;
    let core = kit::open(dir.path(), None, std::sync::Arc::new(SystemEnv))?;
    let table = kit::table(&core)?;
    let mut floor = Floor::new(dir.path())?;
    let (mut confirms, mut floors) = (Vec::new(), Vec::new());
    for n in 0..ROUNDS {
        let ready = Cell::new(None);
        play(&core, &table, &turn(n), || ready.set(Some(Instant::now())))?;
        confirms.extend(ready.get().map(|at| at.elapsed()));
        floors.push(floor.once()?);
    }
    figures.add_times("confirm", &confirms);
    figures.add_times("confirm_floor", &floors);
    let ratio = percentile(&confirms, 50).as_secs_f64() / percentile(&floors, 50).as_secs_f64();
    figures.add("confirm_over_fdatasync", ratio, "x");
    core.store().close();
    count(figures)
}

fn count(figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(TRACED);
    let windows = syscalls::trace(&command)?;
    let confirms: Vec<usize> =
        windows.iter().filter(|w| w.label == "confirm").map(|w| w.calls.len()).collect();
    figures.add("confirm_counted", confirms.len() as f64, "confirmations");
    let most = confirms.iter().max().copied().unwrap_or(0);
    let least = confirms.iter().min().copied().unwrap_or(0);
    figures.add("confirm_syncs_most", most as f64, "calls");
    figures.add("confirm_syncs_least", least as f64, "calls");
    Ok(())
}

/// The process that is traced: marks stand around each confirmation.
pub fn traced() -> Result<(), Box<dyn Error>> {
    let dir = tempfile::tempdir_in(super::target())?;
    let core = kit::open(dir.path(), None, std::sync::Arc::new(SystemEnv))?;
    let table = kit::table(&core)?;
    for n in 0..ROUNDS {
        play(&core, &table, &turn(n), || syscalls::mark("confirm"))?;
        syscalls::mark("between");
    }
    Ok(())
}
