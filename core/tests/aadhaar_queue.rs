//! The Aadhaar update queue: opening, stepping, what is due, who comes back to the registration list.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;
mod queue_common;

use common::{MORNING, Phone, register, sitting, today};
use queue_common::{count_of, day, newcomer, refusal, written};
use shivir_core::aadhaar::{
    CaseFilter, CaseRefusal, Hint, Opening, Page, RationStep, ReadyFor, Step,
};
use shivir_core::error::{CoreError, Refusal, Thing};
use shivir_core::facts::Sitting;
use shivir_core::registration::{FlowRefusal, Whom};
use shivir_domain::aadhaar::Last4;
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::{AadhaarReason, Cadre, CaseState, Document, Lang, Outcome, RationState};
use shivir_domain::fact::{CaseRef, FactKind};
use shivir_domain::fold::CaseView;
use shivir_domain::id::{AreaId, FactId, PersonId, StreamId};

const DAY_MS: u64 = 86_400_000;

fn opening(reason: AadhaarReason) -> Opening {
    Opening {
        reason,
        face_and_otp_failed: false,
        last4: Last4::new("2346"),
    }
}

/// A person who was registered with her details taken.
fn person(phone: &Phone, at: &Sitting, born: Option<&str>) -> PersonId {
    register(&phone.core, at, newcomer("गीता", born), Outcome::IntakeDone).person
}

fn opened(phone: &Phone, at: &Sitting, born: &str, reason: AadhaarReason) -> CaseView {
    let person = person(phone, at, Some(born));
    phone.core.open_case(at, person, &opening(reason)).unwrap()
}

fn go(phone: &Phone, at: &Sitting, case: CaseRef, to: CaseState) -> CaseView {
    phone.core.step_case(at, case, Step::to(to)).unwrap()
}

#[test]
fn a_second_case_is_refused_with_the_one_that_is_open() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let person = person(&phone, &at, Some("1980-05-01"));
    let case = phone
        .core
        .open_case(&at, person, &opening(AadhaarReason::Name))
        .unwrap();
    assert_eq!(case.state, CaseState::Queued);
    assert_eq!(case.reason(), Some(AadhaarReason::Name));
    let again = phone
        .core
        .open_case(&at, person, &opening(AadhaarReason::Dob));
    let refused = refusal(again);
    let (state, since) = (CaseState::Queued, today());
    assert_eq!(refused, Refusal::Case(CaseRefusal::Open { state, since }));
    let words = refused.sentence(Lang::Hi);
    assert!(
        words.contains("21 नवंबर 2026") && words.contains("सुरक्षित"),
        "{words}"
    );
    assert_eq!(count_of(&phone, FactKind::CaseOpened), 1);
}

#[test]
fn an_updated_aadhaar_that_blocks_again_goes_back_to_the_queue_with_the_new_reason() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name);
    go(&phone, &at, case.case, CaseState::Submitted);
    go(&phone, &at, case.case, CaseState::Updated);
    let id = phone
        .core
        .cases(&CaseFilter::default(), Page::default())
        .unwrap()[0]
        .who
        .person;
    let back = phone
        .core
        .open_case(&at, id, &opening(AadhaarReason::Mobile))
        .unwrap();
    assert_eq!((back.case, back.state), (case.case, CaseState::Queued));
    assert_eq!(back.reasons, [AadhaarReason::Name, AadhaarReason::Mobile]);
    // The later opening's own name leads to the same case.
    let joined = CaseRef(back.history.last().unwrap().fact);
    assert_eq!(go(&phone, &at, joined, CaseState::Referred).case, case.case);
}

