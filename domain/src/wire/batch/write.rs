//! Writing a batch.

use super::body::{Last, can_part, part, push_loose};
use super::columns::{Columns, Packed, Plain};
use super::seen::{Seen, counter, india};
use super::{BATCH_VERSION, MOST_BATCH, MOST_FACTS, can_travel, packing, shape};
use crate::fact::{Fact, Header, encode};
use crate::id::{FactId, StreamId, SubjectId, WorkerId};
use crate::leb::{push, push_step};

/// A subject drawn within so many milliseconds of the fact's time is given by the step: some 45 days.
const NEAR_MS: u64 = 1 << 32;

/// A batch that is being written. Facts go in in the order in which they are to be taken; those of one stream in the
/// order of their numbers make the smallest batch.
#[derive(Debug, Default)]
pub struct BatchWriter {
    seen: Seen,
    packed: Columns,
    plain: Columns,
    last: Last,
    bytes: usize,
}

impl BatchWriter {
    /// An empty batch.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fact. False where it was not added: it cannot travel ([`can_travel`]), or the batch is full.
    pub fn push(&mut self, fact: &Fact) -> bool {
        let size = fact.header_bytes.len() + fact.body.as_ref().map_or(0, Vec::len);
        let full = self.len() >= MOST_FACTS || self.bytes + size + 128 > MOST_BATCH;
        if full || self.size() + 2 * size + 256 > MOST_BATCH || !can_travel(fact) {
            return false;
        }
        self.bytes += size;
        let h = &fact.header;
        let raw = encode(h) != fact.header_bytes;
        let parted = fact.body.as_deref().is_none_or(can_part);
        let flags = [
            (fact.body.is_none(), shape::BLANKED),
            (raw, shape::RAW),
            (!parted, shape::LOOSE),
            (!raw && self.seen.next_id() != Some(h.id), shape::ELSEWHERE),
            (!raw && h.time.ms() != self.seen.time.ms(), shape::MOMENT),
            (!raw && counter(h.time) != self.seen.counter(h.time.ms()), shape::COUNTER),
            (!raw && self.seen.who != Some((h.author, h.typist)), shape::WHO),
            (!raw && expected_when(h) != (i64::from(h.day.days()), h.minute), shape::WHEN),
            (!raw && self.seen.area != Some(h.area), shape::AREA),
            (!raw && self.seen.subject != Some(h.subject), shape::SUBJECT),
            (!raw && self.seen.base(h.subject) != h.base, shape::BASE),
        ];
        let shape = flags.iter().filter(|(on, _)| *on).fold(0, |shape, (_, bit)| shape | bit);
        push(self.packed.of(Packed::Shape as u64), shape);
        if raw {
            let column = self.packed.of(Packed::RawHeader as u64);
            push(column, fact.header_bytes.len() as u64);
            column.extend_from_slice(&fact.header_bytes);
        } else {
            self.header(h, shape);
        }
        match &fact.body {
            None => self.plain.of(Plain::Hashes as u64).extend(fact.body_hash),
            Some(body) if parted => {
                part(body, h.kind.number(), &mut self.packed, &mut self.plain, &mut self.last);
            }
            Some(body) => push_loose(body, &mut self.packed),
        }
        self.seen.after(h);
        true
    }

