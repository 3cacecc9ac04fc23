//! Someone who is entered as new and may be known already: it is she, or another person. See
//! `docs/adr/0007-likely-duplicates.md`.

use shivir_domain::id::PersonId;
use shivir_roster::duplicate::Band;

use super::draft::{DraftNo, DraftView, refused};
use super::flow::Answer;
use super::{FlowRefusal, MemberView};
use crate::Core;
use crate::error::CoreError;
use crate::roster::Likely;

/// Those who have to be answered for.
pub(super) fn same(likely: &[Likely]) -> Vec<PersonId> {
    likely.iter().filter(|one| one.band == Band::Same).map(|one| one.person).collect()
}

/// Adds that she is none of these people. Who she is was asked first; what was answered of her since stays.
pub(super) fn another(answers: &mut Vec<Answer>, people: Vec<PersonId>) {
    let mut all = people;
    answers.retain_mut(|answer| match answer {
        Answer::Another { people } => {
            people.retain(|person| !all.contains(person));
            all.append(people);
            false
        }
        _ => true,
    });
    answers.insert(0, Answer::Another { people: all });
}

impl MemberView {
    /// Those of [`likely`](Self::likely) who have to be answered for before anything else.
    pub fn same(&self) -> impl Iterator<Item = &Likely> {
        self.likely.iter().filter(|one| one.band == Band::Same)
    }

    /// Those of [`likely`](Self::likely) of whom it was not said yet that they are another person.
    pub fn unanswered(&self) -> impl Iterator<Item = &Likely> {
        let said = |person: &PersonId| {
            self.answers.iter().any(|answer| match answer {
                Answer::Another { people } => people.contains(person),
                _ => false,
            })
        };
        self.likely.iter().filter(move |one| !said(&one.person))
    }
}

impl Core {
    /// It is she: turns a draft about someone new into one about a person who is known. The answers stay as far as they
    /// fit her; the details that were typed are dropped.
    ///
    /// # Errors
    /// [`FlowRefusal::NotNew`] where the member is known already; [`crate::error::Thing::Person`] where there is no such
    /// person. The draft stays as it was.
    pub fn switch_to(&self, no: DraftNo, member: usize, person: PersonId) -> Result<DraftView, CoreError> {
        let person = self.person(person)?.id;
        self.change(no, member, |_, m| {
            if m.new.take().is_none() {
                return Err(refused(FlowRefusal::NotNew));
            }
            m.person = person;
            m.answers.retain(|answer| !matches!(answer, Answer::Another { .. }));
            Ok(())
        })
    }
}
