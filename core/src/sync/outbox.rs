//! The outbox: the facts of this store's own streams past what the hub acknowledged. No flag is flipped, so that nothing
//! written during an upload can be taken for sent.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use shivir_domain::codes::Lang;
use shivir_domain::day::Day;
use shivir_domain::fact::{Fact, FactKind};
use shivir_domain::id::{FactId, StreamId};
use shivir_domain::wire::{Advice, QuarantineReason};

use super::acks;
use super::sums::Sums;
use crate::Core;
use crate::error::{CoreError, Refusal, Thing};
use crate::facts;

/// Longest reason code and advice of a refusal, in letters.
const REASON_LETTERS: u16 = 64;
const ADVICE_LETTERS: u16 = 1000;

/// What waits to be sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Outbox {
    /// Facts that wait.
    pub waiting: u64,
    /// The oldest of them.
    pub oldest: Option<Oldest>,
    /// Every stream known here, in the order in which they were met.
    pub by_stream: Vec<StreamState>,
    /// Facts that the hub would not take, the latest first.
    pub refused: Vec<Refused>,
}

/// The oldest fact that waits; in JSON `[day, written_ms]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "(Day, u64)")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Oldest {
    /// The day of what it says.
    pub day: Day,
    /// When it was written, in milliseconds since 1970 (UTC).
    pub written_ms: u64,
}

impl From<Oldest> for (Day, u64) {
    fn from(oldest: Oldest) -> Self {
        (oldest.day, oldest.written_ms)
    }
}

/// How far a stream is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct StreamState {
    /// Which.
    pub stream: StreamId,
    /// It was drawn by this store.
    pub own: bool,
    /// The highest number here.
    pub last: u64,
    /// Up to this number the hub holds it durably.
    pub acked: u64,
    /// Facts that wait; none in a stream of another.
    pub waiting: u64,
}

/// A fact that the hub keeps aside, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Refused {
    /// Which.
    pub fact: FactId,
    /// What it says; none where it is not here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<FactKind>,
    /// The hub's code for the reason.
    pub reason: String,
    /// What to do: the hub's code for it, or its words.
    pub advice: Option<String>,
    /// When that became known, in milliseconds since 1970 (UTC).
    pub at: u64,
}

/// How far a fact has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "reach", rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Reach {
    /// It waits on this store.
    Waiting,
    /// The hub holds it durably.
    Acknowledged,
    /// The hub holds it aside.
    Refused {
        /// Its code for the reason.
        reason: String,
        /// What to do: its code, or words.
        advice: Option<String>,
    },
    /// It came from elsewhere: its own store sends it.
    Elsewhere,
}

impl Refused {
    /// Why, and what to do, in words.
    pub fn words(&self, lang: Lang) -> (String, String) {
        refusal_words(&self.reason, self.advice.as_deref(), lang)
    }
}

impl Reach {
    /// A sentence for the worker.
    pub fn sentence(&self, lang: Lang) -> String {
        let (hi, en) = match self {
            Self::Waiting => {
                ("फ़ोन में सुरक्षित; ज़िले को भेजना बाकी है।", "Safe on the phone; still to be sent to the district.")
            }
            Self::Acknowledged => ("ज़िले तक पहुँच गया।", "It has reached the district."),
            Self::Elsewhere => ("दूसरे फ़ोन से आया; वही भेजता है।", "It came from another phone, which sends it."),
            Self::Refused { reason, advice } => {
                let (why, what) = refusal_words(reason, advice.as_deref(), lang);
                return match lang {
                    Lang::Hi => format!("ज़िले ने अलग सुरक्षित रखा है: {why}। {what}"),
                    Lang::En => format!("The district keeps it aside, safe: {why}. {what}"),
                };
            }
        };
        lang.pick(hi, en).to_owned()
    }
}

/// The hub's codes in words; what is no code of this version is shown as it is.
fn refusal_words(reason: &str, advice: Option<&str>, lang: Lang) -> (String, String) {
    let why = QuarantineReason::from_code(reason);
    let why = why.map_or_else(|| reason.to_owned(), |reason| reason.word(lang).to_owned());
    let what = advice.map_or_else(String::new, |advice| {
        Advice::from_code(advice).map_or_else(|| advice.to_owned(), |a| a.word(lang).to_owned())
    });
    (why, what)
}

impl Core {
    /// What waits to be sent, and what was refused. Of practice nothing waits, since nothing of it is ever sent.
    pub fn outbox(&self) -> Result<Outbox, CoreError> {
        if self.is_practice() {
            return Ok(Outbox::default());
        }
        self.store().read(|db| {
            let by_stream = streams(db)?;
            let mut oldest: Option<Oldest> = None;
            for stream in by_stream.iter().filter(|s| s.waiting > 0) {
                facts::past(db, stream_no(db, stream.stream)?.0, stream.acked, |fact| {
                    let at = Oldest { day: fact.header.day, written_ms: fact.header.time.ms() };
                    oldest = Some(
                        oldest.map_or(at, |held| if at.written_ms < held.written_ms { at } else { held }),
                    );
                    false
                })?;
            }
            Ok(Outbox {
                waiting: by_stream.iter().map(|s| s.waiting).sum(),
                oldest,
                by_stream,
                refused: refusals(db)?,
            })
        })
    }

    /// Facts that wait, by stream and number, as they were written; at most so many bytes, but always one where any
    /// waits, so that a large one cannot hold up the others.
    pub fn waiting_facts(&self, limit_bytes: usize) -> Result<Vec<Fact>, CoreError> {
        self.only_real()?;
        self.store().read(|db| {
            let (mut batch, mut bytes) = (Vec::new(), 0usize);
            for stream in streams(db)?.iter().filter(|s| s.waiting > 0) {
                let mut full = false;
                facts::past(db, stream_no(db, stream.stream)?.0, stream.acked, |fact| {
                    bytes = bytes.saturating_add(size(&fact));
                    full = bytes > limit_bytes && !batch.is_empty();
                    if !full {
                        batch.push(fact);
                    }
                    !full
                })?;
                if full {
                    break;
                }
            }
            Ok(batch)
        })
    }

