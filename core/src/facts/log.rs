//! Rows of facts.

use rusqlite::{Connection, OptionalExtension, Row, params};
use shivir_domain::fact::{Fact, FactHash, causal_order};
use shivir_domain::id::{FactId, PersonId, StreamId, SubjectId};

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
    Ok((
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
    ))
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
pub(crate) fn insert(
    db: &Connection,
    no: i64,
    fact: &Fact,
    now_ms: u64,
) -> Result<Taken, CoreError> {
    let FactId { seq, .. } = fact.id();
    let known: Option<[u8; 32]> = db
        .prepare_cached("select hash from fact where stream = ? and seq = ?")?
        .query_row(params![no, seq], |r| r.get(0))
        .optional()?;
    match known {
        Some(hash) if hash == fact.hash().0 => return Ok(Taken::Known),
        Some(_) => {
            db.prepare_cached(
                "insert or ignore into fork (stream, seq, header, body, body_hash, hash, seen_ms) \
                 values (?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                no,
                seq,
                fact.header_bytes,
                fact.body,
                fact.body_hash,
                fact.hash().0,
                now_ms
            ])?;
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
    Ok(Taken::New(db.last_insert_rowid()))
}

/// What a fact is about.
pub(crate) fn subject_of(db: &Connection, id: FactId) -> Result<Option<SubjectId>, CoreError> {
    let sql = "select f.subject from fact f join stream s on s.no = f.stream where s.id = ? and f.seq = ?";
    let found = db
        .prepare_cached(sql)?
        .query_row(params![id.stream.0, id.seq], |r| r.get(0))
        .optional()?;
    Ok(found.map(SubjectId))
}

/// The latest facts on a person: the base of what is written next.
pub(crate) fn heads(db: &Connection, person: PersonId) -> Result<Vec<FactId>, CoreError> {
    let facts = facts_of(db, person.into())?;
    let order = causal_order(&facts.iter().map(|(_, f)| f).collect::<Vec<_>>());
    let mut heads: Vec<FactId> = order
        .heads()
        .into_iter()
        .filter_map(|h| facts.get(h))
        .map(|(_, f)| f.id())
        .collect();
    heads.sort_unstable();
    Ok(heads)
}
