//! Why an Aadhaar blocks a card, and how far its update has come (DOMAIN.md, Aadhaar updates).

crate::codes! {
    /// Why the person's Aadhaar keeps the card from being made.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum AadhaarReason {
        Mbu5 = 1, "MBU5", "5 वर्ष का अनिवार्य बायोमेट्रिक अपडेट शेष", "mandatory biometric update at 5 is due";
        Mbu15 = 2, "MBU15", "15 वर्ष का अनिवार्य बायोमेट्रिक अपडेट शेष", "mandatory biometric update at 15 is due";
        BioWorn = 3, "BIO_WORN", "उंगलियों के निशान नहीं मिल रहे", "fingerprints do not match";
        BioLock = 4, "BIO_LOCK", "बायोमेट्रिक लॉक", "biometrics are locked";
        Name = 5, "NAME", "नाम में अंतर", "name differs";
        Dob = 6, "DOB", "जन्मतिथि में अंतर", "date of birth differs";
        Sex = 7, "SEX", "लिंग में अंतर", "sex differs";
        Mobile = 8, "MOBILE", "मोबाइल लिंक नहीं", "no mobile linked";
        Inactive = 9, "INACTIVE", "आधार निष्क्रिय", "Aadhaar is inactive";
        NoAadhaar = 10, "NO_AADHAAR", "आधार नहीं बना", "never enrolled for Aadhaar";
        PhotoOld = 11, "PHOTO_OLD", "पुराना फोटो, चेहरा मेल नहीं", "old photo, face does not match";
    }
}

crate::codes! {
    /// How far an Aadhaar update case has come.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum CaseState {
        Queued = 1, "QUEUED", "प्रतीक्षा में", "waiting";
        Referred = 2, "REFERRED", "केंद्र भेजा गया", "sent to the centre";
        Submitted = 3, "SUBMITTED", "आवेदन हुआ", "update applied for";
        Updated = 4, "UPDATED", "अपडेट हुआ", "Aadhaar updated";
        Rejected = 5, "REJECTED", "अस्वीकृत", "rejected";
        CardRetry = 6, "CARD_RETRY", "कार्ड हेतु पुनः प्रयास", "card tried again";
        Closed = 7, "CLOSED", "पूर्ण", "complete";
        Moved = 8, "MOVED", "स्थायी रूप से बाहर", "withdrawn: moved away for good";
        Deceased = 9, "DECEASED", "मृत", "withdrawn: deceased";
        Refused = 10, "REFUSED", "मना किया", "withdrawn: refused";
    }
}

impl CaseState {
    /// Nothing more follows in this case.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Moved | Self::Deceased | Self::Refused)
    }

    /// The states that may follow this one. Queued again needs a new reason; an unknown state of a newer peer lets
    /// nothing follow here, since this version cannot judge.
    pub fn next(self) -> &'static [CaseState] {
        use CaseState::*;
        match self {
            Queued => &[Referred, Submitted, Moved, Deceased, Refused],
            Referred => &[Submitted, Queued, Moved, Deceased, Refused],
            Submitted => &[Updated, Rejected, Moved, Deceased, Refused],
            Rejected => &[Referred, Moved, Deceased, Refused],
            Updated => &[CardRetry, Moved, Deceased, Refused],
            CardRetry => &[Closed, Queued, Moved, Deceased, Refused],
            Closed | Moved | Deceased | Refused | Unknown(_) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_open_state_reaches_an_end_and_every_end_is_final() {
        for state in CaseState::ALL {
            assert_eq!(state.is_final(), state.next().is_empty(), "{state:?}");
        }
    }
}
