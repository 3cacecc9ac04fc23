//! The reader from outside: lists in, rows out.

mod aadhaar;
mod support;
mod text;
mod workbooks;
