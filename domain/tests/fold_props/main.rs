//! What holds of the facts of any phones, however they met and whatever their clocks said. On failure proptest prints the
//! seed and the smallest history that fails.

#[path = "../common/mod.rs"]
mod common;

mod bytes;
mod converge;
mod history;
mod vectors;
