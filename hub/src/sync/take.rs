//! Facts up: each applied or kept aside, none blocking another, all of a request durable at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use shivir_domain::codes::ReviewKind;
use shivir_domain::fact::{Fact, FactHash};
use shivir_domain::hlc::DAY_MS;
use shivir_domain::id::{DeviceId, FactId, StreamId, SubjectId};
use shivir_domain::wire::envelope::{Request, RequestHash};
use shivir_domain::wire::sync::{Sent, SyncRequest, streams_tag};
use shivir_domain::wire::{ErrorCode, QuarantineReason, Tag};

use super::judge::Judge;
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
    /// Streams and beginnings of the ranges of which nothing was held before.
    pub fresh: Vec<(StreamId, u64)>,
    /// What was flagged of the facts that are new.
    pub flagged: BTreeMap<FactId, ReviewKind>,
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
        let came =
            Brought { request, device, body, facts: &facts, hash: RequestHash::of(bytes), bytes, carried };
        let mut failing = BTreeSet::new();
        loop {
            // Whom the facts cannot be applied to is known once it was tried: then all is done again without these facts,
            // so that the others are not held up.
            match self.take_without(&came, &failing) {
                Err(HubError::Fold(subject)) if failing.insert(subject) => {}
                Ok((taken, new, aside)) => {
                    (outcome.taken, outcome.aside) = (new, aside);
                    return Ok(taken);
                }
                Err(other) => return Err(other),
            }
        }
    }

    /// In one transaction; facts on the subjects that are `failing` are kept aside. Gives what is to be told, how many
    /// facts were new, and how many of these are aside.
    fn take_without(
        &self,
        came: &Brought,
        failing: &BTreeSet<SubjectId>,
    ) -> Result<(Taken, u64, u64), HubError> {
        let Brought { request, device, body, facts, hash, bytes, carried } = *came;
        let (code, counter, now) = (request.head.district, request.head.counter, self.env().now_ms());
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
            let judge = Judge::of(tx, code, &device, facts, failing)?;
            let taken = Taken {
                knew: streams_tag(&upto) == body.streams && body.streams != Tag::default(),
                upto,
                sent: Vec::new(),
                unannounced: Vec::new(),
                revoked: device.revoked,
                fresh: Vec::new(),
                flagged: BTreeMap::new(),
            };
            let (applied, aside) = (Vec::new(), Vec::new());
            let mut taker = Taker { tx, district, device, judge, now, taken, applied, aside };
            taker.all(body, facts)?;
            let Taker { tx, mut district, device, taken, applied, aside, .. } = taker;
            let new = (applied.len() + aside.len()) as u64;
            if new > 0 {
                tx.run(
                    "insert into brought (district, device, counter, hash, request, at_ms) \
                     values ($1, $2, $3, $4, $5, $6) on conflict (district, device, counter, hash) do nothing",
                    args![code, &device.id.0, number(counter)?, &hash.0, bytes, number(now)?],
                )?;
            }
            let mut applied = applied;
            district.number.0 = applied.last().map_or(district.number.0, |applied| applied.number.0);
            keep_aside(tx, code, &aside, now)?;
            let known = insert(tx, code, &applied)?;
            let mut found = look(tx, &mut district, self.env(), &applied, &known)?;
            applied.append(&mut found);
            refold(tx, code, &applied, &known)?;
            for applied in &applied {
                if let Some(kind) = applied.flag {
                    note(tx, code, &applied.fact, kind)?;
                }
            }
            if !applied.is_empty() {
                district.count(tx)?;
            }
            Ok((taken, new, aside.len() as u64))
        })
    }
}

/// A request with all that is known of it before the district is held.
struct Brought<'a> {
    request: &'a Request<'a>,
    device: &'a Device,
    body: &'a SyncRequest,
    facts: &'a [Fact],
    hash: RequestHash,
    bytes: &'a [u8],
    carried: Carried,
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
    judge: Judge<'a>,
    now: u64,
    taken: Taken,
    applied: Vec<Applied>,
    aside: Vec<Kept>,
}

