//! Roster packs of the whole district: their size against the same rows as CSV under zstd, and how quickly they install.

use std::error::Error;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use shivir_core::env::SystemEnv;
use shivir_core::roster::{InstallOptions, PackOf};
use shivir_roster::pack::{Depth, PackError, PackPerson, PackReader};
use shivir_tests::figures::Figures;
use shivir_tests::kit;

/// Level at which the peer compresses.
const LEVEL: i32 = 19;

/// Packs each block of the imported list, installs all of them in a store of its own, then one of them alone.
pub fn run(figures: &mut Figures, dir: &Path) -> Result<(), Box<dyn Error>> {
    let core = kit::open(dir, None, Arc::new(SystemEnv))?;
    let summary = core.roster_summary()?;
    let mut blocks: Vec<(u32, String)> =
        summary.areas.iter().map(|a| (a.block, a.block_name.clone())).collect();
    blocks.sort();
    blocks.dedup_by(|a, b| a == b || a.0 != 0 && a.0 == b.0);
    let (mut packs, mut minimal) = (Vec::new(), 0);
    let (mut worst, mut bytes, mut people) = (0f64, 0, 0u64);
    for (block, block_name) in blocks {
        let of = |depth| PackOf {
            block,
            block_name: block_name.clone(),
            areas: Vec::new(),
            depth,
            groups: u32::MAX,
            number: 1,
        };
        let mut pack = Vec::new();
        let (header, _) = core.make_pack(&of(Depth::Full), &mut pack)?;
        let csv = zstd::bulk::compress(csv(&pack)?.as_bytes(), LEVEL)?;
        worst = worst.max(pack.len() as f64 / csv.len() as f64);
        bytes += pack.len();
        people += u64::from(header.people);
        packs.push((u64::from(header.people), pack));
        let mut pack = Vec::new();
        core.make_pack(&of(Depth::Minimal), &mut pack)?;
        minimal += pack.len();
    }
    core.store().close();
    if people != summary.people {
        return Err("the packs do not hold everyone".into());
    }
    figures.add("pack_bytes_a_person", bytes as f64 / people as f64, "bytes");
    figures.add("pack_minimal_bytes_a_person", minimal as f64 / people as f64, "bytes");
    figures.add("pack_over_zstd_csv_worst_block", worst, "x");
    let all: Vec<&[u8]> = packs.iter().map(|(_, pack)| pack.as_slice()).collect();
    figures.add("pack_install_people_per_s", people as f64 / install(dir, &all)?, "people/s");
    let (people, largest) = packs.iter().max_by_key(|(people, _)| *people).ok_or("no pack")?;
    figures.add("pack_install_block_people_per_s", *people as f64 / install(dir, &[largest])?, "people/s");
    Ok(())
}

/// Seconds from the bytes of the packs to a roster in use, in an empty store.
fn install(dir: &Path, packs: &[&[u8]]) -> Result<f64, Box<dyn Error>> {
    let dir = tempfile::tempdir_in(dir)?;
    let core = kit::open(dir.path(), None, Arc::new(SystemEnv))?;
    let start = Instant::now();
    let mut new = Vec::new();
    for mut pack in packs.iter().copied() {
        new.push(core.keep_pack(&mut pack)?.address);
    }
    let options = InstallOptions { district: 762, today: core.today()?, packs: new, replace_list: false };
    core.install_packs(&options, &mut |_| ControlFlow::Continue(()))?;
    let seconds = start.elapsed().as_secs_f64();
    core.store().close();
    Ok(seconds)
}

/// The rows of a pack as a district would write them, codes as numbers.
fn csv(pack: &[u8]) -> Result<String, Box<dyn Error>> {
    use std::fmt::Write;
    let mut reader = PackReader::open(pack, None)?;
    let places = reader.places().to_vec();
    let mut csv = String::from(
        "id,household,name_hi,name_en,relative,relation,sex,birth,birth_how,block,panchayat,village,para,mobile,last4,made,groups\n",
    );
    let mut row = |p: &PackPerson| {
        let place = places.get(usize::try_from(p.place).unwrap_or(usize::MAX)).ok_or(PackError::Malformed)?;
        let source = if p.source.is_empty() { p.id.to_string() } else { p.source.to_owned() };
        let birth = p.birth.map(|b| b.day.to_string()).unwrap_or_default();
        let how = p.birth.map_or(0, |b| b.source.number() * 8 + b.precision.number());
        let mobile = p.mobile.map(|m| m.to_string()).unwrap_or_default();
        let last4 = p.last4.map(|l| format!("{l:04}")).unwrap_or_default();
        let (made, groups) = (u8::from(p.made), p.groups);
        writeln!(
            csv,
            "{source},{},{},{},{},{},{},{birth},{how},{},{},{},{},{mobile},{last4},{made},{groups}",
            p.household,
            p.name_hi,
            p.name_en,
            p.relative,
            p.relation,
            p.sex,
            place.block_name,
            place.area_name,
            place.village,
            p.para
        )
        .map_err(|_| PackError::Malformed)
    };
    while reader.next_people(&mut row)? {}
    Ok(csv)
}
