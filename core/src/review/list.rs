//! The list of review items, with all that a screen needs to show one.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use shivir_domain::codes::ReviewKind;
use shivir_domain::day::Day;
use shivir_domain::fact::{Body, Fact, FactHash, FactKind};
use shivir_domain::fold::{ReviewId, noted_settled};
use shivir_domain::id::{AreaId, FactId, PersonId, SubjectId, WorkerId};
use shivir_domain::review::{Rank, Words, field_words, needed, says};
use shivir_roster::duplicate::Finding;

use crate::Core;
use crate::aadhaar::{Who, who};
use crate::error::{CoreError, StoreFile, Thing};
use crate::facts;

/// Which items are asked for. Nothing set: all of them, settled ones too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ReviewFilter {
    /// About this person.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub person: Option<PersonId>,
    /// About people of this gram panchayat or ward.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub area: Option<AreaId>,
    /// Of this kind.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub kind: Option<ReviewKind>,
    /// Without those that are settled.
    #[cfg_attr(feature = "uniffi", uniffi(default = false))]
    pub open_only: bool,
    /// How many at most; none for all.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub limit: Option<u32>,
}

/// What one fact in an item says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Said {
    /// Which.
    pub fact: FactId,
    /// What kind of fact; none where it is not here.
    pub kind: Option<FactKind>,
    /// Who did the work, and her name where she is known here.
    pub author: Option<WorkerId>,
    /// Her name.
    pub author_name: Option<String>,
    /// Who typed it.
    pub typist: Option<WorkerId>,
    /// Her name.
    pub typist_name: Option<String>,
    /// The day on which it happened.
    pub day: Option<Day>,
    /// Minute of the day, Indian time.
    pub minute: Option<u16>,
    /// What it says, in words.
    pub says: Words,
    /// Of a likely duplicate: what agrees and what does not.
    pub why: Vec<Words>,
    /// Another content under a number that was taken: kept, and never applied.
    pub aside: bool,
}

/// An item as a screen shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ReviewView {
    /// Which.
    pub review: ReviewId,
    /// What it is about.
    pub kind: ReviewKind,
    /// The same in words.
    pub words: Words,
    /// The person, or the worker, of whom it is.
    pub subject: SubjectId,
    /// The person as lists show her; none where she is not known here.
    pub who: Option<Who>,
    /// Of a likely duplicate: who was known already, where she is known here.
    pub other: Option<Who>,
    /// Where the person is counted; where the fact was written, for who has no row.
    pub area: AreaId,
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

/// A row of the table.
pub(super) struct Item {
    pub id: ReviewId,
    pub subject: SubjectId,
    pub kind: ReviewKind,
    pub field: u16,
    pub facts: Vec<FactId>,
    pub open: bool,
    pub area: Option<AreaId>,
}

const COLUMNS: &str = "r.id, r.subject, r.kind, r.field, r.facts, r.open, p.area";

impl Item {
    fn of(row: &Row) -> rusqlite::Result<(Self, Vec<u8>)> {
        let item = Self {
            id: ReviewId(row.get(0)?),
            subject: SubjectId(row.get(1)?),
            kind: ReviewKind::from_number(row.get(2)?),
            field: row.get(3)?,
            facts: Vec::new(),
            open: row.get(5)?,
            area: row.get::<_, Option<u64>>(6)?.map(AreaId),
        };
        Ok((item, row.get(4)?))
    }

    fn whole((item, facts): (Self, Vec<u8>)) -> Result<Self, CoreError> {
        let facts = minicbor::decode(&facts).map_err(|_| CoreError::Damaged(StoreFile::Camp))?;
        Ok(Self { facts, ..item })
    }

    /// Reads one.
    pub fn read(db: &Connection, id: ReviewId) -> Result<Option<Self>, CoreError> {
        let sql =
            format!("select {COLUMNS} from review r left join person p on p.id = r.subject where r.id = ?");
        let found = db.prepare_cached(&sql)?.query_row([id.0], Self::of).optional()?;
        found.map(Self::whole).transpose()
    }

    fn all(db: &Connection, filter: &ReviewFilter) -> Result<Vec<Self>, CoreError> {
        let sql = format!(
            "select {COLUMNS} from review r left join person p on p.id = r.subject \
             where (?1 is null or r.subject = ?1 or r.subject in (select person from joined where head = ?1)) and (?2 is null or p.area = ?2) and (?3 is null or r.kind = ?3) \
             and (not ?4 or r.open) order by r.open desc, p.area, r.subject, r.kind, r.id limit ?5"
        );
        let mut query = db.prepare_cached(&sql)?;
        let rows = query.query_map(
            params![
                filter.person.map(|p| p.0),
                filter.area.map(|a| a.0),
                filter.kind.map(|k| k.number()),
                filter.open_only,
                filter.limit.map_or(-1, i64::from)
            ],
            Self::of,
        )?;
        rows.map(|row| Self::whole(row?)).collect()
    }
}

/// What is read of an item in one view of the store.
struct Read {
    item: Item,
    facts: Vec<(FactId, Option<Fact>)>,
    asides: Vec<Fact>,
    settled: Option<FactId>,
}

