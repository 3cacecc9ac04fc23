//! Whether two entries are likely one person: evidence is weighed, as Fellegi and Sunter did for censuses.
//!
//! Each detail that both entries have says by how much likelier it is found so with one person than with two; these points
//! are added up ([`WEIGHTS`], ten points for a factor of ten). A detail that one of them lacks says nothing. The sum falls
//! into three bands. Pure, and free of any file's or phone's types: the hub matches card lists by the same function.
//! See `docs/SEARCH.md` and `docs/adr/0007-likely-duplicates.md`.

mod birth;
mod finding;
mod known;
mod name;
mod place;
mod weights;

pub use finding::Finding;
pub use known::{Known, held_birth, household_of};
pub use name::{Heard, Population, one_place};
pub use weights::{Points, WEIGHTS, Weight};

use serde::{Deserialize, Serialize};
use shivir_domain::birth::BirthDate;
use shivir_domain::id::AreaId;
use shivir_domain::person::{Relation, Sex};

use name::Likeness;
pub use weights::{ASK_FROM, SAME_FROM, START};

use weights::points;

/// What is known of a person who is compared. Nothing stands for what is not known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Details<'a> {
    /// Name in Devanagari.
    pub name_hi: Option<&'a str>,
    /// Name in Latin letters.
    pub name_en: Option<&'a str>,
    /// Name of father or husband, in either script.
    pub relative: Option<&'a str>,
    /// Relation to the head of the household.
    pub relation: Option<Relation>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Birth date, with its precision and source.
    pub birth: Option<BirthDate>,
    /// Gram panchayat or ward; of a guest none.
    pub area: Option<AreaId>,
    /// Village, in either script.
    pub village: Option<&'a str>,
    /// The household by its key: `R:` and the ration card number, or `F:` and the family id.
    pub household: Option<&'a str>,
    /// Last four digits of Aadhaar.
    pub last4: Option<&'a str>,
    /// Mobile number of ten digits.
    pub mobile: Option<u64>,
}

/// How likely two entries are one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Two people.
    Different,
    /// It may be one person: a human has to look.
    Ask,
    /// One person, unless a human says otherwise.
    Same,
}

/// One detail that was compared, and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reason {
    /// What was found.
    pub finding: Finding,
    /// Tenths of a power of ten by which it speaks for one person; below 0 for two.
    pub points: i16,
}

/// The result of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The sum: 0 is even odds, 10 is ten to one for one person.
    pub points: i16,
    /// The band it falls into.
    pub band: Band,
    /// What each detail said, in the order of [`WEIGHTS`].
    pub reasons: Vec<Reason>,
}

/// A person whose names are taken apart into sounds, once for all comparisons.
#[derive(Debug, Clone)]
pub struct Prepared<'a> {
    details: Details<'a>,
    names: Vec<Heard>,
    relative: Option<Heard>,
    village: Option<Heard>,
}

impl<'a> Prepared<'a> {
    /// Takes a person's names apart.
    pub fn of(details: Details<'a>) -> Self {
        let heard = |text: Option<&str>| text.map(Heard::of).filter(|name| !name.is_empty());
        let names = [details.name_hi, details.name_en].into_iter().filter_map(heard).collect();
        Self { details, names, relative: heard(details.relative), village: heard(details.village) }
    }
}

