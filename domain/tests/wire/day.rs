//! A day of a camp, invented: for measuring batches, and for training their dictionary (`examples/wire_dictionary.rs`).
//! The names come from a list that is given; nobody in it lives.

#![allow(dead_code, unused_imports, reason = "each user takes what it needs of this builder")]

use shivir_domain::aadhaar::Last4;
use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::codes::{
    AadhaarReason, CardKind, CaseState, ConsentMode, Document, Language, Outcome, SignedBy,
};
use shivir_domain::day::Day;
use shivir_domain::fact::FactKind;
use shivir_domain::fact::{
    AadhaarBlock, Body, CardOutcome, CaseRef, CaseStep, Consent, Details, Fact, Header, SpokenConsent, Token,
    Visit, VisitWithdrawn,
};
use shivir_domain::hlc::Hlc;
use shivir_domain::id::{AreaId, CampId, FactId, PersonId, StreamId, SubjectId, WorkerId};
use shivir_domain::person::{Relation, Sex};

/// SplitMix64: the same for the same seed everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize].clone()
    }

    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.next() as u8)
    }
}

/// Given names and surnames.
pub struct Names {
    pub women: Vec<String>,
    pub men: Vec<String>,
    pub surnames: Vec<String>,
    pub villages: Vec<String>,
}

impl Names {
    /// From lines `kind TAB name …`: F, M, S (surname), V (village); other lines are passed over.
    pub fn read(text: &str) -> Self {
        let of = |kind: &str| {
            let lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
            lines.filter(|l| l.len() > 1 && l[0] == kind).map(|l| l[1].to_owned()).collect()
        };
        Self { women: of("F"), men: of("M"), surnames: of("S"), villages: of("V") }
    }
}

/// How many registrations, and of whom.
#[derive(Clone, Copy)]
pub struct Plan {
    pub listed: u64,
    pub new: u64,
    /// Of these, how many are kept from a card by their Aadhaar.
    pub aadhaar: u64,
    /// Of a hundred: corrections, steps of cases, withdrawals, as come on a day with more than registrations.
    pub other: u64,
}

/// The day that the budget is for.
pub const DAY: Plan = Plan { listed: 150, new: 50, aadhaar: 30, other: 0 };

pub struct Camp<'a> {
    random: Random,
    names: &'a Names,
    stream: StreamId,
    others: Vec<StreamId>,
    seq: u64,
    ms: u64,
    last: Hlc,
    author: WorkerId,
    typist: WorkerId,
    areas: Vec<AreaId>,
    camp: Option<CampId>,
    notice: u32,
    token: Token,
    village: String,
    pub facts: Vec<Fact>,
}

impl<'a> Camp<'a> {
    pub fn new(seed: u64, names: &'a Names) -> Self {
        let mut random = Random(seed);
        let ms = 1_795_233_600_000 + random.below(90) * 86_400_000 + random.below(3_600_000);
        let author = WorkerId::new_worker(ms - random.below(5_000_000_000), random.bytes());
        let trainer = WorkerId::new_worker(ms - random.below(5_000_000_000), random.bytes());
        let area = 112_000 + random.below(3_000);
        Self {
            stream: StreamId(random.bytes()),
            others: (0..4).map(|_| StreamId(random.bytes())).collect(),
            seq: 0,
            ms,
            last: Hlc::default(),
            author,
            typist: if random.chance(30) { trainer } else { author },
            areas: vec![AreaId(area), AreaId(area + 1 + random.below(9)), AreaId(area + 20)],
            camp: random.chance(90).then_some(CampId(random.0 as u32 % 400)),
            notice: 1 + random.0 as u32 % 4,
            token: Token { phone: random.0 as u32 % 300, counter: random.0 as u32 % 600 },
            village: random.pick(&names.villages),
            names,
            random,
            facts: Vec::new(),
        }
    }

