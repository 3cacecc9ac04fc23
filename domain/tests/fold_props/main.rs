//! What holds of the facts of any phones, however they met and whatever their clocks said. On failure proptest prints the
//! seed and the smallest history that fails.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stand outside of test functions")]

#[path = "../common/mod.rs"]
mod common;

mod bytes;
mod converge;
mod groups;
mod history;
mod joined;
mod vectors;
