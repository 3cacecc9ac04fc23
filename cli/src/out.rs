//! What goes to stdout and stderr. Nothing here can panic: a closed pipe is no fault of the work that was done.

use std::io::{self, Write};

use serde_json::{Map, Value, json};
pub(crate) use shivir_core::report::indian_grouping as indian;
use shivir_domain::codes::Lang;

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
        let text = text.into();
        Self { json: object, text }
    }

    /// The bytes for stdout.
    pub fn bytes(self, as_json: bool) -> Vec<u8> {
        let mut text = if as_json { Value::Object(self.json).to_string() } else { self.text };
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

/// Ages in completed years: `45`, or `44–45` where the year alone is known.
pub(crate) fn ages(age: Option<(u16, u16)>) -> String {
    match age {
        Some((youngest, oldest)) if youngest == oldest => youngest.to_string(),
        Some((youngest, oldest)) => format!("{youngest}–{oldest}"),
        None => String::new(),
    }
}

/// The day in words.
pub(crate) fn day(day: shivir_domain::day::Day, lang: Lang) -> String {
    match lang {
        Lang::Hi => day.hindi(),
        Lang::En => day.english(),
    }
}

/// Minutes of the day as `HH:MM`.
pub(crate) fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_one_object_on_one_line() {
        let reply = Reply::new(json!({"people": 3, "name": "सीता\nबाई"}), "x");
        let bytes = reply.bytes(true);
        assert_eq!(bytes.iter().filter(|b| **b == b'\n').count(), 1);
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(value["ok"], true);
    }
}
