//! Joining two entries of one person, by a fact, and undoing it (docs/adr/0009-merging-people.md).

use shivir_domain::codes::ReviewKind;
use shivir_domain::fact::{Body, PeopleMerged, PeopleUnmerged};
use shivir_domain::id::PersonId;
use shivir_domain::review::{ReviewRefusal, may_settle};

use super::list::ReviewView;
use super::settle::settler;
use crate::Core;
use crate::error::{CoreError, Refusal};
use crate::facts::{self, Known, Sitting};
use crate::roster::Person;

impl Core {
    /// Joins two entries of one person: she is shown, counted and gone on with under the id of `kept`, with all that was said
    /// under both. Nothing of it is rewritten, and [`Core::unmerge_people`] undoes it. Of a listed and a new entry the listed is
    /// kept.
    ///
    /// # Errors
    /// [`crate::error::Thing::Person`]; [`ReviewRefusal::NotHers`], [`ReviewRefusal::OneAlready`], [`ReviewRefusal::ListedIsKept`].
    /// Nothing is written in any of them.
    pub fn merge_people(
        &self,
        sitting: &Sitting,
        kept: PersonId,
        other: PersonId,
    ) -> Result<Person, CoreError> {
        self.may_join(sitting)?;
        loop {
            let (kept, other) = (self.person(kept)?, self.person(other)?);
            if kept.id == other.id {
                return Err(refused(ReviewRefusal::OneAlready));
            }
            if other.on_list && !kept.on_list {
                return Err(refused(ReviewRefusal::ListedIsKept));
            }
            let done = self.write(|pen| {
                let (of_kept, of_other) = (facts::heads(pen.tx, kept.id)?, facts::heads(pen.tx, other.id)?);
                if of_kept != kept.fold.heads || of_other != other.fold.heads {
                    return Ok(false);
                }
                let mut base = facts::base(pen.tx, kept.id)?;
                base.extend(of_other);
                base.sort_unstable();
                base.dedup();
                // The phones of both areas hear of it.
                let mut areas = vec![kept.fact_area(sitting), other.fact_area(sitting)];
                areas.dedup();
                let body = Body::PeopleMerged(PeopleMerged { other: other.id });
                for area in areas {
                    let (_, fact) = pen.write(sitting, area, kept.id.into(), base, &body)?;
                    base = vec![fact.id()];
                }
                if let Some(listed) = other.on_list() {
                    facts::meet(pen.tx, other.id, listed)?;
                }
                let known = Known::Now(kept.listed.clone().map(Box::new));
                facts::refold_person(pen.tx, kept.id, known)?;
                Ok(true)
            })?;
            if done {
                return self.person(kept.id);
            }
        }
    }

    /// Joins the two of a likely duplicate, as it was shown. The one on the list is kept; of two who are on it, or on none, the
    /// one who was known before.
    ///
    /// # Errors
    /// As [`Core::merge_people`]; [`ReviewRefusal::NotInIt`] where the item is of another kind.
    pub fn settle_as_same(&self, sitting: &Sitting, seen: &ReviewView) -> Result<Person, CoreError> {
        let (Some(one), Some(other)) = (&seen.who, &seen.other) else {
            return Err(refused(ReviewRefusal::NotInIt));
        };
        let (added, before) = (self.person(one.person)?, self.person(other.person)?);
        match added.on_list && !before.on_list {
            true => self.merge_people(sitting, added.id, before.id),
            false => self.merge_people(sitting, before.id, added.id),
        }
    }

    /// Undoes what joins two entries: they are two people again, each with what was said under its id. What was said of both since,
    /// under the id that was kept, stays there.
    ///
    /// # Errors
    /// [`ReviewRefusal::NotHers`]; [`ReviewRefusal::NotJoined`] where no merge of just these two holds.
    pub fn unmerge_people(&self, sitting: &Sitting, one: PersonId, other: PersonId) -> Result<(), CoreError> {
        self.may_join(sitting)?;
        self.write(|pen| {
            let merges = facts::between(pen.tx, one, other)?;
            if merges.is_empty() {
                return Err(refused(ReviewRefusal::NotJoined));
            }
            for (merge, kept) in merges {
                let area = facts::fact(pen.tx, merge)?.map_or(sitting.area, |fact| fact.header.area);
                let base = facts::base(pen.tx, kept)?;
                let body = Body::PeopleUnmerged(PeopleUnmerged { merge });
                pen.write(sitting, area, kept.into(), base, &body)?;
                facts::refold_person(pen.tx, kept, Known::AsBefore)?;
            }
            Ok(())
        })
    }

    /// Who may settle a likely duplicate may say that it is one, and take it back.
    fn may_join(&self, sitting: &Sitting) -> Result<(), CoreError> {
        self.day_of(sitting)?;
        for worker in [sitting.author, sitting.typist] {
            let worker = self.worker(worker)?;
            let kind = ReviewKind::LikelyDuplicate;
            if !may_settle(kind, &settler(&worker, sitting.area), &[]) {
                return Err(refused(ReviewRefusal::NotHers(shivir_domain::review::needed(kind))));
            }
        }
        Ok(())
    }
}

fn refused(why: ReviewRefusal) -> CoreError {
    CoreError::Refused(Refusal::Review(why))
}
