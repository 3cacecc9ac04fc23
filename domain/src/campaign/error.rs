//! Why a pack is refused: where, what is wrong, what is safe, what to do next.

use serde_json::Value;

use super::text::{EMPTY, NOT_HINDI};

/// A pack that cannot be used. Nothing of it is taken; the pack in use stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.english())]
pub struct PackError {
    /// Where in the pack, as `duties[2].cadres[0]`; empty when it is the pack as a whole.
    pub path: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong in a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The file is not JSON, or breaks off.
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// A pack of a format that this version does not know.
    NewerFormat {
        /// The format in the pack.
        found: u64,
        /// The newest that this version knows.
        known: u32,
    },
    /// A field is not there.
    Missing {
        /// Its name.
        field: String,
    },
    /// A field stands twice in one object.
    FieldTwice,
    /// A code, verb, level or date that is not known; at most 40 characters of it.
    UnknownValue {
        /// As it stands in the pack.
        value: String,
    },
    /// A value of another kind than belongs there, such as a text for a number.
    WrongKind {
        /// What was met and what belongs there, in English.
        detail: String,
    },
    /// A text is empty.
    EmptyText,
    /// A Hindi text has no letter of Devanagari.
    NotHindi,
    /// An id, code or name stands twice.
    Twice {
        /// It.
        value: String,
    },
    /// A place code is not among the places of the pack.
    UnknownPlace {
        /// The code.
        code: u64,
    },
    /// A place lies in a place of a level that cannot hold it, such as a village in a village.
    WrongParent {
        /// The code of the parent.
        code: u64,
    },
    /// Cards made and left do not add up to the target.
    Sum {
        /// Beneficiaries.
        target: u64,
        /// Cards made.
        made: u64,
        /// Left.
        left: u64,
    },
    /// Two rules hold for the same case on the same day.
    Overlap {
        /// Where the other stands.
        with: String,
    },
    /// A period, an age band or the hours of a camp end before they begin.
    EndsBeforeStart,
    /// The calendar has no such day, or the year of the order and of its date differ.
    NoSuchDay,
    /// A group whose marks must stay with a duty's holders is given as open.
    MustBeSensitive,
    /// A list that must not be empty is empty.
    EmptyList,
    /// The Hindi or the English of a notice is not there.
    NoticeLanguage {
        /// The code of the language that is missing.
        language: String,
    },
    /// The order has its own year, so that none can be set.
    YearIsFixed,
    /// No pack of this name is shipped.
    NoSuchPack,
}

impl PackError {
    pub(super) fn new(path: impl Into<String>, problem: Problem) -> Self {
        Self { path: path.into(), problem }
    }

    /// Reads what the JSON reader says: by its words for a missing or doubled field, by the value at the path else.
    pub(super) fn from_json(error: &serde_path_to_error::Error<serde_json::Error>, pack: &Value) -> Self {
        let path = match error.path().to_string() {
            whole if whole == "." => String::new(),
            path => path,
        };
        let said = error.inner().to_string();
        let problem = if let Some(field) = between(&said, "missing field `", "`") {
            Problem::Missing { field: field.to_owned() }
        } else if said.starts_with("duplicate field") {
            Problem::FieldTwice
        } else if said.starts_with(EMPTY) {
            Problem::EmptyText
        } else if said.starts_with(NOT_HINDI) {
            Problem::NotHindi
        } else if let Some(Value::String(value)) = at(pack, error.path()) {
            Problem::UnknownValue { value: value.chars().take(40).collect() }
        } else {
            let detail = said.split(" at line ").next().unwrap_or_default();
            Problem::WrongKind { detail: detail.chars().take(120).collect() }
        };
        Self { path, problem }
    }

