//! A birth date with where it came from and how exact it is.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::day::Day;

/// The ages at which a rule changes: 5 and 15 (mandatory biometric update), 7 (an Aadhaar without it may be
/// deactivated), 18 (guardian's consent, proof of birth), 70 (Vay Vandana).
pub const LIMITS: [u8; 5] = [5, 7, 15, 18, 70];
/// So many days before and after a limit's birthday the paper is looked at.
const NEAR_DAYS: i32 = 60;

crate::codes! {
    /// Where a birth date came from, the strongest first.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum BirthSource {
        Aadhaar = 1, "AADHAAR", "आधार", "Aadhaar";
        Certificate = 2, "CERTIFICATE", "जन्म प्रमाण पत्र", "Birth certificate";
        List = 3, "LIST", "जिले की सूची", "District list";
        Stated = 4, "STATED", "बताया गया", "Stated";
        Estimated = 5, "ESTIMATED", "अनुमानित", "Estimated";
    }
}

crate::codes! {
    /// How exact a birth date is.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum Precision {
        Day = 1, "DAY", "पूरी तारीख", "Full date";
        Month = 2, "MONTH", "माह और वर्ष", "Month and year";
        Year = 3, "YEAR", "केवल वर्ष", "Year only";
    }
}

/// A birth date: the span of days on which the person may have been born, and who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct BirthDate {
    /// The first possible day.
    #[n(0)]
    pub day: Day,
    /// How long the span is from `day` on: one day, one month or one year.
    #[n(1)]
    pub precision: Precision,
    /// Where it came from.
    #[n(2)]
    pub source: BirthSource,
}

/// The least and the greatest possible age in completed years; in JSON `[least, most]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "(u16, u16)")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct AgeSpan {
    /// Completed years at least.
    pub least: u16,
    /// Completed years at most.
    pub most: u16,
}

impl From<(u16, u16)> for AgeSpan {
    fn from((least, most): (u16, u16)) -> Self {
        Self { least, most }
    }
}

impl From<AgeSpan> for (u16, u16) {
    fn from(span: AgeSpan) -> Self {
        (span.least, span.most)
    }
}

impl BirthDate {
    /// A known day of birth.
    pub fn on(day: Day, source: BirthSource) -> BirthDate {
        BirthDate { day, precision: Precision::Day, source }
    }

    /// A known month of birth, counted from 1; `None` where there is no such month.
    pub fn in_month(year: i32, month: u8, source: BirthSource) -> Option<BirthDate> {
        Some(BirthDate { day: Day::from_ymd(year, month, 1)?, precision: Precision::Month, source })
    }

    /// A known year of birth; `None` outside the years 1 to 9999.
    pub fn in_year(year: i32, source: BirthSource) -> Option<BirthDate> {
        Some(BirthDate { day: Day::from_ymd(year, 1, 1)?, precision: Precision::Year, source })
    }

    /// An age in completed years given on a day: the year that ends on that day so many years ago, as an estimate.
    pub fn from_age(years: u16, on: Day) -> BirthDate {
        let birthday = on.plus_years(-i32::from(years) - 1);
        // A 29 February without its like that year has already gone on to 1 March.
        let day = if birthday.day() == on.day() { birthday.plus(1) } else { birthday };
        BirthDate { day, precision: Precision::Year, source: BirthSource::Estimated }
    }

    /// An age in completed months given on a day, as an estimate.
    pub fn from_months(months: u16, on: Day) -> BirthDate {
        let (year, month, _) = on.ymd();
        let months = year * 12 + i32::from(month) - 1 - i32::from(months);
        let month = u8::try_from(months.rem_euclid(12) + 1).unwrap_or(1);
        BirthDate {
            day: Day::from_ymd(months.div_euclid(12), month, 1).unwrap_or(Day::MIN),
            precision: Precision::Month,
            source: BirthSource::Estimated,
        }
    }

    /// The last possible day of birth.
    pub fn last_day(&self) -> Day {
        match self.precision {
            Precision::Day => self.day,
            Precision::Month => {
                let (year, month, day) = self.day.ymd();
                let next = match month {
                    12 => Day::from_ymd(year + 1, 1, day),
                    _ => Day::from_ymd(year, month + 1, day),
                };
                next.map_or(self.day.plus(30), |next| next.plus(-1))
            }
            // A precision of a newer version is taken as the widest.
            Precision::Year | Precision::Unknown(_) => self.day.plus_years(1).plus(-1),
        }
    }

    /// The least and the greatest possible age in completed years on a day; `None` if nobody could be born yet. Who
    /// may be unborn or born counts as 0.
    pub fn age_range(&self, on: Day) -> Option<(u16, u16)> {
        let greatest = on.age_on(self.day)?;
        Some((on.age_on(self.last_day()).unwrap_or(0), greatest))
    }

    /// Whether this date, the newer one, takes the place of `other`: a weaker source never replaces a stronger; from
    /// sources of equal strength the more exact is kept, and of equally exact ones the newer.
    pub fn replaces(&self, other: &BirthDate) -> bool {
        let rank = |date: &BirthDate| {
            let source = match date.source {
                BirthSource::Unknown(_) => u16::MAX,
                known => known.number(),
            };
            let precision = match date.precision {
                Precision::Unknown(_) => u16::MAX,
                known => known.number(),
            };
            (source, precision)
        };
        rank(self) <= rank(other)
    }

