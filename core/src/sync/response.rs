//! Taking an answer: all of it in one transaction, or nothing. The rules are those of `docs/PROTOCOL.md`, "What the phone
//! does"; why an answer that comes late, twice or in another order does no harm is in `docs/SYNC.md`.

use std::collections::BTreeSet;

use rusqlite::params;
use serde::Serialize;
use shivir_domain::fact::Fact;
use shivir_domain::id::{AreaId, FactId};
use shivir_domain::wire::courier::{self, Way as FileWay};
use shivir_domain::wire::digest::SetDigest;
use shivir_domain::wire::envelope::Answer;
use shivir_domain::wire::sync::SyncResponse;
use shivir_domain::wire::{Cursor, Epoch, WireError};

use super::enrol::{Me, me, refused};
use super::retry::{MOST_WAIT_MS, backoff_ms};
use super::state::{Areas, MOST_UP, Open, State, open_of};
use super::sums::{Sums, kept, renew_of};
use super::take_in::{Unmet, take_in};
use super::{SyncError, TakenIn, acks, progress, request, write};
use crate::Core;
use crate::error::CoreError;
use crate::facts::Pen;
use crate::worker;

/// What an answer brought.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct SyncReport {
    /// Facts of this phone that the hub holds now and did not before.
    pub facts_up: u64,
    /// Facts that are new here.
    pub facts_down: u64,
    /// People and workers whom these are about.
    pub people: u64,
    /// Bytes of the request that was answered.
    pub bytes_up: u64,
    /// Bytes of the answer.
    pub bytes_down: u64,
    /// Facts that still wait on this phone.
    pub waiting: u64,
    /// Facts that the answer says are kept aside.
    pub quarantined: u64,
    /// Facts that had been kept aside and were taken now.
    pub released: u64,
    /// Another content under an id that is taken, dated in the future, or of a number that no store can hold.
    pub to_review: Vec<FactId>,
    /// The hub was restored from a backup: what it lost is sent again.
    pub hub_restored: bool,
    /// This phone lost facts that the hub holds: they are asked for.
    pub phone_restored: bool,
    /// Areas whose facts differed and are filled anew.
    pub healing: Vec<AreaId>,
    /// Areas whose facts differ still after they were filled anew: the district is to be told.
    pub differing: Vec<AreaId>,
    /// The areas, workers or limits are others than before.
    pub new_grant: bool,
    /// The district revoked this phone: it still takes what was written, and sends nothing.
    pub revoked: bool,
    /// The next sync can follow at once.
    pub again: bool,
    /// Milliseconds before the next sync is of use; 0 where `again`.
    pub wait_ms: u64,
}

/// An answer whose signature fits.
struct Heard {
    me: Me,
    open: Open,
    epoch: Epoch,
    bytes: u64,
}

impl Core {
    /// Takes the answer to a request over the network.
    ///
    /// # Errors
    /// [`SyncError::Refused`], [`SyncError::Alien`], [`SyncError::NotAsked`], [`SyncError::OlderEpoch`],
    /// [`SyncError::NotEnrolled`]: nothing is changed but the time of the next try ([`Core::sync_state`] has it).
    /// Storage errors.
    pub fn sync_response(&self, bytes: &[u8]) -> Result<SyncReport, SyncError> {
        self.only_real()?;
        let mut number = None;
        let done = self.answered(bytes, &mut number);
        match &done {
            Ok(_) | Err(SyncError::Core(_) | SyncError::NotEnrolled) => {}
            Err(why) => {
                self.failed(Some((why, number)))?;
            }
        }
        done
    }

    /// Takes a file that a courier brought from the hub.
    ///
    /// # Errors
    /// As [`Core::sync_response`]; nothing at all is changed then.
    pub fn courier_in(&self, file: &[u8]) -> Result<SyncReport, SyncError> {
        self.only_real()?;
        let me = self.me()?;
        let bytes = courier::open(FileWay::Down, file, &me.seal)?;
        self.answered(&bytes, &mut None)
    }

    pub(super) fn me(&self) -> Result<Me, SyncError> {
        self.store().read(|db| match me(db) {
            Err(SyncError::Core(error)) => Err(error),
            other => Ok(other),
        })?
    }

