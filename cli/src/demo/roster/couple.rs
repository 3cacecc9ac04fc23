//! A household of two and more: a couple, or who is left of it, and the kin who live with them.

use shivir_domain::person::{Relation, Sex};

use super::family::{Member, NamedAfter};
use crate::demo::random::Random;

/// The youngest mother at a birth, years.
pub(super) const YOUNGEST_MOTHER: i32 = 18;
/// The oldest mother at a birth, years.
const OLDEST_MOTHER: i32 = 40;

/// A household of exactly `size` people, at least 2, the head first.
pub(super) fn household(size: usize, random: &mut Random) -> Vec<Member> {
    let mut builder = Builder::couple(size, random);
    builder.parents(random);
    if builder.husband_age.max(builder.wife_age) >= 48 {
        builder.sons_family(random);
    }
    builder.children(random);
    builder.siblings(random);
    builder.children_left_behind(random);
    builder.members
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
        // Young, middle, elder, old: two people are mostly an elder couple, the young have few children yet.
        let stages = match size {
            2 => [15, 12, 38, 35],
            3 | 4 => [31, 35, 23, 11],
            _ => [28, 37, 23, 12],
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
            relation: if woman_heads { Relation::Head } else { Relation::Wife },
            sex: Sex::Female,
            age: wife_age,
            married: true,
            named_after: NamedAfter::LateHusband,
        };
        let husband = Member {
            relation: if woman_heads { Relation::Husband } else { Relation::Head },
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
            for member in members.iter_mut().filter(|member| member.sex == Sex::Female) {
                member.named_after = NamedAfter::Member(index);
            }
        }
        Builder { size, members, husband_age, wife_age, husband: husband_index, woman_heads }
    }

    fn full(&self) -> bool {
        self.members.len() >= self.size
    }

    fn push(&mut self, relation: Relation, sex: Sex, age: i32, married: bool, named_after: NamedAfter) {
        if !self.full() {
            self.members.push(Member { relation, sex, age, married, named_after });
        }
    }

    /// The name that a child of the couple carries: the father's, whether he lives there or has died.
    fn of_the_husband(&self) -> NamedAfter {
        self.husband.map_or(NamedAfter::LateHusband, NamedAfter::Member)
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
            if let Some(husband) = self.husband.and_then(|husband| self.members.get_mut(husband)) {
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

    /// Up to two unmarried brothers or sisters of a young husband, where there is room.
    fn siblings(&mut self, random: &mut Random) {
        let Some(husband) = self.husband.and_then(|husband| self.members.get(husband)) else {
            return;
        };
        let after = husband.named_after;
        let (sister, brother) = if self.woman_heads {
            (Relation::SisterInLaw, Relation::BrotherInLaw)
        } else {
            (Relation::Sister, Relation::Brother)
        };
        let mut age = self.husband_age;
        for _ in 0..2 {
            age -= random.between(2, 6);
            if !(10..32).contains(&age) {
                return;
            }
            let (relation, sex) =
                if age > 23 { (brother, Sex::Male) } else { girl_or_boy(sister, brother, random) };
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
    if random.per_mille(490) { (girl, Sex::Female) } else { (boy, Sex::Male) }
}
