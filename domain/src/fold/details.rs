//! A person's details: for each, the last change holds; changes made apart from each other are reviewed.

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

/// Folds each detail on its own. Gives the details that hold and the review items.
pub(crate) fn fold(telling: &Telling, subject: SubjectId) -> (Details, Vec<ReviewItem>) {
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
            Body::PersonAdded(d) | Body::PersonChanged(d) => get(d).map(|v| (told, v)),
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
