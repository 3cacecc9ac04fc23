//! Roster packs: what one store packs another installs, in full or in the minimal depth; they come in pieces; and whatever
//! is wrong with one leaves the roster in use as it was.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;

use std::ops::ControlFlow;

use common::list::{Line, all_values, csv, files, import, open_file, person, rosters, village};
use common::{Phone, SAKTI, register, today};
use shivir_core::Core;
use shivir_core::error::CoreError;
use shivir_core::registration::Whom;
use shivir_core::roster::{
    Facets, ImportError, ImportReport, InstallOptions, Left, Listed, PackOf, SearchOptions,
};
use shivir_domain::codes::{Cadre, Lang, Outcome};
use shivir_domain::day::Day;
use shivir_domain::id::AreaId;
use shivir_roster::pack::{Address, Depth, PackError, PackOptions, PackWriter};

/// Two blocks: everyone of Dabhra, and a family of Sakti with all that a list can say.
fn list() -> Vec<Line> {
    let mut lines = village(60);
    for (n, name) in ["सीता बाई", "गीता बाई", "Ramesh Kumar"].into_iter().enumerate()
    {
        lines.push(
            Line::new(&format!("S-{n}"), "2299000001", name, "Seeta")
                .with("विकासखण्ड", "सक्ती")
                .with("ग्राम पंचायत", "नंदेली")
                .with("ग्राम", "नंदेली")
                .with("मोबाइल", "9876543210")
                .with("आधार नंबर", "234123412346")
                .with("कार्ड का प्रकार/श्रेणी", "निःशक्तजन"),
        );
    }
    lines
}

/// A store with the list, from which packs are made.
fn office(lines: &[Line]) -> Phone {
    let office = Phone::with_seed(77);
    import(&office.core, csv(lines)).unwrap();
    office
}

fn of(block: &str, areas: &[AreaId], depth: Depth, number: u64) -> PackOf {
    let (block, block_name) = (0, block.to_owned());
    PackOf { block, block_name, areas: areas.to_vec(), depth, groups: u32::MAX, number }
}

fn pack(office: &Phone, of: &PackOf) -> Vec<u8> {
    let mut bytes = Vec::new();
    office.core.make_pack(of, &mut bytes).unwrap();
    bytes
}

fn install(core: &Core, packs: &[Address]) -> Result<ImportReport, ImportError> {
    let options =
        InstallOptions { district: SAKTI, today: today(), packs: packs.to_vec(), replace_list: false };
    core.install_packs(&options, &mut |_| ControlFlow::Continue(()))
}

/// Keeps packs and installs them beside those that are in use.
fn take(core: &Core, packs: &[Vec<u8>]) -> Result<ImportReport, ImportError> {
    let mut new = Vec::new();
    for bytes in packs {
        new.push(core.keep_pack(&mut bytes.as_slice())?.address);
    }
    install(core, &core.packs_with(&new)?)
}

fn area(core: &Core, name: &str) -> AreaId {
    core.roster_summary().unwrap().areas.into_iter().find(|a| a.name == name).unwrap().area
}

fn listed(core: &Core, line: &Line) -> Listed {
    core.person(line.person()).unwrap().listed.unwrap()
}

fn found(core: &Core, query: &str) -> Vec<String> {
    let hits = core.search(query, &SearchOptions { limit: 500, ..SearchOptions::default() }).unwrap();
    hits.into_iter().map(|hit| format!("{hit:?}")).collect()
}

#[test]
fn what_one_store_packs_in_full_another_installs_as_it_was() {
    let lines = list();
    let office = office(&lines);
    let phone = Phone::new();
    let packs = ["डभरा", "सक्ती"].map(|block| pack(&office, &of(block, &[], Depth::Full, 5)));
    let report = take(&phone.core, &packs).unwrap();
    assert_eq!((report.people, report.in_several_packs), (63, 0));
    let (there, here) = (office.core.roster_summary().unwrap(), phone.core.roster_summary().unwrap());
    assert_eq!((there.people, there.households, there.made), (here.people, here.households, here.made));
    let sorted = |mut areas: Vec<_>| {
        areas.sort_by_key(|a: &shivir_core::roster::AreaSummary| a.area);
        areas
    };
    assert_eq!(sorted(there.areas), sorted(here.areas));
    let in_use: Vec<_> =
        here.packs.iter().map(|p| (p.block_name.as_str(), p.people, p.taken, p.number)).collect();
    assert_eq!(in_use.len(), 2);
    assert!(in_use.contains(&("डभरा", 60, 60, 5)) && in_use.contains(&("सक्ती", 3, 3, 5)));
    for line in &lines {
        assert_eq!(listed(&phone.core, line), listed(&office.core, line));
        let household = |core: &Core| -> Vec<_> {
            core.household(line.person()).unwrap().into_iter().map(|p| p.id).collect()
        };
        assert_eq!(household(&phone.core), household(&office.core));
    }
    for query in ["seeta", "सुनीता किरारी", "2299", "2346", "9876543210", "ramesh nandeli", "san"]
    {
        let (mut there, mut here) = (found(&office.core, query), found(&phone.core, query));
        there.sort();
        here.sort();
        assert_eq!(there, here, "{query}");
        assert!(!here.is_empty(), "{query}");
    }
    // The same packs give the same roster, whatever came first.
    let other = Phone::with_seed(2);
    take(&other.core, &packs[1..]).unwrap();
    take(&other.core, &packs[..1]).unwrap();
    assert_eq!(rosters(other.dir()), rosters(phone.dir()));
}

