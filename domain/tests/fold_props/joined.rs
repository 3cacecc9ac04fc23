//! Several entries of one person are folded as one: whatever order their facts came in, nothing that was settled before opens
//! again, and all that is between them can be settled.

use proptest::prelude::*;
use shivir_domain::codes::ReviewKind;
use shivir_domain::fact::{Body, Fact, Header, ReviewSettled};
use shivir_domain::fold::{PersonFold, ReviewId, fold_group, fold_person};
use shivir_domain::id::{FactId, PersonId, StreamId};

use crate::common::{Phone, fact_of, person};
use crate::history::{history, live};

const OTHER: PersonId = PersonId([0xee; 16]);

/// The same facts, as if they had been written of someone else by other phones.
fn of_another(facts: &[Fact]) -> Vec<Fact> {
    let moved = |id: FactId| FactId { stream: StreamId(id.stream.0.map(|byte| byte ^ 0x80)), seq: id.seq };
    let retold = |fact: &Fact| {
        let h = &fact.header;
        let base = h.base.iter().map(|id| moved(*id)).collect();
        let header = Header { id: moved(h.id), subject: OTHER.into(), base, ..h.clone() };
        // What a body names are facts of these phones too: their streams are sixteen times one byte.
        let mut body = match fact.body() {
            // Items have other ids on another subject: what settles one of hers settles none of the other's.
            Ok(Some(Body::ReviewSettled(settled))) => {
                let review = ReviewId(settled.review.0.map(|byte| !byte));
                let settled = Body::ReviewSettled(ReviewSettled { review, ..settled });
                Fact::write(header.clone(), &settled).body.unwrap_or_default()
            }
            _ => fact.body.clone().unwrap_or_default(),
        };
        for at in 0..body.len().saturating_sub(15) {
            if (1..0x20).contains(&body[at]) && body[at..at + 16].iter().all(|byte| *byte == body[at]) {
                body[at..at + 16].iter_mut().for_each(|byte| *byte ^= 0x80);
            }
        }
        fact_of(header, body)
    };
    facts.iter().map(retold).collect()
}

fn joined(facts: &[Fact]) -> PersonFold {
    let head = PersonId::from(person());
    fold_group(head, &[head, OTHER], &facts.iter().collect::<Vec<_>>())
}

fn two() -> impl Strategy<Value = (Vec<Fact>, Vec<Fact>, Vec<Fact>)> {
    (history(), history()).prop_flat_map(|(one, two)| {
        let (one, two) = (live(&one), of_another(&live(&two)));
        let all = [one.clone(), two.clone()].concat();
        (Just(one), Just(two), Just(all).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn entries_that_are_joined_come_to_the_same_in_any_order((one, two, arriving) in two()) {
        prop_assert_eq!(joined(&arriving), joined(&[one, two].concat()));
    }

    #[test]
    fn one_who_was_never_joined_is_folded_as_before(h in history()) {
        let facts = live(&h);
        let refs: Vec<&Fact> = facts.iter().collect();
        let head = facts.first().map_or(PersonId([0; 16]), |f| f.header.subject.into());
        prop_assert_eq!(fold_group(head, &[head], &refs), fold_person(&refs));
    }

    #[test]
    fn what_each_had_to_settle_and_what_was_settled_is_as_it_was((one, two, arriving) in two()) {
        let kinds = [
            ReviewKind::FieldConflict,
            ReviewKind::DoubleRegistration,
            ReviewKind::ChangedApart,
            ReviewKind::ConsentApart,
        ];
        let whole = joined(&arriving);
        for part in [&one, &two] {
            let alone = fold_person(&part.iter().collect::<Vec<_>>());
            for item in alone.reviews.iter().filter(|item| kinds.contains(&item.kind)) {
                prop_assert!(whole.reviews.contains(item), "{item:?} is not among {:?}", whole.reviews);
            }
        }
        // Each visit that was told is there, and none twice.
        let told = fold_person(&one.iter().collect::<Vec<_>>()).visits.len()
            + fold_person(&two.iter().collect::<Vec<_>>()).visits.len();
        prop_assert_eq!(whole.visits.len(), told);
    }

    #[test]
    fn one_who_sees_all_settles_what_is_between_them((_, _, arriving) in two()) {
        let mut phone = Phone::new(9);
        arriving.iter().for_each(|f| phone.hear(f));
        for _ in 0..400 {
            let Some(item) = joined(&phone.facts).reviews.into_iter().find(|r| r.settled.is_none()) else {
                return Ok(());
            };
            let heads = joined(&phone.facts).heads;
            phone.settle_knowing(&item, item.facts[0], heads);
        }
        prop_assert!(false, "still open: {:?}", joined(&phone.facts).reviews);
    }
}
