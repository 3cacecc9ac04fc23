//! The hub's real router over a real socket, on both databases: what phones are answered, and what limits hold.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;
mod support;

#[path = "http/limits.rs"]
mod limits;
#[path = "http/packs.rs"]
mod packs;
#[path = "http/stop.rs"]
mod stop;
#[path = "http/tls.rs"]
mod tls;

use std::sync::Arc;

use common::{Phone, SAKTI, grant, hub_over, invite, opened, sqlite};
use shivir_domain::campaign::Campaign;
use shivir_domain::wire::ErrorCode;
use shivir_domain::wire::enrol::EnrolCode;
use shivir_domain::wire::envelope::{RequestBody, sign_request};
use shivir_domain::wire::pack::{CampaignRequest, CampaignResponse};
use shivir_domain::wire::sync::SyncRequest;
use shivir_hub::Hub;
use shivir_hub::district::load_campaign;
use shivir_hub::http::{Options, Stopped};
use shivir_hub::store::Storage;
use support::postgres::{self, Postgres};
use support::{Line, Served, postgres_at};

/// A hub, and what its database lies in.
fn on_sqlite() -> (Hub, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    (hub_over(sqlite(dir.path())).0, dir)
}

fn on_postgres() -> (Hub, ()) {
    (hub_over(postgres_at(&postgres::shared().database())).0, ())
}

/// The same test on both databases.
macro_rules! both {
    ($($name:ident),+) => {
        mod on_sqlite_too {
            $(#[test]
            fn $name() {
                let (hub, _dir) = super::on_sqlite();
                super::$name(&hub);
            })+
        }
        mod on_postgres_too {
            $(#[test]
            fn $name() {
                super::$name(&super::on_postgres().0);
            })+
        }
    };
}

both!(
    phones_enrol_and_sync_over_one_line_each_and_a_replay_is_refused,
    a_courier_s_file_and_the_campaign_pack_go_over_http_too,
    a_wrong_path_or_method_is_not_found_and_not_named
);

fn phones_enrol_and_sync_over_one_line_each_and_a_replay_is_refused(hub: &Hub) {
    let served = Served::start(hub, Options::default());
    let (mut line, mut other) = (served.line(), served.line());
    let mut a = line.enrol(&invite(hub, &grant(&[1, 2], 1)), 1).unwrap();
    let mut b = other.enrol(&invite(hub, &grant(&[2], 2)), 2).unwrap();
    (0..3).for_each(|n| drop(a.add_person(2, n)));
    let (request, _) = a.request();
    let answer = line.post(SyncRequest::PATH, &request);
    assert_eq!(answer.status, 200);
    a.told(&answer.body, &request).unwrap();
    assert_eq!(a.acked, 3);
    // Each header costs at 2G: only what cannot be left out is there.
    let names: Vec<&str> = answer.headers.keys().map(String::as_str).collect();
    assert_eq!(names, ["content-length", "content-type"]);
    assert!(answer.head_bytes < 90, "{}", answer.head_bytes);
    other.sync(&mut b).unwrap();
    assert_eq!(b.others.len(), 3);
    let again = line.post(SyncRequest::PATH, &request);
    assert_eq!((again.status, a.told(&again.body, &request)), (409, Err(ErrorCode::Replayed)));
    let wrong = EnrolCode::draw([9; 20]);
    let mut guess = invite(hub, &grant(&[1], 3));
    guess.code = wrong;
    assert_eq!(line.enrol(&guess, 3).err(), Some(ErrorCode::CodeUnknown));

    let metrics = line.get("/metrics");
    assert_eq!(metrics.status, 200);
    for counted in [
        "shivir_requests_total{route=\"/v1/sync\",code=\"OK\"} 2",
        "shivir_requests_total{route=\"/v1/sync\",code=\"REPLAYED\"} 1",
        "shivir_requests_total{route=\"/v1/enrol\",code=\"OK\"} 2",
        "shivir_requests_total{route=\"/v1/enrol\",code=\"CODE_UNKNOWN\"} 1",
        "shivir_request_seconds_count{route=\"/v1/sync\"} 3",
        "shivir_facts_taken_total 3",
        "shivir_facts_given_total 3",
        "shivir_facts_aside_total 0",
        "shivir_database_errors_total 0",
        "shivir_requests_in_flight 1",
        "shivir_connections 2",
    ] {
        assert!(metrics.text().lines().any(|line| line == counted), "{counted}\n{}", metrics.text());
    }
    for secret in [a.device.to_string(), b.device.to_string(), "मितानिन".into(), a.stream.to_string()]
    {
        assert!(!metrics.text().contains(&secret));
    }
    assert_eq!(line.get("/healthz").status, 200);
    drop((line, other));
    assert_eq!(served.stop(), Stopped::Whole);
    assert!(hub.verify(SAKTI).unwrap().is_right());
}

