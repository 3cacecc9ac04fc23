//! Aadhaar update cases and ration-card cases: opening, stepping, listing what is due.

mod change;
mod date;
mod detail;
mod list;
mod open;
mod ration;
mod ready;
mod refusal;
mod step;

pub use detail::{CaseDetail, Happened, Hint};
pub(crate) use list::who;
pub use list::{CaseFilter, CaseRow, Mark, Page, Who};
pub use open::Opening;
pub use ration::RationStep;
pub use ready::{ReadyFor, ReadyRow};
pub use refusal::CaseRefusal;
pub(crate) use refusal::{illegal_ration_step, illegal_step};
pub(crate) use step::holds_whole_number;
pub use step::{
    CARD_RETRY_DAYS, FEE_LIMIT_PAISE, REFERRED_DAYS, REJECTED_DAYS, SUBMITTED_DAYS, Step, TRACKING_LETTERS,
};
