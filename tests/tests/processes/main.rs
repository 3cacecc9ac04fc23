//! Hub and phones as real processes: `shivir-hub` and `shivir`, as an office and a camp run them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The lints spare test functions, not their helpers.

mod cards;
mod carried;
mod chaos;
mod oracle;
mod programs;
mod served;
