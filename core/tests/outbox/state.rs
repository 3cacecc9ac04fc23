//! The outbox: what waits, what was acknowledged, what was refused.

use crate::common::{MORNING, Phone, register, today};
use crate::queue_common::{foreign, newcomer, written};
use shivir_core::error::{CoreError, Thing};
use shivir_core::sync::Reach;
use shivir_domain::codes::{Cadre, Outcome};
use shivir_domain::fact::{Body, FactKind};
use shivir_domain::id::{FactId, PersonId, StreamId};

fn missing<T: std::fmt::Debug>(result: Result<T, CoreError>) {
    assert!(matches!(result, Err(CoreError::NotFound(Thing::Fact))), "{result:?}");
}

#[test]
fn every_fact_waits_until_it_is_acknowledged_and_none_is_marked_sent_by_the_way() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let first = phone.core.outbox().unwrap();
    assert_eq!((first.waiting, first.by_stream.len()), (1, 1));
    assert_eq!(first.oldest.map(|o| o.day), Some(today()));
    let sent = written(&phone);
    // A registration while the upload runs.
    let one = register(&phone.core, &at, newcomer("गीता", None), Outcome::IntakeDone);
    let last = sent.last().unwrap().id();
    assert_eq!(phone.core.acknowledge(last.stream, last.seq).unwrap(), last.seq);
    let now = phone.core.outbox().unwrap();
    assert_eq!(now.waiting, 2, "the person and her visit");
    assert_eq!(phone.core.has_reached(last).unwrap(), Reach::Acknowledged);
    assert_eq!(phone.core.has_reached(one.fact).unwrap(), Reach::Waiting);
    assert!(now.oldest.unwrap().written_ms >= first.oldest.unwrap().written_ms);
    let stream = now.by_stream[0];
    assert_eq!((stream.own, stream.last, stream.acked, stream.waiting), (true, 3, 1, 2));
}

#[test]
fn an_acknowledgement_never_goes_back_nor_past_what_was_written_nor_to_anothers_stream() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    register(&phone.core, &at, newcomer("गीता", None), Outcome::IntakeDone);
    let stream = phone.core.outbox().unwrap().by_stream[0].stream;
    assert_eq!(phone.core.acknowledge(stream, 2).unwrap(), 2);
    assert_eq!(phone.core.acknowledge(stream, 1).unwrap(), 2);
    missing(phone.core.acknowledge(stream, 4));
    missing(phone.core.acknowledge(stream, u64::MAX));
    missing(phone.core.acknowledge(StreamId([9; 16]), 1));
    let body = Body::PersonAdded(crate::queue_common::details("रमा", None));
    let other = foreign(9, 1, MORNING, today(), PersonId([1; 16]), &body);
    phone.core.take_in(std::slice::from_ref(&other)).unwrap();
    missing(phone.core.acknowledge(StreamId([9; 16]), 1));
    assert_eq!(phone.core.has_reached(other.id()).unwrap(), Reach::Elsewhere);
    let outbox = phone.core.outbox().unwrap();
    assert_eq!((outbox.waiting, outbox.by_stream.len()), (1, 2));
    assert_eq!(outbox.by_stream[1].waiting, 0);
}

#[test]
fn a_refusal_is_shown_with_its_reason_and_holds_up_nothing() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    let one = register(&phone.core, &at, newcomer("गीता", None), Outcome::IntakeDone);
    phone.core.note_refusal(one.fact, "WRONG_AREA", Some("ज़िले से पूछें")).unwrap();
    phone.core.acknowledge(one.fact.stream, one.fact.seq).unwrap();
    let outbox = phone.core.outbox().unwrap();
    assert_eq!(outbox.waiting, 0);
    let refused = &outbox.refused[0];
    assert_eq!((refused.fact, refused.kind), (one.fact, Some(FactKind::Visit)));
    assert_eq!((refused.reason.as_str(), refused.advice.as_deref()), ("WRONG_AREA", Some("ज़िले से पूछें")));
    let (reason, advice) = ("WRONG_AREA".to_owned(), Some("ज़िले से पूछें".to_owned()));
    assert_eq!(phone.core.has_reached(one.fact).unwrap(), Reach::Refused { reason, advice });
    missing(phone.core.note_refusal(FactId { seq: 99, ..one.fact }, "X", None));
    let before = FactId { seq: one.fact.seq - 1, ..one.fact };
    assert_eq!(phone.core.has_reached(before).unwrap(), Reach::Acknowledged);
}

#[test]
fn batches_keep_to_their_size_in_order_and_a_large_fact_goes_alone() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    for _ in 0..4 {
        register(&phone.core, &at, newcomer("गीता", None), Outcome::IntakeDone);
    }
    let all = written(&phone);
    assert_eq!(all.len(), 9);
    assert_eq!(phone.core.waiting_facts(0).unwrap(), all[..1]);
    let size = |f: &shivir_domain::fact::Fact| f.header_bytes.len() + f.body.as_ref().unwrap().len() + 32;
    let three: usize = all[..3].iter().map(size).sum();
    assert_eq!(phone.core.waiting_facts(three).unwrap(), all[..3]);
    assert_eq!(phone.core.waiting_facts(three + 1).unwrap(), all[..3]);
    phone.core.acknowledge(all[0].id().stream, 3).unwrap();
    assert_eq!(phone.core.waiting_facts(usize::MAX).unwrap(), all[3..]);
}

#[test]
fn what_waits_in_an_earlier_openings_stream_is_sent_first_after_reopening() {
    let (phone, at) = Phone::ready(Cadre::Mitanin);
    register(&phone.core, &at, newcomer("गीता", None), Outcome::IntakeDone);
    let phone = phone.reopen();
    register(&phone.core, &at, newcomer("रमा", None), Outcome::IntakeDone);
    let outbox = phone.core.outbox().unwrap();
    assert_eq!(outbox.waiting, 5);
    assert_eq!(outbox.by_stream.iter().map(|s| s.waiting).collect::<Vec<_>>(), [3, 2]);
    let streams: Vec<_> = written(&phone).iter().map(|f| f.id().stream).collect();
    assert_eq!(streams[..3], [outbox.by_stream[0].stream; 3]);
    assert_eq!(streams[3..], [outbox.by_stream[1].stream; 2]);
}
