//! Latin spellings of village names to Devanagari, near enough to be read aloud.
//!
//! Latin spellings lose what Devanagari tells apart (d is द, ड or ड़; a is अ or आ), so this is a guess by rule: the
//! usual endings of the region's village names are known whole, the rest goes letter by letter. What it makes is
//! always marked as transliterated.

/// Endings of village names in the region, as written in Latin and in Devanagari; the longest that fits is taken.
const ENDINGS: &[(&str, &str)] = &[
    ("bhantha", "भांठा"),
    ("bhatha", "भाठा"),
    ("bhata", "भाटा"),
    ("chhote", "छोटे"),
    ("tarai", "तराई"),
    ("tikra", "टिकरा"),
    ("munda", "मुंडा"),
    ("kalan", "कला"),
    ("khurd", "खुर्द"),
    ("bahar", "बहार"),
    ("dabri", "डबरी"),
    ("nagar", "नगर"),
    ("bhath", "भाठ"),
    ("muda", "मुड़ा"),
    ("mudi", "मुड़ी"),
    ("diha", "डीहा"),
    ("bade", "बड़े"),
    ("mura", "मुड़ा"),
    ("gaon", "गांव"),
    ("pali", "पाली"),
    ("para", "पारा"),
    ("pani", "पानी"),
    ("pura", "पुरा"),
    ("garh", "गढ़"),
    ("dera", "डेरा"),
    ("tola", "टोला"),
    ("doli", "डोली"),
    ("jhar", "झर"),
    ("kala", "कला"),
    ("guda", "गुड़ा"),
    ("tara", "तरा"),
    ("dihi", "डीही"),
    ("pur", "पुर"),
    ("dih", "डीह"),
    ("bod", "बोड़"),
    ("kot", "कोट"),
];

/// Vowels: spelling, the letter at the start of a syllable, the sign after a consonant. Longest first.
const VOWELS: &[(&str, &str, &str)] = &[
    ("aa", "आ", "ा"),
    ("ai", "ऐ", "ै"),
    ("au", "औ", "ौ"),
    ("ou", "औ", "ौ"),
    ("ee", "ई", "ी"),
    ("ii", "ई", "ी"),
    ("oo", "ऊ", "ू"),
    ("a", "अ", ""),
    ("i", "इ", "ि"),
    ("u", "उ", "ु"),
    ("e", "ए", "े"),
    ("o", "ओ", "ो"),
];

/// Vowels at the end of a word, or before a known ending, are long in village names.
const FINAL_VOWELS: &[(&str, &str, &str)] = &[("a", "आ", "ा"), ("i", "ई", "ी"), ("u", "ऊ", "ू")];

/// Consonants, longest spelling first.
const CONSONANTS: &[(&str, &str)] = &[
    ("chchh", "च्छ"),
    ("ksh", "क्ष"),
    ("chh", "छ"),
    ("tth", "ट्ठ"),
    ("ddh", "द्ध"),
    ("kh", "ख"),
    ("gh", "घ"),
    ("ch", "च"),
    ("jh", "झ"),
    ("th", "थ"),
    ("dh", "ध"),
    ("ph", "फ"),
    ("bh", "भ"),
    ("sh", "श"),
    ("b", "ब"),
    ("c", "क"),
    ("d", "द"),
    ("f", "फ"),
    ("g", "ग"),
    ("h", "ह"),
    ("j", "ज"),
    ("k", "क"),
    ("l", "ल"),
    ("m", "म"),
    ("n", "न"),
    ("p", "प"),
    ("q", "क"),
    ("r", "र"),
    ("s", "स"),
    ("t", "त"),
    ("v", "व"),
    ("w", "व"),
    ("x", "क्स"),
    ("y", "य"),
    ("z", "ज"),
];

const HALANT: &str = "्";
const ANUSVARA: &str = "ं";

