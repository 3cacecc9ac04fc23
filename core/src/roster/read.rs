//! Reading listed people.

use rusqlite::{Connection, OptionalExtension, Row};
use shivir_domain::birth::{BirthDate, BirthSource, Precision};
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, PersonId};
use shivir_domain::person::{Relation, Sex};

use super::{GroupSet, Listed};
use crate::error::CoreError;
use crate::store::meta;

/// The columns that [`listed`] reads, from `person p`, `place l`, `household h`.
pub(super) const COLUMNS: &str = "p.source, p.id, h.key, p.name_hi, p.name_en, p.relative, p.relation, p.sex, p.birth, \
    p.birth_how, l.area, l.area_name, l.block, l.block_name, l.village, p.para, p.mobile, p.last4, p.made, p.groups";

/// The tables behind [`COLUMNS`].
pub(super) const FROM: &str =
    "person p join place l on l.no = p.place join household h on h.no = p.household";

/// One row as a listed person. `district`: LGD code, from which ids are derived.
pub(super) fn listed(row: &Row, district: u32) -> rusqlite::Result<Listed> {
    let source: Option<String> = row.get(0)?;
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
    })
}

/// The key of a person by the list's own id alone.
fn source_key(source: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(source.len() + 2);
    shivir_roster::person_key(source, "", "", None, &mut key);
    key
}

/// LGD code of the district whose list this is.
pub(super) fn district(db: &Connection) -> Result<u32, CoreError> {
    Ok(meta(db, "district")?.unwrap_or(0))
}

/// A listed person with her number in this roster.
pub(crate) fn find(db: &Connection, id: PersonId) -> Result<Option<(i64, Listed)>, CoreError> {
    let district = district(db)?;
    // Where two ids share their first 8 bytes, the later one took the next free number.
    for head in head(id)..=head(id).saturating_add(8) {
        let no: Option<i64> = db
            .prepare_cached("select no from person_id where head = ?")?
            .query_row([head], |r| r.get(0))
            .optional()?;
        let Some(no) = no else { return Ok(None) };
        let sql = format!("select {COLUMNS} from {FROM} where p.no = ?");
        let found = db
            .prepare_cached(&sql)?
            .query_row([no], |r| listed(r, district))?;
        if found.id == id {
            return Ok(Some((no, found)));
        }
    }
    Ok(None)
}

/// The first 8 bytes of an id as a number.
pub(crate) fn head(id: PersonId) -> i64 {
    let [a, b, c, d, e, f, g, h, ..] = id.0;
    i64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// All listed members of a household by its key, in the order of the list.
pub(crate) fn members(db: &Connection, key: &str) -> Result<Vec<Listed>, CoreError> {
    let district = district(db)?;
    let sql = format!(
        "select {COLUMNS} from {FROM} where p.household = (select no from household where key = ?) order by p.no"
    );
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map([key], |r| listed(r, district))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
