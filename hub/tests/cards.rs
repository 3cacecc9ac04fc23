//! The portal's lists of cards on the hub: rows are matched to people or kept aside, packs of them go to phones, later words
//! take the place of earlier ones, and a file is taken whole or not at all.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;
mod support;
#[path = "cards/town.rs"]
mod town;

use std::collections::BTreeMap;
use std::io::Cursor;

use common::{Phone, SAKTI, TEN, empty, grant, hub_over, invite, sqlite};
use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::codes::{CardKind, CardStatus};
use shivir_domain::day::Day;
use shivir_domain::fact::{Body, CardStated, Details, Fact, Header};
use shivir_domain::fold::CardWord;
use shivir_domain::hlc::{DAY_MS, Hlc};
use shivir_domain::id::{AreaId, PersonId, SubjectId};
use shivir_domain::person::Sex;
use shivir_domain::wire::pack::{Depth, PackAddress, PackKind, ticket_header};
use shivir_hub::cards::{CardLeft, CardsError, CardsReport, LeftReason};
use shivir_hub::roster::PackMade;
use shivir_hub::{Hub, HubError};
use shivir_roster::pack::{Address, Head, PackError, head_of, read_cards};
use town::*;

/// The same test on both databases.
macro_rules! conform {
    ($($name:ident)+) => {
        mod sqlite_conforms {
            $(#[test]
            fn $name() {
                let dir = tempfile::tempdir().unwrap();
                super::$name(&super::hub_over(super::sqlite(dir.path())).0);
            })+
        }
        mod postgres_conforms {
            use super::support::{postgres, postgres_at};
            $(#[test]
            fn $name() {
                super::$name(&super::hub_over(postgres_at(&postgres::shared().database())).0);
            })+
        }
    };
}

conform! {
    every_row_is_matched_or_kept_aside_with_its_reason_and_the_same_file_changes_nothing
    phones_are_offered_the_cards_of_each_block_and_get_them_by_ranges
    later_words_take_the_place_of_earlier_ones_whichever_is_loaded_first
    a_workers_later_word_holds_against_the_portals_and_an_earlier_one_does_not
    a_newer_list_of_people_keeps_the_portals_word_and_the_packs_that_say_the_same
    what_somebody_decided_of_a_row_holds_for_the_next_file
    someone_who_was_added_hears_of_her_card_by_a_fact
    a_file_that_is_wrong_changes_nothing
    one_person_in_two_rows_is_taken_once_and_the_other_row_is_shown
}

