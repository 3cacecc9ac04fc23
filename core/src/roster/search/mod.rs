//! Finding people: by the sounds of their names in either script, by the numbers on their papers, by the code of a slip.
//! See `docs/SEARCH.md`.

mod asked;
mod begins;
mod candidates;
mod hits;
mod matched;
mod namesakes;
mod new;
mod numbers;
mod passes;
mod rank;
mod reach;
mod recent;

use rusqlite::Connection;
use shivir_domain::fact::Token;
use shivir_domain::id::{AreaId, PersonId};

pub use hits::Hit;
pub use matched::{Likeness, Matched, Why};
pub use namesakes::Confirm;
pub(in crate::roster) use new::each_own_word;
pub(crate) use new::name_key;

use super::Listed;
use super::index::Index;
use super::read::{self, Home};
use crate::Core;
use crate::error::{CoreError, Thing};
use crate::store::meta;
use asked::Asked;
use candidates::Scratch;
use hits::Hits;
use namesakes::Heads;
use rank::{Key, Rank};
use reach::{LEVELS, Reach};
use recent::Recent;

/// Hits that a search gives at most.
const MOST_HITS: u32 = 500;

/// People who are sifted at once by a word that is only begun.
const SIFTED: usize = 256;

/// How to search.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SearchOptions {
    /// Hits at most, up to 500.
    #[cfg_attr(feature = "uniffi", uniffi(default = 50))]
    pub limit: u32,
    /// Only people of this area.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub area: Option<AreaId>,
    /// Areas whose people come first: that of the camp, then others that it is held for; their blocks come next.
    #[cfg_attr(feature = "uniffi", uniffi(default = []))]
    pub near: Vec<AreaId>,
    /// Only some of those who match.
    #[cfg_attr(feature = "uniffi", uniffi(default))]
    pub facets: Facets,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self { limit: 50, area: None, near: Vec::new(), facets: Facets::default() }
    }
}

/// Narrows a search; several at once all have to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Facets {
    /// Only people of the list who have no card.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub left: Option<Left>,
    /// Only people of some age.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub ages: Option<Ages>,
    /// Only people of whom an Aadhaar update is under way.
    #[cfg_attr(feature = "uniffi", uniffi(default = false))]
    pub open_case: bool,
}

/// Which of those who have no card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Left {
    /// All.
    Any,
    /// Those of families in which nobody has one, by the list.
    WholeFamily,
    /// Those of families in which somebody has one, by the list.
    OfCardedFamily,
}

/// An age group that is cared for apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Ages {
    /// Children who may be under 5.
    UnderFive,
    /// Those who may be 70 or over, to whom a Vay Vandana card is owed.
    Elderly,
}

/// What a search keeps in memory of the roster in use.
#[derive(Debug)]
pub(crate) struct Finder {
    pub(super) index: Index,
    scratch: Scratch,
    rows: Rows,
    heads: Heads,
}

/// People who were read lately, at least so many are kept; about half a kilobyte each.
const ROWS: usize = 512;

/// The people who were read lately, by their numbers in the roster.
#[derive(Debug)]
struct Rows(Recent<Option<(Listed, Home)>>);

impl Rows {
    fn get(&mut self, db: &Connection, no: u32, district: u32) -> Result<Option<(Listed, Home)>, CoreError> {
        Ok(self.0.get(no, || read::at_home(db, no, district))?.clone())
    }
}

impl Finder {
    fn new(index: Index) -> Self {
        let rows = Rows(Recent::new(ROWS));
        Self { index, scratch: Scratch::default(), rows, heads: Heads::default() }
    }
}

