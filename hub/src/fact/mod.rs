//! Facts on the hub: rows, what is folded from them, what is kept aside.

mod fold;
mod joined;
mod own;
mod quarantine;
mod table;
mod verify;

pub(crate) use fold::{note, refold, refold_subject};
pub(crate) use joined::{Told, heads, joined};
pub use own::{HUB_AUTHOR, HUB_DEVICE};
pub(crate) use own::{Saying, say, write_down};
pub use quarantine::Aside;
pub(crate) use quarantine::{Kept, keep_aside};
pub(crate) use table::{Applied, fact_of, facts_of, facts_of_all, insert, of_subject, sum_of};
pub use verify::Verified;
