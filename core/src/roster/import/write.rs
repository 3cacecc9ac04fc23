//! On the writer's thread: rows into the person table, words and ids into memory; at the end the other tables, in the
//! order of their keys.

use std::sync::mpsc::{Receiver, SyncSender};

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Statement, ToSql, params};
use serde::Serialize;
use sha2::{Digest, Sha256};
use shivir_domain::codes::CardKind;
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, PersonId};
use shivir_roster::pack::Depth;

use super::batch::{Batch, LAST4, NAME_EN, NAME_HI, PARA, Packed, RELATIVE, SOURCE, TEXTS};
use super::index::Gathered;
use super::rows::Tables;
use crate::error::{CoreError, StoreFile};
use crate::roster::index::lists::MOST_PEOPLE;
use crate::roster::read::{ID_ENTRY, head};
use crate::store::{ROSTER_VERSION, RosterBuilder, set_meta};

/// The numbers are not given: SQLite counts from 1, and need not look for each whether it is taken.
const INSERT_PERSON: &str = "insert into person (source, id, household, place, name_hi, name_en, relative, relation, \
    sex, birth, birth_how, para, mobile, last4, made, groups, card_status, card_day, card_dated) \
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";

/// Entries of ids that fill a page of 4096 bytes.
const IDS_A_PAGE: usize = 328;

/// What the roster that was built holds.
pub(in crate::roster) struct Counts {
    pub hash: String,
    pub households: u64,
    pub areas: u64,
    pub made: u64,
}

/// What the roster that is built is of.
pub(in crate::roster) struct About {
    /// LGD code of the district.
    pub district: u32,
    /// The day on which it is built.
    pub today: Day,
    /// The packs; none where it is of a list.
    pub packs: Vec<PackInUse>,
}

/// A pack that the roster in use was built of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct PackInUse {
    /// Its address, in hexadecimal digits.
    pub address: String,
    /// LGD code of the block; 0 where the campaign pack does not name it.
    pub block: u32,
    /// The block's name.
    pub block_name: String,
    /// The gram panchayats or wards that it has; empty for the whole block.
    pub areas: Vec<AreaId>,
    /// The district number at which it was built.
    pub number: u64,
    /// The day on which it was built.
    pub day: Day,
    /// How much of each person it has.
    #[serde(serialize_with = "depth_code")]
    pub depth: Depth,
    /// People that it has.
    pub people: u32,
    /// Those of them who were taken from it; the others were taken from a fuller or newer pack.
    pub taken: u32,
    /// The kind of card whose state it has by the portal's word; none where it has people. `people` and `taken` then count
    /// words.
    pub cards: Option<CardKind>,
}

impl PackInUse {
    /// All that a roster was built of, in the order in which their people were taken.
    pub(in crate::roster) fn all(db: &Connection) -> Result<Vec<Self>, CoreError> {
        let damaged = || CoreError::Damaged(StoreFile::Roster);
        let mut query = db.prepare_cached(
            "select address, block, block_name, areas, number, day, depth, people, taken, cards from pack order by no",
        )?;
        let mut rows = query.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(Self {
                address: row.get(0)?,
                block: row.get(1)?,
                block_name: row.get(2)?,
                areas: minicbor::decode(row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?)
                    .map_err(|_| damaged())?,
                number: row.get(4)?,
                day: Day::from_days(row.get(5)?).ok_or_else(damaged)?,
                depth: if row.get(6)? { Depth::Full } else { Depth::Minimal },
                people: row.get(7)?,
                taken: row.get(8)?,
                cards: row.get::<_, Option<u16>>(9)?.map(CardKind::from_number),
            });
        }
        Ok(all)
    }
}

fn depth_code<S: serde::Serializer>(depth: &Depth, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(depth.code())
}

/// Takes the rows and writes the people.
pub(super) struct RowWriter {
    /// The first 8 bytes of each id, in the order of the people.
    heads: Vec<i64>,
    index: Gathered,
    hash: Sha256,
    /// What goes into the hash of the rows at hand, beside their texts.
    numbers: Vec<u8>,
}

/// The people are written; what else there is to write.
pub(in crate::roster) struct Written {
    builder: RosterBuilder,
    rows: RowWriter,
}

impl RowWriter {
    /// Writes what comes until the channel closes.
    pub fn run(
        builder: RosterBuilder,
        rows: Receiver<Batch>,
        spare: SyncSender<Batch>,
    ) -> Result<Written, CoreError> {
        let mut writer =
            Self { heads: Vec::new(), index: Gathered::default(), hash: Sha256::new(), numbers: Vec::new() };
        builder.db()?.execute_batch("begin")?;
        {
            let mut insert = builder.db()?.prepare(INSERT_PERSON)?;
            for mut batch in rows {
                writer.write(&batch, &mut insert)?;
                batch.clear();
                // Nobody waits for it where the reader is through.
                let _ = spare.try_send(batch);
            }
        }
        Ok(Written { builder, rows: writer })
    }

