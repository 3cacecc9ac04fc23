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
        let mut campaign = Campaign::parse(json)?;
        if let Some(year) = year {
            campaign = campaign.with_year(year)?;
        }
        self.store().write(|tx| {
            tx.prepare_cached(
                "insert into campaign (id, version, json) values (?1, ?2, ?3) \
                 on conflict (id) do update set version = ?2, json = ?3",
            )?
            .execute(params![campaign.pack().id, campaign.pack().version, campaign.raw()])?;
            set_meta(tx, "campaign", &campaign.pack().id)?;
            set_meta(tx, "campaign_year", i64::from(year.unwrap_or(0)))
        })?;
        let campaign = Arc::new(campaign);
        *self.campaign.lock() = Some(campaign.clone());
        Ok(campaign)
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
