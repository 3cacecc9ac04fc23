//! What is refused of PINs and their resets. Nothing of the PIN itself is said.

use shivir_domain::codes::Lang;

/// Why a PIN was not taken, or not asked about. The PIN and all work are as they were in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PinRefusal {
    /// Not 4 to 8 digits.
    #[error("{}", self.sentence(Lang::En))]
    Length,
    /// All digits are the same.
    #[error("{}", self.sentence(Lang::En))]
    Same,
    /// The digits count up or down.
    #[error("{}", self.sentence(Lang::En))]
    Run,
    /// The worker has a PIN: it is changed with the old one, or reset.
    #[error("{}", self.sentence(Lang::En))]
    HasPin,
    /// The worker has none yet: nothing can be reset.
    #[error("{}", self.sentence(Lang::En))]
    NoPin,
    /// Before it is enrolled the phone shares no key with the district, and no code can be checked.
    #[error("{}", self.sentence(Lang::En))]
    NotEnrolled,
    /// No challenge is open: none was shown, it was used, or it is older than a day.
    #[error("{}", self.sentence(Lang::En))]
    NoChallenge,
    /// What was typed is no code: a sign is missing or wrong. It does not count as a wrong try.
    #[error("{}", self.sentence(Lang::En))]
    NoCode,
}

impl PinRefusal {
    /// The sentence for the worker.
    pub fn sentence(self, lang: Lang) -> &'static str {
        let (hi, en) = match self {
            Self::Length => (
                "PIN में 4 से 8 अंक होते हैं। कुछ नहीं बदला। फिर से लिखें।",
                "A PIN has 4 to 8 digits. Nothing was changed. Type it again.",
            ),
            Self::Same => (
                "सब अंक एक जैसे हैं; ऐसा PIN कोई भी भाँप लेगा। कुछ नहीं बदला। दूसरे अंक चुनें।",
                "All digits are the same; anyone would guess it. Nothing was changed. Choose other digits.",
            ),
            Self::Run => (
                "अंक गिनती के क्रम में हैं; ऐसा PIN कोई भी भाँप लेगा। कुछ नहीं बदला। दूसरे अंक चुनें।",
                "The digits count up or down; anyone would guess it. Nothing was changed. Choose other digits.",
            ),
            Self::HasPin => (
                "इस कार्यकर्ता का PIN पहले से बना है और वैसा ही है। बदलना हो तो पुराना PIN दें; भूल गए हों तो पर्यवेक्षक से कोड लें।",
                "This worker has a PIN already; it is as it was. Give the old one to change it, or ask the supervisor for a code.",
            ),
            Self::NoPin => (
                "इस कार्यकर्ता का अभी कोई PIN नहीं है। सब सुरक्षित है। नया PIN चुनें।",
                "This worker has no PIN yet. Everything is safe. Choose a PIN.",
            ),
            Self::NotEnrolled => (
                "यह फ़ोन अभी ज़िले से नहीं जुड़ा है, इसलिए भूले PIN का कोड नहीं बन सकता। PIN और सारा काम वैसा ही है। पहले फ़ोन ज़िले से जोड़ें।",
                "This phone is not enrolled in the district yet, so no code can open a forgotten PIN. The PIN and all work are as they were. Enrol the phone first.",
            ),
            Self::NoChallenge => (
                "पर्यवेक्षक के लिए कोई कोड खुला नहीं है; वह एक दिन बाद या काम आने पर बंद हो जाता है। PIN वैसा ही है। नया कोड दिखाएँ और पर्यवेक्षक को पढ़कर सुनाएँ।",
                "No code for the supervisor is open; it closes after a day, or once used. The PIN is as it was. Show a new one and read it to the supervisor.",
            ),
            Self::NoCode => (
                "कोड में कोई अक्षर छूटा या बदला है। PIN वैसा ही है और यह गलत कोशिश नहीं गिनी गई। कोड फिर से देखकर लिखें।",
                "A sign of the code is missing or wrong. The PIN is as it was, and this does not count as a try. Look at the code again and type it.",
            ),
        };
        lang.pick(hi, en)
    }
}
