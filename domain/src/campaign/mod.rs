//! The campaign pack: everything of a campaign that has a name, a date or a price, as versioned JSON.
//!
//! A pack is data that an administrator changes (`docs/CAMPAIGN.md`), never code. [`Campaign::parse`] takes it whole
//! or refuses it with the place and the reason in both languages; fields that a newer version added are passed over
//! and, since the text itself is kept, passed on.

mod aadhaar;
mod card;
mod certificate;
mod duty;
mod error;
mod lookup;
mod notice;
mod order;
mod pack;
mod paper;
mod period;
mod place;
#[cfg(test)]
mod tests;
mod text;

use std::collections::HashMap;

use serde_json::Value;

pub use aadhaar::{Attempt, Centre, CentreService, Fee, FeeService, Limit, ReasonRule};
pub use card::{CardRule, Cover, GroupUse, SchemeName};
pub use certificate::Certificate;
pub use duty::{Action, Duty, DutyArea, Measure, Verb, Whom};
pub use error::{PackError, Problem};
pub use notice::{Helpline, Notice, NoticeKind};
pub use order::{Contact, Copy, Deadline, District, Order, Target};
pub use pack::Pack;
pub use paper::{AadhaarPapers, BirthRule, CardPapers, Documents, Paper, RationPapers};
pub use place::{Camp, HindiBy, Level, Place};
pub use text::{Sure, Text};

use crate::day::Day;

/// The newest format of a pack that this version reads.
pub const FORMAT: u32 = 1;

/// The packs that ship with the app: id and JSON.
const BUILTIN: [(&str, &str); 2] = [
    ("sakti-2023", include_str!("../../campaigns/sakti-2023.json")),
    ("bilaspur", include_str!("../../campaigns/bilaspur.json")),
];

/// A checked pack, its text as it came, and the settings that an administrator made.
#[derive(Debug, Clone)]
pub struct Campaign {
    pack: Pack,
    raw: String,
    year: Option<u16>,
    places: HashMap<u64, usize>,
}

impl Campaign {
    /// Reads a pack from its JSON text (UTF-8, a byte order mark is passed over) and checks it whole.
    ///
    /// # Errors
    /// [`PackError`] names the first place that is wrong and why. Nothing is taken from such a pack.
    pub fn parse(json: &str) -> Result<Campaign, PackError> {
        let text = json.strip_prefix('\u{feff}').unwrap_or(json);
        let value: Value = serde_json::from_str(text).map_err(|e| {
            let (line, column) = (e.line(), e.column());
            PackError::new("", Problem::NotJson { line, column })
        })?;
        check_format(&value)?;
        let reader = &mut serde_json::Deserializer::from_str(text);
        let pack: Pack =
            serde_path_to_error::deserialize(reader).map_err(|e| PackError::from_json(&e, &value))?;
        let places = pack.check()?;
        Ok(Campaign { pack, raw: json.to_owned(), year: None, places })
    }

    /// A pack that ships with the app: `sakti-2023` or `bilaspur`.
    ///
    /// # Errors
    /// [`Problem::NoSuchPack`] for any other id.
    pub fn builtin(id: &str) -> Result<Campaign, PackError> {
        match BUILTIN.iter().find(|(name, _)| *name == id) {
            Some((_, json)) => Campaign::parse(json),
            None => Err(PackError::new("", Problem::NoSuchPack)),
        }
    }

    /// The ids of the packs that ship with the app.
    pub fn builtin_ids() -> impl Iterator<Item = &'static str> {
        BUILTIN.iter().map(|(id, _)| *id)
    }

    /// Sets the year of an order whose text has none. The setting is the administrator's and is kept beside the pack,
    /// not in its text.
    ///
    /// # Errors
    /// [`Problem::YearIsFixed`] where the order has another year; [`Problem::NoSuchDay`] outside 2018 to 2100 (the
    /// scheme began in 2018) or where that year lacks the last day.
    pub fn with_year(mut self, year: u16) -> Result<Campaign, PackError> {
        if self.pack.order.year.is_some_and(|own| own != year) {
            return Err(PackError::new("order.year", Problem::YearIsFixed));
        }
        let deadline = self.pack.deadline.as_ref();
        let exists = deadline.is_none_or(|d| d.in_year(year).is_some());
        if !(2018..=2100).contains(&year) || !exists {
            return Err(PackError::new("order.year", Problem::NoSuchDay));
        }
        self.year = Some(year);
        Ok(self)
    }

    /// The pack as its JSON has it.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// The JSON text exactly as it came, with fields of newer versions: this is what is stored and passed on.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// The year of the order, or the one set; `None` while an order without a year has none set.
    pub fn year(&self) -> Option<u16> {
        self.pack.order.year.or(self.year)
    }

    /// The last day; `None` where the order names none or its year is not set yet.
    pub fn deadline(&self) -> Option<Day> {
        self.pack.deadline.as_ref()?.in_year(self.year()?)
    }
}

/// The format first, so that a newer pack says so and not that some field is strange.
fn check_format(pack: &Value) -> Result<(), PackError> {
    let missing = || Problem::Missing { field: "format".to_owned() };
    let Some(format) = pack.get("format") else {
        return Err(PackError::new("", missing()));
    };
    match format.as_u64() {
        Some(found) if found == u64::from(FORMAT) => Ok(()),
        Some(found) if found > u64::from(FORMAT) => {
            Err(PackError::new("format", Problem::NewerFormat { found, known: FORMAT }))
        }
        _ => {
            let value = format.to_string().chars().take(40).collect();
            Err(PackError::new("format", Problem::UnknownValue { value }))
        }
    }
}
