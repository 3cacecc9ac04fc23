//! Why the hub keeps a fact aside, and what is to be done.

crate::codes! {
    /// Why a fact is in quarantine: held durably by the hub, but not applied and not sent on.
    pub enum QuarantineReason {
        UnknownKind = 1, "UNKNOWN_KIND", "सर्वर इस नए प्रकार को नहीं जानता", "of a kind that the hub does not know yet";
        Unreadable = 2, "UNREADABLE", "पढ़ा नहीं जा सका", "cannot be read";
        ForeignDistrict = 3, "FOREIGN_DISTRICT", "दूसरे ज़िले का", "of another district";
        ForeignArea = 4, "FOREIGN_AREA", "ऐसे क्षेत्र का जो इस फ़ोन का नहीं", "of an area that is not this phone's";
        Fork = 5, "FORK", "इसी क्रमांक का दूसरा अभिलेख है", "another record has this number";
        TooBig = 6, "TOO_BIG", "बहुत बड़ा", "too big to hold";
        FoldFailed = 7, "FOLD_FAILED", "सर्वर इसे लागू नहीं कर सका", "the hub could not apply it";
        Revoked = 8, "REVOKED", "बंद किए गए फ़ोन का", "from a phone that was revoked";
        NotBound = 9, "NOT_BOUND", "इस फ़ोन के हस्ताक्षर बिना", "of a stream that this phone did not sign";
        Unfit = 10, "UNFIT", "क्रमांक मान्य नहीं", "its number or area is none that can be";
        ForeignWorker = 11, "FOREIGN_WORKER", "ऐसे कार्यकर्ता के नाम से जो इस फ़ोन से नहीं जुड़े", "in the name of a worker who is not bound to this phone";
    }
}

crate::codes! {
    /// What is to be done about a fact in quarantine.
    pub enum Advice {
        Nothing = 1, "NOTHING", "कुछ करना नहीं: सर्वर के अपडेट के बाद अपने आप लग जाएगा।", "Nothing: it will be applied once the hub is updated.";
        DistrictDecides = 2, "DISTRICT_DECIDES", "ज़िला देखकर तय करेगा; अभिलेख सुरक्षित है।", "The district looks at it and decides; the record is safe.";
        WriteAgain = 3, "WRITE_AGAIN", "व्यक्ति का पंजीयन फिर से करें; पुराना अभिलेख रखा गया है।", "Register the person again; the old record is kept.";
        UpdateApp = 4, "UPDATE_APP", "ऐप अपडेट करें, फिर भेजें।", "Update the app, then send again.";
        EnrolAgain = 5, "ENROL_AGAIN", "ज़िले से नया कोड लेकर फ़ोन फिर जोड़ें।", "Ask the district for a new code and enrol the phone again.";
        AskForArea = 6, "ASK_FOR_AREA", "ज़िले से यह क्षेत्र फ़ोन में जुड़वाएँ; फिर यह अपने आप लग जाएगा।", "Ask the district to add the area to this phone; it is then applied by itself.";
    }
}

impl QuarantineReason {
    /// What is mostly to be done.
    pub fn advice(self) -> Advice {
        match self {
            Self::UnknownKind => Advice::Nothing,
            Self::Unreadable | Self::TooBig | Self::Unfit => Advice::WriteAgain,
            Self::ForeignArea => Advice::AskForArea,
            Self::NotBound => Advice::EnrolAgain,
            Self::ForeignDistrict
            | Self::Fork
            | Self::FoldFailed
            | Self::Revoked
            | Self::ForeignWorker
            | Self::Unknown(_) => Advice::DistrictDecides,
        }
    }
}
