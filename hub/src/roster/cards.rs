//! Making the packs of the portal's word on cards, one a block.

use std::collections::{BTreeMap, HashMap};

use shivir_domain::codes::CardKind;
use shivir_domain::day::Day;
use shivir_domain::fold::CardWord;
use shivir_domain::id::PersonId;
use shivir_roster::pack::{CardsOptions, Head, head, head_of, write_cards};

use super::packs::{blocks, forget, keep};
use crate::args;
use crate::cards::word_of;
use crate::district::District;
use crate::error::HubError;
use crate::store::{Tx, first};

/// Words that are read at a time.
const AT_A_TIME: i64 = 5_000;

/// A block by its code and, where it has none, its name.
type BlockKey = (u32, String);

/// Makes each block's pack of cards. One whose words are as before stays as it is, whatever the district's count came to
/// meanwhile, so that no phone fetches it again. Gives how many were made.
pub(crate) fn make_cards(tx: &mut dyn Tx, district: &District, today: Day) -> Result<u64, HubError> {
    let code = district.code;
    let mut before: BTreeMap<(u32, String), [u8; 32]> = BTreeMap::new();
    let sql = "select block, block_name, address from pack where district = $1 and kind = 2";
    for mut row in tx.rows(sql, args![code])? {
        before.insert((row.num(0)?, row.text(1)?), row.array(2)?);
    }
    let (mut names, mut block_of) = (BTreeMap::<BlockKey, String>::new(), HashMap::new());
    for (key, places) in blocks(tx, code)? {
        for (no, place) in places {
            names.entry(key.clone()).or_insert(place.block_name);
            block_of.insert(no, key.clone());
        }
    }
    let mut made = 0;
    for (key, words) in words_of(tx, code, &block_of)? {
        let name = names.remove(&key).unwrap_or_default();
        let was = before.remove(&(key.0, name.clone()));
        let options = CardsOptions {
            district: code,
            block: key.0,
            block_name: name,
            number: district.number.0,
            day: today,
            kind: CardKind::Family,
        };
        made += u64::from(make(tx, options, words, was)?);
    }
    // Of a block that is on the list no more, or under another name.
    for address in before.into_values() {
        forget(tx, code, &address)?;
    }
    Ok(made)
}

fn make(
    tx: &mut dyn Tx,
    options: CardsOptions,
    words: Vec<(Head, CardWord)>,
    was: Option<[u8; 32]>,
) -> Result<bool, HubError> {
    let (code, mut bytes) = (options.district, Vec::new());
    let (header, address) =
        write_cards(options, words, &mut bytes).map_err(|_| HubError::Internal("pack of cards"))?;
    if let Some(was) = was {
        let sql = "select bytes from pack_part where district = $1 and address = $2 and at = 0";
        let begins = first(tx, sql, args![code, &was])?.map(|mut row| row.bytes(0)).transpose()?;
        let known = begins.and_then(|bytes| head(&mut bytes.as_slice()).ok());
        if known.is_some_and(|known| known.header.same_content(&header)) {
            return Ok(false);
        }
        forget(tx, code, &was)?;
    }
    keep(tx, code, &header, address, None, &bytes)?;
    Ok(true)
}

/// The words on listed people, by the blocks of their places.
fn words_of(
    tx: &mut dyn Tx,
    code: u32,
    block_of: &HashMap<i64, BlockKey>,
) -> Result<BTreeMap<BlockKey, Vec<(Head, CardWord)>>, HubError> {
    let mut words: BTreeMap<BlockKey, Vec<(Head, CardWord)>> = BTreeMap::new();
    let mut after = Vec::new();
    loop {
        let rows = tx.rows(
            "select c.person, c.status, c.day, c.dated, l.place from card c \
             join listed l on l.district = c.district and l.person = c.person \
             where c.district = $1 and c.person > $2 order by c.person limit $3",
            args![code, &after, AT_A_TIME],
        )?;
        if rows.is_empty() {
            return Ok(words);
        }
        for mut row in rows {
            let person = PersonId(row.array(0)?);
            after = person.0.to_vec();
            if let Some(block) = block_of.get(&row.int(4)?) {
                let word = word_of(&row, 1)?;
                words.entry(block.clone()).or_default().push((head_of(person), word));
            }
        }
    }
}
