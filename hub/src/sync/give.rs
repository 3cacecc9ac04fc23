//! Facts down: of the phone's areas past its cursor, of the areas that are being filled, and everything else that it is to
//! know. Read in one view of the database.

use std::collections::BTreeMap;

use shivir_domain::codes::ReviewKind;
use shivir_domain::fact::Fact;
use shivir_domain::id::{AreaId, FactId, StreamId};
use shivir_domain::wire::batch::BatchWriter;
use shivir_domain::wire::digest::SetDigest;
use shivir_domain::wire::envelope::Request;
use shivir_domain::wire::pack::{CampaignOffer, packs_tag};
use shivir_domain::wire::sync::{Ack, Fill, Filled, Flagged, Quarantined, SyncRequest, SyncResponse};
use shivir_domain::wire::{Cursor, MOST_ENTRIES, MOST_ENVELOPE, QuarantineReason};

use super::Outcome;
use super::take::{Taken, streams_of};
use crate::device::Device;
use crate::district::{District, campaign_past};
use crate::error::HubError;
use crate::fact::{fact_of, sum_of};
use crate::roster::offers;
use crate::store::{Row, Tx, Value, number};
use crate::{Hub, args};

/// Bytes of the facts of an answer where neither phone nor grant says.
const BYTES: usize = 256 * 1024;

/// Room that is left for all that is no batch.
const BESIDE: usize = 512 * 1024;

/// Facts that are read at a time, of all areas and of one.
const AT_A_TIME: usize = 2_000;
const LEAST_AT_A_TIME: usize = 20;

/// Milliseconds before the next sync is of use, where nothing waits.
const WAIT_MS: u64 = 60_000;

impl Hub {
    /// What a phone is answered.
    pub(super) fn give(
        &self,
        request: &Request,
        device: &Device,
        body: &SyncRequest,
        taken: Taken,
        outcome: &mut Outcome,
    ) -> Result<SyncResponse, HubError> {
        let (code, now) = (request.head.district, self.env().now_ms());
        self.db().read_with(|tx| {
            let district = District::read(tx, code)?.ok_or(HubError::Damaged)?;
            let device = Device::read(tx, code, device.id)?.ok_or(HubError::Damaged)?;
            let mut answer = SyncResponse { hub_ms: now, revoked: taken.revoked, ..SyncResponse::default() };
            let later_epoch = request.head.epoch != district.epoch;
            let from = if later_epoch {
                body.cursor.min(district.restored_since(tx, request.head.epoch)?)
            } else {
                body.cursor
            };
            // A cursor past the count is of a phone that knows what this hub has lost.
            answer.cursor = from.min(district.number);
            // A phone of an earlier epoch takes a stream that is not named for one of which nothing is held.
            let taken = Taken { knew: taken.knew && !later_epoch, ..taken };
            acknowledge(tx, code, &device, body, taken, &mut answer)?;
            if answer.revoked {
                return Ok(answer);
            }
            let mut giver = Giver::new(tx, &district, &device, body);
            giver.cursor(&mut answer)?;
            giver.fills(body, &mut answer)?;
            outcome.given = giver.batch.len() as u64;
            if !giver.batch.is_empty() {
                let batch = giver.batch.finish();
                answer.batch = Some(batch.into());
            }
            digests(tx, code, &device, body, &mut answer)?;
            if device.grant.tag() != body.grant {
                answer.grant = Some(device.grant.clone());
            }
            let offered = offers(tx, code, &device.grant)?;
            if packs_tag(offered.iter().map(|offer| offer.address)) != body.packs {
                answer.packs = Some(offered);
            }
            if let Some((version, json)) = campaign_past(tx, code, body.campaign)? {
                answer.campaign = Some(CampaignOffer { version, size: json.len() as u64 });
            }
            answer.wait_ms = if answer.more { 0 } else { WAIT_MS };
            Ok(answer)
        })
    }
}

