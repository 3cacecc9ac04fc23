//! Requests and facts such as no phone of ours sends, on both databases: what is refused, what is kept aside, and that nothing
//! of it holds up anything else.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;
#[path = "bad_input/facts.rs"]
mod facts;
mod support;

use std::collections::BTreeMap;

use common::{Phone, SAKTI, TEN, grant, hub_over, invite, sqlite};
use shivir_domain::fact::Fact;
use shivir_domain::id::FactId;
use shivir_domain::wire::batch::{BATCH_VERSION, write_batch};
use shivir_domain::wire::envelope::{RequestBody, RequestHead, sign_request};
use shivir_domain::wire::sync::{Oversize, Sent, SyncRequest, SyncResponse, announce, streams_tag};
use shivir_domain::wire::{ErrorCode, QuarantineReason};
use shivir_hub::Hub;
use support::{postgres, postgres_at};

/// Runs a test on both databases.
fn on_both(test: fn(&Hub)) {
    let dir = tempfile::tempdir().unwrap();
    test(&hub_over(sqlite(dir.path())).0);
    test(&hub_over(postgres_at(&postgres::shared().database())).0);
}

fn phone(hub: &Hub, n: u8) -> Phone {
    Phone::enrol(hub, &invite(hub, &grant(&[1, 2], n)), n).unwrap()
}

fn reasons(said: &SyncResponse) -> Vec<(u64, QuarantineReason)> {
    said.quarantined.iter().map(|q| (q.fact.seq, q.reason)).collect()
}

/// The body of a request with these ranges of the phone's stream, in this order, and these facts.
fn body(phone: &Phone, ranges: &[(u64, u64)], facts: &[Fact]) -> SyncRequest {
    let announced = Some(announce(SAKTI, phone.device, phone.stream, &phone.sign));
    let sent = ranges.iter().map(|(from, to)| Sent { stream: phone.stream, from: *from, to: *to, announced });
    SyncRequest {
        grant: phone.grant.tag(),
        streams: streams_tag(&BTreeMap::from([(phone.stream, phone.acked)])),
        phone_ms: TEN,
        sent: sent.collect(),
        batch: (!facts.is_empty()).then(|| write_batch(facts).0.into()),
        ..SyncRequest::default()
    }
}

/// A request as the phone signs it, with a counter of its own.
fn signed<B: RequestBody>(phone: &mut Phone, body: &B) -> Vec<u8> {
    sign_request(&phone.next_head(), body, &phone.sign).unwrap()
}

fn send(
    hub: &Hub,
    phone: &mut Phone,
    ranges: &[(u64, u64)],
    facts: &[Fact],
) -> Result<SyncResponse, ErrorCode> {
    let body = body(phone, ranges, facts);
    let bytes = signed(phone, &body);
    let reply = hub.handle(SyncRequest::PATH, &bytes);
    phone.told(&reply.bytes, &bytes)
}

#[test]
fn requests_that_come_in_another_order_than_they_were_made_lose_nothing() {
    on_both(|hub| {
        let mut a = phone(hub, 1);
        a.add_person(1, 1);
        let (first, _) = a.request();
        a.add_person(1, 2);
        let (second, _) = a.request();
        assert_eq!(hub.handle(SyncRequest::PATH, &second).outcome.taken, 2);
        let late = hub.handle(SyncRequest::PATH, &first);
        assert_eq!((late.status, a.told(&late.bytes, &first)), (409, Err(ErrorCode::Replayed)));
        a.sync(hub).unwrap();
        assert_eq!((a.acked, hub.verify(SAKTI).unwrap().facts), (2, 2));
    });
}

