//! Roster packs: the people of one block as one file, addressed by its content, that a phone takes without reading a list.
//! The format is described in `docs/PACKS.md`.

mod bytes;
mod cards;
mod chunks;
mod error;
mod header;
mod read;
mod write;

pub use cards::{CardsOptions, Head, head_of, read_cards, settle, write_cards};
pub use error::PackError;
pub use header::{Address, Depth, Header, Held, head, held};
pub use read::PackReader;
pub use write::{PackOptions, PackWriter};

use minicbor::{Decode, Encode};
use shivir_domain::birth::BirthDate;
use shivir_domain::codes::Group;
use shivir_domain::id::{AreaId, PersonId};

use crate::{CardStatus, Row};

/// The format that is written here, and the newest that is read.
pub const FORMAT: u16 = 1;

/// Rows of a chunk.
const ROWS: u32 = 16_384;

/// A person of a pack; empty texts where there is none. Codes are numbers of the domain's code lists, 0 for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackPerson<'a> {
    /// Her id.
    pub id: PersonId,
    /// The list's own id; her id is derived from it alone.
    pub source: &'a str,
    /// The household by its key (`R:`, `F:` or `P:`). In a minimal pack it tells only who belong together in this pack.
    pub household: &'a str,
    /// Her village or ward: number of a place of the pack, from 0.
    pub place: u32,
    /// Name in Devanagari.
    pub name_hi: &'a str,
    /// Name in Latin letters.
    pub name_en: &'a str,
    /// Name of father or husband.
    pub relative: &'a str,
    /// [`shivir_domain::person::Relation`] to the head.
    pub relation: u16,
    /// [`shivir_domain::person::Sex`].
    pub sex: u16,
    /// Birth date.
    pub birth: Option<BirthDate>,
    /// Para or mohalla.
    pub para: &'a str,
    /// Mobile number of ten digits.
    pub mobile: Option<u64>,
    /// Last four digits of Aadhaar, as a number below 10,000.
    pub last4: Option<u16>,
    /// The card is made, by the list.
    pub made: bool,
    /// A bit for each number of [`shivir_domain::codes::Group`].
    pub groups: u32,
}

impl<'a> PackPerson<'a> {
    /// A row of a list. `alone`: room for the key of a household that is one person. `place`: the caller's number of where
    /// she lives.
    pub fn of_row(district: u32, row: &Row<'a>, place: u32, alone: &'a mut String) -> Self {
        let household = if row.household_key.is_empty() {
            alone.clear();
            alone.push_str("P:");
            alone.push_str(row.source_id);
            alone
        } else {
            row.household_key
        };
        let groups = row.groups.iter().filter_map(|code| Group::from_code(code));
        let bit = |group: Group| 1u32.checked_shl(u32::from(group.number())).unwrap_or(0);
        Self {
            id: PersonId::listed(district, row.person_key),
            source: row.source_id,
            household,
            place,
            name_hi: row.name_hi,
            name_en: row.name_en,
            relative: row.guardian,
            relation: row.relation.map_or(0, |r| r.number()),
            sex: row.sex.map_or(0, |s| s.number()),
            birth: row.birth,
            para: row.para,
            mobile: row.mobile.parse().ok(),
            last4: row.aadhaar_last4.as_ref().and_then(|l| l.as_str().parse().ok()),
            made: row.card_status == Some(CardStatus::Made),
            groups: groups.fold(0, |set, group| set | bit(group)),
        }
    }
}

/// A village or ward of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct PackPlace {
    /// Gram panchayat or ward.
    #[n(0)]
    pub area: AreaId,
    /// Its name.
    #[n(1)]
    pub area_name: String,
    /// The block as the list writes it.
    #[n(2)]
    pub block_name: String,
    /// The village as the list writes it.
    #[n(3)]
    pub village: String,
}

/// What the rows refer to by number.
#[derive(Debug, Default, Encode, Decode)]
#[cbor(array)]
struct Tables {
    /// Words of names and paras, in the order in which they are met.
    #[n(0)]
    words: Vec<String>,
    /// What stands before the number in an id or key, and how many digits the number has; 0 where it has none.
    #[n(1)]
    shapes: Vec<(String, u8)>,
    #[n(2)]
    places: Vec<PackPlace>,
}

/// Digits of the number of an id or key at most, so that it fits in 64 bits.
const MOST_DIGITS: usize = 18;

/// Parts an id or key into what stands before its last digits, those as a number, and how many they are.
fn part(text: &str) -> (&str, u8, u64) {
    let digits = text.bytes().rev().take(MOST_DIGITS).take_while(u8::is_ascii_digit).count();
    let (before, number) = text.split_at(text.len() - digits);
    // No more than 18 digits: it parses, and the length fits, unless there are none.
    (before, u8::try_from(digits).unwrap_or(0), number.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests;
