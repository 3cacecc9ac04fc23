//! Roster packs on this phone: kept as they come, piece by piece, then made into the roster in one go. See
//! `docs/PACKS.md`.

mod bytes;
mod install;
mod keep;
mod make;

pub use install::InstallOptions;
pub use keep::{KeptPack, OfBlock};
pub use make::PackOf;
