//! Calling people to the camp, on real stores.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;
mod queue_common;
mod sync_common;

use common::list::{Line, csv, import, person};
use common::{MORNING, Phone, load_sakti, register, sitting, today};
use queue_common::{count_of, newcomer, refusal, rows, written};
use shivir_core::aadhaar::Opening;
use shivir_core::error::{CoreError, Refusal, Thing};
use shivir_core::facts::{OnPaper, Sitting};
use shivir_core::registration::{FlowRefusal, Whom};
use shivir_core::report::LedgerLevel;
use shivir_domain::codes::{AadhaarReason, BlankReason, Cadre, CallHow, Outcome};
use shivir_domain::fact::FactKind;
use shivir_domain::fold::LastCall;
use shivir_domain::id::{CampId, FactId, PersonId, StreamId};
use sync_common::{Hub, sync};

const DAY_MS: u64 = 86_400_000;

/// A phone with a list of two households: three people without a card, and one with.
fn ready(seed: u64) -> (Phone, Sitting) {
    let phone = Phone::with_seed(seed);
    load_sakti(&phone.core);
    let lines = [
        Line::new("1", "2201", "सीता", "Sita"),
        Line::new("2", "2201", "गीता", "Gita"),
        Line::new("3", "2202", "राधा", "Radha"),
        Line::new("4", "2202", "उमा", "Uma").made(),
    ];
    import(&phone.core, csv(&lines)).unwrap();
    let at = sitting(&phone.core, Cadre::Mitanin);
    let camp = Some(CampId(17));
    (phone, Sitting { camp, ..at })
}

/// Whom the left-out list has, and how each was last called.
fn list(phone: &Phone) -> Vec<(PersonId, Option<LastCall>)> {
    let page = phone.core.left_out(None, 0, 10).unwrap();
    page.households.iter().flat_map(|h| &h.members).map(|m| (m.person, m.call)).collect()
}

fn called(how: CallHow) -> Option<LastCall> {
    Some(LastCall { how, day: today() })
}

#[test]
fn a_household_is_called_in_one_step_and_its_mark_outlives_the_application() {
    let (phone, at) = ready(1);
    let [one, two, three] = ["1", "2", "3"].map(person);
    let facts = phone.core.call(&at, &[one, two], CallHow::SlipGiven).unwrap();
    let phone = phone.reopen();
    let slip = called(CallHow::SlipGiven);
    assert_eq!(list(&phone), [(one, slip), (two, slip), (three, None)]);
    let calls = phone.core.person(two).unwrap().fold.calls;
    let [call] = &calls[..] else { panic!("{calls:?}") };
    assert_eq!((call.fact, call.day, call.camp, call.author), (facts[1], today(), at.camp, at.author));
}

#[test]
fn who_is_named_twice_is_called_once() {
    let (phone, at) = ready(1);
    let one = person("1");
    assert_eq!(phone.core.call(&at, &[one, one], CallHow::Called).unwrap().len(), 1);
    assert_eq!(phone.core.call(&at, &[], CallHow::Called).unwrap(), []);
    assert_eq!(count_of(&phone, FactKind::Called), 1);
}

#[test]
fn the_list_has_the_furthest_call_of_the_latest_day() {
    let (phone, at) = ready(1);
    let one = person("1");
    phone.core.call(&at, &[one], CallHow::SlipGiven).unwrap();
    phone.core.call(&at, &[one], CallHow::Called).unwrap();
    assert_eq!(list(&phone)[0], (one, called(CallHow::SlipGiven)));
    phone.env.pass(DAY_MS);
    phone.core.call(&at, &[one], CallHow::Called).unwrap();
    let tomorrow = LastCall { how: CallHow::Called, day: today().plus(1) };
    assert_eq!(list(&phone)[0], (one, Some(tomorrow)));
    // A paper sheet brings an earlier day later.
    let paper = OnPaper { day: today().plus(-3), minute: None };
    phone.core.call(&Sitting { on: Some(paper), ..at }, &[one], CallHow::SlipGiven).unwrap();
    assert_eq!(list(&phone)[0], (one, Some(tomorrow)));
}

