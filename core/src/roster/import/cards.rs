//! The portal's word on cards, by which a roster that is built is brought up to date.

use shivir_domain::codes::CardStatus;
use shivir_domain::fold::CardWord;
use shivir_domain::id::PersonId;
use shivir_roster::pack::{Head, head_of};

/// The words of some packs, and how many of each were used.
#[derive(Debug, Default)]
pub(in crate::roster) struct Cards {
    words: Vec<(Head, CardWord, usize)>,
    used: Vec<u32>,
}

impl Cards {
    /// Begins another pack.
    pub fn pack(&mut self) {
        self.used.push(0);
    }

    /// Takes a word of the last pack. A status of a newer version says nothing that this one understands.
    pub fn add(&mut self, head: Head, word: &CardWord) {
        if let (false, Some(pack)) =
            (matches!(word.status, CardStatus::Unknown(_)), self.used.len().checked_sub(1))
        {
            self.words.push((head, *word, pack));
        }
    }

    /// All words are here: of several on one person, the one that replaces the others.
    pub fn settle(&mut self) {
        self.words.sort_by(|(a, one, _), (b, other, _)| {
            a.cmp(b).then_with(|| other.replaces(one).cmp(&one.replaces(other)))
        });
        self.words.dedup_by_key(|(head, ..)| *head);
    }

    /// The word on a person.
    pub fn of(&mut self, person: PersonId) -> Option<CardWord> {
        let at = self.words.binary_search_by_key(&head_of(person), |(head, ..)| *head).ok()?;
        let (_, word, pack) = self.words.get(at)?;
        if let Some(used) = self.used.get_mut(*pack) {
            *used += 1;
        }
        Some(*word)
    }

    /// How many words of each pack were used, in the order in which the packs were begun.
    pub fn used(&self) -> &[u32] {
        &self.used
    }
}