#[test]
fn a_phone_has_its_own_areas_in_full_and_of_the_others_no_more_than_rule_7_says() {
    let lines = list();
    let office = office(&lines);
    let own = area(&office.core, "सपोस");
    let phone = Phone::new();
    let report = take(
        &phone.core,
        &[
            pack(&office, &of("डभरा", &[], Depth::Minimal, 5)),
            pack(&office, &of("सक्ती", &[], Depth::Minimal, 5)),
            pack(&office, &of("डभरा", &[own], Depth::Full, 5)),
        ],
    )
    .unwrap();
    assert_eq!((report.people, report.in_several_packs), (63, 30));
    for line in &lines {
        let (here, there) = (listed(&phone.core, line), listed(&office.core, line));
        if there.area == own {
            assert_eq!(here, there);
            continue;
        }
        let year = Day::from_ymd(there.birth.unwrap().day.year(), 1, 1);
        assert_eq!(here.birth.map(|b| b.day), year);
        let rest = (&here.source, here.sex, &here.para, here.mobile, &here.last4, here.groups.0);
        assert_eq!(rest, (&None, None, &None, None, &None, 0));
        assert!(here.household.starts_with("G:"), "{}", here.household);
        let kept =
            |l: &Listed| (l.name_hi.clone(), l.name_en.clone(), l.relative.clone(), l.relation, l.made);
        assert_eq!(kept(&here), kept(&there));
        assert_eq!((here.id, &here.village), (there.id, &there.village));
    }
    // Nor is anything of it in the files.
    let mut values = String::new();
    for (_, rows) in all_values(&open_file(&phone.dir().join(&rosters(phone.dir())[0]))) {
        values.push_str(&rows.join("\n"));
    }
    for hidden in ["9876543210", "2299000001", "S-0"] {
        assert!(!values.contains(hidden), "{hidden}");
    }
    assert_eq!(found(&phone.core, "9876543210"), [""; 0]);
    // The family is still one, and those without a card are known.
    assert_eq!(phone.core.household(person("S-0")).unwrap().len(), 3);
    let left = Facets { left: Some(Left::WholeFamily), ..Facets::default() };
    let options = SearchOptions { facets: left, ..SearchOptions::default() };
    assert_eq!(phone.core.search("nandeli", &options).unwrap().len(), 3);
}

#[test]
fn a_newer_pack_takes_the_place_of_the_older_and_the_people_registered_follow() {
    let mut lines = list();
    let old = office(&lines);
    let (phone, sitting) = Phone::ready(Cadre::Vle);
    let both = ["डभरा", "सक्ती"].map(|block| pack(&old, &of(block, &[], Depth::Full, 5)));
    take(&phone.core, &both).unwrap();
    register(&phone.core, &sitting, Whom::Person(person("S-0")), Outcome::IntakeDone);
    register(&phone.core, &sitting, Whom::Person(person("S-1")), Outcome::IntakeDone);

    lines.retain(|line| line.0[0] != "S-1");
    let changed = lines.iter().position(|line| line.0[0] == "S-0").unwrap();
    lines[changed] = lines[changed].clone().made();
    let newer = office(&lines);
    let report = take(&phone.core, &[pack(&newer, &of("सक्ती", &[], Depth::Full, 9))]).unwrap();
    assert_eq!((report.people, report.updated), (62, 1));
    assert_eq!(report.no_longer_listed, [person("S-1")]);
    let numbers: Vec<u64> = phone.core.packs_in_use().unwrap().iter().map(|p| p.number).collect();
    assert_eq!(numbers, [9, 5]);
    // The one whose place was taken is dropped.
    assert_eq!(phone.core.kept_packs().unwrap().len(), 2);

    let before = rosters(phone.dir());
    let error = take(&phone.core, &[pack(&old, &of("सक्ती", &[], Depth::Full, 5))]).unwrap_err();
    assert!(matches!(error, ImportError::OlderPack { used: 9, found: 5 }), "{error}");
    assert_eq!(rosters(phone.dir()), before);
    // The same once more changes nothing.
    assert!(take(&phone.core, &[pack(&newer, &of("सक्ती", &[], Depth::Full, 9))]).unwrap().unchanged);
}