    fn header(&mut self, h: &Header, shape: u64) {
        if shape & shape::ELSEWHERE != 0 {
            self.fact_elsewhere(h.id, Packed::Stream, Packed::Seq);
        }
        if shape & shape::MOMENT != 0 {
            let step = h.time.ms().wrapping_sub(self.seen.time.ms());
            let [.., high, low] = step.to_be_bytes();
            self.plain.of(Plain::Moment as u64).extend([high, low]);
            let step = step.cast_signed() >> 16;
            push_step(self.packed.of(Packed::Moment as u64), 0, step.cast_unsigned());
        }
        if shape & shape::COUNTER != 0 {
            self.packed.of(Packed::Counter as u64).extend(counter(h.time).to_be_bytes());
        }
        if shape & shape::WHO != 0 {
            self.worker(h.author);
            self.worker(h.typist);
        }
        if shape & shape::WHEN != 0 {
            let column = self.packed.of(Packed::When as u64);
            let (day, minute) = india(h.time);
            push_step(column, day, i64::from(h.day.days()).cast_unsigned());
            let code = match h.minute {
                None => 0,
                Some(said) if said == minute => 1,
                Some(said) => u64::from(said) + 2,
            };
            push(column, code);
        }
        if shape & shape::AREA != 0 {
            let (place, new) = self.seen.areas.place(h.area);
            let column = self.packed.of(Packed::Area as u64);
            push(column, place as u64);
            if new {
                push(column, h.area.0);
            }
        }
        push(self.packed.of(Packed::Kind as u64), u64::from(h.kind.number()));
        if shape & shape::SUBJECT != 0 {
            self.subject(h.subject, h.time.ms());
        }
        if shape & shape::BASE != 0 {
            push(self.packed.of(Packed::Base as u64), h.base.len() as u64);
            for fact in &h.base {
                let back = self.seen.back(*fact);
                push(self.packed.of(Packed::Base as u64), back.unwrap_or(0) as u64);
                if back.is_none() {
                    self.fact_elsewhere(*fact, Packed::Base, Packed::Base);
                }
            }
        }
    }

    /// A fact that neither its place nor the one before it tells: its stream, and the step from the stream's last
    /// number.
    fn fact_elsewhere(&mut self, fact: FactId, stream: Packed, seq: Packed) {
        self.stream(fact.stream, stream);
        push_step(self.packed.of(seq as u64), self.seen.number(fact.stream), fact.seq);
    }

    fn stream(&mut self, stream: StreamId, column: Packed) {
        let (place, new) = self.seen.streams.place(stream);
        push(self.packed.of(column as u64), place as u64);
        if new {
            self.plain.of(Plain::Streams as u64).extend(stream.0);
        }
    }

    fn worker(&mut self, worker: WorkerId) {
        let (place, new) = self.seen.workers.place(worker);
        push(self.packed.of(Packed::Who as u64), place as u64);
        if new {
            self.plain.of(Plain::Workers as u64).extend(worker.0);
        }
    }

    fn subject(&mut self, subject: SubjectId, at_ms: u64) {
        let column = self.packed.of(Packed::Subject as u64);
        if self.seen.subjects.has(subject) {
            let (place, _) = self.seen.subjects.place(subject);
            push(column, place as u64 + shape::SUBJECT_LISTED);
            return;
        }
        let (drawn, tail) = subject.0.split_at(6);
        let drawn = drawn.iter().fold(0, |ms, byte| ms << 8 | u64::from(*byte));
        if drawn.abs_diff(at_ms) < NEAR_MS {
            push(column, shape::SUBJECT_DRAWN);
            push_step(column, at_ms, drawn);
            self.plain.of(Plain::Subjects as u64).extend(tail);
        } else {
            push(column, shape::SUBJECT_WHOLE);
            self.plain.of(Plain::Subjects as u64).extend(subject.0);
        }
    }

    /// How many facts are in it.
    pub fn len(&self) -> usize {
        self.seen.facts.len()
    }

    /// Nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of its columns so far, before compression; a batch comes to a third of that, or less.
    pub fn size(&self) -> usize {
        self.packed.size() + self.plain.size()
    }

    /// The columns that zstd is to compress: what its dictionary is trained on (`examples/wire_dictionary.rs`).
    pub fn packed_columns(&self) -> Vec<u8> {
        self.packed.to_bytes()
    }

    /// The batch.
    pub fn finish(&self) -> Vec<u8> {
        let (plain, packed) = (self.plain.to_bytes(), self.packed.to_bytes());
        let (dictionary, frame) = packing::pack(&packed);
        let mut bytes = vec![BATCH_VERSION, dictionary];
        for number in [self.len(), plain.len(), packed.len()] {
            push(&mut bytes, number as u64);
        }
        bytes.extend(plain);
        bytes.extend(frame);
        bytes
    }
}

fn expected_when(h: &Header) -> (i64, Option<u16>) {
    let (day, minute) = india(h.time);
    (day.cast_signed(), Some(minute))
}

/// The batch of these facts, as many of the first as fit; and how many those are.
pub fn write_batch(facts: &[Fact]) -> (Vec<u8>, usize) {
    let mut batch = BatchWriter::new();
    let taken = facts.iter().take_while(|fact| batch.push(fact)).count();
    (batch.finish(), taken)
}