#[test]
fn a_call_that_was_a_slip_of_the_hand_is_taken_back_and_stays_in_her_history() {
    let (phone, at) = ready(1);
    let [one, two] = ["1", "2"].map(person);
    let first = phone.core.call(&at, &[one, two], CallHow::Called).unwrap();
    let second = phone.core.call(&at, &[one, two], CallHow::SlipGiven).unwrap();
    phone.core.take_back_calls(&at, &second).unwrap();
    assert_eq!(list(&phone)[..2], [(one, called(CallHow::Called)), (two, called(CallHow::Called))]);
    // Again: nothing more is written.
    phone.core.take_back_calls(&at, &second).unwrap();
    phone.core.take_back_calls(&at, &first).unwrap();
    let phone = phone.reopen();
    assert_eq!(list(&phone)[..2], [(one, None), (two, None)]);
    assert_eq!(count_of(&phone, FactKind::Called), 8);
    let calls = phone.core.person(one).unwrap().fold.calls;
    assert!(calls.len() == 2 && calls.iter().all(|call| !call.stands()));
}

#[test]
fn what_is_no_call_is_not_taken_back_as_one_and_then_nothing_is() {
    let (phone, at) = ready(1);
    let one = person("1");
    let calls = phone.core.call(&at, &[one], CallHow::Called).unwrap();
    let visit = register(&phone.core, &at, Whom::Person(one), Outcome::Absent).fact;
    let elsewhere = FactId { stream: StreamId([9; 16]), seq: 1 };
    let before = written(&phone).len();
    for wrong in [visit, elsewhere] {
        let result = phone.core.take_back_calls(&at, &[calls[0], wrong]);
        assert!(matches!(result, Err(CoreError::NotFound(Thing::Fact))), "{result:?}");
    }
    assert_eq!(written(&phone).len(), before);
    assert_eq!(list(&phone)[0], (one, called(CallHow::Called)));
}

#[test]
fn one_who_is_not_known_keeps_the_whole_household_from_being_written() {
    let (phone, at) = ready(1);
    let result = phone.core.call(&at, &[person("1"), person("77")], CallHow::Called);
    assert!(matches!(result, Err(CoreError::NotFound(Thing::Person))), "{result:?}");
    assert_eq!(count_of(&phone, FactKind::Called), 0);
}

#[test]
fn a_code_of_a_newer_version_and_a_day_to_come_are_refused() {
    let (phone, at) = ready(1);
    let one = [person("1")];
    let unknown = refusal(phone.core.call(&at, &one, CallHow::Unknown(9)));
    assert_eq!(unknown, Refusal::Flow(FlowRefusal::UnknownCode));
    let paper = OnPaper { day: today().plus(1), minute: None };
    let tomorrow = Sitting { on: Some(paper), ..at };
    let early = refusal(phone.core.call(&tomorrow, &one, CallHow::Called));
    assert_eq!(early, Refusal::Flow(FlowRefusal::FutureDay));
    assert_eq!(count_of(&phone, FactKind::Called), 0);
}

#[test]
fn a_call_changes_neither_ledger_nor_tally_nor_queue_and_asks_for_no_review() {
    let (phone, at) = ready(1);
    let opening = Opening { reason: AadhaarReason::Name, face_and_otp_failed: false, last4: None };
    phone.core.open_case(&at, person("3"), &opening).unwrap();
    let shown = |phone: &Phone| {
        let ledger = phone.core.ledger(LedgerLevel::District).unwrap();
        let tally = phone.core.tally(today(), None).unwrap();
        let cases = phone.core.cases(&Default::default(), Default::default()).unwrap();
        let reviews = phone.core.reviews(&Default::default()).unwrap();
        (ledger, tally, cases, reviews)
    };
    let before = shown(&phone);
    phone.core.call(&at, &["1", "2", "3", "4"].map(person), CallHow::SlipGiven).unwrap();
    assert_eq!(shown(&phone), before);
    assert!(phone.core.registrations(today(), None, 10).unwrap().is_empty(), "nobody was served");
}

