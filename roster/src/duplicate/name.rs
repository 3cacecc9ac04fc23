//! Two names: are they one, how near, and how rare is what they share.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::Finding;
use super::weights::COMMON;
use crate::lexicon::{Ask, distance};
use crate::sounds::{Costs, Sound, Sounds, each_word, is_title, long_form, lower};

/// Hundredths of an error up to which two words are heard the same, are spellings of one name, are mistyped.
const SAME: u16 = 12;
const ALIKE: u16 = 45;
const MISTYPED: u16 = 115;

/// A word of so many sounds has nothing left to know it by once one is wrong.
const SHORT: usize = 2;

/// Names that are added for courtesy: they tell nobody apart.
const COURTESY: &[&str] = &["बाई", "देवी", "कुमार", "कुमारी", "bai", "devi", "kumar", "kumari"];

/// A list of fewer people does not tell how common a name is.
const FEW: u32 = 10_000;

/// The courtesies that are written as one word with a woman's name, by their sounds.
static TAILS: LazyLock<Vec<Sounds>> =
    LazyLock::new(|| ["बाई", "bai", "देवी", "devi"].into_iter().map(Sounds::of).collect());

/// How common names are where people live.
#[derive(Clone, Copy)]
pub struct Population<'a> {
    /// How many people there are; 0 where that is not known.
    pub people: u32,
    /// How many of them bear a word of a name, in any spelling.
    pub bearers: &'a dyn Fn(&Sounds) -> u32,
}

impl Population<'_> {
    /// Nobody knows how common a name is.
    pub const UNKNOWN: Population<'static> = Population { people: 0, bearers: &|_| 0 };

    /// The rarity of a name that nobody else bears.
    pub(super) fn rarest(&self) -> i16 {
        if self.people < FEW { COMMON } else { i16::MAX }
    }

    fn of(&self, word: &Sounds) -> u32 {
        if self.people < FEW { 0 } else { (self.bearers)(word) }
    }

    /// The most that the name of a person can say, whoever is called so too: by the rarest of its words. A bound by which
    /// those who cannot be she are left unread.
    pub fn most(&self, names: &[Heard]) -> i16 {
        let words = names.iter().flat_map(|name| name.words.iter().chain([&name.joined, &name.whole]));
        let rarest = words.map(|word| self.rarity(self.of(word))).max();
        super::points(Finding::NameSame, rarest.unwrap_or(COMMON))
    }

    /// Tenths of a power of ten of people of whom one bears the name. In whole numbers, so that phone and hub agree.
    fn rarity(&self, bearers: u32) -> i16 {
        const STEPS: [u64; 10] = [100, 126, 158, 200, 251, 316, 398, 501, 631, 794];
        if self.people < FEW {
            return COMMON;
        }
        let mut hundredths = u64::from(self.people) * 100 / u64::from(bearers.max(1));
        let mut tenths = 0;
        while hundredths >= 1_000 {
            hundredths /= 10;
            tenths += 10;
        }
        let more = STEPS.iter().filter(|step| **step <= hundredths).count().saturating_sub(1);
        tenths + i16::try_from(more).unwrap_or(0)
    }
}

/// How near two names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    Apart,
    Mistyped,
    OtherSurname,
    Part,
    Alike,
    Same,
}

impl Likeness {
    pub fn of_name(self, last4: bool) -> Finding {
        match self {
            Self::Same => Finding::NameSame,
            Self::Alike => Finding::NameAlike,
            Self::Part => Finding::NamePart,
            Self::OtherSurname => Finding::NameOtherSurname,
            Self::Mistyped => Finding::NameMistyped,
            Self::Apart if last4 => Finding::NameApartLast4,
            Self::Apart => Finding::NameApart,
        }
    }

    pub fn of_relative(self, woman: bool) -> Finding {
        match self {
            Self::Same | Self::Alike | Self::Part => Finding::RelativeSame,
            Self::OtherSurname | Self::Mistyped => Finding::RelativeNear,
            Self::Apart if woman => Finding::RelativeApartWoman,
            Self::Apart => Finding::RelativeApart,
        }
    }
}

/// A name as it is heard: without titles, short forms written out.
#[derive(Debug, Clone)]
pub struct Heard {
    /// Words that tell people apart, the given name first.
    words: Vec<Sounds>,
    /// These as one word.
    joined: Sounds,
    /// All, with courtesies, as one word.
    whole: Sounds,
}

impl Heard {
    /// A name in either script, or in both.
    pub fn of(name: &str) -> Self {
        let (mut words, mut all) = (Vec::new(), Vec::new());
        for word in name.split_whitespace().filter(|word| !is_title(word)).map(long_form) {
            let courtesy = COURTESY.contains(&&*lower(word));
            each_word(word, |sounds| {
                all.push(sounds.clone());
                if !courtesy {
                    words.push(without_tail(sounds));
                }
            });
        }
        if words.is_empty() {
            words.clone_from(&all);
        }
        Self { joined: join(&words), whole: join(&all), words }
    }

