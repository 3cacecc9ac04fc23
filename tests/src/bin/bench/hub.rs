//! What the hub takes: facts a second against PouchDB pushing the same records, both durable; five hundred phones that come
//! within a minute; memory under load; and, in the soak, a sync on ten million facts.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use shivir_tests::common::{Phone, SAKTI};
use shivir_tests::figures::{Figures, percentile};
use shivir_tests::support::Line;

use super::hubs::{CampDay, Db, FIRST_AREA, HubProcess, fill, phone, write_again};
use super::pouchdb;

/// Phones that push one after the other, and facts of each.
const PUSHING: u32 = 20;
const PUSHED: usize = 1_000;

/// Records that the peer pushes: the same.
const PEER_PUSHED: usize = PUSHING as usize * PUSHED;

/// The peer as it comes but for its writes being synced; with batches as large as a phone's; and as it comes.
const PEERS: [(&str, usize, bool); 3] = [
    ("pouchdb", pouchdb::DEFAULT_BATCH, true),
    ("pouchdb_large_batch", pouchdb::LARGE_BATCH, true),
    ("pouchdb_not_durable", pouchdb::DEFAULT_BATCH, false),
];

/// How often each pushes.
const ROUNDS: u32 = 3;

/// Phones that arrive within a minute, facts of each, and phones of one area.
const ARRIVING: u32 = 500;
const ARRIVED_WITH: usize = 50;
const OF_AN_AREA: u32 = 5;
const WITHIN: Duration = Duration::from_secs(60);

/// Under the load by which memory is measured: phones, syncs of all of them in a second, facts of a sync.
const LOADING: u32 = 64;
const SYNCS_A_SECOND: u32 = 50;
const LOADED_WITH: usize = 10;

/// Syncs of which the median is taken, in the soak.
const DEEP_SYNCS: u32 = 200;

/// Seconds of load after which memory is compared: of the bench, and of the soak.
pub const BENCH: (u64, u64) = (20, 100);
pub const SOAK: (u64, u64) = (120, 600);

/// Facts a second, of the hub and of its peer. `day`: facts of a real day.
pub fn push(figures: &mut Figures, dir: &Path, day: &CampDay) -> Result<(), Box<dyn Error>> {
    let work = tempfile::tempdir_in(dir)?;
    let records = records(&Db::sqlite(work.path(), "peer")?, day)?;
    // In turn, and of each the best: what else the machine does meanwhile hits the one and the other.
    let mut best = BTreeMap::<String, f64>::new();
    let mut said = 0.0;
    for round in 0..ROUNDS {
        let work = tempfile::tempdir_in(dir)?;
        let mut rates = Vec::new();
        for (name, batch, synced) in PEERS {
            let rate = pouchdb::push(work.path(), &records, batch, synced)?;
            rates.extend(rate.map(|rate| (name.to_owned(), rate)));
        }
        if rates.is_empty() && round == 0 {
            println!("(npm is not here, or could not install PouchDB: the hub is not compared with it)");
        }
        for (name, db) in [("sqlite", Db::sqlite(work.path(), "push")?), ("postgres", Db::postgres())] {
            let (rate, of_its_own) = pushed(&db, day)?;
            rates.push((format!("hub_{name}"), rate));
            said = of_its_own;
        }
        for (name, rate) in rates {
            let best = best.entry(name).or_default();
            *best = best.max(rate);
        }
    }
    for (name, rate) in &best {
        figures.add(&format!("{name}_facts_per_s"), *rate, "facts/s");
    }
    figures.add("hub_facts_of_its_own", said, "facts");
    for (hub, rate) in best.iter().filter(|(name, _)| name.starts_with("hub_")) {
        for (peer, of_peer) in best.iter().filter(|(name, _)| name.starts_with("pouchdb")) {
            figures.add(&format!("{hub}_over_{peer}"), rate / of_peer, "x"); // 10 at least
        }
    }
    Ok(())
}

