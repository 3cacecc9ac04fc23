//! Checks of Aadhaar numbers and virtual ids, and the cut to the last 4 digits.
//!
//! The whole number is held only while its digits are checked, in a buffer that is wiped (Aadhaar Act s. 29: who
//! stores the number needs a vault). Whether a text is an Aadhaar number is decided by the field it stands in, never by
//! its looks: ration card and member numbers look alike.

use std::fmt;

use minicbor::{Decode, Decoder, Encode, Encoder};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;
use zeroize::Zeroize;

const AADHAAR_DIGITS: usize = 12;
const VID_DIGITS: usize = 16;

/// Multiplication in the dihedral group of order 10.
const PRODUCT: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];
/// The permutation of a digit by its place from the right.
const PERMUTED: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

/// Whether digits (values 0 to 9, the check digit last) pass Verhoeff's check; no digits and values above 9 do not.
pub fn verhoeff(digits: &[u8]) -> bool {
    let mut sum = 0u8;
    for (place, digit) in digits.iter().rev().enumerate() {
        let Some(permuted) = PERMUTED[place % 8].get(usize::from(*digit)) else {
            return false;
        };
        sum = PRODUCT[usize::from(sum)][usize::from(*permuted)];
    }
    sum == 0 && !digits.is_empty()
}

/// The value of an ASCII, Devanagari or full-width digit.
fn digit(letter: char) -> Option<u8> {
    let value = match letter {
        '0'..='9' => u32::from(letter) - u32::from('0'),
        '०'..='९' => u32::from(letter) - u32::from('०'),
        '\u{ff10}'..='\u{ff19}' => u32::from(letter) - 0xff10,
        _ => return None,
    };
    u8::try_from(value).ok()
}

/// A space, hyphen or invisible character between groups of digits.
fn is_gap(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '-' | '‐' | '‑' | '–' | '—' | '−' | '_' | '\'' | '`' | '\u{200b}'..='\u{200f}' | '\u{feff}'
        )
}

/// What a number's place is masked with.
fn is_mask(letter: char) -> bool {
    matches!(letter, 'x' | 'X' | '*' | '#' | '•' | '●' | '×' | '✕' | '✱')
}

/// What was read of a field: up to 16 digits, wiped when dropped.
struct Digits {
    held: [u8; VID_DIGITS],
    /// All digits seen, also those past the 16 held.
    count: usize,
    /// Digits since the last mask character.
    run: usize,
    /// The last 4 digits, each at the remainder of its place.
    last: [u8; 4],
    masked: bool,
    strange: bool,
}

impl Drop for Digits {
    fn drop(&mut self) {
        self.held.zeroize();
        self.last.zeroize();
    }
}

impl Digits {
    fn read(text: &str) -> Digits {
        let mut digits =
            Digits { held: [0; VID_DIGITS], count: 0, run: 0, last: [0; 4], masked: false, strange: false };
        let mut letters = text.trim();
        // A number that a spreadsheet kept as a decimal one.
        if let Some((whole, fraction)) = letters.split_once('.')
            && fraction.chars().all(|letter| digit(letter) == Some(0))
        {
            letters = whole;
        }
        for letter in letters.chars() {
            if let Some(value) = digit(letter) {
                if let Some(place) = digits.held.get_mut(digits.count) {
                    *place = value;
                }
                digits.last[digits.count % 4] = value;
                digits.count += 1;
                digits.run += 1;
            } else if is_mask(letter) {
                digits.masked = true;
                digits.run = 0;
            } else if !is_gap(letter) {
                digits.strange = true;
            }
        }
        digits
    }

    fn pass(&self, length: usize) -> bool {
        self.count == length
            && !self.masked
            && !self.strange
            && self.held[0] >= 2
            && self.held.get(..length).is_some_and(verhoeff)
    }

    fn last4(&self) -> Last4 {
        let mut last = self.last;
        last.rotate_left(self.count % 4);
        Last4(last.map(|value| b'0' + value))
    }
}

/// Whether a text is an Aadhaar number by its digits: `[2-9]`, 11 more, Verhoeff. Spaces, hyphens and Devanagari
/// digits are taken.
pub fn is_aadhaar(text: &str) -> bool {
    Digits::read(text).pass(AADHAAR_DIGITS)
}

