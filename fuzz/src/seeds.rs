//! What the targets begin with: small, and of invented people.

use std::collections::BTreeMap;

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::{CardKind, CardStatus, ReviewKind};
use shivir_domain::day::Day;
use shivir_domain::fact::Fact;
use shivir_domain::fold::CardWord;
use shivir_domain::id::{AreaId, FactId, PersonId, StreamId};
use shivir_domain::wire::batch::write_batch;
use shivir_domain::wire::courier::{self, Way};
use shivir_domain::wire::digest::SetSum;
use shivir_domain::wire::enrol::{EnrolCode, EnrolRequest, EnrolResponse, Invitation};
use shivir_domain::wire::keys::{SealSecret, SignSecret};
use shivir_domain::wire::pack::{
    CampaignOffer, CampaignRequest, CampaignResponse, Depth as Granted, PackAddress, PackKind, PackOffer,
    Ticket, ticket_header,
};
use shivir_domain::wire::sync::{
    Ack, Fill, Filled, Flagged, Oversize, Quarantined, Sent, SyncRequest, SyncResponse, announce, streams_tag,
};
use shivir_domain::wire::{Advice, Cursor, Epoch, ErrorBody, ErrorCode, QuarantineReason, Tag};
use shivir_roster::pack::{CardsOptions, Depth, PackOptions, PackPerson, PackPlace, PackWriter, write_cards};

use crate::day::{Camp, Names, Plan};
use crate::phone::{NOW, grant};
use crate::{packs, sign};

fn day(seed: u64) -> Vec<Fact> {
    let names = Names::read(include_str!("../../domain/tests/wire/names.tsv"));
    Camp::new(seed, &names).day(Plan { listed: 3, new: 3, aadhaar: 2, other: 80 })
}

/// Batches: of a few days, and one whose columns are not compressed, so that they can be altered one by one.
pub fn batches() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = (0..6).map(|seed| write_batch(&day(seed)).0).collect();
    all.push(write_batch(&day(7)[..1]).0);
    let stored: Vec<Vec<u8>> = all.iter().map(|batch| stored(batch)).collect();
    all.extend(stored);
    all
}

/// The same batch with its columns as they are.
fn stored(batch: &[u8]) -> Vec<u8> {
    let mut rest = &batch[2..];
    let mut leb = || {
        let (mut number, mut shift) = (0usize, 0);
        loop {
            let (byte, after) = rest.split_first().unwrap();
            rest = after;
            number |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                return number;
            }
        }
    };
    let (_, plain, raw) = (leb(), leb(), leb());
    let (plain, packed) = rest.split_at(plain);
    let dictionary = include_bytes!("../../domain/src/wire/batch/dictionary-1.zdict");
    let mut zstd = match batch[1] {
        1 => zstd::bulk::Decompressor::with_dictionary(dictionary).unwrap(),
        _ => zstd::bulk::Decompressor::new().unwrap(),
    };
    let columns = if batch[1] == 255 { packed.to_vec() } else { zstd.decompress(packed, raw).unwrap() };
    let head = &batch[2..batch.len() - plain.len() - packed.len()];
    [&[batch[0], 255], head, plain, &columns].concat()
}

fn cbor(message: &impl Encode<()>) -> Vec<u8> {
    minicbor::to_vec(message).unwrap()
}

fn with(kind: u8, message: &impl Encode<()>) -> Vec<u8> {
    [vec![kind], cbor(message)].concat()
}

fn sync_request() -> SyncRequest {
    let facts = day(1);
    let id = facts[0].id();
    let key = SignSecret::from_bytes(sign::PHONE);
    let announced = Some(announce(762, shivir_domain::id::DeviceId([3; 16]), id.stream, &key));
    SyncRequest {
        cursor: Cursor(5),
        grant: grant().tag(),
        streams: streams_tag(&BTreeMap::from([(id.stream, 3)])),
        packs: Tag::default(),
        campaign: 1,
        phone_ms: NOW,
        most_bytes: 4_000,
        sent: vec![Sent { stream: id.stream, from: 1, to: facts.len() as u64, announced }],
        batch: Some(write_batch(&facts).0.into()),
        oversize: vec![Oversize::of(&facts[0]), Oversize::lost(id)],
        fills: vec![Fill { area: AreaId(1), after: Cursor(2), own: true }],
        more: true,
    }
}

fn enrol_request() -> EnrolRequest {
    EnrolRequest {
        code: EnrolCode::draw([7; 20]),
        sign: SignSecret::from_bytes(sign::PHONE).public(),
        seal: SealSecret::from_bytes([8; 32]).public(),
        app: "1.0".into(),
        phone_ms: NOW,
    }
}

/// Messages of requests after the byte of their type.
pub fn requests() -> Vec<Vec<u8>> {
    vec![
        with(1, &sync_request()),
        with(1, &SyncRequest::default()),
        with(2, &enrol_request()),
        with(3, &Ticket { address: PackAddress([1; 32]) }),
        with(4, &CampaignRequest { held: 3 }),
    ]
}

