//! Why a command did not do what was asked: a stable word for programs, a sentence for people.

use serde_json::{Map, Value, json};
use shivir_core::campaign::LoadError;
use shivir_core::sync::SyncError;
use shivir_core::{CoreError, Refusal};
use shivir_domain::campaign::PackError;
use shivir_domain::codes::Lang;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Fail {
    /// The core refused or failed.
    Core(CoreError),
    /// A step of sync was not done.
    Sync(SyncError),
    /// The campaign pack is not right.
    Pack(PackError),
    /// Something that the command line itself has to say.
    Said(Box<Said>),
}

/// A failure that the command line words itself.
#[derive(Debug)]
pub(crate) struct Said {
    /// 1 refused, 2 wrong usage.
    pub exit: u8,
    /// A stable word for programs.
    pub code: &'static str,
    /// The sentence in Hindi.
    pub hi: String,
    /// The sentence in English.
    pub en: String,
    /// Further keys of the JSON object.
    pub more: Map<String, Value>,
}

impl Fail {
    /// Refused, with its word and its sentence in Hindi and English.
    pub fn refused(code: &'static str, hi: impl Into<String>, en: impl Into<String>) -> Self {
        let (hi, en) = (hi.into(), en.into());
        Self::Said(Box::new(Said { exit: 1, code, hi, en, more: Map::new() }))
    }

    /// Wrong usage that only shows once the store is open: an option that is missing for a step.
    pub fn usage(hi: impl Into<String>, en: impl Into<String>) -> Self {
        let (hi, en) = (hi.into(), en.into());
        Self::Said(Box::new(Said { exit: 2, code: "usage", hi, en, more: Map::new() }))
    }

    /// With one more key in its JSON object.
    pub fn with(mut self, key: &str, value: Value) -> Self {
        if let Self::Said(said) = &mut self {
            said.more.insert(key.into(), value);
        }
        self
    }

    /// The exit code.
    pub fn exit(&self) -> u8 {
        match self {
            Self::Said(said) => said.exit,
            _ => 1,
        }
    }

    /// The sentence for the person at the laptop.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Core(e) => e.sentence(lang),
            Self::Sync(e) => e.sentence(lang),
            Self::Pack(e) => match lang {
                Lang::Hi => e.hindi(),
                Lang::En => e.english(),
            },
            Self::Said(said) => lang.pick(&said.hi, &said.en).to_owned(),
        }
    }

    /// The JSON object: `ok`, `code`, `message`, and `reason` where a rule of the flow refused.
    pub fn json(&self, lang: Lang) -> Value {
        let mut object = Map::new();
        let code = match self {
            Self::Core(e) => {
                if let CoreError::Refused(Refusal::Flow(f)) = e {
                    object.insert("reason".into(), json!(f));
                }
                e.code()
            }
            Self::Sync(e) => {
                if let SyncError::Compare { fingerprint } = e {
                    object.insert("fingerprint".into(), json!(fingerprint));
                }
                e.code()
            }
            Self::Pack(e) => {
                object.insert("path".into(), json!(e.path));
                "pack"
            }
            Self::Said(said) => {
                object.extend(said.more.clone());
                said.code
            }
        };
        object.insert("ok".into(), json!(false));
        object.insert("code".into(), json!(code));
        object.insert("message".into(), json!(self.sentence(lang)));
        Value::Object(object)
    }
}

impl From<CoreError> for Fail {
    fn from(error: CoreError) -> Self {
        Self::Core(error)
    }
}

impl From<SyncError> for Fail {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Core(error) => Self::Core(error),
            other => Self::Sync(other),
        }
    }
}

impl From<PackError> for Fail {
    fn from(error: PackError) -> Self {
        Self::Pack(error)
    }
}

impl From<LoadError> for Fail {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Pack(e) => Self::Pack(e),
            LoadError::Core(e) => Self::Core(e),
        }
    }
}

/// Reading or writing a file that the person named.
pub(crate) fn file(path: &std::path::Path, error: &std::io::Error) -> Fail {
    let (name, kind) = (path.display(), error.kind());
    Fail::refused(
        "file",
        format!(
            "फ़ाइल «{name}» पढ़ी या लिखी नहीं जा सकी ({kind})। शिविर का डेटा सुरक्षित है। पता जाँचकर फिर से चलाएँ।"
        ),
        format!(
            "The file \"{name}\" could not be read or written ({kind}). The camp's data is safe. Check the path and run it again."
        ),
    )
}
