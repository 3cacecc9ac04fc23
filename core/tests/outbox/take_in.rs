//! Taking in what others wrote, and blanking.

use crate::common::{MORNING, Phone, load_sakti, register, sitting, today};
use crate::queue_common::{
    OnList, details, foreign, load_list, newcomer, open_camp, refusal, rows, select, written,
};
use shivir_core::error::{CoreError, Refusal, Thing};
use shivir_core::registration::{Warning, Whom};
use shivir_core::report::LedgerLevel;
use shivir_domain::codes::{BlankReason, Cadre, CardKind, CardStatus, Lang, Outcome, ReviewKind};
use shivir_domain::fact::{Body, CardStated, Fact, WorkerAdded};
use shivir_domain::id::{FactId, PersonId, StreamId, WorkerId};

const DAY_MS: u64 = 86_400_000;

/// Another phone with the same campaign.
fn other() -> Phone {
    let phone = Phone::with_seed(500);
    load_sakti(&phone.core);
    phone
}

#[test]
fn a_registration_on_another_phone_warns_here_and_its_worker_is_known() {
    let (here, at) = Phone::ready(Cadre::Mitanin);
    let there = other();
    let their = sitting(&there.core, Cadre::Aww);
    let done = register(&there.core, &their, newcomer("गीता", Some("1980-05-01")), Outcome::Submitted);
    let taken = here.core.take_in(&written(&there)).unwrap();
    assert_eq!((taken.new, taken.known, taken.subjects.len()), (3, 0, 2));
    assert_eq!(here.core.worker(their.author).unwrap().cadre, Cadre::Aww);
    let draft = here.core.begin(at, Whom::Person(done.person)).unwrap();
    assert_eq!(draft.members[0].name, "गीता");
    let warned = draft.members[0].warnings.iter().any(|w| {
        matches!(w, Warning::Registered { fact, author, .. } if *fact == done.fact && *author == their.author)
    });
    assert!(warned, "{:?}", draft.members[0].warnings);
    let again = here.core.take_in(&written(&there)).unwrap();
    assert_eq!((again.new, again.known, again.subjects.len()), (0, 3, 0));
}

#[test]
fn a_listed_person_first_met_through_another_phone_is_counted_where_the_list_has_her() {
    let (phone, _) = Phone::ready(Cadre::Mitanin);
    let one = OnList { source: 7, place: 0, made: false };
    load_list(&phone, &[one]);
    let said = Body::CardStated(CardStated { kind: CardKind::Family, status: CardStatus::Approved });
    phone.core.take_in(&[foreign(3, 1, MORNING, today(), one.id(), &said)]).unwrap();
    let person = phone.core.person(one.id()).unwrap();
    assert!(person.made(CardKind::Family));
    assert_eq!(person.name(Lang::Hi), "शांति");
    let ledger = phone.core.ledger(LedgerLevel::District).unwrap();
    assert_eq!((ledger.target(), ledger.made(), ledger.left()), (1, 1, 0));
}

#[test]
fn a_fact_from_the_future_is_applied_flagged_and_moves_the_clock_a_day_at_most() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let who = PersonId([1; 16]);
    let ahead = MORNING + 3_650 * DAY_MS;
    let fact = foreign(3, 1, ahead, today(), who, &Body::PersonAdded(details("गीता", None)));
    let taken = phone.core.take_in(std::slice::from_ref(&fact)).unwrap();
    assert_eq!((taken.new, taken.future.as_slice()), (1, [fact.id()].as_slice()));
    assert_eq!(phone.core.person(who).unwrap().name(Lang::Hi), "गीता");
    let own = register(&phone.core, &at, Whom::Person(who), Outcome::IntakeDone);
    let time = written(&phone).last().unwrap().header.time;
    assert!(time.ms() < MORNING + DAY_MS + 60_000, "{}", time.ms());
    assert!(phone.core.person(who).unwrap().fold.heads.contains(&own.fact));
    // The flag outlives the refold of the registration, and that of an upgrade.
    let flagged = [(i64::from(ReviewKind::FutureDated.number()), 1)];
    assert_eq!(reviews(&phone), flagged);
    open_camp(&phone).execute("update meta set value = 0 where name = 'fold_version'", []).unwrap();
    let phone = phone.reopen();
    assert_eq!(reviews(&phone), flagged);
    assert_eq!(phone.reopen().core.tally(today(), None).unwrap().served, 1);
}

/// Kind and whether it is open, of every review item. Closes the store.
fn reviews(phone: &Phone) -> Vec<(i64, i64)> {
    phone.core.store().close();
    let db = open_camp(phone);
    let rows = select(&db, "select kind, open from review order by kind");
    let number = |v: &rusqlite::types::Value| match v {
        rusqlite::types::Value::Integer(n) => *n,
        other => panic!("{other:?}"),
    };
    rows.iter().map(|r| (number(&r[0]), number(&r[1]))).collect()
}

#[test]
fn another_content_under_a_taken_id_is_kept_shown_and_never_applied() {
    let (phone, _) = Phone::ready(Cadre::Mitanin);
    let who = PersonId([1; 16]);
    let first = foreign(3, 1, MORNING, today(), who, &Body::PersonAdded(details("गीता", None)));
    let second = foreign(3, 1, MORNING, today(), who, &Body::PersonAdded(details("रमा", None)));
    let taken = phone.core.take_in(&[first, second.clone(), second.clone()]).unwrap();
    assert_eq!((taken.new, taken.forks), (1, vec![second.id(); 2]));
    assert_eq!(phone.core.person(who).unwrap().name(Lang::Hi), "गीता");
    let open = [(i64::from(ReviewKind::Fork.number()), 1)];
    assert_eq!(reviews(&phone), open);
    let db = open_camp(&phone);
    let kept = select(&db, "select hash from fork");
    assert_eq!(kept, [vec![second.hash().0.to_vec().into()]]);
}