#[test]
fn a_pack_that_is_not_to_be_taken_says_why_and_leaves_the_roster_untouched() {
    let lines = list();
    let office = office(&lines);
    let phone = Phone::new();
    take(&phone.core, &[pack(&office, &of("सक्ती", &[], Depth::Full, 5))]).unwrap();
    let (before, people) = (rosters(phone.dir()), found(&phone.core, "seeta"));
    let good = pack(&office, &of("डभरा", &[], Depth::Full, 5));
    let altered = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let mut newer = good.clone();
    newer[9] = 2;
    let foreign = {
        let mut writer = PackWriter::new(PackOptions {
            district: 375,
            block: 0,
            block_name: "बिल्हा".into(),
            number: 5,
            day: today(),
            depth: Depth::Full,
            groups: 0,
            areas: Vec::new(),
        });
        writer.place(shivir_roster::pack::PackPlace {
            area: AreaId(3),
            area_name: "x".into(),
            block_name: "बिल्हा".into(),
            village: "x".into(),
        });
        let mut bytes = Vec::new();
        writer.finish(&mut bytes).unwrap();
        bytes
    };
    let longer = [good.clone(), vec![0]].concat();
    let bad = [
        (Vec::new(), "not_a_pack"),
        (b"id,name\n1,Sita".to_vec(), "not_a_pack"),
        (good[..good.len() - 1].to_vec(), "pack_cut"),
        (good[..20].to_vec(), "pack_cut"),
        (altered(good.len() - 1), "pack_altered"),
        (altered(30), "pack_altered"),
        (longer, "pack_altered"),
        (newer, "pack_newer_format"),
        (foreign, "other_district"),
    ];
    for (bytes, code) in bad {
        let error = take(&phone.core, &[bytes]).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        let (hindi, english) = (error.sentence(Lang::Hi), error.sentence(Lang::En));
        assert!(hindi.contains("सूची सुरक्षित है"), "{hindi}");
        assert!(english.contains("safe"), "{english}");
        assert_eq!((rosters(phone.dir()), found(&phone.core, "seeta")), (before.clone(), people.clone()));
    }
    // Nothing of them is kept but the whole one of the other district.
    let kept = phone.core.kept_packs().unwrap();
    assert_eq!(kept.iter().filter(|k| k.of_block.as_ref().unwrap().block_name != "बिल्हा").count(), 1);
    // One that was never kept.
    let error = install(&phone.core, &[Address([9; 32])]).unwrap_err();
    assert_eq!(error.code(), "not_found");
    // A list from a file does not go unasked.
    let error = take(&office.core, &[good]).unwrap_err();
    assert!(matches!(error, ImportError::ListInUse), "{error}");
}

#[test]
fn a_pack_that_comes_in_pieces_goes_on_where_it_broke_off() {
    let office = office(&list());
    let bytes = pack(&office, &of("डभरा", &[], Depth::Full, 5));
    let address = shivir_roster::pack::held(&mut bytes.as_slice()).unwrap().address;
    let mut phone = Phone::new();
    let mut at = 0;
    let mut pieces = 0;
    while at < bytes.len() {
        let end = (at + 100).min(bytes.len());
        let kept = phone.core.keep_pack_part(address, at as u64, &bytes[at..end]).unwrap();
        assert_eq!((kept.bytes, kept.whole), (end as u64, end == bytes.len()));
        // The same piece again, and one further on, change nothing and tell where to go on.
        for wrong in [at as u64, end as u64 + 7] {
            let told = phone.core.keep_pack_part(address, wrong, &bytes[at..end]).unwrap();
            assert_eq!((told.bytes, told.whole), (kept.bytes, kept.whole));
        }
        if !kept.whole {
            assert_eq!(install(&phone.core, &[address]).unwrap_err().code(), "not_found");
        }
        at = end;
        pieces += 1;
        if pieces % 5 == 0 {
            phone = phone.reopen();
            assert_eq!(phone.core.kept_packs().unwrap()[0].bytes, at as u64);
        }
    }
    assert_eq!(install(&phone.core, &[address]).unwrap().people, 60);
}

