//! Stopping.

use std::net::TcpStream;
use std::time::Duration;

use shivir_domain::wire::envelope::RequestBody;
use shivir_domain::wire::sync::SyncRequest;
use shivir_hub::http::{Options, Stopped};

use crate::common::{SAKTI, hub_over};
use crate::support::Served;
use crate::support::client::head;
use crate::{on_sqlite, phone, storage};

#[test]
fn a_stop_takes_no_one_new_and_finishes_what_is_under_way() {
    let (hub, dir) = on_sqlite();
    let served = Served::start(&hub, Options::default());
    let (address, mut line, mut idle) = (served.address, served.line(), served.line());
    let mut a = phone(&hub, &mut line, 1);
    assert_eq!(idle.get("/healthz").status, 200);
    a.add_person(1, 1);
    let (request, _) = a.request();
    let (early, late) = request.split_at(request.len() / 2);
    line.write(&head(SyncRequest::PATH, request.len()));
    line.write(early);
    // It is being worked on once it is counted.
    while !idle.get("/metrics").text().contains("shivir_requests_in_flight 2") {
        std::thread::yield_now();
    }
    let ended = served.tell_to_stop();
    assert_eq!(idle.rest(), b"");
    while TcpStream::connect(address).is_ok() {
        std::thread::yield_now();
    }
    line.write(late);
    let answer = line.answer();
    assert_eq!(answer.status, 200);
    a.told(&answer.body, &request).unwrap();
    assert_eq!(a.acked, 1);
    assert_eq!(line.rest(), b"");
    assert_eq!(ended.join().unwrap(), Stopped::Whole);
    drop(hub);
    // Everything is on the disk.
    let (again, _) = hub_over(storage(&dir));
    assert_eq!(again.verify(SAKTI).unwrap().facts, 1);
}

#[test]
fn a_stop_waits_only_so_long_for_who_does_not_end() {
    let (hub, _dir) = on_sqlite();
    let served = Served::start(&hub, Options { stop_time: Duration::from_millis(100), ..Options::default() });
    let (mut line, mut other) = (served.line(), served.line());
    line.write(&head(SyncRequest::PATH, 100));
    line.write(b"x");
    while !other.get("/metrics").text().contains("shivir_requests_in_flight 2") {
        std::thread::yield_now();
    }
    assert_eq!(served.stop(), Stopped::Cut);
}
