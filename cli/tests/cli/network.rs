//! Enrolment and sync over a real network path: the program, HTTP, and a real hub in this process.

use std::io::Cursor;
use std::sync::Arc;

use serde_json::{Value, json};
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::Cadre;
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, WorkerId};
use shivir_domain::wire::enrol::{AreaGrant, BoundWorker, Grant, Limits};
use shivir_domain::wire::pack::Depth;
use shivir_hub::Hub;
use shivir_hub::env::SystemEnv;
use shivir_hub::http::{Options, Server};
use shivir_hub::store::{Sqlite, migrate};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use crate::support::Laptop;

const SAKTI: u32 = 762;

/// What comes of a registration.
const WORDS: [&str; 8] =
    ["--consent", "thumb", "--document", "AADHAAR", "--outcome", "BLOCKED_AADHAAR", "--reason", "MOBILE"];

/// A hub that listens.
struct District {
    hub: Hub,
    address: String,
    stop: Option<oneshot::Sender<()>>,
    runtime: Runtime,
    _dir: tempfile::TempDir,
}

impl District {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let db = Arc::new(Sqlite::open(&dir.path().join("hub.db"), &[3; 48]).unwrap());
        migrate(&*db).unwrap();
        let hub = Hub::new(db, Arc::new(SystemEnv));
        hub.add_district(SAKTI).unwrap();
        let runtime = Runtime::new().unwrap();
        let options = Options { listen: ([127, 0, 0, 1], 0).into(), ..Options::default() };
        let server = runtime.block_on(Server::bind(hub.clone(), options)).unwrap();
        let address = format!("http://{}", server.address());
        let (stop, stopped) = oneshot::channel::<()>();
        runtime.spawn(server.run(async move { drop(stopped.await) }));
        Self { hub, address, stop: Some(stop), runtime, _dir: dir }
    }

    /// A code for a phone of an area in full, and one worker.
    fn invite(&self, area: AreaId) -> String {
        let worker =
            BoundWorker {
                worker: WorkerId([42; 16]), name: "कमला साहू".into(), cadre: Cadre::Mitanin
            };
        let grant = Grant {
            areas: vec![AreaGrant { area, depth: Depth::Full }],
            workers: vec![worker],
            limits: Limits::default(),
        };
        self.hub.invite(SAKTI, &grant, &self.address, 3_600_000).unwrap().to_text()
    }

    fn down(&mut self) {
        drop(self.stop.take());
        // Until nobody listens any more.
        while std::net::TcpStream::connect(self.address.trim_start_matches("http://")).is_ok() {
            self.runtime.block_on(tokio::task::yield_now());
        }
    }
}

/// People of Sapos in Dabhra.
fn list() -> Vec<u8> {
    let mut text = String::from("हितग्राही आईडी,राशन कार्ड नंबर,नाम,जन्म तिथि,विकासखण्ड,ग्राम पंचायत,आयुष्मान कार्ड\n");
    for n in 0..40 {
        text.push_str(&format!("{n},22{},सीता बाई {n},11/11/1982,डभरा,सपोस,नहीं\n", n / 4));
    }
    text.into_bytes()
}

#[test]
fn a_laptop_enrols_gets_its_list_and_brings_its_work_and_a_hub_that_is_gone_costs_nothing() {
    let mut district = District::new();
    let today = Day::from_ymd(2026, 11, 25).unwrap();
    district.hub.import_roster(SAKTI, today, &mut Cursor::new(list()), &mut |_, _| {}).unwrap();
    let pack = Campaign::builtin("sakti-2023").unwrap();
    shivir_hub::district::load_campaign(&district.hub, &pack).unwrap();
    let sapos = AreaId::derived(SAKTI, "डभरा", "सपोस");

    let laptop = Laptop::new();
    laptop.refused(&["sync", "--hub"], "not_enrolled");
    let enrolled = laptop.ok(&["enrol", "--invitation", &district.invite(sapos)]);
    assert_eq!((&enrolled["number"], &enrolled["url"]), (&json!(1), &json!(district.address)));
    let synced = laptop.ok(&["sync", "--hub"]);
    let packs = |value: &Value| (value["packs_installed"].clone(), value["campaign_taken"].clone());
    // The block has this panchayat alone, so all of it comes in full.
    assert_eq!(packs(&synced), (json!(1), json!(true)), "{synced}");
    let hits = laptop.ok(&["search", "seeta"])["hits"].clone();
    assert!(hits.as_array().unwrap().len() > 10);

    let person = hits[0]["person"].as_str().unwrap();
    laptop.ok(&[&["register", "--person", person][..], &WORDS].concat());
    let again = laptop.ok(&["sync", "--hub", &district.address]);
    assert_eq!(
        (&again["done"], &again["facts_up"], &again["packs_installed"]),
        (&json!(true), &json!(1), &json!(0))
    );
    let totals = district.hub.totals(SAKTI).unwrap();
    assert_eq!((totals.facts, totals.registrations, totals.open_cases), (1, 1, 1));

    let person = hits[1]["person"].as_str().unwrap();
    laptop.ok(&[&["register", "--person", person][..], &WORDS].concat());
    district.down();
    let gone = laptop.refused(&["sync", "--hub", "--tries", "1"], "no_answer");
    assert!(gone["message"].as_str().unwrap().contains("सुरक्षित"), "{gone}");
    assert_eq!(laptop.ok(&["outbox"])["waiting"], 1);
}
