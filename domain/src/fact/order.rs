//! The order of the facts on one subject.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::Fact;
use crate::id::FactId;

/// The facts of one subject in the order in which they are folded, and who knew of whom.
pub struct Causality {
    /// Indices into the facts as given: a fact comes after those in its base; where neither knew of the other, hybrid
    /// time, then stream and number, decide.
    pub order: Vec<usize>,
    known: Vec<Vec<u64>>,
}

impl Causality {
    /// Whether the author of fact `later` had seen fact `earlier` (indices as given), itself or through others.
    pub fn knew(&self, later: usize, earlier: usize) -> bool {
        self.known[later][earlier / 64] >> (earlier % 64) & 1 == 1
    }

    /// Neither author had seen the other's fact.
    pub fn concurrent(&self, a: usize, b: usize) -> bool {
        a != b && !self.knew(a, b) && !self.knew(b, a)
    }

    /// The facts that no other one here knew of: the base of whatever is written next.
    pub fn heads(&self) -> Vec<usize> {
        let all: Vec<usize> = (0..self.known.len()).collect();
        self.latest(&all, |at| *at)
    }

    /// Those of some facts that no other one of them knew of, in the order in which they are given. `at` gives the index
    /// of each.
    pub fn latest<T: Clone>(&self, of: &[T], at: impl Fn(&T) -> usize) -> Vec<T> {
        let mut seen = vec![0u64; self.known.len().div_ceil(64)];
        for fact in of {
            unite(&mut seen, &self.known[at(fact)]);
        }
        let unseen = |fact: &&T| seen[at(fact) / 64] >> (at(fact) % 64) & 1 == 0;
        of.iter().filter(unseen).cloned().collect()
    }
}

/// Orders the facts of one subject. A pure function of the set: the same facts in any order, each once, give the same
/// result. A base that is not among them is passed over (its facts have not come yet); a circle of bases, which no
/// honest phone writes, is broken at its earliest fact.
pub fn causal_order(facts: &[&Fact]) -> Causality {
    causal_order_naming(facts, &[])
}

/// As [`causal_order`], where `named` gives for each fact others that its body names: who names a fact has seen it, also
/// where the facts of the base that lie between the two have not come.
pub(crate) fn causal_order_naming(facts: &[&Fact], named: &[Vec<FactId>]) -> Causality {
    let n = facts.len();
    let index: HashMap<FactId, usize> = facts.iter().enumerate().map(|(i, f)| (f.id(), i)).collect();
    let bases: Vec<Vec<usize>> = facts
        .iter()
        .enumerate()
        .map(|(i, f)| {
            let named = named.get(i).into_iter().flatten();
            let mut base: Vec<usize> = f
                .header
                .base
                .iter()
                .chain(named)
                .filter_map(|b| index.get(b).copied())
                .filter(|&b| b != i)
                .collect();
            base.sort_unstable();
            base.dedup();
            base
        })
        .collect();
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); n];
    let mut waiting: Vec<usize> = bases.iter().map(Vec::len).collect();
    for (i, base) in bases.iter().enumerate() {
        for &b in base {
            after[b].push(i);
        }
    }
    let rank = |i: usize| (facts[i].header.time, facts[i].id(), i);
    let mut ready: BinaryHeap<Reverse<_>> =
        (0..n).filter(|&i| waiting[i] == 0).map(|i| Reverse(rank(i))).collect();
    let mut done = vec![false; n];
    let mut order = Vec::with_capacity(n);
    let mut known = vec![vec![0u64; n.div_ceil(64)]; n];
    loop {
        let next = match ready.pop() {
            Some(Reverse((_, _, i))) => i,
            // Only circles and what comes after them are left.
            None => match in_circles(&bases, &after, &done).into_iter().min_by_key(|&i| rank(i)) {
                Some(i) => i,
                None => break,
            },
        };
        if std::mem::replace(&mut done[next], true) {
            continue;
        }
        order.push(next);
        let mut mine = std::mem::take(&mut known[next]);
        for &b in bases[next].iter().filter(|&&b| done[b]) {
            unite(&mut mine, &known[b]);
            mine[b / 64] |= 1 << (b % 64);
        }
        known[next] = mine;
        for &a in &after[next] {
            waiting[a] -= 1;
            if waiting[a] == 0 && !done[a] {
                ready.push(Reverse(rank(a)));
            }
        }
    }
    Causality { order, known }
}

/// Of the facts not done: those that others not done come after, again and again, until only circles of bases (and what
/// lies between two circles) are left. What merely comes after a circle keeps its place after its base.
fn in_circles(bases: &[Vec<usize>], after: &[Vec<usize>], done: &[bool]) -> Vec<usize> {
    let mut left: Vec<bool> = done.iter().map(|d| !d).collect();
    let mut followers: Vec<usize> = after.iter().map(|a| a.iter().filter(|&&a| left[a]).count()).collect();
    let mut ends: Vec<usize> = (0..left.len()).filter(|&i| left[i] && followers[i] == 0).collect();
    while let Some(end) = ends.pop() {
        left[end] = false;
        for &b in bases[end].iter().filter(|&&b| left[b]) {
            followers[b] -= 1;
            if followers[b] == 0 {
                ends.push(b);
            }
        }
    }
    (0..left.len()).filter(|&i| left[i]).collect()
}

fn unite(into: &mut [u64], from: &[u64]) {
    for (mine, its) in into.iter_mut().zip(from) {
        *mine |= its;
    }
}