/// Times of five hundred phones that come within a minute.
pub fn arrive(figures: &mut Figures, dir: &Path, day: &CampDay) -> Result<(), Box<dyn Error>> {
    let work = tempfile::tempdir_in(dir)?;
    let dbs = [("sqlite", Db::sqlite(work.path(), "arrive")?), ("postgres", Db::postgres())];
    for (name, db) in &dbs {
        let times = arrivals(db, day)?;
        for (label, percent) in [("p50", 50), ("p99", 99), ("worst", 100)] {
            // 1,000 at most at 99 of 100.
            let ms = percentile(&times, percent).as_secs_f64() * 1e3;
            figures.add(&format!("hub_{name}_500_phones_{label}_ms"), ms, "ms");
        }
    }
    Ok(())
}

/// Memory under load.
pub fn load(figures: &mut Figures, dir: &Path, day: &CampDay) -> Result<(), Box<dyn Error>> {
    let work = tempfile::tempdir_in(dir)?;
    memory(figures, "bench", &Db::sqlite(work.path(), "memory")?, day, BENCH)
}

/// What takes long: memory over ten minutes, and a sync on so many facts.
pub fn soak(figures: &mut Figures, dir: &Path, day: &CampDay, facts: usize) -> Result<(), Box<dyn Error>> {
    let work = tempfile::tempdir_in(dir)?;
    memory(figures, "soak", &Db::sqlite(work.path(), "memory")?, day, SOAK)?;
    for (name, db) in [("sqlite", Db::sqlite(work.path(), "deep")?), ("postgres", Db::postgres())] {
        let few = facts.min(100_000);
        let hub = db.hub()?;
        fill(&hub, day, few, 1_000)?;
        let shallow = deep(&db, day, 1)?;
        fill(&hub, day, facts - few, 2_000)?;
        let deep = deep(&db, day, 2)?;
        figures.add(&format!("hub_{name}_facts"), facts as f64, "facts");
        figures.add(&format!("hub_{name}_sync_on_few_p50_us"), shallow.as_secs_f64() * 1e6, "us");
        figures.add(&format!("hub_{name}_sync_on_all_p50_us"), deep.as_secs_f64() * 1e6, "us");
        let ratio = deep.as_secs_f64() / shallow.as_secs_f64();
        figures.add(&format!("hub_{name}_sync_on_all_over_few"), ratio, "x"); // 1.25 at most
    }
    Ok(())
}

/// A line of JSON for each fact, as the peer keeps them.
fn records(db: &Db, day: &CampDay) -> Result<Vec<String>, Box<dyn Error>> {
    let hub = db.hub()?;
    let mut lines = Vec::with_capacity(PEER_PUSHED);
    for n in 0..PUSHING {
        for fact in pushing(&hub, n, day)?.own {
            if lines.len() == PEER_PUSHED {
                return Ok(lines);
            }
            lines.push(pouchdb::record(&fact)?);
        }
    }
    Ok(lines)
}

/// The `n`th phone of those that push, with its facts.
fn pushing(hub: &shivir_hub::Hub, n: u32, day: &CampDay) -> Result<Phone, Box<dyn Error>> {
    let mut phone = phone(hub, n, FIRST_AREA + u64::from(n))?;
    with_facts(&mut phone, day, PUSHED, n)?;
    Ok(phone)
}

fn with_facts(phone: &mut Phone, day: &CampDay, facts: usize, n: u32) -> Result<(), Box<dyn Error>> {
    let before = phone.own.len();
    for turn in 0.. {
        let room = facts - (phone.own.len() - before);
        if room == 0 {
            break;
        }
        write_again(phone, day, room, n * 64 + turn + 1)?;
    }
    Ok(())
}

/// Syncs until all that a phone wrote is acknowledged; the time of each round trip.
fn sync(line: &mut Line, phone: &mut Phone, times: &mut Vec<Duration>) -> Result<(), String> {
    loop {
        let start = Instant::now();
        let said = line.sync(phone).map_err(|code| format!("sync: {}", code.code()))?;
        times.push(start.elapsed());
        if !said.more && phone.acked == phone.own.len() as u64 {
            return Ok(());
        }
    }
}

