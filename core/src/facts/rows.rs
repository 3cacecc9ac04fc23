//! The rows that are folded of a person. Those that do not change are not written: a confirmation touches few pages.

use std::collections::HashMap;

use rusqlite::{Connection, params};
use shivir_domain::birth::BirthDate;
use shivir_domain::codes::{CardKind, ReviewKind};
use shivir_domain::fold::{CaseView, PersonFold, RationView, VisitView};
use shivir_domain::id::{FactId, PersonId};

use super::joined::Told;
use super::refold::Row;
use crate::error::CoreError;
use crate::roster::GroupSet;

pub(super) fn write_person(db: &Connection, person: PersonId, row: &Row) -> Result<(), CoreError> {
    let listed =
        row.listed.as_ref().map(minicbor::to_vec).transpose().map_err(|_| CoreError::Internal("listed"))?;
    db.prepare_cached(
        "insert into person (id, area, listed, listed_made, class, name_key, open_case, reviews, \
         call_how, call_day) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
         on conflict (id) do update set area = ?2, listed = ?3, listed_made = ?4, class = ?5, name_key = ?6, \
         open_case = ?7, reviews = ?8, call_how = ?9, call_day = ?10",
    )?
    .execute(params![
        person.0,
        row.area.0,
        listed,
        row.listed.as_ref().filter(|_| row.on_list).map(|l| l.made),
        row.class as i64,
        row.name_key,
        row.open_case,
        row.reviews,
        row.call.map(|call| call.how.number()),
        row.call.map(|call| call.day.days())
    ])?;
    Ok(())
}

pub(super) fn forget_person(db: &Connection, person: PersonId) -> Result<(), CoreError> {
    db.prepare_cached("delete from person where id = ?")?.execute([person.0])?;
    Ok(())
}

pub(super) fn write_visit(
    db: &Connection,
    no: i64,
    person: PersonId,
    view: &VisitView,
    row: &Row,
    fold: &PersonFold,
    birth: Option<BirthDate>,
) -> Result<(), CoreError> {
    if !view.stands() {
        return remove_visit(db, no);
    }
    let listed_groups = row.listed.as_ref().map_or(GroupSet::default(), |l| l.groups);
    let groups = fold.details.groups.as_deref().map_or(listed_groups, GroupSet::of);
    let sex = fold.details.sex.or(row.listed.as_ref().and_then(|l| l.sex));
    let age = birth.and_then(|b| b.age_range(view.day)).map(|(youngest, _)| youngest);
    let outcome = |kind| view.visit.outcome(kind).map(|o| o.number());
    db.prepare_cached(
        "insert into visit (fact, person, camp, day, minute, area, author, family, vay_vandana, sex, age, groups, \
         beside, phone, counter) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
         on conflict (fact) do update set person = ?2, sex = ?10, age = ?11, groups = ?12, beside = ?13 \
         where (person, sex, age, groups, beside) is not (?2, ?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        no,
        person.0,
        view.visit.camp.map(|c| c.0),
        view.day.days(),
        view.minute,
        view.area.0,
        view.author.0,
        outcome(CardKind::Family),
        outcome(CardKind::VayVandana),
        sex.map(|s| s.number()),
        age,
        groups.0,
        row.class.beside(),
        view.visit.token.as_ref().map(|t| t.phone),
        view.visit.token.as_ref().map(|t| t.counter)
    ])?;
    Ok(())
}

pub(super) fn remove_visit(db: &Connection, no: i64) -> Result<(), CoreError> {
    db.prepare_cached("delete from visit where fact = ?")?.execute([no])?;
    Ok(())
}

/// The rows of cases are named by the number of a fact on this person: those that no case has any more are removed.
pub(super) fn write_cases(
    db: &Connection,
    person: PersonId,
    fold: &PersonFold,
    nos: &HashMap<FactId, i64>,
    birth: Option<BirthDate>,
) -> Result<(), CoreError> {
    let aadhaar: HashMap<i64, &CaseView> =
        fold.cases.iter().filter_map(|c| Some((*nos.get(&c.history.first()?.fact)?, c))).collect();
    let ration: HashMap<i64, &RationView> =
        fold.ration.iter().filter_map(|c| Some((*nos.get(&c.history.first()?.fact)?, c))).collect();
    for no in nos.values() {
        if !aadhaar.contains_key(no) {
            db.prepare_cached("delete from aadhaar_case where fact = ?")?.execute([no])?;
        }
        if !ration.contains_key(no) {
            db.prepare_cached("delete from ration_case where fact = ?")?.execute([no])?;
        }
    }
    for (no, c) in aadhaar {
        db.prepare_cached(
            "insert into aadhaar_case (fact, person, area, state, reason, since, due, open, birth) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
             on conflict (fact) do update set person = ?2, state = ?4, reason = ?5, since = ?6, due = ?7, open = ?8, \
             birth = ?9",
        )?
        .execute(params![
            no,
            person.0,
            c.area.0,
            c.state.number(),
            c.reason().map_or(0, |r| r.number()),
            c.since.days(),
            c.next.unwrap_or(c.since).days(),
            !c.state.is_final(),
            birth.map(|b| b.day.days())
        ])?;
    }
    for (no, c) in ration {
        db.prepare_cached(
            "insert into ration_case (fact, person, area, state, reason, since, open) values (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
             on conflict (fact) do update set person = ?2, area = ?3, state = ?4, reason = ?5, since = ?6, open = ?7",
        )?
        .execute(params![
            no,
            person.0,
            fold.visits.iter().find(|v| v.root == c.case).map_or(0, |v| v.area.0),
            c.state.number(),
            c.reason.number(),
            c.since.days(),
            !c.state.is_final()
        ])?;
    }
    Ok(())
}

pub(super) fn write_reviews(db: &Connection, told: &Told, fold: &PersonFold) -> Result<(), CoreError> {
    // What was noted on arrival is no result of the fold.
    for id in std::iter::once(&told.head).chain(&told.others) {
        db.prepare_cached("delete from review where subject = ? and kind not in (?, ?)")?
            .execute(params![id.0, ReviewKind::Fork.number(), ReviewKind::FutureDated.number()])?;
    }
    for item in &fold.reviews {
        let facts = minicbor::to_vec(&item.facts).map_err(|_| CoreError::Internal("review"))?;
        db.prepare_cached(
            "insert into review (id, subject, kind, field, facts, open) values (?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            item.id.0,
            item.subject.0,
            item.kind.number(),
            item.field,
            facts,
            item.settled.is_none()
        ])?;
    }
    Ok(())
}
