//! The key of a store: the wrong one, the file of a laptop, the seal for the district.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

#[path = "store_common/mod.rs"]
mod common;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use common::{contents, key, open, try_open};
use shivir_core::CoreError;
use shivir_core::env::SystemEnv;
use shivir_core::store::{RecoveryPublic, RecoverySecret, SEALED_KEY, StoreKey, unseal_key};

fn other() -> StoreKey {
    StoreKey::from_bytes(&[7; StoreKey::LEN]).unwrap()
}

fn a_store(dir: &Path) {
    let core = open(dir);
    common::add_worker(&core, "Budhwara Bai");
}

#[test]
fn a_wrong_key_is_told_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    a_store(dir.path());
    for fingerprint in [true, false] {
        if !fingerprint {
            std::fs::remove_file(dir.path().join("camp.keyid")).unwrap();
        }
        let before = contents(dir.path());
        let refused = try_open(dir.path(), other()).map(|_| ());
        assert!(matches!(refused, Err(CoreError::WrongKey)));
        assert_eq!(contents(dir.path()), before);
    }
    assert_eq!(common::workers(&open(dir.path())), ["Budhwara Bai"]);
}

#[test]
fn a_damaged_fingerprint_does_not_keep_the_right_key_out() {
    let dir = tempfile::tempdir().unwrap();
    a_store(dir.path());
    let print = dir.path().join("camp.keyid");
    let right = std::fs::read(&print).unwrap();
    for wrong in [&[0; 8][..], &[], &[1; 300]] {
        std::fs::write(&print, wrong).unwrap();
        drop(open(dir.path()));
        assert_eq!(std::fs::read(&print).unwrap(), right);
    }
}

#[test]
fn a_damaged_first_page_is_not_taken_for_a_wrong_key() {
    let dir = tempfile::tempdir().unwrap();
    a_store(dir.path());
    let camp = dir.path().join("camp.db");
    let mut bytes = std::fs::read(&camp).unwrap();
    bytes[..4096].fill(0xaa);
    std::fs::write(&camp, bytes).unwrap();
    for fingerprint in [true, false] {
        if !fingerprint {
            std::fs::remove_file(dir.path().join("camp.keyid")).unwrap();
        }
        let right = try_open(dir.path(), key()).map(|_| ());
        assert!(matches!(right, Err(CoreError::Damaged(_))));
        let wrong = try_open(dir.path(), other()).map(|_| ());
        assert!(matches!(wrong, Err(CoreError::WrongKey)));
    }
}

#[test]
fn a_key_file_is_made_once_for_its_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("camp.key");
    let read = || StoreKey::from_file(&path, &SystemEnv);
    let first = read().unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(read().unwrap().to_bytes(), first.to_bytes());
    let files = std::fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(files, 1, "nothing is left beside it");
    for wrong in ["", "not a key", &"+f".repeat(48), &"ab".repeat(47)] {
        std::fs::write(&path, wrong).unwrap();
        assert!(matches!(read(), Err(CoreError::WrongKey)));
        let there = std::fs::read_to_string(&path).unwrap();
        assert_eq!(there, *wrong, "never written over");
    }
}

#[test]
fn programs_that_begin_at_once_get_one_key() {
    for _ in 0..20 {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("camp.key");
        let draw = || StoreKey::from_file(&path, &SystemEnv).unwrap().to_bytes();
        let keys: Vec<_> = std::thread::scope(|s| {
            let begun: Vec<_> = (0..4).map(|_| s.spawn(draw)).collect();
            begun.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|k| *k == keys[0]));
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}

#[test]
fn a_lost_keystore_key_loses_no_work() {
    let dir = tempfile::tempdir().unwrap();
    let district = RecoverySecret::draw(&SystemEnv).unwrap();
    let phone = StoreKey::draw(&SystemEnv).unwrap();
    let core = try_open(dir.path(), phone).unwrap();
    common::add_worker(&core, "Budhwara Bai");
    let public = RecoveryPublic::from_hex(&district.public().to_hex()).unwrap();
    core.store().seal_for_recovery(&public).unwrap();
    // The phone's Keystore forgets the key.
    drop(core);
    let sealed = std::fs::read(dir.path().join(SEALED_KEY)).unwrap();
    let secret = RecoverySecret::from_hex(&district.to_hex()).unwrap();
    let core = try_open(dir.path(), unseal_key(&secret, &sealed).unwrap()).unwrap();
    assert_eq!(common::workers(&core), ["Budhwara Bai"]);
}

#[test]
fn the_seal_is_renewed_for_a_new_recovery_key_and_else_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(SEALED_KEY);
    let core = open(dir.path());
    let first = RecoverySecret::draw(&SystemEnv).unwrap();
    let second = RecoverySecret::draw(&SystemEnv).unwrap();
    core.store().seal_for_recovery(&first.public()).unwrap();
    let sealed = std::fs::read(&path).unwrap();
    core.store().seal_for_recovery(&first.public()).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), sealed);
    core.store().seal_for_recovery(&second.public()).unwrap();
    let renewed = std::fs::read(&path).unwrap();
    let unsealed = unseal_key(&second, &renewed).unwrap();
    assert_eq!(unsealed.to_bytes(), key().to_bytes());
    let refused = unseal_key(&first, &renewed);
    assert!(matches!(refused, Err(CoreError::WrongKey)));
    // One that was cut short is made again.
    std::fs::write(&path, &renewed[..40]).unwrap();
    core.store().seal_for_recovery(&second.public()).unwrap();
    assert!(unseal_key(&second, &std::fs::read(&path).unwrap()).is_ok());
}

#[test]
fn a_damaged_seal_gives_no_key() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    let secret = RecoverySecret::draw(&SystemEnv).unwrap();
    core.store().seal_for_recovery(&secret.public()).unwrap();
    let sealed = std::fs::read(dir.path().join(SEALED_KEY)).unwrap();
    for at in 0..sealed.len() {
        let mut wrong = sealed.clone();
        wrong[at] ^= 1;
        for bytes in [&wrong[..], &sealed[..at]] {
            let refused = unseal_key(&secret, bytes);
            assert!(matches!(refused, Err(CoreError::WrongKey)), "{at}");
        }
    }
}

#[test]
fn no_key_shows_itself() {
    let secret = RecoverySecret::from_hex(&"ab".repeat(32)).unwrap();
    let shown = format!("{secret:?} {:?}", key());
    for part in ["abab", "171", "90", "5a"] {
        assert!(!shown.contains(part), "{shown}");
    }
    assert!(RecoverySecret::from_hex("ab").is_none());
    assert!(RecoveryPublic::from_hex(&"xy".repeat(32)).is_none());
}
