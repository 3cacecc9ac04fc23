//! Why someone was found, word by word.

use serde::Serialize;
use shivir_roster::lexicon::{Ask, distance};
use shivir_roster::sounds::{Costs, Sounds, each_word};

use super::asked::Typed;
use super::reach::LEVELS;

/// What a person was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Why {
    /// The code of a slip.
    Slip,
    /// Ration card number or family id.
    Household,
    /// The list's own id.
    SourceId,
    /// Mobile number.
    Mobile,
    /// The last four digits of Aadhaar.
    Last4,
    /// The name.
    Name,
    /// The name of father or husband.
    Relative,
    /// Village, ward or panchayat.
    Place,
}

/// How like a word is to what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Likeness {
    /// Heard the same.
    Same,
    /// Begins so.
    Begins,
    /// Spelled otherwise.
    Alike,
    /// As if mistyped.
    Mistyped,
}

/// A typed word and what it was found to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Matched {
    /// As typed.
    pub typed: String,
    /// What of the person it is.
    pub why: Why,
    /// As the list, or who entered her, spells it.
    pub word: String,
    /// How like it is.
    pub likeness: Likeness,
}

/// Costs up to which two spellings are heard the same.
const SAME: u16 = 12;

/// The nearest word to a typed one.
struct Nearest<'a> {
    cost: u16,
    why: Why,
    word: &'a str,
    sounds: Sounds,
}

/// What each typed word is among the texts of a person, the first that is near enough; words that are none of them are
/// left out.
pub(super) fn matched(words: &[Typed], texts: &[(Why, &str)]) -> Vec<Matched> {
    let mut nearest: Vec<Option<Nearest>> = words.iter().map(|_| None).collect();
    for (why, text) in texts {
        if nearest.iter().all(|n| n.as_ref().is_some_and(|n| n.cost <= LEVELS[0])) {
            break;
        }
        for word in text.split([' ', '-']) {
            each_word(word, |sounds| {
                for (typed, nearest) in words.iter().zip(&mut nearest) {
                    let most = match nearest {
                        Some(Nearest { cost: 0, .. }) => continue,
                        Some(before) => before.cost - 1,
                        None => LEVELS[LEVELS.len() - 1],
                    };
                    let ask = Ask { sounds: typed.sounds.as_slice(), begun: typed.begun, most };
                    if let Some(cost) = distance(Costs::get(), &ask, sounds.as_slice()) {
                        *nearest = Some(Nearest { cost, why: *why, word, sounds: sounds.clone() });
                    }
                }
            });
        }
    }
    let told = words.iter().zip(nearest).filter_map(|(typed, nearest)| Some(tell(typed, nearest?)));
    told.collect()
}

fn tell(typed: &Typed, nearest: Nearest) -> Matched {
    let Nearest { cost, why, word, sounds } = nearest;
    let whole = Ask { sounds: typed.sounds.as_slice(), begun: false, most: SAME };
    let likeness = if distance(Costs::get(), &whole, sounds.as_slice()).is_some() {
        Likeness::Same
    } else if cost > LEVELS[0] {
        Likeness::Mistyped
    } else if typed.begun && sounds.as_slice().len() > typed.sounds.as_slice().len() {
        Likeness::Begins
    } else {
        Likeness::Alike
    };
    Matched { typed: typed.text.clone(), why, word: word.to_owned(), likeness }
}
