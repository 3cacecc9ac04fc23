//! The demo: a district that is made up, so that a whole camp day can be run without anybody's data.

pub mod clock;
pub mod district;
pub mod error;
pub mod floor;
pub mod killing;
pub mod link;
pub mod plan;
mod random;
pub mod roster;
pub mod run;
pub mod script;
pub mod worker;
