//! Reading a list: first its ids, so that no row is given out that another one contradicts, then its rows.

use std::collections::HashMap;
use std::io::{Read, Seek};

use crate::columns::{Columns, Found, Suspicion, find};
use crate::error::{ListError, Question, ReadError};
use crate::row::build::Builder;
use crate::row::{Note, Reason, Row};
use crate::sink::{Answer, Options, Progress, Sink, Summary};
use crate::source::record::Record;
use crate::source::{Flow, Layout, Table};

/// Rows between two calls for the progress.
const PROGRESS_ROWS: u64 = 2_048;

/// What is known of rows that share a person's key.
struct Same {
    first_line: u32,
    fingerprint: u64,
    /// A row of another content.
    other_line: Option<u32>,
}

/// Reads a list, a text file or a workbook, and hands its rows to `sink`.
///
/// Rows that cannot be taken are handed to it with the reason and never stop the list. Aadhaar and VID columns are cut
/// to their last 4 digits before anything is handed out. Besides buffers, 8 bytes a row are held, to find two rows of
/// one person; workbooks also hold their table of strings, and old `.xls` and `.ods` ones the sheet.
///
/// # Errors
/// [`ReadError`]: the list cannot be read at all, something must be asked first, the receiver cancelled or failed.
/// Before the last two rows may have been handed out; it is for the receiver to take them back.
pub fn read<R: Read + Seek, S: Sink>(
    input: &mut R,
    options: &Options,
    sink: &mut S,
) -> Result<Summary, ReadError<S::Error>> {
    let (mut table, total) = Table::open(input)?;
    let (layout, mut found) = choose(&mut table)?;
    for column in &options.aadhaar_columns {
        found.columns.declare_aadhaar(*column);
    }
    let missing = found.columns.missing(options.cards);
    if !missing.is_empty() {
        return Err(ListError::MissingColumns(missing).into());
    }
    let is_text = matches!(layout, Layout::Text { .. });
    let builder = Builder::new(found.columns.clone(), options, is_text);
    let mut reading = Reading { table, found, builder, total, rows: 0, sink };
    let keys = reading.keys(options)?;
    let same = reading.same(&keys)?;
    drop(keys);
    reading.rows(layout, &same)
}

/// Chooses the layout whose heading names the most fields.
fn choose<R: Read + Seek>(table: &mut Table<'_, R>) -> Result<(Layout, Found), ListError> {
    let mut best: Option<(Layout, Found)> = None;
    for opening in table.openings()? {
        if let Some(found) = find(&opening.rows)
            && best.as_ref().is_none_or(|best| found.known > best.1.known)
        {
            best = Some((opening.layout, found));
        }
    }
    let (layout, found) = best.ok_or(ListError::NoHeading)?;
    table.choose(&layout)?;
    Ok((layout, found))
}

struct Reading<'r, 's, R: Read + Seek, S: Sink> {
    table: Table<'r, R>,
    found: Found,
    builder: Builder,
    total: u64,
    /// Rows given out.
    rows: u64,
    sink: &'s mut S,
}

impl<R: Read + Seek, S: Sink> Reading<'_, '_, R, S> {
    /// Visits the records that stand for people: not the heading, its numbering or its repetition, nor blank ones.
    /// `before` bytes were read in earlier rounds, `share` tells whether this round's count.
    fn people(
        &mut self,
        before: u64,
        share: u64,
        mut visit: impl FnMut(&mut Builder, &mut S, &mut u64, &Record) -> Result<(), S::Error>,
    ) -> Result<(), ReadError<S::Error>> {
        let Reading { table, found, builder, total, rows, sink } = self;
        let mut index = 0;
        let mut count = 0u64;
        let mut end = None;
        table.each(&mut |record, read| {
            index += 1;
            let is_first = index == found.rows + 1;
            if index <= found.rows
                || record.is_blank()
                || (is_first && is_numbering(record))
                || is_heading(record, &found.columns)
            {
                return Flow::GoOn;
            }
            if let Err(error) = visit(builder, sink, rows, record) {
                end = Some(ReadError::Sink(error));
                return Flow::Stop;
            }
            count += 1;
            if count.is_multiple_of(PROGRESS_ROWS) {
                let answer = sink.progress(Progress {
                    bytes_read: before + (read * share).min(*total),
                    bytes_total: *total * 2,
                    rows: *rows,
                });
                if answer == Answer::Cancel {
                    end = Some(ReadError::Cancelled);
                    return Flow::Stop;
                }
            }
            Flow::GoOn
        })?;
        end.map_or(Ok(()), Err)
    }

