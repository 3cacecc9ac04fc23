//! Enrolment and the courier's files from the command line, with a district's keys and answers made here.

use std::path::Path;

use serde_json::json;
use shivir_domain::codes::{Cadre, LikelyBand};
use shivir_domain::day::Day;
use shivir_domain::fact::{Body, Details, Fact, Header, LikelyDuplicate, LikelyReason};
use shivir_domain::hlc::Hlc;
use shivir_domain::id::{AreaId, DeviceId, FactId, PersonId, StreamId, WorkerId};
use shivir_domain::wire::Epoch;
use shivir_domain::wire::batch::BatchWriter;
use shivir_domain::wire::courier::{self, Way};
use shivir_domain::wire::enrol::{
    AreaGrant, BoundWorker, EnrolCode, EnrolRequest, EnrolResponse, Grant, Invitation,
};
use shivir_domain::wire::envelope::{Answer, Request, RequestHash, ResponseHead, sign_response};
use shivir_domain::wire::keys::{SealPublic, SealSecret, SignPublic, SignSecret};
use shivir_domain::wire::pack::Depth;
use shivir_domain::wire::sync::{Ack, SyncRequest, SyncResponse};

use crate::support::{BLOCKED, Laptop};

/// 2026-11-21.
const NOW: u64 = 1_795_235_400_000;

struct District {
    sign: SignSecret,
    seal: SealSecret,
}

impl District {
    fn new() -> Self {
        Self { sign: SignSecret::from_bytes([1; 32]), seal: SealSecret::from_bytes([2; 32]) }
    }

    fn invitation(&self) -> Invitation {
        let code = EnrolCode::draw([7; 20]);
        Invitation { url: "https://hub".into(), hub: self.sign.public(), district: 762, code }
    }

    /// Answers an enrolment; gives the answer and the phone's key for seals.
    fn enrol(&self, request: &[u8]) -> (Vec<u8>, SealPublic) {
        let asked: EnrolRequest =
            Request::read(request).unwrap().open_by_its_own(|asked: &EnrolRequest| asked.sign).unwrap();
        let worker =
            BoundWorker {
                worker: WorkerId([42; 16]), name: "कमला साहू".into(), cadre: Cadre::Mitanin
            };
        let answer = EnrolResponse {
            device: DeviceId([3; 16]),
            number: 12,
            district: 762,
            grant: Grant {
                areas: vec![AreaGrant { area: AreaId(1), depth: Depth::Full }],
                workers: vec![worker],
                limits: Default::default(),
            },
            hub_sign: self.sign.public(),
            hub_seal: self.seal.public(),
            recovery: None,
            hub_ms: NOW,
            epoch: Epoch(NOW),
        };
        let head = ResponseHead { counter: 0, epoch: Epoch(NOW) };
        let bytes =
            sign_response(&head, &Answer::Done(answer), RequestHash::of(request), &self.sign).unwrap();
        (bytes, asked.seal)
    }

