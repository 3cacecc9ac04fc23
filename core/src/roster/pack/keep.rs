//! Keeping packs as they come: whole from a file, or in pieces over a bad network.

use std::io::Read;

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Serialize, Serializer};
use shivir_domain::day::Day;
use shivir_domain::id::AreaId;
use shivir_roster::pack::{Address, Depth, Header, Held, PackError, head, held};

use super::bytes::PackBytes;
use crate::Core;
use crate::error::{CoreError, StoreFile};
use crate::roster::ImportError;

/// Bytes of a part of a pack that is taken from a file.
const PART: u64 = 256 * 1024;

/// Bytes of a head that are waited for at most, before what comes is no pack.
const MOST_HEAD: u64 = 2 << 20;

/// A pack that is kept here, or the beginning of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptPack {
    /// By what it is asked for.
    #[serde(serialize_with = "hex")]
    pub address: Address,
    /// Bytes that are here.
    pub bytes: u64,
    /// Bytes of the whole; none as long as its head is not here.
    pub of: Option<u64>,
    /// All of it is here, and is what its head says.
    pub whole: bool,
    /// What it is; none as long as its head is not here.
    #[serde(skip)]
    pub header: Option<Header>,
    /// LGD code of the block, its name, and what of the rest of the head a list of packs shows.
    #[serde(flatten)]
    pub of_block: Option<OfBlock>,
}

/// What a list of packs shows of a head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfBlock {
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
    /// `full` or `minimal`.
    pub depth: &'static str,
    /// `roster` or `cards`.
    pub kind: &'static str,
    /// People, or the portal's words on them.
    pub people: u32,
}

fn hex<S: Serializer>(address: &Address, s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(address)
}

impl KeptPack {
    fn new(address: Address, bytes: u64, whole: bool, found: Option<Held>) -> Self {
        let of_block = found.as_ref().map(|found| {
            let Header { block, block_name, areas, number, day, people, .. } = &found.header;
            OfBlock {
                block: *block,
                block_name: block_name.clone(),
                areas: areas.clone(),
                number: *number,
                day: *day,
                depth: if found.header.depth == Depth::Full { "full" } else { "minimal" },
                kind: if found.header.cards.is_some() { "cards" } else { "roster" },
                people: *people,
            }
        });
        let of = found.as_ref().map(|found| found.of);
        Self { address, bytes, of, whole, header: found.map(|found| found.header), of_block }
    }
}

impl Core {
    /// Keeps a pack that lies here whole, as a file that was carried.
    ///
    /// # Errors
    /// [`ImportError::Pack`] where it is none, cut short or altered: nothing of it is kept. Storage errors.
    pub fn keep_pack(&self, source: &mut dyn Read) -> Result<KeptPack, ImportError> {
        self.only_real()?;
        let mut db = self.store().open_packs()?;
        let tx = db.transaction().map_err(CoreError::from)?;
        // Its address is known when its head was read; until then it stands under one that no pack has.
        let unknown = Address([0; 32]);
        forget(&tx, unknown)?;
        let mut bytes = 0u64;
        loop {
            let mut part = Vec::new();
            let read = source.take(PART).read_to_end(&mut part).map_err(PackError::from)?;
            if read == 0 {
                break;
            }
            put(&tx, unknown, bytes, &part)?;
            bytes += read as u64;
        }
        let found = held(&mut PackBytes::new(&tx, unknown))?;
        if found.bytes < found.of {
            // The bytes that are there tell which: fewer than all of them, or others.
            return Err(if bytes < found.of { PackError::Cut } else { PackError::Altered }.into());
        }
        if bytes > found.of {
            return Err(PackError::Altered.into());
        }
        let address = found.address;
        forget(&tx, address)?;
        tx.execute("update part set address = ? where address = ?", params![address.0, unknown.0])
            .map_err(CoreError::from)?;
        note(&tx, address, bytes, true)?;
        tx.commit().map_err(CoreError::from)?;
        Ok(KeptPack::new(address, bytes, true, Some(found)))
    }

