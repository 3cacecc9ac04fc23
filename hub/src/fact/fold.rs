//! Bringing the hub's rows in line with the facts on a subject, as the phone does with its own (`core/src/facts/refold.rs`).

use std::collections::BTreeSet;

use shivir_domain::codes::{CardKind, ReviewKind};
use shivir_domain::fact::{Body, Fact, FactKind};
use shivir_domain::fold::{Class, PersonFold, ReviewId, fold_person, noted_settled};
use shivir_domain::id::{AreaId, FactId, SubjectId, WorkerId};

use super::facts_of;
use crate::args;
use crate::error::HubError;
use crate::store::{Arg, Tx, Value, first, number};

/// Folds everyone whom these facts are about.
pub(crate) fn refold<'f>(
    tx: &mut dyn Tx,
    district: u32,
    facts: impl Iterator<Item = &'f Fact>,
) -> Result<(), HubError> {
    let subjects: BTreeSet<SubjectId> = facts.map(|fact| fact.header.subject).collect();
    subjects.into_iter().try_for_each(|subject| refold_subject(tx, district, subject))
}

/// Folds a subject anew.
pub(crate) fn refold_subject(tx: &mut dyn Tx, district: u32, subject: SubjectId) -> Result<(), HubError> {
    let facts = facts_of(tx, district, subject)?;
    let (mut person, mut worker) = (false, false);
    for fact in &facts {
        match fact.header.kind {
            FactKind::WorkerAdded => worker = true,
            FactKind::BodyBlanked | FactKind::ReviewSettled | FactKind::Unknown(_) => {}
            _ => person = true,
        }
    }
    if worker {
        refold_worker(tx, district, WorkerId(subject.0), &facts)?;
    }
    if person {
        refold_person(tx, district, subject, &facts)?;
    }
    settle_noted(tx, district, subject, &facts)
}

/// Opens and closes what was noted on a subject, as the settlements among its facts say.
fn settle_noted(tx: &mut dyn Tx, district: u32, subject: SubjectId, facts: &[Fact]) -> Result<(), HubError> {
    let sql = "select id, facts, open from review where district = $1 and subject = $2 and noted = 1";
    let noted = tx.rows(sql, args![district, &subject.0])?;
    let facts: Vec<&Fact> = facts.iter().collect();
    for mut row in noted {
        let (id, open) = (ReviewId(row.array(0)?), row.flag(2)?);
        let within: Vec<FactId> = minicbor::decode(&row.bytes(1)?).map_err(|_| HubError::Damaged)?;
        let opens = noted_settled(&facts, id, &within).is_none();
        if opens != open {
            let sql = "update review set open = $3 where district = $1 and id = $2";
            tx.run(sql, args![district, &id.0, opens])?;
        }
    }
    Ok(())
}

fn refold_worker(tx: &mut dyn Tx, district: u32, worker: WorkerId, facts: &[Fact]) -> Result<(), HubError> {
    let said = facts.iter().filter_map(|fact| match fact.body() {
        Ok(Some(Body::WorkerAdded(added))) => Some((fact.header.time, fact.id(), added)),
        _ => None,
    });
    if let Some((_, _, added)) = said.max_by_key(|(time, id, _)| (*time, *id)) {
        tx.run(
            "insert into worker (district, worker, name, cadre) values ($1, $2, $3, $4) \
             on conflict (district, worker) do update set name = excluded.name, cadre = excluded.cadre",
            args![district, &worker.0, &added.name, added.cadre.number()],
        )?;
    }
    Ok(())
}

/// The class of a person in the table: the ledger's, 5 for those beside the target.
fn class(fold: &PersonFold, listed_made: Option<bool>) -> i64 {
    match fold.class(CardKind::Family, listed_made) {
        Class::Made => 1,
        Class::Left => 2,
        Class::Deceased => 3,
        Class::Moved => 4,
        Class::Beside => 5,
    }
}

fn refold_person(tx: &mut dyn Tx, district: u32, subject: SubjectId, facts: &[Fact]) -> Result<(), HubError> {
    let fold = fold_person(&facts.iter().collect::<Vec<_>>());
    let listed = first(
        tx,
        "select area, made from listed where district = $1 and person = $2",
        args![district, &subject.0],
    )?;
    let listed_made = listed.as_ref().map(|row| row.int(1)).transpose()?;
    let first_fact = facts.iter().min_by_key(|fact| (fact.header.time, fact.id()));
    let told = fold.details.area.or(first_fact.map(|fact| fact.header.area)).unwrap_or_default();
    // The ledger counts people where they are listed.
    let area = listed.map(|row| row.num(0)).transpose()?.map_or(told, AreaId);
    tx.run(
        "insert into person (district, person, area, listed_made, class, open_case) values ($1, $2, $3, $4, $5, $6) \
         on conflict (district, person) do update set area = excluded.area, \
         listed_made = excluded.listed_made, class = excluded.class, \
         open_case = excluded.open_case",
        args![
            district,
            &subject.0,
            number(area.0)?,
            listed_made,
            class(&fold, listed_made.map(|made| made != 0)),
            fold.open_case().is_some()
        ],
    )?;
    visits(tx, district, subject, &fold)?;
    cases(tx, district, subject, &fold)?;
    reviews(tx, district, subject, &fold)
}

