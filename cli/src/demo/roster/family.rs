//! Families as they live: who is in a household, how they are related and how old they are.

use shivir_domain::person::{Relation, Sex};

use super::random::Random;

/// The largest household.
pub(super) const LARGEST: u64 = 9;

/// Households of 1 to 9 people per hundred; 4.2 people on average.
const SIZES: [u32; LARGEST as usize] = [5, 10, 17, 27, 22, 11, 5, 2, 1];

/// The youngest mother at a birth, years.
const YOUNGEST_MOTHER: i32 = 18;
/// The oldest mother at a birth, years.
const OLDEST_MOTHER: i32 = 40;

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
    let mut family = Builder::couple(size, random);
    family.parents(random);
    if family.husband_age.max(family.wife_age) >= 48 {
        family.sons_family(random);
    }
    family.children(random);
    family.children_left_behind(random);
    family.members
}

fn alone(random: &mut Random) -> Member {
    let (woman, old) = (random.per_mille(600), random.per_mille(600));
    let age = if old {
        random.between(58, 86)
    } else {
        random.between(23, 57)
    };
    let widow = woman && (old || random.per_mille(500));
    Member {
        relation: Relation::Head,
        sex: if woman { Sex::Female } else { Sex::Male },
        age,
        married: widow || (!woman && old),
        named_after: if widow {
            NamedAfter::LateHusband
        } else {
            NamedAfter::Elder
        },
    }
}

/// A family around one couple, or around who is left of it.
struct Builder {
    size: usize,
    members: Vec<Member>,
    /// Ages of the couple, also of one who has died.
    husband_age: i32,
    wife_age: i32,
    /// The husband's index, where he lives.
    husband: Option<usize>,
    woman_heads: bool,
}

impl Builder {
    fn couple(size: usize, random: &mut Random) -> Builder {
        // Young, middle, elder, old; two people are mostly an elder couple.
        let stages = if size == 2 {
            [15, 12, 38, 35]
        } else {
            [25, 39, 25, 11]
        };
        let (husband_age, widow, widower) = match random.weighted(&stages) {
            0 => (random.between(22, 34), 20, 5),
            1 => (random.between(35, 49), 50, 15),
            2 => (random.between(50, 64), 140, 40),
            _ => (random.between(65, 82), 380, 120),
        };
        let wife_age = (husband_age - random.between(0, 6)).max(19);
        let lost = random.below(1_000);
        let husband_lives = lost >= widow;
        let wife_lives = !husband_lives || lost < 1_000 - widower;
        // Since the state's Food Security Act of 2012 the eldest woman heads a ration card; older cards have the man.
        let woman_heads = !husband_lives || (wife_lives && random.per_mille(400));

        let wife = Member {
            relation: if woman_heads {
                Relation::Head
            } else {
                Relation::Wife
            },
            sex: Sex::Female,
            age: wife_age,
            married: true,
            named_after: NamedAfter::LateHusband,
        };
        let husband = Member {
            relation: if woman_heads {
                Relation::Husband
            } else {
                Relation::Head
            },
            sex: Sex::Male,
            age: husband_age,
            married: true,
            named_after: NamedAfter::Elder,
        };
        let mut members = Vec::with_capacity(size);
        let husband_index = husband_lives.then_some(usize::from(woman_heads));
        if woman_heads {
            members.push(wife);
        }
        if husband_lives {
            members.push(husband);
        }
        if wife_lives && !woman_heads {
            members.push(wife);
        }
        if let Some(index) = husband_index {
            for member in members
                .iter_mut()
                .filter(|member| member.sex == Sex::Female)
            {
                member.named_after = NamedAfter::Member(index);
            }
        }
        Builder {
            size,
            members,
            husband_age,
            wife_age,
            husband: husband_index,
            woman_heads,
        }
    }

    fn full(&self) -> bool {
        self.members.len() >= self.size
    }

    fn push(
        &mut self,
        relation: Relation,
        sex: Sex,
        age: i32,
        married: bool,
        named_after: NamedAfter,
    ) {
        if !self.full() {
            self.members.push(Member {
                relation,
                sex,
                age,
                married,
                named_after,
            });
        }
    }

    /// The name that a child of the couple carries: the father's, whether he lives there or has died.
    fn of_the_husband(&self) -> NamedAfter {
        self.husband
            .map_or(NamedAfter::LateHusband, NamedAfter::Member)
    }

