//! The bytes by which persons and households of a list are known again.
//!
//! Ids are derived from these bytes on phone and hub alike: they never change once lists have been read with them.

use unicode_normalization::UnicodeNormalization;

/// Between the parts of a key; no text of a row holds it.
const BETWEEN: u8 = 0x1f;

/// Writes the key of a household: `R:` and the ration card number, else `F:` and the family id, as the row gives them;
/// nothing where there is neither.
pub fn household_key(ration_card: &str, family_id: &str, out: &mut String) {
    let (kind, number) = match (ration_card, family_id) {
        ("", "") => return,
        ("", family) => ("F:", family),
        (ration, _) => ("R:", ration),
    };
    out.push_str(kind);
    out.push_str(number);
}

/// Writes the key of a person, from which the id (uuid v5 in the district's namespace) is derived:
///
/// - with a source id: `I:` and the source id;
/// - without: `N:`, the household key, 0x1f, the name's skeleton, 0x1f, the birth year in decimal digits, or nothing
///   where it is not known.
///
/// All in UTF-8. The skeleton is the name decomposed (NFD) without nukta, joiners, spaces, digits and punctuation, ँ as
/// ं, ी as ि, ू as ु, ई as इ, ऊ as उ, Latin letters in lower case and without accents. The birth year of an estimate is
/// the last possible one. The Devanagari name is taken where there is one, else the Latin.
pub fn person_key(source_id: &str, household: &str, name: &str, birth_year: Option<i32>, out: &mut Vec<u8>) {
    if !source_id.is_empty() {
        out.extend_from_slice(b"I:");
        out.extend_from_slice(source_id.as_bytes());
        return;
    }
    out.extend_from_slice(b"N:");
    out.extend_from_slice(household.as_bytes());
    out.push(BETWEEN);
    let mut buffer = [0; 4];
    for letter in name.nfd() {
        let letter = match letter {
            'ँ' => 'ं',
            'ी' => 'ि',
            'ू' => 'ु',
            'ई' => 'इ',
            'ऊ' => 'उ',
            '\u{93c}' | '०'..='९' | '।' | '॥' => continue,
            '\u{901}'..='\u{97f}' => letter,
            letter if letter.is_alphabetic() => {
                for lower in letter.to_lowercase() {
                    out.extend_from_slice(lower.encode_utf8(&mut buffer).as_bytes());
                }
                continue;
            }
            _ => continue,
        };
        out.extend_from_slice(letter.encode_utf8(&mut buffer).as_bytes());
    }
    out.push(BETWEEN);
    if let Some(year) = birth_year {
        out.extend_from_slice(year.to_string().as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(source_id: &str, household: &str, name: &str, year: Option<i32>) -> String {
        let mut out = Vec::new();
        person_key(source_id, household, name, year, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_bytes_of_the_keys_stay_as_they_are() {
        assert_eq!(key("CG12", "R:1", "राम", Some(1978)), "I:CG12");
        assert_eq!(key("", "R:220123", "सीता बाई", Some(1978)), "N:R:220123\u{1f}सिताबाइ\u{1f}1978");
        assert_eq!(key("", "F:9", "Rám  K. 2", None), "N:F:9\u{1f}ramk\u{1f}");
        let mut household = String::new();
        household_key("22", "9", &mut household);
        assert_eq!(household, "R:22");
        household.clear();
        household_key("", "9", &mut household);
        assert_eq!(household, "F:9");
    }

    #[test]
    fn spellings_that_differ_in_marks_alone_meet() {
        assert_eq!(key("", "R:1", "लड़का", None), key("", "R:1", "ल\u{95c}का", None));
        assert_eq!(key("", "R:1", "चाँदनी", None), key("", "R:1", "चांदनि", None));
        assert_ne!(key("", "R:1", "राम", None), key("", "R:1", "रमा", None));
    }
}
