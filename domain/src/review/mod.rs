//! Review items as people meet them: who may settle which (`docs/REVIEW.md`), and what the facts in conflict say, in
//! words. Shared by phone, laptop and desk, so that none of them allows or shows another thing.

mod rank;
mod refusal;
mod words;

pub use rank::{Rank, Settler, may_settle, needed};
pub use refusal::{ReviewRefusal, Settling};
pub use words::{Words, field_words, says};
