//! How the types that are no plain struct cross to Kotlin. The others derive where they are defined.

use std::path::PathBuf;

use shivir_domain::codes::Group;
use shivir_roster::Note;
use shivir_roster::duplicate::{Band, Finding, Reason};
use shivir_roster::pack::Depth;
use uniffi::deps::anyhow::anyhow;

use crate::roster::GroupSet;

uniffi::custom_type!(GroupSet, Vec<Group>, {
    lower: |set| set.groups(),
    try_lift: |groups| Ok(GroupSet::of(&groups)),
});

// By its code: the crate that reads lists knows nothing of Kotlin.
uniffi::custom_type!(Note, String, {
    remote,
    lower: |note| note.code().to_owned(),
    try_lift: |code| {
        Note::ALL.into_iter().find(|note| note.code() == code).ok_or_else(|| anyhow!("not a note of a list"))
    },
});

// By its number; its word comes from the facade.
uniffi::custom_type!(Finding, u16, {
    remote,
    lower: |finding| finding.number(),
    try_lift: |number| Ok(Finding::from_number(number)),
});

/// How likely two entries are one person.
#[uniffi::remote(Enum)]
pub enum Band {
    /// Two people.
    Different,
    /// It may be one person: a human has to look.
    Ask,
    /// One person, unless a human says otherwise.
    Same,
}

/// How much of each person a pack has.
#[uniffi::remote(Enum)]
pub enum Depth {
    /// Names, relation, year of birth, village and card status.
    Minimal,
    /// All that the list has.
    Full,
}

/// One detail that was compared, and what it says.
#[uniffi::remote(Record)]
pub struct Reason {
    /// What was found.
    pub finding: Finding,
    /// Tenths of a power of ten by which it speaks for one person; below 0 for two.
    pub points: i16,
}

// A file of this application; where its name is no UTF-8, the letters that are none are replaced.
uniffi::custom_type!(PathBuf, String, {
    remote,
    lower: |path| path.to_string_lossy().into_owned(),
    try_lift: |text| Ok(PathBuf::from(text)),
});
