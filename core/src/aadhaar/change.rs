//! Changing the cases of one person: what is written is judged by what stands in the same transaction.

use shivir_domain::codes::Lang;
use shivir_domain::day::Day;
use shivir_domain::fact::Body;
use shivir_domain::fold::PersonFold;
use shivir_domain::id::PersonId;

use crate::Core;
use crate::error::CoreError;
use crate::facts::{self, Known, Sitting};
use crate::registration::FlowRefusal;
use crate::roster::Person;

impl Core {
    /// Writes one fact on a person and brings her rows in line. `body` says what, given her as she stands; it is asked
    /// again where something came in between. Returns the fold and the body.
    pub(super) fn change_person(
        &self,
        sitting: &Sitting,
        id: PersonId,
        body: impl Fn(&Person) -> Result<Body, CoreError>,
    ) -> Result<(PersonFold, Body), CoreError> {
        loop {
            let person = self.person(id)?;
            let body = body(&person)?;
            let written = self.write(|pen| {
                let told = facts::Told::of(pen.tx, id)?;
                if told.heads() != person.fold.heads {
                    return Ok(None);
                }
                let subject = facts::subject_for(pen.tx, person.id, &body)?;
                let base = told.base(subject);
                pen.write(sitting, person.fact_area(sitting), subject, base, &body)?;
                let known = Known::Now(person.listed.clone().map(Box::new));
                Ok(Some(facts::refold_person(pen.tx, person.id, known)?))
            })?;
            if let Some(fold) = written {
                return Ok((fold, body));
            }
        }
    }

    /// The day of what is written at this table; its author must be known here.
    ///
    /// # Errors
    /// [`FlowRefusal::FutureDay`]; [`crate::error::Thing::Worker`].
    pub(crate) fn day_of(&self, sitting: &Sitting) -> Result<Day, CoreError> {
        self.worker(sitting.author)?;
        let when = self.when(sitting)?;
        if when.day > when.today {
            return Err(CoreError::Refused(FlowRefusal::FutureDay.into()));
        }
        Ok(when.day)
    }
}

/// The names of a person in both languages.
pub(super) fn names(person: &Person) -> (String, String) {
    (person.name(Lang::Hi).to_owned(), person.name(Lang::En).to_owned())
}
