//! The registration on a real store: from meeting to slip, corrections, drafts, households, cases that follow.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;

use common::list::{Line, csv, import, person};
use common::{Phone, consent, load_sakti, register, sitting, today};
use shivir_core::error::Thing;
use shivir_core::registration::{Answer, FlowRefusal, Follow, Step, Warning, Whom};
use shivir_core::worker::Worker;
use shivir_core::{CoreError, Refusal};
use shivir_domain::codes::{AadhaarReason, Cadre, CardKind, CaseState, Document, Outcome, RationReason};
use shivir_domain::fact::{CardOutcome, Details};
use shivir_domain::id::{AreaId, WorkerId};

fn someone(name: &str) -> Whom {
    let mut details: Details = minicbor::decode(&[0xa0]).unwrap();
    details.name_hi = Some(name.into());
    details.village = Some("नंदेली".into());
    Whom::New(Box::new(details))
}

fn family(outcome: Outcome) -> Answer {
    Answer::Outcomes { outcomes: vec![CardOutcome { kind: CardKind::Family, outcome }] }
}

/// Answers for whoever has nothing unusual; an age that is not known may leave the second card open.
fn plain(outcome: Outcome) -> [Answer; 3] {
    let papers = Answer::Documents { shown: vec![Document::Aadhaar] };
    [Answer::Consent(consent(false)), papers, family(outcome)]
}

#[test]
fn a_registration_gives_a_slip_and_opens_the_aadhaar_case_in_one_step() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    let core = &phone.core;
    let mut draft = core.begin(sitting, someone("सीता बाई")).unwrap();
    for answer in plain(Outcome::BlockedAadhaar) {
        draft = core.answer(draft.no, 0, answer).unwrap();
    }
    assert_eq!(draft.members[0].step, Step::Follow);
    let why = Follow { aadhaar: Some(AadhaarReason::Name), ..Follow::default() };
    draft = core.answer(draft.no, 0, Answer::Follow(why)).unwrap();
    let done = core.confirm(draft.no).unwrap().people.remove(0);
    assert!(done.slip.is_some());
    let person = core.person(done.person).unwrap();
    let case = person.fold.open_case().unwrap();
    assert_eq!((Some(case.case), case.state), (done.case, CaseState::Queued));
    assert!(core.drafts().unwrap().is_empty());
}

#[test]
fn not_in_list_opens_a_ration_card_case() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    let core = &phone.core;
    let mut draft = core.begin(sitting, someone("फूलबाई")).unwrap();
    for answer in plain(Outcome::NotInList) {
        draft = core.answer(draft.no, 0, answer).unwrap();
    }
    let why = Follow { ration: Some(RationReason::Newborn), ..Follow::default() };
    draft = core.answer(draft.no, 0, Answer::Follow(why)).unwrap();
    let done = core.confirm(draft.no).unwrap().people.remove(0);
    assert!(done.ration_case.is_some());
    assert!(core.person(done.person).unwrap().fold.open_ration().is_some());
}

#[test]
fn a_draft_is_there_after_each_answer_and_a_new_start() {
    let (mut phone, sitting) = Phone::ready(Cadre::Mitanin);
    let no = phone.core.begin(sitting, someone("बुधराम")).unwrap().no;
    for (n, answer) in plain(Outcome::IntakeDone).into_iter().enumerate() {
        phone.core.answer(no, 0, answer).unwrap();
        phone = phone.reopen();
        let drafts = phone.core.drafts().unwrap();
        assert_eq!(drafts.len(), 1);
        assert_eq!(drafts[0].members[0].answers.len(), n + 1);
    }
    assert_eq!(phone.core.confirm(no).unwrap().people.len(), 1);
}

#[test]
fn back_takes_one_answer_and_the_first_step_has_none_before_it() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    let core = &phone.core;
    let no = core.begin(sitting, someone("गणेश")).unwrap().no;
    core.answer(no, 0, Answer::Consent(consent(false))).unwrap();
    assert_eq!(core.back(no, 0).unwrap().members[0].step, Step::Consent);
    assert!(matches!(core.back(no, 0), Err(CoreError::Refused(Refusal::Flow(_)))));
    core.cancel(no).unwrap();
    assert!(matches!(core.draft(no), Err(CoreError::NotFound(_))));
}

