//! Taking in the facts of others: whatever order they come in, in whatever batches, once or again, the rows are the same
//! (property test in `tests/outbox/convergence.rs`).

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, params};
use serde::Serialize;
use shivir_domain::codes::ReviewKind;
use shivir_domain::fact::{Body, Fact, FactKind, Visit};
use shivir_domain::fold::ReviewId;
use shivir_domain::id::{FactId, PersonId, SubjectId};

use super::blank::refold;
use super::outbox::stream_no;
use super::sums::Sums;
use crate::Core;
use crate::error::CoreError;
use crate::facts::{self, Known, Pen, Taken};
use crate::roster::Listed;

/// What became of facts that came from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct TakenIn {
    /// Facts that were new here.
    pub new: u64,
    /// Facts that were here.
    pub known: u64,
    /// Another content under an id that is taken: kept beside, shown for review, never applied.
    pub forks: Vec<FactId>,
    /// Facts of one's own that the hub had kept aside, and has taken now.
    pub released: u64,
    /// Dated more than a day past the trusted present: applied, and shown for review.
    pub future: Vec<FactId>,
    /// Numbers that no store can hold; not kept. The hub, which holds them aside by id, is told.
    pub unfit: Vec<FactId>,
    /// What the new ones are about: people and workers whose rows may have changed.
    pub subjects: Vec<SubjectId>,
}

impl Core {
    /// Takes in facts that others wrote, in one transaction: into the log, the clock, and the rows of everyone whom they
    /// are about. For what comes by another way than from the hub; the hub's come with [`Core::sync_response`].
    ///
    /// # Errors
    /// Storage errors; then nothing of the batch was taken.
    pub fn take_in(&self, from_elsewhere: &[Fact]) -> Result<TakenIn, CoreError> {
        self.only_real()?;
        let listed = self.list_of_the_unmet(from_elsewhere)?;
        self.write(|pen| take_in(pen, from_elsewhere, &listed, None))
    }

    /// What the list says of the people of whom there is no row here yet. Read before the transaction: the roster has a
    /// door of its own.
    pub(super) fn list_of_the_unmet(&self, facts: &[Fact]) -> Result<Unmet, CoreError> {
        let about: BTreeSet<PersonId> = facts
            .iter()
            .filter(|f| f.header.kind != FactKind::WorkerAdded)
            .flat_map(|f| [Some(f.header.subject.into()), joined_by(f)])
            .flatten()
            .collect();
        let unmet: Vec<PersonId> = self.store().read(|db| {
            let mut unmet = Vec::new();
            for person in about {
                if facts::person_row(db, person)?.is_none() {
                    unmet.push(person);
                }
            }
            Ok(unmet)
        })?;
        let mut listed = HashMap::new();
        for person in unmet {
            if let Some(row) = self.listed(person)? {
                listed.insert(person, row);
            }
        }
        Ok(listed)
    }
}

/// What the list says of people of whom there is no row yet.
pub(super) type Unmet = HashMap<PersonId, Listed>;

/// Takes facts in. `hub`: they came from the hub, and count in its sums from now on.
pub(super) fn take_in(
    pen: &mut Pen,
    facts: &[Fact],
    listed: &Unmet,
    mut hub: Option<&mut Sums>,
) -> Result<TakenIn, CoreError> {
    let mut taken = TakenIn::default();
    let mut subjects = BTreeSet::new();
    let mut notes = Vec::new();
    for fact in facts {
        let (id, subject) = (fact.id(), fact.header.subject);
        if !can_be_held(fact) {
            taken.unfit.push(id);
            continue;
        }
        let (became, ahead) = pen.receive(fact)?;
        match became {
            Taken::New(_) => {
                taken.new += 1;
                subjects.insert(subject);
                slip_of_ones_own(pen, fact)?;
                if ahead {
                    taken.future.push(id);
                    notes.push((ReviewKind::FutureDated, subject, id));
                }
            }
            Taken::Known => taken.known += 1,
            Taken::Fork => {
                taken.forks.push(id);
                notes.push((ReviewKind::Fork, subject, id));
            }
        }
        match &mut hub {
            Some(sums) => taken.released += u64::from(count(pen.tx, fact, became, sums)?),
            None => carry(pen.tx, id, became)?,
        }
    }
    // Whom a merge names is counted as listed twice, also where nothing else was said of her.
    for person in facts.iter().filter_map(joined_by) {
        if let Some(listed) = listed.get(&person) {
            facts::meet(pen.tx, person, listed)?;
        }
    }
    for subject in &subjects {
        let person = PersonId::from(*subject);
        let known = match facts::person_row(pen.tx, person)? {
            Some(_) => Known::AsBefore,
            None => Known::Now(listed.get(&person).cloned().map(Box::new)),
        };
        refold(pen.tx, *subject, known)?;
    }
    for person in facts.iter().filter_map(joined_by) {
        facts::unless_joined(pen.tx, person)?;
    }
    for (kind, subject, fact) in notes {
        note(pen.tx, kind, subject, fact)?;
    }
    taken.subjects = subjects.into_iter().collect();
    Ok(taken)
}

