//! The real program, as a district office runs it.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;
#[path = "support/program.rs"]
mod program;
mod support;

use std::os::unix::fs::PermissionsExt;

use common::{Phone, SAKTI, empty, opened};
use program::Office;
use serde_json::Value;
use shivir_domain::codes::Lang;
use shivir_domain::fact::{Body, Details};
use shivir_domain::wire::ErrorCode;
use shivir_domain::wire::envelope::RequestBody;
use shivir_domain::wire::reset::{ResetChallenge, ResetCode};
use shivir_domain::wire::sync::{SyncRequest, SyncResponse};
use shivir_hub::store::{Sqlite, Storage};
use support::{Line, postgres, postgres_at};

/// An office with the district of Sakti.
fn of_sakti(office: Office) -> Office {
    let said = office.ok(&["district", "add", &SAKTI.to_string()]);
    assert_eq!(said["fingerprint"].as_str().unwrap().len(), 24);
    office
}

fn on_sqlite() -> Office {
    of_sakti(Office::with_sqlite())
}

fn on_postgres() -> Office {
    of_sakti(Office::with_postgres(postgres::shared().database()))
}

/// A phone of areas 1 and 2.
fn phone(office: &Office, line: &mut Line, n: u8) -> Phone {
    line.enrol(&office.invite(&["1:full", "2:minimal"], "सुनीता बाई:MITANIN"), n).unwrap()
}

/// Facts of the district, where everything is right.
fn facts(office: &Office) -> u64 {
    let said = office.ok(&["verify"]);
    said["districts"][0]["facts"].as_u64().unwrap()
}

#[test]
fn a_hub_killed_between_requests_loses_nothing_on_sqlite() {
    killed_between_requests(&on_sqlite());
}

#[test]
fn a_hub_killed_between_requests_loses_nothing_on_postgres() {
    killed_between_requests(&on_postgres());
}

fn killed_between_requests(office: &Office) {
    let serving = office.serve();
    let mut a = phone(office, &mut serving.line(), 1);
    (0..3).for_each(|n| drop(a.add_person(1, n)));
    let (request, _) = a.request();
    let before = serving.line().post(SyncRequest::PATH, &request);
    assert_eq!(before.status, 200);
    serving.kill();
    // The answer never reached the phone: it hears from the hub that came back what it would have heard.
    let serving = office.serve();
    let again = serving.line().post(SyncRequest::PATH, &request);
    assert_eq!((again.status, a.told(&again.body, &request)), (409, Err(ErrorCode::Replayed)));
    let mut told = a.clone();
    let first = told.told(&before.body, &request).unwrap();
    let now = serving.line().sync(&mut a).unwrap();
    assert_eq!((a.acked, a.epoch, now.cursor), (3, told.epoch, first.cursor));
    serving.kill();
    let serving = office.serve();
    let mut b = phone(office, &mut serving.line(), 2);
    serving.line().sync(&mut b).unwrap();
    assert_eq!(b.others.len(), 3);
    assert_eq!(serving.stop(), 0);
    assert_eq!(facts(office), 3);
}

#[test]
fn two_hubs_on_one_postgres_are_one_to_the_phones() {
    let office = on_postgres();
    let (one, two) = (office.serve(), office.serve());
    let mut a = phone(&office, &mut one.line(), 1);
    let mut b = phone(&office, &mut two.line(), 2);
    for n in 0..10 {
        a.add_person(1, n);
        b.add_person(1, 100 + n);
        let (from, to) = if n % 2 == 0 { (&one, &two) } else { (&two, &one) };
        from.line().sync(&mut a).unwrap();
        to.line().sync(&mut b).unwrap();
    }
    one.line().sync(&mut a).unwrap();
    assert_eq!((a.others.len(), b.others.len()), (10, 10));
    assert_eq!((one.stop(), two.stop()), (0, 0));
    assert_eq!(facts(&office), 20);
}

