//! One store, one program: a second is refused; after closing, nothing goes through any more.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

#[path = "store_common/mod.rs"]
mod common;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use common::{contents, key, open, try_open};
use shivir_core::CoreError;
use shivir_domain::codes::Lang;

/// Names the folder to the test's own second run.
const FOLDER: &str = "SHIVIR_TEST_HOLD_STORE";

/// The second program: opens the store and holds it until its input ends. Does nothing in an ordinary run.
#[test]
fn hold_the_store() {
    let Some(dir) = std::env::var_os(FOLDER) else {
        return;
    };
    let core = open(dir.as_ref());
    common::add_worker(&core, "Held");
    println!("\nheld");
    std::io::stdin().lines().count();
}

#[test]
fn a_second_process_is_refused_until_the_first_ends_or_dies() {
    for kill in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "hold_the_store", "--nocapture"])
            .env(FOLDER, dir.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.by_ref().map_while(Result::ok).any(|l| l == "held"));
        let before = contents(dir.path());
        let refused = try_open(dir.path(), key()).map(|_| ()).unwrap_err();
        assert!(matches!(refused, CoreError::InUse));
        assert!(refused.sentence(Lang::Hi).contains("दूसरे प्रोग्राम"));
        assert_eq!(contents(dir.path()), before);
        if kill {
            child.kill().unwrap();
        } else {
            drop(child.stdin.take());
        }
        child.wait().unwrap();
        assert_eq!(common::workers(&open(dir.path())), ["Held"]);
    }
}

#[test]
fn a_second_opening_in_one_process_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    assert!(matches!(try_open(dir.path(), key()), Err(CoreError::InUse)));
    core.store().close();
    drop(open(dir.path()));
}

#[test]
fn after_closing_all_is_refused_and_closing_again_does_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(dir.path());
    common::add_worker(&core, "Budhwara Bai");
    core.store().close();
    core.store().close();
    core.store().interrupt();
    assert!(matches!(core.workers(), Err(CoreError::Closed)));
    let refused = core.add_worker("Late", shivir_domain::codes::Cadre::Mitanin, &[]);
    assert!(matches!(refused, Err(CoreError::Closed)));
    assert!(matches!(core.store().roster_missing(), Err(CoreError::Closed)));
    drop(core);
    assert_eq!(common::workers(&open(dir.path())), ["Budhwara Bai"]);
}
