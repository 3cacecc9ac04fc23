//! Phones that write facts on one person, each with its own clock, its own stream and its own view of what was said.

#![allow(dead_code, unused_imports, reason = "each test file takes what it needs of these builders")]

pub mod account;

use shivir_domain::codes::{
    AadhaarReason, CallHow, CardKind, CaseState, ConsentMode, Language, LikelyBand, Outcome, RationReason,
    RationState, SignedBy,
};
use shivir_domain::day::Day;
use shivir_domain::fact::{
    AadhaarBlock, Blanked, Body, Called, CardOutcome, CardStated, CaseDated, CaseOpened, CaseRef, CaseStep,
    Consent, Details, Fact, FactHash, FactKind, Header, Leave, LikelyDuplicate, LikelyReason, PeopleMerged,
    PeopleUnmerged, RationStep, ReviewSettled, Visit, VisitWithdrawn,
};
use shivir_domain::fold::{PersonFold, Removal, ReviewItem, consented, fold_person, resting_on_consent};
use shivir_domain::hlc::{DAY_MS, Hlc, HlcClock};
use shivir_domain::id::{AreaId, FactId, PersonId, StreamId, SubjectId, WorkerId};

/// 2026-11-21, half past nine in the morning in India.
pub const START_MS: u64 = 1_795_233_600_000;
pub const YEAR_MS: i64 = 365 * DAY_MS as i64;
pub use CardKind::{Family, VayVandana};

pub fn person() -> SubjectId {
    PersonId::listed(762, b"S:2201/4").into()
}

/// A phone and what it has heard of the person.
#[derive(Clone)]
pub struct Phone {
    pub facts: Vec<Fact>,
    pub stream: StreamId,
    pub worker: WorkerId,
    /// How far its clock is off, in milliseconds.
    pub skew_ms: i64,
    clock: HlcClock,
    now_ms: u64,
    seq: u64,
}

impl Phone {
    pub fn new(number: u8) -> Phone {
        Phone {
            facts: Vec::new(),
            stream: StreamId([number; 16]),
            worker: WorkerId([0x40 | number; 16]),
            skew_ms: 0,
            clock: HlcClock::new(Hlc::default(), START_MS),
            now_ms: START_MS + u64::from(number) * 1_000,
            seq: 0,
        }
    }

    /// A phone whose clock is off by so many milliseconds.
    pub fn off_by(number: u8, skew_ms: i64) -> Phone {
        Phone { skew_ms, ..Phone::new(number) }
    }

    /// Minutes pass at this phone.
    pub fn wait(&mut self, minutes: u64) -> &mut Phone {
        self.now_ms += minutes * 60_000;
        self
    }

    /// Days pass at this phone.
    pub fn wait_days(&mut self, days: u64) -> &mut Phone {
        self.wait(days * 24 * 60)
    }

    /// Writes a fact with the facts it has seen as base.
    pub fn say(&mut self, body: Body) -> FactId {
        let header = self.header(body.kind());
        self.keep(Fact::write(header, &body))
    }

    /// Writes a fact of any kind and bytes, as a newer peer might.
    pub fn say_bytes(&mut self, kind: FactKind, body: Vec<u8>) -> FactId {
        let header = self.header(kind);
        self.keep(fact_of(header, body))
    }

    pub fn keep(&mut self, fact: Fact) -> FactId {
        let id = fact.id();
        self.facts.push(fact);
        id
    }

    /// The header of its next fact, on all that it has heard.
    pub fn header(&mut self, kind: FactKind) -> Header {
        let base = self.fold().heads;
        self.header_on(kind, base)
    }

    fn header_on(&mut self, kind: FactKind, base: Vec<FactId>) -> Header {
        self.wait(1);
        self.seq += 1;
        let reading = self.now_ms.saturating_add_signed(self.skew_ms);
        let day = i32::try_from((self.now_ms + 19_800_000) / DAY_MS).unwrap();
        Header {
            id: FactId { stream: self.stream, seq: self.seq },
            time: self.clock.tick(reading),
            author: self.worker,
            typist: self.worker,
            day: Day::from_days(day).unwrap(),
            minute: None,
            area: AreaId(112_233),
            kind,
            subject: person(),
            base,
        }
    }

    /// Takes in a fact from elsewhere, once.
    pub fn hear(&mut self, fact: &Fact) {
        if self.facts.iter().all(|f| f.id() != fact.id()) {
            let reading = self.now_ms.saturating_add_signed(self.skew_ms);
            self.clock.receive(fact.header.time, reading);
            self.facts.push(fact.clone());
        }
    }

