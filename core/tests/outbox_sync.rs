//! What passes between stores: the outbox, taking in, blanking, and that every order gives the same rows.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;
mod queue_common;

#[path = "outbox/convergence.rs"]
mod convergence;
#[path = "outbox/state.rs"]
mod state;
#[path = "outbox/take_in.rs"]
mod take_in;
