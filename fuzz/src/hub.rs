//! The hub on what hostile phones send.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use shivir_domain::fact::{Fact, Header};
use shivir_domain::id::{DeviceId, FactId, StreamId, WorkerId};
use shivir_domain::wire::batch::{read_batch, write_batch};
use shivir_domain::wire::courier::{self, Way};
use shivir_domain::wire::enrol::{EnrolRequest, EnrolResponse};
use shivir_domain::wire::envelope::{Answer, RequestBody, RequestHash, RequestHead, Response, sign_request};
use shivir_domain::wire::keys::{SealPublic, SealSecret, SignPublic, SignSecret};
use shivir_domain::wire::pack::{CampaignRequest, PackAddress, ticket_header};
use shivir_domain::wire::sync::{Sent, SyncRequest, SyncResponse, announce};
use shivir_domain::wire::{Epoch, ErrorCode};
use shivir_hub::env::Env;
use shivir_hub::store::{Sqlite, migrate};
use shivir_hub::sync::Reply;
use shivir_hub::{Hub, HubError};

use crate::phone::{Clock, NOW, folder, grant};
use crate::sign;

const DISTRICT: u32 = 762;

struct HubClock(Clock);

impl Env for HubClock {
    fn now_ms(&self) -> u64 {
        NOW
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), HubError> {
        self.0.fill(bytes);
        Ok(())
    }
}

struct Office {
    hub: Hub,
    sign: SignPublic,
    seal: SealPublic,
    device: DeviceId,
    counter: u64,
    _dir: tempfile::TempDir,
}

impl Office {
    fn new() -> Self {
        let dir = folder();
        let db = Arc::new(Sqlite::open(&dir.path().join("hub.db"), &[9; 48]).unwrap());
        migrate(&*db).unwrap();
        let hub = Hub::new(db, Arc::new(HubClock(Clock(AtomicU64::new(5)))));
        let keys = hub.add_district(DISTRICT).unwrap();
        let invitation = hub.invite(DISTRICT, &grant(), "https://hub", 3_600_000).unwrap();
        let key = SignSecret::from_bytes(sign::PHONE);
        let seal = SealSecret::from_bytes([8; 32]).public();
        let ask =
            EnrolRequest { code: invitation.code, sign: key.public(), seal, app: "1".into(), phone_ms: NOW };
        let head = RequestHead { district: DISTRICT, device: None, counter: 1, epoch: Epoch(0) };
        let bytes = sign_request(&head, &ask, &key).unwrap();
        let reply = hub.handle(EnrolRequest::PATH, &bytes);
        let response = Response::read(&reply.bytes).unwrap();
        let Ok(Answer::Done(said)) = response.open::<EnrolResponse>(&keys.sign, RequestHash::of(&bytes))
        else {
            panic!("not enrolled");
        };
        Self { hub, sign: keys.sign, seal: keys.seal, device: said.device, counter: 1, _dir: dir }
    }

    fn head(&mut self) -> RequestHead {
        self.counter += 1;
        let epoch = Epoch(NOW);
        RequestHead { district: DISTRICT, device: Some(self.device), counter: self.counter, epoch }
    }

    /// Whatever was sent: the answer is the hub's own, and it is no fault of its program or its database.
    fn right(&self, reply: &Reply, request: &[u8]) {
        let fault = matches!(reply.outcome.refused, Some(ErrorCode::Fault | ErrorCode::Busy));
        assert!(!fault, "{:?}", reply.outcome);
        let response = Response::read(&reply.bytes).unwrap();
        let hash = RequestHash::of(request);
        let refused = reply.outcome.refused.map(ErrorCode::status);
        assert_eq!(reply.status, refused.unwrap_or(200));
        // Another answer than that to a sync is of another type, whose signature was checked before.
        let opened = response.open::<SyncResponse>(&self.sign, hash);
        assert!(!matches!(opened, Err(shivir_domain::wire::WireError::Signature)));
    }
}

