//! Messages: what a newer peer adds is passed over, what is too much is refused, what a stranger types is understood.

use std::collections::BTreeMap;

use proptest::prelude::*;
use shivir_domain::codes::{Cadre, ReviewKind};
use shivir_domain::fact::Fact;
use shivir_domain::id::{AreaId, DeviceId, FactId, StreamId, WorkerId};
use shivir_domain::wire::digest::SetDigest;
use shivir_domain::wire::enrol::{
    AreaGrant, BoundWorker, EnrolCode, EnrolRequest, EnrolResponse, Grant, Invitation, Limits,
};
use shivir_domain::wire::envelope::{RequestBody, ResponseBody};
use shivir_domain::wire::keys::{SealSecret, SignSecret};
use shivir_domain::wire::pack::{
    CampaignOffer, CampaignRequest, CampaignResponse, Depth, PackAddress, PackKind, PackOffer, Ticket,
    packs_tag,
};
use shivir_domain::wire::sync::{
    Ack, Fill, Filled, Flagged, Oversize, Quarantined, Sent, SyncRequest, SyncResponse, streams_tag,
};
use shivir_domain::wire::{
    Advice, Cursor, Epoch, ErrorBody, Limit, MOST_ENTRIES, QuarantineReason, WireError,
};

use crate::day::{Camp, Names, Plan};

fn stream(n: u8) -> StreamId {
    StreamId([n; 16])
}

pub fn grant() -> Grant {
    Grant {
        areas: vec![
            AreaGrant { area: AreaId(112_233), depth: Depth::Full },
            AreaGrant { area: AreaId(112_234), depth: Depth::Minimal },
        ],
        workers: vec![BoundWorker {
            worker: WorkerId([5; 16]), name: "मालती".into(), cadre: Cadre::Mitanin
        }],
        limits: Limits { request_bytes: 1 << 20, response_bytes: 1 << 20, facts: 5_000 },
    }
}

pub fn full_request() -> SyncRequest {
    let fact = FactId { stream: stream(1), seq: 5 };
    let facts: Vec<Fact> = day();
    let mut big = Oversize::of(&facts[0]);
    big.fact = fact;
    SyncRequest {
        cursor: Cursor(7),
        grant: grant().tag(),
        streams: streams_tag(&BTreeMap::from([(stream(1), 3), (stream(2), 0)])),
        packs: packs_tag([PackAddress([4; 32])]),
        campaign: 2,
        phone_ms: 1_795_233_600_000,
        most_bytes: 9_000,
        sent: vec![Sent { stream: stream(1), from: 5, to: 5, announced: None }],
        batch: Some(vec![1, 255, 0, 0, 0].into()),
        oversize: vec![big],
        fills: vec![Fill { area: AreaId(3), after: Cursor(2), own: true }],
        more: true,
    }
}

pub fn full_response() -> SyncResponse {
    let fact = FactId { stream: stream(1), seq: 5 };
    let reason = QuarantineReason::TooBig;
    SyncResponse {
        cursor: Cursor(70),
        hub_ms: 1_795_233_600_001,
        digest: Some(SetDigest([1; 16])),
        digests: Some(vec![2; 16].into()),
        acks: vec![Ack { stream: stream(1), upto: 5 }],
        quarantined: vec![Quarantined { fact, reason, advice: reason.advice() }],
        flagged: vec![Flagged { fact, flag: ReviewKind::FutureDated }],
        batch: Some(vec![1, 255, 0, 0, 0].into()),
        filled: vec![Filled { area: AreaId(3), upto: Cursor(70), whole: true }],
        grant: Some(grant()),
        packs: Some(vec![PackOffer {
            block: 3_641,
            block_name: "Malkharoda".into(),
            depth: Depth::Full,
            number: Cursor(60),
            address: PackAddress([4; 32]),
            size: 9_000_000,
            kind: PackKind::Roster,
        }]),
        campaign: Some(CampaignOffer { version: 3, size: 20_000 }),
        wait_ms: 60_000,
        more: true,
        revoked: true,
        unannounced: vec![stream(2)],
    }
}

pub fn enrolled() -> EnrolResponse {
    EnrolResponse {
        device: DeviceId([9; 16]),
        number: 7,
        district: 762,
        grant: grant(),
        hub_sign: SignSecret::from_bytes([2; 32]).public(),
        hub_seal: SealSecret::from_bytes([6; 32]).public(),
        recovery: None,
        hub_ms: 1_795_233_600_001,
        epoch: Epoch(1_795_000_000_000),
    }
}

fn day() -> Vec<Fact> {
    let names = Names::read(include_str!("names.tsv"));
    Camp::new(5, &names).day(Plan { listed: 4, new: 2, aadhaar: 1, other: 0 })
}

/// Adds to a message (a map of less than 23 keys) a key that this version does not know.
fn newer(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes[0] += 1;
    bytes.extend([0x18, 0x63, 0x82, 0x01, 0x61, b'x']);
    bytes
}

