//! What a search filters and ranks by, two bytes a person.

use shivir_domain::person::Sex;

/// Least year of birth that is told apart; earlier ones count as this.
const FIRST_YEAR: i32 = 1900;
/// Stands for an unknown year.
const NO_YEAR: u16 = 0x7f;
const MADE: u16 = 1 << 9;
const FAMILY: u16 = 1 << 10;

/// Bits 0–6: year of birth since 1900, 127 where unknown; 7–8: sex; 9: the card is made by the list; 10: somebody of the
/// household has one by the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::roster) struct Traits(pub u16);

impl Traits {
    /// Of a row. `year`: of birth; `sex`: its number.
    pub fn new(year: Option<i32>, sex: Option<u16>, made: bool) -> Self {
        let year = year.map_or(NO_YEAR, |y| {
            u16::try_from((y - FIRST_YEAR).clamp(0, i32::from(NO_YEAR) - 1)).unwrap_or(NO_YEAR)
        });
        let sex = sex.filter(|sex| *sex <= 3).unwrap_or(0);
        Self(year | sex << 7 | if made { MADE } else { 0 })
    }

    /// The same where somebody of the household has a card.
    pub fn of_carded_family(self) -> Self {
        Self(self.0 | FAMILY)
    }

    /// Year of birth.
    pub fn year(self) -> Option<i32> {
        let year = self.0 & NO_YEAR;
        (year != NO_YEAR).then(|| FIRST_YEAR + i32::from(year))
    }

    /// Sex.
    pub fn sex(self) -> Option<Sex> {
        match self.0 >> 7 & 3 {
            0 => None,
            number => Some(Sex::from_number(number)),
        }
    }

    /// By the list, the card is made.
    pub fn made(self) -> bool {
        self.0 & MADE != 0
    }

    /// By the list, somebody of the household has a card.
    pub fn family_made(self) -> bool {
        self.0 & FAMILY != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_comes_out() {
        for year in [None, Some(1900), Some(1981), Some(2026)] {
            for sex in [None, Some(Sex::Male), Some(Sex::Female), Some(Sex::Other)] {
                let traits = Traits::new(year, sex.map(|s| s.number()), true);
                assert_eq!((traits.year(), traits.sex(), traits.made()), (year, sex, true));
                assert!(!traits.family_made() && traits.of_carded_family().family_made());
            }
        }
        assert_eq!(Traits::new(Some(1870), None, false).year(), Some(1900));
    }
}