    /// Keeps a piece of a pack that is being fetched, in one durable step, so that the fetch goes on from there after a
    /// break. A piece that does not begin where the last one ended changes nothing: the answer says from where to go on.
    /// When the last piece is here, the whole is verified; of one that is wrong, what is right is kept.
    ///
    /// # Errors
    /// [`ImportError::Pack`] where what came is no pack or another than was asked for: nothing of it is kept. Storage
    /// errors, which change nothing.
    pub fn keep_pack_part(&self, address: Address, at: u64, part: &[u8]) -> Result<KeptPack, ImportError> {
        self.only_real()?;
        let mut db = self.store().open_packs()?;
        let tx = db.transaction().map_err(CoreError::from)?;
        let here = bytes_of(&tx, address)?;
        let (before, whole) = here.unwrap_or((0, false));
        if whole || at != before || part.is_empty() {
            let found = head(&mut PackBytes::new(&tx, address)).ok();
            return Ok(KeptPack::new(address, before, whole, found));
        }
        put(&tx, address, at, part)?;
        let bytes = before + part.len() as u64;
        let refused = |error: PackError, tx: rusqlite::Transaction| {
            forget(&tx, address)?;
            tx.commit().map_err(CoreError::from)?;
            Err(error.into())
        };
        let found = match head(&mut PackBytes::new(&tx, address)) {
            Ok(found) if found.address != address => return refused(PackError::Altered, tx),
            Ok(found) => Some(found),
            Err(PackError::Cut) if bytes <= MOST_HEAD => None,
            Err(error) => return refused(error, tx),
        };
        let (mut bytes, mut whole) = (bytes, false);
        if found.as_ref().is_some_and(|found| bytes >= found.of) {
            let found = held(&mut PackBytes::new(&tx, address))?;
            whole = found.is_whole() && bytes == found.of;
            if !whole {
                bytes = found.bytes;
                cut(&tx, address, bytes)?;
            }
        }
        note(&tx, address, bytes, whole)?;
        tx.commit().map_err(CoreError::from)?;
        Ok(KeptPack::new(address, bytes, whole, found))
    }

    /// The packs that are kept here, whole ones and begun ones, in the order of their addresses.
    ///
    /// # Errors
    /// Storage errors.
    pub fn kept_packs(&self) -> Result<Vec<KeptPack>, CoreError> {
        let db = self.store().open_packs()?;
        let mut query = db.prepare("select address, bytes, whole from pack order by address")?;
        let rows = query.query_map([], |r| Ok((Address(r.get(0)?), r.get(1)?, r.get(2)?)))?;
        let mut kept = Vec::new();
        for row in rows {
            let (address, bytes, whole) = row?;
            let found = head(&mut PackBytes::new(&db, address)).ok();
            kept.push(KeptPack::new(address, bytes, whole, found));
        }
        Ok(kept)
    }

    /// Drops a kept pack, or what of it was fetched. The roster in use is not changed.
    ///
    /// # Errors
    /// Storage errors.
    pub fn drop_pack(&self, address: Address) -> Result<(), CoreError> {
        let mut db = self.store().open_packs()?;
        let tx = db.transaction()?;
        forget(&tx, address)?;
        Ok(tx.commit()?)
    }
}

/// How many bytes of a pack are here, and whether it is whole.
pub(super) fn bytes_of(db: &Connection, address: Address) -> Result<Option<(u64, bool)>, CoreError> {
    Ok(db
        .prepare_cached("select bytes, whole from pack where address = ?")?
        .query_row([address.0], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?)
}

/// Removes a pack.
pub(super) fn forget(db: &Connection, address: Address) -> Result<(), CoreError> {
    db.execute("delete from part where address = ?", [address.0])?;
    db.execute("delete from pack where address = ?", [address.0])?;
    Ok(())
}

fn put(db: &Connection, address: Address, at: u64, part: &[u8]) -> Result<(), CoreError> {
    db.prepare_cached("insert into part (address, at, bytes) values (?, ?, ?)")?
        .execute(params![address.0, at, part])?;
    Ok(())
}

fn note(db: &Connection, address: Address, bytes: u64, whole: bool) -> Result<(), CoreError> {
    db.prepare_cached("insert or replace into pack (address, bytes, whole) values (?, ?, ?)")?
        .execute(params![address.0, bytes, whole])?;
    Ok(())
}

/// Keeps so many bytes from the beginning.
fn cut(db: &Connection, address: Address, bytes: u64) -> Result<(), CoreError> {
    db.execute("delete from part where address = ? and at >= ?", params![address.0, bytes])?;
    let last: Option<(u64, Vec<u8>)> = db
        .prepare_cached("select at, bytes from part where address = ? order by at desc limit 1")?
        .query_row([address.0], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((at, mut part)) = last else {
        return Ok(());
    };
    let keep = usize::try_from(bytes - at).map_err(|_| CoreError::Damaged(StoreFile::Packs))?;
    part.truncate(keep);
    db.execute("update part set bytes = ? where address = ? and at = ?", params![part, address.0, at])?;
    Ok(())
}
