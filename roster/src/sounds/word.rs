//! A name to the sounds of its words.

use unicode_normalization::UnicodeNormalization;

use super::devanagari::{Letter, letter, with_nukta};
use super::latin;
use super::sound::Sound::{self, *};

/// Sounds of a word that are kept; what a clerk types beyond is no name.
pub const LONGEST_WORD: usize = 32;

/// The sounds of a word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Sounds(Vec<Sound>);

impl Sounds {
    /// The sounds of a text as if it were one word: blanks, hyphens and other signs join.
    pub fn of(text: &str) -> Self {
        let mut all = Self::default();
        each_word(text, |word| word.0.iter().for_each(|s| all.push(*s)));
        all
    }

    /// As they are stored: a byte each.
    pub fn bytes(&self) -> impl Iterator<Item = u8> {
        self.0.iter().map(|s| s.number())
    }

    /// From stored bytes; none where one is no sound.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.iter().map(|b| Sound::from_number(*b)).collect::<Option<_>>().map(Self)
    }

    /// One after the other.
    pub fn as_slice(&self) -> &[Sound] {
        &self.0
    }

    /// Of a part of another's sounds.
    pub fn part(sounds: &[Sound]) -> Self {
        Self(sounds.to_vec())
    }

    /// Adds one, unless it only doubles the last: ल्ल, `tt`, द्ध after द.
    fn push(&mut self, sound: Sound) {
        match (self.0.last().copied(), sound) {
            (Some(last), next) if last == next => return,
            (Some(K), Kh)
            | (Some(G), Gh)
            | (Some(Ch), Chh)
            | (Some(J), Jh)
            | (Some(T), Th)
            | (Some(D), Dh)
            | (Some(Tt), Tth)
            | (Some(Dd), Ddh)
            | (Some(P), Ph)
            | (Some(B), Bh) => {
                self.0.pop();
            }
            // The end of a name that is joined to the next is inside a word.
            (Some(LastA), _) => {
                self.0.pop();
                self.0.push(A);
            }
            _ => {}
        }
        if self.0.len() < LONGEST_WORD {
            self.0.push(sound);
        }
    }

    fn consonant_is_last(&self) -> bool {
        self.0.last().is_some_and(|s| !s.is_vowel() && !matches!(s, Nasal | Lost))
    }
}

/// Calls `each` with the sounds of each word of a name. Letters of other scripts, digits and signs end a word; invisible
/// joiners and the apostrophe do not. A word may mix both scripts.
pub fn each_word(name: &str, mut each: impl FnMut(&Sounds)) {
    let mut word = Sounds::default();
    let mut run = String::new();
    let mut before = Before::Nothing;
    let mut end = |word: &mut Sounds, run: &mut String, before: &mut Before| {
        latin::sounds(run, true, |s| word.push(s));
        run.clear();
        *before = Before::Nothing;
        if !word.0.is_empty() {
            each(word);
            word.0.clear();
        }
    };
    for c in name.nfkd() {
        match c {
            'a'..='z' => run.push(c),
            'A'..='Z' => run.push(c.to_ascii_lowercase()),
            // Accents of Latin letters, joiners, the apostrophe.
            '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\'' | '’' | '`' => {}
            _ => match letter(c) {
                None => end(&mut word, &mut run, &mut before),
                Some(letter) => {
                    if !run.is_empty() {
                        latin::sounds(&run, false, |s| word.push(s));
                        run.clear();
                        before = Before::Open;
                    }
                    add(&mut word, letter, &mut before);
                }
            },
        }
    }
    end(&mut word, &mut run, &mut before);
}

/// What stands before a letter of Devanagari.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The word begins.
    Nothing,
    /// A consonant that still has its unwritten vowel.
    Bare,
    /// A Latin letter, which has none but may get a sign.
    Open,
    /// A consonant whose vowel was taken away.
    Halant,
    /// A vowel that stands for itself.
    Vowel,
    /// A sign, or a nasal.
    Sign,
}

