//! What goes to stdout and stderr. Nothing here can panic: a closed pipe is no fault of the work that was done.

use std::io::{self, Write};

use serde_json::{Map, Value, json};
use shivir_domain::day::Day;
use unicode_width::UnicodeWidthStr;

/// What a command answers: keys for programs, text for people.
#[derive(Debug)]
pub(crate) struct Reply {
    json: Map<String, Value>,
    text: String,
}

impl Reply {
    /// An answer. `json`: an object, to which `"ok": true` is added.
    pub fn new(json: Value, text: impl Into<String>) -> Self {
        let mut object = match json {
            Value::Object(object) => object,
            other => Map::from_iter([("value".to_owned(), other)]),
        };
        object.insert("ok".into(), json!(true));
        Self { json: object, text: text.into() }
    }

    /// Nothing, where all was said before.
    pub fn silent() -> Self {
        Self { json: Map::new(), text: String::new() }
    }

    /// The bytes for stdout.
    pub fn bytes(self, as_json: bool) -> Vec<u8> {
        let mut text = match as_json {
            true if !self.json.is_empty() => Value::Object(self.json).to_string(),
            true => String::new(),
            false => self.text,
        };
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.into_bytes()
    }
}

/// Writes to stdout. `false` where it could not be written for another reason than a reader that left.
pub(crate) fn stdout(bytes: &[u8]) -> bool {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => true,
        Err(e) => e.kind() == io::ErrorKind::BrokenPipe,
    }
}

/// Writes a line to stderr; where nobody listens, nothing is lost but the line.
pub(crate) fn stderr(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.write_all(b"\n"));
}

/// A sentence in one of the two languages, with values in it.
macro_rules! say {
    ($lang:expr, $hi:literal, $en:literal) => {
        match $lang {
            shivir_domain::codes::Lang::Hi => format!($hi),
            shivir_domain::codes::Lang::En => format!($en),
        }
    };
}
pub(crate) use say;

/// Rows under headings, in columns; widths are counted in cells, since Devanagari's vowel signs take none of their own.
pub(crate) fn table<const N: usize>(headings: [&str; N], rows: &[[String; N]]) -> String {
    let head = headings.map(str::to_owned);
    let lines: Vec<&[String; N]> = std::iter::once(&head).chain(rows).collect();
    let widths: [usize; N] = std::array::from_fn(|at| {
        lines.iter().filter_map(|line| line.get(at)).map(|cell| cell.width()).max().unwrap_or(0)
    });
    let mut text = String::new();
    for line in lines {
        let mut written = String::new();
        for (cell, width) in line.iter().zip(widths) {
            written.push_str(cell);
            written.push_str(&" ".repeat(width - cell.width() + 2));
        }
        text.push_str(written.trim_end());
        text.push('\n');
    }
    text
}

/// Milliseconds since 1970 (UTC) as a day and time in India, `2026-11-25 10:00`.
pub(crate) fn in_india(ms: u64) -> String {
    let minutes = ms / 60_000 + 330;
    let day = i32::try_from(minutes / 1_440).ok().and_then(Day::from_days);
    let (hour, minute) = (minutes % 1_440 / 60, minutes % 60);
    day.map(|day| format!("{day} {hour:02}:{minute:02}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_shown_as_in_india() {
        assert_eq!(in_india(1_795_581_000_000), "2026-11-25 10:00");
    }
}
