//! A person takes her consent back: one verb, all or nothing, on every phone and for copies that come later.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;
mod queue_common;
mod sync_common;

use common::list::{Line, csv, import};
use common::{MORNING, Phone, consent, load_sakti, register, sitting, today};
use queue_common::{day, details, open_camp, refusal, rows, select, written};
use rusqlite::types::Value;
use shivir_core::aadhaar::{CaseFilter, Page, Step};
use shivir_core::error::{CoreError, Refusal, Thing};
use shivir_core::facts::Sitting;
use shivir_core::registration::{Answer, FlowRefusal, Step as At, Warning, Whom};
use shivir_core::review::ReviewFilter;
use shivir_core::roster::SearchOptions;
use shivir_domain::codes::{Cadre, CardKind, CaseState, Document, Lang, Outcome, ReviewKind};
use shivir_domain::fact::{CardOutcome, Fact, FactKind};
use shivir_domain::id::PersonId;
use sync_common::{Hub, sync};

const DAY_MS: u64 = 86_400_000;
/// Words that she alone said; they stand in no list.
const WORDS: [&str; 4] = ["झुमरीबाई", "मोंगराटोला", "TRACK-4711", "9812345678"];

/// Two of one household who are listed.
fn listed() -> [Line; 2] {
    [("7001", "सुखिया", "Sukhiya"), ("7002", "बुधारू", "Budharu")]
        .map(|(id, hi, en)| Line::new(id, "R700", hi, en))
}

fn ready(seed: u64) -> (Phone, Sitting) {
    let phone = Phone::with_seed(seed);
    load_sakti(&phone.core);
    import(&phone.core, csv(&listed())).unwrap();
    phone.env.set(MORNING);
    let at = sitting(&phone.core, Cadre::Mitanin);
    (phone, at)
}

/// Someone who is on no list, with details that she told, an Aadhaar case, and its tracking number.
fn told_much(phone: &Phone, at: &Sitting) -> PersonId {
    let mut she = details(WORDS[0], Some("1980-05-01"));
    she.para = Some(WORDS[1].into());
    she.mobile = Some(WORDS[3].parse().unwrap());
    let done = register(&phone.core, at, Whom::New(Box::new(she)), Outcome::BlockedAadhaar);
    let step = Step { tracking: Some(WORDS[2].into()), ..Step::to(CaseState::Referred) };
    phone.core.step_case(at, done.case.unwrap(), step).unwrap();
    done.person
}

/// Every value of every table holds none of these words. Closes the store.
fn said_nowhere(phone: &Phone, words: &[&str]) {
    phone.core.store().close();
    let db = open_camp(phone);
    let tables = select(&db, "select name from pragma_table_list where schema = 'main'");
    let mut values = 0;
    for table in tables {
        let Value::Text(table) = &table[0] else { panic!() };
        for value in select(&db, &format!("select * from {table}")).into_iter().flatten() {
            let bytes = match value {
                Value::Text(text) => text.into_bytes(),
                Value::Blob(bytes) => bytes,
                Value::Integer(number) => number.to_string().into_bytes(),
                _ => continue,
            };
            values += 1;
            for word in words {
                let holds = bytes.windows(word.len()).any(|window| window == word.as_bytes());
                assert!(!holds, "{word} is in {table}");
            }
        }
    }
    assert!(values > 50, "the tables were read: {values}");
}

fn bodies(facts: &[Fact], person: PersonId) -> Vec<FactKind> {
    let hers = facts.iter().filter(|f| f.header.subject == person.into() && f.body.is_some());
    hers.map(|f| f.header.kind).collect()
}

