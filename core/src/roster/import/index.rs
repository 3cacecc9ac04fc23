//! What people are found by, gathered in memory while they are written.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rusqlite::{Connection, params};
use shivir_domain::day::Day;
use shivir_roster::lexicon::{Ask, distance};
use shivir_roster::sounds::{Costs, Sounds, each_word, is_title, long_form};

use super::batch::{LAST4, NAME_EN, NAME_HI, Packed, RELATIVE, TEXTS};
use super::households::Households;
use crate::error::CoreError;
use crate::roster::index::lists::{Kind, key};
use crate::roster::index::traits::Traits;
use crate::roster::index::{at, beginnings};
use crate::roster::postings::Parts;
use crate::roster::read::MOBILE_ENTRY;

/// Spellings of words that are kept together with the words they come to: a district's names repeat a few thousand.
const MOST_SPELLINGS: usize = 1 << 16;

/// Bytes of a part of a table of parts, about.
const PART: usize = 32 * 1024;

/// Entries of mobiles that fill a page of 4096 bytes.
const MOBILES_A_PAGE: usize = 500;

/// Distance up to which a name in one script is not indexed apart from the same in the other, in hundredths of an error.
const HEARD_AS_ONE: u16 = 25;

/// A word with its people.
#[derive(Default)]
struct Word {
    names: Parts,
    relatives: Parts,
    /// Where its beginnings stand in [`Gathered::begins`].
    begins: [usize; 2],
    sounds: Sounds,
}

/// All that people are found by.
#[derive(Default)]
pub(super) struct Gathered {
    words: HashMap<Sounds, u32, RandomState>,
    of_word: Vec<Word>,
    /// From a word as it is spelled to the words that it comes to: a range of `come_to`.
    spellings: HashMap<Box<str>, (u32, u32), RandomState>,
    come_to: Vec<u32>,
    /// Pairs of words of which it is known whether they are heard as one.
    same: HashMap<(u32, u32), bool, RandomState>,
    begins: Vec<(u32, Parts, Parts)>,
    begin_at: HashMap<u32, usize>,
    /// By the digits as a number.
    last4: Vec<Parts>,
    mobiles: Vec<(u64, u32)>,
    traits: Vec<Traits>,
    households: Vec<u32>,
    runs: Vec<(u32, u32)>,
    /// The name of father or husband of the last person, and its words: brothers and sisters follow one another.
    relative: String,
    of_relative: Vec<u32>,
    /// Words of the names at hand.
    of_name: Vec<u32>,
    of_other: Vec<u32>,
}

/// Numbers of four digits.
const LAST4S: usize = 10_000;

#[derive(Clone, Copy, PartialEq)]
enum Of {
    Name,
    Relative,
}

impl Gathered {
    /// Adds a person; numbers rise by one.
    pub fn add(&mut self, row: &Packed, texts: &[&str; TEXTS], no: u32) {
        self.name(texts[NAME_HI], texts[NAME_EN], no);
        let mut words = std::mem::take(&mut self.of_relative);
        if self.relative != texts[RELATIVE] {
            self.words_of(texts[RELATIVE], &mut words);
            self.relative.clear();
            self.relative.push_str(texts[RELATIVE]);
        }
        words.iter().for_each(|word| self.bears(*word, no, Of::Relative));
        self.of_relative = words;
        if let Ok(last4) = texts[LAST4].parse::<usize>() {
            if self.last4.is_empty() {
                self.last4.resize_with(LAST4S, Parts::default);
            }
            if let Some(people) = self.last4.get_mut(last4) {
                people.push(no);
            }
        }
        if let Some(mobile) = row.mobile {
            self.mobiles.push((mobile, no));
        }
        let year = row.birth.and_then(|(day, _)| Day::from_days(day)).map(Day::year);
        self.traits.push(Traits::new(year, row.sex, row.made));
        self.households.push(row.household);
        match self.runs.last_mut() {
            Some((place, count)) if *place == row.place => *count += 1,
            _ => self.runs.push((row.place, 1)),
        }
    }

