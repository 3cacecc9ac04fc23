//! Writing facts of one's own.

use rusqlite::{Connection, Transaction, params};
use serde::{Deserialize, Serialize};
use shivir_domain::day::Day;
use shivir_domain::fact::{Body, Fact, FactKind, Header, Token};
use shivir_domain::hlc::{ClockDoubt, Hlc, HlcClock};
use shivir_domain::id::{AreaId, CampId, FactId, StreamId, SubjectId, WorkerId};

use super::log;
use crate::Core;
use crate::env::{Env, india};
use crate::error::CoreError;
use crate::store::BUILT_MS;

/// Who sits at the table, where and when: goes with every fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Sitting {
    /// Who did the work.
    pub author: WorkerId,
    /// Who types: a trainer who enters a mitanin's paper sheet, else the author.
    pub typist: WorkerId,
    /// The camp; none for a visit to the house or an office day.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub camp: Option<CampId>,
    /// The area to which what is not about a listed person belongs.
    pub area: AreaId,
    /// The day and minute on a paper sheet; none for work that happens now.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub on: Option<OnPaper>,
}

/// The day and minute on a paper sheet; in JSON `[day, minute]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(Day, Option<u16>)", into = "(Day, Option<u16>)")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct OnPaper {
    /// The day.
    pub day: Day,
    /// Minutes since midnight; none where the sheet does not say.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub minute: Option<u16>,
}

impl From<(Day, Option<u16>)> for OnPaper {
    fn from((day, minute): (Day, Option<u16>)) -> Self {
        Self { day, minute }
    }
}

impl From<OnPaper> for (Day, Option<u16>) {
    fn from(on: OnPaper) -> Self {
        (on.day, on.minute)
    }
}

/// The day and minute of what happens at a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct When {
    /// The day: of the sheet, else of the clock where it is believed, else of the latest time known to have passed.
    pub day: Day,
    /// The minute; none where the sheet does not say or the clock is in doubt.
    pub minute: Option<u16>,
    /// What is to be thought of the clock, where it is what gives the day.
    pub doubt: ClockDoubt,
    /// Today, as far as it is known.
    pub today: Day,
}

impl When {
    fn of(clock: &HlcClock, phone_ms: u64, sitting: &Sitting) -> Self {
        let (today, minute, doubt) = today(clock, phone_ms);
        match sitting.on {
            Some(OnPaper { day, minute }) => Self { day, minute, doubt: ClockDoubt::None, today },
            None => Self { day: today, minute, doubt, today },
        }
    }
}

/// Today, the minute where the clock is believed, and what is to be thought of it.
fn today(clock: &HlcClock, phone_ms: u64) -> (Day, Option<u16>, ClockDoubt) {
    let doubt = clock.doubt(phone_ms);
    match doubt {
        ClockDoubt::None => {
            let (day, minute) = india(phone_ms);
            (day, Some(minute), doubt)
        }
        ClockDoubt::SetBack | ClockDoubt::FarAhead => (india(clock.last().ms().max(BUILT_MS)).0, None, doubt),
    }
}

/// The clock as the last transaction left it.
fn clock(db: &Connection) -> Result<HlcClock, CoreError> {
    let (hlc, trusted) = db
        .prepare_cached("select hlc, trusted_ms from tick")?
        .query_row([], |r| Ok((r.get::<_, u64>(0)?, r.get::<_, u64>(1)?)))?;
    Ok(HlcClock::new(Hlc(hlc), trusted.max(BUILT_MS)))
}

impl Core {
    /// Today in India, as far as the clock can be believed.
    pub fn today(&self) -> Result<Day, CoreError> {
        let clock = self.store().read(clock)?;
        Ok(today(&clock, self.env().now_ms()).0)
    }

    /// The day and minute of what happens now at this table, and whether the clock can be believed.
    pub fn when(&self, sitting: &Sitting) -> Result<When, CoreError> {
        let clock = self.store().read(clock)?;
        Ok(When::of(&clock, self.env().now_ms(), sitting))
    }
}

/// The stream that this opening of the store writes to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OpenStream {
    id: StreamId,
    no: i64,
    seq: u64,
}

/// Writes facts within one transaction.
pub(crate) struct Pen<'a> {
    pub tx: &'a Transaction<'a>,
    pub env: &'a dyn Env,
    stream: Option<OpenStream>,
    clock: HlcClock,
    slips: u32,
    phone: u32,
    blanked: bool,
}

