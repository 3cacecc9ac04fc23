//! The same facts, in whatever order, number of copies and portions they came, come to the same state.

use std::collections::HashSet;

use proptest::prelude::*;
use shivir_domain::fact::{Body, Fact, causal_order};
use shivir_domain::fold::{PersonFold, fold_person};
use shivir_domain::id::FactId;

use crate::common::{Phone, fold, named, without_body};
use crate::history::{history, live};

/// A store that folds anew after each portion, and takes a fact once.
#[derive(Default)]
struct Store {
    facts: Vec<Fact>,
    ids: HashSet<FactId>,
}

impl Store {
    fn take(&mut self, portion: &[Fact]) -> PersonFold {
        for fact in portion {
            if self.ids.insert(fact.id()) {
                self.facts.push(fact.clone());
            }
        }
        // Checks the books too, so that nothing is dropped while others are still on their way.
        fold(&self.facts)
    }
}

fn shuffled() -> impl Strategy<Value = (Vec<Fact>, Vec<Fact>, Vec<usize>)> {
    history().prop_map(|h| live(&h)).prop_flat_map(|facts| {
        let mut doubled = facts.clone();
        doubled.extend(facts.iter().step_by(3).cloned());
        let sizes = prop::collection::vec(1usize..9, 1..30);
        (Just(facts), Just(doubled).prop_shuffle(), sizes)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(384))]

    #[test]
    fn any_order_any_copies_and_any_portions_come_to_the_same((facts, arriving, sizes) in shuffled()) {
        let expected = fold(&facts);
        let mut store = Store::default();
        let (mut rest, mut sizes) = (&arriving[..], sizes.iter().cycle());
        while !rest.is_empty() {
            let (portion, later) = rest.split_at((*sizes.next().unwrap()).min(rest.len()));
            store.take(portion);
            rest = later;
        }
        prop_assert_eq!(fold(&store.facts), expected);
    }

    #[test]
    fn facts_added_one_at_a_time_in_any_order_come_to_the_same((facts, arriving, _) in shuffled()) {
        let mut store = Store::default();
        let last = arriving.iter().map(|f| store.take(std::slice::from_ref(f))).last();
        prop_assert_eq!(last.unwrap_or_else(|| fold(&[])), fold(&facts));
    }

    #[test]
    fn a_store_that_took_the_blanked_bytes_away_shows_the_same(h in history(), which in any::<u64>()) {
        let facts = live(&h);
        let blanked: HashSet<FactId> = facts.iter().filter_map(|f| match f.body() {
            Ok(Some(Body::BodyBlanked(b))) => Some(b.fact),
            _ => None,
        }).collect();
        let taken: Vec<Fact> = facts.iter().enumerate().map(|(i, f)| {
            let gone = blanked.contains(&f.id()) && f.header.kind.can_be_blanked() && which >> (i % 64) & 1 == 1;
            if gone { without_body(f) } else { f.clone() }
        }).collect();
        prop_assert_eq!(fold(&taken), fold(&facts));
    }

    #[test]
    fn every_fact_comes_after_those_that_its_author_had_seen(h in history()) {
        let facts = live(&h);
        let refs: Vec<&Fact> = facts.iter().collect();
        let causality = causal_order(&refs);
        let mut seen = HashSet::new();
        for &at in &causality.order {
            for base in &facts[at].header.base {
                prop_assert!(seen.contains(base) || facts.iter().all(|f| f.id() != *base));
            }
            seen.insert(facts[at].id());
        }
        prop_assert_eq!(seen.len(), facts.len());
    }

    #[test]
    fn what_is_written_on_the_heads_knows_all_and_is_the_only_head(h in history()) {
        let mut phone = Phone::new(9);
        live(&h).iter().for_each(|f| phone.hear(f));
        let last = phone.say(Body::PersonChanged(named("last")));
        let fold = phone.fold();
        prop_assert_eq!(fold.heads, [last]);
        prop_assert_eq!(fold.details.name_en.as_deref(), Some("last"));
    }

    #[test]
    fn one_who_sees_all_and_settles_every_item_leaves_none_open(h in history()) {
        let mut phone = Phone::new(9);
        live(&h).iter().for_each(|f| phone.hear(f));
        // Settling one may bring up another that it had hidden.
        for _ in 0..200 {
            let Some(item) = phone.fold().reviews.into_iter().find(|r| r.settled.is_none()) else {
                return Ok(());
            };
            phone.settle(&item, item.facts[0]);
        }
        prop_assert!(false, "still open: {:?}", phone.fold().reviews);
    }

    #[test]
    fn circles_of_bases_hang_nothing_and_fold_the_same_in_any_order(
        h in history(),
        extra in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..9),
        seed in any::<u64>(),
    ) {
        let mut facts = live(&h);
        prop_assume!(!facts.is_empty());
        for (from, to) in &extra {
            let (at, base) = (from.index(facts.len()), to.get(&facts).id());
            let mut header = facts[at].header.clone();
            header.base.push(base);
            facts[at].header = header;
        }
        let first = fold_person(&facts.iter().collect::<Vec<_>>());
        let mut turned: Vec<&Fact> = facts.iter().collect();
        let middle = usize::try_from(seed % facts.len() as u64).unwrap();
        turned.rotate_left(middle);
        turned.reverse();
        prop_assert_eq!(fold_person(&turned), first);
    }
}

#[test]
fn the_histories_hold_all_that_a_fold_must_cope_with() {
    use proptest::strategy::ValueTree;
    use shivir_domain::codes::ReviewKind;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut met, mut cases, mut open) = (HashSet::new(), 0, 0);
    for _ in 0..1_000 {
        let facts = live(&history().new_tree(&mut runner).unwrap().current());
        let fold = fold(&facts);
        for item in &fold.reviews {
            met.insert((item.kind, item.settled.is_some()));
        }
        let corrected = fold.visits.iter().any(|v| v.root != v.fact && v.stands());
        let found = [
            !fold.waiting.is_empty(),
            !fold.unread.is_empty(),
            corrected,
            fold.leave.is_some(),
            fold.heads.len() > 2,
            fold.cases.len() > 1,
            fold.ration.len() > 1,
            fold.cases.iter().any(|c| c.history.len() > 3),
            fold.merges.iter().any(|m| m.undone.is_none()),
            fold.merges.iter().any(|m| m.undone.is_some()),
            !fold.taken_back.is_empty() && fold.standing().any(|v| v.visit.consent.is_some()),
        ];
        open |= found.iter().enumerate().fold(0, |bits, (i, f)| bits | usize::from(*f) << i);
        cases += usize::from(fold.open_case().is_some());
    }
    for kind in [
        ReviewKind::FieldConflict,
        ReviewKind::DoubleRegistration,
        ReviewKind::IllegalStep,
        ReviewKind::ChangedApart,
        ReviewKind::LikelyDuplicate,
        ReviewKind::ConsentApart,
    ] {
        for settled in [true, false] {
            assert!(met.contains(&(kind, settled)), "{kind:?}, settled {settled}");
        }
    }
    assert_eq!(open, 0x7ff, "some situation never came up");
    assert!(cases > 100, "only {cases} of 1,000 with an open case");
}
