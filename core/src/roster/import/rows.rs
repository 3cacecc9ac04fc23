//! On the reader's thread, whatever is read, a list or packs: numbers households and paras, and packs the rows for the
//! writer.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use shivir_domain::id::PersonId;

use super::ImportError;
use super::batch::{BATCHES, Batch, Packed, ROWS};
use super::households::Households;
use super::places::{Area, Place, Places};
use super::write::{RowWriter, Written};
use crate::error::CoreError;
use crate::store::RosterBuilder;

/// The tables that are small and written at the end.
pub(in crate::roster) struct Tables {
    pub places: Vec<Place>,
    pub areas: Vec<Area>,
    pub paras: Vec<String>,
    pub households: Households,
}

/// A person as a list or pack has her; empty texts where there is none.
pub(in crate::roster) struct Entry<'r> {
    pub id: PersonId,
    pub source: &'r str,
    /// `R:`, `F:`, `G:` or `P:` and what follows.
    pub household: &'r str,
    /// From [`Places`].
    pub place: u32,
    pub name_hi: &'r str,
    pub name_en: &'r str,
    pub relative: &'r str,
    pub relation: Option<u16>,
    pub sex: Option<u16>,
    /// First possible day since 1970, and source × 8 + precision.
    pub birth: Option<(i32, u16)>,
    pub para: &'r str,
    pub mobile: Option<u64>,
    pub last4: &'r str,
    pub made: bool,
    pub groups: u32,
}

/// Takes the rows of whatever is read.
pub(in crate::roster) struct Rows<'a> {
    pub places: Places<'a>,
    households: Households,
    people: u32,
    batch: Batch,
    full: SyncSender<Batch>,
    spare: Receiver<Batch>,
}

impl<'a> Rows<'a> {
    fn new(places: Places<'a>, full: SyncSender<Batch>, spare: Receiver<Batch>) -> Self {
        let (households, batch) = (Households::default(), Batch::default());
        Self { places, households, people: 0, batch, full, spare }
    }

    /// How many so far.
    pub fn people(&self) -> u32 {
        self.people
    }

    /// Takes a row.
    pub fn add(&mut self, entry: &Entry) -> Result<(), ImportError> {
        let household = self.households.number(entry.household, entry.place);
        self.people += 1;
        self.households.count(household, self.people, entry.made);
        self.places.count(entry.place, self.people, household, entry.made);
        let para = self.places.para(entry.para);
        let ends = self.batch.add([
            entry.source,
            entry.name_hi,
            entry.name_en,
            entry.relative,
            if para.is_none() { entry.para } else { "" },
            entry.last4,
        ]);
        self.batch.rows.push(Packed {
            id: entry.id.0,
            ends,
            household,
            place: entry.place,
            para,
            relation: entry.relation,
            sex: entry.sex,
            birth: entry.birth,
            mobile: entry.mobile,
            made: entry.made,
            groups: entry.groups,
        });
        if self.batch.rows.len() >= ROWS { self.flush() } else { Ok(()) }
    }

    /// Sends what is packed.
    fn flush(&mut self) -> Result<(), ImportError> {
        let spare = self.spare.try_recv().unwrap_or_default();
        let batch = std::mem::replace(&mut self.batch, spare);
        self.batch.clear();
        // The writer ended; it knows why.
        self.full.send(batch).map_err(|_| CoreError::Internal("roster writer").into())
    }

    /// The small tables; the writer ends.
    fn into_tables(self) -> Tables {
        Tables {
            places: self.places.all,
            areas: self.places.areas,
            paras: self.places.paras,
            households: self.households,
        }
    }
}

/// Reads on this thread, by `read`, and writes on another. The writer's failure is the one to report: the reader only sees
/// it gone.
pub(in crate::roster) fn written<T>(
    builder: RosterBuilder,
    places: Places,
    read: impl FnOnce(&mut Rows) -> Result<T, ImportError>,
) -> Result<(Written, Tables, T), ImportError> {
    std::thread::scope(|scope| {
        let (full, batches) = sync_channel(BATCHES);
        let (empty, spare) = sync_channel(BATCHES + 2);
        let writer = std::thread::Builder::new()
            .name("roster-writer".into())
            .spawn_scoped(scope, move || RowWriter::run(builder, batches, empty))
            .map_err(CoreError::from)?;
        let mut rows = Rows::new(places, full, spare);
        let read = read(&mut rows).and_then(|came_to| {
            rows.flush()?;
            Ok(came_to)
        });
        // Ends the writer.
        let tables = rows.into_tables();
        let written = writer.join().map_err(|_| CoreError::Internal("roster writer"))?;
        match (read, written) {
            (Ok(came_to), Ok(written)) => Ok((written, tables, came_to)),
            (_, Err(error)) => Err(error.into()),
            (Err(error), Ok(_)) => Err(error),
        }
    })
}
