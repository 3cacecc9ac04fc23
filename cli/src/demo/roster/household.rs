//! One household of a village: its people with names, birth dates, numbers and cards.

use shivir_domain::day::Day;
use shivir_domain::person::{Relation, Sex};

use super::cards::Cards;
use super::error::Error;
use super::family::{self, Member, NamedAfter};
use super::names::{Bearer, Name, Names};
use super::places::Place;
use super::sheet::{Row, Sheet};
use super::{Options, Summary, spelling};
use crate::demo::random::Random;

/// Hamlets and quarters that villages of the region have.
const PARAS: [&str; 24] = [
    "बाजार पारा",
    "स्कूल पारा",
    "डीपा पारा",
    "खाल्हे पारा",
    "ऊपर पारा",
    "तालाब पारा",
    "नवा पारा",
    "जुन्ना पारा",
    "सतनाम चौक",
    "यादव पारा",
    "साहू पारा",
    "पटेल पारा",
    "कंवर पारा",
    "केंवट पारा",
    "आवास पारा",
    "गौटिया पारा",
    "शीतला पारा",
    "ठाकुरदेव पारा",
    "महामाया चौक",
    "बीच बस्ती",
    "गुड़ी पारा",
    "इमली पारा",
    "स्टेशन पारा",
    "नहर पारा",
];

/// Kinds of ration card, and how many households of a hundred have them.
const CATEGORIES: [&str; 5] = ["प्राथमिकता", "अंत्योदय", "सामान्य", "निराश्रित", "निःशक्तजन"];
const CATEGORY_WEIGHTS: [u32; 5] = [66, 15, 16, 2, 1];

/// Birthdays near which a rule changes, completed years.
const LIMITS: [i32; 5] = [5, 7, 15, 18, 70];

/// Ration card numbers: state 22, district 762, then seven digits.
const RATION_PREFIX: &str = "22762";
const RATION_NUMBERS: u64 = 10_000_000;
/// Shares no divisor with the numbers, so that each household gets another one, in no order.
const RATION_STEP: u64 = 7_654_321;

/// What all households draw from.
pub(super) struct District<'a> {
    pub(super) options: &'a Options<'a>,
    pub(super) names: Names,
    pub(super) cards: Cards,
}

/// What the households of a village share.
pub(super) struct Village {
    /// Its paras, each with the surnames of the families that settled there.
    paras: Vec<(&'static str, [usize; 3])>,
    /// How many families have no card, compared with others, in thousandths.
    neglect: u64,
    /// Whether its clerk writes Latin names in capitals.
    capitals: bool,
}

impl Village {
    pub(super) fn new(names: &Names, random: &mut Random) -> Village {
        let mut left: Vec<&'static str> = PARAS.to_vec();
        let count = random.between(4, 8);
        let paras = (0..count)
            .map(|_| {
                let para = left.swap_remove(random.below(left.len() as u64) as usize);
                (para, std::array::from_fn(|_| names.surname(random)))
            })
            .collect();
        Village { paras, neglect: 400 + random.below(1_200), capitals: random.per_mille(500) }
    }

    /// A person's name as the village's clerk writes it.
    fn write_name(&self, member: Member, surname: usize, names: &Names, random: &mut Random) -> Name {
        let bearer = Bearer { sex: member.sex, age: member.age, married: member.married };
        let mut name = names.person(bearer, surname, random);
        spelling::hindi(&mut name.hindi, random);
        spelling::latin(&mut name.latin, random);
        if self.capitals {
            name.latin.make_ascii_uppercase();
        }
        name
    }
}

/// One person, ready to be written.
struct Person {
    member: Member,
    name: Name,
    birth: Day,
    /// Completed years on the list's day.
    age: u16,
    birth_known: bool,
    age_known: bool,
    mobile: String,
    last4: String,
    card: bool,
    /// The name in the father's or husband's column.
    after: String,
}

/// A household, ready to be written.
pub(super) struct Household {
    people: Vec<Person>,
    ration: String,
    para: &'static str,
    category: &'static str,
}

impl Household {
    /// The household of that number, of `size` people.
    pub(super) fn new(
        number: u64,
        size: u64,
        village: &Village,
        district: &mut District<'_>,
        random: &mut Random,
    ) -> Household {
        let members = family::family(size, random);
        let (para, surnames) = random.pick(&village.paras).copied().unwrap_or_default();
        let surname = if random.per_mille(850) {
            random.pick(&surnames).copied().unwrap_or_default()
        } else {
            district.names.surname(random)
        };
        let shared_phone = random.per_mille(930).then(|| mobile(random));
        let ages: Vec<(i32, bool)> =
            members.iter().map(|member| (member.age, member.relation == Relation::DaughterInLaw)).collect();
        let has_card = district.cards.household(&ages, village.neglect, random);

        let mut people: Vec<Person> = members
            .into_iter()
            .zip(has_card)
            .map(|(member, card)| {
                let name = village.write_name(member, surname, &district.names, random);
                let mobile = mobile_of(member, shared_phone.as_deref(), random);
                Person::new(member, name, mobile, card, district.options.list_date, random)
            })
            .collect();
        let after = names_after(&people, surname, &district.names, random);
        for (person, after) in people.iter_mut().zip(after) {
            person.after = after;
        }

        let category = match people.as_slice() {
            [alone] if alone.age >= 60 && random.per_mille(300) => CATEGORIES[3],
            _ => CATEGORIES[random.weighted(&CATEGORY_WEIGHTS)],
        };
        let ration = (number * RATION_STEP + district.options.seed % RATION_NUMBERS) % RATION_NUMBERS;
        Household { people, ration: format!("{RATION_PREFIX}{ration:07}"), para, category }
    }

