//! Review items on the hub: found alike, settled by officers, sent down; and likely duplicates, which the hub finds itself.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;
mod support;

use std::io::Cursor as Bytes;

use common::{Phone, SAKTI, TEN, empty, grant, hub_over, invite, sqlite, worker};
use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::codes::{AadhaarReason, Cadre, CallHow, LikelyBand, ReviewKind};
use shivir_domain::day::Day;
use shivir_domain::fact::{
    AadhaarBlock, Body, Called, CaseOpened, Details, Fact, FactKind, PeopleMerged, PeopleUnmerged,
    WorkerAdded,
};
use shivir_domain::hlc::DAY_MS;
use shivir_domain::id::{AreaId, PersonId, WorkerId};
use shivir_domain::person::Sex;
use shivir_domain::review::{Rank, ReviewRefusal};
use shivir_hub::Hub;
use shivir_hub::fact::{HUB_AUTHOR, HUB_DEVICE};
use shivir_hub::review::{ReviewFilter, ReviewView, SettleError};
use support::{postgres, postgres_at};

struct World {
    hub: Hub,
    env: std::sync::Arc<common::TestEnv>,
}

/// The same test on both databases.
macro_rules! both {
    ($($name:ident),+) => {
        mod on_sqlite {
            $(#[test]
            fn $name() {
                let dir = tempfile::tempdir().unwrap();
                let (hub, env) = super::hub_over(super::sqlite(dir.path()));
                super::$name(&super::World { hub, env });
            })+
        }
        mod on_postgres {
            $(#[test]
            fn $name() {
                let db = super::postgres_at(&super::postgres::shared().database());
                let (hub, env) = super::hub_over(db);
                super::$name(&super::World { hub, env });
            })+
        }
    };
}

both!(
    an_officer_settles_a_conflict_and_every_phone_of_the_area_hears_of_it,
    a_date_in_the_future_is_settled_by_the_block_whichever_comes_first,
    the_hub_writes_one_stream_an_epoch_that_no_phone_can_claim,
    someone_who_is_added_though_she_is_on_the_list_is_found_and_settled_as_another,
    other_people_are_not_asked_about,
    a_call_is_taken_and_sent_on_and_is_neither_a_registration_nor_asked_about,
    people_are_joined_by_a_phone_counted_once_and_taken_apart_whatever_comes_first
);

fn phone(hub: &Hub, areas: &[u64], n: u8) -> Phone {
    Phone::enrol(hub, &invite(hub, &grant(areas, n)), n).unwrap()
}

fn mobile(number: u64) -> Body {
    Body::PersonChanged(Details { mobile: Some(number), ..empty() })
}

fn sita(name: &str, born: i32) -> Details {
    Details {
        name_hi: Some(name.into()),
        relative: Some("रामलाल".into()),
        sex: Some(Sex::Female),
        birth: BirthDate::in_year(born, BirthSource::Stated),
        area: Some(AreaId(1)),
        village: Some("सपोस".into()),
        ..empty()
    }
}

/// An officer of a cadre becomes known by a fact of a phone.
/// `area`: one that the phone holds, so that the hub takes it.
fn officer(phone: &mut Phone, area: u64, n: u16, cadre: Cadre) -> WorkerId {
    let body = Body::WorkerAdded(WorkerAdded { name: "अधिकारी".into(), cadre, areas: vec![] });
    WorkerId(phone.write(area, n, body).header.subject.0)
}

fn open(hub: &Hub) -> Vec<ReviewView> {
    hub.reviews(SAKTI, &ReviewFilter::default()).unwrap()
}

fn came(phone: &mut Phone, hub: &Hub) -> Vec<Fact> {
    phone.sync(hub).unwrap().facts().unwrap()
}

fn a_call_is_taken_and_sent_on_and_is_neither_a_registration_nor_asked_about(w: &World) {
    let (mut a, mut b) = (phone(&w.hub, &[1], 1), phone(&w.hub, &[1], 2));
    let said = |how, takes_back| Body::Called(Called { camp: None, how, takes_back });
    let word = a.write(1, 7, said(CallHow::Called, None)).id();
    let slip = b.write(1, 7, said(CallHow::SlipGiven, None)).id();
    let back = a.write(1, 7, said(CallHow::Called, Some(word))).id();
    a.sync(&w.hub).unwrap();
    b.sync(&w.hub).unwrap();
    let ids = |facts: Vec<Fact>| facts.iter().map(Fact::id).collect::<Vec<_>>();
    assert_eq!(ids(came(&mut a, &w.hub)), [slip]);
    assert_eq!(ids(came(&mut phone(&w.hub, &[1], 3), &w.hub)), [word, back, slip]);
    let totals = w.hub.totals(SAKTI).unwrap();
    assert_eq!((totals.facts, totals.aside, totals.registrations, totals.made), (3, 0, 0, 0));
    assert!(open(&w.hub).is_empty());
    assert!(w.hub.verify(SAKTI).unwrap().is_right());
}

