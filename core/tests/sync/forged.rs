//! Answers that are forged, altered, another request's, older, late, twice; refusals and when to try again.

use crate::common::Phone;
use crate::sync_common::{Hub, sync};
use crate::{held, ready, write};
use shivir_core::sync::{OpenRequests, SyncError, SyncOptions, SyncState};
use shivir_domain::wire::envelope::{Answer, RequestHash};
use shivir_domain::wire::keys::SignSecret;
use shivir_domain::wire::sync::SyncResponse;
use shivir_domain::wire::{Cursor, ErrorBody, ErrorCode};

fn without_tries(state: SyncState) -> SyncState {
    SyncState { wait_ms: 0, failures: 0, ..state }
}

fn request(phone: &Phone) -> Vec<u8> {
    phone.core.sync_request(&SyncOptions::default()).unwrap().bytes
}

#[test]
fn what_is_not_the_hubs_answer_to_this_request_changes_nothing_but_the_next_try() {
    let mut hub = Hub::new();
    let ((one, at), (two, other)) = (ready(1), ready(2));
    hub.enrol(&one, &[1]);
    hub.enrol(&two, &[1]);
    write(&two, &other, 1, 2);
    sync(&two, &mut hub);
    write(&one, &at, 1, 2);
    let (bytes, foreign) = (request(&one), request(&two));
    let before = one.core.sync_state().unwrap();
    let right = hub.clone().post(&bytes);
    let forger = SignSecret::from_bytes([6; 32]);
    let mut bad = vec![
        Vec::new(),
        b"<html>Login</html>".to_vec(),
        right[..right.len() - 1].to_vec(),
        Hub { sign: forger, ..hub.clone() }.post(&bytes),
        hub.clone().post(&foreign),
        bytes.clone(),
    ];
    for at in (0..right.len()).step_by(7) {
        let mut altered = right.clone();
        altered[at] ^= 0x20;
        bad.push(altered);
    }
    for answer in bad {
        let error = one.core.sync_response(&answer).unwrap_err();
        assert!(matches!(error, SyncError::Alien(_) | SyncError::NotAsked), "{error:?}");
        assert_ne!(error.code(), "newer_answer", "nobody is told to update the app for a page of a network");
        let after = one.core.sync_state().unwrap();
        assert!(after.failures > 0 && after.wait_ms > 0 && after.wait_ms <= 900_000);
        assert_eq!(without_tries(after), without_tries(before.clone()));
    }
    one.core.sync_response(&hub.post(&bytes)).unwrap();
    let state = one.core.sync_state().unwrap();
    assert_eq!((state.failures, state.waiting), (0, 0));
    sync(&one, &mut hub);
    assert_eq!(held(one).1, hub.ids());
}

#[test]
fn tries_grow_apart_up_to_a_limit_and_begin_anew_after_a_success() {
    let mut hub = Hub::new();
    let (phone, _) = ready(1);
    hub.enrol(&phone, &[1]);
    let waits: Vec<u64> = (0..14).map(|_| phone.core.sync_failed().unwrap()).collect();
    for (n, wait) in waits.iter().enumerate() {
        let most = (4_000u64 << n).min(900_000);
        assert!((most / 2..=most).contains(wait), "{n}: {wait}");
    }
    assert_ne!(waits[12], waits[13], "chance is in them");
    let phone = phone.reopen();
    assert_eq!(phone.core.sync_state().unwrap().failures, 14);
    sync(&phone, &mut hub);
    assert_eq!(phone.core.sync_state().unwrap().failures, 0);
    assert!(phone.core.sync_failed().unwrap() <= 4_000);
}

#[test]
fn a_clock_that_was_set_back_does_not_put_off_the_next_try() {
    let (phone, _) = ready(1);
    Hub::new().enrol(&phone, &[1]);
    phone.core.sync_failed().unwrap();
    phone.env.set(0);
    assert!(phone.core.sync_state().unwrap().wait_ms <= 900_000);
}

#[test]
fn answers_late_twice_and_in_another_order_neither_skip_nor_undo() {
    let mut hub = Hub { page: 2, ..Hub::new() };
    let ((one, at), (two, other)) = (ready(1), ready(2));
    hub.enrol(&one, &[1, 2]);
    hub.enrol(&two, &[1, 2]);
    let mut answers = Vec::new();
    for round in 0..6 {
        write(&two, &other, 1 + round % 2, 2);
        sync(&two, &mut hub);
        write(&one, &at, 2 - round % 2, 1);
        answers.push(hub.post(&request(&one)));
    }
    for at in [5, 0, 3, 3, 1, 5, 4, 2, 0] {
        let before = one.core.sync_state().unwrap();
        one.core.sync_response(&answers[at]).unwrap();
        let after = one.core.sync_state().unwrap();
        assert!(after.cursor >= before.cursor && after.acknowledged >= before.acknowledged);
        assert!(one.core.sums_hold().unwrap());
    }
    let reports = sync(&one, &mut hub);
    assert!(reports.iter().all(|r| r.healing.is_empty()), "nothing was skipped");
    assert_eq!(held(one).1, hub.ids());
}

