//! Bringing the hub's rows in line with the facts on a subject, as the phone does with its own (`core/src/facts/refold.rs`).

use std::collections::{BTreeMap, BTreeSet};
use std::panic::catch_unwind;

use shivir_domain::codes::{CardKind, ReviewKind};
use shivir_domain::fact::{Body, Fact, FactKind};
use shivir_domain::fold::{Class, ListWord, PersonFold, ReviewId, ReviewItem, fold_person, noted_settled};
use shivir_domain::hlc::Hlc;
use shivir_domain::id::{AreaId, FactId, PersonId, SubjectId, WorkerId};

use super::joined::{Told, align, head, joined};
use super::{Applied, facts_of};
use crate::args;
use crate::error::HubError;
use crate::store::{Arg, Row, Tx, Value, first, number};

/// Folds everyone whom these facts are about. `known`: the subjects on whom there were facts before.
pub(crate) fn refold(
    tx: &mut dyn Tx,
    district: u32,
    facts: &[Applied],
    known: &BTreeSet<SubjectId>,
) -> Result<(), HubError> {
    let mut by_subject: BTreeMap<SubjectId, Vec<&Fact>> = BTreeMap::new();
    for applied in facts {
        by_subject.entry(applied.fact.header.subject).or_default().push(&applied.fact);
    }
    // Mostly nothing was said before of whom they are about: then all that is to be folded is in hand, nothing of it is to be
    // taken back, and everyone's rows are written at once.
    let mut new = Vec::new();
    for (subject, facts) in by_subject {
        let plain = |fact: &&Fact| {
            let kind = fact.header.kind;
            let merges = matches!(kind, FactKind::PeopleMerged | FactKind::PeopleUnmerged);
            !merges
                && !matches!(kind, FactKind::BodyBlanked | FactKind::WorkerAdded | FactKind::ReviewSettled)
        };
        if known.contains(&subject) || !facts.iter().all(plain) {
            refold_subject(tx, district, subject)?;
        } else {
            new.push((subject, facts));
        }
    }
    // Whom a merge joins, one that was here or one of these, is folded with the others of her group.
    let unknown: Vec<SubjectId> = new.iter().map(|(subject, _)| *subject).collect();
    for subject in joined(tx, district, &unknown)? {
        new.retain(|(other, _)| *other != subject);
        refold_subject(tx, district, subject)?;
    }
    let asked: Vec<Vec<Value>> = new
        .iter()
        .map(|(subject, _)| vec![Value::Int(district.into()), Value::Bytes(subject.0.to_vec())])
        .collect();
    let listed = tx.rows_all(LISTED, &asked)?;
    let mut rows = Rows::default();
    for ((subject, facts), listed) in new.into_iter().zip(listed) {
        // A fault of the fold is that of these facts alone: it must not hold up all that came with them.
        let fold = catch_unwind(|| fold_person(&facts)).map_err(|_| HubError::Fold(subject))?;
        rows.add(district, subject, &fold, &facts, listed.first())?;
    }
    rows.write(tx, district)
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
    settle_noted(tx, district, subject, &facts)?;
    if !person && head(tx, district, subject.into())? == subject.into() {
        return Ok(());
    }
    let heads = align(tx, district, subject.into(), &facts)?;
    let mut groups = Vec::with_capacity(heads.len());
    for head in heads {
        groups.push(Told::of(tx, district, head)?);
    }
    // All of them first: a record that moves from one id to another has one row.
    for id in groups.iter().flat_map(Told::ids) {
        for sql in [
            "delete from visit where district = $1 and person = $2",
            "delete from aadhaar_case where district = $1 and person = $2",
            "delete from review where district = $1 and subject = $2 and noted = 0",
        ] {
            tx.run(sql, args![district, &id.0])?;
        }
    }
    let mut rows = Rows::default();
    for told in &groups {
        refold_told(tx, district, subject, told, &mut rows)?;
    }
    rows.write(tx, district)
}

/// Folds one person. `about`: whose facts are at fault where the fold fails.
fn refold_told(
    tx: &mut dyn Tx,
    district: u32,
    about: SubjectId,
    told: &Told,
    rows: &mut Rows,
) -> Result<(), HubError> {
    let head = told.head;
    if told.facts.is_empty() {
        // A merge had named her, and holds no more.
        tx.run("delete from person where district = $1 and person = $2", args![district, &head.0])?;
        return Ok(());
    }
    let fold = catch_unwind(|| told.fold()).map_err(|_| HubError::Fold(about))?;
    let facts: Vec<&Fact> = told.facts.iter().collect();
    let listed = first(tx, LISTED, args![district, &head.0])?;
    rows.add(district, head.into(), &fold, &facts, listed.as_ref()).map_err(|error| match error {
        HubError::Fold(_) => HubError::Fold(about),
        other => other,
    })?;
    for other in &told.others {
        let listed = first(tx, LISTED, args![district, &other.0])?;
        rows.joined(district, *other, &facts, listed.as_ref())?;
    }
    Ok(())
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
        // No text of PostgreSQL can hold it.
        if added.name.contains('\0') {
            return Err(HubError::Fold(SubjectId(worker.0)));
        }
        tx.run(
            "insert into worker (district, worker, name, cadre) values ($1, $2, $3, $4) \
             on conflict (district, worker) do update set name = excluded.name, cadre = excluded.cadre",
            args![district, &worker.0, &added.name, added.cadre.number()],
        )?;
    }
    Ok(())
}

