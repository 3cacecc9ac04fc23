//! Two entries of one person are joined, shown and counted as one everywhere, and taken apart again without loss.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;
mod queue_common;

use common::{MORNING, Phone, load_sakti, register, sitting};
use queue_common::{OnList, foreign, load_list, newcomer, open_camp, refusal, rows, written};
use shivir_core::aadhaar::Step;
use shivir_core::error::Refusal;
use shivir_core::facts::Sitting;
use shivir_core::registration::Whom;
use shivir_core::report::LedgerLevel;
use shivir_core::review::{ReviewFilter, ReviewRefusal};
use shivir_core::roster::SearchOptions;
use shivir_domain::codes::{Cadre, CaseState, Lang, LikelyBand, Outcome, ReviewKind};
use shivir_domain::fact::{Body, FactKind, LikelyDuplicate};
use shivir_domain::id::PersonId;

const SHANTI: OnList = OnList { source: 1, place: 0, made: false };
const AGAIN: OnList = OnList { source: 2, place: 0, made: true };
const OTHERS: OnList = OnList { source: 3, place: 0, made: false };
const OPEN: ReviewFilter =
    ReviewFilter { person: None, area: None, kind: None, open_only: true, limit: None };

/// A phone with the list, the table of a village-level entrepreneur, and that of a trainer.
fn ready(seed: u64) -> (Phone, Sitting, Sitting) {
    let phone = Phone::with_seed(seed);
    load_sakti(&phone.core);
    load_list(&phone, &[SHANTI, AGAIN, OTHERS]);
    phone.env.set(MORNING);
    let tables = [Cadre::Vle, Cadre::MitaninTrainer].map(|cadre| sitting(&phone.core, cadre));
    let [table, trainer] = tables;
    (phone, table, trainer)
}

/// Target, listed twice, made, left, beside.
fn ledger(phone: &Phone) -> [u64; 5] {
    let ledger = phone.core.ledger(LedgerLevel::District).unwrap();
    let twice = ledger.corrections().listed_twice;
    [ledger.target(), twice, ledger.made(), ledger.left(), ledger.beside().not_in_list]
}

fn found(phone: &Phone, query: &str) -> Vec<PersonId> {
    let hits = phone.core.search(query, &SearchOptions::default()).unwrap();
    hits.into_iter().map(|hit| hit.person).collect()
}

