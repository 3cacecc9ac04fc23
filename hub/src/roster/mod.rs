//! The district's list on the hub, and the packs that phones get of it.

mod cards;
mod import;
mod packs;
mod row;
mod serve;

pub(crate) use cards::make_cards;
pub use import::{RosterError, RosterReport};
pub use packs::PackMade;
pub(crate) use packs::offers;
pub(crate) use row::ListedRow;
pub use serve::PackBytes;
