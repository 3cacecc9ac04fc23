//! What workers do at their tables, through the verbs that the screens use.

use std::collections::BTreeSet;

use shivir::demo::script::stranger;
use shivir_core::aadhaar::{Opening, RationStep, Step as CaseStep};
use shivir_core::facts::Sitting;
use shivir_core::registration::{Answer, Confirmed, DraftView, Follow, MemberView, Step, Whom};
use shivir_core::review::ReviewFilter;
use shivir_core::{Core, CoreError};
use shivir_domain::codes::{
    AadhaarReason, BlankReason, Cadre, CaseState, ConsentMode, Document, Language, LeaveReason, Outcome,
    RationReason, ReviewKind, SignedBy,
};
use shivir_domain::fact::{CardOutcome, Consent};
use shivir_domain::fold::PersonFold;
use shivir_domain::id::{FactId, PersonId};

use super::Broken;
use super::trace::note;
use super::world::World;

/// Outcomes, the common ones more often.
const OUTCOMES: [Outcome; 12] = [
    Outcome::IntakeDone,
    Outcome::IntakeDone,
    Outcome::Submitted,
    Outcome::BlockedAadhaar,
    Outcome::BlockedAadhaar,
    Outcome::NotInList,
    Outcome::Absent,
    Outcome::Away,
    Outcome::Deceased,
    Outcome::Moved,
    Outcome::Already,
    Outcome::NoDocs,
];

