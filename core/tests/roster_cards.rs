//! Packs of the portal's word on cards: they lie over the roster and under the facts, in search, household, ledger and the
//! list of those who are left out; whatever is wrong with one leaves the roster in use as it was.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod common;

use std::ops::ControlFlow;

use common::list::{Line, csv, import, person, rosters, village};
use common::{Phone, SAKTI, register, today};
use shivir_core::Core;
use shivir_core::error::CoreError;
use shivir_core::registration::Whom;
use shivir_core::report::LedgerLevel;
use shivir_core::roster::{ImportError, ImportReport, InstallOptions, PackOf, SearchOptions};
use shivir_domain::codes::{Cadre, CardKind, CardStatus, Outcome};
use shivir_domain::day::Day;
use shivir_domain::fold::{CardWord, Class};
use shivir_domain::id::PersonId;
use shivir_roster::pack::{Address, CardsOptions, Depth, PackError, head_of, write_cards};

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// Twenty people of Dabhra; who has a card by the list: every third, from the first on.
fn lines() -> Vec<Line> {
    village(20)
}

fn roster(lines: &[Line], depth: Depth, number: u64) -> Vec<u8> {
    let office = Phone::with_seed(77);
    import(&office.core, csv(lines)).unwrap();
    let of =
        PackOf {
            block: 0, block_name: "डभरा".into(), areas: Vec::new(), depth, groups: u32::MAX, number
        };
    let mut bytes = Vec::new();
    office.core.make_pack(&of, &mut bytes).unwrap();
    bytes
}

fn made(dated: &str) -> CardWord {
    CardWord { status: CardStatus::Approved, day: Some(day("2026-10-11")), dated: day(dated) }
}

fn not(status: CardStatus, dated: &str) -> CardWord {
    CardWord { status, day: None, dated: day(dated) }
}

fn cards_of(district: u32, words: &[(PersonId, CardWord)], number: u64) -> Vec<u8> {
    let options = CardsOptions {
        district,
        block: 0,
        block_name: "डभरा".into(),
        number,
        day: today(),
        kind: CardKind::Family,
    };
    let words = words.iter().map(|(person, word)| (head_of(*person), *word)).collect();
    let mut bytes = Vec::new();
    write_cards(options, words, &mut bytes).unwrap();
    bytes
}

fn cards(words: &[(PersonId, CardWord)], number: u64) -> Vec<u8> {
    cards_of(SAKTI, words, number)
}

fn install(core: &Core, packs: &[Address]) -> Result<ImportReport, ImportError> {
    let options =
        InstallOptions { district: SAKTI, today: today(), packs: packs.to_vec(), replace_list: false };
    core.install_packs(&options, &mut |_| ControlFlow::Continue(()))
}

/// Keeps packs and installs them beside those that are in use.
fn take(core: &Core, packs: &[Vec<u8>]) -> Result<ImportReport, ImportError> {
    let mut new = Vec::new();
    for bytes in packs {
        new.push(core.keep_pack(&mut bytes.as_slice())?.address);
    }
    install(core, &core.packs_with(&new)?)
}

fn is_made(core: &Core, who: PersonId) -> bool {
    core.person(who).unwrap().made(CardKind::Family)
}

/// Ids of those whom the list of the left out names.
fn left(core: &Core) -> Vec<PersonId> {
    let page = core.left_out(None, 0, 500).unwrap();
    let mut all: Vec<PersonId> =
        page.households.iter().flat_map(|h| h.members.iter().map(|m| m.person)).collect();
    all.sort_unstable();
    all
}

#[test]
fn the_portals_word_lies_over_the_list_at_either_depth_wherever_people_are_shown() {
    for depth in [Depth::Full, Depth::Minimal] {
        let lines = lines();
        let phone = Phone::new();
        take(&phone.core, &[roster(&lines, depth, 5)]).unwrap();
        let (first, second, third) = (lines[0].person(), lines[1].person(), lines[2].person());
        assert!(is_made(&phone.core, first) && !is_made(&phone.core, second));
        let ledger = || phone.core.ledger(LedgerLevel::District).unwrap();
        assert_eq!((ledger().made(), ledger().left()), (7, 13));
        let elsewhere = PersonId::listed(SAKTI, b"I:elsewhere");
        let words = [
            (first, not(CardStatus::Rejected, "2026-11-20")),
            (second, made("2026-11-20")),
            (third, not(CardStatus::Pending, "2026-11-20")),
            (elsewhere, made("2026-11-20")),
        ];
        let report = take(&phone.core, &[cards(&words, 6)]).unwrap();
        assert_eq!((report.people, report.made), (20, 7));
        let packs = phone.core.packs_in_use().unwrap();
        let of_cards: Vec<_> =
            packs.iter().filter(|p| p.cards.is_some()).map(|p| (p.people, p.taken)).collect();
        // The one whom this phone does not hold is passed over.
        assert_eq!(of_cards, [(4, 3)]);
        assert!(!is_made(&phone.core, first) && is_made(&phone.core, second));
        assert_eq!((ledger().made(), ledger().left()), (7, 13));
        let left = left(&phone.core);
        assert!(left.contains(&first) && !left.contains(&second) && left.len() == 13);
        let household = phone.core.household(second).unwrap();
        let days: Vec<_> = household.iter().map(|p| p.card_day()).collect();
        assert_eq!(days, [None, Some(day("2026-10-11")), None, None]);
        let hits =
            phone.core.search("सीता", &SearchOptions { limit: 50, ..SearchOptions::default() }).unwrap();
        let hit = hits.iter().find(|hit| hit.person == first).unwrap();
        assert_eq!((hit.made, hit.portal.map(|w| w.status)), (false, Some(CardStatus::Rejected)));
        assert_eq!(phone.core.person(third).unwrap().portal().unwrap().status, CardStatus::Pending);

        // A later list of the portal takes its place, and the roster can be installed anew under it.
        take(&phone.core, &[cards(&[(third, made("2026-11-24"))], 7)]).unwrap();
        assert!(is_made(&phone.core, first) && !is_made(&phone.core, second) && is_made(&phone.core, third));
        assert_eq!((ledger().made(), ledger().left()), (8, 12));
        let mut newer = lines.clone();
        newer.retain(|line| line.person() != first);
        take(&phone.core, &[roster(&newer, depth, 9)]).unwrap();
        assert!(is_made(&phone.core, third));
        assert_eq!((ledger().made(), ledger().left()), (7, 12));
        assert_eq!(phone.core.kept_packs().unwrap().len(), 2);
    }
}

