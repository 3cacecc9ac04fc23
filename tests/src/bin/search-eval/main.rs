//! How well names are found by their sounds: `search-eval FILE.tsv [--noise] [--held-out]`.
//!
//! FILE has a pair of `romanised<TAB>devanagari` a line; a third column is ignored, blank lines are skipped. The distinct
//! names of one side are indexed and each distinct name of the other side is looked for among them, in both directions.
//! A hit counts where any right answer of the query is within the first 1, 5 or 10. Prints `direction.name value` a line;
//! `mrr` is the mean of one over the rank. `--noise` makes one random error in each query, an insertion, deletion,
//! substitution or swap of letters of that side; its seed is printed. `--held-out` prints the fifth of the pairs that
//! no cost was tuned on, and the others, apart.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::PathBuf;

use shivir_roster::lexicon::{Ask, Lexicon};
use shivir_roster::sounds::{Costs, Sounds};
use shivir_tests::rng::Rng;

/// Distances within which names are ranked, the near ones first; hundredths of an error.
const REACH: [u16; 2] = [110, 230];

const SEED: u64 = 7;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut file, mut noise, mut held_out) = (None, false, false);
    for arg in std::env::args().skip(1) {
        match arg.as_str() {
            "--noise" => noise = true,
            "--held-out" => held_out = true,
            path => file = Some(PathBuf::from(path)),
        }
    }
    let file = file.ok_or("usage: search-eval FILE.tsv [--noise] [--held-out]")?;
    let text = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let pairs: Vec<(&str, &str)> = text.lines().filter_map(pair).collect();
    if pairs.is_empty() {
        return Err("no pairs: a line is romanised<TAB>devanagari".into());
    }
    if noise {
        println!("seed {SEED}");
    }
    let turned: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (*b, *a)).collect();
    for (direction, pairs) in [("romanised_to_devanagari", &pairs), ("devanagari_to_romanised", &turned)] {
        let names = Names::of(pairs);
        let queries = queries(pairs, noise);
        let parts: &[(&str, Option<bool>)] =
            if held_out { &[(".tuned", Some(false)), (".held_out", Some(true))] } else { &[("", None)] };
        for (part, held) in parts {
            let of_part = queries.iter().filter(|q| held.is_none_or(|held| q.held_out == held));
            let ranks: Vec<Option<usize>> = of_part.map(|query| names.rank(query)).collect();
            let share = |most: usize| {
                let hits = ranks.iter().flatten().filter(|rank| **rank <= most).count();
                hits as f64 / ranks.len().max(1) as f64
            };
            for (name, most) in [("top1", 1), ("top5", 5), ("top10", 10)] {
                println!("{direction}{part}.{name} {:.4}", share(most));
            }
            let sum: f64 = ranks.iter().flatten().map(|rank| 1.0 / *rank as f64).sum();
            println!("{direction}{part}.mrr {:.4}", sum / ranks.len().max(1) as f64);
        }
    }
    Ok(())
}

fn pair(line: &str) -> Option<(&str, &str)> {
    let mut columns = line.split('\t').map(str::trim);
    let (romanised, devanagari) = (columns.next()?, columns.next()?);
    (!romanised.is_empty() && !devanagari.is_empty()).then_some((romanised, devanagari))
}

/// A name that is looked for.
struct Query<'a> {
    sounds: Sounds,
    right: BTreeSet<&'a str>,
    held_out: bool,
}

/// One side's distinct names, indexed.
struct Names<'a> {
    lexicon: Lexicon,
    /// The names of each word of the lexicon.
    of_word: Vec<BTreeSet<&'a str>>,
}

impl<'a> Names<'a> {
    /// The second side of the pairs.
    fn of(pairs: &[(&'a str, &'a str)]) -> Self {
        let mut words: BTreeMap<Sounds, BTreeSet<&str>> = BTreeMap::new();
        for (_, name) in pairs {
            words.entry(Sounds::of(name)).or_default().insert(name);
        }
        words.remove(&Sounds::default());
        let lexicon = Lexicon::of(words.keys());
        Self { lexicon, of_word: words.into_values().collect() }
    }

    /// The place of the first right answer, from 1; none where it is out of reach. Names that are equally near are in
    /// the order of their letters.
    fn rank(&self, query: &Query) -> Option<usize> {
        REACH.iter().find_map(|most| {
            let mut found = Vec::new();
            let ask = Ask { sounds: query.sounds.as_slice(), begun: false, most: *most };
            self.lexicon.find(Costs::get(), &ask, |hit| {
                let names = usize::try_from(hit.word).ok().and_then(|at| self.of_word.get(at));
                found.extend(names.into_iter().flatten().map(|name| (hit.cost, *name)));
            });
            found.sort_unstable();
            found.iter().position(|(_, name)| query.right.contains(name)).map(|place| place + 1)
        })
    }
}

/// The distinct names of the first side.
fn queries<'a>(pairs: &[(&'a str, &'a str)], noise: bool) -> Vec<Query<'a>> {
    let mut right: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (query, name) in pairs {
        right.entry(query).or_default().insert(name);
    }
    let letters: BTreeSet<char> =
        right.keys().flat_map(|query| query.to_lowercase().chars().collect::<Vec<_>>()).collect();
    let letters: Vec<char> =
        letters.into_iter().filter(|c| !c.is_ascii() || c.is_ascii_lowercase()).collect();
    let mut rng = Rng::new(SEED);
    let of = |(query, right): (&'a str, BTreeSet<&'a str>)| {
        let typed = if noise { mistyped(query, &letters, &mut rng) } else { query.to_owned() };
        Query { sounds: Sounds::of(&typed), held_out: held_out(&right, query), right }
    };
    right.into_iter().map(of).collect()
}

/// One error in a name.
fn mistyped(name: &str, letters: &[char], rng: &mut Rng) -> String {
    let mut typed: Vec<char> = name.chars().collect();
    loop {
        let letter = letters.get(rng.below(letters.len())).copied().unwrap_or('a');
        let kind = rng.below(4);
        let at = rng.below(typed.len() + usize::from(kind == 0));
        match kind {
            0 => typed.insert(at, letter),
            1 if typed.len() > 1 => {
                typed.remove(at);
            }
            2 if typed.get(at) != Some(&letter) => {
                if let Some(place) = typed.get_mut(at) {
                    *place = letter;
                }
            }
            3 if at + 1 < typed.len() && typed.get(at) != typed.get(at + 1) => typed.swap(at, at + 1),
            _ => continue,
        }
        return typed.into_iter().collect();
    }
}

/// A fifth of the pairs, by the hash (FNV-1a) of the romanised name in lower case.
fn held_out(right: &BTreeSet<&str>, query: &str) -> bool {
    let romanised = if query.is_ascii() { Some(query) } else { right.iter().next().copied() };
    let hash =
        romanised.unwrap_or_default().to_lowercase().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    (hash >> 7) % 5 == 0
}
