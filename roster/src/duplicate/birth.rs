//! Two birth dates, each with what it leaves open.

use shivir_domain::birth::{BirthDate, BirthSource, Precision};
use shivir_domain::day::Day;

use super::Finding;

/// Days of so many years.
const fn years(years: i32) -> i32 {
    years * 366
}

/// What two birth dates say. `last4`: the last four digits agree, so that even a gap beyond belief is a mistyped year.
pub(super) fn finding(a: BirthDate, b: BirthDate, last4: bool) -> Finding {
    let exact = a.precision == Precision::Day && b.precision == Precision::Day;
    if exact && a.day == b.day && !made_up(a.day) {
        return Finding::BirthDay;
    }
    // Days between the two spans; none or fewer where they overlap.
    let gap = (a.day.days() - b.last_day().days()).max(b.day.days() - a.last_day().days());
    let told = |birth: BirthDate| matches!(birth.source, BirthSource::Stated | BirthSource::Estimated);
    let farthest = if told(a) || told(b) { years(15) } else { years(10) };
    match gap {
        ..=0 => Finding::BirthFits,
        gap if gap <= years(1) => Finding::BirthNear,
        gap if gap <= years(3) => Finding::BirthClose,
        gap if gap <= years(6) => Finding::BirthOff,
        gap if gap <= farthest => Finding::BirthFar,
        _ if last4 => Finding::BirthApartLast4,
        _ => Finding::BirthApart,
    }
}

/// The days that are written where only the year is known.
fn made_up(day: Day) -> bool {
    day.day() == 1 && matches!(day.month(), 1 | 7)
}
