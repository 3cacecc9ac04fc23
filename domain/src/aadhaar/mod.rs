//! Aadhaar: only the last 4 digits are ever kept.

pub mod number;

pub use number::{Last4, Last4Error, cut_to_last4, typed_where_last4_belongs};
