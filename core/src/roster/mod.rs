//! The roster: the people whom the district lists.

mod floor;
mod import;
mod left_out;
mod listed;
mod name_key;
mod person;
mod postings;
mod read;
mod search;
mod summary;
mod words;

pub use import::{ImportError, ImportOptions, ImportProgress, ImportReport, ImportStage};
pub use left_out::{HouseholdNo, LeftHousehold, LeftPage, LeftPerson};
pub use listed::{GroupSet, Listed};
pub(crate) use name_key::name_key;
pub use person::Person;
pub use search::{Hit, SearchOptions, Why};
pub use summary::{AreaSummary, RosterSummary};
