//! Whole round trips: up, down, pages, quarantine, announcements, limits, revoked.

use crate::sync_common::{Hub, sync, trip};
use crate::{held, ready, write};
use shivir_core::sync::{Reach, SyncOptions, SyncProgress};
use shivir_domain::codes::{Lang, ReviewKind};
use shivir_domain::fact::Fact;
use shivir_domain::wire::enrol::Limits;

#[test]
fn what_one_phone_writes_reaches_the_hub_and_the_other_phone_and_says_so() {
    let mut hub = Hub::new();
    let ((one, at), (two, _)) = (ready(1), ready(2));
    hub.enrol(&one, &[1]);
    hub.enrol(&two, &[1]);
    let done = write(&one, &at, 1, 3);
    assert_eq!(one.core.has_reached(done[0].fact).unwrap(), Reach::Waiting);
    let up = sync(&one, &mut hub);
    assert_eq!((up[0].facts_up, up[0].waiting), (7, 0));
    assert_eq!(one.core.has_reached(done[0].fact).unwrap(), Reach::Acknowledged);
    let mut progress = SyncProgress::default();
    sync(&two, &mut hub).iter().for_each(|report| progress.add(report));
    assert_eq!((progress.facts_down, progress.facts_up, progress.people, progress.waiting), (7, 1, 4, 0));
    assert!(progress.bytes_up > 100 && progress.bytes_down > 100);
    assert_eq!(two.core.has_reached(done[0].fact).unwrap(), Reach::Elsewhere);
    sync(&one, &mut hub);
    for phone in [one, two] {
        let state = phone.core.sync_state().unwrap();
        assert!(state.areas.iter().all(|a| a.whole && !a.healed && a.facts == 8), "{state:?}");
        assert_eq!((state.cursor.0, state.failures), (8, 0));
        assert_eq!(held(phone).1, hub.ids());
    }
}

#[test]
fn an_empty_sync_is_one_small_trip() {
    let mut hub = Hub::new();
    let (phone, at) = ready(1);
    hub.enrol(&phone, &[1, 2, 3]);
    write(&phone, &at, 1, 5);
    sync(&phone, &mut hub);
    let out = phone.core.sync_request(&SyncOptions::default()).unwrap();
    let answer = hub.post(&out.bytes);
    assert!(out.bytes.len() <= 200 && answer.len() <= 200, "{} up, {} down", out.bytes.len(), answer.len());
    let report = phone.core.sync_response(&answer).unwrap();
    assert!(!report.again && !out.more && out.facts == 0);
}

#[test]
fn a_byte_limit_makes_pages_both_ways_and_nothing_is_missed() {
    let mut hub = Hub { page: 3, ..Hub::new() };
    let ((one, at), (two, _)) = (ready(1), ready(2));
    hub.enrol(&one, &[1]);
    hub.enrol(&two, &[1]);
    write(&one, &at, 1, 12);
    let small = SyncOptions { most_bytes_up: 150, most_bytes_down: 0 };
    let mut trips = 0;
    loop {
        let out = one.core.sync_request(&small).unwrap();
        assert!(out.bytes.len() < 900, "{}", out.bytes.len());
        let report = one.core.sync_response(&hub.post(&out.bytes)).unwrap();
        trips += 1;
        if !report.again {
            break;
        }
    }
    assert!(trips > 3, "{trips}");
    let reports = sync(&two, &mut hub);
    assert!(reports.len() > 8, "{reports:?}");
    assert!(reports.iter().all(|r| r.healing.is_empty()));
    assert_eq!(held(two).1, hub.ids());
    // One that is whole already comes with the cursor, page by page.
    write(&one, &at, 1, 5);
    sync(&one, &mut hub);
    assert_eq!(held(one).1, hub.ids());
}

#[test]
fn what_is_written_during_an_upload_waits_and_a_kill_at_every_step_loses_nothing() {
    let mut hub = Hub::new();
    let (phone, at) = ready(1);
    hub.enrol(&phone, &[1]);
    write(&phone, &at, 1, 2);
    let out = phone.core.sync_request(&SyncOptions::default()).unwrap();
    let phone = phone.reopen();
    let answer = hub.post(&out.bytes);
    write(&phone, &at, 1, 1);
    let phone = phone.reopen();
    let report = phone.core.sync_response(&answer).unwrap();
    assert_eq!((report.facts_up, report.waiting), (5, 2));
    let phone = phone.reopen();
    assert_eq!(phone.core.sync_state().unwrap().waiting, 2);
    sync(&phone, &mut hub);
    assert_eq!(held(phone).1, hub.ids());
    assert_eq!(hub.log.len(), 7);
}

