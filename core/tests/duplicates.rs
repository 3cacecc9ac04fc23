//! Someone who is entered as new and may be known already: who is found, and what the registration does with it.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;

use common::list::{Line, csv, import, person, rosters, village};
use common::{Phone, consent, register};
use shivir_core::error::{CoreError, Refusal};
use shivir_core::facts::Sitting;
use shivir_core::registration::{Answer, FlowRefusal, Step, Whom};
use shivir_core::roster::Likely;
use shivir_domain::aadhaar::Last4;
use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::codes::{Cadre, CardKind, Document, Lang, Outcome};
use shivir_domain::fact::{CardOutcome, Details};
use shivir_domain::id::PersonId;
use shivir_domain::person::{Relation, Sex};
use shivir_roster::duplicate::{Band, Finding};

/// A woman of Banspali, born in 1982, as a table would write her.
fn details(name: &str, relative: &str) -> Details {
    let mut details: Details = minicbor::decode(&[0xa0]).unwrap();
    let hindi = name.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c));
    *(if hindi { &mut details.name_hi } else { &mut details.name_en }) = Some(name.to_owned());
    details.relative = Some(relative.to_owned()).filter(|r| !r.is_empty());
    details.village = Some("बांसपाली".to_owned());
    details.sex = Some(Sex::Female);
    details.birth = BirthDate::in_year(1982, BirthSource::Stated);
    details
}

fn someone(details: &Details) -> Whom {
    Whom::New(Box::new(details.clone()))
}

/// Sita, wife of Ramlal, and others who are not she.
fn list() -> Vec<Line> {
    let mut list = vec![
        Line::new("1", "227601", "सीता बाई", "Sita Bai").with("मुखिया से संबंध", "पत्नी"),
        Line::new("2", "227601", "रामलाल साहू", "Ramlal Sahu")
            .with("पिता/पति का नाम", "घासी")
            .with("लिंग", "पुरुष"),
        Line::new("3", "227601", "गीता", "Gita").with("मुखिया से संबंध", "पुत्री").with("जन्म तिथि", "03/05/2009"),
        Line::new("4", "227602", "सीता", "Sita")
            .with("पिता/पति का नाम", "मोहन")
            .with("जन्म तिथि", "02/02/1960"),
        Line::new("5", "227603", "फुलकुंवर", "Phulkunwar")
            .with("पिता/पति का नाम", "मनबोध")
            .with("मोबाइल", "9876543210")
            .with("आधार नंबर", "XXXXXXXX2346"),
        Line::new("6", "227604", "सुकवारो", "Sukwaro").with("पिता/पति का नाम", "बुधराम").with("ग्राम", "किरारी"),
    ];
    list.extend(village(60).into_iter().map(|line| line.with("पिता/पति का नाम", "दुकालू")));
    list
}

fn likely(phone: &Phone, details: &Details) -> Vec<Likely> {
    phone.core.likely_duplicates(details).unwrap()
}

fn people(likely: &[Likely]) -> Vec<(PersonId, Band)> {
    likely.iter().map(|one| (one.person, one.band)).collect()
}

