//! One person of a list.

pub(crate) mod build;
mod key;
mod note;
mod reason;
mod values;

use std::hash::{DefaultHasher, Hash, Hasher};

use shivir_domain::aadhaar::number::Last4;
use shivir_domain::birth::BirthDate;
use shivir_domain::day::Day;
use shivir_domain::person::{Relation, Sex};

pub use key::{household_key, person_key};
pub use note::{Note, Notes};
pub use reason::{Reason, Rejected};

use crate::value::status::CardStatus;

/// One person of a list, as read. Texts are NFC with single spaces, empty where the list gives none; they live until
/// the next row is read.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The line of the file, or row of the sheet, from 1.
    pub line: u32,
    /// The bytes from which the person's id is derived, see [`person_key`].
    pub person_key: &'a [u8],
    /// The household, see [`household_key`]; empty where the list has only a person id.
    pub household_key: &'a str,
    /// The number under which the district's source knows the person.
    pub source_id: &'a str,
    /// Ration card number.
    pub ration_card: &'a str,
    /// Family id.
    pub family_id: &'a str,
    /// Name in Devanagari.
    pub name_hi: &'a str,
    /// Name in Latin letters.
    pub name_en: &'a str,
    /// Father's name, or where there is none the husband's.
    pub guardian: &'a str,
    /// Name of the head of the household.
    pub head_name: &'a str,
    /// Relation to the head.
    pub relation: Option<Relation>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Birth date from the date, the year or the age, whichever is most exact.
    pub birth: Option<BirthDate>,
    /// District.
    pub district: &'a str,
    /// Block (janpad).
    pub block: &'a str,
    /// Gram panchayat, or urban body.
    pub panchayat: &'a str,
    /// Ward.
    pub ward: &'a str,
    /// Village.
    pub village: &'a str,
    /// Para, mohalla or tola.
    pub para: &'a str,
    /// Mobile number, 10 digits.
    pub mobile: &'a str,
    /// What the list says of the card.
    pub card_status: Option<CardStatus>,
    /// Number of the card.
    pub card_id: &'a str,
    /// Day on which the card was made.
    pub card_date: Option<Day>,
    /// Scheme, source or kind of ration card, as written.
    pub scheme: &'a str,
    /// Codes of the groups that scheme and marks name (`ANTYODAYA`, `PVTG`…).
    pub groups: &'a [&'static str],
    /// Last 4 digits of the Aadhaar number.
    pub aadhaar_last4: Option<Last4>,
    /// Last 4 digits of the virtual id.
    pub vid_last4: Option<Last4>,
    /// What could not be read, while the row as a whole could.
    pub notes: Notes,
}

impl Row<'_> {
    /// The name to show: the Devanagari one, or else the Latin one.
    pub fn name(&self) -> &str {
        if self.name_hi.is_empty() { self.name_en } else { self.name_hi }
    }

    /// A hash of everything but line and notes: rows with one are duplicates.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let texts = [
            self.household_key,
            self.source_id,
            self.ration_card,
            self.family_id,
            self.name_hi,
            self.name_en,
            self.guardian,
            self.head_name,
            self.district,
            self.block,
            self.panchayat,
            self.ward,
            self.village,
            self.para,
            self.mobile,
            self.card_id,
            self.scheme,
        ];
        texts.hash(&mut hasher);
        (self.relation, self.sex, self.birth).hash(&mut hasher);
        (self.card_status, self.card_date, self.groups).hash(&mut hasher);
        (self.aadhaar_last4, self.vid_last4).hash(&mut hasher);
        hasher.finish()
    }
}
