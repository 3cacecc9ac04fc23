//! A row of a portal's file as the hub keeps it: no Aadhaar number, and of the card's number its end alone.

use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};
use shivir_domain::birth::BirthDate;
use shivir_domain::codes::CardStatus;
use shivir_domain::day::Day;
use shivir_domain::fold::CardWord;
use shivir_domain::id::{AreaId, PersonId};
use shivir_domain::person::{Relation, Sex};
use shivir_roster::duplicate::Details;
use shivir_roster::{Note, Row};

use super::left::{LeftKey, Likely};

/// A row that waits to be matched, or was not; texts are empty where the file gives none.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct CardRow {
    #[n(0)]
    pub line: u32,
    #[n(1)]
    pub name_hi: String,
    #[n(2)]
    pub name_en: String,
    #[n(3)]
    pub relative: String,
    #[n(4)]
    pub relation: Option<Relation>,
    #[n(5)]
    pub sex: Option<Sex>,
    #[n(6)]
    pub birth: Option<BirthDate>,
    #[n(7)]
    pub household: String,
    #[n(8)]
    pub source: String,
    #[n(9)]
    pub block: String,
    #[n(10)]
    pub panchayat: String,
    #[n(11)]
    pub village: String,
    #[n(12)]
    pub mobile: Option<u64>,
    #[n(13)]
    pub last4: Option<String>,
    /// The last four signs of the card's number.
    #[n(14)]
    pub card: String,
    #[n(15)]
    pub word: CardWord,
    /// Who it may be.
    #[n(16)]
    pub likely: Vec<Likely>,
}

/// A row that waits to be matched.
pub(super) struct Waiting {
    pub row: CardRow,
    pub key: LeftKey,
    /// The id that the file's own ids come to.
    pub person: PersonId,
    /// Its ids are those of the source, or the household's with name and year of birth: [`Self::person`] is hers or nobody's.
    pub by_id: bool,
    /// The areas in which she may live; none where the list has no such place.
    pub areas: Vec<AreaId>,
    /// Tells two rows of different cards or ids apart; none where the row has neither.
    pub ids: Option<u64>,
}

/// What a row says of the card; none where it says nothing.
pub(super) fn word(row: &Row, dated: Day) -> Option<CardWord> {
    use shivir_roster::CardStatus as Read;
    let status = match row.card_status {
        Some(Read::Made) => CardStatus::Approved,
        Some(Read::Pending) => CardStatus::Pending,
        Some(Read::Rejected) => CardStatus::Rejected,
        Some(Read::NotMade) => CardStatus::NotMade,
        // What could not be read may be anything; of a list of cards without states each is made.
        None if row.notes.has(Note::StatusUnread) => return None,
        None if row.card_id.is_empty() && row.card_date.is_none() => return None,
        None => CardStatus::Approved,
    };
    let day = row.card_date.filter(|_| status.is_made());
    Some(CardWord { status, day, dated })
}

impl Waiting {
    /// Of a row of a file. `areas`: in which she may live.
    pub fn of(district: u32, row: &Row, word: CardWord, areas: Vec<AreaId>) -> Self {
        let start = row.card_id.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
        let kept = CardRow {
            line: row.line,
            name_hi: row.name_hi.to_owned(),
            name_en: row.name_en.to_owned(),
            relative: row.guardian.to_owned(),
            relation: row.relation,
            sex: row.sex,
            birth: row.birth,
            household: row.household_key.to_owned(),
            source: row.source_id.to_owned(),
            block: row.block.to_owned(),
            panchayat: row.panchayat.to_owned(),
            village: [row.village, row.ward].into_iter().find(|v| !v.is_empty()).unwrap_or("").to_owned(),
            mobile: row.mobile.parse().ok(),
            last4: row.aadhaar_last4.as_ref().map(|last4| last4.as_str().to_owned()),
            card: row.card_id.get(start..).unwrap_or_default().to_owned(),
            word,
            likely: Vec::new(),
        };
        let person = PersonId::listed(district, row.person_key);
        let by_id = !row.source_id.is_empty() || !row.household_key.is_empty();
        let [a, b, c, d, e, f, g, h, ..]: [u8; 32] = hashed(&[row.source_id, row.card_id]);
        let none = row.source_id.is_empty() && row.card_id.is_empty();
        let ids = (!none).then_some(u64::from_be_bytes([a, b, c, d, e, f, g, h]));
        Self { key: key(row), row: kept, person, by_id, areas, ids }
    }
}

/// By what the same row is known in the next file: all that identifies her and her card, and not what is said of it.
fn key(row: &Row) -> LeftKey {
    let birth = row.birth.map(|birth| (birth.day.days(), birth.precision.number()));
    let numbers = format!("{:?} {birth:?}", row.sex.map(|sex| sex.number()));
    let hash = hashed(&[
        row.source_id,
        row.household_key,
        row.card_id,
        row.name_hi,
        row.name_en,
        row.guardian,
        row.block,
        row.panchayat,
        row.ward,
        row.village,
        &numbers,
    ]);
    let (half, _) = hash.split_at(16);
    LeftKey(half.try_into().unwrap_or_default())
}

fn hashed(texts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    hash.finalize().into()
}

impl CardRow {
    /// As she is compared, where she is thought to live in this area.
    pub fn compared(&self, area: Option<AreaId>) -> Details<'_> {
        fn text(text: &str) -> Option<&str> {
            (!text.is_empty()).then_some(text)
        }
        Details {
            name_hi: text(&self.name_hi),
            name_en: text(&self.name_en),
            relative: text(&self.relative),
            relation: self.relation,
            sex: self.sex,
            birth: self.birth,
            area,
            village: text(&self.village),
            household: text(&self.household),
            last4: self.last4.as_deref(),
            mobile: self.mobile,
        }
    }
}
