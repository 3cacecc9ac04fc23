//! A hub for the engine's tests, as far as the wire needs one: it holds facts in memory, signs with real keys, and follows
//! `docs/PROTOCOL.md`. It folds nothing. What it does wrong on purpose is asked of it by name.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod answers;

use std::collections::{BTreeMap, BTreeSet};

use minicbor::bytes::ByteVec;
use shivir_core::sync::{Invited, SyncOptions, SyncReport};
use shivir_domain::codes::{Cadre, ReviewKind};
use shivir_domain::fact::Fact;
use shivir_domain::id::{AreaId, DeviceId, FactId, StreamId, WorkerId};
use shivir_domain::wire::batch::write_batch;
use shivir_domain::wire::courier::{self, Way};
use shivir_domain::wire::digest::{SetDigest, SetSum};
use shivir_domain::wire::enrol::{
    AreaGrant, BoundWorker, EnrolCode, EnrolRequest, EnrolResponse, Grant, Invitation,
};
use shivir_domain::wire::envelope::{
    Answer, Request, RequestHash, RequestHead, ResponseBody, ResponseHead, sign_response,
};
use shivir_domain::wire::keys::{SealPublic, SealSecret, SignPublic, SignSecret};
use shivir_domain::wire::pack::{CampaignOffer, Depth, PackOffer, packs_tag};
use shivir_domain::wire::sync::{
    Ack, Filled, Flagged, Quarantined, Sent, SyncRequest, SyncResponse, streams_tag,
};
use shivir_domain::wire::{Cursor, Epoch, ErrorBody, ErrorCode, QuarantineReason};

use super::common::{MORNING, Phone, SAKTI};
use answers::refusal;

/// A phone as the hub knows it.
#[derive(Clone)]
pub struct Device {
    pub sign: SignPublic,
    pub seal: SealPublic,
    pub grant: Grant,
    pub counter: u64,
    pub revoked: bool,
    /// How far each of its streams is held.
    pub streams: BTreeMap<StreamId, u64>,
}

/// A fact with its number.
#[derive(Clone)]
pub struct Numbered {
    pub number: u64,
    pub fact: Fact,
    pub owner: DeviceId,
    /// It goes to its owner too.
    pub released: bool,
}

#[derive(Clone)]
pub struct Hub {
    pub sign: SignSecret,
    pub seal: SealSecret,
    pub epoch: Epoch,
    pub now: u64,
    pub devices: BTreeMap<DeviceId, Device>,
    pub log: Vec<Numbered>,
    pub last: u64,
    pub aside: BTreeMap<FactId, (QuarantineReason, Option<Fact>)>,
    /// At which number it was restored, at the beginning of which epoch.
    pub restored: Vec<(Epoch, u64)>,
    pub codes: BTreeMap<String, (Grant, Option<EnrolResponse>)>,
    /// Facts in an answer at most.
    pub page: usize,
    /// Facts that it keeps aside.
    pub refuse: BTreeSet<FactId>,
    /// Facts that it shows for review.
    pub flag: BTreeSet<FactId>,
    /// Streams whose announcement it lost.
    pub unannounced: BTreeSet<StreamId>,
    pub packs: Vec<PackOffer>,
    pub campaign: Option<CampaignOffer>,
    pub limits: shivir_domain::wire::enrol::Limits,
}

impl Hub {
    pub fn new() -> Self {
        Self {
            sign: SignSecret::from_bytes([1; 32]),
            seal: SealSecret::from_bytes([2; 32]),
            epoch: Epoch(MORNING),
            now: MORNING,
            devices: BTreeMap::new(),
            log: Vec::new(),
            last: 0,
            aside: BTreeMap::new(),
            restored: Vec::new(),
            codes: BTreeMap::new(),
            page: 1000,
            refuse: BTreeSet::new(),
            flag: BTreeSet::new(),
            unannounced: BTreeSet::new(),
            packs: Vec::new(),
            campaign: None,
            limits: Default::default(),
        }
    }

    pub fn grant(&self, areas: &[u64]) -> Grant {
        let areas = areas.iter().map(|a| AreaGrant { area: AreaId(*a), depth: Depth::Full }).collect();
        let worker =
            BoundWorker {
                worker: WorkerId([42; 16]), name: "कमला साहू".into(), cadre: Cadre::Mitanin
            };
        Grant { areas, workers: vec![worker], limits: self.limits }
    }

    /// Draws a code for a phone: the text of its QR code.
    pub fn invite(&mut self, areas: &[u64]) -> String {
        let n = u8::try_from(self.codes.len()).unwrap();
        let code = EnrolCode::draw([n.wrapping_mul(37).wrapping_add(5); 20]);
        self.codes.insert(code.as_str().to_owned(), (self.grant(areas), None));
        Invitation { url: "https://hub".into(), hub: self.sign.public(), district: SAKTI, code }.to_text()
    }

    /// Enrols a phone.
    pub fn enrol(&mut self, phone: &Phone, areas: &[u64]) -> DeviceId {
        let invited = Invited::scanned(&self.invite(areas)).unwrap();
        let out = phone.core.enrol_request(&invited, "1").unwrap();
        phone.core.enrol_response(&self.post(&out.bytes), None).unwrap().device
    }

    /// Changes the areas of a phone.
    pub fn regrant(&mut self, device: DeviceId, areas: &[u64]) {
        let grant = self.grant(areas);
        self.devices.get_mut(&device).unwrap().grant = grant;
    }

