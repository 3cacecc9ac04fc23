//! Ration-card cases: what brings a person onto the list, so that she can be registered.

use serde::Serialize;

use super::{Event, Telling, review::ReviewItem};
use crate::codes::{Document, RationReason, RationState, ReviewKind};
use crate::day::Day;
use crate::fact::Body;
use crate::id::{FactId, WorkerId};

/// One step of a ration-card case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct RationMove {
    /// The fact that says so.
    pub fact: FactId,
    /// The state entered.
    pub to: RationState,
    /// The day.
    pub day: Day,
    /// Who did it.
    pub author: WorkerId,
    /// Number of the application or of the ration card.
    pub number: Option<String>,
    /// Papers handed in.
    pub documents: Vec<Document>,
}

/// A ration-card case as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct RationView {
    /// Its name: the registration that opened it.
    pub case: FactId,
    /// Why the person is on no list, as last told.
    pub reason: RationReason,
    /// Its state.
    pub state: RationState,
    /// The day on which it entered its state.
    pub since: Day,
    /// Everything that happened to it.
    pub history: Vec<RationMove>,
    /// Other registrations that were joined to it.
    joined: Vec<FactId>,
}

impl RationView {
    fn enter(&mut self, step: RationMove) {
        if self.state != step.to {
            self.state = step.to;
            self.since = step.day;
        }
        self.history.push(step);
    }

    /// The move that brought it into its state.
    fn entered(&self) -> Option<FactId> {
        let still = |m: &&RationMove| m.to == self.state;
        let entered = self.history.iter().rev().take_while(still).last();
        entered.map(|m| m.fact)
    }
}

/// The ration-card cases in order of opening, review items, and steps whose case has not come yet.
pub(crate) fn fold(telling: &Telling, events: &[Event]) -> (Vec<RationView>, Vec<ReviewItem>, Vec<FactId>) {
    let (mut cases, mut reviews, mut waiting): (Vec<RationView>, _, _) = (Vec::new(), Vec::new(), Vec::new());
    for Event { told, visit, aside } in events {
        let (id, h) = (told.fact.id(), &told.fact.header);
        let moved = |to, number, documents| RationMove {
            fact: id,
            to,
            day: h.day,
            author: h.author,
            number,
            documents,
        };
        let opens = aside.filter(|(_, kept)| kept.visit.ration.is_some());
        if let Some(view) = visit.or(opens.map(|(view, _)| view))
            && let Some(reason) = view.visit.ration
        {
            let documents = view.visit.documents.clone();
            match cases.iter_mut().find(|c| !c.state.is_final()) {
                // Met again, here or by someone apart: the case goes on where it is.
                Some(case) => {
                    case.joined.push(view.root);
                    case.reason = reason;
                    case.enter(moved(case.state, None, documents));
                }
                None => cases.push(RationView {
                    case: view.root,
                    reason,
                    state: RationState::Open,
                    since: h.day,
                    history: vec![moved(RationState::Open, None, documents)],
                    joined: Vec::new(),
                }),
            }
        }
        let Body::RationStep(step) = &told.body else {
            continue;
        };
        // A name may have gone over from a finished case to the open one.
        let named = |c: &RationView| c.case == step.case || c.joined.contains(&step.case);
        let open = cases.iter().position(|c| !c.state.is_final());
        let Some(at) = open.filter(|&at| named(&cases[at])).or_else(|| cases.iter().position(named)) else {
            waiting.push(id);
            continue;
        };
        let case = &cases[at];
        let before = case.entered();
        let apart = before.is_some_and(|b| telling.apart(b, id));
        let legal = case.state.next().contains(&step.to) || (apart && case.state == step.to);
        if !legal {
            let facts = before.into_iter().chain([id]).collect();
            let item =
                ReviewItem::on_fact(telling, told.fact.header.subject, ReviewKind::IllegalStep, id, facts);
            let holds = item.settled == Some(id);
            reviews.push(item);
            if !holds {
                continue;
            }
        }
        let at = match open {
            // Settled that a case is not finished after all: it goes on in the one that was opened since.
            Some(open) if case.state.is_final() && !step.to.is_final() => {
                let names: Vec<FactId> = case.joined.iter().copied().chain([case.case]).collect();
                cases[open].joined.extend(names);
                open
            }
            _ => at,
        };
        cases[at].enter(moved(step.to, step.number.clone(), step.documents.clone()));
    }
    (cases, reviews, waiting)
}
