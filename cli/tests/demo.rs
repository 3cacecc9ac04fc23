//! The demo at the size of the district: the one run of every test at full size.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

use std::process::Command;

use serde_json::Value;

fn demo(arguments: &[&str]) -> Value {
    let out =
        Command::new(env!("CARGO_BIN_EXE_shivir")).args(["demo", "--json"]).args(arguments).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success(), "{text}");
    serde_json::from_str(&text).unwrap()
}

fn number(found: &Value, key: &str) -> f64 {
    found[key].as_f64().unwrap_or_else(|| panic!("{key} is no number"))
}

#[test]
fn a_camp_day_over_the_whole_of_sakti_loses_nobody_though_it_is_killed() {
    let found = demo(&[]);
    assert_eq!(number(&found, "people"), 721_246.0);
    assert_eq!(number(&found, "cards_made"), 458_350.0);
    assert_eq!(number(&found, "lost"), 0.0);
    assert!(number(&found, "kills") >= 3.0);
    assert_eq!(number(&found, "registered"), number(&found, "confirmed"));
    assert_eq!(number(&found, "registered"), 300.0);
    assert!(number(&found, "cases_opened") > 0.0);
    // A fact for each registration, and for each worker and each person who was added.
    assert!(number(&found, "outbox_facts") > number(&found, "registered"));
    assert_eq!(found["outcomes"].as_object().unwrap().len(), 14, "every outcome occurs");
    for measured in [
        "import_rows_per_s",
        "import_over_bare_insert",
        "confirm_p50_us",
        "confirm_over_fdatasync",
        "peak_rss_mb",
        "roster_db_mb",
    ] {
        assert!(number(&found, measured) > 0.0, "{measured}");
    }
    assert!(number(&found, "peak_rss_mb") <= 150.0);
    assert!(number(&found, "roster_db_mb") <= 150.0);
}

#[test]
fn a_folder_with_data_is_not_touched() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("camp.db"), "precious").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_shivir"));
    let out = command.args(["demo", "--json", "--data-dir"]).arg(dir.path()).output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    assert_eq!(std::fs::read(dir.path().join("camp.db")).unwrap(), b"precious");
}
