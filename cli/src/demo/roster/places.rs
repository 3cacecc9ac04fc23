//! The villages and wards of the demo, and how many people live in each.

use std::path::Path;

use super::devanagari;
use super::error::Error;
use crate::demo::random::Random;

const BUILT_IN: &str = include_str!("../places.tsv");

/// Sakti in the spellings that lists of villages use.
const DISTRICT: [&str; 2] = ["सक्ती", "सक्ति"];

/// Other spellings of a block's name, and the one of the built-in places.
const BLOCK_SPELLINGS: [(&str, &str); 2] = [("मालखरौदा", "मालखरोदा"), ("सक्ति", "सक्ती")];

/// From this many people on a list has people of every block.
const EVERY_BLOCK_FROM: u64 = 1_000;

/// A village of a gram panchayat, or a ward of an urban body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Local Government Directory code of the block; `None` for a block that the built-in places do not have.
    pub block_code: Option<u32>,
    /// The block (janpad) in Hindi.
    pub block_hi: String,
    /// The gram panchayat or urban body in Hindi.
    pub area_hi: String,
    /// The gram panchayat or urban body in Latin letters.
    pub area_en: String,
    /// Whether the area is an urban body and the place one of its wards.
    pub urban: bool,
    /// The village or ward in Hindi.
    pub village_hi: String,
    /// The village or ward in Latin letters.
    pub village_en: String,
    /// Whether the Hindi of the village was made from a Latin spelling and may be wrong.
    pub transliterated: bool,
}

/// The places of the demo's district: the built-in sample, or with a file its villages and the sample's urban wards.
///
/// The file is UTF-8 CSV with the columns `district_hi,block_hi,gram_panchayat,village`, the last two in Latin letters;
/// rows of districts other than Sakti are passed over.
///
/// # Errors
/// `Error::Read` where the file cannot be read, `Error::Unusable` where it has no village of Sakti.
pub fn places(villages: Option<&Path>) -> Result<Vec<Place>, Error> {
    let built_in: Vec<Place> = BUILT_IN.lines().filter_map(built_in_place).collect();
    let Some(path) = villages else {
        return Ok(built_in);
    };
    let mut places = read_villages(path, &built_in)?;
    if places.is_empty() {
        return Err(Error::Unusable {
            path: path.to_owned(),
            wanted: "district_hi,block_hi,gram_panchayat,village",
        });
    }
    places.extend(built_in.into_iter().filter(|place| place.urban));
    // A list is sorted by block; the order within a block is the file's.
    places.sort_by_key(|place| place.block_code);
    Ok(places)
}

fn built_in_place(line: &str) -> Option<Place> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [code, _, block, kind, area_hi, area_en, village_hi, village_en, from] = fields[..] else {
        return None;
    };
    Some(Place {
        // The comment and header lines end here: their first field is no number.
        block_code: Some(code.parse().ok()?),
        block_hi: block.to_owned(),
        area_hi: area_hi.to_owned(),
        area_en: area_en.to_owned(),
        urban: kind == "urban",
        village_hi: village_hi.to_owned(),
        village_en: village_en.to_owned(),
        transliterated: from == "transliterated",
    })
}

fn read_villages(path: &Path, built_in: &[Place]) -> Result<Vec<Place>, Error> {
    let read = |error: csv::Error| Error::read(path, error);
    let mut reader = csv::Reader::from_path(path).map_err(read)?;
    let mut places = Vec::new();
    for record in reader.records() {
        let record = record.map_err(read)?;
        let (Some(district), Some(block), Some(area), Some(village)) =
            (record.get(0), record.get(1), record.get(2), record.get(3))
        else {
            continue;
        };
        if !DISTRICT.contains(&district.trim_start_matches('\u{feff}').trim()) {
            continue;
        }
        let block = block.trim();
        let block =
            BLOCK_SPELLINGS.iter().find(|(other, _)| *other == block).map_or(block, |(_, known)| known);
        let known = built_in.iter().find(|place| place.block_hi == block);
        let village_hi = devanagari::from_latin(village);
        if village_hi.is_empty() {
            continue;
        }
        places.push(Place {
            block_code: known.and_then(|place| place.block_code),
            block_hi: block.to_owned(),
            area_hi: devanagari::from_latin(area),
            area_en: area.trim().to_owned(),
            urban: false,
            village_hi,
            village_en: village.trim().to_owned(),
            transliterated: true,
        });
    }
    Ok(places)
}

/// Which places so many people live in, in the order of `places`, and how many in each: villages of about 400 to
/// 3,000, wards of 350 to 1,050. A small list has fewer panchayats, of every block in turn, rather than empty ones;
/// a larger one has larger villages. The numbers add up to `people` exactly.
pub(super) fn settle(places: Vec<Place>, people: u64, random: &mut Random) -> Vec<(Place, u64)> {
    let sized: Vec<(Place, u64)> = places
        .into_iter()
        .map(|place| {
            let usual = if place.urban {
                350 + random.below(700)
            } else {
                400 + random.below(1_300) + random.below(1_300)
            };
            (place, usual)
        })
        .collect();

    let mut chosen = vec![false; sized.len()];
    let mut room = 0;
    let (areas, blocks) = in_turn(&sized, random);
    let at_least = if people < EVERY_BLOCK_FROM { 1 } else { blocks };
    for (turn, area) in areas.into_iter().enumerate() {
        if room >= people && turn >= at_least {
            break;
        }
        for index in area {
            chosen[index] = true;
            room += sized[index].1;
        }
    }

    let mut settled: Vec<(Place, u64)> =
        sized.into_iter().zip(chosen).filter_map(|(place, chosen)| chosen.then_some(place)).collect();
    // Shares by running total, so that rounding neither makes nor loses anyone.
    let (mut usual_so_far, mut given) = (0, 0);
    for (_, usual) in &mut settled {
        usual_so_far += *usual;
        let up_to_here = (u128::from(people) * u128::from(usual_so_far) / u128::from(room.max(1))) as u64;
        *usual = up_to_here - given;
        given = up_to_here;
    }
    settled
}