/// How far the phone's streams are held, and what of the facts it sent is aside or flagged.
fn acknowledge(
    tx: &mut dyn Tx,
    code: u32,
    device: &Device,
    body: &SyncRequest,
    taken: Taken,
    answer: &mut SyncResponse,
) -> Result<(), HubError> {
    answer.unannounced = taken.unannounced;
    let all = if taken.knew { taken.upto } else { merge(streams_of(tx, code, device.id)?, taken.upto) };
    let told = all.iter().filter(|(stream, _)| !taken.knew || taken.sent.contains(stream));
    answer.acks = told.map(|(stream, upto)| Ack { stream: *stream, upto: *upto }).collect();
    for sent in &body.sent {
        let range = args![code, &sent.stream.0, clamp(sent.from), clamp(sent.to)];
        // What another phone handed in under these numbers is none of this one's business.
        let sql = "select seq, reason from quarantine where district = $1 and stream = $2 \
                   and seq between $3 and $4 and device = $5 order by seq";
        let own = args![code, &sent.stream.0, clamp(sent.from), clamp(sent.to), &device.id.0];
        for row in tx.rows(sql, own)? {
            let reason = QuarantineReason::from_number(row.num(1)?);
            let fact = FactId { stream: sent.stream, seq: row.num(0)? };
            answer.quarantined.push(Quarantined { fact, reason, advice: reason.advice() });
        }
        if taken.fresh.contains(&(sent.stream, sent.from)) {
            let id = |seq| FactId { stream: sent.stream, seq };
            let flagged = taken.flagged.range(id(sent.from)..=id(sent.to));
            answer.flagged.extend(flagged.map(|(fact, flag)| Flagged { fact: *fact, flag: *flag }));
            continue;
        }
        let sql = "select seq, flag from fact where district = $1 and stream = $2 \
                   and seq between $3 and $4 and flag is not null order by seq";
        for row in tx.rows(sql, range)? {
            let fact = FactId { stream: sent.stream, seq: row.num(0)? };
            answer.flagged.push(Flagged { fact, flag: ReviewKind::from_number(row.num(1)?) });
        }
    }
    // So many at once are of no honest phone; the rest comes when they are asked for again.
    answer.quarantined.truncate(MOST_ENTRIES);
    answer.flagged.truncate(MOST_ENTRIES);
    Ok(())
}

fn clamp(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn merge(mut held: BTreeMap<StreamId, u64>, taken: BTreeMap<StreamId, u64>) -> BTreeMap<StreamId, u64> {
    held.extend(taken);
    held
}

/// Gathers facts until there are enough.
struct Giver<'a> {
    tx: &'a mut dyn Tx,
    district: &'a District,
    device: &'a Device,
    batch: BatchWriter,
    most: usize,
    /// Areas that come with the cursor.
    with_cursor: Vec<AreaId>,
}

impl<'a> Giver<'a> {
    fn new(tx: &'a mut dyn Tx, district: &'a District, device: &'a Device, body: &SyncRequest) -> Self {
        let said = usize::try_from(body.most_bytes).unwrap_or(usize::MAX);
        let granted = usize::try_from(device.grant.limits.response_bytes).unwrap_or(usize::MAX);
        let least = [said, granted].into_iter().filter(|most| *most > 0).min();
        let most = least.unwrap_or(BYTES).min(MOST_ENVELOPE - BESIDE);
        let filling = |area: &AreaId| body.fills.iter().any(|fill| fill.area == *area);
        let areas = device.grant.areas.iter().map(|granted| granted.area);
        let with_cursor = areas.filter(|area| !filling(area)).collect();
        Self { tx, district, device, batch: BatchWriter::new(), most, with_cursor }
    }

    /// Whether a fact went in; the first always does, so that a large one cannot hold up the others.
    fn push(&mut self, fact: &Fact) -> bool {
        let full = !self.batch.is_empty() && self.batch.size() >= self.most;
        !full && self.batch.push(fact)
    }

