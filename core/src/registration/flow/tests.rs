use proptest::prelude::*;
use shivir_domain::codes::Language;
use shivir_domain::fact::SpokenConsent;

use super::*;

fn rules() -> Rules {
    Rules {
        notices: vec![1],
        reasons: vec![AadhaarReason::Mobile, AadhaarReason::BioWorn],
        after_attempts: vec![AadhaarReason::BioWorn],
        card_maker: false,
        month: 202611,
    }
}

fn met() -> Met {
    let due = vec![Due { kind: CardKind::Family, certain: true }];
    Met { listed: true, due, minor: false, same: Vec::new(), warnings: Vec::new(), open_case: None }
}

fn consent() -> Consent {
    Consent {
        notice: 1,
        language: Language::Hindi,
        mode: ConsentMode::Thumb,
        spoken: None,
        by: SignedBy::Own,
        guardian: None,
        given: true,
    }
}

fn outcome(outcome: Outcome) -> Answer {
    Answer::Outcomes { outcomes: vec![CardOutcome { kind: CardKind::Family, outcome }] }
}

fn papers() -> Answer {
    Answer::Documents { shown: vec![Document::Aadhaar] }
}

/// Answers one after the other; the first refusal ends it.
fn go(met: Met, rules: &Rules, answers: &[Answer]) -> Result<Flow, FlowRefusal> {
    answers.iter().try_fold(Flow::begin(met), |flow, a| flow.answer(a, rules))
}

#[test]
fn the_plain_way_is_consent_papers_outcome_confirmation() {
    let steps = [Answer::Consent(consent()), papers(), outcome(Outcome::IntakeDone)];
    let at: Vec<Step> = (0..=3).map(|n| go(met(), &rules(), &steps[..n]).unwrap().step()).collect();
    assert_eq!(at, [Step::Consent, Step::Documents, Step::Outcome, Step::Ready]);
}

#[test]
fn a_warning_has_to_be_read_first_and_a_new_one_asks_again() {
    let card = Warning::HasCard { kind: CardKind::Family };
    let met = Met { warnings: vec![card.clone()], ..met() };
    let early = go(met.clone(), &rules(), &[Answer::Consent(consent())]);
    assert_eq!(early.unwrap_err(), FlowRefusal::WarningsFirst);
    let read = Answer::GoOn { seen: vec![card] };
    assert_eq!(go(met.clone(), &rules(), std::slice::from_ref(&read)).unwrap().step(), Step::Consent);
    let since = shivir_domain::day::Day::from_ymd(2026, 11, 1).unwrap();
    let case = Warning::OpenCase { state: shivir_domain::codes::CaseState::Queued, since };
    let more = Met { warnings: [met.warnings.clone(), vec![case]].concat(), ..met };
    let (flow, stand) = Flow::replay(more, &[read, Answer::Consent(consent())], &rules());
    assert_eq!((flow.step(), stand), (Step::Warnings, 0));
}

#[test]
fn who_is_most_likely_known_already_is_answered_for_first_and_a_new_one_asks_again() {
    let [one, two] = [PersonId([1; 16]), PersonId([2; 16])];
    let same = Met { same: vec![one], ..met() };
    let early = go(same.clone(), &rules(), &[Answer::Consent(consent())]);
    assert_eq!(early.unwrap_err(), FlowRefusal::LikelySame);
    let another = |people: &[PersonId]| Answer::Another { people: people.to_vec() };
    let of_other = go(same.clone(), &rules(), &[another(&[two])]);
    assert_eq!(of_other.unwrap_err(), FlowRefusal::LikelySame);
    let steps = [another(&[one]), Answer::Consent(consent())];
    assert_eq!(go(same, &rules(), &steps).unwrap().step(), Step::Documents);
    let more = Met { same: vec![one, two], ..met() };
    let (flow, stand) = Flow::replay(more, &steps, &rules());
    assert_eq!((flow.step(), stand), (Step::Likely, 0));
    // Who is not in question any more does not undo the answers.
    let (flow, stand) = Flow::replay(met(), &steps, &rules());
    assert_eq!((flow.step(), stand), (Step::Documents, 2));
}

