//! The roster: the people whom the district lists.

mod listed;
mod name_key;
mod person;
mod read;

pub use listed::{GroupSet, Listed};
pub(crate) use name_key::name_key;
pub use person::Person;
