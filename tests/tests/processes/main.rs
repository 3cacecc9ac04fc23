//! Hub and phones as real processes: `shivir-hub` and `shivir`, as an office and a camp run them.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod carried;
mod chaos;
mod oracle;
#[allow(dead_code, reason = "the hub's own tests use the rest of it")]
#[path = "../../../hub/tests/support/postgres.rs"]
mod postgres;
mod programs;
mod served;
