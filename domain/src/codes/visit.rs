//! What came of a visit, what was shown, and what a review is about.

crate::codes! {
    /// What came of a visit, for one person and one kind of card.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum Outcome {
        Submitted = 1, "SUBMITTED", "ई-केवाईसी जमा, स्वीकृति शेष", "e-KYC submitted, approval awaited";
        IntakeDone = 2, "INTAKE_DONE", "विवरण दर्ज, कार्ड बनना शेष", "details taken, card still to be made";
        Approved = 3, "APPROVED", "कार्ड बना", "card made";
        Pending = 4, "PENDING", "स्वीकृति लंबित", "approval pending";
        Rejected = 5, "REJECTED", "अस्वीकृत", "rejected";
        BlockedAadhaar = 6, "BLOCKED_AADHAAR", "आधार अपडेट आवश्यक", "Aadhaar needs an update";
        NotInList = 7, "NOT_IN_LIST", "सूची में नाम नहीं", "not on the list";
        Already = 8, "ALREADY", "पहले से बना", "already made";
        Absent = 9, "ABSENT", "नहीं आए", "did not come";
        Away = 10, "AWAY", "पलायन पर", "away for work";
        Moved = 11, "MOVED", "स्थायी रूप से बाहर", "moved away for good";
        Deceased = 12, "DECEASED", "मृत", "deceased";
        Refused = 13, "REFUSED", "मना किया", "refused";
        NoDocs = 14, "NO_DOCS", "दस्तावेज़ नहीं", "no documents";
    }
}

impl Outcome {
    /// The person was served at the camp, in person or through the household: everything but an empty chair.
    pub fn is_served(self) -> bool {
        !matches!(self, Self::Absent | Self::Away | Self::Moved | Self::Deceased)
    }

    /// Details of the person are taken, so her consent is needed first. Absence, departure, death and refusal are
    /// noted without it: they hold nothing but the listed name.
    pub fn needs_consent(self) -> bool {
        !matches!(self, Self::Absent | Self::Away | Self::Moved | Self::Deceased | Self::Refused)
    }

    /// A card exists by this outcome.
    pub fn is_made(self) -> bool {
        matches!(self, Self::Approved | Self::Already)
    }

    /// Only a card-maker or the portal's list can know this.
    pub fn needs_card_maker(self) -> bool {
        matches!(self, Self::Approved | Self::Pending | Self::Rejected)
    }

    /// It takes the person out of the target, by a correction with its reason.
    pub fn leaves_target(self) -> bool {
        matches!(self, Self::Moved | Self::Deceased)
    }
}

crate::codes! {
    /// How the people of a house were called to the camp.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum CallHow {
        Called = 1, "CALLED", "बुलाया", "called";
        SlipGiven = 2, "SLIP_GIVEN", "पर्ची दी", "slip given";
    }
}

impl CallHow {
    /// How far it goes: a slip in hand says more than a word. What a newer version knows besides says nothing here.
    pub(crate) fn reach(self) -> u8 {
        match self {
            Self::Unknown(_) => 0,
            Self::Called => 1,
            Self::SlipGiven => 2,
        }
    }
}

crate::codes! {
    /// How a death or a permanent departure is known: the reason of a correction to the target.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum LeaveReason {
        DeathCertificate = 1, "DEATH_CERTIFICATE", "मृत्यु प्रमाण पत्र देखा", "death certificate seen";
        FamilySays = 2, "FAMILY_SAYS", "परिवार ने बताया", "told by the family";
        PanchayatRecord = 3, "PANCHAYAT_RECORD", "पंचायत के रजिस्टर में दर्ज", "in the panchayat's register";
        Married = 4, "MARRIED", "विवाह होकर गई", "married and left";
        WholeFamilyLeft = 5, "WHOLE_FAMILY_LEFT", "पूरा परिवार चला गया", "the whole family left";
        OtherDistrictCard = 6, "OTHER_DISTRICT_CARD", "दूसरे ज़िले में राशन कार्ड", "ration card in another district";
    }
}

