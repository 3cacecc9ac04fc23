//! The fold of a person.

use serde::Serialize;

use super::{
    CallView, CaseView, Event, LastCall, ListWord, MergeView, RationView, ReviewItem, TakenBackView, Telling,
    VisitView, calls, cases, consent, details, likely, merge, ration, visits,
};
use crate::codes::{CardKind, CardStatus, LeaveReason, Outcome};
use crate::day::Day;
use crate::fact::{Body, Details, Fact};
use crate::hlc::Hlc;
use crate::id::{FactId, PersonId, SubjectId};

/// What the facts say of one kind of card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CardView {
    /// Which card.
    pub kind: CardKind,
    /// The latest outcome of a visit that stands, or none where only the portal's list spoke.
    pub outcome: Option<Outcome>,
    /// What a card-maker or the portal's list last said.
    pub stated: Option<CardStatus>,
    /// The card is made, or is said not to be; none where the facts do not say, so that the roster's word holds.
    pub made: Option<bool>,
    /// The hybrid time of the word that says so; none where none does.
    pub made_at: Option<Hlc>,
    /// The day of the latest word.
    pub since: Day,
    /// The fact of the latest word.
    pub fact: FactId,
}

/// The person died or left for good: the correction to the target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct LeaveView {
    /// `DECEASED` or `MOVED`.
    pub outcome: Outcome,
    /// How it is known.
    pub reason: Option<LeaveReason>,
    /// The fact that says so.
    pub fact: FactId,
}

/// The one class in which the ledger counts a person: target ± corrections = made + left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// On the list, card made.
    Made,
    /// On the list, no card yet.
    Left,
    /// On the list, out of the target by a correction: deceased.
    Deceased,
    /// On the list, out of the target by a correction: moved away for good.
    Moved,
    /// Not on the list: a guest, or someone new. Counted beside the target.
    Beside,
}

/// A person's state, from the facts alone; the roster's word lies under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PersonFold {
    /// Details that the facts give or change.
    pub details: Details,
    /// The fact that added the person, the first where several entries of her are joined; none for those who are on the list.
    pub added: Option<FactId>,
    /// Visits in order, corrected ones among them.
    pub visits: Vec<VisitView>,
    /// Consents that she took back, in order of taking back.
    pub taken_back: Vec<TakenBackView>,
    /// The latest word on each kind of card.
    pub cards: Vec<CardView>,
    /// Aadhaar update cases in order of opening.
    pub cases: Vec<CaseView>,
    /// Ration-card cases in order of opening.
    pub ration: Vec<RationView>,
    /// Out of the target.
    pub leave: Option<LeaveView>,
    /// Calls to the camp in order, those that were taken back among them.
    pub calls: Vec<CallView>,
    /// Merges that were said on her, under any of her ids, undone ones among them. What they join is in [`super::Groups`].
    pub merges: Vec<MergeView>,
    /// Review items, settled ones among them.
    pub reviews: Vec<ReviewItem>,
    /// Facts that wait for another: a step without its opening, a withdrawal, a taking back or a blanking without what it
    /// names, a settlement without all that it saw.
    pub waiting: Vec<FactId>,
    /// Facts that this version cannot read, or that say nothing of a person: kept and sent on.
    pub unread: Vec<FactId>,
    /// The latest facts: the base of what is written next.
    pub heads: Vec<FactId>,
}

/// Folds the facts on one person under one id: any order, each once.
pub fn fold_person(facts: &[&Fact]) -> PersonFold {
    let subject = facts.first().map_or(PersonId([0; 16]), |f| f.header.subject.into());
    fold_group(subject, &[], facts)
}

/// Folds the facts on all ids of one person, whom merges that hold join ([`super::Groups`]): any order, each once. `members`: the
/// ids, the head among them or not.
pub fn fold_group(head: PersonId, members: &[PersonId], facts: &[&Fact]) -> PersonFold {
    let telling = Telling::of(facts);
    let mut others: Vec<SubjectId> =
        members.iter().filter(|id| **id != head).map(|id| (*id).into()).collect();
    others.sort_unstable();
    let (details, mut reviews) = details::fold_all(&telling, head.into(), &others);
    let ids = [&[head.into()], others.as_slice()].concat();
    let (visits, twice) = visits::fold(&telling, &ids);
    let events = telling.events(&visits);
    let cases = cases::fold(&telling, &events);
    let (ration, ration_reviews, ration_waiting) = ration::fold(&telling, &events);
    reviews.extend(twice);
    reviews.extend(cases.reviews);
    reviews.extend(ration_reviews);
    reviews.extend(likely::fold(&telling, &ids));
    let mut waiting = telling.waiting();
    waiting.extend(cases.waiting);
    waiting.extend(ration_waiting);
    let heads = telling.heads(facts);
    PersonFold {
        details,
        added: telling.told.iter().find(|t| matches!(t.body, Body::PersonAdded(_))).map(|t| t.fact.id()),
        taken_back: consent::fold(&telling, facts),
        cards: cards(&events),
        leave: leave(&visits),
        visits,
        cases: cases.cases,
        ration,
        calls: calls::fold(&telling),
        merges: merge::fold(&telling),
        reviews,
        waiting,
        unread: telling.unread,
        heads,
    }
}

