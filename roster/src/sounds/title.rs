//! What stands before a name and is none, and short forms of names.

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

/// Whether a word is a title.
pub fn is_title(word: &str) -> bool {
    let word = word.to_lowercase();
    TITLES.contains(&word.as_str())
}

/// The name for which a short form stands; any other word as it is.
pub fn long_form(word: &str) -> &str {
    let short = word.trim_end_matches('.').to_lowercase();
    LONG_FORMS.iter().find(|(form, _)| *form == short).map_or(word, |(_, long)| long)
}
