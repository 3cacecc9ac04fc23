//! Review items: listed in words, settled by whoever may, synced, reopened by what the settlement had not seen.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;
mod queue_common;

use common::{MORNING, Phone, load_sakti, register, sitting, today};
use queue_common::{details, foreign, newcomer, open_camp, refusal, rows, select, written};
use shivir_core::error::{CoreError, Refusal, Thing};
use shivir_core::facts::Sitting;
use shivir_core::registration::Whom;
use shivir_core::review::{ReviewFilter, ReviewRefusal, ReviewView};
use shivir_domain::codes::{Cadre, Lang, LikelyBand, Outcome, ReviewKind};
use shivir_domain::fact::{Body, Details, Fact, FactKind, LikelyDuplicate, LikelyReason};
use shivir_domain::fold::{ReviewId, fold_person};
use shivir_domain::id::{AreaId, PersonId, WorkerId};
use shivir_domain::review::Rank;

const DAY_MS: u64 = 86_400_000;

const OPEN: ReviewFilter =
    ReviewFilter { person: None, area: None, kind: None, open_only: true, limit: None };
const ALL: ReviewFilter = ReviewFilter { open_only: false, ..OPEN };

fn other() -> Phone {
    let phone = Phone::with_seed(500);
    load_sakti(&phone.core);
    phone.env.set(MORNING + 3_600_000);
    phone
}

fn at(phone: &Phone, cadre: Cadre) -> Sitting {
    let worker = phone.core.add_worker("अधिकारी", cadre, &[]).unwrap();
    Sitting { author: worker.id, typist: worker.id, camp: None, area: AreaId(1), on: None }
}

fn only(phone: &Phone) -> ReviewView {
    let mut open = phone.core.reviews(&OPEN).unwrap();
    assert_eq!(open.len(), 1, "{open:?}");
    open.remove(0)
}

fn mobile(number: u64) -> Body {
    Body::PersonChanged(Details { mobile: Some(number), ..fold_person(&[]).details })
}

/// A person whose mobile two other phones changed apart.
fn conflict(phone: &Phone) -> (PersonId, [Fact; 2]) {
    let who = PersonId([1; 16]);
    let added = foreign(3, 1, MORNING, today(), who, &Body::PersonAdded(details("गीता", None)));
    let one = foreign(4, 1, MORNING + 1, today(), who, &mobile(9_000_000_001));
    let two = foreign(5, 1, MORNING + 2, today(), who, &mobile(9_000_000_002));
    phone.core.take_in(&[added, one.clone(), two.clone()]).unwrap();
    (who, [one, two])
}

