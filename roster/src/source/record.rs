//! One record: its cells as text, where it stands, and what is wrong with it.

use encoding_rs::WINDOWS_1252;
use memchr::{memchr, memchr2};
use zeroize::Zeroize;

/// What is wrong with a record before its cells are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// Larger than a record can be.
    TooBig,
    /// Holds a NUL.
    Nul,
    /// Bytes that are no text: a lone surrogate, broken UTF-8.
    BrokenText,
    /// A quotation mark opened and not closed.
    OpenQuote,
    /// Cells out of their order.
    Jumbled,
}

/// The noncharacter that the decoder writes for what is no text.
pub(crate) const BROKEN: char = '\u{ffff}';

/// The cells of one record, in buffers that are used again for the next. Wiped when dropped, since a column may hold
/// Aadhaar numbers.
#[derive(Default)]
pub(crate) struct Record {
    text: String,
    /// The cells as bytes, before they are known to be text.
    bytes: Vec<u8>,
    spans: Vec<(u32, u32)>,
    /// The line of the file (row of the sheet) it begins on, from 1.
    pub line: u32,
    pub flaw: Option<Flaw>,
    /// Read as Windows-1252, since it was not UTF-8.
    pub guessed: bool,
}

impl Drop for Record {
    fn drop(&mut self) {
        self.text.zeroize();
        self.bytes.zeroize();
    }
}

impl Record {
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Bytes of all cells.
    pub fn size(&self) -> usize {
        self.text.len()
    }

    /// A cell by its column; empty past the last one.
    pub fn cell(&self, column: usize) -> &str {
        self.spans
            .get(column)
            .and_then(|&(start, end)| self.text.get(start as usize..end as usize))
            .unwrap_or("")
    }

    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|column| self.cell(column))
    }

    pub fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.trim().is_empty())
    }

    /// Begins a record of a sheet.
    pub fn begin(&mut self, line: u32) {
        self.text.clear();
        self.spans.clear();
        self.line = line;
        self.flaw = None;
        self.guessed = false;
    }

    /// Adds a cell that `write` fills.
    pub fn push(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        if self.text.as_bytes().iter().skip(start).any(|byte| *byte == 0) {
            self.flaw = Some(Flaw::Nul);
        }
        self.spans.push((offset(start), offset(self.text.len())));
    }

    /// Fills the record with the cells that `split` writes as bytes, and makes text of them. `seen` tells whether the
    /// file has shown itself to be UTF-8: as long as it has not, what is no UTF-8 is read as Windows-1252.
    pub fn fill<T>(
        &mut self,
        seen: &mut bool,
        split: impl FnOnce(&mut Vec<u8>, &mut Vec<(u32, u32)>) -> T,
    ) -> T {
        self.text.clear();
        self.bytes.clear();
        self.spans.clear();
        self.flaw = None;
        self.guessed = false;
        let result = split(&mut self.bytes, &mut self.spans);
        match simdutf8::basic::from_utf8(&self.bytes) {
            Ok(text) => {
                self.text.push_str(text);
                *seen = *seen || !text.is_ascii();
            }
            Err(_) => self.guess(!*seen),
        }
        if memchr(0, self.text.as_bytes()).is_some() {
            self.flaw = Some(Flaw::Nul);
        }
        result
    }

    /// Makes text of bytes that are not UTF-8: Windows-1252, or broken UTF-8.
    fn guess(&mut self, windows: bool) {
        self.guessed = windows;
        for span in &mut self.spans {
            let cell = self.bytes.get(span.0 as usize..span.1 as usize);
            let cell = cell.unwrap_or(&[]);
            let start = self.text.len();
            if windows {
                let (text, _) = WINDOWS_1252.decode_without_bom_handling(cell);
                self.text.push_str(&text);
            } else {
                self.text.push_str(&String::from_utf8_lossy(cell));
                self.flaw = Some(Flaw::BrokenText);
            }
            *span = (offset(start), offset(self.text.len()));
        }
    }

    /// Whether a cell goes over several lines: it may be one, or a stray quotation mark that swallowed the next row.
    pub fn has_line_break(&self) -> bool {
        memchr2(b'\n', b'\r', self.text.as_bytes()).is_some()
    }

    /// Marks the record as broken where the decoder found no text.
    pub fn look_for_broken(&mut self) {
        if self.text.contains(BROKEN) {
            self.flaw = Some(Flaw::BrokenText);
        }
    }
}

/// A place in a record; records are far smaller than 4 GB.
fn offset(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
