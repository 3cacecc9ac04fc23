//! The ledger, against a count of everyone one by one.

use crate::common::{MORNING, Phone, register, today};
use crate::queue_common::{OnList, PLACES, details, foreign, load_list, newcomer};
use proptest::prelude::*;
use shivir_core::error::{CoreError, Thing};
use shivir_core::facts::Sitting;
use shivir_core::registration::Whom;
use shivir_core::report::LedgerLevel;
use shivir_domain::codes::{Cadre, CardKind, CardStatus, Lang, Outcome};
use shivir_domain::fact::{Body, CardStated, Details};
use shivir_domain::fold::{Class, fold_person};
use shivir_domain::id::{AreaId, PersonId};

/// Twelve people in three panchayats of two blocks, a card with every fourth.
fn list() -> Vec<OnList> {
    (0..12)
        .map(|source| OnList {
            source,
            place: usize::try_from(source).unwrap() % PLACES.len(),
            made: source % 4 == 0,
        })
        .collect()
}

/// Something that happens on one of the days.
#[derive(Debug, Clone)]
enum Event {
    Registered {
        who: usize,
        outcome: Outcome,
    },
    TakenBack {
        who: usize,
    },
    Newcomer {
        guest: bool,
        area: u64,
        withdrawn: bool,
    },
    LivesElsewhere {
        who: usize,
        area: u64,
    },
    Stated {
        who: usize,
        status: CardStatus,
    },
    /// A newer list: a bit for each of the twelve who is on it, and for each who has a card.
    NewList {
        on: u16,
        made: u16,
    },
}

fn event() -> impl Strategy<Value = Event> {
    let outcomes = prop::sample::select(vec![
        Outcome::Submitted,
        Outcome::Approved,
        Outcome::Rejected,
        Outcome::BlockedAadhaar,
        Outcome::Already,
        Outcome::Absent,
        Outcome::Away,
        Outcome::Moved,
        Outcome::Deceased,
    ]);
    let area = || prop::sample::select(PLACES.map(|p| p.0).to_vec());
    let status = prop::sample::select(vec![CardStatus::Approved, CardStatus::NotMade, CardStatus::Delivered]);
    prop_oneof![
        6 => (0..12usize, outcomes).prop_map(|(who, outcome)| Event::Registered { who, outcome }),
        1 => (0..12usize).prop_map(|who| Event::TakenBack { who }),
        2 => (any::<bool>(), area(), any::<bool>())
            .prop_map(|(guest, area, withdrawn)| Event::Newcomer { guest, area, withdrawn }),
        1 => (0..12usize, area()).prop_map(|(who, area)| Event::LivesElsewhere { who, area }),
        1 => (0..12usize, status).prop_map(|(who, status)| Event::Stated { who, status }),
        1 => (1..4096u16, 0..4096u16).prop_map(|(on, made)| Event::NewList { on, made }),
    ]
}

fn happen(phone: &Phone, at: &Sitting, list: &[OnList], seq: u64, event: &Event) -> Option<PersonId> {
    let told = |who: usize, body: Body| {
        let at_ms = MORNING + seq * 1_000;
        let fact = foreign(200, seq, at_ms, today(), list[who].id(), &body);
        phone.core.take_in(&[fact]).unwrap();
    };
    let here = |who: usize| phone.core.person(list[who].id()).is_ok();
    match *event {
        Event::NewList { on, made } => {
            let bit = |bits: u16, p: &OnList| bits >> p.source & 1 == 1;
            let newer = list.iter().filter(|p| bit(on, p));
            let newer: Vec<OnList> = newer.map(|p| OnList { made: bit(made, p), ..*p }).collect();
            load_list(phone, &newer);
        }
        // Who is on no list and was never met cannot be chosen.
        Event::Registered { who, .. }
        | Event::TakenBack { who }
        | Event::LivesElsewhere { who, .. }
        | Event::Stated { who, .. }
            if !here(who) => {}
        Event::Registered { who, outcome } => {
            register(&phone.core, at, Whom::Person(list[who].id()), outcome);
        }
        Event::TakenBack { who } => {
            let person = phone.core.person(list[who].id()).unwrap();
            let last = person.fold.standing().last().map(|v| v.fact);
            last.into_iter().for_each(|fact| phone.core.withdraw(at, fact).unwrap());
        }
        Event::Newcomer { guest, area, withdrawn } => {
            let details = Details {
                guest_from: guest.then(|| "कोरबा".to_owned()),
                area: Some(AreaId(area)),
                ..details("आशा", Some("1990-01-01"))
            };
            let who = register(&phone.core, at, Whom::New(Box::new(details)), Outcome::IntakeDone);
            if withdrawn {
                phone.core.withdraw(at, who.fact).unwrap();
            }
            return Some(who.person);
        }
        Event::LivesElsewhere { who, area } => {
            let area = Some(AreaId(area));
            told(who, Body::PersonChanged(Details { area, ..fold_person(&[]).details }));
        }
        Event::Stated { who, status } => {
            told(who, Body::CardStated(CardStated { kind: CardKind::Family, status }));
        }
    }
    None
}

