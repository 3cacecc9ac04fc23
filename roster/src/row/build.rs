//! Building a row from a record.

use std::hash::{DefaultHasher, Hash, Hasher};

use shivir_domain::day::Day;
use shivir_domain::person::{Relation, Sex};

use super::{Note, Notes, Reason, Rejected, Row, household_key, person_key};
use crate::columns::{Columns, Field};
use crate::sink::Options;
use crate::source::record::{Flaw, Record};
use crate::value::digits::{Lost, id};
use crate::value::groups::Groups;
use crate::value::memo::Memo;
use crate::value::status::CardStatus;
use crate::value::text::clean;

/// Bytes that a value of a row may have.
const LONGEST: usize = 1_000;

/// A text of the row: where it stands in the record, or in the builder's own buffer.
#[derive(Clone, Copy)]
pub(super) enum Text<'c> {
    Cell(&'c str),
    Own(usize, usize),
}

impl<'c> Text<'c> {
    pub(super) fn get<'t>(self, own: &'t str) -> &'t str
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
    pub(super) columns: Columns,
    /// The day for which the list gives ages.
    pub(super) on: Day,
    /// Whether the list is a text file, where a missing separator moves all cells behind it.
    pub(super) is_text: bool,
    pub(super) names: Vec<usize>,
    aadhaar: Vec<usize>,
    vid: Vec<usize>,
    places: [Option<usize>; 29],
    /// The list is one of cards.
    cards: bool,
    pub(super) own: String,
    household: String,
    key: Vec<u8>,
    pub(super) groups: Vec<&'static str>,
    pub(super) known_groups: Groups,
    pub(super) relations: Memo<Relation>,
    pub(super) sexes: Memo<Sex>,
    pub(super) statuses: Memo<CardStatus>,
}

impl Builder {
    pub fn new(columns: Columns, options: &Options, is_text: bool) -> Builder {
        let mut places = [None; 29];
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
            on: options.list_date,
            cards: options.cards,
            is_text,
            own: String::new(),
            household: String::new(),
            key: Vec::new(),
            groups: Vec::new(),
            known_groups: Groups::default(),
            relations: Memo::new(),
            sexes: Memo::new(),
            statuses: Memo::new(),
        }
    }

    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    pub(super) fn cell<'c>(&self, record: &'c Record, field: Field) -> &'c str {
        match self.places.get(field as usize) {
            Some(Some(column)) => record.cell(*column),
            _ => "",
        }
    }

    pub(super) fn text<'c>(&mut self, record: &'c Record, field: Field) -> Text<'c> {
        let cell = self.cell(record, field);
        self.clean(cell)
    }

    pub(super) fn clean<'c>(&mut self, cell: &'c str) -> Text<'c> {
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
        if record.has_line_break() && self.columns.swallows_a_number(record.cells()) {
            return Err(Reason::WrongCells);
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
        let guardian =
            if father.get(&self.own).is_empty() { self.text(record, Field::Husband) } else { father };
        let head_name = self.text(record, Field::HeadName);
        let district = self.text(record, Field::District);
        let block = self.text(record, Field::Block);
        let panchayat = self.text(record, Field::Panchayat);
        let ward = self.text(record, Field::Ward);
        let village = self.text(record, Field::Village);
        let para = self.text(record, Field::Para);
        let scheme = self.text(record, Field::Scheme);
        self.known_groups.add(scheme.get(&self.own), &mut self.groups);
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
        let is_long = |text: &Text<'_>| text.get(&self.own).len() > LONGEST;
        if record.size() > LONGEST && texts.iter().any(is_long) {
            return Err(Reason::TooBig);
        }
        household_key(ration_card.get(&self.own), family_id.get(&self.own), &mut self.household);
        if !self.cards && source_id.get(&self.own).is_empty() && self.household.is_empty() {
            return Err(Reason::NoId);
        }
        if !self.cards && [village, panchayat, ward].iter().all(|place| place.get(&self.own).is_empty()) {
            return Err(Reason::NoPlace);
        }
        let relation = self.relation(record, &mut notes);
        let sex = self.sex(record, &mut notes);
        let card_status = self.status(record, &mut notes);
        let card_date = self.card_date(record, &mut notes);
        let birth = self.birth(record, &mut notes);
        let name = match name_hi.get(&self.own) {
            "" => name_en.get(&self.own),
            name => name,
        };
        let year = birth.map(|birth| birth.last_day().year());
        let id = source_id.get(&self.own);
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
            card_date,
            scheme: scheme.get(own),
            groups: &self.groups,
            aadhaar_last4,
            vid_last4,
            notes,
        })
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
        Rejected { line: record.line, reason, cells: cells.collect() }
    }
}
