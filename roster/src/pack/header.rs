//! The head of a pack: what it is, and by what each of its chunks is known.

use std::fmt;
use std::io::Read;

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};
use shivir_domain::codes::CardKind;
use shivir_domain::day::Day;
use shivir_domain::id::AreaId;

use super::{FORMAT, PackError};

/// The first bytes of every pack.
const MAGIC: &[u8; 8] = b"SHIVPACK";

/// Bytes of a header at most; one has some 40 a chunk.
const MOST_HEADER: u32 = 1 << 20;

/// Bytes of a chunk at most, before it is compressed, and of the texts that it comes to. Nobody is made to hold more.
pub(super) const MOST_CHUNK: u32 = 64 << 20;

/// Names a pack by its content: SHA-256 over its head, which holds those of all chunks.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Address(pub [u8; 32]);

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

/// How much of each person a pack has (`docs/PACKS.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Depth {
    /// Names, relation, year of birth, village and card status.
    #[n(0)]
    Minimal,
    /// All that the list has.
    #[n(1)]
    Full,
}

impl Depth {
    /// A stable word for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Minimal => "minimal",
            Self::Full => "full",
        }
    }
}

/// What a pack is. A newer field is read over, and still counts into the address.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Header {
    /// LGD code of the district.
    #[n(0)]
    pub district: u32,
    /// LGD code of the block; 0 where the campaign pack does not name it.
    #[n(1)]
    pub block: u32,
    /// The block's name.
    #[n(2)]
    pub block_name: String,
    /// The district number at which it was built: all facts up to it are in its rows, later ones come over them.
    #[n(3)]
    pub number: u64,
    /// The day on which it was built.
    #[n(4)]
    pub day: Day,
    /// How much of each person it has.
    #[n(5)]
    pub depth: Depth,
    /// People.
    #[n(6)]
    pub people: u32,
    /// Households.
    #[n(7)]
    pub households: u32,
    /// The tables first, then the rows.
    #[n(8)]
    pub(super) chunks: Vec<Chunk>,
    /// The gram panchayats or wards that it has, rising; empty where it has the whole block. A worker's own areas come in
    /// full beside the block in its minimal depth.
    #[n(9)]
    #[cbor(default)]
    pub areas: Vec<AreaId>,
    /// It has no people, but the portal's word on this kind of card; none where it is a roster pack.
    #[n(10)]
    pub cards: Option<CardKind>,
}

/// A chunk of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(super) struct Chunk {
    /// Bytes in the file.
    #[n(0)]
    pub packed: u32,
    /// Bytes when decompressed.
    #[n(1)]
    pub raw: u32,
    /// People in it.
    #[n(2)]
    pub rows: u32,
    /// SHA-256 of its bytes in the file.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub hash: [u8; 32],
}

