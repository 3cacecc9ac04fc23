//! Ages, birth years and birth dates as lists write them.

use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::day::Day;

use super::digits::digit;

/// Nobody on a list is older.
const OLDEST: u16 = 125;
/// Day 0 of spreadsheets' dates is 1899-12-30 (from 1 March 1900 on).
const SERIAL_ZERO: i32 = -25_569;

/// The numbers and words of a cell, without copying them: up to 4 numbers and what stands between.
struct Parts {
    numbers: [(u32, usize); 4],
    count: usize,
    /// The first letters of the word after each number, in lower case.
    words: [[char; 3]; 4],
    /// A word before the first number.
    leading: bool,
    minus: bool,
}

fn parts(cell: &str) -> Option<Parts> {
    let mut parts = Parts {
        numbers: [(0, 0); 4],
        count: 0,
        words: [['\0'; 3]; 4],
        leading: false,
        minus: cell.starts_with('-'),
    };
    let mut in_number = false;
    let mut letters = 0;
    for letter in cell.chars() {
        if let Some(value) = digit(letter).and_then(|digit| digit.to_digit(10)) {
            if !in_number {
                parts.count += 1;
                letters = 0;
            }
            let number = parts.numbers.get_mut(parts.count - 1)?;
            number.0 = number.0.checked_mul(10)?.checked_add(value)?;
            number.1 += 1;
            in_number = true;
            continue;
        }
        in_number = false;
        if letter.is_alphabetic() || matches!(letter, '\u{93e}'..='\u{94d}' | '\u{901}'..='\u{903}') {
            match parts.count.checked_sub(1) {
                None => parts.leading = true,
                Some(index) => {
                    if let Some(place) = parts.words.get_mut(index)?.get_mut(letters) {
                        *place = letter.to_ascii_lowercase();
                    }
                    letters += 1;
                }
            }
        }
    }
    Some(parts)
}

/// An age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Age {
    Years(u16),
    Months(u16),
}

