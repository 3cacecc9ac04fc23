use serde_json::json;

use crate::support::{BLOCKED, Laptop};

#[test]
fn the_day_is_told_as_message_csv_and_figures() {
    let laptop = Laptop::of_sakti();
    laptop.ok(&[BLOCKED, &["--day", "2026-11-20", "--camp", "1"]].concat());
    let csv = laptop.data().join("day.csv");
    let day = ["tally", "--day", "20-11-2026", "--camp", "1", "--csv", csv.to_str().unwrap()];
    let value = laptop.ok(&day);
    assert_eq!(value["tally"]["served"], 1);
    assert_eq!(value["tally"]["cases"], 1);
    assert_eq!(value["tally"]["cards"][0]["outcomes"], json!([{"of": "BLOCKED_AADHAAR", "people": 1}]));
    assert!(std::fs::read_to_string(&csv).unwrap().starts_with('\u{feff}'));
    let message = laptop.run(&["tally", "--day", "20-11-2026", "--message"]);
    assert!(message.stdout.starts_with('*') && message.stdout.contains("20 नवंबर 2026"));
    assert!(value["message"].as_str().unwrap().contains("*"));
    let screen = laptop.run(&["tally", "--day", "20-11-2026", "--lang", "en"]);
    assert!(screen.stdout.contains("20 November 2026") && !screen.stdout.contains('*'));
    assert_eq!(laptop.ok(&["tally", "--day", "2026-11-19"])["tally"]["served"], 0);
}

#[test]
fn a_ledger_without_a_list_says_what_is_missing() {
    let laptop = Laptop::of_sakti();
    let value = laptop.refused(&["ledger"], "not_found");
    assert!(value["message"].as_str().unwrap().contains("लोगों की सूची"), "{value}");
}

#[test]
fn what_waits_for_the_district_is_counted() {
    let laptop = Laptop::of_sakti();
    let before = laptop.ok(&["outbox"])["waiting"].as_u64().unwrap();
    laptop.ok(BLOCKED);
    let value = laptop.ok(&["outbox"]);
    assert_eq!(value["waiting"].as_u64().unwrap(), before + 2, "the person and her visit");
    assert_eq!(value["refused"], json!([]));
    assert!(value["oldest"]["day"].is_string());
    let status = laptop.ok(&["status"]);
    assert_eq!(status["outbox"], value["waiting"]);
    assert_eq!(status["campaign"]["id"], "sakti-2023");
    assert!(status["free_mb"].is_u64() && status["room"].is_string());
}
