//! The conformance suite: what the hub takes, keeps aside, gives and refuses, the same on SQLite and PostgreSQL.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;
#[path = "sync/order.rs"]
mod order;
mod support;

use common::{Phone, SAKTI, TEN, empty, grant, hub_over, invite, sqlite, worker};
use shivir_domain::codes::{BlankReason, Cadre};
use shivir_domain::fact::{Blanked, Body, Details, Fact, Header, WorkerAdded};
use shivir_domain::hlc::{DAY_MS, Hlc};
use shivir_domain::id::AreaId;
use shivir_domain::id::FactId;
use shivir_domain::wire::envelope::RequestBody;
use shivir_domain::wire::sync::{Fill, SyncRequest};
use shivir_domain::wire::{Advice, Cursor, ErrorCode, QuarantineReason};
use shivir_hub::Hub;

use order::{
    a_phone_of_many_areas_and_one_of_few_get_the_same_in_the_same_order,
    no_reader_sees_a_number_before_all_that_come_before_it,
};

struct World {
    hub: Hub,
    env: std::sync::Arc<common::TestEnv>,
    /// Of a database in a file.
    dir: Option<tempfile::TempDir>,
}

fn on_sqlite() -> World {
    let dir = tempfile::tempdir().unwrap();
    let (hub, env) = hub_over(sqlite(dir.path()));
    World { hub, env, dir: Some(dir) }
}

fn on_postgres() -> World {
    let (hub, env) = hub_over(support::postgres_at(&support::postgres::shared().database()));
    World { hub, env, dir: None }
}

