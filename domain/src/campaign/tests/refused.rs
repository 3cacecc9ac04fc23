//! Packs that must be refused, each with the place and the reason.

use serde_json::{Value, json};

use super::super::*;
use super::{faults, schema};

fn sakti() -> Value {
    serde_json::from_str(Campaign::builtin("sakti-2023").unwrap().raw()).unwrap()
}

fn refusal(pack: &Value) -> PackError {
    Campaign::parse(&pack.to_string()).unwrap_err()
}

/// A pack with the value at a JSON pointer replaced.
fn with(pointer: &str, value: Value) -> Value {
    let mut pack = sakti();
    *pack.pointer_mut(pointer).unwrap() = value;
    pack
}

/// A pack without the field at the end of a JSON pointer.
fn without(pointer: &str) -> Value {
    let mut pack = sakti();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = pack.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    parent.remove(name).unwrap();
    pack
}

/// Both languages say where, and what is safe, and nothing of Rust.
fn speaks(error: &PackError) {
    for text in [error.hindi(), error.english()] {
        assert!(text.contains(&error.path), "{text}");
        assert!(!text.contains("Some(") && !text.contains("Problem"), "{text}");
    }
    assert!(error.hindi().contains("सुरक्षित"));
    assert!(error.english().contains("safe"));
}

#[test]
fn what_neither_schema_nor_parser_takes_names_its_place() {
    let value = |v: &str| Problem::UnknownValue { value: v.to_owned() };
    let missing = |f: &str| Problem::Missing { field: f.to_owned() };
    let rows = [
        (with("/format", json!(2)), "format", Problem::NewerFormat { found: 2, known: 1 }),
        (with("/format", json!("1")), "format", value("\"1\"")),
        (without("/format"), "", missing("format")),
        (with("/version", json!(0)), "version", value("0")),
        (with("/id", json!("Sakti 2023")), "id", value("Sakti 2023")),
        (with("/valid_from", json!("17-02-2023")), "valid_from", value("17-02-2023")),
        (without("/target"), "", missing("target")),
        (without("/duties/2/text"), "duties[2]", missing("text")),
        (with("/duties/0/code", json!("first")), "duties[0].code", value("first")),
        (with("/duties/2/actions/1/verb", json!("carry")), "duties[2].actions[1].verb", value("carry")),
        (with("/duties/2/cadres/0", json!("COLLECTOR")), "duties[2].cadres[0]", value("COLLECTOR")),
        (with("/duties/2/cadres", json!([])), "duties[2].cadres", Problem::EmptyList),
        (with("/duties/2/actions", json!([])), "duties[2].actions", Problem::EmptyList),
        (with("/groups/0/code", json!("BPL")), "groups[0].code", value("BPL")),
        (with("/fees/0/reasons/0", json!("LOST")), "fees[0].reasons[0]", value("LOST")),
        (
            with("/documents/aadhaar/0/papers/0/one_of/1", json!("PAN")),
            "documents.aadhaar[0].papers[0].one_of[1]",
            value("PAN"),
        ),
        (with("/notices/0/language", json!("MR")), "notices[0].language", value("MR")),
        (with("/title/en", json!(" ")), "title.en", Problem::EmptyText),
        (with("/title/hi", json!("Sakti")), "title.hi", Problem::NotHindi),
        (with("/places/4/level", json!("tehsil")), "places[4].level", value("tehsil")),
        (with("/camps/0/opens", json!("10 am")), "camps[0].opens", value("10 am")),
        (with("/camps/0/id", json!(0)), "camps[0].id", value("0")),
        (
            with("/deadline", json!({"month": 13, "day": 1, "text": {"hi": "अंतिम दिन", "en": "last day"}})),
            "deadline",
            Problem::NoSuchDay,
        ),
    ];
    for (pack, path, problem) in rows {
        assert_ne!(faults(&schema(), &pack), Vec::<String>::new(), "schema: {path}");
        let error = refusal(&pack);
        assert_eq!((error.path.as_str(), &error.problem), (path, &problem));
        speaks(&error);
    }
}

#[test]
fn a_number_or_text_of_the_wrong_kind_is_refused_by_both() {
    for (pointer, value, path) in [
        ("/target/left", json!(-1), "target.left"),
        ("/fees/0/amount_paise", json!(0.5), "fees[0].amount_paise"),
        ("/duties/2/cadres/0", json!(900), "duties[2].cadres[0]"),
        ("/cards", json!({}), "cards"),
    ] {
        let pack = with(pointer, value);
        assert_ne!(faults(&schema(), &pack), Vec::<String>::new(), "{path}");
        let error = refusal(&pack);
        assert_eq!(error.path, path);
        assert!(matches!(error.problem, Problem::WrongKind { .. }), "{error:?}");
        speaks(&error);
    }
}

