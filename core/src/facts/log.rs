//! Rows of facts.

use rusqlite::{Connection, OptionalExtension, Row, params};
use shivir_domain::fact::{Body, Fact, FactHash, FactKind};
use shivir_domain::id::{FactId, StreamId, SubjectId};

use crate::error::CoreError;

const COLUMNS: &str = "no, header, body, body_hash, hash";

/// A row as it is read, not checked yet.
type Raw = (i64, Vec<u8>, Option<Vec<u8>>, [u8; 32], [u8; 32]);

/// What became of a fact that was put into the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is new: its number of arrival.
    New(i64),
    /// It was there.
    Known,
    /// Its id was there with another content: kept beside, never applied.
    Fork,
}

fn raw(row: &Row) -> rusqlite::Result<Raw> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

/// The facts on one subject with their numbers, in order of arrival.
///
/// # Errors
/// [`CoreError::Damaged`] where a row does not fit its hash.
pub(crate) fn facts_of(db: &Connection, subject: SubjectId) -> Result<Vec<(i64, Fact)>, CoreError> {
    let sql = format!("select {COLUMNS} from fact where subject = ? order by no");
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map([subject.0], raw)?;
    rows.map(|row| {
        let (no, header, body, body_hash, hash) = row?;
        Ok((no, Fact::read(header, body, body_hash, FactHash(hash))?))
    })
    .collect()
}

/// The store's short number of a stream, given at first sight.
pub(crate) fn stream_no(db: &Connection, stream: StreamId, own: bool) -> Result<i64, CoreError> {
    let known: Option<i64> = db
        .prepare_cached("select no from stream where id = ?")?
        .query_row([stream.0], |r| r.get(0))
        .optional()?;
    match known {
        Some(no) => Ok(no),
        None => {
            db.prepare_cached("insert into stream (id, own) values (?, ?)")?
                .execute(params![stream.0, own])?;
            Ok(db.last_insert_rowid())
        }
    }
}

/// Puts a fact into the log, where `no` is its stream's short number.
pub(crate) fn insert(db: &Connection, no: i64, fact: &Fact, now_ms: u64) -> Result<Taken, CoreError> {
    let FactId { seq, .. } = fact.id();
    let known: Option<[u8; 32]> = db
        .prepare_cached("select hash from fact where stream = ? and seq = ?")?
        .query_row(params![no, seq], |r| r.get(0))
        .optional()?;
    match known {
        Some(hash) if hash == fact.hash().0 => return Ok(Taken::Known),
        Some(_) => {
            keep_fork(db, no, fact, now_ms)?;
            return Ok(Taken::Fork);
        }
        None => {}
    }
    let h = &fact.header;
    db.prepare_cached(
        "insert into fact (stream, seq, subject, kind, area, header, body, body_hash, hash) \
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        no,
        seq,
        h.subject.0,
        h.kind.number(),
        h.area.0,
        fact.header_bytes,
        fact.body,
        fact.body_hash,
        fact.hash().0
    ])?;
    let arrived = db.last_insert_rowid();
    if let Ok(Some(Body::BodyBlanked(b))) = fact.body() {
        blank(db, h.subject, b.fact)?;
    }
    Ok(Taken::New(arrived))
}

/// Puts a fact that someone else wrote into the log, as [`insert`]; without its body where that was blanked before it
/// came.
pub(crate) fn take_in(db: &Connection, no: i64, fact: &Fact, now_ms: u64) -> Result<Taken, CoreError> {
    if fact.body.is_some() && fact.header.kind.can_be_blanked() && was_blanked(db, fact)? {
        let body = None;
        return insert(db, no, &Fact { body, ..fact.clone() }, now_ms);
    }
    insert(db, no, fact, now_ms)
}

/// Keeps another content under an id that is taken, or that is not its author's to use.
pub(crate) fn keep_fork(db: &Connection, no: i64, fact: &Fact, now_ms: u64) -> Result<(), CoreError> {
    db.prepare_cached(
        "insert or ignore into fork (stream, seq, header, body, body_hash, hash, seen_ms) \
         values (?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        no,
        fact.id().seq,
        fact.header_bytes,
        fact.body,
        fact.body_hash,
        fact.hash().0,
        now_ms
    ])?;
    Ok(())
}

/// A fact on the same subject has blanked this one.
fn was_blanked(db: &Connection, fact: &Fact) -> Result<bool, CoreError> {
    let sql = format!("select {COLUMNS} from fact where subject = ? and kind = ?");
    let mut query = db.prepare_cached(&sql)?;
    let kind = FactKind::BodyBlanked.number();
    let rows = query.query_map(params![fact.header.subject.0, kind], raw)?;
    for row in rows {
        let (_, header, body, body_hash, hash) = row?;
        let blanking = Fact::read(header, body, body_hash, FactHash(hash))?;
        if let Ok(Some(Body::BodyBlanked(b))) = blanking.body()
            && b.fact == fact.id()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Removes the body of a fact on a subject: id, header and hash stay. Another content under the same id loses its too.
fn blank(db: &Connection, subject: SubjectId, id: FactId) -> Result<(), CoreError> {
    let stream: Option<i64> = db
        .prepare_cached("select no from stream where id = ?")?
        .query_row([id.stream.0], |r| r.get(0))
        .optional()?;
    // The number of a hostile peer may be greater than any that is stored.
    let (Some(stream), Ok(seq)) = (stream, i64::try_from(id.seq)) else {
        return Ok(());
    };
    db.prepare_cached(
        "update fact set body = null where stream = ? and seq = ? and subject = ? and kind <> ?",
    )?
    .execute(params![stream, seq, subject.0, FactKind::BodyBlanked.number()])?;
    db.prepare_cached("update fork set body = null where stream = ? and seq = ?")?
        .execute(params![stream, seq])?;
    Ok(())
}

/// A fact by its id.
pub(crate) fn fact(db: &Connection, id: FactId) -> Result<Option<Fact>, CoreError> {
    let Ok(seq) = i64::try_from(id.seq) else {
        return Ok(None);
    };
    let sql = "select f.no, f.header, f.body, f.body_hash, f.hash from fact f join stream s on s.no = f.stream \
               where s.id = ? and f.seq = ?";
    let found = db.prepare_cached(sql)?.query_row(params![id.stream.0, seq], raw).optional()?;
    let Some((_, header, body, body_hash, hash)) = found else {
        return Ok(None);
    };
    Ok(Some(Fact::read(header, body, body_hash, FactHash(hash))?))
}

/// The facts of a stream past a number, in order, until `take` says no more.
pub(crate) fn past(
    db: &Connection,
    stream: i64,
    seq: u64,
    mut take: impl FnMut(Fact) -> bool,
) -> Result<(), CoreError> {
    let sql = format!("select {COLUMNS} from fact where stream = ? and seq > ? order by seq");
    let mut query = db.prepare_cached(&sql)?;
    let rows = query.query_map(params![stream, seq], raw)?;
    for row in rows {
        let (_, header, body, body_hash, hash) = row?;
        if !take(Fact::read(header, body, body_hash, FactHash(hash))?) {
            break;
        }
    }
    Ok(())
}

/// What a fact is about.
pub(crate) fn subject_of(db: &Connection, id: FactId) -> Result<Option<SubjectId>, CoreError> {
    let sql = "select f.subject from fact f join stream s on s.no = f.stream where s.id = ? and f.seq = ?";
    let found = db.prepare_cached(sql)?.query_row(params![id.stream.0, id.seq], |r| r.get(0)).optional()?;
    Ok(found.map(SubjectId))
}