    fn write(&mut self, batch: &Batch, insert: &mut Statement) -> Result<(), CoreError> {
        let mut from = 0;
        for row in &batch.rows {
            let texts = batch.texts(from, row);
            from = row.ends.last().copied().unwrap_or(from);
            self.heads.push(head(PersonId(row.id)));
            let no = u32::try_from(self.heads.len()).map_err(|_| CoreError::Internal("people"))?;
            if no > MOST_PEOPLE {
                return Err(CoreError::Internal("people"));
            }
            self.index.add(row, &texts, no);
            hash_numbers(&mut self.numbers, row, &texts);
            insert_row(insert, row, &texts)?;
        }
        self.hash.update(&batch.texts);
        self.hash.update(&self.numbers);
        self.numbers.clear();
        Ok(())
    }
}

fn insert_row(insert: &mut Statement, row: &Packed, texts: &[&str; TEXTS]) -> Result<(), CoreError> {
    let (birth, how) = row.birth.unzip();
    let derived = texts[SOURCE].is_empty().then_some(&row.id);
    let para = match row.para {
        Some(no) => Some(Para::Number(no)),
        None => filled(texts[PARA]).map(Para::Text),
    };
    insert.execute(params![
        filled(texts[SOURCE]).map(Source),
        derived,
        row.household,
        row.place,
        filled(texts[NAME_HI]),
        filled(texts[NAME_EN]),
        filled(texts[RELATIVE]),
        row.relation,
        row.sex,
        birth,
        how,
        para,
        row.mobile,
        filled(texts[LAST4]),
        row.made,
        row.groups,
        row.card.map(|card| card.status.number()),
        row.card.and_then(|card| card.day).map(Day::days),
        row.card.map(|card| card.dated.days())
    ])?;
    Ok(())
}

/// The numbers of a row as they go into the content hash, at fixed width, the lengths of its texts first. The texts of
/// as many rows as a batch has go before them, one after the other.
fn hash_numbers(numbers: &mut Vec<u8>, row: &Packed, texts: &[&str; TEXTS]) {
    for text in texts {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        numbers.extend_from_slice(&length.to_be_bytes());
    }
    let (day, how) = row.birth.unwrap_or((i32::MIN, 0));
    for number in [row.household, row.place, row.para.unwrap_or(0), row.groups] {
        numbers.extend_from_slice(&number.to_be_bytes());
    }
    for number in [row.relation.unwrap_or(0), row.sex.unwrap_or(0), how] {
        numbers.extend_from_slice(&number.to_be_bytes());
    }
    numbers.extend_from_slice(&day.to_be_bytes());
    numbers.extend_from_slice(&row.mobile.unwrap_or(0).to_be_bytes());
    numbers.push(u8::from(row.made));
    if let Some(card) = row.card {
        numbers.extend_from_slice(&card.status.number().to_be_bytes());
        for day in [card.day.map_or(i32::MIN, Day::days), card.dated.days()] {
            numbers.extend_from_slice(&day.to_be_bytes());
        }
    }
}

fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// A source id: as a number, which takes half the room, where that gives back the same digits.
struct Source<'a>(&'a str);

impl ToSql for Source<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let plain =
            self.0.len() <= 18 && !self.0.starts_with('0') && self.0.bytes().all(|b| b.is_ascii_digit());
        Ok(match self.0.parse::<i64>() {
            Ok(number) if plain => ToSqlOutput::Owned(Value::Integer(number)),
            _ => ToSqlOutput::Borrowed(ValueRef::Text(self.0.as_bytes())),
        })
    }
}

enum Para<'a> {
    Number(u32),
    Text(&'a str),
}

impl ToSql for Para<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Para::Number(no) => ToSqlOutput::Owned(Value::Integer(i64::from(*no))),
            Para::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

