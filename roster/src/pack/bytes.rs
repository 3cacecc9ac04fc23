//! The columns of a chunk: each a number, its length and its bytes.

use shivir_domain::leb::{Bytes, push};

use super::PackError;

/// How many columns there are; see [`Column`].
pub(super) const COLUMNS: usize = Column::CardDay as usize + 1;

/// The columns of a chunk by their numbers, which are not given to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    SourceShape = 0,
    SourceStep,
    Id,
    Household,
    KeyShape,
    KeyStep,
    Place,
    NameHiCount,
    NameHi,
    NameEnCount,
    NameEn,
    RelativeCount,
    Relative,
    ParaCount,
    Para,
    Relation,
    Sex,
    BirthHow,
    BirthYear,
    BirthDay,
    MobileHow,
    Mobile0,
    Mobile1,
    Mobile2,
    Mobile3,
    MobileWide,
    Last4How,
    Last4High,
    Last4Low,
    Made,
    Groups,
    // Of packs of cards.
    CardHead,
    CardStatus,
    CardDated,
    CardHasDay,
    CardDay,
}

/// Columns of a chunk as they are written.
#[derive(Debug)]
pub(super) struct Columns([Vec<u8>; COLUMNS]);

impl Default for Columns {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Vec::new()))
    }
}

impl Columns {
    /// The bytes of a column.
    pub fn of(&mut self, column: Column) -> &mut Vec<u8> {
        &mut self.0[column as usize]
    }

    /// All but the empty ones, one after the other; they are empty after that.
    pub fn take(&mut self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.iter().map(|c| c.len() + 6).sum());
        for (number, column) in (0u64..).zip(&mut self.0) {
            if !column.is_empty() {
                push(&mut bytes, number);
                push(&mut bytes, column.len() as u64);
                bytes.append(column);
            }
        }
        bytes
    }
}

/// Columns of a chunk as they are read.
#[derive(Debug)]
pub(super) struct Read<'a>([Bytes<'a>; COLUMNS]);

impl<'a> Read<'a> {
    /// Splits a chunk.
    pub fn new(chunk: &'a [u8]) -> Result<Self, PackError> {
        let mut columns = Self([Bytes::default(); COLUMNS]);
        let mut chunk = Bytes(chunk);
        while !chunk.0.is_empty() {
            let number = chunk.index()?;
            let length = chunk.index()?;
            let bytes = chunk.take(length)?;
            // One that is not known here would be dropped silently.
            *columns.0.get_mut(number).ok_or(PackError::Malformed)? = Bytes(bytes);
        }
        Ok(columns)
    }

    /// The rest of a column.
    pub fn of(&mut self, column: Column) -> &mut Bytes<'a> {
        &mut self.0[column as usize]
    }

    /// Nothing is left over.
    pub fn end(&self) -> Result<(), PackError> {
        if self.0.iter().all(|c| c.0.is_empty()) { Ok(()) } else { Err(PackError::Malformed) }
    }
}
