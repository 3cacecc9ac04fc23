//! The deterministic simulation of sync: phones with real stores and a hub with a real database, in a world whose network,
//! clocks, disks and people are drawn from a seed. See `docs/SIMULATION.md`.
//!
//! What must hold is judged from outside: every registration that `confirm` returned is written into a book
//! ([`book`]), and in the end the hub and the phones are held against the book and against each other ([`compare`]).

mod book;
mod clock;
mod compare;
mod disk;
mod hubs;
mod net;
mod peer;
mod phones;
mod plant;
mod quiet;
mod restore;
mod run;
mod template;
mod trace;
mod work;
mod world;

pub use plant::Plant;
pub use run::{Outcome, Seeds, Simulation, Totals};

use std::fmt;

/// What went wrong in a seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A registration that was confirmed is gone, or the hub forgot what it acknowledged.
    Lost,
    /// Something came about twice: a registration, a slip, a number of the district's count (or one was left out).
    Duplicated,
    /// Two that have seen the same do not show the same.
    Diverged,
    /// Something waits and nothing moves.
    Wedged,
}

impl Kind {
    /// All of them, as the last line names them.
    pub const ALL: [Self; 4] = [Self::Lost, Self::Duplicated, Self::Diverged, Self::Wedged];

    /// Its word in the last line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Duplicated => "duplicated",
            Self::Diverged => "diverged",
            Self::Wedged => "wedged",
        }
    }
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Its kind.
    pub kind: Kind,
    /// What it was.
    pub what: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.kind.word(), self.what)
    }
}

/// The simulation itself could not go on: the machine that it runs on failed it, or it has a fault.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// Files.
    #[error("files: {0}")]
    Io(#[from] std::io::Error),
    /// A phone's store where it cannot fail.
    #[error("store: {0}")]
    Core(#[from] shivir_core::CoreError),
    /// A phone's sync where it cannot fail.
    #[error("sync: {0}")]
    Sync(#[from] shivir_core::sync::SyncError),
    /// The hub where it cannot fail.
    #[error("hub: {0}")]
    Hub(#[from] shivir_hub::HubError),
    /// A database that is looked into.
    #[error("database: {0}")]
    Sql(#[from] rusqlite::Error),
    /// Something else.
    #[error("{0}")]
    Said(String),
}

fn broken(error: impl fmt::Display) -> Broken {
    Broken::Said(error.to_string())
}
