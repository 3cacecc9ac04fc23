//! Which column of a list is what.

mod find;
mod rule_table;
mod rules;
mod words;

use shivir_domain::aadhaar::number::{cut_to_last4, is_aadhaar, is_vid};

pub(crate) use find::{Found, find};

use crate::error::Needed;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Aadhaar number; cut to its last 4 digits.
    Aadhaar,
    /// Virtual id; cut to its last 4 digits.
    Vid,
    /// Running number; not used.
    Serial,
    /// The number under which the district's source knows the person.
    SourceId,
    /// Ration card number.
    RationCard,
    /// Family id (HHID), job card.
    FamilyId,
    /// Name, in either script.
    Name,
    /// Father's name.
    Father,
    /// Husband's name.
    Husband,
    /// Mother's name; not used.
    Mother,
    /// Name of the head of the household.
    HeadName,
    /// Relation to the head.
    Relation,
    /// Sex.
    Sex,
    /// Age.
    Age,
    /// Birth date.
    BirthDate,
    /// Birth year.
    BirthYear,
    /// District.
    District,
    /// Block (janpad).
    Block,
    /// Gram panchayat, or urban body.
    Panchayat,
    /// Ward.
    Ward,
    /// Village.
    Village,
    /// Para, mohalla or tola.
    Para,
    /// Mobile number.
    Mobile,
    /// Whether the card is made.
    CardStatus,
    /// Number of the card.
    CardId,
    /// Day on which the card was made.
    CardDate,
    /// Scheme, source or kind of ration card.
    Scheme,
    /// Whether the person is of a particularly vulnerable tribal group, or which.
    Pvtg,
    /// Whether the person has a disability.
    Divyang,
}

/// The columns of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    headers: Vec<String>,
    fields: Vec<Option<Field>>,
}

/// Names of one person that a list may have beside each other (Hindi, English).
const NAMES: usize = 3;

impl Columns {
    /// Columns by their headings; a field that two columns claim goes to the first, except the name, which may stand
    /// in two scripts, and Aadhaar and VID, of which every column is cut.
    pub(crate) fn new(headers: Vec<String>) -> Columns {
        let mut fields: Vec<Option<Field>> = Vec::with_capacity(headers.len());
        for header in &headers {
            let field = rules::field(header).filter(|field| {
                let most = match field {
                    Field::Name => NAMES,
                    Field::Aadhaar | Field::Vid => usize::MAX,
                    _ => 1,
                };
                let taken = fields.iter().filter(|other| **other == Some(*field));
                taken.count() < most
            });
            fields.push(field);
        }
        let headers = headers.into_iter().map(without_numbers).collect();
        Columns { headers, fields }
    }

    /// The headings, as they stand, by column.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// What each column holds; `None` where it is not known.
    pub fn fields(&self) -> &[Option<Field>] {
        &self.fields
    }

    /// The column of a field, from 0; the first of them for names, Aadhaar and VID.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|other| *other == Some(field))
    }

    pub(crate) fn columns(&self, field: Field) -> impl Iterator<Item = usize> {
        let fields = self.fields.iter().enumerate();
        fields.filter_map(move |(column, other)| (*other == Some(field)).then_some(column))
    }

    /// Declares a column as one of Aadhaar numbers; one past the headings is added.
    pub(crate) fn declare_aadhaar(&mut self, column: usize) {
        if column >= MOST_COLUMNS {
            return;
        }
        while self.fields.len() <= column {
            self.fields.push(None);
            self.headers.push(String::new());
        }
        if let Some(field) = self.fields.get_mut(column)
            && *field != Some(Field::Vid)
        {
            *field = Some(Field::Aadhaar);
        }
    }

    pub(crate) fn has_aadhaar(&self) -> bool {
        self.fields.iter().flatten().any(|field| field.is_cut())
    }

    /// Whether a cell over several lines holds a long number: the Aadhaar number of a row that a stray quotation mark
    /// swallowed would stand in whatever column that is.
    pub(crate) fn swallows_a_number<'a>(&self, mut cells: impl Iterator<Item = &'a str>) -> bool {
        let long = |cell: &str| cell.contains(['\n', '\r']) && cut_long_numbers(cell) != cell;
        self.has_aadhaar() && cells.any(long)
    }

    /// The column groups without which the list cannot be taken and which it lacks.
    /// `cards`: it is a list of cards, which may know people by nothing but their cards.
    pub(crate) fn missing(&self, cards: bool) -> Vec<Needed> {
        let has = |fields: &[Field]| fields.iter().any(|field| self.column(*field).is_some());
        if cards {
            let identity =
                [Field::CardId, Field::RationCard, Field::FamilyId, Field::SourceId, Field::Village];
            let needed = [
                (Needed::Name, &[Field::Name][..]),
                (Needed::Identity, &identity),
                (Needed::Card, &[Field::CardStatus, Field::CardId, Field::CardDate]),
            ];
            return needed.into_iter().filter(|(_, fields)| !has(fields)).map(|(needed, _)| needed).collect();
        }
        let mut missing = Vec::new();
        for (needed, fields) in [
            (Needed::Name, &[Field::Name][..]),
            (Needed::Identity, &[Field::RationCard, Field::FamilyId, Field::SourceId]),
            (Needed::Place, &[Field::Village, Field::Panchayat, Field::Ward]),
        ] {
            if !has(fields) {
                missing.push(needed);
            }
        }
        missing
    }

    /// A cell as it may leave the reader: an Aadhaar or VID column cut to its last 4 digits. In a record whose cells may
    /// have slipped out of their columns (`slipped`), every long number is cut, if the list has such a column at all.
    pub(crate) fn shown(&self, column: usize, cell: &str, slipped: bool) -> String {
        let field = self.fields.get(column).copied().flatten();
        if field.is_some_and(Field::is_cut) {
            let cut = cut_to_last4(cell);
            return cut.last4.map_or_else(String::new, |last4| last4.to_string());
        }
        let text = cell.chars().filter(|letter| !letter.is_control());
        let text: String = text.take(SHOWN_LETTERS).collect();
        if slipped && self.has_aadhaar() { cut_long_numbers(&text) } else { text }
    }
}