#[test]
fn a_number_forged_ahead_of_the_open_stream_does_not_stop_the_next_registration() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let stream = phone.core.outbox().unwrap().by_stream[0].stream;
    let mut forged =
        foreign(0, 2, MORNING, today(), PersonId([1; 16]), &Body::PersonAdded(details("झूठ", None)));
    forged.header.id.stream = stream;
    let forged = Fact::write(forged.header, &Body::PersonAdded(details("झूठ", None)));
    let taken = phone.core.take_in(std::slice::from_ref(&forged)).unwrap();
    assert_eq!(taken.forks, [forged.id()]);
    let own = register(&phone.core, &at, newcomer("गीता", None), Outcome::IntakeDone);
    assert_eq!(own.fact, FactId { stream, seq: 3 });
}

#[test]
fn numbers_that_no_store_can_hold_are_named_and_the_others_taken() {
    let (phone, _) = Phone::ready(Cadre::Mitanin);
    let body = Body::PersonAdded(details("गीता", None));
    let at = |seq| foreign(3, seq, MORNING, today(), PersonId([1; 16]), &body);
    let taken = phone.core.take_in(&[at(0), at(u64::MAX), at(1)]).unwrap();
    assert_eq!((taken.new, taken.unfit), (1, vec![at(0).id(), at(u64::MAX).id()]));
}

#[test]
fn a_blanked_body_is_gone_with_all_that_came_of_it_and_id_and_hash_stay() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let done = register(&phone.core, &at, newcomer("गीता", Some("1980-05-01")), Outcome::BlockedAadhaar);
    let before = written(&phone);
    phone.core.blank(&at, done.fact, BlankReason::DataRights).unwrap();
    let person = phone.core.person(done.person).unwrap();
    assert!(person.fold.visits.is_empty() && person.fold.cases.is_empty());
    assert_eq!(phone.core.tally(today(), None).unwrap().served, 0);
    let after = written(&phone);
    let blanked = after.iter().find(|f| f.id() == done.fact).unwrap();
    let whole = before.iter().find(|f| f.id() == done.fact).unwrap();
    assert_eq!((blanked.body.as_ref(), blanked.hash()), (None, whole.hash()));
    assert_eq!(after.len(), before.len() + 1);
    let again = phone.core.blank(&at, done.fact, BlankReason::DataRights);
    assert_eq!(refusal(again), Refusal::NothingToBlank);
    let blanking = after.last().unwrap().id();
    let itself = phone.core.blank(&at, blanking, BlankReason::DataRights);
    assert_eq!(refusal(itself), Refusal::NothingToBlank);
    let nowhere = FactId { stream: StreamId([9; 16]), seq: 1 };
    let missing = phone.core.blank(&at, nowhere, BlankReason::DataRights);
    assert!(matches!(missing, Err(CoreError::NotFound(Thing::Fact))));
}

#[test]
fn a_body_that_comes_after_its_blanking_is_never_stored() {
    let (here, at) = Phone::ready(Cadre::Mitanin);
    let done = register(&here.core, &at, newcomer("गीता", Some("1980-05-01")), Outcome::Submitted);
    let whole = written(&here);
    here.core.blank(&at, done.fact, BlankReason::DataRights).unwrap();
    let blanking = written(&here).pop().unwrap();
    let there = other();
    there.core.take_in(&[blanking]).unwrap();
    there.core.take_in(&whole).unwrap();
    let stored = |phone: &Phone| rows(phone);
    assert_eq!(stored(&here), stored(&there));
    let db = open_camp(&there);
    let bodies = select(&db, "select count(*) from fact where kind = 1 and body is not null");
    assert_eq!(bodies, [vec![0.into()]]);
}

#[test]
fn a_blanked_worker_is_no_longer_named_here() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let other = phone.core.add_worker("उषा वर्मा", Cadre::Aww, &[]).unwrap();
    let named = written(&phone).pop().unwrap().id();
    phone.core.blank(&at, named, BlankReason::TypedByMistake).unwrap();
    assert!(matches!(phone.core.worker(other.id), Err(CoreError::NotFound(Thing::Worker))));
    assert_eq!(phone.core.workers().unwrap().len(), 1);
}

#[test]
fn a_workers_last_word_holds_in_whatever_order_it_came() {
    let id = WorkerId([4; 16]);
    let said = |seq, cadre| {
        let (name, areas) = ("उषा वर्मा".to_owned(), Vec::new());
        let body = Body::WorkerAdded(WorkerAdded { name, cadre, areas });
        foreign(3, seq, MORNING + seq, today(), id, &body)
    };
    let (first, last) = (said(1, Cadre::Mitanin), said(2, Cadre::MitaninTrainer));
    for order in [[&first, &last], [&last, &first]] {
        let phone = Phone::new();
        for fact in order {
            phone.core.take_in(std::slice::from_ref(fact)).unwrap();
        }
        assert_eq!(phone.core.worker(id).unwrap().cadre, Cadre::MitaninTrainer);
    }
}
