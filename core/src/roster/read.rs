//! Reading listed people.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, ToSql};
use shivir_domain::birth::{BirthDate, BirthSource, Precision};
use shivir_domain::codes::CardStatus;
use shivir_domain::day::Day;
use shivir_domain::fold::CardWord;
use shivir_domain::id::{AreaId, PersonId};
use shivir_domain::person::{Relation, Sex};

use super::postings::each_number;
use super::{GroupSet, Listed};
use crate::error::CoreError;
use crate::store::meta;

/// The columns that [`listed`] reads, from `person p`, `place l`, `household h`, `para q`.
const COLUMNS: &str = "p.source, p.id, h.key, p.name_hi, p.name_en, p.relative, p.relation, p.sex, p.birth, \
    p.birth_how, l.area, l.area_name, l.block, l.block_name, l.village, coalesce(q.name, p.para), p.mobile, p.last4, \
    p.made, p.groups, p.card_status, p.card_day, p.card_dated";

/// How many columns these are.
const LISTED: usize = 23;

/// The tables behind [`COLUMNS`].
const FROM: &str = "person p join place l on l.no = p.place join household h on h.no = p.household \
    left join para q on q.no = p.para and typeof(p.para) = 'integer'";

/// One row as a listed person. `district`: LGD code, from which ids are derived.
fn listed(row: &Row, district: u32) -> rusqlite::Result<Listed> {
    let source = match row.get_ref(0)? {
        ValueRef::Integer(number) => Some(number.to_string()),
        _ => row.get(0)?,
    };
    let id: Option<[u8; 16]> = row.get(1)?;
    let id = match (&source, id) {
        (_, Some(id)) => PersonId(id),
        (Some(source), None) => PersonId::listed(district, &source_key(source)),
        (None, None) => return Err(rusqlite::Error::InvalidColumnIndex(1)),
    };
    let birth: Option<i32> = row.get(8)?;
    let how: u16 = row.get::<_, Option<u16>>(9)?.unwrap_or(0);
    let birth = birth.and_then(Day::from_days).map(|day| BirthDate {
        day,
        source: BirthSource::from_number(how / 8),
        precision: Precision::from_number(how % 8),
    });
    Ok(Listed {
        id,
        source,
        household: row.get(2)?,
        name_hi: row.get(3)?,
        name_en: row.get(4)?,
        relative: row.get(5)?,
        relation: row.get::<_, Option<u16>>(6)?.map(Relation::from_number),
        sex: row.get::<_, Option<u16>>(7)?.map(Sex::from_number),
        birth,
        area: AreaId(row.get(10)?),
        area_name: row.get(11)?,
        block: row.get(12)?,
        block_name: row.get(13)?,
        village: row.get(14)?,
        para: row.get(15)?,
        mobile: row.get(16)?,
        last4: row.get(17)?,
        made: row.get(18)?,
        groups: GroupSet(row.get(19)?),
        card: card(row)?,
    })
}

/// The portal's word on her card.
fn card(row: &Row) -> rusqlite::Result<Option<CardWord>> {
    let status: Option<u16> = row.get(20)?;
    let day: Option<i32> = row.get(21)?;
    let dated: Option<i32> = row.get(22)?;
    Ok(status.zip(dated.and_then(Day::from_days)).map(|(status, dated)| CardWord {
        status: CardStatus::from_number(status),
        day: day.and_then(Day::from_days),
        dated,
    }))
}

/// The key of a person by the list's own id alone.
pub(super) fn source_key(source: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(source.len() + 2);
    shivir_roster::person_key(source, "", "", None, &mut key);
    key
}

/// LGD code of the district whose list this is.
pub(super) fn district(db: &Connection) -> Result<u32, CoreError> {
    Ok(meta(db, "district")?.unwrap_or(0))
}

/// Bytes of an entry of `person_id`.
pub(super) const ID_ENTRY: usize = 12;

/// Bytes of an entry of `mobile`.
pub(super) const MOBILE_ENTRY: usize = 9;

/// The people whose mobile number lies in a range, at most so many, in the order of the numbers.
pub(super) fn with_mobile(
    db: &Connection,
    numbers: std::ops::Range<u64>,
    most: usize,
) -> Result<Vec<u32>, CoreError> {
    let mut query = db.prepare_cached(
        "select entries from mobile where first < ?2 and \
         first >= coalesce((select max(first) from mobile where first <= ?1), ?1) order by first",
    )?;
    let mut rows = query.query([numbers.start, numbers.end])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (entries, _) =
            row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?.as_chunks::<MOBILE_ENTRY>();
        for entry in entries {
            let [a, b, c, d, e, no @ ..] = *entry;
            let mobile = u64::from_be_bytes([0, 0, 0, a, b, c, d, e]);
            if numbers.contains(&mobile) && found.len() < most {
                found.push(u32::from_be_bytes(no));
            }
        }
        if found.len() >= most {
            break;
        }
    }
    Ok(found)
}

/// A listed person with her number in this roster.
pub(crate) fn find(db: &Connection, id: PersonId) -> Result<Option<(i64, Listed)>, CoreError> {
    let district = district(db)?;
    for no in numbers_of(db, head(id))? {
        let found = by_number(db, no, district)?;
        if let Some(found) = found.filter(|found| found.id == id) {
            return Ok(Some((i64::from(no), found)));
        }
    }
    Ok(None)
}

