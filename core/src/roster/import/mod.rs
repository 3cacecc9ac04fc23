//! Importing a list: the reader's rows go straight into a roster under a working name, which is then named in `camp.db`
//! together with what it changes for the people who were registered. See `docs/ROSTER.md`.
//!
//! The list is read on the caller's thread, the rows are written on a second one.

mod align;
mod batch;
mod cards;
mod gather;
mod households;
mod index;
mod options;
mod places;
mod rejected;
mod rows;
mod write;

pub(in crate::roster) use cards::Cards;
pub(in crate::roster) use households::Plain;
pub use options::{ImportError, ImportOptions, ImportProgress, ImportReport, ImportStage, NoteCount};
pub(in crate::roster) use places::Places;
pub(in crate::roster) use rows::{Rows, written};
pub(in crate::roster) use write::About;
pub use write::PackInUse;

use crate::Core;
use crate::error::CoreError;
use crate::store::{RosterBuilder, name_roster};
use gather::Gather;
use rejected::RejectedFile;
use std::io::{Read, Seek};
use std::ops::ControlFlow;

/// Tells the caller how far it is and takes the word to stop.
pub(in crate::roster) type Tell<'a> = &'a mut dyn FnMut(ImportProgress) -> ControlFlow<()>;

/// A roster that is built but not named yet.
pub(in crate::roster) struct Built {
    pub file: String,
    pub report: ImportReport,
}

impl Core {
    /// Imports a district's list (CSV or a workbook, as [`shivir_roster::read`] takes them) in place of the one in use.
    ///
    /// All or nothing: whatever ends it, `progress` included, leaves the old roster as it was. What was registered is
    /// never touched: each person of whom there are facts is brought in line with the new list, and one who is no longer
    /// on it keeps what was known of her and is named in the report. Belongs on the thread that writes: a registration
    /// that is confirmed at the same moment would still take the old list's word.
    ///
    /// # Errors
    /// [`ImportError`]: the list cannot be read or something must be asked first, it was cancelled, it has nobody on it,
    /// two areas have one number, or the store failed ([`CoreError::StorageFull`] among others).
    pub fn import_roster<R: Read + Seek>(
        &self,
        source: &mut R,
        options: &ImportOptions,
        progress: &mut dyn FnMut(ImportProgress) -> ControlFlow<()>,
    ) -> Result<ImportReport, ImportError> {
        self.only_real()?;
        self.import_list(source, options, progress)
    }

    /// The same of invented people too.
    pub(crate) fn import_list<R: Read + Seek>(
        &self,
        source: &mut R,
        options: &ImportOptions,
        progress: &mut dyn FnMut(ImportProgress) -> ControlFlow<()>,
    ) -> Result<ImportReport, ImportError> {
        let builder = RosterBuilder::begin(self.store().options(), self.store().key())?;
        let mut rejected = options.rejected.as_deref().map(RejectedFile::at);
        let built = self.build_roster(builder, source, options, &mut rejected, progress)?;
        let report = self.take_roster(built, rejected.as_mut())?;
        // All is in place: from here on nothing is taken back.
        if let Some(rejected) = rejected {
            rejected.keep();
        }
        Ok(report)
    }

    /// Reads the list into a roster file.
    fn build_roster<R: Read + Seek>(
        &self,
        builder: RosterBuilder,
        source: &mut R,
        options: &ImportOptions,
        rejected: &mut Option<RejectedFile>,
        progress: Tell,
    ) -> Result<Built, ImportError> {
        let campaign = match self.campaign() {
            Ok(campaign) => Some(campaign),
            Err(CoreError::NotFound(_)) => None,
            Err(other) => return Err(other.into()),
        };
        let places = Places::new(options.district, campaign.as_deref());
        let (written, tables, summary) = written(builder, places, Cards::default(), |rows| {
            let district = options.district;
            let (rejected, alone) = (rejected.as_mut(), String::new());
            let mut gather = Gather { district, rows, rejected, progress: &mut *progress, alone };
            shivir_roster::read(source, &options.reader(), &mut gather).map_err(ImportError::of_reading)
        })?;
        if summary.rows == 0 {
            return Err(ImportError::NobodyListed { rejected: summary.rejected });
        }
        if let Some(rejected) = rejected {
            rejected.finish()?;
        }
        let stage = ImportProgress::stage(ImportStage::Indexing, &summary);
        if progress(stage).is_break() {
            return Err(ImportError::Cancelled);
        }
        let about = About { district: options.district, today: options.today, packs: Vec::new() };
        let (file, counts) = written.finish(&tables, &about)?;
        Ok(Built { file, report: ImportReport::new(counts, summary, options.rejected.clone()) })
    }

    /// Works by a roster that was built: names it and brings the people in line, in one transaction.
    pub(in crate::roster) fn take_roster(
        &self,
        built: Built,
        rejected: Option<&mut RejectedFile>,
    ) -> Result<ImportReport, ImportError> {
        let Built { file, mut report } = built;
        let taken = self.store().open_roster_file(&file).and_then(|roster| {
            if let Some(rejected) = rejected {
                rejected.publish()?;
            }
            self.store().write(|tx| {
                let before: Option<String> = crate::store::meta(tx, "roster")?;
                report.unchanged = before.as_ref() == Some(&file);
                name_roster(tx, &file)?;
                align::align(tx, &roster, &mut report)
            })
        });
        // Either way the file that is not named goes.
        let switched = self.store().switch_roster();
        taken?;
        switched?;
        Ok(report)
    }
}

#[cfg(test)]
mod tests;
