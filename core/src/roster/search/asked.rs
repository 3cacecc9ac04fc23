//! What a query asks for.

use shivir_domain::fact::Token;
use shivir_domain::person::Sex;
use shivir_roster::sounds::{Sounds, each_word, is_title, long_form};

/// Words that a name has at most; a query of more finds nobody.
const MOST_WORDS: usize = 8;

/// Digits from which on a word is a number of a paper; fewer are an age.
const ID_DIGITS: usize = 4;

/// Letters of a query that are looked at: a name, or what was pasted by mistake.
const LONGEST: usize = 1_000;

/// Greatest age that is one.
const OLDEST: u16 = 120;

/// Names that are added for courtesy or left out as the clerk likes: a person is found without them.
const COURTESY: &[&str] = &["बाई", "देवी", "कुमार", "कुमारी", "bai", "devi", "kumar", "kumari"];

/// A word of a name, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    pub text: String,
    pub sounds: Sounds,
    /// Nothing follows it yet: words that go on are meant as well.
    pub begun: bool,
    /// A person without it is found all the same.
    pub courtesy: bool,
}

/// A query, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub slip: Option<Token>,
    /// Numbers of papers, as they may be listed.
    pub ids: Vec<String>,
    /// Words of names and places.
    pub words: Vec<Typed>,
    /// An age in years.
    pub age: Option<u16>,
    pub sex: Option<Sex>,
}

impl Asked {
    pub fn of(query: &str) -> Self {
        if query.chars().take(LONGEST + 1).count() > LONGEST {
            return Self::default();
        }
        let query: String = query.chars().map(ascii_digit).collect();
        if let Some(slip) = Token::parse(&query) {
            return Self { slip: Some(slip), ..Self::default() };
        }
        let mut asked = Self::default();
        let bare = |c: &char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '/');
        let digits: String = query.chars().filter(char::is_ascii_digit).collect();
        if query.chars().all(|c| bare(&c)) && digits.len() >= ID_DIGITS {
            asked.ids.push(digits);
            return asked;
        }
        let words: Vec<&str> = query.split_whitespace().collect();
        let open = !query.ends_with(char::is_whitespace);
        for (at, word) in words.iter().enumerate() {
            asked.word(word, open && at + 1 == words.len());
        }
        // What is only courtesy is what is asked for where there is nothing else.
        if asked.words.iter().all(|w| w.courtesy) {
            asked.words.iter_mut().for_each(|w| w.courtesy = false);
        }
        if asked.words.len() > MOST_WORDS || asked.ids.len() > 2 * MOST_WORDS {
            return Self::default();
        }
        asked
    }

    fn word(&mut self, word: &str, begun: bool) {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        if digits >= ID_DIGITS {
            for form in [word.to_owned(), word.to_uppercase()] {
                if !self.ids.contains(&form) {
                    self.ids.push(form);
                }
            }
            return;
        }
        if let Ok(age) = word.parse()
            && age <= OLDEST
        {
            self.age = Some(age);
            return;
        }
        let named =
            |sex: &Sex| [sex.hindi(), sex.english()].iter().any(|name| name.eq_ignore_ascii_case(word));
        if let Some(sex) = Sex::ALL.iter().copied().find(named) {
            self.sex = Some(sex);
            return;
        }
        if is_title(word) && !begun {
            return;
        }
        let text = if begun { word } else { long_form(word) };
        // c is the beginning of ch, and no name ends with it.
        let spoken = match text.strip_suffix(['c', 'C']) {
            Some(before) if begun => format!("{before}ch"),
            _ => text.to_owned(),
        };
        let mut parts = Vec::new();
        each_word(&spoken, |sounds| parts.push(sounds.clone()));
        let last = parts.len();
        let courtesy = COURTESY.contains(&text.to_lowercase().as_str());
        for (at, sounds) in (1..).zip(parts) {
            let begun = begun && at == last;
            if !self.words.iter().any(|w| w.sounds == sounds && w.begun == begun) {
                self.words.push(Typed { text: text.to_owned(), sounds, begun, courtesy: courtesy && !begun });
            }
        }
    }

    /// Finds nobody.
    pub fn is_nothing(&self) -> bool {
        self.ids.is_empty() && self.words.is_empty()
    }
}

fn ascii_digit(letter: char) -> char {
    match letter {
        '०'..='९' => char::from_u32(u32::from(letter) - u32::from('०') + u32::from('0')),
        _ => None,
    }
    .unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(query: &str) -> Vec<String> {
        Asked::of(query).words.into_iter().map(|w| w.text).collect()
    }

    #[test]
    fn names_numbers_ages_and_slips_are_told_apart() {
        let asked = Asked::of("सीता  bai");
        assert_eq!(words("सीता  bai"), ["सीता", "bai"]);
        assert!(asked.ids.is_empty() && asked.words[1].begun && !asked.words[0].begun);
        assert_eq!(Asked::of(" 2276 2000-0001 ").ids[0], "227620000001");
        assert_eq!(Asked::of("२२७६").ids, ["2276"]);
        assert_eq!(Asked::of("cg12345").ids, ["cg12345", "CG12345"]);
        let slip = Token { phone: 7, counter: 46 };
        assert_eq!(Asked::of(&slip.code().to_lowercase()).slip, Some(slip));
        let both = Asked::of("सीता 227620000001");
        assert_eq!((both.ids.len(), both.words.len()), (1, 1));
        let aged = Asked::of("सीता ४५ महिला");
        assert_eq!((aged.age, aged.sex, aged.words.len()), (Some(45), Some(Sex::Female), 1));
    }

    #[test]
    fn titles_are_passed_over_and_courtesy_may_be_missing() {
        assert_eq!(words("श्रीमती सीता "), ["सीता"]);
        assert_eq!(words("Smt. Sita"), ["Sita"]);
        let asked = Asked::of("Sita Bai ");
        assert!(asked.words[1].courtesy && !asked.words[0].courtesy);
        assert!(!Asked::of("Bai ").words[0].courtesy);
        assert_eq!(words("Ram Kr Sahu"), ["Ram", "Kumar", "Sahu"]);
    }

    #[test]
    fn what_asks_for_nothing_finds_nobody() {
        for query in ["", "  ", "😀", "\0", "'; --", "।", "12", "-"] {
            assert!(Asked::of(query).is_nothing(), "{query:?}");
        }
        assert!(Asked::of(&"क".repeat(10_000)).is_nothing());
        assert!(Asked::of(&"a b c d e f g h i j k l m n o p q r".repeat(2)).is_nothing());
    }
}
