//! The bookkeeping of facts: each one is effective, replaced, waiting, unread, blanked or in a review item. Written apart
//! from the folds, over who knew of whom as a walk along bases finds it.

use std::collections::{HashMap, HashSet};

use shivir_domain::codes::{BlankReason, ReviewKind};
use shivir_domain::fact::{Body, Details, Fact, FactKind};
use shivir_domain::fold::{PersonFold, ReviewItem};
use shivir_domain::id::FactId;

/// Panics with the fact that is not accounted for.
pub fn check(facts: &[Fact], fold: &PersonFold) {
    let books = Books::of(facts, fold);
    for fact in facts {
        if let Err(why) = books.place_of(fact) {
            panic!("{:?} {} is dropped: {why}", fact.header.kind, fact.id());
        }
    }
    let open = fold.cases.iter().filter(|c| !c.state.is_final()).count();
    assert!(open <= 1, "{open} Aadhaar cases are open");
    let open = fold.ration.iter().filter(|c| !c.state.is_final()).count();
    assert!(open <= 1, "{open} ration-card cases are open");
    for item in &fold.reviews {
        books.settled_rightly(item);
    }
}

struct Books<'a> {
    fold: &'a PersonFold,
    /// Of each fact, what its author had seen.
    knew: HashMap<FactId, HashSet<FactId>>,
    bodies: HashMap<FactId, Body>,
    blanked: HashSet<FactId>,
    moves: HashSet<FactId>,
    in_review: HashSet<FactId>,
}

