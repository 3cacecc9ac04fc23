//! Making a pack.

use std::collections::HashMap;
use std::hash::Hash;
use std::io::Write;

use sha2::{Digest, Sha256};
use shivir_domain::birth::BirthDate;
use shivir_domain::day::Day;
use shivir_domain::id::AreaId;
use shivir_domain::leb::{push, push_step};

use super::bytes::{Column, Columns};
use super::header::Chunk;
use super::{Address, Depth, Header, PackError, PackPerson, PackPlace, ROWS, Tables, part};

/// zstd's level: a pack is made once and fetched by every phone of the block.
const LEVEL: i32 = 19;

/// A mobile number that is kept in 32 bits begins here: India's begin with 6 to 9.
pub(super) const FIRST_MOBILE: u64 = 6_000_000_000;

/// What a pack is of, and how much it is to have.
#[derive(Debug, Clone)]
pub struct PackOptions {
    /// LGD code of the district.
    pub district: u32,
    /// LGD code of the block; 0 where the campaign pack does not name it.
    pub block: u32,
    /// The block's name.
    pub block_name: String,
    /// The district number at which it is built.
    pub number: u64,
    /// The day on which it is built.
    pub day: Day,
    /// How much of each person.
    pub depth: Depth,
    /// The groups that may be told, a bit for each number; the marks of maternal, hospital, disability and PVTG work
    /// belong only in packs for the holders of that duty.
    pub groups: u32,
    /// The gram panchayats or wards that it has; empty where it has the whole block.
    pub areas: Vec<AreaId>,
}

/// Takes the people of a block and makes the pack, which is held compressed until it is written.
///
/// The same people in the same order with the same options give the same bytes.
pub struct PackWriter {
    options: PackOptions,
    /// Before the number in the key of a household of a minimal pack.
    group: String,
    words: Numbered<String>,
    shapes: Numbered<(String, u8)>,
    places: Vec<PackPlace>,
    households: Numbered<String>,
    last: Last,
    columns: Columns,
    rows: u32,
    people: u32,
    chunks: Vec<Chunk>,
    packed: Vec<u8>,
}

/// What the next row is told apart from.
#[derive(Debug, Default)]
pub(super) struct Last {
    /// Number of the household.
    pub household: u32,
    pub place: u64,
    /// The last number of each shape of ids and of keys.
    pub sources: HashMap<u32, u64>,
    pub keys: HashMap<u32, u64>,
}

impl PackWriter {
    /// A pack without people.
    pub fn new(options: PackOptions) -> Self {
        Self {
            group: group_key(&options),
            options: PackOptions { areas: rising(options.areas), ..options },
            words: Numbered::default(),
            shapes: Numbered::default(),
            places: Vec::new(),
            households: Numbered::default(),
            last: Last::default(),
            columns: Columns::default(),
            rows: 0,
            people: 0,
            chunks: Vec::new(),
            packed: Vec::new(),
        }
    }

    /// Adds a place; gives its number.
    pub fn place(&mut self, place: PackPlace) -> u32 {
        self.places.push(place);
        u32::try_from(self.places.len() - 1).unwrap_or(u32::MAX)
    }

    /// Adds a person. Of what the depth leaves out nothing is taken.
    ///
    /// # Errors
    /// [`PackError::Malformed`] for a place that was not added, last digits that are more than four, or a mobile number
    /// of more than ten.
    pub fn person(&mut self, person: &PackPerson) -> Result<(), PackError> {
        let unknown = usize::try_from(person.place).is_ok_and(|place| place >= self.places.len());
        let big = person.last4.is_some_and(|l| l > 9999) || person.mobile.is_some_and(|m| m > 9_999_999_999);
        if unknown || big {
            return Err(PackError::Malformed);
        }
        let minimal = minimal(person);
        let person = if self.options.depth == Depth::Full { person } else { &minimal };
        self.known_by(person);
        self.household(person.household);
        push_step(self.columns.of(Column::Place), self.last.place, person.place.into());
        self.last.place = person.place.into();
        self.text(person.name_hi, Column::NameHiCount, Column::NameHi);
        self.text(person.name_en, Column::NameEnCount, Column::NameEn);
        self.text(person.relative, Column::RelativeCount, Column::Relative);
        self.text(person.para, Column::ParaCount, Column::Para);
        push(self.columns.of(Column::Relation), person.relation.into());
        push(self.columns.of(Column::Sex), person.sex.into());
        self.birth(person.birth);
        self.mobile(person.mobile);
        self.last4(person.last4);
        self.columns.of(Column::Made).push(person.made.into());
        push(self.columns.of(Column::Groups), (person.groups & self.options.groups).into());
        self.rows += 1;
        self.people += 1;
        if self.rows == ROWS { self.end_chunk() } else { Ok(()) }
    }

