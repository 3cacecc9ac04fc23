//! Planted bugs: those of peers, and those that this protocol must not have. Each is planted from outside, by someone
//! between phone and hub, a wrapper around the hub's database, a disk that lies, or SQL on a store; no code that is
//! shipped has any of them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use shivir_domain::fact::FactKind;
use shivir_domain::wire::envelope::{Answer, Request, RequestHash, Response, ResponseHead, sign_response};
use shivir_domain::wire::keys::SignSecret;
use shivir_domain::wire::sync::{SyncRequest, SyncResponse};
use shivir_hub::store::Storage;

use super::Broken;
use super::disk::Disks;
use super::net::{Flight, Way, Who};
use super::template::{HUB, Template, look_into, open};
use storage::Bent;

mod storage;

/// A bug that can be planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plant {
    /// After a push the phone marks all that waits as sent, what was written meanwhile too.
    AllSent,
    /// A request with one record that the hub does not know is not taken.
    BadRecordBlocks,
    /// The hub pages by time: what is not later than the last that was given is passed over.
    CursorByTime,
    /// The hub tells a number before the facts under it can be read.
    ReaderOvertakes,
    /// The hub acknowledges what its disk may still lose.
    AckBeforeDurable,
    /// The phone takes the answer to an older request for the answer to its latest.
    OlderAnswer,
    /// The hub comes back from a backup and nobody hears of it.
    EpochIgnored,
    /// A released fact is not added to its area's sum.
    SumForgotten,
    /// Facts that come again are counted again.
    CountedTwice,
    /// An area is filled from its second page.
    FillSkipsPage,
    /// What is kept aside is not kept.
    QuarantineDrops,
    /// The phone confirms what its disk may still lose.
    ConfirmBeforeDurable,
    /// The phone takes an answer in although it was cut off on its way: the acknowledgements without the facts.
    HalfAnAnswer,
    /// The hub folds new people by themselves, also those whom a merge that came with them joins to someone.
    JoinedForgotten,
}

impl Plant {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::AllSent,
        Self::BadRecordBlocks,
        Self::CursorByTime,
        Self::ReaderOvertakes,
        Self::AckBeforeDurable,
        Self::OlderAnswer,
        Self::EpochIgnored,
        Self::SumForgotten,
        Self::CountedTwice,
        Self::FillSkipsPage,
        Self::QuarantineDrops,
        Self::ConfirmBeforeDurable,
        Self::HalfAnAnswer,
        Self::JoinedForgotten,
    ];

    /// A short name.
    pub fn name(self) -> &'static str {
        match self {
            Self::AllSent => "all-sent",
            Self::BadRecordBlocks => "bad-record-blocks",
            Self::CursorByTime => "cursor-by-time",
            Self::ReaderOvertakes => "reader-overtakes",
            Self::AckBeforeDurable => "ack-before-durable",
            Self::OlderAnswer => "older-answer",
            Self::EpochIgnored => "epoch-ignored",
            Self::SumForgotten => "sum-forgotten",
            Self::CountedTwice => "counted-twice",
            Self::FillSkipsPage => "fill-skips-page",
            Self::QuarantineDrops => "quarantine-drops",
            Self::ConfirmBeforeDurable => "confirm-before-durable",
            Self::HalfAnAnswer => "half-an-answer",
            Self::JoinedForgotten => "joined-forgotten",
        }
    }

    /// What goes wrong.
    pub fn what(self) -> &'static str {
        match self {
            Self::AllSent => "after a push all that waits is marked as sent, what was written meanwhile too",
            Self::BadRecordBlocks => "a request with one record that the hub does not know is not taken",
            Self::CursorByTime => {
                "the hub pages by time: what is not later than the last given is passed over"
            }
            Self::ReaderOvertakes => "the hub tells a number before the facts under it can be read",
            Self::AckBeforeDurable => "the hub acknowledges what its disk may still lose",
            Self::OlderAnswer => "the answer to an older request is taken for that to the latest",
            Self::EpochIgnored => "the hub comes back from a backup and nobody hears of it",
            Self::SumForgotten => "a released fact is not added to its area's sum",
            Self::CountedTwice => "facts that come again are counted again",
            Self::FillSkipsPage => "an area is filled from its second page",
            Self::QuarantineDrops => "what is kept aside is not kept",
            Self::ConfirmBeforeDurable => "the phone confirms what its disk may still lose",
            Self::HalfAnAnswer => "an answer without its facts is taken as if it had none",
            Self::JoinedForgotten => {
                "people who are joined are folded apart where they come with their merge"
            }
        }
    }
}

/// What is planted in a world.
pub(super) struct Planted {
    plant: Option<Plant>,
    hub: SignSecret,
    peer: shivir_domain::wire::keys::SignPublic,
    /// The latest request of each phone, and the answers that it got.
    latest: BTreeMap<usize, Vec<u8>>,
    answers: BTreeMap<usize, Vec<(ResponseHead, SyncResponse)>>,
}

