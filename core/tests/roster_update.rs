//! A newer list updates people without losing what was registered; a broken roster loses nothing of it either.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;

use common::list::{Line, csv, import, person, rosters};
use common::{Phone, register};
use shivir_core::error::{CoreError, StoreFile};
use shivir_core::facts::Sitting;
use shivir_core::registration::Whom;
use shivir_core::roster::SearchOptions;
use shivir_domain::codes::{Cadre, CardKind, Lang, Outcome};
use shivir_domain::fold::Class;

fn list() -> Vec<Line> {
    vec![
        Line::new("1", "2201", "सीता बाई", "Sita Bai"),
        Line::new("2", "2201", "गीता बाई", "Gita Bai"),
        Line::new("3", "2202", "राधा साहू", "Radha Sahu"),
        Line::new("4", "2203", "उर्मिला", "Urmila"),
        Line::new("5", "2203", "कौशल्या", "Kaushalya"),
    ]
}

fn class(phone: &Phone, id: &str) -> Class {
    phone.core.person(person(id)).unwrap().class()
}

fn met(phone: &Phone, sitting: &Sitting, id: &str, outcome: Outcome) {
    register(&phone.core, sitting, Whom::Person(person(id)), outcome);
}

#[test]
fn a_newer_list_updates_people_and_keeps_what_was_registered() {
    let (phone, sitting) = Phone::ready(Cadre::Vle);
    import(&phone.core, csv(&list())).unwrap();
    met(&phone, &sitting, "1", Outcome::IntakeDone);
    met(&phone, &sitting, "2", Outcome::IntakeDone);
    met(&phone, &sitting, "3", Outcome::Approved);
    met(&phone, &sitting, "4", Outcome::BlockedAadhaar);
    assert_eq!(
        ["1", "2", "3", "4", "5"].map(|id| class(&phone, id)),
        [Class::Left, Class::Left, Class::Made, Class::Left, Class::Left]
    );

    let newer = vec![
        // Her name is written otherwise, and she has moved to another household.
        list()[0].clone().with("Name", "Seeta Bai").with("राशन कार्ड नंबर", "2299"),
        // Her card was made elsewhere.
        list()[1].clone().made(),
        list()[2].clone(),
        // 4 is not listed any more.
        list()[4].clone().made(),
        Line::new("6", "2204", "नई", "Nai"),
    ];
    let report = import(&phone.core, csv(&newer)).unwrap();
    assert_eq!(report.updated, 2);
    assert_eq!(report.no_longer_listed, [person("4")]);

    let phone = phone.reopen();
    let sita = phone.core.person(person("1")).unwrap();
    assert_eq!(sita.name(Lang::En), "Seeta Bai");
    assert_eq!(sita.listed.unwrap().household, "R:2299");
    assert_eq!(sita.fold.visits.len(), 1);
    assert_eq!(phone.core.household(person("2")).unwrap().len(), 1);
    assert_eq!(
        ["1", "2", "3", "4", "5"].map(|id| class(&phone, id)),
        // Who is no longer listed is counted beside the target.
        [Class::Left, Class::Made, Class::Made, Class::Beside, Class::Made]
    );
    // Who is no longer listed is never dropped: she keeps what was known, her registration and her case.
    let urmila = phone.core.person(person("4")).unwrap();
    assert_eq!(urmila.listed.as_ref().unwrap().household, "R:2203");
    assert!(urmila.fold.open_case().is_some());
    let found = phone.core.search("उर्मि", &SearchOptions::default()).unwrap();
    assert_eq!((found[0].person, found[0].listed, found[0].open_case), (person("4"), false, true));
    let family = phone.core.household(person("5")).unwrap();
    assert_eq!(family.len(), 1, "the household as the list has it now");

    // A third list names her still.
    let report = import(&phone.core, csv(&newer[..2])).unwrap();
    assert_eq!(report.no_longer_listed, [person("3"), person("4")]);
    assert_eq!(class(&phone, "3"), Class::Beside);
    assert!(phone.core.person(person("3")).unwrap().made(CardKind::Family), "her card is not forgotten");

    // Listed again, she is in the ledger again, with what was registered.
    let report = import(&phone.core, csv(&list())).unwrap();
    assert_eq!(report.no_longer_listed, []);
    assert_eq!([class(&phone, "3"), class(&phone, "4")], [Class::Made, Class::Left]);
}

#[test]
fn a_damaged_roster_takes_no_registration_away_and_loading_the_list_again_mends_it() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    import(&phone.core, csv(&list())).unwrap();
    met(&phone, &sitting, "1", Outcome::IntakeDone);
    let slip = {
        let whom = Whom::Person(person("2"));
        register(&phone.core, &sitting, whom, Outcome::IntakeDone).slip
    };
    let path = phone.dir().join(&rosters(phone.dir())[0]);
    let whole = std::fs::read(&path).unwrap();
    let with_damage = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at..at + 64].fill(0xaa);
        bytes
    };
    // The first page, the last page, no file.
    for broken in [Some(with_damage(100)), Some(with_damage(whole.len() - 200)), None] {
        match &broken {
            Some(bytes) => std::fs::write(&path, bytes).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
        let phone = Phone::ready_again(&phone);
        let sita = phone.person(person("1")).unwrap();
        assert_eq!(sita.fold.visits.len(), 1);
        assert_eq!(sita.name(Lang::Hi), "सीता बाई");
        let found = phone.search("सीता", &SearchOptions::default());
        let all_read = found.is_ok();
        if !all_read {
            assert!(matches!(found, Err(CoreError::Damaged(StoreFile::Roster))));
        }
        // A damaged page that the search did not touch hinders nobody; the other two do.
        assert!(!all_read || broken.as_ref().is_some_and(|b| b[100..164] == whole[100..164]));
        let by_slip = phone.search(slip.as_ref().unwrap(), &SearchOptions::default());
        assert_eq!(by_slip.unwrap()[0].person, person("2"));
        phone.store().close();
    }
    let phone = Phone::ready_again(&phone);
    let report = import(&phone, csv(&list())).unwrap();
    assert!(report.unchanged);
    let found = phone.search("सीता", &SearchOptions::default()).unwrap();
    assert_eq!(found.len(), 1);
    assert!(phone.person(person("5")).is_ok());
}

#[test]
fn who_was_met_while_the_roster_was_broken_is_on_the_list_again_once_it_is_loaded() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    import(&phone.core, csv(&list())).unwrap();
    met(&phone, &sitting, "1", Outcome::IntakeDone);
    let path = phone.dir().join(&rosters(phone.dir())[0]);
    std::fs::remove_file(&path).unwrap();
    let phone = phone.reopen();
    assert!(phone.core.store().roster_missing().unwrap());
    // Her household is known by herself alone, from what was kept with her registration.
    met(&phone, &sitting, "1", Outcome::NoDocs);
    import(&phone.core, csv(&list())).unwrap();
    assert!(!phone.core.store().roster_missing().unwrap());
    assert_eq!(phone.core.household(person("1")).unwrap().len(), 2);
    assert_eq!(phone.core.person(person("1")).unwrap().fold.visits.len(), 2);
}
