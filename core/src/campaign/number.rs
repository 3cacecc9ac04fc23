//! The numbers by which facts name the camps and centres of a pack: the digits at the end of their ids, so that `C-046`
//! is camp 46 on every phone and stays it when a newer pack orders its camps otherwise.

use shivir_domain::campaign::{Camp, Campaign, Centre};
use shivir_domain::id::CampId;

/// The number in an id of a pack; `None` where it does not end in digits, or in more than a number holds.
pub fn number_of(id: &str) -> Option<u32> {
    let head = id.trim_end_matches(|c: char| c.is_ascii_digit());
    id.get(head.len()..)?.parse().ok()
}

/// The camp of a number; `None` where the pack has none, or more than one.
pub fn camp_of(campaign: &Campaign, id: CampId) -> Option<&Camp> {
    only(&campaign.pack().camps, |camp| number_of(&camp.id), id.0)
}

/// The Aadhaar Seva Kendra of a number; `None` where the pack has none, or more than one.
pub fn centre_of(campaign: &Campaign, number: u32) -> Option<&Centre> {
    only(
        &campaign.pack().centres,
        |centre| number_of(&centre.id),
        number,
    )
}

fn only<T>(list: &[T], number: impl Fn(&T) -> Option<u32>, wanted: u32) -> Option<&T> {
    let mut found = list.iter().filter(|one| number(one) == Some(wanted));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_known_by_the_digits_at_its_end() {
        assert_eq!(number_of("C-046"), Some(46));
        assert_eq!(number_of("ASK2-7"), Some(7));
        for none in ["C", "", "7a", "C-99999999999"] {
            assert_eq!(number_of(none), None, "{none}");
        }
    }

    #[test]
    fn the_camps_of_the_shipped_packs_have_numbers_of_their_own() {
        for id in Campaign::builtin_ids() {
            let campaign = Campaign::builtin(id).unwrap();
            for camp in &campaign.pack().camps {
                let number = number_of(&camp.id).unwrap();
                assert_eq!(camp_of(&campaign, CampId(number)), Some(camp));
            }
        }
    }
}
