//! Reading a pack, chunk by chunk, each verified before anything of it is given out.

use std::fmt::Write;
use std::io::Read;
use std::ops::Range;

use shivir_domain::birth::{BirthDate, BirthSource, Precision};
use shivir_domain::day::Day;
use shivir_domain::id::PersonId;
use shivir_domain::leb::Bytes;

use super::bytes::{Column, Read as Columns};
use super::chunks::Chunks;
use super::header::MOST_CHUNK;
use super::write::{FIRST_MOBILE, Last};
use super::{Address, Header, MOST_DIGITS, PackError, PackPerson, PackPlace, Tables};
use crate::person_key;

/// Reads a pack from its beginning on. Holds the tables, the households' keys and one chunk.
pub struct PackReader<R> {
    chunks: Chunks<R>,
    tables: Tables,
    last: Last,
    /// Keys of the households, one after the other, and where each ends.
    keys: String,
    ends: Vec<u32>,
    people: People,
}

/// The people of a chunk.
#[derive(Debug, Default)]
struct People {
    texts: String,
    rows: Vec<PackedRow>,
}

/// A person whose texts stand elsewhere: source, the two names, relative and para, by their ends.
#[derive(Debug)]
struct PackedRow {
    ends: [usize; 5],
    id: PersonId,
    household: u32,
    place: u32,
    relation: u16,
    sex: u16,
    birth: Option<BirthDate>,
    mobile: Option<u64>,
    last4: Option<u16>,
    made: bool,
    groups: u32,
}

impl<R: Read> PackReader<R> {
    /// Reads the head and the tables. `address`: the one under which it was asked for, where it was.
    ///
    /// # Errors
    /// [`PackError`]; [`PackError::Altered`] also where it is another pack than was asked for.
    pub fn open(source: R, address: Option<Address>) -> Result<Self, PackError> {
        let mut chunks = Chunks::open(source, address)?;
        if chunks.header.cards.is_some() {
            return Err(PackError::Malformed);
        }
        // The head was found to have one.
        chunks.next()?.ok_or(PackError::Malformed)?;
        let tables = minicbor::decode(&chunks.raw).map_err(|_| PackError::Malformed)?;
        Ok(Self {
            chunks,
            tables,
            last: Last::default(),
            keys: String::new(),
            ends: Vec::new(),
            people: People::default(),
        })
    }

    /// What it is.
    pub fn header(&self) -> &Header {
        &self.chunks.header
    }

    /// Its address.
    pub fn address(&self) -> Address {
        self.chunks.address
    }

    /// Its places.
    pub fn places(&self) -> &[PackPlace] {
        &self.tables.places
    }

    /// Hands out the people of the next chunk in their order; false where there was none. After that, the pack is known
    /// to be whole and as its head says.
    ///
    /// # Errors
    /// [`PackError`], and nothing of that chunk was handed out; whatever `each` returns.
    pub fn next_people<E: From<PackError>>(
        &mut self,
        mut each: impl FnMut(&PackPerson) -> Result<(), E>,
    ) -> Result<bool, E> {
        let Some(rows) = self.chunks.next()? else {
            self.end()?;
            return Ok(false);
        };
        self.decode(rows)?;
        let mut start = 0;
        for row in &self.people.rows {
            let [source, name_hi, name_en, relative, para] = row.ends.map(|end| {
                let text = self.people.texts.get(start..end).unwrap_or("");
                start = end;
                text
            });
            each(&PackPerson {
                id: row.id,
                source,
                household: self.key(row.household),
                place: row.place,
                name_hi,
                name_en,
                relative,
                relation: row.relation,
                sex: row.sex,
                birth: row.birth,
                para,
                mobile: row.mobile,
                last4: row.last4,
                made: row.made,
                groups: row.groups,
            })?;
        }
        Ok(true)
    }

    /// All came, and no more than that.
    fn end(&mut self) -> Result<(), PackError> {
        if self.ends.len() as u64 != u64::from(self.chunks.header.households) {
            return Err(PackError::Malformed);
        }
        self.chunks.end()
    }

