//! Finding people, and who is left out.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;

use std::sync::atomic::{AtomicBool, Ordering};

use common::list::{Line, csv, import, person, village};
use common::{Phone, register};
use shivir_core::error::CoreError;
use shivir_core::registration::Whom;
use shivir_core::roster::{Hit, Left, SearchOptions, Why};
use shivir_domain::codes::{Cadre, Outcome};
use shivir_domain::fact::Details;
use shivir_domain::id::{AreaId, PersonId};

fn details(name: &str, village: &str) -> Details {
    let mut details: Details = minicbor::decode(&[0xa0]).unwrap();
    details.name_hi = Some(name.to_owned());
    details.village = Some(village.to_owned());
    details
}

fn list() -> Vec<Line> {
    vec![
        Line::new("1", "227601", "सीता बाई", "Sita Bai").made(),
        Line::new("2", "227601", "सुनीता यादव", "Sunita Yadav"),
        Line::new("3", "CG-9902", "मो\u{0939}न सीताराम", "Mohan Sitaram")
            .with("ग्राम पंचायत", "किरारी")
            .with("ग्राम", "किरारी"),
        Line::new("98765", "227603", "चाँदनी", "Chandni").with("जन्म तिथि", "01/01/1950"),
    ]
}

fn search(phone: &Phone, query: &str) -> Vec<Hit> {
    phone.core.search(query, &SearchOptions::default()).unwrap()
}

fn found(phone: &Phone, query: &str) -> Vec<PersonId> {
    search(phone, query).iter().map(|h| h.person).collect()
}

#[test]
fn people_are_found_by_the_beginnings_of_words_in_either_script() {
    let phone = Phone::new();
    import(&phone.core, csv(&list())).unwrap();
    let [one, two, three, four] = ["1", "2", "3", "98765"].map(person);
    assert_eq!(found(&phone, "सीता"), [one, three]);
    assert_eq!(found(&phone, "sita"), [one, three]);
    // Those without a card come first.
    assert_eq!(found(&phone, "S"), [two, three, one]);
    // What is only courtesy may be missing; who bears it comes first.
    assert_eq!(found(&phone, "बाई सी"), [one, three]);
    assert_eq!(found(&phone, "SITARAM moh"), [three]);
    assert_eq!(found(&phone, "sita सुनीता"), []);
    assert_eq!(found(&phone, "चांदनि"), [four]);
    // A letter that was left out; what nobody bears finds nobody.
    assert_eq!(found(&phone, "ita"), [one, three]);
    assert_eq!(found(&phone, "xyzzqw"), []);
    let hit = &search(&phone, "चाँदनी")[0];
    assert_eq!((hit.why, hit.listed, hit.made), (Why::Name, true, false));
    assert_eq!(hit.age, Some((76, 76).into()));
    assert_eq!(hit.village.as_deref(), Some("बांसपाली"));
    assert_eq!(hit.relative.as_deref(), Some("रामलाल"));
}

#[test]
fn people_are_found_by_the_numbers_on_their_papers() {
    let phone = Phone::new();
    import(&phone.core, csv(&list())).unwrap();
    let [one, two, three, four] = ["1", "2", "3", "98765"].map(person);
    assert_eq!(found(&phone, "227601"), [one, two]);
    assert_eq!(search(&phone, "227601")[0].why, Why::Household);
    assert_eq!(found(&phone, "२२७६ ०१"), [one, two]);
    assert_eq!(found(&phone, "227601 sun"), [two]);
    assert_eq!(found(&phone, "cg-9902"), [three]);
    assert_eq!(search(&phone, "98765")[0].why, Why::SourceId);
    assert_eq!(found(&phone, "98765"), [four]);
    assert_eq!(found(&phone, "1234567"), []);
}

#[test]
fn the_slip_and_the_name_of_a_new_person_find_her_also_after_the_application_ended() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    import(&phone.core, csv(&list())).unwrap();
    let whom = Whom::New(Box::new(details("सीता सोनकुंवर", "सपोस")));
    let new = register(&phone.core, &sitting, whom, Outcome::NotInList);
    let listed = Whom::Person(person("2"));
    let sunita = register(&phone.core, &sitting, listed, Outcome::BlockedAadhaar);
    let phone = phone.reopen();
    assert_eq!(found(&phone, "सीता"), [new.person, person("1"), person("3")]);
    // Her name is known in Devanagari alone.
    assert_eq!(found(&phone, "sita सो"), [new.person]);
    assert_eq!(found(&phone, "Seeta Sonkunwar"), [new.person]);
    let hit = &search(&phone, &new.slip.unwrap())[0];
    assert_eq!((hit.person, hit.why), (new.person, Why::Slip));
    assert_eq!((hit.listed, hit.area), (false, AreaId(1)));
    let hit = &search(&phone, &sunita.slip.unwrap().to_lowercase())[0];
    assert_eq!((hit.person, hit.open_case), (person("2"), true));
    assert_eq!(found(&phone, "00-999-A"), []);
}

#[test]
fn words_of_name_of_father_or_husband_and_of_village_go_together_in_any_order() {
    let phone = Phone::new();
    import(&phone.core, csv(&list())).unwrap();
    for query in ["सीता रामलाल बांसपाली", "ramlal sita banspali", "बांसपाली रामलाल सीता ", "banspali seeta"]
    {
        assert_eq!(found(&phone, query)[0], person("1"), "{query}");
    }
    assert_eq!(found(&phone, "किरारी रामलाल"), [person("3")]);
}