#[test]
fn an_illegal_step_names_what_is_possible_and_writes_nothing() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name);
    let before = written(&phone).len();
    for to in CaseState::ALL {
        if case.state.next().contains(to) {
            continue;
        }
        let refused = refusal(phone.core.step_case(&at, case.case, Step::to(*to)));
        let from = CaseState::Queued;
        assert_eq!(refused, Refusal::CaseStep { from, to: *to });
        for lang in [Lang::Hi, Lang::En] {
            let words = refused.sentence(lang);
            assert!(words.contains(CaseState::Referred.word(lang)), "{words}");
        }
    }
    assert_eq!(written(&phone).len(), before);
    assert_eq!(
        phone.core.case(case.case).unwrap().row.state,
        CaseState::Queued
    );
    let nowhere = CaseRef(FactId {
        stream: StreamId([9; 16]),
        seq: 1,
    });
    let missing = phone
        .core
        .step_case(&at, nowhere, Step::to(CaseState::Referred));
    assert!(matches!(missing, Err(CoreError::NotFound(Thing::Case))));
}

#[test]
fn back_to_the_queue_asks_for_a_reason_that_fits_the_age() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "2020-05-01", AadhaarReason::Mbu5).case;
    go(&phone, &at, case, CaseState::Referred);
    let back = |reason, failed| {
        let step = Step {
            reason,
            face_and_otp_failed: failed,
            ..Step::to(CaseState::Queued)
        };
        phone.core.step_case(&at, case, step)
    };
    assert_eq!(refusal(back(None, false)), Refusal::ReasonMissing);
    let too_young = refusal(back(Some(AadhaarReason::Mbu15), false));
    assert_eq!(too_young, Refusal::Flow(FlowRefusal::ReasonAge));
    let untried = refusal(back(Some(AadhaarReason::BioWorn), false));
    assert_eq!(untried, Refusal::Flow(FlowRefusal::FaceAndOtpFirst));
    let view = back(Some(AadhaarReason::BioWorn), true).unwrap();
    assert_eq!(view.state, CaseState::Queued);
    assert_eq!(view.reason(), Some(AadhaarReason::BioWorn));
    let misplaced = Step {
        reason: Some(AadhaarReason::Name),
        ..Step::to(CaseState::Referred)
    };
    let refused = refusal(phone.core.step_case(&at, case, misplaced));
    assert_eq!(refused, Refusal::Case(CaseRefusal::ReasonElsewhere));
}

#[test]
fn a_failed_retry_goes_back_with_a_new_reason_and_in_the_end_the_card_closes_the_case() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1956-05-01", AadhaarReason::Name).case;
    for to in [
        CaseState::Submitted,
        CaseState::Updated,
        CaseState::CardRetry,
    ] {
        go(&phone, &at, case, to);
    }
    let back = Step {
        reason: Some(AadhaarReason::PhotoOld),
        ..Step::to(CaseState::Queued)
    };
    let view = phone.core.step_case(&at, case, back).unwrap();
    assert_eq!(view.reasons, [AadhaarReason::Name, AadhaarReason::PhotoOld]);
    for to in [
        CaseState::Submitted,
        CaseState::Rejected,
        CaseState::Referred,
        CaseState::Submitted,
        CaseState::Updated,
    ] {
        go(&phone, &at, case, to);
    }
    let id = phone
        .core
        .cases(&CaseFilter::default(), Page::default())
        .unwrap()[0]
        .who
        .person;
    register(&phone.core, &at, Whom::Person(id), Outcome::Already);
    let ended = phone.core.case(case).unwrap();
    assert_eq!(ended.row.state, CaseState::Closed);
    assert_eq!(ended.history.len(), 11);
}

#[test]
fn a_whole_number_is_no_tracking_id_and_an_enrolment_id_is() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name).case;
    let track = |text: &str| {
        let step = Step {
            tracking: Some(text.into()),
            ..Step::to(CaseState::Submitted)
        };
        phone.core.step_case(&at, case, step)
    };
    let before = written(&phone).len();
    for whole in [
        "234123412346",
        "2341 2341 2346",
        "आधार 2341-2341-2346",
        "2345234523436129",
    ] {
        let refused = refusal(track(whole));
        assert_eq!(refused, Refusal::Case(CaseRefusal::WholeNumber));
        for lang in [Lang::Hi, Lang::En] {
            assert!(!refused.sentence(lang).contains("2346"));
        }
    }
    assert_eq!(refusal(track(&"१".repeat(65))), Refusal::TooLong(64));
    assert_eq!(written(&phone).len(), before);
    let view = track(" 1234/12345/12345 20261121103000 ").unwrap();
    assert_eq!(
        view.tracking.as_deref(),
        Some("1234/12345/12345 20261121103000")
    );
}