/// Adds a Devanagari letter. A sign that has no consonant to stand on shows that one is missing.
fn add(word: &mut Sounds, letter: Letter, before: &mut Before) {
    match letter {
        Letter::Consonant(sounds) => {
            if *before == Before::Bare {
                word.push(Schwa);
            }
            sounds.iter().for_each(|s| word.push(*s));
            *before = Before::Bare;
        }
        Letter::Nya => {
            if *before == Before::Halant && word.0.last() == Some(&J) {
                // ज्ञ is heard as ग्य.
                word.0.pop();
                word.push(G);
                word.push(Y);
            } else {
                if *before == Before::Bare {
                    word.push(Schwa);
                }
                word.push(N);
            }
            *before = Before::Bare;
        }
        Letter::Vowel(sounds) => {
            if *before == Before::Bare {
                word.push(Schwa);
            }
            sounds.iter().for_each(|s| word.push(*s));
            *before = Before::Vowel;
        }
        Letter::Sign(sounds) => {
            match (*before, word.0.last()) {
                (Before::Bare | Before::Open, _) => {}
                // आ, typed as अ and its sign.
                (Before::Vowel, Some(A)) => {
                    word.0.pop();
                }
                (Before::Vowel | Before::Sign, last) if last == sounds.last() => return,
                _ => word.push(Lost),
            }
            sounds.iter().for_each(|s| word.push(*s));
            *before = Before::Sign;
        }
        Letter::Nasal => {
            if *before == Before::Bare {
                word.push(Schwa);
            }
            word.push(Nasal);
            *before = Before::Sign;
        }
        Letter::Halant => {
            *before = match before {
                Before::Bare | Before::Halant => Before::Halant,
                Before::Open => Before::Open,
                Before::Nothing | Before::Vowel | Before::Sign => {
                    word.push(Lost);
                    Before::Open
                }
            };
        }
        Letter::Nukta => {
            if word.consonant_is_last()
                && let Some(last) = word.0.last_mut()
            {
                *last = with_nukta(*last);
            }
        }
        Letter::Silent => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<Sound> {
        Sounds::of(text).0
    }

    #[test]
    fn words_of_both_scripts_become_sounds() {
        assert_eq!(of("राम"), [R, Aa, M]);
        assert_eq!(of("Ram"), [R, A, M]);
        assert_eq!(of("राजकुमार"), [R, Aa, J, Schwa, K, U, M, Aa, R]);
        assert_eq!(of("लक्ष्मी"), [L, Schwa, K, Ss, M, Ii]);
        assert_eq!(of("Laxmi"), [L, A, K, Sh, M, I]);
        assert_eq!(of("सिद्धार्थ"), of("सिधार्थ"));
        assert_eq!(of("Siddhi"), of("Sidhi"));
        assert_eq!(of("कैलाश"), [K, Schwa, I, L, Aa, Sh]);
        assert_eq!(of("Sita"), [S, I, T, LastA]);
        assert_eq!(of("Sita Bai"), of("Sitabai"));
        assert_eq!(of("Sitaराम"), [S, I, T, A, R, Aa, M]);
    }

    #[test]
    fn what_only_looks_different_is_the_same() {
        assert_eq!(of("ल\u{95c}का"), of("लड\u{93c}का"));
        assert_eq!(of("राज\u{200d}कुमार\u{200c}"), of("राजकुमार"));
        assert_eq!(of("Ｓｉｔａ"), of("SITA"));
        assert_eq!(of("Sítá"), of("Sita"));
        assert_eq!(of("D'Souza"), of("Dsouza"));
    }

    #[test]
    fn a_sign_without_its_consonant_shows_that_one_is_missing() {
        assert_eq!(of("दिा"), [D, I, Lost, Aa]);
        assert_eq!(of("ीता"), [Lost, Ii, T, Aa]);
        assert_eq!(of("भास्िर"), [Bh, Aa, S, Lost, I, R]);
        assert_eq!(of("मोहि्ा"), of("मोहिा"));
        // A sign twice is one, and अ with a sign is that vowel.
        assert_eq!(of("सीीता"), of("सीता"));
        assert_eq!(of("अाशा"), of("आशा"));
        assert_eq!(of("Sitाराम"), [S, I, T, Aa, R, Aa, M]);
    }

    #[test]
    fn what_has_no_letters_has_no_words() {
        for nothing in ["", " ", "१२३ 456", "😀\0", "'; -- %_", "।॥", "سیتا"] {
            each_word(nothing, |word| panic!("{nothing}: {word:?}"));
        }
        // Matras alone are heard, and are no fault.
        assert_eq!(of("ाि््ीं"), [Lost, Aa, Lost, I, Lost, Ii, Nasal]);
        assert_eq!(of(&"क".repeat(10_000)).len(), LONGEST_WORD);
    }
}
