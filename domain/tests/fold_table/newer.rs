//! What a newer peer wrote is kept byte for byte, shown, and sent on.

use minicbor::Encoder;
use shivir_domain::codes::{AadhaarReason, Cadre, CaseState, Outcome};
use shivir_domain::fact::{Body, Fact, FactKind, WorkerAdded};

use crate::common::*;

#[test]
fn a_fact_of_an_unknown_kind_is_kept_and_reported() {
    let mut phone = Phone::new(1);
    let bytes = vec![0xa1, 0x00, 0x63, b'a', b'b', b'c'];
    let id = phone.say_bytes(FactKind::Unknown(77), bytes.clone());
    assert_eq!(phone.fold().unread, [id]);
    let back = read_back(phone.fact(id));
    assert_eq!(back.hash(), phone.fact(id).hash());
    assert_eq!((back.header.kind, back.body), (FactKind::Unknown(77), Some(bytes)));
}

#[test]
fn an_unknown_field_of_header_and_body_stays_in_the_bytes_and_under_the_hash() {
    let mut phone = Phone::new(1);
    let known = phone.withdraw(shivir_domain::id::FactId { stream: phone.stream, seq: 40 });
    let written = phone.fact(known);
    let with_more = |bytes: &[u8]| {
        // A map of few fields has its count in the first byte.
        let mut more = vec![bytes[0] + 1];
        more.extend_from_slice(&bytes[1..]);
        Encoder::new(&mut more).u8(90).unwrap().str("newer").unwrap();
        more
    };
    let newer = Fact {
        header_bytes: with_more(&written.header_bytes),
        body_hash: body_hash(&with_more(written.body.as_ref().unwrap())),
        body: Some(with_more(written.body.as_ref().unwrap())),
        ..written.clone()
    };
    let back = read_back(&newer);
    assert_eq!(back, newer);
    assert_eq!(back.header, written.header);
    assert_eq!(back.body().unwrap(), written.body().unwrap());
    assert_ne!(back.hash(), written.hash());
}

#[test]
fn an_unknown_outcome_is_shown_as_it_came_and_says_nothing_of_the_card() {
    let mut phone = Phone::new(1);
    phone.visit(outcome(Outcome::Unknown(900)));
    let fold = phone.fold();
    let card = fold.card(Family).unwrap();
    assert_eq!((card.outcome, card.made), (Some(Outcome::Unknown(900)), None));
    let back = read_back(&phone.facts[0]);
    assert_eq!((back.hash(), &back.body), (phone.facts[0].hash(), &phone.facts[0].body));
}

#[test]
fn an_unknown_state_of_a_case_is_reviewed_and_moves_nothing_by_itself() {
    let mut phone = Phone::new(1);
    let case = phone.open_case(AadhaarReason::Unknown(900));
    let step = phone.step(case, CaseState::Unknown(900));
    let fold = phone.fold();
    assert_eq!(fold.cases[0].state, CaseState::Queued);
    assert_eq!(fold.cases[0].reasons, [AadhaarReason::Unknown(900)]);
    assert_eq!(fold.reviews[0].facts, [case, step]);
}

#[test]
fn a_body_that_does_not_fit_its_kind_is_reported_and_hinders_nothing_else() {
    let mut phone = Phone::new(1);
    phone.visit(outcome(Outcome::Approved));
    let broken = phone.say_bytes(FactKind::Visit, vec![0xff, 0x00]);
    let empty = phone.say_bytes(FactKind::CaseStep, vec![]);
    let fold = phone.fold();
    assert_eq!(fold.unread, [broken, empty]);
    assert_eq!(fold.card(Family).unwrap().made, Some(true));
}

#[test]
fn a_fact_that_says_nothing_of_a_person_is_reported_where_it_stands_among_a_persons() {
    let mut phone = Phone::new(1);
    let id = phone.say(Body::WorkerAdded(WorkerAdded {
        name: "Sita".into(),
        cadre: Cadre::Mitanin,
        areas: vec![],
    }));
    assert_eq!(phone.fold().unread, [id]);
}
