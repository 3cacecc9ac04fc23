//! Text files: a window of UTF-8 that moves over the file, whatever its encoding.

use std::io::{ErrorKind, Read, Seek, SeekFrom};

use zeroize::Zeroize;

use super::record::{BROKEN, Flaw, Record};
use super::split::{Split, split, split_plain};
use super::{Encoding, Flow, Layout, Opening, Visit};
use crate::error::ListError;

/// Bytes read at once.
const CHUNK: usize = 128 * 1024;
/// Bytes a record may have.
const LARGEST: usize = 256 * 1024;
/// Bytes of a too large record that are kept to show it.
const SHOWN: usize = 4 * 1024;
/// Separators tried, the likeliest first.
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// A text file. Its window is wiped when dropped, since a column may hold Aadhaar numbers.
pub(crate) struct TextTable<R> {
    input: R,
    encoding: Encoding,
    bom: u64,
    separator: u8,
    /// UTF-8, of which `start` bytes are done with.
    window: Vec<u8>,
    start: usize,
    /// Bytes of UTF-16 as they came; an odd one waits for its second half.
    raw: Vec<u8>,
    /// A high surrogate that waits for its low one.
    high: Option<u16>,
    read: u64,
    ended: bool,
    line: u32,
    /// Whether the file has shown itself to be UTF-8.
    seen: bool,
}

impl<R> Drop for TextTable<R> {
    fn drop(&mut self) {
        self.window.zeroize();
        self.raw.zeroize();
    }
}

impl<R: Read + Seek> TextTable<R> {
    pub fn new(input: R, encoding: Encoding, bom: u64) -> TextTable<R> {
        TextTable {
            input,
            encoding,
            bom,
            separator: b',',
            window: Vec::new(),
            start: 0,
            raw: Vec::new(),
            high: None,
            read: 0,
            ended: false,
            line: 1,
            seen: bom > 0,
        }
    }

    /// The first rows by each separator.
    pub fn openings(&mut self, rows: usize) -> Result<Vec<Opening>, ListError> {
        let mut openings = Vec::new();
        for separator in SEPARATORS {
            self.choose(separator);
            let mut first = Vec::new();
            self.each(&mut |record, _| {
                first.push(record.cells().map(str::to_owned).collect());
                if first.len() < rows { Flow::GoOn } else { Flow::Stop }
            })?;
            openings
                .push(Opening { layout: Layout::Text { encoding: self.encoding, separator }, rows: first });
        }
        Ok(openings)
    }

    pub fn choose(&mut self, separator: char) {
        self.separator = u8::try_from(separator).unwrap_or(b',');
    }

    /// Visits all records from the first.
    pub fn each(&mut self, visit: &mut Visit<'_>) -> Result<(), ListError> {
        self.input.seek(SeekFrom::Start(self.bom))?;
        self.window.clear();
        self.raw.clear();
        self.start = 0;
        self.high = None;
        self.read = self.bom;
        self.ended = false;
        self.line = 1;
        self.seen = self.bom > 0;
        let mut record = Record::default();
        while self.next(&mut record)? {
            if visit(&record, self.read) == Flow::Stop {
                break;
            }
        }
        Ok(())
    }

    /// Reads the next record; `false` after the last.
    fn next(&mut self, record: &mut Record) -> Result<bool, ListError> {
        loop {
            let rest = self.window.get(self.start..).unwrap_or(&[]);
            if rest.is_empty() && self.ended {
                return Ok(false);
            }
            let (separator, ended) = (self.separator, self.ended);
            let found = record.fill(&mut self.seen, |out, spans| {
                let found = split(rest, separator, ended, out, spans);
                if found == Split::OpenQuote {
                    split_plain(rest.get(..SHOWN).unwrap_or(rest), separator, out, spans);
                }
                found
            });
            record.line = self.line;
            match found {
                Split::Whole { bytes, lines } => {
                    if self.encoding != Encoding::Utf8 {
                        record.look_for_broken();
                    }
                    if bytes > LARGEST {
                        record.flaw = Some(Flaw::TooBig);
                    }
                    self.start += bytes;
                    self.line = self.line.saturating_add(lines);
                    return Ok(true);
                }
                Split::OpenQuote => {
                    record.flaw = Some(Flaw::OpenQuote);
                    self.skip_line()?;
                    return Ok(true);
                }
                Split::More if rest.len() > LARGEST => {
                    record.fill(&mut self.seen, |out, spans| {
                        split_plain(rest.get(..SHOWN).unwrap_or(rest), separator, out, spans);
                    });
                    record.flaw = Some(Flaw::TooBig);
                    self.skip_line()?;
                    return Ok(true);
                }
                Split::More => self.fill()?,
            }
        }
    }

    /// Goes to the start of the next line, however far it is.
    fn skip_line(&mut self) -> Result<(), ListError> {
        self.line = self.line.saturating_add(1);
        loop {
            let rest = self.window.get(self.start..).unwrap_or(&[]);
            if let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
                self.start += end + 1;
                return Ok(());
            }
            self.start = self.window.len();
            if self.ended {
                return Ok(());
            }
            self.fill()?;
        }
    }

    /// Moves the window on and reads a chunk more into it.
    fn fill(&mut self) -> Result<(), ListError> {
        self.window.drain(..self.start);
        self.start = 0;
        match self.encoding {
            Encoding::Utf8 => {
                let kept = self.window.len();
                self.window.resize(kept + CHUNK, 0);
                let space = self.window.get_mut(kept..).unwrap_or(&mut []);
                let read = read_some(&mut self.input, space)?;
                self.window.truncate(kept + read);
                self.read += read as u64;
                self.ended = read == 0;
            }
            Encoding::Utf16Le | Encoding::Utf16Be => {
                let kept = self.raw.len();
                self.raw.resize(kept + CHUNK, 0);
                let space = self.raw.get_mut(kept..).unwrap_or(&mut []);
                let read = read_some(&mut self.input, space)?;
                self.raw.truncate(kept + read);
                self.read += read as u64;
                self.ended = read == 0;
                self.decode();
            }
        }
        Ok(())
    }

    /// Turns the UTF-16 at hand into UTF-8; what is no text becomes one broken character.
    fn decode(&mut self) {
        let mut push = |letter: char| {
            let mut bytes = [0; 4];
            self.window.extend_from_slice(letter.encode_utf8(&mut bytes).as_bytes());
        };
        let pairs = self.raw.chunks_exact(2);
        let odd = pairs.remainder().first().copied();
        for pair in pairs {
            let pair = [pair[0], pair[1]];
            let unit = match self.encoding {
                Encoding::Utf16Be => u16::from_be_bytes(pair),
                _ => u16::from_le_bytes(pair),
            };
            if let Some(high) = self.high.take() {
                if let Some(Ok(letter)) = char::decode_utf16([high, unit]).next() {
                    push(letter);
                    continue;
                }
                push(BROKEN);
            }
            match unit {
                0xd800..0xdc00 => self.high = Some(unit),
                unit => push(char::from_u32(u32::from(unit)).unwrap_or(BROKEN)),
            }
        }
        self.raw.clear();
        self.raw.extend(odd);
        if self.ended && (self.high.take().is_some() || !self.raw.is_empty()) {
            self.raw.clear();
            let mut bytes = [0; 4];
            self.window.extend_from_slice(BROKEN.encode_utf8(&mut bytes).as_bytes());
        }
    }
}

/// Reads once, again after an interruption.
fn read_some<R: Read>(input: &mut R, space: &mut [u8]) -> Result<usize, ListError> {
    loop {
        match input.read(space) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => return Ok(result?),
        }
    }
}
