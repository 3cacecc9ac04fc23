//! The log of facts: appending one's own, taking in others', and bringing the tables in line, all in one transaction.

mod log;
mod pen;
mod refold;

pub use log::Taken;
pub(crate) use log::{count, facts_of, insert};
pub use pen::Sitting;
pub(crate) use pen::{OpenStream, Pen};
pub(crate) use refold::{Known, Row as PersonRow, person_row, refold_person};
