//! Consent that was taken back: what rests on it is gone, what else was said stays, and who did not know of it is heard.

use shivir_domain::codes::{AadhaarReason, BlankReason, CardStatus, CaseState, Outcome, ReviewKind};
use shivir_domain::fact::{Blanked, Body, FactKind};
use shivir_domain::fold::{Class, consented, resting_on_consent};

use crate::common::*;

#[test]
fn all_that_rests_on_her_consent_is_gone_and_the_days_stay() {
    let mut phone = Phone::new(1);
    phone.change(named("Sita"));
    let first = phone.visit(blocked(AadhaarReason::Name));
    let given = phone.fold().visits[0].day;
    let second = phone.visit(correcting(first, blocked(AadhaarReason::Dob)));
    phone.step(first, CaseState::Referred);
    phone.wait_days(3);
    let said = phone.take_consent_back();
    assert_eq!(said.len(), 4, "two registrations, the step, the change of her name");
    let fold = phone.fold();
    assert!(fold.visits.is_empty() && fold.cases.is_empty() && fold.waiting.is_empty());
    assert_eq!(fold.details.name_en, None);
    let days = |t: &shivir_domain::fold::TakenBackView| (t.visit, t.given, t.day.days() - given.days());
    let kept: Vec<_> = fold.taken_back.iter().map(days).collect();
    assert_eq!(kept, [(first, Some(given), 3), (second, Some(given), 3)]);
    assert_eq!(fold.class(Family, Some(false)), Class::Left);
}

#[test]
fn what_was_said_without_her_consent_and_what_the_portal_said_stay() {
    let mut phone = Phone::new(1);
    let absent = phone.visit(outcome(Outcome::Absent));
    phone.visit(outcome(Outcome::IntakeDone));
    phone.state_card(Family, CardStatus::Approved);
    phone.take_consent_back();
    let fold = phone.fold();
    assert_eq!(fold.visits.iter().map(|v| v.fact).collect::<Vec<_>>(), [absent]);
    assert_eq!(fold.class(Family, Some(false)), Class::Made);
}

#[test]
fn what_her_registration_corrected_does_not_come_to_life_again() {
    let mut phone = Phone::new(1);
    let died = phone.visit(outcome(Outcome::Deceased));
    phone.visit(correcting(died, outcome(Outcome::IntakeDone)));
    phone.take_consent_back();
    assert_eq!((phone.fold().leave, phone.fold().visits.len()), (None, 0));
    // A registration that was corrected to an absence is gone; the absence holds without a consent.
    let met = phone.visit(outcome(Outcome::IntakeDone));
    let absent = phone.visit(correcting(met, outcome(Outcome::Absent)));
    phone.take_consent_back();
    assert_eq!(phone.fold().standing().map(|v| v.fact).collect::<Vec<_>>(), [absent]);
    assert_eq!(phone.fold().visits.len(), 1);
}

#[test]
fn who_consented_to_nothing_has_nothing_to_take_back() {
    let mut phone = Phone::new(1);
    phone.visit(outcome(Outcome::Absent));
    phone.change(named("Sita"));
    assert!(phone.take_consent_back().is_empty());
    // A registration that was taken back as a mistake still holds what she said.
    let mistake = phone.visit(outcome(Outcome::IntakeDone));
    phone.withdraw(mistake);
    assert_eq!(consented(&phone.fold()).count(), 1);
    assert_eq!(phone.take_consent_back().len(), 2);
}

#[test]
fn a_correction_by_who_did_not_know_waits_for_a_person_and_a_yes_in_knowledge_stands() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let first = a.visit(outcome(Outcome::IntakeDone));
    meet(&mut a, &mut b);
    a.wait_days(1).take_consent_back();
    let corrected = b.visit(correcting(first, outcome(Outcome::NoDocs)));
    let fold = agreed(&mut a, &mut b);
    assert_eq!(fold.standing().count(), 0);
    let item = fold.reviews.iter().find(|r| r.kind == ReviewKind::ConsentApart).unwrap();
    assert!(item.settled.is_none() && item.facts.contains(&corrected));
    let anew = b.visit(outcome(Outcome::Submitted));
    let fold = agreed(&mut a, &mut b);
    assert_eq!(fold.standing().map(|v| v.fact).collect::<Vec<_>>(), [anew]);
    assert_eq!(fold.reviews.len(), 1, "{:?}", fold.reviews);
}

#[test]
fn a_registration_apart_stands_when_that_is_settled_and_goes_with_its_case_when_it_is_not() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    a.visit(outcome(Outcome::IntakeDone));
    a.take_consent_back();
    let apart = b.visit(blocked(AadhaarReason::Name));
    let step = b.step(apart, CaseState::Referred);
    let fold = agreed(&mut a, &mut b);
    assert_eq!((fold.standing().count(), fold.cases.len(), fold.waiting), (0, 0, vec![step]));
    let item = fold.reviews[0].clone();
    let mut says_yes = a.clone();
    says_yes.settle(&item, apart);
    assert_eq!(says_yes.fold().open_case().unwrap().state, CaseState::Referred);
    let taking = *item.facts.iter().find(|f| **f != apart).unwrap();
    a.settle(&item, taking);
    assert_eq!(a.fold().standing().count(), 0);
    // What goes with that settlement: the registration and its step, nothing else that she said.
    a.change(named("Sita"));
    let facts: Vec<_> = a.facts.iter().collect();
    let gone = resting_on_consent(&facts, &a.fold(), Some(apart));
    let gone: Vec<_> = gone.iter().map(|r| (r.fact, r.kind, r.reason)).collect();
    let wanted = [
        (apart, FactKind::Visit, BlankReason::ConsentTakenBack),
        (step, FactKind::CaseStep, BlankReason::DataRights),
    ];
    assert_eq!(gone, wanted);
}

#[test]
fn a_blanking_for_a_reason_of_a_newer_version_removes_all_the_same() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(outcome(Outcome::IntakeDone));
    let reason = BlankReason::from_number(99);
    phone.say(Body::BodyBlanked(Blanked { fact: visit, reason }));
    assert!(phone.fold().visits.is_empty() && phone.fold().taken_back.is_empty());
}
