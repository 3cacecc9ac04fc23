//! What a comparison finds: codes that are kept, words that are shown.

shivir_domain::codes! {
    /// What was found when a detail of two entries was compared.
    pub enum Finding {
        NameSame = 1, "NAME_SAME", "नाम एक जैसा सुनाई देता है", "the name sounds the same";
        NameAlike = 2, "NAME_ALIKE", "नाम की वर्तनी अलग", "the name is spelled otherwise";
        NamePart = 3, "NAME_PART", "एक में नाम छोटा लिखा है", "one name is the shorter form";
        NameOtherSurname = 4, "NAME_OTHER_SURNAME", "नाम वही, उपनाम अलग", "same name, other surname";
        NameMistyped = 5, "NAME_MISTYPED", "नाम में एक अक्षर अलग", "the name differs by a letter";
        NameApart = 6, "NAME_APART", "नाम अलग", "other name";
        NameApartLast4 = 7, "NAME_APART_LAST4", "नाम अलग, पर आधार के अंतिम 4 अंक एक", "other name, though the last 4 agree";
        RelativeSame = 10, "RELATIVE_SAME", "पिता या पति का नाम एक", "same father or husband";
        RelativeNear = 11, "RELATIVE_NEAR", "पिता या पति का नाम मिलता-जुलता", "father's or husband's name is near";
        RelativeApart = 12, "RELATIVE_APART", "पिता या पति का नाम अलग", "other father or husband";
        RelativeApartWoman = 13, "RELATIVE_APART_WOMAN", "पिता या पति का नाम अलग (एक में पिता, एक में पति हो सकता है)", "other father or husband (one may be her father, one her husband)";
        HouseholdSame = 20, "HOUSEHOLD_SAME", "राशन कार्ड या परिवार एक", "same ration card or family";
        VillageSame = 21, "VILLAGE_SAME", "गाँव एक", "same village";
        VillageOfOtherArea = 22, "VILLAGE_OF_OTHER_AREA", "गाँव का नाम एक, पंचायत अलग", "village of the same name, other panchayat";
        AreaSame = 23, "AREA_SAME", "पंचायत एक", "same panchayat";
        PlaceApart = 24, "PLACE_APART", "गाँव अलग", "other village";
        HouseholdApart = 25, "HOUSEHOLD_APART", "राशन कार्ड या परिवार अलग", "other ration card or family";
        RelationSame = 30, "RELATION_SAME", "मुखिया से संबंध एक", "same relation to the head";
        RelationApart = 31, "RELATION_APART", "उसी परिवार में संबंध अलग", "other relation in the same household";
        SexSame = 40, "SEX_SAME", "लिंग एक", "same sex";
        SexOther = 41, "SEX_OTHER", "लिंग एक में “अन्य”", "one sex is given as other";
        SexApart = 42, "SEX_APART", "लिंग अलग", "other sex";
        BirthDay = 50, "BIRTH_DAY", "जन्मतिथि एक", "same day of birth";
        BirthFits = 51, "BIRTH_FITS", "आयु मेल खाती है", "the age fits";
        BirthNear = 52, "BIRTH_NEAR", "आयु में 1 वर्ष तक का अंतर", "age up to 1 year apart";
        BirthClose = 53, "BIRTH_CLOSE", "आयु में 3 वर्ष तक का अंतर", "age up to 3 years apart";
        BirthOff = 54, "BIRTH_OFF", "आयु में 6 वर्ष तक का अंतर", "age up to 6 years apart";
        BirthFar = 55, "BIRTH_FAR", "आयु में बहुत अंतर", "age far apart";
        BirthApart = 56, "BIRTH_APART", "आयु में इतना अंतर कि व्यक्ति दूसरा है", "age so far apart that it is someone else";
        BirthApartLast4 = 57, "BIRTH_APART_LAST4", "आयु में बहुत अंतर, पर आधार के अंतिम 4 अंक एक", "age very far apart, though the last 4 agree";
        Last4Same = 60, "LAST4_SAME", "आधार के अंतिम 4 अंक एक", "same last 4 of the Aadhaar";
        Last4Apart = 61, "LAST4_APART", "आधार के अंतिम 4 अंक अलग", "other last 4 of the Aadhaar";
        MobileSame = 70, "MOBILE_SAME", "मोबाइल एक", "same mobile";
    }
}
