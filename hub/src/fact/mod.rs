//! Facts on the hub: rows, what is folded from them, what is kept aside.

mod fold;
mod quarantine;
mod table;
mod verify;

pub use quarantine::Aside;
pub(crate) use fold::{note, refold};
pub(crate) use quarantine::{Kept, keep_aside};
pub(crate) use table::{Applied, add_to_sum, facts_of, fact_of, insert, sum_of};
pub use verify::Verified;
