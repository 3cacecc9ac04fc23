//! Rows of facts, each checked against its hash before it is believed.

use std::collections::{HashMap, HashSet};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use shivir_domain::fact::{Body, Fact, FactHash, WorkerAdded};
use shivir_domain::id::{FactId, StreamId, SubjectId, WorkerId};

use super::btree::Row;
use super::tables::Table;
use crate::error::CoreError;
use crate::worker::refold_worker;

/// What the facts that were saved say beside their own rows.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Streams by their short number.
    pub streams: HashMap<i64, StreamId>,
    /// The latest time in each stream.
    pub latest: HashMap<StreamId, u64>,
    /// The highest slip of each phone.
    pub slips: HashMap<i64, i64>,
    /// The phone's number on the latest slip of each stream, with its time.
    pub phones: HashMap<StreamId, (u64, i64)>,
    blanked: HashSet<FactId>,
    workers: Vec<(SubjectId, WorkerAdded)>,
}

impl Facts {
    /// Puts a fact into the new log. False where the row is not what was hashed.
    pub fn bring(&mut self, db: &Connection, table: &Table, row: &Row) -> Result<bool, CoreError> {
        let (Some(fact), Value::Integer(stream)) = (read(table, row), table.value(row, "stream")) else {
            if let (Value::Integer(stream), Value::Integer(seq)) =
                (table.value(row, "stream"), table.value(row, "seq"))
            {
                db.prepare_cached("insert into seen_id (stream, seq) values (?, ?)")?
                    .execute([stream, seq])?;
            }
            return Ok(false);
        };
        let known: Option<[u8; 32]> = db
            .prepare_cached("select hash from fact where stream = ? and seq = ?")?
            .query_row(params![stream, fact.id().seq], |r| r.get(0))
            .optional()?;
        match known {
            None => self.insert(db, row.no, *stream, &fact)?,
            // A body that was taken away stays away, whichever version of the page came first.
            Some(hash) if hash == fact.hash().0 => {
                if fact.body.is_none() {
                    self.blanked.insert(fact.id());
                }
            }
            Some(_) => {
                db.prepare_cached(
                    "insert or ignore into fork (stream, seq, header, body, body_hash, hash, seen_ms) \
                     values (?, ?, ?, ?, ?, ?, ?)",
                )?
                .execute(params![
                    stream,
                    fact.id().seq,
                    fact.header_bytes,
                    fact.body,
                    fact.body_hash,
                    fact.hash().0,
                    fact.header.time.ms()
                ])?;
            }
        }
        Ok(true)
    }

    /// Puts the second content of a fact's id into the new file.
    pub fn bring_fork(&mut self, db: &Connection, table: &Table, row: &Row) -> Result<bool, CoreError> {
        match read(table, row) {
            Some(_) => {
                table.insert(db, row)?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn insert(
        &mut self,
        db: &Connection,
        no: Option<i64>,
        stream: i64,
        fact: &Fact,
    ) -> Result<(), CoreError> {
        let h = &fact.header;
        // Its number of arrival, unless another fact has it.
        db.prepare_cached(
            "insert into fact (no, stream, seq, subject, kind, area, header, body, body_hash, hash) \
             values (iif(exists (select 1 from fact where no = ?1), null, ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            no,
            stream,
            h.id.seq,
            h.subject.0,
            h.kind.number(),
            h.area.0,
            fact.header_bytes,
            fact.body,
            fact.body_hash,
            fact.hash().0
        ])?;
        self.streams.entry(stream).or_insert(h.id.stream);
        let latest = self.latest.entry(h.id.stream).or_default();
        *latest = (*latest).max(h.time.0);
        for base in &h.base {
            db.prepare_cached("insert into seen_base (stream, seq) values (?, ?)")?
                .execute(params![base.stream.0, base.seq])?;
        }
        match fact.body() {
            Ok(Some(Body::Visit(visit))) => {
                if let Some(token) = visit.token {
                    let phone = i64::from(token.phone);
                    self.note_slip(phone, i64::from(token.counter));
                    let of_stream = self.phones.entry(h.id.stream).or_default();
                    *of_stream = (*of_stream).max((h.time.0, phone));
                }
            }
            Ok(Some(Body::BodyBlanked(b))) => {
                self.blanked.insert(b.fact);
            }
            Ok(Some(Body::WorkerAdded(w))) => self.workers.push((h.subject, w)),
            _ => {}
        }
        Ok(())
    }

    /// A slip that was given.
    pub fn note_slip(&mut self, phone: i64, counter: i64) {
        let highest = self.slips.entry(phone).or_default();
        *highest = (*highest).max(counter);
    }

    /// After all rows: what follows from the facts for other tables.
    pub fn settle(&self, db: &Connection) -> Result<(), CoreError> {
        for (no, stream) in &self.streams {
            // Whose the stream was is gone with its row. Taken for this phone's own, its facts are offered again, and the
            // district passes over what it holds.
            db.prepare_cached("insert or ignore into stream (no, id, own) values (?, ?, 1)")?
                .execute(params![no, stream.0])?;
        }
        for fact in &self.blanked {
            blank(db, *fact)?;
        }
        for (id, worker) in &self.workers {
            let areas = minicbor::to_vec(&worker.areas).map_err(|_| CoreError::Internal("worker"))?;
            db.prepare_cached("insert or ignore into worker (id, name, cadre, areas) values (?, ?, ?, ?)")?
                .execute(params![id.0, worker.name, worker.cadre.number(), areas])?;
            // Of several words on her the last one holds.
            refold_worker(db, WorkerId(id.0))?;
        }
        Ok(())
    }
}

fn blank(db: &Connection, fact: FactId) -> Result<(), CoreError> {
    db.prepare_cached(
        "update fact set body = null where seq = ?2 and stream = (select no from stream where id = ?1)",
    )?
    .execute(params![fact.stream.0, fact.seq])?;
    Ok(())
}

fn read(table: &Table, row: &Row) -> Option<Fact> {
    let blob = |column| match table.value(row, column) {
        Value::Blob(bytes) => Some(bytes.clone()),
        _ => None,
    };
    Fact::read(
        blob("header")?,
        blob("body"),
        blob("body_hash")?.try_into().ok()?,
        FactHash(blob("hash")?.try_into().ok()?),
    )
    .ok()
}
