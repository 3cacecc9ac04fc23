//! The list of review items, with all that a page needs to show one.

use shivir_domain::codes::ReviewKind;
use shivir_domain::day::Day;
use shivir_domain::fact::{Body, Fact, FactKind};
use shivir_domain::fold::{ReviewId, noted_settled};
use shivir_domain::id::{AreaId, FactId, PersonId, StreamId, SubjectId, WorkerId};
use shivir_domain::review::{Rank, Words, field_words, needed, says};
use shivir_roster::duplicate::{Finding, Known};

use crate::error::HubError;
use crate::fact::{HUB_AUTHOR, Told, fact_of};
use crate::likely::known;
use crate::store::{Row, Tx, first, number};
use crate::{Hub, args};

/// Which items are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReviewFilter {
    /// About people of this gram panchayat or ward; none for all.
    pub area: Option<AreaId>,
    /// Settled ones too.
    pub settled_too: bool,
    /// How many at most; 0 for all.
    pub limit: u32,
}

/// What one fact in an item says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Which.
    pub fact: FactId,
    /// What kind of fact; none where it is not here.
    pub kind: Option<FactKind>,
    /// Who did the work; none where it is not here.
    pub author: Option<WorkerId>,
    /// Her name, where she is known; of what the hub found, the district.
    pub author_name: Option<Words>,
    /// Who typed it.
    pub typist: Option<WorkerId>,
    /// The day on which it happened.
    pub day: Option<Day>,
    /// Minute of the day, Indian time.
    pub minute: Option<u16>,
    /// What it says, in words.
    pub says: Words,
    /// Of a likely duplicate: what agrees and what does not.
    pub why: Vec<Words>,
}

/// An item as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewView {
    /// Which.
    pub review: ReviewId,
    /// What it is about.
    pub kind: ReviewKind,
    /// The person, or the worker, of whom it is.
    pub subject: SubjectId,
    /// Her name in both scripts; none where nobody says it.
    pub name: Option<Words>,
    /// Of a likely duplicate: who was known already, and her name.
    pub other: Option<(PersonId, Option<Words>)>,
    /// Where the person is counted; none where she has no row.
    pub area: Option<AreaId>,
    /// The detail that it is about, in words.
    pub field: Option<Words>,
    /// It waits for someone.
    pub open: bool,
    /// The fact that was kept.
    pub settled: Option<FactId>,
    /// What those in conflict say, in the order of their ids.
    pub said: Vec<Said>,
    /// The facts in the item: what a settlement of this view has seen.
    pub facts: Vec<FactId>,
    /// The lowest rank that settles it; none where this version does not know its kind.
    pub needs: Option<Rank>,
}

const ONE: &str = "select r.id, r.subject, r.kind, r.field, r.facts, r.open, p.area from review r \
                   left join person p on p.district = r.district and p.person = r.subject \
                   where r.district = $1 and r.id = $2";

impl Hub {
    /// The review items of a district, open ones first, by area and person.
    ///
    /// # Errors
    /// Storage errors.
    pub fn reviews(&self, district: u32, filter: &ReviewFilter) -> Result<Vec<ReviewView>, HubError> {
        const ALL: &str = "select r.id, r.subject, r.kind, r.field, r.facts, r.open, p.area from review r \
                           left join person p on p.district = r.district and p.person = r.subject \
                           where r.district = $1 and (cast($2 as bigint) < 0 or p.area = cast($2 as bigint)) \
                           and (r.open = 1 or cast($3 as bigint) = 1) \
                           order by r.open desc, p.area, r.subject, r.kind, r.id limit $4";
        let area = filter.area.map(|area| number(area.0)).transpose()?.unwrap_or(-1);
        let limit = if filter.limit == 0 { i64::from(u32::MAX) } else { i64::from(filter.limit) };
        self.db().read_with(|tx| {
            let rows = tx.rows(ALL, args![district, area, i64::from(filter.settled_too), limit])?;
            rows.into_iter().map(|row| view(tx, district, row)).collect()
        })
    }

    /// One item.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; storage errors.
    pub fn review(&self, district: u32, id: ReviewId) -> Result<ReviewView, HubError> {
        self.db().read_with(|tx| read(tx, district, id))
    }
}

