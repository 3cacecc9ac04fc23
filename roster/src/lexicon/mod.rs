//! The words of all names of a roster, found by their sounds: also begun, also misspelled.

mod trie;
mod walk;

pub use trie::Lexicon;
pub use walk::{Ask, Found, distance};
