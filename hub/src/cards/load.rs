//! Loading a file of the portal: all of it or nothing, in one transaction. The same file again changes nothing.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::{Read, Seek};

use shivir_domain::campaign::Campaign;
use shivir_domain::day::Day;
use shivir_domain::fold::CardWord;
use shivir_domain::id::{AreaId, PersonId};
use shivir_roster::{Answer, Options, Progress, ReadError, Rejected, Row, Sink, Summary, place_of};

use super::apply::{Claim, apply};
use super::left::{self, Before, LeftKey, LeftReason, Likely};
use super::matching::{Found, find, is_listed};
use super::people::{Areas, Near, Places};
use super::row::{Waiting, word};
use crate::Hub;
use crate::district::{District, campaign};
use crate::error::HubError;
use crate::store::{Tx, Value};

/// Rows that are matched at a time, by their areas: a file need not go from village to village.
const AT_A_TIME: usize = 20_000;

/// Ids that are looked up at a time.
const LOOKED_UP: usize = 1_000;

/// Rejected rows that are named at most.
const NAMED: usize = 100;

/// What a file came to: `rows` is the sum of `matched`, `repeated`, `asked`, `unmatched`, `settled` and `rejected`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardsReport {
    /// The day of which the file is.
    pub dated: Option<Day>,
    /// Rows of the file.
    pub rows: u64,
    /// Rows that are about somebody.
    pub matched: u64,
    /// Rows that say once more what another row says of the same person.
    pub repeated: u64,
    /// Rows kept aside of which it is known whom to ask about.
    pub asked: u64,
    /// Rows kept aside that fit nobody.
    pub unmatched: u64,
    /// Rows of which it was decided that they are about nobody whom the hub knows.
    pub settled: u64,
    /// Rows that could not be read, or say nothing of a card.
    pub rejected: u64,
    /// The first of these: the line and a code that says why. No more of them is kept.
    pub rejected_lines: Vec<(u32, &'static str)>,
    /// Of those matched, how many have a card by the file.
    pub made: u64,
    /// People of whom the hub says something else now than before.
    pub changed: u64,
    /// Packs that were made anew.
    pub packs: u64,
}

/// Why a file of the portal was not taken; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum CardsError {
    /// The file cannot be read, or something must be asked first: a sentence that says which.
    #[error("{english}")]
    List {
        /// The sentence in Hindi.
        hindi: String,
        /// The sentence in English.
        english: String,
    },
    /// No row could be taken.
    #[error("no row of the file could be taken")]
    NoRows,
    /// The hub has no list of people yet.
    #[error("the hub has no list of people with whom cards could be matched; load it first")]
    NoList,
    /// None of the places and ids of the file are of this district.
    #[error("none of the places and ids of the file are of this district")]
    OtherDistrict,
    /// Nothing says of which day the file is.
    #[error("the file has no day on which a card was made; say of which day it is")]
    Undated,
    /// The day that was said is before the day of a card in the file, or after today.
    #[error("the file cannot be of that day: it has a card of {latest}, and today is {today}")]
    WrongDay {
        /// The latest day of a card in the file.
        latest: Day,
        /// Today.
        today: Day,
    },
    /// The hub.
    #[error(transparent)]
    Hub(#[from] HubError),
}

impl Hub {
    /// Takes a file of the portal with the state of family cards (CSV or a workbook). `dated`: the day of which it is; where it
    /// is not said, that of the latest card in it. `told`: rows so far.
    ///
    /// # Errors
    /// [`CardsError`]; then nothing was changed.
    pub fn load_cards<R: Read + Seek>(
        &self,
        district: u32,
        today: Day,
        dated: Option<Day>,
        source: &mut R,
        told: &mut dyn FnMut(u64),
    ) -> Result<CardsReport, CardsError> {
        self.district_keys(district)?;
        let latest = latest_day(source, today)?;
        let dated = dated.or(latest).ok_or(CardsError::Undated)?;
        if let Some(latest) = latest.or(Some(dated)).filter(|latest| *latest > dated || dated > today) {
            return Err(CardsError::WrongDay { latest, today });
        }
        source.rewind().map_err(|_| HubError::Internal("reading"))?;
        let mut failed = None;
        let done = self.db().write_with(|tx| {
            let mut held = District::lock(tx, district)?.ok_or(HubError::NotFound("the district"))?;
            let loaded = match gather(tx, &held, today, dated, source, told) {
                Ok(loaded) => loaded,
                Err(error) => {
                    failed = Some(error);
                    return Err(HubError::Internal("cards"));
                }
            };
            let (mut report, claims) = loaded;
            let applied = apply(tx, &mut held, self.env(), today, &claims)?;
            (report.changed, report.packs) = (applied.changed, applied.packs);
            Ok(report)
        });
        match (done, failed) {
            (_, Some(error)) => Err(error),
            (done, None) => Ok(done?),
        }
    }
}

