//! The log of facts: appending one's own, taking in others', and bringing the tables in line, all in one transaction.

mod joined;
mod log;
mod noted;
mod pen;
mod refold;
mod rows;

pub(crate) use joined::{Told, base, between, head, heads, subject_for};
pub use log::Taken;
pub(crate) use log::{fact, facts_of, past, stream_no, subject_of};
pub(crate) use noted::{settle_all_noted, settle_noted};
pub use pen::{OnPaper, Sitting, When};
pub(crate) use pen::{OpenStream, Pen};
pub(crate) use refold::{Known, Row, TableClass, meet, person_row, refold_person, unless_joined};
