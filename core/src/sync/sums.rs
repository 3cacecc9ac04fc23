//! The digest of each area's facts, kept as they come and go: a row an area. What counts is what the hub has numbered: the
//! facts of others that came from it, and one's own that it acknowledged and did not keep aside. All of an area's facts
//! are those whose header names it: a fact that moves a person counts for the area in its header alone, wherever it is
//! shown.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use shivir_domain::fact::FactHash;
use shivir_domain::id::{AreaId, FactId, StreamId};
use shivir_domain::wire::digest::SetSum;

use crate::Core;
use crate::error::{CoreError, StoreFile};

/// The facts that count, where `{}` narrows them down.
const COUNTED: &str = "select f.area, s.id, f.seq, f.hash from fact f join stream s on s.no = f.stream \
    where (case s.own when 1 then f.seq <= s.acked and not exists (select 1 from refusal r \
    where r.stream = f.stream and r.seq = f.seq and r.released = 0) \
    else not exists (select 1 from carried c where c.stream = f.stream and c.seq = f.seq) end)";

/// The sums that change within one transaction.
pub(super) struct Sums<'a> {
    db: &'a Connection,
    changed: BTreeMap<AreaId, SetSum>,
}

impl<'a> Sums<'a> {
    pub fn of(db: &'a Connection) -> Self {
        Self { db, changed: BTreeMap::new() }
    }

    fn sum(&mut self, area: AreaId) -> Result<&mut SetSum, CoreError> {
        match self.changed.entry(area) {
            std::collections::btree_map::Entry::Occupied(entry) => Ok(entry.into_mut()),
            std::collections::btree_map::Entry::Vacant(entry) => {
                Ok(entry.insert(kept(self.db, area)?.unwrap_or_default()))
            }
        }
    }

    /// A fact counts from now on.
    pub fn add(&mut self, area: AreaId, id: FactId, hash: FactHash) -> Result<(), CoreError> {
        self.sum(area)?.add(id, hash);
        Ok(())
    }

    /// A fact counts no more.
    fn remove(&mut self, area: AreaId, id: FactId, hash: FactHash) -> Result<(), CoreError> {
        self.sum(area)?.remove(id, hash);
        Ok(())
    }

    /// Does something to a stream that may change which of its facts count, those of these numbers. For anything but the
    /// plain coming of a fact: the facts that counted are taken out, those that count after it are put in.
    pub fn around(
        &mut self,
        stream: i64,
        (from, to): (u64, u64),
        change: impl FnOnce(&Connection) -> Result<(), CoreError>,
    ) -> Result<(), CoreError> {
        for (area, id, hash) in counted_of(self.db, stream, from, to)? {
            self.remove(area, id, hash)?;
        }
        change(self.db)?;
        for (area, id, hash) in counted_of(self.db, stream, from, to)? {
            self.add(area, id, hash)?;
        }
        Ok(())
    }

    /// Writes them.
    pub fn finish(self) -> Result<(), CoreError> {
        for (area, sum) in &self.changed {
            if kept(self.db, *area)?.unwrap_or_default() != *sum {
                keep(self.db, *area, sum)?;
            }
        }
        Ok(())
    }
}

/// The sum of an area as it is kept.
pub(super) fn kept(db: &Connection, area: AreaId) -> Result<Option<SetSum>, CoreError> {
    let bytes: Option<Vec<u8>> = db
        .prepare_cached("select sum from sync_area where area = ?")?
        .query_row([area.0], |r| r.get(0))
        .optional()?;
    let read = |bytes: Vec<u8>| SetSum::from_bytes(&bytes).ok_or(CoreError::Damaged(StoreFile::Camp));
    bytes.map(read).transpose()
}

fn keep(db: &Connection, area: AreaId, sum: &SetSum) -> Result<(), CoreError> {
    db.prepare_cached(
        "insert into sync_area (area, granted, after, whole, own, healed, sum) values (?1, 0, 0, 0, 0, 0, ?2) \
         on conflict (area) do update set sum = ?2",
    )?
    .execute(params![area.0, sum.to_bytes()])?;
    Ok(())
}

type Counted = (AreaId, FactId, FactHash);

fn counted(row: &rusqlite::Row) -> rusqlite::Result<Counted> {
    let id = FactId { stream: StreamId(row.get(1)?), seq: row.get(2)? };
    Ok((AreaId(row.get(0)?), id, FactHash(row.get(3)?)))
}

fn counted_of(db: &Connection, stream: i64, from: u64, to: u64) -> Result<Vec<Counted>, CoreError> {
    let to = to.min(i64::MAX.unsigned_abs());
    let mut query = db.prepare_cached(&format!("{COUNTED} and f.stream = ? and f.seq between ? and ?"))?;
    Ok(query.query_map(params![stream, from, to], counted)?.collect::<Result<_, _>>()?)
}

/// The sums of all areas that have any, added up anew from the facts.
fn added_up(db: &Connection) -> Result<BTreeMap<AreaId, SetSum>, CoreError> {
    let mut sums: BTreeMap<AreaId, SetSum> = BTreeMap::new();
    let mut query = db.prepare(COUNTED)?;
    for row in query.query_map([], counted)? {
        let (area, id, hash) = row?;
        sums.entry(area).or_default().add(id, hash);
    }
    Ok(sums)
}

/// Adds all sums up anew and keeps them: after a salvage.
pub(super) fn renew(db: &Connection) -> Result<(), CoreError> {
    db.prepare("update sync_area set sum = ?")?.execute([SetSum::default().to_bytes()])?;
    added_up(db)?.iter().try_for_each(|(area, sum)| keep(db, *area, sum))
}

/// Adds the sum of one area up anew and keeps it.
pub(super) fn renew_of(db: &Connection, area: AreaId) -> Result<SetSum, CoreError> {
    let mut sum = SetSum::default();
    let mut query = db.prepare(&format!("{COUNTED} and f.area = ?"))?;
    for row in query.query_map([area.0], counted)? {
        let (_, id, hash) = row?;
        sum.add(id, hash);
    }
    keep(db, area, &sum)?;
    Ok(sum)
}

impl Core {
    /// Whether the sums that are kept are those of the facts: what `verify` and tests ask.
    ///
    /// # Errors
    /// Storage errors.
    pub fn sums_hold(&self) -> Result<bool, CoreError> {
        self.store().read(|db| {
            let mut query = db.prepare("select area, sum from sync_area")?;
            let rows = query.query_map([], |r| Ok((AreaId(r.get(0)?), r.get::<_, Vec<u8>>(1)?)))?;
            let mut held = BTreeMap::new();
            for row in rows {
                let (area, bytes) = row?;
                let sum = SetSum::from_bytes(&bytes).ok_or(CoreError::Damaged(StoreFile::Camp))?;
                if sum != SetSum::default() {
                    held.insert(area, sum);
                }
            }
            Ok(held == added_up(db)?)
        })
    }
}
