//! Tests of the store on real files, and what they share.

mod damage;
mod doors;
mod log;
mod migration;
mod roster;
mod switch;
mod taken_back;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::Connection;
use rusqlite::types::Value;
use shivir_domain::birth::{BirthDate, BirthSource, Precision};
use shivir_domain::codes::{AadhaarReason, Cadre, CardKind, Group, Outcome};
use shivir_domain::day::Day;
use shivir_domain::fact::{AadhaarBlock, Body, CardOutcome, CaseRef, CaseStep, Details, Visit};
use shivir_domain::id::{AreaId, FactId, PersonId, WorkerId};

use super::{BUILT_MS, StoreKey, StoreOptions};
use crate::env::Env;
use crate::error::CoreError;
use crate::facts::{Known, Sitting, refold_person};
use crate::roster::{GroupSet, Listed};
use crate::{Core, store};

/// A clock and a storage in the test's hand.
pub(super) struct TestEnv {
    pub free: AtomicU64,
}

impl TestEnv {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { free: AtomicU64::new(u64::MAX) })
    }
}

impl Env for TestEnv {
    fn now_ms(&self) -> u64 {
        BUILT_MS + 20 * 86_400_000
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), CoreError> {
        crate::env::SystemEnv.random(bytes)
    }

    fn free_bytes(&self, _: &Path) -> Result<u64, CoreError> {
        Ok(self.free.load(Ordering::Relaxed))
    }
}

pub(super) fn key() -> StoreKey {
    StoreKey::from_bytes(&std::array::from_fn::<u8, { StoreKey::LEN }, _>(|i| 5 * i as u8 + 1)).unwrap()
}

pub(super) fn open(dir: &Path) -> Core {
    try_open(dir).unwrap()
}

pub(super) fn try_open(dir: &Path) -> Result<Core, CoreError> {
    Core::open(StoreOptions::at(dir), key(), TestEnv::new())
}

/// A name that stands in no file in the clear, for each person.
pub(super) fn name(i: u32) -> String {
    format!("Phulbasan Nishad {i}")
}

pub(super) fn person(i: u32) -> PersonId {
    PersonId::listed(762, &i.to_be_bytes())
}

pub(super) fn listed(i: u32) -> Listed {
    Listed {
        id: person(i),
        source: Some(format!("S{i}")),
        household: format!("R:22{:08}", i / 4),
        name_hi: Some("फूलबासन निषाद".into()),
        name_en: Some(name(i)),
        relative: Some("Ramdular".into()),
        relation: None,
        sex: None,
        birth: Some(BirthDate {
            day: Day::from_ymd(1980, 5, 4).unwrap(),
            source: BirthSource::List,
            precision: Precision::Day,
        }),
        area: AreaId(u64::from(i % 5) + 100),
        area_name: "Baradwar".into(),
        block: 3400,
        block_name: "Sakti".into(),
        village: "Baradwar".into(),
        para: None,
        mobile: Some(9_812_300_000 + u64::from(i)),
        last4: Some("1234".into()),
        made: i.is_multiple_of(7),
        groups: GroupSet::of(&[Group::ALL[0]]),
        card: None,
    }
}

pub(super) fn sitting() -> Sitting {
    let author = WorkerId([9; 16]);
    Sitting { author, typist: author, camp: None, area: AreaId(100), on: None }
}

pub(super) fn visit(outcome: Outcome, reason: Option<AadhaarReason>) -> Visit {
    Visit {
        camp: None,
        consent: None,
        documents: Vec::new(),
        outcomes: vec![CardOutcome { kind: CardKind::Family, outcome }],
        aadhaar: reason.map(|reason| AadhaarBlock { reason, case: None, last4: None }),
        ration: None,
        leave: None,
        back_in: None,
        token: None,
        replaces: None,
    }
}