#[test]
fn half_a_draft_is_not_confirmed() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    let core = &phone.core;
    let no = core.begin(sitting, someone("गणेश")).unwrap().no;
    core.answer(no, 0, Answer::Consent(consent(false))).unwrap();
    assert!(core.confirm(no).is_err());
    assert_eq!(core.drafts().unwrap().len(), 1);
}

#[test]
fn a_correction_keeps_the_old_fact_the_slip_and_the_day() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    let core = &phone.core;
    let first = register(core, &sitting, someone("दुखिया बाई"), Outcome::IntakeDone);
    let met_on = core.registration(first.fact).unwrap().1.day;
    phone.env.pass(3 * 86_400_000);
    let mut draft = core.begin(sitting.clone(), Whom::Correct(first.fact)).unwrap();
    assert!(draft.members[0].warnings.is_empty(), "what is corrected is no warning");
    assert!(draft.corrects.is_some());
    for answer in plain(Outcome::NoDocs) {
        draft = core.answer(draft.no, 0, answer).unwrap();
    }
    let second = core.confirm(draft.no).unwrap().people.remove(0);
    assert_eq!(second.slip, first.slip, "the slip in her hand stays good");
    let (_, old) = core.registration(first.fact).unwrap();
    let (_, new) = core.registration(second.fact).unwrap();
    assert_eq!(old.replaced_by, Some(second.fact));
    assert!(new.stands());
    assert_eq!(new.day, met_on, "she was met then");
    let again = core.begin(sitting, Whom::Correct(first.fact));
    assert!(matches!(again, Err(CoreError::Refused(_))), "what was corrected is not corrected twice");
}

#[test]
fn who_was_registered_before_is_named_before_it_happens_again() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    let core = &phone.core;
    let first = register(core, &sitting, someone("राधा"), Outcome::IntakeDone);
    let draft = core.begin(sitting, Whom::Person(first.person)).unwrap();
    let member = &draft.members[0];
    assert_eq!(member.step, Step::Warnings);
    let named = |w: &Warning| matches!(w, Warning::Registered { fact, .. } if *fact == first.fact);
    assert!(member.warnings.iter().any(named));
}

#[test]
fn a_withdrawn_registration_no_longer_counts_and_cannot_be_withdrawn_again() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    let core = &phone.core;
    let done = register(core, &sitting, someone("राधा"), Outcome::IntakeDone);
    core.withdraw(&sitting, done.fact).unwrap();
    assert!(core.registrations(core.today().unwrap(), None, 10).unwrap().is_empty());
    assert!(!core.registration(done.fact).unwrap().1.stands());
    assert!(core.withdraw(&sitting, done.fact).is_err());
}

#[test]
fn a_new_person_needs_a_name_and_a_place() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    let nobody: Details = minicbor::decode(&[0xa0]).unwrap();
    let begun = phone.core.begin(sitting, Whom::New(Box::new(nobody)));
    assert!(matches!(begun, Err(CoreError::Refused(_))));
    assert!(phone.core.drafts().unwrap().is_empty());
}

#[test]
fn a_clock_ten_years_off_is_a_warning_and_the_day_is_not_taken_from_it() {
    let ten_years = 3_653 * 86_400_000u64;
    for ahead in [true, false] {
        let (phone, sitting) = Phone::ready(Cadre::Mitanin);
        let core = &phone.core;
        let right = core.today().unwrap();
        let now = shivir_core::env::Env::now_ms(&*phone.env);
        phone.env.set(if ahead { now + ten_years } else { now - ten_years });
        let draft = core.begin(sitting, someone("राधा")).unwrap();
        let clock = |w: &Warning| matches!(w, Warning::Clock { .. });
        assert!(draft.members[0].warnings.iter().any(clock), "ahead: {ahead}");
        let days = core.today().unwrap().days() - right.days();
        assert!(days.abs() < 60, "today is off by {days} days");
    }
}

