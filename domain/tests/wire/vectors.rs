//! The test vectors in `domain/vectors/`, by which a stranger's client can be held against this one. What is there must
//! never change, since phones in the field speak it. A new file is made with `SHIVIR_WRITE_VECTORS=1`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};
use shivir_domain::codes::{BlankReason, CardKind, Outcome};
use shivir_domain::day::Day;
use shivir_domain::fact::{
    Blanked, Body, CardOutcome, Details, Fact, FactHash, FactKind, Header, Token, Visit,
};
use shivir_domain::hlc::Hlc;
use shivir_domain::id::{AreaId, DeviceId, FactId, PersonId, StreamId, WorkerId};
use shivir_domain::wire::batch::{BatchWriter, read_batch};
use shivir_domain::wire::courier::{self, Way};
use shivir_domain::wire::digest::{SetDigest, SetSum};
use shivir_domain::wire::enrol::{EnrolCode, EnrolRequest, Invitation};
use shivir_domain::wire::envelope::{
    Answer, RequestBody, RequestHash, RequestHead, ResponseBody, ResponseHead, sign_request, sign_response,
};
use shivir_domain::wire::keys::{SealSecret, SignSecret};
use shivir_domain::wire::pack::{PackAddress, Ticket, packs_tag, ticket_header};
use shivir_domain::wire::sync::{SyncRequest, SyncResponse, announce, streams_tag};
use shivir_domain::wire::{Epoch, ErrorBody, ErrorCode};

use crate::messages::{enrolled, full_request, full_response, grant};
use crate::odd::fact;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &Value) -> Vec<u8> {
    let text = text.as_str().unwrap();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// Holds a file against what it should say; gives what it says.
fn check(name: &str, mut wanted: Value, free: &[&str]) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name);
    if std::env::var_os("SHIVIR_WRITE_VECTORS").is_some() && !path.exists() {
        std::fs::write(&path, serde_json::to_string_pretty(&wanted).unwrap() + "\n").unwrap();
    }
    let said: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    for key in free {
        wanted[*key] = said[*key].clone();
    }
    assert_eq!(said, wanted, "{name}");
    said
}

fn phone() -> SignSecret {
    SignSecret::from_bytes([1; 32])
}

fn hub() -> SignSecret {
    SignSecret::from_bytes([2; 32])
}

fn header(seq: u64, ms: u64, subject: PersonId, base: Vec<FactId>) -> Header {
    Header {
        id: FactId { stream: StreamId([1; 16]), seq },
        time: Hlc::at_ms(1_795_233_600_000 + ms),
        author: WorkerId([5; 16]),
        typist: WorkerId([5; 16]),
        day: Day::from_ymd(2026, 11, 21).unwrap(),
        minute: Some(570 + (ms / 60_000) as u16),
        area: AreaId(112_233),
        kind: FactKind::Visit,
        subject: subject.into(),
        base,
    }
}

fn visit(counter: u32) -> Body {
    Body::Visit(Visit {
        camp: None,
        consent: None,
        documents: Vec::new(),
        outcomes: vec![CardOutcome { kind: CardKind::Family, outcome: Outcome::Submitted }],
        aadhaar: None,
        ration: None,
        leave: None,
        back_in: None,
        token: Some(Token { phone: 7, counter }),
        replaces: None,
    })
}