#[test]
fn all_that_she_said_is_gone_at_once_and_after_a_new_start_and_the_days_stay() {
    let (phone, at) = ready(1);
    let she = told_much(&phone, &at);
    let other = register(&phone.core, &at, Whom::Person(listed()[0].person()), Outcome::BlockedAadhaar);
    let neighbour = phone.core.person(other.person).unwrap();
    phone.env.pass(3 * DAY_MS);
    let before = written(&phone);
    let done = phone.core.withdraw_consent(&at, she).unwrap();
    assert_eq!((done.person, done.registrations, done.cases, done.details), (she, 1, 1, true));
    assert_eq!((done.given.as_slice(), done.day), ([today()].as_slice(), day("2026-11-24")));
    assert_eq!((done.on_list, done.card_made, done.drafts), (false, false, 0));

    // Id, header and hash of each fact stay, and the bodies that are left say nothing of her.
    let after = written(&phone);
    for (then, now) in before.iter().zip(&after) {
        assert_eq!((then.id(), then.hash(), &then.header_bytes), (now.id(), now.hash(), &now.header_bytes));
    }
    assert!(bodies(&after, she).iter().all(|kind| *kind == FactKind::BodyBlanked));
    let phone = phone.reopen();
    let left = phone.core.person(she).unwrap();
    assert!(left.fold.visits.is_empty() && left.fold.cases.is_empty() && left.fold.waiting.is_empty());
    assert_eq!((left.name(Lang::Hi), left.fold.details.mobile), ("", None));
    let kept = &left.fold.taken_back;
    assert_eq!((kept.len(), kept[0].given, kept[0].day), (1, Some(today()), day("2026-11-24")));

    // No list, queue, count or search has her any more; the other one is as she was.
    let cases = phone.core.cases(&CaseFilter::default(), Page::default()).unwrap();
    assert_eq!(cases.iter().map(|row| row.who.person).collect::<Vec<_>>(), [other.person]);
    assert_eq!(phone.core.tally(today(), None).unwrap().served, 1);
    assert!(phone.core.search(WORDS[0], &SearchOptions::default()).unwrap().is_empty());
    assert!(phone.core.search(WORDS[3], &SearchOptions::default()).unwrap().is_empty());
    let same = phone.core.person(other.person).unwrap();
    assert_eq!(same.fold, neighbour.fold);
    said_nowhere(&phone, &WORDS);
}

#[test]
fn who_gave_no_consent_has_nothing_to_take_back_and_nothing_is_written() {
    let (phone, at) = ready(1);
    let [one, two] = listed().map(|line| line.person());
    register(&phone.core, &at, Whom::Person(one), Outcome::Absent);
    let before = written(&phone).len();
    for who in [one, two] {
        let why = refusal(phone.core.withdraw_consent(&at, who));
        assert_eq!(why, Refusal::Flow(FlowRefusal::NoConsent));
        assert!(why.sentence(Lang::Hi).contains("सहमति") && why.sentence(Lang::En).contains("consent"));
    }
    let nobody = phone.core.withdraw_consent(&at, PersonId([9; 16]));
    assert!(matches!(nobody, Err(CoreError::NotFound(Thing::Person))));
    register(&phone.core, &at, Whom::Person(one), Outcome::IntakeDone);
    let tomorrow = Sitting { on: Some((day("2026-11-22"), None).into()), ..at.clone() };
    let why = refusal(phone.core.withdraw_consent(&tomorrow, one));
    assert_eq!(why, Refusal::Flow(FlowRefusal::FutureDay));
    assert_eq!(written(&phone).len(), before + 1);
    // Once taken back there is nothing more.
    phone.core.withdraw_consent(&at, one).unwrap();
    let again = refusal(phone.core.withdraw_consent(&at, one));
    assert_eq!(again, Refusal::Flow(FlowRefusal::NoConsent));
}

#[test]
fn where_one_part_cannot_be_written_nothing_is() {
    let (phone, at) = ready(1);
    let she = told_much(&phone, &at);
    let before = rows(&phone);
    // The second blanking fails.
    open_camp(&phone)
        .execute_batch(
            "create trigger fails before insert on fact \
             when new.kind = 10 and exists (select 1 from fact where kind = 10) \
             begin select raise(abort, 'stop'); end",
        )
        .unwrap();
    let phone = phone.reopen();
    assert!(matches!(phone.core.withdraw_consent(&at, she), Err(CoreError::Internal(_))));
    assert_eq!(rows(&phone), before);
    open_camp(&phone).execute_batch("drop trigger fails").unwrap();
    let phone = phone.reopen();
    assert_eq!(phone.core.withdraw_consent(&at, she).unwrap().registrations, 1);
}

#[test]
fn it_reaches_the_hub_and_the_other_phone_and_holds_for_copies_that_come_later() {
    let mut hub = Hub::new();
    let ((one, at), (two, _)) = (ready(1), ready(500));
    hub.enrol(&one, &[1]);
    hub.enrol(&two, &[1]);
    let she = told_much(&one, &at);
    let whole = written(&one);
    sync(&one, &mut hub);
    sync(&two, &mut hub);
    assert_eq!(two.core.person(she).unwrap().name(Lang::Hi), WORDS[0]);
    one.core.withdraw_consent(&at, she).unwrap();
    sync(&one, &mut hub);
    sync(&two, &mut hub);
    // A copy on paper of the wire, a courier's file, a phone restored from a backup.
    assert_eq!(two.core.take_in(&whole).unwrap().new, 0);
    let (three, _) = ready(900);
    hub.enrol(&three, &[1]);
    sync(&three, &mut hub);
    three.core.take_in(&whole).unwrap();
    let fold = one.core.person(she).unwrap().fold;
    for phone in [&one, &two, &three] {
        let person = phone.core.person(she).unwrap();
        assert_eq!(person.fold, fold);
        said_nowhere(phone, &WORDS);
    }
}

