//! What the tests of queue, tally and outbox share beside `common`: people, small lists, the rows of a store.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use shivir_core::error::{CoreError, Refusal};
use shivir_core::registration::Whom;
use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::day::Day;
use shivir_domain::fact::{Body, Details, Fact, FactKind, Header};
use shivir_domain::fold::fold_person;
use shivir_domain::hlc::Hlc;
use shivir_domain::id::{AreaId, FactId, PersonId, StreamId, SubjectId, WorkerId};

use super::common::{Phone, SAKTI};

pub fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// Details of someone who is on no list; `born` as on a certificate.
pub fn details(name: &str, born: Option<&str>) -> Details {
    Details {
        name_hi: Some(name.into()),
        village: Some("सपोस".into()),
        birth: born.map(|b| BirthDate::on(day(b), BirthSource::Certificate)),
        ..fold_person(&[]).details
    }
}

/// Someone who is on no list.
pub fn newcomer(name: &str, born: Option<&str>) -> Whom {
    Whom::New(Box::new(details(name, born)))
}

/// What was refused.
pub fn refusal<T: std::fmt::Debug>(result: Result<T, CoreError>) -> Refusal {
    match result {
        Err(CoreError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// All facts that wait in a store.
pub fn written(phone: &Phone) -> Vec<Fact> {
    phone.core.waiting_facts(usize::MAX).unwrap()
}

/// A fact of another phone: the `seq`-th of its stream, written at a time (milliseconds) on a day.
pub fn foreign(
    stream: u8,
    seq: u64,
    at_ms: u64,
    on: Day,
    subject: impl Into<SubjectId>,
    body: &Body,
) -> Fact {
    let header = Header {
        id: FactId {
            stream: StreamId([stream; 16]),
            seq,
        },
        time: Hlc::at_ms(at_ms),
        author: WorkerId([stream; 16]),
        typist: WorkerId([stream; 16]),
        day: on,
        minute: Some(630),
        area: AreaId(1),
        kind: body.kind(),
        subject: subject.into(),
        base: Vec::new(),
    };
    Fact::write(header, body)
}

/// A person of a small list.
#[derive(Debug, Clone, Copy)]
pub struct OnList {
    pub source: u32,
    pub area: u64,
    pub block: u32,
    pub made: bool,
}

impl OnList {
    pub fn id(&self) -> PersonId {
        let mut key = Vec::new();
        shivir_roster::person_key(&self.source.to_string(), "", "", None, &mut key);
        PersonId::listed(SAKTI, &key)
    }
}

/// Gives a store a list of these people, as its import would leave it, and opens it again.
pub fn with_list(phone: Phone, people: &[OnList]) -> Phone {
    phone.core.store().close();
    let name = "roster-test.db";
    let db = open(&phone.dir().join(name), true);
    db.execute_batch(include_str!("../../src/store/schema/roster.sql"))
        .unwrap();
    let tx = db.unchecked_transaction().unwrap();
    db.execute("insert into meta values ('district', ?)", [SAKTI])
        .unwrap();
    db.execute(
        "insert into household values (1, 'R:1', 1, ?, 0)",
        [people.len()],
    )
    .unwrap();
    for p in people {
        db.execute(
            "insert or ignore into place values (?1, ?1, ?2, 'खण्ड', 'पंचायत', 'गाँव')",
            params![p.area, p.block],
        )
        .unwrap();
        db.execute(
            "insert into person (source, household, place, name_hi, sex, made, groups) values (?, 1, ?, 'नाम', 1, ?, 4)",
            params![p.source.to_string(), p.area, p.made],
        )
        .unwrap();
        let [a, b, c, d, e, f, g, h, ..] = p.id().0;
        let head = i64::from_be_bytes([a, b, c, d, e, f, g, h]);
        db.execute(
            "insert into person_id values (?, last_insert_rowid())",
            [head],
        )
        .unwrap();
        db.execute(
            "insert into area_count values (?1, ?2, 1, ?3) \
             on conflict (area) do update set listed = listed + 1, made = made + ?3",
            params![p.area, p.block, p.made],
        )
        .unwrap();
    }
    tx.commit().unwrap();
    db.execute_batch(include_str!("../../src/store/schema/roster_index.sql"))
        .unwrap();
    db.execute_batch("pragma user_version = 1").unwrap();
    drop(db);
    let camp = open(&phone.dir().join("camp.db"), false);
    camp.execute(
        "insert into meta values ('roster', ?1) on conflict do update set value = ?1",
        [name],
    )
    .unwrap();
    drop(camp);
    phone.reopen()
}

/// Opens a file of a closed store past the core, with the key of the tests' stores.
pub fn open(path: &Path, roster: bool) -> Connection {
    let mut salt = [7; 16];
    if roster {
        let digest = Sha256::new()
            .chain_update(b"roster")
            .chain_update(salt)
            .finalize();
        salt.copy_from_slice(&digest[..16]);
    }
    let hex: String = [[7; 32].as_slice(), &salt]
        .concat()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    let db = Connection::open(path).unwrap();
    db.execute_batch(&format!("pragma key = \"x'{hex}'\""))
        .unwrap();
    db
}

/// Every row that is a result of the facts, without the numbers that a store gives by itself. Closes the store.
pub fn rows(phone: &Phone) -> Vec<(&'static str, Vec<Vec<Value>>)> {
    phone.core.store().close();
    let db = open(&phone.dir().join("camp.db"), false);
    let id = "s.id, f.seq";
    let of = "join fact f on f.no = t.fact join stream s on s.no = f.stream";
    [
        ("fact", format!("select {id}, f.subject, f.kind, f.area, f.header, f.body, f.body_hash, f.hash \
            from fact f join stream s on s.no = f.stream order by 1, 2")),
        ("person", "select id, area, listed, listed_made, class, name_key, open_case, reviews from person order by id".into()),
        ("visit", format!("select {id}, t.person, t.camp, t.day, t.minute, t.area, t.author, t.family, t.vay_vandana, \
            t.sex, t.age, t.groups, t.beside, t.phone, t.counter from visit t {of} order by 1, 2")),
        ("aadhaar_case", format!("select {id}, t.person, t.area, t.state, t.reason, t.since, t.due, t.open, t.birth \
            from aadhaar_case t {of} order by 1, 2")),
        ("ration_case", format!("select {id}, t.person, t.area, t.state, t.reason, t.since, t.open \
            from ration_case t {of} order by 1, 2")),
        ("review", "select * from review order by id".into()),
        ("worker", "select * from worker order by id".into()),
    ]
    .into_iter()
    .map(|(table, sql)| (table, select(&db, &sql)))
    .collect()
}

/// The rows of a query.
pub fn select(db: &Connection, sql: &str) -> Vec<Vec<Value>> {
    let mut query = db.prepare(sql).unwrap();
    let columns = query.column_count();
    let rows = query.query_map([], |r| (0..columns).map(|c| r.get(c)).collect());
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

/// How many facts of a kind wait in a store.
pub fn count_of(phone: &Phone, kind: FactKind) -> usize {
    let facts = written(phone);
    facts.iter().filter(|f| f.header.kind == kind).count()
}
