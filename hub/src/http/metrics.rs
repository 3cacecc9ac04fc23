//! Counters in Prometheus' text form. They hold routes and outcomes: no phone, no person, no place.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use parking_lot::Mutex;

use crate::sync::Outcome;

/// Upper bounds of the histogram, in milliseconds.
const BOUNDS: [u64; 12] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 15_000, 60_000];

#[derive(Default)]
pub(super) struct Metrics {
    requests: Mutex<BTreeMap<(&'static str, &'static str), u64>>,
    times: Mutex<BTreeMap<&'static str, Histogram>>,
    taken: AtomicU64,
    aside: AtomicU64,
    given: AtomicU64,
    bytes_in: AtomicU64,
    bytes_out: AtomicU64,
    /// Under way.
    pub in_flight: AtomicU64,
    /// Connections that are open.
    pub connections: AtomicU64,
    /// The database was down, full, slow, or failed.
    pub database_errors: AtomicU64,
}

#[derive(Default, Clone, Copy)]
struct Histogram {
    counts: [u64; BOUNDS.len()],
    count: u64,
    sum_us: u64,
}

impl Metrics {
    /// Counts a request that ended. `code`: its outcome.
    pub fn request(
        &self,
        route: &'static str,
        code: &'static str,
        outcome: &Outcome,
        (came, went): (u64, u64),
        took: Duration,
    ) {
        *self.requests.lock().entry((route, code)).or_default() += 1;
        self.taken.fetch_add(outcome.taken, Relaxed);
        self.aside.fetch_add(outcome.aside, Relaxed);
        self.given.fetch_add(outcome.given, Relaxed);
        self.bytes_in.fetch_add(came, Relaxed);
        self.bytes_out.fetch_add(went, Relaxed);
        let mut times = self.times.lock();
        let times = times.entry(route).or_default();
        times.count += 1;
        times.sum_us += u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        for (count, bound) in times.counts.iter_mut().zip(BOUNDS) {
            *count += u64::from(took <= Duration::from_millis(bound));
        }
    }

    /// All of it, in Prometheus' text form.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let t = &mut text;
        head(t, "shivir_requests_total", "counter", "Requests by route and outcome.");
        for ((route, code), count) in &*self.requests.lock() {
            line(t, format_args!("shivir_requests_total{{route=\"{route}\",code=\"{code}\"}} {count}"));
        }
        head(t, "shivir_request_seconds", "histogram", "From a request's head to its answer.");
        for (route, times) in &*self.times.lock() {
            let name = "shivir_request_seconds";
            for (count, bound) in times.counts.iter().zip(BOUNDS) {
                let le = Millis(bound);
                line(t, format_args!("{name}_bucket{{route=\"{route}\",le=\"{le}\"}} {count}"));
            }
            let (count, sum) = (times.count, Micros(times.sum_us));
            line(t, format_args!("{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}"));
            line(t, format_args!("{name}_sum{{route=\"{route}\"}} {sum}"));
            line(t, format_args!("{name}_count{{route=\"{route}\"}} {count}"));
        }
        for (name, kind, help, value) in [
            (
                "shivir_facts_taken_total",
                "counter",
                "Facts that were new, those kept aside too.",
                &self.taken,
            ),
            ("shivir_facts_aside_total", "counter", "New facts that were kept aside.", &self.aside),
            ("shivir_facts_given_total", "counter", "Facts that went down to phones.", &self.given),
            ("shivir_received_bytes_total", "counter", "Bytes of requests without heads.", &self.bytes_in),
            ("shivir_sent_bytes_total", "counter", "Bytes of answers without heads.", &self.bytes_out),
            (
                "shivir_database_errors_total",
                "counter",
                "The database was down or failed.",
                &self.database_errors,
            ),
            ("shivir_requests_in_flight", "gauge", "Requests under way.", &self.in_flight),
            ("shivir_connections", "gauge", "Connections that are open.", &self.connections),
        ] {
            head(t, name, kind, help);
            line(t, format_args!("{name} {}", value.load(Relaxed)));
        }
        text
    }
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    line(text, format_args!("# HELP {name} {help}"));
    line(text, format_args!("# TYPE {name} {kind}"));
}

fn line(text: &mut String, what: std::fmt::Arguments) {
    // A String takes all that is written.
    let _ = writeln!(text, "{what}");
}

/// Milliseconds as seconds.
struct Millis(u64);

impl std::fmt::Display for Millis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1_000, self.0 % 1_000)
    }
}

/// Microseconds as seconds.
struct Micros(u64);

impl std::fmt::Display for Micros {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_in_its_bucket_and_every_greater_one() {
        let metrics = Metrics::default();
        let outcome = Outcome { taken: 7, ..Outcome::default() };
        metrics.request("/v1/sync", "OK", &outcome, (10, 20), Duration::from_millis(30));
        let text = metrics.text();
        for line in [
            "shivir_requests_total{route=\"/v1/sync\",code=\"OK\"} 1",
            "shivir_request_seconds_bucket{route=\"/v1/sync\",le=\"0.025\"} 0",
            "shivir_request_seconds_bucket{route=\"/v1/sync\",le=\"0.050\"} 1",
            "shivir_request_seconds_bucket{route=\"/v1/sync\",le=\"+Inf\"} 1",
            "shivir_request_seconds_sum{route=\"/v1/sync\"} 0.030000",
            "shivir_facts_taken_total 7",
            "shivir_received_bytes_total 10",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
