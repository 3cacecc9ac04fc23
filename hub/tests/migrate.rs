//! The schema of an empty database is made once, however many hubs begin on it at once.
#![allow(clippy::unwrap_used)] // The lints spare test functions, not their helpers.

mod common;
mod support;

use std::sync::{Arc, Barrier};
use std::thread::spawn;

use common::{SAKTI, TestEnv, sqlite};
use shivir_hub::Hub;
use shivir_hub::store::{Storage, migrate};
use support::{postgres, postgres_at};

/// Six hubs, each with its own connection, begin at the same moment. Gives one of them.
fn six(open: impl Fn() -> Arc<dyn Storage>) -> Arc<dyn Storage> {
    let dbs: Vec<Arc<dyn Storage>> = (0..6).map(|_| open()).collect();
    let together = Arc::new(Barrier::new(dbs.len()));
    let begun = dbs.iter().cloned().map(|db| {
        let together = Arc::clone(&together);
        spawn(move || {
            together.wait();
            migrate(&*db)
        })
    });
    for hub in begun.collect::<Vec<_>>() {
        hub.join().unwrap().unwrap();
    }
    dbs.into_iter().next().unwrap()
}

fn serves(db: Arc<dyn Storage>) {
    let hub = Hub::new(Arc::clone(&db), TestEnv::new(5));
    hub.add_district(SAKTI).unwrap();
    assert_eq!(hub.totals(SAKTI).unwrap().facts, 0);
    migrate(&*db).unwrap();
    assert_eq!(hub.devices(SAKTI).unwrap(), []);
}

#[test]
fn hubs_that_begin_at_once_on_an_empty_postgresql_make_one_schema() {
    let url = postgres::shared().database();
    serves(six(|| postgres_at(&url)));
}

#[test]
fn hubs_that_begin_at_once_on_an_empty_sqlite_file_make_one_schema() {
    let dir = tempfile::tempdir().unwrap();
    serves(six(|| sqlite(dir.path())));
}

#[test]
fn a_table_that_is_in_the_way_is_an_error_and_no_schema() {
    let url = postgres::shared().database();
    let db = postgres_at(&url);
    db.define(0, "").unwrap();
    assert!(migrate(&*db).is_err());
    assert!(Hub::new(db, TestEnv::new(5)).totals(SAKTI).is_err());
}
