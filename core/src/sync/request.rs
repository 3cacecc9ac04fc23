//! What the phone says in a sync: the facts past what is acknowledged, stream by stream within a limit of bytes, and how
//! far it is.

use rusqlite::Connection;
use shivir_domain::fact::Fact;
use shivir_domain::id::{FactId, StreamId};
use shivir_domain::wire::Tag;
use shivir_domain::wire::batch::{BatchWriter, MOST_FACTS, can_travel};
use shivir_domain::wire::courier::{self, Way as FileWay};
use shivir_domain::wire::envelope::{RequestBody, RequestHash, sign_request};
use shivir_domain::wire::sync::{Oversize, Sent, SyncRequest, announce, streams_tag};

use super::enrol::{Me, me};
use super::state::{Areas, Asked, MOST_UP, Open, State, Way, keep_open};
use super::{SyncError, write};
use crate::Core;
use crate::error::CoreError;
use crate::facts;

/// Streams, and facts that are too big or lost, in one request at most.
const MOST_STREAMS: usize = 1_000;
const MOST_OVERSIZE: usize = 5_000;

/// Bytes of an envelope beside its facts and lists, at most.
const FRAME: u64 = 4 << 10;

/// How much is to travel in one round trip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SyncOptions {
    /// Bytes of facts up, about; one fact always goes.
    #[cfg_attr(feature = "uniffi", uniffi(default = 65536))]
    pub most_bytes_up: u32,
    /// Bytes of the answer at most; 0 leaves it to the hub.
    #[cfg_attr(feature = "uniffi", uniffi(default = 131072))]
    pub most_bytes_down: u32,
}

impl Default for SyncOptions {
    /// What 2G carries in ten seconds up, and twenty down.
    fn default() -> Self {
        Self { most_bytes_up: 64 << 10, most_bytes_down: 128 << 10 }
    }
}

impl SyncOptions {
    /// For a file: all that one can hold.
    pub fn courier() -> Self {
        Self { most_bytes_up: 1 << 20, most_bytes_down: 0 }
    }
}

/// A request to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SyncOut {
    /// Its bytes: the body of the `POST`, or the file.
    pub bytes: Vec<u8>,
    /// The path to which it is posted.
    pub path: String,
    /// Its number; 0 for an enrolment.
    pub counter: u64,
    /// Facts in it.
    pub facts: u64,
    /// More facts wait than are in it.
    pub more: bool,
}

impl Core {
    /// The next request over the network. It is kept, so that its answer may come after a kill.
    ///
    /// # Errors
    /// [`SyncError::NotEnrolled`]; storage errors.
    pub fn sync_request(&self, options: &SyncOptions) -> Result<SyncOut, SyncError> {
        self.request(options, Way::Network).map(|(out, _)| out)
    }

    /// The same as a file for a courier, sealed to the hub. Its answer may come weeks later, in any order, or never.
    ///
    /// # Errors
    /// As [`Core::sync_request`].
    pub fn courier_out(&self, options: &SyncOptions) -> Result<SyncOut, SyncError> {
        let (out, me) = self.request(options, Way::Courier)?;
        let mut random = [0; 32];
        self.env().random(&mut random)?;
        let bytes = courier::seal(FileWay::Up, &out.bytes, &me.answer().hub_seal, random)?;
        Ok(SyncOut { bytes, path: "/v1/courier".to_owned(), ..out })
    }

    fn request(&self, options: &SyncOptions, way: Way) -> Result<(SyncOut, Me), SyncError> {
        self.only_real()?;
        let packs = self.packs_tag()?;
        let campaign = self.campaign_version()?;
        let now = self.env().now_ms();
        write(self, |pen| {
            let tx = pen.tx;
            let me = me(tx)?;
            let mut state = State::load(tx)?;
            let held_areas = Areas::load(tx)?;
            let mut areas = held_areas.clone();
            // A salvage may have lost the row of an area: it is filled from its start.
            areas.grant(me.grant());
            areas.save(tx, &held_areas)?;
            state.counter += 1;
            let limits = me.grant().limits;
            let limit = |said: u64, own: u64| if said == 0 { own } else { said.min(own) };
            let fact_bytes = limit(limits.request_bytes, MOST_UP + FRAME).saturating_sub(FRAME).max(FRAME);
            let most = Most {
                bytes: u64::from(options.most_bytes_up).min(state.most_up).min(fact_bytes),
                facts: limit(limits.facts, MOST_FACTS as u64).max(1),
                fact_bytes,
            };
            let up = Up::gather(tx, &me, most)?;
            let fills = areas.fills();
            let announced = up.sent.iter().filter(|s| s.announced.is_some()).map(|s| s.stream).collect();
            let facts = up.facts;
            let more = up.more;
            let acked = acked(tx)?;
            let body = SyncRequest {
                cursor: state.cursor,
                grant: me.grant().tag(),
                streams: streams_tag(&acked),
                packs,
                campaign,
                phone_ms: now,
                most_bytes: options.most_bytes_down,
                sent: up.sent,
                batch: up.batch.map(Into::into),
                oversize: up.oversize,
                fills: fills.clone(),
                more,
            };
            let acked = acked.values().sum();
            let bytes = sign_request(&me.head(state.counter, state.epoch), &body, &me.sign)?;
            let asked = Asked {
                epoch: state.epoch,
                cursor: state.cursor,
                areas: areas.whole().into_iter().collect(),
                fills,
                announced,
                bytes: bytes.len() as u64,
                facts,
                acked,
            };
            let open = Open { counter: state.counter, hash: RequestHash::of(&bytes), way, asked };
            keep_open(tx, &open, now)?;
            state.save(tx)?;
            let out =
                SyncOut { bytes, path: SyncRequest::PATH.to_owned(), counter: open.counter, facts, more };
            Ok((out, me))
        })
    }

