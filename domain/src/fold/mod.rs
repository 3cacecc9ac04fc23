//! Folds: from the facts on one subject to its state. Pure functions of the set of facts, so that any two stores that
//! have seen the same facts show the same, in whatever order they came (property tests in `tests/fold_props.rs`).

mod calls;
mod cases;
mod consent;
mod details;
mod likely;
mod listed;
mod merge;
mod person;
mod ration;
mod review;
mod visits;

pub use calls::{CallView, LastCall};
pub use cases::{CaseMove, CaseView};
pub use consent::{Removal, TakenBackView, consented, resting_on_consent};
pub use listed::{CardWord, ListWord};
pub use merge::{Groups, MergeView, merges};
pub use person::{CardView, Class, LeaveView, PersonFold, fold_group, fold_person};
pub use ration::{RationMove, RationView};
pub use review::{ReviewId, ReviewItem, noted_settled};
pub use visits::VisitView;

/// Rises whenever a fold gives another result for the same facts: a store folded by an older version is folded anew.
pub const FOLD_VERSION: u32 = 6;

use std::collections::{HashMap, HashSet};

use crate::fact::{Body, Causality, Fact, causal_order_naming};
use crate::id::{FactId, SubjectId};

/// The latest facts among these: the base of what is written next. The same as [`PersonFold::heads`]: what a body names comes
/// before it, also where its base does not say so.
pub fn heads(facts: &[&Fact]) -> Vec<FactId> {
    Telling::of(facts).heads(facts)
}

/// One fact of the subject at hand, decoded: what each part of a fold walks over.
pub(crate) struct Told<'a> {
    /// Index into the facts as given, by which [`Causality`] knows it.
    pub at: usize,
    pub fact: &'a Fact,
    pub body: Body,
}

/// A fact at its place in a person's story.
pub(crate) struct Event<'t> {
    pub told: &'t Told<'t>,
    /// Where it is a visit that stands.
    pub visit: Option<&'t VisitView>,
    /// Where it is a visit that was set aside for another when a double registration was settled: itself and the other.
    /// Of cases that both opened, steps may have been taken under either name.
    pub aside: Option<(&'t VisitView, &'t VisitView)>,
}

/// All facts of one subject, decoded and in order.
pub(crate) struct Telling<'a> {
    pub told: Vec<Told<'a>>,
    pub causality: Causality,
    /// Facts whose kind or body this version cannot read, or which say nothing of a person; kept, shown, and sent on.
    pub unread: Vec<FactId>,
    index: HashMap<FactId, usize>,
    rank: Vec<usize>,
    subjects: Vec<SubjectId>,
}

