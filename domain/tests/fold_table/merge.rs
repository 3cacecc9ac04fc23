//! Merges of people: said on a person, undone by who names them.

use shivir_domain::codes::{BlankReason, Outcome, ReviewKind};
use shivir_domain::fact::{Blanked, Body, Details, Fact, Header};
use shivir_domain::fold::{Groups, fold_group};
use shivir_domain::id::{AreaId, FactId, PersonId, StreamId};

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

/// The same facts as another person's, by other phones.
fn of_another(phone: &Phone, other: PersonId) -> Vec<Fact> {
    let retold = |fact: &Fact| {
        let header = Header { subject: other.into(), ..fact.header.clone() };
        fact_of(header, fact.body.clone().unwrap())
    };
    phone.facts.iter().map(retold).collect()
}

#[test]
fn registered_once_under_each_entry_is_registered_twice_and_one_of_them_is_kept() {
    let (head, other) = (PersonId::from(person()), PersonId([7; 16]));
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let visit = outcomes(&[(Family, Outcome::Submitted)]);
    let (first, second) = (a.visit(visit.clone()), b.visit(visit));
    let of_b = of_another(&b, other);
    of_b.iter().for_each(|fact| a.hear(fact));
    let merge = a.merge(7);
    let fold = |phone: &Phone| fold_group(head, &[head, other], &phone.facts.iter().collect::<Vec<_>>());
    let open = fold(&a);
    let [item] = &open.reviews[..] else { panic!("{:?}", open.reviews) };
    assert_eq!((item.kind, item.subject), (ReviewKind::DoubleRegistration, person()));
    assert_eq!(item.facts, [first, second]);
    assert_eq!(open.merges[0].fact, merge);
    let heads = open.heads.clone();
    a.settle_knowing(item, second, heads);
    let settled = fold(&a);
    assert_eq!(settled.standing().map(|v| v.fact).collect::<Vec<_>>(), [second]);
    assert_eq!(settled.reviews[0].settled, Some(second));
    // Under another head, once the group has grown, it stays settled.
    let third = PersonId([1; 16]);
    let grown = fold_group(third, &[third, head, other], &a.facts.iter().collect::<Vec<_>>());
    assert_eq!((grown.reviews[0].subject, grown.reviews[0].settled), (third.into(), Some(second)));
}

#[test]
fn the_name_and_place_of_the_list_hold_and_what_it_lacks_is_filled() {
    let (head, other) = (PersonId::from(person()), PersonId([7; 16]));
    let mut b = Phone::new(2);
    b.say(Body::PersonAdded(Details {
        village: Some("सपोस".into()),
        mobile: Some(9_876_543_210),
        area: Some(AreaId(9)),
        ..named("Seeta")
    }));
    let of_b = of_another(&b, other);
    let listed = fold_group(head, &[other], &of_b.iter().collect::<Vec<_>>());
    assert_eq!((listed.details.name_en, listed.details.village, listed.details.area), (None, None, None));
    assert!(listed.details.mobile.is_some());
    // Of two who were added the first is the head: what it has not said is the other's.
    let mut a = Phone::new(1);
    a.say(Body::PersonAdded(named("Sita")));
    let all: Vec<Fact> = a.facts.iter().cloned().chain(of_b).collect();
    let added = fold_group(head, &[other], &all.iter().collect::<Vec<_>>());
    assert_eq!(added.details.name_en.as_deref(), Some("Sita"));
    assert_eq!((added.details.village.as_deref(), added.details.area), (Some("सपोस"), Some(AreaId(9))));
}

#[test]
fn a_merge_answers_whether_the_two_are_one_and_its_undoing_asks_again() {
    let (head, other) = (PersonId::from(person()), PersonId([7; 16]));
    let mut phone = Phone::new(1);
    phone.likely(7);
    let facts: Vec<&Fact> = phone.facts.iter().collect();
    assert_eq!(fold_group(head, &[head, other], &facts).reviews, []);
    assert_eq!(fold_group(head, &[head], &facts).reviews[0].kind, ReviewKind::LikelyDuplicate);
}