impl<'a> Pen<'a> {
    /// Takes up where the last transaction of this opening ended.
    pub fn begin(
        tx: &'a Transaction<'a>,
        env: &'a dyn Env,
        stream: Option<OpenStream>,
    ) -> Result<Self, CoreError> {
        let (hlc, trusted, slips, phone) = tx
            .prepare_cached("select hlc, trusted_ms, slips, phone from tick")?
            .query_row([], |r| Ok((r.get::<_, u64>(0)?, r.get::<_, u64>(1)?, r.get(2)?, r.get(3)?)))?;
        let clock = HlcClock::new(Hlc(hlc), trusted.max(BUILT_MS));
        Ok(Self { tx, env, stream, clock, slips, phone, blanked: false })
    }

    /// Writes the clock and the slip counter back. The stream is kept by the caller once the transaction is committed.
    pub fn finish(self) -> Result<Option<OpenStream>, CoreError> {
        self.tx
            .prepare_cached("update tick set hlc = ?, slips = ? where (hlc, slips) is not (?1, ?2)")?
            .execute(params![self.clock.last().0, self.slips])?;
        Ok(self.stream)
    }

    /// The hub vouches that this millisecond has passed: the clock is not believed before it.
    pub fn trust(&mut self, ms: u64) -> Result<(), CoreError> {
        self.clock.trust(ms);
        self.tx
            .prepare_cached("update tick set trusted_ms = ?1 where trusted_ms < ?1")?
            .execute([i64::try_from(ms).unwrap_or(i64::MAX)])?;
        Ok(())
    }

    /// The phone's short number in the district: on every slip from now on.
    pub fn number(&mut self, phone: u32) -> Result<(), CoreError> {
        self.phone = phone;
        self.tx.prepare_cached("update tick set phone = ?1 where phone <> ?1")?.execute([phone])?;
        Ok(())
    }

    /// The stream that is written to, by the store's short number, and its last number; none before the first fact.
    pub fn open_stream(&self) -> Option<(i64, u64)> {
        self.stream.map(|s| (s.no, s.seq))
    }

    /// Something was blanked in this transaction: its words are to leave the log of the database too.
    pub fn blanked(&self) -> bool {
        self.blanked
    }

    /// The next slip of this phone.
    pub fn slip(&mut self) -> Token {
        self.slips += 1;
        Token { phone: self.phone, counter: self.slips }
    }

    /// This phone gave a slip that its store did not know any more: the next is past it.
    pub fn gave(&mut self, slip: &Token) {
        // Before it was enrolled the phone counted under 0.
        if slip.phone == self.phone || slip.phone == 0 {
            self.slips = self.slips.max(slip.counter);
        }
    }

    /// Writes one fact and returns it with its number of arrival.
    pub fn write(
        &mut self,
        sitting: &Sitting,
        area: AreaId,
        subject: SubjectId,
        base: Vec<FactId>,
        body: &Body,
    ) -> Result<(i64, Fact), CoreError> {
        let now = self.env.now_ms();
        let mut stream = match self.stream {
            Some(stream) => stream,
            None => {
                let mut id = [0; 16];
                self.env.random(&mut id)?;
                let no = log::stream_no(self.tx, StreamId(id), true)?;
                OpenStream { id: StreamId(id), no, seq: 0 }
            }
        };
        stream.seq += 1;
        let When { day, minute, .. } = When::of(&self.clock, now, sitting);
        let header = Header {
            id: FactId { stream: stream.id, seq: stream.seq },
            time: self.clock.tick(now),
            author: sitting.author,
            typist: sitting.typist,
            day,
            minute,
            area,
            kind: body.kind(),
            subject,
            base,
        };
        let fact = Fact::write(header, body);
        self.stream = Some(stream);
        self.blanked |= fact.header.kind == FactKind::BodyBlanked;
        match log::insert(self.tx, stream.no, &fact, now)? {
            log::Taken::New(no) => Ok((no, fact)),
            // A number of a stream that this opening drew was taken: random ids met, or the file was changed under us.
            log::Taken::Known | log::Taken::Fork => Err(CoreError::Internal("stream")),
        }
    }

    /// Takes in a fact that someone else wrote. Returns what became of it, and whether it is new and dated past the
    /// trusted present.
    pub fn receive(&mut self, fact: &Fact) -> Result<(log::Taken, bool), CoreError> {
        let now = self.env.now_ms();
        let id = fact.id();
        let no = log::stream_no(self.tx, id.stream, false)?;
        // Nobody else writes to the stream that is open here: a number ahead of it would take the place of the next
        // registration.
        if self.stream.is_some_and(|s| s.no == no && id.seq > s.seq) {
            log::keep_fork(self.tx, no, fact, now)?;
            return Ok((log::Taken::Fork, false));
        }
        let taken = log::take_in(self.tx, no, fact, now)?;
        let new = matches!(taken, log::Taken::New(_));
        self.blanked |= new && fact.header.kind == FactKind::BodyBlanked;
        let ahead = new && self.clock.receive(fact.header.time, now);
        Ok((taken, ahead))
    }
}
