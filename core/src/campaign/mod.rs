//! The campaign pack that this store works by.

use std::sync::Arc;

use rusqlite::{OptionalExtension, params};
use shivir_domain::campaign::{Campaign, PackError};

use crate::Core;
use crate::error::{CoreError, Thing};
use crate::store::{meta, set_meta};

/// Why a pack was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The pack itself: where and why.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The store.
    #[error(transparent)]
    Core(#[from] CoreError),
}

impl Core {
    /// Checks a campaign pack and works by it from now on. `year` for an order whose text has none.
    ///
    /// # Errors
    /// The first place of the pack that is wrong; then nothing is changed.
    pub fn load_campaign(&self, json: &str, year: Option<u16>) -> Result<Arc<Campaign>, LoadError> {
        let campaign = Campaign::parse(json)?;
        self.work_by(campaign, year, false)
    }

    fn work_by(
        &self,
        campaign: Campaign,
        year: Option<u16>,
        shipped: bool,
    ) -> Result<Arc<Campaign>, LoadError> {
        let campaign = match year {
            Some(year) => campaign.with_year(year)?,
            None => campaign,
        };
        self.store().write(|tx| {
            tx.prepare_cached(
                "insert into campaign (id, version, json) values (?1, ?2, ?3) \
                 on conflict (id) do update set version = ?2, json = ?3",
            )?
            .execute(params![campaign.pack().id, campaign.pack().version, campaign.raw()])?;
            set_meta(tx, "campaign", &campaign.pack().id)?;
            set_meta(tx, "campaign_shipped", i64::from(shipped))?;
            set_meta(tx, "campaign_year", i64::from(year.unwrap_or(0)))
        })?;
        let campaign = Arc::new(campaign);
        *self.campaign.lock() = Some(campaign.clone());
        Ok(campaign)
    }

    /// Where no campaign pack is in use, works by the order of this district that ships with the application, until the
    /// district's own comes with a sync; an order whose text has no year is taken as this year's. Gives whether a pack is in
    /// use then. `district`: LGD code.
    ///
    /// # Errors
    /// Storage errors.
    pub fn begin_with_order(&self, district: u32) -> Result<bool, CoreError> {
        match self.campaign() {
            Ok(_) => return Ok(true),
            Err(CoreError::NotFound(_)) => {}
            Err(other) => return Err(other),
        }
        let year = u16::try_from(self.today()?.year()).ok();
        let shipped = Campaign::builtin_ids().filter_map(|id| Campaign::builtin(id).ok());
        for order in shipped.filter(|order| order.pack().district.code == district) {
            let year = year.filter(|_| order.year().is_none());
            match self.work_by(order, year, true) {
                Ok(_) => return Ok(true),
                // A day of it is in no such year: it is no order of this year's.
                Err(LoadError::Pack(_)) => {}
                Err(LoadError::Core(error)) => return Err(error),
            }
        }
        Ok(false)
    }

    /// The version that a district's own pack has to be newer than: 0 without a pack, and while the phone works by an order that
    /// only shipped with the application, whatever that one says of itself.
    ///
    /// # Errors
    /// Storage errors.
    pub(crate) fn campaign_version(&self) -> Result<u32, CoreError> {
        let shipped = self.store().read(|db| meta::<i64>(db, "campaign_shipped"))?.unwrap_or(0) != 0;
        match self.campaign() {
            Ok(held) if !shipped => Ok(held.pack().version),
            Ok(_) | Err(CoreError::NotFound(_)) => Ok(0),
            Err(other) => Err(other),
        }
    }

    /// The campaign pack in use.
    ///
    /// # Errors
    /// [`Thing::Campaign`] where none was loaded yet.
    pub fn campaign(&self) -> Result<Arc<Campaign>, CoreError> {
        let mut held = self.campaign.lock();
        if let Some(campaign) = &*held {
            return Ok(campaign.clone());
        }
        let stored = self.store().read(|db| {
            let Some(id) = meta::<String>(db, "campaign")? else {
                return Ok(None);
            };
            let year: i64 = meta(db, "campaign_year")?.unwrap_or(0);
            let json: Option<String> = db
                .prepare_cached("select json from campaign where id = ?")?
                .query_row([id], |r| r.get(0))
                .optional()?;
            Ok(json.map(|json| (json, u16::try_from(year).ok().filter(|y| *y > 0))))
        })?;
        let (json, year) = stored.ok_or(CoreError::NotFound(Thing::Campaign))?;
        // It was checked when it was loaded; a rule that came since then must not keep the camp from its work, so the
        // fault is named and the pack has to be loaded again.
        let mut campaign = Campaign::parse(&json).map_err(|_| CoreError::NotFound(Thing::Campaign))?;
        if let Some(year) = year {
            campaign = campaign.with_year(year).map_err(|_| CoreError::NotFound(Thing::Campaign))?;
        }
        let campaign = Arc::new(campaign);
        *held = Some(campaign.clone());
        Ok(campaign)
    }
}