impl Core {
    /// Finds people, the likeliest first: a word is found however its sounds are spelled, in either script, and from its
    /// first letter on; it may be of the name, of father's or husband's, of village or panchayat, in any order. A number
    /// is a ration card, family id, mobile, the last four of an Aadhaar or the list's own id, small ones an age; a
    /// slip's code finds who got it. People who are on no list come first. The same query over the same people gives the
    /// same order.
    ///
    /// # Errors
    /// [`CoreError::Interrupted`] where [`crate::store::Store::interrupt`] stopped it; [`CoreError::Damaged`] where the
    /// roster cannot be read: a slip's code is found all the same.
    pub fn search(&self, query: &str, options: &SearchOptions) -> Result<Vec<Hit>, CoreError> {
        let asked = Asked::of(query);
        let today = self.today()?;
        self.store().read(|camp| {
            let mut hits = Hits::new(camp, today, options, &asked);
            if let Some(slip) = &asked.slip {
                for id in registered_with(camp, slip)? {
                    hits.add(id, None, Some(Why::Slip))?;
                }
                return Ok(hits.found);
            }
            if asked.is_nothing() {
                return Ok(hits.found);
            }
            for id in new::new_people(camp, &asked, false)? {
                hits.add(id, None, None)?;
            }
            // What goes wrong with one file is not to be said of the other.
            let mut camp_error = None;
            let searched = self.with_finder(camp, |db, finder| {
                let found = finder.listed(db, &asked, options, &mut hits);
                match found {
                    Err(Failed::Camp(error)) => {
                        camp_error = Some(error);
                        Ok(())
                    }
                    Err(Failed::Roster(error)) => Err(error),
                    Ok(()) => namesakes::tell_apart(db, &mut finder.heads, &mut hits),
                }
            });
            if hits.found.is_empty() {
                for id in new::new_people(camp, &asked, true)? {
                    hits.add(id, None, None)?;
                }
            }
            match (camp_error, searched) {
                (Some(error), _) => Err(error),
                // Before the first list is loaded there are only those who were added here.
                (None, Err(CoreError::NotFound(Thing::Roster)) | Ok(())) => Ok(hits.found),
                (None, Err(error)) => Err(error),
            }
        })
    }

    /// Reads the roster that `camp` names with its index, which is loaded the first time.
    pub(super) fn with_finder<T>(
        &self,
        camp: &Connection,
        work: impl FnOnce(&Connection, &mut Finder) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let named: Option<String> = meta(camp, "roster")?;
        self.with_roster(camp, |db| {
            let file = named.unwrap_or_default();
            let mut kept = self.finder().lock();
            let finder = match kept.take().filter(|finder| finder.index.file == file) {
                Some(finder) => kept.insert(finder),
                None => {
                    let index = Index::load(db, &file)?;
                    kept.insert(Finder::new(index))
                }
            };
            // A statement that stays under way: the file is locked once, not for each list that is read, and an
            // interruption between two others is not forgotten.
            let mut hold = db.prepare_cached("select name from meta")?;
            let mut held = hold.query([])?;
            held.next()?;
            work(db, finder)
        })
    }
}

/// What went wrong, and with which file.
enum Failed {
    Camp(CoreError),
    Roster(CoreError),
}

impl From<CoreError> for Failed {
    fn from(error: CoreError) -> Self {
        Self::Roster(error)
    }
}

impl From<rusqlite::Error> for Failed {
    fn from(error: rusqlite::Error) -> Self {
        Self::Roster(error.into())
    }
}

impl Finder {
    /// Adds the listed people, the likeliest first, until there are enough.
    fn listed(
        &mut self,
        db: &Connection,
        asked: &Asked,
        options: &SearchOptions,
        hits: &mut Hits,
    ) -> Result<(), Failed> {
        if !asked.ids.is_empty() {
            return self.by_number(db, asked, hits);
        }
        let district = read::district(db)?;
        let Self { index, scratch, rows, .. } = self;
        let mut to = Shown { db, index, rows, district, hits };
        let rank = Rank::new(index, asked, options, to.hits.today, to.hits.camp, db)?;
        begins::nearest_first(asked, &rank, &mut to)?;
        let before = to.hits.found.len();
        for (at, most) in (0u8..).zip(LEVELS) {
            // Words that are mistyped are looked for where no spelling finds anybody.
            if to.hits.is_full() || (at > 0 && to.hits.found.len() > before) {
                return Ok(());
            }
            let alone = asked.words.len() == 1;
            let reach = |word| Reach::of(index, word, most, alone);
            let (begun, whole): (Vec<Reach>, Vec<Reach>) =
                asked.words.iter().map(reach).partition(|reach| reach.begins);
            // Where it lets enough of those pass whom the others reach, a word that is only begun is looked at for those
            // alone who are shown.
            let (first, sieve) = match (whole.iter().any(|r| !r.courtesy), begun.as_slice()) {
                (true, [sieve]) if sifts(index, &whole, sieve, to.hits.missing()) => (whole, Some(sieve)),
                _ => (whole.into_iter().chain(begun).collect(), None),
            };
            let mut later = Vec::new();
            for pass in passes::passes(index, &rank, &first, to.hits.missing()) {
                let mut ranked = Vec::new();
                scratch.candidates(
                    db,
                    index,
                    &first,
                    &pass.ranges,
                    |no| pass.holds(&rank, no),
                    |candidate| {
                        if candidate.level == at && rank.admits(candidate.no) {
                            ranked.push(rank.key(&candidate));
                        }
                    },
                )?;
                // Whoever is at this level stands before all who live farther, others behind them.
                let (now, behind) = ranked.into_iter().partition(|key: &Key| key.level() == at);
                later.extend::<Vec<Key>>(behind);
                to.add(sieve, now)?;
                if to.hits.is_full() {
                    return Ok(());
                }
            }
            to.add(sieve, later)?;
        }
        Ok(())
    }
}

