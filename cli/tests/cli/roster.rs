use serde_json::{Value, json};
use shivir_domain::codes::{CardKind, CardStatus};
use shivir_domain::day::Day;
use shivir_domain::fold::CardWord;
use shivir_domain::id::PersonId;
use shivir_roster::pack::{CardsOptions, head_of, write_cards};

use crate::support::Laptop;

const HEAD: &str = "राशन कार्ड नंबर,सदस्य आईडी,हितग्राही का नाम,पिता/पति का नाम,मुखिया से संबंध,लिंग,आयु,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड बना";
const LIST: &str = "
220000000001,M1,सीता बाई,रामलाल,मुखिया,महिला,45,डभरा,सपोस,सपोस,नहीं
220000000001,M2,राधा,सीता बाई,पुत्री,महिला,20,डभरा,सपोस,सपोस,नहीं
220000000001,M3,गुड़िया,सीता बाई,पुत्री,महिला,9,डभरा,सपोस,सपोस,हाँ
220000000002,M4,बुधराम,मंगलू,मुखिया,पुरुष,72,डभरा,सपोस,सपोस,नहीं
,M5,,,,,,डभरा,सपोस,सपोस,
";

/// A laptop with the list of two households of Sapos.
fn listed() -> Laptop {
    let laptop = Laptop::of_sakti();
    let file = write(&laptop, "list.csv", &format!("{HEAD}{LIST}"));
    let rejected = laptop.data().join("rejected.csv");
    let value = laptop.ok(&["roster", "import", &file, "--rejected", rejected.to_str().unwrap()]);
    assert_eq!(
        (&value["people"], &value["made"], &value["rejected"]),
        (&json!(4), &json!(1), &json!(1)),
        "{value}"
    );
    assert!(std::fs::read_to_string(rejected).unwrap().contains("M5"));
    laptop
}

