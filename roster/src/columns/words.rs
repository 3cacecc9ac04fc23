//! Headings made comparable: one spelling for the many that districts write.

use unicode_normalization::UnicodeNormalization;

/// A heading as words and as one string of letters.
pub(crate) struct Words {
    words: Vec<String>,
    compact: String,
}

const VIRAMA: char = '\u{94d}';
const ANUSVARA: char = 'ं';

/// A letter in its plainest form; `None` for what is left out (nukta, joiners).
fn plain(letter: char) -> Option<char> {
    Some(match letter {
        '\u{93c}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => return None,
        'ँ' => ANUSVARA,
        // Long and short vowels are mixed up everywhere.
        'ी' => 'ि',
        'ू' => 'ु',
        'ई' => 'इ',
        'ऊ' => 'उ',
        '०'..='९' => char::from_u32(u32::from(letter) - u32::from('०') + u32::from('0')).unwrap_or('0'),
        other => other,
    })
}

impl Words {
    pub fn new(text: &str) -> Words {
        let letters: Vec<char> = text.nfd().filter_map(plain).collect();
        let mut words = Vec::new();
        let mut word = String::new();
        let mut before = ' ';
        let mut rest = letters.iter().copied().peekable();
        while let Some(letter) = rest.next() {
            let is_word = letter.is_alphanumeric() || is_sign(letter);
            // memberId, RationCardNo
            let hump = before.is_lowercase() && letter.is_uppercase();
            if (!is_word || hump) && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            before = letter;
            if !is_word {
                continue;
            }
            // A nasal before a consonant is written ण्ड or ंड.
            if matches!(letter, 'ङ' | 'ञ' | 'ण' | 'न' | 'म')
                && rest.peek() == Some(&VIRAMA)
                && !word.is_empty()
            {
                rest.next();
                word.push(ANUSVARA);
                continue;
            }
            word.extend(letter.to_lowercase());
        }
        if !word.is_empty() {
            words.push(word);
        }
        let compact = words.concat();
        Words { words, compact }
    }

    pub fn is_empty(&self) -> bool {
        self.compact.is_empty()
    }

    /// Whether a key fits.
    pub fn has(&self, key: &Key) -> bool {
        match key {
            Key::Whole(text) => self.compact == *text,
            Key::Word(text) => self.words.contains(text),
            Key::End(text) => self.compact.ends_with(text),
            Key::Part(text) => self.compact.contains(text),
        }
    }
}

/// What a heading is searched for.
pub(crate) enum Key {
    /// The whole heading.
    Whole(String),
    /// One of its words.
    Word(String),
    /// Its end.
    End(String),
    /// Any part of it.
    Part(String),
}

impl Key {
    /// Reads a key: `^text` the whole heading, `=word` one of its words, `text$` its end, `text` any part.
    pub fn new(key: &str) -> Key {
        let compact = |text: &str| Words::new(text).compact;
        if let Some(whole) = key.strip_prefix('^') {
            Key::Whole(compact(whole))
        } else if let Some(word) = key.strip_prefix('=') {
            Key::Word(compact(word))
        } else if let Some(end) = key.strip_suffix('$') {
            Key::End(compact(end))
        } else {
            Key::Part(compact(key))
        }
    }
}

/// Vowel signs, virama and the like belong to the word.
fn is_sign(letter: char) -> bool {
    matches!(letter, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{951}'..='\u{957}' | '\u{962}' | '\u{963}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_meet() {
        for (one, other) in [
            ("विकासखण्ड", "विकासखंड"),
            ("सम्बन्ध", "संबंध"),
            ("हिन्दी", "हिंदी"),
            ("मोबाइल", "मोबाईल"),
            ("ज़िला", "जिला"),
            ("ज\u{93c}िला", "\u{95b}िला"),
            ("गाँव", "गांव"),
            ("Ration Card No.", "RATION_CARD_NO"),
        ] {
            assert_eq!(Words::new(one).compact, Words::new(other).compact);
        }
    }

    #[test]
    fn keys_fit_words_parts_ends_and_wholes() {
        let fits = |header: &str, key: &str| Words::new(header).has(&Key::new(key));
        for key in ["=id", "village", "id$"] {
            assert!(fits("VillageMemberID", key), "{key}");
        }
        assert!(!fits("VillageMemberID", "=age"));
        assert!(fits("आयु (वर्ष)", "=आयु") && !fits("आयुष्मान", "=आयु"));
        assert!(fits(" Name ", "^name") && !fits("Full Name", "^name"));
    }
}