#[test]
fn the_log_tells_of_every_request_and_of_nobody() {
    let office = on_sqlite();
    let serving = office.serve();
    let mut line = serving.line();
    let invitation = office.invite(&["1:full"], "सुनीता बाई:MITANIN");
    let mut a = line.enrol(&invitation, 1).unwrap();
    let details = Details { name_hi: Some("सीता".into()), mobile: Some(9_876_543_210), ..empty() };
    let fact = a.write(1, 7, Body::PersonAdded(details));
    line.sync(&mut a).unwrap();
    let (request, _) = a.request();
    line.post(SyncRequest::PATH, &request);
    line.post(SyncRequest::PATH, &request);
    line.post("/v1/people/9876543210", b"9876543210");
    drop(line);
    assert_eq!(serving.stop(), 0);
    let log = office.log();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |route: &str, code: &str| {
        lines.iter().filter(|line| line["route"] == route && line["code"] == code).count()
    };
    assert_eq!([told("/v1/enrol", "OK"), told("/v1/sync", "OK"), told("/v1/sync", "REPLAYED")], [1, 2, 1]);
    assert_eq!(told("other", "NOT_FOUND"), 1);
    let synced = lines.iter().find(|line| line["route"] == "/v1/sync").unwrap();
    assert_eq!((&synced["taken"], &synced["status"]), (&Value::from(1), &Value::from(200)));
    assert_eq!(synced["device"].as_str().unwrap().len(), 8);
    assert!(synced["ms"].is_u64() && synced["bytes_in"].as_u64() > Some(100));
    let plain = |id: String| [id.replace('-', ""), id];
    let mut secrets = vec!["सीता".into(), "सुनीता".into(), "9876543210".into()];
    secrets.extend([invitation.code.to_string(), invitation.code.as_str().to_owned()]);
    for id in [a.device.to_string(), a.stream.to_string(), a.typist.to_string()] {
        secrets.extend(plain(id));
    }
    secrets.extend(plain(format!("{}", shivir_domain::id::PersonId::from(fact.header.subject))));
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret}\n{log}");
    }
}

#[test]
fn a_backup_is_made_while_phones_sync_and_after_it_came_back_they_send_what_it_lacks() {
    let office = on_sqlite();
    let serving = office.serve();
    let mut a = phone(&office, &mut serving.line(), 1);
    (0..2).for_each(|n| drop(a.add_person(1, n)));
    serving.line().sync(&mut a).unwrap();
    let backup = office.path("backup.db");
    let name = backup.to_str().unwrap();
    office.ok(&["backup", name]);
    // A copy is never written over, and holds nothing in plain.
    office.refused(&["backup", name], "file");
    let bytes = std::fs::read(&backup).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"));
    assert!(!bytes.windows("सीता".len()).any(|some| some == "सीता".as_bytes()));
    assert_eq!(std::fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);
    (2..4).for_each(|n| drop(a.add_person(1, n)));
    serving.line().sync(&mut a).unwrap();
    assert_eq!(a.acked, 4);
    let epoch = a.epoch;
    office.refused(&["restore", name], "in_use");
    assert_eq!(serving.stop(), 0);
    let said = office.ok(&["restore", name]);
    assert!(std::path::Path::new(said["kept"].as_str().unwrap()).exists());
    assert_eq!(facts(&office), 2);
    let serving = office.serve();
    serving.line().sync(&mut a).unwrap();
    assert!(a.epoch > epoch);
    serving.line().sync(&mut a).unwrap();
    assert_eq!(a.acked, 4);
    assert_eq!(serving.stop(), 0);
    assert_eq!(facts(&office), 4);
    // Where the whole disk was lost, the key and the copy are enough.
    let key = std::fs::read(office.path("hub.db.key")).unwrap();
    let other = Office::with_sqlite();
    other.refused(&["restore", name], "key_missing");
    std::fs::write(other.path("hub.db.key"), key).unwrap();
    let said = other.ok(&["restore", name]);
    assert!(said["kept"].is_null());
    assert_eq!(facts(&other), 2);
    // What is no backup is not put in place.
    std::fs::write(other.path("none"), vec![7; 8_192]).unwrap();
    other.refused(&["restore", other.path("none").to_str().unwrap()], "damaged");
    std::fs::write(other.path("none"), b"").unwrap();
    other.refused(&["restore", other.path("none").to_str().unwrap()], "file");
    assert_eq!(facts(&other), 2);
}

