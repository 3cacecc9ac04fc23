//! Rows of facts that were applied, and the sums of areas.

use std::collections::BTreeSet;

use shivir_domain::codes::ReviewKind;
use shivir_domain::fact::{Body, Fact, FactHash, FactKind};
use shivir_domain::id::{AreaId, DeviceId, FactId, SubjectId};
use shivir_domain::wire::Cursor;
use shivir_domain::wire::digest::SetSum;

use crate::args;
use crate::error::HubError;
use crate::store::{Arg, Row, Tx, Value, first, number};

/// A fact that is applied, with what the hub says of it.
pub(crate) struct Applied {
    pub fact: Fact,
    pub number: Cursor,
    pub device: DeviceId,
    pub released: bool,
    pub flag: Option<ReviewKind>,
}

/// Header, body, hash of the body and hash, from a column on.
pub(crate) fn fact_of(row: &mut Row, column: usize) -> Result<Fact, HubError> {
    let (header, body) = (row.bytes(column)?, row.maybe_bytes(column + 1)?);
    let (body_hash, hash) = (row.array(column + 2)?, row.array(column + 3)?);
    Fact::read(header, body, body_hash, FactHash(hash)).map_err(|_| HubError::Damaged)
}

const FACTS_OF: &str = "select header, body, body_hash, hash from fact where district = $1 and subject = $2 \
                        order by number";

/// The facts on a subject, by their numbers.
pub(crate) fn facts_of(tx: &mut dyn Tx, district: u32, subject: SubjectId) -> Result<Vec<Fact>, HubError> {
    let rows = tx.rows(FACTS_OF, args![district, &subject.0])?;
    rows.into_iter().map(|mut row| fact_of(&mut row, 0)).collect()
}

/// The facts on each of some subjects, by their numbers.
pub(crate) fn facts_of_all(
    tx: &mut dyn Tx,
    district: u32,
    subjects: impl Iterator<Item = SubjectId>,
) -> Result<Vec<Vec<Fact>>, HubError> {
    let asked: Vec<Vec<Value>> = subjects.map(|subject| of_subject(district, subject)).collect();
    let found = tx.rows_all(FACTS_OF, &asked)?;
    found.into_iter().map(|rows| rows.into_iter().map(|mut row| fact_of(&mut row, 0)).collect()).collect()
}

/// District and subject, as parameters.
pub(crate) fn of_subject(district: u32, subject: SubjectId) -> Vec<Value> {
    vec![Value::Int(district.into()), Value::Bytes(subject.0.to_vec())]
}

/// Those of these subjects on whom there are facts.
fn known(
    tx: &mut dyn Tx,
    district: u32,
    subjects: BTreeSet<SubjectId>,
) -> Result<BTreeSet<SubjectId>, HubError> {
    let sql = "select number from fact where district = $1 and subject = $2 limit 1";
    let asked: Vec<Vec<Value>> = subjects.iter().map(|subject| of_subject(district, *subject)).collect();
    let found = tx.rows_all(sql, &asked)?;
    Ok(subjects.into_iter().zip(found).filter(|(_, rows)| !rows.is_empty()).map(|(s, _)| s).collect())
}

