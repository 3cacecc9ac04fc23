//! Any order, repetition and grouping in which the facts of two phones are delivered gives every store the same rows.

use crate::common::{MORNING, Phone, load_sakti, register, sitting, today};
use crate::queue_common::{OnList, load_list, newcomer, rows, written};
use proptest::prelude::*;
use shivir_core::aadhaar::{Opening, RationStep, Step};
use shivir_core::error::CoreError;
use shivir_core::facts::Sitting;
use shivir_core::registration::Whom;
use shivir_domain::codes::{AadhaarReason, BlankReason, Cadre, CallHow, CaseState, Outcome};
use shivir_domain::fact::{Fact, FactKind};
use shivir_domain::id::PersonId;

/// What a worker does on one of the phones with one of the people.
#[derive(Debug, Clone)]
struct Deed {
    phone: usize,
    who: usize,
    what: What,
    /// Picks among what is possible.
    pick: usize,
}

#[derive(Debug, Clone, Copy)]
enum What {
    Register,
    Correct,
    TakeBack,
    OpenCase,
    StepCase,
    DateCase,
    StepRation,
    Call,
    TakeCallBack,
    Blank,
    TakeConsentBack,
    /// Joins her with the next of the people.
    Merge,
    Unmerge,
    /// Everything that waits goes to the other phone.
    Send,
    AddWorker,
}

fn deed() -> impl Strategy<Value = Deed> {
    let what = prop_oneof![
        5 => Just(What::Register),
        2 => Just(What::Correct),
        1 => Just(What::TakeBack),
        2 => Just(What::OpenCase),
        4 => Just(What::StepCase),
        2 => Just(What::DateCase),
        2 => Just(What::StepRation),
        2 => Just(What::Call),
        1 => Just(What::TakeCallBack),
        1 => Just(What::Blank),
        1 => Just(What::TakeConsentBack),
        2 => Just(What::Merge),
        1 => Just(What::Unmerge),
        2 => Just(What::Send),
        1 => Just(What::AddWorker),
    ];
    (0..2usize, 0..5usize, what, any::<usize>()).prop_map(|(phone, who, what, pick)| Deed {
        phone,
        who,
        what,
        pick,
    })
}

const OUTCOMES: [Outcome; 8] = [
    Outcome::Submitted,
    Outcome::BlockedAadhaar,
    Outcome::NotInList,
    Outcome::Absent,
    Outcome::Deceased,
    Outcome::Approved,
    Outcome::Rejected,
    Outcome::Already,
];

/// A rule may forbid what the dice say; nothing else may go wrong.
fn unless_refused<T>(result: Result<T, CoreError>) {
    match result {
        Ok(_) | Err(CoreError::Refused(_)) => {}
        Err(other) => panic!("{other}"),
    }
}

fn act(
    deed: &Deed,
    phones: &[Phone; 2],
    tables: &[Sitting; 2],
    officers: &[Sitting; 2],
    people: &[PersonId],
) {
    let (core, at) = (&phones[deed.phone].core, &tables[deed.phone]);
    let id = people[deed.who];
    let person = core.person(id).unwrap();
    let outcome = match OUTCOMES[deed.pick % OUTCOMES.len()] {
        Outcome::NotInList if person.on_list => Outcome::Pending,
        other => other,
    };
    let fold = person.fold;
    let last = fold.standing().last().map(|v| v.fact);
    match deed.what {
        What::Register => {
            register(core, at, Whom::Person(id), outcome);
        }
        What::Correct => {
            if let Some(fact) = last {
                register(core, at, Whom::Correct(fact), outcome);
            }
        }
        What::TakeBack => last.into_iter().for_each(|f| core.withdraw(at, f).unwrap()),
        What::OpenCase => {
            let opening = Opening {
                reason: [AadhaarReason::Name, AadhaarReason::Dob][deed.pick % 2],
                face_and_otp_failed: false,
                last4: None,
            };
            unless_refused(core.open_case(at, id, &opening));
        }
        What::StepCase => {
            if let Some(case) = fold.open_case() {
                let next = case.state.next();
                let to = next[deed.pick % next.len()];
                let step = Step {
                    reason: (to == CaseState::Queued).then_some(AadhaarReason::Sex),
                    tracking: Some(format!("T{}", deed.pick % 100)),
                    ..Step::to(to)
                };
                core.step_case(at, case.case, step).unwrap();
            }
        }
        What::DateCase => {
            if let Some(case) = fold.open_case() {
                let next = today().plus(i32::try_from(deed.pick % 30).unwrap());
                core.date_case(at, case.case, next).unwrap();
            }
        }
        What::StepRation => {
            if let Some(case) = fold.open_ration() {
                let next = case.state.next();
                let step =
                    RationStep { to: next[deed.pick % next.len()], number: None, documents: Vec::new() };
                core.step_ration(at, case.case, &step).unwrap();
            }
        }
        What::Call => {
            core.call(at, &[id], CallHow::ALL[deed.pick % 2]).unwrap();
        }
        What::TakeCallBack => {
            let last = fold.calls.iter().rfind(|call| call.stands());
            last.into_iter().for_each(|call| core.take_back_calls(at, &[call.fact]).unwrap());
        }
        What::Blank => {
            // Of the people's own; the two workers at the tables stay known.
            let own: Vec<Fact> = written(&phones[deed.phone])
                .into_iter()
                .filter(|f| f.header.kind != FactKind::WorkerAdded)
                .collect();
            if !own.is_empty() {
                let fact = own[deed.pick % own.len()].id();
                unless_refused(core.blank(at, fact, BlankReason::DataRights));
            }
        }
        What::TakeConsentBack => unless_refused(core.withdraw_consent(at, id)),
        What::Merge => {
            let other = people[(deed.who + 1 + deed.pick % (people.len() - 1)) % people.len()];
            unless_refused(core.merge_people(&officers[deed.phone], id, other));
        }
        What::Unmerge => {
            if let Some(merge) = fold.merges.iter().find(|merge| merge.undone.is_none()) {
                unless_refused(core.unmerge_people(&officers[deed.phone], id, merge.other));
            }
        }
        What::Send => {
            phones[1 - deed.phone].core.take_in(&written(&phones[deed.phone])).unwrap();
        }
        What::AddWorker => {
            core.add_worker("नई कार्यकर्ता", Cadre::Aww, &[]).unwrap();
        }
    }
    // Up to half an hour: two phones' clocks do not agree, and no day goes by.
    phones[deed.phone].env.pass(u64::try_from(deed.pick % 1_800_000).unwrap());
}

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n).unwrap()).unwrap()
    }

    fn shuffled(&mut self, facts: &[Fact]) -> Vec<Fact> {
        let mut out = facts.to_vec();
        // A third comes twice.
        out.extend(facts.iter().filter(|_| self.below(3) == 0).cloned());
        for at in (1..out.len()).rev() {
            out.swap(at, self.below(at + 1));
        }
        out
    }
}