    /// The list's own id, or hers where it has none.
    fn known_by(&mut self, person: &PackPerson) {
        if person.source.is_empty() {
            push(self.columns.of(Column::SourceShape), 0);
            self.columns.of(Column::Id).extend(person.id.0);
            return;
        }
        let (before, digits, number) = part(person.source);
        let shape = self.shapes.number((before.to_owned(), digits));
        push(self.columns.of(Column::SourceShape), u64::from(shape) + 1);
        let last = self.last.sources.insert(shape, number).unwrap_or(0);
        push_step(self.columns.of(Column::SourceStep), last, number);
    }

    /// 0: that of the person before; 1: a new one, whose key follows; n + 2: the one n before the newest.
    fn household(&mut self, key: &str) {
        let newest = self.households.len();
        let no = self.households.number(key.to_owned());
        let same = self.people > 0 && no == self.last.household;
        let step = match newest.checked_sub(no) {
            _ if same => 0,
            None | Some(0) => 1,
            Some(back) => u64::from(back) + 1,
        };
        push(self.columns.of(Column::Household), step);
        self.last.household = no;
        if no < newest {
            return;
        }
        let (before, digits, number) = match self.options.depth {
            Depth::Full => part(key),
            Depth::Minimal => (self.group.as_str(), 1, u64::from(no)),
        };
        let shape = self.shapes.number((before.to_owned(), digits));
        push(self.columns.of(Column::KeyShape), shape.into());
        let last = self.last.keys.insert(shape, number).unwrap_or(0);
        push_step(self.columns.of(Column::KeyStep), last, number);
    }

    /// Its words, which a space parts; an empty text has none.
    fn text(&mut self, text: &str, count: Column, words: Column) {
        let mut many = 0;
        if !text.is_empty() {
            for word in text.split(' ') {
                let word = self.words.number_of(word);
                push(self.columns.of(words), word.into());
                many += 1;
            }
        }
        push(self.columns.of(count), many);
    }

    fn birth(&mut self, birth: Option<BirthDate>) {
        let Some(birth) = birth else {
            self.columns.of(Column::BirthHow).push(0);
            return;
        };
        // Two numbers below 8 each, as the domain's code lists have them; one more, since 0 is none.
        let how = birth.source.number() * 8 + birth.precision.number() + 1;
        push(self.columns.of(Column::BirthHow), how.into());
        let year = birth.day.year();
        let first = Day::from_ymd(year, 1, 1).unwrap_or(birth.day);
        let unsigned = |number: i32| u64::from(number.unsigned_abs());
        push(self.columns.of(Column::BirthYear), unsigned(year));
        push(self.columns.of(Column::BirthDay), unsigned(birth.day.days() - first.days()));
    }

    /// 0: none; 1: from 6,000,000,000 on, in four columns of a byte each; 2: any other.
    fn mobile(&mut self, mobile: Option<u64>) {
        let short = mobile.and_then(|m| u32::try_from(m.checked_sub(FIRST_MOBILE)?).ok());
        let how = match (mobile, short) {
            (None, _) => 0,
            (_, Some(_)) => 1,
            (Some(wide), None) => {
                push(self.columns.of(Column::MobileWide), wide);
                2
            }
        };
        self.columns.of(Column::MobileHow).push(how);
        if let Some(short) = short {
            let columns = [Column::Mobile0, Column::Mobile1, Column::Mobile2, Column::Mobile3];
            for (column, byte) in columns.into_iter().zip(short.to_be_bytes()) {
                self.columns.of(column).push(byte);
            }
        }
    }

