//! The visits of a person: which stand, which were corrected, taken back, or set aside by a settlement.

use std::collections::HashMap;

use serde::Serialize;

use super::{Telling, Told, consent, review::ReviewItem};
use crate::codes::{CardKind, Outcome, ReviewKind};
use crate::day::Day;
use crate::fact::{Body, Visit};
use crate::id::{AreaId, FactId, SubjectId, WorkerId};

/// A registration, or a visit that came to nothing, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
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
    /// Its place in the order: that of the first of its chain, for a correction says what was so on that visit, not that
    /// the person was met again.
    #[serde(skip)]
    pub(crate) place: u32,
}

impl VisitView {
    /// It stands.
    pub fn stands(&self) -> bool {
        self.replaced_by.is_none()
    }
}

/// All visits in order, each correction beside what it corrects; and review items for those who were registered twice by
/// people who did not know of each other, for registrations that two people changed apart from each other, and for those
/// made apart from a consent that was taken back.
/// `members`: the ids of the person, the head first.
pub(crate) fn fold(telling: &Telling, members: &[SubjectId]) -> (Vec<VisitView>, Vec<ReviewItem>) {
    let mut chains = Chains::default();
    for told in &telling.told {
        match &told.body {
            Body::Visit(visit) => {
                if let Some(old) = visit.replaces {
                    chains.end(telling, told, old);
                }
                chains.add(telling, told, visit);
            }
            Body::VisitWithdrawn(w) => chains.end(telling, told, w.visit),
            _ => {}
        }
    }
    let mut reviews = consent::apart(telling, &mut chains);
    reviews.extend(changed_apart(telling, &mut chains));
    for kind in CardKind::ALL {
        // Under each id by itself first, so that what was settled before they were joined stays so.
        for member in members {
            reviews.extend(registered_twice(telling, &[*member], &mut chains, *kind));
        }
        if members.len() > 1 {
            reviews.extend(registered_twice(telling, members, &mut chains, *kind));
        }
    }
    let mut views = chains.views;
    views.sort_by_key(|v| v.place);
    (views, reviews)
}

#[derive(Default)]
pub(super) struct Chains {
    pub views: Vec<VisitView>,
    /// Indices of their facts, as causality knows them.
    pub known_as: Vec<usize>,
    /// On whom the first of each chain was written.
    pub subjects: Vec<SubjectId>,
    at: HashMap<FactId, usize>,
}

impl Chains {
    fn add(&mut self, telling: &Telling, told: &Told, visit: &Visit) {
        let (fact, h) = (told.fact.id(), &told.fact.header);
        let root = match visit.replaces.filter(|old| *old != fact) {
            Some(old) => self.at.get(&old).map_or(old, |&at| self.views[at].root),
            None => fact,
        };
        let own = telling.place(fact).unwrap_or_default();
        self.at.insert(fact, self.views.len());
        self.known_as.push(told.at);
        self.subjects.push(telling.subject(root).unwrap_or(h.subject));
        self.views.push(VisitView {
            fact,
            root,
            day: h.day,
            minute: h.minute,
            area: h.area,
            author: h.author,
            typist: h.typist,
            visit: visit.clone(),
            replaced_by: None,
            place: u32::try_from(telling.place(root).unwrap_or(own)).unwrap_or(u32::MAX),
        });
    }

    /// A correction or a withdrawal ends the visit that it names and every correction of it that its author had seen.
    fn end(&mut self, telling: &Telling, by: &Told, named: FactId) {
        for at in 0..self.views.len() {
            let view = &self.views[at];
            let seen = || telling.causality.knew(by.at, self.known_as[at]);
            if view.stands() && seen() && self.descends(view, named) {
                self.views[at].replaced_by = Some(by.fact.id());
            }
        }
    }

    /// The view is that of `first`, or corrects it, directly or through others.
    fn descends(&self, view: &VisitView, first: FactId) -> bool {
        let mut fact = view.fact;
        loop {
            if fact == first {
                return true;
            }
            // Only a visit that comes earlier in the order is followed, so this ends also in a circle.
            let Some(&at) = self.at.get(&fact) else {
                return false;
            };
            match self.views[at].visit.replaces {
                Some(old) if self.at.get(&old).is_none_or(|&of| of < at) => fact = old,
                _ => return false,
            }
        }
    }
}