    pub fn fact(&self, id: FactId) -> &Fact {
        self.facts.iter().find(|f| f.id() == id).unwrap()
    }

    pub fn fold(&self) -> PersonFold {
        fold(&self.facts)
    }

    pub fn visit(&mut self, visit: Visit) -> FactId {
        self.say(Body::Visit(visit))
    }

    pub fn withdraw(&mut self, visit: FactId) -> FactId {
        self.say(Body::VisitWithdrawn(VisitWithdrawn { visit }))
    }

    pub fn change(&mut self, details: Details) -> FactId {
        self.say(Body::PersonChanged(details))
    }

    pub fn open_case(&mut self, reason: AadhaarReason) -> FactId {
        let block = block(reason);
        self.say(Body::CaseOpened(CaseOpened { block }))
    }

    pub fn step(&mut self, case: FactId, to: CaseState) -> FactId {
        self.say(Body::CaseStep(step(case, to)))
    }

    pub fn steps(&mut self, case: FactId, to: &[CaseState]) {
        for state in to {
            self.step(case, *state);
        }
    }

    /// Says when to look again at a case.
    pub fn date_case(&mut self, case: FactId, next: Day) -> FactId {
        self.say(Body::CaseDated(CaseDated { case: CaseRef(case), next }))
    }

    pub fn ration_step(&mut self, case: FactId, to: RationState) -> FactId {
        self.say(Body::RationStep(RationStep { case, to, number: None, documents: Vec::new() }))
    }

    pub fn state_card(&mut self, kind: CardKind, status: shivir_domain::codes::CardStatus) -> FactId {
        self.say(Body::CardStated(CardStated { kind, status }))
    }

    /// Says that the person is likely another one, of a number.
    pub fn likely(&mut self, other: u8) -> FactId {
        self.say(Body::LikelyDuplicate(LikelyDuplicate {
            other: PersonId([other; 16]),
            band: LikelyBand::Same,
            points: 18,
            why: vec![LikelyReason { finding: 1, points: 35 }],
        }))
    }

    /// Says that the person and another one, of a number, are one.
    pub fn merge(&mut self, other: u8) -> FactId {
        self.say(Body::PeopleMerged(PeopleMerged { other: PersonId([other; 16]) }))
    }

    /// Undoes a merge.
    pub fn unmerge(&mut self, merge: FactId) -> FactId {
        self.say(Body::PeopleUnmerged(PeopleUnmerged { merge }))
    }

    /// Calls the person to the camp.
    pub fn call(&mut self, how: CallHow) -> FactId {
        self.say(Body::Called(Called { camp: None, how, takes_back: None }))
    }

    /// Takes a call back.
    pub fn take_back_call(&mut self, call: FactId) -> FactId {
        self.say(Body::Called(Called { camp: None, how: CallHow::Called, takes_back: Some(call) }))
    }

    /// Takes her consent back: blanks all that rests on it. The blankings.
    pub fn take_consent_back(&mut self) -> Vec<FactId> {
        let facts: Vec<&Fact> = self.facts.iter().collect();
        let mut removals = resting_on_consent(&facts, &self.fold(), None);
        removals.retain(|removal| !self.is_blanked(removal.fact));
        let blanked =
            |Removal { fact, reason, .. }: Removal| self.say(Body::BodyBlanked(Blanked { fact, reason }));
        let said = removals.into_iter().map(blanked).collect();
        assert_eq!(consented(&self.fold()).count(), 0);
        said
    }

    /// Somebody blanked it; a store has its bytes no more.
    fn is_blanked(&self, fact: FactId) -> bool {
        let blanks = |f: &Fact| matches!(f.body(), Ok(Some(Body::BodyBlanked(b))) if b.fact == fact);
        self.facts.iter().any(blanks)
    }

    /// Settles an item on someone of several entries, whose latest facts are given.
    pub fn settle_knowing(&mut self, item: &ReviewItem, keep: FactId, heads: Vec<FactId>) -> FactId {
        let body = Body::ReviewSettled(ReviewSettled { review: item.id, saw: item.facts.clone(), keep });
        let header = self.header_on(body.kind(), heads);
        self.keep(Fact::write(header, &body))
    }

    /// Settles an item, having seen the facts in it.
    pub fn settle(&mut self, item: &ReviewItem, keep: FactId) -> FactId {
        self.say(Body::ReviewSettled(ReviewSettled { review: item.id, saw: item.facts.clone(), keep }))
    }
}