impl Written {
    /// Writes the other tables and the indexes and gives the file its name.
    pub fn finish(self, tables: &Tables, about: &About) -> Result<(String, Counts), CoreError> {
        let Written { builder, rows } = self;
        let RowWriter { heads, index, mut hash, .. } = rows;
        let db = builder.db()?;
        write_places(db, tables, &mut hash)?;
        write_households(db, tables)?;
        hash.update(tables.households.keys());
        hash.update(about.district.to_be_bytes());
        hash.update(ROSTER_VERSION.to_be_bytes());
        write_packs(db, &about.packs, &mut hash)?;
        let people = heads.len();
        write_ids(db, heads)?;
        index.write(db, &tables.households)?;
        let hash: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
        let made = tables.areas.iter().map(|a| u64::from(a.made)).sum();
        let counts = Counts {
            households: tables.households.len() as u64,
            areas: tables.areas.len() as u64,
            made,
            hash,
        };
        set_meta(db, "district", about.district)?;
        set_meta(db, "hash", &counts.hash)?;
        set_meta(db, "people", i64::try_from(people).unwrap_or(i64::MAX))?;
        set_meta(db, "households", counts.households)?;
        set_meta(db, "made", counts.made)?;
        set_meta(db, "created", about.today.days())?;
        db.execute_batch("commit")?;
        let short = counts.hash.get(..16).unwrap_or_default().to_owned();
        Ok((builder.finish(&short)?, counts))
    }
}

fn write_places(db: &Connection, tables: &Tables, hash: &mut Sha256) -> Result<(), CoreError> {
    let mut insert = db.prepare(
        "insert into place (no, area, block, block_name, area_name, village) values (?, ?, ?, ?, ?, ?)",
    )?;
    for (no, place) in (1u32..).zip(&tables.places) {
        let area = tables.areas.get(place.area).map_or(0, |a| a.id.0);
        insert.execute(params![no, area, place.block, place.block_name, place.area_name, place.village])?;
        hash.update(area.to_be_bytes());
        hash.update(place.block.to_be_bytes());
        for name in [&place.block_name, &place.area_name, &place.village] {
            hash.update(name);
            hash.update([0x1f]);
        }
    }
    let mut insert = db.prepare("insert into para (no, name) values (?, ?)")?;
    for (no, name) in (1u32..).zip(&tables.paras) {
        insert.execute(params![no, name])?;
        hash.update(name);
        hash.update([0x1f]);
    }
    let mut insert = db.prepare(
        "insert into area_count (area, block, listed, made, first_person, last_person, first_household, last_household) \
         values (?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for area in &tables.areas {
        insert.execute(params![
            area.id.0,
            area.block,
            area.listed,
            area.made,
            area.people.0,
            area.people.1,
            area.households.0,
            area.households.1
        ])?;
    }
    Ok(())
}

fn write_packs(db: &Connection, packs: &[PackInUse], hash: &mut Sha256) -> Result<(), CoreError> {
    let mut insert = db.prepare(
        "insert into pack (address, block, block_name, areas, number, day, depth, people, taken, cards) \
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for pack in packs {
        let areas = minicbor::to_vec(&pack.areas).map_err(|_| CoreError::Internal("packs"))?;
        let full = pack.depth == Depth::Full;
        let (number, day) = (pack.number, pack.day.days());
        insert.execute(params![
            pack.address,
            pack.block,
            pack.block_name,
            areas,
            number,
            day,
            full,
            pack.people,
            pack.taken,
            pack.cards.map(|kind| kind.number())
        ])?;
        hash.update(&pack.address);
    }
    Ok(())
}

fn write_households(db: &Connection, tables: &Tables) -> Result<(), CoreError> {
    let mut insert = db.prepare(
        "insert into household (no, key, place, members, made, first, rest) values (?, ?, ?, ?, ?, ?, ?)",
    )?;
    for (no, (key, household)) in (1u32..).zip(tables.households.iter()) {
        insert.execute(params![
            no,
            key,
            household.place,
            household.members,
            household.made,
            household.first,
            tables.households.rest(no)
        ])?;
    }
    Ok(())
}

/// In rising order, as many a row as fill a page; those of one beginning are not parted.
fn write_ids(db: &Connection, heads: Vec<i64>) -> Result<(), CoreError> {
    let mut ids: Vec<(i64, u32)> = heads.into_iter().zip(1u32..).collect();
    ids.sort_unstable();
    let mut insert = db.prepare("insert into person_id (first, entries) values (?, ?)")?;
    let mut entries = Vec::new();
    let mut ids = ids.into_iter().peekable();
    let mut first = None;
    while let Some((head, no)) = ids.next() {
        let first_head = *first.get_or_insert(head);
        entries.extend_from_slice(&head.to_be_bytes());
        entries.extend_from_slice(&no.to_be_bytes());
        let full = entries.len() >= IDS_A_PAGE * ID_ENTRY;
        let parts = ids.peek().is_none_or(|(next, _)| full && *next != head);
        if parts {
            insert.execute(params![first_head, entries])?;
            entries.clear();
            first = None;
        }
    }
    Ok(())
}
