//! The words of the names, gathered in memory while the people are written.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use crate::error::CoreError;
use crate::roster::postings::Postings;
use crate::roster::words::each_word;

/// Spellings of words that are kept together with the words they come to: a district's names repeat a few thousand.
const MOST_SPELLINGS: usize = 1 << 16;

/// The words with their people.
#[derive(Default)]
pub(super) struct WordIndex {
    words: HashMap<Box<str>, u32>,
    people: Vec<Postings>,
    /// From a word as it is spelled to the words that it comes to: a range of `come_to`.
    spellings: HashMap<Box<str>, (u32, u32)>,
    come_to: Vec<u32>,
    buffer: String,
}

impl WordIndex {
    /// Adds a name of a person; numbers rise.
    pub fn add(&mut self, name: &str, person: u32) {
        for spelling in name.split(' ') {
            let (start, end) = match self.spellings.get(spelling) {
                Some(range) => *range,
                None => self.learn(spelling),
            };
            for at in start..end {
                let word = self.come_to.get(index(at)).copied();
                if let Some(people) = word.and_then(|word| self.people.get_mut(index(word))) {
                    people.push(person);
                }
            }
        }
    }

    fn learn(&mut self, spelling: &str) -> (u32, u32) {
        if self.spellings.len() >= MOST_SPELLINGS {
            // A list of endless names: each spelling is looked at anew rather than kept.
            self.spellings.clear();
            self.come_to.clear();
        }
        let (words, people, come_to) = (&mut self.words, &mut self.people, &mut self.come_to);
        let start = count(come_to.len());
        each_word(spelling, &mut self.buffer, |word| {
            let no = match words.get(word) {
                Some(no) => *no,
                None => {
                    let no = count(people.len());
                    people.push(Postings::default());
                    words.insert(word.into(), no);
                    no
                }
            };
            come_to.push(no);
        });
        let range = (start, count(come_to.len()));
        self.spellings.insert(spelling.into(), range);
        range
    }

    /// Writes the table in the order of the words, so that those of one prefix stand together.
    pub fn write(self, db: &Connection) -> Result<(), CoreError> {
        let WordIndex { words, people, .. } = self;
        let mut words: Vec<(Box<str>, u32)> = words.into_iter().collect();
        words.sort_unstable();
        let mut insert = db.prepare("insert into word (no, word, people, postings) values (?, ?, ?, ?)")?;
        for (no, (word, at)) in (1u32..).zip(&words) {
            if let Some(people) = people.get(index(*at)) {
                insert.execute(params![no, word, people.people(), people.bytes()])?;
            }
        }
        Ok(())
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn index(no: u32) -> usize {
    usize::try_from(no).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_share_its_people_also_when_there_are_too_many_to_keep() {
        let mut index = WordIndex::default();
        index.add("सीता बाई", 1);
        index.add("सिता-बाइ Sita", 2);
        for n in 0..MOST_SPELLINGS {
            index.add(&format!("a{n}"), 3);
        }
        index.add("सीता", 4);
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("create table word (no, word, people, postings)").unwrap();
        index.write(&db).unwrap();
        let mut query = db.prepare("select word, people, postings from word order by no").unwrap();
        let rows: Vec<(String, u32, Vec<u8>)> = query
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let expected =
            [("a", 1, vec![3]), ("sita", 1, vec![2]), ("बाइ", 2, vec![1, 1]), ("सिता", 3, vec![1, 1, 2])];
        assert_eq!(rows, expected.map(|(word, people, postings)| (word.to_owned(), people, postings)));
    }
}