    /// What came past the cursor, in the order of the count. Each area is read by itself, so that what passes in the rest of
    /// the district costs nothing.
    fn cursor(&mut self, answer: &mut SyncResponse) -> Result<(), HubError> {
        let (code, end) = (self.district.code, self.district.number);
        let limit = (AT_A_TIME / self.with_cursor.len().max(1)).max(LEAST_AT_A_TIME);
        while answer.cursor < end && !self.with_cursor.is_empty() {
            let after = number(answer.cursor.0)?;
            let mut asked = Vec::with_capacity(self.with_cursor.len());
            for area in &self.with_cursor {
                let args = args![code, number(area.0)?, after, limit as i64];
                asked.push(args.iter().map(|arg| Value::from(*arg)).collect());
            }
            let sql = "select number, device, released, header, body, body_hash, hash from fact \
                       where district = $1 and area = $2 and number > $3 order by number limit $4";
            // As far as nothing is missing of any area.
            let mut upto = end;
            let mut rows = Vec::new();
            for mut of_area in self.tx.rows_all(sql, &asked)? {
                if let Some(last) = of_area.last().filter(|_| of_area.len() >= limit) {
                    upto = upto.min(Cursor(last.num(0)?));
                }
                rows.append(&mut of_area);
            }
            let mut rows: Vec<(u64, Row)> =
                rows.into_iter().map(|row| Ok((row.num(0)?, row))).collect::<Result<_, HubError>>()?;
            rows.sort_by_key(|(at, _)| *at);
            for (at, mut row) in rows.into_iter().take_while(|(at, _)| *at <= upto.0) {
                let own = row.array::<16>(1)? == self.device.id.0 && !row.flag(2)?;
                if !own && !self.push(&fact_of(&mut row, 3)?) {
                    answer.more = true;
                    return Ok(());
                }
                answer.cursor = Cursor(at);
            }
            answer.cursor = upto;
        }
        answer.cursor = end;
        Ok(())
    }

    /// Areas that are being filled, up to the answer's cursor.
    fn fills(&mut self, body: &SyncRequest, answer: &mut SyncResponse) -> Result<(), HubError> {
        for fill in &body.fills {
            // An area that is not granted is not filled: the grant says so.
            if self.device.grant.areas.iter().any(|granted| granted.area == fill.area) {
                self.fill(fill, answer)?;
            }
        }
        Ok(())
    }

    fn fill(&mut self, fill: &Fill, answer: &mut SyncResponse) -> Result<(), HubError> {
        let (area, end) = (fill.area, answer.cursor);
        let mut upto = fill.after;
        loop {
            let rows = self.tx.rows(
                "select number, device, released, header, body, body_hash, hash from fact \
                 where district = $1 and area = $2 and number > $3 and number <= $4 order by number limit $5",
                args![
                    self.district.code,
                    number(area.0)?,
                    number(upto.0.min(end.0))?,
                    number(end.0)?,
                    AT_A_TIME as i64
                ],
            )?;
            if rows.is_empty() {
                answer.filled.push(Filled { area, upto: end, whole: true });
                return Ok(());
            }
            for mut row in rows {
                let at = Cursor(row.num(0)?);
                let own = row.array::<16>(1)? == self.device.id.0 && !row.flag(2)?;
                if fill.own || !own {
                    let fact = fact_of(&mut row, 3)?;
                    if !self.push(&fact) {
                        answer.more = true;
                        answer.filled.push(Filled { area, upto, whole: false });
                        return Ok(());
                    }
                }
                upto = at;
            }
        }
    }
}

/// Digests of the areas that are filled with this answer, where nothing waits on either side.
fn digests(
    tx: &mut dyn Tx,
    code: u32,
    device: &Device,
    body: &SyncRequest,
    answer: &mut SyncResponse,
) -> Result<(), HubError> {
    // A phone that does not know its grant cannot know which areas are compared.
    if answer.more || body.more || device.grant.tag() != body.grant {
        return Ok(());
    }
    let mut digests = BTreeMap::new();
    for granted in &device.grant.areas {
        let area = granted.area;
        digests.insert(area, sum_of(tx, code, area)?.digest(area));
    }
    answer.digest = Some(SetDigest::of_all(digests.values()));
    answer.digests = Some(digests.values().flat_map(SetDigest::head).collect::<Vec<u8>>().into());
    Ok(())
}
