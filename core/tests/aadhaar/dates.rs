//! The day to look again, said without a step.

use crate::common::{Phone, load_sakti, sitting, today};
use crate::queue_common::{count_of, day, refusal, rows, written};
use shivir_core::aadhaar::{CaseFilter, CaseRefusal, Page};
use shivir_core::error::{CoreError, Refusal, Thing};
use shivir_core::facts::{OnPaper, Sitting};
use shivir_domain::codes::{AadhaarReason, Cadre, CaseState, Lang};
use shivir_domain::fact::{CaseRef, FactKind};
use shivir_domain::id::{FactId, StreamId};

use crate::{go, opened};

fn due(phone: &Phone, by: &str) -> usize {
    let filter = CaseFilter { due_by: Some(day(by)), open_only: true, ..CaseFilter::default() };
    phone.core.cases(&filter, Page::default()).unwrap().len()
}

#[test]
fn a_case_is_looked_at_again_on_the_day_that_was_said_last_and_it_outlives_the_application() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name).case;
    let referred = go(&phone, &at, case, CaseState::Referred);
    assert_eq!(referred.next, Some(day("2026-11-28")));
    let dated = phone.core.date_case(&at, case, day("2026-12-05")).unwrap();
    assert_eq!(
        (dated.state, dated.since, dated.next),
        (CaseState::Referred, today(), Some(day("2026-12-05")))
    );
    let phone = phone.reopen();
    assert_eq!((due(&phone, "2026-12-04"), due(&phone, "2026-12-05")), (0, 1));
    phone.core.date_case(&at, case, day("2026-11-22")).unwrap();
    assert_eq!(due(&phone, "2026-11-22"), 1);
    let detail = phone.core.case(case).unwrap();
    assert_eq!(detail.row.next, Some(day("2026-11-22")));
    let dated: Vec<_> = detail.history.iter().filter(|h| h.step.only_dated).collect();
    assert_eq!(
        dated.iter().map(|h| h.step.next).collect::<Vec<_>>(),
        [day("2026-12-05"), day("2026-11-22")].map(Some)
    );
    assert_eq!(dated[0].author_name.as_deref(), Some("कमला साहू"));
}

#[test]
fn a_day_past_or_too_far_off_is_refused_as_for_a_step() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name).case;
    for wrong in ["2026-11-20", "2027-11-23"] {
        let refused = refusal(phone.core.date_case(&at, case, day(wrong)));
        assert_eq!(refused, Refusal::Case(CaseRefusal::NextDay), "{wrong}");
    }
    for right in ["2026-11-21", "2027-11-22"] {
        assert_eq!(phone.core.date_case(&at, case, day(right)).unwrap().next, Some(day(right)));
    }
    // From a paper sheet the days count from the sheet's.
    let sheet = OnPaper { day: day("2026-11-10"), minute: None };
    let paper = Sitting { on: Some(sheet), ..at };
    assert!(phone.core.date_case(&paper, case, day("2026-11-12")).is_ok());
    assert_eq!(count_of(&phone, FactKind::CaseDated), 3);
}

#[test]
fn a_case_that_ended_takes_no_day_and_says_with_what_it_ended() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name).case;
    go(&phone, &at, case, CaseState::Refused);
    let refused = refusal(phone.core.date_case(&at, case, day("2026-12-05")));
    assert_eq!(refused, Refusal::Case(CaseRefusal::Ended { state: CaseState::Refused }));
    for lang in [Lang::Hi, Lang::En] {
        assert!(refused.sentence(lang).contains(CaseState::Refused.word(lang)));
    }
    assert_eq!(count_of(&phone, FactKind::CaseDated), 0);
}

#[test]
fn a_case_that_is_not_here_takes_no_day() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = CaseRef(FactId { stream: StreamId([9; 16]), seq: 1 });
    let result = phone.core.date_case(&at, case, day("2026-12-05"));
    assert!(matches!(result, Err(CoreError::NotFound(Thing::Case))), "{result:?}");
}

#[test]
fn a_later_opening_that_was_joined_to_it_leads_to_the_same_case() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let case = opened(&phone, &at, "1980-05-01", AadhaarReason::Name);
    go(&phone, &at, case.case, CaseState::Submitted);
    go(&phone, &at, case.case, CaseState::Updated);
    let id = phone.core.cases(&CaseFilter::default(), Page::default()).unwrap()[0].who.person;
    let back = phone.core.open_case(&at, id, &crate::opening(AadhaarReason::Mobile)).unwrap();
    let joined = CaseRef(back.history.last().unwrap().fact);
    let dated = phone.core.date_case(&at, joined, day("2026-12-05")).unwrap();
    assert_eq!((dated.case, dated.next), (case.case, Some(day("2026-12-05"))));
}

#[test]
fn two_phones_that_say_days_apart_show_the_same_one() {
    let (here, at) = Phone::ready(Cadre::Mitanin);
    let there = Phone::with_seed(2);
    load_sakti(&there.core);
    let their = sitting(&there.core, Cadre::Mitanin);
    let case = opened(&here, &at, "1980-05-01", AadhaarReason::Name).case;
    there.core.take_in(&written(&here)).unwrap();
    here.core.date_case(&at, case, day("2026-12-05")).unwrap();
    there.env.pass(60_000);
    there.core.date_case(&their, case, day("2026-11-24")).unwrap();
    there.core.take_in(&written(&here)).unwrap();
    here.core.take_in(&written(&there)).unwrap();
    for phone in [&here, &there] {
        assert_eq!(phone.core.case(case).unwrap().row.next, Some(day("2026-11-24")));
        assert!(phone.core.reviews(&Default::default()).unwrap().is_empty());
    }
    let cases = |phone: &Phone| rows(phone).into_iter().find(|(table, _)| *table == "aadhaar_case");
    assert_eq!(cases(&here), cases(&there));
}
