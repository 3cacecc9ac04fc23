//! What the tests of the core share: a store in a folder of its own, a clock that is set by hand, chance that starts at
//! a seed, a worker, the campaign of Sakti, and the way through a registration.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

pub mod list;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use shivir_core::Core;
use shivir_core::env::Env;
use shivir_core::error::CoreError;
use shivir_core::facts::Sitting;
use shivir_core::registration::{Answer, Follow, Registered, Step, Whom};
use shivir_core::store::{StoreKey, StoreOptions};
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::{
    AadhaarReason, Cadre, ConsentMode, Document, Language, LeaveReason, Outcome, RationReason, SignedBy,
};
use shivir_domain::day::Day;
use shivir_domain::fact::{CardOutcome, Consent};
use shivir_domain::id::AreaId;
use tempfile::TempDir;

/// 2026-11-21, 10:00 in India: milliseconds since 1970.
pub const MORNING: u64 = 1_795_235_400_000;

/// LGD code of Sakti.
pub const SAKTI: u32 = 762;

/// The day of [`MORNING`].
pub fn today() -> Day {
    Day::from_ymd(2026, 11, 21).unwrap()
}

/// A clock that goes on by a millisecond at each look and is set by hand, and chance from a seed (SplitMix64).
pub struct TestEnv {
    now: AtomicU64,
    up: AtomicU64,
    chance: AtomicU64,
}

impl TestEnv {
    /// It is [`MORNING`].
    pub fn new(seed: u64) -> Arc<Self> {
        Arc::new(Self {
            now: AtomicU64::new(MORNING),
            up: AtomicU64::new(3_600_000),
            chance: AtomicU64::new(seed),
        })
    }

    /// Sets the clock: milliseconds since 1970.
    pub fn set(&self, ms: u64) {
        self.now.store(ms, Ordering::SeqCst);
    }

    /// Lets time pass.
    pub fn pass(&self, ms: u64) {
        self.now.fetch_add(ms, Ordering::SeqCst);
        self.up.fetch_add(ms, Ordering::SeqCst);
    }

    /// The device was started anew, so many milliseconds ago.
    pub fn boot(&self, ms: u64) {
        self.up.store(ms, Ordering::SeqCst);
    }
}

impl Env for TestEnv {
    fn now_ms(&self) -> u64 {
        self.now.fetch_add(1, Ordering::SeqCst)
    }

    fn up_ms(&self) -> u64 {
        self.up.load(Ordering::SeqCst)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), CoreError> {
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

/// The bytes of the key of every store of the tests.
pub const KEY: [u8; StoreKey::LEN] = [7; StoreKey::LEN];

/// The key of every store of the tests.
pub fn key() -> StoreKey {
    StoreKey::from_bytes(&KEY).unwrap()
}

/// A phone: a store in a folder that is removed in the end.
pub struct Phone {
    pub core: Core,
    pub env: Arc<TestEnv>,
    dir: TempDir,
}

impl Phone {
    /// An empty store.
    pub fn new() -> Self {
        Self::with_seed(1)
    }

    /// An empty store whose ids start at a seed: two phones of one test need two.
    pub fn with_seed(seed: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let env = TestEnv::new(seed);
        let core = Core::open(StoreOptions::at(dir.path()), key(), env.clone()).unwrap();
        Self { core, env, dir }
    }

    /// A store with the campaign of Sakti and one worker of a cadre, who sits at a table.
    pub fn ready(cadre: Cadre) -> (Self, Sitting) {
        let phone = Self::new();
        load_sakti(&phone.core);
        let sitting = sitting(&phone.core, cadre);
        (phone, sitting)
    }

    /// The folder of the store.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The store of a phone once more, after its files were changed behind its back: it is closed first.
    pub fn ready_again(phone: &Phone) -> Core {
        phone.core.store().close();
        Core::open(StoreOptions::at(phone.dir()), key(), phone.env.clone()).unwrap()
    }

    /// Closes the store and opens it again, as after an end of the application.
    pub fn reopen(self) -> Self {
        self.core.store().close();
        drop(self.core);
        let core = Core::open(StoreOptions::at(self.dir.path()), key(), self.env.clone()).unwrap();
        Self { core, ..self }
    }
}

/// Loads the campaign of Sakti.
pub fn load_sakti(core: &Core) {
    let campaign = Campaign::builtin("sakti-2023").unwrap();
    core.load_campaign(campaign.raw(), None).unwrap();
}

/// A new worker at a table in area 1, without a camp.
pub fn sitting(core: &Core, cadre: Cadre) -> Sitting {
    let worker = core.add_worker("कमला साहू", cadre, &[AreaId(1)]).unwrap();
    Sitting { author: worker.id, typist: worker.id, camp: None, area: AreaId(1), on: None }
}

/// Goes through a registration with one outcome for each card that is due, up to the slip.
pub fn register(core: &Core, sitting: &Sitting, whom: Whom, outcome: Outcome) -> Registered {
    let mut view = core.begin(sitting.clone(), whom).unwrap();
    let no = view.no;
    loop {
        let member = &view.members[0];
        let answer = match member.step {
            Step::Likely => Answer::Another { people: member.likely.iter().map(|l| l.person).collect() },
            Step::Warnings => Answer::GoOn { seen: member.warnings.clone() },
            Step::Consent if !outcome.needs_consent() => Answer::NotMet { outcome },
            Step::Consent => Answer::Consent(consent(member.minor)),
            Step::Documents => Answer::Documents { shown: vec![Document::RationCard] },
            Step::Outcome => Answer::Outcomes {
                outcomes: member.due.iter().map(|d| CardOutcome { kind: d.kind, outcome }).collect(),
            },
            Step::Follow => Answer::Follow(Follow {
                aadhaar: Some(AadhaarReason::Mobile),
                ration: Some(RationReason::NoCard),
                leave: Some(LeaveReason::FamilySays),
                ..Follow::default()
            }),
            Step::Ready => break,
        };
        view = core.answer(no, 0, answer).unwrap();
    }
    core.confirm(no).unwrap().people.remove(0)
}

/// A consent with a signature, of the person or for a minor of her mother.
pub fn consent(minor: bool) -> Consent {
    Consent {
        notice: 1,
        language: Language::Hindi,
        mode: ConsentMode::Signed,
        spoken: None,
        by: if minor { SignedBy::Mother } else { SignedBy::Own },
        guardian: minor.then(|| "सीता साहू".to_owned()),
        given: true,
    }
}