#[test]
fn what_the_hub_keeps_aside_blocks_nothing_and_comes_back_when_it_is_released() {
    let mut hub = Hub::new();
    let ((one, at), (two, _)) = (ready(1), ready(2));
    hub.enrol(&one, &[1]);
    hub.enrol(&two, &[1]);
    let done = write(&one, &at, 1, 3);
    let aside = done[1].fact;
    hub.refuse.insert(aside);
    let reports = sync(&one, &mut hub);
    assert_eq!((reports[0].quarantined, reports[0].waiting), (1, 0));
    assert!(reports.iter().all(|r| r.healing.is_empty()));
    let reach = one.core.has_reached(aside).unwrap();
    assert_eq!(
        reach,
        Reach::Refused { reason: "FOLD_FAILED".into(), advice: Some("DISTRICT_DECIDES".into()) }
    );
    assert!(reach.sentence(Lang::Hi).contains("लागू नहीं") && reach.sentence(Lang::En).contains("decides"));
    assert_eq!(one.core.outbox().unwrap().refused[0].words(Lang::En).0, "the hub could not apply it");
    assert_eq!(one.core.sync_state().unwrap().kept_aside, 1);
    assert!(!held(two).1.contains(&aside));
    hub.release(aside);
    let report = trip(&one, &mut hub);
    assert_eq!((report.released, report.facts_down), (1, 0));
    assert_eq!(one.core.has_reached(aside).unwrap(), Reach::Acknowledged);
    assert!(sync(&one, &mut hub).iter().all(|r| r.healing.is_empty()));
}

#[test]
fn one_that_is_too_big_is_named_and_the_others_go_on() {
    let mut hub = Hub { limits: Limits { request_bytes: 9000, ..Limits::default() }, ..Hub::new() };
    let (phone, at) = ready(1);
    hub.enrol(&phone, &[1]);
    let at = shivir_core::facts::Sitting { area: shivir_domain::id::AreaId(1), ..at };
    let long = crate::queue_common::details(&"गीता ".repeat(20), None);
    write(&phone, &at, 1, 1);
    let groups = shivir_domain::fact::Details {
        groups: Some(vec![shivir_domain::codes::Group::Unknown(9999); 3000]),
        ..long
    };
    let whom = shivir_core::registration::Whom::New(Box::new(groups));
    let big = crate::common::register(&phone.core, &at, whom, shivir_domain::codes::Outcome::IntakeDone);
    write(&phone, &at, 1, 1);
    let reports = sync(&phone, &mut hub);
    assert_eq!(reports.last().unwrap().waiting, 0);
    assert_eq!(hub.aside.len(), 1);
    let (fact, held) = hub.aside.iter().next().unwrap();
    assert!(held.1.is_none() && fact.seq + 1 == big.fact.seq);
    let reach = phone.core.has_reached(*fact).unwrap();
    assert!(reach.sentence(Lang::En).contains("too big"), "{reach:?}");
}

#[test]
fn an_announcement_that_the_hub_lost_goes_again() {
    let mut hub = Hub::new();
    let (phone, at) = ready(1);
    hub.enrol(&phone, &[1]);
    write(&phone, &at, 1, 1);
    sync(&phone, &mut hub);
    let stream = phone.core.outbox().unwrap().by_stream[0].stream;
    hub.unannounced.insert(stream);
    write(&phone, &at, 1, 1);
    let first = trip(&phone, &mut hub);
    assert!(first.again && first.waiting == 2);
    sync(&phone, &mut hub);
    assert!(hub.unannounced.is_empty());
    assert_eq!(phone.core.sync_state().unwrap().waiting, 0);
}

#[test]
fn a_flag_of_the_hub_makes_the_same_review_item_here() {
    let mut hub = Hub::new();
    let (phone, at) = ready(1);
    hub.enrol(&phone, &[1]);
    let done = write(&phone, &at, 1, 1);
    hub.flag.insert(done[0].fact);
    sync(&phone, &mut hub);
    phone.core.store().close();
    let kinds: Vec<u16> = crate::queue_common::open_camp(&phone)
        .prepare("select kind from review")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(kinds, [ReviewKind::FutureDated.number()]);
}

#[test]
fn a_revoked_phone_hands_in_what_it_wrote_and_receives_nothing() {
    let mut hub = Hub::new();
    let ((one, at), (two, other)) = (ready(1), ready(2));
    let device = hub.enrol(&one, &[1]);
    hub.enrol(&two, &[1]);
    sync(&one, &mut hub);
    write(&two, &other, 1, 2);
    sync(&two, &mut hub);
    hub.devices.get_mut(&device).unwrap().revoked = true;
    let done = write(&one, &at, 1, 1);
    let report = trip(&one, &mut hub);
    assert!(report.revoked && report.facts_down == 0 && report.waiting == 0 && !report.again);
    assert!(one.core.sync_state().unwrap().revoked);
    let reach = one.core.has_reached(done[0].fact).unwrap();
    assert!(reach.sentence(Lang::En).contains("revoked"));
    // Let in again, it goes on where it was.
    hub.devices.get_mut(&device).unwrap().revoked = false;
    sync(&one, &mut hub);
    assert!(!one.core.sync_state().unwrap().revoked);
    assert!(hub.ids().is_subset(&held(one).1));
}

#[test]
fn facts_that_came_by_another_way_count_only_once_the_hub_has_them() {
    let mut hub = Hub::new();
    let ((one, at), (two, _)) = (ready(1), ready(2));
    hub.enrol(&one, &[1]);
    hub.enrol(&two, &[1]);
    write(&one, &at, 1, 2);
    let facts: Vec<Fact> = one.core.waiting_facts(usize::MAX).unwrap();
    two.core.take_in(&facts).unwrap();
    let reports = sync(&two, &mut hub);
    assert!(reports.iter().all(|r| r.healing.is_empty()));
    sync(&one, &mut hub);
    let reports = sync(&two, &mut hub);
    assert!(reports.iter().all(|r| r.healing.is_empty() && r.facts_down == 0));
    assert!(two.core.sync_state().unwrap().areas.iter().all(|a| a.facts == 6));
}
