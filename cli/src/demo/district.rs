//! The end of the demo's day: three phones of one panchayat bring it to the district's hub over a link that loses half of
//! what it is given, and afterwards all of them and the hub know the same.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use shivir_core::Core;
use shivir_core::CoreError;
use shivir_core::facts::Sitting;
use shivir_core::store::{StoreKey, StoreOptions};
use shivir_core::sync::{Invited, SyncError, SyncOptions};
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::Cadre;
use shivir_domain::day::Day;
use shivir_domain::id::AreaId;
use shivir_domain::wire::enrol::{AreaGrant, BoundWorker, Grant, Limits};
use shivir_domain::wire::pack::Depth;
use shivir_hub::env::Env as HubEnv;
use shivir_hub::store::{Sqlite, migrate};
use shivir_hub::{Hub, HubError};

use super::clock::DemoClock;
use super::error::DemoError;
use super::link::Link;
use super::script::{Comer, Turn, play, scene, stranger};

/// LGD code of Sakti.
const SAKTI: u32 = 762;

/// Registrations of each of the two further phones.
const PEOPLE: u32 = 40;

/// Round trips of a phone in one turn, and turns at most: the link lets about half of them through.
const TRIPS: u32 = 6;
const TURNS: u32 = 60;

/// A phone at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhoneSynced {
    /// Short number that the hub gave it.
    pub number: u32,
    /// Facts that it wrote and that the hub holds.
    pub sent: u64,
    /// Facts that still wait on it.
    pub waiting: u64,
    /// Registrations that it knows now, its own and the others'.
    pub registrations: u64,
}

/// The district at the end of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Synced {
    /// Facts that the hub holds.
    pub facts_hub: u64,
    /// Registrations that stand on the hub.
    pub registrations_hub: u64,
    /// The phones; the first is that of the camp.
    pub phones: Vec<PhoneSynced>,
    /// Round trips that were tried, and those that came to nothing.
    pub trips: u64,
    /// See `trips`.
    pub trips_lost: u64,
    /// Bytes up and down, lost ones too.
    pub bytes_up: u64,
    /// See `bytes_up`.
    pub bytes_down: u64,
    /// The hub's sums and folds are what its facts come to.
    pub verified: bool,
}

impl Synced {
    /// Phones and hub know the same, and nothing waits.
    pub fn is_whole(&self) -> bool {
        let sent: u64 = self.phones.iter().map(|phone| phone.sent).sum();
        let same = |phone: &PhoneSynced| phone.waiting == 0 && phone.registrations == self.registrations_hub;
        self.verified && sent == self.facts_hub && self.phones.iter().all(same)
    }
}

/// The hub's clock is that of the demo's day.
struct AtHub(Arc<DemoClock>);

impl HubEnv for AtHub {
    fn now_ms(&self) -> u64 {
        shivir_core::env::Env::now_ms(&*self.0)
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), HubError> {
        shivir_hub::env::SystemEnv.random(bytes)
    }
}

/// Syncs the day of the camp's phone, and of two more that work in the same panchayat. `dir`: the folder of the demo, in
/// which the hub and the two phones get folders of their own.
///
/// # Errors
/// Storage errors, and refusals that no lossy link explains.
pub fn sync(
    dir: &Path,
    camp: &Core,
    table: &Sitting,
    clock: &Arc<DemoClock>,
    seed: u64,
) -> Result<Synced, DemoError> {
    let hub = hub(&dir.join("hub"), clock)?;
    let today = camp.today()?;
    let mut others = Vec::new();
    for n in 0..2 {
        others.push(phone(&dir.join(format!("phone-{}", n + 2)), table.area, clock, n)?);
    }
    let phones: Vec<&Core> = std::iter::once(camp).chain(&others).collect();
    let mut link = Link::new(&hub, seed);
    for core in &phones {
        enrol(core, &hub, table.area, &mut link)?;
    }
    // Each comes by the network now and then, for a few round trips.
    for _ in 0..TURNS {
        let mut moved = false;
        for core in &phones {
            moved |= trips(core, &mut link)?;
        }
        if !moved && waits(&phones)? == 0 {
            break;
        }
    }
    let totals = hub.totals(SAKTI)?;
    let mut synced = Vec::new();
    for core in &phones {
        synced.push(state(core, today)?);
    }
    for core in &others {
        core.store().close();
    }
    Ok(Synced {
        facts_hub: totals.facts,
        registrations_hub: totals.registrations,
        phones: synced,
        trips: link.tried,
        trips_lost: link.lost,
        bytes_up: link.bytes.0,
        bytes_down: link.bytes.1,
        verified: hub.verify(SAKTI)?.is_right(),
    })
}

