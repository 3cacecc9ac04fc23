//! The kinds of card, and the beneficiary groups in use.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::error::{PackError, Problem};
use super::period::{Period, first_overlap};
use super::text::{Sure, Text, code, codes};
use crate::codes::{CardKind, Group};
use crate::day::Day;

/// A beneficiary group as this campaign uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct GroupUse {
    /// The group.
    #[serde(deserialize_with = "code")]
    pub code: Group,
    /// Its name here.
    pub name: Text,
    /// The mark reaches only the holders of a duty that names the group. A group that `domain::codes` holds sensitive
    /// cannot be opened by a pack.
    pub sensitive: bool,
    /// Who belongs to it, where the name does not say.
    #[serde(default)]
    pub note: Option<Text>,
}

/// The name of the scheme in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SchemeName {
    /// First day.
    pub from: Day,
    /// Last day; `None` while it holds.
    pub until: Option<Day>,
    /// Only the year is known: the days are 1 January and 31 December.
    #[serde(default)]
    pub approximate: bool,
    /// The name.
    pub name: Text,
}

/// What the card covers in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Cover {
    /// First day.
    pub from: Day,
    /// Last day; `None` while it holds.
    pub until: Option<Day>,
    /// For these groups; empty for everyone who may have the card.
    #[serde(deserialize_with = "codes")]
    pub groups: Vec<Group>,
    /// Paise a year.
    pub amount_paise: u64,
    /// How sure this is.
    pub sure: Sure,
    /// In words.
    pub text: Text,
}

/// A kind of card and who may have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CardRule {
    /// The kind.
    #[serde(deserialize_with = "code")]
    pub kind: CardKind,
    /// Its name.
    pub name: Text,
    /// The first day on which it is offered.
    pub from: Day,
    /// The last; `None` while it is offered.
    pub until: Option<Day>,
    /// Completed years from which.
    pub age_from: u16,
    /// Completed years below which, `None` for no limit.
    pub age_below: Option<u16>,
    /// The names of the scheme, by date.
    pub schemes: Vec<SchemeName>,
    /// What it covers, by date and group.
    pub covers: Vec<Cover>,
}

impl CardRule {
    /// The card is offered to someone of this age on this day.
    pub fn is_offered(&self, age: u16, on: Day) -> bool {
        Period::new(self.from, self.until).holds(on)
            && age >= self.age_from
            && self.age_below.is_none_or(|below| age < below)
    }

    /// The name of the scheme on a day.
    pub fn scheme(&self, on: Day) -> Option<&SchemeName> {
        let holds = |name: &&SchemeName| Period::new(name.from, name.until).holds(on);
        self.schemes.iter().find(holds)
    }

    /// What it covers on a day for someone of these groups: the highest that holds.
    pub fn cover(&self, groups: &[Group], on: Day) -> Option<&Cover> {
        self.covers
            .iter()
            .filter(|cover| Period::new(cover.from, cover.until).holds(on))
            .filter(|c| c.groups.is_empty() || c.groups.iter().any(|g| groups.contains(g)))
            .max_by_key(|cover| cover.amount_paise)
    }
}

/// Every group once, and none opened that must stay with a duty's holders.
pub(super) fn check_groups(groups: &[GroupUse]) -> Result<(), PackError> {
    let mut seen = HashSet::new();
    for (at, group) in groups.iter().enumerate() {
        if !seen.insert(group.code) {
            let value = group.code.code().to_owned();
            return Err(PackError::new(format!("groups[{at}].code"), Problem::Twice { value }));
        }
        if group.code.is_sensitive() && !group.sensitive {
            return Err(PackError::new(format!("groups[{at}].sensitive"), Problem::MustBeSensitive));
        }
    }
    Ok(())
}

/// Every kind once; names of the scheme do not overlap; nothing ends before it begins.
pub(super) fn check_cards(cards: &[CardRule]) -> Result<(), PackError> {
    let mut seen = HashSet::new();
    for (at, card) in cards.iter().enumerate() {
        let path = format!("cards[{at}]");
        if !seen.insert(card.kind) {
            let value = card.kind.code().to_owned();
            return Err(PackError::new(format!("{path}.kind"), Problem::Twice { value }));
        }
        Period::new(card.from, card.until).check(&path)?;
        if card.age_below.is_some_and(|below| below <= card.age_from) {
            return Err(PackError::new(format!("{path}.age_below"), Problem::EndsBeforeStart));
        }
        let list = format!("{path}.schemes");
        if card.schemes.is_empty() {
            return Err(PackError::new(list, Problem::EmptyList));
        }
        let mut names = Vec::new();
        for (n, name) in card.schemes.iter().enumerate() {
            let period = Period::new(name.from, name.until);
            period.check(&format!("{list}[{n}]"))?;
            names.push(period);
        }
        first_overlap(&list, &names, |a, b| a.meets(*b))?;
        for (n, cover) in card.covers.iter().enumerate() {
            Period::new(cover.from, cover.until).check(&format!("{path}.covers[{n}]"))?;
        }
    }
    Ok(())
}
