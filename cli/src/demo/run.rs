//! The demo itself: makes a district's list, imports it, plays a camp day through a process that is killed in
//! mid-confirmation, looks for everything that was confirmed, and reports the day.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;
use shivir_core::env::{Env, SystemEnv};
use shivir_core::facts::Sitting;
use shivir_core::report::DayReport;
use shivir_core::roster::ImportOptions;
use shivir_core::store::{StoreKey, StoreOptions};
use shivir_core::{Core, CoreError};
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::Cadre;
use shivir_domain::id::{AreaId, CampId, PersonId};

use super::clock::DemoClock;
use super::district::{self, Synced};
use super::error::DemoError;
use super::killing::{Kills, Played, play_through};
use super::plan::{self, Helpers, Plan};
use super::roster::{self, generate};
use super::worker::PLAN;

/// Kills that have to fall into a confirmation.
const KILLS: usize = 5;
/// A kill is tried at every so many turns until there were enough.
const KILL_EVERY: usize = 11;
/// LGD code of Sakti.
const SAKTI: u32 = 762;

/// What the demo is run with.
#[derive(Debug)]
pub struct Options<'a> {
    /// Folder of its data.
    pub dir: &'a Path,
    /// People on the list.
    pub people: u64,
    /// Where chance starts.
    pub seed: u64,
    /// Further given names, see [`roster::Options`].
    pub names: Option<&'a Path>,
    /// Villages in place of the built-in ones.
    pub villages: Option<&'a Path>,
}

/// How far the demo has come, for a progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The list is made: people so far.
    Making(u64),
    /// It is imported: bytes read, of so many.
    Importing(u64, u64),
    /// The floor of the import is measured.
    Measuring,
    /// The day is played: turns so far, of so many.
    Playing(u64, u64),
    /// Everything that was confirmed is looked for.
    Checking,
    /// Three phones bring their day to the hub.
    Syncing,
}

/// What the demo found. The keys keep their meaning; later work adds keys.
#[derive(Debug, Serialize)]
pub struct Found {
    /// People on the list.
    pub people: u64,
    /// Of these, with a card by the list.
    pub cards_made: u64,
    /// Registrations in the store at the end of the day.
    pub registered: u64,
    /// Registrations whose confirmation returned, or was found made after a kill.
    pub confirmed: u64,
    /// Of these, not in the store: must be 0.
    pub lost: u64,
    /// Aadhaar update cases that were opened.
    pub cases_opened: u64,
    /// Facts that waited to be sent when the camp closed.
    pub outbox_facts: u64,
    /// Times the process was killed in mid-confirmation.
    pub kills: u64,
    /// After how many of these the confirmation was found made.
    pub kills_after_commit: u64,
    /// Rows imported in a second, from the file to the last index.
    pub import_rows_per_s: f64,
    /// The import's time over that of the bare inserts of the same people.
    pub import_over_bare_insert: f64,
    /// Median of a confirmation, microseconds.
    pub confirm_p50_us: f64,
    /// The same over the median of one appended 4 KiB write with fdatasync, the two in turn.
    pub confirm_over_fdatasync: f64,
    /// Most memory that this process held, in MB.
    pub peak_rss_mb: f64,
    /// Size of the roster's file, in MB.
    pub roster_db_mb: f64,
    /// Registrations by outcome.
    pub outcomes: BTreeMap<&'static str, u64>,
    /// The day of three phones, at the district's hub.
    #[serde(flatten)]
    pub synced: Synced,
    /// Where the data lies.
    pub data_dir: PathBuf,
    /// The day's report.
    #[serde(skip)]
    pub report: DayReport,
}

/// Runs the demo. `worker` makes the command that plays the day from a turn on, so many people having been confirmed.
///
/// # Errors
/// Storage errors, and lists that cannot be read.
pub fn run(
    options: &Options,
    worker: impl Fn(usize, usize) -> Command,
    progress: &mut dyn FnMut(Stage),
) -> Result<Found, DemoError> {
    let list = options.dir.join("list.csv");
    let made = make_list(options, &list, progress)?;
    let clock = Arc::new(DemoClock::new(SystemEnv.now_ms()));
    let opened_ms = clock.now_ms();
    let key = StoreKey::from_file(&options.dir.join("key"), &SystemEnv)?;
    let open = || Core::open(StoreOptions::at(options.dir), key.clone(), clock.clone());
    let core = open()?;
    let pack = Campaign::builtin("sakti-2023").map_err(|_| CoreError::Internal("campaign"))?;
    core.load_campaign(pack.raw(), None).map_err(|_| CoreError::Internal("campaign"))?;

    let start = Instant::now();
    let today = core.today()?;
    let mut file = BufReader::new(File::open(&list).map_err(CoreError::from)?);
    core.import_roster(&mut file, &ImportOptions::new(SAKTI, today), &mut |p| {
        progress(Stage::Importing(p.bytes_read, p.bytes_total));
        ControlFlow::Continue(())
    })?;
    let import = start.elapsed().as_secs_f64();
    std::fs::remove_file(&list).map_err(CoreError::from)?;
    let peak_rss_mb = peak_rss_mb();
    progress(Stage::Measuring);
    let bare = core.time_bare_inserts()?.as_secs_f64();

    let (plan, camp) = plan_day(&core, opened_ms, options.seed)?;
    let (turns, table) = (plan.turns.len(), plan.table.clone());
    let json = serde_json::to_vec(&plan).map_err(|_| CoreError::Internal("plan"))?;
    std::fs::write(options.dir.join(PLAN), json).map_err(CoreError::from)?;
    core.store().close();
    let kills = Kills { wanted: KILLS, every: KILL_EVERY, seed: options.seed };
    let played = play_through(worker, turns, kills, |n| progress(Stage::Playing(n as u64, turns as u64)))?;

    progress(Stage::Checking);
    let core = open()?;
    let summary = core.roster_summary()?;
    let entries = core.registrations(today, None, usize::from(u16::MAX))?;
    let mut outcomes = BTreeMap::new();
    for outcome in entries.iter().filter_map(|e| e.outcome) {
        *outcomes.entry(outcome.code()).or_insert(0) += 1;
    }
    let report = core.day_report(today, camp)?;
    let outbox_facts = core.outbox()?.waiting;
    let lost = lost(&core, &played);
    progress(Stage::Syncing);
    let synced = district::sync(options.dir, &core, &table, &clock, options.seed)?;
    let (confirm, floor) = (median(&played.confirm_us), median(&played.floor_us));
    let found = Found {
        people: summary.people,
        cards_made: summary.made,
        registered: entries.len() as u64,
        confirmed: played.kept.len() as u64,
        lost,
        cases_opened: report.tally.cases,
        outbox_facts,
        kills: played.kills as u64,
        kills_after_commit: played.found_made as u64,
        import_rows_per_s: (made as f64 / import).round(),
        import_over_bare_insert: import / bare,
        confirm_p50_us: confirm,
        confirm_over_fdatasync: confirm / floor,
        peak_rss_mb,
        roster_db_mb: roster_mb(options.dir)?,
        outcomes,
        synced,
        data_dir: options.dir.to_owned(),
        report,
    };
    core.store().close();
    Ok(found)
}