/// Compares two people. `population`: how common names are where they live. Which of them is the one and which the other
/// makes no difference.
pub fn compare(one: &Prepared, other: &Prepared, population: &Population) -> Score {
    let (a, b) = (&one.details, &other.details);
    let mut said = Said(Vec::with_capacity(10));
    let both = a.last4.zip(b.last4).map(|(a, b)| a == b);
    let last4 = both == Some(true);

    let name = name::nearest(&one.names, &other.names, population);
    if let Some((likeness, bearers)) = name {
        said.of(likeness.of_name(last4), bearers);
    }
    if let Some((likeness, bearers)) =
        one.relative.as_ref().zip(other.relative.as_ref()).map(|(a, b)| name::compare(a, b, population))
    {
        let woman = a.sex == Some(Sex::Female) && b.sex == Some(Sex::Female);
        said.of(likeness.of_relative(woman), bearers);
    }
    let household = place::household(a, b);
    said.all(place::findings(a, b, one.village.as_ref(), other.village.as_ref(), household));
    if let Some((a, b)) = a.relation.zip(b.relation) {
        match (a == b, household) {
            (true, _) => said.fixed(Finding::RelationSame),
            (false, Some(true)) => said.fixed(Finding::RelationApart),
            (false, _) => {}
        }
    }
    if let Some((a, b)) = a.sex.zip(b.sex) {
        let told = |sex| matches!(sex, Sex::Female | Sex::Male);
        said.fixed(match (a == b, told(a) && told(b)) {
            (true, _) => Finding::SexSame,
            (false, true) => Finding::SexApart,
            (false, false) => Finding::SexOther,
        });
    }
    if let Some((a, b)) = a.birth.zip(b.birth) {
        said.fixed(birth::finding(a, b, last4));
    }
    if let Some(same) = both {
        said.fixed(if same { Finding::Last4Same } else { Finding::Last4Apart });
    }
    if a.mobile.is_some() && a.mobile == b.mobile {
        said.fixed(Finding::MobileSame);
    }

    let points = said.0.iter().fold(START, |sum, reason| sum.saturating_add(reason.points));
    Score { points, band: band(points, name.map(|(likeness, _)| likeness), last4), reasons: said.0 }
}

/// The most points that a comparison of two people can come to, whatever their names, their relatives and their villages are
/// called: a bound by which those who cannot be one need not be heard.
pub fn most(a: &Details, b: &Details, population: &Population) -> i16 {
    let rarity = population.rarest();
    let both = a.last4.zip(b.last4).map(|(a, b)| a == b);
    let place = match place::household(a, b) {
        Some(true) => Finding::HouseholdSame,
        _ => Finding::VillageSame,
    };
    let told = |sex| matches!(sex, Sex::Female | Sex::Male);
    let findings = [
        Some(Finding::NameSame),
        a.relative.and(b.relative).map(|_| Finding::RelativeSame),
        Some(place),
        a.relation.zip(b.relation).filter(|(a, b)| a == b).map(|_| Finding::RelationSame),
        a.sex.zip(b.sex).and_then(|(a, b)| match (a == b, told(a) && told(b)) {
            (true, _) => Some(Finding::SexSame),
            (false, true) => Some(Finding::SexApart),
            (false, false) => None,
        }),
        a.birth.zip(b.birth).map(|(a, b)| birth::finding(a, b, both == Some(true))),
        both.map(|same| if same { Finding::Last4Same } else { Finding::Last4Apart }),
        a.mobile.and(b.mobile).filter(|_| a.mobile == b.mobile).map(|_| Finding::MobileSame),
    ];
    findings.into_iter().flatten().fold(START, |sum, finding| sum.saturating_add(points(finding, rarity)))
}

/// What is said, in the order in which it was found.
struct Said(Vec<Reason>);

impl Said {
    fn of(&mut self, finding: Finding, rarity: i16) {
        self.0.push(Reason { finding, points: points(finding, rarity) });
    }

    fn fixed(&mut self, finding: Finding) {
        self.of(finding, 0);
    }

    fn all(&mut self, findings: [Option<Finding>; 2]) {
        findings.into_iter().flatten().for_each(|finding| self.fixed(finding));
    }
}

/// The band of a sum. The details of one household go together, so that twins, and siblings whose names rhyme, reach any
/// sum: only who is called the same, or mistyped with the same last four, is taken for one person without a human.
fn band(points: i16, name: Option<Likeness>, last4: bool) -> Band {
    let one_name = match name {
        Some(Likeness::Same | Likeness::Alike | Likeness::Part) => true,
        Some(Likeness::Mistyped | Likeness::OtherSurname) => last4,
        Some(Likeness::Apart) | None => false,
    };
    match points {
        SAME_FROM.. if one_name => Band::Same,
        ASK_FROM.. => Band::Ask,
        _ => Band::Different,
    }
}
