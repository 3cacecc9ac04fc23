//! A phone of a newer version: it speaks the wire by hand and writes what this program does not know yet. It also does
//! what no screen does yet: it moves people, settles reviews, states cards.

use std::sync::atomic::Ordering;

use sha2::{Digest, Sha256};
use shivir::demo::script::stranger;
use shivir_domain::codes::{CardKind, CardStatus};
use shivir_domain::day::Day;
use shivir_domain::fact::{Body, CardStated, Details, Fact, FactKind, Header, ReviewSettled};
use shivir_domain::fold::ReviewId;
use shivir_domain::hlc::Hlc;
use shivir_domain::id::{AreaId, FactId, StreamId, SubjectId};
use shivir_domain::wire::batch::write_batch;
use shivir_domain::wire::envelope::{RequestHead, sign_request};
use shivir_domain::wire::sync::{Sent, SyncRequest, SyncResponse, announce};
use shivir_domain::wire::{Epoch, Tag};
use shivir_hub::store::Value;

use super::hubs::id_of;
use super::net::{Flight, Way, Who};
use super::template::{START, open};
use super::trace::note;
use super::world::World;
use super::{Broken, broken};
use crate::rng::Rng;

/// A kind of fact of a later version.
const LATER_KIND: u16 = 900;

/// What it has written and how far that is acknowledged.
pub(super) struct Peer {
    stream: StreamId,
    facts: Vec<Fact>,
    pub acked: u64,
    epoch: Epoch,
    counter: u64,
}

impl Peer {
    /// It has written nothing yet.
    pub fn new(rng: &mut Rng) -> Self {
        let mut stream = [0; 16];
        rng.fill(&mut stream);
        Self { stream: StreamId(stream), facts: Vec::new(), acked: 0, epoch: Epoch(0), counter: 0 }
    }

    /// Facts that wait.
    pub fn waiting(&self) -> u64 {
        self.facts.len() as u64 - self.acked
    }
}

/// Adds a key of a later version to a CBOR map of fewer than 23 keys.
fn with_later_key(mut map: Vec<u8>) -> Vec<u8> {
    if let Some(head) = map.first_mut().filter(|head| (0xa0..0xb6).contains(*head)) {
        *head += 1;
        // Key 77, value 1.
        map.extend([0x18, 0x4d, 0x01]);
    }
    map
}

/// A fact as a later version writes it: of its own kind where there is no body, perhaps with keys of its own.
fn written(header: Header, body: Option<&Body>, later: bool) -> Result<Fact, Broken> {
    let fact = match body {
        Some(body) => Fact::write(header, body),
        None => {
            let header_bytes = minicbor::to_vec(&header).map_err(broken)?;
            Fact { header, header_bytes, body: Some(vec![0xa1, 0x00, 0x01]), body_hash: [0; 32] }
        }
    };
    let with = |bytes: Vec<u8>| if later { with_later_key(bytes) } else { bytes };
    let (header_bytes, body) = (with(fact.header_bytes), fact.body.map(with));
    let body_hash = Sha256::digest(body.as_deref().unwrap_or_default()).into();
    Ok(Fact { header_bytes, body, body_hash, ..fact })
}

/// What it writes about.
struct About {
    subject: SubjectId,
    area: AreaId,
    base: Vec<FactId>,
}

