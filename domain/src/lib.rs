//! The domain of Shivir Saathi: facts and how they fold into a state, code lists, rules, the campaign pack.
//!
//! Everything here is pure: no input or output, no clock, no SQL. Phone, hub and desk share it, so that any two that
//! have seen the same facts show the same state.

pub mod aadhaar;
pub mod birth;
pub mod campaign;
pub mod codes;
pub mod day;
pub mod fact;
#[cfg(feature = "uniffi")]
mod ffi;
pub mod fold;
pub mod hlc;
pub mod id;
pub mod leb;
pub mod person;
pub mod review;
pub mod wire;

// In the root, where uniffi looks for the tag of a crate.
#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!();
