//! How far sync is, for a screen and a progress bar.

use rusqlite::Connection;
use serde::Serialize;
use shivir_domain::id::AreaId;
use shivir_domain::wire::Cursor;

use super::enrol::me;
use super::outbox::streams;
use super::state::{Areas, State};
use super::{SyncReport, WantedPack};
use crate::Core;
use crate::error::CoreError;

/// How far sync is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SyncState {
    /// The phone is enrolled.
    pub enrolled: bool,
    /// The district revoked this phone.
    pub revoked: bool,
    /// Facts that wait on this phone.
    pub waiting: u64,
    /// Own facts that the hub holds.
    pub acknowledged: u64,
    /// Of these, facts that it keeps aside.
    pub kept_aside: u64,
    /// Everything of the areas that are filled is here up to this number of the district's count.
    pub cursor: Cursor,
    /// The areas.
    pub areas: Vec<AreaState>,
    /// When the hub last answered, by the phone's clock, in milliseconds since 1970 (UTC); 0 where it never did.
    pub synced_ms: u64,
    /// Tries that failed since then.
    pub failures: u32,
    /// Milliseconds before the next try is of use.
    pub wait_ms: u64,
    /// Requests whose answer may still come.
    pub open: OpenRequests,
    /// Packs to be fetched.
    pub packs: Vec<WantedPack>,
    /// The version of a newer campaign pack that is to be fetched.
    pub campaign: Option<u32>,
}

/// Requests whose answer may still come; in JSON `[network, courier]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "(u64, u64)")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct OpenRequests {
    /// Over the network.
    pub network: u64,
    /// As files by courier.
    pub courier: u64,
}

impl From<OpenRequests> for (u64, u64) {
    fn from(open: OpenRequests) -> Self {
        (open.network, open.courier)
    }
}

/// How far an area of the phone is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct AreaState {
    /// Which.
    pub area: AreaId,
    /// All of it is here, and what is new in it comes with each sync.
    pub whole: bool,
    /// It differed from the hub's and is filled anew, or was and still differs.
    pub healed: bool,
    /// Facts of it that are here and that the hub has numbered.
    pub facts: u64,
}

/// What passed in a run of several round trips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct SyncProgress {
    /// Facts that the hub took.
    pub facts_up: u64,
    /// Facts that came.
    pub facts_down: u64,
    /// People and workers whom they are about; one who came twice is counted twice.
    pub people: u64,
    /// Bytes of requests.
    pub bytes_up: u64,
    /// Bytes of answers.
    pub bytes_down: u64,
    /// Facts that wait still.
    pub waiting: u64,
    /// Round trips.
    pub trips: u64,
}

impl SyncProgress {
    /// One more round trip.
    pub fn add(&mut self, report: &SyncReport) {
        self.facts_up += report.facts_up;
        self.facts_down += report.facts_down;
        self.people += report.people;
        self.bytes_up += report.bytes_up;
        self.bytes_down += report.bytes_down;
        self.waiting = report.waiting;
        self.trips += 1;
    }
}

/// Own facts past what is acknowledged.
pub(super) fn waiting(db: &Connection) -> Result<u64, CoreError> {
    Ok(db
        .prepare_cached(
            "select count(*) from stream s join fact f on f.stream = s.no and f.seq > s.acked where s.own = 1",
        )?
        .query_row([], |r| r.get(0))?)
}

impl Core {
    /// How far sync is.
    ///
    /// # Errors
    /// Storage errors.
    pub fn sync_state(&self) -> Result<SyncState, CoreError> {
        let now = self.env().now_ms();
        let mut state = self.store().read(|db| {
            let state = State::load(db)?;
            let areas = Areas::load(db)?;
            let mut shown = Vec::new();
            for (area, row) in &areas.0 {
                let facts = super::sums::kept(db, *area)?.unwrap_or_default().count();
                shown.push(AreaState { area: *area, whole: row.whole, healed: row.healed, facts });
            }
            let own = streams(db)?;
            let own = own.iter().filter(|s| s.own);
            let count = |sql: &str| -> Result<u64, CoreError> {
                Ok(db.prepare_cached(sql)?.query_row([], |r| r.get(0))?)
            };
            Ok(SyncState {
                enrolled: me(db).is_ok(),
                revoked: state.revoked,
                waiting: waiting(db)?,
                acknowledged: own.map(|s| s.acked.min(s.last)).sum(),
                kept_aside: count("select count(*) from refusal where released = 0")?,
                cursor: state.cursor,
                areas: shown,
                synced_ms: state.synced_ms,
                failures: state.failures,
                wait_ms: state.wait_ms(now),
                open: OpenRequests {
                    network: count("select count(*) from sync_open where way = 0")?,
                    courier: count("select count(*) from sync_open where way = 1")?,
                },
                packs: Vec::new(),
                campaign: state.campaign.map(|offer| offer.version),
            })
        })?;
        state.packs = self.packs_wanted()?;
        Ok(state)
    }
}