    /// The limit (5, 7, 15, 18 or 70 years) for which the paper must be looked at on a day, if any.
    ///
    /// A date known to the day or month is near a limit within 60 days of that birthday; one known to the year
    /// whenever its possible ages lie on both sides of the limit.
    pub fn check_the_paper(&self, on: Day) -> Option<u8> {
        let last = self.last_day();
        let near = match self.precision {
            Precision::Day | Precision::Month => NEAR_DAYS,
            Precision::Year | Precision::Unknown(_) => 0,
        };
        LIMITS.into_iter().find(|limit| {
            let first_birthday = self.day.plus_years(i32::from(*limit));
            let last_birthday = last.plus_years(i32::from(*limit));
            match near {
                0 => first_birthday <= on && on < last_birthday,
                near => first_birthday.plus(-near) <= on && on <= last_birthday.plus(near),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn any_birth() -> impl Strategy<Value = BirthDate> {
        (-30_000i32..20_000, 1u16..5, 1u16..7).prop_map(|(days, precision, source)| BirthDate {
            day: Day::from_days(days).unwrap(),
            precision: Precision::from_number(precision),
            source: BirthSource::from_number(source),
        })
    }

    #[test]
    fn an_age_on_a_day_is_that_age_on_that_day() {
        let on = day("2026-11-21");
        for years in [0, 1, 45, 110] {
            let birth = BirthDate::from_age(years, on);
            assert_eq!(birth.age_range(on), Some((years, years)));
            assert_eq!(birth.source, BirthSource::Estimated);
        }
        let leap = day("2024-02-29");
        assert_eq!(BirthDate::from_age(45, leap).age_range(leap), Some((45, 45)));
        let baby = BirthDate::from_months(8, on);
        assert_eq!((baby.day, baby.last_day()), (day("2026-03-01"), day("2026-03-31")));
    }

    #[test]
    fn a_year_of_birth_leaves_two_ages_open() {
        let birth = BirthDate::in_year(1978, BirthSource::List).unwrap();
        assert_eq!(birth.age_range(day("2026-11-21")), Some((47, 48)));
        assert_eq!(birth.age_range(day("1978-06-01")), Some((0, 0)));
        assert_eq!(birth.age_range(day("1977-12-31")), None);
    }

    #[test]
    fn a_weaker_source_never_replaces_a_stronger() {
        let on = day("1990-05-05");
        let aadhaar = BirthDate::in_year(1990, BirthSource::Aadhaar).unwrap();
        let list = BirthDate::on(on, BirthSource::List);
        let list_year = BirthDate::in_year(1991, BirthSource::List).unwrap();
        assert!(aadhaar.replaces(&list) && !list.replaces(&aadhaar));
        assert!(list.replaces(&list_year) && !list_year.replaces(&list));
        assert!(BirthDate::on(day("1991-01-01"), BirthSource::List).replaces(&list));
    }

    #[test]
    fn says_check_the_paper_near_each_limit() {
        for limit in LIMITS {
            let birth = BirthDate::on(day("1956-06-15"), BirthSource::List);
            let birthday = birth.day.plus_years(i32::from(limit));
            for (days, expected) in [(-61, None), (-60, Some(limit)), (60, Some(limit)), (61, None)] {
                assert_eq!(birth.check_the_paper(birthday.plus(days)), expected);
            }
        }
        let year = BirthDate::in_year(1956, BirthSource::List).unwrap();
        assert_eq!(year.check_the_paper(day("2025-12-31")), None);
        assert_eq!(year.check_the_paper(day("2026-01-01")), Some(70));
        assert_eq!(year.check_the_paper(day("2026-12-31")), None);
    }

    proptest! {
        #[test]
        fn replacing_in_any_order_keeps_an_equally_strong_date(dates in proptest::collection::vec(any_birth(), 1..6)) {
            let keep = |dates: &mut dyn Iterator<Item = BirthDate>| {
                dates.reduce(|old, new| if new.replaces(&old) { new } else { old }).unwrap()
            };
            let forward = keep(&mut dates.iter().copied());
            let backward = keep(&mut dates.iter().rev().copied());
            prop_assert!(forward.replaces(&backward) && backward.replaces(&forward));
        }

        #[test]
        fn the_ages_are_those_of_the_first_and_last_day(birth in any_birth(), days in 0i32..30_000) {
            let on = birth.last_day().plus(days);
            let (least, greatest) = birth.age_range(on).unwrap();
            prop_assert_eq!(Some(least), on.age_on(birth.last_day()));
            prop_assert!(least <= greatest && greatest <= least + 1);
        }

        #[test]
        fn goes_over_the_wire_unchanged(birth in any_birth()) {
            let cbor = minicbor::to_vec(birth).unwrap();
            prop_assert_eq!(minicbor::decode::<BirthDate>(&cbor).unwrap(), birth);
            let json = serde_json::to_string(&birth).unwrap();
            prop_assert_eq!(serde_json::from_str::<BirthDate>(&json).unwrap(), birth);
        }
    }
}
