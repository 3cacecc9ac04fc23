//! Who is one person with whom does not depend on the order, the number of copies or what was undone in between.

use std::collections::BTreeSet;

use proptest::prelude::*;
use shivir_domain::fold::Groups;
use shivir_domain::id::PersonId;

fn id(n: u8) -> PersonId {
    PersonId([n; 16])
}

fn merges() -> impl Strategy<Value = Vec<(PersonId, PersonId)>> {
    prop::collection::vec((0u8..24, 0u8..24).prop_map(|(a, b)| (id(a), id(b))), 0..24)
}

/// Whom one reaches by merges, in either direction: a walk, apart from the fold.
fn reached(from: PersonId, merges: &[(PersonId, PersonId)]) -> BTreeSet<PersonId> {
    let mut seen = BTreeSet::from([from]);
    loop {
        let more: Vec<PersonId> = merges
            .iter()
            .flat_map(|(a, b)| [(*a, *b), (*b, *a)])
            .filter(|(a, b)| seen.contains(a) && !seen.contains(b))
            .map(|(_, b)| b)
            .collect();
        if more.is_empty() {
            return seen;
        }
        seen.extend(more);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_order_and_any_copies_join_the_same(
        (merges, shuffled) in merges().prop_flat_map(|m| {
            let mut doubled = m.clone();
            doubled.extend(m.iter().step_by(2).copied());
            (Just(m), Just(doubled).prop_shuffle())
        }),
    ) {
        prop_assert_eq!(Groups::of(merges), Groups::of(shuffled));
    }

    #[test]
    fn a_group_is_whom_merges_connect_and_its_head_is_one_of_it_whom_nobody_gave_up(merges in merges()) {
        let groups = Groups::of(merges.iter().copied());
        for person in (0..24).map(id) {
            let wanted = reached(person, &merges);
            prop_assert_eq!(groups.members(person), wanted.iter().copied().collect::<Vec<_>>());
            let head = groups.head(person);
            prop_assert!(wanted.contains(&head));
            prop_assert!(wanted.iter().all(|member| groups.head(*member) == head));
            let given_up = |p: &PersonId| merges.iter().any(|(a, b)| a != b && b == p);
            prop_assert!(!given_up(&head) || wanted.iter().all(given_up));
        }
    }

    #[test]
    fn undoing_a_merge_leaves_what_the_others_join(merges in merges(), at in any::<prop::sample::Index>()) {
        let mut left = merges.clone();
        if !left.is_empty() {
            left.remove(at.index(left.len()));
        }
        let groups = Groups::of(left.iter().copied());
        for person in (0..24).map(id) {
            prop_assert_eq!(groups.members(person), reached(person, &left).into_iter().collect::<Vec<_>>());
        }
    }
}
