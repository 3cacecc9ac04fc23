//! Numbers that name something: ration cards, ids, mobile numbers.

/// Digits that a spreadsheet rounded away cannot be had back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lost;

/// The value of an ASCII or Devanagari digit.
pub(crate) fn digit(letter: char) -> Option<char> {
    match letter {
        '0'..='9' => Some(letter),
        '०'..='९' => char::from_u32(u32::from(letter) - u32::from('०') + u32::from('0')),
        _ => None,
    }
}

/// An id in one form: capital letters, ASCII digits, no spaces, decimal forms of spreadsheets undone. The cell itself
/// where it is in that form, `None` after writing it to `out`. Zeros alone are no id.
pub(crate) fn id<'c>(cell: &'c str, out: &mut String) -> Result<Option<&'c str>, Lost> {
    let cell = cell.trim_matches(' ');
    let plain = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    // An exponent stands between digits («2.2E+11») and has a stop or a sign; «22E11» may be an id.
    if cell.bytes().all(|byte| plain(&byte)) {
        let zeros = cell.bytes().all(|byte| byte == b'0');
        return Ok(Some(if zeros { "" } else { cell }));
    }
    let start = out.len();
    for letter in cell.chars() {
        if let Some(digit) = digit(letter) {
            out.push(digit);
        } else if letter.is_alphanumeric() || matches!(letter, '/' | '-' | '.' | '+' | '_' | ':' | '(' | ')')
        {
            out.extend(letter.to_uppercase());
        }
    }
    match decimal(out.get(start..).unwrap_or("")) {
        Decimal::Not => {}
        Decimal::Lost => {
            out.truncate(start);
            return Err(Lost);
        }
        Decimal::Whole(digits) => {
            out.truncate(start);
            out.push_str(&digits);
        }
    }
    let written = out.get(start..).unwrap_or("");
    if !written.chars().any(|letter| letter.is_alphanumeric() && letter != '0') {
        out.truncate(start);
    }
    Ok(None)
}

enum Decimal {
    /// Not a number of a spreadsheet.
    Not,
    Lost,
    Whole(String),
}

/// Reads `220123456789.0` and `2.20123456789E+11`.
fn decimal(text: &str) -> Decimal {
    let (mantissa, exponent) = match text.split_once('E') {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return Decimal::Not;
    }
    let Some(exponent) = exponent else {
        return match fraction {
            "" => Decimal::Not,
            fraction if fraction.bytes().all(|byte| byte == b'0') => Decimal::Whole(whole.to_owned()),
            _ => Decimal::Not,
        };
    };
    let Some(exponent) = exponent.strip_prefix('+').or(
        // «1.5E11» has a stop, «22E11» is an id.
        (!fraction.is_empty()).then_some(exponent),
    ) else {
        return Decimal::Not;
    };
    let Some(exponent) = exponent.parse::<usize>().ok().filter(|number| *number < 64) else {
        return Decimal::Not;
    };
    // A zero at the end may be one that was rounded: then as many digits are written as there are.
    if whole.len() != 1 || fraction.len() < exponent {
        return Decimal::Lost;
    }
    match fraction.split_at_checked(exponent) {
        Some((kept, rest)) if rest.bytes().all(|byte| byte == b'0') && exponent < 15 => {
            Decimal::Whole(format!("{whole}{kept}"))
        }
        _ => Decimal::Lost,
    }
}

/// A mobile number as its 10 digits, without country code or leading 0; `None` where it is none.
pub(crate) fn mobile(cell: &str) -> Option<[u8; 10]> {
    let mut digits = [0u8; 16];
    let mut count = 0;
    let cell = cell.trim();
    let cell = cell.strip_suffix(".0").unwrap_or(cell);
    for letter in cell.chars() {
        if let Some(digit) = digit(letter) {
            *digits.get_mut(count)? = u8::try_from(digit).ok()?;
            count += 1;
        } else if !(letter.is_whitespace() || matches!(letter, '+' | '-' | '(' | ')' | '\'')) {
            return None;
        }
    }
    let digits = digits.get(..count)?;
    let digits = match count {
        10 => digits,
        11 => digits.strip_prefix(b"0")?,
        12 => digits.strip_prefix(b"91")?,
        13 => digits.strip_prefix(b"091")?,
        14 => digits.strip_prefix(b"0091")?,
        _ => return None,
    };
    let digits: [u8; 10] = digits.try_into().ok()?;
    let same = digits.iter().all(|digit| *digit == digits[0]);
    (matches!(digits[0], b'6'..=b'9') && !same).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str) -> Result<String, Lost> {
        let mut out = String::new();
        Ok(id(cell, &mut out)?.map_or_else(|| out.clone(), str::to_owned))
    }

    #[test]
    fn undoes_what_spreadsheets_do_to_numbers() {
        for (cell, expected) in [
            ("220123456789", "220123456789"),
            ("220123456789.0", "220123456789"),
            (" 2201 2345 6789 ", "220123456789"),
            ("'220123456789", "220123456789"),
            ("२२०१२३", "220123"),
            ("2.20123456789E+11", "220123456789"),
            ("cg-22/104", "CG-22/104"),
            ("22E11", "22E11"),
            ("0", ""),
            ("0000", ""),
            ("-", ""),
            ("", ""),
        ] {
            assert_eq!(read(cell).as_deref(), Ok(expected), "{cell}");
        }
        for cell in ["2.20123E+11", "2.2e+11", "2E+11", "2.20123456789012e23", "1.5E11"] {
            assert_eq!(read(cell), Err(Lost), "{cell}");
        }
    }

    #[test]
    fn mobile_numbers_become_10_digits() {
        for (cell, expected) in [
            ("9876543210", Some("9876543210")),
            ("+91 98765-43210", Some("9876543210")),
            ("09876543210", Some("9876543210")),
            ("919876543210", Some("9876543210")),
            ("९८७६५४३२१०", Some("9876543210")),
            ("9876543210.0", Some("9876543210")),
            ("987654321", None),
            ("1234567890", None),
            ("9999999999", None),
            ("9.87654E+09", None),
            ("234123412346", None),
            ("नहीं", None),
        ] {
            let found = mobile(cell).map(|digits| String::from_utf8(digits.to_vec()).unwrap());
            assert_eq!(found.as_deref(), expected, "{cell}");
        }
    }
}