#[test]
fn of_a_workers_word_and_the_portals_the_later_holds_and_the_ledger_adds_up() {
    let lines = lines();
    let (phone, sitting) = Phone::ready(Cadre::Vle);
    take(&phone.core, &[roster(&lines, Depth::Full, 5)]).unwrap();
    let (one, two) = (lines[1].person(), lines[2].person());
    register(&phone.core, &sitting, Whom::Person(one), Outcome::Rejected);
    register(&phone.core, &sitting, Whom::Person(two), Outcome::IntakeDone);
    let class = |who| phone.core.person(who).unwrap().class();
    assert_eq!((class(one), class(two)), (Class::Left, Class::Left));
    let ledger = || phone.core.ledger(LedgerLevel::District).unwrap();
    // The file is older than the rejection, which holds; of the other card nobody said anything.
    let before = today().plus(-3);
    let word = |dated: Day| CardWord { dated, ..made("2026-11-01") };
    let report = take(&phone.core, &[cards(&[(one, word(before)), (two, word(before))], 6)]).unwrap();
    assert_eq!(report.updated, 2);
    assert_eq!((class(one), class(two)), (Class::Left, Class::Made));
    assert_eq!((ledger().made(), ledger().left()), (8, 12));
    assert!(left(&phone.core).contains(&one) && !left(&phone.core).contains(&two));
    // What both say stays to be seen.
    let person = phone.core.person(one).unwrap();
    assert_eq!((person.portal().map(CardWord::is_made), person.card_day()), (Some(true), None));
    // A file of a later day: the portal's word holds.
    let after = today().plus(1);
    take(&phone.core, &[cards(&[(one, word(after)), (two, not(CardStatus::Rejected, "2026-11-01"))], 7)])
        .unwrap();
    assert_eq!((class(one), class(two)), (Class::Made, Class::Left));
    assert_eq!((ledger().made(), ledger().left()), (8, 12));
    let reopened = phone.reopen();
    assert_eq!(reopened.core.person(one).unwrap().class(), Class::Made);
}

#[test]
fn a_pack_of_cards_that_is_wrong_changes_nothing() {
    let lines = lines();
    let good = cards(&[(lines[1].person(), made("2026-11-20"))], 6);
    let phone = Phone::new();
    assert!(matches!(take(&phone.core, std::slice::from_ref(&good)), Err(ImportError::CardsAlone)));
    take(&phone.core, &[roster(&lines, Depth::Full, 5), good.clone()]).unwrap();
    let before = rosters(phone.dir());
    let still = |phone: &Phone| {
        assert_eq!(rosters(phone.dir()), before);
        assert!(is_made(&phone.core, lines[1].person()));
    };
    for cut in [0, 9, 40, good.len() / 2, good.len() - 1] {
        let error = phone.core.keep_pack(&mut &good[..cut]).unwrap_err();
        assert!(matches!(error, ImportError::Pack(PackError::Cut | PackError::NotAPack)), "{cut}: {error}");
    }
    let mut altered = good.clone();
    let last = altered.len() - 1;
    altered[last] ^= 1;
    let error = phone.core.keep_pack(&mut altered.as_slice()).unwrap_err();
    assert!(matches!(error, ImportError::Pack(PackError::Altered)), "{error}");
    // Fetched under another address than its own.
    let error = phone.core.keep_pack_part(Address([3; 32]), 0, &good).unwrap_err();
    assert!(matches!(error, ImportError::Pack(PackError::Altered)), "{error}");
    let foreign = cards_of(SAKTI + 1, &[(lines[1].person(), not(CardStatus::Rejected, "2026-11-24"))], 9);
    let error = take(&phone.core, &[foreign]).unwrap_err();
    assert!(matches!(error, ImportError::OtherDistrict { .. }), "{error}");
    let older = cards(&[(lines[1].person(), not(CardStatus::Rejected, "2026-11-24"))], 5);
    let error = take(&phone.core, &[older]).unwrap_err();
    assert!(matches!(error, ImportError::OlderPack { used: 6, found: 5 }), "{error}");
    assert!(matches!(
        install(&phone.core, &[Address([9; 32])]),
        Err(ImportError::Core(CoreError::NotFound(_)))
    ));
    still(&phone);
    // A status of a newer version says nothing here; one who is on no list is not found by her card alone.
    let newer = [
        (lines[1].person(), not(CardStatus::Unknown(77), "2026-11-24")),
        (person("nobody"), made("2026-11-24")),
    ];
    take(&phone.core, &[cards(&newer, 8)]).unwrap();
    assert!(!is_made(&phone.core, lines[1].person()));
    assert!(phone.core.person(person("nobody")).is_err());
}
