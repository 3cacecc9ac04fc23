//! Details of a person: changed, changed apart, and the birth date by its source.

use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::codes::ReviewKind;
use shivir_domain::day::Day;
use shivir_domain::fact::{Body, Details};

use crate::common::*;

fn born(year: i32, source: BirthSource) -> Details {
    let birth = BirthDate::on(Day::from_ymd(year, 5, 5).unwrap(), source);
    Details { birth: Some(birth), ..no_details() }
}

#[test]
fn a_new_person_has_the_details_she_was_added_with_and_later_changes() {
    let mut phone = Phone::new(1);
    let added = phone.say(Body::PersonAdded(named("Sita")));
    phone.change(Details { para: Some("Bazar para".into()), ..no_details() });
    let fold = phone.fold();
    assert_eq!(fold.added, Some(added));
    assert_eq!(fold.details.name_en.as_deref(), Some("Sita"));
    assert_eq!(fold.details.para.as_deref(), Some("Bazar para"));
}

#[test]
fn a_change_by_one_who_knew_the_old_value_replaces_it_whatever_the_clocks_say() {
    let (mut a, mut b) = (Phone::new(1), Phone::off_by(2, -2 * YEAR_MS));
    a.wait_days(2).change(named("Sita"));
    meet(&mut a, &mut b);
    b.change(named("Seeta"));
    let fold = agreed(&mut a, &mut b);
    assert_eq!(fold.details.name_en.as_deref(), Some("Seeta"));
    assert!(fold.reviews.is_empty());
}

#[test]
fn one_detail_changed_apart_is_one_item_and_a_settlement_decides() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    let one = a.change(named("Sita"));
    let two = b.wait(5).change(named("Gita"));
    let fold = agreed(&mut a, &mut b);
    assert_eq!(fold.reviews.len(), 1);
    let item = fold.reviews[0].clone();
    assert_eq!(item.kind, ReviewKind::FieldConflict);
    assert_eq!((item.field, &item.facts), (1, &vec![one, two]));
    assert_eq!(fold.details.name_en.as_deref(), Some("Gita"));
    a.settle(&item, one);
    let fold = agreed(&mut a, &mut b);
    assert_eq!(fold.details.name_en.as_deref(), Some("Sita"));
    assert_eq!(fold.reviews[0].settled, Some(one));
}

#[test]
fn a_third_change_apart_reopens_what_was_settled() {
    let (mut a, mut b, mut c) = (Phone::new(1), Phone::new(2), Phone::new(3));
    let one = a.change(named("Sita"));
    b.change(named("Gita"));
    c.change(named("Rita"));
    meet(&mut a, &mut b);
    let item = a.fold().reviews[0].clone();
    a.settle(&item, one);
    let fold = agreed(&mut a, &mut c);
    assert_eq!((fold.reviews[0].id, fold.reviews[0].settled), (item.id, None));
    assert_eq!(fold.reviews[0].facts.len(), 3);
}

#[test]
fn the_same_value_apart_or_two_different_details_are_no_conflict() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    a.change(named("Sita"));
    b.change(Details { relative: Some("Ram".into()), ..named("Sita") });
    assert!(agreed(&mut a, &mut b).reviews.is_empty());
}

#[test]
fn a_change_that_knew_both_sides_ends_a_conflict() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    a.change(named("Sita"));
    b.change(named("Gita"));
    meet(&mut a, &mut b);
    b.change(named("Seeta"));
    let fold = agreed(&mut a, &mut b);
    assert!(fold.reviews.is_empty());
    assert_eq!(fold.details.name_en.as_deref(), Some("Seeta"));
}

#[test]
fn a_weaker_birth_source_never_replaces_a_stronger_in_sequence_or_apart() {
    use BirthSource::{Aadhaar, Certificate, Estimated, List, Stated};
    let strongest_first = [Aadhaar, Certificate, List, Stated, Estimated];
    for (i, strong) in strongest_first.into_iter().enumerate() {
        for weak in strongest_first.into_iter().skip(i + 1) {
            for order in [[strong, weak], [weak, strong]] {
                for apart in [true, false] {
                    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
                    let year = |s| if s == strong { 1950 } else { 1960 };
                    a.change(born(year(order[0]), order[0]));
                    if !apart {
                        meet(&mut a, &mut b);
                    }
                    b.wait(5).change(born(year(order[1]), order[1]));
                    let held = agreed(&mut a, &mut b).details.birth.unwrap();
                    assert_eq!((held.source, held.day.year()), (strong, 1950));
                }
            }
        }
    }
}

#[test]
fn an_equally_strong_birth_date_told_later_replaces() {
    let mut phone = Phone::new(1);
    phone.change(born(1950, BirthSource::Aadhaar));
    phone.change(born(1951, BirthSource::Aadhaar));
    assert_eq!(phone.fold().details.birth.unwrap().day.year(), 1951);
}

#[test]
fn a_birth_date_that_a_settlement_put_aside_stays_so_when_a_weaker_one_is_told_later() {
    let (mut a, mut b) = (Phone::new(1), Phone::new(2));
    a.change(born(1950, BirthSource::Aadhaar));
    let right = b.change(born(1952, BirthSource::Certificate));
    meet(&mut a, &mut b);
    let item = a.fold().reviews[0].clone();
    a.settle(&item, right);
    a.change(born(1953, BirthSource::Stated));
    let fold = agreed(&mut a, &mut b);
    assert_eq!(fold.details.birth.unwrap().day.year(), 1952);
}