impl PersonFold {
    /// The Aadhaar update case that is open.
    pub fn open_case(&self) -> Option<&CaseView> {
        self.cases.iter().find(|c| !c.state.is_final())
    }

    /// The ration-card case that is open.
    pub fn open_ration(&self) -> Option<&RationView> {
        self.ration.iter().find(|c| !c.state.is_final())
    }

    /// The latest word on a kind of card.
    pub fn card(&self, kind: CardKind) -> Option<&CardView> {
        self.cards.iter().find(|c| c.kind == kind)
    }

    /// How she was last called: of the latest day the furthest, a slip over a word.
    pub fn last_call(&self) -> Option<LastCall> {
        calls::last(&self.calls)
    }

    /// The visits that stand.
    pub fn standing(&self) -> impl Iterator<Item = &VisitView> {
        self.visits.iter().filter(|v| v.stands())
    }

    /// The class of the ledger for a kind of card. `listed_made`: the roster's word on that card, none for a person who
    /// is not on the list.
    pub fn class(&self, kind: CardKind, listed_made: Option<bool>) -> Class {
        self.class_over(kind, listed_made.map(ListWord::from))
    }

    /// As [`Self::class`], with the portal's word over the roster's.
    pub fn class_over(&self, kind: CardKind, list: Option<ListWord>) -> Class {
        let Some(list) = list else {
            return Class::Beside;
        };
        match &self.leave {
            Some(l) if l.outcome == Outcome::Deceased => return Class::Deceased,
            Some(_) => return Class::Moved,
            None => {}
        }
        if self.is_made(kind, list) { Class::Made } else { Class::Left }
    }
}

/// The latest word holds, but a card once made is unmade only by a card-maker or the portal's list (or by correcting
/// the visit that said so): an absence does not take a card away.
fn cards(events: &[Event]) -> Vec<CardView> {
    let mut cards: Vec<CardView> = Vec::new();
    for Event { told, visit, .. } in events {
        let (fact, day) = (told.fact.id(), told.fact.header.day);
        let mut say = |kind: CardKind,
                       outcome: Option<Outcome>,
                       stated: Option<CardStatus>,
                       made: Option<bool>| {
            let empty =
                CardView { kind, outcome: None, stated: None, made: None, made_at: None, since: day, fact };
            let card = match cards.iter_mut().position(|c| c.kind == kind) {
                Some(at) => &mut cards[at],
                None => {
                    cards.push(empty);
                    let last = cards.len() - 1;
                    &mut cards[last]
                }
            };
            card.outcome = outcome.or(card.outcome);
            card.stated = stated.or(card.stated);
            if made.is_some() {
                (card.made, card.made_at) = (made, Some(told.fact.header.time));
            }
            (card.since, card.fact) = (day, fact);
        };
        for o in visit.iter().flat_map(|v| &v.visit.outcomes) {
            let made = match o.outcome {
                Outcome::Rejected => Some(false),
                other => other.is_made().then_some(true),
            };
            say(o.kind, Some(o.outcome), None, made);
        }
        if let Body::CardStated(c) = &told.body {
            let made = match c.status {
                // A newer peer's word, of which this version cannot tell what it means, takes no card away.
                CardStatus::Unknown(_) => None,
                known => Some(known.is_made()),
            };
            say(c.kind, None, Some(c.status), made);
        }
    }
    cards.sort_by_key(|c| c.kind);
    cards
}

/// The last visit at which someone was met, or was said to be gone, decides: who is met again after a mistaken note of
/// death is back in the target, but an empty chair does not call back the dead.
fn leave(visits: &[VisitView]) -> Option<LeaveView> {
    let last = visits.iter().filter(|v| v.stands()).rfind(|v| {
        let mut outcomes = v.visit.outcomes.iter().map(|o| o.outcome);
        outcomes.any(|o| o.is_served() || o.leaves_target())
    })?;
    let mut outcomes = last.visit.outcomes.iter().map(|o| o.outcome);
    let outcome = outcomes.find(|o| o.leaves_target())?;
    Some(LeaveView { outcome, reason: last.visit.leave.as_ref().map(|l| l.reason), fact: last.fact })
}
