//! Taking consent back: what was written down on the strength of it is removed, here and wherever it went, in one
//! transaction (docs/adr/0017-taking-consent-back.md).

use serde::Serialize;
use shivir_domain::codes::CardKind;
use shivir_domain::day::Day;
use shivir_domain::fact::{Blanked, Body, FactKind};
use shivir_domain::fold::{Removal, consented, resting_on_consent};
use shivir_domain::id::{FactId, PersonId, SubjectId};

use super::FlowRefusal;
use super::draft::{forget, refused};
use crate::Core;
use crate::error::CoreError;
use crate::facts::{self, Known, Pen, Sitting, Told};
use crate::roster::Person;
use crate::sync::refold;

/// What was removed when a person took her consent back, and what stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ConsentTakenBack {
    /// Who, under the id by which she is shown from now on.
    pub person: PersonId,
    /// Registrations that were removed, those that had been corrected or taken back among them.
    pub registrations: u32,
    /// Aadhaar and ration-card cases that ended with them.
    pub cases: u32,
    /// Details that she had given, beside what the list says of her, were removed.
    pub details: bool,
    /// Unfinished registrations on this phone that were dropped or emptied of her answers.
    pub drafts: u32,
    /// The days on which the consents were given, each once: that stays.
    pub given: Vec<Day>,
    /// The day that is written down for the taking back: that stays.
    pub day: Day,
    /// The district's list has her: her row there stays.
    pub on_list: bool,
    /// By the list, a card-maker or the portal her family card is made: that stays.
    pub card_made: bool,
}

impl Core {
    /// A person takes her consent back. In one transaction every registration of hers that rests on a given consent is blanked,
    /// those that were corrected or taken back too, with the cases that they opened, their steps, and the details that she gave;
    /// drafts about her are dropped, and in a household's draft her answers. It holds for copies that come later, and cannot be
    /// undone. What stays: that consent was given and taken back, on which days; what was said without her consent; what the list,
    /// card-makers and the portal say.
    ///
    /// # Errors
    /// [`FlowRefusal::NoConsent`] where no consent of hers is here; [`crate::error::Thing::Person`];
    /// [`crate::error::Thing::Worker`]; [`FlowRefusal::FutureDay`]; [`CoreError::StorageFull`]. Nothing is changed in any of them.
    pub fn withdraw_consent(
        &self,
        sitting: &Sitting,
        person: PersonId,
    ) -> Result<ConsentTakenBack, CoreError> {
        let day = self.day_of(sitting)?;
        // Somebody who is not known at all is told apart from one who gave no consent.
        let known = self.person(person)?;
        self.write(|pen| {
            let told = Told::of(pen.tx, known.id)?;
            let before = told.fold();
            let facts: Vec<_> = told.facts.iter().map(|(_, fact)| fact).collect();
            let mut given: Vec<Day> = consented(&before).map(|view| view.day).collect();
            given.sort_unstable();
            given.dedup();
            if given.is_empty() {
                return Err(refused(FlowRefusal::NoConsent));
            }
            let removals = resting_on_consent(&facts, &before, None);
            remove(pen, sitting, &removals)?;
            let drafts = forget(pen.tx, &told.ids().collect::<Vec<_>>())?;
            let left = Person { fold: Told::of(pen.tx, told.head)?.fold(), ..known };
            let of_kind = |kinds: &[FactKind]| removals.iter().filter(|r| kinds.contains(&r.kind)).count();
            Ok(ConsentTakenBack {
                person: told.head,
                registrations: count(of_kind(&[FactKind::Visit])),
                cases: count(before.cases.len() + before.ration.len()),
                details: of_kind(&[FactKind::PersonAdded, FactKind::PersonChanged]) > 0,
                drafts,
                given,
                day,
                on_list: left.on_list,
                card_made: left.made(CardKind::Family),
            })
        })
    }
}

/// Removes a registration that was written apart from a taking back, once it is settled that she had taken her consent back: it,
/// and the steps of the cases that it opened.
pub(crate) fn remove_apart(pen: &mut Pen, sitting: &Sitting, visit: FactId) -> Result<(), CoreError> {
    let Some(subject) = facts::subject_of(pen.tx, visit)? else {
        return Ok(());
    };
    let told = Told::of(pen.tx, subject.into())?;
    let facts: Vec<_> = told.facts.iter().map(|(_, fact)| fact).collect();
    let removals = resting_on_consent(&facts, &told.fold(), Some(visit));
    remove(pen, sitting, &removals)
}

/// Blanks bodies, each by a fact of its own on the same subject and in the same area, so that whoever has the body hears of it.
fn remove(pen: &mut Pen, sitting: &Sitting, removals: &[Removal]) -> Result<(), CoreError> {
    let mut subjects: Vec<SubjectId> = Vec::new();
    for Removal { fact, subject, area, reason, .. } in removals {
        let base = facts::base(pen.tx, *subject)?;
        let body = Body::BodyBlanked(Blanked { fact: *fact, reason: *reason });
        pen.write(sitting, *area, *subject, base, &body)?;
        if !subjects.contains(subject) {
            subjects.push(*subject);
        }
    }
    subjects.into_iter().try_for_each(|subject| refold(pen.tx, subject, Known::AsBefore))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
