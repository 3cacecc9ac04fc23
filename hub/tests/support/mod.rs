//! What the tests of the server and of the program share: a real PostgreSQL, a real server, a phone's line to it.
#![allow(dead_code, unused_imports, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

pub mod client;
pub mod postgres;
pub mod served;

pub use client::Line;
pub use served::{Served, postgres_at};
