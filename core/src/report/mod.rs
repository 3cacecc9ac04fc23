//! What the camp and the offices count: the day's tally, the ledger, the day report.

mod csv;
mod day_report;
mod ledger;
mod tally;

pub use day_report::{DayReport, MESSAGE_LETTERS, indian_grouping};
pub use ledger::{Beside, Corrections, Ledger, LedgerLevel};
pub use tally::{CardTally, GroupCount, HourCount, OutcomeCount, SexCount, Tally};
