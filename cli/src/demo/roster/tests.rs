//! What a whole list must be: read back as a district's list would be, row by row.

use std::collections::{HashMap, HashSet};

use shivir_domain::person::{Relation, Sex};

use super::sheet::HEADERS;
use super::*;

fn make(options: &Options<'_>) -> (Summary, Vec<u8>) {
    let mut out = Vec::new();
    let summary = generate(options, &mut out, &mut |_| {}).unwrap();
    (summary, out)
}

fn rows(list: &[u8]) -> Vec<csv::StringRecord> {
    let text = list.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut reader = csv::Reader::from_reader(text);
    assert_eq!(reader.headers().unwrap(), HEADERS.as_slice());
    reader.records().map(Result::unwrap).collect()
}

fn column(header: &str) -> usize {
    HEADERS.iter().position(|name| *name == header).unwrap()
}

fn age(row: &csv::StringRecord, on: Day) -> i32 {
    let birth = &row[column("जन्म तिथि")];
    if birth.is_empty() {
        return row[column("आयु")].parse().unwrap();
    }
    let parts: Vec<i32> = birth.split('/').map(|part| part.parse().unwrap()).collect();
    let birth = Day::from_ymd(parts[2], parts[1] as u8, parts[0] as u8).unwrap();
    let age = on.age_on(birth).unwrap();
    let stated = &row[column("आयु")];
    assert!(stated.is_empty() || *stated == age.to_string());
    i32::from(age)
}

#[test]
fn the_numbers_are_exact_and_the_summary_tells_the_truth() {
    for (people, cards) in [(1, 1), (2_000, 1_271), (20_000, 12_710)] {
        let options = Options::new(people, 5);
        let (summary, list) = make(&options);
        let rows = rows(&list);
        let with_card = rows.iter().filter(|row| &row[column("आयुष्मान कार्ड (हाँ/नहीं)")] == "हाँ");
        assert_eq!(rows.len() as u64, people);
        assert_eq!(with_card.count() as u64, cards);
        assert_eq!((summary.people, summary.cards_made), (people, cards));
        let left_out = summary.left_out_families + summary.left_out_members;
        assert_eq!(left_out, people - cards);
        let households: HashSet<_> = rows.iter().map(|row| &row[2]).collect();
        assert_eq!(households.len() as u64, summary.households);
        for (index, row) in rows.iter().enumerate() {
            assert_eq!(row[0], (index + 1).to_string());
        }
    }
}

#[test]
fn the_full_size_has_the_cards_of_the_order() {
    let options = Options::default();
    assert_eq!((options.people, options.cards_made), (721_246, 458_350));
}

#[test]
fn the_same_options_give_the_same_bytes_and_another_seed_other_people() {
    let (first, again, other) =
        (make(&Options::new(2_000, 9)).1, make(&Options::new(2_000, 9)).1, make(&Options::new(2_000, 10)).1);
    assert!(first == again);
    assert!(first != other);
}

#[test]
fn families_are_coherent_as_written() {
    let options = Options::new(20_000, 3);
    let (_, list) = make(&options);
    let mut households: HashMap<String, Vec<csv::StringRecord>> = HashMap::new();
    for row in rows(&list) {
        households.entry(row[2].to_owned()).or_default().push(row);
    }
    let mut husbands = (0, 0);
    for rows in households.values() {
        let relation = |row: &csv::StringRecord| Relation::parse(&row[column("मुखिया से संबंध")]).unwrap();
        let head = &rows[0];
        assert_eq!(relation(head), Relation::Head);
        let head_age = age(head, options.list_date);
        for row in rows {
            assert_eq!(row[12], head[12], "one household, two villages");
            let sex = Sex::parse(&row[column("लिंग")]).unwrap();
            let years = age(row, options.list_date);
            match relation(row) {
                Relation::Wife => {
                    assert_eq!(sex, Sex::Female);
                    let husband = &row[column("पिता/पति का नाम")];
                    husbands.0 += u32::from(husband == &head[column("नाम")]);
                    husbands.1 += 1;
                }
                Relation::Husband => assert_eq!(sex, Sex::Male),
                Relation::Son | Relation::Daughter | Relation::Grandson => {
                    assert!(years < head_age, "a child older than the head");
                }
                _ => {}
            }
        }
    }
    let (same, wives) = husbands;
    assert!(same * 100 > wives * 90, "{same} of {wives} wives name the head");
}

