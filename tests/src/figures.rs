//! The figures a bench ends with: printed one a line as `name value unit`, and kept in `target/bench/figures.json`.

use serde_json::{Map, Number, Value};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Figures in the order they were added.
#[derive(Debug, Default)]
pub struct Figures {
    rows: Vec<(String, f64, String)>,
}

impl Figures {
    /// No figures yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `name` with its `value` in `unit`, and prints its line.
    pub fn add(&mut self, name: &str, value: f64, unit: &str) {
        println!("{name} {} {unit}", rounded(value));
        self.rows.push((name.to_owned(), value, unit.to_owned()));
    }

    /// Adds the p50 and p99 of `times` in microseconds, as `NAME_p50_us` and `NAME_p99_us`.
    pub fn add_times(&mut self, name: &str, times: &[Duration]) {
        for (label, percent) in [("p50", 50), ("p99", 99)] {
            let time = percentile(times, percent).as_secs_f64() * 1e6;
            self.add(&format!("{name}_{label}_us"), time, "us");
        }
    }

    /// The value added last under `name`.
    pub fn get(&self, name: &str) -> Option<f64> {
        let row = self.rows.iter().rev().find(|row| row.0 == name);
        row.map(|row| row.1)
    }

    /// The lines, `name value unit`.
    pub fn lines(&self) -> String {
        let line =
            |(name, value, unit): &(String, f64, String)| format!("{name} {} {unit}\n", rounded(*value));
        self.rows.iter().map(line).collect()
    }

    /// Writes the figures as one flat JSON map from name to number into `path`, with those already there under other
    /// names: each bench adds its own.
    ///
    /// # Errors
    /// When the file cannot be read or written, holds anything but a map, or a figure is no finite number.
    pub fn write_to(&self, path: &Path) -> io::Result<()> {
        let mut map: Map<String, Value> = match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Map::new(),
            Err(error) => return Err(error),
        };
        for (name, value, _) in &self.rows {
            let number = Number::from_f64(*value)
                .ok_or_else(|| io::Error::other(format!("{name} is no finite number")))?;
            map.insert(name.clone(), Value::Number(number));
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, serde_json::to_string_pretty(&map)? + "\n")
    }

    /// Writes them to `target/bench/figures.json` of the workspace and gives that path.
    ///
    /// # Errors
    /// As [`write_to`](Self::write_to).
    pub fn write(&self) -> io::Result<PathBuf> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench/figures.json");
        self.write_to(&path)?;
        Ok(path)
    }
}

/// Three digits after the point: enough for a ratio, and for a time in microseconds.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// The smallest of `times` that at least `percent` of 100 do not exceed (nearest rank); zero when there are none.
pub fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentile_is_the_nearest_rank() {
        let times: Vec<Duration> = (1..=200).rev().map(Duration::from_micros).collect();
        assert_eq!(percentile(&times, 50), Duration::from_micros(100));
        assert_eq!(percentile(&times, 99), Duration::from_micros(198));
        assert_eq!(percentile(&times[..1], 99), Duration::from_micros(200));
        assert_eq!(percentile(&[], 50), Duration::ZERO);
    }

    #[test]
    fn benches_add_to_one_flat_map_and_refuse_what_is_no_number() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("bench/figures.json");
        let mut first = Figures::new();
        first.add("confirm_over_fdatasync", 1.5, "x");
        first.add_times("confirm", &[Duration::from_micros(80)]);
        first.write_to(&path).unwrap();
        let mut second = Figures::new();
        second.add("confirm_over_fdatasync", 1.25, "x");
        second.write_to(&path).unwrap();
        let map: Map<String, Value> = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        assert_eq!(map["confirm_over_fdatasync"], 1.25);
        assert_eq!(map["confirm_p99_us"], 80.0);
        assert_eq!(first.lines().lines().nth(1), Some("confirm_p50_us 80 us"));
        assert_eq!(first.get("confirm_p50_us"), Some(80.0));
        second.add("broken", f64::NAN, "x");
        assert!(second.write_to(&path).is_err());
    }
}
