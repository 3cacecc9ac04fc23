//! What is told of someone who is entered as new, looked over before anything is kept.

use shivir_domain::fact::Details;

use super::FlowRefusal;
use super::draft::refused;
use super::flow::LONGEST;
use crate::aadhaar::holds_whole_number;
use crate::error::CoreError;
use crate::facts::Sitting;

/// A new person needs a name, and a village or a place to come from.
pub(super) fn checked(mut details: Details, sitting: &Sitting) -> Result<Details, CoreError> {
    let free = [
        &mut details.name_hi,
        &mut details.name_en,
        &mut details.relative,
        &mut details.village,
        &mut details.para,
        &mut details.guest_from,
    ];
    for text in free {
        tidy(text)?;
        if text.as_deref().is_some_and(holds_whole_number) {
            return Err(refused(FlowRefusal::WholeNumber));
        }
    }
    // Its number may look like any other, and is what it is by its field.
    tidy(&mut details.ration_card)?;
    let named = details.name_hi.is_some() || details.name_en.is_some();
    let placed = details.village.is_some() || details.guest_from.is_some();
    if !named || !placed {
        return Err(refused(FlowRefusal::NameAndPlace));
    }
    details.area.get_or_insert(sitting.area);
    Ok(details)
}

/// Without blanks around it, and none where nothing is left.
fn tidy(text: &mut Option<String>) -> Result<(), CoreError> {
    *text = text.take().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    match text {
        Some(long) if long.chars().count() > LONGEST => Err(refused(FlowRefusal::TooLong)),
        _ => Ok(()),
    }
}