    fn answered(&self, bytes: &[u8], number: &mut Option<u64>) -> Result<SyncReport, SyncError> {
        let me = self.me()?;
        let response = super::answer(bytes)?;
        let (epoch, counter) = (response.head.epoch, response.head.counter);
        let waits = self.store().read(|db| open_of(db, counter, false))?;
        let mut why = SyncError::NotAsked;
        let mut found = None;
        for open in waits {
            match response.open::<SyncResponse>(me.hub_sign(), open.hash) {
                Ok(answer) => {
                    found = Some((open, answer));
                    break;
                }
                Err(error) => why = error.into(),
            }
        }
        let (open, answer) = found.ok_or(why)?;
        if epoch < self.store().read(State::load)?.epoch {
            return Err(SyncError::OlderEpoch);
        }
        let body = match answer {
            Answer::Done(body) => body,
            Answer::Refused(error) => {
                *number = error.number;
                return Err(refused(error));
            }
        };
        let facts = body.facts()?;
        if !fits(epoch, &body) {
            return Err(WireError::Malformed.into());
        }
        let listed = self.list_of_the_unmet(&facts)?;
        let heard = Heard { me, open, epoch, bytes: bytes.len() as u64 };
        write(self, |pen| self.take(pen, heard, body, &facts, &listed))
    }

    /// The whole answer, within the transaction.
    fn take(
        &self,
        pen: &mut Pen,
        mut heard: Heard,
        body: SyncResponse,
        facts: &[Fact],
        listed: &Unmet,
    ) -> Result<SyncReport, SyncError> {
        let (tx, now) = (pen.tx, self.env().now_ms());
        let mut state = State::load(tx)?;
        if heard.epoch < state.epoch {
            return Err(SyncError::OlderEpoch);
        }
        let held_areas = Areas::load(tx)?;
        let mut areas = held_areas.clone();
        let before = (state.cursor, areas.clone());
        let newer = heard.epoch > state.epoch;
        let latest = newer || body.hub_ms >= state.heard_ms;
        let mut sums = Sums::of(tx);
        pen.trust(body.hub_ms)?;
        let quarantined = acks::quarantine(pen, &mut sums, &body.quarantined, newer, now)?;
        let between = request::acked(tx)?.values().sum::<u64>() != heard.open.asked.acked;
        let acked = acks::take(pen, &mut sums, &body, newer)?;
        let taken = take_in(pen, facts, listed, Some(&mut sums))?;
        sums.finish()?;
        acks::flag(pen, &body.flagged)?;
        announce(pen, &heard.open, &body)?;
        // An older answer's grant is passed over: the tag brings the right one.
        let new_grant = body.grant.is_some() && latest;
        if let (Some(grant), true) = (&body.grant, latest) {
            areas.grant(grant);
            heard.me.take_grant(tx, grant.clone())?;
        } else if taken.new > 0 {
            // A fact may have taken away the row of a worker whom the grant names.
            worker::bind(tx, heard.me.grant())?;
        }
        if acked.restored {
            areas.restart();
        }
        if body.revoked && newer {
            // Nothing comes that would tell where the new epoch begins.
            (state.epoch, state.cursor) = (heard.epoch, Cursor(0));
            areas.restart();
        }
        if !body.revoked {
            move_on(&heard, &body, latest, &mut state, &mut areas);
            // An answer whose cursor is not taken brings facts all the same.
            state.ahead = if newer { body.cursor } else { state.ahead.max(body.cursor) };
        }
        // Where another answer acknowledged something since this was asked for, the hub may not have counted it.
        let (healing, differing) = if newer || body.grant.is_some() || body.revoked || !latest || between {
            Default::default()
        } else {
            compare(pen, &heard.open, &body, &state, &mut areas)?
        };
        areas.save(tx, &held_areas)?;
        if latest {
            state.revoked = body.revoked;
            state.heard_ms = body.hub_ms;
            state.campaign = body.campaign;
            if body.packs.is_some() {
                state.packs = body.packs;
            }
        }
        let waiting = progress::waiting(tx)?;
        let moved = before != (state.cursor, areas.clone())
            || newer
            || new_grant
            || acked.facts + taken.new + taken.released > 0
            || !body.unannounced.is_empty();
        let rest = body.more || waiting > 0 || areas.0.values().any(|row| !row.whole) && !body.revoked;
        let again = moved && (rest || !body.unannounced.is_empty());
        state.failures = 0;
        state.most_up = state.most_up.saturating_mul(2).min(MOST_UP);
        let mut wait_ms = if again { 0 } else { body.wait_ms.min(MOST_WAIT_MS) };
        if rest && !again {
            wait_ms = wait_ms.max(backoff_ms(1, self.env())?);
        }
        state.next_ms = now.saturating_add(wait_ms);
        state.synced_ms = now;
        state.save(tx)?;
        let TakenIn { forks, future, unfit, .. } = taken;
        Ok(SyncReport {
            facts_up: acked.facts,
            facts_down: taken.new,
            people: taken.subjects.len() as u64,
            bytes_up: heard.open.asked.bytes,
            bytes_down: heard.bytes,
            waiting,
            quarantined,
            released: taken.released,
            to_review: [forks, future, unfit].concat(),
            hub_restored: newer && heard.open.asked.epoch != Epoch(0),
            phone_restored: acked.restored,
            healing,
            differing,
            new_grant,
            revoked: body.revoked,
            again,
            wait_ms,
        })
    }
}

