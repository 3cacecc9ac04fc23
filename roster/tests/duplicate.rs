//! Pairs of entries in their bands, what holds for all pairs, and that the document has every weight.
#![allow(clippy::unwrap_used, clippy::panic)] // The lints spare test functions, not their helpers.

use proptest::prelude::*;
use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::day::Day;
use shivir_domain::id::AreaId;
use shivir_domain::person::{Relation, Sex};
use shivir_roster::duplicate::{Band, Details, Finding, Population, Prepared, Score, WEIGHTS, compare, most};
use shivir_roster::lexicon::{Ask, distance};
use shivir_roster::sounds::{Costs, Sounds};

/// How many of a district's people bear some names.
const BORNE: &[(&str, u32)] = &[
    ("सीता", 18_000),
    ("गीता", 9_000),
    ("राम", 26_000),
    ("लाल", 30_000),
    ("रामलाल", 4_000),
    ("मोहन", 6_000),
    ("साहू", 90_000),
    ("यादव", 70_000),
    ("सतनामी", 60_000),
    ("सुनीता", 5_000),
    ("अनीता", 5_000),
    ("गणेश", 4_000),
    ("शांति", 5_000),
    ("रामकुमार", 3_000),
    ("बुधराम", 1_500),
    ("लक्ष्मीन", 1_500),
    ("यशोदा", 1_500),
    ("धनेश्वरी", 900),
    ("उर्मिला", 1_800),
    ("मालती", 1_200),
];

/// A district of seven lakh people.
fn district() -> Population<'static> {
    fn bearers(word: &Sounds) -> u32 {
        let near = |name: &str| {
            let ask = Ask { sounds: word.as_slice(), begun: false, most: 25 };
            distance(Costs::get(), &ask, Sounds::of(name).as_slice()).is_some()
        };
        BORNE.iter().find(|(name, _)| near(name)).map_or(300, |(_, count)| *count)
    }
    Population { people: 721_246, bearers: &bearers }
}

fn birth(text: &str) -> BirthDate {
    let on = Day::from_ymd(2026, 11, 21).unwrap();
    if let Some(age) = text.strip_prefix('~') {
        return BirthDate { source: BirthSource::Stated, ..BirthDate::from_age(age.parse().unwrap(), on) };
    }
    match Day::parse_iso(text) {
        Some(day) => BirthDate::on(day, BirthSource::List),
        None => BirthDate::in_year(text.parse().unwrap(), BirthSource::List).unwrap(),
    }
}

fn details(text: &str) -> Details<'_> {
    let mut details = Details::default();
    for part in text.split(',') {
        let (what, value) = part.trim().split_once(' ').unwrap();
        let devanagari = value.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c));
        match what {
            "n" if devanagari => details.name_hi = Some(value),
            "n" => details.name_en = Some(value),
            "r" => details.relative = Some(value),
            "k" => details.relation = Some(Relation::from_code(value).unwrap()),
            "s" => details.sex = Some(Sex::from_code(value).unwrap()),
            "b" => details.birth = Some(birth(value)),
            "v" => details.village = Some(value),
            "a" => details.area = Some(AreaId(value.parse().unwrap())),
            "h" => details.household = Some(value),
            "4" => details.last4 = Some(value),
            "m" => details.mobile = Some(value.parse().unwrap()),
            other => panic!("{other}"),
        }
    }
    details
}

fn score(one: Details, other: Details) -> Score {
    let score = compare(&Prepared::of(one), &Prepared::of(other), &district());
    // Whoever is left out by the bound could not have been she.
    assert!(score.points <= most(&one, &other, &district()));
    let unknown = compare(&Prepared::of(one), &Prepared::of(other), &Population::UNKNOWN);
    assert!(unknown.points <= most(&one, &other, &Population::UNKNOWN));
    score
}

