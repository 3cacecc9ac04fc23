//! Reading what people type: days, months, births, codes, ids. Errors say what is expected and quote nothing.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::codes::{
    AadhaarReason, Cadre, CardKind, CaseState, Document, Group, Lang, Language, LeaveReason, Outcome,
    RationReason, RationState, ReviewKind, SignedBy,
};
use shivir_domain::day::Day;
use shivir_domain::fold::ReviewId;
use shivir_domain::id::{FactId, PersonId};
use shivir_domain::person::{Relation, Sex};

/// ASCII digits for Devanagari ones, `-` for `/` and `.`.
fn plain(text: &str) -> String {
    let ascii = |letter: char| match letter {
        '०'..='९' => char::from_digit(u32::from(letter) - u32::from('०'), 10).unwrap_or(letter),
        '/' | '.' => '-',
        other => other,
    };
    text.trim().chars().map(ascii).collect()
}

fn numbers(text: &str) -> Option<Vec<i32>> {
    let number = |part: &str| {
        let digits = !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    };
    plain(text).split('-').map(number).collect()
}

/// A day: `YYYY-MM-DD` or `DD-MM-YYYY`.
pub(crate) fn day(text: &str) -> Result<Day, String> {
    let small = |n: i32| u8::try_from(n).ok();
    let found = numbers(text).and_then(|parts| match parts[..] {
        [year, month, day] if year > 999 => Day::from_ymd(year, small(month)?, small(day)?),
        [day, month, year] if year > 999 => Day::from_ymd(year, small(month)?, small(day)?),
        _ => None,
    });
    found.ok_or_else(|| "YYYY-MM-DD / DD-MM-YYYY".to_owned())
}

/// A month: `YYYY-MM` or `MM-YYYY`, as year × 100 + month.
pub(crate) fn month(text: &str) -> Result<u32, String> {
    let found = numbers(text).and_then(|parts| match parts[..] {
        [year, month] | [month, year] if year > 999 && (1..=12).contains(&month) => {
            u32::try_from(year * 100 + month).ok()
        }
        _ => None,
    });
    found.ok_or_else(|| "YYYY-MM".to_owned())
}

/// A time of day: `HH:MM`, as minutes.
pub(crate) fn time(text: &str) -> Result<u16, String> {
    let ascii = plain(text);
    let found = ascii.split_once(':').and_then(|(h, m)| {
        let (hour, minute): (u16, u16) = (h.parse().ok()?, m.parse().ok()?);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    });
    found.ok_or_else(|| "HH:MM".to_owned())
}

/// A birth as stated: a day, a month (`YYYY-MM`) or a year.
pub(crate) fn birth(text: &str) -> Result<BirthDate, String> {
    let source = BirthSource::Stated;
    if let Ok(day) = day(text) {
        return Ok(BirthDate::on(day, source));
    }
    let found = match month(text) {
        Ok(m) => {
            let year = i32::try_from(m / 100).ok();
            year.and_then(|y| BirthDate::in_month(y, u8::try_from(m % 100).ok()?, source))
        }
        Err(_) => numbers(text).and_then(|parts| match parts[..] {
            [year] if year > 999 => BirthDate::in_year(year, source),
            _ => None,
        }),
    };
    found.ok_or_else(|| "YYYY-MM-DD / YYYY-MM / YYYY".to_owned())
}

/// A mobile number: ten digits, the first 6 to 9.
pub(crate) fn mobile(text: &str) -> Result<u64, String> {
    let digits: String = plain(text).chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let found = (digits.len() == 10).then(|| digits.parse().ok()).flatten();
    found.filter(|n| (6_000_000_000..=9_999_999_999).contains(n)).ok_or_else(|| "10 digits".to_owned())
}

/// A person's id.
pub(crate) fn person(text: &str) -> Result<PersonId, String> {
    PersonId::parse(text).ok_or_else(|| "an id of 32 hexadecimal digits".to_owned())
}

/// A fact's id, `stream/number`.
pub(crate) fn fact(text: &str) -> Result<FactId, String> {
    FactId::parse(text).ok_or_else(|| "stream/number".to_owned())
}

/// A review item's id.
pub(crate) fn review(text: &str) -> Result<ReviewId, String> {
    ReviewId::parse(text).ok_or_else(|| "an id of 32 hexadecimal digits".to_owned())
}

/// The language of the answers.
pub(crate) fn lang() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(["hi", "en"]).map(|text: String| match text.as_str() {
        "en" => Lang::En,
        _ => Lang::Hi,
    })
}

/// A value for a member of a household, `2:VALUE`, or for all of them, `VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct For<T> {
    /// The member from 1; none for all.
    pub member: Option<usize>,
    /// The value.
    pub value: T,
}

impl<T: Copy> For<T> {
    /// The value for a member (from 0): her own, else the one for all.
    pub fn pick(all: &[Self], member: usize) -> Option<T> {
        let own = all.iter().rfind(|f| f.member == Some(member + 1));
        own.or_else(|| all.iter().rfind(|f| f.member.is_none())).map(|f| f.value)
    }
}

