use std::os::unix::fs::PermissionsExt;

use crate::support::Laptop;

#[test]
fn the_key_is_made_on_first_use_for_its_owner_alone() {
    let laptop = Laptop::new();
    laptop.ok(&["status"]);
    let key = std::fs::metadata(laptop.data().join("key")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
    let dir = std::fs::metadata(laptop.data()).unwrap();
    assert_eq!(dir.permissions().mode() & 0o777, 0o700);
}

#[test]
fn data_without_its_key_gets_no_new_one() {
    let laptop = Laptop::new();
    laptop.ok(&["status"]);
    std::fs::remove_file(laptop.data().join("key")).unwrap();
    laptop.refused(&["status"], "key_missing");
    assert!(!laptop.data().join("key").exists());
}

#[test]
fn another_key_is_refused_and_changes_nothing() {
    let (laptop, other) = (Laptop::of_sakti(), Laptop::new());
    other.ok(&["status"]);
    let file = other.data().join("key");
    let key = file.to_str().unwrap();
    laptop.refused(&["status", "--key-file", key], "wrong_key");
    assert_eq!(laptop.ok(&["status"])["workers"], 1);
}

#[test]
fn a_command_that_is_none_exits_with_2() {
    let laptop = Laptop::new();
    for arguments in [&["nothing"][..], &[], &["status", "--wrong"], &["draft", "cancel", "x"]] {
        let ran = laptop.run(arguments);
        assert_eq!((ran.exit, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains("कमांड ठीक से नहीं लिखा गया"), "{}", ran.stderr);
        let ran = laptop.run(&[arguments, &["--json", "--lang", "en"]].concat());
        assert_eq!((ran.exit, ran.stderr.as_str()), (2, ""), "{arguments:?}");
        assert_eq!(ran.json()["code"], "usage");
    }
    assert!(!laptop.data().exists(), "wrong usage leaves nothing behind");
}

#[test]
fn help_and_version_exit_with_0() {
    let laptop = Laptop::new();
    for option in ["--help", "--version"] {
        let ran = laptop.run(&[option]);
        assert_eq!(ran.exit, 0);
        assert!(ran.stdout.contains("shivir"), "{}", ran.stdout);
    }
    assert!(laptop.ok(&["register", "--help"])["help"].as_str().unwrap().contains("--consent"));
}

#[test]
fn a_refusal_is_one_sentence_in_the_language_asked_for() {
    let laptop = Laptop::new();
    let hindi = laptop.run(&["campaign", "show"]);
    assert_eq!((hindi.exit, hindi.stdout.as_str()), (1, ""));
    assert_eq!(hindi.stderr, "अभियान पैक नहीं मिला। कुछ बदला नहीं गया।\n");
    let english = laptop.run(&["campaign", "show", "--lang", "en"]);
    assert_eq!(english.exit, 1);
    assert_eq!(english.stderr, "The campaign pack was not found. Nothing was changed.\n");
    let value = laptop.refused(&["campaign", "show"], "not_found");
    assert_eq!(value["message"], hindi.stderr.trim_end());
}

#[test]
fn a_pack_that_is_wrong_names_the_place() {
    let laptop = Laptop::of_sakti();
    let file = laptop.data().join("pack.json");
    std::fs::write(&file, "{\"format\": 1, \"id\": 7}").unwrap();
    let value = laptop.refused(&["campaign", "load", file.to_str().unwrap()], "pack");
    assert!(value["path"].is_string(), "{value}");
    assert_eq!(laptop.ok(&["campaign", "show"])["id"], "sakti-2023");
    laptop.refused(&["campaign", "load", "no-such-pack"], "pack");
}

#[test]
fn the_figures_of_the_orders_are_shown() {
    let laptop = Laptop::new();
    let sakti = laptop.ok(&["campaign", "load", "sakti-2023"]);
    assert_eq!(sakti["target"]["beneficiaries"], 721_246);
    let ran = laptop.run(&["campaign", "show"]);
    assert!(ran.stdout.contains("7,21,246") && ran.stdout.contains("2,62,896"), "{}", ran.stdout);
    let bilaspur = laptop.ok(&["campaign", "load", "bilaspur", "--year", "2026"]);
    assert_eq!(bilaspur["deadline"], "2026-11-30");
}

#[test]
fn the_only_worker_need_not_be_named_and_two_must() {
    let laptop = Laptop::of_sakti();
    laptop.ok(crate::support::BLOCKED);
    laptop.ok(&["worker", "add", "--name", "रमेश", "--cadre", "vle"]);
    let ran = laptop.run(crate::support::BLOCKED);
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("--worker"), "{}", ran.stderr);
    laptop.ok(&[crate::support::BLOCKED, &["--worker", "रमेश"]].concat());
    laptop.refused(&[crate::support::BLOCKED, &["--worker", "कोई"]].concat(), "not_found");
}