fn write(laptop: &Laptop, name: &str, text: &str) -> String {
    let file = laptop.data().join(name);
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

fn find(laptop: &Laptop, words: &[&str]) -> Value {
    let value = laptop.ok(&[&["search"], words].concat());
    value["hits"].clone()
}

fn id(laptop: &Laptop, name: &str) -> String {
    let hits = find(laptop, &[name]);
    assert_eq!(hits.as_array().unwrap().len(), 1, "{hits}");
    hits[0]["person"].as_str().unwrap().to_owned()
}

#[test]
fn a_list_is_imported_shown_and_searched() {
    let laptop = listed();
    let shown = laptop.ok(&["roster", "show"]);
    assert_eq!((&shown["people"], &shown["left"]), (&json!(4), &json!(3)));
    assert_eq!(shown["areas"][0]["name"], "सपोस");
    let text = laptop.run(&["roster", "show"]);
    assert!(text.stdout.contains("सपोस") && text.stdout.contains("डभरा"), "{}", text.stdout);
    let hits = find(&laptop, &["सीता", "बाई"]);
    assert_eq!(hits[0]["name_hi"], "सीता बाई");
    assert_eq!((&hits[0]["made"], &hits[0]["listed"]), (&json!(false), &json!(true)));
    assert_eq!(find(&laptop, &["220000000001"]).as_array().unwrap().len(), 3);
    assert_eq!(find(&laptop, &["220000000001", "--left"]).as_array().unwrap().len(), 2);
    let nobody = laptop.run(&["search", "कखगघ"]);
    assert_eq!(nobody.exit, 0);
    assert!(nobody.stdout.contains("कोई नहीं मिला"));
    let status = laptop.ok(&["status"]);
    assert_eq!((&status["people"], &status["roster"]), (&json!(4), &json!("loaded")));
}

#[test]
fn a_household_is_registered_in_one_pass_each_with_her_own_outcome() {
    let laptop = listed();
    let mother = id(&laptop, "सीता");
    let child = id(&laptop, "गुड़िया");
    let members = laptop.ok(&["household", &mother]);
    assert_eq!(members["household"], "R:220000000001");
    assert_eq!(members["members"].as_array().unwrap().len(), 3);
    let pass = [
        "register",
        "--household",
        &mother,
        "--leave-out",
        &child,
        "--consent",
        "thumb",
        "--document",
        "RATION_CARD",
        "--outcome",
        "INTAKE_DONE",
        "2:BLOCKED_AADHAAR",
        "--reason",
        "2:NAME",
    ];
    let value = laptop.ok(&pass);
    let people = value["people"].as_array().unwrap();
    assert_eq!(people.len(), 2);
    assert_eq!(people[0]["outcomes"][0]["outcome"], "INTAKE_DONE");
    assert_eq!(people[1]["outcomes"][0]["outcome"], "BLOCKED_AADHAAR");
    assert_eq!(people[1]["reason"], "NAME");
    assert!(people[0]["case"].is_null());
}

#[test]
fn the_card_that_the_list_says_is_made_warns() {
    let laptop = listed();
    let child = id(&laptop, "गुड़िया");
    let register = [
        "register",
        "--person",
        &child,
        "--consent",
        "thumb",
        "--guardian",
        "सीता बाई",
        "--by",
        "MOTHER",
        "--no-document",
        "--outcome",
        "ALREADY",
    ];
    let value = laptop.refused(&register, "warnings");
    assert_eq!(value["warnings"][0]["warnings"][0]["warning"], "has_card");
    laptop.ok(&[&register[..], &["--go-on"]].concat());
}

#[test]
fn the_ledger_adds_up_after_a_death_and_a_card() {
    let laptop = listed();
    laptop.ok(&["worker", "add", "--name", "रमेश", "--cadre", "VLE"]);
    let (old, young) = (id(&laptop, "बुधराम"), id(&laptop, "राधा"));
    laptop.ok(&[
        "register",
        "--worker",
        "सुनीता",
        "--person",
        &old,
        "--outcome",
        "DECEASED",
        "--leave-reason",
        "FAMILY_SAYS",
    ]);
    laptop.ok(&[
        "register",
        "--worker",
        "रमेश",
        "--person",
        &young,
        "--consent",
        "signed",
        "--no-document",
        "--outcome",
        "APPROVED",
    ]);
    let ledger = laptop.ok(&["ledger"]);
    assert_eq!(
        (&ledger["target"], &ledger["corrections"]["deceased"], &ledger["made"], &ledger["left"]),
        (&json!(4), &json!(1), &json!(2), &json!(1))
    );
    assert_eq!(ledger["campaign_target"]["beneficiaries"], 721_246);
    let area = laptop.ok(&["roster", "show"])["areas"][0]["area"].to_string();
    assert_eq!(laptop.ok(&["ledger", "--area", &area])["target"], 4);
    let text = laptop.run(&["ledger"]);
    assert!(text.stdout.contains("7,21,246"), "{}", text.stdout);
}

#[test]
fn someone_on_the_list_is_found_and_chosen_at_the_question() {
    let laptop = listed();
    let ran = laptop.type_in(
        &["register", "--ask", "--json"],
        // A listed person, by name, the first hit; thumb; no paper; details taken; all is right.
        &["1", "राधा", "1", "2", "", "2", "1"],
    );
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    let value = ran.json();
    assert_eq!(value["people"][0]["name"], "राधा");
    assert_eq!(value["people"][0]["outcomes"][0]["outcome"], "INTAKE_DONE");
    let slip = value["people"][0]["slip"].as_str().unwrap();
    assert_eq!(find(&laptop, &[slip])[0]["name_hi"], "राधा");
}

#[test]
fn a_column_of_twelve_digits_without_a_name_is_asked_about() {
    let laptop = Laptop::of_sakti();
    let rows: String = LIST
        .lines()
        .filter(|l| l.contains(",M") && !l.starts_with(','))
        .map(|l| format!("{l},234123412346\n"))
        .collect();
    let file = write(&laptop, "list.csv", &format!("{HEAD},\n{rows}"));
    let value = laptop.refused(&["roster", "import", &file], "question");
    assert_eq!(value["column"], 12);
    assert!(value["message"].as_str().unwrap().contains("--aadhaar-column 12"));
    laptop.refused(&["roster", "show"], "not_found");
    std::fs::remove_file(&file).unwrap();
    let file = write(&laptop, "list.csv", &format!("{HEAD},\n{rows}"));
    laptop.ok(&["roster", "import", &file, "--aadhaar-column", "12"]);
    std::fs::remove_file(&file).unwrap();
    let person = laptop.run(&["person", &id(&laptop, "राधा"), "--json"]);
    assert!(person.stdout.contains("\"last4\":\"2346\""), "{}", person.stdout);
    for file in laptop.files() {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(12).any(|w| w == b"234123412346"), "{}", file.display());
    }
}

#[test]
fn a_list_that_cannot_be_read_leaves_the_old_one() {
    let laptop = listed();
    let file = write(&laptop, "bad.csv", "क,ख\n1,2\n");
    laptop.refused(&["roster", "import", &file], "list_unreadable");
    laptop.refused(&["roster", "import", "/nowhere/list.csv"], "file");
    assert_eq!(laptop.ok(&["roster", "show"])["people"], 4);
}