    /// Adds a name in both scripts: of the second only the words that are not heard as one of the first.
    fn name(&mut self, name: &str, other: &str, no: u32) {
        let (mut words, mut others) = (std::mem::take(&mut self.of_name), std::mem::take(&mut self.of_other));
        self.words_of(name, &mut words);
        words.iter().for_each(|word| self.bears(*word, no, Of::Name));
        self.words_of(other, &mut others);
        for word in &others {
            if !words.iter().any(|first| self.same(*first, *word)) {
                self.bears(*word, no, Of::Name);
            }
        }
        (self.of_name, self.of_other) = (words, others);
    }

    /// The words of a name by their numbers, in place of those that were there.
    fn words_of(&mut self, name: &str, words: &mut Vec<u32>) {
        words.clear();
        for spelling in name.split(' ') {
            let (start, end) = match self.spellings.get(spelling) {
                Some(range) => *range,
                None => self.learn(spelling),
            };
            words.extend(self.come_to.get(at(start)..at(end)).unwrap_or_default());
        }
    }

    fn bears(&mut self, word: u32, no: u32, of: Of) {
        let Some(word) = self.of_word.get_mut(at(word)) else {
            return;
        };
        (if of == Of::Name { &mut word.names } else { &mut word.relatives }).push(no);
        for begins in word.begins {
            if let Some((_, names, relatives)) = self.begins.get_mut(begins) {
                (if of == Of::Name { names } else { relatives }).push(no);
            }
        }
    }

    /// Whether two words are heard as one, so that whoever is found by the one is found by the other.
    fn same(&mut self, one: u32, other: u32) -> bool {
        *self.same.entry((one, other)).or_insert_with(|| {
            let (Some(one), Some(other)) = (self.of_word.get(at(one)), self.of_word.get(at(other))) else {
                return false;
            };
            let ask = Ask { sounds: one.sounds.as_slice(), begun: false, most: HEARD_AS_ONE };
            distance(Costs::get(), &ask, other.sounds.as_slice()).is_some()
        })
    }

    fn learn(&mut self, spelling: &str) -> (u32, u32) {
        if self.spellings.len() >= MOST_SPELLINGS {
            // A list of endless names: each spelling is looked at anew rather than kept.
            self.spellings.clear();
            self.come_to.clear();
            self.same.clear();
        }
        let start = count(self.come_to.len());
        let spoken = if is_title(spelling) { "" } else { long_form(spelling) };
        each_word(spoken, |sounds| {
            let no = match self.words.get(sounds) {
                Some(no) => *no,
                None => {
                    let mut word =
                        Word { begins: [usize::MAX; 2], sounds: sounds.clone(), ..Word::default() };
                    if let Some(lists) = beginnings(sounds.as_slice()) {
                        for (begins, list) in word.begins.iter_mut().zip(lists) {
                            *begins = *self.begin_at.entry(list).or_insert(self.begins.len());
                            if *begins == self.begins.len() {
                                self.begins.push((list, Parts::default(), Parts::default()));
                            }
                        }
                    }
                    let no = count(self.of_word.len());
                    self.of_word.push(word);
                    self.words.insert(sounds.clone(), no);
                    no
                }
            };
            self.come_to.push(no);
        });
        let range = (start, count(self.come_to.len()));
        self.spellings.insert(spelling.into(), range);
        range
    }

