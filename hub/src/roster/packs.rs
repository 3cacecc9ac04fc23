//! Making the packs of a list, and which of them a phone is offered.

use std::collections::{BTreeMap, BTreeSet};

use shivir_domain::codes::Group;
use shivir_domain::day::Day;
use shivir_domain::id::AreaId;
use shivir_domain::wire::Cursor;
use shivir_domain::wire::enrol::Grant;
use shivir_domain::wire::pack::{Depth as Granted, PackAddress, PackKind, PackOffer};
use shivir_roster::pack::{Address, Depth, Header, PackOptions, PackPlace, PackWriter};

use super::row::ListedRow;
use crate::args;
use crate::district::District;
use crate::error::HubError;
use crate::store::{Tx, number};

/// Rows that are read at a time.
const AT_A_TIME: i64 = 5_000;

/// Bytes of a part of a pack.
const PART: usize = 256 * 1024;

/// A pack that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackMade {
    /// What it is.
    pub offer: PackOffer,
    /// The only area that it has; none for the whole block.
    pub area: Option<AreaId>,
}

/// Groups that every worker may see: the others are in no pack.
fn open_groups() -> u32 {
    let open = Group::ALL.iter().filter(|group| !group.is_sensitive());
    open.fold(0, |bits, group| bits | 1u32.checked_shl(u32::from(group.number())).unwrap_or(0))
}

/// The packs in the making that one place's people go into.
struct Making {
    writer: PackWriter,
    /// Number of a place of the list in this pack.
    places: BTreeMap<i64, u32>,
    area: Option<AreaId>,
}

/// Makes each block's pack in both depths, and each area's in full; the ones before are dropped. Gives how many.
pub(super) fn make_all(tx: &mut dyn Tx, district: &District, today: Day) -> Result<u64, HubError> {
    let code = district.code;
    let before = tx.rows("select address from pack where district = $1 and kind = 1", args![code])?;
    for mut row in before {
        forget(tx, code, &row.bytes(0)?)?;
    }
    let mut made = 0;
    for ((block, _), places) in blocks(tx, code)? {
        made += make_block(tx, district, today, block, &places)?;
    }
    Ok(made)
}

/// Removes a pack.
pub(super) fn forget(tx: &mut dyn Tx, code: u32, address: &[u8]) -> Result<(), HubError> {
    tx.run("delete from pack where district = $1 and address = $2", args![code, address])?;
    tx.run("delete from pack_part where district = $1 and address = $2", args![code, address])?;
    Ok(())
}

/// The places of each block; its name stands in them, as the list writes it.
pub(super) type Blocks = BTreeMap<(u32, String), Vec<(i64, PackPlace)>>;

pub(super) fn blocks(tx: &mut dyn Tx, code: u32) -> Result<Blocks, HubError> {
    let mut blocks = Blocks::new();
    let sql = "select no, block, block_name, row from place where district = $1 order by no";
    for mut row in tx.rows(sql, args![code])? {
        let block: u32 = row.num(1)?;
        // Blocks with a code are told apart by it, however the list writes their names.
        let name = row.text(2)?;
        let key = (block, if block == 0 { name } else { String::new() });
        let place: PackPlace = minicbor::decode(&row.bytes(3)?).map_err(|_| HubError::Damaged)?;
        blocks.entry(key).or_default().push((row.int(0)?, place));
    }
    Ok(blocks)
}

fn make_block(
    tx: &mut dyn Tx,
    district: &District,
    today: Day,
    block: u32,
    places: &[(i64, PackPlace)],
) -> Result<u64, HubError> {
    let Some(block_name) = places.first().map(|(_, place)| place.block_name.clone()) else {
        return Ok(0);
    };
    let areas: BTreeSet<AreaId> = places.iter().map(|(_, place)| place.area).collect();
    let begin = |depth, area: Option<AreaId>| {
        let mut writer = PackWriter::new(PackOptions {
            district: district.code,
            block,
            block_name: block_name.clone(),
            number: district.number.0,
            day: today,
            depth,
            groups: open_groups(),
            areas: area.into_iter().collect(),
        });
        let of = places.iter().filter(|(_, place)| area.is_none_or(|area| place.area == area));
        let places = of.map(|(no, place)| (*no, writer.place(place.clone()))).collect();
        Making { writer, places, area }
    };
    // The whole block in both depths in one reading, then each area by itself.
    let mut whole = vec![begin(Depth::Minimal, None), begin(Depth::Full, None)];
    let mut made = 0;
    for area in &areas {
        let mut own = begin(Depth::Full, Some(*area));
        let mut after = 0;
        loop {
            let rows = tx.rows(
                "select no, place, row from listed where district = $1 and area = $2 and no > $3 order by no limit $4",
                args![district.code, number(area.0)?, after, AT_A_TIME],
            )?;
            if rows.is_empty() {
                break;
            }
            for mut row in rows {
                after = row.int(0)?;
                let (place, listed) = (row.int(1)?, ListedRow::decode(&row.bytes(2)?)?);
                for making in whole.iter_mut().chain([&mut own]) {
                    // An area lies in one block; a place of another block under its number is in that block's packs.
                    if let Some(place) = making.places.get(&place) {
                        let taken = making.writer.person(&listed.person(*place));
                        taken.map_err(|_| HubError::Internal("pack"))?;
                    }
                }
            }
        }
        made += finish(tx, district, own)?;
    }
    for making in whole {
        made += finish(tx, district, making)?;
    }
    Ok(made)
}

