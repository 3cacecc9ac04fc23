//! The reader from outside: lists in, rows out.
#![allow(clippy::unwrap_used, clippy::panic)]

mod aadhaar;
mod support;
mod text;
mod workbooks;
