//! Schema steps and the version of the folds.

use super::*;
use crate::error::StoreFile;
use crate::store::migrate::Plan;
use crate::store::{Mode, StoreFile as File, connect, meta, set_meta};

const ONE: &str = "create table meta (name text primary key, value any not null) strict, without rowid;
    create table tick (one integer, hlc integer, trusted_ms integer, slips integer, phone integer, logs integer) strict;";
const TWO: &str = "create table meta (name text primary key, value any not null) strict, without rowid;
    create table tick (one integer, hlc integer, trusted_ms integer, slips integer, phone integer, logs integer, extra integer) strict;";

fn file(dir: &Path) -> Connection {
    let options = StoreOptions::at(dir);
    connect(&options, &key(), File::Camp, &options.camp(), Mode::Write).unwrap()
}

fn version(db: &Connection) -> i64 {
    db.query_row("pragma user_version", [], |r| r.get(0)).unwrap()
}

#[test]
fn steps_bring_an_older_file_to_where_a_new_one_begins() {
    let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = Plan { whole: ONE, steps: &[] };
    let second = Plan { whole: TWO, steps: &["alter table tick add column extra integer"] };
    let (mut old, mut new) = (file(old.path()), file(new.path()));
    first.bring_up_to_date(&mut old).unwrap();
    assert_eq!(version(&old), 1);
    second.bring_up_to_date(&mut old).unwrap();
    second.bring_up_to_date(&mut new).unwrap();
    assert_eq!((version(&old), version(&new)), (2, 2));
    assert_eq!(dump(&old).unwrap(), dump(&new).unwrap());
}

#[test]
fn a_migration_that_fails_half_way_leaves_the_old_version() {
    let dir = tempfile::tempdir().unwrap();
    let mut db = file(dir.path());
    Plan { whole: ONE, steps: &[] }.bring_up_to_date(&mut db).unwrap();
    let rows = dump(&db).unwrap();
    let broken = Plan {
        whole: TWO,
        steps: &[
            "alter table tick add column extra integer; update tick set slips = 7",
            "create table half (a integer) strict; insert into nowhere values (1)",
        ],
    };
    broken.bring_up_to_date(&mut db).unwrap_err();
    assert_eq!((version(&db), dump(&db).unwrap()), (1, rows.clone()));
    drop(db);
    let db = file(dir.path());
    assert_eq!((version(&db), dump(&db).unwrap()), (1, rows));
}

#[test]
fn a_store_folded_by_an_older_version_is_folded_anew_at_opening() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    fill(&core, 40);
    let rows = dump_of(&core);
    // As an older version would have folded them: another class, no cases, a visit that does not stand.
    core.store()
        .write(|tx| {
            tx.execute_batch(
                "update person set class = 5, reviews = 3, open_case = 0, area = 1; delete from aadhaar_case; \
                 update visit set family = 99, area = 3; delete from visit where fact % 2;",
            )?;
            set_meta(tx, "fold_version", 0)
        })
        .unwrap();
    drop(core);
    let core = open(dir.path());
    assert_eq!(dump_of(&core), rows);
    let folded: u32 = core.store().read(|db| Ok(meta(db, "fold_version")?.unwrap())).unwrap();
    assert_eq!(folded, shivir_domain::fold::FOLD_VERSION);
}

#[test]
fn a_version_below_one_is_no_store_of_ours() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    core.store().close();
    drop(core);
    file(dir.path()).execute_batch("pragma user_version = -3").unwrap();
    assert!(matches!(try_open(dir.path()), Err(CoreError::Damaged(StoreFile::Camp))));
}
