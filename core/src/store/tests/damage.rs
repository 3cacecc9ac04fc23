//! Damage to `camp.db`: what is told, what a salvage saves, that nothing else changes.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::error::StoreFile;
use crate::store::{LostFacts, SalvageReport};

const PAGE: usize = 4096;
const PEOPLE: u32 = 90;

pub(super) fn salvage(dir: &Path) -> Result<SalvageReport, CoreError> {
    let mut told = Vec::new();
    let options = StoreOptions::at(dir);
    let report = Core::salvage(&options, &key(), &*TestEnv::new(), &mut |p| told.push(p))?;
    assert!(told.is_sorted() && told.first() == Some(&0) && told.last() == Some(&100));
    Ok(report)
}

/// A store that was closed, its rows, and which table or index each page belongs to.
struct Sound {
    dir: tempfile::TempDir,
    rows: Dump,
    owners: Vec<String>,
}

impl Sound {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let core = open(dir.path());
        fill(&core, PEOPLE);
        let rows = dump_of(&core);
        let owners = core
            .store()
            .read(|db| {
                let mut query = db.prepare("select name from dbstat order by pageno")?;
                let names = query.query_map([], |r| r.get(0))?;
                Ok(names.collect::<Result<Vec<String>, _>>()?)
            })
            .unwrap();
        core.store().close();
        let length = std::fs::metadata(dir.path().join("camp.db")).unwrap().len();
        assert_eq!(length as usize, owners.len() * PAGE, "no free page, no log");
        Self { dir, rows, owners }
    }

    fn copy(&self) -> tempfile::TempDir {
        let copy = tempfile::tempdir().unwrap();
        copy_dir(self.dir.path(), copy.path());
        copy
    }
}

fn column(rows: &Dump, table: &str, column: usize) -> BTreeSet<String> {
    let of = |row: &Vec<Value>| format!("{:?}", row[column]);
    rows[table].iter().map(of).collect()
}

/// Numbers of facts in their stream: these stores have one stream.
fn seqs(rows: &Dump) -> BTreeSet<u64> {
    rows["fact"]
        .iter()
        .map(|row| match row[2] {
            Value::Integer(n) => n as u64,
            _ => unreachable!(),
        })
        .collect()
}

fn lost_seqs(lost: &[LostFacts]) -> BTreeSet<u64> {
    lost.iter().flat_map(|l| l.ranges.iter().flat_map(|gap| gap.first..=gap.last)).collect()
}

/// What every salvage must give, whatever was damaged.
fn check(sound: &Sound, dir: &Path, damaged: &[u8], report: &SalvageReport) -> Dump {
    let aside = dir.join(&report.set_aside);
    assert_eq!(std::fs::read(aside).unwrap(), damaged, "the damaged file is as it was");
    let core = open(dir);
    let rows = dump_of(&core);
    let (all, saved) = (seqs(&sound.rows), seqs(&rows));
    assert!(saved.is_subset(&all));
    assert_eq!(report.facts, saved.len() as u64);
    let missing: BTreeSet<u64> = all.difference(&saved).copied().collect();
    // The last numbers of a stream may be lost along with all that knew of them.
    let end = saved.union(&lost_seqs(&report.lost)).max().copied().unwrap_or(0);
    let known: BTreeSet<u64> = missing.range(..=end).copied().collect();
    assert_eq!(lost_seqs(&report.lost), known);
    assert!(rows["fact"].iter().all(|row| sound.rows["fact"].contains(row)));
    for table in ["draft", "fork", "refusal", "campaign", "worker"] {
        for row in &rows[table] {
            assert!(sound.rows[table].contains(row), "{table}: a row that was not there");
        }
    }
    // A new registration goes on with the slips, and the store is sound in SQLite's own eyes.
    register(&core, 100_000);
    let slip: u32 = core
        .store()
        .read(|db| Ok(db.query_row("select max(counter) from visit", [], |r| r.get(0))?))
        .unwrap();
    assert!(slip > report.slips);
    let said: String =
        core.store().read(|db| Ok(db.query_row("pragma integrity_check", [], |r| r.get(0))?)).unwrap();
    assert_eq!(said, "ok");
    rows
}

