//! What a query asks for.

use shivir_domain::fact::Token;

use crate::roster::Listed;
use crate::roster::words::{each_word, words};

/// Words that a name has at most; a query of more finds nobody.
const MOST_WORDS: usize = 16;

/// Digits from which on a word is a number of a paper.
const ID_DIGITS: usize = 4;

/// Letters of a query that are looked at: a name, or what was pasted by mistake.
const LONGEST: usize = 1_000;

/// A query, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub slip: Option<Token>,
    /// Numbers of papers, as they may be listed.
    pub ids: Vec<String>,
    /// Words of the name.
    pub words: Vec<String>,
}

impl Asked {
    pub fn of(query: &str) -> Self {
        let query: String = query.chars().map(ascii_digit).collect();
        if let Some(slip) = Token::parse(&query) {
            return Self { slip: Some(slip), ..Self::default() };
        }
        if query.chars().count() > LONGEST {
            return Self::default();
        }
        let mut asked = Self::default();
        let bare = |c: &char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '/');
        if query.chars().all(|c| bare(&c)) {
            let digits: String = query.chars().filter(char::is_ascii_digit).collect();
            asked.ids.extend((!digits.is_empty()).then_some(digits));
        }
        let mut name = String::new();
        for word in query.split_whitespace() {
            if word.chars().filter(char::is_ascii_digit).count() >= ID_DIGITS {
                let upper = word.to_uppercase();
                let forms = [word.to_owned(), upper];
                for form in forms {
                    if !asked.ids.contains(&form) {
                        asked.ids.push(form);
                    }
                }
            } else {
                name.push(' ');
                name.push_str(word);
            }
        }
        asked.words = words(&name);
        if asked.words.len() > MOST_WORDS || asked.ids.len() > MOST_WORDS {
            return Self::default();
        }
        asked
    }

    /// Finds nobody.
    pub fn is_nothing(&self) -> bool {
        self.ids.is_empty() && self.words.is_empty()
    }

    /// Whether each word begins one of a key: words, a space before each.
    pub fn is_in(&self, key: &str) -> bool {
        let mut wanted = String::new();
        self.words.iter().all(|word| {
            wanted.clear();
            wanted.push(' ');
            wanted.push_str(word);
            key.contains(&wanted)
        })
    }

    /// Whether each word begins one of a listed person's names.
    pub fn fits(&self, listed: &Listed) -> bool {
        let mut key = String::new();
        for name in [&listed.name_hi, &listed.name_en].into_iter().flatten() {
            each_word(name, &mut String::new(), |word| {
                key.push(' ');
                key.push_str(word);
            });
        }
        self.is_in(&key)
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

    #[test]
    fn names_numbers_and_slips_are_told_apart() {
        let asked = Asked::of("सीता  bai");
        assert_eq!(asked.words, ["सिता", "bai"]);
        assert!(asked.ids.is_empty());
        assert_eq!(Asked::of(" 2276 2000-0001 ").ids[0], "227620000001");
        assert_eq!(Asked::of("२२७६").ids, ["2276"]);
        assert_eq!(Asked::of("cg12345").ids, ["cg12345", "CG12345"]);
        let slip = Token { phone: 7, counter: 46 };
        assert_eq!(Asked::of(&slip.code().to_lowercase()).slip, Some(slip));
        let both = Asked::of("सीता 227620000001");
        assert_eq!((both.ids.len(), both.words.len()), (1, 1));
    }

    #[test]
    fn what_asks_for_nothing_finds_nobody() {
        for query in ["", "  ", "😀", "\0", "'; --", "।"] {
            assert!(Asked::of(query).is_nothing(), "{query:?}");
        }
        assert!(Asked::of(&"क".repeat(10_000)).is_nothing());
        assert!(Asked::of(&"a b c d e f g h i j k l m n o p q r".repeat(2)).is_nothing());
    }
}
