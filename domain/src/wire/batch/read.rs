//! Reading a batch. Total: any bytes are read or refused, and nothing is allocated beyond what the limits allow.

use sha2::{Digest, Sha256};

use super::body::{Last, join, loose};
use super::columns::{Packed, Plain, Read};
use super::seen::{Seen, india};
use super::{BATCH_VERSION, MOST_BATCH, MOST_FACTS, can_travel, packing, shape};
use crate::day::Day;
use crate::fact::{Fact, FactKind, Header, encode};
use crate::hlc::Hlc;
use crate::id::{AreaId, FactId, StreamId, SubjectId, WorkerId};
use crate::leb::Bytes;
use crate::wire::{Limit, WireError};

/// Reads the facts of a batch, in their order.
///
/// # Errors
/// [`WireError::Newer`] where the layout or the dictionary is one that this version does not know;
/// [`WireError::TooBig`] where it says more than the limits allow; [`WireError::Malformed`].
pub fn read_batch(bytes: &[u8]) -> Result<Vec<Fact>, WireError> {
    let mut bytes = Bytes(bytes);
    match bytes.byte()? {
        0 => return Err(WireError::Malformed),
        BATCH_VERSION => {}
        version => return Err(WireError::Newer(version)),
    }
    let dictionary = bytes.byte()?;
    let (count, plain, raw) = (bytes.index()?, bytes.index()?, bytes.index()?);
    if count > MOST_FACTS {
        return Err(WireError::TooBig(Limit::Facts));
    }
    if plain.saturating_add(raw) > MOST_BATCH {
        return Err(WireError::TooBig(Limit::Unpacked));
    }
    let plain = bytes.take(plain)?;
    let packed = packing::unpack(dictionary, bytes.0, raw)?;
    let mut reader = Reader {
        seen: Seen::default(),
        packed: Read::new(&packed)?,
        plain: Read::new(plain)?,
        last: Last::default(),
    };
    let mut facts = Vec::new();
    let mut size = 0;
    for _ in 0..count {
        let fact = reader.fact()?;
        size += fact.header_bytes.len() + fact.body.as_ref().map_or(0, Vec::len);
        if !can_travel(&fact) {
            return Err(WireError::TooBig(Limit::Fact));
        }
        if size > MOST_BATCH {
            return Err(WireError::TooBig(Limit::Unpacked));
        }
        facts.push(fact);
    }
    reader.packed.end()?;
    reader.plain.end()?;
    Ok(facts)
}

struct Reader<'a> {
    seen: Seen,
    packed: Read<'a>,
    plain: Read<'a>,
    last: Last,
}

