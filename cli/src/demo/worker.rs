//! The process that plays the day and is killed in the middle of it. It tells its parent, a line of JSON at a time, what
//! it is about to confirm and what it has confirmed.

use std::cell::Cell;
use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use serde::{Deserialize, Serialize};
use shivir_core::store::{StoreKey, StoreOptions};
use shivir_core::{Core, CoreError};
use shivir_domain::id::{FactId, PersonId};

use super::clock::DemoClock;
use super::floor::Floor;
use super::plan::Plan;
use super::script::play;

/// Name of the plan's file in the demo's folder.
pub const PLAN: &str = "plan.json";

/// A line to the parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// All of this turn is answered; the confirmation comes next.
    Ready {
        /// Turn, from 0.
        turn: usize,
    },
    /// The confirmation returned.
    Confirmed {
        /// Turn, from 0.
        turn: usize,
        /// Whom it registered.
        people: Vec<Kept>,
        /// Microseconds that it took; none where an earlier process had made it and this one found it.
        confirm_us: Option<u64>,
        /// Microseconds of one appended 4 KiB write with fdatasync, right after.
        floor_us: Option<u64>,
    },
}

/// One person whose registration must never be lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Who.
    pub person: PersonId,
    /// The fact.
    pub fact: FactId,
    /// The slip.
    pub slip: Option<String>,
}

/// Plays the plan from turn `from`, `before` people having been confirmed in the turns before it.
///
/// # Errors
/// Whatever the core refuses; a plan that cannot be read.
pub fn run(
    dir: &Path,
    key: &Path,
    from: usize,
    before: usize,
    out: &mut impl Write,
) -> Result<(), CoreError> {
    let file = std::fs::File::open(dir.join(PLAN))?;
    let plan: Plan =
        serde_json::from_reader(std::io::BufReader::new(file)).map_err(|_| CoreError::Internal("plan"))?;
    let clock = Arc::new(DemoClock::new(plan.opened_ms));
    let key = StoreKey::from_file(key, &*clock)?;
    let core = Core::open(StoreOptions::at(dir), key, clock.clone())?;
    let mut floor = Floor::new(dir)?;
    let of = plan.turns.len();
    for (n, turn) in plan.turns.iter().enumerate().skip(from) {
        clock.turn(plan.opened_ms, n as u64, of as u64);
        if n == from
            && let Some(people) = found(&core, before)?
        {
            say(out, &Line::Confirmed { turn: n, people, confirm_us: None, floor_us: None })?;
            continue;
        }
        let (ready, failed) = (Cell::new(None), Cell::new(None));
        let confirmed = play(&core, &plan.table, turn, || {
            failed.set(say(out, &Line::Ready { turn: n }).err());
            ready.set(Some(Instant::now()));
        })?;
        if let Some(error) = failed.take() {
            return Err(error);
        }
        let confirm_us = ready.take().map(|at| micros(at.elapsed()));
        let floor_us = Some(micros(floor.once()?));
        let kept =
            confirmed.people.into_iter().map(|r| Kept { person: r.person, fact: r.fact, slip: r.slip });
        say(out, &Line::Confirmed { turn: n, people: kept.collect(), confirm_us, floor_us })?;
    }
    core.store().close();
    Ok(())
}

/// What the process before this one confirmed without living to say so: no draft is left, and more people are
/// registered than the parent has heard of.
fn found(core: &Core, before: usize) -> Result<Option<Vec<Kept>>, CoreError> {
    if !core.drafts()?.is_empty() {
        return Ok(None);
    }
    let today = core.today()?;
    let mut all = core.registrations(today, None, usize::from(u16::MAX))?;
    if all.len() <= before {
        return Ok(None);
    }
    all.truncate(all.len() - before);
    all.reverse();
    Ok(Some(all.into_iter().map(|e| Kept { person: e.person, fact: e.fact, slip: e.slip }).collect()))
}

fn micros(d: std::time::Duration) -> u64 {
    u64::try_from(d.as_micros()).unwrap_or(u64::MAX)
}

fn say(out: &mut impl Write, line: &Line) -> Result<(), CoreError> {
    let mut text = serde_json::to_vec(line).map_err(|_| CoreError::Internal("line"))?;
    text.push(b'\n');
    out.write_all(&text)?;
    out.flush()?;
    Ok(())
}

/// Reads the next line of a worker; `None` at its end, or where it was killed in the middle of a line.
pub fn hear(from: &mut impl BufRead) -> Option<Line> {
    let mut line = String::new();
    match from.read_line(&mut line) {
        Ok(n) if n > 0 => serde_json::from_str(&line).ok(),
        _ => None,
    }
}
