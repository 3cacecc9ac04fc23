//! The visits of a person: which stand, which were corrected, taken back, or set aside by a settlement.

use serde::Serialize;

use super::{Telling, review::ReviewItem};
use crate::codes::{CardKind, Outcome, ReviewKind};
use crate::day::Day;
use crate::fact::{Body, Visit};
use crate::id::{AreaId, FactId, SubjectId, WorkerId};

/// A registration, or a visit that came to nothing, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VisitView {
    /// The fact that says so.
    pub fact: FactId,
    /// The first of the chain of corrections that it belongs to: the name of its cases.
    pub root: FactId,
    /// The day, and the minute of it where known.
    pub day: Day,
    /// Minute of the day.
    pub minute: Option<u16>,
    /// Where it was written.
    pub area: AreaId,
    /// Who did the work.
    pub author: WorkerId,
    /// Who typed it.
    pub typist: WorkerId,
    /// What was said.
    pub visit: Visit,
    /// Corrected by a later one, taken back, or set aside when a double registration was settled.
    pub replaced_by: Option<FactId>,
}

impl VisitView {
    /// It stands.
    pub fn stands(&self) -> bool {
        self.replaced_by.is_none()
    }
}

/// All visits in order, and review items for those who were registered twice by people who did not know of each other.
pub(crate) fn fold(telling: &Telling, subject: SubjectId) -> (Vec<VisitView>, Vec<ReviewItem>) {
    let mut views: Vec<(usize, VisitView)> = Vec::new();
    for told in &telling.told {
        let Body::Visit(visit) = &told.body else {
            continue;
        };
        let (id, h) = (told.fact.id(), &told.fact.header);
        let corrected = visit
            .replaces
            .and_then(|old| views.iter().position(|(_, v)| v.fact == old));
        let root = match corrected {
            Some(old) => {
                views[old].1.replaced_by = Some(id);
                views[old].1.root
            }
            None => visit.replaces.unwrap_or(id),
        };
        views.push((
            told.at,
            VisitView {
                fact: id,
                root,
                day: h.day,
                minute: h.minute,
                area: h.area,
                author: h.author,
                typist: h.typist,
                visit: visit.clone(),
                replaced_by: None,
            },
        ));
    }
    for told in &telling.told {
        if let Body::VisitWithdrawn(w) = &told.body {
            for (_, view) in views
                .iter_mut()
                .filter(|(_, v)| v.fact == w.visit && v.stands())
            {
                view.replaced_by = Some(told.fact.id());
            }
        }
    }
    let mut reviews = Vec::new();
    for kind in CardKind::ALL {
        let twice: Vec<FactId> = views
            .iter()
            .filter(|(at, v)| {
                let apart = |(other, o): &&(usize, VisitView)| {
                    telling.causality.concurrent(*at, *other) && disagree(v, o, *kind)
                };
                v.stands() && views.iter().filter(|(_, o)| o.stands()).any(|o| apart(&o))
            })
            .map(|(_, v)| v.fact)
            .collect();
        if !twice.is_empty() {
            let field = kind.number();
            let item = ReviewItem::new(
                telling,
                subject,
                ReviewKind::DoubleRegistration,
                field,
                &field.to_be_bytes(),
                twice,
            );
            if let Some(keep) = item.settled {
                for (_, v) in views
                    .iter_mut()
                    .filter(|(_, v)| item.facts.contains(&v.fact) && v.fact != keep)
                {
                    v.replaced_by = Some(keep);
                }
            }
            reviews.push(item);
        }
    }
    (views.into_iter().map(|(_, v)| v).collect(), reviews)
}

/// Both registered the person for this kind of card, and not merely both saw that a card is there.
fn disagree(a: &VisitView, b: &VisitView, kind: CardKind) -> bool {
    match (a.visit.outcome(kind), b.visit.outcome(kind)) {
        (Some(Outcome::Already), Some(Outcome::Already)) => false,
        (Some(a), Some(b)) => a.needs_consent() && b.needs_consent(),
        _ => false,
    }
}
