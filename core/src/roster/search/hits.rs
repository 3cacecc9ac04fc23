//! The hits of a search, brought in line with what was registered.

use rusqlite::Connection;
use shivir_domain::day::Day;
use shivir_domain::fold::fold_person;
use shivir_domain::id::PersonId;

use super::{Hit, MOST_HITS, SearchOptions, Why};
use crate::error::CoreError;
use crate::facts::{self, TableClass};
use crate::roster::{Listed, Person};

/// Hits in the order in which they were found, each person once.
pub(super) struct Hits<'a> {
    camp: &'a Connection,
    today: Day,
    options: &'a SearchOptions,
    pub found: Vec<Hit>,
}

impl<'a> Hits<'a> {
    pub fn new(camp: &'a Connection, today: Day, options: &'a SearchOptions) -> Self {
        Self { camp, today, options, found: Vec::new() }
    }

    /// There is no room for more.
    pub fn is_full(&self) -> bool {
        self.found.len() >= self.options.limit.min(MOST_HITS)
    }

    /// Adds a person where she is asked for. `listed`: what the roster says of her, none where that is not known yet.
    pub fn add(&mut self, id: PersonId, listed: Option<Listed>, why: Why) -> Result<(), CoreError> {
        if self.is_full() || self.found.iter().any(|h| h.person == id) {
            return Ok(());
        }
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
        if self.options.left_only {
            let left = match (&row, &listed) {
                (Some(row), _) => row.class == TableClass::Left,
                (None, Some(listed)) => !listed.made,
                (None, None) => false,
            };
            if !left {
                return Ok(());
            }
        }
        let told = match row {
            Some(_) => facts::facts_of(self.camp, id.into())?,
            None => Vec::new(),
        };
        let fold = fold_person(&told.iter().map(|(_, f)| f).collect::<Vec<_>>());
        let person = Person { id, listed, on_list, fold };
        self.found.push(Hit::of(&person, area, self.today, why));
        Ok(())
    }
}