/// One fact of each sort: a listed person, a new one with her registration, a base in another stream, a blanked body, a
/// newer peer's header, a body that is no CBOR.
fn facts() -> Vec<Fact> {
    let listed = PersonId::listed(762, b"S:2201/4");
    let new = PersonId::new_person(1_795_233_660_000, [7; 10]);
    let details = Details {
        name_hi: Some("मालती यादव".into()),
        name_en: None,
        relative: None,
        sex: None,
        birth: None,
        relation: None,
        household: None,
        area: None,
        village: None,
        para: None,
        mobile: Some(9_000_000_001),
        last4: None,
        groups: None,
        guest_from: None,
        ration_card: None,
    };
    let elsewhere = FactId { stream: StreamId([2; 16]), seq: 300 };
    let first = Fact::write(header(1, 0, listed, vec![elsewhere]), &visit(46));
    let added = Fact::write(header(2, 65_000, new, Vec::new()), &Body::PersonAdded(details));
    let seen = Fact::write(header(3, 65_000, new, vec![added.id()]), &visit(47));
    let reason = BlankReason::DataRights;
    let blanking = Body::BodyBlanked(Blanked { fact: first.id(), reason });
    let blanking =
        Fact::write(Header { minute: None, ..header(4, 90_000, listed, vec![first.id()]) }, &blanking);
    let gone = Fact { body: None, ..first };
    let newer = fact(header(5, 95_000, new, vec![seen.id()]), Some(vec![0xa0]), Some("newer"));
    let unknown = Header { kind: FactKind::Unknown(900), ..header(9, 99_000, new, Vec::new()) };
    vec![gone, added, seen, blanking, newer, fact(unknown, Some(vec![0xff, 0x00]), None)]
}

fn hash(fact: &Fact) -> String {
    hex(&fact.hash().0)
}

#[test]
fn the_vectors_of_batches() {
    let facts = facts();
    let mut batch = BatchWriter::new();
    assert!(facts.iter().all(|fact| batch.push(fact)));
    let listed: Vec<Value> = facts
        .iter()
        .map(|f| {
            let body = f.body.as_deref().map(hex);
            json!({ "header": hex(&f.header_bytes), "body": body, "body_hash": hex(&f.body_hash), "hash": hash(f) })
        })
        .collect();
    let bytes = batch.finish();
    let wanted = json!({
        "facts": listed,
        "packed_columns": hex(&batch.packed_columns()),
        "batch": hex(&bytes),
    });
    // Another zstd may compress otherwise; what counts is that it is read.
    let said = check("batch.json", wanted, &["batch"]);
    assert_eq!(read_batch(&unhex(&said["batch"])).unwrap(), facts);
    assert_eq!(read_batch(&bytes).unwrap(), facts);
}

fn request_vector<B: RequestBody>(head: RequestHead, body: &B) -> (Value, Vec<u8>) {
    let bytes = sign_request(&head, body, &phone()).unwrap();
    let vector = json!({
        "path": B::PATH,
        "device": head.device.map(|d| hex(&d.0)),
        "district": head.district,
        "counter": head.counter,
        "epoch": head.epoch.0,
        "message": hex(&minicbor::to_vec(body).unwrap()),
        "bytes": hex(&bytes),
        "hash": hex(&RequestHash::of(&bytes).0),
    });
    (vector, bytes)
}

fn response_vector<B: ResponseBody>(request: &[u8], answer: &Answer<B>) -> (Value, Vec<u8>) {
    let head = ResponseHead { counter: 70, epoch: Epoch(1_795_000_000_000) };
    let bytes = sign_response(&head, answer, RequestHash::of(request), &hub()).unwrap();
    let message = match answer {
        Answer::Done(body) => minicbor::to_vec(body),
        Answer::Refused(error) => minicbor::to_vec(error),
    };
    let message = hex(&message.unwrap());
    (json!({ "counter": 70, "epoch": 1_795_000_000_000u64, "message": message, "bytes": hex(&bytes) }), bytes)
}

fn head() -> RequestHead {
    let epoch = Epoch(1_795_000_000_000);
    RequestHead { district: 762, device: Some(DeviceId([9; 16])), counter: 70, epoch }
}

