//! A civil date, as the camps write it: a day without hour or time zone.

use std::fmt;

use minicbor::{Decode, Decoder, Encode, Encoder};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::{Date, Month};

/// Julian day number of 1970-01-01.
const EPOCH_JULIAN: i32 = 2_440_588;
/// Days of 0001-01-01 and 9999-12-31 counted from 1970-01-01.
const MIN_DAYS: i32 = -719_162;
const MAX_DAYS: i32 = 2_932_896;

const HINDI_MONTHS: [&str; 12] =
    ["जनवरी", "फरवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"];
const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A civil date of the years 1 to 9999 (Gregorian), held as days since 1970-01-01.
///
/// In JSON it is the string `YYYY-MM-DD`, in CBOR the number of days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(i32);

impl Day {
    /// 1970-01-01.
    pub const EPOCH: Day = Day(0);
    /// 0001-01-01, the earliest day.
    pub const MIN: Day = Day(MIN_DAYS);
    /// 9999-12-31, the latest day.
    pub const MAX: Day = Day(MAX_DAYS);

    /// The day of a calendar date, month and day counted from 1; `None` where the calendar has no such day.
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Option<Day> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        let month = Month::try_from(month).ok()?;
        let date = Date::from_calendar_date(year, month, day).ok()?;
        Some(Day(date.to_julian_day() - EPOCH_JULIAN))
    }

    /// The day that many days after 1970-01-01; `None` outside the years 1 to 9999.
    pub fn from_days(days: i32) -> Option<Day> {
        (MIN_DAYS..=MAX_DAYS).contains(&days).then_some(Day(days))
    }

    /// Reads `YYYY-MM-DD` (exactly ten ASCII characters); anything else is `None`.
    pub fn parse_iso(text: &str) -> Option<Day> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number = |part: &[u8]| {
            part.iter()
                .try_fold(0i32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i32::from(byte - b'0')))
        };
        let month = u8::try_from(number(&bytes[5..7])?).ok()?;
        let day = u8::try_from(number(&bytes[8..10])?).ok()?;
        Day::from_ymd(number(&bytes[0..4])?, month, day)
    }

    /// Days since 1970-01-01, negative before it.
    pub fn days(self) -> i32 {
        self.0
    }

    /// Year, month (1 to 12) and day of the month (from 1).
    pub fn ymd(self) -> (i32, u8, u8) {
        match Date::from_julian_day(self.0 + EPOCH_JULIAN) {
            Ok(date) => (date.year(), date.month() as u8, date.day()),
            // Not reached: every constructor keeps the day within the years 1 to 9999.
            Err(_) => (1970, 1, 1),
        }
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.ymd().1
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.ymd().2
    }

    /// The day so many days later (earlier when negative), stopping at the first and last day there is.
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days).clamp(MIN_DAYS, MAX_DAYS))
    }

    /// The same date so many years later; 29 February becomes 1 March in a common year.
    pub fn plus_years(self, years: i32) -> Day {
        let (year, month, day) = self.ymd();
        let year = year.saturating_add(years);
        if year < 1 {
            return Day::MIN;
        }
        Day::from_ymd(year, month, day).or_else(|| Day::from_ymd(year, 3, 1)).unwrap_or(Day::MAX)
    }

    /// Completed years on this day of someone born on `birth`; `None` before the birth.
    ///
    /// Who is born on 29 February completes a year on 1 March of a common year.
    pub fn age_on(self, birth: Day) -> Option<u16> {
        if self < birth {
            return None;
        }
        let (year, month, day) = self.ymd();
        let (birth_year, birth_month, birth_day) = birth.ymd();
        let before_birthday = (month, day) < (birth_month, birth_day);
        u16::try_from(year - birth_year - i32::from(before_birthday)).ok()
    }

    /// The long form in Hindi: `24 नवंबर 2026`.
    pub fn hindi(self) -> String {
        self.long(&HINDI_MONTHS)
    }

    /// The long form in English: `24 November 2026`.
    pub fn english(self) -> String {
        self.long(&ENGLISH_MONTHS)
    }

    fn long(self, months: &[&str; 12]) -> String {
        let (year, month, day) = self.ymd();
        let name = months.get(usize::from(month) - 1).copied().unwrap_or("");
        format!("{day} {name} {year}")
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({self})")
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Day::parse_iso(&text).ok_or_else(|| de::Error::custom("a day is written YYYY-MM-DD"))
    }
}

impl<C> Encode<C> for Day {
    fn encode<W: minicbor::encode::Write>(
        &self,
        encoder: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        encoder.i32(self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Day {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Day::from_days(decoder.i32()?)
            .ok_or_else(|| minicbor::decode::Error::message("a day outside the years 1 to 9999"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn counts_from_1970_and_ends_where_it_says() {
        assert_eq!(day("1970-01-01"), Day::EPOCH);
        assert_eq!(day("2026-11-21").days(), 20_778);
        assert_eq!(Day::MIN.to_string(), "0001-01-01");
        assert_eq!(Day::MAX.to_string(), "9999-12-31");
        assert_eq!(Day::MAX.plus(1), Day::MAX);
        assert_eq!(Day::MIN.plus(i32::MIN), Day::MIN);
        assert_eq!(Day::from_days(MAX_DAYS + 1), None);
    }

    #[test]
    fn refuses_days_the_calendar_lacks() {
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "0000-01-01", "२०२६-01-01", ""]
        {
            assert_eq!(Day::parse_iso(text), None, "{text}");
        }
        assert_eq!(Day::from_ymd(2024, 2, 29).unwrap().day(), 29);
    }

    #[test]
    fn says_the_date_in_both_languages() {
        assert_eq!(day("2026-11-24").hindi(), "24 नवंबर 2026");
        assert_eq!(day("2026-11-24").english(), "24 November 2026");
    }

    #[test]
    fn completes_a_year_on_the_birthday() {
        let birth = day("1981-11-21");
        assert_eq!(day("2026-11-20").age_on(birth), Some(44));
        assert_eq!(day("2026-11-21").age_on(birth), Some(45));
        assert_eq!(day("1981-11-20").age_on(birth), None);
        let leap = day("2020-02-29");
        assert_eq!(day("2025-02-28").age_on(leap), Some(4));
        assert_eq!(day("2025-03-01").age_on(leap), Some(5));
        assert_eq!(leap.plus_years(5), day("2025-03-01"));
    }

    proptest! {
        #[test]
        fn goes_through_json_and_cbor_unchanged(days in MIN_DAYS..=MAX_DAYS) {
            let day = Day::from_days(days).unwrap();
            prop_assert_eq!(Day::parse_iso(&day.to_string()), Some(day));
            let json = serde_json::to_string(&day).unwrap();
            prop_assert_eq!(serde_json::from_str::<Day>(&json).unwrap(), day);
            let cbor = minicbor::to_vec(day).unwrap();
            prop_assert_eq!(minicbor::decode::<i32>(&cbor).unwrap(), days);
            prop_assert_eq!(minicbor::decode::<Day>(&cbor).unwrap(), day);
        }

        #[test]
        fn an_age_turns_exactly_on_the_same_date_years_later(days in -40_000i32..20_000, years in 1i32..110) {
            let birth = Day::from_days(days).unwrap();
            let birthday = birth.plus_years(years);
            prop_assert_eq!(birthday.age_on(birth), u16::try_from(years).ok());
            prop_assert_eq!(birthday.plus(-1).age_on(birth), u16::try_from(years - 1).ok());
        }
    }
}
