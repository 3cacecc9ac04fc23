//! The import of a whole district's list against the bare inserts of the same people; the memory that it takes; the
//! size of what comes of it; and opening that store with the day's tally.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use shivir::demo::roster::{Options, SAKTI_PEOPLE, generate};
use shivir::demo::script::{Comer, Turn, play, scene, stranger};
use shivir_core::env::SystemEnv;
use shivir_core::roster::ImportOptions;
use shivir_tests::figures::{Figures, percentile};
use shivir_tests::kit;

/// First argument of the process that imports, so that its memory is its own.
pub const IMPORT: &str = "--import";

/// Times that the store is opened.
const OPENINGS: usize = 20;
/// Registrations of the day whose tally is shown.
const DAY: u32 = 300;

/// Makes the list, imports it in a process of its own, and opens the store.
pub fn run(figures: &mut Figures, people: Option<u64>, dir: &Path) -> Result<(), Box<dyn Error>> {
    let list = dir.join("list.csv");
    let options = people.map_or_else(Options::default, |people| Options::new(people, 1));
    // The store of an earlier run would hold its registrations.
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path != list && path.is_file() {
            std::fs::remove_file(path)?;
        }
    }
    if !list.exists() {
        let mut out = BufWriter::new(File::create(&list)?);
        generate(&options, &mut out, &mut |_| {})?;
        out.flush()?;
    }
    let mut command = Command::new(std::env::current_exe()?);
    let printed = command.arg(IMPORT).arg(dir).output()?;
    if !printed.status.success() {
        return Err(String::from_utf8_lossy(&printed.stderr).into());
    }
    let said: serde_json::Value = serde_json::from_slice(&printed.stdout)?;
    let said = |key: &str| said.get(key).and_then(serde_json::Value::as_f64).unwrap_or(f64::NAN);
    figures.add("import_people", options.people as f64, "people");
    if options.people < SAKTI_PEOPLE {
        println!("(fewer people than the district's: the figures are not those of the README)");
    }
    figures.add("import_s", said("import_s"), "s");
    figures.add("import_rows_per_s", options.people as f64 / said("import_s"), "rows/s");
    figures.add("import_bare_insert_s", said("bare_s"), "s");
    figures.add("import_over_bare_insert", said("import_s") / said("bare_s"), "x");
    figures.add("import_peak_rss_mb", said("peak_mb"), "MB");
    figures.add("roster_db_mb", said("roster_mb"), "MB");
    open(figures, dir)
}

/// The process that imports: prints its figures as JSON.
pub fn import(dir: &Path) -> Result<(), Box<dyn Error>> {
    let core = kit::open(dir, None, Arc::new(SystemEnv))?;
    kit::table(&core)?;
    let start = Instant::now();
    let mut list = BufReader::new(File::open(dir.join("list.csv"))?);
    core.import_roster(&mut list, &ImportOptions::new(762, core.today()?), &mut |_| {
        ControlFlow::Continue(())
    })?;
    let import = start.elapsed();
    let peak_mb = shivir::demo::run::peak_rss_mb();
    // The better of two: the floor is what the machine can do.
    let bare = core.time_bare_inserts()?.min(core.time_bare_inserts()?);
    let roster_mb = shivir::demo::run::roster_mb(dir)?;
    let said = serde_json::json!({
        "import_s": import.as_secs_f64(),
        "bare_s": bare.as_secs_f64(),
        "peak_mb": peak_mb,
        "roster_mb": roster_mb,
    });
    println!("{said}");
    core.store().close();
    Ok(())
}

/// Opening the store and showing the day's tally, after a day of registrations.
fn open(figures: &mut Figures, dir: &Path) -> Result<(), Box<dyn Error>> {
    let core = kit::open(dir, None, Arc::new(SystemEnv))?;
    let table = kit::table(&core)?;
    for n in 0..DAY {
        let comer = Comer::New(Box::new(stranger(n, "नंदेली", None)));
        play(&core, &table, &Turn { comer, scene: scene(n), author: None, paper: None }, || {})?;
    }
    core.store().close();
    let mut times: Vec<Duration> = Vec::with_capacity(OPENINGS);
    for _ in 0..OPENINGS {
        let start = Instant::now();
        let core = kit::open(dir, None, Arc::new(SystemEnv))?;
        let tally = core.tally(core.today()?, None)?;
        times.push(start.elapsed());
        if tally.served + tally.noted != u64::from(DAY) {
            return Err("the tally does not hold the day".into());
        }
        core.store().close();
    }
    figures.add("open_and_tally_p50_ms", percentile(&times, 50).as_secs_f64() * 1e3, "ms");
    figures.add("open_and_tally_worst_ms", percentile(&times, 100).as_secs_f64() * 1e3, "ms");
    Ok(())
}
