//! Splitting a record into cells: separators, quotation marks, line ends.

use memchr::{memchr, memchr_iter, memchr2};

/// Lines that a quoted cell may run over; past that the quotation mark is a stray one.
const QUOTED_LINES: usize = 8;

/// What stands at the beginning of a window of text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Split {
    /// A record of so many bytes, its line end included, over so many lines.
    Whole { bytes: usize, lines: u32 },
    /// Not yet the whole record.
    More,
    /// A quotation mark without its end.
    OpenQuote,
}

/// Splits the record at the beginning of `window` into `out` and `spans`; `end` tells that no text follows the window.
pub(crate) fn split(
    window: &[u8],
    separator: u8,
    end: bool,
    out: &mut Vec<u8>,
    spans: &mut Vec<(u32, u32)>,
) -> Split {
    let line_ends = memchr2(b'\n', b'\r', window);
    let length = match line_ends {
        Some(place) => place,
        None if end => window.len(),
        None => return Split::More,
    };
    let line = window.get(..length).unwrap_or(&[]);
    if memchr(b'"', line).is_some() {
        return split_quoted(window, separator, end, out, spans);
    }
    let bytes = match line_ends.map(|place| line_end(window, place, end)) {
        None => length,
        Some(Some(bytes)) => bytes,
        Some(None) => return Split::More,
    };
    let mut start = 0;
    for place in memchr_iter(separator, line) {
        spans.push((offset(start), offset(place)));
        start = place + 1;
    }
    spans.push((offset(start), offset(length)));
    out.extend_from_slice(line);
    Split::Whole { bytes, lines: 1 }
}

/// The place after the line end at `place`; `None` while a second character of it may still come.
fn line_end(window: &[u8], place: usize, end: bool) -> Option<usize> {
    if window.get(place) == Some(&b'\n') {
        return Some(place + 1);
    }
    match window.get(place + 1) {
        Some(b'\n') => Some(place + 2),
        Some(_) => Some(place + 1),
        None => end.then_some(place + 1),
    }
}

/// The same for a record with quoted cells, byte by byte. A quotation mark inside a quoted cell that neither ends it
/// nor is doubled is taken as it stands.
fn split_quoted(
    window: &[u8],
    separator: u8,
    end: bool,
    out: &mut Vec<u8>,
    spans: &mut Vec<(u32, u32)>,
) -> Split {
    let mut start = 0;
    let mut place = 0;
    let mut at_start = true;
    let mut quoted = false;
    let mut breaks = 0;
    let mut lines = 1;
    while let Some(&byte) = window.get(place) {
        place += 1;
        if quoted {
            if byte == b'"' {
                match window.get(place) {
                    Some(b'"') => {
                        out.push(b'"');
                        place += 1;
                    }
                    Some(&next) if next == separator || next == b'\n' || next == b'\r' => {
                        quoted = false;
                    }
                    Some(_) => out.push(b'"'),
                    None if end => quoted = false,
                    None => return Split::More,
                }
                continue;
            }
            if byte == b'\n' {
                breaks += 1;
                lines += 1;
                if breaks > QUOTED_LINES {
                    return Split::OpenQuote;
                }
            }
            out.push(byte);
        } else if byte == b'"' && at_start {
            quoted = true;
            breaks = 0;
        } else if byte == separator {
            spans.push((offset(start), offset(out.len())));
            start = out.len();
            at_start = true;
            continue;
        } else if byte == b'\n' || byte == b'\r' {
            let Some(bytes) = line_end(window, place - 1, end) else {
                return Split::More;
            };
            spans.push((offset(start), offset(out.len())));
            return Split::Whole { bytes, lines };
        } else {
            out.push(byte);
        }
        at_start = false;
    }
    if !end {
        return Split::More;
    }
    if quoted {
        return Split::OpenQuote;
    }
    spans.push((offset(start), offset(out.len())));
    Split::Whole { bytes: place, lines }
}

/// Splits one line that cannot be split by the rules: quotation marks are left out, line ends stop it.
pub(crate) fn split_plain(line: &[u8], separator: u8, out: &mut Vec<u8>, spans: &mut Vec<(u32, u32)>) {
    out.clear();
    spans.clear();
    let mut start = 0;
    for &byte in line {
        match byte {
            b'\n' | b'\r' => break,
            b'"' => {}
            byte if byte == separator => {
                spans.push((offset(start), offset(out.len())));
                start = out.len();
            }
            byte => out.push(byte),
        }
    }
    spans.push((offset(start), offset(out.len())));
}

fn offset(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &str) -> (Split, Vec<String>) {
        let (mut out, mut spans) = (Vec::new(), Vec::new());
        let split = split(text.as_bytes(), b',', true, &mut out, &mut spans);
        let cells = spans
            .iter()
            .map(|&(start, end)| String::from_utf8(out[start as usize..end as usize].to_vec()).unwrap());
        (split, cells.collect())
    }

    #[test]
    fn splits_plain_and_quoted_records() {
        for (text, bytes, lines, expected) in [
            ("a,b\nc", 4, 1, vec!["a", "b"]),
            ("a,b\r\nc", 5, 1, vec!["a", "b"]),
            ("a,b\rc", 4, 1, vec!["a", "b"]),
            ("a,", 2, 1, vec!["a", ""]),
            ("\nx", 1, 1, vec![""]),
            ("\"a,\"\"b\"\"\",c\n", 12, 1, vec!["a,\"b\"", "c"]),
            ("\"two\nlines\",c\nx", 14, 2, vec!["two\nlines", "c"]),
            ("a,\"b \"c\" d\",e\n", 14, 1, vec!["a", "b \"c\" d", "e"]),
            ("5\" pipe,b\n", 10, 1, vec!["5\" pipe", "b"]),
            ("a,\"\"\n", 5, 1, vec!["a", ""]),
        ] {
            let (split, cells) = cells(text);
            assert_eq!(split, Split::Whole { bytes, lines }, "{text}");
            assert_eq!(cells, expected, "{text}");
        }
        assert_eq!(cells("a,\"b\nc,d\n").0, Split::OpenQuote);
    }

    #[test]
    fn asks_for_more_where_the_record_may_go_on() {
        for text in ["a,b", "a,b\r", "\"a", "\"a\"", "\"a\",b"] {
            let (mut out, mut spans) = (Vec::new(), Vec::new());
            let split = split(text.as_bytes(), b',', false, &mut out, &mut spans);
            assert_eq!(split, Split::More, "{text}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_the_csv_crate_writes(rows in proptest::collection::vec(
            proptest::collection::vec("[ -~\n\"अ-ह]{0,12}", 2..6), 1..6)
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let text = writer.into_inner().unwrap();
            prop_assume!(rows.iter().flatten().all(|cell| cell.matches('\n').count() <= QUOTED_LINES));
            let mut rest = text.as_slice();
            for row in &rows {
                let (mut out, mut spans) = (Vec::new(), Vec::new());
                let Split::Whole { bytes, .. } = split(rest, b',', true, &mut out, &mut spans) else {
                    return Err(TestCaseError::fail("no record"));
                };
                let cells: Vec<&str> = spans.iter()
                    .map(|&(start, end)| std::str::from_utf8(&out[start as usize..end as usize]).unwrap())
                    .collect();
                prop_assert_eq!(&cells, row);
                rest = &rest[bytes..];
            }
            prop_assert!(rest.is_empty());
        }
    }
}
