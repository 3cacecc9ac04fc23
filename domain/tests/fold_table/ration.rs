//! Ration-card cases, and the return to registration.

use shivir_domain::codes::RationReason::{BrideOnParentsCard, Newborn, NoCard};
use shivir_domain::codes::RationState::{self, *};
use shivir_domain::codes::{Outcome, ReviewKind};

use crate::common::*;

#[test]
fn who_is_on_no_list_gets_a_case_and_returns_to_registration_when_her_name_is_added() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(not_listed(BrideOnParentsCard));
    let case = phone.fold().ration[0].clone();
    assert_eq!((case.case, case.state), (visit, Open));
    assert_eq!(case.reason, BrideOnParentsCard);
    phone.ration_step(visit, Applied);
    assert!(phone.fold().open_ration().is_some());
    phone.ration_step(visit, Added);
    let fold = phone.fold();
    assert_eq!((fold.ration[0].state, fold.open_ration()), (Added, None));
    phone.visit(outcome(Outcome::Submitted));
    let fold = phone.fold();
    assert_eq!(fold.card(Family).unwrap().outcome, Some(Outcome::Submitted));
    assert!(fold.reviews.is_empty());
}

#[test]
fn every_step_is_taken_if_and_only_if_the_list_of_states_allows_it() {
    let to_reach: [(RationState, &[RationState]); 5] = [
        (Open, &[]),
        (Applied, &[Applied]),
        (Added, &[Added]),
        (Refused, &[Applied, Refused]),
        (Withdrawn, &[Withdrawn]),
    ];
    for (from, way) in to_reach {
        for &to in RationState::ALL {
            let mut phone = Phone::new(1);
            let case = phone.visit(not_listed(NoCard));
            for state in way {
                phone.ration_step(case, *state);
            }
            phone.ration_step(case, to);
            let (fold, legal) = (phone.fold(), from.next().contains(&to));
            assert_eq!(fold.ration[0].state, if legal { to } else { from });
            assert_eq!(fold.reviews.is_empty(), legal, "{from:?} to {to:?}");
        }
    }
}

#[test]
fn an_illegal_step_is_reviewed_and_holds_once_settled() {
    let mut phone = Phone::new(1);
    let case = phone.visit(not_listed(NoCard));
    let wrong = phone.ration_step(case, Refused);
    let item = phone.fold().reviews[0].clone();
    assert_eq!(item.kind, ReviewKind::IllegalStep);
    phone.settle(&item, wrong);
    assert_eq!(phone.fold().ration[0].state, Refused);
}

#[test]
fn a_step_waits_for_its_registration() {
    let mut phone = Phone::new(1);
    let case = phone.visit(not_listed(NoCard));
    let applied = phone.ration_step(case, Applied);
    let mut hub = Phone::new(9);
    hub.hear(phone.fact(applied));
    assert_eq!(hub.fold().waiting, [applied]);
    hub.hear(phone.fact(case));
    assert_eq!(hub.fold().ration[0].state, Applied);
}

#[test]
fn two_openings_apart_are_one_case_and_steps_reach_it_by_either_name() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let one = a.visit(not_listed(NoCard));
    a.ration_step(one, Applied);
    let two = b.wait(9).visit(not_listed(Newborn));
    b.ration_step(two, Applied);
    let fold = agreed(&mut a, &mut b);
    assert_eq!(fold.ration.len(), 1);
    assert_eq!((fold.ration[0].state, fold.ration[0].reason), (Applied, Newborn));
    assert!(fold.waiting.is_empty());
    b.ration_step(two, Added);
    assert_eq!(b.fold().ration[0].state, Added);
    // Settling the double registration leaves the case and its steps.
    let item = b.fold().reviews[0].clone();
    b.settle(&item, one);
    let fold = agreed(&mut a, &mut b);
    assert_eq!((fold.ration[0].state, fold.waiting.len()), (Added, 0));
}

#[test]
fn correcting_the_registration_keeps_the_case_and_the_steps_taken_since() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(not_listed(NoCard));
    phone.ration_step(visit, Applied);
    phone.visit(correcting(visit, not_listed(Newborn)));
    let fold = phone.fold();
    assert_eq!((fold.ration[0].case, fold.ration[0].state), (visit, Applied));
    assert_eq!((fold.ration[0].reason, fold.waiting.len()), (Newborn, 0));
}
