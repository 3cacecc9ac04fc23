//! Review items on the hub: the same items as on the phones, listed and settled by the district's officers. Who may settle
//! which is the table of `docs/REVIEW.md`, in `domain/src/review`.

mod list;
mod settle;

pub use list::{ReviewFilter, ReviewView, Said};
pub use settle::SettleError;
