//! Packs of the portal's word on cards: who of a block has one, by the first 8 bytes of each id. Everyone may have them:
//! there is no name in them, and card status belongs to the minimal depth.

use std::io::{Read, Write};

use shivir_domain::codes::{CardKind, CardStatus};
use shivir_domain::day::Day;
use shivir_domain::fold::CardWord;
use shivir_domain::id::PersonId;
use shivir_domain::leb::{push, push_step};

use super::bytes::{Column, Columns, Read as Columned};
use super::chunks::Chunks;
use super::write::compress;
use super::{Address, Depth, Header, PackError, ROWS};

/// By what a person of a pack of cards is known: the first 8 bytes of her id, big-endian. Two of a district of ten lakh
/// people share them once in some 40 million districts.
pub type Head = u64;

/// The head of an id.
pub fn head_of(person: PersonId) -> Head {
    let [a, b, c, d, e, f, g, h, ..] = person.0;
    Head::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// What a pack of cards is of.
#[derive(Debug, Clone)]
pub struct CardsOptions {
    /// LGD code of the district.
    pub district: u32,
    /// LGD code of the block; 0 where the campaign pack does not name it.
    pub block: u32,
    /// The block's name.
    pub block_name: String,
    /// The district number at which it is built.
    pub number: u64,
    /// The day on which it is built.
    pub day: Day,
    /// Of which card.
    pub kind: CardKind,
}

/// Writes a pack of cards; the same words with the same options give the same bytes, in whatever order they stand. Of two
/// words on one person the one that replaces the other is taken.
///
/// # Errors
/// [`PackError::Io`] where it cannot be written.
pub fn write_cards(
    options: CardsOptions,
    mut words: Vec<(Head, CardWord)>,
    out: &mut dyn Write,
) -> Result<(Header, Address), PackError> {
    settle(&mut words);
    let mut days: Vec<Day> = words.iter().map(|(_, word)| word.dated).collect();
    days.sort_unstable();
    days.dedup();
    let raw = minicbor::to_vec(&days).map_err(|_| PackError::Malformed)?;
    let (first, mut bytes) = compress(&raw, 0)?;
    let (mut chunks, mut last) = (vec![first], 0);
    for rows in words.chunks(ROWS as usize) {
        let mut columns = Columns::default();
        for (head, word) in rows {
            push(columns.of(Column::CardHead), head.wrapping_sub(last));
            last = *head;
            push(columns.of(Column::CardStatus), word.status.number().into());
            let dated = days.binary_search(&word.dated).map_err(|_| PackError::Malformed)?;
            push(columns.of(Column::CardDated), dated as u64);
            columns.of(Column::CardHasDay).push(word.day.is_some().into());
            if let Some(day) = word.day {
                push_step(columns.of(Column::CardDay), from_day(word.dated), from_day(day));
            }
        }
        let rows = u32::try_from(rows.len()).map_err(|_| PackError::Malformed)?;
        let (chunk, mut packed) = compress(&columns.take(), rows)?;
        chunks.push(chunk);
        bytes.append(&mut packed);
    }
    let header = Header {
        district: options.district,
        block: options.block,
        block_name: options.block_name,
        number: options.number,
        day: options.day,
        depth: Depth::Minimal,
        people: u32::try_from(words.len()).map_err(|_| PackError::Malformed)?,
        households: 0,
        chunks,
        areas: Vec::new(),
        cards: Some(options.kind),
    };
    let (head, address) = header.to_bytes()?;
    out.write_all(&head)?;
    out.write_all(&bytes)?;
    out.flush()?;
    Ok((header, address))
}

/// In rising order, one on each person.
pub fn settle(words: &mut Vec<(Head, CardWord)>) {
    words
        .sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| other.replaces(one).cmp(&one.replaces(other))));
    words.dedup_by_key(|(head, _)| *head);
}

fn from_day(day: Day) -> u64 {
    i64::from(day.days()).cast_unsigned()
}

/// Reads a pack of cards; every chunk is verified before anything of it is given out.
///
/// # Errors
/// [`PackError`]; [`PackError::Altered`] also where it is another pack than was asked for, [`PackError::Malformed`] where
/// it is one of people. Whatever `each` returns.
pub fn read_cards<E: From<PackError>>(
    source: impl Read,
    address: Option<Address>,
    mut each: impl FnMut(Head, &CardWord) -> Result<(), E>,
) -> Result<Header, E> {
    let mut chunks = Chunks::open(source, address)?;
    if chunks.header.cards.is_none() {
        return Err(PackError::Malformed.into());
    }
    chunks.next()?.ok_or(PackError::Malformed)?;
    let days: Vec<Day> = minicbor::decode(&chunks.raw).map_err(|_| PackError::Malformed)?;
    let mut last: Option<Head> = None;
    while let Some(rows) = chunks.next()? {
        let mut words = Vec::new();
        let mut columns = Columned::new(&chunks.raw)?;
        for _ in 0..rows {
            let (head, word) = read_word(&mut columns, &days, last)?;
            last = Some(head);
            words.push((head, word));
        }
        columns.end()?;
        for (head, word) in &words {
            each(*head, word)?;
        }
    }
    chunks.end()?;
    Ok(chunks.header)
}

fn read_word(
    columns: &mut Columned,
    days: &[Day],
    last: Option<Head>,
) -> Result<(Head, CardWord), PackError> {
    let step = columns.of(Column::CardHead).number()?;
    // They rise: each stands once.
    let head = last.unwrap_or(0).checked_add(step).ok_or(PackError::Malformed)?;
    if last == Some(head) {
        return Err(PackError::Malformed);
    }
    let status = columns.of(Column::CardStatus).number()?;
    let status = CardStatus::from_number(u16::try_from(status).map_err(|_| PackError::Malformed)?);
    let dated = columns.of(Column::CardDated).index()?;
    let dated = *days.get(dated).ok_or(PackError::Malformed)?;
    let day = match columns.of(Column::CardHasDay).byte()? {
        0 => None,
        1 => {
            let days = columns.of(Column::CardDay).step(from_day(dated))?.cast_signed();
            let days = i32::try_from(days).map_err(|_| PackError::Malformed)?;
            Some(Day::from_days(days).ok_or(PackError::Malformed)?)
        }
        _ => return Err(PackError::Malformed),
    };
    Ok((head, CardWord { status, day, dated }))
}