    fn decode(&mut self, rows: u32) -> Result<(), PackError> {
        let Self { chunks: Chunks { header, raw, .. }, tables, last, keys, ends, people } = self;
        people.texts.clear();
        people.rows.clear();
        let columns = &mut Columns::new(raw)?;
        let mut key = Vec::new();
        for _ in 0..rows {
            let own = source(columns, tables, last, &mut people.texts)?;
            let end_source = people.texts.len();
            let id = match own {
                Some(id) => id,
                None => {
                    let start = people.rows.last().map_or(0, |row| row.ends[4]);
                    key.clear();
                    let source = people.texts.get(start..end_source).unwrap_or("");
                    person_key(source, "", "", None, &mut key);
                    PersonId::listed(header.district, &key)
                }
            };
            household(columns, tables, last, keys, ends)?;
            last.place = columns.of(Column::Place).step(last.place)?;
            let place = u32::try_from(last.place).map_err(|_| PackError::Malformed)?;
            if usize::try_from(place).is_ok_and(|place| place >= tables.places.len()) {
                return Err(PackError::Malformed);
            }
            let mut text = |count, words| -> Result<usize, PackError> {
                let count = columns.of(count).number()?;
                words_of(columns.of(words), count, &tables.words, &mut people.texts)?;
                Ok(people.texts.len())
            };
            let ends = [
                end_source,
                text(Column::NameHiCount, Column::NameHi)?,
                text(Column::NameEnCount, Column::NameEn)?,
                text(Column::RelativeCount, Column::Relative)?,
                text(Column::ParaCount, Column::Para)?,
            ];
            people.rows.push(PackedRow {
                ends,
                id,
                household: last.household,
                place,
                relation: code(columns.of(Column::Relation))?,
                sex: code(columns.of(Column::Sex))?,
                birth: birth(columns)?,
                mobile: mobile(columns)?,
                last4: last4(columns)?,
                made: flag(columns.of(Column::Made))?,
                groups: columns.of(Column::Groups).small()?,
            });
        }
        columns.end()
    }

    /// The chunk at hand, decompressed.
    #[cfg(test)]
    pub(super) fn raw(&self) -> &[u8] {
        &self.chunks.raw
    }

    fn key(&self, household: u32) -> &str {
        let at = usize::try_from(household).unwrap_or(usize::MAX);
        let end = |at: usize| self.ends.get(at).copied().unwrap_or(0);
        let start = at.checked_sub(1).map_or(0, end);
        self.keys.get(range(start, end(at))).unwrap_or("")
    }
}

fn range(start: u32, end: u32) -> Range<usize> {
    usize::try_from(start).unwrap_or(usize::MAX)..usize::try_from(end).unwrap_or(usize::MAX)
}

/// Appends the list's own id; gives hers where it has none.
fn source(
    columns: &mut Columns,
    tables: &Tables,
    last: &mut Last,
    texts: &mut String,
) -> Result<Option<PersonId>, PackError> {
    let Some(shape) = columns.of(Column::SourceShape).small()?.checked_sub(1) else {
        let id = columns.of(Column::Id).take(16)?;
        return Ok(Some(PersonId::from_slice(id).ok_or(PackError::Malformed)?));
    };
    let number = last.sources.entry(shape).or_default();
    *number = columns.of(Column::SourceStep).step(*number)?;
    shaped(tables, shape, *number, texts)?;
    Ok(None)
}

/// The household of the next person; see [`super::PackWriter`].
fn household(
    columns: &mut Columns,
    tables: &Tables,
    last: &mut Last,
    keys: &mut String,
    ends: &mut Vec<u32>,
) -> Result<(), PackError> {
    let newest = u32::try_from(ends.len()).map_err(|_| PackError::Malformed)?;
    match columns.of(Column::Household).small()? {
        0 if newest > 0 => {}
        0 => return Err(PackError::Malformed),
        1 => {
            let shape = columns.of(Column::KeyShape).small()?;
            let number = last.keys.entry(shape).or_default();
            *number = columns.of(Column::KeyStep).step(*number)?;
            shaped(tables, shape, *number, keys)?;
            ends.push(u32::try_from(keys.len()).map_err(|_| PackError::Malformed)?);
            last.household = newest;
        }
        back => last.household = newest.checked_sub(back - 1).ok_or(PackError::Malformed)?,
    }
    Ok(())
}