#[test]
fn calls_and_their_taking_back_reach_the_other_phone_and_both_have_the_same_rows() {
    let mut hub = Hub::new();
    let ((here, at), (there, their)) = (ready(1), ready(2));
    let area = here.core.person(person("1")).unwrap().listed.unwrap().area;
    for phone in [&here, &there] {
        hub.enrol(phone, &[1, area.0]);
    }
    let all = ["1", "2", "3"].map(person);
    let calls = here.core.call(&at, &all, CallHow::Called).unwrap();
    sync(&here, &mut hub);
    sync(&there, &mut hub);
    let word = called(CallHow::Called);
    assert_eq!(list(&there), all.map(|id| (id, word)));
    // There a slip is given, and the first call is said to be a mistake.
    there.core.call(&their, &all[..1], CallHow::SlipGiven).unwrap();
    there.core.take_back_calls(&their, &calls[..2]).unwrap();
    sync(&there, &mut hub);
    sync(&here, &mut hub);
    let marks = [(all[0], called(CallHow::SlipGiven)), (all[1], None), (all[2], word)];
    assert_eq!((list(&here), list(&there)), (marks.to_vec(), marks.to_vec()));
    sync(&there, &mut hub);
    assert_eq!(rows(&here), rows(&there));
}

#[test]
fn what_is_said_of_someone_under_two_entries_is_one_list_of_calls() {
    let (phone, at) = ready(1);
    let trainer = sitting(&phone.core, Cadre::Cho);
    let new = register(&phone.core, &at, newcomer("सीता", Some("1982-11-11")), Outcome::IntakeDone).person;
    let calls = phone.core.call(&at, &[new], CallHow::Called).unwrap();
    phone.core.merge_people(&trainer, person("1"), new).unwrap();
    assert_eq!(list(&phone)[0], (person("1"), called(CallHow::Called)));
    assert_eq!(phone.core.call(&at, &[person("1"), new], CallHow::SlipGiven).unwrap().len(), 1);
    // The first is taken back where it was said, so that it stays so when the two are apart again.
    phone.core.take_back_calls(&at, &calls).unwrap();
    phone.core.unmerge_people(&trainer, person("1"), new).unwrap();
    assert_eq!(phone.core.person(new).unwrap().fold.last_call(), None);
    assert_eq!(list(&phone)[0], (person("1"), called(CallHow::SlipGiven)));
}

#[test]
fn a_call_whose_body_was_blanked_is_gone_from_list_and_history() {
    let (phone, at) = ready(1);
    let one = person("1");
    let calls = phone.core.call(&at, &[one], CallHow::Called).unwrap();
    phone.core.blank(&at, calls[0], BlankReason::DataRights).unwrap();
    assert_eq!(list(&phone)[0], (one, None));
    assert!(phone.core.person(one).unwrap().fold.calls.is_empty());
}

#[test]
fn calls_are_folded_anew_after_an_upgrade_and_a_new_list_keeps_them() {
    let (phone, at) = ready(1);
    let one = person("1");
    phone.core.call(&at, &[one], CallHow::Called).unwrap();
    phone.core.store().close();
    let db = queue_common::open_camp(&phone);
    db.execute_batch(
        "update meta set value = 0 where name = 'fold_version'; update person set call_how = null, call_day = null;",
    )
    .unwrap();
    drop(db);
    let phone = phone.reopen();
    assert_eq!(list(&phone)[0], (one, called(CallHow::Called)));
    phone.env.set(MORNING + DAY_MS);
    import(&phone.core, csv(&[Line::new("1", "2201", "सीता बाई", "Sita Bai")])).unwrap();
    assert_eq!(list(&phone), [(one, called(CallHow::Called))]);
}
