//! A phone's engine on the answers of a hostile hub.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use shivir_core::Core;
use shivir_core::env::Env;
use shivir_core::error::CoreError;
use shivir_core::store::{StoreKey, StoreOptions};
use shivir_core::sync::{Invited, SyncError, SyncOptions};
use shivir_domain::codes::Cadre;
use shivir_domain::id::{AreaId, DeviceId, WorkerId};
use shivir_domain::wire::Epoch;
use shivir_domain::wire::courier::{self, Way};
use shivir_domain::wire::enrol::{
    AreaGrant, BoundWorker, EnrolCode, EnrolRequest, EnrolResponse, Grant, Invitation,
};
use shivir_domain::wire::envelope::{Answer, Request, RequestHash, ResponseHead, sign_response};
use shivir_domain::wire::keys::{SealPublic, SealSecret, SignSecret};
use shivir_domain::wire::pack::Depth;

use crate::sign;

/// 2026-11-25.
pub const NOW: u64 = 1_795_581_000_000;

/// A clock that goes on by a millisecond at each look, and numbers that are the same in each run.
pub struct Clock(pub AtomicU64);

impl Clock {
    pub fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let mut z = self.0.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}

impl Env for Clock {
    fn now_ms(&self) -> u64 {
        self.0.fetch_add(1, Ordering::SeqCst)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), CoreError> {
        self.fill(bytes);
        Ok(())
    }
}

struct Phone {
    core: Core,
    seal: SealPublic,
    _dir: tempfile::TempDir,
}

pub fn grant() -> Grant {
    let area = |area| AreaGrant { area: AreaId(area), depth: Depth::Full };
    let worker = BoundWorker {
        worker: WorkerId([42; 16]), name: "कमला साहू".into(), cadre: Cadre::Mitanin
    };
    Grant { areas: vec![area(1), area(2)], workers: vec![worker], limits: Default::default() }
}

/// A folder in memory, where there is one: a disk would be what is measured.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn enrolled() -> Phone {
    let dir = folder();
    let key = StoreKey::from_bytes(&[7; StoreKey::LEN]).unwrap();
    let core = Core::open(StoreOptions::at(dir.path()), key, Arc::new(Clock(AtomicU64::new(NOW)))).unwrap();
    let hub = SignSecret::from_bytes(sign::HUB);
    let code = EnrolCode::draw([7; 20]);
    let invitation = Invitation { url: "https://hub".into(), hub: hub.public(), district: 762, code };
    let out = core.enrol_request(&Invited::scanned(&invitation.to_text()).unwrap(), "1").unwrap();
    let asked: EnrolRequest =
        Request::read(&out.bytes).unwrap().open_by_its_own(|asked: &EnrolRequest| asked.sign).unwrap();
    let answer = EnrolResponse {
        device: DeviceId([3; 16]),
        number: 12,
        district: 762,
        grant: grant(),
        hub_sign: hub.public(),
        hub_seal: SealSecret::from_bytes([4; 32]).public(),
        recovery: None,
        hub_ms: NOW,
        epoch: Epoch(1),
    };
    let head = ResponseHead { counter: 0, epoch: Epoch(1) };
    let bytes = sign_response(&head, &Answer::Done(answer), RequestHash::of(&out.bytes), &hub).unwrap();
    core.enrol_response(&bytes, None).unwrap();
    Phone { core, seal: asked.seal, _dir: dir }
}

/// The first byte says how the others come: as they are, as the message of an answer to the phone's latest request, or as
/// that in a courier's file. The second is the type, the third how far the epoch is ahead. Whatever comes, the store holds
/// together and another request can be made.
pub fn answers(data: &[u8]) {
    thread_local!(static PHONE: RefCell<Option<(Phone, u32)>> = const { RefCell::new(None) });
    let Some(([how, kind, epoch], body)) = data.split_first_chunk() else { return };
    PHONE.with_borrow_mut(|phone| {
        // Not for ever the same store: what one answer left behind must be found again by the same input.
        if phone.as_ref().is_none_or(|(_, times)| *times > 50) {
            *phone = Some((enrolled(), 0));
        }
        let (Phone { core, seal, .. }, times) = phone.as_mut().unwrap();
        *times += 1;
        let out = core.sync_request(&SyncOptions::default()).unwrap();
        let head = ResponseHead { counter: out.counter, epoch: Epoch(1 + u64::from(*epoch / 64)) };
        let head = minicbor::to_vec(head).unwrap();
        let signed = || {
            sign::response(
                if *kind < 128 { 1 } else { kind % 16 },
                &head,
                body,
                RequestHash::of(&out.bytes).0,
            )
        };
        let done = match how % 4 {
            0 => core.sync_response(body).map(drop),
            1 | 2 => core.sync_response(&signed()).map(drop),
            _ => core.courier_in(&courier::seal(Way::Down, &signed(), seal, [6; 32]).unwrap()).map(drop),
        };
        if let Err(SyncError::Core(error)) = done {
            panic!("the store says {error}");
        }
        assert!(core.sums_hold().unwrap());
        let _ = (core.campaign_response(body).is_ok(), core.enrol_response(body, None).is_ok());
    });
}