/// target, deceased, moved, made, left, guests, new of one place, person by person.
fn count(phone: &Phone, people: &[PersonId], within: impl Fn(u64) -> bool) -> [u64; 7] {
    let mut counts = [0; 7];
    for person in people.iter().filter_map(|id| phone.core.person(*id).ok()) {
        let fold = &person.fold;
        let before = person.listed.as_ref().map(|l| l.area);
        let listed = before.filter(|_| person.on_list);
        let area = listed.or(fold.details.area).or(before).unwrap();
        if !within(area.0) {
            continue;
        }
        counts[0] += u64::from(listed.is_some());
        let spoken_of = fold.standing().next().is_some()
            || !(fold.cases.is_empty() && fold.cards.is_empty() && fold.ration.is_empty());
        match person.class() {
            Class::Deceased => counts[1] += 1,
            Class::Moved => counts[2] += 1,
            Class::Made => counts[3] += 1,
            Class::Left => counts[4] += 1,
            Class::Beside if !spoken_of => {}
            Class::Beside if fold.details.guest_from.is_some() => counts[5] += 1,
            Class::Beside => counts[6] += 1,
        }
    }
    counts
}

fn ledger(phone: &Phone, level: LedgerLevel) -> [u64; 7] {
    let l = phone.core.ledger(level).unwrap();
    let (gone, beside) = (l.corrections(), l.beside());
    assert_eq!(l.target() - gone.deceased - gone.moved - gone.listed_twice, l.made() + l.left());
    [l.target(), gone.deceased, gone.moved, l.made(), l.left(), beside.guests, beside.not_in_list]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ledger_is_the_count_of_everyone_where_the_list_has_them(events in prop::collection::vec(event(), 1..14)) {
        let (phone, at) = Phone::ready(Cadre::Vle);
        let list = list();
        load_list(&phone, &list);
        let mut people: Vec<PersonId> = list.iter().map(OnList::id).collect();
        for (seq, event) in events.iter().enumerate() {
            phone.env.pass(60_000);
            let seq = u64::try_from(seq).unwrap() + 1;
            people.extend(happen(&phone, &at, &list, seq, event));
        }
        for (area, ..) in PLACES {
            let level = LedgerLevel::Area(AreaId(area));
            prop_assert_eq!(ledger(&phone, level), count(&phone, &people, |a| a == area));
        }
        for block in [3644, 3645] {
            let within = |area| PLACES.iter().any(|p| p.0 == area && p.1 == block);
            prop_assert_eq!(ledger(&phone, LedgerLevel::Block(block)), count(&phone, &people, within));
        }
        prop_assert_eq!(ledger(&phone, LedgerLevel::District), count(&phone, &people, |_| true));
    }
}

#[test]
fn who_is_on_the_newer_list_no_more_is_beside_keeps_her_name_and_comes_back_with_the_next() {
    let (phone, at) = Phone::ready(Cadre::Vle);
    let list = list();
    load_list(&phone, &list);
    let gone = list[1].id();
    register(&phone.core, &at, Whom::Person(gone), Outcome::Already);
    let figures = || {
        let l = phone.core.ledger(LedgerLevel::District).unwrap();
        (l.target(), l.made(), l.left(), l.beside().not_in_list)
    };
    assert_eq!(figures(), (12, 4, 8, 0));
    let newer: Vec<OnList> = list.iter().filter(|p| p.id() != gone).copied().collect();
    load_list(&phone, &newer);
    assert_eq!(figures(), (11, 3, 8, 1));
    assert_eq!(phone.core.person(gone).unwrap().name(Lang::Hi), "शांति");
    // A registration meanwhile does not put her on the list, and "not on the list" may be said of her.
    let met = register(&phone.core, &at, Whom::Person(gone), Outcome::NotInList);
    assert!(met.ration_case.is_some());
    assert_eq!(figures(), (11, 3, 8, 1));
    load_list(&phone, &list);
    assert_eq!(figures(), (12, 4, 8, 0));
}

#[test]
fn without_a_list_there_is_no_ledger_and_the_days_report_does_without() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    register(&phone.core, &at, newcomer("गीता", Some("1980-05-01")), Outcome::IntakeDone);
    let none = phone.core.ledger(LedgerLevel::District);
    assert!(matches!(none, Err(CoreError::NotFound(Thing::Roster))));
    assert!(phone.core.day_report(today(), None).unwrap().ledger.is_none());
}

#[test]
fn the_district_stands_beside_the_figures_of_the_order() {
    let (phone, _) = Phone::ready(Cadre::Mitanin);
    load_list(&phone, &list());
    let ledger = phone.core.ledger(LedgerLevel::District).unwrap();
    assert_eq!((ledger.target(), ledger.made(), ledger.left()), (12, 3, 9));
    assert_eq!(ledger.campaign_target().map(|t| t.beneficiaries), Some(721_246));
    let block = phone.core.ledger(LedgerLevel::Block(3645)).unwrap();
    assert_eq!((block.target(), block.campaign_target()), (4, None));
}
