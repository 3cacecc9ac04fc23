//! Importing a list: the reader's rows go straight into a roster under a working name, which is then named in `camp.db`
//! together with what it changes for the people who were registered. See `docs/ROSTER.md`.
//!
//! The list is read on the caller's thread, the rows are written on a second one.

mod align;
mod batch;
mod gather;
mod households;
mod index;
mod options;
mod places;
mod rejected;
mod write;

pub use options::{ImportError, ImportOptions, ImportProgress, ImportReport, ImportStage};

use std::io::{Read, Seek};
use std::ops::ControlFlow;
use std::sync::mpsc::sync_channel;

use shivir_domain::campaign::Campaign;
use shivir_roster::{ReadError, Summary};

use crate::Core;
use crate::error::CoreError;
use crate::store::{RosterBuilder, name_roster};
use batch::BATCHES;
use gather::{Gather, Stop};
use rejected::RejectedFile;
use write::{RowWriter, Written};

/// Tells the caller how far it is and takes the word to stop.
pub(crate) type Tell<'a> = &'a mut dyn FnMut(ImportProgress) -> ControlFlow<()>;

/// A roster that is built but not named yet.
struct Built {
    file: String,
    report: ImportReport,
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
        let (written, tables, summary) =
            read_rows(builder, source, options, campaign.as_deref(), rejected, progress)?;
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
        let (file, counts) = written.finish(&tables, options)?;
        Ok(Built { file, report: ImportReport::new(counts, summary, options) })
    }

    /// Works by a roster that was built: names it and brings the people in line, in one transaction.
    fn take_roster(
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

/// Reads on this thread, writes on another. The writer's failure is the one to report: the reader only sees it gone.
fn read_rows<R: Read + Seek>(
    builder: RosterBuilder,
    source: &mut R,
    options: &ImportOptions,
    campaign: Option<&Campaign>,
    rejected: &mut Option<RejectedFile>,
    progress: Tell,
) -> Result<(Written, gather::Tables, Summary), ImportError> {
    std::thread::scope(|scope| {
        let (full, rows) = sync_channel(BATCHES);
        let (empty, spare) = sync_channel(BATCHES + 2);
        let writer = std::thread::Builder::new()
            .name("roster-writer".into())
            .spawn_scoped(scope, move || RowWriter::run(builder, rows, empty))
            .map_err(CoreError::from)?;
        let mut gather = Gather::new(options, campaign, rejected.as_mut(), progress, full, spare);
        let read = shivir_roster::read(source, &options.reader(), &mut gather);
        let read = read.and_then(|summary| {
            gather.flush().map_err(ReadError::Sink)?;
            Ok(summary)
        });
        // Ends the writer.
        let tables = gather.into_tables();
        let written = writer.join().map_err(|_| CoreError::Internal("roster writer"))?;
        match (read, written) {
            (Ok(summary), Ok(written)) => Ok((written, tables, summary)),
            (Err(ReadError::Sink(Stop::WriterGone)), Err(error)) | (Ok(_), Err(error)) => Err(error.into()),
            (Err(error), _) => Err(ImportError::of_reading(error)),
        }
    })
}

#[cfg(test)]
mod tests;
