//! Random histories: two to four phones with wrong clocks that write of all kinds and meet now and then, each hearing
//! only a part of what the other knows.

use proptest::prelude::*;
use shivir_domain::birth::{BirthDate, BirthSource, Precision};
use shivir_domain::codes::{
    AadhaarReason, BlankReason, CallHow, CardKind, CardStatus, CaseState, Outcome, RationReason, RationState,
};
use shivir_domain::day::Day;
use shivir_domain::fact::{Blanked, Body, CaseRef, CaseStep, Details, Fact, FactKind, ReviewSettled, Visit};
use shivir_domain::id::FactId;

use crate::common::*;

/// One thing that happens. Numbers choose among what the phone knows, so that any number fits.
#[derive(Debug, Clone)]
pub enum Op {
    Visit(u8, Vec<(u16, u16)>, Option<u16>, Option<u16>, Option<u8>),
    Withdraw(u8, u8),
    Change(u8, Option<u8>, Option<u8>, Option<(i32, u16)>, bool),
    Open(u8, u16),
    Step(u8, u8, u16, Option<u16>),
    DateCase(u8, u8, i32),
    RationStep(u8, u8, u16),
    State(u8, u16, u16),
    Settle(u8, u8, u8, bool),
    Likely(u8, u8),
    Merge(u8, u8),
    Unmerge(u8, u8),
    Call(u8, u16),
    TakeBackCall(u8, u8),
    Blank(u8, u8),
    TakeConsentBack(u8),
    Newer(u8, u16, Vec<u8>),
    Wait(u8, u16),
    Meet(u8, u8, u64),
}

pub fn op() -> impl Strategy<Value = Op> {
    let kind = prop_oneof![4 => Just(1u16), 2 => Just(2), 1 => Just(3)];
    let outcomes = prop::collection::vec((kind, 1u16..=15), 0..3);
    // Each hears most of what the other knows, seldom all.
    let part = (any::<u64>(), any::<u64>()).prop_map(|(a, b)| a | b);
    let phone = 0u8..4;
    let any8 = any::<u8>;
    prop_oneof![
        6 => (phone.clone(), outcomes, prop::option::weighted(0.3, 1u16..=12), prop::option::weighted(0.2, 1u16..=5),
            prop::option::weighted(0.45, any8()))
            .prop_map(|(p, o, a, r, c)| Op::Visit(p, o, a, r, c)),
        2 => (phone.clone(), any8()).prop_map(|(p, v)| Op::Withdraw(p, v)),
        2 => (phone.clone(), prop::option::of(0u8..3), prop::option::of(0u8..3),
            prop::option::of((-9_000i32..9_000, 1u16..=6)), any::<bool>())
            .prop_map(|(p, n, m, b, added)| Op::Change(p, n, m, b, added)),
        1 => (phone.clone(), 1u16..=12).prop_map(|(p, r)| Op::Open(p, r)),
        5 => (phone.clone(), any8(), 1u16..=11, prop::option::of(1u16..=12)).prop_map(|(p, c, s, r)| Op::Step(p, c, s, r)),
        2 => (phone.clone(), any8(), 20_700i32..20_900).prop_map(|(p, c, d)| Op::DateCase(p, c, d)),
        2 => (phone.clone(), any8(), 1u16..=6).prop_map(|(p, c, s)| Op::RationStep(p, c, s)),
        1 => (phone.clone(), 1u16..=3, 1u16..=6).prop_map(|(p, k, s)| Op::State(p, k, s)),
        5 => (phone.clone(), any8(), any8(), prop::bool::weighted(0.8)).prop_map(|(p, r, k, a)| Op::Settle(p, r, k, a)),
        1 => (phone.clone(), 1u8..4).prop_map(|(p, o)| Op::Likely(p, o)),
        1 => (phone.clone(), 1u8..4).prop_map(|(p, o)| Op::Merge(p, o)),
        1 => (phone.clone(), any8()).prop_map(|(p, m)| Op::Unmerge(p, m)),
        2 => (phone.clone(), 1u16..=3).prop_map(|(p, h)| Op::Call(p, h)),
        1 => (phone.clone(), any8()).prop_map(|(p, c)| Op::TakeBackCall(p, c)),
        1 => (phone.clone(), any8()).prop_map(|(p, f)| Op::Blank(p, f)),
        1 => phone.clone().prop_map(Op::TakeConsentBack),
        1 => (phone.clone(), 1u16..20, prop::collection::vec(any8(), 0..20)).prop_map(|(p, k, b)| Op::Newer(p, k, b)),
        2 => (phone.clone(), any::<u16>()).prop_map(|(p, m)| Op::Wait(p, m)),
        7 => (phone.clone(), phone, part).prop_map(|(a, b, part)| Op::Meet(a, b, part)),
    ]
}

