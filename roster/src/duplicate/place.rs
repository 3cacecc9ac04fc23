//! Where two people live.

use super::name::{Heard, one_place};
use super::{Details, Finding};

/// Whether the households are one; none where that cannot be told, since a ration card is not a family id.
pub(super) fn household(a: &Details, b: &Details) -> Option<bool> {
    let (a, b) = a.household.zip(b.household)?;
    let kind = |key: &str| key.split_once(':').map(|(kind, _)| kind.to_owned());
    (a == b || kind(a) == kind(b)).then_some(a == b)
}

/// The nearest of household, village and panchayat that is known of both; and a household that is another.
pub(super) fn findings(
    a: &Details,
    b: &Details,
    a_village: Option<&Heard>,
    b_village: Option<&Heard>,
    household: Option<bool>,
) -> [Option<Finding>; 2] {
    if household == Some(true) {
        return [Some(Finding::HouseholdSame), None];
    }
    let area = a.area.zip(b.area).map(|(a, b)| a == b);
    let village = a_village.zip(b_village).map(|(a, b)| one_place(a, b));
    let place = match (village, area) {
        (Some(true), Some(false)) => Some(Finding::VillageOfOtherArea),
        (Some(true), _) => Some(Finding::VillageSame),
        (_, Some(true)) => Some(Finding::AreaSame),
        (Some(false), _) | (_, Some(false)) => Some(Finding::PlaceApart),
        (None, None) => None,
    };
    [place, household.map(|_| Finding::HouseholdApart)]
}
