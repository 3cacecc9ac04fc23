//! From the roster's file into memory.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;
use shivir_domain::id::AreaId;
use shivir_roster::lexicon::Lexicon;
use shivir_roster::sounds::{Sounds, each_word};

use super::traits::Traits;
use super::{Borne, Index, PlaceAt, at, beginnings};
use crate::error::{CoreError, StoreFile};
use crate::store::meta;

fn damaged() -> CoreError {
    CoreError::Damaged(StoreFile::Roster)
}

impl Index {
    /// Reads the index of a roster.
    ///
    /// # Errors
    /// [`CoreError::Damaged`] where it is none.
    pub fn load(db: &Connection, file: &str) -> Result<Self, CoreError> {
        let people: u32 = meta(db, "people")?.ok_or_else(damaged)?;
        let Words { lexicon: words, borne, begins } = words(db)?;
        let (places, place_words, places_of) = places(db)?;
        let traits = traits(db, people)?;
        let (runs, place_of) = runs(db, people, places.len())?;
        Ok(Self {
            file: file.to_owned(),
            words,
            borne,
            begins,
            places,
            place_words,
            places_of,
            runs,
            place_of,
            traits,
        })
    }
}

/// Calls `each` with the blobs of a table of parts.
fn each_part(
    db: &Connection,
    table: &str,
    mut each: impl FnMut(&[u8]) -> Result<(), CoreError>,
) -> Result<(), CoreError> {
    let mut query = db.prepare(&format!("select entries from {table} order by part"))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        each(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
    }
    Ok(())
}

struct Words {
    lexicon: Lexicon,
    borne: Vec<Borne>,
    begins: HashMap<u32, Borne>,
}

fn words(db: &Connection) -> Result<Words, CoreError> {
    let (mut all, mut borne) = (Vec::new(), Vec::new());
    let mut begins: HashMap<u32, Borne> = HashMap::new();
    each_part(db, "lexicon", |part| {
        let mut bytes = Bytes(part);
        let mut before: Vec<u8> = Vec::new();
        while !bytes.0.is_empty() {
            let shared = at(bytes.number()?);
            let more = at(bytes.number()?);
            if shared > before.len() {
                return Err(damaged());
            }
            before.truncate(shared);
            before.extend_from_slice(bytes.take(more)?);
            let sounds = Sounds::from_bytes(&before).ok_or_else(damaged)?;
            let of = Borne { names: bytes.number()?, relatives: bytes.number()? };
            for list in beginnings(sounds.as_slice()).into_iter().flatten() {
                let begun = begins.entry(list).or_default();
                begun.names = begun.names.saturating_add(of.names);
                begun.relatives = begun.relatives.saturating_add(of.relatives);
            }
            all.push(sounds);
            borne.push(of);
        }
        Ok(())
    })?;
    let lexicon = Lexicon::of(&all);
    // Words out of order would shift the numbers of all that follow.
    if at(lexicon.len()) == borne.len() { Ok(Words { lexicon, borne, begins }) } else { Err(damaged()) }
}

type PlaceTables = (Vec<PlaceAt>, Lexicon, Vec<Vec<u32>>);

fn places(db: &Connection) -> Result<PlaceTables, CoreError> {
    let mut places = Vec::new();
    let mut by_word: BTreeMap<Sounds, Vec<u32>> = BTreeMap::new();
    let mut query = db.prepare("select no, area, block, area_name, village from place order by no")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let no: u32 = row.get(0)?;
        places.push(PlaceAt { area: AreaId(row.get(1)?), block: row.get(2)? });
        if at(no) != places.len() {
            return Err(damaged());
        }
        for name in [3, 4] {
            each_word(row.get_ref(name)?.as_str().map_err(rusqlite::Error::from)?, |word| {
                let nos = by_word.entry(word.clone()).or_default();
                if nos.last() != Some(&no) {
                    nos.push(no);
                }
            });
        }
    }
    let lexicon = Lexicon::of(by_word.keys());
    Ok((places, lexicon, by_word.into_values().collect()))
}

fn traits(db: &Connection, people: u32) -> Result<Vec<Traits>, CoreError> {
    let mut traits = vec![Traits::default()];
    traits.reserve_exact(at(people));
    each_part(db, "trait", |part| {
        let (entries, rest) = part.as_chunks::<2>();
        traits.extend(entries.iter().map(|bytes| Traits(u16::from_le_bytes(*bytes))));
        if rest.is_empty() && traits.len() <= at(people) + 1 { Ok(()) } else { Err(damaged()) }
    })?;
    if traits.len() == at(people) + 1 { Ok(traits) } else { Err(damaged()) }
}

type Runs = (Vec<(u32, u32)>, Vec<u32>);

fn runs(db: &Connection, people: u32, places: usize) -> Result<Runs, CoreError> {
    let mut runs = Vec::new();
    let mut place_of = vec![0];
    place_of.reserve_exact(at(people));
    each_part(db, "place_run", |part| {
        let mut bytes = Bytes(part);
        while !bytes.0.is_empty() {
            let (place, count) = (bytes.number()?, bytes.number()?);
            if place == 0 || at(place) > places || at(count) > at(people) + 1 - place_of.len() {
                return Err(damaged());
            }
            runs.push((place, u32::try_from(place_of.len()).unwrap_or(u32::MAX)));
            place_of.extend(std::iter::repeat_n(place, at(count)));
        }
        Ok(())
    })?;
    if place_of.len() == at(people) + 1 { Ok((runs, place_of)) } else { Err(damaged()) }
}

/// Bytes that are taken one after the other.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], CoreError> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or_else(damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    /// In LEB128.
    fn number(&mut self) -> Result<u32, CoreError> {
        let (mut number, mut shift) = (0u32, 0);
        loop {
            let byte = self.take(1)?.first().copied().ok_or_else(damaged)?;
            number |= u32::from(byte & 0x7f).checked_shl(shift).ok_or_else(damaged)?;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
            shift += 7;
        }
    }
}