    /// The whole day, in a mixed order.
    pub fn day(mut self, plan: Plan) -> Vec<Fact> {
        let total = plan.listed + plan.new;
        let mut queue: Vec<(bool, bool)> = (0..total).map(|n| (n < plan.new, false)).collect();
        for n in (1..queue.len()).rev() {
            let other = self.random.below(n as u64 + 1) as usize;
            queue.swap(n, other);
        }
        let mut blocked = 0;
        while blocked < plan.aadhaar.min(total) {
            let at = self.random.below(total) as usize;
            blocked += u64::from(!std::mem::replace(&mut queue[at].1, true));
        }
        let mut together = 0;
        for (new, blocked) in queue {
            if together == 0 {
                self.ms += 35_000 + self.random.below(110_000);
                together = if self.random.chance(30) { self.random.below(4) } else { 0 };
            } else {
                self.ms += self.random.below(4);
                together -= 1;
            }
            self.register(new, blocked);
            if self.random.chance(plan.other) {
                self.more();
            }
        }
        self.facts
    }

    fn write(&mut self, subject: SubjectId, area: AreaId, base: Vec<FactId>, body: &Body) -> FactId {
        self.seq += 1;
        let next = Hlc(self.last.0 + 1);
        self.last = next.max(Hlc::at_ms(self.ms));
        let india = self.ms + 19_800_000;
        let header = Header {
            id: FactId { stream: self.stream, seq: self.seq },
            time: self.last,
            author: self.author,
            typist: self.typist,
            day: Day::from_days((india / 86_400_000) as i32).unwrap(),
            minute: Some((india % 86_400_000 / 60_000) as u16),
            area,
            kind: body.kind(),
            subject,
            base,
        };
        self.facts.push(Fact::write(header, body));
        self.facts.last().unwrap().id()
    }

    fn area(&mut self) -> AreaId {
        let at = [0, 0, 0, 0, 0, 0, 0, 1, 1, 2];
        self.areas[self.random.pick(&at)]
    }

    fn name(&mut self, sex: Sex) -> String {
        let women = sex == Sex::Female;
        let mut name = self.random.pick(if women { &self.names.women } else { &self.names.men });
        match self.random.below(10) {
            0..3 if women => name.push_str(" बाई"),
            3 if women => name.push_str(" देवी"),
            0..2 => name.push_str(" कुमार"),
            2 => name.push_str(" राम"),
            _ => {}
        }
        if self.random.chance(75) {
            name.push(' ');
            name.push_str(&self.random.pick(&self.names.surnames));
        }
        name
    }

    fn register(&mut self, new: bool, blocked: bool) {
        let area = self.area();
        let mut base = Vec::new();
        let subject = if new {
            let drawn = self.ms - self.random.below(90_000);
            let subject = PersonId::new_person(drawn, self.random.bytes()).into();
            let details = self.details(area);
            base = vec![self.write(subject, area, base, &Body::PersonAdded(details))];
            self.ms += self.random.below(2);
            subject
        } else {
            if self.random.chance(4) {
                base.push(FactId { stream: self.random.pick(&self.others), seq: 1 + self.random.below(400) });
            }
            SubjectId(PersonId::listed(762, &self.random.bytes::<9>()).0)
        };
        let visit = self.visit(blocked);
        self.write(subject, area, base, &Body::Visit(visit));
    }

    fn details(&mut self, area: AreaId) -> Details {
        let sex = if self.random.chance(60) { Sex::Female } else { Sex::Male };
        let today = Day::from_days((self.ms / 86_400_000) as i32).unwrap();
        let years = self.random.below(75) as u16;
        let birth = if self.random.chance(40) {
            BirthDate::on(
                today.plus(-(365 * i32::from(years) + self.random.below(365) as i32)),
                BirthSource::Aadhaar,
            )
        } else {
            BirthDate::from_age(years, today)
        };
        let relations =
            [Relation::Wife, Relation::Son, Relation::Daughter, Relation::Head, Relation::DaughterInLaw];
        Details {
            name_hi: Some(self.name(sex)),
            name_en: None,
            relative: Some(self.name(Sex::Male)),
            sex: Some(sex),
            birth: Some(birth),
            relation: Some(self.random.pick(&relations)),
            household: None,
            area: Some(area),
            village: Some(self.village.clone()),
            para: None,
            mobile: Some(6_000_000_000 + self.random.below(4_000_000_000)),
            last4: self.last4(30),
            groups: None,
            guest_from: None,
            ration_card: None,
        }
    }