fn refusal(result: Result<impl std::fmt::Debug, CoreError>) -> FlowRefusal {
    match result {
        Err(CoreError::Refused(Refusal::Flow(refusal))) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn who_is_listed_is_found_in_either_script_with_what_to_show_and_why() {
    let phone = Phone::new();
    import(&phone.core, csv(&list())).unwrap();
    for (name, relative) in [("सीता बाई", "रामलाल"), ("Seeta", "Ram Lal"), ("Sitabai Sahu", "स्व. रामलाल")]
    {
        let found = likely(&phone, &details(name, relative));
        assert_eq!(people(&found)[0], (person("1"), Band::Same), "{name}: {found:?}");
    }
    let one = likely(&phone, &details("Seeta", "Ramlal")).remove(0);
    assert_eq!((one.name_hi.as_deref(), one.name_en.as_deref()), (Some("सीता बाई"), Some("Sita Bai")));
    assert_eq!((one.relation, one.age), (Some(Relation::Wife), Some((44, 44).into())));
    assert_eq!((one.village.as_deref(), one.para.as_deref()), (Some("बांसपाली"), Some("जुन्ना पारा")));
    assert_eq!(one.head.as_deref(), Some("रामलाल साहू"));
    assert!(one.listed && !one.made && !one.open_case);
    let findings: Vec<Finding> = one.why.iter().map(|r| r.finding).collect();
    let expected = [
        Finding::NameSame,
        Finding::RelativeSame,
        Finding::VillageSame,
        Finding::SexSame,
        Finding::BirthFits,
    ];
    assert_eq!(findings, expected);
    // A husband is not his wife, and a stranger nobody.
    assert_eq!(likely(&phone, &details("धनेश्वरी", "तिहारू")), []);
}

#[test]
fn numbers_find_her_and_what_they_say_is_weighed() {
    let phone = Phone::new();
    import(&phone.core, csv(&list())).unwrap();
    let bare = |name: &str| Details { village: None, birth: None, ..details(name, "") };
    // Her card's last four under another name: a pet name, to be asked about.
    let munni = Details { last4: Last4::new("2346"), ..bare("मुन्नी") };
    assert_eq!(
        people(&likely(&phone, &Details { village: Some("बांसपाली".into()), ..munni })),
        [(person("5"), Band::Ask)]
    );
    // The mobile alone says too little, with her name in a mistyped form it is still only a question.
    let mobile = Some(9_876_543_210);
    assert_eq!(likely(&phone, &Details { mobile, ..bare("मुन्नी") }), []);
    // The ration card, typed with blanks.
    let carded = Details { ration_card: Some("2276 01".into()), ..bare("Seetha") };
    assert_eq!(people(&likely(&phone, &carded))[0].0, person("1"));
    // Another last four is another person.
    let other =
        Details { last4: Last4::new("9999"), ..details("फुलकुंवर", "मनबोध") };
    assert_eq!(likely(&phone, &other), []);
    let same = Details { last4: Last4::new("2346"), ..details("Phulkuwar", "") };
    assert_eq!(people(&likely(&phone, &same)), [(person("5"), Band::Same)]);
}

#[test]
fn a_letter_apart_is_found_in_her_village_and_asked_about() {
    let phone = Phone::new();
    import(&phone.core, csv(&list())).unwrap();
    let found = likely(&phone, &details("फुलकुंमर", "मनबोध"));
    assert_eq!(people(&found), [(person("5"), Band::Ask)]);
}

#[test]
fn there_are_at_most_ten_the_likeliest_first_and_always_in_the_same_order() {
    let phone = Phone::new();
    let mut lines = village(400);
    lines.push(Line::new("1", "227601", "सीता बाई", "Sita Bai").with("ग्राम", "सपोस"));
    import(&phone.core, csv(&lines)).unwrap();
    let sita =
        Details { village: Some("सपोस".into()), ..details("सीता", "रामलाल") };
    let found = likely(&phone, &sita);
    assert_eq!(found.len(), 10);
    assert!(found.is_sorted_by(|a, b| (a.band, a.points) >= (b.band, b.points)));
    assert_eq!(found, likely(&phone, &sita));
    assert_eq!(found, likely(&phone.reopen(), &sita));
}

#[test]
fn who_was_added_here_is_found_too_with_and_without_a_roster() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    let asha = details("आशा", "फिरतू");
    let first = register(&phone.core, &sitting, someone(&asha), Outcome::IntakeDone);
    let again = details("Aasha Bai", "Firtu");
    let found = likely(&phone, &again);
    assert_eq!(people(&found), [(first.person, Band::Same)]);
    assert!(!found[0].listed);
    import(&phone.core, csv(&list())).unwrap();
    assert_eq!(people(&likely(&phone, &again)), [(first.person, Band::Same)]);
    // What was taken back is nobody any more.
    phone.core.withdraw(&sitting, first.fact).unwrap();
    assert_eq!(likely(&phone, &again), []);
}

#[test]
fn a_damaged_roster_stops_no_registration_of_someone_new() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    import(&phone.core, csv(&list())).unwrap();
    let first = register(&phone.core, &sitting, someone(&details("आशा", "फिरतू")), Outcome::IntakeDone);
    phone.core.store().close();
    for file in rosters(phone.dir()).iter().filter(|f| f.ends_with(".db")) {
        let path = phone.dir().join(file);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.iter_mut().skip(100).for_each(|b| *b ^= 0x55);
        std::fs::write(&path, bytes).unwrap();
    }
    let phone = phone.reopen();
    assert_eq!(people(&likely(&phone, &details("आशा", "फिरतू"))), [(first.person, Band::Same)]);
    register(&phone.core, &sitting, someone(&details("धनेश्वरी", "तिहारू")), Outcome::IntakeDone);
}

/// Answers all that is left of a draft after the question of who it is.
fn answered(phone: &Phone, no: i64) {
    let outcomes = vec![CardOutcome { kind: CardKind::Family, outcome: Outcome::IntakeDone }];
    for answer in [
        Answer::Consent(consent(false)),
        Answer::Documents { shown: vec![Document::RationCard] },
        Answer::Outcomes { outcomes },
    ] {
        phone.core.answer(no, 0, answer).unwrap();
    }
}

fn begun(phone: &Phone, sitting: &Sitting, details: &Details) -> i64 {
    phone.core.begin(sitting.clone(), someone(details)).unwrap().no
}

