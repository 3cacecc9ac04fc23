//! `shivir`: the camp on a laptop, on the same core as the phone.

mod args;
pub mod cmd;
mod ctx;
pub mod demo;
mod fail;
mod last4;
pub mod net;
mod out;
mod parse;
mod paths;
mod prompt;
mod table;
