//! The order behind a campaign: who gave it, its figures, its last day, and who gets a copy.

use serde::{Deserialize, Serialize};

use super::error::{PackError, Problem};
use super::text::{Text, code_or_none, filled};
use crate::codes::Cadre;
use crate::day::Day;

/// A district and its LGD code, a number of varying width, never zero-padded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct District {
    /// LGD code.
    pub code: u32,
    /// Its name.
    pub name: Text,
}

/// The order that the campaign rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Order {
    /// Whose order it is.
    pub by: Text,
    /// What it is about.
    pub subject: Text,
    /// What it is for.
    pub purpose: Text,
    /// Its number, where known.
    #[serde(default)]
    pub number: Option<String>,
    /// Its date, where known.
    #[serde(default)]
    pub date: Option<Day>,
    /// Its year; `None` where the text has none and the administrator sets it (`Campaign::with_year`).
    pub year: Option<u16>,
}

impl Order {
    pub(super) fn check(&self) -> Result<(), PackError> {
        match (self.date, self.year) {
            (Some(date), Some(year)) if date.year() != i32::from(year) => {
                Err(PackError::new("order.year", Problem::NoSuchDay))
            }
            _ => Ok(()),
        }
    }
}

/// The figures of the order. `cards_made + left = beneficiaries`, or the pack is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Target {
    /// People to be covered.
    pub beneficiaries: u64,
    /// Of these, with a card on `as_on`.
    pub cards_made: u64,
    /// Of these, without one on `as_on`.
    pub left: u64,
    /// The day that the figures are of.
    pub as_on: Day,
    /// Round figures ("about"), to be shown as such.
    #[serde(default)]
    pub approximate: bool,
    /// Where the figures stand.
    pub source: Text,
}

impl Target {
    pub(super) fn check(&self) -> Result<(), PackError> {
        if self.cards_made.checked_add(self.left) == Some(self.beneficiaries) {
            return Ok(());
        }
        Err(PackError::new(
            "target",
            Problem::Sum { target: self.beneficiaries, made: self.cards_made, left: self.left },
        ))
    }
}

/// The last day of the campaign: in the order's year, which may be a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Deadline {
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
    /// What is to be done by then.
    pub text: Text,
}

impl Deadline {
    /// The day in a year; `None` where that year has no such day.
    pub fn in_year(&self, year: u16) -> Option<Day> {
        Day::from_ymd(i32::from(year), self.month, self.day)
    }

    pub(super) fn check(&self) -> Result<(), PackError> {
        // 2024 is a leap year, so that 29 February is let through until the year is known.
        match self.in_year(2024) {
            Some(_) => Ok(()),
            None => Err(PackError::new("deadline", Problem::NoSuchDay)),
        }
    }
}

/// An office that gets a copy of the order. A copy alone opens nothing: an officer of another district sees this
/// campaign only when appointed to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// The office.
    pub office: Text,
    /// The cadre of its holder, where the lists have one.
    #[serde(default, deserialize_with = "code_or_none")]
    pub cadre: Option<Cadre>,
    /// LGD code of the officer's own district; `None` for an office of the state.
    #[serde(default)]
    pub district: Option<u32>,
    /// Access only by appointment, since the office lies outside the district.
    pub by_appointment: bool,
}

/// Where a person turns with a question or a complaint about her data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Contact {
    /// The office.
    pub office: Text,
    /// A telephone number.
    #[serde(deserialize_with = "filled")]
    pub phone: String,
}