impl Header {
    /// The bytes with which the file begins, and the address of the pack.
    pub(super) fn to_bytes(&self) -> Result<(Vec<u8>, Address), PackError> {
        let mut header = minicbor::to_vec(self).map_err(|_| PackError::Malformed)?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(FORMAT.to_be_bytes());
        bytes.extend(u32::try_from(header.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.append(&mut header);
        let address: [u8; 32] = Sha256::digest(&bytes).into();
        bytes.extend(address);
        Ok((bytes, Address(address)))
    }

    /// Reads it; gives its bytes in the file and the address too.
    pub(super) fn read(source: &mut dyn Read) -> Result<(Self, u64, Address), PackError> {
        let mut preamble = [0u8; 14];
        let length = fill(source, &mut preamble)?;
        let (magic, rest) = preamble.split_at(MAGIC.len());
        let known = MAGIC.len().min(length);
        if length == 0 || magic.get(..known) != MAGIC.get(..known) {
            return Err(PackError::NotAPack);
        }
        if length < preamble.len() {
            return Err(PackError::Cut);
        }
        let (Some((format, rest)), true) = (rest.split_first_chunk(), rest.len() == 6) else {
            return Err(PackError::NotAPack);
        };
        let format = u16::from_be_bytes(*format);
        if format != FORMAT {
            return Err(if format > FORMAT { PackError::Newer { format } } else { PackError::Altered });
        }
        let length = rest.first_chunk().map_or(0, |length| u32::from_be_bytes(*length));
        if length > MOST_HEADER {
            return Err(PackError::Altered);
        }
        let mut header = Vec::new();
        if source.take(length.into()).read_to_end(&mut header)? as u64 != u64::from(length) {
            return Err(PackError::Cut);
        }
        let mut said = [0u8; 32];
        source.read_exact(&mut said)?;
        let mut hash = Sha256::new();
        hash.update(preamble);
        hash.update(&header);
        let address: [u8; 32] = hash.finalize().into();
        if address != said {
            return Err(PackError::Altered);
        }
        let header: Self = minicbor::decode(&header).map_err(|_| PackError::Malformed)?;
        header.check()?;
        let bytes = preamble.len() as u64 + u64::from(length) + said.len() as u64;
        Ok((header, bytes, Address(address)))
    }

    /// What it says of itself holds together, and no chunk is bigger than one may be.
    fn check(&self) -> Result<(), PackError> {
        let rows = self.chunks.iter().try_fold(0u32, |sum, chunk| sum.checked_add(chunk.rows));
        let small = |chunk: &Chunk| chunk.raw <= MOST_CHUNK && chunk.packed <= MOST_CHUNK;
        let tables = self.chunks.first().is_some_and(|tables| tables.rows == 0);
        let all = rows == Some(self.people) && self.households <= self.people;
        if all && tables && self.chunks.iter().all(small) { Ok(()) } else { Err(PackError::Malformed) }
    }

    /// Whether another pack has the same content, whenever each was built.
    pub fn same_content(&self, other: &Self) -> bool {
        self.cards == other.cards
            && (self.depth, &self.areas) == (other.depth, &other.areas)
            && self.chunks == other.chunks
    }

    /// Bytes of its chunks in the file: the whole pack but for its head.
    pub fn bytes(&self) -> u64 {
        self.chunks.iter().map(|chunk| u64::from(chunk.packed)).sum()
    }

    /// Whether it is of the same block as another, by code, else by name.
    pub fn same_block(&self, block: u32, name: &str) -> bool {
        if self.block == 0 && block == 0 { self.block_name == name } else { self.block == block }
    }

    /// Whether it takes the place of another pack: all that the other has it has as well, in no less depth, or it is the
    /// same stretch of the district in another depth.
    pub fn replaces(&self, other: &Self) -> bool {
        let all = self.areas.is_empty();
        let covers = all || !other.areas.is_empty() && other.areas.iter().all(|a| self.areas.contains(a));
        self.same_block(other.block, &other.block_name)
            && self.cards == other.cards
            && (self.areas == other.areas || covers && self.depth >= other.depth)
    }
}

/// Reads until the buffer is full or the source ends; gives how many bytes came.
fn fill(source: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, PackError> {
    let mut length = 0;
    while let Some(rest) = buffer.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match source.read(rest) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(length)
}

/// How much of a pack is there and right: what a fetch that was broken off goes on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What it is.
    pub header: Header,
    /// Its address.
    pub address: Address,
    /// Bytes from the beginning that are right: the rest is to be fetched from here on.
    pub bytes: u64,
    /// Bytes of the whole file.
    pub of: u64,
}

impl Held {
    /// All of it.
    pub fn is_whole(&self) -> bool {
        self.bytes == self.of
    }
}

/// Looks at the head of a pack alone: no more of it is verified, or counted as there.
///
/// # Errors
/// [`PackError::Cut`] where it is not whole; else as for reading.
pub fn head(source: &mut dyn Read) -> Result<Held, PackError> {
    let (header, bytes, address) = Header::read(source)?;
    let of = bytes + header.bytes();
    Ok(Held { header, address, bytes, of })
}

/// Looks at a pack, or at the beginning of one, and verifies what is there, chunk by chunk.
///
/// # Errors
/// [`PackError::Cut`] where not even the head is whole, so that there is nothing to go on from; else as for reading.
pub fn held(source: &mut dyn Read) -> Result<Held, PackError> {
    let Held { header, address, mut bytes, of } = head(source)?;
    let mut buffer = Vec::new();
    for chunk in &header.chunks {
        buffer.resize(usize::try_from(chunk.packed).unwrap_or(0), 0);
        if fill(source, &mut buffer)? < buffer.len() || !chunk.is(&buffer) {
            break;
        }
        bytes += u64::from(chunk.packed);
    }
    Ok(Held { header, address, bytes, of })
}

impl Chunk {
    /// Whether these are its bytes.
    pub fn is(&self, bytes: &[u8]) -> bool {
        let hash: [u8; 32] = Sha256::digest(bytes).into();
        hash == self.hash
    }
}
