//! What a phone's sync costs: a camp day through the real engine, over real HTTP, to a real hub, on a line of 2G; a sync of
//! which nothing comes, in a small and in a large district; and the first sync of a block.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use shivir::demo::roster::{Options as ListOptions, generate};
use shivir::demo::script::{Comer, Scene, Turn, play, stranger};
use shivir::net::Net;
use shivir_core::Core;
use shivir_core::facts::Sitting;
use shivir_core::sync::SyncOptions;
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::{AadhaarReason, Cadre, Outcome};
use shivir_domain::day::Day;
use shivir_domain::fact::{Fact, FactKind};
use shivir_domain::id::{AreaId, PersonId};
use shivir_domain::person::Relation;
use shivir_domain::wire::pack::Depth as PackDepth;
use shivir_hub::Hub;
use shivir_hub::district::load_campaign;
use shivir_hub::http::Options;
use shivir_tests::figures::{Figures, percentile};
use shivir_tests::kit::{self, HeldClock, TEN};
use shivir_tests::phone::{SAKTI, enrol, fetch, install, install_first, sync};
use shivir_tests::proxy::{Line, Proxy};
use shivir_tests::rng::Rng;
use shivir_tests::support::Served;

use super::hubs::{CampDay, Db, fill};

/// Registrations of the day: of every four, three are of the list; thirty are cases.
const DAY: u32 = 200;
const NEW_EVERY: u32 = 4;

/// People and facts of the small district.
const SMALL: u64 = 10_000;

/// Syncs of which nothing comes.
const EMPTY: usize = 100;

/// A fair line, for the first sync.
const FAIR: Line = Line { bits_per_s: Some(1_000_000), round_trip: Duration::from_millis(300) };

/// Seed of mobile numbers and of the minutes of the day.
const SEED: u64 = 5;

/// A hub that serves a district's list.
struct District {
    hub: Hub,
    served: Served,
    people: u64,
}

impl District {
    fn of(list: &Path, dir: &Path, name: &str) -> Result<Self, Box<dyn Error>> {
        let hub = Db::sqlite(dir, name)?.hub()?;
        let campaign = Campaign::builtin("sakti-2023").map_err(|_| "campaign")?;
        load_campaign(&hub, &campaign)?;
        let today = Day::from_ymd(2026, 11, 24).ok_or("no day")?;
        let report =
            hub.import_roster(SAKTI, today, &mut BufReader::new(File::open(list)?), &mut |_, _| {})?;
        let served = Served::start(&hub, Options::default());
        Ok(Self { hub, served, people: report.people })
    }

    /// The area with the largest pack of its own.
    fn area(&self) -> Result<AreaId, Box<dyn Error>> {
        let packs = self.hub.packs(SAKTI)?;
        let own = packs.iter().filter(|pack| pack.area.is_some());
        Ok(own.max_by_key(|pack| pack.offer.size).and_then(|pack| pack.area).ok_or("no area")?)
    }

    /// A phone of some areas that has its packs and has synced.
    fn phone(&self, dir: &Path, areas: &[AreaId]) -> Result<(Core, Sitting), Box<dyn Error>> {
        let clock = HeldClock::at(TEN);
        let core = kit::open(dir, None, clock)?;
        let campaign = Campaign::builtin("sakti-2023").map_err(|_| "campaign")?;
        core.load_campaign(campaign.raw(), None)?;
        let area = *areas.first().ok_or("no area")?;
        let worker = core.add_worker("सीता बाई", Cadre::Mitanin, &[area])?.id;
        let url = format!("http://{}", self.served.address);
        enrol(&core, &self.hub, &url, areas)?;
        let net = Net::to(&url);
        sync(&core, &net)?;
        if !fetch(&core, &net, false)? {
            return Err("the packs did not come".into());
        }
        install(&core)?;
        sync(&core, &net)?;
        Ok((core, Sitting { author: worker, typist: worker, camp: None, area, on: None }))
    }
}

