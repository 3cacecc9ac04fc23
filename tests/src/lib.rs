//! What the whole-system tests and benches share: storage that fails on purpose, counting of system calls,
//! the floor that storage itself sets, and the list of figures a bench ends with.

pub mod figures;
pub mod kit;
pub mod proxy;
pub mod rng;
pub mod syscalls;
pub mod vfs;

pub use shivir::demo::floor;