impl Planted {
    /// Plants it, or nothing.
    pub fn new(plant: Option<Plant>, template: &Template) -> Self {
        let hub = SignSecret::from_bytes(*template.hub_sign_secret.to_bytes());
        Self {
            plant,
            hub,
            peer: template.peer_sign.public(),
            latest: BTreeMap::new(),
            answers: BTreeMap::new(),
        }
    }

    /// Whether it is this one.
    pub fn is(&self, plant: Plant) -> bool {
        self.plant == Some(plant)
    }

    /// What is planted in the disks.
    pub fn begin(&self, disks: &Disks, phones: impl Iterator<Item = String>) {
        match self.plant {
            Some(Plant::AckBeforeDurable) => disks.lie(HUB),
            Some(Plant::ConfirmBeforeDurable) => phones.for_each(|folder| disks.lie(&folder)),
            _ => {}
        }
    }

    /// The hub's database with what is planted around it.
    pub fn wrap(&self, db: &Arc<dyn Storage>) -> Arc<dyn Storage> {
        match self.plant {
            Some(
                plant @ (Plant::CursorByTime
                | Plant::ReaderOvertakes
                | Plant::SumForgotten
                | Plant::CountedTwice
                | Plant::FillSkipsPage
                | Plant::QuarantineDrops
                | Plant::JoinedForgotten),
            ) => Arc::new(Bent::new(Arc::clone(db), plant)),
            _ => Arc::clone(db),
        }
    }

    /// A phone sends a request.
    pub fn sent(&mut self, phone: usize, way: Way, request: &[u8]) {
        if way == Way::Network {
            self.latest.insert(phone, request.to_vec());
        }
    }

    /// The hub does not take a request.
    pub fn refuses(&self, flight: &Flight) -> bool {
        if !self.is(Plant::BadRecordBlocks) || flight.who != Who::Peer {
            return false;
        }
        let body = Request::read(&flight.bytes).and_then(|request| request.open::<SyncRequest>(&self.peer));
        let facts = body.and_then(|body| body.facts()).unwrap_or_default();
        facts.iter().any(|fact| matches!(fact.header.kind, FactKind::Unknown(_)))
    }

    /// What arrives of an answer.
    pub fn on_the_way(&mut self, phone: usize, flight: &Flight) -> Vec<u8> {
        let bent = match self.plant {
            Some(Plant::OlderAnswer) => self.as_if_latest(phone, flight),
            Some(Plant::HalfAnAnswer) => self.without_facts(flight),
            _ => None,
        };
        bent.unwrap_or_else(|| flight.bytes.clone())
    }

    fn answer(&self, flight: &Flight) -> Option<(ResponseHead, SyncResponse)> {
        let request = flight.answers.as_deref().filter(|_| flight.way == Way::Network)?;
        let head = Response::read(&flight.bytes).ok()?.head;
        Some((head, open::<SyncResponse>(&flight.bytes, &self.hub.public(), request).ok()??))
    }

    fn signed(&self, head: &ResponseHead, answer: SyncResponse, request: &[u8]) -> Option<Vec<u8>> {
        sign_response(head, &Answer::Done(answer), RequestHash::of(request), &self.hub).ok()
    }

    /// Every third answer is the one before it, as if it answered the latest request.
    fn as_if_latest(&mut self, phone: usize, flight: &Flight) -> Option<Vec<u8>> {
        let answer = self.answer(flight)?;
        let answers = self.answers.entry(phone).or_default();
        answers.push(answer);
        let older = answers.len().checked_sub(2).filter(|at| at % 3 == 1)?;
        let (head, answer) = answers.get(older)?.clone();
        let latest = self.latest.get(&phone)?;
        let counter = Request::read(latest).ok()?.head.counter;
        self.signed(&ResponseHead { counter, ..head }, answer, latest)
    }

    /// Of a long answer only the beginning is read.
    fn without_facts(&self, flight: &Flight) -> Option<Vec<u8>> {
        let (head, answer) = self.answer(flight)?;
        let long = flight.bytes.len() > 700;
        let answer = SyncResponse { batch: answer.batch.clone().filter(|_| !long), ..answer };
        self.signed(&head, answer, flight.answers.as_deref()?)
    }

    /// A phone took an answer.
    pub fn after_answer(&self, store: &Path) -> Result<(), Broken> {
        if self.is(Plant::AllSent) {
            look_into(store)?.execute(
                "update stream as s set acked = (select coalesce(max(f.seq), 0) from fact f where f.stream = s.no) \
                 where own = 1 and acked > 0",
                [],
            )?;
        }
        Ok(())
    }
}
