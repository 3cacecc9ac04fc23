//! A phone as a stranger would write one from `docs/PROTOCOL.md`: it keeps its facts in memory.

use std::collections::BTreeMap;

use shivir_domain::day::Day;
use shivir_domain::fact::{Body, Details, Fact, FactHash, Header};
use shivir_domain::hlc::Hlc;
use shivir_domain::id::{AreaId, DeviceId, FactId, StreamId, SubjectId, WorkerId};
use shivir_domain::wire::batch::{BatchWriter, can_travel};
use shivir_domain::wire::courier::{self, Way};
use shivir_domain::wire::digest::{SetDigest, SetSum};
use shivir_domain::wire::enrol::{EnrolRequest, EnrolResponse, Grant, Invitation};
use shivir_domain::wire::envelope::{
    Answer, RequestBody, RequestHash, RequestHead, Response, ResponseBody, sign_request,
};
use shivir_domain::wire::keys::{SealPublic, SealSecret, SignPublic, SignSecret};
use shivir_domain::wire::pack::{PackAddress, Ticket};
use shivir_domain::wire::sync::{Fill, Oversize, Sent, SyncRequest, SyncResponse, announce, streams_tag};
use shivir_domain::wire::{Cursor, Epoch, ErrorBody, ErrorCode};
use shivir_hub::Hub;

use super::{SAKTI, TEN, worker};

/// An answer.
pub type Told = Result<SyncResponse, ErrorCode>;

/// A phone of Sakti.
#[derive(Clone)]
pub struct Phone {
    pub sign: SignSecret,
    pub seal: SealSecret,
    pub device: DeviceId,
    pub number: u32,
    pub hub: SignPublic,
    pub hub_seal: SealPublic,
    pub grant: Grant,
    pub counter: u64,
    pub epoch: Epoch,
    pub cursor: Cursor,
    pub stream: StreamId,
    pub typist: WorkerId,
    /// Facts of the own stream, in their order.
    pub own: Vec<Fact>,
    pub acked: u64,
    /// Facts that came down.
    pub others: BTreeMap<FactId, FactHash>,
    pub fills: Vec<Fill>,
    /// Bytes of an answer's facts at most.
    pub most_bytes: u32,
}

impl Phone {
    /// Enrols with an invitation; keys are drawn from a number.
    pub fn enrol(hub: &Hub, invitation: &Invitation, n: u8) -> Result<Self, ErrorCode> {
        Self::enrol_with(hub, invitation, [n; 32])
    }

    /// The same with keys, a stream and a worker from so many bytes.
    pub fn enrol_with(hub: &Hub, invitation: &Invitation, drawn: [u8; 32]) -> Result<Self, ErrorCode> {
        let sign = SignSecret::from_bytes(drawn);
        let seal = SealSecret::from_bytes(drawn.map(|byte| byte ^ 0x80));
        let request = EnrolRequest {
            code: invitation.code,
            sign: sign.public(),
            seal: seal.public(),
            app: "test".into(),
            phone_ms: TEN,
        };
        let head = RequestHead { district: SAKTI, device: None, counter: 1, epoch: Epoch(0) };
        let bytes = sign_request(&head, &request, &sign).unwrap();
        let reply = hub.handle(EnrolRequest::PATH, &bytes);
        let (_, said): (_, Result<EnrolResponse, ErrorBody>) = opened(&reply.bytes, &bytes, &invitation.hub);
        let said = said.map_err(|refused| {
            assert_eq!(reply.status, refused.code.status());
            refused.code
        })?;
        assert_eq!(said.hub_sign, invitation.hub);
        Ok(Self {
            sign,
            seal,
            device: said.device,
            number: said.number,
            hub: said.hub_sign,
            hub_seal: said.hub_seal,
            typist: said.grant.workers.first().map_or(worker(drawn[0]), |bound| bound.worker),
            grant: said.grant,
            counter: 1,
            epoch: said.epoch,
            cursor: Cursor(0),
            stream: StreamId(std::array::from_fn(|at| drawn[at])),
            own: Vec::new(),
            acked: 0,
            others: BTreeMap::new(),
            fills: Vec::new(),
            most_bytes: 0,
        })
    }

    /// Writes a fact: a new person of that number, in an area.
    pub fn add_person(&mut self, area: u64, person: u16) -> Fact {
        let details = Details { name_hi: Some(format!("सीता {person}")), ..empty() };
        self.write(area, person, Body::PersonAdded(details))
    }

    /// Writes a fact.
    pub fn write(&mut self, area: u64, person: u16, body: Body) -> Fact {
        let mut subject = [7; 16];
        subject[..2].copy_from_slice(&person.to_be_bytes());
        let seq = self.own.len() as u64 + 1;
        let header = Header {
            id: FactId { stream: self.stream, seq },
            time: Hlc::at_ms(TEN + seq),
            author: self.typist,
            typist: self.typist,
            day: Day::from_ymd(2026, 11, 25).unwrap(),
            minute: Some(600),
            area: AreaId(area),
            kind: body.kind(),
            subject: SubjectId(subject),
            base: Vec::new(),
        };
        let fact = Fact::write(header, &body);
        self.own.push(fact.clone());
        fact
    }