#[test]
fn the_vectors_of_a_sync_on_the_network_and_by_courier() {
    let (asked, request) = request_vector(head(), &full_request());
    let (answered, response) = response_vector(&request, &Answer::Done(full_response()));
    let error = ErrorBody { code: ErrorCode::Replayed, retry_ms: Some(0), number: Some(71) };
    let (refused, _) = response_vector(&request, &Answer::<SyncResponse>::Refused(error));
    let (nothing, _) = request_vector(head(), &SyncRequest::default());
    let (to_hub, to_phone) = (SealSecret::from_bytes([6; 32]), SealSecret::from_bytes([4; 32]));
    let up = courier::seal(Way::Up, &request, &to_hub.public(), [8; 32]).unwrap();
    let down = courier::seal(Way::Down, &response, &to_phone.public(), [8; 32]).unwrap();
    let announced = announce(762, DeviceId([9; 16]), StreamId([1; 16]), &phone());
    let wanted = json!({
        "phone_sign_secret": hex(&*phone().to_bytes()),
        "phone_sign_public": phone().public().to_string(),
        "phone_seal_secret": hex(&*to_phone.to_bytes()),
        "phone_seal_public": to_phone.public().to_string(),
        "hub_sign_secret": hex(&*hub().to_bytes()),
        "hub_sign_public": hub().public().to_string(),
        "hub_sign_fingerprint": hub().public().fingerprint(),
        "hub_seal_secret": hex(&*to_hub.to_bytes()),
        "hub_seal_public": to_hub.public().to_string(),
        "request": asked,
        "response": answered,
        "refusal": refused,
        "request_of_nothing": nothing,
        "file_up": hex(&up),
        "file_down": hex(&down),
        "announced_stream_01": hex(&announced.0),
    });
    let said = check("sync.json", wanted, &["file_up", "file_down"]);
    assert_eq!(courier::open(Way::Up, &unhex(&said["file_up"]), &to_hub).unwrap(), request);
    assert_eq!(courier::open(Way::Down, &unhex(&said["file_down"]), &to_phone).unwrap(), response);
}

#[test]
fn the_vectors_of_enrolment_and_packs() {
    let code = EnrolCode::draw(std::array::from_fn(|n| n as u8 * 11));
    let invitation =
        Invitation { url: "https://hub.example.in".into(), hub: hub().public(), district: 762, code };
    let body = EnrolRequest {
        code,
        sign: phone().public(),
        seal: SealSecret::from_bytes([4; 32]).public(),
        app: "0.1.0".into(),
        phone_ms: 1_795_233_600_000,
    };
    let unknown = RequestHead { device: None, epoch: Epoch(0), ..head() };
    let (asked, request) = request_vector(unknown, &body);
    let (answered, _) = response_vector(&request, &Answer::Done(enrolled()));
    let (ticket, bytes) = request_vector(head(), &Ticket { address: PackAddress([4; 32]) });
    let wanted = json!({
        "code": code.to_string(),
        "qr": invitation.to_text(),
        "request": asked,
        "response": answered,
        "ticket": ticket,
        "ticket_authorization": ticket_header(&bytes),
        "ticket_path": PackAddress([4; 32]).path(),
    });
    check("enrol.json", wanted, &[]);
}

#[test]
fn the_vectors_of_digests_and_tags() {
    let facts = facts();
    let mut sum = SetSum::default();
    facts.iter().for_each(|fact| sum.add(fact.id(), fact.hash()));
    let digest = sum.digest(AreaId(112_233));
    let empty = SetSum::default().digest(AreaId(112_234));
    let one = FactId { stream: StreamId([1; 16]), seq: 1 };
    let mut alone = SetSum::default();
    alone.add(one, FactHash([3; 32]));
    let tag = |tag: shivir_domain::wire::Tag| hex(&tag.0);
    let wanted = json!({
        "facts": facts.iter().map(|f| json!([f.id().to_string(), hash(f)])).collect::<Vec<_>>(),
        "sum": hex(&sum.to_bytes()),
        "digest_of_area_112233": hex(&digest.0),
        "digest_of_empty_area_112234": hex(&empty.0),
        "digest_of_both": hex(&SetDigest::of_all([&digest, &empty]).0),
        "sum_of_01x16_seq_1_hash_03x32": hex(&alone.to_bytes()),
        "grant_tag_of_enrolment": tag(grant().tag()),
        "streams_tag_of_01x16_acked_3": tag(streams_tag(&BTreeMap::from([(StreamId([1; 16]), 3)]))),
        "packs_tag_of_04x32": tag(packs_tag([PackAddress([4; 32])])),
        "packs_tag_of_none": tag(packs_tag([])),
    });
    check("digest.json", wanted, &[]);
}
