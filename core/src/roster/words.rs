//! The words by which a name is found: the same for a name that is listed and one that is typed.

/// Calls `each` with the words of a name, as they are compared: lower case without accents of Latin letters, nukta and
/// invisible joiners left out, ँ as ं, ी as ि, ू as ु, ई as इ, ऊ as उ; digits and signs end a word. `buffer` is overwritten.
pub(crate) fn each_word(name: &str, buffer: &mut String, mut each: impl FnMut(&str)) {
    buffer.clear();
    for letter in name.chars() {
        if push(letter, buffer) && !buffer.is_empty() {
            each(buffer);
            buffer.clear();
        }
    }
    if !buffer.is_empty() {
        each(buffer);
        buffer.clear();
    }
}

/// The words of a name, each once, in the order of the name.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    each_word(name, &mut String::new(), |word| {
        if !words.iter().any(|w| w == word) {
            words.push(word.to_owned());
        }
    });
    words
}

/// Adds a letter to a word; says whether it ends the word instead.
fn push(letter: char, word: &mut String) -> bool {
    let letter = match letter {
        'ँ' => 'ं',
        'ी' => 'ि',
        'ू' => 'ु',
        'ई' => 'इ',
        'ऊ' => 'उ',
        // Letters with nukta as one character.
        '\u{929}' => 'न',
        '\u{931}' => 'र',
        '\u{934}' => 'ळ',
        '\u{958}' => 'क',
        '\u{959}' => 'ख',
        '\u{95a}' => 'ग',
        '\u{95b}' => 'ज',
        '\u{95c}' => 'ड',
        '\u{95d}' => 'ढ',
        '\u{95e}' => 'फ',
        '\u{95f}' => 'य',
        '\u{93c}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{300}'..='\u{36f}' => return false,
        '\u{964}'..='\u{971}' => return true,
        '\u{900}'..='\u{97f}' => letter,
        'A'..='Z' => letter.to_ascii_lowercase(),
        'a'..='z' => letter,
        other if other.is_alphabetic() => {
            word.extend(other.to_lowercase());
            return false;
        }
        _ => return true,
    };
    word.push(letter);
    false
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn spellings_that_differ_in_marks_alone_are_one_word() {
        assert_eq!(words("सीता  बाई"), words("सिता बाइ"));
        assert_eq!(words("चाँदनी"), words("चांदनि"));
        assert_eq!(words("लड\u{93c}का"), words("ल\u{95c}का"));
        assert_eq!(words("Km. SITA-Bai"), ["km", "sita", "bai"]);
        assert_eq!(words("राम राम"), ["राम"]);
        assert_ne!(words("राम"), words("रमा"));
    }

    #[test]
    fn what_has_no_letters_has_no_words() {
        for nothing in ["", " ", "१२३ 456", "😀\0", "'; -- %_", "।॥"] {
            assert!(words(nothing).is_empty(), "{nothing}");
        }
    }
}