/// A Latin spelling in Devanagari, word by word. Brackets, digits and hyphens stay; other signs are dropped.
pub(super) fn from_latin(latin: &str) -> String {
    let mut text = String::with_capacity(latin.len() * 3);
    let mut word = String::new();
    for letter in latin.trim().chars().chain(std::iter::once(' ')) {
        if letter.is_ascii_alphabetic() {
            word.push(letter.to_ascii_lowercase());
            continue;
        }
        push_word(&word, &mut text);
        word.clear();
        if letter.is_ascii_digit() || matches!(letter, ' ' | '(' | ')' | '-') {
            text.push(letter);
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One word in lower case letters.
fn push_word(word: &str, text: &mut String) {
    let ending = ENDINGS.iter().find(|(latin, _)| word.ends_with(latin)).copied();
    let (stem, ending) = match ending {
        Some((latin, hindi)) => (&word[..word.len() - latin.len()], hindi),
        None => (word, ""),
    };
    let mut rest = stem;
    let start = text.len();
    // Whether a consonant waits for its vowel, and which: its letter stands in the text already.
    let mut open: Option<&str> = None;
    while !rest.is_empty() {
        let vowel = (rest.len() == 1)
            .then(|| find_vowel(FINAL_VOWELS, rest))
            .flatten()
            .or_else(|| find_vowel(VOWELS, rest));
        if let Some((latin, letter, sign)) = vowel {
            text.push_str(if open.is_some() { sign } else { letter });
            open = None;
            rest = &rest[latin.len()..];
        } else if let Some((latin, letter)) =
            CONSONANTS.iter().find(|(latin, _)| rest.starts_with(latin)).copied()
        {
            let after = &rest[latin.len()..];
            let nasal = latin == "n"
                && text.len() > start
                && open.is_none()
                && after.starts_with(|next: char| !"aeiouynhvwr".contains(next));
            if nasal {
                text.push_str(ANUSVARA);
            } else {
                // Two consonants are joined where they are the same, before y, and at the start of a word before r;
                // elsewhere Latin only leaves out a short a (Khapri, खपरी).
                if open.is_some_and(|before| {
                    before == letter || latin == "y" || (latin == "r" && text.len() - start == before.len())
                }) {
                    text.push_str(HALANT);
                }
                text.push_str(letter);
                open = Some(letter);
            }
            rest = after;
        } else {
            rest = &rest[1..];
        }
    }
    text.push_str(ending);
}

fn find_vowel<'a>(vowels: &[(&'a str, &'a str, &'a str)], rest: &str) -> Option<(&'a str, &'a str, &'a str)> {
    vowels.iter().find(|(latin, _, _)| rest.starts_with(latin)).copied()
}

#[cfg(test)]
mod tests {
    use super::from_latin;

    #[test]
    fn known_endings_and_plain_letters_make_readable_names() {
        for (latin, hindi) in [
            ("Pali", "पाली"),
            ("Ratanpur", "रतनपुर"),
            ("Khapri", "खपरी"),
            ("Boirdih", "बोइरडीह"),
            ("Nawagaon", "नवागांव"),
            ("Jharra", "झर्रा"),
            ("Khunta", "खुंता"),
            ("Kolihadih Khurd", "कोलिहाडीह खुर्द"),
            ("Prasanti", "प्रसंती"),
            ("Katekoni Bade", "कतेकोनी बड़े"),
            ("Sarwani (Ba).", "सरवनी (बा)"),
        ] {
            assert_eq!(from_latin(latin), hindi, "{latin}");
        }
    }

    #[test]
    fn nothing_of_the_latin_spelling_is_left() {
        for latin in ["Xyz Quick", "aeiou", "Chchhattisgarh-2", "é Nara", ""] {
            let hindi = from_latin(latin);
            assert!(!hindi.chars().any(|letter| letter.is_ascii_alphabetic()), "{latin}: {hindi}");
        }
    }
}
