//! The tally of a day and its report.

use crate::common::{MORNING, Phone, register, today};
use crate::queue_common::{OnList, day, details, foreign, load_list, newcomer};
use shivir_core::facts::Sitting;
use shivir_core::registration::Whom;
use shivir_core::report::{GroupCount, HourCount, MESSAGE_LETTERS, SexCount, Tally};
use shivir_domain::codes::{Cadre, CardKind, CardStatus, Group, Lang, Outcome};
use shivir_domain::fact::{Body, CardOutcome, CardStated, Details, Fact, Header, Token, Visit};
use shivir_domain::id::{CampId, PersonId};
use shivir_domain::person::Sex;

const CAMP: Option<CampId> = Some(CampId(1));

fn at_camp(sitting: Sitting) -> Sitting {
    Sitting { camp: CAMP, ..sitting }
}

fn tally(phone: &Phone) -> Tally {
    phone.core.tally(today(), CAMP).unwrap()
}

fn family(tally: &Tally) -> Vec<(Outcome, u64)> {
    let card = tally.cards.iter().find(|c| c.kind == CardKind::Family).unwrap();
    card.outcomes.iter().map(|c| (c.of, c.people)).collect()
}

#[test]
fn who_comes_twice_is_counted_once_with_the_last_outcome_at_her_first_hour() {
    let (phone, at) = Phone::ready(Cadre::Vle);
    let at = at_camp(at);
    let one = register(&phone.core, &at, newcomer("गीता", Some("1980-05-01")), Outcome::IntakeDone);
    phone.env.pass(3 * 3_600_000);
    register(&phone.core, &at, Whom::Person(one.person), Outcome::Approved);
    register(&phone.core, &at, newcomer("रमा", Some("1980-05-01")), Outcome::Submitted);
    let tally = tally(&phone);
    assert_eq!((tally.served, tally.new), (2, 2));
    assert_eq!(family(&tally), [(Outcome::Submitted, 1), (Outcome::Approved, 1)]);
    let hours: Vec<_> = tally.hours.iter().map(|c| (c.of, c.people)).collect();
    assert_eq!(hours, [(Some(10), 1), (Some(13), 1)]);
    assert_eq!(tally.slips, 3, "each visit gave a slip");
}

#[test]
fn what_was_corrected_or_taken_back_is_not_counted() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let at = at_camp(at);
    let wrong = register(&phone.core, &at, newcomer("गीता", Some("1980-05-01")), Outcome::BlockedAadhaar);
    assert_eq!((tally(&phone).cases, tally(&phone).slips), (1, 1));
    let right = register(&phone.core, &at, Whom::Correct(wrong.fact), Outcome::NoDocs);
    let counted = tally(&phone);
    assert_eq!(family(&counted), [(Outcome::NoDocs, 1)]);
    assert_eq!((counted.cases, counted.slips), (0, 1), "the slip in the hand stays");
    phone.core.withdraw(&at, right.fact).unwrap();
    let counted = tally(&phone);
    assert_eq!((counted.served, counted.noted, counted.slips), (0, 0, 0));
}

#[test]
fn the_absent_are_noted_and_not_served_and_guests_stand_beside() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let one = OnList { source: 1, place: 0, made: false };
    load_list(&phone, &[one]);
    let at = at_camp(at);
    let listed = one.id();
    register(&phone.core, &at, Whom::Person(listed), Outcome::Submitted);
    let guest =
        Details { guest_from: Some("कोरबा".into()), ..details("आशा", Some("1990-01-01")) };
    register(&phone.core, &at, Whom::New(Box::new(guest)), Outcome::IntakeDone);
    register(&phone.core, &at, newcomer("रमा", Some("1980-05-01")), Outcome::NotInList);
    register(&phone.core, &at, newcomer("उमा", Some("1980-05-01")), Outcome::Absent);
    let tally = tally(&phone);
    assert_eq!((tally.served, tally.noted), (3, 1));
    assert_eq!((tally.guests, tally.new, tally.ration_cases), (1, 1, 1));
    let sexes = [SexCount { of: Some(Sex::Female), people: 1 }, SexCount { of: None, people: 2 }];
    assert_eq!(tally.sex, sexes);
}

#[test]
fn a_paper_sheet_counts_on_its_own_day_at_an_unknown_hour() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let at = at_camp(at);
    let sheet = Sitting { on: Some((day("2026-11-19"), None).into()), ..at.clone() };
    register(&phone.core, &sheet, newcomer("गीता", Some("1980-05-01")), Outcome::IntakeDone);
    let house = Sitting { camp: None, ..at };
    register(&phone.core, &house, newcomer("रमा", Some("1980-05-01")), Outcome::IntakeDone);
    assert_eq!(tally(&phone).served, 0);
    assert_eq!(phone.core.tally(today(), None).unwrap().served, 1);
    let then = phone.core.tally(day("2026-11-19"), CAMP).unwrap();
    assert_eq!(then.hours, [HourCount { of: None, people: 1 }]);
}

#[test]
fn marks_that_reach_only_a_dutys_holders_are_not_in_the_tally() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let at = at_camp(at);
    let mother = Details {
        groups: Some(vec![Group::Maternal, Group::Antyodaya]),
        ..details("गीता", Some("1998-05-01"))
    };
    register(&phone.core, &at, Whom::New(Box::new(mother)), Outcome::IntakeDone);
    let open = [GroupCount { of: Group::Antyodaya, people: 1 }];
    assert_eq!(tally(&phone).groups, open);
    // The order of Sakti names no duty for a group, so that nobody sees the mark there.
    let seen = phone.core.tally_for(today(), CAMP, Cadre::Aww).unwrap().groups;
    assert_eq!(seen, open);
    let report = phone.core.day_report(today(), CAMP).unwrap();
    for lang in [Lang::Hi, Lang::En] {
        assert!(!report.text(lang).contains(Group::Maternal.word(lang)));
        assert!(!report.csv(lang).contains("MATERNAL"));
    }
}