impl World<'_> {
    /// It writes a fact.
    pub fn peer_writes(&mut self) -> Result<(), Broken> {
        let Some(mut about) = self.about()? else {
            return Ok(());
        };
        let what = self.rng.below(6);
        let moved = self.template.areas[self.rng.below(self.template.areas.len())];
        let body = match what {
            0 => None,
            1 => self.settlement()?.map(|(of, body)| {
                about = of;
                body
            }),
            2 => Some(Body::CardStated(CardStated {
                kind: CardKind::Family,
                status: CardStatus::from_number(1),
            })),
            3 => Some(Body::PersonChanged(Details { area: Some(moved), ..nothing() })),
            _ => Some(Body::PersonChanged(Details {
                village: Some(format!("ग्राम {}", self.rng.below(9))),
                ..nothing()
            })),
        };
        let now = self.time.load(Ordering::Relaxed);
        let worker = self.template.peer_worker;
        let seq = self.peer.facts.len() as u64 + 1;
        let header = Header {
            id: FactId { stream: self.peer.stream, seq },
            time: Hlc::at_ms(now),
            author: worker,
            typist: worker,
            day: Day::from_ymd(2026, 11, 25).unwrap_or_default(),
            minute: None,
            area: about.area,
            kind: FactKind::Unknown(LATER_KIND),
            subject: about.subject,
            base: about.base,
        };
        let later = self.rng.chance(40);
        let fact = written(header, body.as_ref(), later)?;
        let kind = fact.header.kind;
        note!(self, "newer phone: writes {} of kind {}, later keys {later}", fact.id(), kind.number());
        self.book.peer.push((fact.id(), fact.hash()));
        self.peer.facts.push(fact);
        Ok(())
    }

    /// Somebody of whom the hub has facts, with the latest of them.
    fn about(&mut self) -> Result<Option<About>, Broken> {
        let sql = "select stream, seq, subject, area from fact where district = $1 and kind in (1, 3) order by number";
        let rows = self.hub_rows(sql, &[self.template.district.into()])?;
        if rows.is_empty() {
            return Ok(None);
        }
        let row = &rows[self.rng.below(rows.len())];
        let (Some(base), [_, _, Value::Bytes(subject), Value::Int(area)]) = (id_of(row), row.0.as_slice())
        else {
            return Ok(None);
        };
        let subject = SubjectId::from_slice(subject).unwrap_or(SubjectId([0; 16]));
        Ok(Some(About { subject, area: AreaId(area.unsigned_abs()), base: vec![base] }))
    }

    /// An open review of the hub: whom it is about, and the word on it.
    fn settlement(&mut self) -> Result<Option<(About, Body)>, Broken> {
        let sql = "select r.id, r.facts, r.subject, f.area from review r \
                   join fact f on f.district = r.district and f.subject = r.subject \
                   where r.district = $1 and r.open = 1 and r.noted = 0 order by r.id, f.number";
        let rows = self.hub_rows(sql, &[self.template.district.into()])?;
        if rows.is_empty() {
            return Ok(None);
        }
        let row = &rows[self.rng.below(rows.len())];
        let [Value::Bytes(id), Value::Bytes(facts), Value::Bytes(subject), Value::Int(area)] =
            row.0.as_slice()
        else {
            return Ok(None);
        };
        let (Ok(id), Ok(saw)) = (<[u8; 16]>::try_from(&id[..]), minicbor::decode::<Vec<FactId>>(facts))
        else {
            return Ok(None);
        };
        let (Some(subject), Some(keep)) =
            (SubjectId::from_slice(subject), saw.get(self.rng.below(saw.len())).copied())
        else {
            return Ok(None);
        };
        let about = About { subject, area: AreaId(area.unsigned_abs()), base: saw.clone() };
        Ok(Some((about, Body::ReviewSettled(ReviewSettled { review: ReviewId(id), saw, keep }))))
    }

    /// It sends all that is not acknowledged.
    pub fn peer_request(&mut self) -> Result<(), Broken> {
        let (template, peer) = (self.template, &mut self.peer);
        let from = peer.acked + 1;
        let facts: Vec<Fact> = peer.facts.iter().filter(|fact| fact.id().seq >= from).cloned().collect();
        peer.counter += 1;
        let (district, device, sign) = (template.district, template.peer, &template.peer_sign);
        let head = RequestHead { district, device: Some(device), counter: peer.counter, epoch: peer.epoch };
        let announced = Some(announce(district, device, peer.stream, sign));
        let sent = Sent { stream: peer.stream, from, to: from + facts.len() as u64 - 1, announced };
        let body = SyncRequest {
            cursor: START,
            grant: Tag::default(),
            streams: Tag::default(),
            packs: Tag::default(),
            campaign: 0,
            phone_ms: 0,
            most_bytes: 0,
            sent: if facts.is_empty() { Vec::new() } else { vec![sent] },
            batch: (!facts.is_empty()).then(|| write_batch(&facts).0.into()),
            oversize: Vec::new(),
            fills: Vec::new(),
            more: false,
        };
        let bytes = sign_request(&head, &body, sign).map_err(broken)?;
        note!(self, "newer phone: sends {} facts", facts.len());
        self.send(Flight { who: Who::Peer, way: Way::Network, bytes, answers: None });
        Ok(())
    }

    /// It is answered: what the hub holds need not go again.
    pub fn answer_at_peer(&mut self, reply: &[u8], request: &[u8]) -> Result<(), Broken> {
        let Ok(Some(answer)) = open::<SyncResponse>(reply, &self.template.hub_sign, request) else {
            return Ok(());
        };
        let Ok(head) = shivir_domain::wire::envelope::Response::read(reply).map(|response| response.head)
        else {
            return Ok(());
        };
        let upto = answer.acks.iter().find(|ack| ack.stream == self.peer.stream).map_or(0, |ack| ack.upto);
        if head.epoch > self.peer.epoch {
            (self.peer.epoch, self.peer.acked) = (head.epoch, upto);
        } else if head.epoch == self.peer.epoch {
            self.peer.acked = self.peer.acked.max(upto);
        }
        note!(self, "newer phone: acknowledged up to {}", self.peer.acked);
        Ok(())
    }
}

fn nothing() -> Details {
    Details { name_hi: None, sex: None, village: None, ..stranger(0, "", None) }
}
