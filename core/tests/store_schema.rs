//! Files of every released schema, and of one that is not released yet.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

#[path = "store_common/mod.rs"]
mod common;

use std::collections::BTreeMap;
use std::path::Path;

use common::{contents, key, open, raw, try_open};
use rusqlite::Connection;
use rusqlite::types::Value;
use shivir_core::CoreError;
use shivir_domain::codes::Lang;

/// Frozen schemas of `camp.db` with rows; the last is the present version.
const CAMP: [&str; 1] = [include_str!("schema/camp-v1.sql")];

/// The roster is not migrated but sent again: only the present version is opened.
const ROSTER: &str = include_str!("schema/roster-v4.sql");
const ROSTER_NOW: [&str; 2] =
    [include_str!("../src/store/schema/roster.sql"), include_str!("../src/store/schema/roster_index.sql")];

/// Tables, columns, indexes and their statements, without comments and spaces.
fn schema(db: &Connection) -> BTreeMap<String, String> {
    let mut query = db.prepare("select type || ' ' || name, coalesce(sql, '') from sqlite_schema").unwrap();
    let rows = query.query_map([], |r| Ok((r.get(0)?, r.get::<_, String>(1)?))).unwrap();
    let mut all: BTreeMap<String, String> =
        rows.map(|row| row.map(|(name, sql)| (name, plain(&sql))).unwrap()).collect();
    let tables: Vec<String> = all.keys().filter_map(|n| n.strip_prefix("table ").map(String::from)).collect();
    for table in tables {
        for pragma in ["table_xinfo", "index_list"] {
            let mut query =
                db.prepare(&format!("select * from pragma_{pragma}('{table}') order by 1, 2")).unwrap();
            let columns = query.column_count();
            let rows: Vec<Vec<Value>> = query
                .query_map([], |r| (0..columns).map(|c| r.get(c)).collect())
                .unwrap()
                .map(Result::unwrap)
                .collect();
            all.insert(format!("{pragma} {table}"), format!("{rows:?}"));
        }
    }
    all
}

fn plain(sql: &str) -> String {
    let lines = sql.lines().map(|l| l.split("--").next().unwrap_or(""));
    let words = lines.flat_map(str::split_whitespace);
    words.collect::<Vec<_>>().join(" ").replace("( ", "(").replace(" )", ")")
}

fn rows(db: &Connection, table: &str) -> Vec<Vec<Value>> {
    let mut query = db.prepare(&format!("select * from {table} order by 1, 2")).unwrap();
    let columns = query.column_count();
    let found = query.query_map([], |r| (0..columns).map(|c| r.get(c)).collect()).unwrap();
    found.map(Result::unwrap).collect()
}

fn frozen(dir: &Path, sql: &str) {
    let db = raw(&dir.join("camp.db"), &key());
    db.execute_batch("pragma journal_mode = wal; pragma foreign_keys = on;").unwrap();
    db.execute_batch(sql).unwrap();
}

#[test]
fn every_released_schema_comes_to_the_same_as_a_new_file_and_keeps_its_rows() {
    let new = tempfile::tempdir().unwrap();
    drop(open(new.path()));
    let fresh = schema(&raw(&new.path().join("camp.db"), &key()));
    for sql in CAMP {
        let dir = tempfile::tempdir().unwrap();
        frozen(dir.path(), sql);
        let camp = dir.path().join("camp.db");
        let before = raw(&camp, &key());
        let tables = [
            "fact",
            "fork",
            "refusal",
            "pin",
            "draft",
            "campaign",
            "stream",
            "person",
            "visit",
            "aadhaar_case",
            "enrolment",
            "sync_state",
            "sync_area",
            "sync_open",
            "carried",
        ];
        let held: Vec<_> = tables.map(|t| rows(&before, t)).to_vec();
        drop(before);
        let core = open(dir.path());
        assert_eq!(common::workers(&core), ["Budhwara Bai"]);
        core.store().close();
        let after = raw(&camp, &key());
        assert_eq!(schema(&after), fresh);
        for (table, held) in tables.iter().zip(held) {
            assert!(!held.is_empty(), "{table}: the frozen file has rows everywhere");
            assert_eq!(rows(&after, table), held, "{table}");
        }
    }
}

#[test]
fn the_frozen_roster_is_the_present_one() {
    let dir = tempfile::tempdir().unwrap();
    let (old, now) = (raw(&dir.path().join("old"), &key()), raw(&dir.path().join("now"), &key()));
    old.execute_batch(ROSTER).unwrap();
    ROSTER_NOW.iter().for_each(|sql| now.execute_batch(sql).unwrap());
    assert_eq!(schema(&old), schema(&now));
    assert_eq!(rows(&old, "person").len(), 1);
}

#[test]
fn a_newer_file_is_refused_untouched() {
    let newest = CAMP.len() + 1;
    for log in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        common::add_worker(&open(dir.path()), "Budhwara Bai");
        let camp = dir.path().join("camp.db");
        let sql = format!("pragma wal_autocheckpoint = 0; pragma user_version = {newest};");
        if log {
            // Its last write stands in the log, as a kill leaves it.
            let from = tempfile::tempdir().unwrap();
            std::fs::copy(&camp, from.path().join("camp.db")).unwrap();
            let db = raw(&from.path().join("camp.db"), &key());
            db.execute_batch(&sql).unwrap();
            for name in ["camp.db", "camp.db-wal"] {
                std::fs::copy(from.path().join(name), dir.path().join(name)).unwrap();
            }
        } else {
            raw(&camp, &key()).execute_batch(&sql).unwrap();
        }
        let before = contents(dir.path());
        assert_eq!(before.contains_key("camp.db-wal"), log);
        for _ in 0..2 {
            let refused = try_open(dir.path(), key()).map(|_| ()).unwrap_err();
            assert!(matches!(refused, CoreError::NewerFile(_)), "{refused:?}");
            assert!(refused.sentence(Lang::Hi).contains("अपडेट"));
            assert_eq!(contents(dir.path()), before);
        }
        let options = shivir_core::store::StoreOptions::at(dir.path());
        let env = shivir_core::env::SystemEnv;
        let refused = shivir_core::Core::salvage(&options, &key(), &env, &mut |_| ());
        assert!(matches!(refused, Err(CoreError::NewerFile(_))));
        assert_eq!(contents(dir.path()), before);
    }
}
