//! Times the reader over a generated list: `cargo run --release --example speed -- [rows] [mixed]`.
//!
//! Writes the list to a temporary file, reads it three times, prints the best time and the most memory used. With
//! `mixed`, cells carry the quirks of real lists (nukta, stray spaces, quotes) instead of being clean.

use std::convert::Infallible;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::time::Instant;

use shivir_domain::day::Day;
use shivir_roster::{Options, Rejected, Row, Sink, read};

const NAMES: [&str; 8] =
    ["राम साहू", "सीता बाई", "मोहन लाल पटेल", "गीता", "छोटू राम यादव", "कुमारी पूजा", "दशरथ", "लक्ष्मी नारायण"];
const MIXED: [&str; 4] = ["  लोढ़ी  बाई", "\"राम, कुमार\"", "बड़कू ", "Sita Bai"];
const RELATIONS: [&str; 4] = ["मुखिया", "पत्नी", "पुत्र", "पुत्री"];

struct Count(u64);

impl Sink for Count {
    type Error = Infallible;

    fn row(&mut self, row: &Row<'_>) -> Result<(), Infallible> {
        self.0 += row.name().len() as u64;
        Ok(())
    }

    fn rejected(&mut self, _: &Rejected) -> Result<(), Infallible> {
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let rows: u64 = arguments.next().map_or(Ok(721_246), |number| number.parse())?;
    let mixed = arguments.next().is_some_and(|word| word == "mixed");
    let path = std::env::temp_dir().join(format!("roster-speed-{}.csv", std::process::id()));
    write(&path, rows, mixed)?;
    let result = time(&path);
    fs::remove_file(&path)?;
    result
}

fn time(path: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let bytes = fs::metadata(path)?.len();
    let day = Day::from_ymd(2026, 11, 21).ok_or("no such day")?;
    let (mut best, mut best_cpu) = (f64::MAX, f64::MAX);
    let mut read_rows = 0;
    for _ in 0..3 {
        let (start, cpu) = (Instant::now(), cpu_seconds());
        let summary = read(&mut File::open(path)?, &Options::new(day), &mut Count(0))?;
        best = best.min(start.elapsed().as_secs_f64());
        best_cpu = best_cpu.min(cpu_seconds() - cpu);
        read_rows = summary.rows;
        if summary.rejected > 0 {
            println!("rejected {}", summary.rejected);
        }
    }
    println!("rows {read_rows}");
    println!("megabytes {:.1}", bytes as f64 / 1e6);
    println!("seconds {best:.3}");
    println!("rows_per_s {:.0}", read_rows as f64 / best);
    // On a machine that does other work too, this is the steadier figure.
    println!("rows_per_cpu_s {:.0}", read_rows as f64 / best_cpu);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("{peak}");
    }
    Ok(())
}

/// Seconds of processor time of this thread so far, where the system tells; 0 elsewhere.
fn cpu_seconds() -> f64 {
    let status = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = status.split(' ').next().and_then(|number| number.parse().ok());
    nanoseconds.unwrap_or(0.0) / 1e9
}

fn write(path: &std::path::Path, rows: u64, mixed: bool) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(
        out,
        "क्र.,हितग्राही आईडी,राशन कार्ड नं.,हितग्राही का नाम,Name (English),पिता/पति का नाम,मुखिया से संबंध,लिंग,आयु,जन्म तिथि,\
         जिला,जनपद पंचायत,ग्राम पंचायत,ग्राम,पारा,मोबाइल नंबर,आधार नंबर,योजना,आयुष्मान कार्ड"
    )?;
    for row in 0..rows {
        let pick = |step: u64| (row.wrapping_mul(step) >> 3) as usize;
        let name = if mixed && row % 3 == 0 {
            MIXED.get(pick(7) % MIXED.len())
        } else {
            NAMES.get(pick(31) % NAMES.len())
        };
        writeln!(
            out,
            "{},CG{:010},2201{:08},{},Ram Sahu,{},{},{},{},{:02}/{:02}/{},सक्ती,डभरा,बोइरडीह,कोटमी,बाजार पारा,98{:08},XXXXXXXX{:04},\
             प्राथमिकता,{}",
            row + 1,
            row,
            row / 4,
            name.unwrap_or(&""),
            NAMES.get(pick(17) % NAMES.len()).unwrap_or(&""),
            RELATIONS.get(row as usize % 4).unwrap_or(&""),
            if row % 2 == 0 { "पुरुष" } else { "महिला" },
            row % 90,
            row % 28 + 1,
            row % 12 + 1,
            2025 - row % 90,
            row % 100_000_000,
            row % 10_000,
            if row % 3 == 0 { "नहीं" } else { "हाँ" },
        )?;
    }
    out.flush()?;
    Ok(())
}
