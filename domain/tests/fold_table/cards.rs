//! Cards, departures, and the one class of the ledger.

use shivir_domain::codes::{CardStatus, LeaveReason, Outcome};
use shivir_domain::day::Day;
use shivir_domain::fold::{CardWord, Class, ListWord};

use crate::common::*;

#[test]
fn an_absence_or_a_refusal_does_not_unmake_a_card() {
    for later in [
        Outcome::Absent,
        Outcome::Away,
        Outcome::Refused,
        Outcome::NoDocs,
        Outcome::Submitted,
        Outcome::Unknown(900),
    ] {
        let mut phone = Phone::new(1);
        phone.visit(outcome(Outcome::Approved));
        phone.visit(outcome(later));
        let card = phone.fold().card(Family).unwrap().clone();
        assert_eq!((card.made, card.outcome), (Some(true), Some(later)));
    }
}

#[test]
fn a_card_maker_or_the_portal_unmakes_a_card_but_an_unknown_word_does_not() {
    for (status, made) in [
        (CardStatus::NotMade, false),
        (CardStatus::Rejected, false),
        (CardStatus::Pending, false),
        (CardStatus::Delivered, true),
        (CardStatus::Unknown(900), true),
    ] {
        let mut phone = Phone::new(1);
        phone.visit(outcome(Outcome::Already));
        phone.state_card(Family, status);
        let card = phone.fold().card(Family).unwrap().clone();
        assert_eq!((card.made, card.stated), (Some(made), Some(status)));
        assert_eq!(card.outcome, Some(Outcome::Already));
    }
    let mut phone = Phone::new(1);
    phone.visit(outcome(Outcome::Already));
    phone.visit(outcome(Outcome::Rejected));
    assert_eq!(phone.fold().card(Family).unwrap().made, Some(false));
}

#[test]
fn correcting_the_visit_that_said_a_card_was_made_unmakes_it() {
    let mut phone = Phone::new(1);
    let visit = phone.visit(outcome(Outcome::Already));
    phone.visit(correcting(visit, outcome(Outcome::NoDocs)));
    assert_eq!(phone.fold().card(Family).unwrap().made, None);
}

#[test]
fn at_seventy_the_two_cards_go_their_own_ways() {
    let mut phone = Phone::new(1);
    phone.visit(outcomes(&[(Family, Outcome::Already), (VayVandana, Outcome::Submitted)]));
    let fold = phone.fold();
    assert_eq!(fold.cards.len(), 2);
    assert_eq!(fold.class(Family, Some(false)), Class::Made);
    assert_eq!(fold.class(VayVandana, Some(false)), Class::Left);
    phone.state_card(VayVandana, CardStatus::Approved);
    assert_eq!(phone.fold().class(VayVandana, Some(false)), Class::Made);
}

#[test]
fn in_every_combination_a_person_is_in_the_one_class_that_the_ledger_says() {
    let says: [(Option<bool>, Option<Outcome>); 5] = [
        (None, None),
        (None, Some(Outcome::Absent)),
        (Some(true), Some(Outcome::Approved)),
        (Some(true), Some(Outcome::Already)),
        (Some(false), Some(Outcome::Rejected)),
    ];
    for (said, what) in says {
        for gone in [None, Some(Outcome::Deceased), Some(Outcome::Moved)] {
            for listed in [None, Some(false), Some(true)] {
                let mut phone = Phone::new(1);
                what.map(|w| phone.visit(outcome(w)));
                gone.map(|g| phone.visit(outcome(g)));
                let expected = match (listed, gone, said.or(listed)) {
                    (None, _, _) => Class::Beside,
                    (_, Some(Outcome::Deceased), _) => Class::Deceased,
                    (_, Some(_), _) => Class::Moved,
                    (_, _, Some(true)) => Class::Made,
                    (_, _, _) => Class::Left,
                };
                let class = phone.fold().class(Family, listed);
                assert_eq!(class, expected, "{what:?} {gone:?} {listed:?}");
            }
        }
    }
}

#[test]
fn a_departure_names_how_it_is_known_and_ends_when_she_is_met_again() {
    for gone in [Outcome::Deceased, Outcome::Moved] {
        for met in [Outcome::Submitted, Outcome::Refused, Outcome::NoDocs] {
            let mut phone = Phone::new(1);
            phone.visit(outcome(gone));
            let leave = phone.fold().leave.unwrap();
            assert_eq!(leave.reason, Some(LeaveReason::FamilySays));
            phone.visit(outcome(met));
            assert_eq!(phone.fold().leave, None);
            assert_eq!(phone.fold().class(Family, Some(false)), Class::Left);
        }
    }
}

#[test]
fn an_empty_chair_does_not_call_back_the_dead() {
    let mut phone = Phone::new(1);
    let note = phone.visit(outcome(Outcome::Deceased));
    phone.visit(outcome(Outcome::Absent));
    assert_eq!(phone.fold().class(Family, Some(false)), Class::Deceased);
    phone.withdraw(note);
    assert_eq!(phone.fold().class(Family, Some(false)), Class::Left);
}

fn word(status: CardStatus, dated: Day) -> CardWord {
    CardWord { status, day: Some(dated), dated }
}

#[test]
fn of_the_portals_word_and_a_workers_the_later_holds_and_of_one_day_the_workers() {
    let day = Day::from_ymd(2026, 11, 21).unwrap();
    let mut phone = Phone::new(1);
    phone.state_card(Family, CardStatus::Rejected);
    let fold = phone.fold();
    let class = |list: bool, word: &CardWord| fold.class_over(Family, Some(ListWord::of(list, Some(word))));
    assert_eq!(class(true, &word(CardStatus::Approved, day.plus(-1))), Class::Left);
    assert_eq!(class(true, &word(CardStatus::Approved, day)), Class::Left);
    assert_eq!(class(false, &word(CardStatus::Approved, day.plus(1))), Class::Made);
    // The other way round: the portal takes back what a worker saw before.
    let mut phone = Phone::new(1);
    phone.visit(outcome(Outcome::Already));
    let fold = phone.fold();
    let class = |word: &CardWord| fold.class_over(Family, Some(ListWord::of(true, Some(word))));
    assert_eq!(class(&word(CardStatus::Rejected, day)), Class::Made);
    assert_eq!(class(&word(CardStatus::Rejected, day.plus(1))), Class::Left);
    // An absence says nothing of the card, so that the portal's word stands under it; and who died is out of the target.
    let mut phone = Phone::new(1);
    phone.visit(outcome(Outcome::Absent));
    let list = ListWord::of(false, Some(&word(CardStatus::Approved, day.plus(-90))));
    assert_eq!(phone.fold().class_over(Family, Some(list)), Class::Made);
    assert_eq!(phone.fold().class_over(Family, None), Class::Beside);
}

#[test]
fn of_two_words_of_the_portal_every_store_takes_the_same() {
    let day = Day::from_ymd(2026, 11, 21).unwrap();
    let (made, not) = (word(CardStatus::Approved, day), word(CardStatus::NotMade, day));
    let earlier = CardWord { day: Some(day.plus(-9)), ..made };
    let newer = word(CardStatus::Pending, day.plus(1));
    for (one, other) in [(made, not), (earlier, made), (newer, earlier), (newer, not)] {
        assert!(one.replaces(&other) && !other.replaces(&one));
    }
    assert!(!made.replaces(&made));
    // The day begins in India five and a half hours before it does in UTC.
    assert_eq!(word(CardStatus::Approved, Day::EPOCH.plus(1)).time().ms(), 66_600_000);
}
