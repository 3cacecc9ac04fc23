//! A person as the screens show her: what the list says, under what the facts say.

use serde::Serialize;
use shivir_domain::birth::BirthDate;
use shivir_domain::codes::{CardKind, Lang};
use shivir_domain::day::Day;
use shivir_domain::fold::{CardWord, Class, ListWord, PersonFold};
use shivir_domain::id::{AreaId, PersonId};
use shivir_roster::duplicate::held_birth;

use super::{Listed, read};
use crate::Core;
use crate::error::{CoreError, Thing};
use crate::facts::{self, Sitting};

/// A person: the list's word and what the facts came to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// What the list says, or the last one that had her; none for those who are on no list.
    pub listed: Option<Listed>,
    /// The list in use has her.
    pub on_list: bool,
    /// What the facts say.
    pub fold: PersonFold,
}

impl Person {
    /// The name in the script asked for, else in the other.
    pub fn name(&self, lang: Lang) -> &str {
        let d = &self.fold.details;
        let (hi, en) = (d.name_hi.as_deref(), d.name_en.as_deref());
        let (first, second) = match lang {
            Lang::Hi => (hi, en),
            Lang::En => (en, hi),
        };
        let listed = self.listed.as_ref().map(|l| l.name(lang)).filter(|n| !n.is_empty());
        first.or(listed).or(second).unwrap_or("")
    }

    /// The birth date that holds.
    pub fn birth(&self) -> Option<BirthDate> {
        held_birth(self.listed.as_ref().and_then(|l| l.birth), self.fold.details.birth)
    }

    /// The card is made, by the last word of the facts and the portal, or else by the list.
    pub fn made(&self, kind: CardKind) -> bool {
        let list = self.listed.as_ref().map_or(ListWord::from(false), |listed| listed.word(kind));
        self.fold.is_made(kind, list)
    }

    /// The area to which a fact on her belongs: where she says that she lives, else where the list has her, else the
    /// table's.
    pub(crate) fn fact_area(&self, sitting: &Sitting) -> AreaId {
        let listed = self.listed.as_ref().map(|listed| listed.area);
        self.fold.details.area.or(listed).unwrap_or(sitting.area)
    }

    /// What the portal says of her family card, where it said something.
    pub fn portal(&self) -> Option<&CardWord> {
        self.listed.as_ref().and_then(|listed| listed.card.as_ref())
    }

    /// The day on which the family card was made, by the portal, where she has one by its word.
    pub fn card_day(&self) -> Option<Day> {
        self.portal().filter(|card| card.is_made() && self.made(CardKind::Family)).and_then(|card| card.day)
    }

    /// What the list in use says; none where it has her no more, and for those who were on none.
    pub fn on_list(&self) -> Option<&Listed> {
        self.listed.as_ref().filter(|_| self.on_list)
    }

    /// The class of the ledger.
    pub fn class(&self) -> Class {
        self.fold.class_over(CardKind::Family, self.on_list().map(|l| l.word(CardKind::Family)))
    }
}

impl Core {
    /// A person, listed or new, by any of her ids: shown under the one by which she is counted.
    ///
    /// # Errors
    /// [`Thing::Person`] where neither the list nor a fact here knows her.
    pub fn person(&self, id: PersonId) -> Result<Person, CoreError> {
        let (row, told) = self.store().read(|db| {
            let told = facts::Told::of(db, id)?;
            Ok((facts::person_row(db, told.head)?, told))
        })?;
        let id = told.head;
        let (listed, on_list) = match row {
            // As she was when first met here, or as a newer list that has since been loaded says.
            Some(row) => (row.listed, row.on_list),
            None => {
                let listed = self.listed(id)?;
                let on_list = listed.is_some();
                (listed, on_list)
            }
        };
        if listed.is_none() && told.facts.is_empty() {
            return Err(CoreError::NotFound(Thing::Person));
        }
        Ok(Person { id, listed, on_list, fold: told.fold() })
    }

    /// What the roster says of a person.
    pub(crate) fn listed(&self, id: PersonId) -> Result<Option<Listed>, CoreError> {
        self.store().read_roster(|db| match db {
            Some(db) => Ok(read::find(db, id)?.map(|(_, l)| l)),
            None => Ok(None),
        })
    }

    /// The listed members of the household of a listed person, in the order of the list; without those who are counted under
    /// another id.
    pub fn household(&self, id: PersonId) -> Result<Vec<Person>, CoreError> {
        let listed = self.person(id)?.listed.ok_or(CoreError::NotFound(Thing::Person))?;
        let members = self.store().read_roster(|db| match db {
            Some(db) => read::members(db, &listed.household),
            None => Ok(vec![listed.clone()]),
        })?;
        let mut household = Vec::with_capacity(members.len());
        for member in &members {
            let person = self.person(member.id)?;
            if person.id == member.id {
                household.push(person);
            }
        }
        Ok(household)
    }
}
