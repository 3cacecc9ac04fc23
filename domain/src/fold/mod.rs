//! Folds: from the facts on one subject to its state. Pure functions of the set of facts, so that any two stores that
//! have seen the same facts show the same, in whatever order they came (property tests in `tests/fold.rs`).

mod cases;
mod details;
mod person;
mod ration;
mod review;
mod visits;

pub use cases::{CaseMove, CaseView};
pub use person::{CardView, Class, LeaveView, PersonFold, fold_person};
pub use ration::{RationMove, RationView};
pub use review::{ReviewId, ReviewItem};
pub use visits::VisitView;

/// Rises whenever a fold gives another result for the same facts: a store folded by an older version is folded anew.
pub const FOLD_VERSION: u32 = 1;

use crate::fact::{Body, Causality, Fact};
use crate::id::FactId;

/// One fact of the subject at hand, decoded: what each part of a fold walks over.
pub(crate) struct Told<'a> {
    /// Index into [`Telling::facts`].
    pub at: usize,
    pub fact: &'a Fact,
    pub body: Body,
}

/// All facts of one subject, decoded and in order.
pub(crate) struct Telling<'a> {
    pub told: Vec<Told<'a>>,
    pub causality: Causality,
    /// Facts whose kind or body this version cannot read; kept, shown, and sent on.
    pub unread: Vec<FactId>,
}

impl<'a> Telling<'a> {
    /// Decodes and orders; leaves out bodies that were blanked, here or by a fact that came later.
    pub fn of(facts: &[&'a Fact]) -> Telling<'a> {
        let causality = crate::fact::causal_order(facts);
        let mut told = Vec::with_capacity(facts.len());
        let mut unread = Vec::new();
        for &at in &causality.order {
            let fact = facts[at];
            match fact.body() {
                Ok(Some(body)) => told.push(Told { at, fact, body }),
                Ok(None) if fact.body.is_none() => {}
                Ok(None) | Err(_) => unread.push(fact.id()),
            }
        }
        let blanked: Vec<FactId> = told
            .iter()
            .filter_map(|t| match &t.body {
                Body::BodyBlanked(b) => Some(b.fact),
                _ => None,
            })
            .collect();
        told.retain(|t| !blanked.contains(&t.fact.id()));
        Telling {
            told,
            causality,
            unread,
        }
    }
}