impl<'a> Telling<'a> {
    /// Decodes and orders; leaves out bodies that were blanked, here or by a fact that came later.
    pub fn of(facts: &[&'a Fact]) -> Telling<'a> {
        let mut bodies: Vec<_> = facts.iter().map(|f| f.body()).collect();
        // A blanking is about facts on its own subject, whoever is joined with whom.
        let blanked: HashSet<(SubjectId, FactId)> = bodies
            .iter()
            .zip(facts)
            .filter_map(|(body, fact)| match body {
                Ok(Some(Body::BodyBlanked(b))) => Some((fact.header.subject, b.fact)),
                _ => None,
            })
            .collect();
        // Whether the store has taken the bytes away already must make no difference, not even to what is unread.
        let gone = |fact: &Fact| {
            let named =
                fact.header.kind.can_be_blanked() && blanked.contains(&(fact.header.subject, fact.id()));
            named || fact.body.is_none()
        };
        let named: Vec<Vec<FactId>> = bodies
            .iter()
            .zip(facts)
            .map(|(body, fact)| match body {
                Ok(Some(body)) if !gone(fact) => body.names(),
                _ => Vec::new(),
            })
            .collect();
        let causality = causal_order_naming(facts, &named);
        let mut rank = vec![0; facts.len()];
        let mut told = Vec::with_capacity(facts.len());
        let mut unread = Vec::new();
        for (place, &at) in causality.order.iter().enumerate() {
            rank[at] = place;
            let fact = facts[at];
            match std::mem::replace(&mut bodies[at], Ok(None)) {
                _ if gone(fact) => {}
                Ok(Some(Body::WorkerAdded(_))) | Ok(None) | Err(_) => unread.push(fact.id()),
                Ok(Some(body)) => told.push(Told { at, fact, body }),
            }
        }
        let index = facts.iter().enumerate().map(|(i, f)| (f.id(), i)).collect();
        let subjects = facts.iter().map(|f| f.header.subject).collect();
        Telling { told, causality, unread, index, rank, subjects }
    }

    /// The latest of the facts that it was made of.
    fn heads(&self, facts: &[&Fact]) -> Vec<FactId> {
        let mut heads: Vec<FactId> = self
            .causality
            .heads()
            .into_iter()
            .filter_map(|head| facts.get(head))
            .map(|fact| fact.id())
            .collect();
        heads.sort_unstable();
        heads
    }

    /// The fact has come, blanked or not.
    pub fn has(&self, fact: FactId) -> bool {
        self.index.contains_key(&fact)
    }

    /// Its index into the facts as given, where it has come.
    pub fn at(&self, fact: FactId) -> Option<usize> {
        self.index.get(&fact).copied()
    }

    /// On whom it was written, where it has come.
    pub fn subject(&self, fact: FactId) -> Option<SubjectId> {
        self.at(fact).and_then(|at| self.subjects.get(at)).copied()
    }

    /// A fact that is here added someone under this id.
    pub fn was_added(&self, subject: SubjectId) -> bool {
        let added = |told: &Told| matches!(told.body, Body::PersonAdded(_));
        self.told.iter().any(|told| added(told) && told.fact.header.subject == subject)
    }

    /// Both have come, and neither author had seen the other's.
    pub fn apart(&self, a: FactId, b: FactId) -> bool {
        match (self.at(a), self.at(b)) {
            (Some(a), Some(b)) => self.causality.concurrent(a, b),
            _ => false,
        }
    }

    /// Its place in the order, where it has come.
    pub fn place(&self, fact: FactId) -> Option<usize> {
        self.at(fact).map(|at| self.rank[at])
    }

    /// What is told, where a correction has the place of the visit that it corrects; visits that were corrected or taken
    /// back are left out.
    pub fn events<'t>(&'t self, visits: &'t [VisitView]) -> Vec<Event<'t>> {
        let by_fact: HashMap<FactId, &VisitView> = visits.iter().map(|v| (v.fact, v)).collect();
        let standing = visits.iter().filter(|v| v.stands());
        let kept: HashMap<FactId, &VisitView> = standing.map(|v| (v.root, v)).collect();
        let mut events: Vec<(usize, Event)> = Vec::with_capacity(self.told.len());
        for told in &self.told {
            let view = by_fact.get(&told.fact.id()).copied();
            let visit = view.filter(|v| v.stands());
            let aside = view.and_then(|v| {
                let other = kept.get(&v.replaced_by?)?;
                (other.root != v.root).then_some((v, *other))
            });
            if view.is_none() || visit.is_some() || aside.is_some() {
                let place =
                    view.map_or(self.rank[told.at], |v| usize::try_from(v.place).unwrap_or(usize::MAX));
                events.push((place, Event { told, visit, aside }));
            }
        }
        events.sort_by_key(|(place, _)| *place);
        events.into_iter().map(|(_, event)| event).collect()
    }

    /// Facts that cannot act because what they are about has not come. Steps of cases are found where cases are folded.
    pub fn waiting(&self) -> Vec<FactId> {
        let waits = |body: &Body| match body {
            Body::VisitWithdrawn(w) => !self.has(w.visit),
            Body::BodyBlanked(b) => !self.has(b.fact),
            Body::PeopleUnmerged(u) => !self.has(u.merge),
            Body::Called(c) => c.takes_back.is_some_and(|call| !self.has(call)),
            Body::ReviewSettled(s) => !s.saw.iter().all(|f| self.has(*f)),
            _ => false,
        };
        let waiting = self.told.iter().filter(|t| waits(&t.body));
        waiting.map(|t| t.fact.id()).collect()
    }
}
