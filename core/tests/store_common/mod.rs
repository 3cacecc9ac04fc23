//! What the tests of the store share.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use shivir_core::env::SystemEnv;
use shivir_core::store::{StoreKey, StoreOptions};
use shivir_core::{Core, CoreError};
use shivir_domain::codes::Cadre;
use shivir_domain::id::AreaId;

/// The key of these tests' stores.
pub fn key() -> StoreKey {
    StoreKey::from_bytes(&std::array::from_fn::<u8, { StoreKey::LEN }, _>(|i| 5 * i as u8 + 1)).unwrap()
}

pub fn open(dir: &Path) -> Core {
    try_open(dir, key()).unwrap()
}

pub fn try_open(dir: &Path, key: StoreKey) -> Result<Core, CoreError> {
    Core::open(StoreOptions::at(dir), key, Arc::new(SystemEnv))
}

/// A connection to a file of the store past the store. `salt`: of `camp.db` or of the roster.
pub fn raw(path: &Path, key: &StoreKey) -> rusqlite::Connection {
    let hex: String = key.to_bytes().iter().map(|b| format!("{b:02x}")).collect();
    let db = rusqlite::Connection::open(path).unwrap();
    db.execute_batch(&format!("pragma key = \"x'{hex}'\";")).unwrap();
    db
}

pub fn add_worker(core: &Core, name: &str) {
    core.add_worker(name, Cadre::Mitanin, &[AreaId(100)]).unwrap();
}

pub fn workers(core: &Core) -> Vec<String> {
    core.workers().unwrap().into_iter().map(|w| w.name).collect()
}

/// Every file of a folder with its bytes. The lock is empty and is made by whoever looks.
pub fn contents(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap())
        .filter(|e| e.file_name() != "lock")
        .map(|e| (e.file_name().into_string().unwrap(), std::fs::read(e.path()).unwrap()))
        .collect()
}