fn same<T>(message: &T)
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + std::fmt::Debug,
{
    let bytes = minicbor::to_vec(message).unwrap();
    assert_eq!(&minicbor::decode::<T>(&bytes).unwrap(), message);
    assert_eq!(&minicbor::decode::<T>(&newer(bytes)).unwrap(), message);
}

#[test]
fn messages_come_back_and_a_newer_peers_keys_are_passed_over() {
    same(&full_request());
    same(&SyncRequest::default());
    same(&full_response());
    same(&SyncResponse::default());
    same(&enrolled());
    same(&CampaignRequest { held: 3 });
    same(&Ticket { address: PackAddress([1; 32]) });
    let code = shivir_domain::wire::ErrorCode::Unknown(900);
    same(&ErrorBody { code, retry_ms: None, number: Some(2) });
}

#[test]
fn a_newer_peers_codes_are_kept() {
    let fact = FactId { stream: stream(1), seq: 5 };
    same(&Quarantined { fact, reason: QuarantineReason::Unknown(77), advice: Advice::Unknown(78) });
    assert_eq!(QuarantineReason::Unknown(77).advice(), Advice::DistrictDecides);
    for reason in QuarantineReason::ALL {
        assert!(!matches!(reason.advice(), Advice::Unknown(_)));
    }
}

#[test]
fn lists_beyond_the_limit_and_empty_ranges_are_refused() {
    let sent = Sent { stream: stream(1), from: 1, to: 1, announced: None };
    let many = SyncRequest { sent: vec![sent.clone(); MOST_ENTRIES + 1], ..SyncRequest::default() };
    assert_eq!(many.check(), Err(WireError::TooBig(Limit::Entries)));
    let ack = Ack { stream: stream(1), upto: 1 };
    let many = SyncResponse { acks: vec![ack; MOST_ENTRIES + 1], ..SyncResponse::default() };
    assert_eq!(many.check(), Err(WireError::TooBig(Limit::Entries)));
    for (from, to) in [(0, 3), (4, 3)] {
        let sent = vec![Sent { from, to, ..sent.clone() }];
        assert_eq!(SyncRequest { sent, ..SyncRequest::default() }.check(), Err(WireError::Malformed));
    }
}

#[test]
fn a_request_is_complete_where_every_fact_of_its_ranges_is_there_once() {
    let facts = day();
    let (id, to) = (facts[0].id(), facts.len() as u64);
    let sent = |from, to| Sent { stream: id.stream, from, to, announced: None };
    let with = |sent| SyncRequest { sent, ..SyncRequest::default() };
    assert!(with(vec![sent(1, to)]).is_complete(&facts));
    assert!(with(vec![sent(3, to), sent(1, 2)]).is_complete(&facts));
    assert!(!with(vec![sent(1, to + 1)]).is_complete(&facts));
    assert!(!with(vec![sent(2, to)]).is_complete(&facts));
    assert!(!with(vec![sent(1, u64::MAX), sent(1, u64::MAX)]).is_complete(&facts));
    assert!(!with(vec![sent(to, 1)]).is_complete(&facts));
    assert!(with(Vec::new()).is_complete(&[]));
    // One too big to travel is named in its place.
    let mut request = with(vec![sent(1, to)]);
    request.oversize = vec![Oversize::of(&facts[2])];
    let others: Vec<Fact> = facts.iter().filter(|f| f.id() != facts[2].id()).cloned().collect();
    assert!(request.is_complete(&others) && !request.is_complete(&facts));
    assert_eq!(request.oversize[0].hash(), facts[2].hash());
}

#[test]
fn a_phone_learns_from_one_response_which_areas_differ() {
    let mine: BTreeMap<AreaId, SetDigest> = (1..5).map(|n| (AreaId(n), SetDigest([n as u8; 16]))).collect();
    let response = |theirs: &BTreeMap<AreaId, SetDigest>| SyncResponse {
        digest: Some(SetDigest::of_all(theirs.values())),
        digests: Some(theirs.values().flat_map(|d| d.head()).collect::<Vec<u8>>().into()),
        ..SyncResponse::default()
    };
    assert_eq!(response(&mine).differing(&mine), []);
    let mut theirs = mine.clone();
    theirs.insert(AreaId(3), SetDigest([77; 16]));
    assert_eq!(response(&theirs).differing(&mine), [AreaId(3)]);
    // Only beyond the eight bytes: it cannot be told which.
    let mut digest = SetDigest([3; 16]);
    digest.0[15] = 0;
    theirs.insert(AreaId(3), digest);
    assert_eq!(response(&theirs).differing(&mine).len(), 4);
    assert_eq!(SyncResponse::default().differing(&mine), []);
}

