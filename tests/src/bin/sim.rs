//! `sim`: the deterministic simulation of sync. See `docs/SIMULATION.md`.

use std::process::ExitCode;

use shivir_tests::sim::{Broken, Outcome, Plant, Seeds, Simulation};

/// Seeds within which each planted bug is to be found.
const WITHIN: u64 = 5_000;

const USAGE: &str = "sim --seeds N [--from S] [--jobs J]    runs seeds\n\
                     sim --seed S [--plant NAME]             runs one and prints what happens in it\n\
                     sim --planted [--jobs J]                plants each bug and tells the first seed that finds it";

#[derive(Default)]
struct Asked {
    seeds: Option<u64>,
    from: u64,
    seed: Option<u64>,
    jobs: Option<usize>,
    plant: Option<Plant>,
    planted: bool,
}

fn asked() -> Option<Asked> {
    let mut asked = Asked::default();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--planted" => asked.planted = true,
            "--seeds" => asked.seeds = Some(args.next()?.parse().ok()?),
            "--from" => asked.from = args.next()?.parse().ok()?,
            "--seed" => asked.seed = Some(args.next()?.parse().ok()?),
            "--jobs" => asked.jobs = Some(args.next()?.parse().ok()?),
            "--plant" => {
                let name = args.next()?;
                asked.plant = Some(Plant::ALL.into_iter().find(|plant| plant.name() == name)?);
            }
            _ => return None,
        }
    }
    (asked.planted || asked.seed.is_some() || asked.seeds.is_some()).then_some(asked)
}

fn tell(outcome: &Outcome) {
    for failure in &outcome.failures {
        println!("seed {} {failure}", outcome.seed);
    }
}

fn run(asked: &Asked) -> Result<bool, Broken> {
    let simulation = Simulation::new()?;
    let jobs = asked.jobs.unwrap_or(2);
    if let Some(seed) = asked.seed {
        let outcome = simulation.seed(seed, asked.plant, true)?;
        tell(&outcome);
        println!("seed {seed} trace {:016x}", outcome.trace);
        return Ok(outcome.failures.is_empty());
    }
    if asked.planted {
        let mut all = true;
        for plant in Plant::ALL {
            let seeds = Seeds { from: 0, count: WITHIN, jobs, stop: true };
            let totals = simulation.seeds(seeds, Some(plant), &|_| {})?;
            let found = totals.failed.first();
            all &= found.is_some();
            let by = found.map_or(format!("not found within {WITHIN}"), |outcome| {
                let how = outcome.failures.first().map(ToString::to_string).unwrap_or_default();
                format!("seed {}, {how}", outcome.seed)
            });
            println!("{:24} {}\n{:24} {by}", plant.name(), plant.what(), "");
        }
        return Ok(all);
    }
    let count = asked.seeds.unwrap_or(0);
    let seeds = Seeds { from: asked.from, count, jobs, stop: false };
    let totals = simulation.seeds(seeds, asked.plant, &tell)?;
    let each = totals.took.as_millis() / u128::from(totals.seeds.max(1));
    println!("{each} ms a seed on {jobs} threads");
    println!("{totals}");
    Ok(totals.failed.is_empty())
}

fn main() -> ExitCode {
    let Some(asked) = asked() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&asked) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("sim: {error}");
            ExitCode::FAILURE
        }
    }
}
