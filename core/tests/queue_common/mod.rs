//! What the tests of queue, tally and outbox share beside `common`: people, small lists, the rows of a store.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::io::Cursor;
use std::ops::ControlFlow;

use rusqlite::Connection;
use rusqlite::types::Value;
use shivir_core::error::{CoreError, Refusal};
use shivir_core::registration::Whom;
use shivir_core::roster::ImportOptions;
use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::day::Day;
use shivir_domain::fact::{Body, Details, Fact, FactKind, Header};
use shivir_domain::fold::fold_person;
use shivir_domain::hlc::Hlc;
use shivir_domain::id::{AreaId, FactId, PersonId, StreamId, SubjectId, WorkerId};

use super::common::{Phone, SAKTI, today};

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
        id: FactId { stream: StreamId([stream; 16]), seq },
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

/// Three panchayats of two blocks of Sakti: number, block, names on a list.
pub const PLACES: [(u64, u32, &str, &str); 3] = [
    (762_000_001, 3644, "डभरा", "सपोस"),
    (762_000_004, 3644, "डभरा", "किरारी"),
    (762_000_171, 3645, "जैजैपुर", "हसौद"),
];

/// A person of a small list. `place`: index into [`PLACES`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OnList {
    pub source: u32,
    pub place: usize,
    pub made: bool,
}

impl OnList {
    /// Her number on the list; none of them is 0, which lists write for none.
    fn source_id(&self) -> String {
        (self.source + 1_000).to_string()
    }

    pub fn id(&self) -> PersonId {
        let mut key = Vec::new();
        shivir_roster::person_key(&self.source_id(), "", "", None, &mut key);
        PersonId::listed(SAKTI, &key)
    }
}

/// Gives a store this list.
pub fn load_list(phone: &Phone, people: &[OnList]) {
    let mut csv =
        "हितग्राही आईडी,राशन कार्ड नंबर,नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड (हाँ/नहीं)\n"
            .to_owned();
    for person in people {
        let source = person.source_id();
        let (_, _, block, panchayat) = PLACES[person.place];
        let made = if person.made { "हाँ" } else { "नहीं" };
        csv += &format!("{source},R{source},शांति,महिला,11/11/1982,{block},{panchayat},{panchayat},{made}\n");
    }
    let options = ImportOptions::new(SAKTI, today());
    let mut file = Cursor::new(csv.into_bytes());
    let report = phone.core.import_roster(&mut file, &options, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(usize::try_from(report.people).unwrap(), people.len());
}

/// Opens `camp.db` of a closed store past the core, with the key of the tests' stores.
pub fn open_camp(phone: &Phone) -> Connection {
    let db = Connection::open(phone.dir().join("camp.db")).unwrap();
    let key = "07".repeat(48);
    db.execute_batch(&format!("pragma key = \"x'{key}'\"")).unwrap();
    db
}

/// Every row that is a result of the facts, without the numbers that a store gives by itself. Closes the store.
pub fn rows(phone: &Phone) -> Vec<(&'static str, Vec<Vec<Value>>)> {
    phone.core.store().close();
    let db = open_camp(phone);
    let id = "s.id, f.seq";
    let of = "join fact f on f.no = t.fact join stream s on s.no = f.stream";
    [
        ("fact", format!("select {id}, f.subject, f.kind, f.area, f.header, f.body, f.body_hash, f.hash \
            from fact f join stream s on s.no = f.stream order by 1, 2")),
        ("person", "select id, area, listed, listed_made, class, name_key, open_case, reviews, call_how, call_day from person order by id".into()),
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
