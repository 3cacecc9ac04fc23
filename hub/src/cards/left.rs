//! Rows of whom it is not known who they are: kept aside, listed, and decided by a person.

use std::collections::HashMap;
use std::fmt;

use minicbor::{Decode, Encode};
use shivir_domain::birth::BirthDate;
use shivir_domain::day::Day;
use shivir_domain::fold::CardWord;
use shivir_domain::id::PersonId;

use super::apply::{Claim, apply};
use super::matching::is_listed;
use super::row::CardRow;
use crate::district::District;
use crate::error::HubError;
use crate::likely::known;
use crate::store::{Tx, Value, first};
use crate::{Hub, args};

shivir_domain::codes! {
    /// Why a row of the portal's file was not matched.
    pub enum LeftReason {
        Likely = 1, "LIKELY", "शायद यही व्यक्ति है: मिलाकर देखें", "it may be this person: somebody has to look";
        Several = 2, "SEVERAL", "एक से ज़्यादा लोगों से मेल खाती है", "several people fit equally";
        OtherDetails = 3, "OTHER_DETAILS", "आईडी इस व्यक्ति की है, पर नाम, लिंग या आयु दूसरे की", "the id is this person's, but name, sex or age are another's";
        Twice = 4, "TWICE", "फ़ाइल की दूसरी पंक्ति भी इसी व्यक्ति से मेल खाती है", "another row of the file fits this person too";
        Nobody = 5, "NOBODY", "सूची में ऐसा कोई नहीं मिला", "nobody of the list fits";
        NoPlace = 6, "NO_PLACE", "यह गाँव या पंचायत ज़िले की सूची में नहीं है, या उस नाम के बहुत हैं", "the list has no such village or panchayat, or too many of that name";
    }
}

impl LeftReason {
    /// Somebody is named of whom it is to be asked whether it is she.
    pub fn asks(self) -> bool {
        matches!(self, Self::Likely | Self::Several | Self::OtherDetails | Self::Twice)
    }
}

/// By what a row that is kept aside is named, in this file and the next.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LeftKey(pub [u8; 16]);

impl LeftKey {
    /// Reads 32 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let number = u128::from_str_radix(text, 16).ok().filter(|_| text.len() == 32)?;
        Some(Self(number.to_be_bytes()))
    }
}

impl fmt::Display for LeftKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for LeftKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LeftKey({self})")
    }
}

/// Someone whom a row may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Likely {
    /// Who.
    #[n(0)]
    pub person: PersonId,
    /// Tenths of a power of ten for her; 0 is even odds.
    #[n(1)]
    pub points: i16,
}

/// A row that is kept aside. It holds a name: it is for the desk, and in no log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardLeft {
    /// By what it is named.
    pub key: LeftKey,
    /// Line of the file.
    pub line: u32,
    /// Why it was not matched.
    pub reason: LeftReason,
    /// Name, in Devanagari where the file has it.
    pub name: String,
    /// Father or husband.
    pub relative: String,
    /// Birth date.
    pub birth: Option<BirthDate>,
    /// Village, or gram panchayat.
    pub place: String,
    /// The last four signs of the card's number.
    pub card: String,
    /// What the file says.
    pub word: CardWord,
    /// Whom it may be about, the likeliest first, with the name by which the hub knows each.
    pub likely: Vec<(Likely, String)>,
}

/// Rows that were kept aside before, with what was decided: none yet, a person, or nobody.
pub(super) type Before = HashMap<LeftKey, Option<Option<PersonId>>>;

pub(super) fn before(tx: &mut dyn Tx, code: u32) -> Result<Before, HubError> {
    let rows = tx.rows("select key, decided from card_left where district = $1", args![code])?;
    let read = |mut row: crate::store::Row| {
        let decided = row.maybe_bytes(1)?.map(|bytes| PersonId::from_slice(&bytes));
        Ok((LeftKey(row.array(0)?), decided))
    };
    rows.into_iter().map(read).collect()
}

/// The row's parameters for [`keep`].
pub(super) fn kept(
    code: u32,
    key: LeftKey,
    reason: LeftReason,
    row: &CardRow,
) -> Result<Vec<Value>, HubError> {
    Ok(vec![
        Value::Int(code.into()),
        Value::Bytes(key.0.to_vec()),
        Value::Int(reason.number().into()),
        Value::Int(row.word.dated.days().into()),
        Value::Bytes(minicbor::to_vec(row).map_err(|_| HubError::Internal("row of cards"))?),
    ])
}