/// Appends an id or key.
fn shaped(tables: &Tables, shape: u32, number: u64, text: &mut String) -> Result<(), PackError> {
    let shape = usize::try_from(shape).ok().and_then(|shape| tables.shapes.get(shape));
    let (before, digits) = shape.ok_or(PackError::Malformed)?;
    append(before, text)?;
    let width = usize::from(*digits);
    if width == 0 {
        return Ok(());
    }
    if width > MOST_DIGITS {
        return Err(PackError::Malformed);
    }
    write!(text, "{number:0width$}").map_err(|_| PackError::Malformed)
}

/// Appends words with a space between.
fn words_of(numbers: &mut Bytes, count: u64, words: &[String], text: &mut String) -> Result<(), PackError> {
    for n in 0..count {
        if n > 0 {
            text.push(' ');
        }
        append(words.get(numbers.index()?).ok_or(PackError::Malformed)?, text)?;
    }
    Ok(())
}

/// Appends to texts that stay as small as a chunk may be: a few numbers could stand for endless words.
fn append(word: &str, text: &mut String) -> Result<(), PackError> {
    if (text.len() + word.len()) as u64 > u64::from(MOST_CHUNK) {
        return Err(PackError::Malformed);
    }
    text.push_str(word);
    Ok(())
}

fn code(column: &mut Bytes) -> Result<u16, PackError> {
    u16::try_from(column.number()?).map_err(|_| PackError::Malformed)
}

fn flag(column: &mut Bytes) -> Result<bool, PackError> {
    match column.byte()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(PackError::Malformed),
    }
}

fn birth(columns: &mut Columns) -> Result<Option<BirthDate>, PackError> {
    let Some(how) = code(columns.of(Column::BirthHow))?.checked_sub(1) else {
        return Ok(None);
    };
    let signed = |number: u32| i32::try_from(number).map_err(|_| PackError::Malformed);
    let year = signed(columns.of(Column::BirthYear).small()?)?;
    let day = signed(columns.of(Column::BirthDay).small()?)?;
    let first = Day::from_ymd(year, 1, 1).ok_or(PackError::Malformed)?;
    let day = first.days().checked_add(day).and_then(Day::from_days).ok_or(PackError::Malformed)?;
    let (source, precision) = (BirthSource::from_number(how / 8), Precision::from_number(how % 8));
    Ok(Some(BirthDate { day, source, precision }))
}

fn mobile(columns: &mut Columns) -> Result<Option<u64>, PackError> {
    match columns.of(Column::MobileHow).byte()? {
        0 => Ok(None),
        1 => {
            let mut short = [0; 4];
            let of = [Column::Mobile0, Column::Mobile1, Column::Mobile2, Column::Mobile3];
            for (byte, column) in short.iter_mut().zip(of) {
                *byte = columns.of(column).byte()?;
            }
            Ok(Some(FIRST_MOBILE + u64::from(u32::from_be_bytes(short))))
        }
        2 => Ok(Some(columns.of(Column::MobileWide).number()?)),
        _ => Err(PackError::Malformed),
    }
    .and_then(|mobile| match mobile {
        Some(wide) if wide > 9_999_999_999 => Err(PackError::Malformed),
        mobile => Ok(mobile),
    })
}

fn last4(columns: &mut Columns) -> Result<Option<u16>, PackError> {
    if !flag(columns.of(Column::Last4How))? {
        return Ok(None);
    }
    let high = columns.of(Column::Last4High).byte()?;
    let last4 = u16::from_be_bytes([high, columns.of(Column::Last4Low).byte()?]);
    if last4 > 9999 { Err(PackError::Malformed) } else { Ok(Some(last4)) }
}