fn a_courier_s_file_and_the_campaign_pack_go_over_http_too(hub: &Hub) {
    let campaign = Campaign::builtin("sakti-2023").unwrap();
    load_campaign(hub, &campaign).unwrap();
    let served = Served::start(hub, Options::default());
    let mut line = served.line();
    let mut a = line.enrol(&invite(hub, &grant(&[1], 1)), 1).unwrap();
    a.add_person(1, 1);
    let (file, envelope) = a.file();
    let answer = line.post("/v1/courier", &file);
    assert_eq!(answer.status, 200);
    let told = a.open_file(&answer.body);
    a.told(&told, &envelope).unwrap();
    assert_eq!(a.acked, 1);
    let request = sign_request(&a.next_head(), &CampaignRequest { held: 0 }, &a.sign).unwrap();
    let answer = line.post(CampaignRequest::PATH, &request);
    let (_, said) = opened::<CampaignResponse>(&answer.body, &request, &a.hub);
    assert_eq!(said.unwrap().text().unwrap(), campaign.raw());
}

fn a_wrong_path_or_method_is_not_found_and_not_named(hub: &Hub) {
    let served = Served::start(hub, Options::default());
    let mut line = served.line();
    let answer = line.post("/v1/people/9876543210", b"x");
    assert_eq!((answer.status, answer.body.len()), (404, 0));
    // What was posted there may not have been read, so that the connection is at its end.
    let mut line = served.line();
    assert_eq!(line.get("/").status, 404);
    assert_eq!(line.get(SyncRequest::PATH).status, 405);
    assert_eq!(line.post("/metrics", b"").status, 405);
    // What is no request at all is refused, signed.
    let answer = line.post(SyncRequest::PATH, &[1, 1, 9, 9]);
    assert_eq!(answer.status, 400);
    let metrics = line.get("/metrics");
    assert!(!metrics.text().contains("9876543210"));
    assert!(metrics.text().contains("{route=\"other\",code=\"NOT_FOUND\"} 2"), "{}", metrics.text());
}

#[test]
fn while_the_database_is_down_phones_hear_busy_signed_and_later_it_works_again() {
    let server = Postgres::begin();
    let (hub, _) = hub_over(postgres_at(&server.database()));
    let served = Served::start(&hub, Options::default());
    let mut line = served.line();
    let mut a = line.enrol(&invite(&hub, &grant(&[1], 1)), 1).unwrap();
    a.add_person(1, 1);
    server.stop();
    let (request, _) = a.request();
    let answer = line.post(SyncRequest::PATH, &request);
    assert_eq!(answer.status, 503);
    let (_, said) = opened::<shivir_domain::wire::sync::SyncResponse>(&answer.body, &request, &a.hub);
    let refused = said.unwrap_err();
    assert_eq!((refused.code, refused.retry_ms), (ErrorCode::Busy, Some(30_000)));
    assert_eq!(line.get("/healthz").status, 503);
    let metrics = line.get("/metrics");
    assert!(metrics.text().contains("shivir_database_errors_total 2"), "{}", metrics.text());
    server.start();
    assert_eq!(line.get("/healthz").status, 200);
    line.sync(&mut a).unwrap();
    assert_eq!(a.acked, 1);
}

/// A phone of area 1 on a hub of its own.
fn phone(hub: &Hub, line: &mut Line, n: u8) -> Phone {
    line.enrol(&invite(hub, &grant(&[1], n)), n).unwrap()
}

/// The database alone.
fn storage(dir: &tempfile::TempDir) -> Arc<dyn Storage> {
    sqlite(dir.path())
}
