//! Likely duplicates, and items that a store noted: settled by having been seen, reopened by what had not.

use shivir_domain::codes::{Outcome, ReviewKind};
use shivir_domain::fact::{Fact, ReviewSettled};
use shivir_domain::fold::{ReviewId, noted_settled};
use shivir_domain::id::PersonId;

use crate::common::*;

#[test]
fn a_likely_duplicate_is_one_item_for_each_other_person_whoever_found_it() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let one = a.likely(1);
    let same = b.likely(1);
    let two = b.likely(2);
    let fold = agreed(&mut a, &mut b);
    let id = |n: u8| ReviewId::of(ReviewKind::LikelyDuplicate, person(), &PersonId([n; 16]).0);
    let items: Vec<_> = fold.reviews.iter().map(|r| (r.id, r.facts.clone(), r.settled)).collect();
    assert_eq!(items, [(id(1), vec![one, same], None), (id(2), vec![two], None)]);
}

#[test]
fn another_person_settles_it_and_a_later_finding_reopens_it() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let found = a.likely(1);
    let item = agreed(&mut a, &mut b).reviews[0].clone();
    b.settle(&item, found);
    assert_eq!(agreed(&mut a, &mut b).reviews[0].settled, Some(found));
    a.likely(1);
    let fold = agreed(&mut a, &mut b);
    assert_eq!((fold.reviews[0].id, fold.reviews[0].settled), (item.id, None));
}

#[test]
fn a_likely_duplicate_changes_nothing_else() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(1));
    for phone in [&mut a, &mut b] {
        phone.visit(outcome(Outcome::Submitted));
    }
    a.likely(1);
    let (with, without) = (a.fold(), b.fold());
    assert_eq!((with.details, with.visits, with.cards), (without.details, without.visits, without.cards));
}

#[test]
fn what_a_store_noted_is_settled_by_one_who_saw_it_and_by_nobody_else() {
    let mut phone = Phone::new(1);
    let fact = phone.visit(outcome(Outcome::Submitted));
    let other = phone.visit(outcome(Outcome::Submitted));
    let id = ReviewId::on_fact(ReviewKind::Fork, person(), fact);
    let settled = |phone: &Phone| noted_settled(&phone.facts.iter().collect::<Vec<&Fact>>(), id, &[fact]);
    assert_eq!(settled(&phone), None);
    let say = |phone: &mut Phone, saw, keep| {
        phone.say(shivir_domain::fact::Body::ReviewSettled(ReviewSettled { review: id, saw, keep }))
    };
    say(&mut phone, vec![other], other);
    assert_eq!(settled(&phone), None);
    say(&mut phone, vec![fact], fact);
    assert_eq!(settled(&phone), Some(fact));
    // The registration is as it was, and the settlement is among what is known.
    let fold = phone.fold();
    assert_eq!((fold.standing().count(), fold.reviews.len(), fold.waiting.len()), (2, 0, 0));
}
