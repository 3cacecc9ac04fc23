//! A district: its keys, its epoch, and its own count of facts.

mod areas;
mod campaign;

pub(crate) use areas::foreign_areas;
pub use campaign::load_campaign;
pub(crate) use campaign::{campaign, campaign_past};

use shivir_domain::wire::keys::{SealPublic, SealSecret, SignPublic, SignSecret};
use shivir_domain::wire::{Cursor, Epoch};

use crate::env::drawn;
use crate::error::HubError;
use crate::store::{Row, Tx, first, number};
use crate::{Hub, args};

/// What the hub knows of a district.
pub(crate) struct District {
    pub code: u32,
    pub epoch: Epoch,
    /// The last number that was given to a fact.
    pub number: Cursor,
    pub sign: SignSecret,
    pub seal: SealSecret,
    pub recovery: Option<SealPublic>,
}

/// The public side of a district.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DistrictKeys {
    /// With which the hub's answers are checked.
    pub sign: SignPublic,
    /// To which couriers' files are sealed.
    pub seal: SealPublic,
}

impl District {
    fn of(mut row: Row) -> Result<Self, HubError> {
        Ok(Self {
            code: row.num(0)?,
            epoch: Epoch(row.num(1)?),
            number: Cursor(row.num(2)?),
            sign: SignSecret::from_bytes(row.array(3)?),
            seal: SealSecret::from_bytes(row.array(4)?),
            recovery: row.maybe_bytes(5)?.and_then(|bytes| bytes.try_into().ok()).map(SealPublic),
        })
    }

    /// Reads it.
    pub fn read(tx: &mut dyn Tx, code: u32) -> Result<Option<Self>, HubError> {
        const ONE: &str =
            "select district, epoch, number, sign, seal, recovery from district where district = $1";
        first(tx, ONE, args![code])?.map(Self::of).transpose()
    }

    /// Reads it and keeps every other writer of this district out until the transaction ends, so that numbers become
    /// visible in their order.
    pub fn lock(tx: &mut dyn Tx, code: u32) -> Result<Option<Self>, HubError> {
        let held = tx.run("update district set number = number where district = $1", args![code])?;
        if held == 0 { Ok(None) } else { Self::read(tx, code) }
    }

    /// Any of them: signs what is said to someone of a district that this hub does not have.
    pub fn any(tx: &mut dyn Tx) -> Result<Option<Self>, HubError> {
        const SQL: &str =
            "select district, epoch, number, sign, seal, recovery from district order by district limit 1";
        first(tx, SQL, args![])?.map(Self::of).transpose()
    }

    /// The number from which a phone of an earlier epoch goes on: the lowest at which the database came back since.
    pub fn restored_since(&self, tx: &mut dyn Tx, epoch: Epoch) -> Result<Cursor, HubError> {
        let sql = "select min(restored) from epoch where district = $1 and epoch > $2";
        let lowest = first(tx, sql, args![self.code, number(epoch.0.min(self.epoch.0))?])?;
        // Of an epoch that this database never had, nothing is known.
        let lowest = lowest.map(|row| row.maybe(0)).transpose()?.flatten().unwrap_or(0);
        Ok(Cursor(lowest))
    }

    /// Writes the count back.
    pub fn count(&self, tx: &mut dyn Tx) -> Result<(), HubError> {
        let (code, count) = (self.code, number(self.number.0)?);
        tx.run("update district set number = $2 where district = $1", args![code, count])?;
        Ok(())
    }
}

impl Hub {
    /// Adds a district with keys of its own; one that is there is left as it is. `code`: its LGD code. Gives its keys.
    ///
    /// # Errors
    /// Storage errors.
    pub fn add_district(&self, code: u32) -> Result<DistrictKeys, HubError> {
        let (sign, seal) = (drawn::<32>(self.env())?, drawn::<32>(self.env())?);
        let now = number(self.env().now_ms())?;
        self.db().write_with(|tx| {
            tx.run(
                "insert into district (district, epoch, number, phones, sign, seal) \
                 values ($1, $2, 0, 0, $3, $4) on conflict (district) do nothing",
                args![code, now, &sign, &seal],
            )?;
            Ok(())
        })?;
        self.district_keys(code)
    }

    /// The public keys of a district.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; storage errors.
    pub fn district_keys(&self, code: u32) -> Result<DistrictKeys, HubError> {
        let district = self.db().read_with(|tx| District::read(tx, code))?;
        let district = district.ok_or(HubError::NotFound("the district"))?;
        Ok(DistrictKeys { sign: district.sign.public(), seal: district.seal.public() })
    }

    /// The districts of this hub by their LGD codes.
    ///
    /// # Errors
    /// Storage errors.
    pub fn districts(&self) -> Result<Vec<u32>, HubError> {
        let rows =
            self.db().read_with(|tx| tx.rows("select district from district order by district", args![]))?;
        rows.iter().map(|row| row.num(0)).collect()
    }

    /// Keeps the district's recovery key, which every phone that is enrolled from now on seals its store's key to.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; storage errors.
    pub fn set_recovery(&self, code: u32, key: SealPublic) -> Result<(), HubError> {
        let sql = "update district set recovery = $2 where district = $1";
        match self.db().write_with(|tx| tx.run(sql, args![code, &key.0]))? {
            0 => Err(HubError::NotFound("the district")),
            _ => Ok(()),
        }
    }

    /// Begins a new epoch, after the database came back from a backup: phones send again what it has lost. Every district
    /// of the hub.
    ///
    /// # Errors
    /// Storage errors.
    pub fn begin_epoch(&self) -> Result<(), HubError> {
        let now = number(self.env().now_ms())?;
        self.db().write_with(|tx| {
            tx.run(
                "update district set epoch = case when epoch < $1 then $1 else epoch + 1 end",
                args![now],
            )?;
            tx.run(
                "insert into epoch (district, epoch, restored) select district, epoch, number from district",
                args![],
            )?;
            Ok(())
        })
    }
}
