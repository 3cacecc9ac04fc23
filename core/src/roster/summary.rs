//! What the roster in use holds.

use rusqlite::Connection;
use serde::Serialize;
use shivir_domain::day::Day;
use shivir_domain::id::AreaId;

use super::PackInUse;
use crate::Core;
use crate::error::{CoreError, StoreFile, Thing};
use crate::store::meta;

/// The roster in use, by the list alone: what was registered since is in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct RosterSummary {
    /// LGD code of the district.
    pub district: u32,
    /// SHA-256 over the people and places, hexadecimal.
    pub hash: String,
    /// The day of the import.
    pub created: Day,
    /// People.
    pub people: u64,
    /// Households.
    pub households: u64,
    /// People with a card.
    pub made: u64,
    /// Gram panchayats and wards, in the order of the list.
    pub areas: Vec<AreaSummary>,
    /// The packs that it was built of; none where it is of a list.
    pub packs: Vec<PackInUse>,
}

/// An area of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct AreaSummary {
    /// Its number.
    pub area: AreaId,
    /// Its name, as the list writes it.
    pub name: String,
    /// LGD code of the block; 0 where the campaign pack does not name it.
    pub block: u32,
    /// The block's name, as the list writes it.
    pub block_name: String,
    /// People listed.
    pub listed: u64,
    /// Those of them with a card.
    pub made: u64,
}

impl Core {
    /// The roster in use.
    ///
    /// # Errors
    /// [`Thing::Roster`] where none was loaded yet, [`CoreError::Damaged`] where it cannot be read.
    pub fn roster_summary(&self) -> Result<RosterSummary, CoreError> {
        self.store().read(|camp| self.with_roster(camp, summary))
    }

    /// Reads the roster that `camp` names, while `camp` is being read.
    pub(super) fn with_roster<T>(
        &self,
        camp: &Connection,
        work: impl FnOnce(&Connection) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let named: Option<String> = meta(camp, "roster")?;
        self.store().read_roster(|db| match db {
            Some(db) => work(db),
            None if named.is_some() => Err(CoreError::Damaged(StoreFile::Roster)),
            None => Err(CoreError::NotFound(Thing::Roster)),
        })
    }
}

fn summary(db: &Connection) -> Result<RosterSummary, CoreError> {
    let damaged = || CoreError::Damaged(StoreFile::Roster);
    let created: i32 = meta(db, "created")?.ok_or_else(damaged)?;
    let mut query = db.prepare_cached(
        "select a.area, l.area_name, a.block, l.block_name, a.listed, a.made from area_count a \
         join (select area, min(no) no, area_name, block_name from place group by area) l on l.area = a.area \
         order by l.no",
    )?;
    let areas = query.query_map([], |r| {
        Ok(AreaSummary {
            area: AreaId(r.get(0)?),
            name: r.get(1)?,
            block: r.get(2)?,
            block_name: r.get(3)?,
            listed: r.get(4)?,
            made: r.get(5)?,
        })
    })?;
    Ok(RosterSummary {
        district: meta(db, "district")?.ok_or_else(damaged)?,
        hash: meta(db, "hash")?.ok_or_else(damaged)?,
        created: Day::from_days(created).ok_or_else(damaged)?,
        people: meta(db, "people")?.ok_or_else(damaged)?,
        households: meta(db, "households")?.ok_or_else(damaged)?,
        made: meta(db, "made")?.ok_or_else(damaged)?,
        areas: areas.collect::<Result<_, _>>()?,
        packs: PackInUse::all(db)?,
    })
}
