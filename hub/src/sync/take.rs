//! Facts up: each applied or kept aside, none blocking another, all of a request durable at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use shivir_domain::codes::ReviewKind;
use shivir_domain::fact::{Fact, FactHash, FactKind};
use shivir_domain::hlc::DAY_MS;
use shivir_domain::id::{DeviceId, FactId, StreamId, WorkerId};
use shivir_domain::wire::envelope::{Request, RequestHash};
use shivir_domain::wire::sync::{Sent, SyncRequest, streams_tag};
use shivir_domain::wire::{ErrorCode, QuarantineReason, Tag};

use super::{Carried, Outcome};
use crate::device::Device;
use crate::district::District;
use crate::error::{HubError, Refusal};
use crate::fact::{Applied, Kept, insert, keep_aside, note, refold};
use crate::likely::look;
use crate::store::{Tx, first, number};
use crate::{Hub, args};

/// What is to be told of the facts that came.
pub(super) struct Taken {
    /// How far each stream of the phone is held, once this was taken.
    pub upto: BTreeMap<StreamId, u64>,
    /// Streams that came now: these are always acknowledged.
    pub sent: Vec<StreamId>,
    /// The phone knew how far each was held before.
    pub knew: bool,
    /// Streams whose announcement is missing.
    pub unannounced: Vec<StreamId>,
    /// The phone is revoked.
    pub revoked: bool,
}

impl Hub {
    /// Takes in what a phone sends.
    pub(super) fn take(
        &self,
        request: &Request,
        device: &Device,
        body: &SyncRequest,
        bytes: &[u8],
        carried: Carried,
        outcome: &mut Outcome,
    ) -> Result<Taken, HubError> {
        // All that costs time is done before the district is held.
        let facts = body.facts()?;
        if !body.is_complete(&facts) {
            return Err(ErrorCode::Malformed.into());
        }
        let (code, counter, now) = (request.head.district, request.head.counter, self.env().now_ms());
        let hash = RequestHash::of(bytes);
        self.db().write_with(|tx| {
            let district = District::lock(tx, code)?.ok_or(ErrorCode::OtherDistrict)?;
            // As it is now: another request of the same phone may have come meanwhile.
            let device = Device::read(tx, code, device.id)?.ok_or(ErrorCode::UnknownDevice)?;
            if carried == Carried::Network && counter <= device.counter {
                let (code, number) = (ErrorCode::Replayed, Some(device.counter));
                return Err(HubError::Refused(Refusal { code, number }));
            }
            device.heard(tx, code, counter, now)?;
            let upto = streams_of(tx, code, device.id)?;
            let mut taker = Taker { tx, district, device, now, taken: None, applied: Vec::new(), aside: Vec::new() };
            taker.taken = Some(Taken {
                knew: streams_tag(&upto) == body.streams && body.streams != Tag::default(),
                upto,
                sent: Vec::new(),
                unannounced: Vec::new(),
                revoked: taker.device.revoked,
            });
            taker.all(body, &facts)?;
            let Taker { tx, mut district, device, taken, applied, aside, .. } = taker;
            let taken = taken.ok_or(HubError::Internal("taken"))?;
            outcome.taken = (applied.len() + aside.len()) as u64;
            outcome.aside = aside.len() as u64;
            if outcome.taken > 0 {
                tx.run(
                    "insert into brought (district, device, counter, hash, request, at_ms) \
                     values ($1, $2, $3, $4, $5, $6) on conflict (district, device, counter, hash) do nothing",
                    args![code, &device.id.0, number(counter)?, &hash.0, bytes, number(now)?],
                )?;
            }
            district.number.0 = applied.last().map_or(district.number.0, |applied| applied.number.0);
            keep_aside(tx, code, &aside, now)?;
            insert(tx, code, &applied)?;
            refold(tx, code, applied.iter().map(|applied| &applied.fact))?;
            for applied in &applied {
                if let Some(kind) = applied.flag {
                    note(tx, code, &applied.fact, kind)?;
                }
            }
            look(tx, &mut district, self.env(), applied.iter().map(|applied| &applied.fact))?;
            if !applied.is_empty() {
                district.count(tx)?;
            }
            Ok(taken)
        })
    }
}

/// How far the streams of a phone are held.
pub(super) fn streams_of(
    tx: &mut dyn Tx,
    district: u32,
    device: DeviceId,
) -> Result<BTreeMap<StreamId, u64>, HubError> {
    let sql = "select stream, upto from stream where district = $1 and device = $2";
    let rows = tx.rows(sql, args![district, &device.0])?;
    rows.into_iter().map(|mut row| Ok((StreamId(row.array(0)?), row.num(1)?))).collect()
}

