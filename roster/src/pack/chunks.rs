//! The chunks of a pack, each verified before it is decompressed.

use std::io::Read;

use super::header::Chunk;
use super::{Address, Header, PackError};

/// Reads chunk after chunk of a pack of either kind.
pub(super) struct Chunks<R> {
    source: R,
    pub header: Header,
    pub address: Address,
    /// Index of the next chunk.
    next: usize,
    packed: Vec<u8>,
    /// The chunk at hand, decompressed.
    pub raw: Vec<u8>,
}

impl<R: Read> Chunks<R> {
    /// Reads the head. `address`: the one under which it was asked for, where it was.
    pub fn open(mut source: R, address: Option<Address>) -> Result<Self, PackError> {
        let (header, _, found) = Header::read(&mut source)?;
        if address.is_some_and(|address| address != found) {
            return Err(PackError::Altered);
        }
        Ok(Self { source, header, address: found, next: 0, packed: Vec::new(), raw: Vec::new() })
    }

    /// Reads, verifies and decompresses the next chunk into `raw`; gives how many people are in it.
    pub fn next(&mut self) -> Result<Option<u32>, PackError> {
        let Some(Chunk { packed, raw, rows, .. }) = self.header.chunks.get(self.next).cloned() else {
            return Ok(None);
        };
        // Their sizes were found to be small enough.
        self.packed.clear();
        let read = self.source.by_ref().take(packed.into()).read_to_end(&mut self.packed)?;
        if read as u64 != u64::from(packed) {
            return Err(PackError::Cut);
        }
        if !self.header.chunks.get(self.next).is_some_and(|chunk| chunk.is(&self.packed)) {
            return Err(PackError::Altered);
        }
        let capacity = usize::try_from(raw).map_err(|_| PackError::Malformed)?;
        self.raw = zstd::bulk::decompress(&self.packed, capacity).map_err(|_| PackError::Malformed)?;
        if self.raw.len() != capacity {
            return Err(PackError::Malformed);
        }
        self.next += 1;
        Ok(Some(rows))
    }

    /// Nothing stands behind the last chunk.
    pub fn end(&mut self) -> Result<(), PackError> {
        match self.source.read(&mut [0])? {
            0 => Ok(()),
            _ => Err(PackError::Altered),
        }
    }
}