#[test]
fn the_day_to_look_again_is_the_usual_one_unless_another_is_said() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name).case;
    let next = |to, next| {
        let step = Step {
            next,
            ..Step::to(to)
        };
        phone.core.step_case(&at, case, step)
    };
    for wrong in ["2026-11-20", "2027-11-23"] {
        let refused = refusal(next(CaseState::Referred, Some(day(wrong))));
        assert_eq!(refused, Refusal::Case(CaseRefusal::NextDay), "{wrong}");
    }
    let view = next(CaseState::Referred, None).unwrap();
    assert_eq!(view.next, Some(day("2026-11-28")));
    let view = next(CaseState::Submitted, Some(day("2026-11-21"))).unwrap();
    assert_eq!(view.next, Some(day("2026-11-21")));
    let dear = Step {
        fee: Some(1_000_001),
        ..Step::to(CaseState::Updated)
    };
    let refused = refusal(phone.core.step_case(&at, case, dear));
    assert_eq!(refused, Refusal::Case(CaseRefusal::Fee));
}

#[test]
fn nobody_is_sent_to_a_centre_that_lacks_what_the_case_needs() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let sakti = Campaign::builtin("sakti-2023").unwrap();
    let mut pack: serde_json::Value = serde_json::from_str(sakti.raw()).unwrap();
    let centre = |id: u32, services: &[&str]| {
        serde_json::json!({
            "id": id, "name": {"hi": "केंद्र", "en": "Centre"}, "place": 3649, "services": services,
            "days": {"hi": "सोम–शनि", "en": "Mon–Sat"}
        })
    };
    pack["centres"] = serde_json::json!([
        centre(1, &["child_enrolment"]),
        centre(2, &["biometric", "demographic"]),
    ]);
    phone.core.load_campaign(&pack.to_string(), None).unwrap();
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name).case;
    let send = |number| {
        let step = Step {
            centre: Some(number),
            ..Step::to(CaseState::Referred)
        };
        phone.core.step_case(&at, case, step)
    };
    let Refusal::Case(CaseRefusal::CentreLacks(service)) = refusal(send(1)) else {
        panic!("sent to a centre for children")
    };
    assert_eq!(service.code(), "demographic");
    assert_eq!(refusal(send(3)), Refusal::Case(CaseRefusal::NoSuchCentre));
    assert_eq!(send(2).unwrap().centre, Some(2));
    let offered = phone.core.case(case).unwrap().centres;
    assert_eq!(offered.iter().map(|c| c.id).collect::<Vec<_>>(), [2]);
}