#[test]
fn a_postgres_that_came_back_begins_its_epoch_by_hand() {
    let office = on_postgres();
    office.refused(&["backup", "x"], "use_pg_dump");
    office.refused(&["restore", "x"], "use_pg_restore");
    let serving = office.serve();
    let mut a = phone(&office, &mut serving.line(), 1);
    let epoch = a.epoch;
    office.ok(&["epoch", "begin"]);
    a.add_person(1, 1);
    serving.line().sync(&mut a).unwrap();
    assert!(a.epoch > epoch);
    // Refusals are signed with a key that was read before: their epoch is the earlier one, which phones pass over.
    serving.line().sync(&mut a).unwrap();
    assert_eq!((a.acked, serving.stop()), (1, 0));
}

#[test]
fn a_phone_is_invited_listed_revoked_and_what_it_then_hands_in_is_let_in_by_hand() {
    let office = on_sqlite();
    let ran = office.run(&[
        "enrol",
        "--area",
        "1:full",
        "--worker",
        "सुनीता बाई:MITANIN",
        "--url",
        "https://hub.example/x/",
        "--lang",
        "en",
    ]);
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    let text = ran.stdout.lines().find_map(|line| line.strip_prefix("Invitation: ")).unwrap();
    let invitation = shivir_domain::wire::enrol::Invitation::parse(text).unwrap();
    assert_eq!(invitation.url, "https://hub.example/x");
    assert!(ran.stdout.contains(&invitation.code.to_string()));
    assert!(ran.stdout.contains(&invitation.hub.fingerprint()) && ran.stdout.contains('█'));
    let serving = office.serve();
    let mut a = serving.line().enrol(&invitation, 1).unwrap();
    let devices = office.ok(&["devices"]);
    assert_eq!(devices["devices"][0]["workers"][0]["name"], "सुनीता बाई");
    assert_eq!(devices["devices"][0]["device"], a.device.to_string());
    office.refused(&["revoke", "9"], "not_found");
    let challenge = ResetChallenge::draw([7; 14]).to_string();
    let asked = ["pin-reset", "1", "सुनीता बाई", &challenge];
    let answer = office.ok(&asked);
    assert_eq!(answer, office.ok(&asked));
    assert!(ResetCode::parse(answer["code"].as_str().unwrap()).is_some());
    office.refused(&["pin-reset", "1", "कोई और", &challenge], "not_found");
    office.refused(&["pin-reset", "1", "सुनीता बाई", &challenge.replace('-', "2-")], "bad_code");
    office.ok(&["revoke", "1"]);
    office.refused(&asked, "not_found");
    a.add_person(1, 1);
    let said = serving.line().sync(&mut a).unwrap();
    assert!(said.revoked && a.acked == 1);
    let aside = office.ok(&["quarantine", "list"]);
    assert_eq!(aside["aside"][0]["reason"], "REVOKED");
    let record = aside["aside"][0]["record"].as_str().unwrap().to_owned();
    assert_eq!(office.ok(&["quarantine", "release", &record])["released"], 1);
    assert_eq!(office.ok(&["quarantine", "release", "--reason", "revoked"])["released"], 0);
    assert_eq!((serving.stop(), facts(&office)), (0, 1));
}

