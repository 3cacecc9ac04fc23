//! Consent that was taken back: what rests on it and is removed, what stays on record, and registrations that were written
//! apart from it (docs/adr/0017-taking-consent-back.md).

use std::collections::HashSet;

use serde::Serialize;

use super::visits::Chains;
use super::{PersonFold, Telling, VisitView, review::ReviewItem};
use crate::codes::{BlankReason, ReviewKind};
use crate::day::Day;
use crate::fact::{Body, Fact, FactKind};
use crate::id::{AreaId, FactId, SubjectId, WorkerId};

/// A consent that was taken back: all that stays on record of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct TakenBackView {
    /// The fact that says so.
    pub fact: FactId,
    /// The registration that rested on the consent; its body is gone.
    pub visit: FactId,
    /// The day on which the consent was given; none where that registration has not come.
    pub given: Option<Day>,
    /// The day on which it was taken back.
    pub day: Day,
    /// Who wrote down that it was taken back.
    pub author: WorkerId,
    /// Who typed it.
    pub typist: WorkerId,
}

/// One body that is to be blanked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removal {
    /// Whose body.
    pub fact: FactId,
    /// On whom it was written: the blanking is written there too.
    pub subject: SubjectId,
    /// To whose phones it went.
    pub area: AreaId,
    /// What it says.
    pub kind: FactKind,
    /// [`BlankReason::ConsentTakenBack`] for a registration that bears a given consent, [`BlankReason::DataRights`] for what
    /// goes with it.
    pub reason: BlankReason,
}

/// Registrations that bear a consent that was given, whether they stand or not: as long as there is one, there is something
/// to take back.
pub fn consented(fold: &PersonFold) -> impl Iterator<Item = &VisitView> {
    fold.visits.iter().filter(|view| gives(view))
}

fn gives(view: &VisitView) -> bool {
    view.visit.consent.as_ref().is_some_and(|consent| consent.given)
}

/// What was written down of a person on the strength of her consents, in the order of the facts. `facts`: all on her, under all
/// of her ids; `fold`: what they come to. `visit`: only what rests on this registration; none for all of it, the details that
/// she gave among it.
///
/// What stays: registrations that stand without a consent (she did not come, she refused), what card-makers and the portal said
/// of her card, settlements, and what a newer version wrote that this one cannot tell.
pub fn resting_on_consent(facts: &[&Fact], fold: &PersonFold, visit: Option<FactId>) -> Vec<Removal> {
    let of_these = |view: &&VisitView| visit.is_none_or(|one| view.fact == one);
    let roots: HashSet<FactId> = consented(fold).filter(of_these).map(|view| view.root).collect();
    if roots.is_empty() {
        return Vec::new();
    }
    let all = visit.is_none();
    // Another correction of the same registration may be heard yet: the case is its too.
    let whole = all || consented(fold).filter(|view| roots.contains(&view.root)).count() == 1;
    let reason_for = |fact: &Fact| -> Option<BlankReason> {
        let goes = |goes: bool| goes.then_some(BlankReason::DataRights);
        let of_case = |case: FactId| goes(all || whole && roots.contains(&case));
        match fact.header.kind {
            FactKind::Visit => match fold.visits.iter().find(|view| view.fact == fact.id()) {
                Some(view) if !roots.contains(&view.root) => None,
                Some(view) if gives(view) => of_these(&view).then_some(BlankReason::ConsentTakenBack),
                // Of a chain that rests on a consent nothing may come to life again when its last word is gone.
                Some(view) => goes(whole && !view.stands()),
                None => goes(all),
            },
            FactKind::CaseStep | FactKind::CaseDated | FactKind::RationStep => match fact.body() {
                Ok(Some(Body::CaseStep(step))) => of_case(step.case.0),
                Ok(Some(Body::CaseDated(dated))) => of_case(dated.case.0),
                Ok(Some(Body::RationStep(step))) => of_case(step.case),
                _ => goes(all),
            },
            FactKind::PersonAdded
            | FactKind::PersonChanged
            | FactKind::CaseOpened
            | FactKind::LikelyDuplicate => goes(all),
            // She was called before anybody asked for her consent.
            FactKind::Called
            | FactKind::VisitWithdrawn
            | FactKind::CardStated
            | FactKind::ReviewSettled
            | FactKind::BodyBlanked
            | FactKind::WorkerAdded
            | FactKind::PeopleMerged
            | FactKind::PeopleUnmerged
            | FactKind::Unknown(_) => None,
        }
    };
    let removal = |fact: &&Fact| {
        let h = &fact.header;
        let reason = fact.body.as_ref().and_then(|_| reason_for(fact))?;
        Some(Removal { fact: h.id, subject: h.subject, area: h.area, kind: h.kind, reason })
    };
    facts.iter().filter_map(removal).collect()
}

/// What stays on record, one for each registration. `facts`: as they were given to the telling.
pub(super) fn fold(telling: &Telling, facts: &[&Fact]) -> Vec<TakenBackView> {
    let mut views: Vec<TakenBackView> = Vec::new();
    for (at, fact, visit) in taken_back(telling) {
        let given = telling.at(visit).and_then(|at| facts.get(at)).map(|fact| fact.header.clone());
        let is_visit = given.as_ref().is_none_or(|h| h.kind == FactKind::Visit);
        let (Some(by), true) = (facts.get(at).map(|fact| &fact.header), is_visit) else {
            continue;
        };
        if views.iter().all(|view| view.visit != visit) {
            views.push(TakenBackView {
                fact,
                visit,
                given: given.map(|h| h.day),
                day: by.day,
                author: by.author,
                typist: by.typist,
            });
        }
    }
    views
}

/// Registrations on a consent by those who did not know that consent was taken back, and of whom those who wrote that down did
/// not know either. It cannot be told whether she had said yes before or said it anew after: such a registration stands
/// only once someone settles that it does. Under each id by itself, as all blankings: a merge changes nothing of it.
pub(super) fn apart(telling: &Telling, chains: &mut Chains) -> Vec<ReviewItem> {
    let taken: Vec<(usize, FactId, Option<SubjectId>)> =
        taken_back(telling).map(|(at, fact, _)| (at, fact, telling.subject(fact))).collect();
    let mut reviews = Vec::new();
    if taken.is_empty() {
        return reviews;
    }
    for ((view, at), subject) in chains.views.iter_mut().zip(&chains.known_as).zip(&chains.subjects) {
        if !view.stands() || !gives(view) {
            continue;
        }
        let apart = taken
            .iter()
            .filter(|(by, _, about)| *about == Some(*subject) && telling.causality.concurrent(*by, *at));
        let apart: Vec<FactId> = apart.map(|(_, fact, _)| *fact).collect();
        let Some(first) = apart.first().copied() else {
            continue;
        };
        let facts = apart.into_iter().chain([view.fact]).collect();
        let item = ReviewItem::on_fact(telling, *subject, ReviewKind::ConsentApart, view.fact, facts);
        if item.settled != Some(view.fact) {
            view.replaced_by = Some(item.settled.unwrap_or(first));
        }
        reviews.push(item);
    }
    reviews
}

/// The facts that take consents back, in order: index, id, and of which registration.
fn taken_back<'t>(telling: &'t Telling) -> impl Iterator<Item = (usize, FactId, FactId)> + 't {
    telling.told.iter().filter_map(|told| match &told.body {
        Body::BodyBlanked(b) if b.reason == BlankReason::ConsentTakenBack => {
            Some((told.at, told.fact.id(), b.fact))
        }
        _ => None,
    })
}
