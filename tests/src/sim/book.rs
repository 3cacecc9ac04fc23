//! The book: what was promised to people, written down outside of everything that is tested.

use std::collections::{BTreeMap, BTreeSet};

use shivir_core::registration::{Confirmed, Registered};
use shivir_domain::fact::{Fact, FactHash};
use shivir_domain::id::{FactId, PersonId, StreamId};

use super::trace::note;
use super::world::World;
use super::{Broken, Kind};

/// A registration that was confirmed.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub fact: FactId,
    pub hash: FactHash,
    /// At which phone.
    pub phone: usize,
    pub person: PersonId,
    pub slip: Option<String>,
    /// The phone that wrote it was restored from a backup before it.
    pub gone: bool,
    /// … and nobody else had it.
    pub excused: bool,
}

/// What was promised.
#[derive(Default)]
pub(super) struct Book {
    pub entries: Vec<Entry>,
    /// People who were met.
    pub people: Vec<PersonId>,
    /// People who were ever joined with someone, or were to be.
    pub joined: BTreeSet<PersonId>,
    /// How many registrations of each can have been confirmed.
    pub visits: BTreeMap<PersonId, u64>,
    /// How far the hub said that it holds each stream.
    pub promised: BTreeMap<StreamId, u64>,
    /// Facts of the newer phone.
    pub peer: Vec<(FactId, FactHash)>,
    /// Disks without room.
    pub full: BTreeSet<String>,
    /// Facts moved since this was last looked at.
    pub moved: bool,
}

impl World<'_> {
    /// `confirm` returned.
    pub fn confirmed(&mut self, phone: usize, confirmed: &Confirmed) {
        let waiting = self.phones[phone].core.as_ref().map(|core| core.waiting_facts(usize::MAX));
        let waiting: Vec<Fact> = waiting.and_then(Result::ok).unwrap_or_default();
        for Registered { person, fact, slip, .. } in &confirmed.people {
            self.met(*person);
            note!(self, "phone {phone}: confirmed {fact} of {person}, slip {slip:?}");
            let Some(written) = waiting.iter().find(|written| written.id() == *fact) else {
                self.fail(
                    Kind::Lost,
                    format!("phone {phone}: {fact} is confirmed and does not wait to be sent"),
                );
                continue;
            };
            // Of one who is joined, what corrects a registration stands under the id of that.
            let person = PersonId::from(written.header.subject);
            *self.book.visits.entry(person).or_default() += 1;
            self.slip_is_new(phone, slip.as_deref(), person);
            let entry = Entry {
                fact: *fact,
                hash: written.hash(),
                phone,
                person,
                slip: slip.clone(),
                gone: false,
                excused: false,
            };
            self.book.entries.push(entry);
        }
    }

    /// Someone was met.
    pub fn met(&mut self, person: PersonId) {
        if !self.book.people.contains(&person) {
            self.book.people.push(person);
        }
    }

    /// No slip is given to two. A phone that was restored from a backup cannot know of the slips that it gave after it,
    /// until it hears of them again.
    fn slip_is_new(&mut self, phone: usize, slip: Option<&str>, person: PersonId) {
        let Some(slip) = slip else {
            return;
        };
        let before = self
            .book
            .entries
            .iter()
            .find(|entry| entry.slip.as_deref() == Some(slip) && entry.person != person);
        let Some(before) = before.map(|entry| entry.fact) else {
            return;
        };
        let knows = self.phones[phone].core.as_ref().is_some_and(|core| core.has_reached(before).is_ok());
        if knows {
            self.fail(Kind::Duplicated, format!("phone {phone}: the slip {slip} is given twice"));
        }
    }

    /// Every registration that a phone confirmed is in its store, whatever happened to it.
    pub fn all_promised_is_at(&mut self, phone: usize) {
        let Some(core) = &self.phones[phone].core else {
            return;
        };
        let own = self.book.entries.iter().filter(|entry| entry.phone == phone && !entry.gone);
        let missing: Vec<FactId> =
            own.map(|entry| entry.fact).filter(|fact| core.has_reached(*fact).is_err()).collect();
        for fact in missing {
            self.fail(Kind::Lost, format!("phone {phone}: {fact} was confirmed and is not in its store"));
        }
    }

    /// The hub acknowledges a stream up to a number: it holds everything up to there.
    pub fn acknowledged(&mut self, stream: StreamId, upto: u64) -> Result<(), Broken> {
        let promised = self.book.promised.entry(stream).or_default();
        *promised = (*promised).max(upto);
        let held = self.held(stream, upto)?;
        if held < upto {
            let what =
                format!("stream {stream} is acknowledged up to {upto}, and {held} facts of it are held");
            self.fail(Kind::Lost, what);
        }
        Ok(())
    }

    /// Everything that was acknowledged is held.
    pub fn all_acknowledged_is_held(&mut self) -> Result<(), Broken> {
        for (stream, upto) in self.book.promised.clone() {
            let held = self.held(stream, upto)?;
            if held < upto {
                let what =
                    format!("stream {stream} was acknowledged up to {upto}; {held} facts of it are left");
                self.fail(Kind::Lost, what);
            }
        }
        Ok(())
    }
}
