//! Batches: what goes in comes out, and nothing that comes can do harm.

use proptest::prelude::*;
use shivir_domain::fact::{Fact, FactHash};
use shivir_domain::wire::batch::{
    BATCH_VERSION, BatchWriter, MOST_BATCH, MOST_BODY, MOST_FACTS, can_travel, read_batch, write_batch,
};
use shivir_domain::wire::{Limit, WireError};

use crate::day::{Camp, Names, Plan};
use crate::odd::{fact, facts};

fn names() -> Names {
    Names::read(include_str!("names.tsv"))
}

fn day(seed: u64) -> Vec<Fact> {
    Camp::new(seed, &names()).day(Plan { listed: 30, new: 10, aadhaar: 6, other: 30 })
}

fn leb(mut n: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while n >= 0x80 {
        bytes.push(n as u8 | 0x80);
        n >>= 7;
    }
    bytes.push(n as u8);
    bytes
}

/// A batch whose columns are stored as they are.
fn stored(count: usize, plain: &[u8], packed: &[u8]) -> Vec<u8> {
    let mut bytes = vec![BATCH_VERSION, 255];
    [count, plain.len(), packed.len()].iter().for_each(|n| bytes.extend(leb(*n)));
    [bytes, plain.to_vec(), packed.to_vec()].concat()
}