/// The same test on both databases.
macro_rules! conform {
    ($($name:ident)+) => {
        mod sqlite_conforms {
            $(#[test] fn $name() { super::$name(&super::on_sqlite()); })+
        }
        mod postgres_conforms {
            $(#[test] fn $name() { super::$name(&super::on_postgres()); })+
        }
    };
}

conform! {
    a_phone_of_many_areas_and_one_of_few_get_the_same_in_the_same_order
    no_reader_sees_a_number_before_all_that_come_before_it
    facts_reach_the_phones_of_their_area_once_and_nobody_else
    a_lost_answer_costs_nothing_a_replay_is_refused_and_an_altered_request_too
    what_cannot_be_applied_is_kept_aside_with_its_reason_and_blocks_nothing
    one_number_with_two_contents_keeps_the_first_and_shows_the_second
    nothing_is_acknowledged_past_a_gap_or_without_the_phones_signature_on_the_stream
    a_revoked_phone_hands_in_what_it_wrote_and_receives_nothing
    pages_by_bytes_come_to_everything_and_a_new_area_is_filled_from_its_start
    a_couriers_file_is_taken_late_and_twice_and_answered_for_its_phone_alone
    a_blanked_body_is_gone_on_the_hub_and_its_digest_holds
    a_code_is_good_once_for_one_phone_and_for_its_time
    a_worker_who_is_introduced_by_a_fact_may_write
    a_phone_that_the_hub_does_not_know_and_a_foreign_district_are_refused
}

fn phone(hub: &Hub, areas: &[u64], n: u8) -> Phone {
    Phone::enrol(hub, &invite(hub, &grant(areas, n)), n).unwrap()
}

fn reasons(said: &shivir_domain::wire::sync::SyncResponse) -> Vec<(u64, QuarantineReason)> {
    said.quarantined.iter().map(|q| (q.fact.seq, q.reason)).collect()
}

fn facts_reach_the_phones_of_their_area_once_and_nobody_else(w: &World) {
    let (mut a, mut b, mut c) = (phone(&w.hub, &[1, 2], 1), phone(&w.hub, &[2], 2), phone(&w.hub, &[3], 3));
    assert_eq!([a.number, b.number, c.number], [1, 2, 3]);
    let own: Vec<Fact> = (0..4).map(|n| a.add_person(1 + u64::from(n % 2), n)).collect();
    let said = a.sync(&w.hub).unwrap();
    assert_eq!((a.acked, said.batch.is_none(), said.cursor), (4, true, Cursor(4)));
    let said = b.sync(&w.hub).unwrap();
    let ids: Vec<FactId> = said.facts().unwrap().iter().map(Fact::id).collect();
    assert_eq!(ids, [own[1].id(), own[3].id()]);
    assert_eq!(said.facts().unwrap()[0].hash(), own[1].hash());
    assert!(b.sync(&w.hub).unwrap().batch.is_none());
    assert!(c.sync(&w.hub).unwrap().batch.is_none());
    assert_eq!((b.cursor, c.cursor), (Cursor(4), Cursor(4)));
    // What both have of area 2 has one digest, and each phone sees that it is the hub's.
    let said = b.sync(&w.hub).unwrap();
    let mine =
        std::collections::BTreeMap::from([(AreaId(2), b.digest(2, &[own[1].clone(), own[3].clone()]))]);
    assert!(said.digest.is_some() && said.differing(&mine).is_empty());
    let less = std::collections::BTreeMap::from([(AreaId(2), b.digest(2, &own[1..2]))]);
    assert_eq!(said.differing(&less), [AreaId(2)]);
    assert!(w.hub.verify(SAKTI).unwrap().is_right());
}

fn a_lost_answer_costs_nothing_a_replay_is_refused_and_an_altered_request_too(w: &World) {
    let mut a = phone(&w.hub, &[1], 1);
    a.add_person(1, 1);
    let (bytes, _) = a.request();
    // The answer is lost; the phone sends the same fact again, in a new request.
    assert_eq!(w.hub.handle(SyncRequest::PATH, &bytes).outcome.taken, 1);
    let (again, _) = a.request();
    let reply = w.hub.handle(SyncRequest::PATH, &again);
    assert_eq!(reply.outcome.taken, 0);
    a.told(&reply.bytes, &again).unwrap();
    assert_eq!(a.acked, 1);
    let reply = w.hub.handle(SyncRequest::PATH, &bytes);
    assert_eq!((reply.status, a.told(&reply.bytes, &bytes)), (409, Err(ErrorCode::Replayed)));
    for at in [0, 1, 5, bytes.len() / 2, bytes.len() - 1] {
        let (mut altered, _) = a.request();
        let at = at.min(altered.len() - 1);
        altered[at] ^= 0x40;
        let reply = w.hub.handle(SyncRequest::PATH, &altered);
        assert!(reply.outcome.refused.is_some(), "{at}");
        assert_eq!(reply.outcome.taken, 0);
    }
    for cut in 0..bytes.len() {
        assert!(w.hub.handle(SyncRequest::PATH, &bytes[..cut]).outcome.refused.is_some());
    }
    assert_eq!(w.hub.verify(SAKTI).unwrap().facts, 1);
}

fn what_cannot_be_applied_is_kept_aside_with_its_reason_and_blocks_nothing(w: &World) {
    let (mut a, mut b) = (phone(&w.hub, &[1], 1), phone(&w.hub, &[1], 2));
    let mut rewrite = |change: &dyn Fn(&mut Header)| {
        let fact = a.add_person(1, 9);
        let mut header = fact.header.clone();
        change(&mut header);
        let fact = Fact { header_bytes: minicbor::to_vec(&header).unwrap(), header, ..fact };
        *a.own.last_mut().unwrap() = fact;
    };
    rewrite(&|_| ());
    rewrite(&|h| h.kind = shivir_domain::fact::FactKind::from_number(999));
    rewrite(&|h| h.kind = shivir_domain::fact::FactKind::Visit);
    rewrite(&|h| h.area = AreaId(u64::MAX));
    rewrite(&|h| h.typist = worker(200));
    rewrite(&|h| h.time = Hlc::at_ms(TEN + 3 * DAY_MS));
    let big = Details { name_hi: Some("ग".repeat(70_000)), ..empty() };
    a.write(1, 10, Body::PersonAdded(big));
    a.add_person(1, 11);
    let said = a.sync(&w.hub).unwrap();
    assert_eq!(a.acked, 8);
    assert_eq!(
        reasons(&said),
        [
            (2, QuarantineReason::UnknownKind),
            (3, QuarantineReason::Unreadable),
            (4, QuarantineReason::Unfit),
            (5, QuarantineReason::ForeignWorker),
            (7, QuarantineReason::TooBig),
        ]
    );
    assert_eq!(said.quarantined[0].advice, Advice::Nothing);
    let flagged: Vec<u64> = said.flagged.iter().map(|f| f.fact.seq).collect();
    assert_eq!(flagged, [6]);
    b.sync(&w.hub).unwrap();
    let came: Vec<u64> = b.others.keys().map(|id| id.seq).collect();
    assert_eq!(came, [1, 6, 8]);
    let aside = w.hub.quarantine(SAKTI).unwrap();
    assert_eq!(aside.len(), 5);
    assert_eq!(aside.iter().filter(|a| !a.here).map(|a| a.fact.seq).collect::<Vec<_>>(), [7]);
    // The district releases one: it takes its number now, and both phones get it.
    let one = aside.iter().find(|a| a.fact.seq == 5).unwrap();
    assert_eq!(w.hub.release(SAKTI, &[(one.fact, one.hash)]).unwrap(), 1);
    assert_eq!(w.hub.release(SAKTI, &[(one.fact, one.hash)]).unwrap(), 0);
    for phone in [&mut a, &mut b] {
        let said = phone.sync(&w.hub).unwrap();
        assert_eq!(said.facts().unwrap().iter().map(|f| f.id().seq).collect::<Vec<_>>(), [5]);
    }
    assert!(w.hub.verify(SAKTI).unwrap().is_right());
}

fn one_number_with_two_contents_keeps_the_first_and_shows_the_second(w: &World) {
    let mut a = phone(&w.hub, &[1], 1);
    let first = a.add_person(1, 1);
    a.sync(&w.hub).unwrap();
    // Restored from a backup, the phone wrote something else under the same number.
    let mut restored = a.clone();
    (restored.own, restored.acked) = (Vec::new(), 0);
    let second = restored.add_person(1, 2);
    restored.add_person(1, 3);
    assert_ne!(first.hash(), second.hash());
    let said = restored.sync(&w.hub).unwrap();
    assert_eq!(reasons(&said), [(1, QuarantineReason::Fork)]);
    assert_eq!(restored.acked, 2);
    assert_eq!(w.hub.quarantine(SAKTI).unwrap()[0].hash, second.hash());
    // A fork cannot be released over the one that holds.
    assert_eq!(w.hub.release(SAKTI, &[(second.id(), second.hash())]).unwrap(), 0);
}

fn nothing_is_acknowledged_past_a_gap_or_without_the_phones_signature_on_the_stream(w: &World) {
    let (mut a, mut b) = (phone(&w.hub, &[1], 1), phone(&w.hub, &[1], 2));
    (0..4).for_each(|n| drop(a.add_person(1, n)));
    // It believes that two are acknowledged, and so announces nothing.
    a.acked = 2;
    let said = a.sync(&w.hub).unwrap();
    assert_eq!((said.unannounced.as_slice(), said.acks.len()), (&[a.stream][..], 0));
    a.acked = 0;
    let (bytes, _) = a.request();
    let reply = w.hub.handle(SyncRequest::PATH, &bytes);
    a.told(&reply.bytes, &bytes).unwrap();
    assert_eq!(a.acked, 4);
    (4..9).for_each(|n| drop(a.add_person(1, n)));
    a.acked = 6;
    a.sync(&w.hub).unwrap();
    assert_eq!(a.acked, 4, "what comes past a gap is not taken");
    a.sync(&w.hub).unwrap();
    assert_eq!(a.acked, 9);
    // Another phone's stream: kept aside.
    b.stream = a.stream;
    b.add_person(1, 50);
    let said = b.sync(&w.hub).unwrap();
    assert_eq!(reasons(&said), [(1, QuarantineReason::NotBound)]);
    assert_eq!(w.hub.verify(SAKTI).unwrap().facts, 9);
}

fn a_revoked_phone_hands_in_what_it_wrote_and_receives_nothing(w: &World) {
    let (mut a, mut b) = (phone(&w.hub, &[1], 1), phone(&w.hub, &[1], 2));
    b.add_person(1, 1);
    b.sync(&w.hub).unwrap();
    a.add_person(1, 2);
    w.hub.revoke(SAKTI, a.device).unwrap();
    let said = a.sync(&w.hub).unwrap();
    assert!(said.revoked && said.batch.is_none() && said.cursor == Cursor(0) && said.digest.is_none());
    assert_eq!((a.acked, reasons(&said)), (1, vec![(1, QuarantineReason::Revoked)]));
    assert!(b.sync(&w.hub).unwrap().batch.is_none());
}

fn pages_by_bytes_come_to_everything_and_a_new_area_is_filled_from_its_start(w: &World) {
    let (mut a, mut b) = (phone(&w.hub, &[1, 2], 1), phone(&w.hub, &[1], 2));
    (0..300).for_each(|n| drop(a.add_person(1 + u64::from(n % 2), n)));
    a.sync(&w.hub).unwrap();
    b.most_bytes = 600;
    let mut pages = 0;
    while b.sync(&w.hub).unwrap().more {
        pages += 1;
    }
    assert!(pages > 5);
    assert_eq!((b.others.len(), b.cursor), (150, Cursor(300)));
    w.hub.grant(SAKTI, b.device, &grant(&[1, 2], 2)).unwrap();
    let said = b.sync(&w.hub).unwrap();
    assert_eq!(said.grant.unwrap().areas.len(), 2);
    b.fills = vec![Fill { area: AreaId(2), after: Cursor(0), own: false }];
    b.sync_all(&w.hub);
    assert!(b.fills.is_empty());
    assert_eq!(b.others.len(), 300);
}

#[test]
fn a_restored_hub_gets_back_from_its_phones_what_it_lost() {
    let w = on_sqlite();
    let (mut a, mut b) = (phone(&w.hub, &[1], 1), phone(&w.hub, &[1], 2));
    (0..3).for_each(|n| drop(a.add_person(1, n)));
    a.sync(&w.hub).unwrap();
    b.sync(&w.hub).unwrap();
    let backup = tempfile::tempdir().unwrap();
    let dir = w.dir.as_ref().unwrap().path();
    std::fs::copy(dir.join("hub.db"), backup.path().join("hub.db")).unwrap();
    std::fs::copy(dir.join("hub.db-wal"), backup.path().join("hub.db-wal")).unwrap();
    // Yesterday's backup; since then both wrote more.
    (3..6).for_each(|n| drop(a.add_person(1, n)));
    a.sync(&w.hub).unwrap();
    b.sync(&w.hub).unwrap();
    assert_eq!(b.others.len(), 6);
    let old = Hub::new(sqlite(backup.path()), w.env.clone());
    old.begin_epoch().unwrap();
    b.add_person(1, 100);
    let said = b.sync(&old).unwrap();
    assert_eq!(said.cursor, Cursor(4));
    a.sync(&old).unwrap();
    a.sync(&old).unwrap();
    b.sync(&old).unwrap();
    assert_eq!((a.acked, b.acked), (6, 1));
    assert_eq!((a.others.len(), b.others.len()), (1, 6));
    let verified = old.verify(SAKTI).unwrap();
    assert!(verified.is_right() && verified.facts == 7, "{verified:?}");
}

fn a_couriers_file_is_taken_late_and_twice_and_answered_for_its_phone_alone(w: &World) {
    let mut a = phone(&w.hub, &[1], 1);
    a.add_person(1, 1);
    let (first, request) = a.file();
    a.add_person(1, 2);
    let (second, _) = a.file();
    assert_eq!(w.hub.courier(&second).outcome.taken, 2);
    let late = w.hub.courier(&first);
    assert_eq!((late.status, late.outcome.taken), (200, 0));
    assert_eq!(w.hub.courier(&first).status, 200);
    let answer = a.open_file(&late.bytes);
    a.told(&answer, &request).unwrap();
    assert_eq!(a.acked, 2);
    for file in [&b"SHIVSYNC"[..], b"", &first[..first.len() - 1], &first[1..]] {
        let reply = w.hub.courier(file);
        assert!(reply.outcome.refused.is_some() && reply.outcome.taken == 0);
    }
}

fn a_blanked_body_is_gone_on_the_hub_and_its_digest_holds(w: &World) {
    let (mut a, mut b) = (phone(&w.hub, &[1], 1), phone(&w.hub, &[1], 2));
    let target = a.add_person(1, 1);
    // The blanking comes first.
    b.write(1, 1, Body::BodyBlanked(Blanked { fact: target.id(), reason: BlankReason::from_number(1) }));
    b.sync(&w.hub).unwrap();
    a.sync(&w.hub).unwrap();
    let said = b.sync(&w.hub).unwrap();
    let came = said.facts().unwrap();
    assert_eq!((came[0].body.as_ref(), came[0].hash()), (None, target.hash()));
    let other = a.add_person(1, 2);
    a.sync(&w.hub).unwrap();
    a.write(1, 2, Body::BodyBlanked(Blanked { fact: other.id(), reason: BlankReason::from_number(1) }));
    a.sync(&w.hub).unwrap();
    assert!(b.sync(&w.hub).unwrap().facts().unwrap()[0].body.is_none());
    assert!(w.hub.verify(SAKTI).unwrap().is_right());
}

fn a_code_is_good_once_for_one_phone_and_for_its_time(w: &World) {
    let code = invite(&w.hub, &grant(&[1], 1));
    let first = Phone::enrol(&w.hub, &code, 1).unwrap();
    let again = Phone::enrol(&w.hub, &code, 1).unwrap();
    assert_eq!((first.device, first.number), (again.device, again.number));
    assert_eq!(Phone::enrol(&w.hub, &code, 2).err(), Some(ErrorCode::CodeUsed));
    let late = invite(&w.hub, &grant(&[1], 2));
    w.env.set(TEN + 3_600_001);
    assert_eq!(Phone::enrol(&w.hub, &late, 2).err(), Some(ErrorCode::CodeExpired));
    let mut stranger = invite(&w.hub, &grant(&[1], 2));
    stranger.code = shivir_domain::wire::enrol::EnrolCode::draw([8; 20]);
    assert_eq!(Phone::enrol(&w.hub, &stranger, 2).err(), Some(ErrorCode::CodeUnknown));
    assert_eq!(w.hub.devices(SAKTI).unwrap().len(), 1);
}

fn a_worker_who_is_introduced_by_a_fact_may_write(w: &World) {
    let mut a = phone(&w.hub, &[1], 1);
    let added = WorkerAdded { name: "नई".into(), cadre: Cadre::Aww, areas: Vec::new() };
    let mut subject = [7; 16];
    subject[..2].copy_from_slice(&77u16.to_be_bytes());
    a.write(1, 77, Body::WorkerAdded(added));
    a.typist = shivir_domain::id::WorkerId(subject);
    a.add_person(1, 1);
    let said = a.sync(&w.hub).unwrap();
    assert_eq!((a.acked, reasons(&said)), (2, vec![]));
    // Later, too.
    a.add_person(1, 2);
    assert_eq!(reasons(&a.sync(&w.hub).unwrap()), []);
}

fn a_phone_that_the_hub_does_not_know_and_a_foreign_district_are_refused(w: &World) {
    let mut a = phone(&w.hub, &[1], 1);
    let mut stranger = a.clone();
    stranger.device = shivir_domain::id::DeviceId([0xee; 16]);
    assert_eq!(stranger.sync(&w.hub), Err(ErrorCode::UnknownDevice));
    let mut thief = a.clone();
    thief.sign = shivir_domain::wire::keys::SignSecret::from_bytes([99; 32]);
    assert_eq!(thief.sync(&w.hub), Err(ErrorCode::NotSigned));
    assert_eq!(a.sync(&w.hub).map(|said| said.more), Ok(false));
}
