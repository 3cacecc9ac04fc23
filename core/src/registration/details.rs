//! What is told of someone who is entered as new, looked over before anything is kept.

use shivir_domain::fact::Details;

use super::FlowRefusal;
use super::draft::refused;
use crate::aadhaar::holds_whole_number;
use crate::error::CoreError;
use crate::facts::Sitting;

/// A new person needs a name, and a village or a place to come from.
pub(super) fn checked(mut details: Details, sitting: &Sitting) -> Result<Details, CoreError> {
    let texts = [
        &mut details.name_hi,
        &mut details.name_en,
        &mut details.relative,
        &mut details.village,
        &mut details.para,
        &mut details.guest_from,
        &mut details.ration_card,
    ];
    for text in texts {
        *text = text.take().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        if text.as_ref().is_some_and(|t| t.chars().count() > 120) {
            return Err(refused(FlowRefusal::TooLong));
        }
    }
    let free = [
        &details.name_hi,
        &details.name_en,
        &details.relative,
        &details.village,
        &details.para,
        &details.guest_from,
    ];
    if free.into_iter().flatten().any(|text| holds_whole_number(text)) {
        return Err(refused(FlowRefusal::WholeNumber));
    }
    let named = details.name_hi.is_some() || details.name_en.is_some();
    let placed = details.village.is_some() || details.guest_from.is_some();
    if !named || !placed {
        return Err(refused(FlowRefusal::NameAndPlace));
    }
    details.area.get_or_insert(sitting.area);
    Ok(details)
}