#[test]
fn of_a_listed_person_the_list_stays_and_she_may_say_yes_again() {
    let (phone, at) = ready(1);
    let [she, other] = listed().map(|line| line.person());
    let first = register(&phone.core, &at, Whom::Person(she), Outcome::IntakeDone);
    register(&phone.core, &at, Whom::Correct(first.fact), Outcome::Already);
    let done = phone.core.withdraw_consent(&at, she).unwrap();
    assert_eq!((done.registrations, done.given.len(), done.on_list, done.details), (2, 1, true, false));
    assert!(!done.card_made, "that she has a card was said in her registration alone");
    let person = phone.core.person(she).unwrap();
    assert_eq!((person.name(Lang::Hi), person.made(CardKind::Family)), ("सुखिया", false));
    assert_eq!(phone.core.household(other).unwrap().len(), 2);
    let draft = phone.core.begin(at.clone(), Whom::Person(she)).unwrap();
    assert_eq!(draft.members[0].warnings, [Warning::ConsentTakenBack { day: today() }]);
    phone.core.cancel(draft.no).unwrap();
    let again = register(&phone.core, &at, Whom::Person(she), Outcome::IntakeDone);
    let person = phone.core.person(she).unwrap();
    assert_eq!(person.fold.standing().map(|v| v.fact).collect::<Vec<_>>(), [again.fact]);
    assert!(person.fold.reviews.is_empty());
    let draft = phone.core.begin(at, Whom::Person(she)).unwrap();
    let warned = |w: &Warning| matches!(w, Warning::ConsentTakenBack { .. });
    assert!(!draft.members[0].warnings.iter().any(warned), "she has said yes again");
}

#[test]
fn drafts_about_her_go_and_of_a_households_draft_only_her_answers() {
    let (phone, at) = ready(1);
    let [she, other] = listed().map(|line| line.person());
    let done = register(&phone.core, &at, Whom::Person(she), Outcome::IntakeDone);
    let correcting = phone.core.begin(at.clone(), Whom::Correct(done.fact)).unwrap();
    let family = phone.core.begin(at.clone(), Whom::Household(other)).unwrap();
    let place = |who| family.members.iter().position(|m| m.person == who).unwrap();
    let (hers, others) = (place(she), place(other));
    let seen = family.members[hers].warnings.clone();
    phone.core.answer(family.no, hers, Answer::GoOn { seen }).unwrap();
    for member in [hers, others] {
        let mut yes = consent(false);
        yes.guardian = Some(WORDS[0].into());
        phone.core.answer(family.no, member, Answer::Consent(yes)).unwrap();
    }
    assert_eq!(phone.core.withdraw_consent(&at, she).unwrap().drafts, 2);
    assert!(matches!(phone.core.draft(correcting.no), Err(CoreError::NotFound(Thing::Draft))));
    let left = phone.core.draft(family.no).unwrap();
    assert_eq!((left.members[hers].answers.len(), left.members[others].answers.len()), (0, 1));
    assert_eq!(left.members[others].step, At::Documents);
}

#[test]
fn a_draft_on_another_phone_asks_her_anew_and_a_correction_of_what_is_gone_is_refused() {
    let ((one, at), (two, their)) = (ready(1), ready(500));
    let she = listed()[0].person();
    let done = register(&one.core, &at, Whom::Person(she), Outcome::IntakeDone);
    two.core.take_in(&written(&one)).unwrap();
    let answer_all = |no: i64, mut view: shivir_core::registration::DraftView| {
        while view.members[0].step != At::Ready {
            let member = &view.members[0];
            let answer = match member.step {
                At::Warnings => Answer::GoOn { seen: member.warnings.clone() },
                At::Consent => Answer::Consent(consent(false)),
                At::Documents => Answer::Documents { shown: vec![Document::RationCard] },
                _ => Answer::Outcomes {
                    outcomes: vec![CardOutcome { kind: CardKind::Family, outcome: Outcome::NoDocs }],
                },
            };
            view = two.core.answer(no, 0, answer).unwrap();
        }
    };
    let anew = two.core.begin(their.clone(), Whom::Person(she)).unwrap();
    answer_all(anew.no, anew.clone());
    let correcting = two.core.begin(their, Whom::Correct(done.fact)).unwrap();
    answer_all(correcting.no, correcting.clone());
    one.core.withdraw_consent(&at, she).unwrap();
    two.core.take_in(&written(&one)).unwrap();
    // Both can still be looked at; in neither does the old yes count.
    assert_eq!(two.core.drafts().unwrap().len(), 2);
    for draft in [&anew, &correcting] {
        assert_eq!(two.core.draft(draft.no).unwrap().members[0].step, At::Warnings);
        assert_eq!(refusal(two.core.confirm(draft.no)), Refusal::Flow(FlowRefusal::WarningsFirst));
        answer_all(draft.no, two.core.draft(draft.no).unwrap());
    }
    let gone = refusal(two.core.confirm(correcting.no));
    assert_eq!(gone, Refusal::Flow(FlowRefusal::NoLongerStands));
    two.core.cancel(correcting.no).unwrap();
    assert_eq!(two.core.confirm(anew.no).unwrap().people.len(), 1);
    assert_eq!(two.core.person(she).unwrap().fold.standing().count(), 1);
}