#[test]
fn the_proportions_are_those_of_a_district() {
    let (summary, list) = make(&Options::new(20_000, 1));
    let share = |count: u64| count as f64 * 100.0 / summary.people as f64;
    let within = |what: &str, value: f64, low: f64, high: f64| {
        assert!((low..high).contains(&value), "{what}: {value}");
    };
    within("under 5", share(summary.under_5), 6.5, 9.5);
    within("from 70", share(summary.from_70), 3.5, 5.5);
    within("mobile", share(summary.with_mobile), 57.0, 63.0);
    let people = summary.people as f64;
    within("household", people / summary.households as f64, 4.0, 4.4);
    within("left out families", share(summary.left_out_families), 15.0, 28.0);
    within("left out members", share(summary.left_out_members), 10.0, 22.0);
    let rows = rows(&list);
    let filled = |header| rows.iter().filter(|row| !row[column(header)].is_empty()).count() as u64;
    within("last 4", share(filled("आधार अंतिम 4")), 68.0, 72.0);
    within("birth dates", share(filled("जन्म तिथि")), 60.0, 72.0);
    let women = rows.iter().filter(|row| &row[column("लिंग")] == "महिला");
    within("women", share(women.count() as u64), 47.0, 53.0);
    let near = rows.iter().filter(|row| &row[column("आयु")] == "70");
    assert!(near.count() > 20);
}

#[test]
fn numbers_have_their_form_and_no_column_could_hold_a_whole_aadhaar() {
    let (_, list) = make(&Options::new(20_000, 8));
    let mut like_aadhaar = 0;
    let rows = rows(&list);
    for row in &rows {
        let ration = &row[column("राशन कार्ड नंबर")];
        assert!(ration.len() == 12 && ration.starts_with("22"));
        like_aadhaar += u32::from(shivir_domain::aadhaar::number::is_aadhaar(ration));
        assert_eq!(row[column("हितग्राही आईडी")].len(), 14);
        let mobile = &row[column("मोबाइल")];
        assert!(
            mobile.is_empty()
                || (mobile.len() == 10 && ('6'..='9').contains(&mobile.chars().next().unwrap()))
        );
        assert!(matches!(row[column("आधार अंतिम 4")].len(), 0 | 4));
        for (index, cell) in row.iter().enumerate() {
            let digits = cell.chars().filter(char::is_ascii_digit).count();
            assert!(digits < 12 || index == 1 || index == 2, "{}", HEADERS[index]);
        }
    }
    assert!(like_aadhaar > 0 && (like_aadhaar as usize) < rows.len() / 5);
}

#[test]
fn progress_rises_to_the_last_row() {
    let mut seen = Vec::new();
    let mut out = Vec::new();
    generate(&Options::new(2_500, 1), &mut out, &mut |rows| seen.push(rows)).unwrap();
    assert_eq!(seen, [1_000, 2_000, 2_500]);
}

#[test]
fn numbers_that_cannot_be_are_refused_before_anything_is_written() {
    let mut out = Vec::new();
    for (people, cards_made) in [(0, 0), (10_000_001, 0), (10, 11)] {
        let options = Options { people, cards_made, ..Options::default() };
        let refused = generate(&options, &mut out, &mut |_| {}).unwrap_err();
        assert!(refused.to_string().contains("Give"), "{refused}");
        assert!(refused.hindi().contains("दें"));
    }
    assert!(out.is_empty());
}

/// `SHIVIR_NAMES` and `SHIVIR_VILLAGES` name files to try; without them there is nothing to prove here.
#[test]
fn richer_files_given_from_outside_make_a_list_too() {
    let path = |name| std::env::var_os(name).map(std::path::PathBuf::from);
    let (Some(names), Some(villages)) = (path("SHIVIR_NAMES"), path("SHIVIR_VILLAGES")) else {
        eprintln!("not tried: SHIVIR_NAMES and SHIVIR_VILLAGES are not set");
        return;
    };
    let options = Options { names: Some(&names), villages: Some(&villages), ..Options::new(20_000, 1) };
    let (summary, _) = make(&options);
    assert_eq!(summary.people, 20_000);
    assert!(summary.villages_transliterated > 0);
}
