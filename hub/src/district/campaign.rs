//! The campaign pack that a district's phones get.

use shivir_domain::campaign::Campaign;

use crate::error::HubError;
use crate::store::{Tx, first};
use crate::{Hub, args};

/// Version and text of the district's campaign pack.
pub(crate) fn campaign(tx: &mut dyn Tx, district: u32) -> Result<Option<(u32, String)>, HubError> {
    let row = first(tx, "select version, json from campaign where district = $1", args![district])?;
    row.map(|mut row| Ok((row.num(0)?, row.text(1)?))).transpose()
}

/// The same where it is later than a version: nearly always nothing, and then its text is not read.
pub(crate) fn campaign_past(
    tx: &mut dyn Tx,
    district: u32,
    version: u32,
) -> Result<Option<(u32, String)>, HubError> {
    let sql = "select version, json from campaign where district = $1 and version > $2";
    first(tx, sql, args![district, version])?.map(|mut row| Ok((row.num(0)?, row.text(1)?))).transpose()
}

/// Gives a district's phones a campaign pack. One of a lower version takes no other's place.
///
/// # Errors
/// [`HubError::NotFound`] where the pack's district is not on this hub; storage errors.
pub fn load_campaign(hub: &Hub, campaign: &Campaign) -> Result<bool, HubError> {
    let (code, version) = (campaign.pack().district.code, campaign.pack().version);
    hub.district_keys(code)?;
    let changed = hub.db().write_with(|tx| {
        tx.run(
            "insert into campaign (district, version, json) values ($1, $2, $3) \
             on conflict (district) do update set version = excluded.version, json = excluded.json \
             where campaign.version < excluded.version",
            args![code, version, campaign.raw()],
        )
    })?;
    hub.release_known_areas(code)?;
    Ok(changed > 0)
}