fn make_list(options: &Options, list: &Path, progress: &mut dyn FnMut(Stage)) -> Result<u64, DemoError> {
    let mut out = BufWriter::new(File::create(list).map_err(CoreError::from)?);
    let today = shivir_core::env::india(SystemEnv.now_ms()).0;
    let of = match options.people {
        roster::SAKTI_PEOPLE => roster::Options::default(),
        people => roster::Options::new(people, options.seed),
    };
    let of = roster::Options {
        seed: options.seed,
        names: options.names,
        villages: options.villages,
        list_date: today,
        ..of
    };
    generate(&of, &mut out, &mut |n| progress(Stage::Making(n)))?;
    out.flush().map_err(CoreError::from)?;
    Ok(of.people)
}

/// The camp stands in the panchayat with the most people left out; a mitanin sits at the table, the Choice Centre's
/// operator beside her.
fn plan_day(core: &Core, opened_ms: u64, seed: u64) -> Result<(Plan, Option<CampId>), DemoError> {
    let summary = core.roster_summary()?;
    let areas = summary.areas.iter().map(|a| (a.listed.saturating_sub(a.made), a.area));
    let (_, area) = areas.max().ok_or(CoreError::NotFound(shivir_core::error::Thing::Roster))?;
    let campaign = core.campaign()?;
    let camp = campaign.pack().camps.iter().find(|c| campaign.area_of_village(c.place) == Some(area));
    let camp = camp.map(|c| c.id);
    let mitanin = core.add_worker("सीता बाई", Cadre::Mitanin, &[area])?;
    let trainer = core.add_worker("गीता साहू", Cadre::MitaninTrainer, &[area])?;
    let maker = core.add_worker("मोहन यादव", Cadre::Vle, &[area])?;
    // The trainer enters the paper sheets of a mitanin who has no phone.
    let table = Sitting { author: mitanin.id, typist: trainer.id, camp, area, on: None };
    let (people, village) = left_out(core, area)?;
    let helpers = Helpers { maker: maker.id };
    let turns = plan::turns(core, &table, &people, &village, &helpers, core.today()?, seed)?;
    Ok((Plan { table, opened_ms, turns }, camp))
}

/// Left-out people of the panchayat, enough for a day, and the name of a village there.
fn left_out(core: &Core, area: AreaId) -> Result<(Vec<PersonId>, String), CoreError> {
    let page = core.left_out(Some(area), 0, 4 * plan::PEOPLE)?;
    let village = page.households.first().map(|h| h.village.clone()).unwrap_or_default();
    let people = page.households.iter().flat_map(|h| &h.members).map(|m| m.person);
    Ok((people.collect(), village))
}

/// Confirmed registrations that the store does not have as they were confirmed.
fn lost(core: &Core, played: &Played) -> u64 {
    let there = |kept: &&super::worker::Kept| {
        core.registration(kept.fact).is_ok_and(|(person, view)| {
            person == kept.person && view.stands() && view.visit.token.map(|t| t.code()) == kept.slip
        })
    };
    played.kept.iter().filter(|kept| !there(kept)).count() as u64
}

fn median(times: &[u64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).map_or(f64::NAN, |t| *t as f64)
}

/// Size of the roster's file in a store's folder, in MB.
///
/// # Errors
/// Where the folder cannot be read.
pub fn roster_mb(dir: &Path) -> Result<f64, CoreError> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("roster-") {
            bytes += entry.metadata()?.len();
        }
    }
    Ok(bytes as f64 / 1e6)
}

/// The most memory that this process ever held, in MB; 0 where the system does not say.
pub fn peak_rss_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status
        .lines()
        .find_map(|l| l.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kib.unwrap_or(0.0) * 1024.0 / 1e6
}
