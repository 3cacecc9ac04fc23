//! The rows in which sync stands: how far it is, which areas are filled, which requests wait for an answer.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use rusqlite::{Connection, OptionalExtension, params};
use shivir_domain::id::{AreaId, StreamId};
use shivir_domain::wire::enrol::Grant;
use shivir_domain::wire::envelope::RequestHash;
use shivir_domain::wire::pack::{CampaignOffer, PackOffer};
use shivir_domain::wire::sync::Fill;
use shivir_domain::wire::{Cursor, Epoch};

use crate::error::CoreError;

/// Requests over the network, and for the campaign pack, whose answers are still waited for.
const MOST_OPEN: u32 = 8;

/// Files by courier whose answers are still waited for, and for how long, in milliseconds.
const MOST_COURIER: u32 = 64;
const COURIER_MS: u64 = 60 * 86_400_000;

/// Bytes of a request's facts at most, where nobody said less.
pub(super) const MOST_UP: u64 = 1 << 20;

/// The one row of `sync_state`.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub epoch: Epoch,
    pub cursor: Cursor,
    /// Answers brought facts up to here, though not all of them.
    pub ahead: Cursor,
    pub counter: u64,
    pub failures: u32,
    pub next_ms: u64,
    pub most_up: u64,
    pub synced_ms: u64,
    pub heard_ms: u64,
    pub revoked: bool,
    pub packs: Option<Vec<PackOffer>>,
    pub campaign: Option<CampaignOffer>,
}

impl State {
    pub fn load(db: &Connection) -> Result<Self, CoreError> {
        let row = db
            .prepare_cached(
                "select epoch, cursor, ahead, counter, failures, next_ms, most_up, synced_ms, heard_ms, revoked, packs, \
                 campaign from sync_state",
            )?
            .query_row([], |r| {
                let state = Self {
                    epoch: Epoch(r.get(0)?),
                    cursor: Cursor(r.get(1)?),
                    ahead: Cursor(r.get(2)?),
                    counter: r.get(3)?,
                    failures: r.get(4)?,
                    next_ms: r.get(5)?,
                    most_up: r.get(6)?,
                    synced_ms: r.get(7)?,
                    heard_ms: r.get(8)?,
                    revoked: r.get(9)?,
                    packs: None,
                    campaign: None,
                };
                Ok((state, r.get::<_, Option<Vec<u8>>>(10)?, r.get::<_, Option<Vec<u8>>>(11)?))
            })
            .optional()?;
        let Some((mut state, packs, campaign)) = row else {
            return Ok(Self {
                epoch: Epoch(0),
                cursor: Cursor(0),
                ahead: Cursor(0),
                counter: 0,
                failures: 0,
                next_ms: 0,
                most_up: MOST_UP,
                synced_ms: 0,
                heard_ms: 0,
                revoked: false,
                packs: None,
                campaign: None,
            });
        };
        // What the hub offered it offers again: a row that cannot be read is none.
        state.packs = packs.and_then(|bytes| minicbor::decode(&bytes).ok());
        state.campaign = campaign.and_then(|bytes| minicbor::decode(&bytes).ok());
        Ok(state)
    }

    pub fn save(&self, db: &Connection) -> Result<(), CoreError> {
        let packs = self.packs.as_ref().map(encode).transpose()?;
        let campaign = self.campaign.as_ref().map(encode).transpose()?;
        db.prepare_cached(
            "insert into sync_state (one, epoch, cursor, ahead, counter, failures, next_ms, most_up, synced_ms, \
             heard_ms, revoked, packs, campaign) values (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) \
             on conflict (one) do update set epoch = ?1, cursor = ?2, ahead = ?3, counter = ?4, failures = ?5, \
             next_ms = ?6, most_up = ?7, synced_ms = ?8, heard_ms = ?9, revoked = ?10, packs = ?11, campaign = ?12",
        )?
        .execute(params![
            self.epoch.0,
            self.cursor.0,
            self.ahead.0,
            self.counter,
            self.failures,
            self.next_ms,
            self.most_up,
            self.synced_ms,
            self.heard_ms,
            self.revoked,
            packs,
            campaign
        ])?;
        Ok(())
    }
}

/// An area as it is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AreaRow {
    pub after: Cursor,
    pub whole: bool,
    pub own: bool,
    pub healed: bool,
}

impl AreaRow {
    /// From its start on.
    pub const EMPTY: Self = Self { after: Cursor(0), whole: false, own: false, healed: false };

    /// It is filled anew, with own facts too.
    pub fn restart(&mut self) {
        *self = Self { own: true, healed: self.healed, ..Self::EMPTY };
    }
}

/// The areas of the grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Areas(pub BTreeMap<AreaId, AreaRow>);

impl Areas {
    pub fn load(db: &Connection) -> Result<Self, CoreError> {
        let mut query = db.prepare_cached(
            "select area, after, whole, own, healed from sync_area where granted = 1 order by area",
        )?;
        let rows = query.query_map([], |r| {
            let row =
                AreaRow { after: Cursor(r.get(1)?), whole: r.get(2)?, own: r.get(3)?, healed: r.get(4)? };
            Ok((AreaId(r.get(0)?), row))
        })?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }

    /// Writes what changed since they were `before`.
    pub fn save(&self, db: &Connection, before: &Self) -> Result<(), CoreError> {
        let empty = shivir_domain::wire::digest::SetSum::default().to_bytes();
        for area in before.0.keys().filter(|area| !self.0.contains_key(area)) {
            db.prepare_cached(
                "update sync_area set granted = 0, after = 0, whole = 0, own = 0, healed = 0 where area = ?",
            )?
            .execute([area.0])?;
        }
        for (area, row) in self.0.iter().filter(|(area, row)| before.0.get(area) != Some(row)) {
            db.prepare_cached(
                "insert into sync_area (area, granted, after, whole, own, healed, sum) \
                 values (?1, 1, ?2, ?3, ?4, ?5, ?6) on conflict (area) do update \
                 set granted = 1, after = ?2, whole = ?3, own = ?4, healed = ?5",
            )?
            .execute(params![area.0, row.after.0, row.whole, row.own, row.healed, empty])?;
        }
        Ok(())
    }

    /// As granted: a new area is filled from its start, one that was taken away is not asked for any more.
    pub fn grant(&mut self, grant: &Grant) {
        let granted: BTreeSet<AreaId> = grant.areas.iter().map(|a| a.area).collect();
        self.0.retain(|area, _| granted.contains(area));
        for area in granted {
            self.0.entry(area).or_insert(AreaRow::EMPTY);
        }
    }

    /// Those that come with the cursor.
    pub fn whole(&self) -> BTreeSet<AreaId> {
        self.0.iter().filter(|(_, row)| row.whole).map(|(area, _)| *area).collect()
    }

    /// Those that are to be filled, as a request says it.
    pub fn fills(&self) -> Vec<Fill> {
        let filling = self.0.iter().filter(|(_, row)| !row.whole);
        filling.map(|(area, row)| Fill { area: *area, after: row.after, own: row.own }).collect()
    }

    /// All of them anew, with own facts.
    pub fn restart(&mut self) {
        self.0.values_mut().for_each(AreaRow::restart);
    }
}

/// By which way a request went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Network = 0,
    Courier = 1,
    Campaign = 2,
}

/// What a request asked: what is needed to judge its answer, however late that is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
pub(super) struct Asked {
    /// The epoch that its head named.
    #[n(0)]
    pub epoch: Epoch,
    #[n(1)]
    pub cursor: Cursor,
    /// The areas that came with the cursor then.
    #[n(2)]
    pub areas: Vec<AreaId>,
    #[n(3)]
    pub fills: Vec<Fill>,
    /// The streams whose announcement went with it.
    #[n(4)]
    pub announced: Vec<StreamId>,
    /// Bytes of the request.
    #[n(5)]
    pub bytes: u64,
    /// Facts in it.
    #[n(6)]
    pub facts: u64,
    /// Own facts that were acknowledged then.
    #[n(7)]
    #[cbor(default)]
    pub acked: u64,
}

/// A request whose answer may still come.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub counter: u64,
    pub hash: RequestHash,
    pub way: Way,
    pub asked: Asked,
}

/// Keeps a request until its answer comes; older ones beyond what is kept are forgotten.
pub(super) fn keep_open(db: &Connection, open: &Open, now_ms: u64) -> Result<(), CoreError> {
    db.prepare_cached("insert into sync_open (counter, hash, way, made_ms, asked) values (?, ?, ?, ?, ?)")?
        .execute(params![open.counter, open.hash.0, open.way as i64, now_ms, encode(&open.asked)?])?;
    let most = if open.way == Way::Courier { MOST_COURIER } else { MOST_OPEN };
    db.prepare_cached(
        "delete from sync_open where way = ?1 and counter not in \
         (select counter from sync_open where way = ?1 order by counter desc limit ?2)",
    )?
    .execute(params![open.way as i64, most])?;
    db.prepare_cached("delete from sync_open where made_ms < ?")?
        .execute([now_ms.saturating_sub(COURIER_MS)])?;
    Ok(())
}

/// The requests that an answer may belong to: of this number; where the hub could not read the number, the latest.
pub(super) fn open_of(db: &Connection, counter: u64, campaign: bool) -> Result<Vec<Open>, CoreError> {
    let mut query = db.prepare_cached(
        "select counter, hash, way, asked from sync_open where (counter = ?1 or ?1 = 0) and (way = 2) = ?2 \
         order by counter desc limit 8",
    )?;
    let Ok(counter) = i64::try_from(counter) else {
        return Ok(Vec::new());
    };
    let rows = query.query_map(params![counter, campaign], |r| {
        Ok((r.get(0)?, r.get(1)?, r.get::<_, i64>(2)?, r.get::<_, Vec<u8>>(3)?))
    })?;
    let mut open = Vec::new();
    for row in rows {
        let (counter, hash, way, asked) = row?;
        let way = match way {
            0 => Way::Network,
            1 => Way::Courier,
            _ => Way::Campaign,
        };
        // A request of which a salvage saved pieces is asked once more.
        if let Ok(asked) = minicbor::decode(&asked) {
            open.push(Open { counter, hash: RequestHash(hash), way, asked });
        }
    }
    Ok(open)
}

pub(super) fn encode<T: Encode<()>>(value: T) -> Result<Vec<u8>, CoreError> {
    minicbor::to_vec(value).map_err(|_| CoreError::Internal("cbor"))
}