    /// The husband's parents, with a young or middle couple.
    fn parents(&mut self, random: &mut Random) {
        if self.husband.is_none() || self.husband_age >= 50 {
            return;
        }
        let (mother, father) = match random.below(100) {
            0..20 => (true, false),
            20..28 => (true, true),
            28..31 => (false, true),
            _ => return,
        };
        let mother_age = self.husband_age + random.between(19, 30);
        let (mother_is, father_is) = if self.woman_heads {
            (Relation::MotherInLaw, Relation::FatherInLaw)
        } else {
            (Relation::Mother, Relation::Father)
        };
        let mut mother_after = NamedAfter::Elder;
        if father && !self.full() {
            let index = self.members.len();
            let age = mother_age + random.between(0, 5);
            // His own father is one more man that the list only names; the household's slot for him is free.
            self.push(father_is, Sex::Male, age, true, NamedAfter::Elder);
            mother_after = NamedAfter::Member(index);
            if let Some(husband) = self
                .husband
                .and_then(|husband| self.members.get_mut(husband))
            {
                husband.named_after = NamedAfter::Member(index);
            }
        }
        if mother {
            self.push(mother_is, Sex::Female, mother_age, true, mother_after);
        }
    }

    /// A married son, his wife and their children, with an elder or old couple.
    fn sons_family(&mut self, random: &mut Random) {
        if self.size - self.members.len() < 2 || !random.per_mille(780) {
            return;
        }
        let son_age = self.wife_age - random.between(YOUNGEST_MOTHER + 1, 25);
        if son_age < 21 {
            return;
        }
        let son = self.members.len();
        let after = self.of_the_husband();
        self.push(Relation::Son, Sex::Male, son_age, true, after);
        let bride_age = (son_age - random.between(0, 5)).max(19);
        let after = NamedAfter::Member(son);
        self.push(Relation::DaughterInLaw, Sex::Female, bride_age, true, after);
        for age in births(bride_age, self.size - self.members.len(), random) {
            let (relation, sex) = girl_or_boy(Relation::Granddaughter, Relation::Grandson, random);
            self.push(relation, sex, age, false, after);
        }
    }

    /// The couple's unmarried children.
    fn children(&mut self, random: &mut Random) {
        let after = self.of_the_husband();
        for age in births(self.wife_age, self.size - self.members.len(), random) {
            // By then daughters have married into another village, and the sons who stay are married or soon will be.
            let (relation, sex) = if age > 23 {
                (Relation::Son, Sex::Male)
            } else {
                girl_or_boy(Relation::Daughter, Relation::Son, random)
            };
            self.push(relation, sex, age, false, after);
        }
    }

    /// Children whose parents are away for work fill the household: grandchildren with the old, a brother's with others.
    fn children_left_behind(&mut self, random: &mut Random) {
        let (girl, boy, years) = if self.wife_age >= 50 {
            (Relation::Granddaughter, Relation::Grandson, 38)
        } else {
            (Relation::Niece, Relation::Nephew, 16)
        };
        let eldest = (self.wife_age - years).clamp(0, 17);
        while !self.full() {
            let (relation, sex) = girl_or_boy(girl, boy, random);
            let age = random.between(0, eldest);
            self.push(relation, sex, age, false, NamedAfter::Away);
        }
    }
}

/// Ages, eldest first, of at most `most` unmarried children of a mother of that age.
fn births(mother_age: i32, most: usize, random: &mut Random) -> Vec<i32> {
    let mut ages = Vec::with_capacity(most);
    let mut mother_then = random.between(YOUNGEST_MOTHER + 1, 25);
    // The eldest of an older mother have left; who is still unmarried and at home is below 31.
    mother_then = mother_then.max(mother_age - 30);
    while ages.len() < most && mother_then <= mother_age.min(OLDEST_MOTHER) {
        ages.push(mother_age - mother_then);
        mother_then += random.between(1, 4);
    }
    ages
}

fn girl_or_boy(girl: Relation, boy: Relation, random: &mut Random) -> (Relation, Sex) {
    if random.per_mille(490) {
        (girl, Sex::Female)
    } else {
        (boy, Sex::Male)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let heads = members
                .iter()
                .filter(|member| member.relation == Relation::Head);
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