/// With an office that is begun anew now and then.
fn with(work: impl FnOnce(&mut Office)) {
    thread_local!(static OFFICE: RefCell<Option<Office>> = const { RefCell::new(None) });
    OFFICE.with_borrow_mut(|office| {
        if office.as_ref().is_none_or(|office| office.counter > 300) {
            *office = Some(Office::new());
        }
        work(office.as_mut().unwrap());
    });
}

fn path(n: u8) -> &'static str {
    [SyncRequest::PATH, EnrolRequest::PATH, CampaignRequest::PATH, "/v1/other"][usize::from(n % 4)]
}

/// Bytes as they are, by every way in.
pub fn bytes(data: &[u8]) {
    let Some((n, body)) = data.split_first() else { return };
    with(|office| {
        office.right(&office.hub.handle(path(*n), body), body);
        let reply = office.hub.courier(body);
        assert!(reply.outcome.refused.is_some_and(|code| code != ErrorCode::Fault));
        if let Err(reply) = office.hub.pack(&ticket_header(body), PackAddress([1; 32]), 0) {
            office.right(&reply, body);
        }
    });
}

/// Bytes as the message of a request that the phone signed; the first chooses the way, the second the type.
pub fn signed(data: &[u8]) {
    let Some(([n, kind], body)) = data.split_first_chunk() else { return };
    with(|office| {
        let head = minicbor::to_vec(office.head()).unwrap();
        let bytes = sign::request(kind % 5, &head, body);
        match n % 8 {
            way @ 0..=3 => office.right(&office.hub.handle(path(way), &bytes), &bytes),
            4 => {
                if let Err(reply) = office.hub.pack(&ticket_header(&bytes), PackAddress([1; 32]), 0) {
                    office.right(&reply, &bytes);
                }
            }
            _ => {
                let file = courier::seal(Way::Up, &bytes, &office.seal, [3; 32]).unwrap();
                let refused = office.hub.courier(&file).outcome.refused;
                assert!(!matches!(refused, Some(ErrorCode::Fault | ErrorCode::Busy)), "{refused:?}");
            }
        }
        assert!(office.counter % 50 != 0 || office.hub.verify(DISTRICT).unwrap().is_right());
    });
}

/// A batch whose facts the phone sends as its own, in a stream that is new: all are held afterwards, applied or aside, and
/// every sum and fold is right.
pub fn facts(data: &[u8]) {
    static STREAMS: AtomicU64 = AtomicU64::new(1);
    let Ok(mut facts) = read_batch(data) else { return };
    facts.truncate(40);
    let mut id = [0; 16];
    id[8..].copy_from_slice(&STREAMS.fetch_add(1, Ordering::SeqCst).to_be_bytes());
    let stream = StreamId(id);
    for (fact, seq) in facts.iter_mut().zip(1..) {
        let typist = WorkerId([42; 16]);
        let header = Header { id: FactId { stream, seq }, typist, ..fact.header.clone() };
        *fact = Fact { header_bytes: minicbor::to_vec(&header).unwrap(), header, ..fact.clone() };
    }
    let (batch, taken) = write_batch(&facts);
    if taken == 0 {
        return;
    }
    with(|office| {
        let key = SignSecret::from_bytes(sign::PHONE);
        let announced = Some(announce(DISTRICT, office.device, stream, &key));
        let sent = vec![Sent { stream, from: 1, to: taken as u64, announced }];
        let body = SyncRequest { sent, batch: Some(batch.into()), ..SyncRequest::default() };
        let bytes = sign_request(&office.head(), &body, &key).unwrap();
        let reply = office.hub.handle(SyncRequest::PATH, &bytes);
        office.right(&reply, &bytes);
        assert_eq!((reply.outcome.refused, reply.outcome.taken), (None, taken as u64));
        let verified = office.hub.verify(DISTRICT).unwrap();
        assert!(verified.is_right(), "{verified:?}");
    });
}
