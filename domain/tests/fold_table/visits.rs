//! Registrations: corrected, taken back, made twice.

use shivir_domain::codes::{Outcome, ReviewKind};
use shivir_domain::fact::{Body, ReviewSettled};
use shivir_domain::fold::PersonFold;
use shivir_domain::id::FactId;

use crate::common::*;

fn stand(fold: &PersonFold) -> Vec<FactId> {
    fold.standing().map(|v| v.fact).collect()
}

#[test]
fn a_registration_is_shown_with_who_did_it_and_what_came_of_it() {
    let mut mitanin = Phone::new(1);
    let visit = mitanin.visit(outcome(Outcome::Submitted));
    let fold = mitanin.fold();
    assert_eq!(stand(&fold), [visit]);
    assert_eq!(fold.visits[0].author, mitanin.worker);
    let card = fold.card(Family).unwrap();
    assert_eq!((card.outcome, card.made), (Some(Outcome::Submitted), None));
    assert!(fold.reviews.is_empty() && fold.waiting.is_empty() && fold.unread.is_empty());
}

#[test]
fn a_correction_holds_and_the_old_registration_is_kept() {
    let mut phone = Phone::new(1);
    let old = phone.visit(outcome(Outcome::Submitted));
    let new = phone.visit(correcting(old, outcome(Outcome::NoDocs)));
    let fold = phone.fold();
    assert_eq!(fold.visits.len(), 2);
    assert_eq!(fold.visits[0].fact, old);
    assert_eq!(fold.visits[0].replaced_by, Some(new));
    assert_eq!(stand(&fold), [new]);
    assert_eq!(fold.card(Family).unwrap().outcome, Some(Outcome::NoDocs));
}

#[test]
fn a_correction_of_a_correction_has_the_first_as_root_whichever_it_names() {
    for names_the_first in [true, false] {
        let mut phone = Phone::new(1);
        let first = phone.visit(outcome(Outcome::Submitted));
        let second = phone.visit(correcting(first, outcome(Outcome::NoDocs)));
        let named = if names_the_first { first } else { second };
        let third = phone.visit(correcting(named, outcome(Outcome::Absent)));
        let fold = phone.fold();
        assert_eq!(stand(&fold), [third]);
        assert!(fold.visits.iter().all(|v| v.root == first));
        assert!(fold.reviews.is_empty());
    }
}

#[test]
fn a_correction_has_the_place_of_the_visit_it_corrects_not_of_a_new_meeting() {
    let mut phone = Phone::new(1);
    let absent = phone.visit(outcome(Outcome::Absent));
    phone.wait_days(1).visit(outcome(Outcome::Deceased));
    phone.wait_days(1).visit(correcting(absent, outcome(Outcome::NoDocs)));
    let fold = phone.fold();
    assert_eq!(fold.leave.as_ref().unwrap().outcome, Outcome::Deceased);
    assert_eq!(fold.card(Family).unwrap().outcome, Some(Outcome::Deceased));
}

#[test]
fn a_withdrawn_registration_is_kept_and_has_no_effect() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(outcome(Outcome::Approved));
    let withdrawal = phone.withdraw(visit);
    let fold = phone.fold();
    assert_eq!(fold.visits[0].replaced_by, Some(withdrawal));
    assert!(fold.cards.is_empty());
}

#[test]
fn withdrawing_by_an_older_name_takes_back_the_correction_that_was_seen() {
    let mut phone = Phone::new(1);
    let old = phone.visit(outcome(Outcome::Submitted));
    phone.visit(correcting(old, outcome(Outcome::NoDocs)));
    phone.withdraw(old);
    assert_eq!(stand(&phone.fold()), []);
}

#[test]
fn a_registration_taken_back_can_be_set_right_by_one_who_knows() {
    let mut phone = Phone::new(1);
    let old = phone.visit(outcome(Outcome::Submitted));
    phone.withdraw(old);
    let again = phone.visit(correcting(old, outcome(Outcome::NoDocs)));
    let fold = phone.fold();
    assert_eq!(stand(&fold), [again]);
    assert!(fold.reviews.is_empty());
}

#[test]
fn a_withdrawal_waits_for_a_registration_that_has_not_come() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(outcome(Outcome::Submitted));
    let withdrawal = phone.withdraw(visit);
    let mut hub = Phone::new(9);
    hub.hear(phone.fact(withdrawal));
    assert_eq!(hub.fold().waiting, [withdrawal]);
    hub.hear(phone.fact(visit));
    assert_eq!(hub.fold(), phone.fold());
    assert!(hub.fold().waiting.is_empty());
}