    fn last4(&mut self, last4: Option<u16>) {
        self.columns.of(Column::Last4How).push(last4.is_some().into());
        if let Some([high, low]) = last4.map(u16::to_be_bytes) {
            self.columns.of(Column::Last4High).push(high);
            self.columns.of(Column::Last4Low).push(low);
        }
    }

    fn end_chunk(&mut self) -> Result<(), PackError> {
        let raw = self.columns.take();
        let (chunk, mut packed) = compress(&raw, self.rows)?;
        self.chunks.push(chunk);
        self.packed.append(&mut packed);
        self.rows = 0;
        Ok(())
    }

    /// Writes the pack; gives what it is.
    ///
    /// # Errors
    /// [`PackError::Io`] where it cannot be written.
    pub fn finish(mut self, out: &mut dyn Write) -> Result<(Header, Address), PackError> {
        if self.rows > 0 {
            self.end_chunk()?;
        }
        let tables = Tables { words: self.words.all, shapes: self.shapes.all, places: self.places };
        let raw = minicbor::to_vec(&tables).map_err(|_| PackError::Malformed)?;
        let (first, tables) = compress(&raw, 0)?;
        self.chunks.insert(0, first);
        let header = Header {
            district: self.options.district,
            block: self.options.block,
            block_name: self.options.block_name,
            number: self.options.number,
            day: self.options.day,
            depth: self.options.depth,
            people: self.people,
            households: self.households.len(),
            chunks: self.chunks,
            areas: self.options.areas,
            cards: None,
        };
        let (bytes, address) = header.to_bytes()?;
        for part in [bytes, tables, self.packed] {
            out.write_all(&part)?;
        }
        out.flush()?;
        Ok((header, address))
    }
}

/// Compresses a chunk.
pub(super) fn compress(raw: &[u8], rows: u32) -> Result<(Chunk, Vec<u8>), PackError> {
    let packed = zstd::bulk::compress(raw, LEVEL)?;
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(|_| PackError::Malformed);
    let chunk =
        Chunk { packed: length(&packed)?, raw: length(raw)?, rows, hash: Sha256::digest(&packed).into() };
    Ok((chunk, packed))
}

/// What stands before the number in the key of a household of a minimal pack: no number of a card is in it.
fn group_key(options: &PackOptions) -> String {
    let PackOptions { block, block_name, areas, .. } = options;
    let within = areas.iter().min().map(|area| format!("{}:", area.0)).unwrap_or_default();
    if *block == 0 { format!("G:{block_name}:{within}") } else { format!("G:{block}:{within}") }
}

fn rising(mut areas: Vec<AreaId>) -> Vec<AreaId> {
    areas.sort_unstable();
    areas.dedup();
    areas
}

/// What every phone of the district may have of a person (`docs/PACKS.md`). The household is the caller's to number.
fn minimal<'a>(person: &PackPerson<'a>) -> PackPerson<'a> {
    let year = person.birth.and_then(|birth| {
        // A span over two years counts for the one in which the most of it lies.
        let middle = birth.day.plus((birth.last_day().days() - birth.day.days()) / 2);
        BirthDate::in_year(middle.year(), birth.source)
    });
    PackPerson { source: "", sex: 0, birth: year, para: "", mobile: None, last4: None, groups: 0, ..*person }
}

/// Things by numbers from 0, in the order in which they are met.
struct Numbered<T> {
    numbers: HashMap<T, u32>,
    all: Vec<T>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), all: Vec::new() }
    }
}

impl<T: Eq + Hash + Clone> Numbered<T> {
    fn len(&self) -> u32 {
        u32::try_from(self.all.len()).unwrap_or(u32::MAX)
    }

    fn number(&mut self, thing: T) -> u32 {
        let next = self.len();
        let no = *self.numbers.entry(thing.clone()).or_insert(next);
        if no == next {
            self.all.push(thing);
        }
        no
    }
}

impl Numbered<String> {
    /// As [`Self::number`], without a copy where it is known.
    fn number_of(&mut self, text: &str) -> u32 {
        self.numbers.get(text).copied().unwrap_or_else(|| self.number(text.to_owned()))
    }
}
