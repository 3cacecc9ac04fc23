//! Confirming: one fact a person, one sync for all of them. What returns from here survives a kill and a flat battery.

use serde::Serialize;
use shivir_domain::fact::{AadhaarBlock, Body, CardOutcome, CaseRef, Leave, Token, Visit, VisitWithdrawn};
use shivir_domain::fold::{PersonFold, VisitView};
use shivir_domain::id::{FactId, PersonId};

use super::draft::{Draft, DraftNo, Member, Opened, load, refused};
use super::flow::{Complete, Flow};
use super::{FlowRefusal, Step};
use crate::Core;
use crate::error::{CoreError, Thing};
use crate::facts::{self, Known, Pen, Sitting};

/// What was confirmed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Confirmed {
    /// One a person, in the order of the pass.
    pub people: Vec<Registered>,
}

/// One registration.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Registered {
    /// Who.
    pub person: PersonId,
    /// The fact that says so.
    pub fact: FactId,
    /// The code on the slip; none where nobody was met.
    pub slip: Option<String>,
    /// What came of it.
    pub outcomes: Vec<CardOutcome>,
    /// The Aadhaar update case that was opened or went back to the queue.
    pub case: Option<CaseRef>,
    /// The ration-card case that was opened.
    pub ration_case: Option<FactId>,
}

impl Core {
    /// Confirms a draft: writes a fact for each person, opens the cases that follow, removes the draft, all in one
    /// transaction with one sync. A draft that is not there any more was confirmed before.
    ///
    /// # Errors
    /// [`FlowRefusal::NotDone`] where someone's answers are missing, [`FlowRefusal::LikelySame`] where someone new is most
    /// likely known already and nobody said otherwise, [`FlowRefusal::WarningsFirst`] where something became known in the
    /// meantime, [`FlowRefusal::NoLongerStands`] where the details of what is corrected were removed in the meantime;
    /// [`CoreError::StorageFull`]. The draft stays in all of them.
    pub fn confirm(&self, no: DraftNo) -> Result<Confirmed, CoreError> {
        let draft = self.store().read(|db| load(db, no))?;
        let when = self.when(&draft.sitting)?;
        let taken: Vec<&Member> = draft.members.iter().filter(|m| !m.left_out).collect();
        let opened: Vec<Opened> =
            taken.iter().map(|m| self.open_member(&draft, m, &when)).collect::<Result<_, _>>()?;
        let mut complete = Vec::with_capacity(opened.len());
        for o in &opened {
            match &o.flow {
                Flow::Ready(c) => complete.push(c),
                waiting if waiting.step() == Step::Likely => return Err(refused(FlowRefusal::LikelySame)),
                waiting if waiting.step() == Step::Warnings => {
                    return Err(refused(FlowRefusal::WarningsFirst));
                }
                _ => return Err(refused(FlowRefusal::NotDone)),
            }
        }
        if complete.is_empty() {
            return Err(refused(FlowRefusal::NotDone));
        }
        // Its details were removed since: what was to be corrected is not there.
        if draft.replaces.is_some() && opened.iter().all(|o| corrected(&draft, o).is_none()) {
            return Err(refused(FlowRefusal::NoLongerStands));
        }
        self.write(|pen| {
            let mut people = Vec::with_capacity(complete.len());
            for ((member, o), complete) in taken.iter().zip(&opened).zip(&complete) {
                people.push(write_one(pen, &draft, member, o, complete)?);
            }
            match pen.tx.prepare_cached("delete from draft where no = ?")?.execute([no])? {
                0 => Err(CoreError::NotFound(Thing::Draft)),
                _ => Ok(Confirmed { people }),
            }
        })
    }

    /// Takes a registration back: it was the wrong person, or entered twice. The fact is kept.
    ///
    /// # Errors
    /// [`FlowRefusal::NoLongerStands`] where it was corrected or taken back before.
    pub fn withdraw(&self, sitting: &Sitting, fact: FactId) -> Result<(), CoreError> {
        let (person, view) = self.registration(fact)?;
        let body = Body::VisitWithdrawn(VisitWithdrawn { visit: fact });
        if !view.stands() {
            return Err(refused(FlowRefusal::NoLongerStands));
        }
        self.write(|pen| {
            let subject = facts::subject_for(pen.tx, person, &body)?;
            let base = facts::base(pen.tx, subject)?;
            pen.write(sitting, view.area, subject, base, &body)?;
            facts::refold_person(pen.tx, person, Known::AsBefore)?;
            Ok(())
        })
    }