#[test]
fn what_only_the_whole_pack_shows_is_refused_by_the_parser() {
    let twice = |v: &str| Problem::Twice { value: v.to_owned() };
    let overlap = |with: &str| Problem::Overlap { with: with.to_owned() };
    let unknown = |code| Problem::UnknownPlace { code };
    let first = sakti()["places"][0]["code"].as_u64().unwrap();
    let camp = sakti()["camps"][0].clone();
    let mut open = sakti();
    let sensitive = open["groups"].as_array_mut().unwrap().iter_mut().find(|g| g["code"] == "PVTG");
    sensitive.unwrap()["sensitive"] = json!(false);
    let mut english_only = sakti();
    english_only["notices"].as_array_mut().unwrap().retain(|n| n["language"] != "HI");
    let centre = |place: u64| {
        json!([{"id": 1, "name": {"hi": "केंद्र", "en": "Centre"}, "place": place,
        "services": ["mobile"], "days": {"hi": "सोमवार", "en": "Monday"}}])
    };
    let rows = [
        (
            with("/target/cards_made", json!(458_351)),
            "target",
            Problem::Sum { target: 721_246, made: 458_351, left: 262_896 },
        ),
        (
            with("/target/left", json!(u64::MAX)),
            "target",
            Problem::Sum { target: 721_246, made: 458_350, left: u64::MAX },
        ),
        (with("/order/year", json!(2024)), "order.year", Problem::NoSuchDay),
        (
            with("/valid_from", json!("2023-02-29")),
            "valid_from",
            Problem::UnknownValue { value: "2023-02-29".into() },
        ),
        (with("/district/code", json!(7620)), "district.code", unknown(7620)),
        (with("/copies_to/5/district", json!(9)), "copies_to[5].district", unknown(9)),
        (with("/duties/1/code", json!("S1")), "duties[1].code", twice("S1")),
        (with("/groups/1/code", json!("SECC2011")), "groups[1].code", twice("SECC2011")),
        (open, "groups[7].sensitive", Problem::MustBeSensitive),
        (with("/fees/3/from", json!("2026-09-30")), "fees[3]", overlap("fees[2]")),
        (with("/fees/1/age_below", json!(8)), "fees[2]", overlap("fees[1]")),
        (with("/fees/13/from", json!("2028-09-30")), "fees[13]", overlap("fees[12]")),
        (with("/fees/2/until", json!("2025-09-30")), "fees[2].until", Problem::EndsBeforeStart),
        (with("/fees/2/age_below", json!(7)), "fees[2].age_below", Problem::EndsBeforeStart),
        (with("/limits/1/reason", json!("NAME")), "limits[1]", overlap("limits[0]")),
        (with("/reasons/3/age_from", json!(4)), "reasons[3]", overlap("reasons[2]")),
        (
            with("/cards/0/schemes/0/until", json!(null)),
            "cards[0].schemes[1]",
            overlap("cards[0].schemes[0]"),
        ),
        (
            with("/documents/ration/1/reason", json!("NO_CARD")),
            "documents.ration[1]",
            overlap("documents.ration[0]"),
        ),
        (english_only, "notices", Problem::NoticeLanguage { language: "HI".into() }),
        (with("/places/1/code", json!(first)), "places[1].code", twice(&first.to_string())),
        (with("/places/1/code", json!(762)), "places[1].code", twice("762")),
        (with("/places/4/parent", json!(999)), "places[4].parent", unknown(999)),
        (with("/places/4/parent", json!(762)), "places[4].parent", Problem::WrongParent { code: 762 }),
        (with("/places/1/parent", json!(first)), "places[1].parent", Problem::WrongParent { code: first }),
        (with("/camps/0/place", json!(999)), "camps[0].place", unknown(999)),
        (with("/camps/1", camp), "camps[1].id", twice("1")),
        (with("/camps/0/closes", json!("09:30")), "camps[0].closes", Problem::EndsBeforeStart),
        (with("/centres", centre(999)), "centres[0].place", unknown(999)),
    ];
    for (pack, path, problem) in rows {
        let error = refusal(&pack);
        assert_eq!((error.path.as_str(), &error.problem), (path, &problem));
        speaks(&error);
    }
    assert!(Campaign::parse(&with("/centres", centre(first)).to_string()).is_ok());
}

#[test]
fn broken_text_and_doubled_fields_are_refused() {
    let raw = Campaign::builtin("sakti-2023").unwrap().raw().to_owned();
    let half: String = raw.lines().take(500).collect();
    for text in ["", "सक्ती", "\0", &half] {
        let error = Campaign::parse(text).unwrap_err();
        assert!(matches!(error.problem, Problem::NotJson { .. }), "{error:?}");
        speaks(&error);
    }
    let doubled = raw.replacen("\"version\": 1,", "\"version\": 1, \"version\": 2,", 1);
    assert_eq!(Campaign::parse(&doubled).unwrap_err().problem, Problem::FieldTwice);
    let error = Campaign::builtin("raipur").unwrap_err();
    assert_eq!(error.problem, Problem::NoSuchPack);
    speaks(&error);
}
