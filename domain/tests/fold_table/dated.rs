//! The day to look again at an Aadhaar case, said without a step.

use shivir_domain::codes::AadhaarReason::{Mobile, Name};
use shivir_domain::codes::CaseState::*;
use shivir_domain::codes::{BlankReason, Outcome};
use shivir_domain::fact::{Blanked, Body, CaseRef, CaseStep};
use shivir_domain::fold::CaseView;
use shivir_domain::id::{FactId, StreamId};

use crate::common::*;

fn case(phone: &Phone) -> CaseView {
    phone.fold().cases[0].clone()
}

#[test]
fn a_day_alone_sets_when_to_look_again_and_moves_nothing_else() {
    let mut phone = Phone::new(1);
    let name = phone.open_case(Mobile);
    phone.step(name, Referred);
    let before = case(&phone);
    let dated = phone.wait_days(2).date_case(name, before.since.plus(9));
    let after = case(&phone);
    assert_eq!(after.next, Some(before.since.plus(9)));
    assert_eq!((after.state, after.since, &after.reasons), (before.state, before.since, &before.reasons));
    let last = after.history.last().unwrap();
    assert_eq!((last.fact, last.to, last.only_dated), (dated, Referred, true));
    assert!(before.history.iter().all(|step| !step.only_dated));
    assert!(phone.fold().reviews.is_empty());
}

#[test]
fn of_steps_and_days_the_latest_says_when_to_look_again() {
    let mut phone = Phone::new(1);
    let name = phone.open_case(Mobile);
    let day = case(&phone).since;
    phone.date_case(name, day.plus(1));
    phone.date_case(name, day.plus(14));
    assert_eq!(case(&phone).next, Some(day.plus(14)));
    let next = Some(day.plus(30));
    phone.say(Body::CaseStep(CaseStep { next, ..step(name, Submitted) }));
    assert_eq!(case(&phone).next, next);
    phone.date_case(name, day.plus(3));
    assert_eq!(case(&phone).next, Some(day.plus(3)));
    // A step that says no day has none.
    phone.step(name, Updated);
    assert_eq!(case(&phone).next, None);
}

#[test]
fn of_two_days_said_apart_the_later_in_order_holds_and_nobody_is_asked() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let name = a.open_case(Mobile);
    let day = case(&a).since;
    meet(&mut a, &mut b);
    b.wait(60).date_case(name, day.plus(3));
    a.wait(30).date_case(name, day.plus(7));
    let fold = agreed(&mut a, &mut b);
    assert_eq!(fold.cases[0].next, Some(day.plus(3)));
    assert_eq!(fold.cases[0].history.len(), 3);
    assert!(fold.reviews.is_empty());
}

#[test]
fn a_day_and_a_step_apart_leave_the_step_legal_whichever_comes_first() {
    for dated_first in [true, false] {
        let (mut a, mut b) = (Phone::new(1), Phone::new(2));
        let name = a.open_case(Mobile);
        meet(&mut a, &mut b);
        let day = case(&a).since;
        a.wait(if dated_first { 10 } else { 90 }).date_case(name, day.plus(7));
        let next = Some(day.plus(30));
        b.wait(60).say(Body::CaseStep(CaseStep { next, ..step(name, Referred) }));
        let fold = agreed(&mut a, &mut b);
        let wanted = if dated_first { next } else { Some(day.plus(7)) };
        assert_eq!((fold.cases[0].state, fold.cases[0].next), (Referred, wanted));
        assert!(fold.reviews.is_empty());
    }
}

#[test]
fn a_case_that_ended_has_no_day_to_look_again_and_what_was_said_stays_in_its_history() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let visit = a.visit(blocked(Name));
    let day = case(&a).since;
    meet(&mut a, &mut b);
    a.visit(outcome(Outcome::Approved));
    let dated = b.wait(60).date_case(visit, day.plus(7));
    let fold = agreed(&mut a, &mut b);
    assert_eq!((fold.cases[0].state, fold.cases[0].next), (Closed, None));
    assert_eq!(fold.cases[0].history.last().map(|said| said.fact), Some(dated));
    assert!(fold.reviews.is_empty());
}

#[test]
fn a_day_waits_for_its_case_and_reaches_it_by_any_of_its_names() {
    let mut phone = Phone::new(1);
    let day = phone.header(shivir_domain::fact::FactKind::CaseDated).day;
    let early = phone.date_case(FactId { stream: StreamId([9; 16]), seq: 4 }, day.plus(3));
    assert_eq!(phone.fold().waiting, [early]);
    phone.open_case(Mobile);
    let joined = phone.open_case(Name);
    phone.date_case(joined, day.plus(5));
    assert_eq!(phone.fold().cases.len(), 1);
    assert_eq!((case(&phone).next, phone.fold().waiting), (Some(day.plus(5)), vec![early]));
}

#[test]
fn a_day_whose_body_was_blanked_is_gone_and_the_one_before_it_holds() {
    let mut phone = Phone::new(1);
    let name = phone.open_case(Mobile);
    let day = case(&phone).since;
    phone.date_case(name, day.plus(3));
    let fact = phone.date_case(name, day.plus(7));
    phone.say(Body::BodyBlanked(Blanked { fact, reason: BlankReason::TypedByMistake }));
    assert_eq!(case(&phone).next, Some(day.plus(3)));
    assert_eq!(case(&phone).case, CaseRef(name));
}
