//! A person's sex and relation to the head of the household: codes that are stored, words that are shown and read.

crate::codes! {
    /// Sex, as lists and papers give it.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum Sex {
        Female = 1, "F", "महिला", "Female";
        Male = 2, "M", "पुरुष", "Male";
        Other = 3, "OTHER", "अन्य", "Other";
    }
}

crate::codes! {
    /// Relation to the head of the household.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum Relation {
        Head = 1, "SELF", "मुखिया", "Head";
        Wife = 2, "WIFE", "पत्नी", "Wife";
        Husband = 3, "HUSBAND", "पति", "Husband";
        Son = 4, "SON", "पुत्र", "Son";
        Daughter = 5, "DAUGHTER", "पुत्री", "Daughter";
        Mother = 6, "MOTHER", "माता", "Mother";
        Father = 7, "FATHER", "पिता", "Father";
        DaughterInLaw = 8, "DAUGHTER_IN_LAW", "बहू", "Daughter-in-law";
        SonInLaw = 9, "SON_IN_LAW", "दामाद", "Son-in-law";
        Grandson = 10, "GRANDSON", "पोता/नाती", "Grandson";
        Granddaughter = 11, "GRANDDAUGHTER", "पोती/नातिन", "Granddaughter";
        Brother = 12, "BROTHER", "भाई", "Brother";
        Sister = 13, "SISTER", "बहन", "Sister";
        BrotherInLaw = 14, "BROTHER_IN_LAW", "जीजा/साला/देवर/जेठ", "Brother-in-law";
        SisterInLaw = 15, "SISTER_IN_LAW", "भाभी/ननद/साली", "Sister-in-law";
        MotherInLaw = 16, "MOTHER_IN_LAW", "सास", "Mother-in-law";
        FatherInLaw = 17, "FATHER_IN_LAW", "ससुर", "Father-in-law";
        Grandmother = 18, "GRANDMOTHER", "दादी/नानी", "Grandmother";
        Grandfather = 19, "GRANDFATHER", "दादा/नाना", "Grandfather";
        Nephew = 20, "NEPHEW", "भतीजा/भांजा", "Nephew";
        Niece = 21, "NIECE", "भतीजी/भांजी", "Niece";
        Uncle = 22, "UNCLE", "चाचा/मामा/फूफा", "Uncle";
        Aunt = 23, "AUNT", "चाची/मामी/बुआ", "Aunt";
        Other = 24, "OTHER", "अन्य", "Other";
    }
}

/// The letters of a word as lists write it, in lower case, without spaces, stops, hyphens, slashes, nukta and the
/// invisible joiners; `None` where it is longer than any word of these lists.
fn plain<'a>(text: &str, buffer: &'a mut [u8; 64]) -> Option<&'a str> {
    let mut length = 0;
    for letter in text.chars() {
        let letter = match letter {
            ' ' | '\t' | '\u{a0}' | '.' | ',' | '-' | '_' | '/' | '(' | ')' | '\'' | '’' | ':' | '।'
            | '\u{93c}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' => continue,
            // Letters with nukta as one character, to the letter without it.
            '\u{958}' => 'क',
            '\u{959}' => 'ख',
            '\u{95a}' => 'ग',
            '\u{95b}' => 'ज',
            '\u{95c}' => 'ड',
            '\u{95d}' => 'ढ',
            '\u{95e}' => 'फ',
            'ँ' => 'ं',
            other => other.to_ascii_lowercase(),
        };
        let end = length + letter.len_utf8();
        letter.encode_utf8(buffer.get_mut(length..end)?);
        length = end;
    }
    std::str::from_utf8(buffer.get(..length)?).ok()
}

impl Sex {
    /// Reads the word or letter of a list, in Hindi or English, however spaced or stopped; `None` if it is none.
    pub fn parse(text: &str) -> Option<Sex> {
        Some(match plain(text, &mut [0; 64])? {
            "f" | "fe" | "female" | "femal" | "woman" | "girl" | "w" | "महिला" | "महिल" | "म" | "स्त्री"
            | "स्री" | "औरत" | "लडकी" | "बालिका" | "नारी" | "मादा" | "फीमेल" => {
                Sex::Female
            }
            "m" | "male" | "man" | "boy" | "पुरुष" | "पुरूष" | "पु" | "नर" | "लडका" | "बालक" | "आदमी" | "मेल" => {
                Sex::Male
            }
            "o"
            | "t"
            | "tg"
            | "other"
            | "others"
            | "transgender"
            | "trans"
            | "third"
            | "thirdgender"
            | "अन्य"
            | "तृतीय"
            | "तृतीयलिंग"
            | "तृतीयलिंगी"
            | "थर्डजेंडर"
            | "ट्रांसजेंडर"
            | "उभयलिंगी"
            | "किन्नर" => Sex::Other,
            _ => return None,
        })
    }
}

