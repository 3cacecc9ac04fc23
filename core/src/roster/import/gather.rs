//! What a list's rows come to: their places, ids and groups.

use std::ops::ControlFlow;

use shivir_domain::codes::Group;
use shivir_domain::id::PersonId;
use shivir_roster::{Answer, CardStatus, Columns, Progress, Rejected, Row, Sink};

use super::rejected::RejectedFile;
use super::rows::{Entry, Rows};
use super::{ImportError, ImportProgress, ImportStage, Tell};
use crate::roster::GroupSet;

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
        let household = if row.household_key.is_empty() {
            self.alone.clear();
            self.alone.push_str("P:");
            self.alone.push_str(row.source_id);
            &self.alone
        } else {
            row.household_key
        };
        let groups = row.groups.iter().filter_map(|code| Group::from_code(code));
        self.rows.add(&Entry {
            id: PersonId::listed(self.district, row.person_key),
            source: row.source_id,
            household,
            place,
            name_hi: row.name_hi,
            name_en: row.name_en,
            relative: row.guardian,
            relation: row.relation.map(|r| r.number()),
            sex: row.sex.map(|s| s.number()),
            birth: row.birth.map(|b| (b.day.days(), b.source.number() * 8 + b.precision.number())),
            para: row.para,
            mobile: row.mobile.parse().ok(),
            last4: row.aadhaar_last4.as_ref().map_or("", |l| l.as_str()),
            made: row.card_status == Some(CardStatus::Made),
            groups: groups.fold(GroupSet::default(), GroupSet::with).0,
        })
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