fn an_officer_settles_a_conflict_and_every_phone_of_the_area_hears_of_it(w: &World) {
    let (mut a, mut b, mut c) = (phone(&w.hub, &[1], 1), phone(&w.hub, &[1], 2), phone(&w.hub, &[2], 3));
    let (cho, aww) = (officer(&mut a, 1, 900, Cadre::Cho), officer(&mut a, 1, 901, Cadre::Aww));
    let one = a.write(1, 7, mobile(9_000_000_001));
    let two = b.write(1, 7, mobile(9_000_000_002));
    a.sync(&w.hub).unwrap();
    b.sync(&w.hub).unwrap();
    let item = open(&w.hub).remove(0);
    assert_eq!(
        (item.kind, item.facts.as_slice()),
        (ReviewKind::FieldConflict, [one.id(), two.id()].as_slice())
    );
    assert_eq!(item.said[1].says.en, "9000000002");
    assert_eq!(item.said[1].author_name.as_ref().unwrap().hi, "मितानिन 2");
    let refused = |by, keep| match w.hub.settle(SAKTI, by, &item, keep) {
        Err(SettleError::Refused(why)) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(aww, one.id()), ReviewRefusal::NotHers(Some(Rank::Supervisor)));
    let stranger = w.hub.settle(SAKTI, worker(99), &item, one.id());
    assert!(matches!(stranger, Err(SettleError::Hub(_))));
    assert!(came(&mut a, &w.hub).iter().all(|f| f.header.kind != FactKind::ReviewSettled));
    let said = w.hub.settle(SAKTI, cho, &item, one.id()).unwrap();
    assert!(open(&w.hub).is_empty());
    assert_eq!(refused(cho, two.id()), ReviewRefusal::Settled);
    for phone in [&mut a, &mut b] {
        let facts = came(phone, &w.hub);
        let settled: Vec<_> = facts.iter().filter(|f| f.header.kind == FactKind::ReviewSettled).collect();
        assert_eq!(settled.len(), 1);
        assert_eq!((settled[0].id(), settled[0].header.author), (said, cho));
        assert_eq!(settled[0].header.base.len(), 2);
    }
    assert!(came(&mut c, &w.hub).is_empty());
    // A third, apart from the settlement, reopens it.
    b.write(1, 7, mobile(9_000_000_003));
    b.sync(&w.hub).unwrap();
    let again = open(&w.hub);
    assert_eq!((again.len(), again[0].review, again[0].settled), (1, item.review, None));
    assert!(w.hub.verify(SAKTI).unwrap().is_right());
}

fn a_date_in_the_future_is_settled_by_the_block_whichever_comes_first(w: &World) {
    let mut a = phone(&w.hub, &[1], 1);
    let (cho, bmo) = (officer(&mut a, 1, 900, Cadre::Cho), officer(&mut a, 1, 901, Cadre::Bmo));
    w.env.set(TEN - 3 * DAY_MS);
    let mut early = phone(&w.hub, &[1], 2);
    early.write(1, 7, mobile(9_000_000_001));
    early.sync(&w.hub).unwrap();
    a.sync(&w.hub).unwrap();
    let items = open(&w.hub);
    let ours: Vec<_> = items.iter().filter(|i| i.facts[0].stream == early.stream).collect();
    assert_eq!((ours.len(), ours[0].kind), (1, ReviewKind::FutureDated));
    let refused = w.hub.settle(SAKTI, cho, ours[0], ours[0].facts[0]);
    assert!(matches!(refused, Err(SettleError::Refused(ReviewRefusal::NotHers(Some(Rank::Block))))));
    w.hub.settle(SAKTI, bmo, ours[0], ours[0].facts[0]).unwrap();
    assert_eq!(open(&w.hub).len(), items.len() - 1);
    assert!(w.hub.verify(SAKTI).unwrap().is_right());
}