/// Facts a second, from the phones' memory to the hub's disk, over HTTP; and how many the hub added of its own.
fn pushed(db: &Db, day: &CampDay) -> Result<(f64, f64), Box<dyn Error>> {
    let hub = db.hub()?;
    let mut phones = Vec::new();
    for n in 0..PUSHING {
        phones.push(pushing(&hub, n, day)?);
    }
    let serving = HubProcess::start(db)?;
    let start = Instant::now();
    for phone in &mut phones {
        sync(&mut Line::to(serving.address), phone, &mut Vec::new())?;
    }
    let seconds = start.elapsed().as_secs_f64();
    let all = u64::from(PUSHING) * PUSHED as u64;
    // The hub adds facts of its own, on those who are likely the same.
    let totals = hub.totals(SAKTI)?;
    if totals.facts < all || totals.aside > 0 {
        return Err(format!("not every fact arrived: {totals:?}").into());
    }
    Ok((all as f64 / seconds, (totals.facts - all) as f64))
}

/// Times of the round trips of phones that come one after the other within a minute, whether or not those before are done.
fn arrivals(db: &Db, day: &CampDay) -> Result<Vec<Duration>, Box<dyn Error>> {
    let hub = db.hub()?;
    let mut phones = Vec::new();
    for n in 0..ARRIVING {
        let mut phone = phone(&hub, n, FIRST_AREA + u64::from(n / OF_AN_AREA))?;
        with_facts(&mut phone, day, ARRIVED_WITH, n)?;
        phones.push(phone);
    }
    let serving = HubProcess::start(db)?;
    let (start, address) = (Instant::now(), serving.address);
    let arriving = phones.into_iter().zip(0..).map(|(mut phone, n)| {
        spawn(move || {
            sleep((start + WITHIN * n / ARRIVING).saturating_duration_since(Instant::now()));
            let mut times = Vec::new();
            sync(&mut Line::to(address), &mut phone, &mut times).map(|()| times)
        })
    });
    let mut times = Vec::new();
    for phone in arriving.collect::<Vec<_>>() {
        times.extend(phone.join().map_err(|_| "a phone failed")??);
    }
    Ok(times)
}

/// The hub's memory under a steady load.
fn memory(
    figures: &mut Figures,
    name: &str,
    db: &Db,
    day: &CampDay,
    (first, last): (u64, u64),
) -> Result<(), Box<dyn Error>> {
    let hub = db.hub()?;
    let mut phones = Vec::new();
    for n in 0..LOADING {
        phones.push(phone(&hub, n, FIRST_AREA + u64::from(n / OF_AN_AREA))?);
    }
    let serving = HubProcess::start(db)?;
    let (start, mut at_first) = (Instant::now(), None);
    for n in 0.. {
        let due = start + Duration::from_secs(1) * n / SYNCS_A_SECOND;
        if at_first.is_none() && due >= start + Duration::from_secs(first) {
            at_first = Some(serving.rss_mb()?);
        }
        if due >= start + Duration::from_secs(last) {
            break;
        }
        sleep(due.saturating_duration_since(Instant::now()));
        let phone = phones.get_mut((n % LOADING) as usize).ok_or("no phone")?;
        with_facts(phone, day, LOADED_WITH, n)?;
        sync(&mut Line::to(serving.address), phone, &mut Vec::new())?;
    }
    let (before, after) = (at_first.ok_or("no load")?, serving.rss_mb()?);
    figures.add(&format!("hub_memory_mb_after_{last}_s_of_{name}"), after, "MB");
    figures.add(&format!("hub_memory_after_{last}_s_over_{first}_s_of_{name}"), after / before, "x"); // 1.1 at most
    Ok(())
}

/// The median of syncs with some facts each.
fn deep(db: &Db, day: &CampDay, turn: u32) -> Result<Duration, Box<dyn Error>> {
    let hub = db.hub()?;
    let serving = HubProcess::start(db)?;
    let mut times = Vec::new();
    for n in 0..DEEP_SYNCS {
        let n = turn * DEEP_SYNCS + n;
        // Of an area of its own: what others wrote there is not to come down.
        let mut phone = phone(&hub, n, FIRST_AREA + 10_000 + u64::from(n))?;
        with_facts(&mut phone, day, ARRIVED_WITH, n)?;
        sync(&mut Line::to(serving.address), &mut phone, &mut times)?;
    }
    Ok(percentile(&times, 50))
}
