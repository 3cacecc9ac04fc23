//! The order of facts: bases first, clocks only where neither knew of the other.

use std::time::{Duration, Instant};

use shivir_domain::codes::{AadhaarReason, CaseState, Outcome};
use shivir_domain::fact::{Body, Fact, Header, causal_order};
use shivir_domain::hlc::Hlc;
use shivir_domain::id::FactId;

use crate::common::*;

fn order(facts: &[Fact]) -> Vec<FactId> {
    let facts: Vec<&Fact> = facts.iter().collect();
    let order = causal_order(&facts).order;
    order.into_iter().map(|i| facts[i].id()).collect()
}

/// A fact with that time and base.
fn fact(stream: u8, time: u64, base: &[FactId]) -> Fact {
    let mut phone = Phone::new(stream);
    let body = Body::PersonChanged(named(&format!("{stream}")));
    let header = Header { time: Hlc::at_ms(time), base: base.to_vec(), ..phone.header(body.kind()) };
    Fact::write(header, &body)
}

fn id(stream: u8) -> FactId {
    fact(stream, 0, &[]).id()
}

#[test]
fn a_fact_comes_after_its_base_though_its_clock_stood_years_earlier() {
    let facts = [fact(1, 9_000_000, &[]), fact(2, 5, &[id(1)])];
    assert_eq!(order(&facts), [id(1), id(2)]);
    let fold = fold(&facts);
    assert_eq!(fold.details.name_en.as_deref(), Some("2"));
    assert_eq!(fold.heads, [id(2)]);
}

#[test]
fn facts_apart_are_ordered_by_time_then_by_stream() {
    let facts = [fact(3, 7, &[]), fact(1, 9, &[]), fact(2, 7, &[])];
    assert_eq!(order(&facts), [id(2), id(3), id(1)]);
    assert_eq!(fold(&facts).heads, [id(1), id(2), id(3)]);
}

#[test]
fn a_base_that_has_not_come_is_passed_over() {
    let facts = [fact(2, 5, &[id(1)]), fact(3, 4, &[])];
    assert_eq!(order(&facts), [id(3), id(2)]);
}

#[test]
fn a_circle_of_bases_is_broken_at_its_earliest_and_what_follows_it_keeps_its_place() {
    let facts = [
        fact(1, 9, &[id(2)]),
        fact(2, 8, &[id(3), id(2)]),
        fact(3, 7, &[id(1)]),
        // Comes after the circle, though its clock is the earliest.
        fact(4, 1, &[id(1)]),
        fact(5, 2, &[]),
    ];
    let expected = [id(5), id(3), id(2), id(1), id(4)];
    assert_eq!(order(&facts), expected);
    let mut turned = facts.clone();
    turned.reverse();
    assert_eq!(order(&turned), expected);
    assert_eq!(fold(&turned), fold(&facts));
}

#[test]
fn a_paper_sheet_names_who_did_the_work_and_who_typed_it() {
    let (mitanin, mut trainer) = (Phone::new(1), Phone::new(2));
    let body = Body::Visit(outcome(Outcome::Submitted));
    let header = Header { author: mitanin.worker, ..trainer.header(body.kind()) };
    trainer.keep(Fact::write(header, &body));
    let view = trainer.fold().visits[0].clone();
    assert_eq!((view.author, view.typist), (mitanin.worker, trainer.worker));
}

#[test]
fn the_header_says_the_kind_of_the_body() {
    let body = Body::Visit(outcome(Outcome::Submitted));
    let header = Phone::new(1).header(shivir_domain::fact::FactKind::CaseStep);
    assert_eq!(Fact::write(header, &body).header.kind, body.kind());
}

/// Two thousand facts on one person, a hundred times what the busiest has.
fn many(apart: bool, body: impl Fn(&mut Vec<Fact>, usize) -> Body) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut phone = Phone::new(1);
    for i in 0..2_000 {
        let body = body(&mut facts, i);
        let mut header = Phone::new(2).header(body.kind());
        header.id = FactId { stream: phone.stream, seq: i as u64 + 1 };
        header.time = Hlc::at_ms(START_MS + (i as u64 * 7_919) % 2_000);
        header.base = match facts.last() {
            Some(last) if !apart => vec![last.id()],
            _ => Vec::new(),
        };
        facts.push(Fact::write(header, &body));
    }
    phone.facts.clear();
    facts
}

/// Time that this thread has worked, where the system says so: a busy machine is not to count.
fn worked() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanos = stat.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanos))
}

#[test]
fn two_thousand_facts_on_one_person_fold_in_well_under_a_second() {
    let first = |facts: &Vec<Fact>| facts.first().map(Fact::id).unwrap_or(id(7));
    let mixed = |facts: &mut Vec<Fact>, i: usize| match i % 5 {
        0 => Body::Visit(blocked(AadhaarReason::Name)),
        1 => Body::PersonChanged(named(&i.to_string())),
        2 => Body::CaseStep(step(first(facts), CaseState::Updated)),
        3 => Body::Visit(correcting(facts[i - 3].id(), outcome(Outcome::Submitted))),
        _ => Body::VisitWithdrawn(shivir_domain::fact::VisitWithdrawn { visit: facts[i - 4].id() }),
    };
    let all_details = |_: &mut Vec<Fact>, i: usize| {
        let text = Some(i.to_string());
        Body::PersonChanged(shivir_domain::fact::Details {
            name_hi: text.clone(),
            relative: text.clone(),
            village: text.clone(),
            para: text.clone(),
            guest_from: text.clone(),
            ration_card: text.clone(),
            ..named(&i.to_string())
        })
    };
    let chain = |facts: &mut Vec<Fact>, _: usize| match facts.last() {
        Some(last) => Body::Visit(correcting(last.id(), outcome(Outcome::Submitted))),
        None => Body::Visit(outcome(Outcome::Submitted)),
    };
    let visits = |_: &mut Vec<Fact>, _: usize| Body::Visit(outcome(Outcome::Submitted));
    for apart in [false, true] {
        for (name, facts) in [
            ("mixed", many(apart, mixed)),
            ("details", many(apart, all_details)),
            ("chain", many(apart, chain)),
            ("visits", many(apart, visits)),
        ] {
            let refs: Vec<&Fact> = facts.iter().collect();
            let (start, clock) = (worked(), Instant::now());
            let fold = shivir_domain::fold::fold_person(&refs);
            let took = match (start, worked()) {
                (Some(start), Some(end)) => end - start,
                _ => clock.elapsed(),
            };
            println!("{name}, apart {apart}: {took:?}");
            assert!(!fold.heads.is_empty());
            assert!(took < Duration::from_secs(1), "{name}, apart {apart}: {took:?}");
        }
    }
}
