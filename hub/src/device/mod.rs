//! Phones: one-time codes, enrolment, what each is granted, and taking it back.

mod code;
mod enrol;
mod reset;
mod table;

pub use table::DeviceState;
pub(crate) use table::{Device, bind_workers};