impl<'a> Reader<'a> {
    fn packed(&mut self, column: Packed) -> &mut Bytes<'a> {
        self.packed.of(column as u64)
    }

    fn fact(&mut self) -> Result<Fact, WireError> {
        let shape = self.packed(Packed::Shape).number()?;
        if shape & !shape::ALL != 0 {
            return Err(WireError::Malformed);
        }
        let (header, header_bytes) = if shape & shape::RAW != 0 {
            let length = self.packed(Packed::RawHeader).index()?;
            let bytes = self.packed(Packed::RawHeader).take(length)?.to_vec();
            (minicbor::decode(&bytes).map_err(|_| WireError::Malformed)?, bytes)
        } else {
            let header = self.header(shape)?;
            let bytes = encode(&header);
            (header, bytes)
        };
        let body = if shape & shape::BLANKED != 0 {
            None
        } else if shape & shape::LOOSE != 0 {
            Some(loose(&mut self.packed)?)
        } else {
            Some(join(header.kind.number(), &mut self.packed, &mut self.plain, &mut self.last)?)
        };
        let body_hash = match &body {
            Some(body) => Sha256::digest(body).into(),
            None => self.plain.of(Plain::Hashes as u64).array()?,
        };
        self.seen.after(&header);
        Ok(Fact { header, header_bytes, body, body_hash })
    }

    fn header(&mut self, shape: u64) -> Result<Header, WireError> {
        let on = |bit| shape & bit != 0;
        let id = if on(shape::ELSEWHERE) {
            self.fact_elsewhere(Packed::Stream, Packed::Seq)?
        } else {
            self.seen.next_id().ok_or(WireError::Malformed)?
        };
        let time = self.time(on(shape::MOMENT), on(shape::COUNTER))?;
        let (author, typist) = if on(shape::WHO) {
            (self.worker()?, self.worker()?)
        } else {
            self.seen.who.ok_or(WireError::Malformed)?
        };
        let (day, minute) = self.when(time, on(shape::WHEN))?;
        let area = if on(shape::AREA) { self.area()? } else { self.seen.area.ok_or(WireError::Malformed)? };
        let kind = self.packed(Packed::Kind).number()?;
        let kind = FactKind::from_number(u16::try_from(kind).map_err(|_| WireError::Malformed)?);
        let subject = if on(shape::SUBJECT) {
            self.subject(time.ms())?
        } else {
            self.seen.subject.ok_or(WireError::Malformed)?
        };
        let base = if on(shape::BASE) { self.base()? } else { self.seen.base(subject) };
        Ok(Header { id, time, author, typist, day, minute, area, kind, subject, base })
    }

    fn fact_elsewhere(&mut self, stream: Packed, seq: Packed) -> Result<FactId, WireError> {
        let place = self.packed(stream).index()?;
        let stream = match self.seen.streams.get(place) {
            Some(stream) => stream,
            None => StreamId(self.plain.of(Plain::Streams as u64).array()?),
        };
        if self.seen.streams.place(stream).0 != place {
            return Err(WireError::Malformed);
        }
        let last = self.seen.number(stream);
        Ok(FactId { stream, seq: self.packed(seq).step(last)? })
    }

    fn time(&mut self, moment: bool, counted: bool) -> Result<Hlc, WireError> {
        let mut ms = self.seen.time.ms();
        if moment {
            let high = self.packed(Packed::Moment).step(0)?;
            let [a, b] = self.plain.of(Plain::Moment as u64).array()?;
            let step = (high << 16) | u64::from(u16::from_be_bytes([a, b]));
            ms = ms.wrapping_add(step);
        }
        if ms >> 48 != 0 {
            return Err(WireError::Malformed);
        }
        let counter = if counted {
            u16::from_be_bytes(self.packed(Packed::Counter).array()?)
        } else {
            self.seen.counter(ms)
        };
        Ok(Hlc(ms << 16 | u64::from(counter)))
    }

    fn worker(&mut self) -> Result<WorkerId, WireError> {
        let place = self.packed(Packed::Who).index()?;
        let worker = match self.seen.workers.get(place) {
            Some(worker) => worker,
            None => WorkerId(self.plain.of(Plain::Workers as u64).array()?),
        };
        if self.seen.workers.place(worker).0 == place { Ok(worker) } else { Err(WireError::Malformed) }
    }

    fn when(&mut self, time: Hlc, said: bool) -> Result<(Day, Option<u16>), WireError> {
        let (mut day, minute) = india(time);
        let mut minute = Some(minute);
        if said {
            day = self.packed(Packed::When).step(day)?;
            match self.packed(Packed::When).number()? {
                0 => minute = None,
                1 => {}
                code => minute = Some(u16::try_from(code - 2).map_err(|_| WireError::Malformed)?),
            }
        }
        let day = i32::try_from(day.cast_signed()).ok().and_then(Day::from_days);
        Ok((day.ok_or(WireError::Malformed)?, minute))
    }

    fn area(&mut self) -> Result<AreaId, WireError> {
        let place = self.packed(Packed::Area).index()?;
        let area = match self.seen.areas.get(place) {
            Some(area) => area,
            None => AreaId(self.packed(Packed::Area).number()?),
        };
        if self.seen.areas.place(area).0 == place { Ok(area) } else { Err(WireError::Malformed) }
    }

    fn subject(&mut self, at_ms: u64) -> Result<SubjectId, WireError> {
        match self.packed(Packed::Subject).number()? {
            shape::SUBJECT_WHOLE => Ok(SubjectId(self.plain.of(Plain::Subjects as u64).array()?)),
            shape::SUBJECT_DRAWN => {
                let drawn = self.packed(Packed::Subject).step(at_ms)?;
                let tail: [u8; 10] = self.plain.of(Plain::Subjects as u64).array()?;
                let [high, low, head @ ..] = drawn.to_be_bytes();
                if (high, low) != (0, 0) {
                    return Err(WireError::Malformed);
                }
                let mut id = [0; 16];
                id[..6].copy_from_slice(&head);
                id[6..].copy_from_slice(&tail);
                Ok(SubjectId(id))
            }
            place => {
                let place = usize::try_from(place - shape::SUBJECT_LISTED);
                place.ok().and_then(|place| self.seen.subjects.get(place)).ok_or(WireError::Malformed)
            }
        }
    }

    fn base(&mut self) -> Result<Vec<FactId>, WireError> {
        let count = self.packed(Packed::Base).index()?;
        // Each takes more than 20 bytes in a header.
        if count > super::MOST_HEADER / 20 {
            return Err(WireError::TooBig(Limit::Fact));
        }
        let mut base = Vec::new();
        for _ in 0..count {
            base.push(match self.packed(Packed::Base).index()? {
                0 => self.fact_elsewhere(Packed::Base, Packed::Base)?,
                back => self.seen.at_back(back).ok_or(WireError::Malformed)?,
            });
        }
        Ok(base)
    }
}
