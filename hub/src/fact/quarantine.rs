//! What is kept aside: held durably, not applied, not sent on, until someone decides.

use std::collections::BTreeSet;

use shivir_domain::fact::{Fact, FactHash, Header};
use shivir_domain::id::{DeviceId, FactId, StreamId};
use shivir_domain::wire::QuarantineReason;
use shivir_domain::wire::enrol::Grant;

use super::{Applied, fact_of, insert, refold};
use crate::district::{District, foreign_areas};
use crate::error::HubError;
use crate::likely::look;
use crate::store::{Arg, Row, Tx, Value, number};
use crate::{Hub, args};

/// A fact to be kept aside, or what is known of one that was too big to travel.
pub(crate) struct Kept {
    pub id: FactId,
    pub hash: FactHash,
    pub fact: Option<Fact>,
    pub bytes: u64,
    pub device: DeviceId,
    pub reason: QuarantineReason,
}

/// Writes them; one that is there already is left as it is.
pub(crate) fn keep_aside(tx: &mut dyn Tx, district: u32, kept: &[Kept], now: u64) -> Result<(), HubError> {
    let mut rows = Vec::with_capacity(kept.len());
    for kept in kept {
        let fact = kept.fact.as_ref();
        rows.push(
            [
                Arg::from(district),
                (&kept.id.stream.0).into(),
                // A number that none can be is kept as the greatest: id and hash are in the header.
                i64::try_from(kept.id.seq).unwrap_or(i64::MAX).into(),
                (&kept.hash.0).into(),
                (&kept.device.0).into(),
                kept.reason.number().into(),
                fact.map(|fact| &fact.header_bytes).into(),
                fact.and_then(|fact| fact.body.as_ref()).into(),
                fact.map(|fact| &fact.body_hash).into(),
                i64::try_from(kept.bytes).unwrap_or(i64::MAX).into(),
                number(now)?.into(),
            ]
            .map(Value::from)
            .to_vec(),
        );
    }
    tx.run_all(
        "insert into quarantine (district, stream, seq, hash, device, reason, header, body, body_hash, bytes, at_ms) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (district, stream, seq, hash) do nothing",
        &rows,
    )
}

/// A fact in quarantine, as the desk shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Which.
    pub fact: FactId,
    /// Its hash.
    pub hash: FactHash,
    /// Whose phone's.
    pub device: DeviceId,
    /// Why.
    pub reason: QuarantineReason,
    /// Bytes of it.
    pub bytes: u64,
    /// It is here whole; else only its id and hash are.
    pub here: bool,
    /// Since when, in milliseconds since 1970 (UTC).
    pub at_ms: u64,
}

impl Hub {
    /// What is kept aside in a district, the oldest first.
    ///
    /// # Errors
    /// Storage errors.
    pub fn quarantine(&self, district: u32) -> Result<Vec<Aside>, HubError> {
        // A comparison is a flag in PostgreSQL and a number in SQLite: here a number in both.
        let sql = "select stream, seq, hash, device, reason, bytes, \
                   cast(case when header is null then 0 else 1 end as bigint), at_ms from quarantine \
                   where district = $1 order by at_ms, stream, seq";
        let rows = self.db().read_with(|tx| tx.rows(sql, args![district]))?;
        let aside = |mut row: Row| {
            Ok(Aside {
                fact: FactId { stream: StreamId(row.array(0)?), seq: row.num(1)? },
                hash: FactHash(row.array(2)?),
                device: DeviceId(row.array(3)?),
                reason: QuarantineReason::from_number(row.num(4)?),
                bytes: row.num(5)?,
                here: row.flag(6)?,
                at_ms: row.num(7)?,
            })
        };
        rows.into_iter().map(aside).collect()
    }

    /// Releases facts from quarantine: each takes its district number now, is applied, and its own phone is told. One
    /// whose id has another content that was applied stays. Gives how many were released.
    ///
    /// # Errors
    /// [`HubError::NotFound`] where the district is not on this hub; storage errors.
    pub fn release(&self, district: u32, facts: &[(FactId, FactHash)]) -> Result<u64, HubError> {
        self.db().write_with(|tx| {
            let mut counted = District::lock(tx, district)?.ok_or(HubError::NotFound("the district"))?;
            let mut released: Vec<Applied> = Vec::new();
            for (id, hash) in facts {
                // Of two contents under one id the first holds.
                if released.iter().any(|applied| applied.fact.id() == *id) {
                    continue;
                }
                let args = args![district, &id.stream.0, number(id.seq)?, &hash.0];
                let sql = "select q.header, q.body, q.body_hash, q.hash, q.device from quarantine q \
                           where q.district = $1 and q.stream = $2 and q.seq = $3 and q.hash = $4 \
                           and q.header is not null and not exists (select 1 from fact f \
                           where f.district = q.district and f.stream = q.stream and f.seq = q.seq)";
                let Some(mut row) = tx.rows(sql, args)?.into_iter().next() else {
                    continue;
                };
                let fact = fact_of(&mut row, 0)?;
                counted.number.0 += 1;
                let (number, device) = (counted.number, DeviceId(row.array(4)?));
                released.push(Applied { fact, number, device, released: true, flag: None });
                tx.run(
                    "delete from quarantine where district = $1 and stream = $2 and seq = $3 and hash = $4",
                    args,
                )?;
            }
            let known = insert(tx, district, &released)?;
            let count = released.len() as u64;
            let mut found = look(tx, &mut counted, self.env(), &released, &known)?;
            released.append(&mut found);
            refold(tx, district, &released, &known)?;
            counted.count(tx)?;
            Ok(count)
        })
    }

    /// Releases what was kept aside for its area, where the district knows the area by now: after a list, a campaign pack
    /// or a grant named it. Facts that cannot be folded stay.
    ///
    /// # Errors
    /// Storage errors.
    pub(crate) fn release_known_areas(&self, district: u32) -> Result<u64, HubError> {
        let waiting = self.db().read_with(|tx| {
            let sql = "select header, hash from quarantine where district = $1 and reason = $2 \
                       and header is not null order by at_ms, stream, seq";
            let mut waiting = Vec::new();
            for mut row in tx.rows(sql, args![district, QuarantineReason::ForeignArea.number()])? {
                let header: Header = minicbor::decode(&row.bytes(0)?).map_err(|_| HubError::Damaged)?;
                waiting.push((header, FactHash(row.array(1)?)));
            }
            let areas = waiting.iter().map(|(header, _)| header.area).collect();
            let foreign = foreign_areas(tx, district, &Grant::default(), areas)?;
            waiting.retain(|(header, _)| !foreign.contains(&header.area));
            Ok(waiting)
        })?;
        let mut failing = BTreeSet::new();
        loop {
            let good = waiting.iter().filter(|(header, _)| !failing.contains(&header.subject));
            let good: Vec<(FactId, FactHash)> = good.map(|(header, hash)| (header.id, *hash)).collect();
            if good.is_empty() {
                return Ok(0);
            }
            match self.release(district, &good) {
                Err(HubError::Fold(subject)) if failing.insert(subject) => {}
                done => return done,
            }
        }
    }
}
