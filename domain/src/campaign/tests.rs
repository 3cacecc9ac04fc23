//! The packs that ship, and packs that must be refused.

mod orders;
mod places;
mod refused;
mod rules;

use serde_json::{Value, json};

use super::*;
use crate::codes::{AadhaarReason, Cadre, CardKind, Document, Group, Language, RationReason};

const SCHEMA: &str = include_str!("../../campaigns/campaign.schema.json");

fn sakti() -> Campaign {
    Campaign::builtin("sakti-2023").unwrap()
}

fn bilaspur() -> Campaign {
    Campaign::builtin("bilaspur").unwrap()
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

/// The schema with every object closed, so that a field it does not describe is refused.
fn closed(mut schema: Value) -> Value {
    fn close(value: &mut Value) {
        match value {
            Value::Object(map) => {
                map.values_mut().for_each(close);
                if map.get("type") == Some(&json!("object")) && map.contains_key("properties") {
                    map.insert("additionalProperties".into(), json!(false));
                }
            }
            Value::Array(list) => list.iter_mut().for_each(close),
            _ => {}
        }
    }
    close(&mut schema);
    schema
}

fn faults(schema: &Value, pack: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(schema).unwrap();
    let faults = validator.iter_errors(pack);
    faults.map(|e| format!("{}: {e}", e.instance_path())).collect()
}

/// Calls `see` with every string in the JSON and the name of the field it stands in.
fn strings(value: &Value, name: &str, see: &mut impl FnMut(&str, &str)) {
    match value {
        Value::String(text) => see(name, text),
        Value::Array(list) => list.iter().for_each(|v| strings(v, name, see)),
        Value::Object(map) => map.iter().for_each(|(k, v)| strings(v, k, see)),
        _ => {}
    }
}

#[test]
fn both_packs_pass_the_published_schema_and_the_parser() {
    for id in Campaign::builtin_ids() {
        let campaign = Campaign::builtin(id).unwrap();
        assert_eq!(campaign.pack().id, id);
        let json: Value = serde_json::from_str(campaign.raw()).unwrap();
        assert_eq!(faults(&schema(), &json), Vec::<String>::new(), "{id}");
    }
}

#[test]
fn the_schema_describes_every_field_of_the_packs_and_of_the_structs() {
    let strict = closed(schema());
    for id in Campaign::builtin_ids() {
        let campaign = Campaign::builtin(id).unwrap();
        let json: Value = serde_json::from_str(campaign.raw()).unwrap();
        assert_eq!(faults(&strict, &json), Vec::<String>::new(), "{id}");
        let structs = serde_json::to_value(campaign.pack()).unwrap();
        assert_eq!(faults(&strict, &structs), Vec::<String>::new(), "{id}");
    }
    fn described(value: &Value, path: &str) {
        if let Some(fields) = value.get("properties").and_then(Value::as_object) {
            for (name, field) in fields {
                assert!(field["description"].is_string(), "{path}/{name}");
            }
        }
    }
    described(&schema(), "");
    for (name, def) in schema()["$defs"].as_object().unwrap() {
        assert!(def["description"].is_string(), "{name}");
        described(def, name);
    }
}

#[test]
fn the_schema_knows_the_same_codes_as_the_code_lists() {
    macro_rules! same {
        ($($name:literal $list:ident),+) => {$(
            let codes: Vec<Value> = $list::ALL.iter().map(|v| json!(v.code())).collect();
            assert_eq!(schema()["$defs"][$name]["enum"], json!(codes), $name);
        )+};
    }
    same!(
        "cadre" Cadre, "group" Group, "reason" AadhaarReason, "cardKind" CardKind, "document" Document,
        "rationReason" RationReason, "language" Language, "verb" Verb, "measure" Measure,
        "centreService" CentreService, "feeService" FeeService
    );
}

#[test]
fn a_written_pack_reads_back_as_the_same_pack() {
    for campaign in [sakti(), bilaspur()] {
        let json = serde_json::to_string(campaign.pack()).unwrap();
        assert_eq!(Campaign::parse(&json).unwrap().pack(), campaign.pack());
    }
}

#[test]
fn fields_of_a_newer_version_are_passed_over_and_passed_on() {
    let mut json: Value = serde_json::from_str(bilaspur().raw()).unwrap();
    json["mascot"] = json!({"hi": "", "en": ""});
    json["duties"][0]["deadline_hour"] = json!(17);
    let text = format!("\u{feff}{json}");
    let campaign = Campaign::parse(&text).unwrap();
    assert_eq!(campaign.pack(), bilaspur().pack());
    assert_eq!(campaign.raw(), text);
}

#[test]
fn no_text_is_empty_and_every_hindi_text_is_in_devanagari() {
    for campaign in [sakti(), bilaspur()] {
        let json: Value = serde_json::from_str(campaign.raw()).unwrap();
        let devanagari = |c: char| ('\u{900}'..='\u{97f}').contains(&c);
        strings(&json, "", &mut |name, text| {
            assert!(!text.trim().is_empty(), "{name}");
            match name {
                "hi" | "name_hi" => assert!(text.chars().any(devanagari), "{text}"),
                "en" | "name_en" => assert!(!text.chars().any(devanagari), "{text}"),
                _ => {}
            }
        });
    }
}