    /// Writes the tables of the index.
    pub fn write(self, db: &Connection, households: &Households) -> Result<(), CoreError> {
        let mut words: Vec<(Sounds, u32)> = self.words.into_iter().collect();
        words.sort_unstable();
        let mut of_word = self.of_word;
        let mut lexicon = PartWriter::new(db, "lexicon")?;
        let mut before: Vec<u8> = Vec::new();
        let mut sorted = Vec::with_capacity(words.len());
        for (sounds, no) in &words {
            let word = of_word.get_mut(at(*no)).map(std::mem::take).unwrap_or_default();
            if lexicon.bytes.is_empty() {
                before.clear();
            }
            let sounds: Vec<u8> = sounds.bytes().collect();
            let shared = before.iter().zip(&sounds).take_while(|(a, b)| a == b).count();
            let more = sounds.get(shared..).unwrap_or_default();
            lexicon.number(count(shared));
            lexicon.number(count(more.len()));
            lexicon.bytes.extend_from_slice(more);
            lexicon.number(word.names.people());
            lexicon.number(word.relatives.people());
            lexicon.end_entry()?;
            before = sounds;
            sorted.push(word);
        }
        lexicon.finish()?;
        // In the order of the keys, so that the table is only appended to.
        let mut insert = Insert(db.prepare("insert into posting (key, entries) values (?, ?)")?);
        for (no, word) in (0u32..).zip(&sorted) {
            insert.list(Kind::Name, no, &word.names)?;
        }
        for (no, word) in (0u32..).zip(&sorted) {
            insert.list(Kind::Relative, no, &word.relatives)?;
        }
        let mut begins = self.begins;
        begins.sort_unstable_by_key(|(list, ..)| *list);
        for (list, names, _) in &begins {
            insert.list(Kind::NameBegins, *list, names)?;
        }
        for (list, _, relatives) in &begins {
            insert.list(Kind::RelativeBegins, *list, relatives)?;
        }
        for (digits, people) in (0u32..).zip(&self.last4) {
            insert.list(Kind::Last4, digits, people)?;
        }
        write_mobiles(db, self.mobiles)?;
        let carded: Vec<bool> = households.iter().map(|(_, h)| h.made > 0).collect();
        let mut traits = PartWriter::new(db, "trait")?;
        for (of, household) in self.traits.iter().zip(&self.households) {
            let carded = household.checked_sub(1).and_then(|no| carded.get(at(no))) == Some(&true);
            let of = if carded { of.of_carded_family() } else { *of };
            traits.bytes.extend_from_slice(&of.0.to_le_bytes());
            traits.end_entry()?;
        }
        traits.finish()?;
        let mut runs = PartWriter::new(db, "place_run")?;
        for (place, people) in &self.runs {
            runs.number(*place);
            runs.number(*people);
            runs.end_entry()?;
        }
        runs.finish()
    }
}

struct Insert<'a>(rusqlite::Statement<'a>);

impl Insert<'_> {
    fn list(&mut self, kind: Kind, list: u32, people: &Parts) -> Result<(), CoreError> {
        for (first, entries) in people.parts() {
            self.0.execute(params![key(kind, list, first), entries])?;
        }
        Ok(())
    }
}

/// In rising order, as many a row as fill a page; those of one number are not parted.
fn write_mobiles(db: &Connection, mut mobiles: Vec<(u64, u32)>) -> Result<(), CoreError> {
    mobiles.sort_unstable();
    let mut insert = db.prepare("insert into mobile (first, entries) values (?, ?)")?;
    let mut entries: Vec<u8> = Vec::new();
    let (mut first, mut last) = (None, None);
    for (mobile, no) in mobiles {
        if entries.len() >= MOBILES_A_PAGE * MOBILE_ENTRY && last != Some(mobile) {
            insert.execute(params![first, entries])?;
            entries.clear();
            first = None;
        }
        first = first.or(Some(mobile));
        last = Some(mobile);
        // Ten digits fit in 5 bytes.
        entries.extend(mobile.to_be_bytes().iter().skip(3));
        entries.extend_from_slice(&no.to_be_bytes());
    }
    if first.is_some() {
        insert.execute(params![first, entries])?;
    }
    Ok(())
}

/// Writes a table of parts.
struct PartWriter<'a> {
    insert: rusqlite::Statement<'a>,
    bytes: Vec<u8>,
}

impl<'a> PartWriter<'a> {
    fn new(db: &'a Connection, table: &str) -> Result<Self, CoreError> {
        let insert = db.prepare(&format!("insert into {table} (entries) values (?)"))?;
        Ok(Self { insert, bytes: Vec::with_capacity(PART + 64) })
    }

    /// In LEB128.
    fn number(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    /// An entry is complete; a part that is full is written.
    fn end_entry(&mut self) -> Result<(), CoreError> {
        if self.bytes.len() < PART {
            return Ok(());
        }
        self.insert.execute([&self.bytes])?;
        self.bytes.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<(), CoreError> {
        if !self.bytes.is_empty() {
            self.insert.execute([&self.bytes])?;
        }
        Ok(())
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