#[test]
fn a_refusal_is_respected_and_ends_the_flow_without_details() {
    let no = Consent { given: false, ..consent() };
    match go(met(), &rules(), &[Answer::Consent(no)]).unwrap() {
        Flow::Ready(c) => {
            assert_eq!(c.outcomes, [CardOutcome { kind: CardKind::Family, outcome: Outcome::Refused }]);
            assert!(c.documents.is_empty());
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_spoken_consent_names_a_reader_and_another_as_witness() {
    let spoken = |reader: &str, witness: &str| {
        let names = SpokenConsent { reader: reader.into(), witness: witness.into() };
        Answer::Consent(Consent { mode: ConsentMode::Spoken, spoken: Some(names), ..consent() })
    };
    let said = |a: Answer| go(met(), &rules(), &[a]).map(|f| f.step());
    let unnamed = Answer::Consent(Consent { mode: ConsentMode::Spoken, ..consent() });
    assert_eq!(said(unnamed), Err(FlowRefusal::ReaderAndWitness));
    assert_eq!(said(spoken("सीता", " ")), Err(FlowRefusal::ReaderAndWitness));
    assert_eq!(said(spoken("सीता", "सीता ")), Err(FlowRefusal::WitnessIsReader));
    assert_eq!(said(spoken("सीता", "मोहन")), Ok(Step::Documents));
    let refused = Answer::Consent(Consent { mode: ConsentMode::Spoken, given: false, ..consent() });
    assert_eq!(said(refused), Ok(Step::Ready), "who says no needs no witness");
}

#[test]
fn every_outcome_that_is_offered_is_taken_and_no_other() {
    for (listed, card_maker) in [(true, true), (true, false), (false, true), (false, false)] {
        let (met, rules) = (Met { listed, ..met() }, Rules { card_maker, ..rules() });
        let offered = outcomes(&met, &rules);
        assert!(offered.contains(&Outcome::IntakeDone));
        for outcome in Outcome::ALL {
            let said = met.due.iter().map(|d| CardOutcome { kind: d.kind, outcome: *outcome }).collect();
            let answers = [
                Answer::Consent(consent()),
                Answer::Documents { shown: Vec::new() },
                Answer::Outcomes { outcomes: said },
            ];
            let taken = go(met.clone(), &rules, &answers).is_ok();
            assert_eq!(taken, offered.contains(outcome), "{outcome:?}, listed {listed}, maker {card_maker}");
        }
    }
}

#[test]
fn under_18_a_guardian_with_relation_consents() {
    let child = Met { minor: true, ..met() };
    let said = |c: Consent| go(child.clone(), &rules(), &[Answer::Consent(c)]).map(|f| f.step());
    assert_eq!(said(consent()), Err(FlowRefusal::Guardian));
    let nameless = Consent { by: SignedBy::Mother, ..consent() };
    assert_eq!(said(nameless.clone()), Err(FlowRefusal::Guardian));
    let mother = Consent { guardian: Some("सीता बाई".into()), ..nameless };
    assert_eq!(said(mother), Ok(Step::Documents));
}

#[test]
fn a_notice_that_is_not_of_the_campaign_is_no_consent() {
    let other = Consent { notice: 7, ..consent() };
    assert_eq!(go(met(), &rules(), &[Answer::Consent(other)]).unwrap_err(), FlowRefusal::Notice);
}

#[test]
fn only_a_card_maker_says_approved() {
    let steps = [Answer::Consent(consent()), papers(), outcome(Outcome::Approved)];
    assert_eq!(go(met(), &rules(), &steps).unwrap_err(), FlowRefusal::CardMaker(Outcome::Approved));
    let maker = Rules { card_maker: true, ..rules() };
    assert_eq!(go(met(), &maker, &steps).unwrap().step(), Step::Ready);
}

#[test]
fn not_in_list_is_for_those_who_are_not_and_asks_for_the_ration_card() {
    let steps = [Answer::Consent(consent()), papers(), outcome(Outcome::NotInList)];
    assert_eq!(go(met(), &rules(), &steps).unwrap_err(), FlowRefusal::IsListed);
    let unlisted = Met { listed: false, ..met() };
    let flow = go(unlisted, &rules(), &steps).unwrap();
    assert_eq!(flow.step(), Step::Follow);
    assert!(flow.clone().answer(&Answer::Follow(Follow::default()), &rules()).is_err());
    let newborn = Follow { ration: Some(RationReason::Newborn), ..Follow::default() };
    assert_eq!(flow.answer(&Answer::Follow(newborn), &rules()).unwrap().step(), Step::Ready);
}

#[test]
fn blocked_by_aadhaar_asks_for_a_reason_that_fits() {
    let steps = [Answer::Consent(consent()), papers(), outcome(Outcome::BlockedAadhaar)];
    let flow = go(met(), &rules(), &steps).unwrap();
    let with = |reason, tried| {
        let follow = Follow { aadhaar: Some(reason), face_and_otp_failed: tried, ..Follow::default() };
        flow.clone().answer(&Answer::Follow(follow), &rules()).map(|f| f.step())
    };
    assert_eq!(with(AadhaarReason::Mobile, false), Ok(Step::Ready));
    assert_eq!(with(AadhaarReason::Mbu5, false), Err(FlowRefusal::ReasonAge));
    assert_eq!(with(AadhaarReason::BioWorn, false), Err(FlowRefusal::FaceAndOtpFirst));
    assert_eq!(with(AadhaarReason::BioWorn, true), Ok(Step::Ready));
}

#[test]
fn at_70_both_cards_want_an_outcome_and_a_doubtful_age_may_pass_over_the_second() {
    let both = |certain| Met {
        due: vec![Due { kind: CardKind::Family, certain: true }, Due { kind: CardKind::VayVandana, certain }],
        ..met()
    };
    let steps = [Answer::Consent(consent()), papers(), outcome(Outcome::IntakeDone)];
    let missing = go(both(true), &rules(), &steps).unwrap_err();
    assert_eq!(missing, FlowRefusal::OutcomeMissing(CardKind::VayVandana));
    assert_eq!(go(both(false), &rules(), &steps).unwrap().step(), Step::Ready);
}

#[test]
fn absence_takes_no_consent_and_death_asks_how_it_is_known() {
    let said = |outcome| go(met(), &rules(), &[Answer::NotMet { outcome }]).map(|f| f.step());
    assert_eq!(said(Outcome::Absent), Ok(Step::Ready));
    assert_eq!(said(Outcome::Deceased), Ok(Step::Follow));
    assert_eq!(said(Outcome::Submitted), Err(FlowRefusal::ConsentFirst(Outcome::Submitted)));
    assert_eq!(said(Outcome::Refused), Err(FlowRefusal::NotHere(Outcome::Refused)));
    let dead = go(met(), &rules(), &[Answer::NotMet { outcome: Outcome::Deceased }]).unwrap();
    assert!(dead.clone().answer(&Answer::Follow(Follow::default()), &rules()).is_err());
    let told = Follow { leave: Some(LeaveReason::FamilySays), ..Follow::default() };
    assert_eq!(dead.answer(&Answer::Follow(told), &rules()).unwrap().step(), Step::Ready);
}

#[test]
fn the_month_of_return_lies_ahead_or_is_left_open() {
    let away = go(met(), &rules(), &[Answer::NotMet { outcome: Outcome::Away }]).unwrap();
    let back = |back_in| {
        let follow = Follow { back_in, ..Follow::default() };
        away.clone().answer(&Answer::Follow(follow), &rules()).map(|f| f.step())
    };
    assert_eq!(back(None), Ok(Step::Ready));
    assert_eq!(back(Some(202703)), Ok(Step::Ready));
    for wrong in [202610, 202613, 202700, 203012, 0, u32::MAX] {
        assert_eq!(back(Some(wrong)), Err(FlowRefusal::Month), "{wrong}");
    }
}

fn any_answer() -> impl Strategy<Value = Answer> {
    let code = 1u16..=15;
    prop_oneof![
        Just(Answer::Another { people: vec![PersonId([1; 16])] }),
        Just(Answer::GoOn { seen: vec![Warning::HasCard { kind: CardKind::Family }] }),
        (any::<bool>(), 1u16..=4).prop_map(|(given, mode)| Answer::Consent(Consent {
            given,
            mode: ConsentMode::from_number(mode),
            ..consent()
        })),
        code.clone().prop_map(|n| Answer::NotMet { outcome: Outcome::from_number(n) }),
        Just(papers()),
        code.prop_map(|n| outcome(Outcome::from_number(n))),
        (1u16..=12, any::<bool>(), 1u16..=5, 1u16..=7).prop_map(|(a, tried, r, l)| Answer::Follow(Follow {
            aadhaar: Some(AadhaarReason::from_number(a)),
            face_and_otp_failed: tried,
            ration: Some(RationReason::from_number(r)),
            leave: Some(LeaveReason::from_number(l)),
            ..Follow::default()
        })),
    ]
}

proptest! {
    /// Whatever is answered in whatever order: who is registered with details has consented; nothing is decided twice;
    /// only a card-maker approves.
    #[test]
    fn no_order_of_answers_skips_a_step(
        answers in prop::collection::vec(any_answer(), 0..40), warned: bool, known: bool, listed: bool, card_maker: bool,
    ) {
        let warnings = if warned { vec![Warning::HasCard { kind: CardKind::Family }] } else { Vec::new() };
        let rules = Rules { card_maker, ..rules() };
        let same = if known { vec![PersonId([1; 16])] } else { Vec::new() };
        let mut flow = Flow::begin(Met { same, warnings, listed, ..met() });
        let mut passed = vec![flow.step()];
        for a in &answers {
            if let Ok(next) = flow.clone().answer(a, &rules) {
                flow = next;
                if passed.last() != Some(&flow.step()) {
                    passed.push(flow.step());
                }
            }
        }
        if let Flow::Ready(c) = &flow {
            prop_assert_eq!(c.outcomes.len(), 1);
            let outcome = c.outcomes[0].outcome;
            if outcome.needs_consent() {
                prop_assert!(c.consent.as_ref().is_some_and(|c| c.given));
                for step in [Step::Consent, Step::Documents, Step::Outcome] {
                    prop_assert_eq!(passed.iter().filter(|s| **s == step).count(), 1);
                }
            }
            prop_assert!(!outcome.needs_card_maker() || card_maker);
            prop_assert_eq!(outcome == Outcome::BlockedAadhaar, c.follow.aadhaar.is_some());
            prop_assert_eq!(outcome == Outcome::NotInList, c.follow.ration.is_some());
            prop_assert_eq!(outcome.leaves_target(), c.follow.leave.is_some());
            prop_assert_eq!(known, passed[0] == Step::Likely);
            prop_assert_eq!(warned, passed.contains(&Step::Warnings));
        }
    }
}
