//! Facts of every sort, also such as no phone of this version writes.

use proptest::prelude::*;
use sha2::{Digest, Sha256};
use shivir_domain::day::Day;
use shivir_domain::fact::{Fact, FactKind, Header};
use shivir_domain::hlc::Hlc;
use shivir_domain::id::{AreaId, FactId, StreamId, SubjectId, WorkerId};

/// A fact from any header and body bytes; with `newer`, the header has a key that this version does not know.
pub fn fact(header: Header, body: Option<Vec<u8>>, newer: Option<&str>) -> Fact {
    let mut header_bytes = minicbor::to_vec(&header).unwrap();
    if let Some(text) = newer {
        header_bytes[0] += 1;
        header_bytes.extend([0x18, 0x2a]);
        header_bytes.extend(minicbor::to_vec(text).unwrap());
    }
    let body_hash = Sha256::digest(body.clone().unwrap_or_default()).into();
    let read: Header = minicbor::decode(&header_bytes).unwrap();
    Fact { header: read, header_bytes, body, body_hash }
}

fn id() -> impl Strategy<Value = FactId> {
    (0u8..4, prop_oneof![1u64..30, any::<u64>()])
        .prop_map(|(s, seq)| FactId { stream: StreamId([s; 16]), seq })
}

fn header() -> impl Strategy<Value = Header> {
    let time =
        prop_oneof![(0u64..5, 0u64..3).prop_map(|(ms, n)| (1_795_000_000_000 + ms) << 16 | n), any::<u64>()];
    let subject = prop_oneof![(0u8..4).prop_map(|n| [n; 16]), any::<[u8; 16]>(), near()];
    let day = (-719_162i32..2_932_896).prop_map(|days| Day::from_days(days).unwrap());
    let minute = prop_oneof![Just(None), (0u16..1440).prop_map(Some), any::<u16>().prop_map(Some)];
    let base = prop::collection::vec(id(), 0..4);
    let who = (0u8..3, 0u8..3, prop_oneof![0u64..3, any::<u64>()], 0u16..300);
    (id(), time, subject, day, minute, base, who).prop_map(
        |(id, time, subject, day, minute, base, (author, typist, area, kind))| Header {
            id,
            time: Hlc(time),
            author: WorkerId([author; 16]),
            typist: WorkerId([typist; 16]),
            day,
            minute,
            area: AreaId(area),
            kind: FactKind::from_number(kind),
            subject: SubjectId(subject),
            base,
        },
    )
}

/// The id of someone who was drawn near the time of the facts.
fn near() -> impl Strategy<Value = [u8; 16]> {
    (0u64..100_000, any::<[u8; 10]>()).prop_map(|(ms, tail)| {
        let mut id = [0; 16];
        id[..6].copy_from_slice(&(1_794_999_950_000 + ms).to_be_bytes()[2..]);
        id[6..].copy_from_slice(&tail);
        id
    })
}

/// CBOR of any shape, in the shortest form or not.
fn cbor() -> impl Strategy<Value = Vec<u8>> {
    let number =
        (0u8..2, prop_oneof![0u64..24, 0u64..70_000, any::<u64>()], 0u8..4).prop_map(|(major, n, wide)| {
            let mut bytes = Vec::new();
            head(&mut bytes, major, n, wide);
            bytes
        });
    let text = ("[ -~क-ह]{0,40}", 2u8..4).prop_map(|(text, major)| {
        let mut bytes = Vec::new();
        head(&mut bytes, major, text.len() as u64, 0);
        bytes.extend(text.bytes());
        bytes
    });
    let simple = prop::sample::select(vec![
        vec![0xf4],
        vec![0xf6],
        vec![0xf9, 1, 2],
        vec![0xfb, 1, 2, 3, 4, 5, 6, 7, 8],
    ]);
    prop_oneof![number, text, simple].prop_recursive(4, 30, 4, |inner| {
        (4u8..6, prop::collection::vec(inner, 0..4)).prop_map(|(major, items)| {
            let mut bytes = Vec::new();
            let even = items.len() / 2 * 2;
            let items = if major == 5 { &items[..even] } else { &items[..] };
            head(&mut bytes, major, (items.len() / usize::from(major - 3)) as u64, 0);
            items.iter().for_each(|item| bytes.extend(item));
            bytes
        })
    })
}

/// A head with its argument, at least `wide` steps wider than need be.
fn head(bytes: &mut Vec<u8>, major: u8, n: u64, wide: u8) {
    let need = match n {
        0..24 => 0,
        24..0x100 => 1,
        0x100..0x1_0000 => 2,
        0x1_0000..0x1_0000_0000 => 3,
        _ => 4,
    };
    match need.max(wide) {
        0 => bytes.push(major << 5 | n as u8),
        step => {
            bytes.push(major << 5 | (23 + step));
            bytes.extend(&n.to_be_bytes()[8 - (1 << (step - 1))..]);
        }
    }
}

fn body() -> impl Strategy<Value = Option<Vec<u8>>> {
    let rubbish = prop::collection::vec(any::<u8>(), 0..80);
    let deep = (0usize..40).prop_map(|depth| [vec![0x81; depth], vec![0x01]].concat());
    let huge = (0usize..60_000).prop_map(|length| vec![0x5a; length]);
    prop_oneof![6 => cbor().prop_map(Some), 2 => rubbish.prop_map(Some), 1 => Just(None), 1 => deep.prop_map(Some), 1 => huge.prop_map(Some)]
}

/// Facts in any order, some twice, some under one id.
pub fn facts() -> impl Strategy<Value = Vec<Fact>> {
    let newer = prop::option::weighted(0.2, "[a-zक-ह]{0,12}");
    let one = (header(), body(), newer).prop_map(|(h, b, newer)| fact(h, b, newer.as_deref()));
    prop::collection::vec(one, 0..25)
}
