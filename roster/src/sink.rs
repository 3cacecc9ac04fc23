//! Who receives the rows of a list, and what is said to whom.

use shivir_domain::day::Day;

use crate::columns::Columns;
use crate::row::{Note, Rejected, Row};
use crate::source::Layout;

/// How a list is to be read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day for which the list gives ages; birth dates after it are not taken.
    pub list_date: Day,
    /// Columns, from 0, that hold Aadhaar numbers or virtual ids whatever their headings say.
    pub aadhaar_columns: Vec<usize>,
    /// Columns, from 0, that hold none though their values look like it. A heading that says Aadhaar stands against it.
    pub not_aadhaar_columns: Vec<usize>,
    /// It is the portal's list of cards, not a list of people: a row needs neither an id nor a place, and one person may
    /// stand in several rows, which are all handed out.
    pub cards: bool,
}

impl Options {
    /// Options for a list whose ages are those of a day.
    pub fn new(list_date: Day) -> Options {
        Options { list_date, aadhaar_columns: Vec::new(), not_aadhaar_columns: Vec::new(), cards: false }
    }

    /// Options for the portal's list of cards. `on`: the day after which no date of the file may lie.
    pub fn of_cards(on: Day) -> Options {
        Options { cards: true, ..Options::new(on) }
    }
}

/// How far reading has come. The list is read twice: first for its ids, then for its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read, over both times.
    pub bytes_read: u64,
    /// Bytes to be read, over both times.
    pub bytes_total: u64,
    /// Rows given out.
    pub rows: u64,
}

/// The receiver's word on the progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Go on.
    GoOn,
    /// Stop; reading ends with [`crate::ReadError::Cancelled`].
    Cancel,
}

/// Receives what is read.
pub trait Sink {
    /// What can go wrong with the receiver; it ends the reading.
    type Error;

    /// Called once, before the first row.
    ///
    /// # Errors
    /// The receiver's own.
    fn columns(&mut self, columns: &Columns) -> Result<(), Self::Error> {
        let _ = columns;
        Ok(())
    }

    /// Called for each person, in the order of the list.
    ///
    /// # Errors
    /// The receiver's own.
    fn row(&mut self, row: &Row<'_>) -> Result<(), Self::Error>;

    /// Called for each row that is not taken, between the others in the order of the list.
    ///
    /// # Errors
    /// The receiver's own.
    fn rejected(&mut self, rejected: &Rejected) -> Result<(), Self::Error>;

    /// Called every few thousand rows.
    fn progress(&mut self, progress: Progress) -> Answer {
        let _ = progress;
        Answer::GoOn
    }
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// How the list was laid out.
    pub layout: Layout,
    /// Its columns.
    pub columns: Columns,
    /// Rows given out.
    pub rows: u64,
    /// Rows not taken.
    pub rejected: u64,
    /// Rows passed over, since an equal one was given out.
    pub duplicates: u64,
    /// How many rows have each note, in the order of [`Note::ALL`].
    pub notes: Vec<(Note, u64)>,
}