fn sync_response() -> SyncResponse {
    let facts = day(2);
    let fact = FactId { stream: StreamId([5; 16]), seq: 3 };
    let digest = SetSum::default().digest(AreaId(1));
    let heads: Vec<u8> = [digest, digest].iter().flat_map(|digest| digest.head()).collect();
    SyncResponse {
        cursor: Cursor(9),
        hub_ms: NOW,
        digest: Some(digest),
        digests: Some(ByteVec::from(heads)),
        acks: vec![Ack { stream: fact.stream, upto: 9 }],
        quarantined: vec![Quarantined {
            fact,
            reason: QuarantineReason::Fork,
            advice: Advice::DistrictDecides,
        }],
        flagged: vec![Flagged { fact, flag: ReviewKind::FutureDated }],
        batch: Some(write_batch(&facts).0.into()),
        filled: vec![Filled { area: AreaId(1), upto: Cursor(9), whole: true }],
        grant: Some(grant()),
        packs: Some(vec![PackOffer {
            block: 3644,
            block_name: "डभरा".into(),
            depth: Granted::Full,
            number: Cursor(1),
            address: PackAddress([1; 32]),
            size: 900,
            kind: PackKind::Roster,
        }]),
        campaign: Some(CampaignOffer { version: 3, size: 90 }),
        wait_ms: 60_000,
        more: true,
        revoked: false,
        unannounced: vec![fact.stream],
    }
}

/// Messages of answers after the byte of their type.
pub fn responses() -> Vec<Vec<u8>> {
    let enrolled = EnrolResponse {
        device: shivir_domain::id::DeviceId([3; 16]),
        number: 12,
        district: 762,
        grant: grant(),
        hub_sign: SignSecret::from_bytes(sign::HUB).public(),
        hub_seal: SealSecret::from_bytes([4; 32]).public(),
        recovery: Some(SealSecret::from_bytes([5; 32]).public()),
        hub_ms: NOW,
        epoch: Epoch(1),
    };
    let refused = ErrorBody { code: ErrorCode::Replayed, retry_ms: Some(0), number: Some(7) };
    vec![
        with(1, &sync_response()),
        with(1, &SyncResponse::default()),
        with(2, &enrolled),
        with(4, &CampaignResponse::new(2, "{\"format\": 1}").unwrap()),
        with(15, &refused),
    ]
}

/// Texts that are scanned, typed or sent in headers.
pub fn texts() -> Vec<Vec<u8>> {
    let code = EnrolCode::draw([7; 20]);
    let hub = SignSecret::from_bytes(sign::HUB).public();
    let invitation = Invitation { url: "https://hub.example".into(), hub, district: 762, code };
    let fact = FactId { stream: StreamId([5; 16]), seq: 3 };
    let texts = [
        invitation.to_text(),
        code.to_string(),
        PackAddress([0xab; 32]).to_string(),
        ticket_header(&[1, 2, 3]),
        fact.to_string(),
    ];
    texts.map(String::into_bytes).to_vec()
}

/// Couriers' files.
pub fn couriers() -> Vec<Vec<u8>> {
    let key = SealSecret::from_bytes([4; 32]).public();
    [Way::Up, Way::Down].map(|way| courier::seal(way, b"an envelope", &key, [3; 32]).unwrap()).to_vec()
}

/// Campaign packs.
pub fn campaigns() -> Vec<Vec<u8>> {
    ["sakti-2023", "bilaspur"].map(|name| Campaign::builtin(name).unwrap().raw().as_bytes().to_vec()).to_vec()
}

/// A roster pack of three people.
pub fn pack() -> Vec<u8> {
    let mut pack = PackWriter::new(PackOptions {
        district: 762,
        block: 3644,
        block_name: "डभरा".into(),
        number: 9,
        day: Day::from_ymd(2026, 11, 25).unwrap(),
        depth: Depth::Full,
        groups: 0,
        areas: Vec::new(),
    });
    let place = PackPlace {
        area: AreaId(1),
        area_name: "सपोस".into(),
        block_name: "डभरा".into(),
        village: "बांसपाली".into(),
    };
    let place = pack.place(place);
    for (n, name) in ["सीता बाई", "रामलाल साहू", "फूलमती"].into_iter().enumerate()
    {
        let source = format!("{}", 5_000 + n);
        let person = PackPerson {
            id: PersonId::listed(762, source.as_bytes()),
            source: &source,
            household: "R:220001",
            place,
            name_hi: name,
            name_en: "",
            relative: "मंगलू",
            relation: 1,
            sex: 2,
            birth: None,
            para: "",
            mobile: Some(9_876_543_210),
            last4: Some(2_346),
            made: n == 1,
            groups: 0,
        };
        pack.person(&person).unwrap();
    }
    let mut bytes = Vec::new();
    pack.finish(&mut bytes).unwrap();
    bytes
}