#[test]
fn a_pack_of_a_block_is_installed_on_another_laptop_and_one_that_was_altered_is_not() {
    let office = listed();
    let full = office.data().join("full.pack");
    let minimal = office.data().join("minimal.pack");
    let (full, minimal) = (full.to_str().unwrap(), minimal.to_str().unwrap());
    let made = office.ok(&["roster", "pack", full, "--block", "डभरा", "--number", "7"]);
    assert_eq!((&made["people"], &made["depth"], &made["number"]), (&json!(4), &json!("full"), &json!(7)));
    office.ok(&["roster", "pack", minimal, "--block", "डभरा", "--minimal", "--number", "7"]);
    office.refused(&["roster", "pack", full, "--block", "कहीं नहीं"], "not_found");

    let field = Laptop::of_sakti();
    let report = field.ok(&["roster", "install", full]);
    assert_eq!((&report["people"], &report["made"]), (&json!(4), &json!(1)));
    let shown = field.ok(&["roster", "show"]);
    assert_eq!(shown["packs"][0]["address"], made["address"]);
    assert!(field.run(&["roster", "show"]).stdout.contains("क्रमांक 7"));
    assert_eq!(find(&field, &["220000000001"]).as_array().unwrap().len(), 3);

    let mut bytes = std::fs::read(full).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    let altered = field.data().join("altered.pack");
    std::fs::write(&altered, bytes).unwrap();
    field.refused(&["roster", "install", altered.to_str().unwrap()], "pack_altered");
    field.refused(&["roster", "install", "--district", "375", full], "other_district");
    assert_eq!(field.ok(&["roster", "show"])["people"], 4);
    field.ok(&["roster", "install", full]);
    // The minimal one in its place: ration cards are gone from the phone.
    field.ok(&["roster", "install", minimal]);
    assert_eq!(find(&field, &["220000000001"]).as_array().unwrap().len(), 0);
    assert_eq!(find(&field, &["sita"]).as_array().unwrap().len(), 1);
    // A list from a file goes only where that is said.
    office.refused(&["roster", "install", full], "list_in_use");
    office.ok(&["roster", "install", "--replace-list", full]);
}

#[test]
fn a_pack_of_the_portals_cards_is_installed_over_the_roster_and_both_words_are_shown() {
    let office = listed();
    let full = office.data().join("full.pack");
    let full = full.to_str().unwrap();
    let block = office.ok(&["roster", "pack", full, "--block", "डभरा", "--number", "7"])["block"].clone();
    let field = Laptop::of_sakti();
    let cards = field.data().join("cards.pack");
    let dated = Day::from_ymd(2023, 11, 20).unwrap();
    let options = CardsOptions {
        district: 762,
        block: u32::try_from(block.as_u64().unwrap()).unwrap(),
        block_name: "डभरा".into(),
        number: 7,
        day: dated,
        kind: CardKind::Family,
    };
    let word = CardWord { status: CardStatus::Approved, day: Some(dated.plus(-9)), dated };
    let radha = PersonId::listed(762, b"I:M2");
    write_cards(options, vec![(head_of(radha), word)], &mut std::fs::File::create(&cards).unwrap()).unwrap();
    let cards = cards.to_str().unwrap();
    field.refused(&["roster", "install", cards], "cards_alone");
    field.ok(&["roster", "install", full]);
    let report = field.ok(&["roster", "install", cards]);
    assert_eq!((&report["people"], &report["made"]), (&json!(4), &json!(2)));
    let shown = field.ok(&["roster", "show"]);
    let of_cards: Vec<_> = shown["packs"].as_array().unwrap().iter().map(|p| p["cards"].clone()).collect();
    assert_eq!(of_cards, [Value::Null, json!("FAMILY")]);
    let text = field.run(&["roster", "show"]).stdout;
    assert!(text.contains("कार्ड (पोर्टल): डभरा · 1 लोग, 1 यहाँ"), "{text}");
    let hit = find(&field, &["राधा"])[0].clone();
    assert_eq!((&hit["made"], &hit["portal"]["dated"]), (&json!(true), &json!("2023-11-20")));
    assert!(field.run(&["search", "राधा"]).stdout.contains("बना है 2023-11-11"));
    let person = field.run(&["person", &radha.to_string(), "--lang", "en"]).stdout;
    assert!(person.contains("made 2023-11-11 (list of 2023-11-20)"), "{person}");
    field.ok(&["person", &radha.to_string()]);
}