    /// Answers a courier's file: all of it is held, and these facts come down.
    fn file(&self, file: &[u8], phone: SealPublic, key: SignPublic, facts: &[Fact]) -> Vec<u8> {
        let bytes = courier::open(Way::Up, file, &self.seal).unwrap();
        let request = Request::read(&bytes).unwrap();
        let body: SyncRequest = request.open(&key).unwrap();
        let answer = SyncResponse {
            hub_ms: NOW,
            batch: (!facts.is_empty()).then(|| {
                let mut batch = BatchWriter::new();
                assert!(facts.iter().all(|fact| batch.push(fact)));
                batch.finish().into()
            }),
            acks: body.sent.iter().map(|s| Ack { stream: s.stream, upto: s.to }).collect(),
            ..SyncResponse::default()
        };
        let head = ResponseHead { counter: request.head.counter, epoch: Epoch(NOW) };
        let bytes = sign_response(&head, &Answer::Done(answer), RequestHash::of(&bytes), &self.sign).unwrap();
        courier::seal(Way::Down, &bytes, &phone, [9; 32]).unwrap()
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_laptop_is_enrolled_by_files_and_its_work_is_carried_to_the_district_and_acknowledged() {
    let (laptop, district) = (Laptop::of_sakti(), District::new());
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str| dir.path().join(name);
    laptop.refused(&["sync", "--out", text(&file("up"))], "not_enrolled");
    laptop.refused(&["enrol"], "not_enrolled");
    assert!(!file("up").exists());
    let invitation = district.invitation().to_text();
    laptop.refused(&["enrol", "--invitation", "shivir:1?", "--out", text(&file("ask"))], "bad_code");
    let asked = laptop.ok(&["enrol", "--invitation", &invitation, "--out", text(&file("ask"))]);
    assert_eq!(asked["post"], "https://hub/v1/enrol");
    let request = std::fs::read(file("ask")).unwrap();
    let (answer, seal) = district.enrol(&request);
    std::fs::write(file("bad"), &answer[1..]).unwrap();
    laptop.refused(&["enrol", "--in", text(&file("bad"))], "alien_answer");
    std::fs::write(file("answer"), &answer).unwrap();
    let enrolled = laptop.ok(&["enrol", "--in", text(&file("answer"))]);
    assert_eq!((&enrolled["number"], &enrolled["district"]), (&12.into(), &762.into()));
    assert_eq!(laptop.ok(&["enrol"]), enrolled);
    laptop.ok(&[BLOCKED, &["--worker", "सुनीता"]].concat());
    let waiting = laptop.ok(&["sync"])["waiting"].as_u64().unwrap();
    assert!(waiting >= 3);
    let out = laptop.ok(&["sync", "--out", text(&file("up"))]);
    assert_eq!((&out["facts"], &out["more"]), (&waiting.into(), &false.into()));
    assert_eq!(laptop.ok(&["outbox"])["waiting"], waiting, "a file that is made is not sent");
    let key: EnrolRequest =
        Request::read(&request).unwrap().open_by_its_own(|asked: &EnrolRequest| asked.sign).unwrap();
    let down = district.file(&std::fs::read(file("up")).unwrap(), seal, key.sign, &[]);
    std::fs::write(file("down"), down).unwrap();
    let report = laptop.ok(&["sync", "--in", text(&file("down"))]);
    assert_eq!((&report["facts_up"], &report["waiting"]), (&waiting.into(), &0.into()));
    assert_eq!(laptop.ok(&["sync", "--in", text(&file("down"))])["facts_up"], 0);
    laptop.refused(&["sync", "--in", text(&file("up"))], "alien_answer");
    let state = laptop.ok(&["sync"]);
    assert_eq!((&state["waiting"], &state["acknowledged"]), (&0.into(), &waiting.into()));
    assert_eq!(laptop.ok(&["outbox"])["waiting"], 0);
}

#[test]
fn a_typed_code_asks_for_the_figures_on_the_districts_screen() {
    let (laptop, district) = (Laptop::of_sakti(), District::new());
    let dir = tempfile::tempdir().unwrap();
    let (ask, answer) = (dir.path().join("ask"), dir.path().join("answer"));
    let code = district.invitation().code.to_string();
    let typed = ["enrol", "--code", &code, "--address", "https://hub", "--district", "762"];
    laptop.ok(&[&typed[..], &["--out", text(&ask)]].concat());
    std::fs::write(&answer, district.enrol(&std::fs::read(&ask).unwrap()).0).unwrap();
    let asked = laptop.refused(&["enrol", "--in", text(&answer)], "compare");
    let figures = asked["fingerprint"].as_str().unwrap().to_owned();
    assert_eq!(figures, district.sign.public().fingerprint());
    let hindi = laptop.run(&["enrol", "--in", text(&answer)]);
    assert!(hindi.exit == 1 && hindi.stderr.contains(&figures) && hindi.stderr.contains("ज़िले"));
    laptop.ok(&["enrol", "--in", text(&answer), "--fingerprint", &figures]);
}

/// A fact of the hub on a person: the `seq`-th of its stream.
fn of_hub(seq: u64, person: PersonId, body: &Body) -> Fact {
    let header = Header {
        id: FactId { stream: StreamId([5; 16]), seq },
        time: Hlc::at_ms(NOW + seq),
        author: WorkerId([0; 16]),
        typist: WorkerId([0; 16]),
        day: Day::from_ymd(2026, 11, 21).unwrap(),
        minute: Some(600),
        area: AreaId(1),
        kind: body.kind(),
        subject: person.into(),
        base: Vec::new(),
    };
    Fact::write(header, body)
}

#[test]
fn what_the_hub_found_is_listed_with_its_reasons_and_settled_by_one_who_may() {
    let (laptop, district) = (Laptop::of_sakti(), District::new());
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str| dir.path().join(name);
    assert_eq!(laptop.ok(&["review", "list"])["reviews"], json!([]));
    let known = laptop.ok(BLOCKED)["people"][0]["person"].as_str().unwrap().to_owned();
    laptop.ok(&["enrol", "--invitation", &district.invitation().to_text(), "--out", text(&file("ask"))]);
    let request = std::fs::read(file("ask")).unwrap();
    let (answer, seal) = district.enrol(&request);
    std::fs::write(file("answer"), &answer).unwrap();
    laptop.ok(&["enrol", "--in", text(&file("answer"))]);
    laptop.ok(&["sync", "--out", text(&file("up"))]);
    let who = PersonId([1; 16]);
    let nothing: Details = shivir_domain::fold::fold_person(&[]).details;
    let added = Details { name_hi: Some("सीता".into()), ..nothing };
    let likely = LikelyDuplicate {
        other: PersonId::parse(&known).unwrap(),
        band: LikelyBand::Same,
        points: 18,
        why: vec![LikelyReason { finding: 1, points: 20 }],
    };
    let facts = [of_hub(1, who, &Body::PersonAdded(added)), of_hub(2, who, &Body::LikelyDuplicate(likely))];
    let asked: EnrolRequest =
        Request::read(&request).unwrap().open_by_its_own(|asked: &EnrolRequest| asked.sign).unwrap();
    let down = district.file(&std::fs::read(file("up")).unwrap(), seal, asked.sign, &facts);
    std::fs::write(file("down"), down).unwrap();
    laptop.ok(&["sync", "--in", text(&file("down"))]);

    let list = laptop.ok(&["review", "list", "--kind", "likely_duplicate"]);
    let item = &list["reviews"][0];
    assert_eq!((&item["who"]["name"], &item["other"]["person"]), (&json!("सीता"), &json!(known)));
    assert_eq!((&item["open"], &item["needs"]), (&json!(true), &json!("supervisor")));
    let shown = laptop.run(&["review", "list"]);
    for part in ["संभवतः", "सीता बाई", "नाम एक जैसा सुनाई देता है"]
    {
        assert!(shown.stdout.contains(part), "{part}: {}", shown.stdout);
    }
    let id = item["review"].as_str().unwrap();
    let settle = |more: &[&'static str]| [&["review", "settle", id][..], more].concat();
    assert_eq!(laptop.run(&settle(&["--worker", "सुनीता"])).exit, 2, "no decision");
    let refused = laptop.refused(&settle(&["--another", "--worker", "सुनीता"]), "refused");
    assert!(refused["message"].as_str().unwrap().contains("पर्यवेक्षक"), "{refused}");
    laptop.refused(&["review", "settle", &"0".repeat(32), "--seen", "--worker", "सुनीता"], "not_found");
    laptop.ok(&["worker", "add", "--name", "मीना", "--cadre", "CHO"]);
    // Yes, it is she: one person under the id that was known before, by whichever id she is asked for; and back again.
    let joined = laptop.ok(&settle(&["--same", "--worker", "मीना"]));
    assert_eq!(joined["person"], json!(known));
    let (new, old) = (who.to_string(), known.as_str());
    assert_eq!(laptop.ok(&["person", &new])["id"], json!(known));
    assert_eq!(laptop.ok(&["review", "list"])["reviews"], json!([]));
    let again = laptop.refused(&["review", "merge", old, &new, "--worker", "मीना"], "refused");
    assert!(again["message"].as_str().unwrap().contains("एक ही व्यक्ति"), "{again}");
    laptop.ok(&["review", "unmerge", old, &new, "--worker", "मीना"]);
    assert_eq!(laptop.ok(&["person", &new])["id"], json!(new));

    let settled = laptop.ok(&settle(&["--another", "--worker", "मीना"]));
    assert_eq!(settled["review"]["open"], false);
    assert_eq!(laptop.ok(&["review", "list"])["reviews"], json!([]));
    assert_eq!(laptop.ok(&["review", "list", "--all"])["reviews"].as_array().unwrap().len(), 1);
}