#[test]
fn pairs_from_villages_fall_into_their_bands() {
    let (mut counts, mut wrong) = ([0; 3], Vec::new());
    let lines = include_str!("duplicate/pairs.txt").lines();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let [band, one, other] = line.split('|').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let band = match band.trim() {
            "same" => Band::Same,
            "ask" => Band::Ask,
            "different" => Band::Different,
            other => panic!("{other}"),
        };
        counts[band as usize] += 1;
        let score = score(details(one), details(other));
        if score.band != band {
            let why: Vec<String> =
                score.reasons.iter().map(|r| format!("{} {}", r.finding.code(), r.points)).collect();
            wrong.push(format!("{line}\n  {:?} {}: {}", score.band, score.points, why.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "in another band:\n{}", wrong.join("\n"));
    assert!(counts.iter().all(|count| *count >= 20) && counts.iter().sum::<i32>() >= 70, "{counts:?}");
}

#[test]
fn a_common_name_says_less_than_a_rare_one() {
    let of = |name| {
        let entry = Details { name_hi: Some(name), ..Details::default() };
        score(entry, entry).points
    };
    assert!(of("सीता") < of("यशोदा") && of("यशोदा") < of("सुकवारो"));
    // Two words are as rare as the rarer of them.
    assert_eq!(of("सीता सुकवारो"), of("सुकवारो"));
    // A short list, or none, does not tell.
    let entry = Details { name_hi: Some("सीता"), ..Details::default() };
    let alone = |population| compare(&Prepared::of(entry), &Prepared::of(entry), &population).points;
    let few = Population { people: 500, bearers: &|_| 400 };
    assert_eq!(alone(few), alone(Population::UNKNOWN));
}

#[test]
fn nothing_known_says_nothing() {
    let nobody = Details::default();
    let scored = score(nobody, nobody);
    assert_eq!((scored.band, scored.reasons.as_slice()), (Band::Different, [].as_slice()));
    // Who has no name is never taken for someone without a human.
    let nameless = Details { last4: Some("1234"), household: Some("R:1"), sex: Some(Sex::Female), ..nobody };
    assert_eq!(score(nameless, nameless).band, Band::Ask);
}

#[test]
fn every_finding_has_one_weight_and_stands_in_the_document() {
    let text = include_str!("../../docs/SEARCH.md");
    let mut weighed: Vec<Finding> = WEIGHTS.iter().map(|w| w.finding).collect();
    weighed.sort_unstable();
    assert_eq!(weighed, Finding::ALL);
    let rows = WEIGHTS
        .iter()
        .map(|w| format!("| `{}` | {} | {} | {} |", w.finding.code(), w.finding.english(), w.points, w.why));
    let missing: Vec<String> = rows.filter(|row| !text.contains(row)).collect();
    assert!(missing.is_empty(), "rows that docs/SEARCH.md has not:\n{}", missing.join("\n"));
}

/// An entry with any of its details missing.
#[derive(Debug, Clone)]
struct Entry {
    names: (Option<&'static str>, Option<&'static str>),
    relative: Option<&'static str>,
    relation: Option<Relation>,
    sex: Option<Sex>,
    birth: Option<BirthDate>,
    area: Option<AreaId>,
    village: Option<&'static str>,
    household: Option<&'static str>,
    last4: Option<&'static str>,
    mobile: Option<u64>,
}

impl Entry {
    fn details(&self) -> Details<'static> {
        Details {
            name_hi: self.names.0,
            name_en: self.names.1,
            relative: self.relative,
            relation: self.relation,
            sex: self.sex,
            birth: self.birth,
            area: self.area,
            village: self.village,
            household: self.household,
            last4: self.last4,
            mobile: self.mobile,
        }
    }
}

fn one_of<T: Clone + std::fmt::Debug + 'static>(values: &'static [T]) -> impl Strategy<Value = Option<T>> {
    prop::option::of(prop::sample::select(values))
}

fn any_birth() -> impl Strategy<Value = Option<BirthDate>> {
    let texts =
        ["1950", "1981", "1981-01-01", "1981-05-03", "1983-05-03", "~45", "~38", "1995", "2015-06-10"];
    prop::option::of(prop::sample::select(texts.to_vec()).prop_map(birth))
}

