//! A person's details: for each, the last change holds; changes made apart from each other are reviewed. Where people are
//! joined, each one's are folded by themselves, and the head's hold.

use super::review::{ReviewId, ReviewItem, verdict};
use super::{Telling, Told};
use crate::birth::BirthDate;
use crate::codes::ReviewKind;
use crate::fact::{Body, Details};
use crate::id::SubjectId;

/// A change of one detail: where in the telling, and the value.
type Write<'t, T> = (&'t Told<'t>, &'t T);

/// Which of all changes that no settlement put aside, and of those that no other knew of, holds.
type Choose<'t, T> = fn(&[Write<'t, T>], &[Write<'t, T>]) -> Option<T>;

/// Folds the details of several who are joined: of what one's facts say and another's, the head's holds,
/// without an item, for they were written as of two people.
pub(crate) fn fold_all(
    telling: &Telling,
    head: SubjectId,
    others: &[SubjectId],
) -> (Details, Vec<ReviewItem>) {
    let (mut held, mut reviews) = fold(telling, head);
    let added = telling.was_added(head);
    for other in others {
        let (details, items) = fold(telling, *other);
        reviews.extend(items);
        held = filled(held, details, added);
    }
    (held, reviews)
}

/// What is lacking is filled from another entry of the same person. Where nobody added the head by a fact, the list has her:
/// its name and place are hers, not what was typed of someone thought to be another.
fn filled(head: Details, other: Details, added: bool) -> Details {
    let (birth, placed) = (head.birth, head.area.is_some() || !added);
    let named = head.name_hi.is_some() || head.name_en.is_some() || !added;
    let or =
        |held: Option<String>, other: Option<String>, have: bool| if have { held } else { held.or(other) };
    Details {
        name_hi: or(head.name_hi, other.name_hi, named),
        name_en: or(head.name_en, other.name_en, named),
        relative: or(head.relative, other.relative, named),
        sex: head.sex.or(other.sex),
        birth: match (birth, other.birth) {
            (Some(held), Some(new)) => Some(if new.replaces(&held) { new } else { held }),
            (held, new) => held.or(new),
        },
        relation: if named { head.relation } else { head.relation.or(other.relation) },
        household: if placed { head.household } else { head.household.or(other.household) },
        area: if placed { head.area } else { head.area.or(other.area) },
        village: or(head.village, other.village, placed),
        para: or(head.para, other.para, placed),
        mobile: head.mobile.or(other.mobile),
        last4: head.last4.or(other.last4),
        groups: head.groups.or(other.groups),
        guest_from: if placed { head.guest_from } else { head.guest_from.or(other.guest_from) },
        ration_card: head.ration_card.or(other.ration_card),
    }
}

/// Folds each detail of one on its own. Gives the details that hold and the review items.
fn fold(telling: &Telling, subject: SubjectId) -> (Details, Vec<ReviewItem>) {
    let mut reviews = Vec::new();
    macro_rules! fields {
        ($($n:literal $field:ident,)+) => {
            Details { $($field: one(telling, subject, $n, |d| d.$field.as_ref(), last, &mut reviews),)+
                birth: one(telling, subject, 4, |d| d.birth.as_ref(), strongest, &mut reviews) }
        };
    }
    let details = fields! {
        0 name_hi, 1 name_en, 2 relative, 3 sex, 5 relation, 6 household, 7 area, 8 village, 9 para, 10 mobile,
        11 last4, 12 groups, 13 guest_from, 14 ration_card,
    };
    (details, reviews)
}

fn one<'t, T: Clone + PartialEq>(
    telling: &'t Telling,
    subject: SubjectId,
    field: u16,
    get: fn(&Details) -> Option<&T>,
    choose: Choose<'t, T>,
    reviews: &mut Vec<ReviewItem>,
) -> Option<T> {
    let all: Vec<Write<T>> = telling
        .told
        .iter()
        .filter_map(|told| match &told.body {
            Body::PersonAdded(d) | Body::PersonChanged(d) if told.fact.header.subject == subject => {
                get(d).map(|v| (told, v))
            }
            _ => None,
        })
        .collect();
    let live = telling.causality.latest(&all, |(w, _)| w.at);
    if live.iter().any(|(_, v)| *v != live[0].1) {
        let facts = live.iter().map(|(w, _)| w.fact.id()).collect();
        let item =
            ReviewItem::new(telling, subject, ReviewKind::FieldConflict, field, &field.to_be_bytes(), facts);
        let kept = item.settled.and_then(|keep| live.iter().find(|(w, _)| w.fact.id() == keep));
        let kept = kept.map(|(_, v)| (*v).clone());
        reviews.push(item);
        if kept.is_some() {
            return kept;
        }
    }
    // What a settlement put aside and a later change replaced does not come back by its strength.
    let item = ReviewId::of(ReviewKind::FieldConflict, subject, &field.to_be_bytes());
    let settled = verdict(telling, item).filter(|(keep, _)| all.iter().any(|(w, _)| w.fact.id() == *keep));
    let put_aside = |fact| {
        settled.as_ref().is_some_and(|(keep, saw)| fact != *keep && saw.contains(&fact))
            && live.iter().all(|(w, _)| w.fact.id() != fact)
    };
    let held: Vec<Write<T>> = all.iter().filter(|(w, _)| !put_aside(w.fact.id())).copied().collect();
    choose(&held, &live)
}

/// The last of the changes that no other knew of.
fn last<T: Clone>(_: &[Write<T>], live: &[Write<T>]) -> Option<T> {
    live.last().map(|(_, v)| (*v).clone())
}

/// A weaker source never replaces a stronger one, even where its author knew of the stronger.
fn strongest(all: &[Write<BirthDate>], _: &[Write<BirthDate>]) -> Option<BirthDate> {
    all.iter().map(|(_, v)| **v).reduce(|held, new| if new.replaces(&held) { new } else { held })
}