#[test]
fn tags_tell_lists_apart_in_whatever_order_they_stand() {
    let mut other = grant();
    other.areas.reverse();
    assert_eq!(other.tag(), grant().tag());
    other.areas[0].depth = Depth::Full;
    assert_ne!(other.tag(), grant().tag());
    let (a, b) = (PackAddress([1; 32]), PackAddress([2; 32]));
    assert_eq!(packs_tag([a, b, a]), packs_tag([b, a]));
    assert_ne!(packs_tag([a]), packs_tag([b]));
    let acked = |one, two| streams_tag(&BTreeMap::from([(stream(1), one), (stream(2), two)]));
    assert_ne!(acked(1, 2), acked(2, 1));
    assert_eq!(acked(1, 0), streams_tag(&BTreeMap::from([(stream(1), 1)])));
}

#[test]
fn a_campaign_pack_comes_back_and_a_bomb_does_not() {
    let text = include_str!("../../campaigns/bilaspur.json");
    let response = CampaignResponse::new(3, text).unwrap();
    same(&response);
    assert_eq!(response.text().unwrap(), text);
    assert!(minicbor::to_vec(&response).unwrap().len() < text.len() / 2);
    let long = " ".repeat((4 << 20) + 1);
    assert_eq!(CampaignResponse::new(3, &long), Err(WireError::TooBig(Limit::Unpacked)));
}

proptest! {
    #[test]
    fn a_code_is_read_as_people_type_it_and_every_slip_of_the_finger_is_seen(random in any::<[u8; 20]>()) {
        let code = EnrolCode::draw(random);
        let text = code.to_string();
        prop_assert_eq!(text.len(), 13);
        for typed in [text.clone(), text.to_lowercase(), text.replace('-', " "), code.as_str().to_owned()] {
            prop_assert_eq!(EnrolCode::parse(&typed), Some(code));
        }
        let signs = code.as_str().as_bytes();
        for at in 0..signs.len() {
            for other in b"23456789ABCDEFGHJKMNPQRTUVWXY".iter().filter(|s| **s != signs[at]) {
                let mut wrong = signs.to_vec();
                wrong[at] = *other;
                prop_assert_eq!(EnrolCode::parse(std::str::from_utf8(&wrong).unwrap()), None);
            }
            if at + 1 < signs.len() && signs[at] != signs[at + 1] {
                let mut wrong = signs.to_vec();
                wrong.swap(at, at + 1);
                prop_assert_eq!(EnrolCode::parse(std::str::from_utf8(&wrong).unwrap()), None);
            }
        }
    }

    #[test]
    fn any_text_is_no_code_and_no_invitation_and_makes_nothing_panic(text in ".{0,60}") {
        let _ = EnrolCode::parse(&text);
        prop_assert_eq!(Invitation::parse(&text), None);
        prop_assert_eq!(Invitation::parse(&format!("shivir:1?{text}&u=https://x")), None);
    }

    #[test]
    fn any_bytes_are_a_message_or_are_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = minicbor::decode::<SyncRequest>(&bytes).map(|m| (m.check(), m.facts()));
        let _ = minicbor::decode::<SyncResponse>(&bytes).map(|m| (m.check(), m.facts()));
        let _ = minicbor::decode::<EnrolRequest>(&bytes);
        let _ = minicbor::decode::<EnrolResponse>(&bytes);
        let _ = minicbor::decode::<CampaignResponse>(&bytes).map(|m| m.text());
    }
}

#[test]
fn an_invitation_comes_back_from_its_text() {
    let invitation = Invitation {
        url: "https://hub.example.in/sakti?x=1&y=2".into(),
        hub: SignSecret::from_bytes([2; 32]).public(),
        district: 762,
        code: EnrolCode::draw([3; 20]),
    };
    let text = invitation.to_text();
    assert_eq!(Invitation::parse(&text), Some(invitation.clone()));
    let with_more = text.replace("&d=", "&new=7&d=");
    assert_eq!(Invitation::parse(&with_more), Some(invitation.clone()));
    // An address without a name would lose its slashes on the way and be none any more: the fuzzer's find.
    let nameless = text.replace("hub.example.in/sakti?x=1&y=2", "");
    for wrong in [text.replace("https", "ftp"), text.replace(":1?", ":2?"), format!("{text} x"), nameless] {
        assert_eq!(Invitation::parse(&wrong), None, "{wrong}");
    }
    assert_eq!(invitation.hub.fingerprint().len(), 24);
}

#[test]
fn a_version_of_the_app_that_no_database_can_hold_is_refused() {
    let ask = |app: &str| EnrolRequest {
        code: EnrolCode::draw([7; 20]),
        sign: SignSecret::from_bytes([1; 32]).public(),
        seal: SealSecret::from_bytes([2; 32]).public(),
        app: app.into(),
        phone_ms: 0,
    };
    assert_eq!(ask("1.0").check(), Ok(()));
    assert!(ask("1\0").check().is_err() && ask(&"1".repeat(65)).check().is_err());
}
