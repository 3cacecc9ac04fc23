//! A full disk or a failing one in mid-confirmation: a clear error, nothing lost, nothing half-done.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

use std::cell::Cell;
use std::path::Path;

use shivir::demo::script::{Comer, Scene, Turn, play, stranger};
use shivir_core::facts::Sitting;
use shivir_core::registration::{Confirmed, Step};
use shivir_core::{Core, CoreError};
use shivir_domain::codes::{AadhaarReason, Lang};
use shivir_tests::kit::{self, HeldClock};
use shivir_tests::vfs::fault::FaultVfs;

struct Camp {
    core: Core,
    table: Sitting,
    vfs: FaultVfs,
    confirmed: Vec<Confirmed>,
}

impl Camp {
    fn open(dir: &Path, name: &str) -> Self {
        let vfs = FaultVfs::register(name, dir).unwrap();
        let core = kit::open(dir, Some(name), HeldClock::at(kit::TEN)).unwrap();
        let table = kit::table(&core).unwrap();
        Self { core, table, vfs, confirmed: Vec::new() }
    }

    /// Plays a turn whose confirmation meets a fault; the store heals afterwards.
    fn confirm_under(&mut self, n: u32, fault: impl Fn(&FaultVfs)) -> Result<(), CoreError> {
        let comer = Comer::New(Box::new(stranger(n, "नंदेली", None)));
        let turn = Turn { comer, scene: Scene::Blocked(AadhaarReason::Mobile), author: None, paper: None };
        let result = play(&self.core, &self.table, &turn, || fault(&self.vfs));
        self.vfs.heal();
        self.confirmed.push(result?);
        Ok(())
    }

    fn all_there(&self) {
        for person in self.confirmed.iter().flat_map(|c| &c.people) {
            assert!(self.core.registration(person.fact).unwrap().1.stands());
        }
        let today = self.core.today().unwrap();
        assert_eq!(self.core.registrations(today, None, 10_000).unwrap().len(), self.confirmed.len());
    }
}

#[test]
fn a_disk_that_fills_up_in_mid_confirmation_keeps_the_draft_and_all_before() {
    let dir = tempfile::tempdir().unwrap();
    let mut camp = Camp::open(dir.path(), "full-confirm");
    let refused = Cell::new(0);
    for n in 0..40u32 {
        let room = u64::from(n) * 1_500;
        match camp.confirm_under(n, |vfs| vfs.fill_after(room)) {
            Ok(()) => {}
            Err(error) => {
                refused.set(refused.get() + 1);
                assert!(matches!(error, CoreError::StorageFull), "{error:?}");
                for lang in [Lang::Hi, Lang::En] {
                    assert!(!error.sentence(lang).is_empty());
                }
                let drafts = camp.core.drafts().unwrap();
                assert_eq!(drafts.len(), 1);
                assert_eq!(drafts[0].members[0].step, Step::Ready);
                camp.all_there();
                // Room was made: the same draft is confirmed.
                camp.confirmed.push(camp.core.confirm(drafts[0].no).unwrap());
            }
        }
        camp.all_there();
    }
    assert!(refused.get() > 10, "the fault has to meet confirmations");
}

#[test]
fn a_write_or_sync_that_fails_never_confirms_what_is_not_there() {
    let dir = tempfile::tempdir().unwrap();
    let mut camp = Camp::open(dir.path(), "failing-confirm");
    let refused = Cell::new(0);
    for n in 0..36u32 {
        let nth = u64::from(n / 2) + 1;
        let result = camp.confirm_under(n, |vfs| match n % 2 {
            0 => vfs.fail_write(nth),
            _ => vfs.fail_sync(nth),
        });
        if result.is_err() {
            refused.set(refused.get() + 1);
            if let Some(draft) = camp.core.drafts().unwrap().first() {
                camp.confirmed.push(camp.core.confirm(draft.no).unwrap());
            } else {
                panic!("the confirmation failed and its draft is gone");
            }
        }
        camp.all_there();
    }
    assert!(refused.get() > 10, "the fault has to meet confirmations");
    camp.core.store().close();
    camp.core = kit::open(dir.path(), None, HeldClock::at(kit::TEN)).unwrap();
    camp.all_there();
}