fn every_row_is_matched_or_kept_aside_with_its_reason_and_the_same_file_changes_nothing(hub: &Hub) {
    import(hub, PEOPLE);
    let rows = "5001,PX0001,सीता साहू,रामलाल,F,1982,डभरा,सपोस,सपोस,234123412346,Approved,11/10/2026\n\
        ,PX0003,Kumari Yadav,Dukhiram,F,1990,Dabhra,Sapos,Sapos,,Approved,12/10/2026\n\
        ,PX0005,फुलबासन निसाद,कनहैया,F,1985,,,नंदेली,XXXXXXXX2346,Pending,\n\
        5004,PX0004,कमला बाई,समारू,F,1950,डभरा,किरारी,किरारी,,Approved,13/10/2026\n\
        ,PX0006,सन्तोषी निषाद,,M,1988,सक्ती,नंदेली,नंदेली,,Approved,13/10/2026\n\
        ,PX0007,गंगाबाई चौहान,मंगलू,F,1964,डभरा,सपोस,सपोस,,Approved,13/10/2026\n\
        ,PX0008,रमेश,,M,1964,कोरबा,दीपका,दीपका,,Approved,13/10/2026\n\
        ,PX0009,,,M,1964,डभरा,सपोस,सपोस,,Approved,13/10/2026\n\
        ,PX0010,रमेश,,M,1964,डभरा,सपोस,सपोस,,शायद,\n";
    let report = load(hub, rows, "2026-11-01");
    let counts = (report.rows, report.matched, report.asked, report.unmatched, report.rejected);
    assert_eq!(counts, (9, 3, 2, 2, 2), "{report:?} {:?}", left(hub));
    assert_eq!(report.rejected_lines, [(9, "NO_NAME"), (10, "NO_WORD")]);
    assert_eq!((report.made, report.changed, report.repeated), (2, 3, 0));
    // Two blocks have words.
    assert_eq!((report.packs, card_packs(hub).len()), (2, 2));
    let reasons: Vec<_> = left(hub).iter().map(|l| (l.line, l.reason, l.likely.len())).collect();
    assert_eq!(
        reasons,
        [
            (6, LeftReason::Likely, 1),
            (5, LeftReason::OtherDetails, 1),
            (7, LeftReason::Nobody, 0),
            (8, LeftReason::NoPlace, 0)
        ]
    );
    let asked = &left(hub)[0];
    assert_eq!((asked.name.as_str(), asked.card.as_str()), ("सन्तोषी निषाद", "0006"));
    assert_eq!((asked.likely[0].0.person, asked.likely[0].1.as_str()), (person("5006"), "संतोष निषाद"));
    let word = told(hub)[&head_of(person("5001"))];
    let expected =
        CardWord { status: CardStatus::Approved, day: Some(day("2026-10-11")), dated: day("2026-11-01") };
    assert_eq!(word, expected);
    assert_eq!((made(hub, "5003"), made(hub, "5005"), made(hub, "5004")), (Some(true), Some(false), None));

    let (packs, aside) = (card_packs(hub), left(hub));
    let again = load(hub, rows, "2026-11-01");
    assert_eq!(again, CardsReport { changed: 0, packs: 0, ..report });
    assert_eq!((card_packs(hub), left(hub)), (packs, aside));
    assert!(hub.verify(SAKTI).unwrap().is_right());
}

fn phones_are_offered_the_cards_of_each_block_and_get_them_by_ranges(hub: &Hub) {
    import(hub, PEOPLE);
    let mut phone = phone(hub, 1);
    assert_eq!(phone.sync(hub).unwrap().packs.unwrap().len(), 3);
    let rows = "5001,,सीता साहू,,,,,,,,Approved,11/10/2026\n5005,,फूलबासन निषाद,,,,,,,,Rejected,\n";
    load(hub, rows, "2026-11-01");
    let offered = phone.sync(hub).unwrap().packs.unwrap();
    let cards: Vec<_> = offered.iter().filter(|offer| offer.kind == PackKind::Cards).collect();
    let names: Vec<_> = cards.iter().map(|o| (o.block_name.as_str(), o.depth)).collect();
    // Of the block that she has in the minimal depth alone, too.
    assert_eq!(names, [("डभरा", Depth::Minimal), ("सक्ती", Depth::Minimal)]);
    for offer in cards {
        let whole = get(hub, &mut phone, offer.address, 0);
        assert_eq!(whole.len() as u64, offer.size);
        assert_eq!(words_of(&whole, offer.address).len(), 1);
        for from in [1, offer.size / 2, offer.size] {
            let at = usize::try_from(from).unwrap();
            assert_eq!(get(hub, &mut phone, offer.address, from), whole[at..]);
        }
    }
    // Only the block of which something new is said gets another pack.
    let before = card_packs(hub);
    load(hub, "5003,,कुमारी यादव,,,,,,,,Approved,\n", "2026-11-02");
    let after = card_packs(hub);
    assert_eq!((before[1].clone(), before.len()), (after[1].clone(), after.len()));
    assert_ne!(before[0], after[0]);
}