fn said(result: Refusal) -> ReviewRefusal {
    match result {
        Refusal::Review(why) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_was_entered_though_she_is_listed_is_one_person_everywhere_and_two_again_when_that_is_undone() {
    let (phone, table, trainer) = ready(1);
    let new = register(&phone.core, &table, newcomer("फुलबासन", Some("1982-11-11")), Outcome::Submitted);
    assert_eq!(ledger(&phone), [3, 0, 1, 2, 1]);
    let before = rows(&phone);
    let phone = phone.reopen();
    let kept = phone.core.merge_people(&trainer, SHANTI.id(), new.person).unwrap();
    assert_eq!((kept.id, kept.on_list, kept.fold.visits.len()), (SHANTI.id(), true, 1));
    assert_eq!(kept.name(Lang::Hi), "शांति");
    assert_eq!(ledger(&phone), [3, 0, 1, 2, 0]);
    // By either name, by her slip and by either id she is one.
    assert_eq!(found(&phone, "फुलबासन"), [SHANTI.id()]);
    assert_eq!(found(&phone, "शांति").iter().filter(|id| **id == SHANTI.id()).count(), 1);
    assert_eq!(found(&phone, new.slip.as_deref().unwrap()), [SHANTI.id()]);
    assert_eq!(phone.core.person(new.person).unwrap().id, SHANTI.id());
    // What is said next, is said of the one.
    let next = register(&phone.core, &table, Whom::Person(new.person), Outcome::Approved);
    assert_eq!(next.person, SHANTI.id());
    assert_eq!(ledger(&phone), [3, 0, 2, 1, 0]);

    phone.core.withdraw(&table, next.fact).unwrap();
    phone.core.unmerge_people(&trainer, new.person, SHANTI.id()).unwrap();
    assert_eq!(ledger(&phone), [3, 0, 1, 2, 1]);
    let apart = phone.core.person(new.person).unwrap();
    assert_eq!((apart.id, apart.fold.standing().count()), (new.person, 1));
    assert_eq!(found(&phone, "फुलबासन"), [new.person]);
    // Of her who was added the rows are as they were.
    let id = new.person.0.to_vec();
    let hers = |rows: Vec<(&'static str, Vec<Vec<rusqlite::types::Value>>)>| {
        let (_, people) = rows.into_iter().find(|(table, _)| *table == "person").unwrap();
        people.into_iter().find(|row| row[0] == id.clone().into()).unwrap()
    };
    assert_eq!(hers(rows(&phone)), hers(before));
}

#[test]
fn who_is_listed_twice_is_counted_once_with_a_correction_and_not_read_out_twice() {
    let (phone, _, trainer) = ready(1);
    let left = |phone: &Phone| {
        let page = phone.core.left_out(None, 0, 10).unwrap();
        page.households.iter().flat_map(|h| h.members.iter().map(|m| m.person)).collect::<Vec<_>>()
    };
    assert_eq!(left(&phone), [SHANTI.id(), OTHERS.id()]);
    // The one with a card is kept; nothing was ever said of either.
    phone.core.merge_people(&trainer, AGAIN.id(), SHANTI.id()).unwrap();
    assert_eq!(ledger(&phone), [3, 1, 1, 1, 0]);
    assert_eq!(left(&phone), [OTHERS.id()]);
    // Told to another phone it is the same there.
    let (there, ..) = ready(2);
    there.core.take_in(&written(&phone)).unwrap();
    assert_eq!(ledger(&there), [3, 1, 1, 1, 0]);
    phone.core.unmerge_people(&trainer, SHANTI.id(), AGAIN.id()).unwrap();
    there.core.take_in(&written(&phone)).unwrap();
    for phone in [&phone, &there] {
        assert_eq!(ledger(phone), [3, 0, 1, 2, 0]);
        assert_eq!(left(phone), [SHANTI.id(), OTHERS.id()]);
    }
}

#[test]
fn registered_under_both_entries_is_asked_about_and_what_goes_on_with_a_record_stays_with_it() {
    let (phone, table, trainer) = ready(1);
    let (there, their_table, _) = ready(2);
    let new = register(&phone.core, &table, newcomer("शान्ति", Some("1982-11-11")), Outcome::BlockedAadhaar);
    let listed = register(&there.core, &their_table, Whom::Person(SHANTI.id()), Outcome::BlockedAadhaar);
    phone.core.take_in(&written(&there)).unwrap();
    phone.core.merge_people(&trainer, SHANTI.id(), new.person).unwrap();
    let items = phone.core.reviews(&OPEN).unwrap();
    assert_eq!((items.len(), items[0].kind), (1, ReviewKind::DoubleRegistration));
    phone.core.settle(&trainer, &items[0], listed.fact).unwrap();
    assert!(phone.core.reviews(&OPEN).unwrap().is_empty());
    // One case of the two. Its next step is written on her under whom it was opened, whichever that is.
    let cases = phone.core.person(SHANTI.id()).unwrap().fold.cases;
    let [case] = &cases[..] else { panic!("{cases:?}") };
    phone.core.step_case(&table, case.case, Step::to(CaseState::Referred)).unwrap();
    let step = written(&phone).pop().unwrap();
    let opened = written(&phone).into_iter().chain(written(&there)).find(|f| f.id() == case.case.0).unwrap();
    assert_eq!(step.header.subject, opened.header.subject);
    // Undone, each has her own registration, and nothing waits to be settled.
    phone.core.unmerge_people(&trainer, SHANTI.id(), new.person).unwrap();
    for (person, fact) in [(SHANTI.id(), listed.fact), (new.person, new.fact)] {
        let fold = phone.core.person(person).unwrap().fold;
        assert_eq!(fold.standing().map(|v| v.fact).collect::<Vec<_>>(), [fact]);
        assert!(fold.open_case().is_some());
    }
    assert!(phone.core.reviews(&OPEN).unwrap().is_empty());
    // Folded anew, as after an update, the rows are the same.
    let before = rows(&phone);
    let db = open_camp(&phone);
    db.execute("update meta set value = 0 where name = 'fold_version'", []).unwrap();
    drop(db);
    assert_eq!(rows(&phone.reopen()), before);
}

#[test]
fn a_likely_duplicate_that_is_she_joins_the_two_and_keeps_the_listed() {
    let (phone, table, trainer) = ready(1);
    let new = register(&phone.core, &table, newcomer("शान्ती", None), Outcome::Submitted).person;
    let likely = LikelyDuplicate { other: SHANTI.id(), band: LikelyBand::Same, points: 18, why: Vec::new() };
    let at = MORNING + 1;
    let found = foreign(9, 1, at, common::today(), new, &Body::LikelyDuplicate(likely));
    phone.core.take_in(&[found]).unwrap();
    let item = phone.core.reviews(&OPEN).unwrap().remove(0);
    assert_eq!(phone.core.settle_as_same(&trainer, &item).unwrap().id, SHANTI.id());
    assert!(phone.core.reviews(&OPEN).unwrap().is_empty());
    phone.core.unmerge_people(&trainer, SHANTI.id(), new).unwrap();
    assert_eq!(phone.core.reviews(&OPEN).unwrap().len(), 1);
}

#[test]
fn nobody_is_joined_by_who_may_not_nor_with_herself_nor_put_under_an_entry_that_is_not_listed() {
    let (phone, table, trainer) = ready(1);
    let new = register(&phone.core, &table, newcomer("शान्ती", None), Outcome::Submitted).person;
    let before = written(&phone).len();
    let typed = Sitting { typist: table.author, ..trainer.clone() };
    for sitting in [&table, &typed] {
        let no = said(refusal(phone.core.merge_people(sitting, SHANTI.id(), new)));
        assert!(matches!(no, ReviewRefusal::NotHers(Some(_))));
        let no = said(refusal(phone.core.unmerge_people(sitting, SHANTI.id(), new)));
        assert!(matches!(no, ReviewRefusal::NotHers(Some(_))));
    }
    let merge = |kept, other| said(refusal(phone.core.merge_people(&trainer, kept, other)));
    assert_eq!(merge(new, new), ReviewRefusal::OneAlready);
    assert_eq!(merge(new, SHANTI.id()), ReviewRefusal::ListedIsKept);
    assert!(phone.core.merge_people(&trainer, SHANTI.id(), PersonId([9; 16])).is_err());
    let not = said(refusal(phone.core.unmerge_people(&trainer, SHANTI.id(), new)));
    assert_eq!(not, ReviewRefusal::NotJoined);
    assert_eq!(written(&phone).len(), before);
    phone.core.merge_people(&trainer, SHANTI.id(), new).unwrap();
    assert_eq!(merge(SHANTI.id(), new), ReviewRefusal::OneAlready);
    let of = |kind| written(&phone).iter().filter(|f| f.header.kind == kind).count();
    assert_eq!(of(FactKind::PeopleMerged), 2, "in the area of each");
}

#[test]
fn what_was_corrected_while_joined_is_known_after_the_undoing_and_work_goes_on() {
    let (phone, table, trainer) = ready(1);
    let new = register(&phone.core, &table, newcomer("शान्ती", None), Outcome::Submitted);
    phone.core.merge_people(&trainer, SHANTI.id(), new.person).unwrap();
    // The latest on both is said under the listed id; the correction is written under the other.
    let next = register(&phone.core, &table, Whom::Person(SHANTI.id()), Outcome::Absent);
    let corrected = register(&phone.core, &table, Whom::Correct(new.fact), Outcome::BlockedAadhaar);
    phone.core.unmerge_people(&trainer, SHANTI.id(), new.person).unwrap();
    let fold = phone.core.person(new.person).unwrap().fold;
    assert_eq!(fold.heads, [corrected.fact], "one after the other, also without what lay between");
    assert_eq!(fold.standing().map(|v| v.fact).collect::<Vec<_>>(), [corrected.fact]);
    let case = fold.open_case().unwrap().case;
    phone.core.step_case(&table, case, Step::to(CaseState::Referred)).unwrap();
    register(&phone.core, &table, Whom::Person(new.person), Outcome::Pending);
    let kept = phone.core.person(SHANTI.id()).unwrap().fold;
    assert_eq!(kept.standing().map(|v| v.fact).collect::<Vec<_>>(), [next.fact]);
    phone.core.withdraw(&table, next.fact).unwrap();
}
