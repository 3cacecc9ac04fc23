//! Who is one person with whom, as on the phone (`core/src/facts/joined.rs`): the merges that hold, and under whose id each
//! person is shown and counted (docs/adr/0009-merging-people.md).

use std::collections::{BTreeMap, BTreeSet};

use shivir_domain::fact::{Fact, FactKind};
use shivir_domain::fold::{Groups, PersonFold, fold_group, merges};
use shivir_domain::id::{FactId, PersonId, StreamId, SubjectId};

use super::{facts_of, of_subject};
use crate::args;
use crate::error::HubError;
use crate::store::{Tx, Value, first, number};

/// The facts on all ids of a person.
pub(crate) struct Told {
    /// Under whose id she is shown and counted.
    pub head: PersonId,
    /// Her other ids.
    pub others: Vec<PersonId>,
    /// The facts, by their numbers under each id.
    pub facts: Vec<Fact>,
}

impl Told {
    /// All that is here on whoever has this id.
    pub fn of(tx: &mut dyn Tx, district: u32, person: PersonId) -> Result<Self, HubError> {
        let head = head(tx, district, person)?;
        let sql = "select person from joined where district = $1 and head = $2 order by person";
        let others = tx.rows(sql, args![district, &head.0])?;
        let others =
            others.into_iter().map(|mut row| row.array(0).map(PersonId)).collect::<Result<Vec<_>, _>>()?;
        let mut facts = facts_of(tx, district, head.into())?;
        for other in &others {
            facts.extend(facts_of(tx, district, (*other).into())?);
        }
        Ok(Self { head, others, facts })
    }

    /// All of her ids.
    pub fn ids(&self) -> impl Iterator<Item = PersonId> {
        std::iter::once(self.head).chain(self.others.iter().copied())
    }

    /// What the facts come to.
    pub fn fold(&self) -> PersonFold {
        fold_group(self.head, &self.others, &self.facts.iter().collect::<Vec<_>>())
    }
}

/// Under whose id a person is shown and counted: her own, where she is joined with nobody.
pub(crate) fn head(tx: &mut dyn Tx, district: u32, person: PersonId) -> Result<PersonId, HubError> {
    let sql = "select head from joined where district = $1 and person = $2";
    let head = first(tx, sql, args![district, &person.0])?;
    Ok(head.map(|mut row| row.array(0)).transpose()?.map_or(person, PersonId))
}

/// Those of these who are joined with someone.
pub(crate) fn joined(
    tx: &mut dyn Tx,
    district: u32,
    subjects: &[SubjectId],
) -> Result<BTreeSet<SubjectId>, HubError> {
    // Most districts have few of them, and a new person is hardly ever one.
    if first(tx, "select person from joined where district = $1 limit 1", args![district])?.is_none() {
        return Ok(BTreeSet::new());
    }
    let asked: Vec<Vec<Value>> = subjects.iter().map(|subject| of_subject(district, *subject)).collect();
    let sql = "select person from joined where district = $1 and (person = $2 or head = $2) limit 1";
    let found = tx.rows_all(sql, &asked)?;
    Ok(subjects.iter().zip(found).filter(|(_, rows)| !rows.is_empty()).map(|(s, _)| *s).collect())
}

/// Of those among these who are shown and counted under another id, that id.
pub(crate) fn heads(
    tx: &mut dyn Tx,
    district: u32,
    people: impl Iterator<Item = PersonId>,
) -> Result<BTreeMap<PersonId, PersonId>, HubError> {
    let people: BTreeSet<SubjectId> = people.map(SubjectId::from).collect();
    let people: Vec<SubjectId> = people.into_iter().collect();
    let mut heads = BTreeMap::new();
    for person in joined(tx, district, &people)? {
        heads.insert(person.into(), head(tx, district, person.into())?);
    }
    Ok(heads)
}

/// Brings the merges that were said on a person in line with the facts on her, and who is joined with whom. Returns under whose
/// ids there is something to be folded.
pub(super) fn align(
    tx: &mut dyn Tx,
    district: u32,
    person: PersonId,
    facts: &[Fact],
) -> Result<BTreeSet<PersonId>, HubError> {
    let about = |fact: &Fact| matches!(fact.header.kind, FactKind::PeopleMerged | FactKind::PeopleUnmerged);
    if !facts.iter().any(about) {
        return Ok(BTreeSet::from([head(tx, district, person)?]));
    }
    let views = merges(&facts.iter().collect::<Vec<_>>());
    let hold = views.into_iter().filter(|view| view.undone.is_none() && view.other != person);
    let now: BTreeSet<(FactId, PersonId)> = hold.map(|view| (view.fact, view.other)).collect();
    let sql = "select stream, seq, other from merged where district = $1 and kept = $2";
    let mut held = BTreeSet::new();
    for mut row in tx.rows(sql, args![district, &person.0])? {
        let fact = FactId { stream: StreamId(row.array(0)?), seq: row.num(1)? };
        held.insert((fact, PersonId(row.array(2)?)));
    }
    if now == held {
        return Ok(BTreeSet::from([head(tx, district, person)?]));
    }
    let mut all = component(tx, district, person)?;
    tx.run("delete from merged where district = $1 and kept = $2", args![district, &person.0])?;
    for (fact, other) in now {
        tx.run(
            "insert into merged (district, stream, seq, kept, other) values ($1, $2, $3, $4, $5)",
            args![district, &fact.stream.0, number(fact.seq)?, &person.0, &other.0],
        )?;
    }
    all.extend(component(tx, district, person)?);
    let mut edges = Vec::new();
    for id in &all {
        edges.extend(edges_of(tx, district, *id)?);
    }
    let groups = Groups::of(edges);
    let mut heads = BTreeSet::new();
    for id in all {
        let head = groups.head(id);
        tx.run("delete from joined where district = $1 and person = $2", args![district, &id.0])?;
        if head != id {
            tx.run(
                "insert into joined (district, person, head) values ($1, $2, $3)",
                args![district, &id.0, &head.0],
            )?;
        }
        heads.insert(head);
    }
    Ok(heads)
}

/// All whom merges connect with a person, herself among them.
fn component(tx: &mut dyn Tx, district: u32, person: PersonId) -> Result<BTreeSet<PersonId>, HubError> {
    let mut all = BTreeSet::from([person]);
    let mut next = vec![person];
    while let Some(id) = next.pop() {
        for (kept, other) in edges_of(tx, district, id)? {
            next.extend([kept, other].into_iter().filter(|id| all.insert(*id)));
        }
    }
    Ok(all)
}

fn edges_of(tx: &mut dyn Tx, district: u32, person: PersonId) -> Result<Vec<(PersonId, PersonId)>, HubError> {
    let sql = "select kept, other from merged where district = $1 and (kept = $2 or other = $2)";
    let rows = tx.rows(sql, args![district, &person.0])?;
    rows.into_iter().map(|mut row| Ok((PersonId(row.array(0)?), PersonId(row.array(1)?)))).collect()
}