#[test]
fn what_a_request_says_of_its_facts_and_does_not_hold_is_refused_and_nothing_of_it_is_taken() {
    on_both(|hub| {
        let mut a = phone(hub, 1);
        let facts: Vec<Fact> = (0..4).map(|n| a.add_person(1, n)).collect();
        let whole = &facts[..];
        let (bomb, many) = (bomb(), million());
        let over = |seq| Oversize::lost(FactId { stream: facts[0].id().stream, seq });
        let plain = |ranges: &[(u64, u64)], facts: &[Fact]| body(&a, ranges, facts);
        let table = [
            ("fewer than said", plain(&[(1, 5)], whole), ErrorCode::Malformed),
            ("a million said", plain(&[(1, 1_000_000)], whole), ErrorCode::Malformed),
            ("as many as there are numbers", plain(&[(1, u64::MAX)], whole), ErrorCode::Malformed),
            ("more than said", plain(&[(1, 3)], whole), ErrorCode::Malformed),
            ("others than said", plain(&[(2, 5)], whole), ErrorCode::Malformed),
            (
                "ranges that overlap",
                plain(&[(1, 3), (3, 4)], &[whole, &whole[2..3]].concat()),
                ErrorCode::Malformed,
            ),
            ("one range twice", plain(&[(1, 4), (1, 4)], &[whole, whole].concat()), ErrorCode::Malformed),
            (
                "in the batch and oversize",
                SyncRequest { oversize: vec![over(1)], ..plain(&[(1, 4)], whole) },
                ErrorCode::Malformed,
            ),
            ("a bomb", SyncRequest { batch: Some(bomb.into()), ..plain(&[(1, 4)], &[]) }, ErrorCode::TooBig),
            (
                "a million facts",
                SyncRequest { batch: Some(many.into()), ..plain(&[(1, 4)], &[]) },
                ErrorCode::TooBig,
            ),
        ];
        for (what, request, code) in table {
            let bytes = signed(&mut a, &request);
            let reply = hub.handle(SyncRequest::PATH, &bytes);
            assert_eq!((a.told(&reply.bytes, &bytes), reply.outcome.taken), (Err(code), 0), "{what}");
        }
        assert_eq!(hub.verify(SAKTI).unwrap().facts, 0);
        a.sync(hub).unwrap();
        assert_eq!(a.acked, 4);
    });
}

/// 200 MB of zeros in a batch that says so.
fn bomb() -> Vec<u8> {
    let frame = zstd::bulk::compress(&vec![0u8; 200 << 20], 19).unwrap();
    [&[BATCH_VERSION, 0, 1, 0, 0x80, 0x80, 0x80, 0x64][..], &frame].concat()
}

/// A batch that says it holds a million facts.
fn million() -> Vec<u8> {
    vec![BATCH_VERSION, 255, 0xc0, 0x84, 0x3d, 0, 0]
}

#[test]
fn ranges_of_one_stream_may_stand_in_any_order_and_nothing_is_acknowledged_that_is_not_held() {
    on_both(|hub| {
        let mut a = phone(hub, 1);
        let facts: Vec<Fact> = (0..6).map(|n| a.add_person(1, n)).collect();
        send(hub, &mut a, &[(4, 6), (1, 3)], &facts).unwrap();
        assert_eq!((a.acked, hub.verify(SAKTI).unwrap().facts), (6, 6));
        // With a gap between them, what is past it is not taken, and comes again.
        let mut b = phone(hub, 2);
        let facts: Vec<Fact> = (10..16).map(|n| b.add_person(1, n)).collect();
        let parted = [&facts[..2], &facts[3..]].concat();
        send(hub, &mut b, &[(1, 2), (4, 6)], &parted).unwrap();
        assert_eq!((b.acked, hub.verify(SAKTI).unwrap().facts), (2, 8));
        b.sync(hub).unwrap();
        let verified = hub.verify(SAKTI).unwrap();
        assert!(b.acked == 6 && verified.facts == 12 && verified.is_right(), "{verified:?}");
    });
}

#[test]
fn a_request_of_another_district_is_refused_though_it_is_rightly_signed() {
    on_both(|hub| {
        let mut a = phone(hub, 1);
        let fact = a.add_person(1, 1);
        let body = body(&a, &[(1, 1)], &[fact]);
        for (district, code) in [(SAKTI + 1, ErrorCode::OtherDistrict), (0, ErrorCode::OtherDistrict)] {
            let head = RequestHead { district, device: Some(a.device), counter: 50, epoch: a.epoch };
            let bytes = sign_request(&head, &body, &a.sign).unwrap();
            let reply = hub.handle(SyncRequest::PATH, &bytes);
            assert_eq!((a.told(&reply.bytes, &bytes), reply.status), (Err(code), 404));
        }
        // One of a district that is here too, but where the phone is not enrolled.
        hub.add_district(SAKTI + 1).unwrap();
        let head = RequestHead { district: SAKTI + 1, device: Some(a.device), counter: 51, epoch: a.epoch };
        let bytes = sign_request(&head, &body, &a.sign).unwrap();
        assert_eq!(hub.handle(SyncRequest::PATH, &bytes).outcome.refused, Some(ErrorCode::UnknownDevice));
        assert_eq!(hub.verify(SAKTI + 1).unwrap().facts, 0);
    });
}
