//! Bytes from anywhere: nothing panics, what is written is read back, and no byte changes unseen.

use proptest::prelude::*;
use shivir_domain::fact::{Fact, FactError, FactHash, FactKind};
use shivir_domain::fold::fold_person;

use crate::common::{Phone, body_hash, read_back};
use crate::history::{history, live};

/// Bytes, and CBOR that is nearly right: a written fact with some bytes changed, cut or doubled.
fn spoiled() -> impl Strategy<Value = (Fact, Vec<u8>, Vec<u8>)> {
    let facts = history().prop_map(|h| live(&h)).prop_filter("some fact", |f| !f.is_empty());
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4);
    (facts, any::<prop::sample::Index>(), changes, 0u8..4).prop_map(|(facts, which, changes, how)| {
        let fact = which.get(&facts).clone();
        let mut header = fact.header_bytes.clone();
        let mut body = fact.body.clone().unwrap_or_default();
        for (at, value) in changes {
            let spoilt = if how % 2 == 0 { &mut header } else { &mut body };
            if spoilt.is_empty() {
                continue;
            }
            let at = at.index(spoilt.len());
            match how {
                0 | 1 => spoilt[at] = value,
                2 => spoilt.truncate(at),
                _ => spoilt.insert(at, value),
            }
        }
        (fact, header, body)
    })
}

fn hash_of(header: &[u8], body_hash_: [u8; 32]) -> FactHash {
    let mut both = header.to_vec();
    both.extend_from_slice(&body_hash_);
    FactHash(body_hash(&both))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_header_and_body_read_or_are_refused_without_panic(
        header in prop::collection::vec(any::<u8>(), 0..200),
        body in prop::option::of(prop::collection::vec(any::<u8>(), 0..200)),
        sum in any::<[u8; 32]>(),
    ) {
        let read = Fact::read(header.clone(), body.clone(), sum, FactHash(sum));
        prop_assert!(matches!(read, Err(FactError::Header | FactError::Hash)));
        let sum = body_hash(body.as_deref().unwrap_or_default());
        // Right hashes over nonsense: only the header can stop it, and the body is judged by its kind.
        if let Ok(fact) = Fact::read(header.clone(), body, sum, hash_of(&header, sum)) {
            let _ = fact.body();
            let _ = fold_person(&[&fact]);
        }
    }

    #[test]
    fn any_body_of_any_kind_is_read_or_reported_without_panic(
        kind in 0u16..14,
        body in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let mut phone = Phone::new(1);
        let id = phone.say_bytes(FactKind::from_number(kind), body);
        let fact = read_back(phone.fact(id));
        let fold = fold_person(&[&fact]);
        let unread = !matches!(fact.body(), Ok(Some(_))) || kind == FactKind::WorkerAdded.number();
        prop_assert_eq!(fold.unread.contains(&id), unread);
    }

    #[test]
    fn a_spoilt_fact_is_refused_by_its_hash_or_read_as_it_is_by_another(
        (fact, header, body) in spoiled(),
    ) {
        let (old, sum) = (fact.hash(), body_hash(&body));
        let same = header == fact.header_bytes && Some(&body) == fact.body.as_ref();
        let read = Fact::read(header.clone(), Some(body.clone()), sum, old);
        prop_assert_eq!(read.is_ok(), same);
        let kept = Fact::read(header.clone(), Some(body.clone()), fact.body_hash, old);
        prop_assert_eq!(kept.is_ok(), same);
        if let Ok(read) = Fact::read(header.clone(), Some(body), sum, hash_of(&header, sum)) {
            let _ = fold_person(&[&read, &fact]);
        }
    }

    #[test]
    fn what_is_written_is_read_back_the_same_and_folds_the_same(h in history()) {
        let facts = live(&h);
        let back: Vec<Fact> = facts.iter().map(read_back).collect();
        prop_assert_eq!(&back, &facts);
        let fold = |facts: &[Fact]| fold_person(&facts.iter().collect::<Vec<_>>());
        prop_assert_eq!(fold(&back), fold(&facts));
    }

    #[test]
    fn the_hash_changes_with_any_byte_of_header_or_body(
        h in history(),
        which in any::<prop::sample::Index>(),
        flip in 1u8..=255,
    ) {
        let facts = live(&h);
        prop_assume!(!facts.is_empty());
        let fact = which.get(&facts);
        let body = fact.body.clone().unwrap();
        for at in 0..fact.header_bytes.len() {
            let mut other = fact.clone();
            other.header_bytes[at] ^= flip;
            prop_assert_ne!(other.hash(), fact.hash());
        }
        for at in 0..body.len() {
            let mut other = body.clone();
            other[at] ^= flip;
            let read = Fact::read(fact.header_bytes.clone(), Some(other), fact.body_hash, fact.hash());
            prop_assert_eq!(read, Err(FactError::Hash));
        }
        let without = Fact::read(fact.header_bytes.clone(), None, fact.body_hash, fact.hash());
        prop_assert!(without.is_ok_and(|f| f.hash() == fact.hash()));
    }
}

#[test]
fn a_length_of_many_gigabytes_is_refused_without_taking_the_memory() {
    let huge = [0x9b, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff];
    for key in [0x02u8, 0x03, 0x09] {
        let mut body = vec![0xa1, key];
        body.extend_from_slice(&huge);
        for kind in FactKind::ALL {
            let mut phone = Phone::new(1);
            let id = phone.say_bytes(*kind, body.clone());
            let _ = phone.fact(id).body();
            let sum = body_hash(&[]);
            let read = Fact::read(body.clone(), None, sum, hash_of(&body, sum));
            assert_eq!(read, Err(FactError::Header));
        }
    }
}
