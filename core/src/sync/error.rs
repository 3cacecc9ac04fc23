//! Why a step of sync was not done. Each sentence says what happened, what is safe and what to do next.

use shivir_domain::codes::Lang;
use shivir_domain::wire::{ErrorCode, WireError};
use thiserror::Error;

use crate::error::CoreError;

/// Why a step of sync was not done. Nothing of what is registered is touched in any of them.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SyncError {
    /// The phone is not enrolled, or its enrolment was not asked for.
    #[error("{}", self.sentence(Lang::En))]
    NotEnrolled,
    /// What was typed or scanned is no code, invitation or key.
    #[error("{}", self.sentence(Lang::En))]
    BadCode,
    /// The code was typed: the fingerprint of the hub's key is to be compared with that on the desk's screen, and the
    /// answer to be taken once more with it.
    #[error("{}", self.sentence(Lang::En))]
    Compare {
        /// Five groups of four digits.
        fingerprint: String,
    },
    /// The phone holds facts of another district.
    #[error("{}", self.sentence(Lang::En))]
    OtherDistrict,
    /// What came is no answer of the hub: not signed by it, altered, cut short, or of a newer version.
    #[error("{}", self.sentence(Lang::En))]
    Alien(WireError),
    /// It answers nothing that this phone still waits for.
    #[error("{}", self.sentence(Lang::En))]
    NotAsked,
    /// It is of an earlier life of the hub's database: a later answer is here already.
    #[error("{}", self.sentence(Lang::En))]
    OlderEpoch,
    /// The hub refused.
    #[error("{}", self.sentence(Lang::En))]
    Refused {
        /// Why.
        code: ErrorCode,
        /// Before so many milliseconds nothing should be sent; none where the same again cannot help.
        retry_ms: Option<u64>,
    },
    /// The campaign pack that came is not right.
    #[error("{}", self.sentence(Lang::En))]
    Campaign(#[from] crate::campaign::LoadError),
    /// The store.
    #[error(transparent)]
    Core(#[from] CoreError),
}

impl From<WireError> for SyncError {
    fn from(error: WireError) -> Self {
        Self::Alien(error)
    }
}

impl From<rusqlite::Error> for SyncError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Core(error.into())
    }
}

impl SyncError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotEnrolled => "not_enrolled",
            Self::BadCode => "bad_code",
            Self::Compare { .. } => "compare",
            Self::OtherDistrict => "other_district",
            Self::Alien(WireError::Newer(_)) => "newer_answer",
            Self::Alien(_) => "alien_answer",
            Self::NotAsked => "not_asked",
            Self::OlderEpoch => "older_answer",
            Self::Refused { code, .. } => code.code(),
            Self::Campaign(_) => "campaign",
            Self::Core(error) => error.code(),
        }
    }

    /// The sentence for the worker.
    pub fn sentence(&self, lang: Lang) -> String {
        let (hi, en) = match self {
            Self::Refused { code, .. } => return code.word(lang).to_owned(),
            Self::Core(error) => return error.sentence(lang),
            Self::Compare { fingerprint } => {
                return match lang {
                    Lang::Hi => format!(
                        "ज़िले का उत्तर आया, अभी कुछ बदला नहीं गया। ज़िले के पर्दे पर यही अंक हों तो पुष्टि करें: {fingerprint}। अलग हों तो रुकें और ज़िले को बताएँ।"
                    ),
                    Lang::En => format!(
                        "The district has answered; nothing was changed yet. If its screen shows these figures, confirm: {fingerprint}. If others, stop and tell the district."
                    ),
                };
            }
            Self::NotEnrolled => (
                "यह फ़ोन अभी ज़िले से नहीं जुड़ा है। दर्ज किया हुआ सब सुरक्षित है। ज़िले से कोड लेकर फ़ोन जोड़ें।",
                "This phone is not enrolled in the district yet. All that is registered is safe. Ask the district for a code and enrol the phone.",
            ),
            Self::BadCode => (
                "यह कोड पढ़ा नहीं गया: कोई अक्षर छूटा या बदला है। कुछ बदला नहीं गया। कोड फिर से देखकर लिखें या स्कैन करें।",
                "This code cannot be read: a sign is missing or wrong. Nothing was changed. Look at it again and type or scan it.",
            ),
            Self::OtherDistrict => (
                "यह कोड दूसरे ज़िले का है और इस फ़ोन में पहले ज़िले का काम है। सब सुरक्षित है, कुछ बदला नहीं गया। अपने ज़िले का कोड लें।",
                "This code is another district's, and this phone holds work of its own. All of it is safe, nothing was changed. Ask your own district for a code.",
            ),
            Self::Alien(WireError::Newer(_)) => (
                "ज़िले का उत्तर ऐप से नए संस्करण का है। फ़ोन में सब सुरक्षित है। ऐप अपडेट करें, फिर भेजें।",
                "The answer is of a newer version than this app. Everything is safe on the phone. Update the app, then send again.",
            ),
            Self::Alien(_) => (
                "जो आया वह ज़िले के सर्वर का सही उत्तर नहीं है। फ़ोन में सब सुरक्षित है, कुछ बदला नहीं गया। ऐप फिर भेजेगा; फ़ाइल हो तो दोबारा मँगाएँ।",
                "What came is no right answer of the district's hub. Everything is safe on the phone, nothing was changed. The app will send again; ask for a file once more.",
            ),
            Self::NotAsked => (
                "यह उत्तर इस फ़ोन के किसी बाकी संदेश का नहीं है। फ़ोन में सब सुरक्षित है, कुछ बदला नहीं गया। नई फ़ाइल बनाकर भेजें।",
                "This answers no message that this phone still waits for. Everything is safe on the phone, nothing was changed. Make a new file and send it.",
            ),
            Self::OlderEpoch => (
                "यह उत्तर पुराना है; इसके बाद का उत्तर आ चुका है। फ़ोन में सब सुरक्षित है, कुछ करना नहीं है।",
                "This answer is an old one; a later one came before it. Everything is safe on the phone, nothing needs to be done.",
            ),
            Self::Campaign(_) => (
                "ज़िले से आया अभियान पैक सही नहीं है। पहले का पैक चालू है और सब सुरक्षित है। ज़िले को बताएँ।",
                "The campaign pack that came is not right. The earlier one is in use and everything is safe. Tell the district.",
            ),
        };
        lang.pick(hi, en).to_owned()
    }
}