impl Relation {
    /// Reads the word of a list, in Hindi or English, full or as `W/o`, `S/o`, `D/o`; `None` if it is none.
    pub fn parse(text: &str) -> Option<Relation> {
        Some(match plain(text, &mut [0; 64])? {
            "self"
            | "head"
            | "hof"
            | "hoh"
            | "headoffamily"
            | "headofhousehold"
            | "headofthefamily"
            | "headofthehousehold"
            | "familyhead"
            | "mukhiya"
            | "mukhia"
            | "swayam"
            | "svayam"
            | "मुखिया"
            | "मुखियां"
            | "मुखियास्वयं"
            | "स्वयंमुखिया"
            | "परिवारकामुखिया"
            | "परिवारकीमुखिया"
            | "परिवारमुखिया"
            | "परिवारप्रमुख"
            | "गृहमुखिया"
            | "स्वयं"
            | "स्वंय"
            | "स्वय"
            | "स्वतः"
            | "स्वतह"
            | "खुद"
            | "सेल्फ" => Relation::Head,
            "wife"
            | "wo"
            | "wifeof"
            | "patni"
            | "spousef"
            | "पत्नी"
            | "पत्नि"
            | "पत्‍नी"
            | "धर्मपत्नी"
            | "धर्मपत्नि"
            | "स्त्री"
            | "घरवाली"
            | "जौजे" => Relation::Wife,
            "husband" | "ho" | "husbandof" | "pati" | "पति" | "पती" => Relation::Husband,
            "son"
            | "so"
            | "sonof"
            | "putra"
            | "beta"
            | "पुत्र"
            | "पूत्र"
            | "बेटा"
            | "लडका"
            | "सुपुत्र"
            | "दत्तकपुत्र"
            | "सन" => Relation::Son,
            "daughter"
            | "do"
            | "daughterof"
            | "putri"
            | "beti"
            | "dauther"
            | "पुत्री"
            | "पुत्रि"
            | "पूत्री"
            | "बेटी"
            | "लडकी"
            | "सुपुत्री"
            | "दत्तकपुत्री" => Relation::Daughter,
            "mother" | "mo" | "motherof" | "mata" | "maa" | "माता" | "मां" | "मा" | "माताजी" => {
                Relation::Mother
            }
            "father" | "fo" | "fatherof" | "pita" | "पिता" | "पिताजी" | "बाप" => {
                Relation::Father
            }
            "daughterinlaw"
            | "dil"
            | "sonswife"
            | "bahu"
            | "bahoo"
            | "बहू"
            | "बहु"
            | "पुत्रवधू"
            | "पुत्रवधु"
            | "वधू"
            | "वधु" => Relation::DaughterInLaw,
            "soninlaw" | "sil" | "daughtershusband" | "damad" | "दामाद" | "जमाई" | "जंवाई" => {
                Relation::SonInLaw
            }
            "grandson"
            | "gson"
            | "grandchild"
            | "pota"
            | "nati"
            | "naati"
            | "पोता"
            | "नाती"
            | "नाति"
            | "पौत्र"
            | "नवासा"
            | "पोतानाती"
            | "नातीपोता" => Relation::Grandson,
            "granddaughter"
            | "granddaugther"
            | "poti"
            | "natin"
            | "पोती"
            | "पोति"
            | "नातिन"
            | "नातीन"
            | "पौत्री"
            | "नवासी"
            | "पोतीनातिन"
            | "नातिनपोती" => Relation::Granddaughter,
            "brother" | "bo" | "bro" | "bhai" | "भाई" | "भाइ" | "भ्राता" | "भैया" => {
                Relation::Brother
            }
            "sister" | "sis" | "bahan" | "behan" | "बहन" | "बहिन" | "दीदी" => {
                Relation::Sister
            }
            "brotherinlaw"
            | "jija"
            | "sala"
            | "devar"
            | "jeth"
            | "जीजा"
            | "साला"
            | "देवर"
            | "जेठ"
            | "बहनोई"
            | "जीजासालादेवरजेठ" => Relation::BrotherInLaw,
            "sisterinlaw"
            | "bhabhi"
            | "nanad"
            | "sali"
            | "भाभी"
            | "भाभि"
            | "ननद"
            | "साली"
            | "देवरानी"
            | "जेठानी"
            | "भौजी"
            | "भाभीननदसाली" => Relation::SisterInLaw,
            "motherinlaw" | "mil" | "saas" | "sas" | "सास" => Relation::MotherInLaw,
            "fatherinlaw" | "fil" | "sasur" | "ससुर" => Relation::FatherInLaw,
            "grandmother" | "grandma" | "dadi" | "nani" | "दादी" | "नानी" | "दादीनानी" => {
                Relation::Grandmother
            }
            "grandfather" | "grandpa" | "dada" | "nana" | "दादा" | "नाना" | "दादानाना" => {
                Relation::Grandfather
            }
            "nephew" | "bhatija" | "bhanja" | "भतीजा" | "भांजा" | "भानजा" | "भांचा" | "भतीजाभांजा" => {
                Relation::Nephew
            }
            "niece" | "neice" | "bhatiji" | "bhanji" | "भतीजी" | "भांजी" | "भानजी" | "भांची" | "भतीजीभांजी" => {
                Relation::Niece
            }
            "uncle"
            | "chacha"
            | "mama"
            | "fufa"
            | "चाचा"
            | "काका"
            | "मामा"
            | "फूफा"
            | "ताऊ"
            | "मौसा"
            | "बडेपिता"
            | "चाचामामाफूफा" => Relation::Uncle,
            "aunt"
            | "aunty"
            | "chachi"
            | "mami"
            | "bua"
            | "चाची"
            | "काकी"
            | "मामी"
            | "बुआ"
            | "ताई"
            | "मौसी"
            | "बडीमां"
            | "चाचीमामीबुआ" => Relation::Aunt,
            "other"
            | "others"
            | "relative"
            | "otherrelative"
            | "norelation"
            | "unrelated"
            | "co"
            | "careof"
            | "servant"
            | "guest"
            | "अन्य"
            | "अन्यसदस्य"
            | "अन्यरिश्तेदार"
            | "रिश्तेदार"
            | "संबंधी"
            | "नौकर" => Relation::Other,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_and_number_is_single_and_comes_back() {
        for relation in Relation::ALL {
            assert_eq!(Relation::from_number(relation.number()), *relation);
            assert_eq!(Relation::from_code(relation.code()), Some(*relation));
            assert_eq!(Relation::parse(relation.english()), Some(*relation), "{relation:?}");
            assert_eq!(Relation::parse(relation.hindi()), Some(*relation), "{relation:?}");
            let json = serde_json::to_string(relation).unwrap();
            assert_eq!(json, format!("\"{}\"", relation.code()));
            assert_eq!(serde_json::from_str::<Relation>(&json).unwrap(), *relation);
        }
        for sex in Sex::ALL {
            assert_eq!(Sex::from_number(sex.number()), *sex);
            assert_eq!(Sex::from_code(sex.code()), Some(*sex));
            assert_eq!(Sex::parse(sex.english()), Some(*sex));
            assert_eq!(Sex::parse(sex.hindi()), Some(*sex));
        }
    }

    #[test]
    fn a_number_of_a_newer_version_is_kept_and_sent_on() {
        let cbor = minicbor::to_vec(900u16).unwrap();
        let relation: Relation = minicbor::decode(&cbor).unwrap();
        assert_eq!(relation, Relation::Unknown(900));
        assert_eq!(minicbor::to_vec(relation).unwrap(), cbor);
        let json = serde_json::to_string(&relation).unwrap();
        assert_eq!(serde_json::from_str::<Relation>(&json).unwrap(), relation);
        assert!(serde_json::from_str::<Relation>("\"COUSIN\"").is_err());
    }

    #[test]
    fn reads_the_words_districts_write() {
        for (text, relation) in [
            ("पति", Relation::Husband),
            (" पत्नि ", Relation::Wife),
            ("W/o", Relation::Wife),
            ("s/O.", Relation::Son),
            ("D/o", Relation::Daughter),
            ("SELF", Relation::Head),
            ("Head of Family", Relation::Head),
            ("स्वयं", Relation::Head),
            ("मुखिया (स्वयं)", Relation::Head),
            ("पड़ोसी", Relation::Other),
            ("पुत्र-वधु", Relation::DaughterInLaw),
            ("बहू", Relation::DaughterInLaw),
            ("लड़की", Relation::Daughter),
            ("लड\u{93c}का", Relation::Son),
            ("माँ", Relation::Mother),
        ] {
            let expected = (relation != Relation::Other).then_some(relation);
            assert_eq!(Relation::parse(text), expected, "{text}");
        }
        assert_eq!(Relation::parse(&"x".repeat(100)), None);
        assert_eq!(Sex::parse("महिला"), Some(Sex::Female));
        assert_eq!(Sex::parse("पु."), Some(Sex::Male));
        assert_eq!(Sex::parse("FEMALE "), Some(Sex::Female));
        assert_eq!(Sex::parse(""), None);
    }
}
