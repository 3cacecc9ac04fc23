//! What the whole-system tests and benches share: storage that fails on purpose, counting of system calls,
//! the floor that storage itself sets, a bad line to the hub, phones, and the list of figures a bench ends with.

pub mod figures;
pub mod kit;
pub mod phone;
pub mod proxy;
pub mod rng;
pub mod sim;
pub mod syscalls;
pub mod vfs;

// The hub's own helpers, one copy for its tests and these: a light phone, a server in the process, PostgreSQL.
#[allow(missing_docs, reason = "helpers of tests")]
#[path = "../../hub/tests/common/mod.rs"]
pub mod common;
#[allow(missing_docs, reason = "helpers of tests")]
#[path = "../../hub/tests/support/mod.rs"]
pub mod support;

pub use shivir::demo::floor;
