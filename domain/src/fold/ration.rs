//! Ration-card cases: what brings a person onto the list, so that she can be registered.

use serde::Serialize;

use super::{Telling, VisitView, review::ReviewItem};
use crate::codes::{Document, RationReason, RationState, ReviewKind};
use crate::day::Day;
use crate::fact::Body;
use crate::id::{FactId, SubjectId, WorkerId};

/// One step of a ration-card case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
pub struct RationView {
    /// Its name: the registration that opened it.
    pub case: FactId,
    /// Why the person is on no list.
    pub reason: RationReason,
    /// Its state.
    pub state: RationState,
    /// The day on which it entered its state.
    pub since: Day,
    /// Everything that happened to it.
    pub history: Vec<RationMove>,
}

/// The ration-card cases in order of opening, review items, and steps whose case has not come yet.
pub(crate) fn fold(
    telling: &Telling,
    subject: SubjectId,
    visits: &[VisitView],
) -> (Vec<RationView>, Vec<ReviewItem>, Vec<FactId>) {
    let (mut cases, mut reviews, mut waiting): (Vec<RationView>, _, _) =
        (Vec::new(), Vec::new(), Vec::new());
    for told in &telling.told {
        let (id, h) = (told.fact.id(), &told.fact.header);
        match &told.body {
            Body::Visit(_) => {
                let Some((view, reason)) = visits
                    .iter()
                    .find(|v| v.fact == id && v.stands())
                    .and_then(|v| v.visit.ration.map(|r| (v, r)))
                else {
                    continue;
                };
                if cases.iter().any(|c| !c.state.is_final()) {
                    continue;
                }
                let opened = RationMove {
                    fact: id,
                    to: RationState::Open,
                    day: h.day,
                    author: h.author,
                    number: None,
                    documents: view.visit.documents.clone(),
                };
                cases.push(RationView {
                    case: view.root,
                    reason,
                    state: RationState::Open,
                    since: h.day,
                    history: vec![opened],
                });
            }
            Body::RationStep(step) => {
                let Some(case) = cases.iter_mut().find(|c| c.case == step.case) else {
                    waiting.push(id);
                    continue;
                };
                if !case.state.next().contains(&step.to) {
                    let facts = case
                        .history
                        .last()
                        .map(|m| m.fact)
                        .into_iter()
                        .chain([id])
                        .collect();
                    let mut field = id.stream.0.to_vec();
                    field.extend_from_slice(&id.seq.to_be_bytes());
                    let item = ReviewItem::new(
                        telling,
                        subject,
                        ReviewKind::IllegalStep,
                        0,
                        &field,
                        facts,
                    );
                    let holds = item.settled == Some(id);
                    reviews.push(item);
                    if !holds {
                        continue;
                    }
                }
                case.state = step.to;
                case.since = h.day;
                case.history.push(RationMove {
                    fact: id,
                    to: step.to,
                    day: h.day,
                    author: h.author,
                    number: step.number.clone(),
                    documents: step.documents.clone(),
                });
            }
            _ => {}
        }
    }
    (cases, reviews, waiting)
}
