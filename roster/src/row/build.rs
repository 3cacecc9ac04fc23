//! Building a row from a record.

use std::hash::{DefaultHasher, Hash, Hasher};

use shivir_domain::aadhaar::number::{Cut, Given, Last4, cut_to_last4, is_aadhaar, is_vid};
use shivir_domain::day::Day;
use shivir_domain::person::{Relation, Sex};

use super::{Note, Notes, Reason, Rejected, Row, household_key, person_key};
use crate::columns::{Columns, Field};
use crate::source::record::{Flaw, Record};
use crate::value::digits::{Lost, id, mobile};
use crate::value::status::{status, yes};
use crate::value::text::clean;
use crate::value::{birth, groups};

/// Bytes that a value of a row may have.
const LONGEST: usize = 1_000;

/// A text of the row: where it stands in the record, or in the builder's own buffer.
#[derive(Clone, Copy)]
enum Text<'c> {
    Cell(&'c str),
    Own(usize, usize),
}

impl<'c> Text<'c> {
    fn get<'t>(self, own: &'t str) -> &'t str
    where
        'c: 't,
    {
        match self {
            Text::Cell(cell) => cell,
            Text::Own(start, end) => own.get(start..end).unwrap_or(""),
        }
    }
}

/// Makes rows of records; its buffers serve one row after another.
pub(crate) struct Builder {
    columns: Columns,
    /// The day for which the list gives ages.
    on: Day,
    /// Whether the list is a text file, where a missing separator moves all cells behind it.
    is_text: bool,
    names: Vec<usize>,
    aadhaar: Vec<usize>,
    vid: Vec<usize>,
    places: [Option<usize>; 28],
    own: String,
    household: String,
    key: Vec<u8>,
    groups: Vec<&'static str>,
}

