//! What is counted: the day, and the ledger.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;
mod queue_common;

#[path = "tally/day.rs"]
mod day;
#[path = "tally/ledger.rs"]
mod ledger;
