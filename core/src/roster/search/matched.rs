//! Why someone was found, word by word.

use serde::Serialize;
use shivir_roster::lexicon::{Ask, distance};
use shivir_roster::sounds::{Costs, Sounds, each_word};

use super::asked::Typed;
use super::reach::LEVELS;

/// What a person was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
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

/// What each typed word is among the texts of a person; words that are none of them are left out.
pub(super) fn matched(words: &[Typed], texts: &[(Why, &str)]) -> Vec<Matched> {
    let mut known: Vec<(Why, &str, Sounds)> = Vec::new();
    for (why, text) in texts {
        for word in text.split([' ', '-']) {
            each_word(word, |sounds| known.push((*why, word, sounds.clone())));
        }
    }
    words.iter().filter_map(|typed| of_word(typed, &known)).collect()
}

fn of_word(typed: &Typed, known: &[(Why, &str, Sounds)]) -> Option<Matched> {
    let mut best: Option<(u16, &(Why, &str, Sounds))> = None;
    for word in known {
        let most = match best {
            Some((0, _)) => break,
            Some((cost, _)) => cost - 1,
            None => LEVELS[LEVELS.len() - 1],
        };
        let ask = Ask { sounds: typed.sounds.as_slice(), begun: typed.begun, most };
        if let Some(cost) = distance(Costs::get(), &ask, word.2.as_slice()) {
            best = Some((cost, word));
        }
    }
    let (cost, (why, word, sounds)) = best?;
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
    Some(Matched { typed: typed.text.clone(), why: *why, word: (*word).to_owned(), likeness })
}