fn entry() -> impl Strategy<Value = Entry> {
    let hindi = [
        "सीता",
        "सीता बाई",
        "गीता",
        "राम लाल",
        "राम दास",
        "रामलाल साहू",
        "सुकवारो",
        "राम",
        "देवी",
        "मो. सलीम",
        "।",
    ];
    let latin = ["Sita", "Seetha Bai", "Gita", "Ram Lal", "Ramdas", "Sitabai Yadav", "Sukwaro", "x", "Rama"];
    let hindi = prop::option::of(prop::sample::select(hindi.to_vec()));
    let latin = prop::option::of(prop::sample::select(latin.to_vec()));
    let who = (
        (hindi, latin),
        one_of(&["रामलाल", "Ramlal", "मोहन", "राम", "S/o Ram Lal", "Mohon"]),
        one_of(&[Relation::Head, Relation::Wife, Relation::Daughter]),
        one_of(&[Sex::Female, Sex::Male, Sex::Other]),
        any_birth(),
    );
    let place = (
        one_of(&[AreaId(1), AreaId(2)]),
        one_of(&["सपोस", "Sapos", "खैरा", "किरारी"]),
        one_of(&["R:1", "R:2", "F:1"]),
        one_of(&["1234", "4321"]),
        one_of(&[9_876_543_210, 9_876_500_000]),
    );
    (who, place).prop_map(
        |((names, relative, relation, sex, birth), (area, village, household, last4, mobile))| Entry {
            names,
            relative,
            relation,
            sex,
            birth,
            area,
            village,
            household,
            last4,
            mobile,
        },
    )
}

/// Gives both entries one value of a detail that one of them lacks; which detail, by number.
fn agree(one: &Entry, other: &Entry, which: usize, from: &Entry) -> (Entry, Entry) {
    let (mut one, mut other) = (one.clone(), other.clone());
    macro_rules! agree {
        ($($field:tt).+) => {
            if one.$($field).+.is_none() || other.$($field).+.is_none() {
                let value = one.$($field).+.or(other.$($field).+).or(from.$($field).+);
                (one.$($field).+, other.$($field).+) = (value, value);
            }
        };
    }
    match which {
        0 => agree!(names.0),
        1 => agree!(names.1),
        2 => agree!(relative),
        3 => agree!(relation),
        4 => agree!(sex),
        5 => agree!(birth),
        6 => agree!(area),
        7 => agree!(village),
        8 => agree!(household),
        9 => agree!(last4),
        _ => agree!(mobile),
    }
    (one, other)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn which_is_the_one_and_which_the_other_makes_no_difference(one in entry(), other in entry()) {
        let there = score(one.details(), other.details());
        prop_assert_eq!(&there, &score(other.details(), one.details()));
        // And the same again.
        prop_assert_eq!(&there, &score(one.details(), other.details()));
        let said: Vec<usize> = there
            .reasons
            .iter()
            .filter_map(|r| WEIGHTS.iter().position(|w| w.finding == r.finding))
            .collect();
        prop_assert!(said.is_sorted(), "{:?}", there.reasons);
    }

    #[test]
    fn one_more_detail_that_agrees_never_lowers_the_score(
        one in entry(), other in entry(), from in entry(), which in 0usize..11,
    ) {
        let before = score(one.details(), other.details());
        let (one, other) = agree(&one, &other, which, &from);
        let after = score(one.details(), other.details());
        prop_assert!(after.points >= before.points, "{before:?} {after:?}");
        prop_assert!(after.band >= before.band, "{before:?} {after:?}");
    }

    #[test]
    fn what_cannot_be_one_person_never_is(one in entry(), other in entry()) {
        let (a, b) = (one.details(), other.details());
        let apart = a.last4.zip(b.last4).is_some_and(|(a, b)| a != b)
            || matches!(a.sex.zip(b.sex), Some((Sex::Female, Sex::Male) | (Sex::Male, Sex::Female)));
        if apart {
            prop_assert_eq!(score(a, b).band, Band::Different);
        }
    }

    #[test]
    fn whatever_is_written_is_compared(one in ".{0,40}", other in "[क-ह ािीa-z.]{0,40}") {
        let entry = |text| Details { name_hi: Some(text), relative: Some(text), village: Some(text), ..Details::default() };
        let there = score(entry(one.as_str()), entry(other.as_str()));
        prop_assert_eq!(there, score(entry(other.as_str()), entry(one.as_str())));
    }
}
