//! Searching a whole district at each keystroke, against a scan of the same file.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::peer::Peer;
use shivir_core::Core;
use shivir_core::env::SystemEnv;
use shivir_core::roster::SearchOptions;
use shivir_domain::id::AreaId;
use shivir_roster::{Rejected, Row, Sink};
use shivir_tests::figures::{Figures, percentile};
use shivir_tests::kit;
use shivir_tests::rng::Rng;

/// First argument of the process that searches, so that its memory is its own.
pub const SEARCH: &str = "--search";

/// People whose names are typed.
const TYPISTS: usize = 250;
/// Letters of a word that are typed.
const LETTERS: usize = 8;
/// Hits that a screen shows.
const SCREEN: u32 = 20;
/// The file with what is typed, in the folder of the store.
pub const QUERIES: &str = "queries.txt";
/// Scans that are timed.
const SCANS: usize = 12;

/// Searches in a process of its own.
pub fn run(figures: &mut Figures, dir: &Path) -> Result<(), Box<dyn Error>> {
    // Written down, so that reading the list does not count as the memory of a search.
    let names = names(&dir.join("list.csv"))?;
    let queries = queries(&names);
    std::fs::write(dir.join(QUERIES), queries.join("\n"))?;
    let printed = Command::new(std::env::current_exe()?).arg(SEARCH).arg(dir).output()?;
    if !printed.status.success() {
        return Err(String::from_utf8_lossy(&printed.stderr).into());
    }
    let said: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&printed.stdout)?;
    for (name, unit) in FIGURES {
        figures.add(name, said.get(*name).and_then(serde_json::Value::as_f64).unwrap_or(f64::NAN), unit);
    }
    let peer = dir.join("peer");
    if peer.exists() {
        std::fs::remove_dir_all(&peer)?;
    }
    std::fs::create_dir(&peer)?;
    let texts = names
        .0
        .iter()
        .map(|[hindi, english, relative, village, _]| format!("{hindi} {english} {relative} {village}"));
    let peer = Peer::build(&peer, texts)?;
    let mut times = Vec::with_capacity(queries.len());
    for query in queries.iter().filter_map(|line| Some(line.split_once('\t')?.1)) {
        times.push(peer.keystroke(query, usize::try_from(SCREEN)?)?);
    }
    let peer = percentile(&times, 95).as_secs_f64() * 1e3;
    figures.add("search_tantivy_p50_ms", percentile(&times, 50).as_secs_f64() * 1e3, "ms");
    figures.add("search_tantivy_p95_ms", peer, "ms");
    if let Some(ours) = figures.get("search_p95_ms") {
        figures.add("search_p95_over_tantivy", ours / peer, "x");
    }
    Ok(())
}

const FIGURES: &[(&str, &str)] = &[
    ("search_keystrokes", "queries"),
    ("search_first_ms", "ms"),
    ("search_p50_ms", "ms"),
    ("search_p95_ms", "ms"),
    ("search_p99_ms", "ms"),
    ("search_worst_ms", "ms"),
    ("search_anywhere_p50_ms", "ms"),
    ("search_anywhere_p99_ms", "ms"),
    ("search_anywhere_worst_ms", "ms"),
    ("search_scan_p50_ms", "ms"),
    ("search_scan_over_keystroke", "x"),
    ("search_memory_mb", "MB"),
];

