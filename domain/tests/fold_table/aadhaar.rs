//! Aadhaar update cases, from their opening to their end.

use shivir_domain::codes::AadhaarReason::{BioWorn, Dob, Mobile, Name};
use shivir_domain::codes::CaseState::{self, *};
use shivir_domain::codes::{CardStatus, Outcome, ReviewKind};
use shivir_domain::fact::{Body, CaseRef, CaseStep, Visit};
use shivir_domain::fold::PersonFold;

use crate::common::*;

fn states(fold: &PersonFold) -> Vec<CaseState> {
    fold.cases.iter().map(|c| c.state).collect()
}

#[test]
fn a_blocked_registration_opens_a_case_that_goes_its_whole_way() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(blocked(Name));
    assert_eq!(states(&phone.fold()), [Queued]);
    for to in [Referred, Submitted, Updated, CardRetry, Closed] {
        phone.wait_days(1).step(visit, to);
        assert_eq!(states(&phone.fold()), [to]);
        let ready = matches!(to, Updated | CardRetry);
        assert_eq!(phone.fold().cases[0].ready_for_card(), ready);
    }
    let fold = phone.fold();
    assert_eq!(fold.cases[0].history.len(), 6);
    assert_eq!(fold.open_case(), None);
    assert!(fold.reviews.is_empty());
}

#[test]
fn a_step_carries_its_tracking_id_centre_fee_and_next_day() {
    let mut phone = Phone::new(1);
    let case = phone.open_case(Mobile);
    let day = phone.fold().cases[0].since;
    phone.say(Body::CaseStep(CaseStep { centre: Some(4), next: Some(day.plus(3)), ..step(case, Referred) }));
    phone.say(Body::CaseStep(CaseStep {
        tracking: Some("2189/30001/00001".into()),
        fee: Some(7_500),
        ..step(case, Submitted)
    }));
    let case = phone.fold().cases[0].clone();
    assert_eq!((case.centre, case.next), (Some(4), None));
    assert_eq!(case.tracking.as_deref(), Some("2189/30001/00001"));
    assert_eq!(case.history[1].next, Some(day.plus(3)));
    assert_eq!(case.history[2].fee, Some(7_500));
}

#[test]
fn a_rejected_update_is_sent_to_the_centre_again() {
    let mut phone = Phone::new(1);
    let case = phone.open_case(Dob);
    phone.steps(case, &[Referred, Submitted, Rejected, Referred, Submitted, Updated]);
    assert_eq!(states(&phone.fold()), [Updated]);
    assert!(phone.fold().reviews.is_empty());
}

#[test]
fn a_failed_retry_goes_back_to_the_queue_with_a_new_reason() {
    let mut phone = Phone::new(1);
    let case = phone.open_case(Name);
    phone.steps(case, &[Referred, Submitted, Updated, CardRetry]);
    phone.say(Body::CaseStep(CaseStep { reason: Some(BioWorn), ..step(case, Queued) }));
    let fold = phone.fold();
    assert_eq!(states(&fold), [Queued]);
    assert_eq!(fold.cases[0].reasons, [Name, BioWorn]);
}

#[test]
fn going_back_to_the_queue_without_a_reason_is_no_step() {
    let mut phone = Phone::new(1);
    let case = phone.open_case(Name);
    phone.steps(case, &[Referred, Submitted, Updated, CardRetry, Queued]);
    assert_eq!(states(&phone.fold()), [CardRetry]);
    assert_eq!(phone.fold().reviews[0].kind, ReviewKind::IllegalStep);
}

#[test]
fn a_registration_that_is_blocked_again_after_the_update_sends_the_case_back() {
    let mut phone = Phone::new(1);
    let case = phone.visit(blocked(Name));
    phone.steps(case, &[Referred, Submitted, Updated]);
    let mut again = blocked(BioWorn);
    again.aadhaar.as_mut().unwrap().case = Some(CaseRef(case));
    phone.wait_days(20).visit(again);
    let fold = phone.fold();
    assert_eq!(states(&fold), [Queued]);
    assert_eq!(fold.cases[0].reasons, [Name, BioWorn]);
    assert_eq!(fold.cases[0].case, CaseRef(case));
}

#[test]
fn meeting_her_again_before_the_update_leaves_the_case_where_it_is_and_since_when() {
    let mut phone = Phone::new(1);
    let case = phone.visit(blocked(Name));
    phone.step(case, Referred);
    let before = phone.fold().cases[0].clone();
    phone.wait_days(9).visit(blocked(Name));
    let after = phone.fold().cases[0].clone();
    assert_eq!((after.state, after.since), (Referred, before.since));
    assert_eq!(after.reasons, [Name]);
}

#[test]
fn registering_her_after_the_update_is_the_retry() {
    let mut phone = Phone::new(1);
    let case = phone.visit(blocked(Name));
    phone.steps(case, &[Referred, Submitted, Updated]);
    phone.visit(outcome(Outcome::Submitted));
    assert_eq!(states(&phone.fold()), [CardRetry]);
}

