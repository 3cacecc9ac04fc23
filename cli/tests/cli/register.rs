use serde_json::{Value, json};

use crate::support::{BLOCKED, Laptop};

fn person(laptop: &Laptop, registered: &Value) -> Value {
    let id = registered["people"][0]["person"].as_str().unwrap();
    laptop.ok(&["person", id])
}

#[test]
fn someone_new_whose_aadhaar_blocks_the_card_is_registered_end_to_end() {
    let laptop = Laptop::of_sakti();
    let value = laptop.ok(&[BLOCKED, &["--day", "20-11-2026", "--time", "10:15"]].concat());
    assert_eq!(value["confirmed"], true);
    let one = &value["people"][0];
    assert_eq!(one["name"], "सीता बाई");
    assert_eq!(one["outcomes"], json!([{"kind": "FAMILY", "outcome": "BLOCKED_AADHAAR"}]));
    assert_eq!(one["reason"], "MOBILE");
    assert!(one["slip"].as_str().unwrap().starts_with("00-001-"));
    assert!(one["case"].is_string() && !one["papers"].as_array().unwrap().is_empty());
    let person = person(&laptop, &value);
    assert_eq!(person["class"], "beside");
    assert_eq!(person["visits"][0]["day"], "2026-11-20");
    assert_eq!(person["visits"][0]["minute"], 615);
    assert_eq!(person["cases"][0]["state"], "QUEUED");
    assert_eq!(person["details"]["village"], "सपोस");
    assert!(person["details"]["area"].as_u64().unwrap() > 0, "the village brings its panchayat");
    assert_eq!(laptop.ok(&["draft", "list"])["drafts"], json!([]));
}