/// The process that searches: prints its figures as JSON.
pub fn search(dir: &Path) -> Result<(), Box<dyn Error>> {
    let typed = std::fs::read_to_string(dir.join(QUERIES))?;
    let typed: Vec<(&str, &str)> = typed.lines().filter_map(|line| line.split_once('\t')).collect();
    let queries: Vec<&str> = typed.iter().map(|(_, query)| *query).collect();
    let core = kit::open(dir, None, Arc::new(SystemEnv))?;
    // Fills the page cache, so that it does not count as the memory of a search.
    let mut scans = Vec::with_capacity(SCANS);
    for query in queries.iter().filter(|q| q.chars().count() >= 3).step_by(queries.len() / SCANS).take(SCANS)
    {
        let start = Instant::now();
        core.scan_names(query)?;
        scans.push(start.elapsed());
    }
    let areas = core.roster_summary()?.areas;
    let area = |name: &str| areas.iter().find(|a| a.name == name).map(|a| a.area);
    let camps: Vec<Option<AreaId>> = typed.iter().map(|(name, _)| area(name)).collect();
    let before = rss_mb();
    let start = Instant::now();
    keystroke(&core, "s", None)?;
    let first = start.elapsed();
    // At the camp of the person's own panchayat, and with no camp: the whole district alike.
    let mut times = Vec::with_capacity(queries.len());
    for (query, camp) in queries.iter().zip(&camps) {
        let start = Instant::now();
        keystroke(&core, query, *camp)?;
        times.push(start.elapsed());
    }
    let mut anywhere = Vec::with_capacity(queries.len());
    for query in &queries {
        let start = Instant::now();
        keystroke(&core, query, None)?;
        anywhere.push(start.elapsed());
    }
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let (p50, scan) = (percentile(&times, 50), percentile(&scans, 50));
    let said = serde_json::json!({
        "search_keystrokes": queries.len(),
        "search_first_ms": ms(first),
        "search_p50_ms": ms(p50),
        "search_p95_ms": ms(percentile(&times, 95)),
        "search_p99_ms": ms(percentile(&times, 99)),
        "search_worst_ms": ms(percentile(&times, 100)),
        "search_anywhere_p50_ms": ms(percentile(&anywhere, 50)),
        "search_anywhere_p99_ms": ms(percentile(&anywhere, 99)),
        "search_anywhere_worst_ms": ms(percentile(&anywhere, 100)),
        "search_scan_p50_ms": ms(scan),
        "search_scan_over_keystroke": ms(scan) / ms(p50),
        "search_memory_mb": rss_mb() - before,
    });
    println!("{said}");
    core.store().close();
    Ok(())
}

/// How many of the first hits of a screen there are.
pub fn keystroke(core: &Core, query: &str, camp: Option<AreaId>) -> Result<usize, Box<dyn Error>> {
    let near = camp.into_iter().collect();
    let options = SearchOptions { limit: SCREEN, near, ..SearchOptions::default() };
    Ok(core.search(query, &options)?.len())
}

/// Memory in use now, in MB.
fn rss_mb() -> f64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = statm.split(' ').nth(1).and_then(|n| n.parse().ok()).unwrap_or(f64::NAN);
    pages * 4096.0 / 1e6
}

/// The names of the list.
pub fn names(list: &Path) -> Result<Names, Box<dyn Error>> {
    let mut names = Names::default();
    let today = shivir_domain::day::Day::from_ymd(2026, 11, 24).ok_or("no day")?;
    shivir_roster::read(
        &mut BufReader::new(File::open(list)?),
        &shivir_roster::Options::new(today),
        &mut names,
    )?;
    Ok(names)
}

/// What is on the screen after each letter, behind the panchayat: as the names of people of the list are typed: in either script, one to three
/// words (name, father or husband, village).
pub fn queries(names: &Names) -> Vec<String> {
    let mut rng = Rng::new(11);
    let mut queries = Vec::new();
    for n in 0..TYPISTS {
        let at = rng.below(names.0.len());
        let Some([hindi, english, relative, village, panchayat]) = names.0.get(at) else { continue };
        let name = if n % 2 == 0 { hindi } else { english };
        let before: Vec<&str> = match n % 3 {
            0 => vec![],
            1 => vec![first(relative)],
            _ => vec![first(village), first(relative)],
        };
        let word = name.split(' ').nth(n / 6 % 2).unwrap_or(first(name));
        for letters in 1..=LETTERS.min(word.chars().count()) {
            let typed: String = word.chars().take(letters).collect();
            let typed = before.iter().copied().chain([typed.as_str()]).collect::<Vec<_>>().join(" ");
            queries.push(format!("{panchayat}\t{typed}"));
        }
    }
    queries
}

fn first(name: &str) -> &str {
    name.split(' ').next().unwrap_or_default()
}

/// Name in both scripts, father or husband, village, panchayat.
#[derive(Default)]
pub struct Names(Vec<[String; 5]>);

impl Sink for Names {
    type Error = std::convert::Infallible;

    fn row(&mut self, row: &Row<'_>) -> Result<(), Self::Error> {
        self.0.push([row.name_hi, row.name_en, row.guardian, row.village, row.panchayat].map(str::to_owned));
        Ok(())
    }

    fn rejected(&mut self, _: &Rejected) -> Result<(), Self::Error> {
        Ok(())
    }
}