#[test]
fn a_salvage_of_a_sound_store_loses_nothing() {
    let sound = Sound::new();
    let here = sound.copy();
    let bytes = std::fs::read(here.path().join("camp.db")).unwrap();
    let report = salvage(here.path()).unwrap();
    assert!(report.pages_damaged.is_empty() && report.lost.is_empty() && report.lost_people.is_empty());
    assert_eq!((report.drafts, report.workers, report.campaigns, report.forks), (3, 1, 1, 1));
    assert_eq!((report.rows_unread, report.listing_lost, report.slips), (0, 0, PEOPLE));
    let rows = check(&sound, here.path(), &bytes, &report);
    assert_eq!(rows, sound.rows);
}

#[test]
fn a_damaged_page_is_told_and_costs_what_stood_on_it_alone() {
    let sound = Sound::new();
    for (i, owner) in sound.owners.iter().enumerate() {
        let no = i + 1;
        let here = sound.copy();
        let camp = here.path().join("camp.db");
        flip(&camp, i * PAGE + 777);
        let bytes = std::fs::read(&camp).unwrap();
        match try_open(here.path()) {
            Ok(core) => {
                let read = core.store().read(dump);
                assert!(matches!(read, Ok(_) | Err(CoreError::Damaged(StoreFile::Camp))));
                // What does not touch the page goes on: the connection does not stay broken.
                if owner != "tick" {
                    core.store()
                        .read(|db| Ok(db.query_row("select slips from tick", [], |r| r.get::<_, u32>(0))?))
                        .unwrap();
                }
            }
            Err(e) => assert!(matches!(e, CoreError::Damaged(StoreFile::Camp)), "page {no}: {e:?}"),
        }
        assert_eq!(std::fs::read(&camp).unwrap().len(), bytes.len());
        // Opening may have written other pages: the salvage is judged on an untouched copy.
        let here = sound.copy();
        let camp = here.path().join("camp.db");
        flip(&camp, i * PAGE + 777);
        let report = salvage(here.path()).unwrap();
        assert_eq!(report.pages_damaged, [no as u32]);
        let rows = check(&sound, here.path(), &bytes, &report);
        assert_eq!(seqs(&rows) != seqs(&sound.rows), !report.lost.is_empty());
        let leaf_of = |table: &str| owner == table;
        if !leaf_of("fact") {
            assert!(report.lost.is_empty(), "page {no} of {owner}");
            for table in ["visit", "aadhaar_case", "ration_case", "review"] {
                let (now, before) = (&rows[table], &sound.rows[table]);
                // Without the row of the list, a person counts beside it.
                assert!(now == before || leaf_of("person"), "page {no} of {owner}: {table}");
            }
        } else {
            assert!(report.lost_count() < 40, "one page of facts");
            let people: BTreeSet<PersonId> = report.lost_people.iter().copied().collect();
            for row in sound.rows["fact"].iter().filter(|r| !rows["fact"].contains(r)) {
                let Value::Blob(subject) = &row[3] else { unreachable!() };
                let person = PersonId::from_slice(subject).unwrap();
                let worker = column(&sound.rows, "worker", 0).contains(&format!("{:?}", row[3]));
                assert!(worker || people.contains(&person), "every person of a lost fact is named");
            }
        }
        for table in ["draft", "fork", "refusal", "campaign", "meta", "stream", "worker", "person"] {
            let same = rows[table] == sound.rows[table];
            let folded = table == "person" && leaf_of("fact");
            let from_facts = table == "stream" || table == "worker";
            assert!(
                same || leaf_of(table) || folded || (from_facts && leaf_of("fact")),
                "page {no} of {owner}: {table}"
            );
        }
    }
}

/// Reads every page, those of indexes too: the last one of a file may be of either.
fn every_page(db: &Connection) -> Result<(), CoreError> {
    dump(db)?;
    Ok(db.query_row("select sum(unused) from dbstat", [], |_| Ok(()))?)
}

