//! The same name, spelled as another clerk would: lists are typed by many hands.

use crate::demo::random::Random;

/// Latin spellings of one sound.
const LATIN: &[(&str, &str)] = &[
    ("ee", "i"),
    ("i", "ee"),
    ("oo", "u"),
    ("u", "oo"),
    ("aa", "a"),
    ("v", "w"),
    ("w", "v"),
    ("sh", "s"),
    ("th", "t"),
    ("x", "ksh"),
    ("ksh", "x"),
];

/// Devanagari spellings that are mixed up.
const HINDI: &[(&str, &str)] =
    &[("ी", "ि"), ("ि", "ी"), ("ू", "ु"), ("ु", "ू"), ("श", "स"), ("ण", "न"), ("ंत", "न्त"), ("ंद", "न्द")];

/// A Latin name, in one case of eight with another spelling.
pub(super) fn latin(name: &mut String, random: &mut Random) {
    if random.per_mille(125) {
        respell(name, LATIN, random);
    }
}

/// A name in Devanagari, in one case of twenty-five with another spelling.
pub(super) fn hindi(name: &mut String, random: &mut Random) {
    if random.per_mille(40) {
        respell(name, HINDI, random);
    }
}

/// Changes one place: tries the pairs from a random one on and stays as it is where none fits.
fn respell(name: &mut String, pairs: &[(&str, &str)], random: &mut Random) {
    let start = random.below(pairs.len() as u64) as usize;
    for (from, to) in pairs.iter().cycle().skip(start).take(pairs.len()) {
        if let Some(at) = name.find(from) {
            name.replace_range(at..at + from.len(), to);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn respelling_changes_one_sound_and_leaves_what_does_not_fit() {
        let mut random = Random::new(5);
        let mut seen = std::collections::HashSet::new();
        for _ in 0..2_000 {
            let mut name = "Geeta".to_owned();
            latin(&mut name, &mut random);
            seen.insert(name);
        }
        assert!(seen.contains("Geeta") && seen.contains("Gita"), "{seen:?}");
        let mut plain = "राम".to_owned();
        respell(&mut plain, HINDI, &mut random);
        assert_eq!(plain, "राम");
    }
}
