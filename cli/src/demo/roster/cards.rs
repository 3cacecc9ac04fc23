//! Who already has a card: exactly as many as asked for, in the pattern that the camps meet.

use crate::demo::random::Random;

/// Parts of the rates below.
const WHOLE: u64 = 1_000_000;

/// Of those left out, so many of a thousand live in families where nobody has a card.
const IN_WHOLE_FAMILIES: u64 = 600;

/// Deals out cards household by household. Two kinds are left out: whole families, and members of families that have
/// cards (small children, brides, the very old more often). Each rate is taken from what is still to be dealt, so the
/// last household ends on the number exactly.
pub(super) struct Cards {
    people_left: u64,
    cards_left: u64,
    /// The share of families without any card, in parts of `WHOLE`.
    bare: u64,
    /// Sums over the people so far, for the mean of their weights.
    people: u64,
    weights: u64,
}

impl Cards {
    /// Cards for so many people; `cards` must not be above `people`.
    pub(super) fn new(people: u64, cards: u64) -> Cards {
        let left_out = people.saturating_sub(cards) * WHOLE / people.max(1);
        Cards {
            people_left: people,
            cards_left: cards,
            bare: left_out * IN_WHOLE_FAMILIES / 1_000,
            people: 1,
            weights: weight(30, false),
        }
    }

    /// Whether each member of the next household has a card. Members are given as age in years and whether a
    /// daughter-in-law; `neglect` is how the village compares in thousandths: above 1000 more families are without.
    pub(super) fn household(
        &mut self,
        members: &[(i32, bool)],
        neglect: u64,
        random: &mut Random,
    ) -> Vec<bool> {
        let size = members.len() as u64;
        let rate = self.cards_left * WHOLE / self.people_left.max(1);
        let bare_here = (self.bare * neglect / 1_000).min(WHOLE);
        let bare = random.below(WHOLE) < bare_here;
        let within = rate * WHOLE / (WHOLE - self.bare).max(1);

        let mut has: Vec<bool> = members
            .iter()
            .map(|(age, bride)| {
                let weight = weight(*age, *bride);
                self.people += 1;
                self.weights += weight;
                // A person's chance is the rate times the weight over the mean weight.
                let chance = within * weight * self.people / self.weights;
                random.below(WHOLE) < chance && !bare
            })
            .collect();

        // Never more than are left, never so few that those after this household could not use up the rest.
        let most = self.cards_left.min(size);
        let least = self.cards_left.saturating_sub(self.people_left.saturating_sub(size));
        let mut count = has.iter().filter(|has| **has).count() as u64;
        for has in has.iter_mut().rev() {
            if count > most && *has {
                *has = false;
                count -= 1;
            }
        }
        for has in &mut has {
            if count < least && !*has {
                *has = true;
                count += 1;
            }
        }
        self.people_left = self.people_left.saturating_sub(size);
        self.cards_left -= count;
        has
    }
}

/// How likely a member of a carded family has one too, in hundredths.
fn weight(age: i32, bride: bool) -> u64 {
    match age {
        ..5 => 50,
        5..18 => 92,
        70.. => 85,
        _ if bride => 65,
        _ => 100,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deal(people: u64, cards: u64) -> (u64, u64, u64) {
        let mut random = Random::new(people ^ cards);
        let mut dealer = Cards::new(people, cards);
        let (mut left, mut dealt, mut in_bare, mut in_carded) = (people, 0, 0, 0);
        while left > 0 {
            let size = (1 + random.below(7)).min(left);
            let members: Vec<_> = (0..size).map(|_| (random.between(0, 80), false)).collect();
            let has = dealer.household(&members, 1_000, &mut random);
            let with = has.iter().filter(|has| **has).count() as u64;
            dealt += with;
            if with == 0 {
                in_bare += size;
            } else {
                in_carded += size - with;
            }
            left -= size;
        }
        (dealt, in_bare, in_carded)
    }

    #[test]
    fn deals_exactly_the_cards_asked_for_at_any_size_and_share() {
        for people in [1, 2, 9, 500, 20_000] {
            for cards in [0, 1, people / 3, people * 2 / 3, people - 1, people] {
                assert_eq!(deal(people, cards).0, cards, "{cards} of {people}");
            }
        }
    }

    #[test]
    fn leaves_out_whole_families_and_members_of_carded_ones() {
        let (_, in_bare, in_carded) = deal(100_000, 63_550);
        assert_eq!(in_bare + in_carded, 36_450);
        assert!((18_000..27_000).contains(&in_bare), "{in_bare}");
    }
}