fn later_words_take_the_place_of_earlier_ones_whichever_is_loaded_first(hub: &Hub) {
    import(hub, PEOPLE);
    let row = |status: &str| format!("5001,,सीता साहू,,,,,,,,{status},\n");
    load(hub, &row("Approved"), "2026-11-10");
    let earlier = load(hub, &row("Pending"), "2026-11-01");
    assert_eq!((earlier.matched, earlier.changed, made(hub, "5001")), (1, 0, Some(true)));
    let later = load(hub, &row("Rejected"), "2026-11-20");
    assert_eq!((later.changed, made(hub, "5001")), (1, Some(false)));
    // Where nobody says of which day it is, it is that of its latest card.
    let dated = load_dated(hub, "5001,,सीता साहू,,,,,,,,Approved,21/11/2026\n", None).unwrap();
    assert_eq!((dated.dated, made(hub, "5001")), (Some(day("2026-11-21")), Some(true)));
}

fn a_workers_later_word_holds_against_the_portals_and_an_earlier_one_does_not(hub: &Hub) {
    import(hub, PEOPLE);
    let mut phone = phone(hub, 1);
    let stated = |status| Body::CardStated(CardStated { kind: CardKind::Family, status });
    for id in ["5001", "5003"] {
        say(&mut phone, person(id).into(), 0, &stated(CardStatus::Rejected));
    }
    phone.sync_all(hub);
    let rows = "5001,,सीता साहू,,,,,,,,Approved,\n5003,,कुमारी यादव,,,,,,,,Approved,\n";
    let report = load(hub, rows, "2026-11-24");
    assert_eq!(report.changed, 2);
    assert!(hub.verify(SAKTI).unwrap().is_right());
    assert_eq!(class_of(hub, "5001"), "left");
    // The next file was made after that.
    hub.load_cards(
        SAKTI,
        day("2026-11-27"),
        Some(day("2026-11-26")),
        &mut Cursor::new(format!("{CARDS}5001,,सीता साहू,,,,,,,,Approved,\n")),
        &mut |_| {},
    )
    .unwrap();
    assert_eq!((class_of(hub, "5001"), class_of(hub, "5003")), ("made", "left"));
    // And what a worker says later still holds against it.
    say(&mut phone, person("5001").into(), 3, &stated(CardStatus::Rejected));
    phone.sync_all(hub);
    assert_eq!(class_of(hub, "5001"), "left");
    assert!(hub.verify(SAKTI).unwrap().is_right());
}

/// The class that the hub counts somebody in.
fn class_of(hub: &Hub, id: &str) -> &'static str {
    let mut found = None;
    hub.db()
        .read(&mut |tx| {
            let sql = "select class from person where district = $1 and person = $2";
            let rows = tx.rows(sql, shivir_hub::args![SAKTI, &person(id).0])?;
            found = rows.first().map(|row| row.0[0].clone());
            Ok(())
        })
        .unwrap();
    match found {
        Some(shivir_hub::store::Value::Int(1)) => "made",
        Some(shivir_hub::store::Value::Int(2)) => "left",
        other => panic!("{other:?}"),
    }
}

fn a_newer_list_of_people_keeps_the_portals_word_and_the_packs_that_say_the_same(hub: &Hub) {
    import(hub, PEOPLE);
    let mut phone = phone(hub, 1);
    say(
        &mut phone,
        person("5001").into(),
        0,
        &Body::PersonChanged(Details { mobile: Some(9_876_543_210), ..empty() }),
    );
    phone.sync_all(hub);
    load(hub, "5001,,सीता साहू,,,,,,,,Approved,\n5006,,संतोष निषाद,,,,,,,,Approved,\n", "2026-11-01");
    assert_eq!(class_of(hub, "5001"), "made");
    let before = card_packs(hub);
    import(hub, PEOPLE);
    assert_eq!((card_packs(hub), class_of(hub, "5001")), (before, "made"));
    assert!(hub.verify(SAKTI).unwrap().is_right());
    // Santosh is on the list no more: nothing is told of her block; her word waits for a list that has her again.
    let shorter: String =
        PEOPLE.lines().filter(|line| !line.starts_with("5006")).fold(String::new(), |a, l| a + l + "\n");
    import(hub, &shorter);
    assert_eq!((card_packs(hub).len(), made(hub, "5006")), (1, None));
    import(hub, PEOPLE);
    assert_eq!(made(hub, "5006"), Some(true));
}