/// Whether those whom all words reach are likely to fill the screen from the first who are sifted.
fn sifts(index: &Index, whole: &[Reach], sieve: &Reach, missing: usize) -> bool {
    let others = whole.iter().filter(|r| !r.courtesy).map(|r| r.people).min().unwrap_or(0);
    let all = u64::from(index.people());
    others.min(SIFTED as u64) * sieve.people.min(all) >= missing as u64 * all
}

/// Where those who were found are shown, with all that it takes to read them.
struct Shown<'a, 'h> {
    db: &'a Connection,
    index: &'a Index,
    rows: &'a mut Rows,
    district: u32,
    hits: &'a mut Hits<'h>,
}

impl Shown<'_, '_> {
    /// Adds those whom one more word reaches, if there is one, in the order of their keys until there are enough.
    fn add(&mut self, sieve: Option<&Reach>, ranked: Vec<Key>) -> Result<(), Failed> {
        match sieve {
            Some(sieve) => self.add_sifted(sieve, ranked),
            None => self.add_ranked(ranked),
        }
    }

    fn add_sifted(&mut self, sieve: &Reach, mut ranked: Vec<Key>) -> Result<(), Failed> {
        let mut from = 0;
        // Whom the word reaches, though somebody who was not looked at yet may come before them.
        let mut waiting: Vec<Key> = Vec::new();
        while from < ranked.len() && !self.hits.is_full() {
            let some = take_least(&mut ranked, from, SIFTED);
            from += some.len();
            let last = some.last().copied();
            some.sort_unstable_by_key(|key| key.no());
            let people: Vec<u32> = some.iter().map(|key| key.no()).collect();
            let sifted = candidates::sift(self.db, self.index, sieve, &people)?;
            let mut costs = sifted.iter().peekable();
            waiting.extend(some.iter().filter_map(|key| {
                let (_, cost) = costs.next_if(|(no, _)| *no == key.no())?;
                Some(key.plus(*cost))
            }));
            let least = last.map(|key| key.plus(sieve.least()));
            let (now, behind) = waiting.into_iter().partition(|key| Some(*key) <= least);
            waiting = behind;
            self.add_ranked(now)?;
        }
        self.add_ranked(waiting)
    }

    /// Adds the people in the order of their keys until there are enough.
    fn add_ranked(&mut self, mut ranked: Vec<Key>) -> Result<(), Failed> {
        // Only as many are sorted as are likely to be read.
        let mut from = 0;
        while from < ranked.len() && !self.hits.is_full() {
            let some = take_least(&mut ranked, from, self.hits.missing() + 8);
            for key in some.iter() {
                if self.hits.is_full() {
                    return Ok(());
                }
                if let Some((listed, home)) = self.rows.get(self.db, key.no(), self.district)? {
                    self.hits.add(listed.id, Some((listed, Some(home))), None).map_err(Failed::Camp)?;
                }
            }
            from += some.len();
        }
        Ok(())
    }
}

/// Sorts the least of the keys from a place on, so many, and gives them.
fn take_least(ranked: &mut [Key], from: usize, many: usize) -> &mut [Key] {
    let rest = ranked.get_mut(from..).unwrap_or_default();
    let many = many.min(rest.len());
    if many < rest.len() {
        rest.select_nth_unstable(many);
    }
    let least = rest.get_mut(..many).unwrap_or_default();
    least.sort_unstable();
    least
}

/// Those who got a slip. Phones that are not enrolled yet share the number 0, so it may be several.
fn registered_with(camp: &Connection, slip: &Token) -> Result<Vec<PersonId>, CoreError> {
    let mut query = camp
        .prepare_cached("select distinct person from visit where phone = ? and counter = ? order by fact")?;
    let ids = query.query_map([slip.phone, slip.counter], |r| r.get(0).map(PersonId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
