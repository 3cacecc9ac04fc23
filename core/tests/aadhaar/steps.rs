//! Opening a case and its steps.

use crate::common::{Phone, register, sitting, today};
use crate::queue_common::{count_of, day, refusal, written};
use shivir_core::aadhaar::{CaseFilter, CaseRefusal, Page, Step};
use shivir_core::error::{CoreError, Refusal, Thing};
use shivir_core::registration::{FlowRefusal, Whom};
use shivir_domain::campaign::Campaign;
use shivir_domain::codes::{AadhaarReason, Cadre, CaseState, Lang, Outcome};
use shivir_domain::fact::{CaseRef, FactKind};
use shivir_domain::id::{FactId, StreamId};

use crate::{go, opened, opening, person};

#[test]
fn a_second_case_is_refused_with_the_one_that_is_open() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let person = person(&phone, &at, Some("1980-05-01"));
    let case = phone.core.open_case(&at, person, &opening(AadhaarReason::Name)).unwrap();
    assert_eq!(case.state, CaseState::Queued);
    assert_eq!(case.reason(), Some(AadhaarReason::Name));
    let again = phone.core.open_case(&at, person, &opening(AadhaarReason::Dob));
    let refused = refusal(again);
    let (state, since) = (CaseState::Queued, today());
    assert_eq!(refused, Refusal::Case(CaseRefusal::Open { state, since }));
    let words = refused.sentence(Lang::Hi);
    assert!(words.contains("21 नवंबर 2026") && words.contains("सुरक्षित"), "{words}");
    assert_eq!(count_of(&phone, FactKind::CaseOpened), 1);
}

#[test]
fn an_updated_aadhaar_that_blocks_again_goes_back_to_the_queue_with_the_new_reason() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name);
    go(&phone, &at, case.case, CaseState::Submitted);
    go(&phone, &at, case.case, CaseState::Updated);
    let id = phone.core.cases(&CaseFilter::default(), Page::default()).unwrap()[0].who.person;
    let back = phone.core.open_case(&at, id, &opening(AadhaarReason::Mobile)).unwrap();
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
    assert_eq!(phone.core.case(case.case).unwrap().row.state, CaseState::Queued);
    let nowhere = CaseRef(FactId { stream: StreamId([9; 16]), seq: 1 });
    let missing = phone.core.step_case(&at, nowhere, Step::to(CaseState::Referred));
    assert!(matches!(missing, Err(CoreError::NotFound(Thing::Case))));
}

#[test]
fn back_to_the_queue_asks_for_a_reason_that_fits_the_age() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "2020-05-01", AadhaarReason::Mbu5).case;
    go(&phone, &at, case, CaseState::Referred);
    let back = |reason, failed| {
        let step = Step { reason, face_and_otp_failed: failed, ..Step::to(CaseState::Queued) };
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
    let misplaced = Step { reason: Some(AadhaarReason::Name), ..Step::to(CaseState::Referred) };
    let refused = refusal(phone.core.step_case(&at, case, misplaced));
    assert_eq!(refused, Refusal::Case(CaseRefusal::ReasonElsewhere));
}

#[test]
fn a_failed_retry_goes_back_with_a_new_reason_and_in_the_end_the_card_closes_the_case() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1956-05-01", AadhaarReason::Name).case;
    for to in [CaseState::Submitted, CaseState::Updated, CaseState::CardRetry] {
        go(&phone, &at, case, to);
    }
    let back = Step { reason: Some(AadhaarReason::PhotoOld), ..Step::to(CaseState::Queued) };
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
    let id = phone.core.cases(&CaseFilter::default(), Page::default()).unwrap()[0].who.person;
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
        let step = Step { tracking: Some(text.into()), ..Step::to(CaseState::Submitted) };
        phone.core.step_case(&at, case, step)
    };
    let before = written(&phone).len();
    for whole in ["234123412346", "2341 2341 2346", "आधार 2341-2341-2346", "2345234523436129"] {
        let refused = refusal(track(whole));
        assert_eq!(refused, Refusal::Case(CaseRefusal::WholeNumber));
        for lang in [Lang::Hi, Lang::En] {
            assert!(!refused.sentence(lang).contains("2346"));
        }
    }
    assert_eq!(refusal(track(&"१".repeat(65))), Refusal::TooLong(64));
    assert_eq!(written(&phone).len(), before);
    let view = track(" 1234/12345/12345 20261121103000 ").unwrap();
    assert_eq!(view.tracking.as_deref(), Some("1234/12345/12345 20261121103000"));
}

#[test]
fn the_day_to_look_again_is_the_usual_one_unless_another_is_said() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name).case;
    let next = |to, next| {
        let step = Step { next, ..Step::to(to) };
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
    let dear = Step { fee: Some(1_000_001), ..Step::to(CaseState::Updated) };
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
    pack["centres"] =
        serde_json::json!([centre(1, &["child_enrolment"]), centre(2, &["biometric", "demographic"]),]);
    phone.core.load_campaign(&pack.to_string(), None).unwrap();
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name).case;
    let send = |number| {
        let step = Step { centre: Some(number), ..Step::to(CaseState::Referred) };
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
fn an_unknown_worker_opens_no_case() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let person = person(&phone, &at, Some("1980-05-01"));
    let other = Phone::with_seed(77);
    let stranger = sitting(&other.core, Cadre::Mitanin);
    let refused = phone.core.open_case(&stranger, person, &opening(AadhaarReason::Name));
    assert!(matches!(refused, Err(CoreError::NotFound(Thing::Worker))));
}
