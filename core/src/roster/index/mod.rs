//! What of a roster's index is held in memory: the words of all names by their sounds, where each person lives, and what
//! is filtered by. The lists of people stay in the file.

pub(super) mod lists;
mod load;
pub(super) mod traits;

use std::collections::HashMap;

use shivir_domain::id::AreaId;
use shivir_roster::lexicon::Lexicon;
use shivir_roster::sounds::Sound;

use traits::Traits;

/// The number of the list of those of whose name a word begins with one or two families of sounds.
pub(super) fn begin_number(first: Sound, second: Option<Sound>) -> u32 {
    let number = |sound: Sound| u32::from(sound.family().number());
    (number(first) << 8) | second.map_or(0, |s| number(s) + 1)
}

/// The numbers of the two lists in which a word stands by how it begins; none for an empty one.
pub(super) fn beginnings(sounds: &[Sound]) -> Option<[u32; 2]> {
    let (first, rest) = sounds.split_first()?;
    Some([None, rest.first().copied()].map(|second| begin_number(*first, second)))
}

/// How many people bear a word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Borne {
    /// As a word of their own name.
    pub names: u32,
    /// Of that of father or husband.
    pub relatives: u32,
}

/// A village or ward.
#[derive(Debug)]
pub(super) struct PlaceAt {
    pub area: AreaId,
    pub block: u32,
}

/// The index of one roster.
#[derive(Debug)]
pub(super) struct Index {
    /// Its file's name: the roster it belongs to.
    pub file: String,
    pub words: Lexicon,
    /// By the number of a word.
    pub borne: Vec<Borne>,
    /// How many people bear words that begin so, by the number of the beginning; who bears two counts twice.
    pub begins: HashMap<u32, Borne>,
    /// By place number less one.
    pub places: Vec<PlaceAt>,
    /// Words of the villages' and areas' names.
    pub place_words: Lexicon,
    /// Place numbers by the number of a word of `place_words`.
    pub places_of: Vec<Vec<u32>>,
    /// Stretches of people of one place in the order of the list: place, first number.
    pub runs: Vec<(u32, u32)>,
    /// Place number of each person, by her number.
    pub place_of: Vec<u32>,
    /// By the number of the person.
    pub traits: Vec<Traits>,
}

impl Index {
    /// Numbers of the people go from 1 to here.
    pub fn people(&self) -> u32 {
        u32::try_from(self.traits.len()).unwrap_or(u32::MAX).saturating_sub(1)
    }
}

/// A number as an index.
pub(super) fn at(no: u32) -> usize {
    usize::try_from(no).unwrap_or(usize::MAX)
}