#[test]
fn cases_that_are_due_come_first_page_by_page_through_every_filter() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let elsewhere = Sitting {
        area: AreaId(2),
        ..at.clone()
    };
    // By days until they are due: a child, two adults, one in another panchayat.
    let mut cases = Vec::new();
    for (due, born, reason, at) in [
        (9, "2020-05-01", AadhaarReason::Mbu5, &at),
        (3, "1980-05-01", AadhaarReason::Name, &at),
        (5, "1980-05-01", AadhaarReason::Mobile, &at),
        (1, "1980-05-01", AadhaarReason::Name, &elsewhere),
    ] {
        let case = opened(&phone, at, born, reason).case;
        let step = Step {
            next: Some(today().plus(due)),
            ..Step::to(CaseState::Submitted)
        };
        phone.core.step_case(at, case, step).unwrap();
        cases.push((due, case));
    }
    go(&phone, &elsewhere, cases[3].1, CaseState::Refused);
    let list = |filter: CaseFilter| -> Vec<CaseRef> {
        let mut found = Vec::new();
        let mut page = Page {
            after: None,
            limit: 1,
        };
        loop {
            let rows = phone.core.cases(&filter, page).unwrap();
            let Some(row) = rows.first() else {
                return found;
            };
            page.after = Some(row.mark);
            found.extend(rows.iter().map(|r| r.case));
        }
    };
    let [child, name, mobile, ended] = [0, 1, 2, 3].map(|n: usize| cases[n].1);
    let any = CaseFilter::default();
    assert_eq!(list(any), [name, mobile, child, ended]);
    assert_eq!(
        list(CaseFilter {
            open_only: true,
            ..any
        }),
        [name, mobile, child]
    );
    assert_eq!(
        list(CaseFilter {
            area: Some(AreaId(2)),
            ..any
        }),
        [ended]
    );
    assert_eq!(
        list(CaseFilter {
            reason: Some(AadhaarReason::Name),
            ..any
        }),
        [name, ended]
    );
    assert_eq!(
        list(CaseFilter {
            state: Some(CaseState::Refused),
            ..any
        }),
        [ended]
    );
    assert_eq!(
        list(CaseFilter {
            age_from: Some(5),
            age_below: Some(7),
            ..any
        }),
        [child]
    );
    assert_eq!(
        list(CaseFilter {
            age_from: Some(7),
            ..any
        }),
        [name, mobile, ended]
    );
    let soon = CaseFilter {
        due_by: Some(today().plus(5)),
        open_only: true,
        ..any
    };
    assert_eq!(list(soon), [name, mobile]);
    go(&phone, &at, mobile, CaseState::Updated);
    assert_eq!(
        list(CaseFilter {
            ready_only: true,
            ..any
        }),
        [mobile]
    );
    phone.env.set(MORNING + 4 * DAY_MS);
    let rows = phone
        .core
        .cases(
            &CaseFilter {
                open_only: true,
                ..any
            },
            Page::default(),
        )
        .unwrap();
    let due: Vec<_> = rows.iter().map(|r| (r.case, r.due, r.days)).collect();
    assert_eq!(due, [(mobile, true, 4), (name, true, 4), (child, false, 4)]);
    assert_eq!(rows[1].who.name, "गीता");
    assert_eq!(rows[1].who.village.as_deref(), Some("सपोस"));
    assert_eq!(rows[1].who.age, Some((46, 46)));
}

#[test]
fn the_history_says_who_did_it_and_who_typed_it_and_when() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name).case;
    let trainer = phone
        .core
        .add_worker("उषा वर्मा", Cadre::MitaninTrainer, &[])
        .unwrap();
    let sheet = Sitting {
        typist: trainer.id,
        on: Some((day("2026-11-19"), None)),
        ..at.clone()
    };
    let step = Step {
        tracking: Some("U123".into()),
        fee: Some(7_500),
        ..Step::to(CaseState::Submitted)
    };
    phone.core.step_case(&sheet, case, step).unwrap();
    let history = phone.core.case(case).unwrap().history;
    assert_eq!(history.len(), 2);
    let last = &history[1];
    assert_eq!(last.author_name.as_deref(), Some("कमला साहू"));
    assert_eq!(last.typist_name.as_deref(), Some("उषा वर्मा"));
    assert_eq!(
        (last.step.day, last.step.fee),
        (day("2026-11-19"), Some(7_500))
    );
    assert_eq!(last.step.tracking.as_deref(), Some("U123"));
    let tomorrow = Sitting {
        on: Some((day("2026-11-22"), None)),
        ..at
    };
    let refused = refusal(
        phone
            .core
            .step_case(&tomorrow, case, Step::to(CaseState::Updated)),
    );
    assert_eq!(refused, Refusal::Flow(FlowRefusal::FutureDay));
}

#[test]
fn the_case_tells_what_to_bring_what_it_costs_and_what_hurries() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let child = opened(&phone, &at, "2020-05-01", AadhaarReason::Mbu5).case;
    let told = phone.core.case(child).unwrap();
    assert!(!told.papers.is_empty() && told.advice.is_some());
    assert_eq!(told.fee_words(Lang::Hi), "निःशुल्क");
    let (from, passed) = (day("2027-05-01"), false);
    assert!(
        told.hints
            .contains(&Hint::MayBeDeactivated { from, passed })
    );
    assert!(told.hints[0].sentence(Lang::Hi).contains("30 अप्रैल 2027"));
    let adult = opened(&phone, &at, "1980-05-01", AadhaarReason::Name).case;
    let told = phone.core.case(adult).unwrap();
    assert_eq!(told.fee_words(Lang::En), "₹75");
    assert_eq!(told.limit.map(|l| l.times), Some(2));
    let unknown = person(&phone, &at, None);
    let opening = opening(AadhaarReason::NoAadhaar);
    let case = phone.core.open_case(&at, unknown, &opening).unwrap().case;
    let told = phone.core.case(case).unwrap();
    assert!(told.papers.is_empty() && told.hints.contains(&Hint::AgeNotSure));
}