/// Keeps rows aside; that of a later file stays, and so does what was decided.
pub(super) fn keep(tx: &mut dyn Tx, rows: &[Vec<Value>]) -> Result<(), HubError> {
    tx.run_all(
        "insert into card_left (district, key, reason, dated, row) values ($1, $2, $3, $4, $5) \
         on conflict (district, key) do update set reason = excluded.reason, dated = excluded.dated, \
         row = excluded.row where card_left.dated <= excluded.dated",
        rows,
    )
}

/// These rows were matched: they are kept aside no more.
pub(super) fn drop_matched(tx: &mut dyn Tx, code: u32, keys: &[LeftKey]) -> Result<(), HubError> {
    let rows: Vec<_> =
        keys.iter().map(|key| vec![Value::Int(code.into()), Value::Bytes(key.0.to_vec())]).collect();
    tx.run_all("delete from card_left where district = $1 and key = $2 and decided is null", &rows)
}

impl Hub {
    /// The rows of the portal's files that are kept aside and not decided yet, in the order of the reasons and of the file.
    ///
    /// # Errors
    /// Storage errors.
    pub fn cards_left(&self, district: u32) -> Result<Vec<CardLeft>, HubError> {
        self.db().read_with(|tx| {
            let rows = tx.rows(
                "select key, reason, row from card_left where district = $1 and decided is null",
                args![district],
            )?;
            let mut all = Vec::with_capacity(rows.len());
            for mut row in rows {
                let kept: CardRow = minicbor::decode(&row.bytes(2)?).map_err(|_| HubError::Damaged)?;
                let (key, reason) = (LeftKey(row.array(0)?), LeftReason::from_number(row.num(1)?));
                all.push(shown(tx, district, key, reason, kept)?);
            }
            all.sort_by_key(|left| (left.reason.number(), left.line, left.key));
            Ok(all)
        })
    }

    /// A person decided whom a row is about: someone of the list or who was added, or nobody whom the hub knows. It holds for
    /// later files too. Gives whether the card of anybody changed by it.
    ///
    /// # Errors
    /// [`HubError::NotFound`] where no such row is kept aside, or the hub does not know the person; storage errors.
    pub fn settle_card(
        &self,
        district: u32,
        today: Day,
        key: LeftKey,
        person: Option<PersonId>,
    ) -> Result<bool, HubError> {
        self.db().write_with(|tx| {
            let mut held = District::lock(tx, district)?.ok_or(HubError::NotFound("the district"))?;
            let sql = "select row from card_left where district = $1 and key = $2 and decided is null";
            let row = first(tx, sql, args![district, &key.0])?;
            let bytes = row.ok_or(HubError::NotFound("the row"))?.bytes(0)?;
            let row: CardRow = minicbor::decode(&bytes).map_err(|_| HubError::Damaged)?;
            let decided = person.map(|person| person.0.to_vec()).unwrap_or_default();
            let sql = "update card_left set decided = $3 where district = $1 and key = $2";
            tx.run(sql, args![district, &key.0, &decided])?;
            let Some(person) = person else {
                return Ok(false);
            };
            known(tx, district, person)?.ok_or(HubError::NotFound("the person"))?;
            let listed = is_listed(tx, district, person)?;
            let claim = Claim { person, listed, word: row.word };
            Ok(apply(tx, &mut held, self.env(), today, &[claim])?.changed > 0)
        })
    }
}

fn shown(
    tx: &mut dyn Tx,
    district: u32,
    key: LeftKey,
    reason: LeftReason,
    row: CardRow,
) -> Result<CardLeft, HubError> {
    let or = |first: String, second: String| if first.is_empty() { second } else { first };
    let mut likely = Vec::with_capacity(row.likely.len());
    for one in row.likely {
        let known = known(tx, district, one.person)?;
        let name = known.and_then(|known| known.details.name_hi.or(known.details.name_en));
        likely.push((one, name.unwrap_or_default()));
    }
    Ok(CardLeft {
        key,
        line: row.line,
        reason,
        name: or(row.name_hi, row.name_en),
        relative: row.relative,
        birth: row.birth,
        place: or(row.village, row.panchayat),
        card: row.card,
        word: row.word,
        likely,
    })
}
