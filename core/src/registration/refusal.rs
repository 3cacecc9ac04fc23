//! Why a registration cannot go on so.

use serde::{Deserialize, Serialize};
use shivir_domain::codes::{CardKind, Lang, Outcome};

use super::Step;

/// A rule of the flow that an answer breaks. The draft stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum FlowRefusal {
    /// The answer belongs to another step.
    #[error("{}", self.sentence(Lang::En))]
    OtherStep(Step),
    /// Someone who is known already is most likely the same person, and that was not answered.
    #[error("{}", self.sentence(Lang::En))]
    LikelySame,
    /// The registration is about someone who is known already: there is nobody to switch from.
    #[error("{}", self.sentence(Lang::En))]
    NotNew,
    /// The warnings were not acknowledged.
    #[error("{}", self.sentence(Lang::En))]
    WarningsFirst,
    /// A spoken consent without the names of reader and witness.
    #[error("{}", self.sentence(Lang::En))]
    ReaderAndWitness,
    /// Reader and witness are one and the same.
    #[error("{}", self.sentence(Lang::En))]
    WitnessIsReader,
    /// A person under 18 without guardian and relation.
    #[error("{}", self.sentence(Lang::En))]
    Guardian,
    /// The notice's version is not in the campaign pack.
    #[error("{}", self.sentence(Lang::En))]
    Notice,
    /// No outcome was given for a card that is due.
    #[error("{}", self.sentence(Lang::En))]
    OutcomeMissing(CardKind),
    /// An outcome was given for a card that is not due.
    #[error("{}", self.sentence(Lang::En))]
    CardNotDue(CardKind),
    /// The same card twice.
    #[error("{}", self.sentence(Lang::En))]
    CardTwice(CardKind),
    /// The outcome needs the person's consent first.
    #[error("{}", self.sentence(Lang::En))]
    ConsentFirst(Outcome),
    /// This one is not for the step at hand: nobody was met, or the person refused.
    #[error("{}", self.sentence(Lang::En))]
    NotHere(Outcome),
    /// Only a card-maker, or the portal's list, can know this outcome.
    #[error("{}", self.sentence(Lang::En))]
    CardMaker(Outcome),
    /// The person is on the list, so "not on the list" does not fit.
    #[error("{}", self.sentence(Lang::En))]
    IsListed,
    /// The code is of a newer version.
    #[error("{}", self.sentence(Lang::En))]
    UnknownCode,
    /// The reason does not fit the person's age.
    #[error("{}", self.sentence(Lang::En))]
    ReasonAge,
    /// Worn fingerprints are a reason only after face and one-time password failed.
    #[error("{}", self.sentence(Lang::En))]
    FaceAndOtpFirst,
    /// The month of return is not one of the next 36.
    #[error("{}", self.sentence(Lang::En))]
    Month,
    /// A new person needs a name, and a village or a place to come from.
    #[error("{}", self.sentence(Lang::En))]
    NameAndPlace,
    /// A name or text is longer than 120 letters.
    #[error("{}", self.sentence(Lang::En))]
    TooLong,
    /// A name or a place that holds a whole Aadhaar number or virtual id.
    #[error("{}", self.sentence(Lang::En))]
    WholeNumber,
    /// Not everyone in this pass has been answered for.
    #[error("{}", self.sentence(Lang::En))]
    NotDone,
    /// The first step has none before it.
    #[error("{}", self.sentence(Lang::En))]
    FirstStep,
    /// The registration was corrected or taken back before.
    #[error("{}", self.sentence(Lang::En))]
    NoLongerStands,
    /// The day lies in the future.
    #[error("{}", self.sentence(Lang::En))]
    FutureDay,
    /// No consent of the person is written here: there is nothing to take back.
    #[error("{}", self.sentence(Lang::En))]
    NoConsent,
}

impl FlowRefusal {
    /// The sentence for the worker: what is wrong and what to do; what was entered before is safe.
    pub fn sentence(self, lang: Lang) -> String {
        let safe = lang.pick(" अब तक का भरा हुआ सुरक्षित है।", " What was filled in so far is safe.");
        let text = match self {
            Self::OtherStep(step) => match lang {
                Lang::Hi => format!("अभी “{}” का चरण है, पहले उसका उत्तर दें।", step.word(lang)),
                Lang::En => format!("The step now is \"{}\": answer that first.", step.word(lang)),
            },
            Self::OutcomeMissing(kind) => match lang {
                Lang::Hi => format!("{} के लिए परिणाम चुनना बाकी है।", kind.word(lang)),
                Lang::En => format!("Choose an outcome for: {}.", kind.word(lang)),
            },
            Self::CardNotDue(kind) => match lang {
                Lang::Hi => format!("{} इस व्यक्ति के लिए नहीं है।", kind.word(lang)),
                Lang::En => format!("Not due to this person: {}.", kind.word(lang)),
            },
            Self::CardTwice(kind) => match lang {
                Lang::Hi => format!("{} के लिए दो परिणाम दिए गए हैं, एक चुनें।", kind.word(lang)),
                Lang::En => format!("Two outcomes for: {}. Choose one.", kind.word(lang)),
            },
            Self::ConsentFirst(outcome) => match lang {
                Lang::Hi => format!("“{}” से पहले व्यक्ति की सहमति चाहिए।", outcome.word(lang)),
                Lang::En => format!("\"{}\" needs the person's consent first.", outcome.word(lang)),
            },
            Self::NotHere(outcome) => match lang {
                Lang::Hi => format!("“{}” इस चरण में नहीं चुना जा सकता। पीछे जाएँ।", outcome.word(lang)),
                Lang::En => format!("\"{}\" cannot be chosen at this step. Go back.", outcome.word(lang)),
            },
            Self::CardMaker(outcome) => match lang {
                Lang::Hi => format!(
                    "“{}” केवल कार्ड बनाने वाला (चॉइस सेंटर, अस्पताल) या पोर्टल की सूची बता सकती है। “विवरण दर्ज” चुनें।",
                    outcome.word(lang)
                ),
                Lang::En => format!(
                    "\"{}\" can only come from a card-maker or the portal's list. Choose \"details taken\".",
                    outcome.word(lang)
                ),
            },
            fixed => lang.pick(fixed.fixed().0, fixed.fixed().1).into(),
        };
        text + safe
    }