#[test]
fn a_campaign_pack_reaches_phones_once_it_is_loaded() {
    let office = Office::with_sqlite();
    let campaign = shivir_domain::campaign::Campaign::builtin("sakti-2023").unwrap();
    let district = campaign.pack().district.code;
    office.ok(&["migrate"]);
    office.refused(&["campaign", "load", "sakti-2023"], "not_found");
    office.ok(&["district", "add", &district.to_string()]);
    assert_eq!(office.ok(&["campaign", "load", "sakti-2023"])["loaded"], true);
    assert_eq!(office.ok(&["campaign", "load", "sakti-2023"])["loaded"], false);
    office.refused(&["campaign", "load", "no-such-pack"], "pack");
    assert_eq!(office.ok(&["district", "list"])["districts"][0]["district"], district);
}

#[test]
fn a_list_is_imported_whole_or_not_at_all() {
    let office = on_sqlite();
    let list = office.path("list.csv");
    let name = list.to_str().unwrap();
    office.refused(&["roster", "import", name], "file");
    std::fs::write(&list, "no list\r\n1\r\n").unwrap();
    office.refused(&["roster", "import", name], "list");
    let head = "हितग्राही आईडी,राशन कार्ड नंबर,नाम,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम";
    let row = "1,2201,सीता,रामलाल,महिला,11/11/1982,डभरा,सपोस,बांसपाली";
    std::fs::write(&list, format!("{head}\r\n{row}\r\n")).unwrap();
    let said = office.ok(&["roster", "import", name]);
    assert_eq!((&said["people"], said["packs"].as_u64() > Some(0)), (&1.into(), true));
}

#[test]
fn verify_says_so_where_a_sum_is_wrong_and_changes_nothing() {
    let office = on_sqlite();
    let serving = office.serve();
    let mut a = phone(&office, &mut serving.line(), 1);
    a.add_person(1, 1);
    serving.line().sync(&mut a).unwrap();
    assert_eq!(serving.stop(), 0);
    assert_eq!(facts(&office), 1);
    let hex = std::fs::read_to_string(office.path("hub.db.key")).unwrap();
    let digits: Vec<u8> =
        hex.trim().chars().map(|c| u8::try_from(c.to_digit(16).unwrap()).unwrap()).collect();
    let key: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    let db = Sqlite::open(&office.path("hub.db"), key.as_slice().try_into().unwrap()).unwrap();
    db.write(&mut |tx| tx.run("delete from area_sum", &[]).map(drop)).unwrap();
    let said = office.refused(&["verify"], "not_right");
    assert_eq!(
        (&said["districts"][0]["areas_wrong"], &said["districts"][0]["right"]),
        (&1.into(), &false.into())
    );
    office.refused(&["verify"], "not_right");
}

#[test]
fn what_is_missing_or_wrong_is_said_in_both_languages_and_nothing_is_made() {
    let office = Office::with_sqlite();
    office.refused(&["devices"], "no_database");
    assert_eq!(std::fs::read_dir(office.folder()).unwrap().count(), 0);
    for (lang, word) in [("hi", "डेटाबेस"), ("en", "database")] {
        let ran = office.run(&["devices", "--lang", lang]);
        assert!(ran.exit == 1 && ran.stderr.contains(word) && ran.stdout.is_empty(), "{ran:?}");
    }
    let ran = office.run(&["enrol", "--area", "1", "--worker", "सुनीता:QUEEN", "--url", "x", "--json"]);
    assert_eq!((ran.exit, ran.json()["code"].as_str()), (2, Some("usage")));
    assert!(!ran.stdout.contains("सुनीता"));
    let office = on_sqlite();
    std::fs::rename(office.path("hub.db.key"), office.path("key")).unwrap();
    office.refused(&["devices"], "key_missing");
    office.refused(&["serve"], "key_missing");
    assert!(!office.path("hub.db.key").exists());
    let key = office.path("key");
    assert_eq!(office.ok(&["devices", "--key-file", key.to_str().unwrap()])["devices"], Value::Array(vec![]));
    office.ok(&["migrate", "--key-file", key.to_str().unwrap()]);
    for file in ["hub.db", "key"] {
        assert_eq!(std::fs::metadata(office.path(file)).unwrap().permissions().mode() & 0o777, 0o600);
    }
    std::fs::write(&key, "7".repeat(96)).unwrap();
    office.refused(&["devices", "--key-file", key.to_str().unwrap()], "damaged");
    assert_eq!(Lang::default(), Lang::Hi);
}