impl Read {
    fn of(db: &Connection, item: Item) -> Result<Self, CoreError> {
        let mut facts = Vec::with_capacity(item.facts.len());
        for id in &item.facts {
            facts.push((*id, facts::fact(db, *id)?));
        }
        let mut asides = Vec::new();
        if item.kind == ReviewKind::Fork {
            for id in &item.facts {
                asides.extend(forks(db, *id)?);
            }
        }
        let told = facts::Told::of(db, item.subject.into())?;
        let settled = match item.kind.is_noted() {
            true => {
                let told: Vec<&Fact> = told.facts.iter().map(|(_, fact)| fact).collect();
                noted_settled(&told, item.id, &item.facts)
            }
            false => told.fold().reviews.into_iter().find(|r| r.id == item.id).and_then(|r| r.settled),
        };
        Ok(Self { item, facts, asides, settled })
    }
}

/// The other contents under an id.
fn forks(db: &Connection, id: FactId) -> Result<Vec<Fact>, CoreError> {
    let Ok(seq) = i64::try_from(id.seq) else {
        return Ok(Vec::new());
    };
    let mut query = db.prepare_cached(
        "select f.header, f.body, f.body_hash, f.hash from fork f join stream s on s.no = f.stream \
         where s.id = ? and f.seq = ? order by f.hash",
    )?;
    let rows = query.query_map(params![id.stream.0, seq], |r| {
        Ok((r.get(0)?, r.get(1)?, r.get(2)?, FactHash(r.get(3)?)))
    })?;
    rows.map(|row| {
        let (header, body, body_hash, hash) = row?;
        Ok(Fact::read(header, body, body_hash, hash)?)
    })
    .collect()
}

impl Core {
    /// The review items, open ones first, by area and person.
    ///
    /// # Errors
    /// Storage errors.
    pub fn reviews(&self, filter: &ReviewFilter) -> Result<Vec<ReviewView>, CoreError> {
        let read = self.store().read(|db| {
            Item::all(db, filter)?.into_iter().map(|item| Read::of(db, item)).collect::<Result<Vec<_>, _>>()
        })?;
        read.into_iter().map(|read| self.review_view(read)).collect()
    }

    /// One item.
    ///
    /// # Errors
    /// [`Thing::Review`] where there is none such here.
    pub fn review(&self, id: ReviewId) -> Result<ReviewView, CoreError> {
        let read = self.store().read(|db| {
            let item = Item::read(db, id)?.ok_or(CoreError::NotFound(Thing::Review))?;
            Read::of(db, item)
        })?;
        self.review_view(read)
    }

    fn review_view(&self, read: Read) -> Result<ReviewView, CoreError> {
        let Read { item, facts, asides, settled } = read;
        let field = (item.kind == ReviewKind::FieldConflict).then_some(item.field);
        let first = facts.iter().find_map(|(_, fact)| fact.as_ref()).or(asides.first());
        let area = item.area.or(first.map(|fact| fact.header.area)).unwrap_or_default();
        let other = facts.iter().find_map(|(_, fact)| match fact.as_ref()?.body() {
            Ok(Some(Body::LikelyDuplicate(likely))) => Some(likely.other),
            _ => None,
        });
        let mut said = Vec::new();
        for (id, fact) in &facts {
            said.push(self.said(*id, fact.as_ref(), field, false)?);
        }
        for fact in &asides {
            said.push(self.said(fact.id(), Some(fact), field, true)?);
        }
        Ok(ReviewView {
            review: item.id,
            kind: item.kind,
            words: Words::of(item.kind.hindi(), item.kind.english()),
            subject: item.subject,
            who: self.shown(item.subject.into())?,
            other: other.map(|other| self.shown(other)).transpose()?.flatten(),
            area,
            field: field.map(field_words),
            open: item.open,
            settled,
            said,
            facts: item.facts,
            needs: needed(item.kind),
        })
    }

    /// A person as lists show her, where she is known here.
    fn shown(&self, person: PersonId) -> Result<Option<Who>, CoreError> {
        let today = self.today()?;
        match self.person(person) {
            Ok(person) => Ok(Some(who(&person, today))),
            Err(CoreError::NotFound(_) | CoreError::Damaged(StoreFile::Roster)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    fn said(
        &self,
        id: FactId,
        fact: Option<&Fact>,
        field: Option<u16>,
        aside: bool,
    ) -> Result<Said, CoreError> {
        let header = fact.map(|fact| &fact.header);
        let name = |worker: Option<WorkerId>| match worker {
            Some(worker) => self.name_of(worker),
            None => Ok(None),
        };
        let (author, typist) = (header.map(|h| h.author), header.map(|h| h.typist));
        let why = match fact.map(Fact::body) {
            Some(Ok(Some(Body::LikelyDuplicate(likely)))) => {
                let finding = |number| Finding::from_number(number);
                let words = |f: Finding| Words::of(f.hindi(), f.english());
                likely.why.iter().map(|why| words(finding(why.finding))).collect()
            }
            _ => Vec::new(),
        };
        Ok(Said {
            fact: id,
            kind: header.map(|h| h.kind),
            author,
            author_name: name(author)?,
            typist,
            typist_name: name(typist)?,
            day: header.map(|h| h.day),
            minute: header.and_then(|h| h.minute),
            says: fact.map_or_else(
                || Words::of("अभिलेख अभी यहाँ नहीं आया", "the record has not come here yet"),
                |fact| says(fact, field),
            ),
            why,
            aside,
        })
    }
}