/// She took her consent back on one phone, and the other has heard neither of it nor of what it was given for.
fn taken_back_unheard() -> (Phone, (Phone, Sitting), PersonId) {
    let ((one, at), other) = (ready(1), ready(500));
    let she = listed()[0].person();
    register(&one.core, &at, Whom::Person(she), Outcome::IntakeDone);
    one.core.withdraw_consent(&at, she).unwrap();
    (one, other, she)
}

#[test]
fn a_registration_apart_from_it_waits_for_a_supervisor_and_goes_when_she_says_so() {
    let (one, (two, their), she) = taken_back_unheard();
    let trainer = sitting(&two.core, Cadre::MitaninTrainer);
    let apart = register(&two.core, &their, Whom::Person(she), Outcome::BlockedAadhaar);
    let step = Step { tracking: Some(WORDS[2].into()), ..Step::to(CaseState::Referred) };
    two.core.step_case(&their, apart.case.unwrap(), step).unwrap();
    two.core.take_in(&written(&one)).unwrap();
    let person = two.core.person(she).unwrap();
    assert_eq!((person.fold.standing().count(), person.fold.open_case().is_some()), (0, false));
    assert_eq!(two.core.tally(today(), None).unwrap().served, 0);
    let filter = ReviewFilter { open_only: true, ..ReviewFilter::default() };
    let item = two.core.reviews(&filter).unwrap().remove(0);
    assert_eq!(item.kind, ReviewKind::ConsentApart);
    assert!(!two.core.may_settle(their.author, &item).unwrap());
    let taking = *item.facts.iter().find(|fact| **fact != apart.fact).unwrap();
    two.core.settle(&trainer, &item, taking).unwrap();
    one.core.take_in(&written(&two)).unwrap();
    for phone in [&one, &two] {
        let fold = phone.core.person(she).unwrap().fold;
        assert!(fold.visits.is_empty() && fold.waiting.is_empty(), "{fold:?}");
        assert_eq!((fold.taken_back.len(), phone.core.reviews(&filter).unwrap().len()), (2, 0));
    }
    said_nowhere(&one, &[WORDS[2]]);
    said_nowhere(&two, &[WORDS[2]]);
}

#[test]
fn a_registration_apart_from_it_that_is_settled_to_stand_stands_with_its_case() {
    let (one, (two, their), she) = taken_back_unheard();
    let trainer = sitting(&two.core, Cadre::MitaninTrainer);
    let apart = register(&two.core, &their, Whom::Person(she), Outcome::BlockedAadhaar);
    two.core.take_in(&written(&one)).unwrap();
    let item = two.core.reviews(&ReviewFilter::default()).unwrap().remove(0);
    two.core.settle(&trainer, &item, apart.fact).unwrap();
    let fold = two.core.person(she).unwrap().fold;
    assert_eq!((fold.standing().count(), fold.open_case().is_some()), (1, true));
}

#[test]
fn of_two_entries_that_are_one_person_both_are_taken_back() {
    let (phone, at) = ready(1);
    let trainer = sitting(&phone.core, Cadre::MitaninTrainer);
    let new = told_much(&phone, &at);
    let she = listed()[0].person();
    register(&phone.core, &at, Whom::Person(she), Outcome::IntakeDone);
    phone.core.merge_people(&trainer, she, new).unwrap();
    let done = phone.core.withdraw_consent(&at, new).unwrap();
    assert_eq!((done.person, done.registrations, done.on_list), (she, 2, true));
    let joined = phone.core.person(new).unwrap();
    assert_eq!((joined.id, joined.fold.visits.len(), joined.fold.taken_back.len()), (she, 0, 2));
    said_nowhere(&phone, &WORDS);
}
