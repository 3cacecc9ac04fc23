//! Practice: invented people with whom all can be done, and no way out for any of it.
#![allow(clippy::unwrap_used)] // The lints spare test functions, not their helpers.

mod common;

use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::Arc;

use common::{KEY, SAKTI, TestEnv, key, register, today};
use shivir_core::Core;
use shivir_core::aadhaar::{CaseFilter, Page};
use shivir_core::error::{CoreError, Refusal};
use shivir_core::facts::Sitting;
use shivir_core::practice::PracticeRefusal;
use shivir_core::registration::Whom;
use shivir_core::roster::{ImportError, ImportOptions, PackOf};
use shivir_core::store::{RecoverySecret, StoreOptions, unseal_key};
use shivir_core::sync::{Invited, SyncError, SyncOptions};
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::{Lang, Outcome};
use shivir_domain::id::{AreaId, CampId, FactId, PersonId, StreamId};
use shivir_domain::wire::enrol::{EnrolCode, Invitation};
use shivir_domain::wire::keys::SignSecret;
use shivir_domain::wire::pack::PackAddress;
use shivir_roster::pack::{Address, Depth};
use tempfile::TempDir;

fn practice(dir: &TempDir) -> Result<Core, CoreError> {
    Core::open_practice(StoreOptions::at(dir.path()), key(), TestEnv::new(5))
}

fn real(dir: &TempDir) -> Result<Core, CoreError> {
    Core::open(StoreOptions::at(dir.path()), key(), TestEnv::new(6))
}

fn why<T>(done: Result<T, CoreError>) -> PracticeRefusal {
    match done {
        Err(CoreError::Refused(Refusal::Practice(why))) => why,
        Err(other) => unreachable!("{other:?}"),
        Ok(_) => unreachable!("it was done"),
    }
}

fn of_sync<T>(done: Result<T, SyncError>) -> Result<T, CoreError> {
    done.map_err(|error| match error {
        SyncError::Core(error) => error,
        other => unreachable!("{other:?}"),
    })
}

fn of_list<T>(done: Result<T, ImportError>) -> Result<T, CoreError> {
    done.map_err(|error| match error {
        ImportError::Core(error) => error,
        other => unreachable!("{other:?}"),
    })
}

fn table(core: &Core) -> Sitting {
    let worker = core.workers().unwrap().remove(0);
    Sitting { author: worker.id, typist: worker.id, camp: Some(CampId(1)), area: worker.areas[0], on: None }
}

fn one(id: &str) -> PersonId {
    PersonId::listed(99_999, format!("I:{id}").as_bytes())
}

#[test]
fn a_new_practice_has_a_panchayat_a_camp_of_today_a_worker_and_every_case() {
    let dir = TempDir::new().unwrap();
    let core = practice(&dir).unwrap();
    assert!(core.is_practice());
    let summary = core.roster_summary().unwrap();
    assert_eq!((summary.people, summary.households), (40, 10));
    let campaign = core.campaign().unwrap();
    let camp = &campaign.pack().camps[0];
    assert_eq!((camp.id, camp.date), (CampId(1), Some(today())));
    assert_eq!(core.workers().unwrap().len(), 1);
    assert_eq!(
        core.cases(&CaseFilter::default(), Page::default()).unwrap().len(),
        2,
        "two Aadhaar cases are open"
    );
    let people: Vec<_> = (1..=10)
        .flat_map(|house| (0..4).map(move |no| format!("ABHYAS{house:02}{no}")))
        .map(|id| core.person(one(&id)).unwrap())
        .collect();
    let ages: Vec<u16> = people.iter().map(|p| p.birth().unwrap().age_range(today()).unwrap().0).collect();
    for (what, is) in [
        ("under five", (|age| age < 5) as fn(u16) -> bool),
        ("five", |age| age == 5),
        ("fifteen", |age| age == 15),
        ("sixty", |age| (60..70).contains(&age)),
        ("seventy and more, for Vay Vandana", |age| age >= 70),
    ] {
        assert!(ages.iter().any(|age| is(*age)), "{what}: {ages:?}");
    }
    // Opened again it is as it was left: nothing is made twice.
    core.store().close();
    let core = practice(&dir).unwrap();
    assert_eq!(core.workers().unwrap().len(), 1);
    assert_eq!(core.cases(&CaseFilter::default(), Page::default()).unwrap().len(), 2);
}

