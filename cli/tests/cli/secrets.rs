use crate::support::{BLOCKED, Laptop};

/// Valid by its check digit, UIDAI's own example.
const WHOLE: &str = "234123412346";
/// Fails the check.
const WRONG: &str = "234123412345";

/// No part of the number past its last four digits stands in a text.
fn clean(text: &str) -> bool {
    ![WHOLE, WRONG, "2341 2341", "23412341", "2341-2341"].iter().any(|n| text.contains(n))
}

fn holds(bytes: &[u8], wanted: &str) -> bool {
    let utf16: Vec<u8> = wanted.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|w| w == wanted.as_bytes())
        || bytes.windows(utf16.len()).any(|w| w == utf16)
}

fn nowhere_in_files(laptop: &Laptop) {
    for file in laptop.files() {
        let bytes = std::fs::read(&file).unwrap();
        for number in [WHOLE, WRONG, "23412341"] {
            assert!(!holds(&bytes, number), "{}", file.display());
        }
    }
}

#[test]
fn twelve_digits_typed_where_four_belong_are_nowhere_afterwards() {
    let laptop = Laptop::of_sakti();
    let (flags, _) = BLOCKED.split_at(BLOCKED.len() - 2);
    for typed in [WHOLE, "2341 2341 2346", "2341-2341-2346", "२३४१२३४१२३४६"] {
        let ran = laptop.run(&[flags, &["--last4", typed]].concat());
        assert_eq!(ran.exit, 0, "{}", ran.stderr);
        assert!(clean(&ran.stdout) && clean(&ran.stderr), "{}", ran.stdout);
        let joined = format!("--last4={typed}");
        let value = laptop.ok(&[flags, &[&joined]].concat());
        let id = value["people"][0]["person"].as_str().unwrap().to_owned();
        // All that the facts say of her, decrypted.
        let person = laptop.run(&["person", &id, "--json"]);
        assert!(person.stdout.contains("\"last4\":\"2346\""), "{}", person.stdout);
        assert!(clean(&person.stdout), "{}", person.stdout);
    }
    nowhere_in_files(&laptop);
}

#[test]
fn a_number_that_fails_the_check_is_refused_without_a_digit_of_it() {
    let laptop = Laptop::of_sakti();
    let (flags, _) = BLOCKED.split_at(BLOCKED.len() - 2);
    let arguments = [flags, &["--last4", WRONG]].concat();
    let value = laptop.refused(&arguments, "refused");
    assert!(!value.to_string().contains("2345"), "{value}");
    let english = laptop.run(&[&arguments[..], &["--lang", "en"]].concat());
    assert_eq!(english.exit, 1);
    assert!(english.stderr.contains("not saved") && !english.stderr.contains("2345"));
    nowhere_in_files(&laptop);
}

#[test]
fn wrong_usage_does_not_quote_what_was_typed() {
    let laptop = Laptop::of_sakti();
    for arguments in [
        &["register", WHOLE][..],
        &[WHOLE],
        &["register", "--sex", WHOLE],
        &["register", "--day", WHOLE],
        &["register", "--last4", "2341", "2341", "2346"],
        &["register", "--person", WHOLE],
        &["person", WHOLE],
        &["register", "--outcome", WHOLE],
        &["register", &format!("--nothing={WHOLE}")],
        &["draft", "list", WHOLE],
    ] {
        for more in [&[][..], &["--json"]] {
            let ran = laptop.run(&[arguments, more].concat());
            assert_eq!(ran.exit, 2, "{arguments:?}");
            let said = ran.stdout + &ran.stderr;
            assert!(!said.contains("2341") && !said.contains("2346"), "{said}");
        }
    }
}

#[test]
fn digits_typed_at_the_question_are_cut_at_once() {
    let laptop = Laptop::of_sakti();
    let (flags, _) = BLOCKED.split_at(BLOCKED.len() - 4);
    // Reason (the first that needs no further question), a wrong number, the right one; then the end of the input
    // leaves the draft.
    let reason = ["4", WRONG, WHOLE];
    let ran = laptop.type_in(&[flags, &["--ask", "--json"]].concat(), &reason);
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("यह आधार संख्या सही नहीं लगती"), "{}", ran.stderr);
    let said = ran.stdout.clone() + &ran.stderr;
    assert!(clean(&said) && !said.contains("2345"), "{said}");
    nowhere_in_files(&laptop);
    let draft = ran.json()["draft"].to_string();
    let value = laptop.ok(&["register", "--draft", &draft]);
    let id = value["people"][0]["person"].as_str().unwrap().to_owned();
    let person = laptop.run(&["person", &id, "--json"]);
    assert!(person.stdout.contains("\"last4\":\"2346\""), "{}", person.stdout);
    assert!(clean(&person.stdout));
    nowhere_in_files(&laptop);
}