impl World<'_> {
    /// A worker does something.
    pub fn work(&mut self, phone: usize) -> Result<(), Broken> {
        let what = self.rng.below(24);
        let pick = self.rng.below(1 << 16);
        self.may_stop(phone, 14);
        match what {
            0..=5 => {
                let details = stranger((pick % 500) as u32, "नंदेली", None);
                self.register(phone, Whom::New(Box::new(details)), pick)?;
            }
            6..=10 => {
                let listed = self.template.listed[pick % self.template.listed.len()];
                let met = &self.book.people;
                let person =
                    if pick.is_multiple_of(3) && !met.is_empty() { met[pick % met.len()] } else { listed };
                self.register(phone, Whom::Person(person), pick)?;
            }
            11 | 12 => {
                if let Some(fact) = self.some_visit(phone, pick) {
                    self.register(phone, Whom::Correct(fact), pick)?;
                }
            }
            13 => {
                if let Some(fact) = self.some_visit(phone, pick) {
                    self.does(phone, "withdraw", |core, at| core.withdraw(at, fact));
                }
            }
            14..=17 => self.case(phone, pick),
            18 => {
                let fact = self.some_visit(phone, pick);
                if let Some(fact) = fact.filter(|_| pick.is_multiple_of(2)) {
                    let reason = BlankReason::from_number(1);
                    self.does(phone, "blank", |core, at| core.blank(at, fact, reason));
                }
            }
            19 if pick.is_multiple_of(2) => {
                let people = &self.book.people;
                if let Some(person) = people.get(pick % people.len().max(1)).copied() {
                    self.does(phone, "take consent back", |core, at| {
                        core.withdraw_consent(at, person).map(drop)
                    });
                }
            }
            20 | 21 => self.join(phone, pick),
            22 | 23 => self.settle_some(phone, pick),
            _ => {
                self.does(phone, "add a worker", |core, at| {
                    core.add_worker("कमला साहू", Cadre::Aww, &[at.area]).map(drop)
                });
            }
        }
        self.did_stop(phone)?;
        Ok(())
    }

    /// Somebody new is registered, with a slip.
    pub fn work_on(&mut self, phone: usize, pick: usize) -> Result<(), Broken> {
        let details = stranger((pick % 500) as u32, "नंदेली", None);
        self.register(phone, Whom::New(Box::new(details)), 0)
    }

    /// Does something with a verb of the store.
    fn does(
        &mut self,
        phone: usize,
        what: &str,
        verb: impl FnOnce(&Core, &Sitting) -> Result<(), CoreError>,
    ) {
        let table = self.table(phone);
        let Some(core) = &self.phones[phone].core else {
            return;
        };
        let done = verb(core, &table);
        if self.given(phone, what, done).is_some() {
            note!(self, "phone {phone}: {what}");
        }
    }

    /// One of the registrations that were ever confirmed.
    fn some_visit(&self, phone: usize, pick: usize) -> Option<FactId> {
        let entries = &self.book.entries;
        let entry = entries.get(pick % entries.len().max(1))?;
        let core = self.phones[phone].core.as_ref()?;
        core.registration(entry.fact).ok().filter(|(_, view)| view.stands()).map(|_| entry.fact)
    }

    /// Someone is registered. A draft that was left is taken up instead.
    fn register(&mut self, phone: usize, whom: Whom, pick: usize) -> Result<(), Broken> {
        let table = self.table(phone);
        let outcome = OUTCOMES[pick / 7 % OUTCOMES.len()];
        let Some(core) = &self.phones[phone].core else {
            return Ok(());
        };
        let answered = answered(core, &table, whom, outcome);
        let Some(draft) = self.given(phone, "answers", answered) else {
            return Ok(());
        };
        let Some(core) = &self.phones[phone].core else {
            return Ok(());
        };
        let done: Result<Confirmed, CoreError> = core.confirm(draft.no);
        if self.disks.has_stopped(&self.phones[phone].folder()) {
            // Whether it was written before the phone stopped is seen when it runs again: where the draft is gone it was,
            // though nobody was told.
            self.did_stop(phone)?;
            let core = self.phones[phone].core.as_ref();
            let left = core.map(Core::drafts).transpose()?.unwrap_or_default();
            if left.is_empty() {
                for member in &draft.members {
                    // Of one who is joined it may stand under another of her ids.
                    let joined = self.book.joined.iter().copied();
                    let ids: BTreeSet<PersonId> =
                        joined.filter(|_| self.book.joined.contains(&member.person)).collect();
                    for id in ids.into_iter().chain([member.person]) {
                        *self.book.visits.entry(id).or_default() += 1;
                    }
                    self.met(member.person);
                }
            }
            return Ok(());
        }
        if let (Err(CoreError::Refused(_)), Some(core)) = (&done, &self.phones[phone].core) {
            // What was to be corrected was removed meanwhile: it is given up.
            let given_up = core.cancel(draft.no);
            self.given(phone, "cancel", given_up);
        }
        if let Some(confirmed) = self.given(phone, "confirm", done) {
            self.confirmed(phone, &confirmed);
        }
        Ok(())
    }

    /// Two are said to be one person, or what joins somebody is undone.
    fn join(&mut self, phone: usize, pick: usize) {
        let people = &self.book.people;
        let listed = &self.template.listed;
        let (Some(one), Some(other)) =
            (people.get(pick % people.len().max(1)), people.get(pick / 3 % people.len().max(1)))
        else {
            return;
        };
        let other = if pick.is_multiple_of(5) { listed[pick % listed.len()] } else { *other };
        let one = *one;
        let Some(core) = &self.phones[phone].core else {
            return;
        };
        let found = core.person(one).map(|person| person.fold.merges);
        let Some(merges) = self.given(phone, "look at a person", found) else {
            return;
        };
        self.book.joined.extend([one, other]);
        match merges.into_iter().find(|merge| merge.undone.is_none() && pick.is_multiple_of(2)) {
            Some(merge) => {
                self.does(phone, "take two apart", |core, at| core.unmerge_people(at, one, merge.other))
            }
            None => self.does(phone, "join two", |core, at| core.merge_people(at, other, one).map(drop)),
        }
    }

    /// Some review item is settled by keeping some fact of it, or by joining the two that it is about.
    fn settle_some(&mut self, phone: usize, pick: usize) {
        self.does(phone, "settle", |core, at| {
            let open = ReviewFilter { open_only: true, limit: Some(20), ..ReviewFilter::default() };
            let items = core.reviews(&open)?;
            let Some(item) = items.get(pick % items.len().max(1)) else {
                return Ok(());
            };
            let keep = item.facts.get(pick / 7 % item.facts.len().max(1));
            match (item.kind, keep) {
                (ReviewKind::LikelyDuplicate, _) if pick.is_multiple_of(2) => {
                    core.settle_as_same(at, item).map(drop)
                }
                (_, Some(keep)) => core.settle(at, item, *keep).map(drop),
                (_, None) => Ok(()),
            }
        });
    }

    /// The next step of somebody's case, or a new case.
    fn case(&mut self, phone: usize, pick: usize) {
        let people = &self.book.people;
        let Some(person) = people.get(pick % people.len().max(1)).copied() else {
            return;
        };
        let Some(core) = &self.phones[phone].core else {
            return;
        };
        let found = core.person(person).map(|person| person.fold);
        if let Some(fold) = self.given(phone, "look at a person", found) {
            self.does(phone, "a case's step", |core, at| step(core, at, person, &fold, pick));
        }
    }
}