fn what_somebody_decided_of_a_row_holds_for_the_next_file(hub: &Hub) {
    import(hub, PEOPLE);
    let rows = ",PX0006,सन्तोषी निषाद,,M,1988,सक्ती,नंदेली,नंदेली,,Approved,13/10/2026\n\
        ,PX0007,गंगाबाई चौहान,मंगलू,F,1964,डभरा,सपोस,सपोस,,Approved,13/10/2026\n";
    load(hub, rows, "2026-11-01");
    let (asked, nobody) = (left(hub)[0].key, left(hub)[1].key);
    let settle = |key, person| hub.settle_card(SAKTI, today(), key, person);
    assert!(matches!(settle(asked, Some(person("9999"))), Err(HubError::NotFound("the person"))));
    assert_eq!((left(hub).len(), made(hub, "5006")), (2, None));
    assert!(settle(asked, Some(person("5006"))).unwrap());
    assert!(!settle(nobody, None).unwrap());
    assert_eq!((left(hub).len(), made(hub, "5006")), (0, Some(true)));
    assert!(matches!(settle(asked, None), Err(HubError::NotFound("the row"))));
    let next = load(hub, &rows.replace("Approved,13/10/2026", "Rejected,"), "2026-11-20");
    assert_eq!((next.matched, next.settled, next.asked, next.unmatched), (1, 1, 0, 0));
    assert_eq!((left(hub).len(), made(hub, "5006")), (0, Some(false)));
}

fn someone_who_was_added_hears_of_her_card_by_a_fact(hub: &Hub) {
    import(hub, PEOPLE);
    let (mut phone, mut other) = (phone(hub, 1), phone(hub, 2));
    let added = SubjectId([0x55; 16]);
    say(&mut phone, added, -10, &Body::PersonAdded(dukalin()));
    phone.sync_all(hub);
    other.sync_all(hub);
    let heard = other.others.len();
    let rows = ",PX0011,दुकालिन केंवट,बिसाहू,F,1971,डभरा,सपोस,सपोस,,Approved,20/11/2026\n";
    let report = load(hub, rows, "2026-11-21");
    assert_eq!((report.matched, report.changed, report.packs), (1, 1, 0), "{:?}", left(hub));
    other.sync_all(hub);
    assert_eq!(other.others.len(), heard + 1);
    assert_eq!(load(hub, rows, "2026-11-21").changed, 0);
    assert!(hub.verify(SAKTI).unwrap().is_right());
}

fn one_person_in_two_rows_is_taken_once_and_the_other_row_is_shown(hub: &Hub) {
    import(hub, PEOPLE);
    let row = "5001,PX0001,सीता साहू,रामलाल,F,1982,डभरा,सपोस,सपोस,,";
    // The same row once more; the same card in another state; another card for the same woman.
    let other = "5001,PX0099,सीता साहू,रामलाल,F,1982,डभरा,सपोस,सपोस,,Approved,\n";
    let rows = format!("{row}Pending,\n{row}Pending,\n{row}Approved,\n{other}");
    let report = load(hub, &rows, "2026-11-01");
    assert_eq!((report.matched, report.repeated, report.asked), (1, 1, 2));
    assert_eq!(made(hub, "5001"), Some(true));
    let reasons: Vec<_> = left(hub).iter().map(|l| (l.line, l.reason)).collect();
    assert_eq!(reasons, [(4, LeftReason::Twice), (5, LeftReason::Twice)]);
    let again = load(hub, &rows, "2026-11-01");
    assert_eq!((again.changed, again.asked, left(hub).len()), (0, 2, 2));
    // A row that stands a thousand times is kept aside once, beside as many others.
    let others: String =
        (0..1_000).map(|n| format!(",PX7{n},गंगाबाई,मंगलू,F,1964,डभरा,सपोस,सपोस,,Approved,\n")).collect();
    let many = load(hub, &(rows + &other.repeat(1_000) + &others), "2026-11-01");
    assert_eq!((many.asked, many.unmatched, left(hub).len()), (1_002, 1_000, 1_002));
}

