//! The portal's lists of cards: each row is matched to a person of the district, whose card is then made, or not, by the
//! portal's word. What is not matched is kept aside for somebody to look at (`docs/HUB.md`,
//! `docs/adr/0012-the-portals-word.md`).

mod apply;
mod left;
mod load;
mod matching;
mod people;
mod row;

pub(crate) use apply::{lay_over_list, word_of};
pub use left::{CardLeft, LeftKey, LeftReason, Likely};
pub use load::{CardsError, CardsReport};