/// A pack of the portal's word on the cards of three people.
fn cards() -> Vec<u8> {
    let dated = Day::from_ymd(2026, 11, 20).unwrap();
    let options = CardsOptions {
        district: 762,
        block: 3644,
        block_name: "डभरा".into(),
        number: 9,
        day: dated.plus(5),
        kind: CardKind::Family,
    };
    let word = |(head, status): (u64, CardStatus)| {
        (head << 40, CardWord { status, day: status.is_made().then_some(dated.plus(-9)), dated })
    };
    let words = [(5, CardStatus::Approved), (7, CardStatus::Pending), (900_000, CardStatus::Rejected)];
    let mut bytes = Vec::new();
    write_cards(options, words.map(word).to_vec(), &mut bytes).unwrap();
    bytes
}

/// Packs of people and of cards.
pub fn pack_files() -> Vec<Vec<u8>> {
    let raw = raw_chunks(&pack());
    vec![pack(), cards(), packs::assembled(3, &[(&raw[0], 0), (&raw[1], 3)], false)]
}

/// As much of a pack's head as is needed to take it apart.
#[derive(Decode)]
#[cbor(map)]
struct Head {
    #[n(8)]
    chunks: Vec<Chunk>,
}

#[derive(Decode)]
#[cbor(array)]
struct Chunk {
    #[n(0)]
    packed: u32,
    #[n(1)]
    raw: u32,
}

fn raw_chunks(pack: &[u8]) -> Vec<Vec<u8>> {
    let length = u32::from_be_bytes(pack[10..14].try_into().unwrap()) as usize;
    let head: Head = minicbor::decode(&pack[14..14 + length]).unwrap();
    let mut rest = &pack[14 + length + 32..];
    let mut raw = Vec::new();
    for chunk in head.chunks {
        let (packed, after) = rest.split_at(chunk.packed as usize);
        raw.push(zstd::bulk::decompress(packed, chunk.raw as usize).unwrap());
        rest = after;
    }
    raw
}

/// The same taken apart, as `packs::chunks` puts them together.
pub fn pack_chunks() -> Vec<Vec<u8>> {
    let apart = |pack: &[u8]| {
        let raw = raw_chunks(pack);
        let tables = u16::try_from(raw[0].len()).unwrap().to_be_bytes();
        [&tables[..], &[3], &raw[0], &raw[1]].concat()
    };
    vec![apart(&pack()), apart(&cards())]
}

/// Lists as districts keep them.
pub fn lists() -> Vec<Vec<u8>> {
    let head = "हितग्राही आईडी,राशन कार्ड नंबर,नाम,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,मोबाइल,आधार नंबर,आयुष्मान कार्ड";
    let row = "1,2201,सीता,रामलाल,महिला,11/11/1982,डभरा,सपोस,बांसपाली,9876543210,2346,हाँ";
    let other = "2,2201,\"राम, लाल\",मंगलू,M,1979,डभरा,सपोस,बांसपाली,,,नहीं";
    let text = format!("{head}\r\n{row}\r\n{other}\r\n");
    let tabs = text.replace(',', "\t");
    let wide: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    vec![text.clone().into_bytes(), [&b"\xef\xbb\xbf"[..], tabs.as_bytes()].concat(), wide]
}

/// Answers for a phone: how they come, their type, their epoch, the message.
pub fn answers() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for how in [1, 3] {
        all.extend(
            [cbor(&sync_response()), cbor(&SyncResponse::default())].map(|b| [vec![how, 1, 0], b].concat()),
        );
        all.push([vec![how, 1, 64], cbor(&SyncResponse { more: false, ..sync_response() })].concat());
        let refused = ErrorBody { code: ErrorCode::Replayed, retry_ms: Some(0), number: Some(7) };
        all.push([vec![how, 143, 0], cbor(&refused)].concat());
    }
    all.push(vec![0, 0, 0, 60, 104, 116, 109, 108, 62]);
    all
}

/// Bytes for the hub's ways in.
pub fn hub_bytes() -> Vec<Vec<u8>> {
    let way = |(n, request): (u8, Vec<u8>)| {
        let head = [0xa1, 0x00, 0x19, 0x02, 0xfa];
        [vec![n], sign::request(request[0], &head, &request[1..])].concat()
    };
    (0..3)
        .zip(requests())
        .map(way)
        .chain(couriers().into_iter().map(|file| [vec![0], file].concat()))
        .collect()
}

/// Messages that the phone signs for the hub: the way, the type, the message.
pub fn hub_signed() -> Vec<Vec<u8>> {
    let body = SyncRequest { oversize: Vec::new(), ..sync_request() };
    let sync = [(0, 1, cbor(&body)), (5, 1, cbor(&body)), (0, 1, cbor(&SyncRequest::default()))];
    let other = [
        (1, 2, cbor(&enrol_request())),
        (2, 4, cbor(&CampaignRequest { held: 0 })),
        (4, 3, cbor(&Ticket { address: PackAddress([1; 32]) })),
    ];
    sync.into_iter().chain(other).map(|(way, kind, body)| [vec![way, kind], body].concat()).collect()
}
