//! Aadhaar update cases: at most one open for a person, its steps in their order.

use serde::Serialize;

use super::{Event, Telling, Told, review::ReviewItem};
use crate::codes::{AadhaarReason, CardKind, CaseState, Outcome, ReviewKind};
use crate::day::Day;
use crate::fact::{AadhaarBlock, Body, CaseDated, CaseRef, CaseStep};
use crate::id::{AreaId, FactId, WorkerId};

/// One step in the life of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CaseMove {
    /// The fact that says so: a step, a day to look again, or a registration that moved the case by itself.
    pub fact: FactId,
    /// The state entered; the one that it was in, where only a day was said.
    pub to: CaseState,
    /// The reason, where it was opened or sent back.
    pub reason: Option<AadhaarReason>,
    /// The day.
    pub day: Day,
    /// Who did it.
    pub author: WorkerId,
    /// Who typed it.
    pub typist: WorkerId,
    /// Enrolment id, URN or SRN.
    pub tracking: Option<String>,
    /// The day on which to look again.
    pub next: Option<Day>,
    /// The centre.
    pub centre: Option<u32>,
    /// Fee paid, in paise.
    pub fee: Option<u32>,
    /// It is no step: it only says the day on which to look again.
    pub only_dated: bool,
}

/// An Aadhaar update case as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CaseView {
    /// Its name: the fact that opened it.
    pub case: CaseRef,
    /// Where it was opened.
    pub area: AreaId,
    /// Its state.
    pub state: CaseState,
    /// Why, the latest last; two who met the person apart may have given two reasons.
    pub reasons: Vec<AadhaarReason>,
    /// The cards that it keeps from being made; empty where its opening does not say.
    pub kinds: Vec<CardKind>,
    /// The day on which it entered its state.
    pub since: Day,
    /// The day on which to look again.
    pub next: Option<Day>,
    /// Enrolment id, URN or SRN of the last application.
    pub tracking: Option<String>,
    /// The centre to which the person was last sent.
    pub centre: Option<u32>,
    /// Everything that happened to it.
    pub history: Vec<CaseMove>,
    /// Other openings that were joined to it.
    joined: Vec<CaseRef>,
}

impl CaseView {
    /// The latest reason.
    pub fn reason(&self) -> Option<AadhaarReason> {
        self.reasons.last().copied()
    }

    /// The Aadhaar is updated: the person is back on the registration list.
    pub fn ready_for_card(&self) -> bool {
        matches!(self.state, CaseState::Updated | CaseState::CardRetry)
    }

    /// It keeps that card from being made.
    fn concerns(&self, kind: CardKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    /// The move that brought it into its state.
    fn entered(&self) -> Option<FactId> {
        let still = |m: &&CaseMove| m.to == self.state;
        let entered = self.history.iter().rev().take_while(still).last();
        entered.map(|m| m.fact)
    }

    fn enter(&mut self, step: CaseMove) {
        if self.state == step.to && !self.history.is_empty() {
            self.next = step.next.or(self.next);
        } else {
            self.state = step.to;
            self.since = step.day;
            self.next = step.next;
        }
        if let Some(reason) = step.reason
            && self.reason() != Some(reason)
        {
            self.reasons.push(reason);
        }
        if step.tracking.is_some() {
            self.tracking.clone_from(&step.tracking);
        }
        self.centre = step.centre.or(self.centre);
        self.history.push(step);
    }
}

/// What the cases of a person come to.
pub(crate) struct Cases {
    pub cases: Vec<CaseView>,
    pub reviews: Vec<ReviewItem>,
    /// Steps whose case has not come yet.
    pub waiting: Vec<FactId>,
}

/// Walks the facts in order.
pub(crate) fn fold(telling: &Telling, events: &[Event]) -> Cases {
    let mut out = Cases { cases: Vec::new(), reviews: Vec::new(), waiting: Vec::new() };
    for event in events {
        let told = event.told;
        match &told.body {
            Body::CaseOpened(o) => out.block(told, CaseRef(told.fact.id()), &o.block, &[]),
            Body::CaseStep(s) => out.step(telling, told, s),
            Body::CaseDated(d) => out.date(told, d),
            Body::CardStated(c) if c.status.is_made() => out.card_made(told, c.kind),
            _ => out.visit(event),
        }
    }
    out
}

impl Cases {
    fn open(&mut self) -> Option<&mut CaseView> {
        self.cases.iter_mut().find(|c| !c.state.is_final())
    }

    fn visit(&mut self, event: &Event) {
        let told = event.told;
        let opens = event.aside.filter(|(_, kept)| kept.visit.aadhaar.is_some());
        if let Some(view) = event.visit.or(opens.map(|(view, _)| view))
            && let Some(block) = &view.visit.aadhaar
        {
            let outcomes = view.visit.outcomes.iter();
            let blocked = outcomes.filter(|o| o.outcome == Outcome::BlockedAadhaar);
            let kinds: Vec<CardKind> = blocked.map(|o| o.kind).collect();
            self.block(told, CaseRef(view.root), block, &kinds);
        }
        let outcomes = event.visit.iter().flat_map(|v| &v.visit.outcomes);
        for o in outcomes {
            match o.outcome {
                Outcome::Approved | Outcome::Already => self.card_made(told, o.kind),
                Outcome::Moved => self.by_itself(told, CaseState::Moved),
                Outcome::Deceased => self.by_itself(told, CaseState::Deceased),
                Outcome::Submitted | Outcome::Pending | Outcome::IntakeDone
                    if self.open().is_some_and(|c| c.state == CaseState::Updated && c.concerns(o.kind)) =>
                {
                    self.by_itself(told, CaseState::CardRetry);
                }
                _ => {}
            }
        }
    }