    /// The hub holds every fact of one of this store's streams up to a number, applied or aside. A number below what it
    /// said before changes nothing. Returns the number that holds now.
    ///
    /// # Errors
    /// [`Thing::Fact`] where the stream is not this store's own, or has no such number yet: nothing is changed, since
    /// what was not sent cannot be held.
    pub fn acknowledge(&self, stream: StreamId, upto: u64) -> Result<u64, CoreError> {
        self.only_real()?;
        self.store().write(|tx| {
            let (no, own) = stream_no(tx, stream)?;
            let last: u64 = last(tx, no)?;
            if !own || upto > last {
                return Err(CoreError::NotFound(Thing::Fact));
            }
            let mut sums = Sums::of(tx);
            acks::raise(&mut sums, tx, no, upto)?;
            sums.finish()?;
            Ok(tx.prepare_cached("select acked from stream where no = ?")?.query_row([no], |r| r.get(0))?)
        })
    }

    /// The hub holds a fact aside: its reason code, and what to do. A later word takes the place of an earlier one.
    ///
    /// # Errors
    /// [`Thing::Fact`] where the fact is not of one of this store's streams; [`Refusal::TooLong`].
    pub fn note_refusal(&self, fact: FactId, reason: &str, advice: Option<&str>) -> Result<(), CoreError> {
        self.only_real()?;
        let long = |text: &str, limit: u16| text.chars().count() > usize::from(limit);
        if long(reason, REASON_LETTERS) {
            return Err(Refusal::TooLong(REASON_LETTERS).into());
        }
        if advice.is_some_and(|a| long(a, ADVICE_LETTERS)) {
            return Err(Refusal::TooLong(ADVICE_LETTERS).into());
        }
        let now = self.env().now_ms();
        self.store().write(|tx| {
            let (no, own) = stream_no(tx, fact.stream)?;
            if !own || facts::fact(tx, fact)?.is_none() {
                return Err(CoreError::NotFound(Thing::Fact));
            }
            let mut sums = Sums::of(tx);
            acks::refuse(&mut sums, no, fact.seq, (reason, advice), now)?;
            sums.finish()
        })
    }

    /// How far a fact has come.
    ///
    /// # Errors
    /// [`Thing::Fact`] where it is not here.
    pub fn has_reached(&self, fact: FactId) -> Result<Reach, CoreError> {
        self.only_real()?;
        self.store().read(|db| {
            let (no, own) = stream_no(db, fact.stream)?;
            if facts::fact(db, fact)?.is_none() {
                return Err(CoreError::NotFound(Thing::Fact));
            }
            if !own {
                return Ok(Reach::Elsewhere);
            }
            let refused = db
                .prepare_cached(
                    "select reason, advice from refusal where stream = ? and seq = ? and released = 0",
                )?
                .query_row(params![no, fact.seq], |r| Ok((r.get(0)?, r.get(1)?)))
                .optional()?;
            if let Some((reason, advice)) = refused {
                return Ok(Reach::Refused { reason, advice });
            }
            let acked: u64 =
                db.prepare_cached("select acked from stream where no = ?")?.query_row([no], |r| r.get(0))?;
            Ok(if fact.seq <= acked { Reach::Acknowledged } else { Reach::Waiting })
        })
    }
}

fn size(fact: &Fact) -> usize {
    fact.header_bytes.len() + fact.body.as_ref().map_or(0, Vec::len) + fact.body_hash.len()
}

/// Short number of a stream, and whether it is this store's own.
pub(super) fn stream_no(db: &Connection, stream: StreamId) -> Result<(i64, bool), CoreError> {
    db.prepare_cached("select no, own from stream where id = ?")?
        .query_row([stream.0], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?
        .ok_or(CoreError::NotFound(Thing::Fact))
}

pub(super) fn last(db: &Connection, no: i64) -> Result<u64, CoreError> {
    let last: Option<u64> =
        db.prepare_cached("select max(seq) from fact where stream = ?")?.query_row([no], |r| r.get(0))?;
    Ok(last.unwrap_or(0))
}

pub(super) fn streams(db: &Connection) -> Result<Vec<StreamState>, CoreError> {
    let mut query = db.prepare_cached(
        "select id, own, acked, coalesce((select max(seq) from fact where stream = s.no), 0), \
         case own when 1 then (select count(*) from fact where stream = s.no and seq > s.acked) else 0 end \
         from stream s order by no",
    )?;
    let rows = query.query_map([], |r| {
        Ok(StreamState {
            stream: StreamId(r.get(0)?),
            own: r.get(1)?,
            acked: r.get(2)?,
            last: r.get(3)?,
            waiting: r.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn refusals(db: &Connection) -> Result<Vec<Refused>, CoreError> {
    let mut query = db.prepare_cached(
        "select s.id, r.seq, f.kind, r.reason, r.advice, r.at_ms from refusal r join stream s on s.no = r.stream \
         left join fact f on f.stream = r.stream and f.seq = r.seq where r.released = 0 order by r.at_ms desc, s.no, r.seq",
    )?;
    let rows = query.query_map([], |r| {
        Ok(Refused {
            fact: FactId { stream: StreamId(r.get(0)?), seq: r.get(1)? },
            kind: r.get::<_, Option<u16>>(2)?.map(FactKind::from_number),
            reason: r.get(3)?,
            advice: r.get(4)?,
            at: r.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
