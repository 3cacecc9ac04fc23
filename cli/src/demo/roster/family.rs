//! Families as they live: who is in a household, how they are related and how old they are.

use shivir_domain::person::{Relation, Sex};

use super::couple;
use crate::demo::random::Random;

/// The largest household.
pub(super) const LARGEST: u64 = 9;

/// Households of 1 to 9 people per hundred; 4.2 people on average.
const SIZES: [u32; LARGEST as usize] = [5, 10, 17, 27, 22, 11, 5, 2, 1];

/// Whose name stands in the column «पिता/पति का नाम». Within a household each of those who do not live there is one
/// man, so a widow and her children name the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NamedAfter {
    /// The father or husband, who lives in the household: his index.
    Member(usize),
    /// The husband of the couple's widow and father of her children.
    LateHusband,
    /// The father of the couple's husband, or of who lives alone.
    Elder,
    /// The father of children whose parents are away for work.
    Away,
}

/// One person of a household, not yet named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) relation: Relation,
    pub(super) sex: Sex,
    /// Completed years.
    pub(super) age: i32,
    /// Married or widowed.
    pub(super) married: bool,
    pub(super) named_after: NamedAfter,
}

/// The size of a household, 1 to 9, not above `left`.
pub(super) fn size(left: u64, random: &mut Random) -> u64 {
    (random.weighted(&SIZES) as u64 + 1).min(left)
}

/// A household of exactly `size` people (1 to 9), the head first.
pub(super) fn family(size: u64, random: &mut Random) -> Vec<Member> {
    let size = size.clamp(1, LARGEST) as usize;
    if size == 1 {
        return vec![alone(random)];
    }
    couple::household(size, random)
}

fn alone(random: &mut Random) -> Member {
    let (woman, old) = (random.per_mille(600), random.per_mille(600));
    let age = if old { random.between(58, 86) } else { random.between(23, 57) };
    let widow = woman && (old || random.per_mille(500));
    Member {
        relation: Relation::Head,
        sex: if woman { Sex::Female } else { Sex::Male },
        age,
        married: widow || (!woman && old),
        named_after: if widow { NamedAfter::LateHusband } else { NamedAfter::Elder },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::roster::couple::YOUNGEST_MOTHER;

    fn many() -> impl Iterator<Item = (u64, Vec<Member>)> {
        let mut random = Random::new(11);
        (0..30_000).map(move |_| {
            let size = size(LARGEST, &mut random);
            (size, family(size, &mut random))
        })
    }

    #[test]
    fn every_household_has_its_size_and_one_head_who_stands_first() {
        let (mut people, mut households) = (0, 0);
        for (size, members) in many() {
            assert_eq!(members.len() as u64, size);
            assert_eq!(members[0].relation, Relation::Head);
            let heads = members.iter().filter(|member| member.relation == Relation::Head);
            assert_eq!(heads.count(), 1);
            people += size;
            households += 1;
        }
        let mean = people as f64 / f64::from(households);
        assert!((4.1..4.3).contains(&mean), "{mean}");
    }

    #[test]
    fn sex_and_age_agree_with_the_relation() {
        for (_, members) in many() {
            let head = members[0];
            for member in &members[1..] {
                let (sex, younger_by) = match member.relation {
                    Relation::Wife => (Sex::Female, -1),
                    Relation::Husband => (Sex::Male, -100),
                    Relation::Son | Relation::Nephew => (Sex::Male, 16),
                    Relation::Daughter | Relation::Niece => (Sex::Female, 16),
                    Relation::DaughterInLaw => (Sex::Female, 0),
                    Relation::Grandson => (Sex::Male, 36),
                    Relation::Granddaughter => (Sex::Female, 36),
                    Relation::Mother | Relation::MotherInLaw => (Sex::Female, -100),
                    Relation::Father | Relation::FatherInLaw => (Sex::Male, -100),
                    Relation::Brother | Relation::BrotherInLaw => (Sex::Male, -10),
                    Relation::Sister | Relation::SisterInLaw => (Sex::Female, -10),
                    other => panic!("{other:?} is not made"),
                };
                assert_eq!(member.sex, sex, "{members:?}");
                assert!(head.age - member.age >= younger_by, "{members:?}");
                if matches!(member.relation, Relation::Mother | Relation::Father) {
                    assert!(member.age >= head.age + YOUNGEST_MOTHER, "{members:?}");
                }
                assert!((0..=100).contains(&member.age));
                assert!(!member.married || member.age >= 18, "{members:?}");
            }
        }
    }

    #[test]
    fn a_name_taken_from_the_household_is_an_older_man_s_or_the_husband_s() {
        for (_, members) in many() {
            for (index, member) in members.iter().enumerate() {
                if let NamedAfter::Member(other) = member.named_after {
                    assert_ne!(index, other);
                    let other = members[other];
                    assert_eq!(other.sex, Sex::Male);
                    let husband = member.married && member.sex == Sex::Female;
                    assert!(husband || other.age >= member.age + 17, "{members:?}");
                }
            }
        }
    }
}
