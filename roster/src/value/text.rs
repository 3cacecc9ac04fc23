//! Text of a cell in one form: NFC, single spaces, nothing invisible.

use unicode_normalization::UnicodeNormalization;

/// Whether a cell is in that form already, by its bytes alone: printable ASCII and Devanagari without nukta, single
/// spaces between words. Most cells are, and are then used where they stand.
fn is_clean(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    let mut before = b' ';
    let mut place = 0;
    while let Some(&byte) = bytes.get(place) {
        match byte {
            b' ' if before == b' ' => return false,
            b' '..=b'~' => place += 1,
            0xe0 => {
                match (bytes.get(place + 1), bytes.get(place + 2)) {
                    // U+0900–U+093F but for nukta and the letters that hold one.
                    (Some(0xa4), Some(0xa9 | 0xb1 | 0xb4 | 0xbc)) => return false,
                    (Some(0xa4), Some(_)) => {}
                    // U+0940–U+097F but for the letters with nukta, U+0958–U+095F.
                    (Some(0xa5), Some(0x98..=0x9f)) => return false,
                    (Some(0xa5), Some(_)) => {}
                    _ => return false,
                }
                place += 3;
            }
            _ => return false,
        }
        before = byte;
    }
    before != b' ' || cell.is_empty()
}

/// What lists write for nothing.
pub(crate) fn is_nothing(cell: &str) -> bool {
    match cell.as_bytes() {
        [] => true,
        [b'a'..=b'z' | b'A'..=b'Z', ..] if cell.len() <= 4 => {
            ["na", "n/a", "n.a.", "nil", "null", "none"].iter().any(|word| cell.eq_ignore_ascii_case(word))
        }
        bytes if bytes.len() <= 4 => {
            bytes.iter().all(|byte| matches!(byte, b'-' | b'.' | b'_' | b'*' | b'/' | b' '))
        }
        _ => false,
    }
}

/// The cleaned text of a cell: the cell itself, or `None` after writing the text to `out`.
pub(crate) fn clean<'c>(cell: &'c str, out: &mut String) -> Option<&'c str> {
    if is_clean(cell) {
        return Some(if is_nothing(cell) { "" } else { cell });
    }
    let trimmed = cell.trim_matches(' ');
    if is_clean(trimmed) {
        return Some(if is_nothing(trimmed) { "" } else { trimmed });
    }
    let start = out.len();
    let mut gap = false;
    for letter in cell.nfc() {
        if letter.is_whitespace() || letter.is_control() {
            gap = true;
        } else if !is_invisible(letter) {
            if gap && out.len() > start {
                out.push(' ');
            }
            gap = false;
            out.push(letter);
        }
    }
    if out.get(start..).is_some_and(is_nothing) {
        out.truncate(start);
    }
    None
}

/// Joiners, direction marks, soft hyphens and the byte order mark within a text.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cleaned(cell: &str) -> String {
        let mut out = String::new();
        clean(cell, &mut out).map_or_else(|| out.clone(), str::to_owned)
    }

    #[test]
    fn brings_spaces_and_nukta_to_one_form() {
        for (cell, expected) in [
            ("  राम   कुमार ", "राम कुमार"),
            ("राम\u{a0}कुमार", "राम कुमार"),
            ("राम\nकुमार\t", "राम कुमार"),
            ("छत्तीसग\u{95d}", "छत्तीसग\u{922}\u{93c}"),
            ("छत्तीसग\u{922}\u{93c}", "छत्तीसग\u{922}\u{93c}"),
            ("\u{928}\u{93c}", "\u{929}"),
            ("पत्\u{200d}नी", "पत्नी"),
            ("\u{feff}राम", "राम"),
            (" - ", ""),
            ("N/A", ""),
            ("NULL", ""),
            ("Nal", "Nal"),
            ("", ""),
        ] {
            assert_eq!(cleaned(cell), expected, "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(cell in "[ -~अ-ॿ\u{200d}\u{a0}é]{0,20}") {
            let once = cleaned(&cell);
            prop_assert_eq!(cleaned(&once), once.clone());
            prop_assert_eq!(once.nfc().collect::<String>(), once);
        }
    }
}