/// Columns a list may have.
pub(crate) const MOST_COLUMNS: usize = 512;
/// Characters of a cell that are shown of a rejected row.
const SHOWN_LETTERS: usize = 300;
/// A number from so many digits on may be an Aadhaar number.
const LONG: usize = 12;

impl Field {
    /// Whether the column is cut to the last 4 digits.
    pub(crate) fn is_cut(self) -> bool {
        matches!(self, Field::Aadhaar | Field::Vid)
    }
}

/// A heading that holds a number is a value that stands where a heading should: it is not shown.
fn without_numbers(header: String) -> String {
    if digits(&header) >= 8 { String::new() } else { header }
}

fn digits(text: &str) -> usize {
    text.chars().filter(|letter| letter.is_numeric()).count()
}

/// Leaves only the last 4 digits of each run of 12 or more, gaps between digits included.
fn cut_long_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    let end = |run: &mut String, out: &mut String| {
        let count = digits(run);
        if count >= LONG {
            let mut seen = 0;
            for letter in run.chars() {
                seen += usize::from(letter.is_numeric());
                out.push(if letter.is_numeric() && seen + 4 <= count { 'X' } else { letter });
            }
        } else {
            out.push_str(run);
        }
        run.clear();
    };
    for letter in text.chars() {
        let gap = letter.is_whitespace() || !letter.is_alphanumeric();
        if letter.is_numeric() || (gap && !run.is_empty()) {
            run.push(letter);
        } else {
            end(&mut run, &mut out);
            out.push(letter);
        }
    }
    end(&mut run, &mut out);
    out
}

/// Values of a column that are looked at.
const LOOKED_AT: u32 = 200;
/// Values that a column known to be something else must have before it is asked about: one in twelve of all numbers of
/// 12 digits passes the check, and a short list may have a few of them.
const KNOWN_LEAST: u32 = 20;

/// Counts, per column that is not known to be one, how many of its first values look like Aadhaar numbers.
#[derive(Default)]
pub(crate) struct Suspicion {
    open: Vec<Watched>,
    closed: Vec<Watched>,
}

/// A column that is watched.
#[derive(Clone, Copy)]
struct Watched {
    column: usize,
    /// Values it must have.
    least: u32,
    seen: u32,
    /// Values that look like Aadhaar numbers.
    like: u32,
}

impl Suspicion {
    pub fn new(columns: &Columns, cleared: &[usize]) -> Suspicion {
        // Columns past the headings are watched too.
        let open = (0..columns.fields.len().saturating_add(8).min(MOST_COLUMNS))
            .filter(|column| !cleared.contains(column))
            .filter_map(|column| {
                let field = columns.fields.get(column).copied().flatten();
                let least = if field.is_some() { KNOWN_LEAST } else { 1 };
                (!field.is_some_and(Field::is_cut)).then_some(Watched { column, least, seen: 0, like: 0 })
            })
            .collect();
        Suspicion { open, closed: Vec::new() }
    }

    pub fn look<'c>(&mut self, cell: impl Fn(usize) -> &'c str) {
        let closed = &mut self.closed;
        self.open.retain_mut(|watched| {
            let text = cell(watched.column).trim();
            if text.is_empty() {
                return true;
            }
            watched.seen += 1;
            if text.len() >= LONG && (is_aadhaar(text) || is_vid(text)) {
                watched.like += 1;
            }
            if watched.seen < LOOKED_AT {
                return true;
            }
            closed.push(*watched);
            false
        });
    }

    /// The first column of which most values look like Aadhaar numbers.
    pub fn found(&self) -> Option<usize> {
        let all = self.closed.iter().chain(&self.open);
        let suspect = all.filter(|watched| watched.seen >= watched.least && watched.like * 2 > watched.seen);
        suspect.map(|watched| watched.column).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_of_a_slipped_record_keep_4_digits() {
        for (text, expected) in [
            ("234123412346", "XXXXXXXX2346"),
            ("2341 2341 2346", "XXXX XXXX 2346"),
            ("2341-2341-2346 राम", "XXXX-XXXX-2346 राम"),
            ("२३४१२३४१२३४६", "XXXXXXXX२३४६"),
            ("9876543210", "9876543210"),
            ("घर 12, वार्ड 3", "घर 12, वार्ड 3"),
            ("x234123412346y", "xXXXXXXXX2346y"),
        ] {
            assert_eq!(cut_long_numbers(text), expected);
        }
    }

    #[test]
    fn a_number_in_the_heading_is_not_shown() {
        let columns = Columns::new(vec!["नाम".into(), "2341 2341 2346".into()]);
        assert_eq!(columns.headers(), ["नाम", ""]);
    }
}
