//! Places and camps.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::error::{PackError, Problem};
use super::text::{Text, filled, hindi};
use crate::codes::Lang;
use crate::day::Day;
use crate::id::CampId;

/// The level of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Level {
    /// A block (janpad panchayat), in the district.
    Block,
    /// A gram panchayat, in a block.
    GramPanchayat,
    /// A village, in a gram panchayat.
    Village,
    /// A municipal corporation, nagar palika or nagar panchayat, in the district.
    UrbanBody,
    /// A ward, in an urban body.
    Ward,
}

impl Level {
    /// The level that holds this one; `None` for the district.
    fn parent(self) -> Option<Level> {
        match self {
            Level::Block | Level::UrbanBody => None,
            Level::GramPanchayat => Some(Level::Block),
            Level::Village => Some(Level::GramPanchayat),
            Level::Ward => Some(Level::UrbanBody),
        }
    }
}

/// Where the Hindi name comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum HindiBy {
    /// An official list.
    Official,
    /// Written in Hindi by someone who knows the place, but taken from no official list: to be checked.
    Written,
    /// Written from the Latin name: to be checked, and shown as such.
    Transliterated,
}

/// A place of the district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Place {
    /// LGD code, or a provisional number `district × 1,000,000 + n` until the LGD code is known. One number means one
    /// place in the whole pack.
    pub code: u64,
    /// Its level.
    pub level: Level,
    /// The code of the place, or of the district, that it lies in.
    pub parent: u64,
    /// Name in Hindi.
    #[serde(deserialize_with = "hindi")]
    pub name_hi: String,
    /// Name in Latin script.
    #[serde(deserialize_with = "filled")]
    pub name_en: String,
    /// Where the Hindi name comes from.
    pub hindi_by: HindiBy,
}

impl Place {
    /// The name in the language asked for.
    pub fn name(&self, lang: Lang) -> &str {
        lang.pick(&self.name_hi, &self.name_en)
    }

    /// The code is a provisional number and not of the LGD.
    pub fn is_provisional(&self) -> bool {
        self.code >= 1_000_000
    }

    /// The name as a list writes it is this place's, in Hindi or in Latin letters of any case.
    pub fn is_named(&self, name: &str) -> bool {
        let name = name.trim();
        self.name_hi == name || self.name_en.eq_ignore_ascii_case(name)
    }
}

/// A camp. Its number travels in facts and never changes; place, date and hours may, in a newer version of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Camp {
    /// Its number in the campaign, from 1.
    pub id: CampId,
    /// Code of the place.
    pub place: u64,
    /// The day; `None` until the administrator sets it.
    pub date: Option<Day>,
    /// Opening hour, `HH:MM`.
    pub opens: String,
    /// Closing hour, `HH:MM`.
    pub closes: String,
    /// The building, where known.
    #[serde(default)]
    pub venue: Option<Text>,
}

/// Every place has one code, and a parent of the right level; gives the index by code.
pub(super) fn check_places(places: &[Place], district: u32) -> Result<HashMap<u64, usize>, PackError> {
    let mut index = HashMap::with_capacity(places.len());
    for (at, place) in places.iter().enumerate() {
        if place.code == u64::from(district) || index.insert(place.code, at).is_some() {
            let value = place.code.to_string();
            return Err(PackError::new(format!("places[{at}].code"), Problem::Twice { value }));
        }
    }
    for (at, place) in places.iter().enumerate() {
        let code = place.parent;
        let parent = index.get(&code).and_then(|at| places.get(*at));
        let problem = match (place.level.parent(), parent) {
            (None, None) if code == u64::from(district) => continue,
            (Some(level), Some(parent)) if parent.level == level => continue,
            (_, None) if code != u64::from(district) => Problem::UnknownPlace { code },
            _ => Problem::WrongParent { code },
        };
        return Err(PackError::new(format!("places[{at}].parent"), problem));
    }
    Ok(index)
}

/// Every camp has its own id, a known place and hours that end after they begin.
pub(super) fn check_camps(camps: &[Camp], places: &HashMap<u64, usize>) -> Result<(), PackError> {
    let mut ids = HashSet::new();
    for (at, camp) in camps.iter().enumerate() {
        let err = |field: &str, problem| PackError::new(format!("camps[{at}].{field}"), problem);
        if camp.id.0 == 0 {
            let value = camp.id.0.to_string();
            return Err(err("id", Problem::UnknownValue { value }));
        }
        if !ids.insert(camp.id) {
            let value = camp.id.0.to_string();
            return Err(err("id", Problem::Twice { value }));
        }
        if !places.contains_key(&camp.place) {
            return Err(err("place", Problem::UnknownPlace { code: camp.place }));
        }
        for (field, hour) in [("opens", &camp.opens), ("closes", &camp.closes)] {
            if !is_hour(hour) {
                let value = hour.chars().take(40).collect();
                return Err(err(field, Problem::UnknownValue { value }));
            }
        }
        if camp.closes <= camp.opens {
            return Err(err("closes", Problem::EndsBeforeStart));
        }
    }
    Ok(())
}

/// `HH:MM`, 00:00 to 23:59.
fn is_hour(text: &str) -> bool {
    let &[h1, h2, b':', m1, m2] = text.as_bytes() else {
        return false;
    };
    let digits = [h1, h2, m1, m2].iter().all(u8::is_ascii_digit);
    digits && (h1, h2) <= (b'2', b'3') && m1 <= b'5'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_two_digits_colon_two_digits() {
        for good in ["00:00", "10:00", "17:00", "19:59", "23:59"] {
            assert!(is_hour(good), "{good}");
        }
        for bad in ["24:00", "9:00", "10:60", "10.00", "१०:००", "", "10:000"] {
            assert!(!is_hour(bad), "{bad}");
        }
    }
}
