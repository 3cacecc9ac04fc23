use serde_json::{Value, json};

use crate::support::{BLOCKED, Laptop};

fn queued(laptop: &Laptop) -> String {
    let value = laptop.ok(BLOCKED);
    value["people"][0]["case"].as_str().unwrap().to_owned()
}

fn states(case: &Value) -> Vec<&str> {
    let history = case["case"]["history"].as_array().unwrap();
    history.iter().map(|h| h["to"].as_str().unwrap()).collect()
}

#[test]
fn a_case_goes_its_way_until_the_person_is_back_on_the_list() {
    let laptop = Laptop::of_sakti();
    let case = queued(&laptop);
    let list = laptop.ok(&["case", "list", "--reason", "MOBILE"]);
    assert_eq!(list["cases"][0]["case"], case);
    assert_eq!(list["cases"][0]["due"], true);
    assert_eq!(laptop.ok(&["case", "list", "--reason", "NAME"])["cases"], json!([]));
    laptop.ok(&["case", "step", &case, "--to", "REFERRED"]);
    let slip = ["--tracking", "S1234567890", "--fee", "75"];
    laptop.ok(&[&["case", "step", &case, "--to", "submitted"][..], &slip].concat());
    let value = laptop.ok(&["case", "step", &case, "--to", "UPDATED"]);
    assert_eq!(states(&value), ["QUEUED", "REFERRED", "SUBMITTED", "UPDATED"]);
    assert_eq!(value["case"]["history"][2]["fee"], 7500);
    assert_eq!(value["case"]["history"][2]["author_name"], "सुनीता");
    let ready = laptop.ok(&["case", "ready"]);
    assert_eq!(ready["ready"][0]["name"], "सीता बाई");
    let shown = laptop.run(&["case", "show", &case]);
    for part in ["सीता बाई", "मोबाइल लिंक नहीं", "शुल्क", "साथ ले जाएँ", "S1234567890"]
    {
        assert!(shown.stdout.contains(part), "{part}: {}", shown.stdout);
    }
    assert!(laptop.run(&["case", "list"]).stdout.contains("अपडेट हुआ"));
}

#[test]
fn a_step_that_does_not_follow_is_refused_in_both_languages() {
    let laptop = Laptop::of_sakti();
    let case = queued(&laptop);
    let step = ["case", "step", &case, "--to", "CLOSED"];
    let value = laptop.refused(&step, "refused");
    assert!(value["message"].as_str().unwrap().contains("नहीं आता"), "{value}");
    let english = laptop.run(&[&step[..], &["--lang", "en"]].concat());
    assert!(english.stderr.contains("does not follow"), "{}", english.stderr);
    let ended = laptop.ok(&["case", "step", &case, "--to", "REFUSED"]);
    assert_eq!(ended["case"]["state"], "REFUSED");
    assert_eq!(laptop.ok(&["case", "list"])["cases"], json!([]));
    assert_eq!(laptop.ok(&["case", "list", "--all"])["cases"][0]["case"], case);
}

#[test]
fn a_whole_number_typed_as_a_slip_number_is_refused_and_kept_nowhere() {
    let laptop = Laptop::of_sakti();
    let case = queued(&laptop);
    let step = ["case", "step", &case, "--to", "SUBMITTED", "--tracking", "2341 2341 2346"];
    let ran = laptop.run(&step);
    assert_eq!(ran.exit, 1);
    assert!(!ran.stderr.contains("2341"), "{}", ran.stderr);
    assert!(!laptop.run(&["case", "show", &case, "--json"]).stdout.contains("2341 "));
}

#[test]
fn a_case_is_opened_outside_a_registration_and_only_once() {
    let laptop = Laptop::of_sakti();
    let value = laptop.ok(&[
        "register",
        "--new-name",
        "Ram",
        "--village",
        "Sapos",
        "--age",
        "40",
        "--consent",
        "signed",
        "--no-document",
        "--outcome",
        "INTAKE_DONE",
    ]);
    let person = value["people"][0]["person"].as_str().unwrap().to_owned();
    let open = ["case", "open", &person, "--reason", "NAME", "--last4", "234123412346"];
    let opened = laptop.ok(&open);
    assert_eq!(opened["case"]["state"], "QUEUED");
    assert!(!opened.to_string().contains("2341"));
    laptop.refused(&open, "refused");
    let worn = ["case", "open", &person, "--reason", "BIO_WORN"];
    laptop.refused(&worn, "refused");
}

#[test]
fn a_ration_card_case_brings_the_person_back_on_the_list() {
    let laptop = Laptop::of_sakti();
    let value = laptop.ok(&[
        "register",
        "--new-name",
        "Ram",
        "--village",
        "Sapos",
        "--age",
        "40",
        "--consent",
        "signed",
        "--no-document",
        "--outcome",
        "NOT_IN_LIST",
        "--ration-reason",
        "NO_CARD",
    ]);
    let case = value["people"][0]["ration_case"].as_str().unwrap().to_owned();
    let step = |to| laptop.ok(&["case", "ration-step", &case, "--to", to, "--number", "A-1"]);
    assert_eq!(step("APPLIED")["ration_case"]["state"], "APPLIED");
    assert_eq!(step("ADDED")["ration_case"]["history"].as_array().unwrap().len(), 3);
    laptop.refused(&["case", "ration-step", &case, "--to", "APPLIED"], "refused");
    assert_eq!(laptop.ok(&["case", "ready"])["ready"][0]["ready"]["by"], "ration");
}
