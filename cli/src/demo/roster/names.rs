//! Given names and surnames, and how a person's name is written on a list.

use std::path::Path;

use super::error::Error;
use crate::demo::random::Random;
use shivir_domain::person::Sex;

const BUILT_IN: &str = include_str!("../names.tsv");

/// From this age on a person mostly has a name of the older kind, years.
const OLD: i32 = 40;

/// A name in both scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) hindi: String,
    pub(super) latin: String,
}

/// Given names of one sex.
#[derive(Default)]
struct Given {
    old: Vec<Name>,
    new: Vec<Name>,
    /// Of a file, which does not say how old they are.
    more: Vec<Name>,
}

/// What names are drawn from.
#[derive(Default)]
pub(super) struct Names {
    men: Given,
    women: Given,
    surnames: Vec<Name>,
    surname_weights: Vec<u32>,
}

/// What shapes a person's name beside the given one.
#[derive(Clone, Copy)]
pub(super) struct Bearer {
    pub(super) sex: Sex,
    /// Completed years.
    pub(super) age: i32,
    pub(super) married: bool,
}

impl Names {
    /// The built-in sample, with a file also its names.
    ///
    /// The file is UTF-8, a name a line: Latin, tab, Devanagari. It does not tell the sex, so that is guessed by the
    /// ending: a long a or i makes a woman's name. Four names in ten are then drawn from the file.
    pub(super) fn load(file: Option<&Path>) -> Result<Names, Error> {
        let mut names = Names::default();
        for line in BUILT_IN.lines() {
            names.add_built_in(line);
        }
        if let Some(path) = file {
            let text = std::fs::read_to_string(path)
                .map_err(|source| Error::Read { path: path.to_owned(), source })?;
            let added = text.lines().filter(|line| names.add_of_file(line)).count();
            if added == 0 {
                return Err(Error::Unusable {
                    path: path.to_owned(), wanted: "Latin TAB देवनागरी"
                });
            }
        }
        Ok(names)
    }

    /// Comment and header lines are of no kind and add nothing.
    fn add_built_in(&mut self, line: &str) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [kind, hindi, latin, note] = fields[..] else {
            return;
        };
        let name = Name { hindi: hindi.to_owned(), latin: latin.to_owned() };
        match (kind, note) {
            ("M", "old") => self.men.old.push(name),
            ("M", "new") => self.men.new.push(name),
            ("F", "old") => self.women.old.push(name),
            ("F", "new") => self.women.new.push(name),
            ("S", weight) => {
                self.surname_weights.push(weight.parse().unwrap_or(1));
                self.surnames.push(name);
            }
            _ => {}
        }
    }

    /// Whether the line had a name to add: one word, in Latin and in Devanagari letters.
    fn add_of_file(&mut self, line: &str) -> bool {
        let Some((latin, hindi)) = line.trim_start_matches('\u{feff}').split_once('\t') else {
            return false;
        };
        let (latin, hindi) = (latin.trim(), hindi.trim());
        let usable = !latin.is_empty()
            && !hindi.is_empty()
            && latin.chars().all(|letter| letter.is_ascii_alphabetic())
            && hindi.chars().all(|letter| ('\u{900}'..='\u{963}').contains(&letter));
        if usable {
            let given = if hindi.ends_with(['ा', 'ी']) { &mut self.women } else { &mut self.men };
            given.more.push(Name { hindi: hindi.to_owned(), latin: latin.to_owned() });
        }
        usable
    }

    /// The index of a surname, the common ones more often.
    pub(super) fn surname(&self, random: &mut Random) -> usize {
        random.weighted(&self.surname_weights)
    }

    /// A person's name with the surname of that index, as this list writes it.
    pub(super) fn person(&self, bearer: Bearer, surname: usize, random: &mut Random) -> Name {
        let woman = bearer.sex == Sex::Female;
        let mut name = self.given(woman, bearer.age, random);
        let with_surname =
            if woman { woman_s_style(&mut name, bearer, random) } else { man_s_style(&mut name, random) };
        if let (true, Some(surname)) = (with_surname, self.surnames.get(surname)) {
            name.push(&surname.hindi, &surname.latin);
        }
        name
    }

    fn given(&self, woman: bool, age: i32, random: &mut Random) -> Name {
        let given = if woman { &self.women } else { &self.men };
        // Fashions overlap: one name in five is of the other period.
        let old = (age >= OLD) != random.per_mille(200);
        let of_file = random.per_mille(400);
        let list = match (of_file && !given.more.is_empty(), old) {
            (true, _) => &given.more,
            (false, true) => &given.old,
            (false, false) => &given.new,
        };
        random.pick(list).cloned().unwrap_or(Name { hindi: String::new(), latin: String::new() })
    }
}

