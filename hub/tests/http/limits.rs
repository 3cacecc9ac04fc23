//! Limits of size, time and number.

use std::io::Write;
use std::time::Duration;

use shivir_domain::wire::enrol::EnrolCode;
use shivir_domain::wire::envelope::RequestBody;
use shivir_domain::wire::sync::{SyncRequest, SyncResponse};
use shivir_domain::wire::{ErrorCode, MOST_ENVELOPE};
use shivir_hub::http::{Options, Rate};

use crate::common::{grant, invite, opened};
use crate::support::Served;
use crate::support::client::head;
use crate::{on_sqlite, phone};

#[test]
fn what_is_too_big_is_refused_signed_and_what_is_far_too_big_is_not_even_read() {
    let (hub, _dir) = on_sqlite();
    let served = Served::start(&hub, Options::default());
    let mut line = served.line();
    let mut a = phone(&hub, &mut line, 1);
    let bytes = vec![7; MOST_ENVELOPE + 1];
    let answer = line.post(SyncRequest::PATH, &bytes);
    assert_eq!(answer.status, 413);
    let (_, said) = opened::<SyncResponse>(&answer.body, &bytes, &a.hub);
    assert_eq!(said.unwrap_err().code, ErrorCode::TooBig);
    // The connection goes on; nothing of it was held.
    line.sync(&mut a).unwrap();
    line.write(&head(SyncRequest::PATH, 1 << 30));
    let answer = line.answer();
    assert_eq!((answer.status, answer.headers["connection"].as_str()), (413, "close"));
    assert_eq!(line.rest(), b"");
}

#[test]
fn who_is_slow_is_cut_off_in_the_head_and_in_the_body() {
    let (hub, _dir) = on_sqlite();
    let short = Duration::from_millis(500);
    let served = Served::start(&hub, Options { head_time: short, gap_time: short, ..Options::default() });
    let mut line = served.line();
    line.write(b"POST /v1/sync HTTP/1.1\r\nhost: h");
    line.rest();
    let mut line = served.line();
    line.write(&head(SyncRequest::PATH, 100));
    line.write(&[1; 50]);
    let answer = line.answer();
    assert_eq!((answer.status, answer.headers["connection"].as_str()), (408, "close"));
    assert_eq!(line.rest(), b"");
    // An idle connection is closed as well.
    served.line().rest();
    assert!(served.line().get("/metrics").text().contains("code=\"SLOW\"} 1"));
}

#[test]
fn who_drips_is_cut_off_when_the_time_of_a_whole_request_is_over() {
    let (hub, _dir) = on_sqlite();
    let options = Options { request_time: Duration::from_millis(300), ..Options::default() };
    let served = Served::start(&hub, options);
    let mut line = served.line();
    line.write(&head(SyncRequest::PATH, 1 << 20));
    let mut dripping = line.0.try_clone().unwrap();
    // Byte after byte, for as long as somebody takes them.
    let drip = std::thread::spawn(move || {
        while dripping.write_all(&[1]).is_ok() {
            std::thread::yield_now();
        }
    });
    assert_eq!(line.answer().status, 408);
    drop(line);
    drip.join().unwrap();
}

#[test]
fn where_there_is_no_room_phones_hear_busy_at_once_signed() {
    let (hub, _dir) = on_sqlite();
    let open = Served::start(&hub, Options::default());
    let mut a = phone(&hub, &mut open.line(), 1);
    let served = Served::start(&hub, Options { in_flight: 0, ..Options::default() });
    let mut line = served.line();
    let (request, _) = a.request();
    let answer = line.post(SyncRequest::PATH, &request);
    assert_eq!((answer.status, a.told(&answer.body, &request)), (503, Err(ErrorCode::Busy)));
    // That is no fault of the database.
    assert!(line.get("/metrics").text().contains("shivir_database_errors_total 0"));
    // Nor is there room to hold what comes.
    let served = Served::start(&hub, Options { held_bytes: 64 << 10, ..Options::default() });
    assert_eq!(served.line().post(SyncRequest::PATH, &[1; 100 << 10]).status, 503);
    assert_eq!(served.line().post(SyncRequest::PATH, &[1; 10 << 10]).status, 400);
}

#[test]
fn a_phone_that_asks_too_often_is_slowed_down_and_another_is_not() {
    let (hub, _dir) = on_sqlite();
    let device_rate = Rate { burst: 2, per_second: 0.01 };
    let served = Served::start(&hub, Options { device_rate, ..Options::default() });
    let mut line = served.line();
    let (mut a, mut b) = (phone(&hub, &mut line, 1), phone(&hub, &mut line, 2));
    a.add_person(1, 1);
    line.sync(&mut a).unwrap();
    line.sync(&mut a).unwrap();
    let (request, _) = a.request();
    let answer = line.post(SyncRequest::PATH, &request);
    assert_eq!(answer.status, 429);
    let (_, said) = opened::<SyncResponse>(&answer.body, &request, &a.hub);
    let refused = said.unwrap_err();
    assert_eq!(refused.code, ErrorCode::SlowDown);
    assert!((90_000..=100_000).contains(&refused.retry_ms.unwrap()), "{refused:?}");
    line.sync(&mut b).unwrap();
    assert_eq!(b.others.len(), 1);
}

#[test]
fn codes_cannot_be_found_by_trying_and_right_ones_cost_nothing() {
    let (hub, _dir) = on_sqlite();
    let wrong_code_rate = Rate { burst: 3, per_second: 0.0 };
    let served = Served::start(&hub, Options { wrong_code_rate, ..Options::default() });
    let mut line = served.line();
    for n in 1..10 {
        phone(&hub, &mut line, n);
    }
    let right = invite(&hub, &grant(&[1], 20));
    for n in 0..5 {
        let mut guess = right.clone();
        guess.code = EnrolCode::draw([n; 20]);
        let expected = if n < 3 { ErrorCode::CodeUnknown } else { ErrorCode::SlowDown };
        assert_eq!(line.enrol(&guess, 20).err(), Some(expected));
    }
    // From there not even the right one is tried.
    assert_eq!(line.enrol(&right, 20).err(), Some(ErrorCode::SlowDown));
}

#[test]
fn connections_beyond_the_limit_wait_for_their_turn() {
    let (hub, _dir) = on_sqlite();
    let served = Served::start(&hub, Options { connections: 1, ..Options::default() });
    let mut first = served.line();
    assert_eq!(first.get("/healthz").status, 200);
    let mut second = served.line();
    second.write(b"GET /healthz HTTP/1.1\r\nhost: hub\r\n\r\n");
    second.0.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    assert!(std::io::Read::read(&mut second.0, &mut [0]).is_err());
    second.0.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    drop(first);
    assert_eq!(second.answer().status, 200);
}