/// 3,000 registrations of a day as they come from other phones, in every outcome.
fn crowd(phone: &Phone) -> u64 {
    let mut facts = Vec::new();
    for n in 0..3_000u32 {
        let person = PersonId(u128::from(n + 1).to_be_bytes());
        let groups = Group::ALL.iter().copied().filter(|g| n % u32::from(g.number()) == 0);
        let born = format!("{}-05-01", 1940 + n % 80);
        let details = Details {
            groups: Some(groups.collect()),
            sex: Some(if n % 2 == 0 { Sex::Female } else { Sex::Male }),
            ..details(&format!("सुखमती{n}"), Some(&born))
        };
        let outcome = Outcome::ALL[usize::try_from(n).unwrap() % Outcome::ALL.len()];
        let outcomes = CardKind::ALL.iter().map(|k| CardOutcome { kind: *k, outcome });
        let visit = Visit {
            camp: CAMP,
            consent: None,
            documents: Vec::new(),
            outcomes: outcomes.collect(),
            aadhaar: None,
            ration: None,
            leave: None,
            back_in: None,
            token: Some(Token { phone: 3, counter: n }),
            replaces: None,
        };
        let seq = u64::from(n) * 2 + 1;
        facts.push(foreign(3, seq, MORNING, today(), person, &Body::PersonAdded(details)));
        let visited = foreign(3, seq + 1, MORNING + 1, today(), person, &Body::Visit(visit.clone()));
        let minute = u16::try_from(n % 1_440).ok();
        let header = Header { minute, ..visited.header };
        facts.push(Fact::write(header, &Body::Visit(visit)));
    }
    phone.core.take_in(&facts).unwrap().new
}

#[test]
fn a_day_of_three_thousand_is_counted_whole_and_every_part_adds_up() {
    let (phone, _) = Phone::ready(Cadre::Mitanin);
    assert_eq!(crowd(&phone), 6_000);
    let phone = phone.reopen();
    let begun = std::time::Instant::now();
    let tally = tally(&phone);
    println!("tally of 3,000 visits on a store just opened: {:?}", begun.elapsed());
    assert_eq!(tally.served + tally.noted, 3_000);
    for card in &tally.cards {
        assert_eq!(card.outcomes.iter().map(|c| c.people).sum::<u64>(), 3_000);
    }
    assert_eq!(tally.sex.iter().map(|c| c.people).sum::<u64>(), tally.served);
    assert_eq!(tally.hours.iter().map(|c| c.people).sum::<u64>(), tally.served);
    assert_eq!(tally.slips, 3_000);
    assert!(tally.groups.iter().all(|c| c.people <= tally.served && !c.of.is_sensitive()));
}

/// The fields of a row of the CSV, out of their quotes.
fn fields(row: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    for c in row.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().unwrap().push(c),
        }
    }
    fields
}

#[test]
fn the_fullest_day_fits_into_a_message_and_the_csv_has_every_figure() {
    let (phone, _) = Phone::ready(Cadre::Mitanin);
    crowd(&phone);
    let report = phone.core.day_report(today(), CAMP).unwrap();
    for lang in [Lang::Hi, Lang::En] {
        let text = report.text(lang);
        assert!(text.chars().count() <= MESSAGE_LETTERS);
        assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
        assert!(!text.contains("सुखमती"), "a name stands in the message");
        assert!(text.contains("CSV"), "what was left out is said");
        let csv = report.csv(lang);
        let body = csv.strip_prefix('\u{feff}').unwrap();
        let rows: Vec<Vec<String>> = body.lines().map(fields).collect();
        assert!(rows.iter().all(|r| r.len() == 4));
        let visited: u64 =
            rows.iter().filter(|r| r[0] == "FAMILY").map(|r| r[3].parse::<u64>().unwrap()).sum();
        assert_eq!(visited, 3_000);
        assert!(rows.iter().any(|r| r[0] == "HOUR"));
    }
    let text = report.text(Lang::Hi);
    assert!(text.contains("21 नवंबर 2026") && text.contains("सपोस (डभरा)"), "{text}");
}

#[test]
fn the_report_carries_the_ledger_in_indian_figures_and_a_stated_card() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let people: Vec<OnList> =
        (0..1_200).map(|source| OnList { source, place: 0, made: source < 100 }).collect();
    load_list(&phone, &people);
    register(&phone.core, &at_camp(at), Whom::Person(people[500].id()), Outcome::Already);
    let said = Body::CardStated(CardStated { kind: CardKind::Family, status: CardStatus::Approved });
    let stated = foreign(8, 1, MORNING, today(), people[501].id(), &said);
    phone.core.take_in(&[stated]).unwrap();
    let report = phone.core.day_report(today(), CAMP).unwrap();
    let text = report.text(Lang::Hi);
    for line in ["लक्ष्य (सूची में): 1,200", "कार्ड बने: 102", "शेष: 1,098"]
    {
        assert!(text.lines().any(|l| l == line), "{line}:\n{text}");
    }
    assert!(report.csv(Lang::En).contains("LEDGER,LEFT,left,1098\r\n"));
}