fn for_member(text: &str) -> (Option<usize>, &str) {
    match text.split_once(':') {
        Some((member, value)) => match member.parse() {
            Ok(n) if n > 0 => (Some(n), value),
            _ => (None, text),
        },
        None => (None, text),
    }
}

/// `[MEMBER:][KIND=]CODE`.
pub(crate) fn outcome(text: &str) -> Result<For<(Option<CardKind>, Outcome)>, String> {
    let (member, rest) = for_member(text);
    let (kind, code) = match rest.split_once('=') {
        Some((kind, code)) => {
            let kind = CardKind::from_code(&kind.to_ascii_uppercase());
            (Some(kind.ok_or_else(|| codes_of(CardKind::ALL.iter().map(|k| k.code())))?), code)
        }
        None => (None, rest),
    };
    let outcome = Outcome::from_code(&code.to_ascii_uppercase())
        .ok_or_else(|| codes_of(Outcome::ALL.iter().map(|k| k.code())))?;
    Ok(For { member, value: (kind, outcome) })
}

fn codes_of<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    codes.collect::<Vec<_>>().join(", ")
}

/// Parsers of code lists; the help shows each code with its words.
macro_rules! lists {
    ($($name:ident: $list:ty;)+) => {$(
        #[doc = concat!("A code of `", stringify!($list), "`, in capitals or small letters.")]
        pub(crate) fn $name() -> impl TypedValueParser<Value = $list> {
            let known = <$list>::ALL.iter().map(|v| {
                PossibleValue::new(v.code()).help(format!("{} · {}", v.hindi(), v.english()))
            });
            PossibleValuesParser::new(known)
                .try_map(|code: String| <$list>::from_code(&code.to_ascii_uppercase()).ok_or("code"))
        }
    )+};
}

lists! {
    cadre: Cadre;
    document: Document;
    group: Group;
    language: Language;
    signed_by: SignedBy;
    sex: Sex;
    relation: Relation;
    case_state: CaseState;
    ration_state: RationState;
    reason: AadhaarReason;
    review_kind: ReviewKind;
}

/// Parsers of code lists for a member of a household or all of them.
macro_rules! lists_of_members {
    ($($name:ident: $list:ty;)+) => {$(
        #[doc = concat!("`[MEMBER:]CODE` of `", stringify!($list), "`.")]
        pub(crate) fn $name(text: &str) -> Result<For<$list>, String> {
            let (member, code) = for_member(text);
            <$list>::from_code(&code.to_ascii_uppercase())
                .map(|value| For { member, value })
                .ok_or_else(|| codes_of(<$list>::ALL.iter().map(|v| v.code())))
        }
    )+};
}

lists_of_members! {
    reason_of: AadhaarReason;
    ration_reason_of: RationReason;
    leave_reason_of: LeaveReason;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_both_orders_and_in_hindi_digits() {
        let wanted = Day::from_ymd(2026, 11, 24);
        for text in ["2026-11-24", "24-11-2026", "24/11/2026", "24.11.2026", "२४-११-२०२६"] {
            assert_eq!(day(text).ok(), wanted, "{text}");
        }
        for text in ["2026-13-01", "24-11-26", "", "2026-11", "24-11-2026-1", "२०२६"] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_birth_may_be_a_day_a_month_or_a_year() {
        use shivir_domain::birth::Precision;
        assert_eq!(birth("2011-06").unwrap().precision, Precision::Month);
        assert_eq!(birth("1950").unwrap().precision, Precision::Year);
        assert_eq!(birth("01-02-1950").unwrap().precision, Precision::Day);
        assert!(birth("50").is_err());
    }

    #[test]
    fn an_outcome_may_name_member_and_card() {
        let all = outcome("intake_done").unwrap();
        assert_eq!((all.member, all.value), (None, (None, Outcome::IntakeDone)));
        let one = outcome("2:VAY_VANDANA=ABSENT").unwrap();
        assert_eq!(one.member, Some(2));
        assert_eq!(one.value, (Some(CardKind::VayVandana), Outcome::Absent));
        assert!(outcome("X=ABSENT").is_err() && outcome("2:").is_err());
    }

    #[test]
    fn a_members_own_value_goes_before_the_one_for_all() {
        let given = [reason_of("MOBILE").unwrap(), reason_of("2:NAME").unwrap()];
        assert_eq!(For::pick(&given, 1), Some(AadhaarReason::Name));
        assert_eq!(For::pick(&given, 0), Some(AadhaarReason::Mobile));
    }

    #[test]
    fn a_mobile_has_ten_digits() {
        assert_eq!(mobile("98270 12345"), Ok(9_827_012_345));
        assert!(mobile("12345").is_err() && mobile("0123456789").is_err());
    }
}