#[test]
fn of_a_household_only_those_who_need_a_card_are_asked_until_another_is_taken_in() {
    let phone = Phone::new();
    load_sakti(&phone.core);
    let lines = [
        Line::new("1", "2201", "सीता", "Sita").made(),
        Line::new("2", "2201", "गीता", "Gita"),
        Line::new("3", "2202", "राधा", "Radha").made(),
        Line::new("4", "2202", "उमा", "Uma").made(),
    ];
    import(&phone.core, csv(&lines)).unwrap();
    let at = sitting(&phone.core, Cadre::Mitanin);
    let [sita, gita, radha] = ["1", "2", "3"].map(person);
    let out = |view: &shivir_core::registration::DraftView| {
        view.members.iter().map(|m| (m.person, m.left_out)).collect::<Vec<_>>()
    };
    // Whichever of them was found, in a pass over the family her own card decides.
    for found in [sita, gita] {
        let draft = phone.core.begin(at.clone(), Whom::Household(found)).unwrap();
        assert_eq!(out(&draft), [(sita, true), (gita, false)]);
        let draft = phone.core.leave_out(draft.no, 0, false).unwrap();
        assert_eq!(out(&draft), [(sita, false), (gita, false)]);
        assert_eq!(out(&phone.core.draft(draft.no).unwrap()), [(sita, false), (gita, false)]);
    }
    // Where all have their cards, nobody is left out: a worker may still say that she saw them.
    let whole = phone.core.begin(at.clone(), Whom::Household(radha)).unwrap();
    assert!(whole.members.iter().all(|m| !m.left_out));
    // One who is registered alone is asked, card or not.
    assert!(!phone.core.begin(at, Whom::Person(sita)).unwrap().members[0].left_out);
}

#[test]
fn without_a_campaign_no_draft_is_left_behind_and_the_order_that_ships_with_the_application_helps() {
    let phone = Phone::new();
    let at = sitting(&phone.core, Cadre::Mitanin);
    let none = phone.core.begin(at.clone(), someone("सीता")).unwrap_err();
    assert!(matches!(none, CoreError::NotFound(Thing::Campaign)), "{none:?}");
    assert!(phone.core.drafts().unwrap().is_empty());
    assert!(!phone.core.begin_with_order(1).unwrap(), "no order of that district ships");
    // That of Bilaspur has no year of its own, and is of this one.
    assert!(phone.core.begin_with_order(375).unwrap());
    let order = phone.core.campaign().unwrap();
    assert_eq!((order.pack().district.code, order.year().map(i32::from)), (375, Some(today().year())));
    phone.core.begin(at, someone("सीता")).unwrap();
    // A pack that is in use stays.
    assert!(phone.core.begin_with_order(762).unwrap());
    let phone = phone.reopen();
    assert_eq!(phone.core.campaign().unwrap().pack().district.code, 375);
}

#[test]
fn a_worker_is_given_her_panchayats_later_and_stays_who_she_is() {
    let phone = Phone::new();
    let added = phone.core.add_worker("कमला साहू", Cadre::Mitanin, &[]).unwrap();
    let placed = phone.core.place_worker(added.id, &[AreaId(7), AreaId(8)]).unwrap();
    assert_eq!(placed, Worker { areas: vec![AreaId(7), AreaId(8)], ..added.clone() });
    let phone = phone.reopen();
    assert_eq!(phone.core.workers().unwrap(), [placed]);
    let nobody = phone.core.place_worker(WorkerId([0; 16]), &[]).unwrap_err();
    assert!(matches!(nobody, CoreError::NotFound(Thing::Worker)), "{nobody:?}");
}

#[test]
fn a_whole_aadhaar_number_is_kept_in_no_name_and_no_place() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let refused =
        |error: CoreError| matches!(error, CoreError::Refused(Refusal::Flow(FlowRefusal::WholeNumber)));
    for name in ["सीता 2341 2341 2346", "२३४१२३४१२३४६"] {
        assert!(refused(phone.core.begin(at.clone(), someone(name)).unwrap_err()), "{name}");
    }
    let draft = phone.core.begin(at, someone("सीता")).unwrap();
    let mut spoken = consent(true);
    spoken.guardian = Some("रामलाल 234123412346".into());
    assert!(refused(phone.core.answer(draft.no, 0, Answer::Consent(spoken)).unwrap_err()));
    assert_eq!(phone.core.draft(draft.no).unwrap().members[0].step, Step::Consent);
}