    /// Restores it from an earlier state, as a new epoch.
    pub fn restore(&mut self, backup: &Self) {
        let (now, epoch, mut restored) = (self.now, self.epoch, self.restored.clone());
        *self = backup.clone();
        self.now = now + 1000;
        self.epoch = Epoch(self.now.max(epoch.0 + 1));
        restored.push((self.epoch, self.last));
        self.restored = restored;
    }

    /// Takes a fact out of quarantine.
    pub fn release(&mut self, id: FactId) {
        let (_, fact) = self.aside.remove(&id).unwrap();
        let owner = self.devices.iter().find(|(_, d)| d.streams.contains_key(&id.stream)).unwrap();
        let owner = *owner.0;
        self.refuse.remove(&id);
        self.number(fact.unwrap(), owner, true);
    }

    fn number(&mut self, fact: Fact, owner: DeviceId, released: bool) {
        self.last += 1;
        self.log.push(Numbered { number: self.last, fact, owner, released });
    }

    /// What it answers over the network.
    pub fn post(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.now += 1;
        let request = Request::read(bytes).unwrap();
        let hash = RequestHash::of(bytes);
        match request.kind() {
            2 => {
                let answer = self.enrolled(&request);
                self.signed(0, &answer, hash)
            }
            _ => self.sync(bytes, true),
        }
    }

    /// What it answers to a courier's file.
    pub fn file(&mut self, file: &[u8]) -> Vec<u8> {
        self.now += 1;
        let bytes = courier::open(Way::Up, file, &self.seal).unwrap();
        let device = Request::read(&bytes).unwrap().head.device.unwrap();
        let answer = self.sync(&bytes, false);
        let random = [u8::try_from(self.now % 251).unwrap(); 32];
        courier::seal(Way::Down, &answer, &self.devices[&device].seal, random).unwrap()
    }

    pub fn signed<B: ResponseBody>(&self, counter: u64, answer: &Answer<B>, hash: RequestHash) -> Vec<u8> {
        sign_response(&ResponseHead { counter, epoch: self.epoch }, answer, hash, &self.sign).unwrap()
    }

    fn enrolled(&mut self, request: &Request) -> Answer<EnrolResponse> {
        let asked: EnrolRequest = request.open_by_its_own(|asked: &EnrolRequest| asked.sign).unwrap();
        let Some((grant, before)) = self.codes.get(asked.code.as_str()).cloned() else {
            return refusal(ErrorCode::CodeUnknown, None);
        };
        if let Some(before) = before {
            let same = self.devices[&before.device].sign == asked.sign;
            return if same { Answer::Done(before) } else { refusal(ErrorCode::CodeUsed, None) };
        }
        // A phone that comes again with its keys is the same phone.
        let known = self.devices.iter().find(|(_, d)| d.sign == asked.sign).map(|(id, _)| *id);
        let number = u32::try_from(self.devices.len()).unwrap() + 1;
        let device = known.unwrap_or(DeviceId([u8::try_from(number).unwrap(); 16]));
        let mut streams = BTreeMap::new();
        let mut counter = 0;
        if let Some(before) = self.devices.get(&device) {
            (streams, counter) = (before.streams.clone(), before.counter);
        }
        let held = Device {
            sign: asked.sign,
            seal: asked.seal,
            grant: grant.clone(),
            counter,
            revoked: false,
            streams,
        };
        self.devices.insert(device, held);
        let answer = EnrolResponse {
            device,
            number: u32::from(device.0[0]),
            district: SAKTI,
            grant: grant.clone(),
            hub_sign: self.sign.public(),
            hub_seal: self.seal.public(),
            recovery: Some(SealSecret::from_bytes([9; 32]).public()),
            hub_ms: self.now,
            epoch: self.epoch,
        };
        self.codes.insert(asked.code.as_str().to_owned(), (grant, Some(answer.clone())));
        Answer::Done(answer)
    }

    pub fn sums(&self) -> BTreeMap<AreaId, SetSum> {
        let mut sums = BTreeMap::<AreaId, SetSum>::new();
        for n in &self.log {
            sums.entry(n.fact.header.area).or_default().add(n.fact.id(), n.fact.hash());
        }
        sums
    }

    /// It holds the fact, applied or aside.
    pub fn holds(&self, id: FactId) -> bool {
        self.aside.contains_key(&id) || self.log.iter().any(|n| n.fact.id() == id)
    }

    pub fn ids(&self) -> BTreeSet<FactId> {
        self.log.iter().map(|n| n.fact.id()).collect()
    }
}

/// One round trip.
pub fn trip(phone: &Phone, hub: &mut Hub) -> SyncReport {
    let out = phone.core.sync_request(&SyncOptions::default()).unwrap();
    let report = phone.core.sync_response(&hub.post(&out.bytes)).unwrap();
    assert!(phone.core.sums_hold().unwrap(), "the sums are those of the facts");
    report
}

/// Round trips as long as the report says that another is of use.
pub fn sync(phone: &Phone, hub: &mut Hub) -> Vec<SyncReport> {
    let mut reports = Vec::new();
    loop {
        reports.push(trip(phone, hub));
        assert!(reports.len() < 200, "sync does not come to an end");
        if !reports.last().unwrap().again {
            return reports;
        }
    }
}