struct Taker<'a> {
    tx: &'a mut dyn Tx,
    district: District,
    device: Device,
    now: u64,
    taken: Option<Taken>,
    applied: Vec<Applied>,
    aside: Vec<Kept>,
}

impl Taker<'_> {
    fn all(&mut self, body: &SyncRequest, facts: &[Fact]) -> Result<(), HubError> {
        let mut by_stream: BTreeMap<StreamId, Vec<&Fact>> = BTreeMap::new();
        facts.iter().for_each(|fact| by_stream.entry(fact.id().stream).or_default().push(fact));
        let known_workers = self.workers(facts)?;
        for sent in &body.sent {
            let facts = by_stream.remove(&sent.stream).unwrap_or_default();
            let oversize = body.oversize.iter().filter(|over| over.fact.stream == sent.stream);
            let mut all: BTreeMap<u64, Came> =
                facts.into_iter().map(|f| (f.id().seq, Came::Fact(f))).collect();
            all.extend(oversize.map(|over| (over.fact.seq, Came::Oversize(over.hash(), over.bytes))));
            self.stream(sent, &all, &known_workers)?;
        }
        Ok(())
    }

    fn taken(&mut self) -> Result<&mut Taken, HubError> {
        self.taken.as_mut().ok_or(HubError::Internal("taken"))
    }

    /// Takes the facts of one stream.
    fn stream(
        &mut self,
        sent: &Sent,
        came: &BTreeMap<u64, Came>,
        workers: &BTreeSet<WorkerId>,
    ) -> Result<(), HubError> {
        let (code, stream) = (self.district.code, sent.stream);
        let sql = "select device, upto from stream where district = $1 and stream = $2";
        let held = first(self.tx, sql, args![code, &stream.0])?
            .map(|mut row| Ok::<_, HubError>((DeviceId(row.array(0)?), row.num::<u64>(1)?)))
            .transpose()?;
        let upto = match held {
            Some((owner, upto)) if owner == self.device.id => upto,
            // Another phone signed that it is its own: this one's word on it is kept, and changes nothing.
            Some(_) => return self.not_bound(sent, came),
            None => match &sent.announced {
                None => {
                    self.taken()?.unannounced.push(stream);
                    return Ok(());
                }
                Some(announced) => {
                    let bound = announced.check(code, self.device.id, stream, &self.device.sign);
                    if bound.is_err() {
                        return self.not_bound(sent, came);
                    }
                    self.tx.run(
                        "insert into stream (district, stream, device, upto, announced) values ($1, $2, $3, 0, $4)",
                        args![code, &stream.0, &self.device.id.0, &announced.0],
                    )?;
                    0
                }
            },
        };
        let reaches = sent.from <= upto.saturating_add(1);
        if reaches {
            self.known(stream, upto, came)?;
            for (seq, came) in came.range(upto.saturating_add(1)..) {
                self.one(FactId { stream, seq: *seq }, came, workers)?;
            }
        }
        let upto = if reaches { upto.max(sent.to.min(i64::MAX.cast_unsigned())) } else { upto };
        self.tx.run(
            "update stream set upto = $3 where district = $1 and stream = $2",
            args![code, &stream.0, number(upto)?],
        )?;
        let taken = self.taken()?;
        taken.upto.insert(stream, upto);
        taken.sent.push(stream);
        Ok(())
    }

    /// What is held already: another content under a number is kept aside.
    fn known(&mut self, stream: StreamId, upto: u64, came: &BTreeMap<u64, Came>) -> Result<(), HubError> {
        let Some((least, _)) = came.first_key_value().filter(|(seq, _)| **seq <= upto) else {
            return Ok(());
        };
        let code = self.district.code;
        let mut held: HashMap<u64, BTreeSet<[u8; 32]>> = HashMap::new();
        for sql in [
            "select seq, hash from fact where district = $1 and stream = $2 and seq between $3 and $4",
            "select seq, hash from quarantine where district = $1 and stream = $2 and seq between $3 and $4",
        ] {
            for mut row in self.tx.rows(sql, args![code, &stream.0, number(*least)?, number(upto)?])? {
                held.entry(row.num(0)?).or_default().insert(row.array(1)?);
            }
        }
        for (seq, came) in came.range(..=upto) {
            // What the phone lost since is here, or was kept aside as lost.
            let same = came.is_lost() || held.get(seq).is_some_and(|hashes| hashes.contains(&came.hash().0));
            if !same {
                self.keep(FactId { stream, seq: *seq }, came, QuarantineReason::Fork);
            }
        }
        Ok(())
    }

    fn not_bound(&mut self, sent: &Sent, came: &BTreeMap<u64, Came>) -> Result<(), HubError> {
        let stream = sent.stream;
        came.iter().for_each(|(seq, came)| {
            self.keep(FactId { stream, seq: *seq }, came, QuarantineReason::NotBound)
        });
        // Held durably, all the same: it is not asked for again.
        let taken = self.taken()?;
        taken.upto.insert(stream, sent.to);
        taken.sent.push(stream);
        Ok(())
    }

    /// A fact that is new.
    fn one(&mut self, id: FactId, came: &Came, workers: &BTreeSet<WorkerId>) -> Result<(), HubError> {
        let fact = match came {
            Came::Oversize(..) => {
                self.keep(id, came, QuarantineReason::TooBig);
                return Ok(());
            }
            Came::Fact(fact) => fact,
        };
        if let Some(reason) = self.reason(fact, workers)? {
            self.keep(id, came, reason);
            return Ok(());
        }
        let number = self.applied.last().map_or(self.district.number, |last| last.number);
        let mut number = number;
        number.0 += 1;
        let ahead = fact.header.time.ms() > self.now.saturating_add(DAY_MS);
        self.applied.push(Applied {
            fact: (*fact).clone(),
            number,
            device: self.device.id,
            released: false,
            flag: ahead.then_some(ReviewKind::FutureDated),
        });
        Ok(())
    }

    /// Why a fact is not applied.
    fn reason(
        &mut self,
        fact: &Fact,
        workers: &BTreeSet<WorkerId>,
    ) -> Result<Option<QuarantineReason>, HubError> {
        let h = &fact.header;
        let fits = h.id.seq > 0 && i64::try_from(h.id.seq).is_ok() && i64::try_from(h.area.0).is_ok();
        Ok(if self.device.revoked {
            Some(QuarantineReason::Revoked)
        } else if !fits {
            Some(QuarantineReason::Unfit)
        } else if matches!(h.kind, FactKind::Unknown(_)) {
            Some(QuarantineReason::UnknownKind)
        } else if fact.body().is_err() {
            Some(QuarantineReason::Unreadable)
        } else if !workers.contains(&h.typist) {
            Some(QuarantineReason::ForeignWorker)
        } else {
            None
        })
    }

    /// The typists of these facts who are known in the district, or are introduced by one of them.
    fn workers(&mut self, facts: &[Fact]) -> Result<BTreeSet<WorkerId>, HubError> {
        let introduced = |fact: &&Fact| fact.header.kind == FactKind::WorkerAdded;
        let mut known: BTreeSet<WorkerId> =
            facts.iter().filter(introduced).map(|fact| WorkerId(fact.header.subject.0)).collect();
        let typists: BTreeSet<WorkerId> = facts.iter().map(|fact| fact.header.typist).collect();
        for typist in typists {
            let sql = "select cadre from worker where district = $1 and worker = $2";
            let there = first(self.tx, sql, args![self.district.code, &typist.0])?.is_some();
            if there || self.device.grant.workers.iter().any(|bound| bound.worker == typist) {
                known.insert(typist);
            }
        }
        Ok(known)
    }

    fn keep(&mut self, id: FactId, came: &Came, reason: QuarantineReason) {
        let (fact, bytes) = match came {
            Came::Fact(fact) => {
                let bytes = fact.header_bytes.len() + fact.body.as_ref().map_or(0, Vec::len);
                (Some((*fact).clone()), bytes as u64)
            }
            Came::Oversize(_, bytes) => (None, *bytes),
        };
        self.aside.push(Kept { id, hash: came.hash(), fact, bytes, device: self.device.id, reason });
    }
}

/// What came under a number.
enum Came<'f> {
    Fact(&'f Fact),
    /// Its hash and its bytes.
    Oversize(FactHash, u64),
}

impl Came<'_> {
    /// The phone has the number of it and nothing else any more.
    fn is_lost(&self) -> bool {
        matches!(self, Self::Oversize(_, 0))
    }

    fn hash(&self) -> FactHash {
        match self {
            Self::Fact(fact) => fact.hash(),
            Self::Oversize(hash, _) => *hash,
        }
    }
}