#[test]
fn an_illegal_step_is_kept_and_reviewed_and_moves_the_case_only_when_settled() {
    let mut phone = Phone::new(1);
    let case = phone.open_case(Name);
    let wrong = phone.step(case, Updated);
    let fold = phone.fold();
    assert_eq!(states(&fold), [Queued]);
    assert_eq!(fold.reviews.len(), 1);
    let item = fold.reviews[0].clone();
    assert_eq!(item.kind, ReviewKind::IllegalStep);
    assert_eq!(item.facts, [case, wrong]);
    let mut other = phone.clone();
    phone.settle(&item, wrong);
    assert_eq!(states(&phone.fold()), [Updated]);
    other.settle(&item, case);
    assert_eq!(states(&other.fold()), [Queued]);
    assert_eq!(other.fold().reviews[0].settled, Some(case));
}

#[test]
fn every_step_is_taken_if_and_only_if_the_list_of_states_allows_it() {
    let to_reach: [(CaseState, &[CaseState]); 10] = [
        (Queued, &[]),
        (Referred, &[Referred]),
        (Submitted, &[Submitted]),
        (Updated, &[Submitted, Updated]),
        (Rejected, &[Submitted, Rejected]),
        (CardRetry, &[Submitted, Updated, CardRetry]),
        (Closed, &[Submitted, Updated, CardRetry, Closed]),
        (Moved, &[Moved]),
        (Deceased, &[Deceased]),
        (Refused, &[Refused]),
    ];
    for (from, way) in to_reach {
        for &to in CaseState::ALL {
            let mut phone = Phone::new(1);
            let case = phone.open_case(Name);
            phone.steps(case, way);
            phone.say(Body::CaseStep(CaseStep { reason: (to == Queued).then_some(Dob), ..step(case, to) }));
            let fold = phone.fold();
            let legal = from.next().contains(&to);
            assert_eq!(states(&fold), [if legal { to } else { from }]);
            assert_eq!(fold.reviews.is_empty(), legal, "{from:?} to {to:?}");
        }
    }
}

#[test]
fn a_step_waits_for_its_opening_and_applies_when_that_comes() {
    let mut phone = Phone::new(1);
    let case = phone.open_case(Name);
    let referred = phone.step(case, Referred);
    let mut hub = Phone::new(9);
    hub.hear(phone.fact(referred));
    let fold = hub.fold();
    assert_eq!((fold.waiting, fold.cases.len()), (vec![referred], 0));
    hub.hear(phone.fact(case));
    let fold = hub.fold();
    assert_eq!((fold.waiting.len(), states(&fold)), (0, vec![Referred]));
}

#[test]
fn a_step_follows_what_it_names_though_clock_and_a_missing_base_say_otherwise() {
    let mut ahead = Phone::off_by(1, YEAR_MS);
    let case = ahead.open_case(Name);
    let mut behind = Phone::off_by(2, -YEAR_MS);
    behind.hear(ahead.fact(case));
    behind.change(named("Sita"));
    let referred = behind.step(case, Referred);
    // The change between, which is the step's base, has not come.
    let mut hub = Phone::new(9);
    hub.hear(behind.fact(referred));
    hub.hear(ahead.fact(case));
    assert_eq!(states(&hub.fold()), [Referred]);
}

#[test]
fn two_openings_apart_join_into_one_case_and_steps_reach_it_by_either_name() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let one = a.open_case(Name);
    let two = b.open_case(Dob);
    let fold = agreed(&mut a, &mut b);
    assert_eq!(fold.cases.len(), 1);
    assert_eq!(fold.cases[0].reasons, [Name, Dob]);
    a.step(two, Referred);
    b.hear(&a.facts.last().unwrap().clone());
    b.step(one, Submitted);
    assert_eq!(states(&agreed(&mut a, &mut b)), [Submitted]);
}

#[test]
fn the_same_step_taken_apart_is_taken_once_and_not_reviewed() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let one = a.open_case(Name);
    a.step(one, Referred);
    let two = b.wait(10).open_case(Name);
    b.step(two, Referred);
    let fold = agreed(&mut a, &mut b);
    assert_eq!(states(&fold), [Referred]);
    assert!(fold.reviews.is_empty());
    assert_eq!(fold.cases[0].history.len(), 4);
}

#[test]
fn correcting_the_registration_keeps_the_case_its_name_and_the_steps_taken_since() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(blocked(Name));
    phone.steps(visit, &[Referred, Submitted]);
    phone.visit(correcting(visit, blocked(Dob)));
    let fold = phone.fold();
    assert_eq!(fold.cases.len(), 1);
    assert_eq!(fold.cases[0].case, CaseRef(visit));
    assert_eq!((fold.cases[0].state, fold.waiting.len()), (Submitted, 0));
    assert_eq!(fold.cases[0].reasons, [Dob]);
    phone.step(visit, Updated);
    assert_eq!(states(&phone.fold()), [Updated]);
}