fn id_of(fact: FactId) -> Result<[Value; 2], HubError> {
    Ok([Value::Bytes(fact.stream.0.to_vec()), Value::Int(number(fact.seq)?)])
}

fn row<const N: usize>(district: u32, fact: FactId, rest: [Arg; N]) -> Result<Vec<Value>, HubError> {
    let mut row = vec![Value::Int(district.into())];
    row.extend(id_of(fact)?);
    row.extend(rest.map(Value::from));
    Ok(row)
}

fn visits(tx: &mut dyn Tx, district: u32, subject: SubjectId, fold: &PersonFold) -> Result<(), HubError> {
    tx.run("delete from visit where district = $1 and person = $2", args![district, &subject.0])?;
    let mut rows = Vec::new();
    for view in fold.visits.iter().filter(|view| view.stands()) {
        let outcome = |kind| Arg::from(view.visit.outcome(kind).map(|o| o.number()));
        rows.push(row(
            district,
            view.fact,
            [
                (&subject.0).into(),
                view.visit.camp.map(|camp| camp.0).into(),
                i64::from(view.day.days()).into(),
                number(view.area.0)?.into(),
                outcome(CardKind::Family),
                outcome(CardKind::VayVandana),
            ],
        )?);
    }
    tx.run_all(
        "insert into visit (district, stream, seq, person, camp, day, area, family, vay_vandana) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &rows,
    )
}

fn cases(tx: &mut dyn Tx, district: u32, subject: SubjectId, fold: &PersonFold) -> Result<(), HubError> {
    tx.run("delete from aadhaar_case where district = $1 and person = $2", args![district, &subject.0])?;
    let mut rows = Vec::new();
    for case in &fold.cases {
        let Some(opened) = case.history.first() else {
            continue;
        };
        rows.push(row(
            district,
            opened.fact,
            [
                (&subject.0).into(),
                number(case.area.0)?.into(),
                case.state.number().into(),
                case.reason().map_or(0, |reason| reason.number()).into(),
                i64::from(case.since.days()).into(),
                i64::from(case.next.unwrap_or(case.since).days()).into(),
                (!case.state.is_final()).into(),
            ],
        )?);
    }
    tx.run_all(
        "insert into aadhaar_case (district, stream, seq, person, area, state, reason, since, due, open) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &rows,
    )
}

fn reviews(tx: &mut dyn Tx, district: u32, subject: SubjectId, fold: &PersonFold) -> Result<(), HubError> {
    tx.run(
        "delete from review where district = $1 and subject = $2 and noted = 0",
        args![district, &subject.0],
    )?;
    for item in &fold.reviews {
        write_review(
            tx,
            district,
            subject,
            item.id.0,
            item.kind,
            item.field,
            &item.facts,
            item.settled.is_none(),
            false,
        )?;
    }
    Ok(())
}

/// Notes what was seen of a fact on its arrival, which no fold can find again.
pub(crate) fn note(tx: &mut dyn Tx, district: u32, fact: &Fact, kind: ReviewKind) -> Result<(), HubError> {
    let (id, subject) = (fact.id(), fact.header.subject);
    let review = ReviewId::on_fact(kind, subject, id);
    write_review(tx, district, subject, review.0, kind, 0, &[id], true, true)?;
    // Its settlement may have come before.
    let facts = facts_of(tx, district, subject)?;
    settle_noted(tx, district, subject, &facts)
}

#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
fn write_review(
    tx: &mut dyn Tx,
    district: u32,
    subject: SubjectId,
    id: [u8; 16],
    kind: ReviewKind,
    field: u16,
    facts: &[FactId],
    open: bool,
    noted: bool,
) -> Result<(), HubError> {
    let facts = minicbor::to_vec(facts).map_err(|_| HubError::Internal("review"))?;
    tx.run(
        "insert into review (district, id, subject, kind, field, facts, open, noted) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (district, id) do nothing",
        args![district, &id, &subject.0, kind.number(), field, &facts, open, noted],
    )?;
    Ok(())
}
