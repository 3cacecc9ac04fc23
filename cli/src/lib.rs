//! `shivir`: the camp on a laptop, on the same core as the phone.

pub mod demo;