/// The latest day on which a card of the file was made.
fn latest_day<R: Read + Seek>(source: &mut R, today: Day) -> Result<Option<Day>, CardsError> {
    struct Latest(Option<Day>);
    impl Sink for Latest {
        type Error = Infallible;

        fn row(&mut self, row: &Row<'_>) -> Result<(), Infallible> {
            self.0 = self.0.max(row.card_date);
            Ok(())
        }

        fn rejected(&mut self, _: &Rejected) -> Result<(), Infallible> {
            Ok(())
        }
    }
    let mut latest = Latest(None);
    read(source, today, &mut latest)?;
    Ok(latest.0)
}

fn read<R: Read + Seek, S: Sink>(source: &mut R, today: Day, sink: &mut S) -> Result<Summary, CardsError>
where
    CardsError: From<S::Error>,
{
    shivir_roster::read(source, &Options::of_cards(today), sink).map_err(|error| match error {
        ReadError::Sink(error) => error.into(),
        ReadError::List(error) => CardsError::List { hindi: error.hindi(), english: error.english() },
        ReadError::Question(question) => {
            CardsError::List { hindi: question.hindi(), english: question.english() }
        }
        ReadError::Cancelled => HubError::Internal("reading").into(),
    })
}

impl From<Infallible> for CardsError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

fn gather<R: Read + Seek>(
    tx: &mut dyn Tx,
    district: &District,
    today: Day,
    dated: Day,
    source: &mut R,
    told: &mut dyn FnMut(u64),
) -> Result<(CardsReport, Vec<Claim>), CardsError> {
    let code = district.code;
    let places = Places::read(tx, code)?;
    if places.is_empty() {
        return Err(CardsError::NoList);
    }
    let campaign = campaign(tx, code)?.and_then(|(_, json)| Campaign::parse(&json).ok());
    let before = left::before(tx, code)?;
    let mut gather = Gather {
        tx,
        code,
        dated,
        campaign,
        places,
        before,
        areas: Areas::default(),
        waiting: Vec::new(),
        claims: BTreeMap::new(),
        aside: BTreeMap::new(),
        matched: Vec::new(),
        of_here: false,
        report: CardsReport { dated: Some(dated), ..CardsReport::default() },
        told,
    };
    read(source, today, &mut gather)?;
    gather.flush()?;
    let Gather { claims, mut report, of_here, .. } = gather;
    if report.rows == report.rejected {
        return Err(CardsError::NoRows);
    }
    if !of_here {
        return Err(CardsError::OtherDistrict);
    }
    report.made = claims.values().filter(|claimed| claimed.word.is_made()).count() as u64;
    let claims = claims.into_iter();
    let claims = claims.map(|(person, c)| Claim { person, listed: c.listed, word: c.word });
    Ok((report, claims.collect()))
}

/// What the file said of somebody so far.
struct Claimed {
    word: CardWord,
    listed: bool,
    /// Of the row that said so first.
    key: LeftKey,
    ids: Option<u64>,
}

/// Takes the reader's rows.
struct Gather<'a> {
    tx: &'a mut dyn Tx,
    code: u32,
    dated: Day,
    campaign: Option<Campaign>,
    places: Places,
    before: Before,
    areas: Areas,
    waiting: Vec<Waiting>,
    claims: BTreeMap<PersonId, Claimed>,
    /// Rows to be kept aside, each once in a statement, and keys of rows that were matched.
    aside: BTreeMap<LeftKey, Vec<Value>>,
    matched: Vec<LeftKey>,
    /// A place or an id of the file is of this district.
    of_here: bool,
    report: CardsReport,
    told: &'a mut dyn FnMut(u64),
}