fn hub(dir: &Path, clock: &Arc<DemoClock>) -> Result<Hub, DemoError> {
    std::fs::create_dir_all(dir).map_err(CoreError::from)?;
    // The key stands where `shivir-hub` looks for it.
    let key = StoreKey::from_file(&dir.join("hub.db.key"), &shivir_core::env::SystemEnv)?;
    let mut bytes = [0; 48];
    bytes.copy_from_slice(key.to_bytes().get(..48).ok_or(CoreError::Internal("key"))?);
    let db = Arc::new(Sqlite::open(&dir.join("hub.db"), &bytes)?);
    migrate(&*db)?;
    let hub = Hub::new(db, Arc::new(AtHub(clock.clone())));
    hub.add_district(SAKTI)?;
    let campaign = Campaign::builtin("sakti-2023").map_err(|_| CoreError::Internal("campaign"))?;
    shivir_hub::district::load_campaign(&hub, &campaign)?;
    Ok(hub)
}

/// A phone without the list, with a day of new people.
fn phone(dir: &Path, area: AreaId, clock: &Arc<DemoClock>, n: u32) -> Result<Core, DemoError> {
    std::fs::create_dir_all(dir).map_err(CoreError::from)?;
    let key = StoreKey::from_file(&dir.join("key"), &shivir_core::env::SystemEnv)?;
    let core = Core::open(StoreOptions::at(dir), key, clock.clone())?;
    let campaign = Campaign::builtin("sakti-2023").map_err(|_| CoreError::Internal("campaign"))?;
    core.load_campaign(campaign.raw(), None).map_err(|_| CoreError::Internal("campaign"))?;
    let worker = core.add_worker(["राधा कंवर", "मीना यादव"][n as usize % 2], Cadre::Mitanin, &[area])?;
    let table = Sitting { author: worker.id, typist: worker.id, camp: None, area, on: None };
    for person in 0..PEOPLE {
        // Others than at the camp: names from another stretch.
        let details = stranger(500 + n * PEOPLE + person, "नंदेली", None);
        let turn =
            Turn { comer: Comer::New(Box::new(details)), scene: scene(person), author: None, paper: None };
        play(&core, &table, &turn, || {})?;
    }
    Ok(core)
}

/// Enrols over the same bad link.
fn enrol(core: &Core, hub: &Hub, area: AreaId, link: &mut Link) -> Result<(), DemoError> {
    let workers = core.workers()?.into_iter();
    let workers = workers.map(|w| BoundWorker { worker: w.id, name: w.name, cadre: w.cadre }).collect();
    let areas = vec![AreaGrant { area, depth: Depth::Full }];
    let grant = Grant { areas, workers, limits: Limits::default() };
    let invitation = hub.invite(SAKTI, &grant, "https://hub.example", 3_600_000)?;
    let invited = Invited::scanned(&invitation.to_text())?;
    for _ in 0..TURNS {
        let out = core.enrol_request(&invited, env!("CARGO_PKG_VERSION"))?;
        let Some(answer) = link.carry(&out.path, &out.bytes) else {
            continue;
        };
        match core.enrol_response(&answer, None) {
            Ok(_) => return Ok(()),
            Err(SyncError::Core(error)) => return Err(error.into()),
            // Cut short: it is asked for again, and the same code gets the same answer.
            Err(_) => {}
        }
    }
    Err(CoreError::Internal("enrolment").into())
}

/// A few round trips; whether anything came or went.
fn trips(core: &Core, link: &mut Link) -> Result<bool, DemoError> {
    let mut moved = false;
    for _ in 0..TRIPS {
        let out = core.sync_request(&SyncOptions { most_bytes_up: 2_048, ..SyncOptions::default() })?;
        let Some(answer) = link.carry(&out.path, &out.bytes) else {
            core.sync_failed()?;
            moved = true;
            continue;
        };
        match core.sync_response(&answer) {
            Ok(report) => {
                moved |= report.facts_up > 0 || report.facts_down > 0 || report.again;
                if !report.again {
                    return Ok(moved);
                }
            }
            Err(SyncError::Core(error)) => return Err(error.into()),
            Err(_) => moved = true,
        }
    }
    Ok(moved)
}

fn waits(phones: &[&Core]) -> Result<u64, DemoError> {
    phones.iter().try_fold(0, |sum, core| Ok(sum + core.outbox()?.waiting))
}

fn state(core: &Core, today: Day) -> Result<PhoneSynced, DemoError> {
    let (outbox, state) = (core.outbox()?, core.sync_state()?);
    let number = core.enrolment()?.map_or(0, |enrolled| enrolled.number);
    let registrations = core.registrations(today, None, usize::from(u16::MAX))?.len() as u64;
    Ok(PhoneSynced { number, sent: state.acknowledged, waiting: outbox.waiting, registrations })
}