#[test]
fn facts_that_came_past_the_cursor_are_no_difference_for_an_answer_that_did_not_count_them() {
    let mut hub = Hub::new();
    let ((one, _), (two, other)) = (ready(1), ready(2));
    hub.enrol(&one, &[1]);
    hub.enrol(&two, &[1]);
    let file = one.core.courier_out(&SyncOptions::courier()).unwrap().bytes;
    sync(&one, &mut hub);
    let early = hub.post(&request(&one));
    write(&two, &other, 1, 1);
    sync(&two, &mut hub);
    // The file goes to another process of the hub, whose clock is behind. It was made before the area was filled, so its
    // answer brings the facts and does not move the cursor.
    hub.now -= 60_000;
    let late = hub.file(&file);
    let cursor = one.core.sync_state().unwrap().cursor;
    assert!(one.core.courier_in(&late).unwrap().facts_down > 0);
    assert_eq!(one.core.sync_state().unwrap().cursor, cursor);
    assert!(one.core.sync_response(&early).unwrap().healing.is_empty());
    // Once the cursor is there, they count again.
    assert!(sync(&one, &mut hub).iter().all(|report| report.healing.is_empty()));
    assert_eq!(held(one).1, hub.ids());
}

#[test]
fn own_facts_that_another_answer_acknowledged_are_no_difference_for_one_that_did_not_count_them() {
    let mut hub = Hub::new();
    let ((one, at), (two, other)) = (ready(1), ready(2));
    hub.enrol(&one, &[1]);
    hub.enrol(&two, &[1]);
    sync(&one, &mut hub);
    write(&two, &other, 1, 2);
    sync(&two, &mut hub);
    // Two processes of the hub, the clock of one ahead of the other's.
    hub.now += 60_000;
    let early = hub.post(&request(&one));
    hub.now -= 60_000;
    write(&one, &at, 1, 1);
    hub.page = 1;
    let late = hub.post(&request(&one));
    let report = one.core.sync_response(&late).unwrap();
    assert_eq!((report.facts_up, report.again), (2, true), "all is acknowledged, and more waits at the hub");
    assert!(one.core.sync_response(&early).unwrap().healing.is_empty());
    hub.page = 1000;
    assert!(sync(&one, &mut hub).iter().all(|report| report.healing.is_empty()));
    assert_eq!(held(one).1, hub.ids());
}

#[test]
fn an_answer_that_has_gone_by_is_not_waited_for_forever() {
    let mut hub = Hub::new();
    let (phone, _) = ready(1);
    hub.enrol(&phone, &[1]);
    let first = request(&phone);
    for _ in 0..20 {
        request(&phone);
    }
    assert_eq!(phone.core.sync_state().unwrap().open, OpenRequests { network: 8, courier: 0 });
    assert!(matches!(phone.core.sync_response(&hub.post(&first)), Err(SyncError::NotAsked)));
}

#[test]
fn a_replayed_counter_is_overtaken_and_a_request_that_is_too_big_is_made_smaller() {
    let mut hub = Hub::new();
    let (phone, at) = ready(1);
    let device = hub.enrol(&phone, &[1]);
    hub.devices.get_mut(&device).unwrap().counter = 500;
    let refused = phone.core.sync_response(&hub.post(&request(&phone))).unwrap_err();
    assert!(matches!(refused, SyncError::Refused { code: ErrorCode::Replayed, .. }));
    assert_eq!(phone.core.sync_state().unwrap().wait_ms, 0);
    let out = phone.core.sync_request(&SyncOptions::default()).unwrap();
    assert_eq!(out.counter, 501);
    phone.core.sync_response(&hub.post(&out.bytes)).unwrap();
    write(&phone, &at, 1, 150);
    let facts = |phone: &Phone| phone.core.sync_request(&SyncOptions::courier()).unwrap();
    let all = facts(&phone);
    assert_eq!(all.facts, 300);
    for _ in 0..8 {
        let out = facts(&phone);
        let no = Answer::<SyncResponse>::Refused(ErrorBody {
            code: ErrorCode::TooBig,
            retry_ms: None,
            number: None,
        });
        let answer = hub.signed(out.counter, &no, RequestHash::of(&out.bytes));
        assert!(phone.core.sync_response(&answer).is_err());
    }
    let less = facts(&phone);
    assert!(less.facts < 300 && less.more && less.facts > 0, "{}", less.facts);
    sync(&phone, &mut hub);
    assert_eq!(held(phone).1, hub.ids());
}

#[test]
fn numbers_that_no_store_can_hold_are_no_answer() {
    let mut hub = Hub::new();
    let (phone, _) = ready(1);
    hub.enrol(&phone, &[1]);
    let bytes = request(&phone);
    let body = SyncResponse { cursor: Cursor(u64::MAX), ..SyncResponse::default() };
    let answer = hub.signed(1, &Answer::Done(body), RequestHash::of(&bytes));
    assert!(matches!(phone.core.sync_response(&answer), Err(SyncError::Alien(_))));
    assert_eq!(phone.core.sync_state().unwrap().cursor, Cursor(0));
}

#[test]
fn an_acknowledgement_past_what_the_open_stream_has_does_not_swallow_what_is_written_next() {
    let mut hub = Hub::new();
    let (phone, at) = ready(1);
    let device = hub.enrol(&phone, &[1]);
    write(&phone, &at, 1, 1);
    let bytes = request(&phone);
    hub.clone().post(&bytes);
    let stream = phone.core.outbox().unwrap().by_stream[0].stream;
    hub.devices.get_mut(&device).unwrap().streams.insert(stream, 50);
    let answer = hub.post(&bytes);
    phone.core.sync_response(&answer).unwrap();
    write(&phone, &at, 1, 1);
    assert_eq!(phone.core.sync_state().unwrap().waiting, 2);
}