fn finish(tx: &mut dyn Tx, district: &District, making: Making) -> Result<u64, HubError> {
    let mut bytes = Vec::new();
    let (header, address) = making.writer.finish(&mut bytes).map_err(|_| HubError::Internal("pack"))?;
    if header.people == 0 {
        return Ok(0);
    }
    keep(tx, district.code, &header, address, making.area, &bytes)?;
    Ok(1)
}

pub(super) fn keep(
    tx: &mut dyn Tx,
    code: u32,
    header: &Header,
    address: Address,
    area: Option<AreaId>,
    bytes: &[u8],
) -> Result<(), HubError> {
    let kind = if header.cards.is_some() { PackKind::Cards } else { PackKind::Roster };
    tx.run(
        "insert into pack (district, address, block, block_name, area, depth, kind, number, people, bytes) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            code,
            &address.0,
            header.block,
            &header.block_name,
            area.map(|area| number(area.0)).transpose()?,
            header.depth == Depth::Full,
            kind.number(),
            number(header.number)?,
            header.people,
            number(bytes.len() as u64)?
        ],
    )?;
    for (part, at) in bytes.chunks(PART).zip((0u64..).step_by(PART)) {
        tx.run(
            "insert into pack_part (district, address, at, bytes) values ($1, $2, $3, $4)",
            args![code, &address.0, number(at)?, part],
        )?;
    }
    Ok(())
}

/// All packs of a district.
pub(super) fn all(tx: &mut dyn Tx, district: u32) -> Result<Vec<PackMade>, HubError> {
    let sql = "select address, block, block_name, area, depth, number, bytes, kind from pack where district = $1 \
               order by block, block_name, kind, depth, area, address";
    let rows = tx.rows(sql, args![district])?;
    rows.into_iter()
        .map(|mut row| {
            let offer = PackOffer {
                address: PackAddress(row.array(0)?),
                block: row.num(1)?,
                block_name: row.text(2)?,
                depth: if row.flag(4)? { Granted::Full } else { Granted::Minimal },
                number: Cursor(row.num(5)?),
                size: row.num(6)?,
                kind: PackKind::from_number(row.num(7)?),
            };
            Ok(PackMade { offer, area: row.maybe(3)?.map(AreaId) })
        })
        .collect()
}

/// The packs that are meant for a phone: of each block the whole in full where all its areas are granted in full, else the
/// whole in its minimal depth and beside it in full the areas that are; and what the portal says of each block's cards.
pub(crate) fn offers(tx: &mut dyn Tx, district: u32, grant: &Grant) -> Result<Vec<PackOffer>, HubError> {
    let full: BTreeSet<AreaId> =
        grant.areas.iter().filter(|a| a.depth == Granted::Full).map(|a| a.area).collect();
    let all = all(tx, district)?;
    let mut not_all = BTreeSet::new();
    for pack in &all {
        if pack.area.is_some_and(|area| !full.contains(&area)) {
            not_all.insert((pack.offer.block, pack.offer.block_name.clone()));
        }
    }
    let offered = all.into_iter().filter(|pack| {
        // No name is in it, and card status is everyone's.
        if pack.offer.kind == PackKind::Cards {
            return true;
        }
        let whole = !not_all.contains(&(pack.offer.block, pack.offer.block_name.clone()));
        match (pack.area, pack.offer.depth) {
            (Some(area), _) => !whole && full.contains(&area),
            (None, Granted::Full) => whole,
            (None, _) => !whole,
        }
    });
    Ok(offered.map(|pack| pack.offer).collect())
}