    /// The error in Hindi: what happened, what is safe, what to do next.
    pub fn hindi(&self) -> String {
        let what = match &self.problem {
            Problem::NotJson { line, column } => {
                format!("फ़ाइल JSON नहीं है या अधूरी है (पंक्ति {line}, स्तंभ {column})")
            }
            Problem::NewerFormat { found, known } => {
                format!("पैक का प्रारूप {found} है, यह ऐप {known} तक समझता है")
            }
            Problem::Missing { field } => format!("«{field}» नहीं दिया गया है"),
            Problem::FieldTwice => "एक ही नाम दो बार लिखा है".to_owned(),
            Problem::UnknownValue { value } => format!("«{value}» यहाँ मान्य नहीं है"),
            Problem::WrongKind { .. } => "मान सही प्रकार का नहीं है, जैसे संख्या की जगह पाठ".to_owned(),
            Problem::EmptyText => "पाठ खाली है".to_owned(),
            Problem::NotHindi => "हिन्दी पाठ देवनागरी में नहीं है".to_owned(),
            Problem::Twice { value } => format!("«{value}» दो बार आया है"),
            Problem::UnknownPlace { code } => format!("स्थान {code} पैक की सूची में नहीं है"),
            Problem::WrongParent { code } => {
                format!("यह स्थान {code} के भीतर नहीं हो सकता, स्तर मेल नहीं खाता")
            }
            Problem::Sum { target, made, left } => {
                format!("जोड़ नहीं मिलता: बने {made} + शेष {left} लक्ष्य {target} के बराबर नहीं")
            }
            Problem::Overlap { with } => format!("यह नियम और {with} एक ही दिन, एक ही बात पर लागू हैं"),
            Problem::EndsBeforeStart => "अंत, आरंभ से पहले है".to_owned(),
            Problem::NoSuchDay => "ऐसी तारीख नहीं होती, या वर्ष मेल नहीं खाता".to_owned(),
            Problem::MustBeSensitive => "यह समूह संवेदनशील है, इसे खुला नहीं रखा जा सकता".to_owned(),
            Problem::EmptyList => "सूची खाली है".to_owned(),
            Problem::NoticeLanguage { language } => format!("सूचना {language} भाषा में नहीं है"),
            Problem::YearIsFixed => "आदेश में वर्ष लिखा है, बदला नहीं जा सकता".to_owned(),
            Problem::NoSuchPack => "इस नाम का अभियान पैक नहीं है".to_owned(),
        };
        let next = match &self.problem {
            Problem::NewerFormat { .. } => "ऐप अपडेट करें, फिर पैक दोबारा दें",
            Problem::NoSuchPack => "sakti-2023 या bilaspur लिखें, या पैक की फ़ाइल दें",
            Problem::YearIsFixed => "वर्ष आदेश का ही रहने दें",
            _ => "फ़ाइल सुधारकर दोबारा दें",
        };
        let place = match self.path.as_str() {
            "" => String::new(),
            path => format!(" ({path} पर)"),
        };
        format!("अभियान पैक नहीं लिया गया{place}: {what}। अभी चालू पैक और सभी दर्ज जानकारी सुरक्षित है। {next}।")
    }

    /// The error in English: what happened, what is safe, what to do next.
    pub fn english(&self) -> String {
        let what = match &self.problem {
            Problem::NotJson { line, column } => {
                format!("the file is not JSON or breaks off (line {line}, column {column})")
            }
            Problem::NewerFormat { found, known } => {
                format!("the pack has format {found}, this app knows formats up to {known}")
            }
            Problem::Missing { field } => format!("\"{field}\" is missing"),
            Problem::FieldTwice => "the same name stands twice".to_owned(),
            Problem::UnknownValue { value } => format!("\"{value}\" is not known here"),
            Problem::WrongKind { detail } => format!("a value of the wrong kind ({detail})"),
            Problem::EmptyText => "the text is empty".to_owned(),
            Problem::NotHindi => "the Hindi text is not in Devanagari".to_owned(),
            Problem::Twice { value } => format!("\"{value}\" stands twice"),
            Problem::UnknownPlace { code } => {
                format!("place {code} is not in the pack's list of places")
            }
            Problem::WrongParent { code } => {
                format!("this place cannot lie in {code}: the levels do not fit")
            }
            Problem::Sum { target, made, left } => {
                format!("the sum does not hold: {made} made + {left} left is not {target}")
            }
            Problem::Overlap { with } => {
                format!("this rule and {with} hold for the same case on the same day")
            }
            Problem::EndsBeforeStart => "it ends before it begins".to_owned(),
            Problem::NoSuchDay => "there is no such day, or the years differ".to_owned(),
            Problem::MustBeSensitive => "this group is sensitive and cannot be given as open".to_owned(),
            Problem::EmptyList => "the list is empty".to_owned(),
            Problem::NoticeLanguage { language } => {
                format!("the notice is missing in language {language}")
            }
            Problem::YearIsFixed => "the order has its own year, none can be set".to_owned(),
            Problem::NoSuchPack => "no campaign pack of this name is shipped".to_owned(),
        };
        let next = match &self.problem {
            Problem::NewerFormat { .. } => "Update the app, then load the pack again",
            Problem::NoSuchPack => "Name sakti-2023 or bilaspur, or give the file of a pack",
            Problem::YearIsFixed => "Leave the year as the order has it",
            _ => "Correct the file and load it again",
        };
        let place = match self.path.as_str() {
            "" => String::new(),
            path => format!(" (at {path})"),
        };
        format!(
            "The campaign pack was not taken{place}: {what}. The pack in use and everything recorded are safe. {next}."
        )
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.strip_prefix(before)?.split(after).next()
}

/// The value that a path of the JSON reader names.
fn at<'v>(pack: &'v Value, path: &serde_path_to_error::Path) -> Option<&'v Value> {
    use serde_path_to_error::Segment;
    path.iter().try_fold(pack, |value, segment| match segment {
        Segment::Seq { index } => value.get(index),
        Segment::Map { key } => value.get(key),
        Segment::Enum { .. } | Segment::Unknown => None,
    })
}
