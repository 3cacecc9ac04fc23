//! The wire: batches, envelopes, couriers' files, the budget in bytes, and the vectors that a stranger's client is held
//! against.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stand outside of test functions")]

mod batches;
mod budget;
mod day;
mod messages;
mod odd;
mod signed;
mod vectors;
