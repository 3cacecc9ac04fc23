//! What stands before a name and is none, and short forms of names.

use std::borrow::Cow;

/// Titles, which are no part of a name; with or without the dot.
pub const TITLES: &[&str] = &[
    "श्रीमती",
    "श्रीमति",
    "सुश्री",
    "कु.",
    "कु",
    "स्व.",
    "स्व",
    "स्वर्गीय",
    "डॉ.",
    "डॉ",
    "smt",
    "smt.",
    "shrimati",
    "shreemati",
    "srimati",
    "mrs",
    "mrs.",
    "mr",
    "mr.",
    "ms",
    "ms.",
    "ku.",
    "late",
    "dr",
    "dr.",
    "s/o",
    "w/o",
    "d/o",
    "c/o",
];

/// Short forms with the name they stand for; with or without the dot.
pub const LONG_FORMS: &[(&str, &str)] = &[
    ("kr", "Kumar"),
    ("km", "Kumari"),
    ("pd", "Prasad"),
    ("pr", "Prasad"),
    ("md", "Mohammad"),
    ("mohd", "Mohammad"),
    ("कु०", "कुमारी"),
    ("मो", "मोहम्मद"),
    ("प्र", "प्रसाद"),
];

/// A word in small letters; Devanagari has no others.
pub fn lower(word: &str) -> Cow<'_, str> {
    let devanagari = word.chars().all(|c| ('\u{900}'..='\u{97f}').contains(&c));
    if devanagari { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// Whether a word is a title.
pub fn is_title(word: &str) -> bool {
    TITLES.contains(&&*lower(word))
}

/// The name for which a short form stands; any other word as it is.
pub fn long_form(word: &str) -> &str {
    let short = lower(word.trim_end_matches('.'));
    LONG_FORMS.iter().find(|(form, _)| *form == short).map_or(word, |(_, long)| long)
}
