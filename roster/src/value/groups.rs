//! Codes of the beneficiary groups by the words of lists.

use std::collections::HashMap;

/// Words and the code they stand for; a word counts anywhere in a cell.
const WORDS: [(&str, &str); 41] = [
    ("secc", "SECC2011"),
    ("अंत्योदय", "ANTYODAYA"),
    ("अन्त्योदय", "ANTYODAYA"),
    ("antyodaya", "ANTYODAYA"),
    ("antodaya", "ANTYODAYA"),
    ("aay", "ANTYODAYA"),
    ("प्राथमिकता", "PRIORITY"),
    ("priority", "PRIORITY"),
    ("phh", "PRIORITY"),
    ("bpl", "PRIORITY"),
    ("निराश्रित", "NIRASHRIT"),
    ("nirashrit", "NIRASHRIT"),
    ("destitute", "NIRASHRIT"),
    ("निःशक्त", "DIVYANG"),
    ("नि:शक्त", "DIVYANG"),
    ("दिव्यांग", "DIVYANG"),
    ("divyang", "DIVYANG"),
    ("सामान्य", "GENERAL"),
    ("general", "GENERAL"),
    ("apl", "GENERAL"),
    ("वय वंदना", "VAY_VANDANA"),
    ("वयवंदना", "VAY_VANDANA"),
    ("vay vandana", "VAY_VANDANA"),
    ("vayvandana", "VAY_VANDANA"),
    ("pvtg", "PVTG"),
    ("विशेष पिछड़ी", "PVTG"),
    ("बैगा", "PVTG"),
    ("baiga", "PVTG"),
    ("पहाड़ी कोरवा", "PVTG"),
    ("pahari korwa", "PVTG"),
    ("कमार", "PVTG"),
    ("kamar", "PVTG"),
    ("अबुझमाड़िया", "PVTG"),
    ("अबूझमाड़िया", "PVTG"),
    ("बिरहोर", "PVTG"),
    ("birhor", "PVTG"),
    ("rsby", "RSBY"),
    ("मनरेगा", "MGNREGA"),
    ("nrega", "MGNREGA"),
    ("आवास", "PM_AWAS"),
    ("awas", "PM_AWAS"),
];

/// Different cells whose codes are remembered; lists have few.
const REMEMBERED: usize = 64;

/// Finds the codes of cells, remembering those it has met.
#[derive(Default)]
pub(crate) struct Groups {
    met: HashMap<Box<str>, Vec<&'static str>>,
}

impl Groups {
    /// Adds the codes of the groups that a cleaned cell names to `codes`, each once.
    pub fn add(&mut self, cell: &str, codes: &mut Vec<&'static str>) {
        if cell.is_empty() {
            return;
        }
        if let Some(met) = self.met.get(cell) {
            met.iter().for_each(|code| push(code, codes));
            return;
        }
        let found = named(cell);
        found.iter().for_each(|code| push(code, codes));
        if self.met.len() < REMEMBERED {
            self.met.insert(cell.into(), found);
        }
    }
}

fn named(cell: &str) -> Vec<&'static str> {
    let cell = cell.to_ascii_lowercase();
    let mut codes = Vec::new();
    for (word, code) in WORDS {
        if cell.contains(word) && is_word(&cell, word) {
            push(code, &mut codes);
        }
    }
    codes
}

/// Adds a code if it is not there.
pub(crate) fn push(code: &'static str, codes: &mut Vec<&'static str>) {
    if !codes.contains(&code) {
        codes.push(code);
    }
}

/// Short Latin words (`apl`, `aay`) must stand alone.
fn is_word(cell: &str, word: &str) -> bool {
    if !word.is_ascii() || word.len() > 4 {
        return true;
    }
    let letters = |letter: char| !letter.is_ascii_alphabetic();
    cell.split(letters).any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(cell: &str) -> Vec<&'static str> {
        let (mut groups, mut first, mut second) = (Groups::default(), Vec::new(), Vec::new());
        groups.add(cell, &mut first);
        groups.add(cell, &mut second);
        assert_eq!(first, second);
        first
    }

    #[test]
    fn knows_the_groups_of_the_orders() {
        assert_eq!(codes("अन्त्योदय (गुलाबी)"), ["ANTYODAYA"]);
        assert_eq!(codes("AAY"), ["ANTYODAYA"]);
        assert_eq!(codes("Priority / SECC 2011"), ["SECC2011", "PRIORITY"]);
        assert_eq!(codes("APL"), ["GENERAL"]);
        assert_eq!(codes("बैगा"), ["PVTG"]);
        assert!(codes("Chapla").is_empty() && codes("").is_empty());
    }
}
