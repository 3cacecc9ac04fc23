//! Taking a list's rows.

use std::ops::ControlFlow;

use shivir_roster::pack::PackPerson;
use shivir_roster::{Answer, Columns, Progress, Rejected, Row, Sink};

use super::rejected::RejectedFile;
use super::rows::Rows;
use super::{ImportError, ImportProgress, ImportStage, Tell};

/// Takes the reader's rows.
pub(super) struct Gather<'a, 'p> {
    pub district: u32,
    pub rows: &'a mut Rows<'p>,
    pub rejected: Option<&'a mut RejectedFile>,
    pub progress: Tell<'a>,
    /// Key of a household that is one person.
    pub alone: String,
}

impl Sink for Gather<'_, '_> {
    type Error = ImportError;

    fn columns(&mut self, columns: &Columns) -> Result<(), ImportError> {
        match &mut self.rejected {
            Some(rejected) => Ok(rejected.begin(columns)?),
            None => Ok(()),
        }
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), ImportError> {
        let place = self.rows.places.number(row)?;
        self.rows.add(&PackPerson::of_row(self.district, row, place, &mut self.alone))
    }

    fn rejected(&mut self, rejected: &Rejected) -> Result<(), ImportError> {
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
