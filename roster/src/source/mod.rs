//! Tables of cells from bytes: text files and workbooks, one record at a time.

pub(crate) mod record;
mod sheet;
mod sniff;
mod split;
mod text;

use std::io::{Read, Seek};

use record::Record;
use sheet::Workbook;
use sniff::Kind;
use text::TextTable;

use crate::error::ListError;

/// Text encodings a list may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
}

/// How the list was laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A text file.
    Text {
        /// Its encoding.
        encoding: Encoding,
        /// What stands between two cells: `,`, `;`, tab or `|`.
        separator: char,
    },
    /// A sheet of a workbook, by its name.
    Sheet(String),
}

/// Whether a visit of the records goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    GoOn,
    Stop,
}

/// Takes one record and how many bytes of the file have been read for it.
pub(crate) type Visit<'v> = dyn FnMut(&Record, u64) -> Flow + 'v;

/// The first rows of the table as one of the layouts it may have.
pub(crate) struct Opening {
    pub layout: Layout,
    pub rows: Vec<Vec<String>>,
}

/// Rows in which a heading is looked for.
const OPENING_ROWS: usize = 40;

/// A list of any kind, opened.
pub(crate) enum Table<'r, R: Read + Seek> {
    Text(TextTable<&'r mut R>),
    Workbook(Box<Workbook<'r, R>>),
}

impl<'r, R: Read + Seek> Table<'r, R> {
    /// Finds out what the bytes are and opens them; also gives their number.
    pub fn open(input: &'r mut R) -> Result<(Table<'r, R>, u64), ListError> {
        let (kind, total) = sniff::sniff(input)?;
        let table = match kind {
            Kind::Text { encoding, bom } => Table::Text(TextTable::new(input, encoding, bom)),
            Kind::Xlsx | Kind::Xls | Kind::Ods => {
                Table::Workbook(Box::new(Workbook::open(input, kind, total)?))
            }
        };
        Ok((table, total))
    }

    /// The first rows in each layout the table may have.
    pub fn openings(&mut self) -> Result<Vec<Opening>, ListError> {
        match self {
            Table::Text(text) => text.openings(OPENING_ROWS),
            Table::Workbook(workbook) => workbook.openings(OPENING_ROWS),
        }
    }

    /// Settles the layout, one of those that the openings came in.
    pub fn choose(&mut self, layout: &Layout) -> Result<(), ListError> {
        match (self, layout) {
            (Table::Text(text), Layout::Text { separator, .. }) => {
                text.choose(*separator);
                Ok(())
            }
            (Table::Workbook(workbook), Layout::Sheet(name)) => workbook.choose(name),
            _ => Err(ListError::Damaged),
        }
    }

    /// Visits all records from the first one, in the layout chosen.
    pub fn each(&mut self, visit: &mut Visit<'_>) -> Result<(), ListError> {
        match self {
            Table::Text(text) => text.each(visit),
            Table::Workbook(workbook) => workbook.each(visit),
        }
    }
}
