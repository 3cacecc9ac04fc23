//! Aadhaar update cases and ration-card cases: opening, stepping, listing what is due.

use shivir_domain::codes::{CaseState, RationState};

/// Why a step does not follow: in Hindi and English.
pub(crate) fn illegal_step(from: CaseState, to: CaseState) -> (String, String) {
    let (hi, en): (Vec<_>, Vec<_>) = from.next().iter().map(|s| (s.hindi(), s.english())).unzip();
    if from.is_final() {
        return (
            format!(
                "यह केस “{}” पर बंद हो चुका है, इसमें कुछ नहीं जुड़ता। केस जैसा था वैसा ही सुरक्षित है।",
                from.hindi()
            ),
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
        format!(
            "“{}” के बाद “{}” नहीं आता। अभी हो सकता है: {}।",
            from.hindi(),
            to.hindi(),
            hi.join(", ")
        ),
        format!(
            "\"{}\" does not follow \"{}\". Now possible: {}.",
            to.english(),
            from.english(),
            en.join(", ")
        ),
    )
}
