//! The roster: the people whom the district lists.

mod listed;
mod name_key;

pub use listed::{GroupSet, Listed};
pub(crate) use name_key::name_key;
