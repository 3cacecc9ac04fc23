//! The columns of a batch: like stands by like, so that zstd finds it.

use std::collections::BTreeMap;

use super::super::WireError;
use crate::leb::{Bytes, push};

/// Columns of the packed part, which zstd compresses. The numbers are not given to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Packed {
    Shape = 0,
    Stream,
    Seq,
    Moment,
    Counter,
    Who,
    When,
    Area,
    Kind,
    Subject,
    Base,
    RawHeader,
    BodyLength,
    LooseBody,
    Text,
    TextLength,
    Bytes,
    Small,
    Wide,
    /// Heads of bodies of kinds beyond [`KINDS`]; those below have a column each, from the next number on.
    Heads = 31,
}

/// Kinds below this number have a column of heads of their own, [`Packed::Heads`] plus the number.
pub(super) const KINDS: u16 = 96;

/// Columns of the plain part: what no compression makes smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Plain {
    Streams = 0,
    Workers,
    Subjects,
    Moment,
    Hashes,
    Low,
}

/// The column of the heads of bodies of a kind.
pub(super) fn heads(kind: u16) -> u64 {
    let own = if kind < KINDS { u64::from(kind) } else { 0 };
    Packed::Heads as u64 + own
}

/// Columns as they are written.
#[derive(Debug, Default)]
pub(super) struct Columns(BTreeMap<u64, Vec<u8>>);

impl Columns {
    /// The bytes of a column.
    pub fn of(&mut self, column: u64) -> &mut Vec<u8> {
        self.0.entry(column).or_default()
    }

    /// Bytes in all columns.
    pub fn size(&self) -> usize {
        self.0.values().map(|column| column.len() + 4).sum()
    }

    /// All but the empty ones, in the order of their numbers: number, length, bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.size());
        for (number, column) in self.0.iter().filter(|(_, column)| !column.is_empty()) {
            push(&mut bytes, *number);
            push(&mut bytes, column.len() as u64);
            bytes.extend_from_slice(column);
        }
        bytes
    }
}

/// Columns as they are read.
#[derive(Debug, Default)]
pub(super) struct Read<'a>(BTreeMap<u64, Bytes<'a>>);

impl<'a> Read<'a> {
    /// Splits a part of a batch.
    pub fn new(bytes: &'a [u8]) -> Result<Self, WireError> {
        let mut columns = BTreeMap::new();
        let mut bytes = Bytes(bytes);
        while !bytes.0.is_empty() {
            let number = bytes.number()?;
            let length = bytes.index()?;
            if columns.insert(number, Bytes(bytes.take(length)?)).is_some() {
                return Err(WireError::Malformed);
            }
        }
        Ok(Self(columns))
    }

    /// The rest of a column; a column that is not there is empty.
    pub fn of(&mut self, column: u64) -> &mut Bytes<'a> {
        self.0.entry(column).or_default()
    }

    /// Nothing is left over: a column that is not known here would be dropped silently.
    pub fn end(&self) -> Result<(), WireError> {
        if self.0.values().all(|column| column.0.is_empty()) { Ok(()) } else { Err(WireError::Malformed) }
    }
}
