//! Areas that come and go, and areas that differ.

use crate::queue_common::open_camp;
use crate::sync_common::{Hub, sync, trip};
use crate::{held, ready, write};
use shivir_core::sync::Reach;
use shivir_domain::id::AreaId;

#[test]
fn a_new_area_is_filled_from_its_start_before_it_joins_the_cursor() {
    let mut hub = Hub { page: 3, ..Hub::new() };
    let ((one, at), (two, _)) = (ready(1), ready(2));
    hub.enrol(&one, &[1, 2]);
    let device = hub.enrol(&two, &[1]);
    write(&one, &at, 2, 4);
    write(&one, &at, 1, 4);
    sync(&one, &mut hub);
    sync(&two, &mut hub);
    hub.regrant(device, &[1, 2]);
    let report = trip(&two, &mut hub);
    assert!(report.new_grant && report.again);
    assert_eq!(two.core.enrolment().unwrap().unwrap().grant.areas.len(), 2);
    assert!(!two.core.sync_state().unwrap().areas[1].whole);
    // While it is filled, more comes into both.
    let mut rounds = 0;
    while trip(&two, &mut hub).again {
        write(&one, &at, 1 + rounds % 2, 1);
        sync(&one, &mut hub);
        rounds += 1;
        assert!(rounds < 40);
        if rounds > 4 {
            sync(&two, &mut hub);
        }
    }
    assert!(two.core.sync_state().unwrap().areas.iter().all(|a| a.whole && !a.healed));
    assert!(hub.ids().is_subset(&held(two).1));
}

#[test]
fn an_area_that_was_taken_away_is_not_asked_for_and_own_work_in_it_is_kept_aside_until_it_is_granted() {
    let mut hub = Hub::new();
    let ((one, at), (two, other)) = (ready(1), ready(2));
    let device = hub.enrol(&one, &[1, 2]);
    hub.enrol(&two, &[1, 2]);
    write(&two, &other, 2, 2);
    sync(&two, &mut hub);
    sync(&one, &mut hub);
    hub.regrant(device, &[1]);
    sync(&one, &mut hub);
    write(&two, &other, 2, 1);
    sync(&two, &mut hub);
    let mine = write(&one, &at, 2, 1);
    let reports = sync(&one, &mut hub);
    assert!(reports.iter().all(|r| r.facts_down == 0 && r.healing.is_empty()));
    assert_eq!(one.core.sync_state().unwrap().areas.len(), 1);
    let Reach::Refused { reason, advice } = one.core.has_reached(mine[0].fact).unwrap() else { panic!() };
    assert_eq!((reason.as_str(), advice.as_deref()), ("FOREIGN_AREA", Some("ASK_FOR_AREA")));
    hub.regrant(device, &[1, 2]);
    hub.release(mine[0].fact);
    let reports = sync(&one, &mut hub);
    assert!(reports.iter().all(|r| r.healing.is_empty()));
    assert_eq!(one.core.has_reached(mine[0].fact).unwrap(), Reach::Acknowledged);
    assert!(hub.ids().is_subset(&held(one).1));
}

#[test]
fn an_area_that_differs_is_filled_anew_once_and_found_equal() {
    let mut hub = Hub { page: 5, ..Hub::new() };
    let ((one, at), (two, other)) = (ready(1), ready(2));
    hub.enrol(&one, &[1, 2]);
    hub.enrol(&two, &[1, 2]);
    write(&two, &other, 1, 4);
    write(&two, &other, 2, 4);
    write(&one, &at, 2, 2);
    sync(&two, &mut hub);
    sync(&one, &mut hub);
    // Two facts are gone from the store behind its back, with what they counted.
    one.core.store().close();
    let db = open_camp(&one);
    db.execute(
        "delete from fact where no in (select no from fact where stream = 2 and area = 2 limit 2)",
        [],
    )
    .unwrap();
    drop(db);
    let one = one.reopen();
    let blind = |one: &crate::common::Phone, hub: &mut Hub| {
        let out = one.core.sync_request(&Default::default()).unwrap();
        one.core.sync_response(&hub.post(&out.bytes)).unwrap()
    };
    assert!(blind(&one, &mut hub).healing.is_empty(), "the sums do not know yet");
    one.core.store().close();
    let db = open_camp(&one);
    db.execute("update sync_area set sum = zeroblob(72) where area = 2", []).unwrap();
    drop(db);
    let one = one.reopen();
    // The sum is wrong now, so the difference is seen, and what is missing comes again.
    let report = blind(&one, &mut hub);
    assert_eq!((report.healing, report.again), (vec![AreaId(2)], true));
    sync(&one, &mut hub);
    assert!(one.core.sync_state().unwrap().areas.iter().all(|a| a.whole && !a.healed));
    assert_eq!(held(one).1, hub.ids());
}

#[test]
fn a_difference_that_filling_does_not_mend_is_told_and_not_fetched_for_ever() {
    let mut hub = Hub::new();
    let ((one, at), (two, other)) = (ready(1), ready(2));
    hub.enrol(&one, &[1]);
    hub.enrol(&two, &[1]);
    write(&one, &at, 1, 2);
    write(&two, &other, 1, 2);
    sync(&one, &mut hub);
    sync(&two, &mut hub);
    sync(&one, &mut hub);
    // The hub lost a fact and does not know.
    let kept = hub.log.remove(2);
    let reports = sync(&one, &mut hub);
    assert_eq!(reports[0].healing, [AreaId(1)]);
    assert_eq!(reports.last().unwrap().differing, [AreaId(1)]);
    assert!(reports.len() <= 4);
    assert_eq!(trip(&one, &mut hub).differing, [AreaId(1)]);
    assert!(!trip(&one, &mut hub).again);
    hub.log.push(kept);
    hub.log.sort_by_key(|n| n.number);
    assert!(trip(&one, &mut hub).differing.is_empty());
    assert!(!one.core.sync_state().unwrap().areas[0].healed);
}

#[test]
fn a_late_answer_does_not_move_the_cursor_past_an_area_that_was_filled_since() {
    let mut hub = Hub::new();
    let ((one, at), (two, _)) = (ready(1), ready(2));
    hub.enrol(&one, &[1, 2]);
    let device = hub.enrol(&two, &[1]);
    write(&one, &at, 2, 3);
    sync(&one, &mut hub);
    sync(&two, &mut hub);
    hub.regrant(device, &[1, 2]);
    assert!(trip(&two, &mut hub).new_grant);
    // Area 2 is still to be filled when the file is made, and whole when its answer comes, with the first of it again.
    let file = two.core.courier_out(&Default::default()).unwrap().bytes;
    sync(&two, &mut hub);
    assert!(two.core.sync_state().unwrap().areas[1].whole);
    write(&one, &at, 2, 3);
    sync(&one, &mut hub);
    hub.page = 2;
    let answer = hub.file(&file);
    let before = two.core.sync_state().unwrap().cursor;
    two.core.courier_in(&answer).unwrap();
    assert_eq!(two.core.sync_state().unwrap().cursor, before);
    let reports = sync(&two, &mut hub);
    assert!(reports.iter().all(|r| r.healing.is_empty()), "nothing had to be mended");
    assert!(hub.ids().is_subset(&held(two).1));
}