#[test]
fn a_piece_that_was_altered_on_the_way_is_fetched_again_and_what_was_right_is_not() {
    let office = office(&list());
    let bytes = pack(&office, &of("डभरा", &[], Depth::Full, 5));
    let held = shivir_roster::pack::held(&mut bytes.as_slice()).unwrap();
    let phone = Phone::new();
    let mut altered = bytes.clone();
    *altered.last_mut().unwrap() ^= 1;
    let kept = phone.core.keep_pack_part(held.address, 0, &altered).unwrap();
    assert!(!kept.whole && kept.bytes > 0 && kept.bytes < held.of);
    let from = usize::try_from(kept.bytes).unwrap();
    assert!(phone.core.keep_pack_part(held.address, kept.bytes, &bytes[from..]).unwrap().whole);
    // Another pack than the one that was asked for is not kept at all.
    let other = Address([1; 32]);
    let error = phone.core.keep_pack_part(other, 0, &bytes).unwrap_err();
    assert!(matches!(error, ImportError::Pack(PackError::Altered)), "{error}");
    assert_eq!(phone.core.kept_packs().unwrap().len(), 1);
}

#[test]
fn a_stopped_installation_leaves_the_old_roster_and_damaged_files_are_mended_by_the_next() {
    let office = office(&list());
    let sakti = pack(&office, &of("सक्ती", &[], Depth::Full, 5));
    let dabhra = pack(&office, &of("डभरा", &[], Depth::Full, 5));
    let phone = Phone::new();
    take(&phone.core, std::slice::from_ref(&sakti)).unwrap();
    let before = files(phone.dir());
    let new = phone.core.keep_pack(&mut dabhra.as_slice()).unwrap().address;
    for stop_at in 0..3 {
        let options = InstallOptions {
            district: SAKTI,
            today: today(),
            packs: phone.core.packs_with(&[new]).unwrap(),
            replace_list: false,
        };
        let mut told = 0;
        let error = phone
            .core
            .install_packs(&options, &mut |progress| {
                assert!(progress.bytes_read <= progress.bytes_total + 4096);
                told += 1;
                if told > stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
            .unwrap_err();
        assert!(matches!(error, ImportError::Cancelled), "{error}");
        assert_eq!(files(phone.dir()), before);
    }
    // A damaged roster: what was registered goes on, and the packs make it anew.
    let roster = phone.dir().join(&rosters(phone.dir())[0]);
    std::fs::write(&roster, vec![7; 40_960]).unwrap();
    let core = Phone::ready_again(&phone);
    assert!(core.store().roster_missing().unwrap());
    take(&core, std::slice::from_ref(&dabhra)).unwrap();
    assert_eq!(core.roster_summary().unwrap().people, 63);
    // A damaged file of packs: the roster in use goes on, and the packs are fetched again.
    core.store().close();
    std::fs::write(phone.dir().join("packs.db"), vec![7; 40_960]).unwrap();
    let core = Phone::ready_again(&phone);
    assert_eq!(core.kept_packs().unwrap(), []);
    assert_eq!(core.roster_summary().unwrap().people, 63);
    assert!(core.keep_pack(&mut dabhra.as_slice()).unwrap().whole);
}

#[test]
fn nothing_of_a_pack_is_readable_in_the_files() {
    let lines = list();
    let office = office(&lines);
    let phone = Phone::new();
    let bytes = pack(&office, &of("सक्ती", &[], Depth::Full, 5));
    take(&phone.core, std::slice::from_ref(&bytes)).unwrap();
    phone.core.store().close();
    let stored = std::fs::read(phone.dir().join("packs.db")).unwrap();
    let whole_chunk = &bytes[bytes.len() - 64..];
    for hidden in [b"SHIVPACK".as_slice(), whole_chunk, "सीता".as_bytes()] {
        assert!(!stored.windows(hidden.len()).any(|window| window == hidden));
    }
}

#[test]
fn an_area_that_the_roster_does_not_have_is_not_packed() {
    let office = office(&list());
    let error = office.core.make_pack(&of("पामगढ़", &[], Depth::Full, 5), &mut Vec::new()).unwrap_err();
    assert!(matches!(error, ImportError::Core(CoreError::NotFound(_))), "{error}");
}
