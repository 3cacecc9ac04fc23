//! What writer and reader of a batch both know after each fact.

use std::collections::HashMap;
use std::hash::Hash;

use crate::fact::Header;
use crate::hlc::{DAY_MS, Hlc};
use crate::id::{AreaId, FactId, StreamId, SubjectId, WorkerId};

/// India's time is so many milliseconds ahead of UTC.
const INDIA_MS: u64 = 19_800_000;

/// Things in the order in which they were first met: each is given once and then by its place.
#[derive(Debug)]
pub(super) struct Table<T> {
    items: Vec<T>,
    places: HashMap<T, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { items: Vec::new(), places: HashMap::new() }
    }
}

impl<T: Copy + Eq + Hash> Table<T> {
    /// The place of a thing, and whether it is new; then it takes the next place.
    pub fn place(&mut self, item: T) -> (usize, bool) {
        let next = self.items.len();
        let place = *self.places.entry(item).or_insert(next);
        if place == next {
            self.items.push(item);
        }
        (place, place == next)
    }

    pub fn get(&self, place: usize) -> Option<T> {
        self.items.get(place).copied()
    }

    pub fn has(&self, item: T) -> bool {
        self.places.contains_key(&item)
    }
}

/// What was seen of a batch so far.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub streams: Table<StreamId>,
    pub workers: Table<WorkerId>,
    pub areas: Table<AreaId>,
    pub subjects: Table<SubjectId>,
    /// The last number of each stream.
    numbers: HashMap<StreamId, u64>,
    /// The last fact on each subject.
    latest: HashMap<SubjectId, FactId>,
    /// The place of each fact, the last where two have one id.
    places: HashMap<FactId, usize>,
    /// The facts in their order.
    pub facts: Vec<FactId>,
    /// Of the fact before.
    pub time: Hlc,
    pub who: Option<(WorkerId, WorkerId)>,
    pub area: Option<AreaId>,
    pub subject: Option<SubjectId>,
}

impl Seen {
    /// The id that is expected next.
    pub fn next_id(&self) -> Option<FactId> {
        let FactId { stream, seq } = *self.facts.last()?;
        Some(FactId { stream, seq: seq.wrapping_add(1) })
    }

    /// The last number of a stream in the batch, 0 where there is none.
    pub fn number(&self, stream: StreamId) -> u64 {
        self.numbers.get(&stream).copied().unwrap_or(0)
    }

    /// The base that is expected of a fact on a subject.
    pub fn base(&self, subject: SubjectId) -> Vec<FactId> {
        self.latest.get(&subject).copied().into_iter().collect()
    }

    /// How many facts back a fact stands, from 1; none where it is not in the batch.
    pub fn back(&self, fact: FactId) -> Option<usize> {
        self.places.get(&fact).map(|place| self.facts.len() - place)
    }

    /// The fact that stands so many back.
    pub fn at_back(&self, back: usize) -> Option<FactId> {
        self.facts.get(self.facts.len().checked_sub(back)?).copied()
    }

    /// The counter that is expected at a millisecond.
    pub fn counter(&self, ms: u64) -> u16 {
        if ms == self.time.ms() { counter(self.time).wrapping_add(1) } else { 0 }
    }

    /// A fact was written or read.
    pub fn after(&mut self, header: &Header) {
        let id = header.id;
        self.places.insert(id, self.facts.len());
        self.facts.push(id);
        self.numbers.insert(id.stream, id.seq);
        self.latest.insert(header.subject, id);
        self.subjects.place(header.subject);
        self.time = header.time;
        self.who = Some((header.author, header.typist));
        self.area = Some(header.area);
        self.subject = Some(header.subject);
    }
}

/// The counter of a hybrid time.
pub(super) fn counter(time: Hlc) -> u16 {
    let [.., high, low] = time.0.to_be_bytes();
    u16::from_be_bytes([high, low])
}

/// The day and the minute of a hybrid time in India.
pub(super) fn india(time: Hlc) -> (u64, u16) {
    let ms = time.ms() + INDIA_MS;
    let minute = ms % DAY_MS / 60_000;
    (ms / DAY_MS, u16::try_from(minute).unwrap_or(0))
}