/// The areas as lists of indexes, shuffled within their block, the blocks taking turns; and the number of blocks.
fn in_turn(sized: &[(Place, u64)], random: &mut Random) -> (Vec<Vec<usize>>, usize) {
    let mut blocks: Vec<(&str, Vec<Vec<usize>>)> = Vec::new();
    let mut last: Option<&Place> = None;
    for (index, (place, _)) in sized.iter().enumerate() {
        let block = match blocks.iter().position(|(block, _)| *block == place.block_hi) {
            Some(position) => position,
            None => {
                blocks.push((&place.block_hi, Vec::new()));
                blocks.len() - 1
            }
        };
        let same_area =
            last.is_some_and(|last| last.block_hi == place.block_hi && last.area_hi == place.area_hi);
        match blocks[block].1.last_mut() {
            Some(area) if same_area => area.push(index),
            _ => blocks[block].1.push(vec![index]),
        }
        last = Some(place);
    }
    for (_, areas) in &mut blocks {
        for index in (1..areas.len()).rev() {
            areas.swap(index, random.below(index as u64 + 1) as usize);
        }
    }
    let most = blocks.iter().map(|(_, areas)| areas.len()).max();
    let areas = (0..most.unwrap_or(0))
        .flat_map(|turn| {
            blocks.iter().filter_map(move |(_, areas)| areas.get(turn).cloned()).collect::<Vec<_>>()
        })
        .collect();
    (areas, blocks.len())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_built_in_places_are_the_four_blocks_with_panchayats_and_wards() {
        let places = places(None).unwrap();
        let lines = BUILT_IN.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(places.len(), lines.count() - 1);
        let blocks: HashSet<_> =
            places.iter().map(|place| (place.block_code, place.block_hi.as_str())).collect();
        assert_eq!(
            blocks,
            HashSet::from([
                (Some(3644), "डभरा"),
                (Some(3645), "जैजैपुर"),
                (Some(3646), "मालखरोदा"),
                (Some(3649), "सक्ती")
            ])
        );
        let names: HashSet<_> =
            places.iter().map(|place| (place.block_code, &place.area_hi, &place.village_hi)).collect();
        assert_eq!(names.len(), places.len(), "a place stands twice");
        assert!(places.iter().any(|place| place.urban));
        assert!(places.iter().any(|place| place.transliterated));
    }

    #[test]
    fn people_are_settled_without_losing_or_making_one() {
        for people in [1, 7, 2_000, 20_000, 721_246, 2_000_000] {
            let settled = settle(places(None).unwrap(), people, &mut Random::new(people));
            let total: u64 = settled.iter().map(|(_, people)| people).sum();
            assert_eq!(total, people);
        }
    }

    #[test]
    fn villages_have_a_village_s_size_and_small_districts_reach_every_block() {
        let settled = settle(places(None).unwrap(), 721_246, &mut Random::new(1));
        for (place, people) in &settled {
            assert!((300..=3_300).contains(people), "{place:?}: {people}");
        }
        for (people, most) in [(1_000, 15), (20_000, 40)] {
            let small = settle(places(None).unwrap(), people, &mut Random::new(1));
            let blocks: HashSet<_> = small.iter().map(|(place, _)| place.block_code).collect();
            assert_eq!(blocks.len(), 4);
            assert!(small.len() < most);
        }
    }

    #[test]
    fn a_file_of_villages_is_transliterated_and_marked_and_keeps_the_wards() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("villages.csv");
        std::fs::write(
            &path,
            "district_hi,block_hi,gram_panchayat,village\r\nरायगढ़,पुसौर,Elsewhere,Elsewhere\r\n\
             सक्ति,मालखरौदा,Barpalikala,Barpali Kalan\r\n",
        )
        .unwrap();
        let read = places(Some(&path)).unwrap();
        let villages: Vec<_> = read.iter().filter(|place| !place.urban).collect();
        assert_eq!(villages.len(), 1);
        assert_eq!(villages[0].block_code, Some(3646));
        assert_eq!(villages[0].village_hi, "बरपाली कला");
        assert!(villages[0].transliterated);
        assert!(read.len() > 50, "the urban wards stay");
    }

    #[test]
    fn a_file_without_the_district_or_absent_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("villages.csv");
        assert!(matches!(places(Some(&path)), Err(Error::Read { .. })));
        std::fs::write(&path, "a,b,c,d\nरायगढ़,पुसौर,X,Y\n").unwrap();
        assert!(matches!(places(Some(&path)), Err(Error::Unusable { .. })));
    }
}