#[test]
fn two_phones_apart_make_one_item_with_one_id_and_both_registrations_stand() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let one = a.visit(outcome(Outcome::Submitted));
    let two = b.visit(outcome(Outcome::NoDocs));
    assert!(a.fold().reviews.is_empty() && b.fold().reviews.is_empty());
    let fold = agreed(&mut a, &mut b);
    let [item] = &fold.reviews[..] else {
        panic!("one item, not {:?}", fold.reviews);
    };
    assert_eq!(item.kind, ReviewKind::DoubleRegistration);
    assert_eq!(item.field, Family.number());
    assert_eq!((&item.facts, item.settled), (&vec![one, two], None));
    assert_eq!(item.id, b.fold().reviews[0].id);
    assert_eq!(stand(&fold), [one, two]);
}

#[test]
fn a_second_registration_by_one_who_knew_of_the_first_makes_no_item() {
    let (mut a, mut b) = (Phone::new(1), Phone::off_by(2, -3 * YEAR_MS));
    a.visit(outcome(Outcome::Submitted));
    meet(&mut a, &mut b);
    b.visit(outcome(Outcome::Submitted));
    assert!(agreed(&mut a, &mut b).reviews.is_empty());
}

#[test]
fn seeing_the_card_twice_or_not_meeting_her_is_no_double_registration() {
    for (here, there) in [
        (Outcome::Already, Outcome::Already),
        (Outcome::Submitted, Outcome::Absent),
        (Outcome::Refused, Outcome::Refused),
    ] {
        let (mut a, mut b) = (Phone::new(1), Phone::new(2));
        a.visit(outcome(here));
        b.visit(outcome(there));
        assert!(agreed(&mut a, &mut b).reviews.is_empty(), "{here:?} {there:?}");
    }
}

#[test]
fn two_kinds_of_card_apart_are_no_double_registration() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    a.visit(outcomes(&[(Family, Outcome::Submitted)]));
    b.visit(outcomes(&[(VayVandana, Outcome::Submitted)]));
    assert!(agreed(&mut a, &mut b).reviews.is_empty());
}

/// Three phones apart from each other, the first two met; and the two registrations.
fn doubled() -> (Phone, Phone, FactId, FactId) {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let one = a.visit(outcome(Outcome::Submitted));
    let two = b.visit(outcome(Outcome::NoDocs));
    meet(&mut a, &mut b);
    (a, b, one, two)
}

#[test]
fn a_settlement_that_names_all_settles_and_sets_the_other_aside() {
    let (mut a, mut b, one, two) = doubled();
    let item = a.fold().reviews[0].clone();
    a.settle(&item, one);
    let fold = agreed(&mut a, &mut b);
    assert_eq!(fold.reviews[0].settled, Some(one));
    assert_eq!(stand(&fold), [one]);
    let aside = fold.visits.iter().find(|v| v.fact == two).unwrap();
    assert_eq!(aside.replaced_by, Some(one));
}

#[test]
fn a_third_registration_apart_reopens_what_was_settled() {
    let (mut a, mut b, one, two) = doubled();
    let mut c = Phone::new(3);
    let three = c.visit(outcome(Outcome::Submitted));
    let item = a.fold().reviews[0].clone();
    a.settle(&item, one);
    meet(&mut a, &mut b);
    let fold = agreed(&mut b, &mut c);
    assert_eq!(fold.reviews.len(), 1);
    assert_eq!(fold.reviews[0].id, item.id);
    assert_eq!(fold.reviews[0].settled, None);
    assert_eq!(fold.reviews[0].facts, [one, two, three]);
    // Whoever now sees all three settles it again.
    let item = fold.reviews[0].clone();
    c.settle(&item, three);
    assert_eq!(stand(&c.fold()), [three]);
}

#[test]
fn a_settlement_that_has_not_seen_all_leaves_the_item_open() {
    let (mut a, _, one, _) = doubled();
    let review = a.fold().reviews[0].id;
    let saw = vec![one];
    let keep = one;
    a.say(Body::ReviewSettled(ReviewSettled { review, saw, keep }));
    assert_eq!(a.fold().reviews[0].settled, None);
}

