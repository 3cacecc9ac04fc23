//! Which papers to bring: to the camp, to an Aadhaar Seva Kendra, and for a ration card.

use serde::{Deserialize, Serialize};

use super::error::{PackError, Problem};
use super::period::{Ages, first_overlap};
use super::text::{Sure, Text, code, codes};
use crate::codes::{AadhaarReason, CardKind, Document, RationReason};
use crate::day::Day;

/// One thing to bring: any one of the papers named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Paper {
    /// Any one of these is enough.
    #[serde(deserialize_with = "codes")]
    pub one_of: Vec<Document>,
    /// Only where there is one: nobody is sent back for want of it.
    #[serde(default)]
    pub optional: bool,
    /// In words.
    pub text: Text,
}

/// Papers for an Aadhaar update, by reason and age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct AadhaarPapers {
    /// For these reasons.
    #[serde(deserialize_with = "codes")]
    pub reasons: Vec<AadhaarReason>,
    /// Completed years from which.
    pub age_from: u16,
    /// Completed years below which, `None` for no limit.
    pub age_below: Option<u16>,
    /// What to bring: one of each.
    pub papers: Vec<Paper>,
    /// How sure this is.
    pub sure: Sure,
    /// Who must come along, and what else the family should know.
    pub advice: Text,
}

/// Whoever is born from a day on needs this paper, whatever else the lists allow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct BirthRule {
    /// Born on this day or later.
    pub born_from: Day,
    /// For these reasons.
    #[serde(deserialize_with = "codes")]
    pub reasons: Vec<AadhaarReason>,
    /// The paper that is a must.
    pub paper: Paper,
    /// How sure this is.
    pub sure: Sure,
}

impl BirthRule {
    pub(super) fn binds(&self, reason: AadhaarReason, born: Option<Day>) -> bool {
        self.reasons.contains(&reason) && born.is_some_and(|day| day >= self.born_from)
    }
}

/// Papers for the card itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CardPapers {
    /// For this kind of card.
    #[serde(deserialize_with = "code")]
    pub kind: CardKind,
    /// Completed years from which.
    pub age_from: u16,
    /// Completed years below which, `None` for no limit.
    pub age_below: Option<u16>,
    /// What to bring: one of each.
    pub papers: Vec<Paper>,
    /// How sure this is.
    pub sure: Sure,
}

/// Papers for a ration-card case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct RationPapers {
    /// For this reason.
    #[serde(deserialize_with = "code")]
    pub reason: RationReason,
    /// What to bring: one of each.
    pub papers: Vec<Paper>,
    /// How sure this is.
    pub sure: Sure,
    /// Where to go.
    pub advice: Text,
}

/// The document rules of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Documents {
    /// For the card.
    pub registration: Vec<CardPapers>,
    /// For an Aadhaar update.
    pub aadhaar: Vec<AadhaarPapers>,
    /// The birth certificate as a must.
    pub births: Vec<BirthRule>,
    /// For a ration-card case.
    pub ration: Vec<RationPapers>,
}

impl Documents {
    /// No two rules for one reason and age, no empty lists.
    pub(super) fn check(&self) -> Result<(), PackError> {
        let ages = |rule: &AadhaarPapers| Ages::new(rule.age_from, rule.age_below);
        let card_ages = |rule: &CardPapers| Ages::new(rule.age_from, rule.age_below);
        for (at, rule) in self.aadhaar.iter().enumerate() {
            let path = format!("documents.aadhaar[{at}]");
            ages(rule).check(&path)?;
            if rule.reasons.is_empty() {
                let path = format!("{path}.reasons");
                return Err(PackError::new(path, Problem::EmptyList));
            }
            check_papers(&path, &rule.papers)?;
        }
        for (at, rule) in self.registration.iter().enumerate() {
            let path = format!("documents.registration[{at}]");
            card_ages(rule).check(&path)?;
            check_papers(&path, &rule.papers)?;
        }
        for (at, rule) in self.ration.iter().enumerate() {
            check_papers(&format!("documents.ration[{at}]"), &rule.papers)?;
        }
        first_overlap("documents.aadhaar", &self.aadhaar, |a, b| {
            a.reasons.iter().any(|r| b.reasons.contains(r)) && ages(a).meets(ages(b))
        })?;
        first_overlap("documents.registration", &self.registration, |a, b| {
            a.kind == b.kind && card_ages(a).meets(card_ages(b))
        })?;
        first_overlap("documents.ration", &self.ration, |a, b| a.reason == b.reason)
    }

    /// What to bring for an Aadhaar update. For someone bound by the birth rule its paper comes first, and what that
    /// paper proves already is left out. `born` is the birth date where known.
    pub(super) fn for_aadhaar(&self, reason: AadhaarReason, age: u16, born: Option<Day>) -> Vec<&Paper> {
        let must = self.births.iter().filter(|rule| rule.binds(reason, born));
        let mut papers: Vec<&Paper> = must.map(|rule| &rule.paper).collect();
        let proved: Vec<Document> = papers.iter().flat_map(|p| p.one_of.clone()).collect();
        let rule = self.aadhaar.iter().find(|rule| {
            rule.reasons.contains(&reason) && Ages::new(rule.age_from, rule.age_below).holds(age)
        });
        let listed = rule.into_iter().flat_map(|rule| &rule.papers);
        papers.extend(listed.filter(|p| !p.one_of.iter().any(|d| proved.contains(d))));
        papers
    }

    /// What to bring for a card.
    pub(super) fn for_card(&self, kind: CardKind, age: u16) -> &[Paper] {
        let rule = self
            .registration
            .iter()
            .find(|rule| rule.kind == kind && Ages::new(rule.age_from, rule.age_below).holds(age));
        rule.map(|rule| rule.papers.as_slice()).unwrap_or_default()
    }
}

fn check_papers(path: &str, papers: &[Paper]) -> Result<(), PackError> {
    let empty = papers.iter().position(|paper| paper.one_of.is_empty());
    match empty {
        _ if papers.is_empty() => Err(PackError::new(format!("{path}.papers"), Problem::EmptyList)),
        Some(at) => {
            let path = format!("{path}.papers[{at}].one_of");
            Err(PackError::new(path, Problem::EmptyList))
        }
        None => Ok(()),
    }
}
