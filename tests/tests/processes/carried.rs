//! A phone that never meets a network: enrolled by a file, its work carried to the district by hand, and acknowledged.

use std::time::Duration;

use crate::oracle::confirmed;
use crate::programs::{LONG, Office, Phone, run_for};

#[test]
fn what_a_phone_wrote_that_never_met_a_network_is_carried_by_hand_and_acknowledged_back_to_it() {
    let office = Office::with_sqlite();
    let dir = office.dir.path();
    let file = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    let phone = Phone(dir.join("phone"));
    // Nothing listens at that address, and nobody asks it.
    let invitation = office.invite("http://127.0.0.1:9")["invitation"].as_str().unwrap().to_owned();
    phone.ok(&["campaign", "load", "sakti-2023"]);
    phone.ok(&["enrol", "--invitation", &invitation, "--out", &file("ask")]);
    office.ok(&["courier", &file("ask"), "--out", &file("answer")]);
    phone.ok(&["enrol", "--in", &file("answer")]);
    let names = ["सीता बाई", "गंगाराम पटेल", "फूलमती यादव"];
    let mut kept = Vec::new();
    for (name, age) in names.into_iter().zip([45, 61, 33]) {
        kept.extend(confirmed(phone.register(name, age, LONG).said()));
    }
    assert_eq!(kept.len(), 3);
    let waiting = phone.ok(&["outbox"])["waiting"].as_u64().unwrap();
    assert_eq!(phone.ok(&["sync", "--out", &file("up-1")])["facts"], waiting);
    assert_eq!(phone.ok(&["outbox"])["waiting"], waiting, "what was carried off is not yet acknowledged");
    // The first carrier is late; a second file goes with more in it, and arrives first.
    kept.extend(confirmed(phone.register("बुधराम कंवर", 52, LONG).said()));
    phone.ok(&["sync", "--out", &file("up-2")]);
    let all = phone.ok(&["outbox"])["waiting"].as_u64().unwrap();
    assert_eq!(office.ok(&["courier", &file("up-2"), "--out", &file("down-2")])["taken"], all);
    assert_eq!(office.ok(&["courier", &file("up-1"), "--out", &file("down-1")])["taken"], 0);
    // A carrier who changes a byte is found out, on either way.
    let mut altered = std::fs::read(dir.join("up-1")).unwrap();
    *altered.last_mut().unwrap() ^= 1;
    std::fs::write(dir.join("altered"), altered).unwrap();
    let refused = ["courier", &file("altered"), "--out", &file("no")];
    let mut command = std::process::Command::new(crate::programs::folder().join("shivir-hub"));
    command.args(refused).args(["--json", "--db", &format!("sqlite:{}", file("hub.db"))]).env_clear();
    assert_eq!(run_for(&mut command, LONG).exit, Some(1));
    let ran = run_for(&mut phone.command(&["sync", "--in", &file("no")]), LONG);
    assert_eq!((ran.exit, phone.ok(&["outbox"])["waiting"].as_u64()), (Some(1), Some(all)));
    // Answers in the wrong order, one of them twice, the phone killed over the first.
    run_for(&mut phone.command(&["sync", "--in", &file("down-1")]), Duration::from_millis(5));
    phone.ok(&["sync", "--in", &file("down-1")]);
    phone.ok(&["sync", "--in", &file("down-2")]);
    phone.ok(&["sync", "--in", &file("down-1")]);
    let state = phone.ok(&["sync"]);
    assert_eq!((&state["waiting"], &state["acknowledged"]), (&0.into(), &all.into()));
    assert_eq!((state["kept_aside"].as_u64(), office.facts()), (Some(0), all));
}