    /// Adds the household to what the list holds.
    pub(super) fn count(&self, summary: &mut Summary) {
        let size = self.people.len() as u64;
        let count =
            |wanted: fn(&Person) -> bool| self.people.iter().filter(|person| wanted(person)).count() as u64;
        let with_card = count(|person| person.card);
        summary.households += 1;
        summary.people += size;
        summary.cards_made += with_card;
        if with_card == 0 {
            summary.households_without_card += 1;
            summary.left_out_families += size;
        } else {
            summary.left_out_members += size - with_card;
        }
        summary.under_5 += count(|person| person.age < 5);
        summary.from_70 += count(|person| person.age >= 70);
        summary.with_mobile += count(|person| !person.mobile.is_empty());
    }

    /// Writes a row for each person; `written` gets the number of rows so far after each.
    pub(super) fn write(
        &self,
        place: &Place,
        sheet: &mut Sheet<'_>,
        written: &mut dyn FnMut(u64),
    ) -> Result<(), Error> {
        for (index, person) in self.people.iter().enumerate() {
            let rows = sheet.push(&Row {
                ration: &self.ration,
                member: index + 1,
                name_hi: &person.name.hindi,
                name_en: &person.name.latin,
                after: &person.after,
                relation: person.member.relation,
                sex: person.member.sex,
                birth: person.birth_known.then_some(person.birth),
                age: person.age_known.then_some(person.age),
                block: &place.block_hi,
                area: &place.area_hi,
                village: &place.village_hi,
                para: self.para,
                mobile: &person.mobile,
                card: person.card,
                category: self.category,
                last4: &person.last4,
            })?;
            written(rows);
        }
        Ok(())
    }
}

impl Person {
    fn new(
        member: Member,
        name: Name,
        mobile: String,
        card: bool,
        list_date: Day,
        random: &mut Random,
    ) -> Person {
        let birth = birth(member.age, list_date, random);
        // Birth certificates are recent: dates of the young are known more often. Without a date there is an age.
        let birth_known = random.per_mille(if member.age < 10 { 880 } else { 620 });
        let last4 =
            if random.per_mille(700) { format!("{:04}", random.below(10_000)) } else { String::new() };
        Person {
            member,
            name,
            birth,
            age: list_date.age_on(birth).unwrap_or(0),
            birth_known,
            age_known: !birth_known || random.per_mille(900),
            mobile,
            last4,
            card,
            after: String::new(),
        }
    }
}

/// A number of one's own for some of the grown, for some others the household's, for the rest none.
fn mobile_of(member: Member, shared: Option<&str>, random: &mut Random) -> String {
    if member.age >= 18 && random.per_mille(280) {
        mobile(random)
    } else if random.per_mille(560) {
        shared.unwrap_or_default().to_owned()
    } else {
        String::new()
    }
}

/// A birth date that makes that age on the list's day, or a year more where a clerk wrote 1 January.
fn birth(age: i32, list_date: Day, random: &mut Random) -> Day {
    let latest = list_date.plus_years(-age);
    let earliest = list_date.plus_years(-age - 1).plus(1);
    let near = random.per_mille(250);
    if near && LIMITS.contains(&age) {
        return latest.plus(-random.between(0, 30));
    }
    if near && LIMITS.contains(&(age + 1)) {
        return earliest.plus(random.between(0, 30));
    }
    let birth = earliest.plus(random.between(0, latest.days() - earliest.days()));
    if age >= 30 && random.per_mille(300) {
        return Day::from_ymd(birth.year(), 1, 1).unwrap_or(birth);
    }
    birth
}

/// Ten digits that begin with 6 to 9.
fn mobile(random: &mut Random) -> String {
    let first = 6 + random.weighted(&[15, 25, 25, 35]);
    format!("{first}{:09}", random.below(1_000_000_000))
}

/// The father's or husband's name for each of the household, respelled now and then.
fn names_after(people: &[Person], surname: usize, names: &Names, random: &mut Random) -> Vec<String> {
    // The men who are only named: each is one man in a household.
    let man = |random: &mut Random| {
        let bearer = Bearer { sex: Sex::Male, age: 65, married: true };
        names.person(bearer, surname, random).hindi
    };
    let (late_husband, elder, away) = (man(random), man(random), man(random));
    people
        .iter()
        .map(|person| {
            let widow = person.member.married && person.member.sex == Sex::Female;
            let mut name = match person.member.named_after {
                NamedAfter::Member(index) => {
                    people.get(index).map(|other| other.name.hindi.clone()).unwrap_or_default()
                }
                NamedAfter::LateHusband if widow => format!("स्व. {late_husband}"),
                NamedAfter::LateHusband => late_husband.clone(),
                NamedAfter::Elder => elder.clone(),
                NamedAfter::Away => away.clone(),
            };
            spelling::hindi(&mut name, random);
            name
        })
        .collect()
}
