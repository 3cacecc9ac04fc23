//! Walks the tree with a typed word: a row of the table of edit distances for each node, shared by all words under it.

use super::trie::{Lexicon, index};
use crate::sounds::{Costs, LONGEST_WORD, Sound};

/// What a word that goes on after the typed sounds costs, and each sound more, up to [`MOST_BEHIND`].
const BEGUN: u16 = 4;
const EACH_BEHIND: u16 = 2;
const MOST_BEHIND: u16 = 20;

/// The same for a word that was typed to its end.
const UNFINISHED: u16 = 40;
const EACH_UNFINISHED: u16 = 20;

/// A word that is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// Its sounds.
    pub sounds: &'a [Sound],
    /// It is only begun: words that go on are meant as well.
    pub begun: bool,
    /// Words that cost more are not given; hundredths of an error.
    pub most: u16,
}

/// A word that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Its number.
    pub word: u32,
    /// Its distance in hundredths of an error.
    pub cost: u16,
}

/// Cost of reading `behind` sounds more than were typed.
fn behind(ask: &Ask, behind: u16) -> u16 {
    if ask.begun {
        BEGUN + (behind * EACH_BEHIND).min(MOST_BEHIND)
    } else {
        UNFINISHED + behind * EACH_UNFINISHED
    }
}

impl Lexicon {
    /// Calls `each` with the words within reach of the one asked for, in the order of their numbers.
    pub fn find(&self, costs: &Costs, ask: &Ask, mut each: impl FnMut(Found)) {
        let mut table = Table::new(costs, ask);
        let mut node = 0;
        while let (Some(sound), Some(depth)) = (self.sounds.get(node), self.depths.get(node)) {
            let cost = table.step(usize::from(*depth), usize::from(*sound));
            if self.ending.get(node) == Some(&true)
                && cost <= ask.most
                && let Some(word) = self.words.get(node)
            {
                each(Found { word: *word, cost });
            }
            node = if table.reaches(usize::from(*depth)) {
                node + 1
            } else {
                self.ends.get(node).map_or(usize::MAX, |end| index(*end))
            };
        }
    }
}

/// The distance of one word from the one asked for; none where it is out of reach.
pub fn distance(costs: &Costs, ask: &Ask, word: &[Sound]) -> Option<u16> {
    let mut table = Table::new(costs, ask);
    let mut cost = FAR;
    for (depth, sound) in word.iter().take(LONGEST_WORD).enumerate() {
        if depth > 0 && !table.reaches(depth - 1) {
            return None;
        }
        cost = table.step(depth, usize::from(sound.number()));
    }
    (cost <= ask.most).then_some(cost)
}

/// The table of edit distances along one path of the tree.
struct Table<'a> {
    costs: &'a Costs,
    ask: &'a Ask<'a>,
    asked: [u8; LONGEST_WORD],
    length: usize,
    rows: [Row; LONGEST_WORD + 1],
}

/// Costs of the sounds up to a node against each beginning of those asked for.
#[derive(Clone, Copy)]
struct Row {
    cells: [u16; LONGEST_WORD + 1],
    /// The cells that are within reach; all others are [`FAR`].
    near: (usize, usize),
    /// The sound of the node.
    sound: u8,
    /// Least cost of all sounds asked for against a node on the path, and how many sounds ago that was.
    begun: u16,
    since: u16,
}

/// Out of reach; far enough from the greatest number that costs can be added.
const FAR: u16 = u16::MAX / 2;

impl<'a> Table<'a> {
    fn new(costs: &'a Costs, ask: &'a Ask<'a>) -> Self {
        let mut asked = [0; LONGEST_WORD];
        let mut length = 0;
        for (to, sound) in asked.iter_mut().zip(ask.sounds) {
            *to = sound.number();
            length += 1;
        }
        let empty = Row { cells: [FAR; LONGEST_WORD + 1], near: (0, 0), sound: 0, begun: FAR, since: 0 };
        let mut table = Self { costs, ask, asked, length, rows: [empty; LONGEST_WORD + 1] };
        let first = &mut table.rows[0];
        first.cells[0] = 0;
        for (j, sound) in asked.iter().take(length).enumerate() {
            first.cells[j + 1] = first.cells[j] + costs.extra[usize::from(*sound)];
            if first.cells[j + 1] <= ask.most {
                first.near.1 = j + 1;
            }
        }
        table
    }

    /// Fills the row of a node; gives what its word costs if one ends there.
    fn step(&mut self, depth: usize, sound: usize) -> u16 {
        let (before, rest) = self.rows.split_at_mut(depth + 1);
        let (above, row) = (&before[depth], &mut rest[0]);
        let two_above = depth.checked_sub(1).map(|d| &before[d]);
        let three_above = depth.checked_sub(2).map(|d| &before[d]);
        let (left, alike) = (self.costs.left[sound], &self.costs.alike[sound]);
        let (mut low, mut high) = above.near;
        for (back, row) in [(2, two_above), (3, three_above)] {
            if let Some(row) = row {
                (low, high) = (low.min(row.near.0 + back), high.max(row.near.1 + back - 1));
            }
        }
        row.cells = [FAR; LONGEST_WORD + 1];
        let mut near = (usize::MAX, 0);
        for j in low..=self.length {
            let mut cost = above.cells[j] + left;
            if j > 0 {
                let typed = usize::from(self.asked[j - 1]);
                cost = cost
                    .min(above.cells[j - 1] + alike[typed])
                    .min(row.cells[j - 1] + self.costs.extra[typed]);
                if let Some(two) = two_above
                    && j > 1
                    && typed == usize::from(above.sound)
                    && usize::from(self.asked[j - 2]) == sound
                {
                    cost = cost.min(two.cells[j - 2] + self.costs.swap);
                }
                if let (Some(two), Some(three)) = (two_above, three_above)
                    && j > 2
                    && typed == usize::from(two.sound)
                    && usize::from(self.asked[j - 3]) == sound
                {
                    let between = self.costs.alike[usize::from(above.sound)][usize::from(self.asked[j - 2])];
                    cost = cost.min(three.cells[j - 3] + between + self.costs.far_swap);
                }
            }
            if cost <= self.ask.most {
                row.cells[j] = cost;
                near = (near.0.min(j), j);
            } else if j > high + 1 {
                break;
            }
        }
        row.near = if near.0 == usize::MAX { (self.length + 1, 0) } else { near };
        row.sound = sound as u8;
        let whole = row.cells[self.length];
        let gone_on = above.begun.saturating_add(behind(self.ask, above.since + 1));
        (row.begun, row.since) = if whole <= gone_on { (whole, 0) } else { (above.begun, above.since + 1) };
        whole.min(gone_on)
    }

    /// A word under the node may still be near.
    fn reaches(&self, depth: usize) -> bool {
        let (row, above) = (&self.rows[depth + 1], &self.rows[depth]);
        row.near.0 <= self.length
            || above.near.0 + 2 <= self.length
            || depth.checked_sub(1).is_some_and(|d| self.rows[d].near.0 + 3 <= self.length)
            || row.begun.saturating_add(behind(self.ask, row.since + 1)) <= self.ask.most
    }
}
