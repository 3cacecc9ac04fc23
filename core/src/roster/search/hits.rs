//! The hits of a search, brought in line with what was registered.

use std::collections::HashSet;

use rusqlite::Connection;
use serde::Serialize;
use shivir_domain::birth::{AgeSpan, BirthDate};
use shivir_domain::codes::CardKind;
use shivir_domain::day::Day;
use shivir_domain::fold::{CardWord, fold_person};
use shivir_domain::id::{AreaId, PersonId};
use shivir_domain::person::Relation;

use super::asked::Asked;
use super::matched::{Matched, Why, matched};
use super::namesakes::Confirm;
use super::rank::{ELDERLY, SMALL_CHILD};
use super::{Ages, MOST_HITS, SearchOptions};
use crate::error::CoreError;
use crate::facts::{self, TableClass};
use crate::roster::read::Home;
use crate::roster::{Listed, Person};

/// A person who was found, as she is known now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Hit {
    /// Who.
    pub person: PersonId,
    /// Name in Devanagari.
    pub name_hi: Option<String>,
    /// Name in Latin letters.
    pub name_en: Option<String>,
    /// Name of father or husband.
    pub relative: Option<String>,
    /// Relation to the head of the household.
    pub relation: Option<Relation>,
    /// Least and greatest age today.
    pub age: Option<AgeSpan>,
    /// Para or mohalla.
    pub para: Option<String>,
    /// Village or ward; of a guest, where she comes from.
    pub village: Option<String>,
    /// Gram panchayat or ward.
    pub area: AreaId,
    /// Its name; none for those who are on no list.
    pub area_name: Option<String>,
    /// The household by its key, see [`Listed::household`].
    pub household: Option<String>,
    /// Name of the head of the household, where another hit has the same name.
    pub head: Option<String>,
    /// The family card is made, by the last word of the facts and the portal, or else by the list.
    pub made: bool,
    /// What the portal says of it, where it said something.
    pub portal: Option<CardWord>,
    /// An Aadhaar update is under way.
    pub open_case: bool,
    /// On the list in use.
    pub listed: bool,
    /// What she was found by.
    pub why: Why,
    /// Which word was found to be what.
    pub matched: Vec<Matched>,
    /// Another hit has the same name: the detail that is to be asked before she is taken.
    pub confirm: Option<Confirm>,
}

/// Hits in the order in which they were found, each person once.
pub(super) struct Hits<'a> {
    pub camp: &'a Connection,
    pub today: Day,
    options: &'a SearchOptions,
    asked: &'a Asked,
    pub found: Vec<Hit>,
    /// The household of each, where it is known by its number.
    pub homes: Vec<Option<Home>>,
    seen: HashSet<PersonId>,
}

impl<'a> Hits<'a> {
    pub fn new(camp: &'a Connection, today: Day, options: &'a SearchOptions, asked: &'a Asked) -> Self {
        Self { camp, today, options, asked, found: Vec::new(), homes: Vec::new(), seen: HashSet::new() }
    }

    /// How many more there is room for.
    pub fn missing(&self) -> usize {
        usize::try_from(self.options.limit.min(MOST_HITS)).unwrap_or(0).saturating_sub(self.found.len())
    }

    /// There is no room for more.
    pub fn is_full(&self) -> bool {
        self.missing() == 0
    }

    /// Adds a person where she is asked for. `listed`: what the roster says of her and her household, none where that
    /// is not known yet. `why`: what she was found by, none where it was her words.
    pub fn add(
        &mut self,
        id: PersonId,
        listed: Option<(Listed, Option<Home>)>,
        why: Option<Why>,
    ) -> Result<(), CoreError> {
        if self.is_full() || !self.seen.insert(id) {
            return Ok(());
        }
        // Who was found under another of her ids is shown under the one by which she is counted: what is known there, her row has.
        let head = facts::head(self.camp, id)?;
        if head != id && !self.seen.insert(head) {
            return Ok(());
        }
        let (id, listed) = (head, listed.filter(|_| head == id));
        let (listed, home) = listed.unzip();
        // Here she may be known in another household.
        let home = home.flatten().zip(listed.as_ref().map(|l| l.household.clone()));
        let row = facts::person_row(self.camp, id)?;
        let listed = match &row {
            Some(row) => row.listed.clone().or(listed),
            None => listed,
        };
        let on_list = row.as_ref().map_or(listed.is_some(), |r| r.on_list);
        let area = (row.as_ref().map(|r| r.area)).or(listed.as_ref().map(|l| l.area)).unwrap_or_default();
        if self.options.area.is_some_and(|wanted| wanted != area) {
            return Ok(());
        }
        if self.options.facets.left.is_some() {
            let left = match (&row, &listed) {
                (Some(row), _) => row.class == TableClass::Left,
                (None, Some(listed)) => !listed.made,
                (None, None) => false,
            };
            if !left {
                return Ok(());
            }
        }
        let fold = match row {
            Some(_) => facts::Told::of(self.camp, id)?.fold(),
            None => fold_person(&[]),
        };
        let person = Person { id, listed, on_list, fold };
        let hit = self.hit(person, area, why);
        let of_age = match (self.options.facets.ages, hit.age) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(Ages::UnderFive), Some(AgeSpan { least, .. })) => least < SMALL_CHILD,
            (Some(Ages::Elderly), Some(AgeSpan { most, .. })) => most >= ELDERLY,
        };
        if of_age && (!self.options.facets.open_case || hit.open_case) {
            let home = home.filter(|(_, key)| hit.household.as_ref() == Some(key)).map(|(home, _)| home);
            self.homes.push(home);
            self.found.push(hit);
        }
        Ok(())
    }

    fn hit(&self, person: Person, area: AreaId, why: Option<Why>) -> Hit {
        let age = |birth: BirthDate| birth.age_range(self.today);
        let age = person.birth().and_then(age).map(AgeSpan::from);
        let (made, open_case) = (person.made(CardKind::Family), person.fold.open_case().is_some());
        let portal = person.portal().copied();
        let (told, listed) = (person.fold.details, person.listed.as_ref());
        let of_list = |text: fn(&Listed) -> &Option<String>| listed.and_then(|l| text(l).clone());
        let mut hit = Hit {
            person: person.id,
            name_hi: told.name_hi.or(of_list(|l| &l.name_hi)),
            name_en: told.name_en.or(of_list(|l| &l.name_en)),
            relative: told.relative.or(of_list(|l| &l.relative)),
            relation: told.relation.or(listed.and_then(|l| l.relation)),
            age,
            para: told.para.or(of_list(|l| &l.para)),
            village: told.village.or(listed.map(|l| l.village.clone())).or(told.guest_from),
            area,
            area_name: listed.map(|l| l.area_name.clone()),
            household: listed.map(|l| l.household.clone()),
            head: None,
            made,
            portal,
            open_case,
            listed: person.on_list,
            why: Why::Name,
            matched: Vec::new(),
            confirm: None,
        };
        let texts = [
            (Why::Name, &hit.name_hi),
            (Why::Name, &hit.name_en),
            (Why::Relative, &hit.relative),
            (Why::Place, &hit.village),
            (Why::Place, &hit.area_name),
        ];
        let texts = texts.map(|(why, text)| (why, text.as_deref().unwrap_or_default()));
        hit.matched = matched(&self.asked.words, &texts);
        hit.why = why.or(hit.matched.first().map(|m| m.why)).unwrap_or(Why::Name);
        hit
    }
}