fn step(
    core: &Core,
    at: &Sitting,
    person: PersonId,
    fold: &PersonFold,
    pick: usize,
) -> Result<(), CoreError> {
    if let Some(case) = fold.open_ration().filter(|_| pick.is_multiple_of(3)) {
        let next = case.state.next();
        let to = next[pick % next.len()];
        return core
            .step_ration(at, case.case, &RationStep { to, number: None, documents: Vec::new() })
            .map(drop);
    }
    let Some(case) = fold.open_case() else {
        let reason = [AadhaarReason::Name, AadhaarReason::Dob][pick % 2];
        return core
            .open_case(at, person, &Opening { reason, face_and_otp_failed: false, last4: None })
            .map(drop);
    };
    let next = case.state.next();
    let to = next[pick % next.len()];
    let reason = (to == CaseState::Queued).then_some(AadhaarReason::Sex);
    core.step_case(at, case.case, CaseStep { reason, ..CaseStep::to(to) }).map(drop)
}

/// Goes through a registration up to its confirmation.
fn answered(core: &Core, at: &Sitting, whom: Whom, outcome: Outcome) -> Result<DraftView, CoreError> {
    let mut draft = match core.drafts()?.pop() {
        Some(left) => left,
        None => core.begin(at.clone(), whom)?,
    };
    while let Some(answer) = draft.members.first().and_then(|member| next(member, outcome)) {
        match core.answer(draft.no, 0, answer) {
            Ok(view) => draft = view,
            // What may not be said of this person is given up.
            Err(refused @ CoreError::Refused(_)) => {
                core.cancel(draft.no)?;
                return Err(refused);
            }
            Err(other) => return Err(other),
        }
    }
    Ok(draft)
}

fn next(member: &MemberView, outcome: Outcome) -> Option<Answer> {
    Some(match member.step {
        Step::Likely => Answer::Another { people: member.likely.iter().map(|l| l.person).collect() },
        Step::Warnings => Answer::GoOn { seen: member.warnings.clone() },
        Step::Consent if !outcome.needs_consent() => Answer::NotMet { outcome },
        Step::Consent => Answer::Consent(consent(member.minor)),
        Step::Documents if outcome == Outcome::NoDocs => Answer::Documents { shown: Vec::new() },
        Step::Documents => Answer::Documents { shown: vec![Document::Aadhaar, Document::RationCard] },
        Step::Outcome => Answer::Outcomes {
            outcomes: member.due.iter().map(|due| CardOutcome { kind: due.kind, outcome }).collect(),
        },
        Step::Follow => Answer::Follow(Follow {
            aadhaar: member.reasons.first().copied(),
            face_and_otp_failed: true,
            ration: Some(RationReason::NoCard),
            leave: Some(LeaveReason::FamilySays),
            ..Follow::default()
        }),
        Step::Ready => return None,
    })
}

fn consent(minor: bool) -> Consent {
    Consent {
        notice: 1,
        language: Language::Hindi,
        mode: ConsentMode::Signed,
        spoken: None,
        by: if minor { SignedBy::Mother } else { SignedBy::Own },
        guardian: minor.then(|| "सीता साहू".to_owned()),
        given: true,
    }
}