/// Registers a listed person in one transaction, as the flow does: with a slip, every third with an update case that is
/// sent on, every fifth a new person with details.
pub(super) fn register(core: &Core, i: u32) -> FactId {
    core.write(|pen| {
        let blocked = i.is_multiple_of(3).then_some(AadhaarReason::ALL[0]);
        let outcome = match blocked {
            Some(_) => Outcome::BlockedAadhaar,
            None => Outcome::IntakeDone,
        };
        let new = i.is_multiple_of(5);
        let area = listed(i).area;
        let mut base = Vec::new();
        if new {
            let details = Details {
                name_en: Some(name(i)),
                area: Some(area),
                village: Some("Baradwar".into()),
                ..details()
            };
            let body = Body::PersonAdded(details);
            let (_, fact) = pen.write(&sitting(), area, person(i).into(), base, &body)?;
            base = vec![fact.id()];
        }
        let visit = Visit { token: Some(pen.slip()), ..visit(outcome, blocked) };
        let (_, fact) = pen.write(&sitting(), area, person(i).into(), base, &Body::Visit(visit))?;
        if i.is_multiple_of(6) {
            let step = CaseStep {
                case: CaseRef(fact.id()),
                to: shivir_domain::codes::CaseState::Referred,
                reason: None,
                tracking: None,
                next: None,
                centre: None,
                fee: None,
            };
            let base = vec![fact.id()];
            pen.write(&sitting(), area, person(i).into(), base, &Body::CaseStep(step))?;
        }
        let known = Known::Now((!new).then(|| Box::new(listed(i))));
        refold_person(pen.tx, person(i), known)?;
        Ok(fact.id())
    })
    .unwrap()
}

fn details() -> Details {
    Details {
        name_hi: None,
        name_en: None,
        relative: None,
        sex: None,
        birth: None,
        relation: None,
        household: None,
        area: None,
        village: None,
        para: None,
        mobile: None,
        last4: None,
        groups: None,
        guest_from: None,
        ration_card: None,
    }
}

/// A store with something in every table.
pub(super) fn fill(core: &Core, people: u32) {
    core.add_worker("Budhwara Bai", Cadre::Mitanin, &[AreaId(100), AreaId(101)]).unwrap();
    for i in 0..people {
        register(core, i);
    }
    core.store()
        .write(|tx| {
            let long = "x".repeat(9000);
            for no in 1..=3 {
                let body = format!("{{\"draft\": {no}, \"long\": \"{long}\"}}");
                tx.execute("insert into draft (body, saved_ms) values (?, 5)", [body])?;
            }
            tx.execute(
                "insert into campaign (id, version, json) values ('sakti', 1, ?)",
                [format!("{{\"pack\": \"{}\"}}", long.repeat(3))],
            )?;
            tx.execute_batch(
                "insert into refusal (stream, seq, reason, advice, at_ms) values (1, 2, 'OTHER', null, 7)",
            )?;
            tx.execute("update stream set acked = 4", [])?;
            tx.execute_batch(
                "insert into enrolment values (1, randomblob(32), randomblob(32), null, randomblob(900));
                 insert into sync_state values (1, 7, 8, 8, 9, 0, 0, 65536, 5, 6, 0, null, null);
                 insert into sync_open values (9, randomblob(32), 1, 5, randomblob(60));
                 insert into carried values (1, 999);",
            )?;
            crate::sync::after_salvage(tx)?;
            store::set_meta(tx, "campaign", "sakti")?;
            // The same id with another content, as a store that was restored from a backup would send it.
            tx.execute(
                "insert into fork (stream, seq, header, body, body_hash, hash, seen_ms) \
                 select stream, 1, header, body, body_hash, hash, 9 from fact where seq = 3",
                [],
            )?;
            Ok(())
        })
        .unwrap();
}

/// Every row of every table, as one sees them in SQL.
pub(super) type Dump = BTreeMap<String, Vec<Vec<Value>>>;

pub(super) fn dump(db: &Connection) -> Result<Dump, CoreError> {
    let mut query =
        db.prepare("select name from pragma_table_list where schema = 'main' and name not like 'sqlite_%'")?;
    let names = query.query_map([], |r| r.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let mut dump = Dump::new();
    for name in names {
        let mut query = db.prepare(&format!("select * from {name} order by 1, 2"))?;
        let columns = query.column_count();
        let rows = query
            .query_map([], |r| (0..columns).map(|c| r.get(c)).collect())?
            .collect::<Result<Vec<_>, _>>()?;
        dump.insert(name, rows);
    }
    Ok(dump)
}

/// The rows of a store that stands; without what every opening changes.
pub(super) fn dump_of(core: &Core) -> Dump {
    let mut dump = core.store().read(dump).unwrap();
    for row in dump.get_mut("tick").unwrap() {
        row.pop();
    }
    dump
}

pub(super) fn copy_dir(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

pub(super) fn flip(path: &Path, at: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[at] ^= 0x40;
    std::fs::write(path, bytes).unwrap();
}