    /// Of the packs that the phone has. What it cannot ask now (a damaged roster, packs that are not there) it has not.
    fn packs_tag(&self) -> Result<Tag, CoreError> {
        Ok(shivir_domain::wire::pack::packs_tag(self.packs_held()?))
    }
}

/// Limits of a request's facts.
#[derive(Debug, Clone, Copy)]
struct Most {
    /// Bytes of the batch, about.
    bytes: u64,
    facts: u64,
    /// Bytes of one fact.
    fact_bytes: u64,
}

/// What goes up.
struct Up {
    sent: Vec<Sent>,
    batch: Option<Vec<u8>>,
    oversize: Vec<Oversize>,
    facts: u64,
    more: bool,
}

/// An own stream of which something is to be sent: from this number on.
struct Waits {
    no: i64,
    stream: StreamId,
    from: u64,
    announce: bool,
}

/// How far each own stream is acknowledged.
pub(super) fn acked(db: &Connection) -> Result<std::collections::BTreeMap<StreamId, u64>, CoreError> {
    let mut query = db.prepare_cached("select id, acked from stream where own = 1 and acked > 0")?;
    let rows = query.query_map([], |r| Ok((StreamId(r.get(0)?), r.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Own streams past what is acknowledged. Where the hub asked for the announcement of one of which all is acknowledged, its
/// last fact goes once more, since an announcement travels with facts alone.
fn waiting(db: &Connection) -> Result<Vec<Waits>, CoreError> {
    let mut query = db.prepare_cached(
        "select s.no, s.id, s.acked, s.unannounced, (select max(seq) from fact where stream = s.no) last \
         from stream s where s.own = 1 and last is not null and (last > s.acked or s.unannounced = 1) order by s.no",
    )?;
    let rows = query.query_map([], |r| {
        let (acked, unannounced, last): (u64, bool, u64) = (r.get(2)?, r.get(3)?, r.get(4)?);
        let from = if last > acked { acked + 1 } else { last };
        let announce = unannounced || acked == 0;
        Ok(Waits { no: r.get(0)?, stream: StreamId(r.get(1)?), from, announce })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Up {
    /// As much as fits. What a batch comes to is known only when it is compressed: where it came out too large, less is
    /// taken.
    fn gather(db: &Connection, me: &Me, most: Most) -> Result<Self, CoreError> {
        let mut columns = most.bytes.saturating_mul(3);
        loop {
            let (up, size) = Self::up_to(db, me, most, columns)?;
            let bytes = up.batch.as_ref().map_or(0, |batch| batch.len() as u64);
            if bytes <= most.bytes || up.facts <= 1 {
                return Ok(up);
            }
            columns = (size.min(columns) * most.bytes / bytes).saturating_mul(9) / 10;
        }
    }

    fn up_to(db: &Connection, me: &Me, most: Most, columns: u64) -> Result<(Self, u64), CoreError> {
        let mut up = Self { sent: Vec::new(), batch: None, oversize: Vec::new(), facts: 0, more: false };
        let mut batch = BatchWriter::new();
        for stream in waiting(db)? {
            if up.more || up.sent.len() >= MOST_STREAMS {
                up.more = true;
                break;
            }
            let mut next = stream.from;
            facts::past(db, stream.no, stream.from - 1, |fact| {
                let taken = up.take(&mut batch, &fact, &mut next, most, columns);
                up.more |= !taken;
                taken
            })?;
            if next > stream.from {
                let answer = me.answer();
                let announced = stream
                    .announce
                    .then(|| announce(answer.district, answer.device, stream.stream, &me.sign));
                let (from, to) = (stream.from, next - 1);
                up.sent.push(Sent { stream: stream.stream, from, to, announced });
            }
        }
        up.batch = (!batch.is_empty()).then(|| batch.finish());
        Ok((up, batch.size() as u64))
    }

    /// Takes a fact, and names those before it that are lost. False where no more fits.
    fn take(
        &mut self,
        batch: &mut BatchWriter,
        fact: &Fact,
        next: &mut u64,
        most: Most,
        columns: u64,
    ) -> bool {
        let id = fact.id();
        // A damaged page took them: they are named, so that those after them are not held up.
        while *next < id.seq {
            if self.oversize.len() >= MOST_OVERSIZE {
                return false;
            }
            self.oversize.push(Oversize::lost(FactId { stream: id.stream, seq: *next }));
            *next += 1;
        }
        let size = (fact.header_bytes.len() + fact.body.as_ref().map_or(0, Vec::len)) as u64;
        if !can_travel(fact) || size > most.fact_bytes {
            if self.oversize.len() >= MOST_OVERSIZE {
                return false;
            }
            self.oversize.push(Oversize::of(fact));
        } else {
            let full = batch.size() as u64 + size > columns || self.facts >= most.facts;
            if self.facts > 0 && full || !batch.push(fact) {
                return false;
            }
            self.facts += 1;
        }
        *next = id.seq + 1;
        true
    }
}
