//! What is due, what a case tells, who comes back to the registration list.

use crate::common::{MORNING, Phone, register, today};
use crate::queue_common::{day, newcomer, refusal};
use shivir_core::aadhaar::{CaseFilter, Hint, Page, RationStep, ReadyFor, Step};
use shivir_core::error::Refusal;
use shivir_core::facts::Sitting;
use shivir_core::registration::{FlowRefusal, Whom};
use shivir_domain::codes::{AadhaarReason, Cadre, CaseState, Document, Lang, Outcome, RationState};
use shivir_domain::fact::CaseRef;
use shivir_domain::id::AreaId;

use crate::{go, opened, opening, person};

const DAY_MS: u64 = 86_400_000;

#[test]
fn cases_that_are_due_come_first_page_by_page_through_every_filter() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let elsewhere = Sitting { area: AreaId(2), ..at.clone() };
    // By days until they are due: a child, two adults, one in another panchayat.
    let mut cases = Vec::new();
    for (due, born, reason, at) in [
        (9, "2020-05-01", AadhaarReason::Mbu5, &at),
        (3, "1980-05-01", AadhaarReason::Name, &at),
        (5, "1980-05-01", AadhaarReason::Mobile, &at),
        (1, "1980-05-01", AadhaarReason::Name, &elsewhere),
    ] {
        let case = opened(&phone, at, born, reason).case;
        let step = Step { next: Some(today().plus(due)), ..Step::to(CaseState::Submitted) };
        phone.core.step_case(at, case, step).unwrap();
        cases.push((due, case));
    }
    go(&phone, &elsewhere, cases[3].1, CaseState::Refused);
    let list = |filter: CaseFilter| -> Vec<CaseRef> {
        let mut found = Vec::new();
        let mut page = Page { after: None, limit: 1 };
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
    assert_eq!(list(CaseFilter { open_only: true, ..any }), [name, mobile, child]);
    assert_eq!(list(CaseFilter { area: Some(AreaId(2)), ..any }), [ended]);
    assert_eq!(list(CaseFilter { reason: Some(AadhaarReason::Name), ..any }), [name, ended]);
    assert_eq!(list(CaseFilter { state: Some(CaseState::Refused), ..any }), [ended]);
    assert_eq!(list(CaseFilter { age_from: Some(5), age_below: Some(7), ..any }), [child]);
    assert_eq!(list(CaseFilter { age_from: Some(7), ..any }), [name, mobile, ended]);
    let soon = CaseFilter { due_by: Some(today().plus(5)), open_only: true, ..any };
    assert_eq!(list(soon), [name, mobile]);
    go(&phone, &at, mobile, CaseState::Updated);
    assert_eq!(list(CaseFilter { ready_only: true, ..any }), [mobile]);
    phone.env.set(MORNING + 4 * DAY_MS);
    let rows = phone.core.cases(&CaseFilter { open_only: true, ..any }, Page::default()).unwrap();
    let due: Vec<_> = rows.iter().map(|r| (r.case, r.due, r.days)).collect();
    assert_eq!(due, [(mobile, true, 4), (name, true, 4), (child, false, 4)]);
    assert_eq!(rows[1].who.name, "गीता");
    assert_eq!(rows[1].who.village.as_deref(), Some("सपोस"));
    assert_eq!(rows[1].who.age, Some((46, 46).into()));
}

#[test]
fn the_history_says_who_did_it_and_who_typed_it_and_when() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name).case;
    let trainer = phone.core.add_worker("उषा वर्मा", Cadre::MitaninTrainer, &[]).unwrap();
    let sheet = Sitting { typist: trainer.id, on: Some((day("2026-11-19"), None).into()), ..at.clone() };
    let step = Step { tracking: Some("U123".into()), fee: Some(7_500), ..Step::to(CaseState::Submitted) };
    phone.core.step_case(&sheet, case, step).unwrap();
    let history = phone.core.case(case).unwrap().history;
    assert_eq!(history.len(), 2);
    let last = &history[1];
    assert_eq!(last.author_name.as_deref(), Some("कमला साहू"));
    assert_eq!(last.typist_name.as_deref(), Some("उषा वर्मा"));
    assert_eq!((last.step.day, last.step.fee), (day("2026-11-19"), Some(7_500)));
    assert_eq!(last.step.tracking.as_deref(), Some("U123"));
    let tomorrow = Sitting { on: Some((day("2026-11-22"), None).into()), ..at };
    let refused = refusal(phone.core.step_case(&tomorrow, case, Step::to(CaseState::Updated)));
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
    assert!(told.hints.contains(&Hint::MayBeDeactivated { from, passed }));
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
    assert!(phone.core.ready_for_card(Some(AreaId(9)), Page::default()).unwrap().is_empty());
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
    let met = register(&phone.core, &at, newcomer("रमा", Some("1990-01-01")), Outcome::NotInList);
    let case = met.ration_case.unwrap();
    let step = |to| RationStep {
        to,
        number: Some(" 223456789012 ".into()),
        documents: vec![Document::MarriageCertificate],
    };
    let early = refusal(phone.core.step_ration(&at, case, &step(RationState::Refused)));
    let (from, to) = (RationState::Open, RationState::Refused);
    assert_eq!(early, Refusal::RationStep { from, to });
    phone.core.step_ration(&at, case, &step(RationState::Applied)).unwrap();
    assert!(phone.core.ready_for_card(None, Page::default()).unwrap().is_empty());
    let view = phone.core.step_ration(&at, case, &step(RationState::Added)).unwrap();
    assert_eq!(view.history.last().unwrap().number.as_deref(), Some("223456789012"));
    let rows = phone.core.ready_for_card(None, Page::default()).unwrap();
    assert_eq!(rows.iter().map(|r| r.who.person).collect::<Vec<_>>(), [met.person]);
    assert_eq!(rows[0].ready, ReadyFor::Ration);
    phone.env.pass(DAY_MS);
    register(&phone.core, &at, Whom::Person(met.person), Outcome::IntakeDone);
    assert!(phone.core.ready_for_card(None, Page::default()).unwrap().is_empty());
    let over = refusal(phone.core.step_ration(&at, case, &step(RationState::Applied)));
    assert!(matches!(over, Refusal::RationStep { .. }));
}