/// Two corrections of one registration, or a correction and a withdrawal, by people who did not know of each other. Until
/// it is settled the corrections stand.
fn changed_apart(telling: &Telling, chains: &mut Chains) -> Vec<ReviewItem> {
    let mut apart: Vec<(FactId, SubjectId, Vec<FactId>)> = Vec::new();
    let mut note = |root: FactId, subject, fact: FactId| match apart.iter_mut().find(|(r, ..)| *r == root) {
        Some((.., facts)) => facts.push(fact),
        None => apart.push((root, subject, vec![fact])),
    };
    let withdrawals: Vec<_> = telling
        .told
        .iter()
        .filter_map(|t| match &t.body {
            Body::VisitWithdrawn(w) => Some((t.at, t.fact.id(), w.visit)),
            _ => None,
        })
        .collect();
    for ((view, at), subject) in chains.views.iter().zip(&chains.known_as).zip(&chains.subjects) {
        if view.fact == view.root || !view.stands() {
            continue;
        }
        note(view.root, *subject, view.fact);
        for (by, id, named) in &withdrawals {
            if telling.causality.concurrent(*by, *at) && chains.descends(view, *named) {
                note(view.root, *subject, *id);
            }
        }
    }
    let mut reviews = Vec::new();
    for (root, subject, facts) in apart {
        if facts.len() < 2 {
            continue;
        }
        let item = ReviewItem::on_fact(telling, subject, ReviewKind::ChangedApart, root, facts);
        if let Some(keep) = item.settled {
            set_aside(&mut chains.views, keep, |v| item.facts.contains(&v.fact) && v.fact != keep);
        }
        reviews.push(item);
    }
    reviews
}

/// Registrations of one person for one kind of card by people who did not know of each other. The item names the first
/// of each chain, so that a correction neither hides the conflict nor undoes its settlement. Of one `member`: those under her
/// id. Of several, the head first: those of which one is under one's id and one under another's.
fn registered_twice(
    telling: &Telling,
    members: &[SubjectId],
    chains: &mut Chains,
    kind: CardKind,
) -> Option<ReviewItem> {
    let standing: Vec<(FactId, usize, Outcome, SubjectId)> = chains
        .views
        .iter()
        .zip(&chains.known_as)
        .zip(&chains.subjects)
        .filter(|((v, _), subject)| v.stands() && members.contains(subject))
        .filter_map(|((v, own), subject)| {
            let first = telling.at(v.root).unwrap_or(*own);
            v.visit.outcome(kind).map(|outcome| (v.root, first, outcome, *subject))
        })
        .filter(|(_, _, outcome, _)| outcome.needs_consent())
        .collect();
    let twice: Vec<FactId> = standing
        .iter()
        .filter(|(root, first, outcome, subject)| {
            standing.iter().any(|(other_root, other, theirs, under)| {
                // Not where both merely saw that a card is there.
                let both_saw = (*outcome, *theirs) == (Outcome::Already, Outcome::Already);
                let apart = telling.causality.concurrent(*first, *other);
                let asked = members.len() == 1 || subject != under;
                asked && apart && !both_saw && root != other_root
            })
        })
        .map(|(root, ..)| *root)
        .collect();
    if twice.is_empty() {
        return None;
    }
    let field = kind.number();
    let (twofold, bytes) = (ReviewKind::DoubleRegistration, field.to_be_bytes());
    let item = match members {
        [alone] => ReviewItem::new(telling, *alone, twofold, field, &bytes, twice),
        _ => {
            let head = members.first()?;
            let bytes = [&bytes[..], b"joined"].concat();
            ReviewItem::among(telling, *head, members, twofold, field, &bytes, twice)
        }
    };
    if let Some(keep) = item.settled {
        set_aside(&mut chains.views, keep, |v| item.facts.contains(&v.root) && v.root != keep);
    }
    Some(item)
}

fn set_aside(views: &mut [VisitView], keep: FactId, which: impl Fn(&VisitView) -> bool) {
    for view in views.iter_mut().filter(|v| v.stands() && which(v)) {
        view.replaced_by = Some(keep);
    }
}
