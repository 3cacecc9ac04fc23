//! Calling people to the camp, and taking a call back that was a slip of the hand.

use shivir_domain::codes::CallHow;
use shivir_domain::fact::{Body, Called};
use shivir_domain::id::{FactId, PersonId};

use crate::Core;
use crate::error::{CoreError, Thing};
use crate::facts::{self, Known, Sitting};
use crate::registration::FlowRefusal;
use crate::roster::Person;

impl Core {
    /// Notes of these people, mostly those left out of one household, that they were called to the camp of the sitting:
    /// all of them or none, in one transaction. Who is named twice, or under two of her ids, is called once. Returns the
    /// facts, in the order of the people.
    ///
    /// # Errors
    /// [`Thing::Person`], [`Thing::Worker`], [`FlowRefusal::UnknownCode`], [`FlowRefusal::FutureDay`]. Nothing is
    /// written in any of them.
    pub fn call(
        &self,
        sitting: &Sitting,
        people: &[PersonId],
        how: CallHow,
    ) -> Result<Vec<FactId>, CoreError> {
        self.day_of(sitting)?;
        if matches!(how, CallHow::Unknown(_)) {
            return Err(CoreError::Refused(FlowRefusal::UnknownCode.into()));
        }
        let mut called: Vec<Person> = Vec::with_capacity(people.len());
        for id in people {
            let person = self.person(*id)?;
            if called.iter().all(|other| other.id != person.id) {
                called.push(person);
            }
        }
        let body = Body::Called(Called { camp: sitting.camp, how, takes_back: None });
        self.write(|pen| {
            let mut written = Vec::with_capacity(called.len());
            for person in &called {
                let subject = facts::subject_for(pen.tx, person.id, &body)?;
                let base = facts::base(pen.tx, subject)?;
                let (_, fact) = pen.write(sitting, person.fact_area(sitting), subject, base, &body)?;
                written.push(fact.id());
                let known = Known::Now(person.listed.clone().map(Box::new));
                facts::refold_person(pen.tx, person.id, known)?;
            }
            Ok(written)
        })
    }

    /// Takes calls back that were a slip of the hand: all of them or none, in one transaction. The facts are kept. What
    /// somebody took back before is passed over: it is as was asked.
    ///
    /// # Errors
    /// [`Thing::Fact`] where one is no call, or is not here; [`Thing::Worker`], [`FlowRefusal::FutureDay`]. Nothing is
    /// written in any of them.
    pub fn take_back_calls(&self, sitting: &Sitting, calls: &[FactId]) -> Result<(), CoreError> {
        self.day_of(sitting)?;
        self.write(|pen| {
            for call in calls {
                let no_call = CoreError::NotFound(Thing::Fact);
                let Some(fact) = facts::fact(pen.tx, *call)? else {
                    return Err(no_call);
                };
                let told = facts::Told::of(pen.tx, fact.header.subject.into())?;
                let Some(view) = told.fold().calls.into_iter().find(|view| view.fact == *call) else {
                    return Err(no_call);
                };
                if !view.stands() {
                    continue;
                }
                let back = Called { camp: view.camp, how: view.how, takes_back: Some(*call) };
                let body = Body::Called(back);
                let subject = facts::subject_for(pen.tx, told.head, &body)?;
                pen.write(sitting, fact.header.area, subject, told.base(subject), &body)?;
                facts::refold_person(pen.tx, told.head, Known::AsBefore)?;
            }
            Ok(())
        })
    }
}
