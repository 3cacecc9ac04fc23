//! Wrong usage. What was typed is not quoted: it may be a name or a number that belongs nowhere.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use serde_json::json;
use shivir_domain::codes::Lang;

use crate::fail::Fail;
use crate::out::{self, Reply};
use crate::refuse;

/// Prints help, version or what is wrong with the arguments.
pub(crate) fn explain(mut error: clap::Error, arguments: &[OsString]) -> ExitCode {
    let has = |wanted: &str| arguments.iter().any(|a| a == wanted);
    let as_json = has("--json");
    let english = has("--lang=en")
        || arguments.windows(2).any(|pair| matches!(pair, [a, b] if a == "--lang" && b == "en"));
    let lang = if english { Lang::En } else { Lang::Hi };
    hide(&mut error);
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let reply = Reply::new(json!({"help": text.trim_end()}), text.clone());
            out::stdout(&reply.bytes(as_json));
            ExitCode::SUCCESS
        }
        _ => {
            let text = text.trim_end();
            let fail = Fail::usage(
                format!("कमांड ठीक से नहीं लिखा गया। कुछ नहीं बदला।\n{text}"),
                format!("The command is not written right. Nothing was changed.\n{text}"),
            );
            refuse(&fail, as_json, lang);
            ExitCode::from(2)
        }
    }
}

/// Takes values out of the message; names of options stay.
fn hide(error: &mut clap::Error) {
    let hidden = || ContextValue::String("…".into());
    if error.get(ContextKind::InvalidValue).is_some() {
        error.insert(ContextKind::InvalidValue, hidden());
    }
    let stray = matches!(
        error.get(ContextKind::InvalidArg),
        Some(ContextValue::String(name)) if !name.starts_with(['-', '<', '['])
    );
    if stray {
        error.insert(ContextKind::InvalidArg, hidden());
    }
    // A slip in a command's name is worth quoting; what no command looks like is not.
    let plain = |name: &str| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let strange = matches!(
        error.get(ContextKind::InvalidSubcommand),
        Some(ContextValue::String(name)) if !plain(name)
    );
    if strange {
        error.insert(ContextKind::InvalidSubcommand, hidden());
    }
}