/// A whole history: how far each phone's clock is off, in hours, and what happens.
pub fn history() -> impl Strategy<Value = (Vec<i32>, Vec<Op>)> {
    (prop::collection::vec(-30_000i32..30_000, 2..=4), prop::collection::vec(op(), 1..60))
}

/// The facts that were written, each once.
pub fn live((skews, ops): &(Vec<i32>, Vec<Op>)) -> Vec<Fact> {
    let mut phones: Vec<Phone> =
        (1u8..).zip(skews).map(|(n, hours)| Phone::off_by(n, i64::from(*hours) * 3_600_000)).collect();
    for op in ops {
        act(&mut phones, op);
    }
    let (first, others) = phones.split_at_mut(1);
    for other in others {
        for fact in &other.facts {
            first[0].hear(fact);
        }
    }
    let mut facts = first[0].facts.clone();
    facts.sort_by_key(Fact::id);
    facts
}

fn act(phones: &mut [Phone], op: &Op) {
    let count = phones.len();
    let n = |p: &u8| usize::from(*p) % count;
    match op {
        Op::Visit(p, told, aadhaar, ration, corrects) => {
            let told: Vec<_> =
                told.iter().map(|(k, o)| (CardKind::from_number(*k), Outcome::from_number(*o))).collect();
            let phone = &mut phones[n(p)];
            let visit = Visit {
                aadhaar: aadhaar.map(|r| block(AadhaarReason::from_number(r))),
                ration: ration.map(RationReason::from_number),
                replaces: corrects.and_then(|c| pick(&of_kind(phone, FactKind::Visit), c)),
                ..outcomes(&told)
            };
            phone.visit(visit);
        }
        Op::Withdraw(p, which) => {
            let phone = &mut phones[n(p)];
            if let Some(visit) = pick(&of_kind(phone, FactKind::Visit), *which) {
                phone.withdraw(visit);
            }
        }
        Op::Change(p, name, mobile, birth, added) => {
            let details = Details {
                name_en: name.map(|n| format!("name {n}")),
                mobile: mobile.map(|m| 9_000_000_000 + u64::from(m)),
                birth: birth.map(|(days, source)| BirthDate {
                    day: Day::from_days(days).unwrap(),
                    precision: Precision::Day,
                    source: BirthSource::from_number(source),
                }),
                ..no_details()
            };
            phones[n(p)].say(match added {
                true => Body::PersonAdded(details),
                false => Body::PersonChanged(details),
            });
        }
        Op::Open(p, reason) => {
            phones[n(p)].open_case(AadhaarReason::from_number(*reason));
        }
        Op::DateCase(p, case, day) => {
            let phone = &mut phones[n(p)];
            if let Some(case) = pick(&cases_of(phone), *case) {
                phone.date_case(case, Day::from_days(*day).unwrap());
            }
        }
        Op::Step(p, case, to, reason) => {
            let phone = &mut phones[n(p)];
            let cases = cases_of(phone);
            // Mostly a step that the phone would offer, now and then any.
            let legal = phone.fold().open_case().map(|c| c.state.next());
            let to = match legal {
                Some(next) if to % 4 != 0 && !next.is_empty() => next[usize::from(*to) % next.len()],
                _ => CaseState::from_number(*to),
            };
            if let Some(case) = pick(&cases, *case) {
                phone.say(Body::CaseStep(CaseStep {
                    case: CaseRef(case),
                    reason: reason.map(AadhaarReason::from_number),
                    ..step(case, to)
                }));
            }
        }
        Op::RationStep(p, case, to) => {
            let phone = &mut phones[n(p)];
            let cases: Vec<FactId> = phone.fold().ration.iter().map(|c| c.case).collect();
            if let Some(case) = pick(&cases, *case) {
                phone.ration_step(case, RationState::from_number(*to));
            }
        }
        Op::State(p, kind, status) => {
            let (kind, status) = (CardKind::from_number(*kind), CardStatus::from_number(*status));
            phones[n(p)].state_card(kind, status);
        }
        Op::Settle(p, which, keep, saw_all) => {
            let phone = &mut phones[n(p)];
            let mut reviews = phone.fold().reviews;
            if reviews.iter().any(|r| r.settled.is_none()) && which % 4 != 0 {
                reviews.retain(|r| r.settled.is_none());
            }
            if reviews.is_empty() {
                return;
            }
            let item = &reviews[usize::from(*which) % reviews.len()];
            let keep = pick(&item.facts, *keep).unwrap();
            let skip = usize::from(!saw_all);
            phone.say(Body::ReviewSettled(ReviewSettled {
                review: item.id,
                saw: item.facts.iter().skip(skip).copied().collect(),
                keep,
            }));
        }
        Op::Likely(p, other) => {
            phones[n(p)].likely(*other);
        }
        Op::Merge(p, other) => {
            phones[n(p)].merge(*other);
        }
        Op::Unmerge(p, which) => {
            let phone = &mut phones[n(p)];
            if let Some(merge) = pick(&of_kind(phone, FactKind::PeopleMerged), *which) {
                phone.unmerge(merge);
            }
        }
        Op::Call(p, how) => {
            phones[n(p)].call(CallHow::from_number(*how));
        }
        Op::TakeBackCall(p, which) => {
            let phone = &mut phones[n(p)];
            if let Some(call) = pick(&of_kind(phone, FactKind::Called), *which) {
                phone.take_back_call(call);
            }
        }
        Op::Blank(p, which) => {
            let phone = &mut phones[n(p)];
            let all: Vec<FactId> = phone.facts.iter().map(Fact::id).collect();
            if let Some(fact) = pick(&all, *which) {
                let reason = BlankReason::DataRights;
                phone.say(Body::BodyBlanked(Blanked { fact, reason }));
            }
        }
        Op::TakeConsentBack(p) => {
            phones[n(p)].take_consent_back();
        }
        Op::Newer(p, kind, bytes) => {
            phones[n(p)].say_bytes(FactKind::from_number(*kind), bytes.clone());
        }
        Op::Wait(p, minutes) => {
            phones[n(p)].wait(u64::from(*minutes));
        }
        Op::Meet(a, b, part) => {
            let (a, b) = (n(a), n(b));
            let bit = |i: usize| part >> (i % 64) & 1 == 1;
            let told: Vec<Fact> = phones[a].facts.clone();
            for (i, fact) in told.iter().enumerate().filter(|_| a != b) {
                if bit(i) {
                    phones[b].hear(fact);
                }
            }
        }
    }
}

/// All names of cases that it knows, of joined and of finished ones too.
fn cases_of(phone: &Phone) -> Vec<FactId> {
    let mut cases = of_kind(phone, FactKind::CaseOpened);
    cases.extend(phone.fold().cases.iter().map(|c| c.case.0));
    cases
}

fn of_kind(phone: &Phone, kind: FactKind) -> Vec<FactId> {
    let facts = phone.facts.iter().filter(|f| f.header.kind == kind);
    facts.map(Fact::id).collect()
}

fn pick(from: &[FactId], which: u8) -> Option<FactId> {
    (!from.is_empty()).then(|| from[usize::from(which) % from.len()])
}
