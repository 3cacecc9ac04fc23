//! Making a pack of a block of the roster in use.

use std::io::Write;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use shivir_domain::birth::{BirthDate, BirthSource, Precision};
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, PersonId};
use shivir_roster::pack::{
    Address, Depth, Header, PackError, PackOptions, PackPerson, PackPlace, PackWriter,
};

use crate::Core;
use crate::error::{CoreError, StoreFile, Thing};
use crate::roster::{ImportError, read};

/// Of whom a pack is made, and how much of them it is to have.
#[derive(Debug, Clone)]
pub struct PackOf {
    /// LGD code of the block; 0 where the campaign pack does not name it.
    pub block: u32,
    /// The block's name, by which it is found where it has no code.
    pub block_name: String,
    /// Only these gram panchayats or wards of it; empty for all.
    pub areas: Vec<AreaId>,
    /// How much of each person.
    pub depth: Depth,
    /// The groups that may be told, a bit for each number.
    pub groups: u32,
    /// The district number at which it is built.
    pub number: u64,
}

impl Core {
    /// Makes a pack of a block of the roster in use. The same roster gives the same bytes on the same day.
    ///
    /// # Errors
    /// [`Thing::Area`] where the roster has nobody there; [`ImportError::Pack`] where it cannot be written; storage
    /// errors.
    pub fn make_pack(&self, of: &PackOf, out: &mut dyn Write) -> Result<(Header, Address), ImportError> {
        self.only_real()?;
        let day = self.today()?;
        let mut made = None;
        self.store().read(|camp| {
            self.with_roster(camp, |db| {
                made = Some(make(db, of, day, out));
                Ok(())
            })
        })?;
        made.unwrap_or(Err(CoreError::NotFound(Thing::Roster).into()))
    }
}

fn make(
    db: &Connection,
    of: &PackOf,
    day: Day,
    out: &mut dyn Write,
) -> Result<(Header, Address), ImportError> {
    let district = read::district(db)?;
    let mut writer = PackWriter::new(PackOptions {
        district,
        block: of.block,
        block_name: of.block_name.clone(),
        number: of.number,
        day,
        depth: of.depth,
        groups: of.groups,
        areas: of.areas.clone(),
    });
    // By the number of the place in the roster: its number in the pack.
    let places = places(db, of, &mut writer)?;
    if places.iter().all(Option::is_none) {
        return Err(CoreError::NotFound(Thing::Area).into());
    }
    let mut query = db
        .prepare(
            "select p.source, p.id, h.key, p.place, p.name_hi, p.name_en, p.relative, p.relation, p.sex, p.birth, \
             p.birth_how, coalesce(q.name, p.para), p.mobile, p.last4, p.made, p.groups from person p \
             join household h on h.no = p.household \
             left join para q on q.no = p.para and typeof(p.para) = 'integer' order by p.no",
        )
        .map_err(CoreError::from)?;
    let mut rows = query.query([]).map_err(CoreError::from)?;
    let mut source = String::new();
    while let Some(row) = rows.next().map_err(CoreError::from)? {
        let place: usize = row.get(3).map_err(CoreError::from)?;
        if let Some(place) = places.get(place).copied().flatten() {
            writer.person(&person(row, district, place, &mut source).map_err(CoreError::from)?)?;
        }
    }
    Ok(writer.finish(out)?)
}

fn places(db: &Connection, of: &PackOf, writer: &mut PackWriter) -> Result<Vec<Option<u32>>, CoreError> {
    let mut numbers = Vec::new();
    let mut query =
        db.prepare("select no, area, block, block_name, area_name, village from place order by no")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (no, block): (usize, u32) = (row.get(0)?, row.get(2)?);
        let place = PackPlace {
            area: AreaId(row.get(1)?),
            block_name: row.get(3)?,
            area_name: row.get(4)?,
            village: row.get(5)?,
        };
        let of_block = block == of.block && (block != 0 || place.block_name == of.block_name);
        let taken = of_block && (of.areas.is_empty() || of.areas.contains(&place.area));
        numbers.resize(no, None);
        numbers.push(taken.then(|| writer.place(place)));
    }
    Ok(numbers)
}

/// A row as a pack has it. `source` holds the text of a list's id that is kept as a number.
fn person<'r>(
    row: &'r Row,
    district: u32,
    place: u32,
    source: &'r mut String,
) -> rusqlite::Result<PackPerson<'r>> {
    let text = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str_or_null()?.unwrap_or(""));
    source.clear();
    match row.get_ref(0)? {
        ValueRef::Integer(number) => source.push_str(&number.to_string()),
        ValueRef::Null => {}
        other => source.push_str(other.as_str()?),
    }
    let id = match row.get::<_, Option<[u8; 16]>>(1)? {
        Some(id) => PersonId(id),
        None => PersonId::listed(district, &read::source_key(source)),
    };
    let how: u16 = row.get::<_, Option<u16>>(10)?.unwrap_or(0);
    let birth = row.get::<_, Option<i32>>(9)?.and_then(Day::from_days).map(|day| BirthDate {
        day,
        source: BirthSource::from_number(how / 8),
        precision: Precision::from_number(how % 8),
    });
    Ok(PackPerson {
        id,
        source,
        household: text(2)?,
        place,
        name_hi: text(4)?,
        name_en: text(5)?,
        relative: text(6)?,
        relation: row.get::<_, Option<u16>>(7)?.unwrap_or(0),
        sex: row.get::<_, Option<u16>>(8)?.unwrap_or(0),
        birth,
        para: text(11)?,
        mobile: row.get(12)?,
        last4: text(13)?.parse().ok(),
        made: row.get(14)?,
        groups: row.get(15)?,
    })
}

impl From<PackError> for CoreError {
    fn from(_: PackError) -> Self {
        Self::Damaged(StoreFile::Packs)
    }
}
