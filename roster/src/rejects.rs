//! The file of rejected rows, for whoever corrects the list.

use std::io::{self, Write};

use crate::columns::Columns;
use crate::row::Rejected;

/// Writes rejected rows as CSV in UTF-8 with a byte order mark, so that spreadsheets show Hindi: the line, the reason in
/// Hindi and in English, then the cells as they stood, already cut.
pub struct RejectedWriter<W: Write> {
    csv: csv::Writer<W>,
    width: usize,
}

impl<W: Write> RejectedWriter<W> {
    /// Begins the file with its headings.
    ///
    /// # Errors
    /// When writing fails.
    pub fn new(mut out: W, columns: &Columns) -> io::Result<RejectedWriter<W>> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut csv =
            csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(out);
        let first = ["पंक्ति (Line)", "कारण", "Reason"].into_iter();
        let headers = columns.headers().iter().map(String::as_str);
        csv.write_record(first.chain(headers))?;
        Ok(RejectedWriter { csv, width: columns.headers().len() })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write(&mut self, rejected: &Rejected) -> io::Result<()> {
        self.csv.write_field(rejected.line.to_string())?;
        self.csv.write_field(rejected.reason.hindi())?;
        self.csv.write_field(rejected.reason.english())?;
        for cell in &rejected.cells {
            self.csv.write_field(safe(cell).as_ref())?;
        }
        for _ in rejected.cells.len()..self.width {
            self.csv.write_field("")?;
        }
        self.csv.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(self) -> io::Result<W> {
        self.csv.into_inner().map_err(|error| io::Error::from(error.error().kind()))
    }
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe.
fn safe(cell: &str) -> std::borrow::Cow<'_, str> {
    let runs =
        cell.starts_with(['=', '+', '-', '@']) && cell.chars().skip(1).any(|letter| letter.is_alphabetic());
    if runs { format!("'{cell}").into() } else { cell.into() }
}