/// Delivers in batches of any size.
fn deliver(phone: &Phone, facts: &[Fact], dice: &mut Dice) {
    let mut left = facts;
    while !left.is_empty() {
        let (batch, rest) = left.split_at(1 + dice.below(left.len().min(9)));
        let taken = phone.core.take_in(batch).unwrap();
        assert!(taken.forks.is_empty() && taken.future.is_empty() && taken.unfit.is_empty());
        left = rest;
    }
}

/// People of the list of every store, of whom nothing is said at first.
const LISTED: [OnList; 2] =
    [OnList { source: 1, place: 0, made: false }, OnList { source: 2, place: 1, made: true }];

/// An empty store later in the day than everything that is delivered to it.
fn bystander(seed: u64) -> Phone {
    let phone = Phone::with_seed(seed);
    load_sakti(&phone.core);
    load_list(&phone, &LISTED);
    phone.env.set(MORNING + 12 * 3_600_000);
    phone
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_store_that_has_seen_the_same_facts_has_the_same_rows(
        deeds in prop::collection::vec(deed(), 3..16),
        seed in any::<u64>(),
    ) {
        let phones = [Phone::with_seed(seed), Phone::with_seed(!seed)];
        phones.iter().for_each(|p| {
            load_sakti(&p.core);
            load_list(p, &LISTED);
        });
        let tables = [0, 1].map(|n: usize| sitting(&phones[n].core, Cadre::Vle));
        let people: Vec<PersonId> = [Outcome::BlockedAadhaar, Outcome::NotInList, Outcome::Submitted]
            .map(|outcome| {
                let who = newcomer("गीता", Some("1950-05-01"));
                register(&phones[0].core, &tables[0], who, outcome).person
            })
            .into_iter()
            // And two of the list, of whom nothing was said yet.
            .chain(LISTED.iter().map(OnList::id))
            .collect();
        let officers = [0, 1].map(|n: usize| sitting(&phones[n].core, Cadre::Cho));
        phones[1].core.take_in(&written(&phones[0])).unwrap();
        // Everything that was ever on its way: also bodies that were blanked later.
        let mut pool: Vec<Fact> = Vec::new();
        for deed in &deeds {
            act(deed, &phones, &tables, &officers, &people);
            for fact in phones.iter().flat_map(written) {
                if !pool.contains(&fact) {
                    pool.push(fact);
                }
            }
        }
        let mut dice = Dice(seed);
        let [one, two] = phones;
        for phone in [&one, &two] {
            phone.env.set(MORNING + 12 * 3_600_000);
            let all = dice.shuffled(&pool);
            deliver(phone, &all, &mut dice);
        }
        let (third, fourth) = (bystander(3), bystander(4));
        for phone in [&third, &fourth] {
            let all = dice.shuffled(&pool);
            deliver(phone, &all, &mut dice);
        }
        let expected = rows(&one);
        for (name, phone) in [("the other phone", &two), ("a third", &third), ("a fourth", &fourth)] {
            for ((table, theirs), (_, own)) in rows(phone).into_iter().zip(&expected) {
                prop_assert_eq!(&theirs, own, "{} on {}", table, name);
            }
        }
    }
}