#[test]
fn an_area_and_those_without_a_card_narrow_the_search() {
    let (phone, sitting) = Phone::ready(Cadre::Vle);
    import(&phone.core, csv(&village(400))).unwrap();
    let areas = phone.core.roster_summary().unwrap().areas;
    let kirari = areas.iter().find(|a| a.name == "किरारी").unwrap();
    let mut options = SearchOptions { limit: 500, area: Some(kirari.area), ..SearchOptions::default() };
    let of_area = phone.core.search("sita", &options).unwrap();
    assert_eq!(of_area.len(), 50);
    assert!(of_area.iter().all(|h| h.area == kirari.area));
    options.facets.left = Some(Left::Any);
    let left = phone.core.search("sita", &options).unwrap();
    assert!(left.iter().all(|h| !h.made));
    let made = of_area.iter().filter(|h| h.made).count();
    assert_eq!(left.len() + made, 50);
    // A card that is made here counts at once.
    let first = left[0].person;
    register(&phone.core, &sitting, Whom::Person(first), Outcome::Approved);
    let now = phone.core.search("sita", &options).unwrap();
    assert_eq!(now.len(), left.len() - 1);
    assert!(now.iter().all(|h| h.person != first));
    options.area = Some(AreaId(1));
    assert_eq!(phone.core.search("sita", &options).unwrap(), []);
    options.limit = 3;
    options.area = None;
    assert_eq!(phone.core.search("sita", &options).unwrap().len(), 3);
}

#[test]
fn whatever_is_typed_or_pasted_is_searched_without_a_fault() {
    let phone = Phone::new();
    import(&phone.core, csv(&list())).unwrap();
    for query in [
        "क".repeat(10_000),
        "9".repeat(10_000),
        "a ".repeat(10_000),
        "😀😀".into(),
        "सीता\0बाई😀".into(),
        "'; drop table person; --".into(),
        "%' or 1=1 _*\"".into(),
        "\u{200d}\u{93c}्ा".into(),
        "-".into(),
        "--K".into(),
        "99999999999-99999999999-K".into(),
        "\u{202e}सीता".into(),
    ] {
        let hits = search(&phone, &query);
        assert!(hits.len() <= 2, "{query:?}");
    }
    assert_eq!(found(&phone, "सीता\0बाई😀"), [person("1")]);
    assert_eq!(phone.core.roster_summary().unwrap().people, 4);
}

#[test]
fn a_search_in_flight_is_stopped() {
    let phone = Phone::new();
    import(&phone.core, csv(&village(2_000))).unwrap();
    let core = &phone.core;
    let stopped = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let options = SearchOptions { limit: 500, ..SearchOptions::default() };
            loop {
                match core.search("s", &options) {
                    Ok(hits) => assert_eq!(hits.len(), 500),
                    Err(CoreError::Interrupted) => break,
                    Err(other) => panic!("{other}"),
                }
            }
            stopped.store(true, Ordering::SeqCst);
        });
        while !stopped.load(Ordering::SeqCst) {
            core.store().interrupt();
            std::thread::yield_now();
        }
    });
    assert_eq!(found(&phone, "santosh").len(), 50, "the next one is not");
}

#[test]
fn left_out_people_are_listed_by_household_page_by_page() {
    let (phone, sitting) = Phone::ready(Cadre::Vle);
    let lines = vec![
        Line::new("1", "2201", "सीता", "Sita").made(),
        Line::new("2", "2201", "गीता", "Gita"),
        Line::new("3", "2202", "राधा", "Radha"),
        Line::new("4", "2202", "उमा", "Uma"),
        Line::new("5", "2203", "रमा", "Rama").made(),
        Line::new("6", "2204", "लता", "Lata").with("ग्राम पंचायत", "किरारी"),
    ];
    import(&phone.core, csv(&lines)).unwrap();
    let all = |area| {
        let mut pages = Vec::new();
        let mut after = 0;
        loop {
            let page = phone.core.left_out(area, after, 1).unwrap();
            assert!(page.households.len() <= 1);
            pages.extend(page.households);
            match page.next {
                Some(next) => after = next,
                None => break pages,
            }
        }
    };
    let shown = |area| -> Vec<(String, bool, Vec<PersonId>)> {
        let of = |h: shivir_core::roster::LeftHousehold| {
            let people = h.members.iter().map(|m| m.person).collect();
            (h.key, h.whole_family, people)
        };
        all(area).into_iter().map(of).collect()
    };
    let [two, three, four, five, six] = ["2", "3", "4", "5", "6"].map(person);
    assert_eq!(
        shown(None),
        [
            ("R:2201".to_owned(), false, vec![two]),
            ("R:2202".to_owned(), true, vec![three, four]),
            ("R:2204".to_owned(), true, vec![six]),
        ]
    );
    let areas = phone.core.roster_summary().unwrap().areas;
    assert_eq!(shown(Some(areas[1].area)).len(), 1);
    assert_eq!(shown(Some(AreaId(77))), []);
    // What is registered counts over the list.
    register(&phone.core, &sitting, Whom::Person(three), Outcome::Approved);
    register(&phone.core, &sitting, Whom::Person(two), Outcome::Deceased);
    register(&phone.core, &sitting, Whom::Person(five), Outcome::Rejected);
    assert_eq!(
        shown(None),
        [
            ("R:2202".to_owned(), false, vec![four]),
            ("R:2203".to_owned(), true, vec![five]),
            ("R:2204".to_owned(), true, vec![six]),
        ]
    );
}