fn the_hub_writes_one_stream_an_epoch_that_no_phone_can_claim(w: &World) {
    let (mut a, mut b) = (phone(&w.hub, &[1], 1), phone(&w.hub, &[1], 2));
    a.write(1, 1, Body::PersonAdded(sita("सीता बाई", 1980)));
    a.sync(&w.hub).unwrap();
    for n in 2..4 {
        b.write(1, n, Body::PersonAdded(sita("Seeta", 1981)));
    }
    b.sync(&w.hub).unwrap();
    let of_hub = |facts: &[Fact]| {
        let mut ids: Vec<_> = facts.iter().filter(|f| f.header.author == HUB_AUTHOR).map(Fact::id).collect();
        ids.sort_unstable();
        ids
    };
    let first = of_hub(&came(&mut a, &w.hub));
    let seqs: Vec<u64> = first.iter().map(|id| id.seq).collect();
    assert_eq!(seqs, [1, 2, 3]);
    assert!(first.iter().all(|id| id.stream == first[0].stream));
    assert_ne!(a.device, HUB_DEVICE);
    // A phone that says the stream is its own is not believed.
    let mut thief = phone(&w.hub, &[1], 4);
    thief.stream = first[0].stream;
    thief.write(1, 50, Body::PersonAdded(sita("रमा", 1950)));
    let said = thief.sync(&w.hub).unwrap();
    assert_eq!(said.quarantined.len(), 1);
    // A hub that came back from a backup begins another.
    w.hub.begin_epoch().unwrap();
    let mut c = phone(&w.hub, &[1], 5);
    c.write(1, 9, Body::PersonAdded(sita("सीता", 1980)));
    c.sync(&w.hub).unwrap();
    let later = of_hub(&came(&mut a, &w.hub));
    assert!(!later.is_empty() && later.iter().all(|id| id.stream != first[0].stream), "{later:?}");
    assert!(w.hub.verify(SAKTI).unwrap().is_right());
}

fn someone_who_is_added_though_she_is_on_the_list_is_found_and_settled_as_another(w: &World) {
    let list = "हितग्राही आईडी,राशन कार्ड नंबर,नाम,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड (हाँ/नहीं)\n\
                1001,R1,सीता बाई,रामलाल,महिला,11/11/1980,डभरा,सपोस,सपोस,नहीं\n\
                1002,R2,गीता बाई,श्यामलाल,महिला,11/11/1990,डभरा,सपोस,सपोस,नहीं\n";
    let mut source = Bytes::new(list.as_bytes().to_vec());
    let today = Day::from_ymd(2026, 11, 25).unwrap();
    w.hub.import_roster(SAKTI, today, &mut source, &mut |_, _| ()).unwrap();
    let area = AreaId::derived(SAKTI, "डभरा", "सपोस");
    let mut a = phone(&w.hub, &[area.0], 1);
    let cho = officer(&mut a, area.0, 900, Cadre::Cho);
    let details = Details { area: Some(area), ..sita("Seeta Bai", 1980) };
    let added = a.write(area.0, 1, Body::PersonAdded(details.clone()));
    // Taken once more by a second PersonAdded, she is not found twice.
    a.write(area.0, 1, Body::PersonAdded(details));
    // She is looked at as she comes: the same answer says so.
    let facts = came(&mut a, &w.hub);
    let mut key = Vec::new();
    shivir_roster::person_key("1001", "", "", None, &mut key);
    let listed = PersonId::listed(SAKTI, &key);
    let items = open(&w.hub);
    assert_eq!(items.len(), 1, "{items:?}");
    let item = &items[0];
    assert_eq!((item.kind, item.subject), (ReviewKind::LikelyDuplicate, added.header.subject));
    let (other, name) = item.other.clone().unwrap();
    assert_eq!((other, name.unwrap().hi.as_str()), (listed, "सीता बाई"));
    assert!(item.said[0].why.iter().any(|why| why.en == "same village"), "{:?}", item.said[0].why);
    let found = facts.iter().find(|f| f.header.kind == FactKind::LikelyDuplicate).unwrap();
    assert_eq!((found.header.area, found.header.author), (area, HUB_AUTHOR));
    assert!(
        matches!(found.body(), Ok(Some(Body::LikelyDuplicate(l))) if l.band == LikelyBand::Same && l.other == listed)
    );
    w.hub.settle(SAKTI, cho, item, item.facts[0]).unwrap();
    assert!(open(&w.hub).is_empty());
    // A list that takes the place of this one takes its index along, and leaves those who were added.
    let mut source = Bytes::new(list.replace("सीता बाई", "रमा बाई").into_bytes());
    w.hub.import_roster(SAKTI, today, &mut source, &mut |_, _| ()).unwrap();
    let mut b = phone(&w.hub, &[area.0], 2);
    b.write(area.0, 2, Body::PersonAdded(Details { area: Some(area), ..sita("सीता", 1980) }));
    b.sync(&w.hub).unwrap();
    let others: Vec<PersonId> = open(&w.hub).iter().filter_map(|i| Some(i.other.clone()?.0)).collect();
    assert_eq!(others, [PersonId(added.header.subject.0)]);
    assert!(w.hub.verify(SAKTI).unwrap().is_right());
}