    /// Nothing of it can be heard.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words that tell people apart, the given name first.
    pub fn words(&self) -> &[Sounds] {
        &self.words
    }
}

fn join(words: &[Sounds]) -> Sounds {
    let all: Vec<Sound> = words.iter().flat_map(|word| word.as_slice()).copied().collect();
    Sounds::part(&all)
}

/// सीताबाई is सीता.
fn without_tail(word: &Sounds) -> Sounds {
    let sounds = word.as_slice();
    let name = TAILS.iter().filter_map(|tail| sounds.strip_suffix(tail.as_slice()));
    name.filter(|name| name.len() > SHORT).map(Sounds::part).next().unwrap_or_else(|| word.clone())
}

/// The distance of two words, the same from either side; none where they are no mistyping of each other.
pub(super) fn apart(one: &Sounds, other: &Sounds) -> Option<u16> {
    let (one, other) = (one.as_slice(), other.as_slice());
    if one == other && !one.is_empty() {
        return Some(0);
    }
    let most = if one.len().min(other.len()) <= SHORT { ALIKE } else { MISTYPED };
    // A word that goes on is nearer when the shorter is asked for: the farther of the two is the true distance.
    let from = |asked, word| distance(Costs::get(), &Ask { sounds: asked, begun: false, most }, word);
    Some(from(one, other)?.max(from(other, one)?))
}

/// Whether two names of places are spellings of one.
pub fn one_place(one: &Heard, other: &Heard) -> bool {
    apart(&one.whole, &other.whole).is_some_and(|cost| cost <= ALIKE)
}

/// The nearest of two people's names in either script, and how rare what they share is; none where one has no name.
pub(super) fn nearest(one: &[Heard], other: &[Heard], population: &Population) -> Option<(Likeness, i16)> {
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| compare(a, b, population)));
    // A rarer name that is spelled otherwise says more than a common one that is not.
    pairs.max_by_key(|(likeness, rarity)| (super::points(likeness.of_name(false), *rarity), *likeness))
}

/// How near two names are, and how rare what they share is.
pub(super) fn compare(one: &Heard, other: &Heard, population: &Population) -> (Likeness, i16) {
    let costs = [apart(&one.joined, &other.joined), apart(&one.whole, &other.whole)];
    let whole = costs.into_iter().flatten().min();
    if let Some(cost) = whole.filter(|cost| *cost <= ALIKE) {
        // A name of two words is as rare as the rarer; where one side joins them, so is the joined one.
        let rarest = |name: &Heard| name.words.iter().map(|w| population.of(w)).filter(|n| *n > 0).min();
        let bearers = rarest(one).into_iter().chain(rarest(other)).min();
        let likeness = if cost <= SAME { Likeness::Same } else { Likeness::Alike };
        return (likeness, population.rarity(bearers.unwrap_or(0)));
    }
    let (one, other) = (joined_as(&one.words, &other.words), joined_as(&other.words, &one.words));
    // Each word of one against each of the other, once: it is the same from either side.
    let costs: Vec<Vec<Option<u16>>> =
        one.iter().map(|word| other.iter().map(|other| apart(word, other)).collect()).collect();
    let of_one = |at: usize| costs.get(at).and_then(|row| row.iter().flatten().min());
    let of_other = |at: usize| costs.iter().filter_map(|row| *row.get(at)?).min();
    // Words of one that the other has in no spelling.
    let one_more = (0..one.len()).any(|at| of_one(at).is_none());
    let other_more = (0..other.len()).any(|at| of_other(at).is_none());
    let likeness = match of_one(0).copied().zip(of_other(0)).map(|(a, b)| a.max(b)) {
        Some(cost) if cost <= ALIKE => match (one_more, other_more) {
            (true, true) => Likeness::OtherSurname,
            (false, false) => Likeness::Alike,
            _ => Likeness::Part,
        },
        Some(_) if !(one_more && other_more) => Likeness::Mistyped,
        _ if whole.is_some() => Likeness::Mistyped,
        _ => Likeness::Apart,
    };
    let shared = one.iter().zip(&costs).flat_map(|(a, costs)| {
        let alike = other.iter().zip(costs).filter(|(_, cost)| cost.is_some_and(|cost| cost <= ALIKE));
        alike.map(|(b, _)| population.of(a).max(population.of(b)))
    });
    (likeness, shared.min().map_or(COMMON, |bearers| population.rarity(bearers)))
}

/// The words of a name, the first two as one where the other name writes them so: राम लाल साहू beside रामलाल.
fn joined_as<'a>(name: &'a [Sounds], other: &[Sounds]) -> Cow<'a, [Sounds]> {
    let ([first, second, rest @ ..], [given, ..]) = (name, other) else {
        return Cow::Borrowed(name);
    };
    let both = join(&[first.clone(), second.clone()]);
    if apart(&both, given).is_none_or(|cost| cost > ALIKE) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(std::iter::once(both).chain(rest.iter().cloned()).collect())
}
