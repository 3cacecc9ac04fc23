//! What must be true in the end, asked of the programs alone.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::programs::{LONG, Office, Phone, run_for};

/// Syncs until nothing waits; the line is good by now, the hub is up.
pub fn synced(phone: &Phone, url: &str) {
    for _ in 0..20 {
        let ran = run_for(&mut phone.command(&["sync", "--hub", url]), LONG);
        if ran.exit == Some(0) && phone.ok(&["outbox"])["waiting"] == 0 {
            return;
        }
    }
    panic!("a phone does not come to an end: {:?}", phone.ok(&["sync"]));
}

/// A stream as it stands in the id of a fact.
pub fn plain(stream: &Value) -> String {
    stream.as_str().unwrap().replace('-', "")
}

/// The streams that a phone knows, each with its last number.
fn streams(phone: &Phone) -> BTreeMap<String, u64> {
    let said = phone.ok(&["outbox"]);
    assert_eq!(said["waiting"], 0, "{said}");
    assert_eq!(said["refused"], Value::Array(Vec::new()));
    let stream = |s: &Value| (plain(&s["stream"]), s["last"].as_u64().unwrap());
    said["streams"].as_array().unwrap().iter().map(stream).filter(|(_, last)| *last > 0).collect()
}

/// Facts of Sapos that are here and that the hub has numbered.
fn facts(phone: &Phone) -> u64 {
    let state = phone.ok(&["sync"]);
    assert_eq!((&state["waiting"], &state["kept_aside"]), (&0.into(), &0.into()), "{state}");
    assert_eq!(state["areas"].as_array().unwrap().len(), 1);
    assert_eq!(state["areas"][0]["whole"], true, "{state}");
    state["areas"][0]["facts"].as_u64().unwrap()
}

/// The hub has every fact of `confirmed` and of every phone, none twice; every phone and one that only now joins have all
/// of the hub's, and nothing waits anywhere. Gives how many facts there are.
pub fn nothing_is_lost(office: &Office, phones: &[Phone], url: &str, confirmed: &[String]) -> u64 {
    // Twice: what the last phone brought goes to the first.
    for _ in 0..2 {
        phones.iter().for_each(|phone| synced(phone, url));
    }
    let witness = Phone(office.dir.path().join("witness"));
    office.enrol(&witness, url);
    synced(&witness, url);
    let all = streams(&witness);
    let count = facts(&witness);
    // Numbers from 1 without a gap, and each once: then their last ones add up to the count.
    assert_eq!(all.values().sum::<u64>(), count);
    assert_eq!(office.facts(), count);
    for phone in phones {
        assert_eq!((&streams(phone), facts(phone)), (&all, count));
    }
    let mut distinct = confirmed.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), confirmed.len(), "no fact is confirmed twice");
    for fact in confirmed {
        let (stream, number) = fact.split_once('/').unwrap();
        let last = all.get(stream).copied().unwrap_or(0);
        assert!(number.parse::<u64>().unwrap() <= last, "{fact} was confirmed and is not on the hub");
    }
    count
}

/// The facts of a registration that its phone confirmed.
pub fn confirmed(said: Option<Value>) -> Vec<String> {
    let Some(said) = said.filter(|said| said["confirmed"] == true) else {
        return Vec::new();
    };
    let person = |one: &Value| one["fact"].as_str().unwrap().to_owned();
    said["people"].as_array().unwrap().iter().map(person).collect()
}