/// Whether a text is a virtual id by its digits: `[2-9]`, 15 more, Verhoeff. Spaces, hyphens and Devanagari digits are
/// taken.
pub fn is_vid(text: &str) -> bool {
    Digits::read(text).pass(VID_DIGITS)
}

/// The last 4 digits of an Aadhaar number or virtual id, the only ones kept. `Debug` does not show them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Last4([u8; 4]);

impl Last4 {
    /// Exactly 4 ASCII digits; anything else is `None`.
    pub fn new(text: &str) -> Option<Last4> {
        let digits: [u8; 4] = text.as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Last4(digits))
    }

    /// The digits, ASCII.
    pub fn as_str(&self) -> &str {
        // Always ASCII digits by every constructor.
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

impl fmt::Display for Last4 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Last4 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Last4(..)")
    }
}

impl Serialize for Last4 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Last4 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Last4::new(&text).ok_or_else(|| de::Error::custom("not the last 4 digits"))
    }
}

impl<C> Encode<C> for Last4 {
    fn encode<W: minicbor::encode::Write>(
        &self,
        encoder: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        encoder.str(self.as_str())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Last4 {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Last4::new(decoder.str()?).ok_or_else(|| minicbor::decode::Error::message("not the last 4 digits"))
    }
}

/// What a field declared as an Aadhaar or VID field held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Given {
    /// Nothing.
    Nothing,
    /// The last 4 digits alone, or behind a mask.
    Last4,
    /// A whole number whose digits pass the check.
    Whole,
    /// A whole number whose digits fail the check, or no number at all.
    Wrong,
}

/// A field cut to its last 4 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cut {
    /// The last 4 digits, where the field ended in so many.
    pub last4: Option<Last4>,
    /// What the field held before the cut.
    pub given: Given,
}

impl Cut {
    /// Whether the digits failed the check: the last 4 may be wrong too.
    pub fn check_failed(&self) -> bool {
        self.given == Given::Wrong
    }
}

/// Cuts the text of a field declared as an Aadhaar or VID field to its last 4 digits.
///
/// Takes the last 4 alone, masked forms (`XXXX-XXXX-1234`) and whole numbers of 12 or 16 digits, right or wrong. A
/// number that a spreadsheet rounded (`2.34123E+11`) has no last 4. What it copied is wiped.
pub fn cut_to_last4(text: &str) -> Cut {
    let digits = Digits::read(text);
    let last4 = (digits.run >= 4 && !digits.strange).then(|| digits.last4());
    let given = if digits.count == 0 && !digits.masked && !digits.strange {
        Given::Nothing
    } else if digits.strange {
        Given::Wrong
    } else if digits.run == 4 && (digits.masked || digits.count == 4) {
        Given::Last4
    } else if digits.pass(AADHAAR_DIGITS) || digits.pass(VID_DIGITS) {
        Given::Whole
    } else {
        Given::Wrong
    };
    Cut { last4, given }
}

/// Why what was typed where the last 4 digits belong is not taken. Carries no digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum Last4Error {
    /// Neither 4 digits nor a whole number.
    #[error("{}", self.english())]
    NotFour,
    /// A whole number whose digits fail the check.
    #[error("{}", self.english())]
    CheckFailed,
}

impl Last4Error {
    /// The sentence shown in Hindi.
    pub fn hindi(self) -> &'static str {
        match self {
            Last4Error::NotFour => "आधार के केवल अंतिम 4 अंक लिखें। कुछ भी सहेजा नहीं गया।",
            Last4Error::CheckFailed => {
                "यह आधार संख्या सही नहीं लगती, इसे सहेजा नहीं गया। आधार कार्ड देखकर केवल अंतिम 4 अंक लिखें।"
            }
        }
    }

    /// The sentence shown in English.
    pub fn english(self) -> &'static str {
        match self {
            Last4Error::NotFour => "Write only the last 4 digits of the Aadhaar. Nothing was saved.",
            Last4Error::CheckFailed => {
                "This does not look like a right Aadhaar number and was not saved. \
                 Look at the Aadhaar card and write only the last 4 digits."
            }
        }
    }
}

