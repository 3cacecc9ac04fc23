//! Makes the dictionary of the wire from invented days of invented people, and says what it saves:
//! `cargo run --release -p shivir-domain --example wire_dictionary -- [FILE]`. Without a file it only measures.
//!
//! A dictionary that phones have is never made anew under its number: a better one gets the next number in
//! `domain/src/wire/batch/packing.rs`.

#![allow(clippy::unwrap_used, reason = "an example that is run by hand")]

#[path = "../tests/wire/day.rs"]
mod day;

use day::{Camp, DAY, Names, Plan, Random};
use shivir_domain::fact::{Body, Fact};
use shivir_domain::wire::batch::{BatchWriter, read_batch, write_batch};

/// Bytes of the dictionary at most.
const SIZE: usize = 12 << 10;

const NAMES: &str = include_str!("../../cli/src/demo/names.tsv");
const VILLAGES: &str = "V\tअड़भार\nV\tछपोरा\nV\tबासीन\nV\tकरीगांव\nV\tपोता\nV\tजैजैपुर\nV\tसकर्रा\nV\tनगरदा\n";

fn writer(facts: &[Fact]) -> BatchWriter {
    let mut batch = BatchWriter::new();
    facts.iter().for_each(|fact| assert!(batch.push(fact)));
    batch
}

/// The same facts as rows of CBOR one after the other, and as JSON: what `docs/adr/0008-wire-format.md` compares with.
fn rows(facts: &[Fact]) -> (Vec<u8>, Vec<u8>) {
    let (mut cbor, mut json) = (Vec::new(), Vec::new());
    for fact in facts {
        let h = &fact.header;
        cbor.extend(&fact.header_bytes);
        cbor.extend(fact.body.iter().flatten());
        let body = match fact.body() {
            Ok(Some(Body::Visit(visit))) => serde_json::to_value(visit),
            Ok(Some(Body::PersonAdded(details))) => serde_json::to_value(details),
            _ => Ok(serde_json::Value::Null),
        };
        let row = serde_json::json!({
            "id": h.id, "time": h.time, "author": h.author, "typist": h.typist, "day": h.day, "minute": h.minute,
            "area": h.area, "kind": h.kind, "subject": h.subject, "base": h.base, "body": body.unwrap_or_default(),
        });
        json.extend(row.to_string().bytes());
    }
    (cbor, json)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let names = Names::read(&format!("{NAMES}\n{VILLAGES}"));
    let mut random = Random(20_261_121);
    let mut samples = Vec::new();
    for seed in 0..1_500 {
        let listed = random.pick(&[1, 2, 5, 12, 30, 60]);
        let new = listed / 3 + random.below(2);
        let plan = Plan { listed, new, aadhaar: (listed + new) / 7, other: random.pick(&[0, 10, 40]) };
        samples.push(writer(&Camp::new(seed, &names).day(plan)).packed_columns());
    }
    let dictionary = zstd::dict::from_samples(&samples, SIZE)?;
    println!("{} samples of {} bytes", samples.len(), samples.iter().map(Vec::len).sum::<usize>());
    println!("dictionary of {} bytes", dictionary.len());
    if let Some(file) = std::env::args().nth(1) {
        std::fs::write(&file, &dictionary)?;
    }
    let test = Names::read(include_str!("../tests/wire/names.tsv"));
    for (what, plan) in [
        ("the day of the budget", DAY),
        ("one listed person", Plan { listed: 1, new: 0, aadhaar: 0, other: 0 }),
        ("ten people", Plan { listed: 7, new: 3, aadhaar: 1, other: 0 }),
    ] {
        let facts = Camp::new(9_999_999, &test).day(plan);
        let begun = std::time::Instant::now();
        let (now, taken) = write_batch(&facts);
        let written = begun.elapsed();
        let begun = std::time::Instant::now();
        assert_eq!(read_batch(&now).unwrap(), facts);
        println!("{what}: written in {written:.1?}, read in {:.1?}", begun.elapsed());
        let packed = writer(&facts).packed_columns();
        let mut zstd = zstd::bulk::Compressor::with_dictionary(19, &dictionary)?;
        let with = zstd.compress(&packed)?.len();
        let without = zstd::bulk::compress(&packed, 19)?.len();
        let (cbor, json) = rows(&facts);
        let packed_rows = |rows: &[u8]| zstd::bulk::compress(rows, 19).map(|frame| frame.len());
        println!(
            "{what}: as JSON {}, with zstd {}; as rows of CBOR {}, with zstd {}",
            json.len(),
            packed_rows(&json)?,
            cbor.len(),
            packed_rows(&cbor)?
        );
        println!(
            "{what}: {taken} facts; columns {}, zstd alone {without}, with this dictionary {with}; a batch with the dictionary in use {}",
            packed.len(),
            now.len()
        );
    }
    Ok(())
}
