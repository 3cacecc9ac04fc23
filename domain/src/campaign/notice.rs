//! The notices that are read or shown to a person, and the helplines.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::{PackError, Problem};
use super::period::{Period, first_overlap};
use super::text::{Text, code, filled};
use crate::codes::Language;
use crate::day::Day;

/// What a notice is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum NoticeKind {
    /// Before consent is asked: who, why, what is kept, what never is, the rights, whom to turn to.
    Consent,
    /// When a consent is taken back: what happens then.
    Withdraw,
}

/// A notice in one language. A consent names its version and language; a text that was once given is never changed, a
/// new version is added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Notice {
    /// What it is for.
    pub kind: NoticeKind,
    /// From 1, the same in all languages of one text.
    pub version: u32,
    /// The language.
    #[serde(deserialize_with = "code")]
    pub language: Language,
    /// First day.
    pub from: Day,
    /// Last day; `None` while it holds.
    pub until: Option<Day>,
    /// The wording is checked by someone who speaks the language. One that is not is shown with a mark, and the Hindi
    /// beside it.
    pub reviewed: bool,
    /// Its heading.
    #[serde(deserialize_with = "filled")]
    pub title: String,
    /// Its text, a paragraph a line.
    #[serde(deserialize_with = "filled")]
    pub text: String,
}

/// A telephone number that helps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Helpline {
    /// The number as it is dialled.
    #[serde(deserialize_with = "filled")]
    pub number: String,
    /// Whose it is.
    pub name: Text,
    /// What it helps with.
    pub text: Text,
}

/// The notice of a kind and language on a day.
pub(super) fn find(notices: &[Notice], kind: NoticeKind, language: Language, on: Day) -> Option<&Notice> {
    notices.iter().find(|notice| {
        notice.kind == kind && notice.language == language && Period::new(notice.from, notice.until).holds(on)
    })
}

/// One text a kind, language and day; every text in Hindi and English; a consent notice there is.
pub(super) fn check_notices(notices: &[Notice]) -> Result<(), PackError> {
    let mut texts: BTreeMap<(NoticeKind, u32), Vec<Language>> = BTreeMap::new();
    for (at, notice) in notices.iter().enumerate() {
        let path = format!("notices[{at}]");
        Period::new(notice.from, notice.until).check(&path)?;
        let languages = texts.entry((notice.kind, notice.version)).or_default();
        if languages.contains(&notice.language) {
            let value = notice.language.code().to_owned();
            let path = format!("{path}.language");
            return Err(PackError::new(path, Problem::Twice { value }));
        }
        languages.push(notice.language);
    }
    first_overlap("notices", notices, |a, b| {
        (a.kind, a.language) == (b.kind, b.language)
            && Period::new(a.from, a.until).meets(Period::new(b.from, b.until))
    })?;
    for kind in [NoticeKind::Consent, NoticeKind::Withdraw] {
        if !texts.keys().any(|text| text.0 == kind) {
            return Err(PackError::new("notices", Problem::EmptyList));
        }
    }
    for languages in texts.values() {
        for needed in [Language::Hindi, Language::English] {
            if !languages.contains(&needed) {
                let language = needed.code().to_owned();
                return Err(PackError::new("notices", Problem::NoticeLanguage { language }));
            }
        }
    }
    Ok(())
}