    /// A registration by its fact: of whom, and as it stands now.
    ///
    /// # Errors
    /// [`Thing::Registration`] where there is none here.
    pub fn registration(&self, fact: FactId) -> Result<(PersonId, VisitView), CoreError> {
        let subject = self
            .store()
            .read(|db| facts::subject_of(db, fact))?
            .ok_or(CoreError::NotFound(Thing::Registration))?;
        let person = self.person(subject.into())?;
        let found = person.fold.visits.into_iter().find(|v| v.fact == fact);
        Ok((person.id, found.ok_or(CoreError::NotFound(Thing::Registration))?))
    }
}

fn write_one(
    pen: &mut Pen,
    draft: &Draft,
    member: &Member,
    opened: &Opened,
    complete: &Complete,
) -> Result<Registered, CoreError> {
    let (id, person) = (opened.person.id, &opened.person);
    let sitting = &draft.sitting;
    let area = opened.person.fact_area(sitting);
    let told = facts::Told::of(pen.tx, id)?;
    if told.heads() != person.fold.heads {
        // Something came in between: what the worker confirmed is not what is known now.
        return Err(refused(FlowRefusal::WarningsFirst));
    }
    let visit = visit(pen, draft, opened, complete);
    let body = Body::Visit(visit.clone());
    let subject = facts::subject_for(pen.tx, id, &body)?;
    let mut base = told.base(subject);
    if let Some(details) = &member.new {
        let (_, added) = pen.write(sitting, area, id.into(), base, &Body::PersonAdded(details.clone()))?;
        base = vec![added.id()];
    }
    let (_, fact) = pen.write(sitting, area, subject, base, &body)?;
    let listed = person.listed.clone().map(Box::new);
    let fold = facts::refold_person(pen.tx, id, Known::Now(listed))?;
    Ok(registered(id, fact.id(), &visit, &fold))
}

fn visit(pen: &mut Pen, draft: &Draft, opened: &Opened, complete: &Complete) -> Visit {
    let follow = &complete.follow;
    Visit {
        camp: draft.sitting.camp,
        consent: complete.consent.clone(),
        documents: complete.documents.clone(),
        outcomes: complete.outcomes.clone(),
        aadhaar: follow.aadhaar.map(|reason| AadhaarBlock {
            reason,
            case: complete.open_case,
            last4: follow.last4,
        }),
        ration: follow.ration,
        leave: follow.leave.map(|reason| Leave { reason }),
        back_in: follow.back_in,
        token: slip(pen, draft, opened, complete),
        // The first of the chain: were a correction in its middle blanked, none before it comes to life again.
        replaces: corrected(draft, opened).map(|v| v.root),
    }
}

/// The registration that this one corrects.
fn corrected<'a>(draft: &Draft, opened: &'a Opened) -> Option<&'a VisitView> {
    let mut visits = opened.person.fold.visits.iter();
    visits.find(|v| Some(v.fact) == draft.replaces)
}

/// A slip for whoever was met. A correction keeps the slip that is in the person's hand.
fn slip(pen: &mut Pen, draft: &Draft, opened: &Opened, complete: &Complete) -> Option<Token> {
    let held = corrected(draft, opened).and_then(|v| v.visit.token.clone());
    let met = complete.outcomes.iter().any(|o| o.outcome.is_served());
    held.or_else(|| met.then(|| pen.slip()))
}

fn registered(person: PersonId, fact: FactId, visit: &Visit, fold: &PersonFold) -> Registered {
    let case = fold.open_case().filter(|_| visit.aadhaar.is_some()).map(|c| c.case);
    let ration_case = fold.open_ration().filter(|_| visit.ration.is_some()).map(|c| c.case);
    Registered {
        person,
        fact,
        slip: visit.token.as_ref().map(Token::code),
        outcomes: visit.outcomes.clone(),
        case,
        ration_case,
    }
}
