//! How consent was asked and given.

crate::codes! {
    /// How the person said yes or no.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum ConsentMode {
        Signed = 1, "SIGNED", "हस्ताक्षर", "signed";
        Thumb = 2, "THUMB", "अंगूठा", "thumbprint";
        Spoken = 3, "SPOKEN", "मौखिक, पढ़कर सुनाया", "spoken, after it was read aloud";
    }
}

crate::codes! {
    /// The language in which the notice was given.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum Language {
        Hindi = 1, "HI", "हिन्दी", "Hindi";
        English = 2, "EN", "अंग्रेज़ी", "English";
        Chhattisgarhi = 3, "HNE", "छत्तीसगढ़ी", "Chhattisgarhi";
        Gondi = 4, "GON", "गोंडी", "Gondi";
        Halbi = 5, "HLB", "हल्बी", "Halbi";
        Kurukh = 6, "KRU", "कुड़ुख", "Kurukh";
        Odia = 7, "OR", "उड़िया", "Odia";
    }
}

crate::codes! {
    /// Who gave the consent: the person, or for a child and for one who cannot, a guardian.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum SignedBy {
        Own = 1, "SELF", "स्वयं", "self";
        Mother = 2, "MOTHER", "माता", "mother";
        Father = 3, "FATHER", "पिता", "father";
        Grandparent = 4, "GRANDPARENT", "दादा-दादी / नाना-नानी", "grandparent";
        Sibling = 5, "SIBLING", "वयस्क भाई-बहन", "adult brother or sister";
        Superintendent = 6, "SUPERINTENDENT", "आश्रम/छात्रावास अधीक्षक", "ashram or hostel superintendent";
        LegalGuardian = 7, "LEGAL_GUARDIAN", "विधिक संरक्षक", "legal guardian";
        OtherRelative = 8, "OTHER_RELATIVE", "अन्य संबंधी", "another relative";
    }
}
