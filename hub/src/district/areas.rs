//! Which areas are the district's: those of its list, of its campaign pack, and of any phone's grant.

use std::collections::BTreeSet;

use shivir_domain::campaign::Campaign;
use shivir_domain::id::AreaId;
use shivir_domain::wire::enrol::Grant;

use super::campaign;
use crate::args;
use crate::error::HubError;
use crate::store::Tx;

/// Of these areas those that the district does not know. A worker meets people of other villages at her camp, so that an
/// area need not be her phone's own. Area 0 is that of what lies in none. Where there is neither a list nor a campaign
/// pack, nothing says which areas there are, and each is taken.
pub(crate) fn foreign_areas(
    tx: &mut dyn Tx,
    district: u32,
    own: &Grant,
    mut areas: BTreeSet<AreaId>,
) -> Result<BTreeSet<AreaId>, HubError> {
    areas.remove(&AreaId(0));
    own.areas.iter().for_each(|granted| _ = areas.remove(&granted.area));
    // Nearly every request ends here.
    if areas.is_empty() {
        return Ok(areas);
    }
    let listed = tx.rows("select distinct area from place where district = $1", args![district])?;
    let has_list = !listed.is_empty();
    for row in listed {
        areas.remove(&AreaId(row.num(0)?));
    }
    if areas.is_empty() {
        return Ok(areas);
    }
    match campaign(tx, district)? {
        Some((_, json)) => {
            if let Ok(pack) = Campaign::parse(&json) {
                areas.retain(|area| pack.place(area.0).is_none());
            }
        }
        None if !has_list => areas.clear(),
        None => {}
    }
    if !areas.is_empty() {
        let granted = "select granted from device where district = $1 union all \
                       select granted from code where district = $1";
        for mut row in tx.rows(granted, args![district])? {
            let grant: Grant = minicbor::decode(&row.bytes(0)?).map_err(|_| HubError::Damaged)?;
            grant.areas.iter().for_each(|granted| _ = areas.remove(&granted.area));
        }
    }
    Ok(areas)
}