/// Whom a merge joins to its subject.
fn joined_by(fact: &Fact) -> Option<PersonId> {
    match (fact.header.kind, fact.body()) {
        (FactKind::PeopleMerged, Ok(Some(Body::PeopleMerged(merged)))) => Some(merged.other),
        _ => None,
    }
}

/// A phone that was restored from a backup hears of the slips that it gave after that: none is given twice.
fn slip_of_ones_own(pen: &mut Pen, fact: &Fact) -> Result<(), CoreError> {
    if fact.header.kind == FactKind::Visit
        && stream_no(pen.tx, fact.id().stream)?.1
        && let Ok(Some(Body::Visit(Visit { token: Some(slip), .. }))) = fact.body()
    {
        pen.gave(&slip);
    }
    Ok(())
}

/// The hub sent a fact: it counts. True where it is one's own that the hub had kept aside, and took now.
fn count(db: &Connection, fact: &Fact, became: Taken, sums: &mut Sums) -> Result<bool, CoreError> {
    let id = fact.id();
    let (no, own, acked): (i64, bool, u64) = db
        .prepare_cached("select no, own, acked from stream where id = ?")?
        .query_row([id.stream.0], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let released = own
        && db
            .prepare_cached("update refusal set released = 1 where stream = ? and seq = ? and released = 0")?
            .execute(params![no, id.seq])?
            > 0;
    let now_here = match became {
        Taken::Fork => return Ok(false),
        Taken::New(_) => true,
        Taken::Known if own => released,
        Taken::Known => {
            db.prepare_cached("delete from carried where stream = ? and seq = ?")?
                .execute(params![no, id.seq])?
                > 0
        }
    };
    if now_here && (!own || id.seq <= acked) {
        sums.add(fact.header.area, id, fact.hash())?;
    }
    Ok(released)
}

/// A fact of another came by another way.
fn carry(db: &Connection, id: FactId, became: Taken) -> Result<(), CoreError> {
    if let Taken::New(_) = became {
        db.prepare_cached(
            "insert into carried (stream, seq) select no, ?2 from stream where id = ?1 and own = 0",
        )?
        .execute(params![id.stream.0, id.seq])?;
    }
    Ok(())
}

/// The store's numbers are signed, and a stream begins at 1.
fn can_be_held(fact: &Fact) -> bool {
    let h = &fact.header;
    h.id.seq > 0 && i64::try_from(h.id.seq).is_ok() && i64::try_from(h.area.0).is_ok()
}

/// A review item of what was noted on arrival, which no fold can find again.
pub(super) fn note(
    db: &Connection,
    kind: ReviewKind,
    subject: SubjectId,
    fact: FactId,
) -> Result<(), CoreError> {
    let id = ReviewId::on_fact(kind, subject, fact);
    let within = minicbor::to_vec(vec![fact]).map_err(|_| CoreError::Internal("review"))?;
    db.prepare_cached(
        "insert or ignore into review (id, subject, kind, field, facts, open) values (?, ?, ?, 0, ?, 1)",
    )?
    .execute(params![id.0, subject.0, kind.number(), within])?;
    // Its settlement may have come before.
    facts::settle_noted(db, subject)
}