#[test]
fn a_file_cut_short_is_told_and_what_is_left_of_it_is_saved() {
    let sound = Sound::new();
    let whole = std::fs::read(sound.dir.path().join("camp.db")).unwrap();
    for length in [0, 1, 100, PAGE, 5 * PAGE + 9, whole.len() / 2, whole.len() - PAGE, whole.len() - 1] {
        let here = sound.copy();
        std::fs::write(here.path().join("camp.db"), &whole[..length]).unwrap();
        let opened = try_open(here.path()).map(|core| core.store().read(every_page));
        assert!(
            matches!(
                opened,
                Err(CoreError::Damaged(StoreFile::Camp)) | Ok(Err(CoreError::Damaged(StoreFile::Camp)))
            ),
            "{length}: {opened:?}"
        );
        let here = sound.copy();
        std::fs::write(here.path().join("camp.db"), &whole[..length]).unwrap();
        let report = salvage(here.path()).unwrap();
        check(&sound, here.path(), &whole[..length], &report);
    }
}

#[test]
fn a_store_whose_file_is_gone_is_not_taken_for_a_new_one() {
    let sound = Sound::new();
    let here = sound.copy();
    std::fs::remove_file(here.path().join("camp.db")).unwrap();
    assert!(matches!(try_open(here.path()), Err(CoreError::Damaged(StoreFile::Camp))));
    assert!(!here.path().join("camp.db").exists());
    assert!(matches!(salvage(here.path()), Err(CoreError::Storage(_))));
}

#[test]
fn a_salvage_under_another_key_changes_nothing() {
    let sound = Sound::new();
    let here = sound.copy();
    let listing = || {
        let mut names: Vec<_> =
            std::fs::read_dir(here.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = listing();
    let other = StoreKey::from_bytes(&[1; StoreKey::LEN]).unwrap();
    let options = StoreOptions::at(here.path());
    let said = Core::salvage(&options, &other, &*TestEnv::new(), &mut |_| ());
    assert!(matches!(said, Err(CoreError::WrongKey)));
    assert_eq!(listing(), before);
    assert_eq!(dump_of(&open(here.path())), sound.rows);
}

#[test]
fn where_a_worker_works_comes_back_as_it_was_told_last() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    let added = core.add_worker("कमला साहू", Cadre::Mitanin, &[]).unwrap();
    let placed = core.place_worker(added.id, &[AreaId(7)]).unwrap();
    // Her row is lost, the facts are not.
    core.store().write(|tx| Ok(tx.execute("delete from worker where id = ?", [added.id.0])?)).unwrap();
    core.store().close();
    salvage(dir.path()).unwrap();
    let core = open(dir.path());
    assert_eq!(core.worker(added.id).unwrap(), placed);
}

#[test]
fn an_open_store_is_not_salvaged() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    assert!(matches!(salvage(dir.path()), Err(CoreError::InUse)));
    core.store().close();
    salvage(dir.path()).unwrap();
}

#[test]
fn a_body_that_was_taken_away_does_not_come_back() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    fill(&core, 20);
    core.store().close();
    drop(core);
    // The log of the next opening holds the page with the blanked body, the file the older one with the body.
    let core = open(dir.path());
    core.store().write(|tx| Ok(tx.execute("update fact set body = null where seq = 5", [])?)).unwrap();
    let here = tempfile::tempdir().unwrap();
    copy_dir(dir.path(), here.path());
    salvage(here.path()).unwrap();
    let gone: i64 = open(here.path())
        .store()
        .read(|db| {
            Ok(db.query_row("select count(*) from fact where body is null and seq = 5", [], |r| r.get(0))?)
        })
        .unwrap();
    assert_eq!(gone, 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_damage_at_all_leaves_a_store_that_opens_and_says_what_is_lost(
        hits in proptest::collection::vec(any::<u32>(), 1..60),
        shorter in 0usize..3,
        page_one in any::<bool>(),
    ) {
        static SOUND: std::sync::LazyLock<Sound> = std::sync::LazyLock::new(Sound::new);
        let here = SOUND.copy();
        let camp = here.path().join("camp.db");
        let mut bytes = std::fs::read(&camp).unwrap();
        bytes.truncate(bytes.len() - shorter * 3 * PAGE / 2);
        for hit in hits {
            let at = hit as usize % bytes.len();
            bytes[at] ^= 1;
        }
        if page_one {
            bytes[..PAGE].fill(0);
        }
        std::fs::write(&camp, &bytes).unwrap();
        match salvage(here.path()) {
            Ok(report) => {
                check(&SOUND, here.path(), &bytes, &report);
            }
            Err(e) => prop_assert!(false, "{e:?}"),
        }
    }
}
