//! Going through a log and cutting the power at every place that matters.

use super::disk::{Disk, Mood};
use super::image::Image;
use super::log::{Event, Log};
use super::target::CrashDisk;
use crate::rng::Rng;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, io, vec};

/// What a machine could find on its disk after a power cut at one place in the log.
pub struct CrashPoint {
    seed: u64,
    number: u64,
    position: usize,
    events: usize,
    mood: Mood,
    marks: Arc<[String]>,
    marks_seen: usize,
    files: BTreeMap<PathBuf, Image>,
}

impl CrashPoint {
    /// The marks made before the cut, oldest first: what was promised and must be there.
    pub fn marks_before(&self) -> &[String] {
        &self.marks[..self.marks_seen]
    }

    /// Writes the files into `dir`, an empty directory or a new one. To check many points, [`CrashDisk::put`] is faster.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn write_to(&self, dir: &Path) -> io::Result<()> {
        CrashDisk::new(dir)?.put(self)
    }

    pub(crate) fn files(&self) -> &BTreeMap<PathBuf, Image> {
        &self.files
    }
}

/// Says which point it is, for a failing test: the same log and seed make it again.
impl fmt::Display for CrashPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "seed {}, point {}: cut before event {} of {}, {:?}, {} marks before",
            self.seed, self.number, self.position, self.events, self.mood, self.marks_seen
        )
    }
}

/// The crash points of a log, from its start to its end.
pub struct CrashPoints {
    events: Vec<Event>,
    marks: Arc<[String]>,
    seed: u64,
    per_boundary: usize,
    disk: Disk,
    /// How many events `disk` holds, and how many of them are marks.
    position: usize,
    marks_seen: usize,
    /// The end of the window now gone through, and what is left to do in it: places in the log with how to cut there.
    plan: vec::IntoIter<(usize, Mood)>,
    boundary: Option<usize>,
    number: u64,
}

impl CrashPoints {
    pub(crate) fn new(log: &Log, seed: u64, per_boundary: usize) -> Self {
        let events = log.events().to_vec();
        let marks = events.iter().filter_map(|event| match event {
            Event::Mark { label } => Some(label.clone()),
            _ => None,
        });
        Self {
            marks: marks.collect(),
            events,
            seed,
            per_boundary,
            disk: Disk::default(),
            position: 0,
            marks_seen: 0,
            plan: Vec::new().into_iter(),
            boundary: None,
            number: 0,
        }
    }

    /// How many windows between boundaries leave something to chance.
    pub(crate) fn open_windows(mut self) -> usize {
        let mut open = 0;
        while self.plan_next_window() {
            open += usize::from(self.plan.len() > 1);
        }
        open
    }

    /// Plans the window after the last boundary; false when the log has ended.
    fn plan_next_window(&mut self) -> bool {
        let start = match self.boundary {
            None => {
                // What was there from the start is no place to cut.
                let found = |event: &Event| matches!(event, Event::Found { .. });
                self.events.iter().take_while(|event| found(event)).count()
            }
            Some(end) if end == self.events.len() => return false,
            Some(boundary) => boundary + 1,
        };
        self.advance(start);
        let is_boundary = |event: &Event| {
            matches!(event, Event::Synced { .. } | Event::SyncedDir { .. } | Event::Mark { .. })
        };
        let end =
            self.events[start..].iter().position(is_boundary).map_or(self.events.len(), |at| start + at);
        self.boundary = Some(end);
        if !self.disk.is_open() && start == end {
            self.plan = vec![(end, Mood::AllArrived)].into_iter();
            return true;
        }
        // Each window has random numbers of its own, so a point does not depend on how others were made.
        let mut rng = Rng::for_item(self.seed, end as u64);
        let mut plan: Vec<(usize, Mood)> = (0..self.per_boundary)
            .map(|n| match n {
                0 => (end, Mood::NoneArrived),
                1 => (end, Mood::AllArrived),
                _ if rng.chance(50) => (end, Mood::any(&mut rng)),
                _ => (start + rng.below(end - start + 1), Mood::any(&mut rng)),
            })
            .collect();
        plan.sort_by_key(|(position, _)| *position);
        self.plan = plan.into_iter();
        true
    }

    /// Brings the disk to `position`.
    fn advance(&mut self, position: usize) {
        for event in &self.events[self.position..position] {
            self.disk.apply(event);
            self.marks_seen += usize::from(matches!(event, Event::Mark { .. }));
        }
        self.position = position;
    }
}

impl Iterator for CrashPoints {
    type Item = CrashPoint;

    fn next(&mut self) -> Option<CrashPoint> {
        let (position, mood) = loop {
            if let Some(next) = self.plan.next() {
                break next;
            }
            if !self.plan_next_window() {
                return None;
            }
        };
        self.advance(position);
        let number = self.number;
        self.number += 1;
        let mut rng = Rng::for_item(self.seed.rotate_left(32), number);
        Some(CrashPoint {
            seed: self.seed,
            number,
            position,
            events: self.events.len(),
            mood,
            marks: Arc::clone(&self.marks),
            marks_seen: self.marks_seen,
            files: self.disk.cut(mood, &mut rng),
        })
    }
}
