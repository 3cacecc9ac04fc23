//! The roster: the people whom the district lists.

mod duplicates;
mod floor;
mod import;
mod index;
mod left_out;
mod listed;
mod pack;
mod person;
mod postings;
mod read;
mod search;
mod summary;

pub use duplicates::Likely;
pub(crate) use duplicates::Recent;
pub use import::{
    ImportError, ImportOptions, ImportProgress, ImportReport, ImportStage, NoteCount, PackInUse,
};
pub use left_out::{HouseholdNo, LeftHousehold, LeftPage, LeftPerson};
pub use listed::{GroupSet, Listed};
pub use pack::{InstallOptions, KeptPack, OfBlock, PackOf};
pub use person::Person;
pub use search::{Ages, Confirm, Facets, Hit, Left, Likeness, Matched, SearchOptions, Why};
pub(crate) use search::{Finder, name_key};
pub use summary::{AreaSummary, RosterSummary};
