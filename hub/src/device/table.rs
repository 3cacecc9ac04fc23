//! Rows of phones.

use shivir_domain::id::DeviceId;
use shivir_domain::wire::enrol::Grant;
use shivir_domain::wire::keys::{SealPublic, SignPublic};

use super::code::encode;
use crate::error::HubError;
use crate::store::{Row, Tx, first, number};
use crate::{Hub, args};

/// A phone.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    pub id: DeviceId,
    /// Short number on slips.
    pub no: u32,
    pub sign: SignPublic,
    pub seal: SealPublic,
    /// Greatest counter seen of its requests.
    pub counter: u64,
    pub grant: Grant,
    pub revoked: bool,
}

impl Device {
    fn of(mut row: Row) -> Result<Self, HubError> {
        Ok(Self {
            id: DeviceId(row.array(0)?),
            no: row.num(1)?,
            sign: SignPublic(row.array(2)?),
            seal: SealPublic(row.array(3)?),
            counter: row.num(4)?,
            grant: minicbor::decode(&row.bytes(5)?).map_err(|_| HubError::Damaged)?,
            revoked: row.maybe::<u64>(6)?.is_some(),
        })
    }

    /// Reads it.
    pub fn read(tx: &mut dyn Tx, district: u32, id: DeviceId) -> Result<Option<Self>, HubError> {
        let sql = "select device, no, sign, seal, counter, granted, revoked_ms from device \
                   where district = $1 and device = $2";
        first(tx, sql, args![district, &id.0])?.map(Self::of).transpose()
    }

    /// Notes that it was heard, with this counter.
    pub fn heard(&self, tx: &mut dyn Tx, district: u32, counter: u64, now: u64) -> Result<(), HubError> {
        let (counter, now) = (number(counter.max(self.counter))?, number(now)?);
        tx.run(
            "update device set counter = $3, seen_ms = $4 where district = $1 and device = $2",
            args![district, &self.id.0, counter, now],
        )?;
        Ok(())
    }
}

/// The workers of a grant are known in the district from now on.
pub(crate) fn bind_workers(tx: &mut dyn Tx, district: u32, grant: &Grant) -> Result<(), HubError> {
    for worker in &grant.workers {
        tx.run(
            "insert into worker (district, worker, name, cadre) values ($1, $2, $3, $4) \
             on conflict (district, worker) do update set name = excluded.name, cadre = excluded.cadre",
            args![district, &worker.worker.0, &worker.name, worker.cadre.number()],
        )?;
    }
    Ok(())
}

/// A phone as the desk shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceState {
    /// Which.
    pub device: DeviceId,
    /// Its short number.
    pub no: u32,
    /// What it is granted.
    pub grant: Grant,
    /// When it was last heard, in milliseconds since 1970 (UTC).
    pub seen_ms: u64,
    /// It was revoked.
    pub revoked: bool,
}

impl Hub {
    /// The phones of a district by their short numbers.
    ///
    /// # Errors
    /// Storage errors.
    pub fn devices(&self, district: u32) -> Result<Vec<DeviceState>, HubError> {
        let sql =
            "select device, no, granted, seen_ms, revoked_ms from device where district = $1 order by no";
        let rows = self.db().read_with(|tx| tx.rows(sql, args![district]))?;
        let state = |mut row: Row| {
            Ok(DeviceState {
                device: DeviceId(row.array(0)?),
                no: row.num(1)?,
                grant: minicbor::decode(&row.bytes(2)?).map_err(|_| HubError::Damaged)?,
                seen_ms: row.num(3)?,
                revoked: row.maybe::<u64>(4)?.is_some(),
            })
        };
        rows.into_iter().map(state).collect()
    }

    /// Takes a phone's rights back: what it wrote is still taken, aside, and nothing is sent to it.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; storage errors.
    pub fn revoke(&self, district: u32, device: DeviceId) -> Result<(), HubError> {
        let now = number(self.env().now_ms())?;
        let sql =
            "update device set revoked_ms = coalesce(revoked_ms, $3) where district = $1 and device = $2";
        self.changed(self.db().write_with(|tx| tx.run(sql, args![district, &device.0, now]))?)
    }

    /// Grants a phone other areas and workers; it learns of it at its next sync.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; storage errors.
    pub fn grant(&self, district: u32, device: DeviceId, grant: &Grant) -> Result<(), HubError> {
        let granted = encode(grant)?;
        let sql = "update device set granted = $3 where district = $1 and device = $2";
        let changed = self.db().write_with(|tx| {
            bind_workers(tx, district, grant)?;
            tx.run(sql, args![district, &device.0, &granted])
        })?;
        self.changed(changed)?;
        self.release_known_areas(district).map(drop)
    }

    fn changed(&self, rows: u64) -> Result<(), HubError> {
        if rows == 0 { Err(HubError::NotFound("the phone")) } else { Ok(()) }
    }
}
