//! Names as they are heard: words of Devanagari and Latin letters in one space of sounds, see `docs/SEARCH.md`.

mod cost;
mod devanagari;
mod latin;
mod sound;
mod title;
mod word;

pub use cost::{ALIKE, Alike, Costs, LEFT, Left};
pub use latin::{SPELLINGS, Spelling};
pub use sound::Sound;
pub use title::{LONG_FORMS, TITLES, is_title, long_form, lower};
pub use word::{LONGEST_WORD, Sounds, each_word};
