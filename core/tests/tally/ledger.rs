//! The ledger, against a count of everyone one by one.

use std::collections::HashMap;

use crate::common::{MORNING, Phone, register, today};
use crate::queue_common::{OnList, details, foreign, newcomer, with_list};
use proptest::prelude::*;
use shivir_core::error::{CoreError, Thing};
use shivir_core::facts::Sitting;
use shivir_core::registration::Whom;
use shivir_core::report::LedgerLevel;
use shivir_domain::codes::{Cadre, CardKind, CardStatus, Outcome};
use shivir_domain::fact::{Body, CardStated, Details};
use shivir_domain::fold::{Class, fold_person};
use shivir_domain::id::{AreaId, PersonId};

/// Twelve people in three panchayats of two blocks, a card with every third.
fn list() -> Vec<OnList> {
    let place = |n: u32| [(11, 1), (12, 1), (21, 2)][usize::try_from(n % 3).unwrap()];
    (0..12)
        .map(|source| {
            let (area, block) = place(source);
            OnList {
                source,
                area,
                block,
                made: source % 4 == 0,
            }
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
    let area = || prop::sample::select(vec![11u64, 12, 21]);
    let status = prop::sample::select(vec![
        CardStatus::Approved,
        CardStatus::NotMade,
        CardStatus::Delivered,
    ]);
    prop_oneof![
        6 => (0..12usize, outcomes).prop_map(|(who, outcome)| Event::Registered { who, outcome }),
        1 => (0..12usize).prop_map(|who| Event::TakenBack { who }),
        2 => (any::<bool>(), area(), any::<bool>())
            .prop_map(|(guest, area, withdrawn)| Event::Newcomer { guest, area, withdrawn }),
        1 => (0..12usize, area()).prop_map(|(who, area)| Event::LivesElsewhere { who, area }),
        1 => (0..12usize, status).prop_map(|(who, status)| Event::Stated { who, status }),
    ]
}

fn happen(
    phone: &Phone,
    at: &Sitting,
    list: &[OnList],
    seq: u64,
    event: &Event,
) -> Option<PersonId> {
    let told = |who: usize, body: Body| {
        let at_ms = MORNING + seq * 1_000;
        let fact = foreign(200, seq, at_ms, today(), list[who].id(), &body);
        phone.core.take_in(&[fact]).unwrap();
    };
    match *event {
        Event::Registered { who, outcome } => {
            register(&phone.core, at, Whom::Person(list[who].id()), outcome);
        }
        Event::TakenBack { who } => {
            let person = phone.core.person(list[who].id()).unwrap();
            let last = person.fold.standing().last().map(|v| v.fact);
            last.into_iter()
                .for_each(|fact| phone.core.withdraw(at, fact).unwrap());
        }
        Event::Newcomer {
            guest,
            area,
            withdrawn,
        } => {
            let details = Details {
                guest_from: guest.then(|| "कोरबा".to_owned()),
                area: Some(AreaId(area)),
                ..details("आशा", Some("1990-01-01"))
            };
            let who = register(
                &phone.core,
                at,
                Whom::New(Box::new(details)),
                Outcome::IntakeDone,
            );
            if withdrawn {
                phone.core.withdraw(at, who.fact).unwrap();
            }
            return Some(who.person);
        }
        Event::LivesElsewhere { who, area } => {
            let area = Some(AreaId(area));
            told(
                who,
                Body::PersonChanged(Details {
                    area,
                    ..fold_person(&[]).details
                }),
            );
        }
        Event::Stated { who, status } => {
            told(
                who,
                Body::CardStated(CardStated {
                    kind: CardKind::Family,
                    status,
                }),
            );
        }
    }
    None
}

/// target, deceased, moved, made, left, guests, new of one place, person by person.
fn count(phone: &Phone, people: &[(PersonId, u64)], within: impl Fn(u64) -> bool) -> [u64; 7] {
    let mut counts = [0; 7];
    for (id, _) in people {
        let person = phone.core.person(*id).unwrap();
        let listed = person.listed.as_ref().map(|l| l.area);
        let area = listed.or(person.fold.details.area).unwrap();
        if !within(area.0) {
            continue;
        }
        counts[0] += u64::from(listed.is_some());
        match person.class() {
            Class::Deceased => counts[1] += 1,
            Class::Moved => counts[2] += 1,
            Class::Made => counts[3] += 1,
            Class::Left => counts[4] += 1,
            Class::Beside if person.fold.standing().next().is_none() => {}
            Class::Beside if person.fold.details.guest_from.is_some() => counts[5] += 1,
            Class::Beside => counts[6] += 1,
        }
    }
    counts
}

fn ledger(phone: &Phone, level: LedgerLevel) -> [u64; 7] {
    let l = phone.core.ledger(level).unwrap();
    let (gone, beside) = (l.corrections(), l.beside());
    assert_eq!(l.target() - gone.deceased - gone.moved, l.made() + l.left());
    [
        l.target(),
        gone.deceased,
        gone.moved,
        l.made(),
        l.left(),
        beside.guests,
        beside.not_in_list,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ledger_is_the_count_of_everyone_where_the_list_has_them(events in prop::collection::vec(event(), 1..14)) {
        let (phone, at) = Phone::ready(Cadre::Vle);
        let list = list();
        let phone = with_list(phone, &list);
        let mut people: Vec<(PersonId, u64)> = list.iter().map(|p| (p.id(), p.area)).collect();
        for (seq, event) in events.iter().enumerate() {
            phone.env.pass(60_000);
            let seq = u64::try_from(seq).unwrap() + 1;
            people.extend(happen(&phone, &at, &list, seq, event).map(|id| (id, 0)));
        }
        let blocks: HashMap<u64, u32> = list.iter().map(|p| (p.area, p.block)).collect();
        for area in [11, 12, 21, 99] {
            let level = LedgerLevel::Area(AreaId(area));
            prop_assert_eq!(ledger(&phone, level), count(&phone, &people, |a| a == area));
        }
        for block in [1, 2] {
            let counted = count(&phone, &people, |a| blocks.get(&a) == Some(&block));
            prop_assert_eq!(ledger(&phone, LedgerLevel::Block(block)), counted);
        }
        prop_assert_eq!(ledger(&phone, LedgerLevel::District), count(&phone, &people, |_| true));
    }
}

#[test]
fn without_a_list_there_is_no_ledger_and_the_days_report_does_without() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    register(
        &phone.core,
        &at,
        newcomer("गीता", Some("1980-05-01")),
        Outcome::IntakeDone,
    );
    let none = phone.core.ledger(LedgerLevel::District);
    assert!(matches!(none, Err(CoreError::NotFound(Thing::Roster))));
    assert!(
        phone
            .core
            .day_report(today(), None)
            .unwrap()
            .ledger
            .is_none()
    );
}

#[test]
fn the_district_stands_beside_the_figures_of_the_order() {
    let (phone, _) = Phone::ready(Cadre::Mitanin);
    let phone = with_list(phone, &list());
    let ledger = phone.core.ledger(LedgerLevel::District).unwrap();
    assert_eq!((ledger.target(), ledger.made(), ledger.left()), (12, 3, 9));
    assert_eq!(
        ledger.campaign_target().map(|t| t.beneficiaries),
        Some(721_246)
    );
    let block = phone.core.ledger(LedgerLevel::Block(2)).unwrap();
    assert_eq!((block.target(), block.campaign_target()), (4, None));
}