fn other_people_are_not_asked_about(w: &World) {
    let (mut a, mut b) = (phone(&w.hub, &[1], 1), phone(&w.hub, &[1, 2], 2));
    a.write(1, 1, Body::PersonAdded(sita("सीता बाई", 1980)));
    a.sync(&w.hub).unwrap();
    let elder =
        Details { birth: BirthDate::in_year(1930, BirthSource::Stated), ..sita("सीता", 1980) };
    let man = Details { sex: Some(Sex::Male), ..sita("सीता", 1980) };
    let far =
        Details { area: Some(AreaId(2)), village: Some("हसौद".into()), ..sita("सीता", 1980) };
    for (n, details) in [elder, man, far, sita("गीता", 1980)].into_iter().enumerate() {
        b.write(1, 10 + n as u16, Body::PersonAdded(details));
    }
    b.write(1, 20, Body::PersonAdded(empty()));
    b.sync(&w.hub).unwrap();
    let found: Vec<_> = open(&w.hub).iter().map(|i| (i.subject, i.other.clone())).collect();
    assert!(found.is_empty(), "{found:?}");
}

fn people_are_joined_by_a_phone_counted_once_and_taken_apart_whatever_comes_first(w: &World) {
    let (mut a, mut b) = (phone(&w.hub, &[1], 1), phone(&w.hub, &[2], 2));
    let mut trainer = phone(&w.hub, &[1, 2], 3);
    let block = || AadhaarBlock { reason: AadhaarReason::Name, case: None, last4: None };
    let opened = || Body::CaseOpened(CaseOpened { block: block() });
    let people_and_cases = || {
        let totals = w.hub.totals(SAKTI).unwrap();
        assert!(w.hub.verify(SAKTI).unwrap().is_right());
        (totals.people, totals.open_cases)
    };
    a.write(1, 7, opened());
    a.sync(&w.hub).unwrap();
    let of_b = b.write(2, 8, opened());
    b.sync(&w.hub).unwrap();
    assert_eq!(people_and_cases(), (2, 2));
    let other = |fact: &Fact| Body::PeopleMerged(PeopleMerged { other: fact.header.subject.into() });
    let merge = trainer.write(1, 7, other(&of_b));
    trainer.sync(&w.hub).unwrap();
    assert_eq!(people_and_cases(), (1, 1));
    // One who has not heard of it goes on under the other id.
    b.write(2, 8, mobile(9_000_000_001));
    b.sync(&w.hub).unwrap();
    assert_eq!(people_and_cases(), (1, 1));
    // A merge may come before all that was said of whom it joins, and joins groups.
    let mut late = phone(&w.hub, &[2], 4);
    let of_late = late.write(2, 9, opened());
    trainer.write(1, 7, other(&of_late));
    trainer.sync(&w.hub).unwrap();
    assert_eq!(people_and_cases(), (1, 1));
    late.write(2, 10, opened());
    late.sync(&w.hub).unwrap();
    assert_eq!(people_and_cases(), (2, 2));
    // Whoever undoes one takes nothing from the other.
    trainer.write(1, 7, Body::PeopleUnmerged(PeopleUnmerged { merge: merge.id() }));
    trainer.sync(&w.hub).unwrap();
    assert_eq!(people_and_cases(), (3, 3));
    // The phones of the kept one's area heard of it all.
    let came = came(&mut a, &w.hub);
    let kinds: Vec<FactKind> = came.iter().map(|f| f.header.kind).collect();
    let merged = FactKind::PeopleMerged;
    assert_eq!(kinds, [merged, merged, FactKind::PeopleUnmerged]);
}
