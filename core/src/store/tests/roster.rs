//! The roster's file: switched by name, and what its damage costs.

use super::*;
use crate::error::StoreFile;
use crate::store::{RosterBuilder, name_roster};

const NAME: &str = "Dukalha Yadav";

fn build(core: &Core, hash: &str, people: u32) -> String {
    let builder = RosterBuilder::begin(core.store().options(), core.store().key()).unwrap();
    let db = builder.db().unwrap();
    db.execute_batch("begin; insert into place values (1, 100, 3400, 'Sakti', 'Baradwar', 'Baradwar')")
        .unwrap();
    for i in 0..people {
        db.execute(
            "insert into person (source, household, place, name_en, made, groups) values (?, 1, 1, ?, 0, 0)",
            rusqlite::params![format!("S{i}"), format!("{NAME} {i}")],
        )
        .unwrap();
    }
    db.execute_batch("commit").unwrap();
    builder.finish(hash).unwrap()
}

fn load(core: &Core, hash: &str, people: u32) -> String {
    let name = build(core, hash, people);
    core.store().write(|tx| name_roster(tx, &name)).unwrap();
    core.store().switch_roster().unwrap();
    name
}

fn count(core: &Core) -> Result<Option<u32>, CoreError> {
    core.store().read_roster(|db| {
        db.map(|db| Ok(db.query_row("select count(name_en) from person", [], |r| r.get(0))?)).transpose()
    })
}

fn rosters(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.starts_with("roster"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_new_roster_takes_the_place_of_the_old_one() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    assert_eq!(count(&core).unwrap(), None);
    load(&core, "aa", 3);
    assert_eq!(count(&core).unwrap(), Some(3));
    let second = load(&core, "bb", 5);
    assert_eq!(count(&core).unwrap(), Some(5));
    assert_eq!(rosters(dir.path()), [second]);
    drop(core);
    assert_eq!(count(&open(dir.path())).unwrap(), Some(5));
}

#[test]
fn an_import_cancelled_failed_or_killed_leaves_the_old_roster_and_no_rest() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    let name = load(&core, "aa", 3);
    let options = core.store().options();
    drop(RosterBuilder::begin(options, core.store().key()).unwrap());
    assert_eq!(rosters(dir.path()), std::slice::from_ref(&name));
    // A failure at the very end: two people under one key.
    let builder = RosterBuilder::begin(options, core.store().key()).unwrap();
    builder
        .db()
        .unwrap()
        .execute_batch("insert into household (key, place, members, made, first) values ('R:1', 1, 0, 0, 1), ('R:1', 1, 0, 0, 1)")
        .unwrap();
    builder.finish("bb").unwrap_err();
    assert_eq!(rosters(dir.path()), std::slice::from_ref(&name));
    // A kill after the file was whole and before it was named, and one in the middle.
    build(&core, "cc", 9);
    std::mem::forget(RosterBuilder::begin(options, core.store().key()).unwrap());
    assert_eq!(rosters(dir.path()).len(), 3);
    drop(core);
    let core = open(dir.path());
    assert_eq!(rosters(dir.path()), [name]);
    assert_eq!(count(&core).unwrap(), Some(3));
}

#[test]
fn a_damaged_or_missing_roster_does_not_keep_the_store_from_opening() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    let name = load(&core, "aa", 3);
    let fact = register(&core, 1);
    assert!(!core.store().roster_missing().unwrap());
    drop(core);
    let path = dir.path().join(&name);
    let sound = std::fs::read(&path).unwrap();
    flip(&path, 1000);
    let damaged = std::fs::read(&path).unwrap();
    for bytes in [Some(&damaged[..]), Some(&sound[..5000]), Some(&[]), None] {
        match bytes {
            Some(bytes) => std::fs::write(&path, bytes).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
        let core = open(dir.path());
        let gone = count(&core);
        assert!(matches!(gone, Ok(None) | Err(CoreError::Damaged(StoreFile::Roster))), "{gone:?}");
        assert!(core.store().roster_missing().unwrap());
        let (who, view) = core.registration(fact).unwrap();
        assert_eq!((who, view.stands()), (person(1), true));
        let row = core.store().read(|db| crate::facts::person_row(db, person(1))).unwrap();
        assert_eq!(row.unwrap().listed, Some(listed(1)));
        register(&core, 2);
    }
    // The district sends it again.
    let core = open(dir.path());
    load(&core, "aa", 3);
    assert!(!core.store().roster_missing().unwrap());
    assert_eq!(count(&core).unwrap(), Some(3));
}

#[test]
fn a_page_of_the_roster_found_damaged_in_a_search_makes_it_missing() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    let name = load(&core, "aa", 2000);
    let path = dir.path().join(name);
    drop(core);
    let pages = std::fs::metadata(&path).unwrap().len() as usize / 4096;
    for page in 4..pages.min(30) {
        flip(&path, page * 4096 + 5);
    }
    let core = open(dir.path());
    assert!(!core.store().roster_missing().unwrap());
    assert!(matches!(count(&core), Err(CoreError::Damaged(StoreFile::Roster))));
    assert!(core.store().roster_missing().unwrap());
    assert_eq!(count(&core).unwrap(), None);
    register(&core, 1);
}

#[test]
fn nothing_in_any_file_can_be_read_without_the_key() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    fill(&core, 20);
    load(&core, "aa", 50);
    std::mem::forget(RosterBuilder::begin(core.store().options(), core.store().key()).unwrap());
    let secret = crate::store::RecoverySecret::draw(&crate::env::SystemEnv).unwrap();
    core.store().seal_for_recovery(&secret.public()).unwrap();
    // With the log and its index beside them, as a kill leaves them; then salvaged; then closed.
    let killed = tempfile::tempdir().unwrap();
    copy_dir(dir.path(), killed.path());
    let salvaged = tempfile::tempdir().unwrap();
    copy_dir(dir.path(), salvaged.path());
    super::damage::salvage(salvaged.path()).unwrap();
    core.store().close();
    let bytes = key().to_bytes();
    // The 16 bytes behind the key are the salt, with which the file begins.
    let hex: String = bytes[..8].iter().map(|b| format!("{b:02x}")).collect();
    let needles: [&[u8]; 9] = [
        b"Phulbasan",
        "फूलबासन".as_bytes(),
        b"Dukalha",
        b"Budhwara",
        b"Baradwar",
        b"SQLite format",
        b"create table",
        &bytes[..8],
        hex.as_bytes(),
    ];
    let mut files = 0;
    for folder in [&dir, &killed, &salvaged] {
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let entry = entry.unwrap();
            let content = std::fs::read(entry.path()).unwrap();
            files += 1;
            for needle in needles {
                let found = content.windows(needle.len()).any(|w| w == needle);
                assert!(!found, "{:?} holds {:?}", entry.file_name(), String::from_utf8_lossy(needle));
            }
        }
    }
    assert!(files > 15, "{files}");
}