/// The numbers of the people whose id begins so: one, unless two ids share 8 bytes.
pub(super) fn numbers_of(db: &Connection, head: i64) -> Result<Vec<u32>, CoreError> {
    let entries: Option<Vec<u8>> = db
        .prepare_cached("select entries from person_id where first <= ? order by first desc limit 1")?
        .query_row([head], |r| r.get(0))
        .optional()?;
    let (entries, _) = entries.as_deref().unwrap_or_default().as_chunks::<ID_ENTRY>();
    let split = |entry: &[u8; ID_ENTRY]| {
        let [a, b, c, d, e, f, g, h, no @ ..] = *entry;
        let head = i64::from_be_bytes([a, b, c, d, e, f, g, h]);
        (head, u32::from_be_bytes(no))
    };
    let from = entries.partition_point(|entry| split(entry).0 < head);
    let same = entries.iter().skip(from).map(split);
    Ok(same.take_while(|(found, _)| *found == head).map(|(_, no)| no).collect())
}

/// The first 8 bytes of an id as a number.
pub(crate) fn head(id: PersonId) -> i64 {
    let [a, b, c, d, e, f, g, h, ..] = id.0;
    i64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// All listed members of a household by its key, in the order of the list.
pub(crate) fn members(db: &Connection, key: &str) -> Result<Vec<Listed>, CoreError> {
    members_where(db, "key = ?", key)
}

/// All listed members of a household by its number, in the order of the list.
pub(super) fn members_of(db: &Connection, household: i64) -> Result<Vec<Listed>, CoreError> {
    members_where(db, "no = ?", household)
}

/// The numbers of all listed members of a household by its key, in the order of the list.
pub(super) fn member_numbers(db: &Connection, key: &str) -> Result<Vec<u32>, CoreError> {
    numbers_where(db, "key = ?", key)
}

fn members_where(db: &Connection, which: &str, value: impl ToSql) -> Result<Vec<Listed>, CoreError> {
    let district = district(db)?;
    let nos = numbers_where(db, which, value)?;
    let mut found = Vec::with_capacity(nos.len());
    for no in nos {
        found.extend(by_number(db, no, district)?);
    }
    Ok(found)
}

fn numbers_where(db: &Connection, which: &str, value: impl ToSql) -> Result<Vec<u32>, CoreError> {
    let household: Option<(u32, u32, Option<Vec<u8>>)> = db
        .prepare_cached(&format!("select first, members, rest from household where {which}"))?
        .query_row([value], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    let Some((first, members, rest)) = household else {
        return Ok(Vec::new());
    };
    Ok(match rest {
        None => (first..first.saturating_add(members)).collect(),
        Some(rest) => {
            let mut nos = vec![first];
            each_number(&rest, |no| nos.push(no))?;
            nos
        }
    })
}

/// The numbers of the households whose key begins so, at most so many.
pub(super) fn households_beginning(db: &Connection, key: &str, most: usize) -> Result<Vec<i64>, CoreError> {
    let mut query =
        db.prepare_cached("select no from household where key >= ?1 and key < ?2 order by key limit ?3")?;
    let after = format!("{key}\u{10ffff}");
    let nos = query.query_map((key, after, most), |r| r.get(0))?;
    Ok(nos.collect::<Result<_, _>>()?)
}

/// A listed person's household: its number, and the number of its first member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Home {
    pub household: i64,
    pub first: u32,
}

/// The name of the head of a household: of the member who is called so, else of the one who is listed first.
pub(super) fn head_of(db: &Connection, home: Home) -> Result<Option<String>, CoreError> {
    let first: Option<(Option<String>, Option<u16>)> = db
        .prepare_cached("select coalesce(name_hi, name_en), relation from person where no = ?")?
        .query_row([home.first], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((name, relation)) = first else {
        return Ok(None);
    };
    if relation == Some(Relation::Head.number()) {
        return Ok(name);
    }
    let head = members_of(db, home.household)?.into_iter().find(|m| m.relation == Some(Relation::Head));
    Ok(head.and_then(|m| m.name_hi.or(m.name_en)).or(name))
}

/// The household of a key.
pub(super) fn home(db: &Connection, key: &str) -> Result<Option<Home>, CoreError> {
    let mut query = db.prepare_cached("select no, first from household where key = ?")?;
    Ok(query.query_row([key], |r| Ok(Home { household: r.get(0)?, first: r.get(1)? })).optional()?)
}

/// The number of a person's household.
pub(super) fn household_of(db: &Connection, no: i64) -> Result<i64, CoreError> {
    Ok(db.prepare_cached("select household from person where no = ?")?.query_row([no], |r| r.get(0))?)
}

/// A listed person by her number.
pub(super) fn by_number(db: &Connection, no: u32, district: u32) -> Result<Option<Listed>, CoreError> {
    Ok(at_home(db, no, district)?.map(|(listed, _)| listed))
}

/// A listed person by her number, with her household.
pub(super) fn at_home(db: &Connection, no: u32, district: u32) -> Result<Option<(Listed, Home)>, CoreError> {
    let sql = format!("select {COLUMNS}, p.household, h.first from {FROM} where p.no = ?");
    let both = |r: &Row| {
        let home = Home { household: r.get(LISTED)?, first: r.get(LISTED + 1)? };
        Ok((listed(r, district)?, home))
    };
    Ok(db.prepare_cached(&sql)?.query_row([no], both).optional()?)
}
