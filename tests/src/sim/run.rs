//! Running seeds: one, or many on several threads.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{fmt, thread};

use super::disk::Disks;
use super::plant::Plant;
use super::template::Template;
use super::world::World;
use super::{Broken, Failure, Kind};
use crate::vfs::record::crash_dir;

/// Which seeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seeds {
    /// The first.
    pub from: u64,
    /// How many.
    pub count: u64,
    /// Threads.
    pub jobs: usize,
    /// Nothing more is begun after the first that fails.
    pub stop: bool,
}

/// What came of a seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Which.
    pub seed: u64,
    /// Hash of all that happened in it.
    pub trace: u64,
    /// What went wrong.
    pub failures: Vec<Failure>,
}

/// What came of many.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// Seeds that ran.
    pub seeds: u64,
    /// Those that failed, by their numbers.
    pub failed: Vec<Outcome>,
    /// How long they took, each by itself, together.
    pub took: Duration,
}

impl Totals {
    /// Seeds in which something of a kind went wrong.
    pub fn of(&self, kind: Kind) -> usize {
        self.failed.iter().filter(|seed| seed.failures.iter().any(|failure| failure.kind == kind)).count()
    }
}

/// The last line: `seeds N lost 0 duplicated 0 diverged 0 wedged 0`.
impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "seeds {}", self.seeds)?;
        Kind::ALL.iter().try_for_each(|kind| write!(f, " {} {}", kind.word(), self.of(*kind)))
    }
}

/// Names of disks are unique in the process.
static DISKS: AtomicU64 = AtomicU64::new(0);

/// What all seeds begin with.
pub struct Simulation {
    template: Template,
}

impl Simulation {
    /// Makes it: a district, its hub, phones.
    ///
    /// # Errors
    /// Where the machine has no room for it.
    pub fn new() -> Result<Self, Broken> {
        Ok(Self { template: Template::make()? })
    }

    /// Runs one seed. `shown`: prints each event.
    ///
    /// # Errors
    /// Where no files can be made.
    pub fn seed(&self, seed: u64, plant: Option<Plant>, shown: bool) -> Result<Outcome, Broken> {
        self.worker(|world| world(seed, plant, shown))
    }

    /// Gives `work` what runs a seed, with a disk for all of them.
    fn worker<T>(
        &self,
        work: impl FnOnce(&mut dyn FnMut(u64, Option<Plant>, bool) -> Outcome) -> T,
    ) -> Result<T, Broken> {
        let root = crash_dir()?;
        let name = format!("sim-{}", DISKS.fetch_add(1, Ordering::Relaxed));
        let disks = Disks::register(&name, root.path())?;
        Ok(work(&mut |seed, plant, shown| {
            let mut trace = 0;
            let mut go = || {
                let mut world = World::new(&self.template, &disks, root.path(), seed, plant, shown)?;
                let done = world.run();
                trace = world.trace.hash();
                let mut failures = std::mem::take(&mut world.failures);
                if let Err(error) = done {
                    failures.push(Failure { kind: Kind::Wedged, what: error.to_string() });
                }
                world.remove_files()?;
                Ok::<_, Broken>(failures)
            };
            let failures = go().unwrap_or_else(|error| {
                vec![Failure { kind: Kind::Wedged, what: format!("the simulation: {error}") }]
            });
            Outcome { seed, trace, failures }
        }))
    }

    /// Runs many. `failed` hears of each that fails, as it fails.
    ///
    /// # Errors
    /// Where no files can be made.
    pub fn seeds(
        &self,
        seeds: Seeds,
        plant: Option<Plant>,
        failed: &(dyn Fn(&Outcome) + Sync),
    ) -> Result<Totals, Broken> {
        let (next, stopped) = (AtomicU64::new(0), AtomicBool::new(false));
        let totals = Mutex::new(Totals::default());
        let run = || {
            self.worker(|world| {
                let mut own = Totals::default();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= seeds.count || stopped.load(Ordering::Relaxed) {
                        break;
                    }
                    let began = Instant::now();
                    let outcome = world(seeds.from + at, plant, false);
                    own.took += began.elapsed();
                    own.seeds += 1;
                    if !outcome.failures.is_empty() {
                        failed(&outcome);
                        stopped.fetch_or(seeds.stop, Ordering::Relaxed);
                        own.failed.push(outcome);
                    }
                }
                let mut totals = totals.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
                totals.seeds += own.seeds;
                totals.took += own.took;
                totals.failed.extend(own.failed);
            })
        };
        thread::scope(|scope| {
            let threads: Vec<_> = (0..seeds.jobs.max(1)).map(|_| scope.spawn(run)).collect();
            threads.into_iter().try_for_each(|thread| match thread.join() {
                Ok(done) => done,
                Err(_) => Err(Broken::Said("a thread of the simulation ended".into())),
            })
        })?;
        let mut totals = totals.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        totals.failed.sort_by_key(|outcome| outcome.seed);
        Ok(totals)
    }
}
