//! What the list and the portal say of a card, and which of their word and the facts' holds (ADR 12).

use minicbor::{Decode, Encode};
use serde::Serialize;

use super::PersonFold;
use crate::codes::{CardKind, CardStatus};
use crate::day::Day;
use crate::hlc::{DAY_MS, Hlc};

/// Milliseconds by which a day in India begins before it does in UTC.
const INDIA_MS: u64 = 330 * 60_000;

/// What a file of the portal says of a person's card. It came as a file, not as a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize)]
#[cbor(map)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CardWord {
    /// Its status.
    #[n(0)]
    pub status: CardStatus,
    /// The day on which the card was made, where the file says so.
    #[n(1)]
    pub day: Option<Day>,
    /// The day of which the file is: its word is as old as that, whenever it was loaded.
    #[n(2)]
    pub dated: Day,
}

impl CardWord {
    /// The hybrid time of the word: the beginning of the file's day in India, so that what a worker said on that day counts
    /// as later. Days before 1970 count as its beginning.
    pub fn time(&self) -> Hlc {
        let days = u64::try_from(self.dated.days()).unwrap_or(0);
        Hlc::at_ms((days * DAY_MS).saturating_sub(INDIA_MS))
    }

    /// The card is made.
    pub fn is_made(&self) -> bool {
        self.status.is_made()
    }

    /// Whether it takes the place of another word on the same person: that of the later file, and of two in one file the
    /// one by which she has a card, then the one with the earlier day. Any two stores choose the same.
    pub fn replaces(&self, other: &Self) -> bool {
        let rank = |word: &Self| {
            let day = word.day.map_or(i32::MAX, Day::days);
            (word.dated, word.is_made(), std::cmp::Reverse(day), word.status.number())
        };
        rank(self) > rank(other)
    }
}

/// The list's word on a card with that of the portal over it, which lies under the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListWord {
    /// The card is made.
    pub made: bool,
    /// The hybrid time of the portal's word; none where it is the list's, which is older than any fact.
    pub since: Option<Hlc>,
}

impl ListWord {
    /// The list's word, and over it the portal's, where it said something: of the two it alone has a date.
    pub fn of(listed_made: bool, card: Option<&CardWord>) -> Self {
        Self { made: card.map_or(listed_made, CardWord::is_made), since: card.map(CardWord::time) }
    }
}

impl From<bool> for ListWord {
    fn from(made: bool) -> Self {
        Self { made, since: None }
    }
}

impl PersonFold {
    /// Whether a person of the list has the card: by the facts' last word on it, unless the portal's is later.
    pub fn is_made(&self, kind: CardKind, list: ListWord) -> bool {
        match self.card(kind).and_then(|card| card.made.zip(card.made_at)) {
            Some((made, at)) if list.since.is_none_or(|since| since <= at) => made,
            _ => list.made,
        }
    }
}