impl Name {
    fn push(&mut self, hindi: &str, latin: &str) {
        self.hindi.push(' ');
        self.hindi.push_str(hindi);
        self.latin.push(' ');
        self.latin.push_str(latin);
    }

    fn lead(&mut self, hindi: &str, latin: &str) {
        self.hindi.insert_str(0, hindi);
        self.latin.insert_str(0, latin);
    }
}

/// A second name where the first is not a double one already; says whether the surname follows.
fn man_s_style(name: &mut Name, random: &mut Random) -> bool {
    const DOUBLE: [&str; 6] = ["राम", "लाल", "प्रसाद", "सिंह", "कुमार", "नारायण"];
    if !DOUBLE.iter().any(|ending| name.hindi.ends_with(ending)) {
        match random.below(100) {
            0..30 => name.push("कुमार", "Kumar"),
            30..38 => name.push("सिंह", "Singh"),
            38..42 => name.push("लाल", "Lal"),
            _ => {}
        }
    }
    random.per_mille(880)
}

/// «बाई» and «देवी» for the older and the married, «कु.» for the unmarried; says whether the surname follows.
fn woman_s_style(name: &mut Name, bearer: Bearer, random: &mut Random) -> bool {
    let style = random.below(100);
    if bearer.age >= OLD {
        match style {
            0..68 if !name.hindi.ends_with("बाई") => name.push("बाई", "Bai"),
            68..80 => name.push("देवी", "Devi"),
            _ => {}
        }
        random.per_mille(450)
    } else if bearer.married {
        match style {
            0..30 if !name.hindi.ends_with("बाई") => name.push("बाई", "Bai"),
            30..38 => name.push("देवी", "Devi"),
            38..42 => name.lead("श्रीमती ", "Smt. "),
            _ => {}
        }
        random.per_mille(780)
    } else {
        match style {
            0..10 => name.lead("कु. ", "Ku. "),
            10..13 => name.lead("कुमारी ", "Kumari "),
            _ => {}
        }
        random.per_mille(860)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_built_in_sample_is_large_enough_and_has_no_name_twice() {
        let names = Names::load(None).unwrap();
        for given in [&names.men, &names.women] {
            let all: HashSet<_> = given.old.iter().chain(&given.new).map(|name| &name.hindi).collect();
            assert_eq!(all.len(), given.old.len() + given.new.len());
            assert!(all.len() >= 175);
        }
        assert!(names.surnames.len() >= 60);
        assert!(names.surname_weights.iter().all(|weight| *weight > 0));
        let all = [&names.men.old, &names.men.new, &names.women.old, &names.women.new, &names.surnames];
        for name in all.into_iter().flatten() {
            assert!(name.latin.chars().all(|letter| letter.is_ascii_alphabetic()), "{name:?}");
            assert!(name.hindi.chars().all(|letter| ('\u{900}'..='\u{963}').contains(&letter)), "{name:?}");
        }
    }

    #[test]
    fn a_file_of_names_is_added_and_one_without_names_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("names.tsv");
        std::fs::write(&path, "Aarohi\tआरोही\nnot a name\nUday\tउदय\n").unwrap();
        let names = Names::load(Some(&path)).unwrap();
        assert_eq!(names.women.more[0].hindi, "आरोही");
        assert_eq!(names.men.more[0].latin, "Uday");
        std::fs::write(&path, "nothing\n").unwrap();
        let refused = Names::load(Some(&path));
        assert!(matches!(refused, Err(Error::Unusable { .. })));
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(Names::load(Some(&path)), Err(Error::Read { .. })));
    }

    #[test]
    fn both_scripts_carry_the_same_words() {
        let names = Names::load(None).unwrap();
        let mut random = Random::new(3);
        for age in 0..90 {
            for sex in [Sex::Female, Sex::Male] {
                let bearer = Bearer { sex, age, married: age > 20 };
                let name = names.person(bearer, 0, &mut random);
                assert_eq!(name.hindi.split(' ').count(), name.latin.split(' ').count(), "{name:?}");
                assert!(!name.hindi.is_empty());
            }
        }
    }
}