/// Reads one item.
pub(super) fn read(tx: &mut dyn Tx, district: u32, id: ReviewId) -> Result<ReviewView, HubError> {
    let row = first(tx, ONE, args![district, &id.0])?.ok_or(HubError::NotFound("the review item"))?;
    view(tx, district, row)
}

fn view(tx: &mut dyn Tx, district: u32, mut row: Row) -> Result<ReviewView, HubError> {
    let (review, subject) = (ReviewId(row.array(0)?), SubjectId(row.array(1)?));
    let (kind, number) = (ReviewKind::from_number(row.num(2)?), row.num::<u16>(3)?);
    let facts: Vec<FactId> = minicbor::decode(&row.bytes(4)?).map_err(|_| HubError::Damaged)?;
    let field = (kind == ReviewKind::FieldConflict).then_some(number);
    let told = Told::of(tx, district, subject.into())?;
    let settled = match kind.is_noted() {
        true => noted_settled(&told.facts.iter().collect::<Vec<_>>(), review, &facts),
        false => told.fold().reviews.into_iter().find(|r| r.id == review).and_then(|r| r.settled),
    };
    let all = told.facts;
    let mut said = Vec::with_capacity(facts.len());
    let mut other = None;
    for id in &facts {
        let fact = match all.iter().find(|fact| fact.id() == *id) {
            Some(fact) => Some(fact.clone()),
            None => by_id(tx, district, *id)?,
        };
        if let Some(Ok(Some(Body::LikelyDuplicate(likely)))) = fact.as_ref().map(Fact::body) {
            other = Some(likely.other);
        }
        said.push(of_fact(tx, district, *id, fact.as_ref(), field)?);
    }
    let other = match other {
        Some(other) => Some((other, name(tx, district, other)?)),
        None => None,
    };
    Ok(ReviewView {
        review,
        kind,
        subject,
        name: name(tx, district, subject.into())?,
        other,
        area: row.maybe(6)?.map(AreaId),
        field: field.map(field_words),
        open: row.flag(5)?,
        settled,
        said,
        facts,
        needs: needed(kind),
    })
}

fn by_id(tx: &mut dyn Tx, district: u32, id: FactId) -> Result<Option<Fact>, HubError> {
    let sql =
        "select header, body, body_hash, hash from fact where district = $1 and stream = $2 and seq = $3";
    let FactId { stream: StreamId(stream), seq } = id;
    first(tx, sql, args![district, &stream, number(seq)?])?.map(|mut row| fact_of(&mut row, 0)).transpose()
}

fn name(tx: &mut dyn Tx, district: u32, person: PersonId) -> Result<Option<Words>, HubError> {
    let Some(Known { details, .. }) = known(tx, district, person)? else {
        return Ok(None);
    };
    let (hi, en) = (details.name_hi, details.name_en);
    let Some(any) = hi.clone().or(en.clone()) else {
        return Ok(None);
    };
    Ok(Some(Words::of(hi.unwrap_or_else(|| any.clone()), en.unwrap_or(any))))
}

fn of_fact(
    tx: &mut dyn Tx,
    district: u32,
    id: FactId,
    fact: Option<&Fact>,
    field: Option<u16>,
) -> Result<Said, HubError> {
    let header = fact.map(|fact| &fact.header);
    let author_name = match header.map(|h| h.author) {
        Some(HUB_AUTHOR) => Some(Words::of("ज़िला", "the district")),
        Some(author) => {
            let sql = "select name from worker where district = $1 and worker = $2";
            let row = first(tx, sql, args![district, &author.0])?;
            let name = row.map(|mut row| row.text(0)).transpose()?;
            name.map(|name| Words::of(name.clone(), name))
        }
        None => None,
    };
    let why = match fact.map(Fact::body) {
        Some(Ok(Some(Body::LikelyDuplicate(likely)))) => {
            let words = |finding: Finding| Words::of(finding.hindi(), finding.english());
            likely.why.iter().map(|why| words(Finding::from_number(why.finding))).collect()
        }
        _ => Vec::new(),
    };
    Ok(Said {
        fact: id,
        kind: header.map(|h| h.kind),
        author: header.map(|h| h.author),
        author_name,
        typist: header.map(|h| h.typist),
        day: header.map(|h| h.day),
        minute: header.and_then(|h| h.minute),
        says: fact
            .map_or_else(|| Words::of("अभिलेख यहाँ नहीं है", "the record is not here"), |fact| says(fact, field)),
        why,
    })
}