impl Taker<'_> {
    fn all(&mut self, body: &SyncRequest, facts: &[Fact]) -> Result<(), HubError> {
        let mut all: BTreeMap<FactId, Came> =
            facts.iter().map(|fact| (fact.id(), Came::Fact(fact))).collect();
        all.extend(body.oversize.iter().map(|over| (over.fact, Came::Oversize(over.hash(), over.bytes))));
        // Ranges of one stream follow one another, in whatever order they are named.
        let mut sent: Vec<&Sent> = body.sent.iter().collect();
        sent.sort_by_key(|sent| (sent.stream, sent.from));
        for sent in sent {
            let id = |seq| FactId { stream: sent.stream, seq };
            let range = all.range(id(sent.from)..=id(sent.to));
            let came: BTreeMap<u64, Came> = range.map(|(id, came)| (id.seq, *came)).collect();
            self.stream(sent, &came)?;
        }
        Ok(())
    }

    /// Takes the facts of one stream.
    fn stream(&mut self, sent: &Sent, came: &BTreeMap<u64, Came>) -> Result<(), HubError> {
        let (code, stream) = (self.district.code, sent.stream);
        let sql = "select device, upto from stream where district = $1 and stream = $2";
        let held = first(self.tx, sql, args![code, &stream.0])?
            .map(|mut row| Ok::<_, HubError>((DeviceId(row.array(0)?), row.num::<u64>(1)?)))
            .transpose()?;
        let upto = match held {
            Some((owner, upto)) if owner == self.device.id => upto,
            // Another phone signed that it is its own: this one's word on it is kept, and changes nothing.
            Some(_) => {
                self.not_bound(sent, came);
                return Ok(());
            }
            None => match &sent.announced {
                None => {
                    self.taken.unannounced.push(stream);
                    return Ok(());
                }
                Some(announced) => {
                    let bound = announced.check(code, self.device.id, stream, &self.device.sign);
                    if bound.is_err() {
                        self.not_bound(sent, came);
                        return Ok(());
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
            let released = self.known(stream, upto, came)?;
            if sent.from > upto && released.is_empty() {
                self.taken.fresh.push((stream, sent.from));
            }
            for (seq, came) in came.range(upto.saturating_add(1)..) {
                self.one(FactId { stream, seq: *seq }, came, released.get(seq));
            }
        }
        let upto = if reaches { upto.max(sent.to.min(i64::MAX.cast_unsigned())) } else { upto };
        self.tx.run(
            "update stream set upto = $3 where district = $1 and stream = $2",
            args![code, &stream.0, number(upto)?],
        )?;
        self.taken.upto.insert(stream, upto);
        self.taken.sent.push(stream);
        Ok(())
    }

    /// What is held already: another content under a number is kept aside. Gives the contents that were applied beyond
    /// what is acknowledged: the district released what another phone had handed in under numbers of this stream.
    fn known(
        &mut self,
        stream: StreamId,
        upto: u64,
        came: &BTreeMap<u64, Came>,
    ) -> Result<HashMap<u64, [u8; 32]>, HubError> {
        let mut released = HashMap::new();
        let (Some((least, _)), Some((most, _))) = (came.first_key_value(), came.last_key_value()) else {
            return Ok(released);
        };
        let code = self.district.code;
        if *most > upto {
            let sql =
                "select seq, hash from fact where district = $1 and stream = $2 and seq > $3 and seq <= $4";
            let most = i64::try_from(*most).unwrap_or(i64::MAX);
            for mut row in self.tx.rows(sql, args![code, &stream.0, number(upto)?, most])? {
                released.insert(row.num(0)?, row.array(1)?);
            }
        }
        if *least > upto {
            return Ok(released);
        }
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
        Ok(released)
    }

    fn not_bound(&mut self, sent: &Sent, came: &BTreeMap<u64, Came>) {
        let stream = sent.stream;
        came.iter().for_each(|(seq, came)| {
            self.keep(FactId { stream, seq: *seq }, came, QuarantineReason::NotBound)
        });
        // Held durably, all the same: it is not asked for again.
        self.taken.upto.insert(stream, sent.to);
        self.taken.sent.push(stream);
    }

    /// A fact that is new; `released`: the hash of what is applied under its number.
    fn one(&mut self, id: FactId, came: &Came, released: Option<&[u8; 32]>) {
        if let Some(hash) = released {
            if *hash != came.hash().0 && !came.is_lost() {
                self.keep(id, came, QuarantineReason::Fork);
            }
            return;
        }
        let fact = match came {
            Came::Oversize(..) => return self.keep(id, came, QuarantineReason::TooBig),
            Came::Fact(fact) => fact,
        };
        if let Some(reason) = self.judge.reason(fact) {
            return self.keep(id, came, reason);
        }
        let number = self.applied.last().map_or(self.district.number, |last| last.number);
        let mut number = number;
        number.0 += 1;
        let ahead = fact.header.time.ms() > self.now.saturating_add(DAY_MS);
        let flag = ahead.then_some(ReviewKind::FutureDated);
        self.taken.flagged.extend(flag.map(|flag| (id, flag)));
        self.applied.push(Applied {
            fact: (*fact).clone(),
            number,
            device: self.device.id,
            released: false,
            flag,
        });
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
#[derive(Clone, Copy)]
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
