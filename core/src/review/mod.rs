//! Review items: what a person has to look at, listed and settled; two entries of one person, joined and taken apart. Who may settle which is one table for phone and desk,
//! in `docs/REVIEW.md`.

mod list;
mod merge;
mod settle;

pub use list::{ReviewFilter, ReviewView, Said};
pub use shivir_domain::review::ReviewRefusal;
