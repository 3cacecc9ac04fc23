//! Files by courier: out of order, late, to the wrong phone, altered.

use crate::sync_common::{Hub, sync};
use crate::{held, ready, write};
use shivir_core::sync::{SyncError, SyncOptions};
use shivir_domain::wire::WireError;

#[test]
fn a_phone_that_never_meets_a_network_is_served_by_files_in_any_order() {
    let mut hub = Hub::new();
    let ((one, at), (two, other)) = (ready(1), ready(2));
    hub.enrol(&one, &[1]);
    hub.enrol(&two, &[1]);
    let mut files = Vec::new();
    for _ in 0..4 {
        write(&one, &at, 1, 2);
        files.push(one.core.courier_out(&SyncOptions::courier()).unwrap().bytes);
        write(&two, &other, 1, 1);
        sync(&two, &mut hub);
    }
    let one = one.reopen();
    let mut answers = Vec::new();
    for at in [2, 0, 3, 1, 2] {
        answers.push(hub.file(&files[at]));
    }
    let one = one.reopen();
    for at in [4, 1, 0, 3, 2, 2] {
        one.core.courier_in(&answers[at]).unwrap();
        assert!(one.core.sums_hold().unwrap());
    }
    assert_eq!(one.core.sync_state().unwrap().waiting, 0);
    // Filled by files alone.
    for _ in 0..3 {
        let file = one.core.courier_out(&SyncOptions::courier()).unwrap().bytes;
        let report = one.core.courier_in(&hub.file(&file)).unwrap();
        assert!(report.healing.is_empty());
    }
    assert!(one.core.sync_state().unwrap().areas[0].whole);
    let (one, ids) = held(one);
    assert_eq!(ids, hub.ids());
    sync(&two, &mut hub);
    assert_eq!(held(two).1, hub.ids());
    // A file and the network side by side.
    write(&one, &at, 1, 1);
    let file = one.core.courier_out(&SyncOptions::courier()).unwrap().bytes;
    sync(&one, &mut hub);
    let late = hub.file(&file);
    assert_eq!(one.core.courier_in(&late).unwrap().facts_up, 0);
}

#[test]
fn a_carrier_can_neither_read_alter_nor_swap_files() {
    let mut hub = Hub::new();
    let ((one, at), (two, _)) = (ready(1), ready(2));
    hub.enrol(&one, &[1]);
    hub.enrol(&two, &[1]);
    write(&one, &at, 1, 1);
    let up = one.core.courier_out(&SyncOptions::courier()).unwrap().bytes;
    let down = hub.file(&up);
    let before = one.core.sync_state().unwrap();
    for at in (0..down.len()).step_by(3) {
        let mut altered = down.clone();
        altered[at] ^= 4;
        assert!(matches!(one.core.courier_in(&altered), Err(SyncError::Alien(_))));
    }
    assert!(matches!(one.core.courier_in(&up), Err(SyncError::Alien(WireError::Type))));
    assert!(matches!(two.core.courier_in(&down), Err(SyncError::Alien(WireError::Sealed))));
    assert_eq!(one.core.sync_state().unwrap(), before, "not even the time of the next try");
    one.core.courier_in(&down).unwrap();
}

#[test]
fn a_files_answer_is_waited_for_through_weeks_of_syncs() {
    let mut hub = Hub::new();
    let (phone, at) = ready(1);
    hub.enrol(&phone, &[1]);
    write(&phone, &at, 1, 1);
    let file = phone.core.courier_out(&SyncOptions::courier()).unwrap().bytes;
    for _ in 0..30 {
        phone.env.pass(86_400_000);
        sync(&phone, &mut hub);
    }
    assert_eq!(phone.core.sync_state().unwrap().open.courier, 1);
    phone.core.courier_in(&hub.file(&file)).unwrap();
    for _ in 0..100 {
        phone.core.courier_out(&SyncOptions::courier()).unwrap();
    }
    assert_eq!(phone.core.sync_state().unwrap().open.courier, 64);
}