    /// A card is made: the case ends, unless it keeps another card from being made.
    fn card_made(&mut self, told: &Told, kind: CardKind) {
        let Some(case) = self.open().filter(|c| c.concerns(kind)) else {
            return;
        };
        case.kinds.retain(|k| *k != kind);
        if case.kinds.is_empty() {
            case.enter(moved(told, CaseState::Closed, None));
        }
    }

    /// A death or a departure moves the open case without a step of its own.
    fn by_itself(&mut self, told: &Told, to: CaseState) {
        if let Some(case) = self.open() {
            case.enter(moved(told, to, None));
        }
    }

    /// Opens a case, or sends the open one back with a new reason.
    fn block(&mut self, told: &Told, name: CaseRef, block: &AadhaarBlock, kinds: &[CardKind]) {
        let mut step = moved(told, CaseState::Queued, Some(block.reason));
        let case = match self.cases.iter_mut().find(|c| !c.state.is_final()) {
            Some(case) => {
                // Met again before the update came through: the case goes on where it is.
                if !case.ready_for_card() {
                    step.to = case.state;
                }
                case.joined.push(name);
                case
            }
            None => {
                self.cases.push(CaseView {
                    case: name,
                    area: told.fact.header.area,
                    state: CaseState::Queued,
                    reasons: Vec::new(),
                    kinds: Vec::new(),
                    since: told.fact.header.day,
                    next: None,
                    tracking: None,
                    centre: None,
                    history: Vec::new(),
                    joined: Vec::new(),
                });
                let last = self.cases.len() - 1;
                &mut self.cases[last]
            }
        };
        for kind in kinds {
            if !case.kinds.contains(kind) {
                case.kinds.push(*kind);
            }
        }
        case.enter(step);
    }

    /// The case of a name: it may have gone over from a finished case to the open one.
    fn named(&self, name: CaseRef) -> Option<usize> {
        let named = |c: &CaseView| c.case == name || c.joined.contains(&name);
        let open = self.cases.iter().position(|c| !c.state.is_final() && named(c));
        open.or_else(|| self.cases.iter().position(named))
    }

    /// A day to look again. Of days that were said apart the later in order holds: nobody is harmed by the other, and it can
    /// be said anew. A case that ended has no such day: there it stands in the history alone.
    fn date(&mut self, told: &Told, dated: &CaseDated) {
        let Some(at) = self.named(dated.case) else {
            self.waiting.push(told.fact.id());
            return;
        };
        let case = &mut self.cases[at];
        if !case.state.is_final() {
            case.next = Some(dated.next);
        }
        let said = moved(told, case.state, None);
        case.history.push(CaseMove { next: Some(dated.next), only_dated: true, ..said });
    }

    fn step(&mut self, telling: &Telling, told: &Told, step: &CaseStep) {
        let id = told.fact.id();
        let open = self.cases.iter().position(|c| !c.state.is_final());
        let Some(at) = self.named(step.case) else {
            self.waiting.push(id);
            return;
        };
        let case = &self.cases[at];
        let before = case.entered();
        let apart = before.is_some_and(|b| telling.apart(b, id));
        let new_reason = step.to != CaseState::Queued || step.reason.is_some();
        let legal = (case.state.next().contains(&step.to) && new_reason) || (apart && case.state == step.to);
        if !legal {
            let facts = before.into_iter().chain([id]).collect();
            let item =
                ReviewItem::on_fact(telling, told.fact.header.subject, ReviewKind::IllegalStep, id, facts);
            let holds = item.settled == Some(id);
            self.reviews.push(item);
            if !holds {
                return;
            }
        }
        let at = match open {
            // Settled that a case is not finished after all: it goes on in the one that was opened since.
            Some(open) if case.state.is_final() && !step.to.is_final() => {
                let names: Vec<CaseRef> = case.joined.iter().copied().chain([case.case]).collect();
                self.cases[open].joined.extend(names);
                open
            }
            _ => at,
        };
        self.cases[at].enter(CaseMove {
            tracking: step.tracking.clone(),
            next: step.next,
            centre: step.centre,
            fee: step.fee,
            ..moved(told, step.to, step.reason)
        });
    }
}

fn moved(told: &Told, to: CaseState, reason: Option<AadhaarReason>) -> CaseMove {
    let h = &told.fact.header;
    CaseMove {
        fact: told.fact.id(),
        to,
        reason,
        day: h.day,
        author: h.author,
        typist: h.typist,
        tracking: None,
        next: None,
        centre: None,
        fee: None,
        only_dated: false,
    }
}
