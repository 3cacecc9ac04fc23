//! Blanked bodies: id and hash stay, the effect is gone, in whatever order it comes.

use shivir_domain::codes::{BlankReason, Outcome};
use shivir_domain::fact::{Blanked, Body, FactKind};
use shivir_domain::id::FactId;

use crate::common::*;

fn blank(phone: &mut Phone, fact: FactId) -> FactId {
    let reason = BlankReason::DataRights;
    phone.say(Body::BodyBlanked(Blanked { fact, reason }))
}

#[test]
fn a_blanked_fact_keeps_id_and_hash_and_loses_its_effect() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(outcome(Outcome::Approved));
    let change = phone.change(named("Sita"));
    for fact in [visit, change] {
        blank(&mut phone, fact);
    }
    let fold = phone.fold();
    assert!(fold.visits.is_empty() && fold.cards.is_empty() && fold.unread.is_empty());
    assert_eq!(fold.details.name_en, None);
    // Once the store has taken the bytes away, all is the same.
    for fact in phone.facts.iter_mut().filter(|f| [visit, change].contains(&f.id())) {
        let hash = fact.hash();
        *fact = read_back(&without_body(fact));
        assert_eq!((fact.hash(), fact.body()), (hash, Ok(None)));
    }
    assert_eq!(phone.fold(), fold);
}

#[test]
fn a_blanking_that_comes_before_its_fact_waits_and_then_holds() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(outcome(Outcome::Approved));
    let blanking = blank(&mut phone, visit);
    let mut hub = Phone::new(9);
    hub.hear(phone.fact(blanking));
    assert_eq!(hub.fold().waiting, [blanking]);
    hub.hear(phone.fact(visit));
    assert_eq!(hub.fold(), phone.fold());
    assert!(hub.fold().visits.is_empty() && hub.fold().waiting.is_empty());
}

#[test]
fn an_unreadable_fact_that_is_blanked_is_no_longer_unread_with_or_without_its_bytes() {
    let mut phone = Phone::new(1);
    let newer = phone.say_bytes(FactKind::Unknown(77), vec![0xa0]);
    assert_eq!(phone.fold().unread, [newer]);
    blank(&mut phone, newer);
    let fold = phone.fold();
    assert!(fold.unread.is_empty());
    phone.facts[0] = without_body(&phone.facts[0]);
    assert_eq!(phone.fold(), fold);
}

#[test]
fn a_blanking_is_not_blanked_so_that_its_fact_stays_gone_on_every_phone() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(outcome(Outcome::Approved));
    let blanking = blank(&mut phone, visit);
    blank(&mut phone, blanking);
    assert!(!FactKind::BodyBlanked.can_be_blanked());
    assert!(phone.fold().visits.is_empty());
}

#[test]
fn steps_of_a_case_whose_opening_was_blanked_are_still_shown() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(blocked(shivir_domain::codes::AadhaarReason::Name));
    let step = phone.step(visit, shivir_domain::codes::CaseState::Referred);
    blank(&mut phone, visit);
    assert_eq!(phone.fold().waiting, [step]);
}

#[test]
fn a_correction_that_names_the_first_holds_though_one_between_was_blanked() {
    let mut phone = Phone::new(1);
    let first = phone.visit(outcome(Outcome::Submitted));
    let second = phone.visit(correcting(first, outcome(Outcome::NoDocs)));
    let third = phone.visit(correcting(first, outcome(Outcome::Pending)));
    blank(&mut phone, second);
    let standing: Vec<_> = phone.fold().standing().map(|v| v.fact).collect();
    assert_eq!(standing, [third]);
}
