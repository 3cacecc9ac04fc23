//! Merges of people: which hold, and whom they join. A function of the set of facts alone
//! (docs/adr/0009-merging-people.md).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Telling;
use crate::fact::{Body, Fact};
use crate::id::{FactId, PersonId};

/// A merge that was said on a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct MergeView {
    /// The fact that says so.
    pub fact: FactId,
    /// Who is one person with her.
    pub other: PersonId,
    /// The fact that undoes it, the first of several in the order; none while it holds.
    pub undone: Option<FactId>,
}

/// The merges on a subject, in order. Only an undoing that names a merge undoes it, so that one who never saw a second merge
/// takes nothing from it.
pub(super) fn fold(telling: &Telling) -> Vec<MergeView> {
    let mut undone = BTreeMap::new();
    for told in &telling.told {
        if let Body::PeopleUnmerged(unmerged) = &told.body {
            undone.entry(unmerged.merge).or_insert(told.fact.id());
        }
    }
    let merge = |told: &super::Told| match &told.body {
        Body::PeopleMerged(merged) => {
            let fact = told.fact.id();
            Some(MergeView { fact, other: merged.other, undone: undone.get(&fact).copied() })
        }
        _ => None,
    };
    telling.told.iter().filter_map(merge).collect()
}

/// The merges that were said on one subject, undone ones among them: any order of the facts on it, each once.
pub fn merges(facts: &[&Fact]) -> Vec<MergeView> {
    fold(&Telling::of(facts))
}

/// Who is one person with whom, by all merges that hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Groups {
    /// Of each id in a group, its head.
    heads: BTreeMap<PersonId, PersonId>,
    /// Of each head, all of its group.
    members: BTreeMap<PersonId, BTreeSet<PersonId>>,
}

impl Groups {
    /// Of merges that hold: who is kept, and the other. In any order, each any number of times.
    pub fn of(merges: impl IntoIterator<Item = (PersonId, PersonId)>) -> Self {
        let mut parent: BTreeMap<PersonId, PersonId> = BTreeMap::new();
        let mut others = BTreeSet::new();
        for (kept, other) in merges {
            if kept != other {
                others.insert(other);
                let (one, two) = (root(&mut parent, kept), root(&mut parent, other));
                parent.insert(one.max(two), one.min(two));
            }
        }
        let ids: Vec<PersonId> = parent.keys().copied().collect();
        let mut by_root: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
        for id in ids {
            by_root.entry(root(&mut parent, id)).or_default().insert(id);
        }
        let mut groups = Self::default();
        for (smallest, group) in by_root {
            // Whom nobody gave up for another; in a circle there is no such.
            let head = group.iter().find(|id| !others.contains(id)).copied().unwrap_or(smallest);
            groups.heads.extend(group.iter().map(|id| (*id, head)));
            groups.members.insert(head, group);
        }
        groups
    }

    /// Under whose id a person is shown and counted: her own, where she is in no group.
    pub fn head(&self, person: PersonId) -> PersonId {
        self.heads.get(&person).copied().unwrap_or(person)
    }

    /// All ids of a person, herself among them, in order.
    pub fn members(&self, person: PersonId) -> Vec<PersonId> {
        match self.members.get(&self.head(person)) {
            Some(group) => group.iter().copied().collect(),
            None => vec![person],
        }
    }
}

/// The smallest id that an id is joined to so far; ways that were walked are made short.
fn root(parent: &mut BTreeMap<PersonId, PersonId>, id: PersonId) -> PersonId {
    let mut at = id;
    while let Some(up) = parent.get(&at).copied().filter(|up| *up != at) {
        at = up;
    }
    let mut walked = id;
    while let Some(up) = parent.insert(walked, at).filter(|up| *up != walked && walked != at) {
        walked = up;
    }
    at
}
