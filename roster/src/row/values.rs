//! The values of a row that take more than cleaning.

use shivir_domain::aadhaar::number::{Cut, Given, Last4, cut_to_last4, is_aadhaar, is_vid};
use shivir_domain::birth::{BirthDate, Precision};
use shivir_domain::day::Day;
use shivir_domain::person::{Relation, Sex};

use super::build::{Builder, Text};
use super::{Note, Notes, Reason};
use crate::columns::Field;
use crate::source::record::Record;
use crate::value::digits::mobile;
use crate::value::status::{CardStatus, status, yes};
use crate::value::text::is_nothing;
use crate::value::{birth, groups};

impl Builder {
    /// The names by their script: Devanagari, others.
    pub(super) fn names<'c>(&mut self, record: &'c Record) -> Result<(Text<'c>, Text<'c>), Reason> {
        let (mut hindi, mut english) = (Text::Cell(""), Text::Cell(""));
        for index in 0..self.names.len() {
            let column = self.names.get(index).copied().unwrap_or(usize::MAX);
            let name = self.clean(record.cell(column));
            let text = name.get(&self.own);
            let is_hindi =
                !text.is_ascii() && text.chars().any(|letter| matches!(letter, '\u{904}'..='\u{939}'));
            if is_hindi && hindi.get(&self.own).is_empty() {
                hindi = name;
            } else if !is_hindi && english.get(&self.own).is_empty() && text.chars().any(char::is_alphabetic)
            {
                english = name;
            }
        }
        if hindi.get(&self.own).is_empty() && english.get(&self.own).is_empty() {
            return Err(Reason::NoName);
        }
        Ok((hindi, english))
    }

    /// The last 4 digits of the first of the columns that has some. The whole number stays in the record.
    pub(super) fn last4(
        &self,
        record: &Record,
        columns: &[usize],
        notes: &mut Notes,
    ) -> Result<Option<Last4>, Reason> {
        let mut found = None;
        for &column in columns {
            let cell = record.cell(column);
            let cut = cut_to_last4(cell);
            if self.has_slipped(record, column, cell, cut) {
                return Err(Reason::WrongCells);
            }
            if cut.check_failed() && cut.last4.is_some() {
                notes.add(Note::AadhaarDoubtful);
            }
            found = found.or(cut.last4);
        }
        Ok(found)
    }

    /// Whether the number of an Aadhaar column stands in the column beside it, since a separator is missing or too many.
    fn has_slipped(&self, record: &Record, column: usize, cell: &str, cut: Cut) -> bool {
        let odd = self.is_text && record.len() != self.columns.headers().len();
        let wrong = match cut.given {
            // «नहीं है», «NA»: no number, and none expected.
            Given::Wrong => cut.last4.is_some() || !says_no(cell),
            Given::Nothing | Given::Last4 => odd,
            Given::Whole => false,
        };
        let beside = |other: usize| {
            let field = self.columns.fields().get(other).copied().flatten();
            let cell = record.cell(other);
            !field.is_some_and(Field::is_cut) && cell.len() >= 12 && (is_aadhaar(cell) || is_vid(cell))
        };
        wrong && (beside(column + 1) || column.checked_sub(1).is_some_and(beside))
    }

    /// Adds a group that a column marks with yes, or by naming one.
    pub(super) fn mark(&mut self, record: &Record, field: Field, code: &'static str) {
        let cell = self.cell(record, field).trim();
        if cell.is_empty() {
            return;
        }
        match yes(cell) {
            Some(true) => groups::push(code, &mut self.groups),
            Some(false) => {}
            None => self.known_groups.add(cell, &mut self.groups),
        }
    }

    pub(super) fn mobile<'c>(&mut self, record: &'c Record, notes: &mut Notes) -> Text<'c> {
        let cell = self.text(record, Field::Mobile);
        let text = cell.get(&self.own);
        match mobile(text) {
            Some(digits) if text.as_bytes() == digits => cell,
            Some(digits) => {
                let start = self.own.len();
                self.own.extend(digits.map(char::from));
                Text::Own(start, self.own.len())
            }
            None => {
                if !text.is_empty() && text != "0" {
                    notes.add(Note::MobileDropped);
                }
                Text::Cell("")
            }
        }
    }

    pub(super) fn relation(&mut self, record: &Record, notes: &mut Notes) -> Option<Relation> {
        let cell = self.cell(record, Field::Relation);
        let parse = |cell: &str| self.relations.get(cell, Relation::parse);
        read(cell, parse, Note::RelationUnread, notes)
    }

    pub(super) fn sex(&mut self, record: &Record, notes: &mut Notes) -> Option<Sex> {
        let cell = self.cell(record, Field::Sex);
        let parse = |cell: &str| self.sexes.get(cell, Sex::parse);
        read(cell, parse, Note::SexUnread, notes)
    }

    pub(super) fn status(&mut self, record: &Record, notes: &mut Notes) -> Option<CardStatus> {
        let cell = self.cell(record, Field::CardStatus);
        let parse = |cell: &str| self.statuses.get(cell, status);
        read(cell, parse, Note::StatusUnread, notes)
    }

    /// The day on which the card was made: one that has come, and is written whole.
    pub(super) fn card_date(&self, record: &Record, notes: &mut Notes) -> Option<Day> {
        let parse = |cell: &str| {
            let found = birth::date(cell, self.on)?;
            (found.precision == Precision::Day).then_some(found.day)
        };
        read(self.cell(record, Field::CardDate), parse, Note::CardDateUnread, notes)
    }

    /// The birth date from the date, else the year, else the age.
    pub(super) fn birth(&self, record: &Record, notes: &mut Notes) -> Option<BirthDate> {
        let on = self.on;
        let cell = |field| self.cell(record, field);
        let date = |cell: &str| birth::date(cell, on);
        let year = |cell: &str| birth::year(cell, on);
        let age = |cell: &str| Some(birth::age(cell)?.birth(on));
        let found = read(cell(Field::BirthDate), date, Note::BirthUnread, notes);
        let found = found.or_else(|| read(cell(Field::BirthYear), year, Note::BirthUnread, notes));
        found.or_else(|| read(cell(Field::Age), age, Note::AgeUnread, notes))
    }
}

/// Reads a cell that has something in it, or notes that it could not be read.
fn read<T>(cell: &str, mut parse: impl FnMut(&str) -> Option<T>, note: Note, notes: &mut Notes) -> Option<T> {
    let cell = cell.trim();
    if is_nothing(cell) {
        return None;
    }
    let value = parse(cell);
    if value.is_none() {
        notes.add(note);
    }
    value
}

/// Whether an Aadhaar cell says that there is no number.
fn says_no(cell: &str) -> bool {
    let cell = cell.trim();
    yes(cell).is_some()
        || is_nothing(cell)
        || ["नहीं", "नही", "not ", "no "].iter().any(|word| {
            cell.contains(word)
                || cell.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
        })
}
