//! On the reader's thread: numbers places and households, derives ids, and packs the rows for the writer.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender};

use shivir_domain::campaign::Campaign;
use shivir_domain::codes::Group;
use shivir_domain::id::PersonId;
use shivir_roster::{Answer, CardStatus, Columns, Progress, Rejected, Row, Sink};

use super::batch::{Batch, Packed, ROWS};
use super::households::Households;
use super::places::{Area, Place, Places};
use super::rejected::RejectedFile;
use super::{ImportError, ImportOptions, ImportProgress, ImportStage, Tell};
use crate::roster::GroupSet;

/// Why the rows are not taken any further.
pub(crate) enum Stop {
    /// This went wrong.
    Import(Box<ImportError>),
    /// The writer ended; it knows why.
    WriterGone,
}

impl<E: Into<ImportError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Import(Box::new(error.into()))
    }
}

/// The tables that are small and written at the end.
pub(super) struct Tables {
    pub places: Vec<Place>,
    pub areas: Vec<Area>,
    pub paras: Vec<String>,
    pub households: Households,
}

/// Takes the reader's rows.
pub(super) struct Gather<'a> {
    district: u32,
    places: Places<'a>,
    households: Households,
    household: String,
    people: u32,
    batch: Batch,
    full: SyncSender<Batch>,
    spare: Receiver<Batch>,
    rejected: Option<&'a mut RejectedFile>,
    progress: Tell<'a>,
}

impl<'a> Gather<'a> {
    pub fn new(
        options: &ImportOptions,
        campaign: Option<&'a Campaign>,
        rejected: Option<&'a mut RejectedFile>,
        progress: Tell<'a>,
        full: SyncSender<Batch>,
        spare: Receiver<Batch>,
    ) -> Self {
        Self {
            district: options.district,
            places: Places::new(options.district, campaign),
            households: Households::default(),
            household: String::new(),
            people: 0,
            batch: Batch::default(),
            full,
            spare,
            rejected,
            progress,
        }
    }

    /// Sends what is packed.
    pub fn flush(&mut self) -> Result<(), Stop> {
        let spare = self.spare.try_recv().unwrap_or_default();
        let batch = std::mem::replace(&mut self.batch, spare);
        self.batch.clear();
        self.full.send(batch).map_err(|_| Stop::WriterGone)
    }

    /// The small tables; the writer ends.
    pub fn into_tables(self) -> Tables {
        Tables {
            places: self.places.all,
            areas: self.places.areas,
            paras: self.places.paras,
            households: self.households,
        }
    }
}

impl Sink for Gather<'_> {
    type Error = Stop;

    fn columns(&mut self, columns: &Columns) -> Result<(), Stop> {
        match &mut self.rejected {
            Some(rejected) => Ok(rejected.begin(columns)?),
            None => Ok(()),
        }
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), Stop> {
        let place = self.places.number(row)?;
        let key = if row.household_key.is_empty() {
            self.household.clear();
            self.household.push_str("P:");
            self.household.push_str(row.source_id);
            &self.household
        } else {
            row.household_key
        };
        let household = self.households.number(key, place);
        let made = row.card_status == Some(CardStatus::Made);
        self.people += 1;
        self.households.count(household, self.people, made);
        self.places.count(place, self.people, household, made);
        let para = self.places.para(row.para);
        let groups = row.groups.iter().filter_map(|code| Group::from_code(code));
        let last4 = row.aadhaar_last4;
        let packed = Packed {
            id: PersonId::listed(self.district, row.person_key).0,
            ends: self.batch.add([
                row.source_id,
                row.name_hi,
                row.name_en,
                row.guardian,
                if para.is_none() { row.para } else { "" },
                last4.as_ref().map_or("", |l| l.as_str()),
            ]),
            household,
            place,
            para,
            relation: row.relation.map(|r| r.number()),
            sex: row.sex.map(|s| s.number()),
            birth: row.birth.map(|b| {
                let how = b.source.number() * 8 + b.precision.number();
                (b.day.days(), how)
            }),
            mobile: row.mobile.parse().ok(),
            made,
            groups: groups.fold(GroupSet::default(), GroupSet::with).0,
        };
        self.batch.rows.push(packed);
        if self.batch.rows.len() >= ROWS { self.flush() } else { Ok(()) }
    }

    fn rejected(&mut self, rejected: &Rejected) -> Result<(), Stop> {
        match &mut self.rejected {
            Some(file) => Ok(file.write(rejected)?),
            None => Ok(()),
        }
    }

    fn progress(&mut self, progress: Progress) -> Answer {
        let told = (self.progress)(ImportProgress {
            stage: ImportStage::Reading,
            bytes_read: progress.bytes_read,
            bytes_total: progress.bytes_total,
            people: progress.rows,
        });
        match told {
            ControlFlow::Continue(()) => Answer::GoOn,
            ControlFlow::Break(()) => Answer::Cancel,
        }
    }
}