/// Two phones meet and tell each other everything.
pub fn meet(a: &mut Phone, b: &mut Phone) {
    let of_a = a.facts.clone();
    b.facts.clone().iter().for_each(|f| a.hear(f));
    of_a.iter().for_each(|f| b.hear(f));
}

/// They meet, and must now show the same, which is given.
pub fn agreed(a: &mut Phone, b: &mut Phone) -> PersonFold {
    meet(a, b);
    assert_eq!(a.fold(), b.fold(), "two phones that saw the same facts");
    a.fold()
}

/// Folds, and checks that every fact is accounted for.
pub fn fold(facts: &[Fact]) -> PersonFold {
    let fold = fold_person(&facts.iter().collect::<Vec<_>>());
    account::check(facts, &fold);
    fold
}

/// A fact of any bytes.
pub fn fact_of(header: Header, body: Vec<u8>) -> Fact {
    let written = Fact::write(header.clone(), &Body::VisitWithdrawn(nothing()));
    // The header says its own kind, which `write` would set to the body's.
    let header_bytes = minicbor::to_vec(&header).unwrap();
    let mut fact = Fact { header, header_bytes, body_hash: body_hash(&body), ..written };
    fact.body = Some(body);
    fact
}

pub fn body_hash(body: &[u8]) -> [u8; 32] {
    use sha2::{Digest, Sha256};
    Sha256::digest(body).into()
}

/// The same fact, its body taken away by the store.
pub fn without_body(fact: &Fact) -> Fact {
    Fact { body: None, ..fact.clone() }
}

/// Through the bytes and back, as a store keeps it.
pub fn read_back(fact: &Fact) -> Fact {
    let hash: FactHash = fact.hash();
    Fact::read(fact.header_bytes.clone(), fact.body.clone(), fact.body_hash, hash).unwrap()
}

fn nothing() -> VisitWithdrawn {
    VisitWithdrawn { visit: FactId { stream: StreamId([0; 16]), seq: 0 } }
}

pub fn block(reason: AadhaarReason) -> AadhaarBlock {
    AadhaarBlock { reason, case: None, last4: None }
}

pub fn step(case: FactId, to: CaseState) -> CaseStep {
    CaseStep { case: CaseRef(case), to, reason: None, tracking: None, next: None, centre: None, fee: None }
}

/// A visit with an outcome for each kind of card.
pub fn outcomes(outcomes: &[(CardKind, Outcome)]) -> Visit {
    let asks = outcomes.iter().any(|(_, o)| o.needs_consent());
    let consent = Consent {
        notice: 1,
        language: Language::Hindi,
        mode: ConsentMode::Thumb,
        spoken: None,
        by: SignedBy::Own,
        guardian: None,
        given: true,
    };
    Visit {
        camp: None,
        consent: asks.then_some(consent),
        documents: Vec::new(),
        outcomes: outcomes.iter().map(|&(kind, outcome)| CardOutcome { kind, outcome }).collect(),
        aadhaar: None,
        ration: None,
        leave: outcomes
            .iter()
            .any(|(_, o)| o.leaves_target())
            .then_some(Leave { reason: shivir_domain::codes::LeaveReason::FamilySays }),
        back_in: None,
        token: None,
        replaces: None,
    }
}

/// A visit for the family card.
pub fn outcome(outcome: Outcome) -> Visit {
    outcomes(&[(Family, outcome)])
}

/// A visit at which Aadhaar blocked the family card.
pub fn blocked(reason: AadhaarReason) -> Visit {
    Visit { aadhaar: Some(block(reason)), ..outcome(Outcome::BlockedAadhaar) }
}

/// A visit at which the person was on no list.
pub fn not_listed(reason: RationReason) -> Visit {
    Visit { ration: Some(reason), ..outcome(Outcome::NotInList) }
}

/// The same visit as the correction of an earlier one.
pub fn correcting(old: FactId, visit: Visit) -> Visit {
    Visit { replaces: Some(old), ..visit }
}

/// Details that give nothing: the ground of a change.
pub fn no_details() -> Details {
    Details {
        name_hi: None,
        name_en: None,
        relative: None,
        sex: None,
        birth: None,
        relation: None,
        household: None,
        area: None,
        village: None,
        para: None,
        mobile: None,
        last4: None,
        groups: None,
        guest_from: None,
        ration_card: None,
    }
}

pub fn named(name: &str) -> Details {
    Details { name_en: Some(name.into()), ..no_details() }
}
