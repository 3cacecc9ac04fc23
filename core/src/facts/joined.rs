//! Who is one person with whom: the merges that hold among the facts that are here, and under whose id each person is shown
//! and counted (docs/adr/0009-merging-people.md).

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use shivir_domain::fact::{Body, Fact, FactKind};
use shivir_domain::fold::{Groups, PersonFold, fold_group, heads as latest, merges};
use shivir_domain::id::{FactId, PersonId, SubjectId};

use super::log;
use crate::error::CoreError;

/// The facts on all ids of a person, with their numbers of arrival.
pub(crate) struct Told {
    /// Under whose id she is shown and counted.
    pub head: PersonId,
    /// Her other ids.
    pub others: Vec<PersonId>,
    /// The facts, in order of arrival under each id.
    pub facts: Vec<(i64, Fact)>,
}

impl Told {
    /// All that is here on whoever has this id.
    pub fn of(db: &Connection, person: PersonId) -> Result<Self, CoreError> {
        let head = head(db, person)?;
        let others = others(db, head)?;
        let mut facts = log::facts_of(db, head.into())?;
        for other in &others {
            facts.extend(log::facts_of(db, (*other).into())?);
        }
        Ok(Self { head, others, facts })
    }

    /// All of her ids, the one under which she is shown first.
    pub fn ids(&self) -> impl Iterator<Item = PersonId> {
        std::iter::once(self.head).chain(self.others.iter().copied())
    }

    /// What they come to.
    pub fn fold(&self) -> PersonFold {
        let facts: Vec<&Fact> = self.facts.iter().map(|(_, fact)| fact).collect();
        fold_group(self.head, &self.others, &facts)
    }

    /// The latest of them: all that is known of her.
    pub fn heads(&self) -> Vec<FactId> {
        latest(&self.facts.iter().map(|(_, fact)| fact).collect::<Vec<_>>())
    }

    /// The base of what is written next under one of her ids: the latest of all, and the latest under this id, so that these keep
    /// their order among themselves when a merge is undone.
    pub fn base(&self, subject: SubjectId) -> Vec<FactId> {
        let mut base = self.heads();
        if !self.others.is_empty() {
            let own = self.facts.iter().map(|(_, fact)| fact).filter(|fact| fact.header.subject == subject);
            base.extend(latest(&own.collect::<Vec<_>>()));
            base.sort_unstable();
            base.dedup();
        }
        base
    }
}

/// The latest facts on a person, under all of her ids.
pub(crate) fn heads(db: &Connection, person: PersonId) -> Result<Vec<FactId>, CoreError> {
    Ok(Told::of(db, person)?.heads())
}

/// The base of what is written next on a person, or on another subject: see [`Told::base`].
pub(crate) fn base(db: &Connection, subject: impl Into<SubjectId>) -> Result<Vec<FactId>, CoreError> {
    let subject = subject.into();
    Ok(Told::of(db, subject.into())?.base(subject))
}

/// Under whose id a person is shown and counted: her own, where she is joined with nobody.
pub(crate) fn head(db: &Connection, person: PersonId) -> Result<PersonId, CoreError> {
    let head = db
        .prepare_cached("select head from joined where person = ?")?
        .query_row([person.0], |r| r.get(0))
        .optional()?;
    Ok(head.map_or(person, PersonId))
}