#[test]
fn who_is_updated_comes_back_to_the_registration_list_until_the_card_is_made() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let ready = || phone.core.ready_for_card(None, Page::default()).unwrap();
    let waiting = opened(&phone, &at, "1980-05-01", AadhaarReason::Name).case;
    let case = opened(&phone, &at, "1985-05-01", AadhaarReason::Name).case;
    go(&phone, &at, case, CaseState::Submitted);
    assert!(ready().is_empty());
    go(&phone, &at, case, CaseState::Updated);
    let rows = ready();
    assert_eq!(rows.len(), 1);
    let state = CaseState::Updated;
    assert_eq!(rows[0].ready, ReadyFor::Aadhaar { state });
    let id = rows[0].who.person;
    assert_ne!(phone.core.case(waiting).unwrap().row.who.person, id);
    assert!(
        phone
            .core
            .ready_for_card(Some(AreaId(9)), Page::default())
            .unwrap()
            .is_empty()
    );
    // Registered again: tried, then made.
    register(&phone.core, &at, Whom::Person(id), Outcome::Submitted);
    let state = CaseState::CardRetry;
    assert_eq!(ready()[0].ready, ReadyFor::Aadhaar { state });
    register(&phone.core, &at, Whom::Person(id), Outcome::Already);
    assert!(ready().is_empty());
}

#[test]
fn a_name_on_the_ration_card_brings_the_person_back_to_registration_once() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let met = register(
        &phone.core,
        &at,
        newcomer("रमा", Some("1990-01-01")),
        Outcome::NotInList,
    );
    let case = met.ration_case.unwrap();
    let step = |to| RationStep {
        to,
        number: Some(" 223456789012 ".into()),
        documents: vec![Document::MarriageCertificate],
    };
    let early = refusal(
        phone
            .core
            .step_ration(&at, case, &step(RationState::Refused)),
    );
    let (from, to) = (RationState::Open, RationState::Refused);
    assert_eq!(early, Refusal::RationStep { from, to });
    phone
        .core
        .step_ration(&at, case, &step(RationState::Applied))
        .unwrap();
    assert!(
        phone
            .core
            .ready_for_card(None, Page::default())
            .unwrap()
            .is_empty()
    );
    let view = phone
        .core
        .step_ration(&at, case, &step(RationState::Added))
        .unwrap();
    assert_eq!(
        view.history.last().unwrap().number.as_deref(),
        Some("223456789012")
    );
    let rows = phone.core.ready_for_card(None, Page::default()).unwrap();
    assert_eq!(
        rows.iter().map(|r| r.who.person).collect::<Vec<_>>(),
        [met.person]
    );
    assert_eq!(rows[0].ready, ReadyFor::Ration);
    phone.env.pass(DAY_MS);
    register(
        &phone.core,
        &at,
        Whom::Person(met.person),
        Outcome::IntakeDone,
    );
    assert!(
        phone
            .core
            .ready_for_card(None, Page::default())
            .unwrap()
            .is_empty()
    );
    let over = refusal(
        phone
            .core
            .step_ration(&at, case, &step(RationState::Applied)),
    );
    assert!(matches!(over, Refusal::RationStep { .. }));
}

#[test]
fn an_unknown_worker_opens_no_case() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let person = person(&phone, &at, Some("1980-05-01"));
    let other = Phone::with_seed(77);
    let stranger = sitting(&other.core, Cadre::Mitanin);
    let refused = phone
        .core
        .open_case(&stranger, person, &opening(AadhaarReason::Name));
    assert!(matches!(refused, Err(CoreError::NotFound(Thing::Worker))));
}
