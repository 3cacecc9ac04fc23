//! Calls to the camp: listed, taken back by who names them, and without a word on anything else.

use shivir_domain::codes::{BlankReason, CallHow, CardKind, Outcome};
use shivir_domain::fact::{Blanked, Body, Called};
use shivir_domain::fold::LastCall;
use shivir_domain::id::{CampId, FactId, StreamId};

use crate::common::*;

fn standing(phone: &Phone) -> Vec<FactId> {
    phone.fold().calls.into_iter().filter(|call| call.stands()).map(|call| call.fact).collect()
}

#[test]
fn a_call_is_listed_with_its_day_its_camp_and_who_called() {
    let mut phone = Phone::new(1);
    let camp = Some(CampId(17));
    let fact = phone.say(Body::Called(Called { camp, how: CallHow::SlipGiven, takes_back: None }));
    let calls = phone.fold().calls;
    assert_eq!(calls.len(), 1);
    let day = phone.fact(fact).header.day;
    let shown = (calls[0].fact, calls[0].day, calls[0].camp, calls[0].how, calls[0].author);
    assert_eq!(shown, (fact, day, camp, CallHow::SlipGiven, phone.worker));
    assert_eq!(phone.fold().last_call(), Some(LastCall { how: CallHow::SlipGiven, day }));
}

#[test]
fn a_call_changes_no_card_no_class_no_case_and_needs_no_review() {
    let mut phone = Phone::new(1);
    phone.visit(blocked(shivir_domain::codes::AadhaarReason::Mobile));
    let before = phone.fold();
    phone.call(CallHow::Called);
    phone.call(CallHow::SlipGiven);
    let after = phone.fold();
    assert_eq!((&after.cards, &after.cases, &after.visits), (&before.cards, &before.cases, &before.visits));
    assert_eq!(
        (&after.details, &after.leave, &after.reviews),
        (&before.details, &before.leave, &before.reviews)
    );
    for listed in [None, Some(false), Some(true)] {
        assert_eq!(after.class(CardKind::Family, listed), before.class(CardKind::Family, listed));
    }
}

#[test]
fn a_call_that_is_taken_back_stays_in_the_list_and_counts_no_more() {
    let mut phone = Phone::new(1);
    let (word, slip) = (phone.call(CallHow::Called), phone.call(CallHow::SlipGiven));
    let back = phone.take_back_call(slip);
    let calls = phone.fold().calls;
    assert_eq!(calls.iter().map(|c| c.taken_back).collect::<Vec<_>>(), [None, Some(back)]);
    assert_eq!(standing(&phone), [word]);
    assert_eq!(phone.fold().last_call().map(|c| c.how), Some(CallHow::Called));
}

#[test]
fn two_who_take_one_call_back_apart_say_the_same_and_a_call_made_apart_stands() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let call = a.call(CallHow::Called);
    meet(&mut a, &mut b);
    let back = a.take_back_call(call);
    b.wait(60).take_back_call(call);
    let other = b.call(CallHow::Called);
    let fold = agreed(&mut a, &mut b);
    assert_eq!(standing(&a), [other]);
    assert_eq!(fold.calls[0].taken_back, Some(back), "the first of the two");
    assert!(fold.reviews.is_empty());
}

#[test]
fn taking_back_waits_for_its_call_and_is_itself_no_call() {
    let mut phone = Phone::new(1);
    let early = phone.take_back_call(FactId { stream: StreamId([9; 16]), seq: 4 });
    let fold = phone.fold();
    assert_eq!((fold.waiting, fold.calls, fold.unread), (vec![early], vec![], vec![]));
}

#[test]
fn taking_back_a_registration_as_a_call_leaves_the_registration() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(outcome(Outcome::Submitted));
    phone.take_back_call(visit);
    assert!(phone.fold().visits[0].stands());
}

#[test]
fn a_call_that_was_blanked_is_gone_and_one_whose_taking_back_was_blanked_stands() {
    let mut phone = Phone::new(1);
    let (gone, kept) = (phone.call(CallHow::Called), phone.call(CallHow::SlipGiven));
    let back = phone.take_back_call(kept);
    for fact in [gone, back] {
        phone.say(Body::BodyBlanked(Blanked { fact, reason: BlankReason::TypedByMistake }));
    }
    assert_eq!(standing(&phone), [kept]);
    assert_eq!(phone.fold().calls.len(), 1);
}

#[test]
fn the_last_call_is_the_furthest_of_the_latest_day() {
    let mut phone = Phone::new(1);
    phone.call(CallHow::SlipGiven);
    phone.wait_days(1).call(CallHow::SlipGiven);
    let later = phone.call(CallHow::Called);
    let today = phone.fact(later).header.day;
    assert_eq!(phone.fold().last_call(), Some(LastCall { how: CallHow::SlipGiven, day: today }));
    let next = phone.wait_days(1).call(CallHow::Called);
    let day = phone.fact(next).header.day;
    assert_eq!(phone.fold().last_call(), Some(LastCall { how: CallHow::Called, day }));
}

#[test]
fn a_way_of_calling_from_a_newer_peer_is_listed_as_it_came_and_says_less_than_a_known_one() {
    let mut phone = Phone::new(1);
    phone.call(CallHow::Called);
    phone.call(CallHow::Unknown(90));
    let fold = phone.fold();
    assert_eq!(fold.calls[1].how, CallHow::Unknown(90));
    assert_eq!(fold.last_call().map(|c| c.how), Some(CallHow::Called));
    let back = read_back(&phone.facts[1]);
    assert_eq!((back.hash(), &back.body), (phone.facts[1].hash(), &phone.facts[1].body));
}
