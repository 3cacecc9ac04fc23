//! Reads the districts' lists of people: bytes in, rows out.
//!
//! [`read`] takes a CSV file or an Excel workbook as districts really send them, finds the heading, and hands each person
//! to a [`Sink`] as a [`Row`], and each row that cannot be taken as a [`Rejected`] with its [`Reason`]. Full Aadhaar numbers
//! and virtual ids never leave it. It reads no clock and touches no file of its own.

mod columns;
pub mod duplicate;
mod error;
pub mod lexicon;
pub mod pack;
mod place;
mod read;
mod rejects;
mod row;
mod sink;
pub mod sounds;
mod source;
mod value;

pub use columns::{Columns, Field};
pub use error::{ListError, Needed, Question, ReadError};
pub use place::{PlaceOf, place_of};
pub use read::read;
pub use rejects::RejectedWriter;
pub use row::{Note, Notes, Reason, Rejected, Row, household_key, person_key};
pub use sink::{Answer, Options, Progress, Sink, Summary};
pub use source::{Encoding, Layout};
pub use value::status::CardStatus;