    /// The keys that more than one row has, sorted; asks where a column looks like Aadhaar numbers.
    fn keys(&mut self, options: &Options) -> Result<Vec<u64>, ReadError<S::Error>> {
        let mut keys = Vec::new();
        let mut suspicion = Suspicion::new(&self.found.columns, &options.not_aadhaar_columns);
        self.people(0, 1, |builder, _, _, record| {
            suspicion.look(|column| record.cell(column));
            if !options.cards {
                keys.extend(builder.key_hash(record));
            }
            Ok(())
        })?;
        if let Some(column) = suspicion.found() {
            let header = self.found.columns.headers().get(column);
            let header = header.cloned().unwrap_or_default();
            let question = Question::ColumnLooksLikeAadhaar { column, header };
            return Err(ReadError::Question(question));
        }
        keys.sort_unstable();
        let mut repeated: Vec<u64> = keys
            .windows(2)
            .filter_map(|pair| (pair.first() == pair.last()).then(|| pair.first().copied())?)
            .collect();
        repeated.dedup();
        Ok(repeated)
    }

    /// Whether the rows of each repeated key are equal or contradict each other.
    fn same(&mut self, keys: &[u64]) -> Result<HashMap<u64, Same>, ReadError<S::Error>> {
        let mut same: HashMap<u64, Same> = HashMap::with_capacity(keys.len());
        if keys.is_empty() {
            return Ok(same);
        }
        let total = self.total;
        self.people(total, 0, |builder, _, _, record| {
            let key = builder.key_hash(record);
            let Some(key) = key.filter(|key| keys.binary_search(key).is_ok()) else {
                return Ok(());
            };
            let Ok(row) = builder.row(record) else {
                return Ok(());
            };
            let (line, fingerprint) = (row.line, row.fingerprint());
            let known = same.entry(key).or_insert(Same { first_line: line, fingerprint, other_line: None });
            if known.fingerprint != fingerprint {
                known.other_line.get_or_insert(line);
            }
            Ok(())
        })?;
        Ok(same)
    }

    /// Gives out the rows.
    fn rows(mut self, layout: Layout, same: &HashMap<u64, Same>) -> Result<Summary, ReadError<S::Error>> {
        let (mut rejected, mut duplicates) = (0, 0);
        let mut notes = [0u64; Note::ALL.len()];
        let columns = self.builder.columns().clone();
        self.sink.columns(&columns).map_err(ReadError::Sink)?;
        let total = self.total;
        self.people(total, 1, |builder, sink, rows, record| {
            let twin =
                if same.is_empty() { None } else { builder.key_hash(record).and_then(|key| same.get(&key)) };
            let reason = match builder.row(record) {
                Err(reason) => reason,
                Ok(row) => match twin {
                    Some(twin) if twin.other_line.is_some() => contradiction(&row, twin),
                    Some(twin) if twin.first_line != row.line => {
                        duplicates += 1;
                        return Ok(());
                    }
                    _ => {
                        *rows += 1;
                        if !row.notes.is_empty() {
                            for note in row.notes.iter() {
                                if let Some(count) = notes.get_mut(note as usize) {
                                    *count += 1;
                                }
                            }
                        }
                        return sink.row(&row);
                    }
                },
            };
            rejected += 1;
            sink.rejected(&builder.rejected(record, reason))
        })?;
        self.sink.progress(Progress { bytes_read: total * 2, bytes_total: total * 2, rows: self.rows });
        Ok(Summary {
            layout,
            columns,
            rows: self.rows,
            rejected,
            duplicates,
            notes: Note::ALL.into_iter().zip(notes).collect(),
        })
    }
}

/// The reason that names the other row of a person's key.
fn contradiction(row: &Row<'_>, twin: &Same) -> Reason {
    let other_line = match twin.other_line {
        Some(other) if row.line == twin.first_line => other,
        _ => twin.first_line,
    };
    if row.source_id.is_empty() { Reason::SameName { other_line } } else { Reason::SameId { other_line } }
}

/// Whether a record numbers the columns: 1, 2, 3…
fn is_numbering(record: &Record) -> bool {
    let mut next = 1;
    for cell in record.cells() {
        let cell = cell.trim().trim_matches(['(', ')', '.', '[', ']']);
        if cell.is_empty() {
            next += 1;
            continue;
        }
        let digits: Option<String> = cell.chars().map(crate::value::digits::digit).collect();
        let number: Option<usize> = digits.and_then(|digits| digits.parse().ok());
        if number.is_none_or(|number| number != next && number != record.len()) {
            return false;
        }
        next += 1;
    }
    next > 3
}

/// Whether a record repeats the heading, as on each printed page.
fn is_heading(record: &Record, columns: &Columns) -> bool {
    let mut equal = 0;
    for (column, header) in columns.headers().iter().enumerate() {
        if header.is_empty() {
            continue;
        }
        if record.cell(column).trim() != header {
            return false;
        }
        equal += 1;
    }
    equal > 1
}