    fn last4(&mut self, percent: u64) -> Option<Last4> {
        let digits = format!("{:04}", self.random.below(10_000));
        self.random.chance(percent).then(|| Last4::new(&digits).unwrap())
    }

    fn visit(&mut self, blocked: bool) -> Visit {
        let outcomes = [
            Outcome::Submitted,
            Outcome::Submitted,
            Outcome::IntakeDone,
            Outcome::IntakeDone,
            Outcome::IntakeDone,
            Outcome::Already,
            Outcome::NoDocs,
        ];
        let outcome = if blocked { Outcome::BlockedAadhaar } else { self.random.pick(&outcomes) };
        let mut all = vec![CardOutcome { kind: CardKind::Family, outcome }];
        if self.random.chance(8) {
            all.push(CardOutcome { kind: CardKind::VayVandana, outcome });
        }
        let (aadhaar, ration, mobile) = (Document::Aadhaar, Document::RationCard, Document::MobileForOtp);
        let documents = [
            vec![aadhaar, ration, mobile],
            vec![aadhaar, ration, mobile],
            vec![aadhaar, ration],
            vec![aadhaar],
            vec![ration],
        ];
        let reasons = [
            AadhaarReason::Mobile,
            AadhaarReason::Mobile,
            AadhaarReason::Mbu5,
            AadhaarReason::BioWorn,
            AadhaarReason::Dob,
        ];
        self.token.counter += 1;
        let guarded = self.random.chance(12);
        Visit {
            camp: self.camp,
            consent: Some(Consent {
                notice: self.notice,
                language: self.random.pick(&[
                    Language::Hindi,
                    Language::Chhattisgarhi,
                    Language::Chhattisgarhi,
                ]),
                mode: self.random.pick(&[ConsentMode::Thumb, ConsentMode::Signed, ConsentMode::Signed]),
                spoken: None,
                by: if guarded { SignedBy::Mother } else { SignedBy::Own },
                guardian: guarded.then(|| self.name(Sex::Female)),
                given: true,
            }),
            documents: self.random.pick(&documents),
            outcomes: all,
            aadhaar: blocked.then(|| AadhaarBlock {
                reason: self.random.pick(&reasons),
                case: None,
                last4: self.last4(60),
            }),
            ration: None,
            leave: None,
            back_in: None,
            token: Some(self.token.clone()),
            replaces: None,
        }
    }

    /// Something that is no registration, about someone of this day.
    fn more(&mut self) {
        let about = self.random.pick(&self.facts);
        let last = self.facts.iter().rev().find(|f| f.header.subject == about.header.subject).unwrap();
        let (base, area) = (vec![last.id()], about.header.area);
        self.ms += 20_000 + self.random.below(50_000);
        let body = match self.random.below(4) {
            0 => Body::VisitWithdrawn(VisitWithdrawn { visit: about.id() }),
            1 => {
                let name_hi = Some(self.name(Sex::Female));
                let none = self.details(area);
                Body::PersonChanged(Details {
                    name_hi,
                    relative: None,
                    sex: None,
                    birth: None,
                    relation: None,
                    area: None,
                    village: None,
                    ..none
                })
            }
            _ => Body::CaseStep(CaseStep {
                case: CaseRef(about.id()),
                to: self.random.pick(&[CaseState::Referred, CaseState::Submitted, CaseState::Updated]),
                reason: None,
                tracking: None,
                next: Day::from_days((self.ms / 86_400_000) as i32 + 14),
                centre: Some(1 + self.random.below(30) as u32),
                fee: self.random.chance(50).then_some(12_500),
            }),
        };
        self.write(about.header.subject, area, base, &body);
    }
}