fn a_file_that_is_wrong_changes_nothing(hub: &Hub) {
    let good = "5001,,सीता साहू,,,,,,,,Approved,11/10/2026\n";
    assert!(matches!(load_dated(hub, good, None), Err(CardsError::NoList)));
    import(hub, PEOPLE);
    load(hub, good, "2026-11-01");
    let before = (hub.packs(SAKTI).unwrap(), left(hub), told(hub));
    let bytes = |bytes: Vec<u8>| {
        hub.load_cards(SAKTI, today(), Some(today()), &mut Cursor::new(bytes), &mut |_| {}).unwrap_err()
    };
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(format!("{CARDS}{good}").lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    let whole = book.save_to_buffer().unwrap();
    for wrong in [
        Vec::new(),
        b"<html>".to_vec(),
        b"x,y\n1,2\n".to_vec(),
        "हितग्राही आईडी,नाम,ग्राम\n5001,सीता साहू,सपोस\n".into(),
        whole[..whole.len() / 2].to_vec(),
    ] {
        assert!(matches!(bytes(wrong), CardsError::List { .. }));
    }
    let rows = |rows: &str, dated| load_dated(hub, rows, dated).unwrap_err();
    assert!(matches!(rows(",,,,,,,,,,Approved,\n", Some(today())), CardsError::NoRows));
    assert!(matches!(rows("5001,,सीता साहू,,,,,,,,Approved,\n", None), CardsError::Undated));
    assert!(matches!(rows(good, Some(day("2026-10-01"))), CardsError::WrongDay { .. }));
    assert!(matches!(rows(good, Some(today().plus(1))), CardsError::WrongDay { .. }));
    let elsewhere = "7001,,रमेश,,M,1964,कोरबा,दीपका,दीपका,,Approved,13/10/2026\n";
    assert!(matches!(rows(elsewhere, None), CardsError::OtherDistrict));
    assert!(matches!(
        hub.load_cards(SAKTI + 1, today(), None, &mut Cursor::new(CARDS), &mut |_| {}),
        Err(CardsError::Hub(HubError::NotFound(_)))
    ));
    assert_eq!((hub.packs(SAKTI).unwrap(), left(hub), told(hub)), before);
    // The workbook whole says what is said already.
    let again = hub.load_cards(SAKTI, today(), Some(day("2026-11-01")), &mut Cursor::new(whole), &mut |_| {});
    assert_eq!(again.unwrap().changed, 0);
}

#[test]
fn no_aadhaar_number_is_in_the_database_wherever_it_stood_in_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let (hub, _) = hub_over(sqlite(dir.path()));
    import(&hub, PEOPLE);
    let rows = "5001,,सीता साहू,,F,1982,डभरा,सपोस,सपोस,234123412346,Approved,\n\
        ,,कोई और,,F,1931,डभरा,सपोस,सपोस,234123412346,Approved,\n\
        ,,,,F,1931,डभरा,सपोस,सपोस,234123412346,Approved,\n";
    load(&hub, rows, "2026-11-01");
    // A column that nobody calls so, but which holds such numbers, is asked about.
    let hidden = "Member ID,Beneficiary Name,Reference,Village,Card Status\n5001,सीता साहू,234123412346,सपोस,Approved\n";
    let asked = hub.load_cards(SAKTI, today(), Some(today()), &mut Cursor::new(hidden), &mut |_| {});
    assert!(matches!(asked, Err(CardsError::List { .. })));
    let key: String = common::KEY.iter().map(|b| format!("{b:02x}")).collect();
    let db = rusqlite::Connection::open(dir.path().join("hub.db")).unwrap();
    db.execute_batch(&format!("pragma key = \"x'{key}'\"")).unwrap();
    let rows: Vec<Vec<u8>> = db
        .prepare("select row from card_left union all select bytes from pack_part union all select row from listed")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(rows.len() > 2);
    assert!(rows.iter().all(|row| !row.windows(12).any(|w| w == b"234123412346")));
}