#[test]
fn settlements_apart_that_disagree_leave_it_open_until_one_who_knows_both_decides() {
    let (mut a, mut b, one, two) = doubled();
    let item = a.fold().reviews[0].clone();
    a.settle(&item, one);
    b.settle(&item, two);
    let fold = agreed(&mut a, &mut b);
    assert_eq!(fold.reviews[0].settled, None);
    assert_eq!(stand(&fold), [one, two]);
    b.settle(&item, two);
    assert_eq!(stand(&agreed(&mut a, &mut b)), [two]);
}

#[test]
fn settlements_apart_that_agree_settle() {
    let (mut a, mut b, one, _) = doubled();
    let item = a.fold().reviews[0].clone();
    a.settle(&item, one);
    b.settle(&item, one);
    assert_eq!(stand(&agreed(&mut a, &mut b)), [one]);
}

#[test]
fn a_settlement_waits_for_the_facts_that_it_saw() {
    let (mut a, _, one, two) = doubled();
    let item = a.fold().reviews[0].clone();
    let settlement = a.settle(&item, one);
    let mut hub = Phone::new(9);
    hub.hear(a.fact(one));
    hub.hear(a.fact(settlement));
    assert_eq!(hub.fold().waiting, [settlement]);
    hub.hear(a.fact(two));
    assert_eq!(hub.fold(), a.fold());
}

#[test]
fn correcting_the_registration_that_was_kept_does_not_bring_back_the_other() {
    let (mut a, mut b, one, _) = doubled();
    let item = a.fold().reviews[0].clone();
    a.settle(&item, one);
    let corrected = a.visit(correcting(one, outcome(Outcome::Pending)));
    let fold = agreed(&mut a, &mut b);
    assert_eq!(stand(&fold), [corrected]);
    assert_eq!(fold.reviews[0].settled, Some(one));
}

#[test]
fn a_correction_does_not_hide_a_double_registration() {
    let (mut a, mut b, one, two) = doubled();
    a.visit(correcting(one, outcome(Outcome::Pending)));
    let fold = agreed(&mut a, &mut b);
    assert_eq!(fold.reviews.len(), 1);
    assert_eq!(fold.reviews[0].facts, [one, two]);
    assert_eq!(fold.reviews[0].settled, None);
}

#[test]
fn a_correction_apart_from_a_knowing_second_registration_makes_no_item() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let one = a.visit(outcome(Outcome::NoDocs));
    meet(&mut a, &mut b);
    a.visit(correcting(one, outcome(Outcome::Pending)));
    b.visit(outcome(Outcome::Submitted));
    assert!(agreed(&mut a, &mut b).reviews.is_empty());
}

#[test]
fn withdrawing_one_of_two_ends_the_conflict() {
    let (mut a, mut b, one, two) = doubled();
    b.withdraw(two);
    let fold = agreed(&mut a, &mut b);
    assert!(fold.reviews.is_empty());
    assert_eq!(stand(&fold), [one]);
}

#[test]
fn one_registration_corrected_by_two_apart_is_reviewed_and_settled() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let visit = a.visit(outcome(Outcome::Submitted));
    meet(&mut a, &mut b);
    let here = a.visit(correcting(visit, outcome(Outcome::Absent)));
    let there = b.visit(correcting(visit, outcome(Outcome::NoDocs)));
    let fold = agreed(&mut a, &mut b);
    assert_eq!(fold.reviews.len(), 1);
    let item = fold.reviews[0].clone();
    assert_eq!(item.kind, ReviewKind::ChangedApart);
    assert_eq!(item.facts, [here, there]);
    a.settle(&item, there);
    assert_eq!(stand(&agreed(&mut a, &mut b)), [there]);
}

#[test]
fn a_registration_corrected_here_and_taken_back_there_is_reviewed_and_settled_either_way() {
    for keep_the_correction in [true, false] {
        let (mut a, mut b) = (Phone::new(1), Phone::new(2));
        let visit = a.visit(outcome(Outcome::Submitted));
        meet(&mut a, &mut b);
        let corrected = a.visit(correcting(visit, outcome(Outcome::NoDocs)));
        let taken_back = b.withdraw(visit);
        let fold = agreed(&mut a, &mut b);
        assert_eq!(stand(&fold), [corrected]);
        let item = fold.reviews[0].clone();
        assert_eq!(item.kind, ReviewKind::ChangedApart);
        assert_eq!(item.facts, [corrected, taken_back]);
        let keep = if keep_the_correction { corrected } else { taken_back };
        b.settle(&item, keep);
        let left = stand(&agreed(&mut a, &mut b));
        assert_eq!(left == [corrected], keep_the_correction);
        assert_eq!(left.is_empty(), !keep_the_correction);
    }
}