#[test]
fn a_correction_that_was_not_blocked_takes_the_case_away_and_its_steps_wait() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(blocked(Name));
    let referred = phone.step(visit, Referred);
    phone.visit(correcting(visit, outcome(Outcome::Submitted)));
    let fold = phone.fold();
    assert_eq!((fold.cases.len(), fold.waiting), (0, vec![referred]));
}

#[test]
fn settling_a_double_registration_keeps_the_steps_taken_under_either_name() {
    for keep_the_later in [true, false] {
        let (mut a, mut b) = (Phone::new(1), Phone::new(2));
        let one = a.visit(blocked(Name));
        a.step(one, Referred);
        let two = b.wait(30).visit(blocked(Name));
        b.steps(two, &[Referred, Submitted]);
        let fold = agreed(&mut a, &mut b);
        let item = fold.reviews[0].clone();
        let keep = if keep_the_later { two } else { one };
        a.settle(&item, keep);
        let fold = agreed(&mut a, &mut b);
        assert_eq!(fold.standing().count(), 1);
        assert_eq!((states(&fold), fold.waiting), (vec![Submitted], vec![]));
    }
}

#[test]
fn settling_for_a_registration_that_was_not_blocked_takes_the_case_away() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let made = a.visit(outcome(Outcome::Submitted));
    b.visit(blocked(Name));
    let item = agreed(&mut a, &mut b).reviews[0].clone();
    a.settle(&item, made);
    assert!(a.fold().cases.is_empty());
}

#[test]
fn a_death_or_a_departure_withdraws_the_case() {
    for (gone, state) in [(Outcome::Deceased, Deceased), (Outcome::Moved, Moved)] {
        let mut phone = Phone::new(1);
        phone.visit(blocked(Name));
        let note = phone.visit(outcome(gone));
        assert_eq!(states(&phone.fold()), [state]);
        // The note was a mistake.
        phone.withdraw(note);
        assert_eq!(states(&phone.fold()), [Queued]);
    }
}

#[test]
fn a_card_made_closes_the_case_whoever_says_so() {
    for made in [Outcome::Approved, Outcome::Already] {
        let mut phone = Phone::new(1);
        phone.visit(blocked(Name));
        phone.visit(outcome(made));
        assert_eq!(states(&phone.fold()), [Closed]);
    }
    let mut phone = Phone::new(1);
    phone.open_case(Name);
    phone.state_card(Family, CardStatus::Pending);
    assert_eq!(states(&phone.fold()), [Queued]);
    phone.state_card(Family, CardStatus::Approved);
    assert_eq!(states(&phone.fold()), [Closed]);
}

#[test]
fn the_family_card_does_not_close_a_case_that_blocks_vay_vandana() {
    let visit = Visit {
        aadhaar: Some(block(BioWorn)),
        ..outcomes(&[(Family, Outcome::Already), (VayVandana, Outcome::BlockedAadhaar)])
    };
    let mut phone = Phone::new(1);
    phone.visit(visit);
    assert_eq!(states(&phone.fold()), [Queued]);
    phone.state_card(Family, CardStatus::Approved);
    assert_eq!(states(&phone.fold()), [Queued]);
    phone.state_card(VayVandana, CardStatus::Approved);
    assert_eq!(states(&phone.fold()), [Closed]);
}

#[test]
fn a_case_that_blocks_both_cards_ends_with_the_second() {
    let visit = Visit {
        aadhaar: Some(block(Name)),
        ..outcomes(&[(Family, Outcome::BlockedAadhaar), (VayVandana, Outcome::BlockedAadhaar)])
    };
    let mut phone = Phone::new(1);
    phone.visit(visit);
    phone.visit(outcome(Outcome::Approved));
    assert_eq!(phone.fold().cases[0].kinds, [VayVandana]);
    phone.visit(outcomes(&[(VayVandana, Outcome::Approved)]));
    assert_eq!(states(&phone.fold()), [Closed]);
}

#[test]
fn after_the_end_a_new_block_opens_a_new_case() {
    let mut phone = Phone::new(1);
    phone.visit(blocked(Name));
    phone.state_card(Family, CardStatus::Approved);
    phone.state_card(Family, CardStatus::NotMade);
    phone.visit(blocked(Dob));
    assert_eq!(states(&phone.fold()), [Closed, Queued]);
}

#[test]
fn a_case_found_not_to_be_finished_goes_on_in_the_one_opened_since() {
    let mut phone = Phone::new(1);
    let first = phone.visit(blocked(Name));
    phone.state_card(Family, CardStatus::Approved);
    phone.state_card(Family, CardStatus::NotMade);
    phone.visit(blocked(Dob));
    let step = phone.step(first, Submitted);
    let item = phone.fold().reviews[0].clone();
    phone.settle(&item, step);
    assert_eq!(states(&phone.fold()), [Closed, Submitted]);
    phone.step(first, Updated);
    assert_eq!(states(&phone.fold()), [Closed, Updated]);
}