fn others(db: &Connection, head: PersonId) -> Result<Vec<PersonId>, CoreError> {
    let mut query = db.prepare_cached("select person from joined where head = ? order by person")?;
    let rows = query.query_map([head.0], |r| r.get(0).map(PersonId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// On whom a fact is to be written: what corrects or goes on with a record, where that record is, so that it stays with it if
/// the merge is undone; all else on the head.
pub(crate) fn subject_for(db: &Connection, person: PersonId, body: &Body) -> Result<SubjectId, CoreError> {
    let person = head(db, person)?;
    let goes_on_with = match body {
        Body::Visit(visit) => visit.replaces,
        Body::VisitWithdrawn(withdrawn) => Some(withdrawn.visit),
        Body::CaseStep(step) => Some(step.case.0),
        Body::CaseDated(dated) => Some(dated.case.0),
        Body::RationStep(step) => Some(step.case),
        Body::Called(called) => called.takes_back,
        _ => None,
    };
    let Some(there) = goes_on_with.map(|fact| log::subject_of(db, fact)).transpose()?.flatten() else {
        return Ok(person.into());
    };
    Ok(if head(db, there.into())? == person { there } else { person.into() })
}

/// The merges of two people that hold: each with whom it keeps.
pub(crate) fn between(
    db: &Connection,
    one: PersonId,
    two: PersonId,
) -> Result<Vec<(FactId, PersonId)>, CoreError> {
    let mut query = db.prepare_cached(
        "select s.id, f.seq, m.kept from merged m join fact f on f.no = m.fact join stream s on s.no = f.stream \
         where (m.kept, m.other) in ((?1, ?2), (?2, ?1)) order by m.fact",
    )?;
    let rows = query.query_map(params![one.0, two.0], |r| {
        let fact = FactId { stream: shivir_domain::id::StreamId(r.get(0)?), seq: r.get(1)? };
        Ok((fact, PersonId(r.get(2)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Brings the merges that were said on a person in line with the facts on her, and who is joined with whom. Returns under whose
/// ids there is something to be folded: hers, and of all who were or are joined with her where that changed, and whether it did.
pub(super) fn align(db: &Connection, person: PersonId) -> Result<(BTreeSet<PersonId>, bool), CoreError> {
    let kinds = [FactKind::PeopleMerged.number(), FactKind::PeopleUnmerged.number()];
    let any: bool = db
        .prepare_cached("select exists (select 1 from fact where subject = ?1 and kind in (?2, ?3))")?
        .query_row(params![person.0, kinds[0], kinds[1]], |r| r.get(0))?;
    let (now, held) = match any {
        true => (said(db, person)?, written(db, person)?),
        false => Default::default(),
    };
    if now == held {
        return Ok((BTreeSet::from([head(db, person)?]), false));
    }
    let mut all = component(db, person)?;
    db.prepare_cached("delete from merged where kept = ?")?.execute([person.0])?;
    for (no, other) in &now {
        db.prepare_cached("insert into merged (fact, kept, other) values (?, ?, ?)")?
            .execute(params![no, person.0, other.0])?;
    }
    all.extend(component(db, person)?);
    let mut edges = Vec::new();
    for id in &all {
        edges.extend(edges_of(db, *id)?);
    }
    let groups = Groups::of(edges);
    let mut heads = BTreeSet::new();
    for id in all {
        let head = groups.head(id);
        match head == id {
            true => db.prepare_cached("delete from joined where person = ?")?.execute([id.0])?,
            false => db
                .prepare_cached("insert or replace into joined (person, head) values (?, ?)")?
                .execute(params![id.0, head.0])?,
        };
        heads.insert(head);
    }
    Ok((heads, true))
}

/// The merges on a person that hold, by the number of arrival.
fn said(db: &Connection, person: PersonId) -> Result<BTreeMap<i64, PersonId>, CoreError> {
    let facts = log::facts_of(db, person.into())?;
    let no = |id: FactId| facts.iter().find(|(_, fact)| fact.id() == id).map(|(no, _)| *no);
    let views = merges(&facts.iter().map(|(_, fact)| fact).collect::<Vec<_>>());
    let hold = views.into_iter().filter(|view| view.undone.is_none() && view.other != person);
    Ok(hold.filter_map(|view| Some((no(view.fact)?, view.other))).collect())
}

fn written(db: &Connection, person: PersonId) -> Result<BTreeMap<i64, PersonId>, CoreError> {
    let mut query = db.prepare_cached("select fact, other from merged where kept = ?")?;
    let rows = query.query_map([person.0], |r| Ok((r.get(0)?, PersonId(r.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// All whom merges connect with a person, herself among them.
fn component(db: &Connection, person: PersonId) -> Result<BTreeSet<PersonId>, CoreError> {
    let mut all = BTreeSet::from([person]);
    let mut next = vec![person];
    while let Some(id) = next.pop() {
        for (kept, other) in edges_of(db, id)? {
            next.extend([kept, other].into_iter().filter(|id| all.insert(*id)));
        }
    }
    Ok(all)
}

fn edges_of(db: &Connection, person: PersonId) -> Result<Vec<(PersonId, PersonId)>, CoreError> {
    let mut query = db.prepare_cached(
        "select kept, other from merged where kept = ?1 union all select kept, other from merged where other = ?1",
    )?;
    let rows = query.query_map([person.0], |r| Ok((PersonId(r.get(0)?), PersonId(r.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
