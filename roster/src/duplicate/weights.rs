//! How much each finding says: the one table of the comparison.

use std::fmt;

use super::Finding::{self, *};

/// What a finding says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Points {
    /// Always the same.
    Is(i16),
    /// By how rare the name is: ten for each power of ten of people of whom one bears it, within bounds, and then less.
    ByRarity {
        /// The commonest names say so much.
        least: i16,
        /// The rarest, and where it is not known how common it is [`COMMON`].
        most: i16,
        /// Taken away from it.
        less: i16,
    },
    /// It cannot be one person, whatever else agrees.
    Settles,
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Is(points) => write!(f, "{points:+}"),
            Self::ByRarity { least, most, less: 0 } => write!(f, "+{least} to +{most}"),
            Self::ByRarity { least, most, less } => write!(f, "+{least} to +{most}, less {less}"),
            Self::Settles => f.write_str("settles"),
        }
    }
}

/// What a finding says, and why so much.
#[derive(Debug)]
pub struct Weight {
    /// The finding.
    pub finding: Finding,
    /// Tenths of a power of ten.
    pub points: Points,
    /// Why.
    pub why: &'static str,
}

/// Before anything is compared: of a district's seven lakh people, one.
pub const START: i16 = -58;

/// From here on it is one person: thirty to one.
pub const SAME_FROM: i16 = 15;

/// From here on a human looks: one in sixteen.
pub const ASK_FROM: i16 = -12;

/// What outweighs all that can agree.
const SETTLED: i16 = -200;

/// The rarity of a name where nobody knows how common it is: one in a hundred bears it.
pub(super) const COMMON: i16 = 20;

const fn is(finding: Finding, points: i16, why: &'static str) -> Weight {
    Weight { finding, points: Points::Is(points), why }
}

const fn name(finding: Finding, less: i16, why: &'static str) -> Weight {
    Weight { finding, points: Points::ByRarity { least: 12, most: 35, less }, why }
}

const fn settles(finding: Finding, why: &'static str) -> Weight {
    Weight { finding, points: Points::Settles, why }
}

/// What each finding says. `Points`, ten for a factor of ten between one person and two.
pub const WEIGHTS: &[Weight] = &[
    name(NameSame, 0, "सीता is one in forty and says little, a name borne by fifty says much"),
    name(NameAlike, 2, "clerks spell as they hear: Seeta सीता, Lacchmi लक्ष्मी"),
    name(NamePart, 4, "surname or second name left out: सीता, सीता साहू"),
    name(
        NameOtherSurname,
        14,
        "a caste's title for another is written at times (सतनामी, बंजारे), but राम लाल and राम दास are two: at most ask",
    ),
    is(
        NameMistyped,
        2,
        "a slip of the hand, but twins rhyme (सीता गीता, राकेश रमेश): at most ask, unless the last four agree",
    ),
    settles(NameApart, "a pet name is not known to the list, and all of a household share the rest"),
    is(NameApartLast4, -20, "a pet name (मुन्नी) for the one on the card: at most ask"),
    Weight {
        finding: RelativeSame,
        points: Points::ByRarity { least: 8, most: 18, less: 0 },
        why: "less than for the own name: brothers and sisters share it, and families live in one place",
    },
    is(RelativeNear, 4, "mistyped, or with another surname"),
    is(RelativeApart, -15, "a man's father stays the same"),
    is(RelativeApartWoman, -5, "her father on one paper, her husband on the other"),
    is(HouseholdSame, 40, "one ration card among two lakh; stands for village and panchayat too"),
    is(VillageSame, 27, "one village among five hundred"),
    is(VillageOfOtherArea, 20, "villages of one name (खैरा, बिर्रा); or the panchayat is that of the table"),
    is(AreaSame, 16, "one panchayat or ward, the village is written otherwise or not at all"),
    is(PlaceApart, -8, "married, or at work elsewhere"),
    is(HouseholdApart, -5, "families part and cards are made anew"),
    is(RelationSame, 2, "half of a village are heads or wives"),
    is(RelationApart, -10, "in one household the daughter is not the daughter-in-law of the same name"),
    is(SexSame, 3, "one of two"),
    is(SexOther, -10, "other is rarely written by mistake"),
    settles(SexApart, "रमा and राम are heard nearly as one"),
    is(BirthDay, 24, "day, month and year; 1 January and 1 July are made up and count as the year"),
    is(BirthFits, 14, "the spans of both overlap: one age among twenty-five, as ages are rounded"),
    is(BirthNear, 9, "cards and lists are a year apart more often than not"),
    is(BirthClose, 3, "common on cards"),
    is(BirthOff, -6, "stated ages are rounded to fives and tens"),
    is(BirthFar, -14, "up to 10 years, 15 where one was stated or estimated"),
    settles(BirthApart, "more than that: mother-in-law and daughter-in-law of one name"),
    is(BirthApartLast4, -20, "a year mistyped: 1956, 1995"),
    is(Last4Same, 38, "one of ten thousand, and some are mistyped"),
    settles(Last4Apart, "an Aadhaar number stays"),
    is(
        MobileSame,
        6,
        "a family has one phone, and often the number is the operator's own; another number says nothing",
    ),
];

/// The points of a finding. `rarity`: tenths of a power of ten of people of whom one bears the name.
pub(super) fn points(finding: Finding, rarity: i16) -> i16 {
    match WEIGHTS.iter().find(|weight| weight.finding == finding).map(|weight| weight.points) {
        Some(Points::Is(points)) => points,
        Some(Points::ByRarity { least, most, less }) => rarity.clamp(least, most) - less,
        Some(Points::Settles) => SETTLED,
        None => 0,
    }
}