fn refused(result: Result<ReviewView, CoreError>) -> ReviewRefusal {
    match refusal(result) {
        Refusal::Review(why) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_conflict_is_told_in_words_and_settled_by_whoever_may_on_both_phones() {
    let (phone, mitanin) = Phone::ready(Cadre::Mitanin);
    let (who, [one, two]) = conflict(&phone);
    let item = only(&phone);
    assert_eq!((item.kind, item.who.as_ref().unwrap().person), (ReviewKind::FieldConflict, who));
    assert_eq!(item.field.as_ref().unwrap().en, "mobile");
    assert_eq!(item.needs, Some(Rank::Supervisor));
    let said: Vec<_> = item.said.iter().map(|s| (s.fact, s.says.hi.as_str(), s.author)).collect();
    let wanted = [
        (one.id(), "9000000001", Some(WorkerId([4; 16]))),
        (two.id(), "9000000002", Some(WorkerId([5; 16]))),
    ];
    assert_eq!(said, wanted);

    // Neither a mitanin, nor in the name of one who may.
    let before = written(&phone).len();
    assert!(!phone.core.may_settle(mitanin.author, &item).unwrap());
    let not_hers = ReviewRefusal::NotHers(Some(Rank::Supervisor));
    assert_eq!(refused(phone.core.settle(&mitanin, &item, one.id())), not_hers);
    assert!(not_hers.sentence(Lang::Hi).contains("CHO") && not_hers.sentence(Lang::En).contains("safe"));
    let cho = at(&phone, Cadre::Cho);
    let typed = Sitting { typist: mitanin.author, ..cho.clone() };
    assert_eq!(refused(phone.core.settle(&typed, &item, one.id())), not_hers);
    assert_eq!(refused(phone.core.settle(&cho, &item, PersonFact::NONE)), ReviewRefusal::NotInIt);
    assert_eq!(written(&phone).len(), before + 1, "the CHO alone");

    let settled = phone.core.settle(&cho, &item, one.id()).unwrap();
    assert_eq!((settled.open, settled.settled), (false, Some(one.id())));
    assert_eq!(phone.core.person(who).unwrap().fold.details.mobile, Some(9_000_000_001));
    assert!(phone.core.reviews(&OPEN).unwrap().is_empty());
    assert_eq!(phone.core.reviews(&ALL).unwrap().len(), 1);
    assert_eq!(refused(phone.core.settle(&cho, &item, two.id())), ReviewRefusal::Settled);

    // The settlement goes where the facts are, and says the same there.
    let there = other();
    let fact = written(&phone).pop().unwrap();
    assert_eq!((fact.header.kind, fact.header.area), (FactKind::ReviewSettled, one.header.area));
    there.core.take_in(&[fact, two, one]).unwrap();
    assert!(there.core.reviews(&OPEN).unwrap().is_empty());
    assert_eq!(there.core.person(who).unwrap().fold.details.mobile, Some(9_000_000_001));
}

/// A fact that is nowhere.
struct PersonFact;

impl PersonFact {
    const NONE: shivir_domain::id::FactId =
        shivir_domain::id::FactId { stream: shivir_domain::id::StreamId([99; 16]), seq: 1 };
}

#[test]
fn what_was_not_shown_is_not_settled_and_reopens_what_was() {
    let (phone, _) = Phone::ready(Cadre::Mitanin);
    let (who, [one, _]) = conflict(&phone);
    let cho = at(&phone, Cadre::Cho);
    let shown = only(&phone);
    let third = foreign(6, 1, MORNING + 3, today(), who, &mobile(9_000_000_003));
    phone.core.take_in(&[third]).unwrap();
    assert_eq!(refused(phone.core.settle(&cho, &shown, one.id())), ReviewRefusal::Changed);
    let now = only(&phone);
    assert_eq!((now.review, now.facts.len()), (shown.review, 3));
    phone.core.settle(&cho, &now, one.id()).unwrap();
    assert!(phone.core.reviews(&OPEN).unwrap().is_empty());
    let fourth = foreign(7, 1, MORNING + 4, today(), who, &mobile(9_000_000_004));
    phone.core.take_in(&[fourth]).unwrap();
    let again = only(&phone);
    assert_eq!((again.review, again.settled), (shown.review, None));
}

#[test]
fn an_author_settles_her_own_two_words_on_someone_of_her_area() {
    let (phone, her) = Phone::ready(Cadre::Mitanin);
    let who = PersonId([1; 16]);
    let by = |stream: u8, number| {
        let mut fact = foreign(stream, 1, MORNING, today(), who, &mobile(number));
        fact.header.author = her.author;
        Fact::write(fact.header, &mobile(number))
    };
    phone.core.take_in(&[by(3, 9_000_000_001), by(4, 9_000_000_002)]).unwrap();
    let item = only(&phone);
    let elsewhere = Sitting { author: at(&phone, Cadre::Aww).author, ..her.clone() };
    assert_eq!(
        refused(phone.core.settle(&elsewhere, &item, item.facts[0])),
        ReviewRefusal::NotHers(Some(Rank::Supervisor))
    );
    assert!(phone.core.may_settle(her.author, &item).unwrap());
    assert!(!phone.core.settle(&her, &item, item.facts[0]).unwrap().open);
}

#[test]
fn a_person_registered_twice_is_settled_and_counted_once() {
    let (phone, her) = Phone::ready(Cadre::Mitanin);
    let person = register(&phone.core, &her, newcomer("गीता", Some("1980-05-01")), Outcome::Absent).person;
    let there = other();
    let their = sitting(&there.core, Cadre::Aww);
    there.core.take_in(&written(&phone)).unwrap();
    register(&there.core, &their, Whom::Person(person), Outcome::Submitted);
    register(&phone.core, &her, Whom::Person(person), Outcome::Submitted);
    phone.core.take_in(&written(&there)).unwrap();
    let item = only(&phone);
    assert_eq!((item.kind, item.facts.len()), (ReviewKind::DoubleRegistration, 2));
    assert!(item.said.iter().all(|s| s.says.en.contains(Outcome::Submitted.english())), "{item:?}");
    let bpm = at(&phone, Cadre::Bpm);
    phone.core.settle(&bpm, &item, item.facts[1]).unwrap();
    let standing = phone.core.person(person).unwrap().fold;
    assert_eq!(
        standing
            .standing()
            .filter(|v| v.visit.outcome(shivir_domain::codes::CardKind::Family) == Some(Outcome::Submitted))
            .count(),
        1
    );
    there.core.take_in(&written(&phone)).unwrap();
    assert!(there.core.reviews(&OPEN).unwrap().is_empty());
    assert_eq!(there.core.person(person).unwrap().fold, standing);
}

#[test]
fn a_fork_and_a_future_date_are_settled_by_the_block_and_the_fork_stays_kept() {
    let (phone, _) = Phone::ready(Cadre::Mitanin);
    let who = PersonId([1; 16]);
    let first = foreign(3, 1, MORNING, today(), who, &Body::PersonAdded(details("गीता", None)));
    let second = foreign(3, 1, MORNING, today(), who, &Body::PersonAdded(details("रमा", None)));
    let ahead = foreign(4, 1, MORNING + 3_650 * DAY_MS, today(), who, &mobile(9_000_000_001));
    let came = [first, second, ahead];
    phone.core.take_in(&came).unwrap();
    let items = phone.core.reviews(&OPEN).unwrap();
    let kinds: Vec<_> = items.iter().map(|i| (i.kind, i.said.len())).collect();
    assert_eq!(kinds, [(ReviewKind::Fork, 2), (ReviewKind::FutureDated, 1)]);
    assert!(items[0].said[1].aside && items[0].said[1].says.hi.contains("रमा"), "{:?}", items[0]);
    let (cho, bmo) = (at(&phone, Cadre::Cho), at(&phone, Cadre::Bmo));
    for item in &items {
        let keep = item.facts[0];
        assert_eq!(refused(phone.core.settle(&cho, item, keep)), ReviewRefusal::NotHers(Some(Rank::Block)));
        assert!(!phone.core.settle(&bmo, item, keep).unwrap().open);
    }
    assert!(phone.core.reviews(&OPEN).unwrap().is_empty());
    let settlements: Vec<Fact> =
        written(&phone).into_iter().filter(|f| f.header.kind == FactKind::ReviewSettled).collect();
    assert_eq!(settlements.len(), 2);

    // Where the settlements come first, what they settle is noted as settled.
    let there = other();
    there.core.take_in(&settlements).unwrap();
    assert!(matches!(there.core.person(PersonId([2; 16])), Err(CoreError::NotFound(Thing::Person))));
    there.core.take_in(&came).unwrap();
    assert!(there.core.reviews(&OPEN).unwrap().is_empty());
    assert_eq!(there.core.reviews(&ALL).unwrap().len(), 2);
    let reviews = |phone: &Phone| rows(phone).into_iter().find(|(table, _)| *table == "review").unwrap().1;
    assert_eq!(reviews(&there), reviews(&phone));
    // And so it stays when all is folded anew.
    let db = open_camp(&phone);
    assert_eq!(select(&db, "select count(*) from fork"), [vec![1.into()]]);
    db.execute("update meta set value = 0 where name = 'fold_version'", []).unwrap();
    drop(db);
    let phone = phone.reopen();
    assert!(phone.core.reviews(&OPEN).unwrap().is_empty());
    assert_eq!(phone.core.person(who).unwrap().name(Lang::Hi), "गीता");
}

#[test]
fn a_record_about_a_worker_is_noted_and_settled_without_making_a_person_of_her() {
    let (phone, _) = Phone::ready(Cadre::Mitanin);
    let bmo = at(&phone, Cadre::Bmo);
    let worker = WorkerId([8; 16]);
    let body = Body::WorkerAdded(shivir_domain::fact::WorkerAdded {
        name: "रमा".into(),
        cadre: Cadre::Aww,
        areas: vec![AreaId(1)],
    });
    phone.core.take_in(&[foreign(3, 1, MORNING + 3_650 * DAY_MS, today(), worker, &body)]).unwrap();
    let item = only(&phone);
    assert_eq!((item.kind, item.who.is_none()), (ReviewKind::FutureDated, false));
    phone.core.settle(&bmo, &item, item.facts[0]).unwrap();
    assert!(phone.core.reviews(&OPEN).unwrap().is_empty());
    let people = rows(&phone).into_iter().find(|(table, _)| *table == "person").unwrap().1;
    assert!(people.is_empty(), "{people:?}");
}

#[test]
fn a_likely_duplicate_is_shown_with_its_reasons_and_settled_as_another_person() {
    let (phone, her) = Phone::ready(Cadre::Mitanin);
    let known = register(&phone.core, &her, newcomer("गीता", Some("1980-05-01")), Outcome::Submitted).person;
    let who = PersonId([1; 16]);
    let found = |seq, points| {
        let why = vec![LikelyReason { finding: 1, points: 20 }, LikelyReason { finding: 900, points: 1 }];
        let body = LikelyDuplicate { other: known, band: LikelyBand::Same, points, why };
        foreign(9, seq, MORNING + seq, today(), who, &Body::LikelyDuplicate(body))
    };
    let added = foreign(3, 1, MORNING, today(), who, &Body::PersonAdded(details("Geeta", None)));
    phone.core.take_in(&[added, found(1, 18)]).unwrap();
    let item = only(&phone);
    assert_eq!(item.review, ReviewId::of(ReviewKind::LikelyDuplicate, who.into(), &known.0));
    assert_eq!((item.who.as_ref().unwrap().person, item.other.as_ref().unwrap().person), (who, known));
    assert_eq!(item.said[0].why[0].en, "the name sounds the same");
    let trainer = at(&phone, Cadre::MitaninTrainer);
    phone.core.settle(&trainer, &item, item.facts[0]).unwrap();
    assert!(phone.core.reviews(&OPEN).unwrap().is_empty());
    phone.core.take_in(&[found(2, 25)]).unwrap();
    assert_eq!(only(&phone).facts.len(), 2);
    let of = |filter: ReviewFilter| phone.core.reviews(&filter).unwrap().len();
    assert_eq!(of(ReviewFilter { person: Some(who), ..OPEN }), 1);
    assert_eq!(of(ReviewFilter { person: Some(known), ..OPEN }), 0);
    assert_eq!(of(ReviewFilter { area: Some(AreaId(1)), ..OPEN }), 1);
    assert_eq!(of(ReviewFilter { area: Some(AreaId(2)), ..OPEN }), 0);
    assert_eq!(of(ReviewFilter { kind: Some(ReviewKind::Fork), ..OPEN }), 0);
    assert_eq!(of(ReviewFilter { limit: Some(0), ..ALL }), 0);
}
