//! Why a case cannot be opened or go on so.

use shivir_domain::campaign::CentreService;
use shivir_domain::codes::{CaseState, Lang, RationState};
use shivir_domain::day::Day;

/// A rule of the cases that a step breaks. The case stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CaseRefusal {
    /// A case of the person is under way: go on with that one.
    #[error("{}", self.sentence(Lang::En))]
    Open {
        /// How far it is.
        state: CaseState,
        /// Since when.
        since: Day,
    },
    /// A reason is given only where the case goes back to the queue.
    #[error("{}", self.sentence(Lang::En))]
    ReasonElsewhere,
    /// A whole Aadhaar number or virtual id stands in a text. It was not kept.
    #[error("{}", self.sentence(Lang::En))]
    WholeNumber,
    /// The campaign pack has no such centre.
    #[error("{}", self.sentence(Lang::En))]
    NoSuchCentre,
    /// The centre does not do what the case needs.
    #[error("{}", self.sentence(Lang::En))]
    CentreLacks(CentreService),
    /// The case ended: there is nothing to look at again.
    #[error("{}", self.sentence(Lang::En))]
    Ended {
        /// With what.
        state: CaseState,
    },
    /// The day to look again is before the one on which it is written, or more than a year after it.
    #[error("{}", self.sentence(Lang::En))]
    NextDay,
    /// A fee beyond any that is charged.
    #[error("{}", self.sentence(Lang::En))]
    Fee,
}

impl CaseRefusal {
    /// The sentence for the worker: what is wrong and what to do; the case is safe.
    pub fn sentence(self, lang: Lang) -> String {
        let safe = lang.pick(" केस जैसा था वैसा ही सुरक्षित है।", " The case is safe as it was.");
        let fixed = |hi: &str, en: &str| lang.pick(hi, en).to_owned();
        let text = match self {
            Self::Open { state, since } => match lang {
                Lang::Hi => format!(
                    "इस व्यक्ति का आधार केस {} से “{}” पर चल रहा है। उसी में अगला चरण लिखें।",
                    since.hindi(),
                    state.hindi()
                ),
                Lang::En => format!(
                    "An Aadhaar case of this person is under way, \"{}\" since {}. Write the next step there.",
                    state.english(),
                    since.english()
                ),
            },
            Self::Ended { state } => match lang {
                Lang::Hi => format!("यह केस “{}” पर बंद हो चुका है, इसे फिर देखना नहीं है।", state.hindi()),
                Lang::En => {
                    format!(
                        "This case ended with \"{}\"; there is nothing to look at again.",
                        state.english()
                    )
                }
            },
            Self::ReasonElsewhere => fixed(
                "नया कारण केवल केस को फिर प्रतीक्षा में भेजते समय चुनें।",
                "Choose a new reason only when the case goes back to the queue.",
            ),
            Self::WholeNumber => fixed(
                "यहाँ पूरा आधार या वर्चुअल आईडी न लिखें; वह सहेजा नहीं गया। पर्ची का नामांकन क्रमांक, URN या SRN लिखें।",
                "Do not write a whole Aadhaar number or virtual id here; it was not saved. Write the enrolment id, URN or SRN of the slip.",
            ),
            Self::NoSuchCentre => fixed(
                "यह केंद्र अभियान की सूची में नहीं है। सूची से केंद्र चुनें या खाली छोड़ें।",
                "This centre is not in the campaign's list. Choose one from the list, or leave it empty.",
            ),
            Self::CentreLacks(service) => match lang {
                Lang::Hi => format!("इस केंद्र पर “{}” नहीं होता। दूसरा केंद्र चुनें।", service.hindi()),
                Lang::En => format!("This centre does not offer \"{}\". Choose another.", service.english()),
            },
            Self::NextDay => fixed(
                "अगली तारीख लिखने के दिन से पहले, या एक वर्ष से अधिक आगे न हो।",
                "The day to look again is neither before the day on which it is written nor more than a year after it.",
            ),
            Self::Fee => fixed(
                "शुल्क ₹10,000 से अधिक नहीं हो सकता। रसीद देखकर लिखें।",
                "A fee is not above ₹10,000. Write it from the receipt.",
            ),
        };
        text + safe
    }
}

/// Why a step does not follow: in Hindi and English.
pub(crate) fn illegal_step(from: CaseState, to: CaseState) -> (String, String) {
    let (hi, en): (Vec<_>, Vec<_>) = from.next().iter().map(|s| (s.hindi(), s.english())).unzip();
    if from.is_final() {
        return (
            format!("यह केस “{}” पर बंद हो चुका है, इसमें कुछ नहीं जुड़ता। केस जैसा था वैसा ही सुरक्षित है।", from.hindi()),
            format!(
                "This case ended with \"{}\"; nothing follows in it. It is safe as it was.",
                from.english()
            ),
        );
    }
    (
        format!(
            "“{}” के बाद “{}” नहीं आता। अभी हो सकता है: {}। केस जैसा था वैसा ही सुरक्षित है।",
            from.hindi(),
            to.hindi(),
            hi.join(", ")
        ),
        format!(
            "\"{}\" does not follow \"{}\". Now possible: {}. The case is safe as it was.",
            to.english(),
            from.english(),
            en.join(", ")
        ),
    )
}

/// The same for a ration-card case.
pub(crate) fn illegal_ration_step(from: RationState, to: RationState) -> (String, String) {
    let (hi, en): (Vec<_>, Vec<_>) = from.next().iter().map(|s| (s.hindi(), s.english())).unzip();
    (
        format!("“{}” के बाद “{}” नहीं आता। अभी हो सकता है: {}।", from.hindi(), to.hindi(), hi.join(", ")),
        format!(
            "\"{}\" does not follow \"{}\". Now possible: {}.",
            to.english(),
            from.english(),
            en.join(", ")
        ),
    )
}