#[test]
fn a_registration_in_practice_goes_all_the_way_to_its_slip() {
    let dir = TempDir::new().unwrap();
    let core = practice(&dir).unwrap();
    let done = register(&core, &table(&core), Whom::Person(one("ABHYAS010")), Outcome::Submitted);
    assert!(done.slip.is_some());
    core.store().close();
    let core = practice(&dir).unwrap();
    assert_eq!(core.registrations(today(), Some(CampId(1)), 10).unwrap().len(), 1);
    // It counts nowhere as something that is to be sent.
    let outbox = core.outbox().unwrap();
    assert_eq!((outbox.waiting, outbox.oldest), (0, None));
}

#[test]
fn every_way_out_and_in_is_refused_with_the_sentence() {
    let dir = TempDir::new().unwrap();
    let core = practice(&dir).unwrap();
    let done = register(&core, &table(&core), Whom::Person(one("ABHYAS010")), Outcome::Submitted);
    let invitation = Invitation {
        url: "https://hub".into(),
        hub: SignSecret::from_bytes([1; 32]).public(),
        district: SAKTI,
        code: EnrolCode::draw([7; 20]),
    };
    let invited = Invited::scanned(&invitation.to_text()).unwrap();
    let options = SyncOptions::default();
    let stream = StreamId([1; 16]);
    let fact = FactId { stream, seq: 1 };
    let pack = PackOf {
        block: 0,
        block_name: "अभ्यास खण्ड".into(),
        areas: Vec::new(),
        depth: Depth::Full,
        groups: 0,
        number: 1,
    };
    let mut go_on = |_| ControlFlow::Continue(());
    let refused = [
        ("enrol_request", why(of_sync(core.enrol_request(&invited, "1")))),
        ("enrol_response", why(of_sync(core.enrol_response(&[], None)))),
        ("sync_request", why(of_sync(core.sync_request(&options)))),
        ("sync_response", why(of_sync(core.sync_response(&[])))),
        ("sync_failed", why(core.sync_failed())),
        ("courier_out", why(of_sync(core.courier_out(&options)))),
        ("courier_in", why(of_sync(core.courier_in(&[])))),
        ("campaign_request", why(of_sync(core.campaign_request()))),
        ("campaign_response", why(of_sync(core.campaign_response(&[])))),
        ("pack_request", why(of_sync(core.pack_request(PackAddress([1; 32]))))),
        ("keep_pack_part", why(of_list(core.keep_pack_part(Address([1; 32]), 0, &[])))),
        ("make_pack", why(of_list(core.make_pack(&pack, &mut Vec::new())))),
        ("waiting_facts", why(core.waiting_facts(1 << 20))),
        ("acknowledge", why(core.acknowledge(stream, 1))),
        ("note_refusal", why(core.note_refusal(fact, "OTHER", None))),
        ("has_reached", why(core.has_reached(done.fact))),
        ("take_in", why(core.take_in(&[]))),
        ("keep_pack", why(of_list(core.keep_pack(&mut Cursor::new(Vec::new()))))),
        (
            "import_roster",
            why(of_list(core.import_roster(
                &mut Cursor::new(Vec::new()),
                &ImportOptions::new(SAKTI, today()),
                &mut go_on,
            ))),
        ),
    ];
    for (call, why) in refused {
        assert_eq!(why, PracticeRefusal::Never, "{call}");
    }
    let never = CoreError::Refused(Refusal::Practice(PracticeRefusal::Never));
    assert!(never.sentence(Lang::Hi).starts_with("अभ्यास: यह कभी ज़िले को नहीं जाता"));
    assert!(never.sentence(Lang::En).starts_with("Practice: this never goes to the district"));
    assert_eq!(core.enrolment().unwrap(), None);
}

