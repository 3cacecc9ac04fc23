//! What the hub's tests share: a hub over a real database with a clock in hand, and a phone that speaks the protocol with
//! real keys, written from `docs/PROTOCOL.md`.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod phone;

#[allow(unused_imports, reason = "each test file uses its part")]
pub use phone::{Phone, empty, opened};

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use shivir_domain::codes::Cadre;
use shivir_domain::id::{AreaId, WorkerId};
use shivir_domain::wire::enrol::{AreaGrant, BoundWorker, Grant, Invitation, Limits};
use shivir_domain::wire::pack::Depth;
use shivir_hub::env::Env;
use shivir_hub::store::{Sqlite, Storage, migrate};
use shivir_hub::{Hub, HubError};

/// LGD code of Sakti.
pub const SAKTI: u32 = 762;

/// 2026-11-25, 10:00 in India: milliseconds since 1970.
pub const TEN: u64 = 1_795_581_000_000;

/// A clock that is set by hand and chance from a seed (SplitMix64).
pub struct TestEnv {
    now: AtomicU64,
    chance: AtomicU64,
}

impl TestEnv {
    pub fn new(seed: u64) -> Arc<Self> {
        Arc::new(Self { now: AtomicU64::new(TEN), chance: AtomicU64::new(seed) })
    }

    pub fn set(&self, ms: u64) {
        self.now.store(ms, Ordering::SeqCst);
    }
}

impl Env for TestEnv {
    fn now_ms(&self) -> u64 {
        self.now.load(Ordering::SeqCst)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), HubError> {
        for chunk in bytes.chunks_mut(8) {
            let mut z = self.chance.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^= z >> 31;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// The key of every SQLite database of the tests.
pub const KEY: [u8; 48] = [9; 48];

/// A hub of Sakti over a database that is empty.
pub fn hub_over(db: Arc<dyn Storage>) -> (Hub, Arc<TestEnv>) {
    migrate(&*db).unwrap();
    let env = TestEnv::new(5);
    let hub = Hub::new(db, env.clone());
    hub.add_district(SAKTI).unwrap();
    (hub, env)
}

/// A database in a folder.
pub fn sqlite(dir: &Path) -> Arc<dyn Storage> {
    Arc::new(Sqlite::open(&dir.join("hub.db"), &KEY).unwrap())
}

/// The worker of that number.
pub fn worker(n: u8) -> WorkerId {
    WorkerId([n; 16])
}

/// A grant of these areas in full to the worker of that number.
pub fn grant(areas: &[u64], n: u8) -> Grant {
    let area = |area: &u64| AreaGrant { area: AreaId(*area), depth: Depth::Full };
    let bound =
        BoundWorker { worker: worker(n), name: format!("मितानिन {n}"), cadre: Cadre::Mitanin };
    Grant { areas: areas.iter().map(area).collect(), workers: vec![bound], limits: Limits::default() }
}

/// A code for a phone.
pub fn invite(hub: &Hub, grant: &Grant) -> Invitation {
    hub.invite(SAKTI, grant, "https://hub.example/", 3_600_000).unwrap()
}
