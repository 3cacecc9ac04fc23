//! What a typed word reaches: words of names and places that sound like it, each with its distance.

use shivir_roster::lexicon::Ask;
use shivir_roster::sounds::Costs;

use super::asked::Typed;
use crate::roster::index::lists::Kind;
use crate::roster::index::{Index, at, begin_number};

/// How far a word may be from what is typed, in hundredths of an error: spelled otherwise, mistyped once, twice.
pub(super) const LEVELS: [u16; 3] = [45, 115, 200];

/// A word that begins as typed and is too short to be told from others.
const BEGINS: u16 = 5;

/// A person who is found by the name of father or husband, or by the place, while the query has other words.
const RELATIVE: u16 = 15;
const PLACE: u16 = 20;

/// The same where the query has no other word: behind all who bear the name themselves.
const RELATIVE_ALONE: u16 = 50;
const PLACE_ALONE: u16 = 60;

/// Sounds up to which the people are listed by how a word begins.
const LISTED_BEGINNING: usize = 2;

/// How many levels a word of so many sounds has: in a short one, an error leaves nothing to know it by.
fn levels(sounds: usize) -> usize {
    match sounds {
        0..=2 => 1,
        3..=6 => 2,
        _ => 3,
    }
}

/// The level of a distance; none where it is past all.
pub(super) fn level(cost: u16) -> Option<u8> {
    LEVELS.iter().position(|most| cost <= *most).and_then(|level| u8::try_from(level).ok())
}

/// A list of people with what it costs to be found by it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reached {
    pub kind: Kind,
    pub list: u32,
    pub cost: u16,
    /// About how many people are on it.
    pub people: u32,
}

/// What one typed word reaches.
#[derive(Debug, Default)]
pub(super) struct Reach {
    /// In the order of kind and list.
    pub lists: Vec<Reached>,
    /// Places with their costs.
    pub places: Vec<(u32, u16)>,
    /// About how many people all these are.
    pub people: u64,
    /// A person who is not reached is found all the same.
    pub courtesy: bool,
    /// The word is only begun: its lists are long.
    pub begins: bool,
}

impl Reach {
    /// The least that it costs to be reached.
    pub fn least(&self) -> u16 {
        let costs =
            self.lists.iter().map(|reached| reached.cost).chain(self.places.iter().map(|(_, cost)| *cost));
        costs.min().unwrap_or(0)
    }

    /// What a word reaches at a level. `alone`: the query has no other word.
    pub fn of(index: &Index, word: &Typed, most: u16, alone: bool) -> Self {
        let (relative, place) = if alone { (RELATIVE_ALONE, PLACE_ALONE) } else { (RELATIVE, PLACE) };
        let mut reach = Self { courtesy: word.courtesy, ..Self::default() };
        let mut relatives = Vec::new();
        let sounds = word.sounds.as_slice();
        let most = most.min(LEVELS[levels(sounds.len()) - 1]);
        match sounds {
            [first, rest @ ..] if word.begun && rest.len() < LISTED_BEGINNING => {
                let list = begin_number(*first, rest.first().copied());
                let borne = index.begins.get(&list).copied().unwrap_or_default();
                let (kind, cost) = (Kind::NameBegins, BEGINS);
                reach.lists.push(Reached { kind, list, cost, people: borne.names });
                reach.people += u64::from(borne.names);
                if BEGINS + relative <= most {
                    let (kind, cost) = (Kind::RelativeBegins, BEGINS + relative);
                    relatives.push(Reached { kind, list, cost, people: borne.relatives });
                    reach.people += u64::from(borne.relatives);
                }
                reach.begins = true;
            }
            _ => {
                let ask = Ask { sounds, begun: word.begun, most };
                index.words.find(Costs::get(), &ask, |found| {
                    let borne = index.borne.get(at(found.word)).copied().unwrap_or_default();
                    if borne.names > 0 {
                        reach.people += u64::from(borne.names);
                        let (list, cost, people) = (found.word, found.cost, borne.names);
                        reach.lists.push(Reached { kind: Kind::Name, list, cost, people });
                    }
                    if borne.relatives > 0 && found.cost + relative <= most {
                        reach.people += u64::from(borne.relatives);
                        let (list, cost, people) = (found.word, found.cost + relative, borne.relatives);
                        relatives.push(Reached { kind: Kind::Relative, list, cost, people });
                    }
                });
            }
        }
        reach.lists.append(&mut relatives);
        if place <= most {
            let ask = Ask { sounds, begun: word.begun, most: most - place };
            index.place_words.find(Costs::get(), &ask, |found| {
                for no in index.places_of.get(at(found.word)).into_iter().flatten() {
                    match reach.places.iter_mut().find(|(place, _)| place == no) {
                        Some((_, cost)) => *cost = (*cost).min(found.cost + place),
                        None => reach.places.push((*no, found.cost + place)),
                    }
                }
            });
            reach.people += 1_000 * reach.places.len() as u64;
        }
        reach
    }
}
