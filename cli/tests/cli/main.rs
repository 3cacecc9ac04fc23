//! The program as people and scripts run it: its exit codes, its one JSON object, its sentences in both languages.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod case;
mod key;
mod pipes;
mod register;
mod report;
mod roster;
mod secrets;
mod support;
mod sync;
mod usage;