#[test]
fn what_is_written_in_practice_lies_in_no_district_that_a_hub_has() {
    let dir = TempDir::new().unwrap();
    let core = practice(&dir).unwrap();
    let done = register(&core, &table(&core), Whom::Person(one("ABHYAS010")), Outcome::Submitted);
    let slip = done.slip.unwrap();
    assert!(slip.starts_with("00-"), "the slip is of no phone of a district: {slip}");
    let campaign = core.campaign().unwrap();
    let real = Campaign::builtin("sakti-2023").unwrap();
    assert!(real.pack().districts.iter().all(|d| d.code != campaign.pack().district.code));
    assert!(campaign.pack().places.iter().all(|p| p.code >= 99_999_000_001));
}

#[test]
fn a_practice_store_opens_as_no_real_one_and_a_real_one_as_no_practice() {
    let (drill, work) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    practice(&drill).unwrap().store().close();
    real(&work).unwrap().store().close();
    for _ in 0..2 {
        assert_eq!(why(real(&drill)), PracticeRefusal::IsPractice);
        assert_eq!(why(practice(&work)), PracticeRefusal::IsReal);
        let reset = Core::reset_practice(StoreOptions::at(work.path()), key(), TestEnv::new(1));
        assert_eq!(why(reset), PracticeRefusal::IsReal);
    }
    assert!(practice(&drill).unwrap().is_practice());
    assert!(!real(&work).unwrap().is_practice());
}

#[test]
fn without_the_files_beside_it_the_key_alone_keeps_them_apart() {
    let (drill, work) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    practice(&drill).unwrap().store().close();
    real(&work).unwrap().store().close();
    for dir in [&drill, &work] {
        std::fs::remove_file(dir.path().join("camp.keyid")).unwrap();
    }
    assert!(matches!(real(&drill), Err(CoreError::WrongKey)));
    assert!(matches!(practice(&work), Err(CoreError::WrongKey)));
    let salvage = Core::salvage(&StoreOptions::at(drill.path()), &key(), &*TestEnv::new(1), &mut |_| ());
    assert!(matches!(salvage, Err(CoreError::WrongKey)), "a salvage makes no real store of it");
    assert!(practice(&drill).unwrap().is_practice());
    assert!(!real(&work).unwrap().is_practice());
}

#[test]
fn even_under_its_own_key_practice_opens_as_no_real_store() {
    let dir = TempDir::new().unwrap();
    let core = practice(&dir).unwrap();
    let env: Arc<TestEnv> = TestEnv::new(9);
    let secret = RecoverySecret::draw(&*env).unwrap();
    core.store().seal_for_recovery(&secret.public()).unwrap();
    core.store().close();
    let sealed = std::fs::read(dir.path().join("camp.key.sealed")).unwrap();
    let own = unseal_key(&secret, &sealed).unwrap();
    assert_ne!(&own.to_bytes()[..], &KEY[..]);
    let opened = Core::open(StoreOptions::at(dir.path()), own, env);
    assert_eq!(why(opened), PracticeRefusal::IsPractice);
}

#[test]
fn practice_begins_anew_and_a_damaged_one_too_and_never_while_it_is_open() {
    let dir = TempDir::new().unwrap();
    let core = practice(&dir).unwrap();
    register(&core, &table(&core), Whom::Person(one("ABHYAS010")), Outcome::Submitted);
    core.add_worker("दूसरी मितानिन", shivir_domain::codes::Cadre::Mitanin, &[AreaId(1)]).unwrap();
    let anew = || Core::reset_practice(StoreOptions::at(dir.path()), key(), TestEnv::new(8));
    assert!(matches!(anew(), Err(CoreError::InUse)));
    core.store().close();
    let core = anew().unwrap();
    assert!(core.is_practice());
    assert_eq!(core.workers().unwrap().len(), 1);
    assert_eq!(core.roster_summary().unwrap().people, 40);
    core.store().close();
    std::fs::write(dir.path().join("camp.db"), vec![7; 40_960]).unwrap();
    assert!(matches!(practice(&dir), Err(CoreError::Damaged(_))));
    assert_eq!(anew().unwrap().roster_summary().unwrap().people, 40);
}