#[test]
fn the_slip_and_the_papers_stand_in_the_text() {
    let laptop = Laptop::of_sakti();
    let ran = laptop.run(BLOCKED);
    assert_eq!((ran.exit, ran.stderr.as_str()), (0, ""));
    for part in ["पंजीयन दर्ज हुआ", "सीता बाई", "पर्ची: 00-001-", "मोबाइल लिंक नहीं", "साथ ले जाएँ"]
    {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
    let ran = laptop.run(&[BLOCKED, &["--lang", "en"]].concat());
    for part in ["Registered", "Slip: 00-002-", "no mobile linked", "To bring"] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
}

#[test]
fn a_warning_stops_it_until_it_is_gone_over() {
    let laptop = Laptop::of_sakti();
    let first = laptop.ok(BLOCKED);
    let id = first["people"][0]["person"].as_str().unwrap().to_owned();
    let again =
        ["register", "--person", &id, "--consent", "signed", "--no-document", "--outcome", "INTAKE_DONE"];
    let value = laptop.refused(&again, "warnings");
    let warnings: Vec<&str> = value["warnings"][0]["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| w["warning"].as_str().unwrap())
        .collect();
    assert_eq!(warnings, ["open_case", "registered"]);
    let english = laptop.run(&[&again[..], &["--lang", "en"]].concat());
    assert!(english.stderr.contains("Registered before"), "{}", english.stderr);
    assert_eq!(laptop.ok(&["draft", "list"])["drafts"], json!([]), "nothing half-done is left");
    laptop.ok(&[&again[..], &["--go-on"]].concat());
    assert_eq!(person(&laptop, &first)["visits"].as_array().unwrap().len(), 2);
}

#[test]
fn a_rule_of_the_flow_refuses_with_its_reason_and_leaves_nothing() {
    let laptop = Laptop::of_sakti();
    let child = [
        "register",
        "--new-name",
        "गुड़िया",
        "--village",
        "सपोस",
        "--age",
        "9",
        "--consent",
        "thumb",
        "--no-document",
        "--outcome",
        "NOT_IN_LIST",
        "--ration-reason",
        "NEWBORN",
    ];
    let value = laptop.refused(&child, "refused");
    assert_eq!(value["reason"], "guardian");
    let english = laptop.run(&[&child[..], &["--lang", "en"]].concat());
    assert_eq!(
        english.stderr,
        "Under 18: write the guardian's name and relation. Nothing was registered; correct it and run it again.\n"
    );
    let maker = laptop.refused(
        &[
            "register",
            "--new-name",
            "Ram",
            "--guest-from",
            "Raigarh",
            "--age",
            "40",
            "--consent",
            "signed",
            "--no-document",
            "--outcome",
            "APPROVED",
        ],
        "refused",
    );
    assert_eq!(maker["reason"], json!({"card_maker": "APPROVED"}));
    assert_eq!(laptop.ok(&["draft", "list"])["drafts"], json!([]));
    let child = [&child[..], &["--guardian", "सीता बाई", "--by", "MOTHER"]].concat();
    let value = laptop.ok(&child);
    assert!(value["people"][0]["ration_case"].is_string());
}

#[test]
fn a_missing_answer_is_wrong_usage_and_names_the_option() {
    let laptop = Laptop::of_sakti();
    let (flags, _) = BLOCKED.split_at(BLOCKED.len() - 4);
    let ran = laptop.run(&[flags, &["--json"]].concat());
    assert_eq!(ran.exit, 2);
    let value = ran.json();
    assert_eq!(value["step"], "follow");
    assert!(value["message"].as_str().unwrap().contains("--reason"));
    assert_eq!(laptop.run(&["register"]).exit, 2);
}

#[test]
fn consent_refused_is_respected_and_kept() {
    let laptop = Laptop::of_sakti();
    let value = laptop.ok(&[
        "register",
        "--new-name",
        "Ram",
        "--village",
        "Sapos",
        "--age",
        "30",
        "--consent",
        "refused",
    ]);
    assert_eq!(value["people"][0]["outcomes"][0]["outcome"], "REFUSED");
    let person = person(&laptop, &value);
    assert_eq!(person["visits"][0]["visit"]["consent"]["given"], false);
}

#[test]
fn at_seventy_both_cards_get_their_outcome() {
    let laptop = Laptop::of_sakti();
    let value = laptop.ok(&[
        "register",
        "--new-name",
        "बुधराम",
        "--village",
        "सपोस",
        "--birth",
        "1950-05-01",
        "--consent",
        "thumb",
        "--no-document",
        "--outcome",
        "INTAKE_DONE",
        "VAY_VANDANA=NO_DOCS",
    ]);
    assert_eq!(
        value["people"][0]["outcomes"],
        json!([
            {"kind": "FAMILY", "outcome": "INTAKE_DONE"},
            {"kind": "VAY_VANDANA", "outcome": "NO_DOCS"},
        ])
    );
}

#[test]
fn a_correction_keeps_the_old_record_and_a_withdrawal_too() {
    let laptop = Laptop::of_sakti();
    let first = laptop.ok(BLOCKED);
    let fact = first["people"][0]["fact"].as_str().unwrap().to_owned();
    let second = laptop.ok(&[
        "register",
        "--correct",
        &fact,
        "--consent",
        "thumb",
        "--document",
        "AADHAAR",
        "--outcome",
        "INTAKE_DONE",
    ]);
    assert_eq!(second["people"][0]["slip"], first["people"][0]["slip"], "the slip in her hand stays");
    let corrected = second["people"][0]["fact"].as_str().unwrap().to_owned();
    let value = laptop.refused(&["withdraw", &fact], "refused");
    assert_eq!(value["reason"], "no_longer_stands");
    assert_eq!(laptop.ok(&["withdraw", &corrected])["withdrawn"], corrected);
    let person = person(&laptop, &first);
    assert_eq!(person["visits"].as_array().unwrap().len(), 2);
    assert!(person["visits"].as_array().unwrap().iter().all(|v| v["replaced_by"].is_string()));
}

#[test]
fn asked_step_by_step_with_back_and_a_draft_that_is_resumed() {
    let laptop = Laptop::of_sakti();
    let ran = laptop.type_in(
        &["register", "--ask"],
        // Not on the list, name, no relative, woman, 45, village; thumb; back; signed; papers 1 and 2; then it stops.
        &["3", "सीता बाई", "", "1", "45", "सपोस", "2", "<", "1", "1 2", "q"],
    );
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("register --draft 1"), "{}", ran.stdout);
    let drafts = laptop.ok(&["draft", "list"]);
    assert_eq!(drafts["drafts"][0]["members"][0]["step"], "outcome");
    // The third of the outcomes that a mitanin may give is BLOCKED_AADHAAR; the fourth reason at 45 is the name.
    let ran = laptop.type_in(&["register", "--draft", "1", "--ask", "--json"], &["3", "4", "", "1"]);
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    let value = ran.json();
    assert_eq!(value["people"][0]["outcomes"][0]["outcome"], "BLOCKED_AADHAAR");
    let person = person(&laptop, &value);
    assert_eq!(person["visits"][0]["visit"]["consent"]["mode"], "SIGNED");
    assert_eq!(person["visits"][0]["visit"]["documents"], json!(["AADHAAR", "RATION_CARD"]));
    assert_eq!(laptop.ok(&["draft", "list"])["drafts"], json!([]));
}

#[test]
fn a_cancelled_draft_is_gone() {
    let laptop = Laptop::of_sakti();
    laptop.type_in(&["register", "--ask"], &["3", "Ram", "", "2", "", "Sapos", "q"]);
    assert_eq!(laptop.ok(&["status"])["drafts"], 1);
    laptop.ok(&["draft", "cancel", "1"]);
    assert_eq!(laptop.ok(&["status"])["drafts"], 0);
    laptop.refused(&["draft", "cancel", "1"], "not_found");
    laptop.refused(&["register", "--draft", "1"], "not_found");
}

/// Someone new of whom enough is told to know her again.
const TOLD: &[&str] = &[
    "register",
    "--new-name",
    "सुकवारो बाई",
    "--relative",
    "बुधराम",
    "--village",
    "सपोस",
    "--age",
    "52",
    "--sex",
    "F",
    "--consent",
    "thumb",
    "--document",
    "AADHAAR",
    "--outcome",
    "INTAKE_DONE",
];

#[test]
fn someone_new_who_is_known_already_is_shown_and_not_registered_until_it_is_said_who_it_is() {
    let laptop = Laptop::of_sakti();
    let first = laptop.ok(TOLD);
    assert_eq!(first["people"][0]["likely"], json!([]));
    let id = first["people"][0]["person"].as_str().unwrap();
    let value = laptop.refused(TOLD, "likely");
    assert_eq!((&value["likely"][0]["person"], &value["likely"][0]["band"]), (&json!(id), &json!("same")));
    assert_eq!(value["likely"][0]["why"][0]["finding"], "NAME_SAME");
    let english = laptop.run(&[TOLD, &["--lang", "en"]].concat()).stderr;
    for part in
        ["seems to be known already", id, "same father or husband", "--another ID", "Nothing was registered"]
    {
        assert!(english.contains(part), "{part}: {english}");
    }
    let hindi = laptop.run(TOLD).stderr;
    for part in ["पहले से दर्ज लगता है", id, "गाँव एक", "--another ID", "कुछ दर्ज नहीं हुआ"]
    {
        assert!(hindi.contains(part), "{part}: {hindi}");
    }
    assert_eq!(laptop.ok(&["draft", "list"])["drafts"], json!([]), "nothing half-done is left");
    let second = laptop.ok(&[TOLD, &["--another", id]].concat());
    assert_ne!(second["people"][0]["person"], id);
    assert_eq!(second["people"][0]["likely"], json!([]), "it was answered");
    // Now there are two of them, and one answer is not enough.
    laptop.refused(&[TOLD, &["--another", id]].concat(), "likely");
}

#[test]
fn who_is_only_like_her_is_named_after_the_registration() {
    let laptop = Laptop::of_sakti();
    laptop.ok(BLOCKED);
    let again = laptop.ok(BLOCKED);
    assert_eq!(again["people"][0]["likely"][0]["band"], "ask");
    let ran = laptop.run(&[BLOCKED, &["--lang", "en"]].concat());
    assert!(ran.stdout.contains("People who are like her"), "{}", ran.stdout);
}

#[test]
fn asked_step_by_step_the_draft_is_switched_to_whom_is_known_or_kept_for_another() {
    let laptop = Laptop::of_sakti();
    let first = laptop.ok(TOLD);
    let id = first["people"][0]["person"].as_str().unwrap();
    let new = ["3", "Sukwaro", "Budhram", "1", "52", "सपोस"];
    // It is she, who was registered before: the warning is read; then it stops at the consent.
    let ran = laptop.type_in(&["register", "--ask"], &[&new[..], &["1", "1", "q"]].concat());
    assert!(ran.stderr.contains("पहले से दर्ज") && ran.stderr.contains("सुकवारो बाई"), "{}", ran.stderr);
    let drafts = laptop.ok(&["draft", "list"]);
    let member = &drafts["drafts"][0]["members"][0];
    assert_eq!((&member["person"], &member["step"]), (&json!(id), &json!("consent")));
    laptop.ok(&["draft", "cancel", "1"]);
    // None of these.
    laptop.type_in(&["register", "--ask"], &[&new[..], &["2", "q"]].concat());
    let drafts = laptop.ok(&["draft", "list"]);
    let member = &drafts["drafts"][0]["members"][0];
    assert_ne!(member["person"], id);
    assert_eq!(member["step"], "consent");
}
