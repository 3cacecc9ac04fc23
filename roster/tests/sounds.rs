//! Names that must meet and names that must not, and that the document for speakers of Hindi has every rule.

use std::collections::BTreeSet;

use shivir_roster::lexicon::{Ask, Lexicon, distance};
use shivir_roster::sounds::{ALIKE, Costs, LEFT, SPELLINGS, Sounds};

/// Distance within which a name is found where no other spelling is, in hundredths of an error.
const FOUND: u16 = 115;
/// Distance within which two words are taken for spellings of one name.
const ONE_NAME: u16 = 45;

fn apart(typed: &str, listed: &str) -> Option<u16> {
    let (typed, listed) = (Sounds::of(typed), Sounds::of(listed));
    let ask = Ask { sounds: typed.as_slice(), begun: false, most: FOUND };
    distance(Costs::get(), &ask, listed.as_slice())
}

fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(' ').collect())
}

#[test]
fn spellings_of_one_name_meet_in_both_directions() {
    let (mut pairs, mut one_name, mut far) = (0, 0, Vec::new());
    for line in lines(include_str!("sounds/meet.txt")) {
        for other in &line[1..] {
            for (typed, listed) in [(line[0], *other), (*other, line[0])] {
                pairs += 1;
                match apart(typed, listed) {
                    Some(cost) if cost <= ONE_NAME => one_name += 1,
                    Some(_) => {}
                    None => far.push(format!("{typed} {listed}")),
                }
            }
        }
    }
    assert!(pairs >= 600, "{pairs}");
    assert_eq!(far, Vec::<String>::new());
    assert!(one_name * 100 >= pairs * 85, "{one_name} of {pairs} are spellings of one name");
}

#[test]
fn names_that_are_two_are_not_taken_for_one() {
    let mut pairs = 0;
    let mut taken = Vec::new();
    for line in lines(include_str!("sounds/part.txt")) {
        let [one, other] = line[..] else { panic!("{line:?}") };
        pairs += 1;
        if let Some(cost) = apart(one, other).filter(|cost| *cost <= ONE_NAME) {
            taken.push(format!("{one} {other} {cost}"));
        }
    }
    assert!(pairs >= 80, "{pairs}");
    assert_eq!(taken, Vec::<String>::new());
}

#[test]
fn the_tree_gives_what_each_word_alone_gives() {
    let words: BTreeSet<Sounds> = lines(include_str!("sounds/meet.txt")).flatten().map(Sounds::of).collect();
    let lexicon = Lexicon::of(&words);
    for (n, asked) in words.iter().enumerate().step_by(7) {
        for begun in [false, true] {
            let sounds = &asked.as_slice()[..asked.as_slice().len().min(2 + n % 7)];
            let ask = Ask { sounds, begun, most: [45, 115, 200][n % 3] };
            let mut found = Vec::new();
            lexicon.find(Costs::get(), &ask, |hit| found.push((hit.word as usize, hit.cost)));
            let alone: Vec<(usize, u16)> = words
                .iter()
                .enumerate()
                .filter_map(|(no, word)| Some((no, distance(Costs::get(), &ask, word.as_slice())?)))
                .collect();
            assert_eq!(found, alone, "{sounds:?}");
        }
    }
}

#[test]
fn the_document_has_every_rule() {
    let text = include_str!("../../docs/SEARCH.md");
    let rules = ALIKE.iter().map(|r| format!("| {:?} | {:?} | {} | {} |", r.one, r.other, r.cost, r.why));
    let left = LEFT.iter().map(|r| format!("| {:?} | {} | {} | {} |", r.sound, r.left, r.extra, r.why));
    let spelled = SPELLINGS.iter().map(|s| format!("| `{}` | {:?} | {} |", s.letters, s.sounds, s.why));
    let missing: Vec<String> = rules.chain(left).chain(spelled).filter(|row| !text.contains(row)).collect();
    assert!(missing.is_empty(), "rows that docs/SEARCH.md has not:\n{}", missing.join("\n"));
}