    /// The head of the next request, with a counter of its own.
    pub fn next_head(&mut self) -> RequestHead {
        self.counter += 1;
        let (counter, epoch) = (self.counter, self.epoch);
        RequestHead { district: SAKTI, device: Some(self.device), counter, epoch }
    }

    /// A ticket's bytes, for a pack.
    pub fn ticket(&mut self, address: PackAddress) -> Vec<u8> {
        sign_request(&self.next_head(), &Ticket { address }, &self.sign).unwrap()
    }

    /// The request of a sync, with its hash.
    pub fn request(&mut self) -> (Vec<u8>, RequestHash) {
        let waiting: Vec<&Fact> = self.own.iter().filter(|fact| fact.id().seq > self.acked).collect();
        let mut batch = BatchWriter::new();
        let mut oversize = Vec::new();
        for fact in &waiting {
            if can_travel(fact) {
                assert!(batch.push(fact));
            } else {
                oversize.push(Oversize::of(fact));
            }
        }
        let sent = waiting.first().zip(waiting.last()).map(|(first, last)| Sent {
            stream: self.stream,
            from: first.id().seq,
            to: last.id().seq,
            announced: (self.acked == 0).then(|| announce(SAKTI, self.device, self.stream, &self.sign)),
        });
        let body = SyncRequest {
            cursor: self.cursor,
            grant: self.grant.tag(),
            streams: streams_tag(&BTreeMap::from([(self.stream, self.acked)])),
            phone_ms: TEN,
            most_bytes: self.most_bytes,
            sent: sent.into_iter().collect(),
            batch: (!batch.is_empty()).then(|| batch.finish().into()),
            oversize,
            fills: self.fills.clone(),
            ..SyncRequest::default()
        };
        let bytes = sign_request(&self.next_head(), &body, &self.sign).unwrap();
        let hash = RequestHash::of(&bytes);
        (bytes, hash)
    }

    /// Syncs once over the network.
    pub fn sync(&mut self, hub: &Hub) -> Told {
        let (bytes, _) = self.request();
        let reply = hub.handle(SyncRequest::PATH, &bytes);
        self.told(&reply.bytes, &bytes)
    }

    /// Syncs until nothing waits.
    pub fn sync_all(&mut self, hub: &Hub) -> SyncResponse {
        for _ in 0..1_000 {
            let said = self.sync(hub).unwrap();
            if !said.more {
                return said;
            }
        }
        panic!("more waits without an end");
    }

    /// Takes an answer in.
    pub fn told(&mut self, reply: &[u8], request: &[u8]) -> Told {
        let (epoch, said): (_, Result<SyncResponse, ErrorBody>) = opened(reply, request, &self.hub);
        let said = said.map_err(|refused| refused.code)?;
        if epoch > self.epoch {
            (self.epoch, self.acked) = (epoch, 0);
        }
        for ack in said.acks.iter().filter(|ack| ack.stream == self.stream) {
            self.acked = ack.upto;
        }
        for fact in said.facts().unwrap() {
            let before = self.others.insert(fact.id(), fact.hash());
            assert!(before.is_none_or(|hash| hash == fact.hash()));
        }
        self.cursor = said.cursor;
        self.fills.retain(|fill| !said.filled.iter().any(|done| done.area == fill.area && done.whole));
        for fill in &mut self.fills {
            for done in said.filled.iter().filter(|done| done.area == fill.area) {
                fill.after = done.upto;
            }
        }
        if let Some(grant) = &said.grant {
            self.grant = grant.clone();
        }
        Ok(said)
    }

    /// A courier's file up.
    pub fn file(&mut self) -> (Vec<u8>, Vec<u8>) {
        let (bytes, _) = self.request();
        (courier::seal(Way::Up, &bytes, &self.hub_seal, [3; 32]).unwrap(), bytes)
    }

    /// What is in a courier's file down.
    pub fn open_file(&self, file: &[u8]) -> Vec<u8> {
        courier::open(Way::Down, file, &self.seal).unwrap()
    }

    /// The digest that the phone has of an area: what came down, and its own facts but those aside.
    pub fn digest(&self, area: u64, facts: &[Fact]) -> SetDigest {
        let mut sum = SetSum::default();
        facts.iter().for_each(|fact| sum.add(fact.id(), fact.hash()));
        sum.digest(AreaId(area))
    }
}

/// An answer or a refusal with the epoch it names; it has to be signed by the hub for this request.
pub fn opened<B: ResponseBody>(
    reply: &[u8],
    request: &[u8],
    hub: &SignPublic,
) -> (Epoch, Result<B, ErrorBody>) {
    let response = Response::read(reply).unwrap();
    match response.open::<B>(hub, RequestHash::of(request)).unwrap() {
        Answer::Done(body) => (response.head.epoch, Ok(body)),
        Answer::Refused(refused) => (response.head.epoch, Err(refused)),
    }
}

/// Details that say nothing.
pub fn empty() -> Details {
    minicbor::decode(&[0xa0]).unwrap()
}