/// Columns with any numbers and bytes.
fn columns() -> impl Strategy<Value = Vec<u8>> {
    let column = prop_oneof![
        prop::collection::vec(0u8..8, 0..60),
        prop::collection::vec(any::<u8>(), 0..60),
        prop::collection::vec(prop::sample::select(vec![0u8, 1, 2, 0x81, 0xa1, 0x18, 0x41, 0x61]), 0..60),
    ];
    prop::collection::btree_map(0u8..50, column, 0..30).prop_map(|columns| {
        let mut bytes = Vec::new();
        for (number, column) in columns {
            bytes.push(number);
            bytes.extend(leb(column.len()));
            bytes.extend(column);
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_facts_come_out_of_a_batch_with_the_same_bytes(facts in facts()) {
        let (bytes, taken) = write_batch(&facts);
        prop_assert_eq!(taken, facts.len());
        let back = read_batch(&bytes).unwrap();
        prop_assert_eq!(&back, &facts);
        for (back, fact) in back.iter().zip(&facts) {
            let hash: FactHash = fact.hash();
            let read = Fact::read(back.header_bytes.clone(), back.body.clone(), back.body_hash, hash);
            prop_assert!(read.is_ok());
        }
    }

    #[test]
    fn the_facts_of_a_day_come_out_of_a_batch_in_whatever_order(seed in any::<u64>(), turn in any::<prop::sample::Index>()) {
        let mut facts = day(seed);
        let turn = turn.index(facts.len());
        facts.rotate_left(turn);
        if seed % 2 == 0 { facts.reverse(); }
        let (bytes, _) = write_batch(&facts);
        prop_assert_eq!(read_batch(&bytes).unwrap(), facts);
    }

    #[test]
    fn any_bytes_are_refused_or_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_batch(&bytes);
        let _ = read_batch(&[&[BATCH_VERSION, 1][..], &bytes].concat());
    }

    #[test]
    fn any_columns_are_refused_or_read_without_panic(count in 0usize..30, plain in columns(), packed in columns()) {
        let _ = read_batch(&stored(count, &plain, &packed));
    }

    #[test]
    fn a_batch_that_was_cut_or_altered_is_refused_or_read_without_panic(
        seed in 0u64..50,
        at in any::<prop::sample::Index>(),
        flip in 1u8..=255,
        cut in any::<bool>(),
    ) {
        let (mut bytes, _) = write_batch(&day(seed));
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
            prop_assert!(read_batch(&bytes).is_err());
        } else {
            bytes[at] ^= flip;
            let _ = read_batch(&bytes);
        }
    }
}

#[test]
fn a_bomb_is_refused_before_memory_is_taken() {
    // 200 MB of zeros in 20 KB, honestly declared and not.
    let bomb = zstd::bulk::compress(&vec![0u8; 200 << 20], 19).unwrap();
    for said in [200 << 20, usize::MAX >> 1] {
        let bytes = [vec![BATCH_VERSION, 0], leb(1), leb(0), leb(said), bomb.clone()].concat();
        assert_eq!(read_batch(&bytes), Err(WireError::TooBig(Limit::Unpacked)));
    }
    for said in [0, 100, MOST_BATCH] {
        let bytes = [vec![BATCH_VERSION, 0], leb(1), leb(0), leb(said), bomb.clone()].concat();
        assert_eq!(read_batch(&bytes), Err(WireError::Malformed));
    }
}

#[test]
fn a_batch_that_unfolds_into_more_than_the_limit_is_refused() {
    // One fact whose base names one fact of the batch many times: a byte each here, some 20 in its header.
    let mut facts = day(1);
    facts.truncate(1);
    let mut header = facts[0].header.clone();
    header.id.seq += 1;
    header.base = vec![facts[0].id(); 2_000];
    facts.push(fact(header, None, None));
    assert!(!can_travel(&facts[1]));
    let (bytes, taken) = write_batch(&facts);
    assert_eq!((taken, read_batch(&bytes).unwrap().len()), (1, 1));
}

#[test]
fn more_facts_than_the_limit_are_refused_and_never_written() {
    let bytes = stored(MOST_FACTS + 1, &[], &[]);
    assert_eq!(read_batch(&bytes), Err(WireError::TooBig(Limit::Facts)));
    let mut batch = BatchWriter::new();
    let mut one = day(2).remove(0);
    let mut written = 0;
    for seq in 1.. {
        one.header.id.seq = seq;
        one = fact(one.header.clone(), one.body.clone(), None);
        if !batch.push(&one) {
            break;
        }
        written += 1;
    }
    assert_eq!(written, MOST_FACTS);
    assert_eq!(read_batch(&batch.finish()).unwrap().len(), MOST_FACTS);
}

#[test]
fn a_full_batch_of_large_facts_can_still_be_read() {
    let mut batch = BatchWriter::new();
    let mut header = day(3).remove(0).header;
    let body = vec![0x41; MOST_BODY];
    while batch.push(&fact(header.clone(), Some(body.clone()), None)) {
        header.id.seq += 1;
    }
    assert!(batch.len() > 50);
    assert_eq!(read_batch(&batch.finish()).unwrap().len(), batch.len());
    let over = fact(header, Some(vec![0; MOST_BODY + 1]), None);
    assert!(!can_travel(&over) && !BatchWriter::new().push(&over));
}

#[test]
fn a_newer_layout_dictionary_shape_or_column_is_told_from_damage() {
    let (mut bytes, _) = write_batch(&day(4));
    bytes[0] = 2;
    assert_eq!(read_batch(&bytes), Err(WireError::Newer(2)));
    bytes[0] = BATCH_VERSION;
    bytes[1] = 2;
    assert_eq!(read_batch(&bytes), Err(WireError::Newer(2)));
    // A column that is not known would be dropped silently.
    assert_eq!(read_batch(&stored(0, &[], &[30, 1, 7])), Err(WireError::Malformed));
    assert_eq!(read_batch(&stored(0, &[], &[])), Ok(Vec::new()));
}

#[test]
fn small_columns_that_would_unfold_into_gigabytes_are_refused() {
    // Facts with a base of 500 each, a byte an entry here and twenty in a header; 3,000 of them.
    let (first, _) = write_batch(&[fact(day(1)[0].header.clone(), Some(vec![0xa0]), None)]);
    assert_eq!(read_batch(&first).unwrap().len(), 1);
    let mut header = day(1)[0].header.clone();
    header.id.seq = 1;
    let mut batch = BatchWriter::new();
    let mut count = 0;
    loop {
        let id = header.id;
        header.base = if count == 0 { Vec::new() } else { vec![id; 500] };
        header.id.seq += u64::from(count > 0);
        header.time.0 += u64::from(count > 0);
        if !batch.push(&fact(header.clone(), Some(vec![0xa0]), None)) {
            break;
        }
        count += 1;
    }
    // The writer stops in time; what it holds is a hundredth of what comes out.
    assert!(count > 500 && count < 1_000, "{count}");
    let columns = batch.packed_columns();
    assert!(columns.len() < 600_000);
    // Ten times the same, made by hand: each column of the facts after the first repeated.
    let full = batch.finish();
    let again = by_hand(&full, &columns, count, 10);
    assert_eq!(read_batch(&again), Err(WireError::TooBig(Limit::Unpacked)));
    assert_eq!(read_batch(&by_hand(&full, &columns, count, 1)).unwrap().len(), count);
}

/// A batch whose columns go on as they end: the second half of each column so many times.
fn by_hand(batch: &[u8], columns: &[u8], count: usize, times: usize) -> Vec<u8> {
    let (mut at, mut packed) = (columns, Vec::new());
    let take = |bytes: &mut &[u8]| {
        let (mut n, mut shift) = (0usize, 0);
        loop {
            let byte = bytes[0];
            *bytes = &bytes[1..];
            n |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                return n;
            }
        }
    };
    let per_fact = |number: usize, length: usize| match number {
        // Base: a count of two bytes and 500 entries; all other columns a byte a fact, or the first fact's alone.
        10 => 502,
        _ if length >= count => 1,
        _ => 0,
    };
    while !at.is_empty() {
        let number = take(&mut at);
        let length = take(&mut at);
        let (column, rest) = at.split_at(length);
        at = rest;
        let more = column[length - per_fact(number, length)..].repeat((times - 1) * count);
        packed.push(number as u8);
        packed.extend(leb(length + more.len()));
        packed.extend(column);
        packed.extend(more);
    }
    let mut rest = &batch[2..];
    take(&mut rest);
    let plain = take(&mut rest);
    take(&mut rest);
    stored(times * count, &rest[..plain], &packed)
}