/// Reads `45`, `45.0`, `45 वर्ष`, `45Y`, `8 माह`, `1 वर्ष 6 माह`, `20 दिन`; `None` where it is no age.
pub(crate) fn age(cell: &str) -> Option<Age> {
    // The form nearly all lists have.
    if let [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = cell.as_bytes() {
        return Some(Age::Years(u16::from((tens - b'0') * 10 + ones - b'0')));
    }
    let parts = parts(cell)?;
    if parts.leading || parts.minus || parts.count == 0 {
        return None;
    }
    let first = u16::try_from(parts.numbers[0].0).ok()?;
    let age = match (parts.words[0][0], parts.words[0][1]) {
        // «45 M» may be the sex behind the age.
        ('m' | 'म', '\0') => return None,
        ('m' | 'म', _) => Age::Months(first),
        ('d', _) | ('द', 'ि') => Age::Months(first / 30),
        ('\0' | 'y' | 'व' | 'स', _) => Age::Years(first),
        _ => return None,
    };
    let age = match (age, parts.count) {
        (age, 1) => age,
        // 45.0, 45.5
        (Age::Years(_), 2) if parts.words[0][0] == '\0' && cell.contains('.') => age,
        // 1 वर्ष 6 माह
        (Age::Years(years), 2) if matches!(parts.words[1][0], 'm' | 'म') => match years {
            0 => Age::Months(u16::try_from(parts.numbers[1].0).ok()?),
            years => Age::Years(years),
        },
        _ => return None,
    };
    match age {
        Age::Years(years) => (years <= OLDEST).then_some(age),
        Age::Months(months) => (months <= 12 * OLDEST).then_some(age),
    }
}

impl Age {
    /// The birth date that an age on a day stands for.
    pub fn birth(self, on: Day) -> BirthDate {
        match self {
            Age::Years(years) => BirthDate::from_age(years, on),
            Age::Months(months) => BirthDate::from_months(months, on),
        }
    }
}

/// Reads a birth year, `1978` or `1978.0`, not after the day of the list.
pub(crate) fn year(cell: &str, on: Day) -> Option<BirthDate> {
    let parts = parts(cell)?;
    let ((year, 4), false) = (parts.numbers[0], parts.leading || parts.minus) else {
        return None;
    };
    let zeros = parts.count == 2 && parts.numbers[1].0 == 0;
    (parts.count == 1 || zeros).then(|| in_year(year, on)).flatten()
}

fn in_year(year: u32, on: Day) -> Option<BirthDate> {
    let year = i32::try_from(year).ok()?;
    let oldest = on.year() - i32::from(OLDEST);
    (oldest..=on.year()).contains(&year).then(|| BirthDate::in_year(year, BirthSource::List)).flatten()
}

/// Reads a birth date: `24/11/1978`, `24-11-78`, `24.11.1978`, `1978-11-24`, `24 Nov 1978`, `24 नवंबर 1978`, a
/// spreadsheet's number, or a year alone. A two-digit year is the last such year not after the day of the list.
pub(crate) fn date(cell: &str, on: Day) -> Option<BirthDate> {
    // Time of day after the date is left out.
    let cell = match cell.split_once([' ', 'T']) {
        Some((date, time)) if date.len() >= 8 && time.contains(':') => date,
        _ => cell,
    };
    let parts = parts(cell)?;
    if parts.minus {
        return None;
    }
    let [(first, first_length), (second, second_length), (third, third_length), _] = parts.numbers;
    let small = |number: u32| u8::try_from(number).ok();
    let day = match parts.count {
        _ if parts.leading => return None,
        1 if first_length == 4 => return in_year(first, on),
        1 if first_length == 5 => serial(first)?,
        1 if first_length == 8 => compact(first)?,
        2 if second == 0 && first_length == 5 && second_length == 1 => serial(first)?,
        2 if second == 0 && first_length == 4 && second_length == 1 => return in_year(first, on),
        2 if parts.words[0][0] != '\0' => {
            let month = month(parts.words[0])?;
            Day::from_ymd(full_year(second, second_length, on)?, month, small(first)?)?
        }
        3 if first_length == 4 => Day::from_ymd(i32::try_from(first).ok()?, small(second)?, small(third)?)?,
        3 => {
            let year = full_year(third, third_length, on)?;
            let day = Day::from_ymd(year, small(second)?, small(first)?);
            // 05/24/1978 can only be the American order.
            day.or_else(|| Day::from_ymd(year, small(first)?, small(second)?))?
        }
        _ => return None,
    };
    let oldest = on.year() - i32::from(OLDEST);
    (day <= on && day.year() >= oldest).then(|| BirthDate::on(day, BirthSource::List))
}

fn serial(number: u32) -> Option<Day> {
    Day::from_days(i32::try_from(number).ok()?.checked_add(SERIAL_ZERO)?)
}

/// `24111978` or `19781124`.
fn compact(number: u32) -> Option<Day> {
    let date = |year: u32, month: u32, day: u32| {
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let year = i32::try_from(year).ok().filter(|year| (1850..=2150).contains(year))?;
        Day::from_ymd(year, month, day)
    };
    date(number % 10_000, number / 10_000 % 100, number / 1_000_000)
        .or_else(|| date(number / 10_000, number / 100 % 100, number % 100))
}

fn full_year(year: u32, length: usize, on: Day) -> Option<i32> {
    let year = i32::try_from(year).ok()?;
    match length {
        4 => Some(year),
        2 => {
            let century = on.year() / 100 * 100;
            let near = century + year;
            Some(if near > on.year() { near - 100 } else { near })
        }
        _ => None,
    }
}

/// The month of a word's first letters.
fn month(word: [char; 3]) -> Option<u8> {
    Some(match word {
        ['j', 'a', 'n'] | ['ज', 'न', _] => 1,
        ['f', 'e', 'b'] | ['फ', _, _] => 2,
        ['m', 'a', 'r'] | ['म', 'ा', _] => 3,
        ['a', 'p', 'r'] | ['अ', 'प', _] => 4,
        ['m', 'a', 'y'] | ['म', 'ई', _] => 5,
        ['j', 'u', 'n'] | ['ज', 'ू', 'न'] => 6,
        ['j', 'u', 'l'] | ['ज', 'ु', 'ल'] => 7,
        ['a', 'u', 'g'] | ['अ', 'ग', _] => 8,
        ['s', 'e', 'p'] | ['स', _, _] => 9,
        ['o', 'c', 't'] | ['अ', 'क', _] => 10,
        ['n', 'o', 'v'] | ['न', 'व', _] => 11,
        ['d', 'e', 'c'] | ['द', _, _] => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use shivir_domain::birth::Precision;

    fn on() -> Day {
        Day::parse_iso("2026-11-21").unwrap()
    }

    #[test]
    fn reads_ages_as_lists_write_them() {
        for (cell, expected) in [
            ("45", Some(Age::Years(45))),
            ("5", Some(Age::Years(5))),
            ("४५", Some(Age::Years(45))),
            ("45.0", Some(Age::Years(45))),
            ("45 वर्ष", Some(Age::Years(45))),
            ("45वर्ष", Some(Age::Years(45))),
            ("45Y", Some(Age::Years(45))),
            ("45 yrs.", Some(Age::Years(45))),
            ("45 साल", Some(Age::Years(45))),
            ("8 माह", Some(Age::Months(8))),
            ("8 Months", Some(Age::Months(8))),
            ("0 वर्ष 6 माह", Some(Age::Months(6))),
            ("1 वर्ष 6 माह", Some(Age::Years(1))),
            ("20 दिन", Some(Age::Months(0))),
            ("105", Some(Age::Years(105))),
            ("450", None),
            ("-5", None),
            ("", None),
            ("वयस्क", None),
            ("45-50", None),
            ("45 M", None),
            ("99999999999", None),
        ] {
            assert_eq!(age(cell), expected, "{cell}");
        }
    }

    #[test]
    fn reads_dates_as_lists_write_them() {
        for cell in [
            "24/11/1978",
            "24-11-78",
            "24.11.1978",
            "1978-11-24",
            "1978/11/24",
            "२४/११/१९७८",
            "24 Nov 1978",
            "24-Nov-78",
            "24 नवंबर 1978",
            "24 नवम्बर, 1978",
            "28818",
            "28818.0",
            "24111978",
            "11/24/1978",
            "1978-11-24T00:00:00",
            "24-11-1978 00:00:00",
            "1978-11-24 00:00",
        ] {
            let birth = date(cell, on()).unwrap_or_else(|| panic!("{cell}"));
            assert_eq!(birth.day.to_string(), "1978-11-24", "{cell}");
            assert_eq!(birth.precision, Precision::Day);
            assert_eq!(birth.source, BirthSource::List);
        }
        for cell in ["1978", "1978.0", "१९७८"] {
            let birth = date(cell, on()).unwrap();
            assert_eq!((birth.day.year(), birth.precision), (1978, Precision::Year));
        }
        assert_eq!(date("01-02-03", on()).unwrap().day.to_string(), "2003-02-01");
        for cell in
            ["31/02/1978", "24/11/2027", "00/00/0000", "1850-01-01", "abc", "", "45", "9999", "1/2", "१"]
        {
            assert_eq!(date(cell, on()), None, "{cell}");
        }
    }

    #[test]
    fn months_in_hindi_are_all_known() {
        for number in 1..=12 {
            let day = Day::from_ymd(1980, number, 14).unwrap();
            for cell in [day.hindi(), day.english()] {
                assert_eq!(date(&cell, on()).map(|birth| birth.day), Some(day), "{cell}");
            }
        }
    }

    proptest! {
        #[test]
        fn never_panics(cell in "[0-9०-९ ./:TEe+\\-a-zअ-ह]{0,24}") {
            let _ = (age(&cell), date(&cell, on()), year(&cell, on()));
        }

        #[test]
        fn a_written_date_comes_back(days in -20_000i32..20_000) {
            let day = Day::from_days(days).unwrap();
            let (year, month, of_month) = day.ymd();
            let written = format!("{of_month:02}/{month:02}/{year}");
            prop_assert_eq!(date(&written, on()).map(|birth| birth.day), Some(day));
        }
    }
}
