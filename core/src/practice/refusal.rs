//! What practice refuses.

use shivir_domain::codes::Lang;

/// Why a practice store, or a real one, does not do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PracticeRefusal {
    /// Nothing of practice goes to the district, and nothing of the district comes here.
    #[error("{}", self.sentence(Lang::En))]
    Never,
    /// The folder holds a practice store: it is opened as one, or not at all.
    #[error("{}", self.sentence(Lang::En))]
    IsPractice,
    /// The folder holds real registrations: practice has a folder of its own.
    #[error("{}", self.sentence(Lang::En))]
    IsReal,
}

impl PracticeRefusal {
    /// The sentence for the worker.
    pub fn sentence(self, lang: Lang) -> &'static str {
        let (hi, en) = match self {
            Self::Never => (
                "अभ्यास: यह कभी ज़िले को नहीं जाता। असली काम अलग और सुरक्षित है। असली काम के लिए अभ्यास से बाहर आएँ।",
                "Practice: this never goes to the district. Real work is apart and safe. Leave practice for real work.",
            ),
            Self::IsPractice => (
                "यह अभ्यास का डेटा है, असली काम इससे नहीं हो सकता। कुछ बदला नहीं गया। इसे अभ्यास में खोलें।",
                "This is practice data and cannot become real work. Nothing was changed. Open it as practice.",
            ),
            Self::IsReal => (
                "यह असली काम का डेटा है, इस पर अभ्यास नहीं हो सकता। सब सुरक्षित है, कुछ बदला नहीं गया। अभ्यास अलग से खोलें।",
                "This is real work; it is not for practice. All of it is safe, nothing was changed. Open practice apart from it.",
            ),
        };
        lang.pick(hi, en)
    }
}
