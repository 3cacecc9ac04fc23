//! Rows on their way from the reader's thread to the writer's, many at a time and without an allocation each.

use std::ops::Range;

use shivir_domain::fold::CardWord;

/// Rows of a batch.
pub(super) const ROWS: usize = 512;

/// Batches under way at most.
pub(super) const BATCHES: usize = 4;

/// Texts of a row, in this order in [`Batch::texts`].
pub(super) const TEXTS: usize = 6;

/// The texts of a row by their place.
pub(super) const SOURCE: usize = 0;
pub(super) const NAME_HI: usize = 1;
pub(super) const NAME_EN: usize = 2;
pub(super) const RELATIVE: usize = 3;
pub(super) const PARA: usize = 4;
pub(super) const LAST4: usize = 5;

/// A row as it is written: numbers as the tables have them, texts in the batch.
#[derive(Debug, Clone, Default)]
pub(super) struct Packed {
    /// The person's id.
    pub id: [u8; 16],
    /// Where each text ends.
    pub ends: [u32; TEXTS],
    pub household: u32,
    pub place: u32,
    /// Number of the para; none where the text stands for itself, or there is none.
    pub para: Option<u32>,
    pub relation: Option<u16>,
    pub sex: Option<u16>,
    pub birth: Option<(i32, u16)>,
    pub mobile: Option<u64>,
    pub made: bool,
    pub groups: u32,
    pub card: Option<CardWord>,
}

/// Some rows.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub texts: String,
    pub rows: Vec<Packed>,
}

impl Batch {
    pub fn clear(&mut self) {
        self.texts.clear();
        self.rows.clear();
    }

    /// Adds the texts of a row; gives where they end.
    pub fn add(&mut self, texts: [&str; TEXTS]) -> [u32; TEXTS] {
        texts.map(|text| {
            self.texts.push_str(text);
            // A row's texts are short and a batch has few rows.
            u32::try_from(self.texts.len()).unwrap_or(u32::MAX)
        })
    }

    /// A row with its texts, empty where there are none. `from`: where the row's texts begin.
    pub fn texts(&self, from: u32, row: &Packed) -> [&str; TEXTS] {
        let mut start = from;
        row.ends.map(|end| {
            let text = self.texts.get(range(start, end)).unwrap_or("");
            start = end;
            text
        })
    }
}

fn range(start: u32, end: u32) -> Range<usize> {
    usize::try_from(start).unwrap_or(usize::MAX)..usize::try_from(end).unwrap_or(usize::MAX)
}
