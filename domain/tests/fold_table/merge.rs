//! Merges of people: said on a person, undone by who names them.

use shivir_domain::codes::BlankReason;
use shivir_domain::fact::{Blanked, Body};
use shivir_domain::fold::Groups;
use shivir_domain::id::{FactId, PersonId, StreamId};

use crate::common::*;

fn holds(phone: &Phone) -> Vec<FactId> {
    phone.fold().merges.into_iter().filter(|m| m.undone.is_none()).map(|m| m.fact).collect()
}

#[test]
fn a_merge_holds_until_an_undoing_names_it_and_a_later_one_is_another() {
    let mut phone = Phone::new(1);
    let first = phone.merge(1);
    assert_eq!(holds(&phone), [first]);
    let undone = phone.unmerge(first);
    assert_eq!(phone.fold().merges[0].undone, Some(undone));
    let second = phone.merge(1);
    assert_eq!(holds(&phone), [second]);
}

#[test]
fn an_undoing_by_one_who_never_saw_the_second_merge_takes_nothing_from_it() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let first = a.merge(1);
    meet(&mut a, &mut b);
    let second = b.merge(1);
    a.wait_days(9).unmerge(first);
    agreed(&mut a, &mut b);
    assert_eq!(holds(&a), [second]);
}

#[test]
fn an_undoing_waits_for_its_merge_and_a_blanked_merge_joins_nobody() {
    let mut phone = Phone::new(1);
    let early = phone.unmerge(FactId { stream: StreamId([9; 16]), seq: 4 });
    assert_eq!(phone.fold().waiting, [early]);
    let merge = phone.merge(1);
    phone.say(Body::BodyBlanked(Blanked { fact: merge, reason: BlankReason::TypedByMistake }));
    assert!(phone.fold().merges.is_empty());
}

#[test]
fn the_head_is_who_was_kept_and_the_smallest_in_a_circle() {
    let id = |n: u8| PersonId([n; 16]);
    let groups = Groups::of([(id(5), id(2)), (id(5), id(7)), (id(9), id(9))]);
    assert_eq!([2, 5, 7].map(|n| groups.head(id(n))), [id(5); 3]);
    assert_eq!(groups.members(id(7)), [id(2), id(5), id(7)]);
    assert_eq!((groups.head(id(9)), groups.members(id(9))), (id(9), vec![id(9)]));
    // 5 is given up for 3 later: 3 is kept.
    assert_eq!(Groups::of([(id(5), id(2)), (id(3), id(5))]).head(id(2)), id(3));
    let circle = Groups::of([(id(5), id(2)), (id(2), id(4)), (id(4), id(5))]);
    assert_eq!([2, 4, 5].map(|n| circle.head(id(n))), [id(2); 3]);
}