impl Gather<'_> {
    fn reject(&mut self, line: u32, why: &'static str) {
        self.report.rejected += 1;
        if self.report.rejected_lines.len() < NAMED {
            self.report.rejected_lines.push((line, why));
        }
    }

    /// Matches the rows at hand.
    fn flush(&mut self) -> Result<(), HubError> {
        let (code, waiting) = (self.code, std::mem::take(&mut self.waiting));
        let who = |w: &Waiting| vec![Value::Int(code.into()), Value::Bytes(w.person.0.to_vec())];
        let sql = "select no from listed where district = $1 and person = $2";
        let mut listed = Vec::with_capacity(waiting.len());
        for some in waiting.chunks(LOOKED_UP) {
            let found = self.tx.rows_all(sql, &some.iter().map(who).collect::<Vec<_>>())?;
            listed.extend(found.iter().map(|rows| !rows.is_empty()));
        }
        let mut by_areas: BTreeMap<&[AreaId], Vec<usize>> = BTreeMap::new();
        for (at, waiting) in waiting.iter().enumerate() {
            by_areas.entry(&waiting.areas).or_default().push(at);
        }
        let mut found = BTreeMap::new();
        for (areas, of_areas) in by_areas {
            let mut people = Vec::with_capacity(areas.len());
            for area in areas {
                people.push((*area, self.areas.people(self.tx, code, *area)?));
            }
            let mut near: Vec<Near> = people.iter().map(|(area, people)| Near::of(*area, people)).collect();
            for at in of_areas {
                if let Some((waiting, listed)) = waiting.get(at).zip(listed.get(at)) {
                    found.insert(at, self.match_one(waiting, *listed, &mut near)?);
                }
            }
        }
        // In the order of the file.
        for (waiting, found) in waiting.into_iter().zip(found.into_values()) {
            match found {
                None => self.report.settled += 1,
                Some(Found::Left(reason, likely)) => self.aside(waiting, reason, likely)?,
                Some(Found::Person { person, listed }) => self.claim(waiting, person, listed)?,
            }
        }
        left::drop_matched(self.tx, code, &self.matched)?;
        let aside: Vec<_> = std::mem::take(&mut self.aside).into_values().collect();
        left::keep(self.tx, &aside)?;
        self.matched.clear();
        Ok(())
    }

    /// Who a row is about; none where it was decided that it is about nobody.
    fn match_one(
        &mut self,
        waiting: &Waiting,
        listed: bool,
        near: &mut [Near],
    ) -> Result<Option<Found>, HubError> {
        self.of_here |= !waiting.areas.is_empty() || listed && waiting.by_id;
        Ok(match self.before.get(&waiting.key) {
            Some(Some(None)) => None,
            // Somebody looked at this row, and said who it is.
            Some(Some(Some(person))) => {
                Some(Found::Person { person: *person, listed: is_listed(self.tx, self.code, *person)? })
            }
            _ => Some(find(self.tx, self.code, near, waiting, listed)?),
        })
    }

    fn claim(&mut self, waiting: Waiting, person: PersonId, listed: bool) -> Result<(), HubError> {
        let (word, key, ids) = (waiting.row.word, waiting.key, waiting.ids);
        let Some(claimed) = self.claims.get_mut(&person) else {
            self.claims.insert(person, Claimed { word, listed, key, ids });
            self.report.matched += 1;
            if self.before.contains_key(&key) {
                self.matched.push(key);
            }
            return Ok(());
        };
        let one = claimed.key == key || claimed.ids == ids && ids.is_some();
        if one && claimed.word == word {
            self.report.repeated += 1;
            return Ok(());
        }
        // Of one card that the file has twice the better word counts, whichever stands first; of a second card none.
        if one && word.replaces(&claimed.word) {
            claimed.word = word;
        }
        self.aside(waiting, LeftReason::Twice, vec![Likely { person, points: 0 }])
    }

    fn aside(
        &mut self,
        mut waiting: Waiting,
        reason: LeftReason,
        likely: Vec<Likely>,
    ) -> Result<(), HubError> {
        *(if reason.asks() { &mut self.report.asked } else { &mut self.report.unmatched }) += 1;
        waiting.row.likely = likely;
        self.aside.insert(waiting.key, left::kept(self.code, waiting.key, reason, &waiting.row)?);
        Ok(())
    }
}

impl Sink for Gather<'_> {
    type Error = HubError;

    fn row(&mut self, row: &Row<'_>) -> Result<(), HubError> {
        self.report.rows += 1;
        let Some(word) = word(row, self.dated) else {
            self.reject(row.line, "NO_WORD");
            return Ok(());
        };
        let area = place_of(self.code, self.campaign.as_ref(), row).area;
        let areas = self.places.of(area, row.block, [row.village, row.ward, row.panchayat]);
        self.waiting.push(Waiting::of(self.code, row, word, areas));
        if self.waiting.len() < AT_A_TIME { Ok(()) } else { self.flush() }
    }

    fn rejected(&mut self, rejected: &Rejected) -> Result<(), HubError> {
        self.report.rows += 1;
        self.reject(rejected.line, rejected.reason.code());
        Ok(())
    }

    fn progress(&mut self, progress: Progress) -> Answer {
        (self.told)(progress.rows);
        Answer::GoOn
    }
}