impl<'a> Books<'a> {
    fn of(facts: &'a [Fact], fold: &'a PersonFold) -> Books<'a> {
        let read: HashMap<FactId, Body> =
            facts.iter().filter_map(|f| f.body().ok().flatten().map(|b| (f.id(), b))).collect();
        let mut blanked: HashSet<FactId> = read
            .values()
            .filter_map(|b| match b {
                Body::BodyBlanked(b) => Some(b.fact),
                _ => None,
            })
            .collect();
        let blankings = facts.iter().filter(|f| f.header.kind == FactKind::BodyBlanked);
        for f in blankings {
            blanked.remove(&f.id());
        }
        blanked.extend(facts.iter().filter(|f| f.body.is_none()).map(Fact::id));
        let bodies: HashMap<FactId, Body> =
            read.into_iter().filter(|(id, _)| !blanked.contains(id)).collect();
        let sees: HashMap<FactId, Vec<FactId>> = facts
            .iter()
            .map(|f| {
                let mut sees = f.header.base.clone();
                sees.extend(bodies.get(&f.id()).map(named).unwrap_or_default());
                (f.id(), sees)
            })
            .collect();
        let knew = facts
            .iter()
            .map(|f| {
                let (mut known, mut next) = (HashSet::new(), sees[&f.id()].clone());
                while let Some(id) = next.pop() {
                    if let Some(more) = sees.get(&id)
                        && id != f.id()
                        && known.insert(id)
                    {
                        next.extend(more);
                    }
                }
                (f.id(), known)
            })
            .collect();
        let cases = fold.cases.iter().flat_map(|c| &c.history).map(|m| m.fact);
        let ration = fold.ration.iter().flat_map(|c| &c.history).map(|m| m.fact);
        Books {
            fold,
            knew,
            bodies,
            blanked,
            moves: cases.chain(ration).collect(),
            in_review: fold.reviews.iter().flat_map(|r| r.facts.clone()).collect(),
        }
    }

    fn place_of(&self, fact: &Fact) -> Result<(), String> {
        let id = fact.id();
        let in_lists = self.fold.visits.iter().any(|v| v.fact == id) || self.moves.contains(&id);
        if self.blanked.contains(&id) {
            return ensure(!in_lists, "blanked, but it still acts");
        }
        let Some(body) = self.bodies.get(&id) else {
            return ensure(self.fold.unread.contains(&id), "not among the unread");
        };
        let waiting = self.fold.waiting.contains(&id);
        match body {
            Body::Visit(_) => self.visit(id),
            Body::VisitWithdrawn(w) => {
                let here = self.knew.contains_key(&w.visit);
                ensure(here != waiting, "waits although its visit is here, or not")?;
                self.fold.standing().filter(|v| self.descends(v.fact, w.visit)).try_for_each(|v| {
                    let apart = !self.knew[&v.fact].contains(&id);
                    let seen = self.knew[&id].contains(&v.fact);
                    let shown = self.in_review.contains(&id) && self.in_review.contains(&v.fact);
                    ensure(!seen && (!apart || shown), "what it takes back stands")
                })
            }
            Body::PersonAdded(d) | Body::PersonChanged(d) => self.details(id, d),
            Body::CaseOpened(_) => ensure(self.moves.contains(&id), "opened no case"),
            Body::CaseStep(_) | Body::CaseDated(_) | Body::RationStep(_) => {
                let shown = self.moves.contains(&id) || self.in_review.contains(&id);
                ensure(shown != waiting, "neither taken, nor waiting, nor in review")
            }
            Body::CardStated(c) => {
                let card = self.fold.card(c.kind).ok_or("no such card")?;
                let later = |b: (&FactId, &Body)| match b.1 {
                    Body::CardStated(o) => o.kind == c.kind && *b.0 != id,
                    _ => false,
                };
                let same = card.stated == Some(c.status);
                ensure(same || self.bodies.iter().any(later), "nobody said another")
            }
            Body::ReviewSettled(s) => {
                let here = s.saw.iter().all(|f| self.knew.contains_key(f));
                ensure(here != waiting, "waits although all that it saw is here, or not")
            }
            Body::BodyBlanked(b) => {
                let here = self.knew.contains_key(&b.fact);
                ensure(here != waiting, "waits although its fact is here, or not")
            }
            Body::WorkerAdded(_) => ensure(self.fold.unread.contains(&id), "not shown"),
            Body::PeopleMerged(m) => {
                let shown = self.fold.merges.iter().filter(|v| v.fact == id && v.other == m.other).count();
                ensure(shown == 1, "not among the merges")
            }
            Body::PeopleUnmerged(u) => {
                let here = self.knew.contains_key(&u.merge);
                ensure(here != waiting, "waits although its merge is here, or not")?;
                let holds = self.fold.merges.iter().any(|v| v.fact == u.merge && v.undone.is_none());
                ensure(!holds, "the merge that it undoes holds")
            }
            Body::Called(c) => match c.takes_back {
                None => {
                    let shown = self.fold.calls.iter().filter(|v| v.fact == id && v.how == c.how).count();
                    ensure(shown == 1, "not among the calls")
                }
                Some(call) => {
                    let here = self.knew.contains_key(&call);
                    ensure(here != waiting, "waits although its call is here, or not")?;
                    let stands = self.fold.calls.iter().any(|v| v.fact == call && v.taken_back.is_none());
                    ensure(!stands, "the call that it takes back stands")
                }
            },
            Body::LikelyDuplicate(_) => ensure(self.in_review.contains(&id), "not in review"),
        }
    }

    fn visit(&self, id: FactId) -> Result<(), String> {
        let mut views = self.fold.visits.iter().filter(|v| v.fact == id);
        let view = views.next().ok_or("not among the visits")?;
        ensure(views.next().is_none(), "twice among the visits")?;
        match view.replaced_by {
            Some(by) => {
                let ends = match self.bodies.get(&by) {
                    Some(Body::VisitWithdrawn(w)) => self.descends(id, w.visit),
                    Some(Body::Visit(v)) => v.replaces.is_some_and(|r| self.descends(id, r)),
                    Some(Body::BodyBlanked(b)) => self.set_apart(id, b.reason, by),
                    _ => false,
                };
                ensure(ends || self.chosen(by), "replaced by what does not replace it")
            }
            None => {
                let cards = view.visit.outcomes.iter();
                let shown = cards.filter(|o| self.fold.card(o.kind).is_some()).count();
                ensure(shown == view.visit.outcomes.len(), "an outcome is not shown")?;
                let opens = view.visit.aadhaar.is_some() || view.visit.ration.is_some();
                ensure(!opens || self.moves.contains(&id), "opened no case")
            }
        }
    }

    /// The consent on which it rests was taken back apart from it, and that is to be settled.
    fn set_apart(&self, visit: FactId, reason: BlankReason, by: FactId) -> bool {
        let shown = |r: &ReviewItem| r.kind == ReviewKind::ConsentApart && r.facts.contains(&visit);
        reason == BlankReason::ConsentTakenBack
            && !self.knew[&visit].contains(&by)
            && !self.knew[&by].contains(&visit)
            && self.fold.reviews.iter().any(|r| shown(r) && r.facts.contains(&by))
    }

    /// A settlement of some item chose it.
    fn chosen(&self, fact: FactId) -> bool {
        self.fold.reviews.iter().any(|r| r.settled == Some(fact))
    }

    fn descends(&self, mut fact: FactId, first: FactId) -> bool {
        for _ in 0..=self.bodies.len() {
            if fact == first {
                return true;
            }
            match self.bodies.get(&fact) {
                Some(Body::Visit(v)) if v.replaces.is_some() => fact = v.replaces.unwrap(),
                _ => return false,
            }
        }
        false
    }

    fn details(&self, id: FactId, told_details: &Details) -> Result<(), String> {
        if let (Some(told), Some(held)) = (&told_details.birth, &self.fold.details.birth)
            && held.replaces(told)
        {
            // A weaker source gives way, also where nobody knew of it.
            return self.details(id, &Details { birth: None, ..told_details.clone() });
        }
        let held = serde_json::to_value(&self.fold.details).unwrap();
        let told = serde_json::to_value(told_details).unwrap();
        for (field, value) in told.as_object().unwrap() {
            if value.is_null() {
                continue;
            }
            let writes = |body: &Body| match body {
                Body::PersonAdded(d) | Body::PersonChanged(d) => {
                    !serde_json::to_value(d).unwrap()[field].is_null()
                }
                _ => false,
            };
            let replaced = self.bodies.iter().any(|(by, body)| writes(body) && self.knew[by].contains(&id));
            let holds = held[field] == *value;
            if !(replaced || holds || self.in_review.contains(&id)) {
                return Err(format!("{field} neither holds nor was replaced"));
            }
        }
        Ok(())
    }

    /// One settlement that saw all and stands alone settles; without any, the item is open.
    fn settled_rightly(&self, item: &ReviewItem) {
        let about: Vec<_> = self
            .bodies
            .iter()
            .filter_map(|(id, b)| match b {
                Body::ReviewSettled(s) if s.review == item.id => Some((id, s)),
                _ => None,
            })
            .collect();
        if let [(_, s)] = about[..] {
            let saw_all = item.facts.iter().all(|f| s.saw.contains(f));
            let wanted = (saw_all && item.facts.contains(&s.keep)).then_some(s.keep);
            assert_eq!(item.settled, wanted, "{item:?}");
        }
        if about.is_empty() {
            assert_eq!(item.settled, None, "{item:?}");
        }
        assert!(item.settled.is_none_or(|k| item.facts.contains(&k)));
        let unique: HashSet<_> = item.facts.iter().collect();
        assert_eq!(unique.len(), item.facts.len());
    }
}

fn named(body: &Body) -> Vec<FactId> {
    let block = |b: &shivir_domain::fact::AadhaarBlock| b.case.map(|c| c.0);
    match body {
        Body::Visit(v) => v.replaces.into_iter().chain(v.aadhaar.as_ref().and_then(block)).collect(),
        Body::VisitWithdrawn(w) => vec![w.visit],
        Body::CaseOpened(o) => block(&o.block).into_iter().collect(),
        Body::CaseStep(s) => vec![s.case.0],
        Body::CaseDated(d) => vec![d.case.0],
        Body::RationStep(s) => vec![s.case],
        Body::ReviewSettled(s) => s.saw.iter().copied().chain([s.keep]).collect(),
        Body::BodyBlanked(b) => vec![b.fact],
        Body::PeopleUnmerged(u) => vec![u.merge],
        Body::Called(c) => c.takes_back.into_iter().collect(),
        _ => Vec::new(),
    }
}

fn ensure(holds: bool, otherwise: &str) -> Result<(), String> {
    holds.then_some(()).ok_or_else(|| otherwise.to_owned())
}