#[test]
fn a_draft_about_someone_known_is_answered_for_before_it_is_confirmed() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    import(&phone.core, csv(&list())).unwrap();
    let core = &phone.core;
    let no = begun(&phone, &sitting, &details("सीता बाई", "रामलाल"));
    let member = core.draft(no).unwrap().members.remove(0);
    assert_eq!((member.step, member.likely[0].person), (Step::Likely, person("1")));
    assert_eq!(refusal(core.confirm(no)), FlowRefusal::LikelySame);
    assert_eq!(refusal(core.answer(no, 0, Answer::Consent(consent(false)))), FlowRefusal::LikelySame);
    // Another person than someone else is no answer.
    let of_other = Answer::Another { people: vec![person("4")] };
    assert_eq!(refusal(core.answer(no, 0, of_other)), FlowRefusal::LikelySame);
    for lang in [Lang::Hi, Lang::En] {
        assert!(
            FlowRefusal::LikelySame.sentence(lang).contains(["दूसरा व्यक्ति", "another person"][lang as usize])
        );
    }
    let another = Answer::Another { people: member.likely.iter().map(|l| l.person).collect() };
    let member = core.answer(no, 0, another).unwrap().members.remove(0);
    assert_eq!((member.step, member.unanswered().count()), (Step::Consent, 0));
    // The answer is kept with the draft.
    let phone = phone.reopen();
    answered(&phone, no);
    let done = phone.core.confirm(no).unwrap().people.remove(0);
    assert_ne!(done.person, person("1"));
    assert!(phone.core.person(done.person).unwrap().listed.is_none());
}

#[test]
fn a_draft_is_switched_to_the_one_who_is_listed_and_writes_one_fact_on_her() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    import(&phone.core, csv(&list())).unwrap();
    let core = &phone.core;
    let before = core.waiting_facts(usize::MAX).unwrap().len();
    let no = begun(&phone, &sitting, &details("सीता बाई", "रामलाल"));
    match core.switch_to(no, 0, PersonId([9; 16])) {
        Err(CoreError::NotFound(_)) => {}
        other => panic!("{other:?}"),
    }
    let member = core.switch_to(no, 0, person("1")).unwrap().members.remove(0);
    assert_eq!((member.step, member.new, member.likely.len()), (Step::Consent, false, 0));
    assert_eq!((member.person, member.name.as_str()), (person("1"), "सीता बाई"));
    assert_eq!(refusal(core.switch_to(no, 0, person("4"))), FlowRefusal::NotNew);
    answered(&phone, no);
    assert_eq!(core.confirm(no).unwrap().people[0].person, person("1"));
    assert_eq!(core.waiting_facts(usize::MAX).unwrap().len(), before + 1);
    assert!(core.person(person("1")).unwrap().on_list);
}

#[test]
fn answers_that_were_given_stay_when_a_draft_is_switched() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    import(&phone.core, csv(&list())).unwrap();
    // Only a question: it is shown, and nothing has to be answered.
    let no = begun(&phone, &sitting, &Details { birth: None, ..details("सीता", "रामलाल") });
    let member = phone.core.draft(no).unwrap().members.remove(0);
    assert_eq!((member.step, member.likely[0].band), (Step::Consent, Band::Ask));
    assert!(member.unanswered().any(|one| one.person == person("1")));
    answered(&phone, no);
    let member = phone.core.switch_to(no, 0, person("1")).unwrap().members.remove(0);
    assert_eq!((member.step, member.answers.len()), (Step::Ready, 3));
    phone.core.confirm(no).unwrap();
}

#[test]
fn a_list_that_is_loaded_while_the_draft_waits_asks_again() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    let core = &phone.core;
    let no = begun(&phone, &sitting, &details("सीता बाई", "रामलाल"));
    answered(&phone, no);
    assert_eq!(core.draft(no).unwrap().members[0].step, Step::Ready);
    import(core, csv(&list())).unwrap();
    assert_eq!(core.draft(no).unwrap().members[0].step, Step::Likely);
    assert_eq!(refusal(core.confirm(no)), FlowRefusal::LikelySame);
    let same = core.draft(no).unwrap().members.remove(0);
    let another = Answer::Another { people: same.unanswered().map(|one| one.person).collect() };
    let member = core.answer(no, 0, another).unwrap().members.remove(0);
    assert_eq!((member.step, member.answers.len()), (Step::Ready, 4), "what was answered stays");
    let member = core.switch_to(no, 0, person("1")).unwrap().members.remove(0);
    assert_eq!((member.step, member.answers.len()), (Step::Ready, 3), "what was answered stays");
    core.confirm(no).unwrap();
}

#[test]
fn someone_who_was_added_while_the_draft_waits_is_asked_about_too() {
    let (phone, sitting) = Phone::ready(Cadre::Mitanin);
    let core = &phone.core;
    let (first, second) =
        (begun(&phone, &sitting, &details("फुलमत", "मंगलू")), begun(&phone, &sitting, &details("फुलमत", "मंगलू")));
    answered(&phone, first);
    answered(&phone, second);
    let added = core.confirm(first).unwrap().people.remove(0).person;
    assert_eq!(refusal(core.confirm(second)), FlowRefusal::LikelySame);
    let member = core.draft(second).unwrap().members.remove(0);
    assert_eq!(member.likely[0].person, added);
}
