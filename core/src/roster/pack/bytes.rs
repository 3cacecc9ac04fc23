//! The bytes of a kept pack, from their beginning on.

use std::io::{self, Read};

use rusqlite::{Connection, OptionalExtension, params};
use shivir_roster::pack::Address;

/// Reads the parts of a pack one after the other.
pub(super) struct PackBytes<'a> {
    db: &'a Connection,
    address: Address,
    /// Where the next part begins.
    next: u64,
    part: Vec<u8>,
    /// How much of the part was read.
    read: usize,
}

impl<'a> PackBytes<'a> {
    pub fn new(db: &'a Connection, address: Address) -> Self {
        Self { db, address, next: 0, part: Vec::new(), read: 0 }
    }
}

impl Read for PackBytes<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read == self.part.len() {
            let part: Option<Vec<u8>> = self
                .db
                .prepare_cached("select bytes from part where address = ? and at = ?")
                .and_then(|mut query| {
                    query.query_row(params![self.address.0, self.next], |r| r.get(0)).optional()
                })
                .map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
            let Some(part) = part else {
                return Ok(0);
            };
            self.next += part.len() as u64;
            (self.part, self.read) = (part, 0);
        }
        let rest = self.part.get(self.read..).unwrap_or_default();
        let many = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..many), rest.get(..many)) {
            to.copy_from_slice(from);
        }
        self.read += many;
        Ok(many)
    }
}