impl Builder {
    pub fn new(columns: Columns, on: Day, is_text: bool) -> Builder {
        let mut places = [None; 28];
        for field in columns.fields().iter().flatten() {
            if let Some(place) = places.get_mut(*field as usize) {
                *place = columns.column(*field);
            }
        }
        Builder {
            names: columns.columns(Field::Name).collect(),
            aadhaar: columns.columns(Field::Aadhaar).collect(),
            vid: columns.columns(Field::Vid).collect(),
            places,
            columns,
            on,
            is_text,
            own: String::new(),
            household: String::new(),
            key: Vec::new(),
            groups: Vec::new(),
        }
    }

    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    fn cell<'c>(&self, record: &'c Record, field: Field) -> &'c str {
        match self.places.get(field as usize) {
            Some(Some(column)) => record.cell(*column),
            _ => "",
        }
    }

    fn text<'c>(&mut self, record: &'c Record, field: Field) -> Text<'c> {
        let cell = self.cell(record, field);
        self.clean(cell)
    }

    fn clean<'c>(&mut self, cell: &'c str) -> Text<'c> {
        let start = self.own.len();
        match clean(cell, &mut self.own) {
            Some(cell) => Text::Cell(cell),
            None => Text::Own(start, self.own.len()),
        }
    }

    fn id<'c>(&mut self, record: &'c Record, field: Field) -> Result<Text<'c>, Reason> {
        let cell = self.cell(record, field);
        let start = self.own.len();
        match id(cell, &mut self.own) {
            Ok(Some(cell)) => Ok(Text::Cell(cell)),
            Ok(None) => Ok(Text::Own(start, self.own.len())),
            Err(Lost) => Err(Reason::DigitsLost(field)),
        }
    }

    /// A hash of the person's key; `None` where the row will be rejected anyway.
    pub fn key_hash(&mut self, record: &Record) -> Option<u64> {
        if record.flaw.is_some() {
            return None;
        }
        self.own.clear();
        let id = self.id(record, Field::SourceId).ok()?;
        let id = id.get(&self.own);
        if !id.is_empty() {
            // The same bytes as the person's key has.
            let mut hasher = DefaultHasher::new();
            b"I:".hash(&mut hasher);
            id.hash(&mut hasher);
            return Some(hasher.finish());
        }
        let row = self.row(record).ok()?;
        let mut hasher = DefaultHasher::new();
        row.person_key.hash(&mut hasher);
        Some(hasher.finish())
    }

    /// The row of a record, or why it is none.
    pub fn row<'a>(&'a mut self, record: &'a Record) -> Result<Row<'a>, Reason> {
        if let Some(flaw) = record.flaw {
            return Err(match flaw {
                Flaw::TooBig => Reason::TooBig,
                Flaw::Nul => Reason::Nul,
                Flaw::BrokenText => Reason::BrokenText,
                Flaw::OpenQuote => Reason::OpenQuote,
                Flaw::Jumbled => Reason::WrongCells,
            });
        }
        let width = self.columns.headers().len();
        if (width..record.len()).any(|column| !record.cell(column).trim().is_empty()) {
            return Err(Reason::WrongCells);
        }
        self.own.clear();
        self.household.clear();
        self.key.clear();
        self.groups.clear();
        let mut notes = Notes::default();
        if record.guessed {
            notes.add(Note::TextGuessed);
        }
        let aadhaar_last4 = self.last4(record, &self.aadhaar, &mut notes)?;
        let vid_last4 = self.last4(record, &self.vid, &mut notes)?;

        let (name_hi, name_en) = self.names(record)?;
        let source_id = self.id(record, Field::SourceId)?;
        let ration_card = self.id(record, Field::RationCard)?;
        let family_id = self.id(record, Field::FamilyId)?;
        let card_id = self.id(record, Field::CardId).unwrap_or_else(|_| {
            notes.add(Note::CardIdDropped);
            Text::Cell("")
        });
        let father = self.text(record, Field::Father);
        let guardian = if father.get(&self.own).is_empty() {
            self.text(record, Field::Husband)
        } else {
            father
        };
        let head_name = self.text(record, Field::HeadName);
        let district = self.text(record, Field::District);
        let block = self.text(record, Field::Block);
        let panchayat = self.text(record, Field::Panchayat);
        let ward = self.text(record, Field::Ward);
        let village = self.text(record, Field::Village);
        let para = self.text(record, Field::Para);
        let scheme = self.text(record, Field::Scheme);
        groups::add(scheme.get(&self.own), &mut self.groups);
        self.mark(record, Field::Pvtg, "PVTG");
        self.mark(record, Field::Divyang, "DIVYANG");
        let mobile = self.mobile(record, &mut notes);

        let texts = [
            name_hi,
            name_en,
            source_id,
            ration_card,
            family_id,
            card_id,
            guardian,
            head_name,
            district,
            block,
            panchayat,
            ward,
            village,
            para,
            scheme,
        ];
        if texts.iter().any(|text| text.get(&self.own).len() > LONGEST) {
            return Err(Reason::TooBig);
        }
        let id = source_id.get(&self.own);
        household_key(
            ration_card.get(&self.own),
            family_id.get(&self.own),
            &mut self.household,
        );
        if id.is_empty() && self.household.is_empty() {
            return Err(Reason::NoId);
        }
        if [village, panchayat, ward]
            .iter()
            .all(|place| place.get(&self.own).is_empty())
        {
            return Err(Reason::NoPlace);
        }
        let relation = read(
            self.cell(record, Field::Relation),
            Relation::parse,
            Note::RelationUnread,
            &mut notes,
        );
        let sex = read(
            self.cell(record, Field::Sex),
            Sex::parse,
            Note::SexUnread,
            &mut notes,
        );
        let card_status = read(
            self.cell(record, Field::CardStatus),
            status,
            Note::StatusUnread,
            &mut notes,
        );
        let birth = self.birth(record, &mut notes);
        let name = match name_hi.get(&self.own) {
            "" => name_en.get(&self.own),
            name => name,
        };
        let year = birth.map(|birth| birth.last_day().year());
        person_key(id, &self.household, name, year, &mut self.key);

        let own = &self.own;
        Ok(Row {
            line: record.line,
            person_key: &self.key,
            household_key: &self.household,
            source_id: source_id.get(own),
            ration_card: ration_card.get(own),
            family_id: family_id.get(own),
            name_hi: name_hi.get(own),
            name_en: name_en.get(own),
            guardian: guardian.get(own),
            head_name: head_name.get(own),
            relation,
            sex,
            birth,
            district: district.get(own),
            block: block.get(own),
            panchayat: panchayat.get(own),
            ward: ward.get(own),
            village: village.get(own),
            para: para.get(own),
            mobile: mobile.get(own),
            card_status,
            card_id: card_id.get(own),
            scheme: scheme.get(own),
            groups: &self.groups,
            aadhaar_last4,
            vid_last4,
            notes,
        })
    }

    /// The names by their script: Devanagari, others.
    fn names<'c>(&mut self, record: &'c Record) -> Result<(Text<'c>, Text<'c>), Reason> {
        let (mut hindi, mut english) = (Text::Cell(""), Text::Cell(""));
        for index in 0..self.names.len() {
            let column = self.names.get(index).copied().unwrap_or(usize::MAX);
            let name = self.clean(record.cell(column));
            let text = name.get(&self.own);
            let is_hindi = !text.is_ascii()
                && text
                    .chars()
                    .any(|letter| matches!(letter, '\u{904}'..='\u{939}'));
            if is_hindi && hindi.get(&self.own).is_empty() {
                hindi = name;
            } else if !is_hindi
                && english.get(&self.own).is_empty()
                && text.chars().any(char::is_alphabetic)
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
    fn last4(
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
        let wrong = match cut.given {
            // «नहीं है», «NA»: no number, and none expected.
            Given::Wrong => cut.last4.is_some() || !says_no(cell),
            Given::Nothing => self.is_text && record.len() < self.columns.headers().len(),
            Given::Last4 | Given::Whole => false,
        };
        let beside = |other: usize| {
            let field = self.columns.fields().get(other).copied().flatten();
            let cell = record.cell(other);
            !field.is_some_and(Field::is_cut)
                && cell.len() >= 12
                && (is_aadhaar(cell) || is_vid(cell))
        };
        wrong && (beside(column + 1) || column.checked_sub(1).is_some_and(beside))
    }

    /// Adds a group that a column marks with yes, or by naming one.
    fn mark(&mut self, record: &Record, field: Field, code: &'static str) {
        let cell = self.cell(record, field).trim();
        if cell.is_empty() {
            return;
        }
        match yes(cell) {
            Some(true) => groups::push(code, &mut self.groups),
            Some(false) => {}
            None => groups::add(cell, &mut self.groups),
        }
    }

    fn mobile<'c>(&mut self, record: &'c Record, notes: &mut Notes) -> Text<'c> {
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

    /// The birth date from the date, else the year, else the age.
    fn birth(&self, record: &Record, notes: &mut Notes) -> Option<shivir_domain::birth::BirthDate> {
        let on = self.on;
        let date = |cell: &str| birth::date(cell, on);
        let year = |cell: &str| birth::year(cell, on);
        let age = |cell: &str| Some(birth::age(cell)?.birth(on));
        read(
            self.cell(record, Field::BirthDate),
            date,
            Note::BirthUnread,
            notes,
        )
        .or_else(|| {
            read(
                self.cell(record, Field::BirthYear),
                year,
                Note::BirthUnread,
                notes,
            )
        })
        .or_else(|| read(self.cell(record, Field::Age), age, Note::AgeUnread, notes))
    }

    /// A record as a rejected row, cut.
    pub fn rejected(&self, record: &Record, reason: Reason) -> Rejected {
        let width = self.columns.headers().len();
        let slipped = record.flaw.is_some()
            || reason == Reason::WrongCells
            || record.len() > width
            || (self.is_text && record.len() < width);
        let cells = record.cells().enumerate();
        let cells = cells.map(|(column, cell)| self.columns.shown(column, cell, slipped));
        Rejected {
            line: record.line,
            reason,
            cells: cells.collect(),
        }
    }
}

/// Reads a cell that has something in it, or notes that it could not be read.
fn read<T>(
    cell: &str,
    parse: impl Fn(&str) -> Option<T>,
    note: Note,
    notes: &mut Notes,
) -> Option<T> {
    let cell = cell.trim();
    if crate::value::text::is_nothing(cell) {
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
        || crate::value::text::is_nothing(cell)
        || ["नहीं", "नही", "not ", "no "].iter().any(|word| {
            cell.contains(word)
                || cell
                    .get(..word.len())
                    .is_some_and(|begin| begin.eq_ignore_ascii_case(word))
        })
}