#[test]
fn a_hub_whose_database_is_gone_says_so_signed_and_ends_well() {
    let server = postgres::Postgres::begin();
    let office = of_sakti(Office::with_postgres(server.database()));
    let serving = office.serve();
    let mut line = serving.line();
    let mut a = phone(&office, &mut line, 1);
    server.stop();
    let (request, _) = a.request();
    let answer = line.post(SyncRequest::PATH, &request);
    assert_eq!(answer.status, 503);
    let (_, said) = opened::<SyncResponse>(&answer.body, &request, &a.hub);
    assert_eq!(said.unwrap_err().code, ErrorCode::Busy);
    office.refused(&["devices"], "busy");
    drop(line);
    assert_eq!(serving.stop(), 0);
    server.start();
    assert!(postgres_at(&server.database()).version().is_ok());
}

#[test]
fn the_portals_list_is_loaded_its_open_rows_are_shown_and_settled() {
    let office = on_sqlite();
    let write = |name: &str, text: &str| {
        std::fs::write(office.path(name), text).unwrap();
        office.path(name).to_str().unwrap().to_owned()
    };
    let cards = write(
        "cards.csv",
        "Beneficiary Name,Father Name,Gender,Year of Birth,Block,Gram Panchayat,Village,Card Status\nसीता साहू,रामलाल,F,1982,डभरा,सपोस,सपोस,Approved\nकोई और,,M,1930,डभरा,सपोस,सपोस,Approved\n",
    );
    office.refused(&["cards", "load", &cards, "--dated", "2023-11-01"], "no_list");
    let list = write(
        "list.csv",
        "हितग्राही आईडी,नाम,पिता/पति का नाम,लिंग,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,ग्राम,आयुष्मान कार्ड\n5001,सीता साहू,रामलाल,महिला,11/11/1982,डभरा,सपोस,सपोस,नहीं\n",
    );
    office.ok(&["roster", "import", &list]);
    office.refused(&["cards", "load", &cards], "undated");
    office.refused(&["cards", "load", &cards, "--dated", "2923-11-01"], "wrong_day");
    let empty = write("empty.csv", "");
    office.refused(&["cards", "load", &empty], "list");
    let said = office.ok(&["cards", "load", &cards, "--dated", "2023-11-01"]);
    assert_eq!((&said["matched"], &said["unmatched"], &said["packs"]), (&1.into(), &1.into(), &1.into()));
    let left = office.ok(&["cards", "left"]);
    assert_eq!((&left["left"][0]["reason"], &left["left"][0]["line"]), (&"NOBODY".into(), &3.into()));
    assert_eq!(office.ok(&["cards", "left", "--reason", "likely"])["left"], Value::Array(Vec::new()));
    let row = left["left"][0]["row"].as_str().unwrap();
    let nobody = "00000000-0000-4000-8000-000000000000";
    office.refused(&["cards", "settle", row, "--person", nobody], "not_found");
    assert_eq!(office.run(&["cards", "settle", row]).exit, 2);
    assert_eq!(office.ok(&["cards", "settle", row, "--nobody"])["changed"], false);
    assert_eq!(office.ok(&["cards", "left"])["left"], Value::Array(Vec::new()));
    let log = office.run(&["cards", "load", &cards, "--dated", "2023-11-01", "--lang", "en"]);
    assert!(log.exit == 0 && log.stdout.contains("Matched: 1") && !log.stdout.contains("सीता"), "{log:?}");
}
