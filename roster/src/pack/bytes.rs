//! Numbers in LEB128, and the columns of a chunk: each a number, its length and its bytes.

use super::PackError;

/// Appends a number.
pub(super) fn push(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// Appends a step, small ones of either sign in one byte.
pub(super) fn push_step(bytes: &mut Vec<u8>, from: u64, to: u64) {
    let step = to.wrapping_sub(from).cast_signed();
    push(bytes, ((step << 1) ^ (step >> 63)).cast_unsigned());
}

/// Bytes that are read from their beginning on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next byte.
    pub fn byte(&mut self) -> Result<u8, PackError> {
        let (first, rest) = self.0.split_first().ok_or(PackError::Malformed)?;
        self.0 = rest;
        Ok(*first)
    }

    /// So many bytes.
    pub fn take(&mut self, length: usize) -> Result<&'a [u8], PackError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(PackError::Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    /// A number.
    pub fn number(&mut self) -> Result<u64, PackError> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            if part << shift >> shift != part {
                return Err(PackError::Malformed);
            }
            number |= part << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(PackError::Malformed)
    }

    /// A number of 32 bits.
    pub fn small(&mut self) -> Result<u32, PackError> {
        u32::try_from(self.number()?).map_err(|_| PackError::Malformed)
    }

    /// An index or a length.
    pub fn index(&mut self) -> Result<usize, PackError> {
        usize::try_from(self.number()?).map_err(|_| PackError::Malformed)
    }

    /// A step from a number.
    pub fn step(&mut self, from: u64) -> Result<u64, PackError> {
        let zigzag = self.number()?;
        let step = (zigzag >> 1) ^ (zigzag & 1).wrapping_neg();
        Ok(from.wrapping_add(step))
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_steps_come_back_and_endless_ones_are_refused() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX, 5];
        let mut bytes = Vec::new();
        let mut last = 9;
        for number in numbers {
            push(&mut bytes, number);
            push_step(&mut bytes, last, number);
            last = number;
        }
        let mut read = Bytes(&bytes);
        let mut last = 9;
        for number in numbers {
            assert_eq!(read.number().ok(), Some(number));
            last = read.step(last).unwrap_or(77);
            assert_eq!(last, number);
        }
        assert!(read.0.is_empty());
        assert!(Bytes(&[0xff; 12]).number().is_err());
        assert!(Bytes(&[0x80]).number().is_err());
        assert!(Bytes(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]).number().is_err());
    }
}
