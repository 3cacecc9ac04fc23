//! Why a command did not do what was asked: a stable word for programs, a sentence for people.

use std::path::Path;

use serde_json::{Value, json};
use shivir_domain::campaign::PackError;
use shivir_domain::codes::Lang;
use shivir_hub::HubError;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) struct Fail {
    /// 1 refused, 2 wrong usage.
    exit: u8,
    code: &'static str,
    hi: String,
    en: String,
    more: Option<Value>,
}

impl Fail {
    /// Refused, with its word and its sentence in Hindi and English.
    pub fn refused(code: &'static str, hi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { exit: 1, code, hi: hi.into(), en: en.into(), more: None }
    }

    /// Wrong usage.
    pub fn usage(hi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { exit: 2, ..Self::refused("usage", hi, en) }
    }

    /// With the keys of an object beside its own.
    pub fn with(self, more: Value) -> Self {
        Self { more: Some(more), ..self }
    }

    /// The exit code.
    pub fn exit(&self) -> u8 {
        self.exit
    }

    /// The sentence for the person at the desk.
    pub fn sentence(&self, lang: Lang) -> String {
        lang.pick(&self.hi, &self.en).to_owned()
    }

    /// The JSON object: `ok`, `code`, `message`, and what else there is.
    pub fn json(&self, lang: Lang) -> Value {
        let mut object = match &self.more {
            Some(Value::Object(more)) => more.clone(),
            _ => serde_json::Map::new(),
        };
        object.insert("ok".into(), json!(false));
        object.insert("code".into(), json!(self.code));
        object.insert("message".into(), json!(self.sentence(lang)));
        Value::Object(object)
    }
}

impl From<HubError> for Fail {
    fn from(error: HubError) -> Self {
        match error {
            HubError::Busy(why) => Self::refused(
                "busy",
                format!(
                    "डेटाबेस अभी काम नहीं कर रहा ({why})। जो सुरक्षित था वह सुरक्षित है। डेटाबेस और डिस्क की जगह देखकर फिर से चलाएँ।"
                ),
                format!(
                    "The database does not take anything now ({why}). What was safe is safe. Look at the database and the space on its disk, then run it again."
                ),
            ),
            HubError::Damaged => Self::refused(
                "damaged",
                "डेटाबेस खराब है, या कुंजी दूसरी है। कुछ नहीं बदला। --key-file देखें; कुंजी सही हो तो प्रति वापस लाएँ: shivir-hub restore",
                "The database is damaged, or the key is another one. Nothing was changed. Look at --key-file; if the key is right, put a backup in place: shivir-hub restore",
            ),
            HubError::Newer => Self::refused(
                "newer",
                "यह डेटाबेस नए संस्करण का है। कुछ नहीं बदला। shivir-hub का नया संस्करण चलाएँ।",
                "The database is of a newer version. Nothing was changed. Run the newer version of shivir-hub.",
            ),
            HubError::NotFound(what) => Self::refused(
                "not_found",
                format!("यह यहाँ नहीं मिला ({what})। कुछ नहीं बदला। क्रमांक देखकर फिर से चलाएँ।"),
                format!(
                    "This is not here: {what}. Nothing was changed. Look at the number and run it again."
                ),
            ),
            HubError::Refused(refusal) => {
                Self::refused("refused", refusal.code.hindi(), refusal.code.english())
            }
            HubError::Fold(_) => Self::refused(
                "fold_failed",
                "यह अभिलेख लागू नहीं किया जा सका। कुछ नहीं बदला; वह अलग रखा हुआ सुरक्षित है। बाकी अभिलेख अलग से छोड़ें।",
                "A record could not be applied. Nothing was changed; it is kept aside and safe. Release the others without it.",
            ),
            HubError::Internal(place) => Self::refused(
                "internal",
                format!("सर्वर के प्रोग्राम में गड़बड़ी ({place})। जो सुरक्षित था वह सुरक्षित है। यह शब्द बताकर सुधार माँगें।"),
                format!(
                    "A fault of the program ({place}). What was safe is safe. Report this word to have it mended."
                ),
            ),
        }
    }
}

impl From<PackError> for Fail {
    fn from(error: PackError) -> Self {
        let path = json!({"path": error.path});
        Self::refused("pack", error.hindi(), error.english()).with(path)
    }
}

/// Reading or writing a file that was named.
pub(crate) fn file(path: &Path, error: &std::io::Error) -> Fail {
    let (name, kind) = (path.display(), error.kind());
    Fail::refused(
        "file",
        format!(
            "फ़ाइल «{name}» पढ़ी या लिखी नहीं जा सकी ({kind})। डेटाबेस सुरक्षित है। पता और अनुमति जाँचकर फिर से चलाएँ।"
        ),
        format!(
            "The file \"{name}\" could not be read or written ({kind}). The database is safe. Check the path and its permissions and run it again."
        ),
    )
}
