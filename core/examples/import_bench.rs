//! Imports a list and compares it with bare inserts of the same people into a database of the same cipher.
//!
//! `import_bench FILE [FOLDER]` prints one figure a line: rows a second, seconds, the ratio, the process's peak memory
//! while importing, and the size of the roster. FOLDER: where the store is made and removed again, else a new one beside
//! the list.
#![allow(clippy::unwrap_used, reason = "an example that is run by hand and by make bench")]

use std::fs::File;
use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use sha2::{Digest, Sha256};
use shivir_core::Core;
use shivir_core::env::SystemEnv;
use shivir_core::roster::{ImportOptions, ImportStage};
use shivir_core::store::{StoreKey, StoreOptions};
use shivir_domain::campaign::Campaign;
use shivir_domain::day::Day;

const KEY: [u8; StoreKey::LEN] = [9; StoreKey::LEN];

fn main() {
    let mut args = std::env::args_os().skip(1);
    let Some(list) = args.next().map(PathBuf::from) else {
        eprintln!("import_bench FILE [FOLDER]");
        std::process::exit(2);
    };
    let dir = args.next().map_or_else(|| list.with_extension("bench"), PathBuf::from);
    std::fs::create_dir_all(&dir).unwrap();
    let roster = import(&list, &dir);
    // Twice, the better one: what else runs on the machine only ever adds.
    let (bare, bare_cpu) = (0..2)
        .map(|_| bare_inserts(&roster.path, &dir.join("bare.db")))
        .fold((f64::MAX, f64::MAX), |a, b| (a.0.min(b.0), a.1.min(b.1)));
    let import = roster.took.as_secs_f64();
    println!("import_people {} people", roster.people);
    println!("import_s {import:.2} s");
    println!("import_read_s {:.2} s", roster.read.as_secs_f64());
    println!("import_rows_per_s {:.0} 1/s", roster.people as f64 / import);
    println!("import_bare_insert_s {bare:.2} s");
    println!("import_over_bare_insert {:.2} ratio", import / bare);
    println!("import_cpu_s {:.2} s", roster.cpu);
    println!("import_bare_insert_cpu_s {bare_cpu:.2} s");
    println!("import_peak_rss_mb {:.0} MB", roster.peak_kib as f64 / 1024.0);
    println!("roster_db_mb {:.1} MB", roster.bytes as f64 / 1e6);
    std::fs::remove_dir_all(&dir).unwrap();
}

struct Imported {
    people: u64,
    took: Duration,
    /// Seconds of both threads together, which other work on the machine does not lengthen.
    cpu: f64,
    read: Duration,
    peak_kib: u64,
    bytes: u64,
    path: PathBuf,
}

fn import(list: &Path, dir: &Path) -> Imported {
    let options = StoreOptions::at(dir);
    let key = StoreKey::from_bytes(&KEY).unwrap();
    let core = Core::open(options, key, Arc::new(SystemEnv)).unwrap();
    let campaign = Campaign::builtin("sakti-2023").unwrap();
    core.load_campaign(campaign.raw(), None).unwrap();
    let mut options = ImportOptions::new(762, Day::from_ymd(2026, 11, 21).unwrap());
    options.list_date = Day::from_ymd(2023, 2, 17).unwrap();
    let mut source = BufReader::with_capacity(1 << 16, File::open(list).unwrap());
    let (begun, cpu) = (Instant::now(), cpu());
    let mut read = Duration::ZERO;
    let report = core
        .import_roster(&mut source, &options, &mut |progress| {
            if progress.stage == ImportStage::Indexing {
                read = begun.elapsed();
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    let (took, cpu) = (begun.elapsed(), self::cpu() - cpu);
    let peak_kib = peak_kib();
    core.store().close();
    let path = dir.join(format!("roster-{}.db", &report.hash[..16]));
    Imported { people: report.people, took, cpu, read, peak_kib, bytes: path.metadata().unwrap().len(), path }
}

/// Seconds for the people of a roster to go into one table without indexes, in one transaction through one statement;
/// reading them is not counted.
fn bare_inserts(roster: &Path, bare: &Path) -> (f64, f64) {
    let _ = std::fs::remove_file(bare);
    let from = open(roster, "");
    let into =
        open(bare, "pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive;");
    let table: String =
        from.query_row("select sql from sqlite_schema where name = 'person'", [], |r| r.get(0)).unwrap();
    into.execute_batch(&table).unwrap();
    let mut select = from.prepare("select * from person order by no").unwrap();
    let columns = select.column_count();
    let places = vec!["?"; columns].join(", ");
    let (mut took, mut worked) = (Duration::ZERO, 0.0);
    let mut rows = select.query([]).unwrap();
    let mut insert = into.prepare(&format!("insert into person values ({places})")).unwrap();
    into.execute_batch("begin").unwrap();
    let mut chunk: Vec<Vec<Value>> = Vec::new();
    loop {
        let row = rows.next().unwrap();
        let is_last = row.is_none();
        if let Some(row) = row {
            chunk.push((0..columns).map(|n| row.get(n).unwrap()).collect());
        }
        if chunk.len() >= 65_536 || is_last {
            let (begun, cpu) = (Instant::now(), cpu());
            for row in &chunk {
                insert.execute(params_from_iter(row)).unwrap();
            }
            took += begun.elapsed();
            worked += self::cpu() - cpu;
            chunk.clear();
        }
        if is_last {
            break;
        }
    }
    let (begun, cpu) = (Instant::now(), cpu());
    into.execute_batch("commit").unwrap();
    File::open(bare).unwrap().sync_all().unwrap();
    let took = took + begun.elapsed();
    (took.as_secs_f64(), worked + self::cpu() - cpu)
}

/// The way the store opens its roster, as far as it bears on speed.
fn open(path: &Path, more: &str) -> Connection {
    let db = Connection::open(path).unwrap();
    db.execute_batch(&pragma_key()).unwrap();
    db.execute_batch(
        "pragma cipher_memory_security = off; pragma temp_store = memory; pragma cache_size = -2048;",
    )
    .unwrap();
    db.execute_batch(more).unwrap();
    db
}

/// As the store keys its roster: the key, and a salt of the roster's own.
fn pragma_key() -> String {
    let (key, salt) = KEY.split_at(32);
    let salt = Sha256::new().chain_update(b"roster").chain_update(salt).finalize();
    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|b| format!("{b:02x}")).collect() };
    format!("pragma key = \"x'{}{}'\";", hex(key), hex(&salt[..16]))
}

/// Seconds that the threads of this process, ended ones too, have worked so far.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    // A hundred ticks a second, on every Linux.
    ticks.map(|t| t.parse::<f64>().unwrap() / 100.0).sum()
}

/// The most memory that this process has held so far.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|l| l.starts_with("VmHWM:")).unwrap();
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}