crate::codes! {
    /// A paper that was shown.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum Document {
        Aadhaar = 1, "AADHAAR", "आधार", "Aadhaar";
        RationCard = 2, "RATION_CARD", "राशन कार्ड", "ration card";
        BirthCertificate = 3, "BIRTH_CERTIFICATE", "जन्म प्रमाण पत्र", "birth certificate";
        SchoolCertificate = 4, "SCHOOL_CERTIFICATE", "स्कूल का प्रमाण पत्र", "school certificate";
        VoterId = 5, "VOTER_ID", "मतदाता पहचान पत्र", "voter identity card";
        MgnregaCard = 6, "MGNREGA_CARD", "मनरेगा जॉब कार्ड", "MGNREGA job card";
        PmLetter = 7, "PM_LETTER", "प्रधानमंत्री का पत्र", "the Prime Minister's letter";
        MarriageCertificate = 8, "MARRIAGE_CERTIFICATE", "विवाह प्रमाण पत्र", "marriage certificate";
        DisabilityCertificate = 9, "DISABILITY_CERTIFICATE", "निःशक्तता प्रमाण पत्र", "disability certificate";
        MobileForOtp = 10, "MOBILE_FOR_OTP", "ओटीपी हेतु मोबाइल", "mobile for the one-time password";
        PanchayatCertificate = 11, "PANCHAYAT_CERTIFICATE", "पंचायत का प्रमाण पत्र", "panchayat certificate";
        AadhaarSlip = 12, "AADHAAR_SLIP", "आधार नामांकन पर्ची", "Aadhaar enrolment slip";
        Other = 13, "OTHER", "अन्य दस्तावेज़", "another paper";
    }
}

crate::codes! {
    /// Why the person is on no list, so that a ration-card case is opened.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum RationReason {
        NoCard = 1, "NO_CARD", "राशन कार्ड नहीं", "no ration card";
        Newborn = 2, "NEWBORN", "नवजात, नाम जोड़ना शेष", "newborn, name to be added";
        BrideOnParentsCard = 3, "BRIDE_ON_PARENTS_CARD", "बहू का नाम मायके के कार्ड में", "bride still on her parents' card";
        SplitFamily = 4, "SPLIT_FAMILY", "परिवार अलग हुआ", "split family";
    }
}

crate::codes! {
    /// How far a ration-card case has come.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum RationState {
        Open = 1, "OPEN", "खुला", "open";
        Applied = 2, "APPLIED", "आवेदन हुआ", "applied";
        Added = 3, "ADDED", "राशन कार्ड में नाम जुड़ा", "name added to the ration card";
        Refused = 4, "REFUSED", "आवेदन अस्वीकृत", "application refused";
        Withdrawn = 5, "WITHDRAWN", "वापस लिया", "withdrawn";
    }
}

impl RationState {
    /// The states that may follow this one; `Added` returns the person to the registration list.
    pub fn next(self) -> &'static [RationState] {
        match self {
            Self::Open => &[Self::Applied, Self::Added, Self::Withdrawn],
            Self::Applied => &[Self::Added, Self::Refused, Self::Withdrawn],
            Self::Refused => &[Self::Applied, Self::Withdrawn],
            Self::Added | Self::Withdrawn | Self::Unknown(_) => &[],
        }
    }

    /// Nothing more follows in this case.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Added | Self::Withdrawn)
    }
}

crate::codes! {
    /// What a review item is about.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum ReviewKind {
        FieldConflict = 1, "FIELD_CONFLICT", "एक ही विवरण दो लोगों ने बदला", "the same detail changed by two people";
        DoubleRegistration = 2, "DOUBLE_REGISTRATION", "एक ही व्यक्ति का दो बार पंजीयन", "one person registered twice";
        IllegalStep = 3, "ILLEGAL_STEP", "केस का कदम बिना बारी के", "a case step out of its order";
        Fork = 4, "FORK", "एक ही क्रमांक के दो अभिलेख", "two records under one number";
        FutureDated = 5, "FUTURE_DATED", "आगे की तारीख का अभिलेख", "a record dated in the future";
        ChangedApart = 6, "CHANGED_APART", "एक ही पंजीयन दो लोगों ने अलग-अलग बदला", "one registration changed by two people apart";
        LikelyDuplicate = 7, "LIKELY_DUPLICATE", "संभवतः पहले से दर्ज व्यक्ति", "likely known already";
        ConsentApart = 8, "CONSENT_APART", "सहमति वापस ली गई, और अलग से पंजीयन भी हुआ", "consent taken back, and a registration apart from it";
    }
}

impl ReviewKind {
    /// Noted when a fact arrives, by the store: no fold can find it again.
    pub fn is_noted(self) -> bool {
        matches!(self, Self::Fork | Self::FutureDated)
    }
}

crate::codes! {
    /// How likely two entries are one person.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum LikelyBand {
        Ask = 1, "ASK", "हो सकता है वही व्यक्ति हो", "may be the same person";
        Same = 2, "SAME", "लगभग निश्चित वही व्यक्ति", "almost certainly the same person";
    }
}

crate::codes! {
    /// Why the body of a fact was blanked.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum BlankReason {
        DataRights = 1, "DATA_RIGHTS", "व्यक्ति के कहने पर हटाया", "removed at the person's request";
        TypedByMistake = 2, "TYPED_BY_MISTAKE", "भूल से लिखा गया", "typed by mistake";
        RetentionOver = 3, "RETENTION_OVER", "रखने की अवधि पूरी", "retention period over";
        ConsentTakenBack = 4, "CONSENT_TAKEN_BACK", "सहमति वापस ली", "consent taken back";
    }
}
