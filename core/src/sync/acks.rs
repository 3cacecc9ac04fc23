//! What the hub says of this phone's own streams: how far it holds them, what of them it keeps aside, which are its own
//! although this store does not know them.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use shivir_domain::codes::ReviewKind;
use shivir_domain::id::StreamId;
use shivir_domain::wire::sync::{Flagged, Quarantined, SyncResponse};

use super::outbox::{last, stream_no};
use super::sums::Sums;
use super::take_in::note;
use crate::error::CoreError;
use crate::facts::{self, Pen};

/// What became of the acknowledgements.
#[derive(Debug, Default)]
pub(super) struct Acked {
    /// Facts of this store that are acknowledged now and were not before.
    pub facts: u64,
    /// The hub holds what this store lost: it was restored from a backup, or salvaged.
    pub restored: bool,
}

fn acked(db: &Connection, no: i64) -> Result<u64, CoreError> {
    Ok(db.prepare_cached("select acked from stream where no = ?")?.query_row([no], |r| r.get(0))?)
}

/// Acknowledges a stream up to a number, if that is more than before.
pub(super) fn raise(sums: &mut Sums, db: &Connection, no: i64, upto: u64) -> Result<(), CoreError> {
    let before = acked(db, no)?;
    if upto <= before {
        return Ok(());
    }
    sums.around(no, (before + 1, upto), |db| set(db, no, upto))
}

fn set(db: &Connection, no: i64, upto: u64) -> Result<(), CoreError> {
    db.prepare_cached("update stream set own = 1, acked = ?2 where no = ?1")?.execute(params![no, upto])?;
    Ok(())
}

/// Notes that the hub keeps a fact aside. One that it took later stays taken, whatever an older answer says.
pub(super) fn refuse(
    sums: &mut Sums,
    no: i64,
    seq: u64,
    (reason, advice): (&str, Option<&str>),
    now_ms: u64,
) -> Result<(), CoreError> {
    sums.around(no, (seq, seq), |db| {
        db.prepare_cached(
            "insert into refusal (stream, seq, reason, advice, at_ms) values (?1, ?2, ?3, ?4, ?5) \
             on conflict (stream, seq) do update set reason = ?3, advice = ?4, at_ms = ?5 where released = 0",
        )?
        .execute(params![no, seq, reason, advice, now_ms])?;
        Ok(())
    })
}

/// Facts of own streams that the hub keeps aside. `newer`: it began a new epoch.
pub(super) fn quarantine(
    pen: &Pen,
    sums: &mut Sums,
    quarantined: &[Quarantined],
    newer: bool,
    now_ms: u64,
) -> Result<u64, CoreError> {
    if newer {
        // Of what it took out of quarantine before, it may have lost that it did: then it says so now.
        pen.tx.execute("delete from refusal where released = 1", [])?;
    }
    let mut count = 0;
    for q in quarantined {
        // Of a stream that this store lost, the row comes with the acknowledgement that stands beside it.
        let no = facts::stream_no(pen.tx, q.fact.stream, true)?;
        let words = (q.reason.code(), Some(q.advice.code()));
        refuse(sums, no, q.fact.seq, words, now_ms)?;
        count += 1;
    }
    Ok(count)
}

/// Facts that were applied and are shown for review, here as on the hub.
pub(super) fn flag(pen: &Pen, flagged: &[Flagged]) -> Result<(), CoreError> {
    for f in flagged.iter().filter(|f| f.flag == ReviewKind::FutureDated) {
        if let Some(subject) = facts::subject_of(pen.tx, f.fact)? {
            note(pen.tx, f.flag, subject, f.fact)?;
        }
    }
    Ok(())
}

/// Takes the acknowledgements. `newer`: the hub began a new epoch, and they are what they are, lower ones too; of what it
/// does not name it holds nothing.
pub(super) fn take(pen: &Pen, sums: &mut Sums, body: &SyncResponse, newer: bool) -> Result<Acked, CoreError> {
    let tx = pen.tx;
    let said: BTreeMap<StreamId, u64> = body.acks.iter().map(|a| (a.stream, a.upto)).collect();
    let mut done = Acked::default();
    if newer {
        let mut query = tx.prepare_cached("select no, id, acked from stream where own = 1 and acked > 0")?;
        let rows = query.query_map([], |r| Ok((r.get(0)?, StreamId(r.get(1)?), r.get(2)?)))?;
        let own = rows.collect::<Result<Vec<(i64, StreamId, u64)>, _>>()?;
        for (no, stream, before) in own {
            let upto = said.get(&stream).copied().unwrap_or(0);
            if upto < before {
                // What is sent again is judged again.
                sums.around(no, (upto + 1, before), |db| {
                    db.prepare_cached("delete from refusal where stream = ? and seq > ?")?
                        .execute(params![no, upto])?;
                    set(db, no, upto)
                })?;
            }
        }
    }
    for (stream, upto) in said.into_iter().filter(|(_, upto)| *upto > 0) {
        let no = facts::stream_no(tx, stream, true)?;
        let (_, own) = stream_no(tx, stream)?;
        if !own {
            // Facts of it came as another's before it was known for one's own: which of them count is told anew.
            sums.around(no, (0, u64::MAX), |db| set(db, no, upto))?;
            done.restored = true;
            continue;
        }
        let last = last(tx, no)?;
        let before = acked(tx, no)?;
        // Nobody but this opening writes to its stream: what it has not written cannot be held, and would never be sent.
        let open = pen.open_stream().is_some_and(|(open, _)| open == no);
        let upto = if open { upto.min(last) } else { upto };
        raise(sums, tx, no, upto)?;
        done.facts += upto.min(last).saturating_sub(before);
        done.restored |= upto > before && upto > last;
    }
    Ok(done)
}