/// Measures all. `dir` has the district's list.
pub fn run(figures: &mut Figures, dir: &Path) -> Result<(), Box<dyn Error>> {
    let work = tempfile::tempdir_in(dir)?;
    let small_list = work.path().join("small.csv");
    let mut out = BufWriter::new(File::create(&small_list)?);
    generate(&ListOptions::new(SMALL, 1), &mut out, &mut |_| {})?;
    out.flush()?;
    let small = District::of(&small_list, work.path(), "small")?;
    let large = District::of(&dir.join("list.csv"), work.path(), "large")?;
    first(figures, &large, work.path())?;
    let facts = CampDay::of(day(figures, &large, work.path())?, &small_list)?;
    // So many facts as people, of 400 areas.
    let (bytes_small, us_small) = empty(&small, &facts, work.path(), "phone-small")?;
    let (bytes_large, us_large) = empty(&large, &facts, work.path(), "phone-large")?;
    figures.add("sync_empty_up_bytes", bytes_large.0, "bytes"); // 350 at most
    figures.add("sync_empty_down_bytes", bytes_large.1, "bytes"); // 350 at most
    figures.add("sync_empty_trips", bytes_large.2, "round trips"); // 1
    let ratio = (bytes_large.0 + bytes_large.1) / (bytes_small.0 + bytes_small.1);
    figures.add("sync_empty_bytes_over_small_district", ratio, "x"); // flat: 1
    figures.add("sync_empty_hub_p50_us", us_large, "us");
    figures.add("sync_empty_hub_over_small_district", us_large / us_small, "x"); // flat: 1
    small.served.stop();
    large.served.stop();
    Ok(())
}

/// The facts of a day alone, for what needs no figures of it.
pub fn facts_of_a_day(dir: &Path) -> Result<CampDay, Box<dyn Error>> {
    let work = tempfile::tempdir_in(dir)?;
    let list = work.path().join("small.csv");
    let mut out = BufWriter::new(File::create(&list)?);
    generate(&ListOptions::new(SMALL, 1), &mut out, &mut |_| {})?;
    out.flush()?;
    let district = District::of(&list, work.path(), "small")?;
    let (core, table) = district.phone(&work.path().join("phone"), &[district.area()?])?;
    write_day(&core, &table)?;
    let day = CampDay::of(of_people(&core)?, &list)?;
    core.store().close();
    district.served.stop();
    Ok(day)
}

/// A day's facts but those of the workers.
fn of_people(core: &Core) -> Result<Vec<Fact>, Box<dyn Error>> {
    let facts = core.waiting_facts(usize::MAX)?;
    Ok(facts.into_iter().filter(|fact| fact.header.kind != FactKind::WorkerAdded).collect())
}

/// 150 listed people and 50 new ones come; Aadhaar blocks 30 of the cards.
fn write_day(core: &Core, table: &Sitting) -> Result<(), Box<dyn Error>> {
    let page = core.left_out(Some(table.area), 0, 4 * DAY as usize)?;
    let village = page.households.first().map(|h| h.village.clone()).unwrap_or_default();
    let mut listed: Vec<PersonId> =
        page.households.iter().flat_map(|h| &h.members).map(|member| member.person).collect();
    let mut rng = Rng::new(SEED);
    rng.shuffle(&mut listed);
    let relations = [Relation::Wife, Relation::Son, Relation::Daughter, Relation::Head, Relation::Mother];
    let outcomes = [Outcome::Submitted, Outcome::Already, Outcome::Absent, Outcome::Away, Outcome::Refused];
    let (mut new, mut blocked) = (0, 0);
    for n in 0..DAY {
        let scene = match n % 20 {
            2 | 9 | 15 => {
                blocked += 1;
                Scene::Blocked(AadhaarReason::ALL[n as usize / 7 % AadhaarReason::ALL.len()])
            }
            other @ (6 | 12 | 13 | 14 | 17) => Scene::Plain(outcomes[other as usize % outcomes.len()]),
            _ => Scene::Plain(Outcome::IntakeDone),
        };
        let comer = if n % NEW_EVERY == 3 {
            let mut details = stranger(new, &village, None);
            details.relation = Some(relations[new as usize % relations.len()]);
            details.mobile = Some(7_000_000_000 + rng.below(2_999_999_999) as u64);
            new += 1;
            Comer::New(Box::new(details))
        } else {
            Comer::Listed(listed.pop().ok_or("too few people of the list in the area")?)
        };
        play(core, table, &Turn { comer, scene, author: None, paper: None }, || {})?;
    }
    if (new, blocked) != (DAY / NEW_EVERY, 30) {
        return Err("the day is another".into());
    }
    Ok(())
}