/// Writes facts and adds them to the sums of their areas. Bodies that were blanked, before or among these, are left out.
/// Gives the subjects on whom there were facts before.
pub(crate) fn insert(
    tx: &mut dyn Tx,
    district: u32,
    facts: &[Applied],
) -> Result<BTreeSet<SubjectId>, HubError> {
    let subjects = facts.iter().map(|applied| applied.fact.header.subject).collect();
    let known = known(tx, district, subjects)?;
    let mut rows = Vec::with_capacity(facts.len());
    let mut blanked = Vec::new();
    for applied in facts {
        let (fact, h) = (&applied.fact, &applied.fact.header);
        if h.kind == FactKind::BodyBlanked
            && let Ok(Some(Body::BodyBlanked(blanking))) = fact.body()
        {
            blanked.push((h.subject, blanking.fact));
        }
        let gone = fact.body.is_some()
            && known.contains(&h.subject)
            && h.kind.can_be_blanked()
            && was_blanked(tx, district, h.subject, fact.id())?;
        let body = fact.body.as_ref().filter(|_| !gone);
        rows.push(
            [
                Arg::from(district),
                (&h.id.stream.0).into(),
                number(h.id.seq)?.into(),
                number(applied.number.0)?.into(),
                number(h.area.0)?.into(),
                (&h.subject.0).into(),
                h.kind.number().into(),
                (&applied.device.0).into(),
                (&fact.header_bytes).into(),
                body.into(),
                (&fact.body_hash).into(),
                (&fact.hash().0).into(),
                applied.released.into(),
                applied.flag.map(|flag| flag.number()).into(),
            ]
            .map(Value::from)
            .to_vec(),
        );
    }
    tx.run_all(
        "insert into fact (district, stream, seq, number, area, subject, kind, device, header, body, body_hash, hash, \
         released, flag) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &rows,
    )?;
    for (subject, fact) in blanked {
        blank(tx, district, subject, fact)?;
    }
    add_to_sum(tx, district, facts.iter().map(|applied| &applied.fact))?;
    Ok(known)
}

fn was_blanked(tx: &mut dyn Tx, district: u32, subject: SubjectId, id: FactId) -> Result<bool, HubError> {
    let sql =
        "select header, body, body_hash, hash from fact where district = $1 and subject = $2 and kind = $3";
    let kind = FactKind::BodyBlanked.number();
    for mut row in tx.rows(sql, args![district, &subject.0, kind])? {
        if let Ok(Some(Body::BodyBlanked(blanking))) = fact_of(&mut row, 0)?.body()
            && blanking.fact == id
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Removes the body of a fact on a subject: id, header and hash stay. What is aside under that id loses its too.
fn blank(tx: &mut dyn Tx, district: u32, subject: SubjectId, id: FactId) -> Result<(), HubError> {
    // The number of a hostile peer may be greater than any that is stored.
    let Ok(seq) = i64::try_from(id.seq) else {
        return Ok(());
    };
    tx.run(
        "update fact set body = null where district = $1 and stream = $2 and seq = $3 and subject = $4 and kind <> $5",
        args![district, &id.stream.0, seq, &subject.0, FactKind::BodyBlanked.number()],
    )?;
    // What is heard of the name of whoever was added, and the last four digits, are as personal as the body.
    tx.run(
        "delete from likely_key where district = $1 and person = $2 and listed = 0 and not exists \
         (select 1 from fact where district = $1 and subject = $2 and kind = $3 and body is not null)",
        args![district, &subject.0, FactKind::PersonAdded.number()],
    )?;
    tx.run(
        "update quarantine set body = null where district = $1 and stream = $2 and seq = $3",
        args![district, &id.stream.0, seq],
    )?;
    Ok(())
}

/// Adds facts to the sums of their areas.
fn add_to_sum<'f>(
    tx: &mut dyn Tx,
    district: u32,
    facts: impl Iterator<Item = &'f Fact>,
) -> Result<(), HubError> {
    let mut by_area = std::collections::BTreeMap::<AreaId, Vec<&Fact>>::new();
    facts.for_each(|fact| by_area.entry(fact.header.area).or_default().push(fact));
    for (area, facts) in by_area {
        let mut sum = sum_of(tx, district, area)?;
        facts.iter().for_each(|fact| sum.add(fact.id(), fact.hash()));
        tx.run(
            "insert into area_sum (district, area, sum) values ($1, $2, $3) \
             on conflict (district, area) do update set sum = excluded.sum",
            args![district, number(area.0)?, &sum.to_bytes()],
        )?;
    }
    Ok(())
}

/// The sum of an area's facts.
pub(crate) fn sum_of(tx: &mut dyn Tx, district: u32, area: AreaId) -> Result<SetSum, HubError> {
    let sql = "select sum from area_sum where district = $1 and area = $2";
    match first(tx, sql, args![district, number(area.0)?])? {
        Some(mut row) => SetSum::from_bytes(&row.bytes(0)?).ok_or(HubError::Damaged),
        None => Ok(SetSum::default()),
    }
}
