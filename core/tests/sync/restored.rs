//! A phone restored from an old backup, a hub restored from yesterday's, a salvaged store.

use std::collections::BTreeSet;
use std::path::Path;

use crate::common::{Phone, key};
use crate::sync_common::{Hub, sync, trip};
use crate::{held, ready, write};
use shivir_core::Core;
use shivir_core::env::SystemEnv;
use shivir_core::store::StoreOptions;

/// Puts a backup in the place of a phone's folder.
pub(crate) fn restore(phone: Phone, kept: &Path) -> Phone {
    phone.core.store().close();
    for entry in std::fs::read_dir(phone.dir()).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
    copy(kept, phone.dir());
    phone.reopen()
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// A backup of a phone's folder.
pub(crate) fn backup(phone: Phone) -> (Phone, tempfile::TempDir) {
    phone.core.store().close();
    let kept = tempfile::tempdir().unwrap();
    copy(phone.dir(), kept.path());
    (phone.reopen(), kept)
}

#[test]
fn a_phone_restored_from_an_old_backup_gets_its_own_facts_again_and_numbers_are_not_used_twice() {
    let mut hub = Hub { page: 4, ..Hub::new() };
    let (phone, at) = ready(1);
    hub.enrol(&phone, &[1, 2]);
    write(&phone, &at, 1, 2);
    sync(&phone, &mut hub);
    let (phone, kept) = backup(phone);
    // More in the same stream as the backup has, and in one that it does not know.
    write(&phone, &at, 1, 3);
    let phone = phone.reopen();
    write(&phone, &at, 2, 2);
    sync(&phone, &mut hub);
    let phone = restore(phone, kept.path());
    write(&phone, &at, 1, 1);
    // Its count of requests went back too: the hub names the greatest.
    let out = phone.core.sync_request(&Default::default()).unwrap();
    assert!(phone.core.sync_response(&hub.post(&out.bytes)).is_err());
    let reports = sync(&phone, &mut hub);
    assert!(reports[0].phone_restored);
    assert!(reports.iter().all(|r| r.healing.is_empty()));
    assert_eq!(reports.last().unwrap().waiting, 0);
    assert!(phone.core.sync_state().unwrap().areas.iter().all(|a| a.whole));
    let (phone, ids) = held(phone);
    assert_eq!(ids, hub.ids());
    assert_eq!(ids.len(), 5 + 6 + 4 + 2);
    assert!(!trip(&phone, &mut hub).phone_restored, "it is told once");
}

#[test]
fn a_restored_phone_that_has_its_own_facts_again_gives_no_slip_twice() {
    let mut hub = Hub::new();
    let (phone, at) = ready(1);
    hub.enrol(&phone, &[1]);
    let mut slips = write(&phone, &at, 1, 1);
    sync(&phone, &mut hub);
    let (phone, kept) = backup(phone);
    slips.extend(write(&phone, &at, 1, 3));
    sync(&phone, &mut hub);
    let phone = restore(phone, kept.path());
    // The first request only tells how far its count of them had come.
    let out = phone.core.sync_request(&Default::default()).unwrap();
    assert!(phone.core.sync_response(&hub.post(&out.bytes)).is_err());
    sync(&phone, &mut hub);
    slips.extend(write(&phone, &at, 1, 2));
    let given: BTreeSet<_> = slips.iter().map(|registered| registered.slip.clone()).collect();
    assert_eq!(given.len(), 6);
}

#[test]
fn a_hub_restored_from_yesterday_gets_again_what_it_lost_and_no_cursor_skips() {
    let mut hub = Hub { page: 3, ..Hub::new() };
    let ((one, at), (two, other)) = (ready(1), ready(2));
    hub.enrol(&one, &[1, 2]);
    hub.enrol(&two, &[1, 2]);
    write(&one, &at, 1, 2);
    sync(&one, &mut hub);
    sync(&two, &mut hub);
    let yesterday = hub.clone();
    write(&one, &at, 1, 3);
    let aside = write(&two, &other, 2, 3)[0].fact;
    hub.refuse.insert(aside);
    sync(&one, &mut hub);
    sync(&two, &mut hub);
    sync(&one, &mut hub);
    hub.release(aside);
    sync(&two, &mut hub);
    let open = one.core.sync_request(&Default::default()).unwrap();
    let old = hub.post(&open.bytes);
    let before = hub.ids();
    hub.restore(&yesterday);
    assert!(hub.ids().len() < before.len());
    // Others get the numbers that were given before.
    let (three, third) = ready(3);
    hub.enrol(&three, &[1, 2]);
    write(&three, &third, 1, 4);
    sync(&three, &mut hub);
    let reports = sync(&one, &mut hub);
    assert!(reports[0].hub_restored);
    assert!(one.core.sync_response(&old).is_err(), "an answer of the epoch before");
    sync(&two, &mut hub);
    for phone in [&one, &two, &three] {
        sync(phone, &mut hub);
    }
    assert!(before.is_subset(&hub.ids()));
    for phone in [one, two, three] {
        assert_eq!(phone.core.sync_state().unwrap().waiting, 0);
        assert!(phone.core.sync_state().unwrap().areas.iter().all(|a| a.whole && !a.healed));
        assert_eq!(held(phone).1, hub.ids());
    }
}

#[test]
fn a_salvaged_store_keeps_its_enrolment_and_fetches_what_is_missing() {
    let mut hub = Hub::new();
    let ((one, at), (two, other)) = (ready(1), ready(2));
    hub.enrol(&one, &[1]);
    hub.enrol(&two, &[1]);
    write(&one, &at, 1, 30);
    write(&two, &other, 1, 10);
    sync(&one, &mut hub);
    sync(&two, &mut hub);
    sync(&one, &mut hub);
    let late = write(&one, &at, 1, 2);
    let before = one.core.enrolment().unwrap();
    one.core.store().close();
    // Facts of both are lost: written and not sent, acknowledged, and from others.
    let db = crate::queue_common::open_camp(&one);
    let lost = (late[0].fact.seq, late[0].fact.seq - 20);
    let gone = db
        .execute(
            "delete from fact where seq in (?, ?) and stream = 1 or stream = 2 and seq = 3",
            [lost.0, lost.1],
        )
        .unwrap();
    assert_eq!(gone, 3);
    drop(db);
    Core::salvage(&StoreOptions::at(one.dir()), &key(), &SystemEnv, &mut |_| ()).unwrap();
    let one = one.reopen();
    assert_eq!(one.core.enrolment().unwrap(), before);
    assert!(one.core.sums_hold().unwrap());
    let reports = sync(&one, &mut hub);
    assert_eq!(reports.last().unwrap().waiting, 0, "a gap holds up nothing");
    assert!(reports.iter().all(|r| r.differing.is_empty()));
    assert_eq!(hub.aside.len(), 1, "the one that nobody has any more");
    sync(&two, &mut hub);
    assert_eq!(held(one).1, hub.ids());
    assert_eq!(held(two).1, hub.ids());
}