/// The day's sync over 2G: enrolled and supplied with its packs the evening before, the phone was without network since.
fn day(figures: &mut Figures, district: &District, dir: &Path) -> Result<Vec<Fact>, Box<dyn Error>> {
    let (core, table) = district.phone(&dir.join("phone-day"), &[district.area()?])?;
    write_day(&core, &table)?;
    let facts = of_people(&core)?;
    let proxy = Proxy::to(district.served.address, Line::SLOW)?;
    let start = Instant::now();
    let synced = sync(&core, &Net::to(&proxy.url()))?;
    let seconds = start.elapsed().as_secs_f64();
    if core.sync_state()?.waiting > 0 {
        return Err("the day did not arrive".into());
    }
    let passed = proxy.passed();
    figures.add("sync_day_facts", synced.progress.facts_up as f64, "facts");
    figures.add("sync_day_trips", f64::from(synced.trips), "round trips");
    figures.add("sync_day_up_bytes", passed.up as f64, "bytes");
    figures.add("sync_day_down_bytes", passed.down as f64, "bytes");
    figures.add("sync_bytes_a_registration", passed.bytes() as f64 / f64::from(DAY), "bytes"); // 45 at most
    figures.add("sync_day_on_2g_s", seconds, "s"); // 4 at most
    core.store().close();
    Ok(facts)
}

/// Bytes up, bytes down, round trips.
type Trip = (f64, f64, f64);

/// Bytes up and down and round trips of a sync of which nothing comes, and the median of the hub's microseconds, once the
/// district has as many facts as people.
fn empty(
    district: &District,
    facts: &CampDay,
    dir: &Path,
    name: &str,
) -> Result<(Trip, f64), Box<dyn Error>> {
    fill(&district.hub, facts, usize::try_from(district.people)?, 1_000)?;
    let (core, _) = district.phone(&dir.join(name), &[district.area()?])?;
    let proxy = Proxy::to(district.served.address, Line::default())?;
    let synced = sync(&core, &Net::to(&proxy.url()))?;
    let passed = proxy.passed();
    let mut times = Vec::with_capacity(EMPTY);
    for _ in 0..EMPTY {
        let out = core.sync_request(&SyncOptions::default())?;
        let start = Instant::now();
        let reply = district.hub.handle(&out.path, &out.bytes);
        times.push(start.elapsed());
        core.sync_response(&reply.bytes)?;
    }
    core.store().close();
    let bytes = (passed.up as f64, passed.down as f64, f64::from(synced.trips));
    Ok((bytes, percentile(&times, 50).as_secs_f64() * 1e6))
}

/// A new phone of the largest block gets all of it in full over a fair line that breaks once, and can search in it; then the
/// rest of the district.
fn first(figures: &mut Figures, district: &District, dir: &Path) -> Result<(), Box<dyn Error>> {
    let packs = district.hub.packs(SAKTI)?;
    let whole = packs.iter().filter(|pack| pack.area.is_none() && pack.offer.depth == PackDepth::Full);
    let whole = &whole.max_by_key(|pack| pack.offer.size).ok_or("no pack")?.offer;
    let of_block = packs.iter().filter(|pack| pack.offer.block_name == whole.block_name);
    let areas: Vec<AreaId> = of_block.filter_map(|pack| pack.area).collect();
    let core = kit::open(&dir.join("phone-first"), None, HeldClock::at(TEN))?;
    core.add_worker("सीता बाई", Cadre::Mitanin, &areas)?;
    let proxy = Proxy::to(district.served.address, FAIR)?;
    enrol(&core, &district.hub, &proxy.url(), &areas)?;
    let (before, start) = (proxy.passed(), Instant::now());
    let net = Net::to(&proxy.url());
    sync(&core, &net)?;
    proxy.cut_after(whole.size / 2);
    let mut tries = 1;
    while !fetch(&core, &net, true)? {
        tries += 1;
        if tries > 5 {
            return Err("the pack did not come".into());
        }
    }
    install_first(&core)?;
    let seconds = start.elapsed().as_secs_f64();
    let passed = proxy.passed().since(before);
    figures.add("first_sync_block_people", core.roster_summary()?.people as f64, "people");
    figures.add("first_sync_block_s", seconds, "s"); // 60 at most, at 1 Mbit/s
    // Resumed: what came before the line broke does not come again.
    figures.add("first_sync_bytes_over_pack", passed.bytes() as f64 / whole.size as f64, "x");
    // The rest of the district, in what a phone of elsewhere may have.
    if !fetch(&core, &net, false)? {
        return Err("the other packs did not come".into());
    }
    install(&core)?;
    figures.add("first_sync_district_people", core.roster_summary()?.people as f64, "people");
    figures.add("first_sync_district_s", start.elapsed().as_secs_f64(), "s");
    core.store().close();
    Ok(())
}
