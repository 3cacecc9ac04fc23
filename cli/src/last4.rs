//! The last four digits of an Aadhaar on the command line. People type all twelve: everything but the last four is
//! dropped before anything else sees it, and what was typed is wiped.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use shivir_core::{CoreError, Refusal};
use shivir_domain::aadhaar::{Last4, Last4Error, typed_where_last4_belongs};
use zeroize::Zeroize;

use crate::fail::Fail;

/// Options whose value is the last four digits of an Aadhaar.
const OPTION: &str = "--last4";

/// What stands for a value that was not taken: no digit of it.
const NOT_FOUR: &str = "!not-four";
const CHECK_FAILED: &str = "!check-failed";

/// What was typed where the last four digits belong, already cut.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Typed(Result<Last4, Last4Error>);

impl Typed {
    /// The four digits.
    ///
    /// # Errors
    /// Why they were not taken, without any digit.
    pub fn take(self) -> Result<Last4, Fail> {
        self.0.map_err(|e| Fail::Core(CoreError::Refused(Refusal::Last4(e))))
    }
}

/// Cuts what stands behind `--last4` in the arguments, before the parser of the command line, whose messages quote
/// values, sees it.
pub(crate) fn cut_arguments(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut kept: Vec<OsString> = Vec::new();
    let mut next = false;
    for argument in arguments {
        if next {
            next = false;
            kept.push(cut(argument, 0));
        } else if argument == OPTION {
            next = true;
            kept.push(argument);
        } else if argument.as_encoded_bytes().starts_with(b"--last4=") {
            kept.push(OsString::from(OPTION));
            kept.push(cut(argument, b"--last4=".len()));
        } else {
            kept.push(argument);
        }
    }
    kept
}

fn cut(argument: OsString, from: usize) -> OsString {
    let mut bytes = argument.into_vec();
    let typed = std::str::from_utf8(bytes.get(from..).unwrap_or_default())
        .map_err(|_| Last4Error::NotFour)
        .and_then(typed_where_last4_belongs);
    bytes.zeroize();
    OsString::from(match &typed {
        Ok(last4) => last4.as_str(),
        Err(Last4Error::NotFour) => NOT_FOUR,
        Err(Last4Error::CheckFailed) => CHECK_FAILED,
    })
}

/// Reads what [`cut_arguments`] left. Never fails, so that the parser has nothing to quote.
pub(crate) fn typed(text: &str) -> Result<Typed, std::convert::Infallible> {
    Ok(Typed(match text {
        CHECK_FAILED => Err(Last4Error::CheckFailed),
        other => Last4::new(other).ok_or(Last4Error::NotFour),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(arguments: &[&str]) -> Vec<String> {
        cut_arguments(arguments.iter().map(OsString::from))
            .into_iter()
            .map(|a| a.into_string().unwrap())
            .collect()
    }

    #[test]
    fn only_four_digits_are_left_of_a_whole_number() {
        for typed in ["234123412346", "2341 2341 2346", "२३४१-२३४१-२३४६"] {
            assert_eq!(through(&["x", "--last4", typed]), ["x", "--last4", "2346"]);
            let one = format!("--last4={typed}");
            assert_eq!(through(&["x", &one, "y"]), ["x", "--last4", "2346", "y"]);
        }
    }

    #[test]
    fn nothing_is_left_of_what_fails_the_check() {
        assert_eq!(through(&["--last4", "234123412345"]), ["--last4", CHECK_FAILED]);
        assert_eq!(through(&["--last4", "23"]), ["--last4", NOT_FOUR]);
        let Ok(typed) = typed(CHECK_FAILED);
        assert_eq!(typed.take().unwrap_err().exit(), 1);
    }
}
