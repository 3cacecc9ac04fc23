//! Where a row's person lives: gram panchayat or ward, and the block around it. Phone and hub derive the same numbers.

use shivir_domain::campaign::{Campaign, Level};
use shivir_domain::id::AreaId;

use crate::Row;

/// The place of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceOf<'r> {
    /// Gram panchayat or ward: the campaign pack's number where it names it in that block or body, else derived from the
    /// names.
    pub area: AreaId,
    /// The block or urban body that the area's number was derived within; none for a number of the campaign pack.
    pub derived_within: Option<&'r str>,
    /// The area's name.
    pub area_name: &'r str,
    /// LGD code of the block that the list names, else of the one in which the campaign pack has the area; 0 where it has
    /// none.
    pub block: u32,
    /// The village or ward as the list writes it.
    pub village: &'r str,
}

/// Where the person of a row lives. `district`: its LGD code.
pub fn place_of<'r>(district: u32, campaign: Option<&Campaign>, row: &Row<'r>) -> PlaceOf<'r> {
    let (within, area_name) = area_names(row);
    let by_pack = campaign.and_then(|campaign| {
        campaign.area_named(row.block, row.panchayat).or_else(|| campaign.area_named(within, area_name))
    });
    let area = by_pack.unwrap_or_else(|| AreaId::derived(district, within, area_name));
    let village = [row.village, row.ward, row.panchayat];
    PlaceOf {
        area,
        derived_within: by_pack.is_none().then_some(within),
        area_name,
        block: campaign.map_or(0, |campaign| block(district, campaign, row.block, area)),
        village: village.into_iter().find(|v| !v.is_empty()).unwrap_or(""),
    }
}

fn block(district: u32, campaign: &Campaign, name: &str, area: AreaId) -> u32 {
    let named = campaign.children(u64::from(district)).find(|p| p.level == Level::Block && p.is_named(name));
    let above = || campaign.path_to(area.0).first().map(|p| p.code);
    named.map(|p| p.code).or_else(above).and_then(|code| u32::try_from(code).ok()).unwrap_or(0)
}

/// The area of a row, as it is named where the pack does not know it: what it lies in, and its name. In an urban body it
/// is the ward, elsewhere the gram panchayat, else the village.
fn area_names<'r>(row: &Row<'r>) -> (&'r str, &'r str) {
    let first = |names: [&'r str; 2]| names.into_iter().find(|n| !n.is_empty());
    if row.panchayat.is_empty() {
        return (row.block, first([row.ward, row.village]).unwrap_or(""));
    }
    match first([row.ward, row.village]) {
        Some(ward) if is_urban(row.panchayat) => (row.panchayat, ward),
        _ => (row.block, row.panchayat),
    }
}

/// A municipal corporation, nagar palika or nagar panchayat, by its name.
fn is_urban(body: &str) -> bool {
    let begins = |word: &str| body.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    ["नगर ", "नगरपालिका", "नगरनिगम", "nagar ", "municipal"].iter().any(|word| begins(word))
}