    fn fixed(self) -> (&'static str, &'static str) {
        match self {
            Self::WholeNumber => (
                "इसमें आधार का पूरा नंबर है। उसे हटा दें: पूरा नंबर कभी नहीं रखा जाता।",
                "It holds a whole Aadhaar number. Take it out: a whole number is never kept.",
            ),
            Self::LikelySame => (
                "यह व्यक्ति पहले से दर्ज लगता है। दिखाए गए नाम मिलाएँ: वही हो तो उसे चुनें, नहीं तो “दूसरा व्यक्ति” चुनें।",
                "This person seems to be known already. Compare with those shown: choose her if it is she, or else \"another person\".",
            ),
            Self::NotNew => (
                "यह पंजीयन पहले से दर्ज व्यक्ति का है; व्यक्ति बदलने के लिए नया पंजीयन शुरू करें।",
                "This registration is about someone who is known already; to change the person, begin a new one.",
            ),
            Self::WarningsFirst => {
                ("पहले चेतावनी पढ़कर “आगे बढ़ें” चुनें।", "Read the warning and choose to go on first.")
            }
            Self::ReaderAndWitness => (
                "मौखिक सहमति में पढ़ने वाले और गवाह, दोनों के नाम लिखें।",
                "A spoken consent needs the names of who read it and who witnessed it.",
            ),
            Self::WitnessIsReader => {
                ("गवाह पढ़ने वाले से अलग व्यक्ति हो।", "The witness must be someone other than the reader.")
            }
            Self::Guardian => (
                "18 वर्ष से कम: माता-पिता या संरक्षक का नाम और संबंध लिखें।",
                "Under 18: write the guardian's name and relation.",
            ),
            Self::Notice => {
                ("सहमति का यह पाठ इस अभियान का नहीं है।", "This consent text is not of this campaign.")
            }
            Self::IsListed => {
                ("यह व्यक्ति सूची में है; दूसरा परिणाम चुनें।", "This person is on the list; choose another outcome.")
            }
            Self::UnknownCode => (
                "यह कोड नए संस्करण का है; ऐप अपडेट करें।",
                "This code is of a newer version; update the application.",
            ),
            Self::ReasonAge => (
                "यह कारण इस आयु के लिए नहीं है; दूसरा कारण चुनें।",
                "This reason does not fit the age; choose another.",
            ),
            Self::FaceAndOtpFirst => (
                "पहले चेहरा और ओटीपी से कोशिश करें; दोनों न हों तभी यह कारण चुनें।",
                "Try face and one-time password first; choose this reason only when both failed.",
            ),
            Self::Month => {
                ("लौटने का महीना आने वाले 36 महीनों में से हो।", "The month of return must be within the next 36.")
            }
            Self::NameAndPlace => (
                "नए व्यक्ति का नाम और गाँव (बाहर के लिए: कहाँ से) लिखें।",
                "A new person needs a name and a village (a guest: where from).",
            ),
            Self::TooLong => {
                ("नाम या लिखा हुआ 120 अक्षर से लंबा है।", "A name or text is longer than 120 letters.")
            }
            Self::NotDone => {
                ("अभी सभी सदस्यों का उत्तर बाकी है।", "Not everyone in this pass has been answered for.")
            }
            Self::FirstStep => ("यह पहला चरण है।", "This is the first step."),
            Self::NoLongerStands => (
                "यह पंजीयन पहले ही सुधारा या वापस लिया जा चुका है।",
                "This registration was corrected or taken back before.",
            ),
            Self::NoConsent => (
                "इनकी कोई सहमति यहाँ दर्ज नहीं है। वापस लेने को कुछ नहीं है।",
                "No consent of theirs is written here. There is nothing to take back.",
            ),
            Self::FutureDay => {
                ("तारीख आगे की है; सही तारीख चुनें।", "The day lies in the future; choose the right one.")
            }
            _ => ("यह अभी नहीं हो सकता।", "This cannot be done now."),
        }
    }
}
