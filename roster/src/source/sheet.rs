//! Workbooks: the cells of a sheet as records of text.

use std::fmt::Write;
use std::io::{BufReader, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Ods, OdsError, Range, Reader, Xls, XlsError, Xlsx, XlsxError};

use super::record::{Flaw, Record};
use super::sniff::Kind;
use super::{Flow, Layout, Opening, Visit};
use crate::error::ListError;

/// Columns of a sheet that are read.
const COLUMNS: usize = 512;
/// From here on a spreadsheet's number has lost digits: it keeps 15.
const EXACT: f64 = 1e15;
/// Sheets in which a list is looked for.
const SHEETS: usize = 20;

type Input<'r, R> = BufReader<&'r mut R>;

enum Book<'r, R: Read + Seek> {
    Xlsx(Xlsx<Input<'r, R>>),
    Xls(Xls<Input<'r, R>>),
    Ods(Ods<Input<'r, R>>),
}

/// An opened workbook with the sheet that was chosen.
pub(crate) struct Workbook<'r, R: Read + Seek> {
    book: Book<'r, R>,
    sheet: String,
    /// The chosen sheet where its format has no way to read cell by cell.
    range: Option<Range<Data>>,
    total: u64,
}

/// Runs a step of the spreadsheet reader. It is made for sound files and may panic on damaged ones; that must end the
/// import with an error, not the process.
fn guard<T>(step: impl FnOnce() -> Result<T, ListError>) -> Result<T, ListError> {
    catch_unwind(AssertUnwindSafe(step)).unwrap_or(Err(ListError::Damaged))
}

impl<'r, R: Read + Seek> Workbook<'r, R> {
    pub fn open(input: &'r mut R, kind: Kind, total: u64) -> Result<Self, ListError> {
        let input = BufReader::new(input);
        let book = guard(move || {
            Ok(match kind {
                Kind::Ods => Book::Ods(Ods::new(input).map_err(ods_error)?),
                Kind::Xls => Book::Xls(Xls::new(input).map_err(xls_error)?),
                _ => Book::Xlsx(Xlsx::new(input).map_err(xlsx_error)?),
            })
        })?;
        Ok(Workbook { book, sheet: String::new(), range: None, total })
    }

    /// The first rows of each sheet.
    pub fn openings(&mut self, rows: usize) -> Result<Vec<Opening>, ListError> {
        let names = match &self.book {
            Book::Xlsx(book) => book.sheet_names(),
            Book::Xls(book) => book.sheet_names(),
            Book::Ods(book) => book.sheet_names(),
        };
        let mut openings = Vec::new();
        for name in names.into_iter().take(SHEETS) {
            // A chart sheet has no cells; it is passed over.
            if self.choose(&name).is_err() {
                continue;
            }
            let mut first = Vec::new();
            let visited = self.each(&mut |record, _| {
                first.push(record.cells().map(str::to_owned).collect());
                if first.len() < rows { Flow::GoOn } else { Flow::Stop }
            });
            match visited {
                Ok(()) => openings.push(Opening { layout: Layout::Sheet(name), rows: first }),
                Err(ListError::NoSheet) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(openings)
    }

    pub fn choose(&mut self, name: &str) -> Result<(), ListError> {
        self.sheet.clear();
        self.sheet.push_str(name);
        self.range = match &mut self.book {
            Book::Xlsx(_) => None,
            Book::Xls(book) => Some(guard(|| book.worksheet_range(name).map_err(xls_error))?),
            Book::Ods(book) => Some(guard(|| book.worksheet_range(name).map_err(ods_error))?),
        };
        Ok(())
    }

    /// Visits all rows that have cells.
    pub fn each(&mut self, visit: &mut Visit<'_>) -> Result<(), ListError> {
        match (&mut self.book, &self.range) {
            (Book::Xlsx(book), _) => each_xlsx(book, &self.sheet, self.total, visit),
            (_, Some(range)) => {
                each_range(range, self.total, visit);
                Ok(())
            }
            _ => Err(ListError::Damaged),
        }
    }
}

fn each_xlsx<R: Read + Seek>(
    book: &mut Xlsx<R>,
    sheet: &str,
    total: u64,
    visit: &mut Visit<'_>,
) -> Result<(), ListError> {
    let mut cells = guard(|| book.worksheet_cells_reader(sheet).map_err(xlsx_error))?;
    let rows = u64::from(cells.dimensions().end.0) + 1;
    let mut record = Record::default();
    let mut row = None;
    loop {
        let next = guard(|| cells.next_cell().map_err(xlsx_error))?;
        let place = next.as_ref().map(|cell| cell.get_position());
        if row.is_some() && place.map(|place| place.0) != row {
            let done = u64::from(record.line).min(rows);
            if visit(&record, share(total, done, rows)) == Flow::Stop {
                return Ok(());
            }
            row = None;
        }
        let (Some(cell), Some(place)) = (next, place) else {
            return Ok(());
        };
        if row.is_none() {
            record.begin(place.0.saturating_add(1));
            row = Some(place.0);
        }
        if matches!(cell.get_value(), DataRef::Empty) {
            continue;
        }
        let column = place.1 as usize;
        if column >= COLUMNS || column < record.len() {
            record.flaw = Some(Flaw::Jumbled);
            continue;
        }
        while record.len() < column {
            record.push(|_| {});
        }
        record.push(|text| match cell.get_value() {
            DataRef::Int(number) => integer(text, *number),
            DataRef::Float(number) => float(text, *number),
            DataRef::String(value) => text.push_str(value),
            DataRef::SharedString(value) => text.push_str(value),
            DataRef::Bool(value) => text.push_str(if *value { "TRUE" } else { "FALSE" }),
            DataRef::DateTime(date) => day(text, date),
            DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => text.push_str(value),
            DataRef::Error(_) | DataRef::Empty => {}
        });
    }
}

fn each_range(range: &Range<Data>, total: u64, visit: &mut Visit<'_>) {
    let Some((first, left)) = range.start() else {
        return;
    };
    let rows = range.get_size().0 as u64;
    let mut record = Record::default();
    for (index, row) in range.rows().enumerate() {
        let line = first.saturating_add(u32::try_from(index).unwrap_or(u32::MAX));
        record.begin(line.saturating_add(1));
        for _ in 0..left.min(COLUMNS as u32) {
            record.push(|_| {});
        }
        for cell in row {
            if record.len() >= COLUMNS {
                if *cell != Data::Empty {
                    record.flaw = Some(Flaw::Jumbled);
                }
                continue;
            }
            record.push(|text| match cell {
                Data::Int(number) => integer(text, *number),
                Data::Float(number) => float(text, *number),
                Data::String(value) | Data::DateTimeIso(value) | Data::DurationIso(value) => {
                    text.push_str(value);
                }
                Data::Bool(value) => text.push_str(if *value { "TRUE" } else { "FALSE" }),
                Data::DateTime(date) => day(text, date),
                Data::Error(_) | Data::Empty => {}
            });
        }
        if visit(&record, share(total, index as u64 + 1, rows)) == Flow::Stop {
            return;
        }
    }
}

/// The share of the bytes that so many of the rows stand for.
fn share(total: u64, done: u64, rows: u64) -> u64 {
    u64::try_from(u128::from(total) * u128::from(done) / u128::from(rows.max(1))).unwrap_or(total)
}

fn integer(text: &mut String, number: i64) {
    // Writing to a string does not fail.
    let _ = write!(text, "{number}");
}

/// A whole number as its digits; one that has lost digits in the form that says so (`2.20123456789012e23`).
fn float(text: &mut String, number: f64) {
    let _ = if number.abs() >= EXACT {
        write!(text, "{number:.14e}")
    } else if number.fract() == 0.0 {
        write!(text, "{number:.0}")
    } else {
        write!(text, "{number}")
    };
}

/// A date as `YYYY-MM-DD`; a length of time as its number.
fn day(text: &mut String, date: &ExcelDateTime) {
    if date.is_duration() {
        return float(text, date.as_f64());
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    let _ = write!(text, "{year:04}-{month:02}-{day:02}");
}

fn xlsx_error(error: XlsxError) -> ListError {
    match error {
        XlsxError::Io(error) => error.into(),
        XlsxError::Password => ListError::Locked,
        XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_) => ListError::NoSheet,
        _ => ListError::Damaged,
    }
}

fn xls_error(error: XlsError) -> ListError {
    match error {
        XlsError::Io(error) => error.into(),
        XlsError::Password => ListError::Locked,
        _ => ListError::Damaged,
    }
}

fn ods_error(error: OdsError) -> ListError {
    match error {
        OdsError::Io(error) => error.into(),
        OdsError::Password => ListError::Locked,
        _ => ListError::Damaged,
    }
}