/// The store's numbers are signed.
fn fits(epoch: Epoch, body: &SyncResponse) -> bool {
    let held = |n: u64| i64::try_from(n).is_ok();
    [epoch.0, body.cursor.0, body.hub_ms].into_iter().all(held)
        && body.acks.iter().all(|a| held(a.upto))
        && body.quarantined.iter().all(|q| held(q.fact.seq))
        && body.flagged.iter().all(|f| held(f.fact.seq))
        && body.filled.iter().all(|f| held(f.area.0) && held(f.upto.0))
        && body.grant.iter().flat_map(|g| &g.areas).all(|a| held(a.area.0))
}

/// Announcements that went with the request are there now, but for those that the hub still lacks.
fn announce(pen: &Pen, open: &Open, body: &SyncResponse) -> Result<(), CoreError> {
    for (streams, flag) in [(&open.asked.announced, 0), (&body.unannounced, 1)] {
        for stream in streams {
            pen.tx
                .prepare_cached("update stream set unannounced = ?2 where id = ?1 and own = 1")?
                .execute(params![stream.0, flag])?;
        }
    }
    Ok(())
}

/// Cursor, epoch, and how far the areas are filled.
fn move_on(heard: &Heard, body: &SyncResponse, latest: bool, state: &mut State, areas: &mut Areas) {
    let asked = &heard.open.asked;
    let came: BTreeSet<AreaId> = asked.areas.iter().copied().collect();
    if heard.epoch > state.epoch {
        // Numbers past the one at which the hub was restored are given to other facts now. What came with the cursor is
        // complete up to what the answer says; whatever else was filled or is being filled begins again.
        for (area, row) in &mut areas.0 {
            if !(row.whole && came.contains(area)) {
                let own = row.own;
                row.restart();
                row.own = own;
            }
            row.healed = false;
        }
        state.cursor = if asked.cursor <= state.cursor { body.cursor } else { state.cursor.min(body.cursor) };
        state.epoch = heard.epoch;
        return;
    }
    // The cursor says that all filled areas are here up to it: an area that was filled since the request was made did not
    // come with this answer's cursor.
    let known_grant = body.grant.is_none() || latest;
    let covers = known_grant && areas.whole().is_subset(&came);
    if covers && state.cursor >= asked.cursor {
        state.cursor = state.cursor.max(body.cursor);
    }
    if asked.epoch != heard.epoch {
        return;
    }
    for filled in &body.filled {
        let (Some(row), Some(fill)) =
            (areas.0.get_mut(&filled.area), asked.fills.iter().find(|f| f.area == filled.area))
        else {
            continue;
        };
        // Nothing is missing between what is here and where this begins, and it brings all that is wanted.
        if row.whole || fill.after > row.after || row.own && !fill.own {
            continue;
        }
        row.after = row.after.max(filled.upto);
        if filled.whole && body.cursor >= state.cursor {
            (row.whole, row.own) = (true, false);
        }
    }
}

/// Compares the digests. An area that differs is filled anew, once until it was equal again. Returns the areas that are to
/// be filled anew, and those that differ although they were.
fn compare(
    pen: &Pen,
    open: &Open,
    body: &SyncResponse,
    state: &State,
    areas: &mut Areas,
) -> Result<(Vec<AreaId>, Vec<AreaId>), CoreError> {
    let whole = areas.whole();
    let came = open.asked.areas.iter().copied();
    let filled = body.filled.iter().filter(|f| f.whole).map(|f| f.area);
    let theirs: BTreeSet<AreaId> = came.chain(filled).collect();
    // Where facts past the cursor are here already, the hub did not count them.
    let beyond = state.ahead > state.cursor;
    if body.digest.is_none() || state.cursor != body.cursor || beyond || whole != theirs {
        return Ok(Default::default());
    }
    let mut mine = std::collections::BTreeMap::<AreaId, SetDigest>::new();
    for area in whole {
        mine.insert(area, kept(pen.tx, area)?.unwrap_or_default().digest(area));
    }
    let mut differ = body.differing(&mine);
    if !differ.is_empty() {
        // Whether it is the facts that differ, or what was kept of their sum alone.
        for area in &differ {
            mine.insert(*area, renew_of(pen.tx, *area)?.digest(*area));
        }
        differ = body.differing(&mine);
    }
    let (mut healing, mut differing) = (Vec::new(), Vec::new());
    for (area, row) in areas.0.iter_mut().filter(|(area, _)| mine.contains_key(area)) {
        match (differ.contains(area), row.healed) {
            (false, _) => row.healed = false,
            (true, true) => differing.push(*area),
            (true, false) => {
                row.healed = true;
                row.restart();
                row.after = Cursor(0);
                healing.push(*area);
            }
        }
    }
    Ok((healing, differing))
}