/// Takes what a person typed where only the last 4 digits belong: 4 digits, or a whole number that passes the check,
/// of which all but the last 4 are dropped at once.
///
/// # Errors
/// [`Last4Error`], without any digit, when it is neither.
pub fn typed_where_last4_belongs(text: &str) -> Result<Last4, Last4Error> {
    let cut = cut_to_last4(text);
    match (cut.given, cut.last4) {
        (Given::Last4 | Given::Whole, Some(last4)) => Ok(last4),
        (Given::Wrong, Some(_)) => Err(Last4Error::CheckFailed),
        _ => Err(Last4Error::NotFour),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn knows_right_from_wrong_numbers() {
        assert!(is_aadhaar("234123412346"));
        assert!(is_aadhaar("2341 2341 2346"));
        assert!(is_aadhaar("२३४१-२३४१-२३४६"));
        assert!(is_vid("2345234523436129"));
        for wrong in
            ["123412341234", "123412341235", "234123412345", "2341234123461", "23412341234", "", "abc"]
        {
            assert!(!is_aadhaar(wrong), "{wrong}");
        }
        assert!(!is_vid("2345234523436128") && !is_vid("234123412346"));
        assert!(!verhoeff(&[]) && !verhoeff(&[12]));
    }

    #[test]
    fn cuts_every_form_to_its_last_4() {
        for (text, last4, given) in [
            ("234123412346", Some("2346"), Given::Whole),
            ("2345 2345 2343 6129", Some("6129"), Given::Whole),
            ("123412341234", Some("1234"), Given::Wrong),
            ("1234123412341234", Some("1234"), Given::Wrong),
            ("XXXX-XXXX-1234", Some("1234"), Given::Last4),
            ("xxxxxxxx0034", Some("0034"), Given::Last4),
            ("********1234", Some("1234"), Given::Last4),
            ("१२३४", Some("1234"), Given::Last4),
            (" 0012 ", Some("0012"), Given::Last4),
            ("234123412346.0", Some("2346"), Given::Whole),
            ("'234123412346", Some("2346"), Given::Whole),
            ("2.34123E+11", None, Given::Wrong),
            ("12", None, Given::Wrong),
            ("1234XXXX", None, Given::Wrong),
            ("नहीं है", None, Given::Wrong),
            ("  - ", None, Given::Nothing),
            ("", None, Given::Nothing),
        ] {
            let cut = cut_to_last4(text);
            assert_eq!(cut.last4.as_ref().map(Last4::as_str), last4.map(|s| s as &str), "{text}");
            assert_eq!(cut.given, given, "{text}");
        }
    }

    #[test]
    fn a_whole_number_typed_for_the_last_4_leaves_only_4_digits() {
        assert_eq!(typed_where_last4_belongs("234123412346").unwrap().as_str(), "2346");
        assert_eq!(typed_where_last4_belongs("0034").unwrap().as_str(), "0034");
        assert_eq!(typed_where_last4_belongs("123412341235"), Err(Last4Error::CheckFailed));
        assert_eq!(typed_where_last4_belongs("12"), Err(Last4Error::NotFour));
        assert_eq!(typed_where_last4_belongs(""), Err(Last4Error::NotFour));
    }

    #[test]
    fn debug_of_a_cut_shows_no_digit() {
        let shown = format!("{:?}", cut_to_last4("234123412346"));
        assert!(!shown.contains("2346"), "{shown}");
    }

    proptest! {
        #[test]
        fn exactly_one_check_digit_fits(body in "[2-9][0-9]{10}") {
            let fits = (0..10).filter(|check| is_aadhaar(&format!("{body}{check}"))).count();
            prop_assert_eq!(fits, 1);
        }

        #[test]
        fn a_swap_of_two_neighbours_is_found(body in "[2-9][0-9]{10}", place in 0usize..11) {
            let number = (0..10).map(|check| format!("{body}{check}")).find(|number| is_aadhaar(number)).unwrap();
            let mut swapped = number.clone().into_bytes();
            swapped.swap(place, place + 1);
            let swapped = String::from_utf8(swapped).unwrap();
            prop_assert!(swapped == number || !is_aadhaar(&swapped));
        }

        #[test]
        fn never_panics_and_keeps_at_most_4(text in "\\PC*") {
            let cut = cut_to_last4(&text);
            prop_assert!(cut.last4.is_none_or(|last4| Last4::new(last4.as_str()).is_some()));
        }
    }
}