/// In place of a class, for another entry of someone who is counted under another id.
const JOINED: i64 = 7;

/// The class of a person in the table: the ledger's, 5 for those beside the target.
fn class(fold: &PersonFold, list: Option<ListWord>) -> i64 {
    match fold.class_over(CardKind::Family, list) {
        Class::Made => 1,
        Class::Left => 2,
        Class::Deceased => 3,
        Class::Moved => 4,
        Class::Beside => 5,
    }
}

/// What the list says of a person, the portal's word over it.
const LISTED: &str = "select area, made, card_ms from listed where district = $1 and person = $2";

fn row<const N: usize>(district: u32, fact: FactId, rest: [Arg; N]) -> Result<Vec<Value>, HubError> {
    let id =
        [Value::Int(district.into()), Value::Bytes(fact.stream.0.to_vec()), Value::Int(number(fact.seq)?)];
    Ok(id.into_iter().chain(rest.map(Value::from)).collect())
}

/// Rows of people that are folded, before they are written.
#[derive(Default)]
struct Rows {
    people: Vec<Vec<Value>>,
    visits: Vec<Vec<Value>>,
    cases: Vec<Vec<Value>>,
    reviews: Vec<ReviewItem>,
}

impl Rows {
    fn add(
        &mut self,
        district: u32,
        subject: SubjectId,
        fold: &PersonFold,
        facts: &[&Fact],
        listed: Option<&Row>,
    ) -> Result<(), HubError> {
        let listed_made = listed.map(|row| row.int(1)).transpose()?;
        let since = listed.map(|row| row.maybe::<u64>(2)).transpose()?.flatten().map(Hlc::at_ms);
        let word = listed_made.map(|made| ListWord { made: made != 0, since });
        let first_fact = facts.iter().min_by_key(|fact| (fact.header.time, fact.id()));
        let told = fold.details.area.or(first_fact.map(|fact| fact.header.area)).unwrap_or_default();
        // A body may name an area that no database can hold.
        if i64::try_from(told.0).is_err() {
            return Err(HubError::Fold(subject));
        }
        // The ledger counts people where they are listed.
        let area = listed.map(|row| row.num(0)).transpose()?.map_or(told, AreaId);
        let person = [
            district.into(),
            Arg::from(&subject.0),
            number(area.0)?.into(),
            listed_made.into(),
            class(fold, word).into(),
            fold.open_case().is_some().into(),
        ];
        self.people.push(person.map(Value::from).to_vec());
        for view in fold.visits.iter().filter(|view| view.stands()) {
            let outcome = |kind| Arg::from(view.visit.outcome(kind).map(|o| o.number()));
            let rest = [
                (&subject.0).into(),
                view.visit.camp.map(|camp| camp.0).into(),
                i64::from(view.day.days()).into(),
                number(view.area.0)?.into(),
                outcome(CardKind::Family),
                outcome(CardKind::VayVandana),
            ];
            self.visits.push(row(district, view.fact, rest)?);
        }
        for case in &fold.cases {
            let Some(opened) = case.history.first() else {
                continue;
            };
            let rest = [
                (&subject.0).into(),
                number(case.area.0)?.into(),
                case.state.number().into(),
                case.reason().map_or(0, |reason| reason.number()).into(),
                i64::from(case.since.days()).into(),
                i64::from(case.next.unwrap_or(case.since).days()).into(),
                (!case.state.is_final()).into(),
            ];
            self.cases.push(row(district, opened.fact, rest)?);
        }
        self.reviews.extend(fold.reviews.iter().cloned());
        Ok(())
    }

    /// Another entry of someone who is counted under another id.
    fn joined(
        &mut self,
        district: u32,
        person: PersonId,
        facts: &[&Fact],
        listed: Option<&Row>,
    ) -> Result<(), HubError> {
        let own = facts.iter().filter(|fact| fact.header.subject == person.into());
        let first_fact = own.min_by_key(|fact| (fact.header.time, fact.id()));
        let told = first_fact.map(|fact| fact.header.area).unwrap_or_default();
        let area = listed.map(|row| row.num(0)).transpose()?.map_or(told, AreaId);
        let listed_made = listed.map(|row| row.int(1)).transpose()?;
        let row = [
            district.into(),
            Arg::from(&person.0),
            number(area.0)?.into(),
            listed_made.into(),
            JOINED.into(),
            false.into(),
        ];
        self.people.push(row.map(Value::from).to_vec());
        Ok(())
    }

    fn write(self, tx: &mut dyn Tx, district: u32) -> Result<(), HubError> {
        tx.run_all(
            "insert into person (district, person, area, listed_made, class, open_case) values ($1, $2, $3, $4, $5, $6) \
             on conflict (district, person) do update set area = excluded.area, \
             listed_made = excluded.listed_made, class = excluded.class, \
             open_case = excluded.open_case",
            &self.people,
        )?;
        tx.run_all(
            "insert into visit (district, stream, seq, person, camp, day, area, family, vay_vandana) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &self.visits,
        )?;
        tx.run_all(
            "insert into aadhaar_case (district, stream, seq, person, area, state, reason, since, due, open) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            &self.cases,
        )?;
        for item in &self.reviews {
            let open = item.settled.is_none();
            write_review(
                tx,
                district,
                item.subject,
                item.id.0,
                item.kind,
                item.field,
                &item.facts,
                open,
                false,
            )?;
        }
        Ok(())
    }
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
