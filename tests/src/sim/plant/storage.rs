//! A database that does not quite do what the hub asks of it: how a bug of the hub's own statements is played.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use shivir_domain::fact::Header;
use shivir_domain::hlc::Hlc;
use shivir_hub::HubError;
use shivir_hub::store::{Arg, Row, Storage, Tx, Value, Work};

use super::Plant;

/// A database with a bug in front of it.
pub(super) struct Bent {
    db: Arc<dyn Storage>,
    plant: Plant,
    reads: AtomicU64,
}

impl Bent {
    /// Puts it there.
    pub fn new(db: Arc<dyn Storage>, plant: Plant) -> Self {
        Self { db, plant, reads: AtomicU64::new(0) }
    }
}

impl Storage for Bent {
    fn write(&self, work: Work) -> Result<(), HubError> {
        self.db.write(&mut |tx| {
            let mut bent = BentTx { tx, plant: self.plant, overtakes: false, released: false, again: None };
            work(&mut bent)?;
            match bent.again {
                Some((district, count)) => bent
                    .tx
                    .run(
                        "update district set number = number + $2 where district = $1",
                        &[district.arg(), count.into()],
                    )
                    .map(drop),
                None => Ok(()),
            }
        })
    }

    fn read(&self, work: Work) -> Result<(), HubError> {
        let overtakes = self.reads.fetch_add(1, Ordering::Relaxed).is_multiple_of(5);
        self.db.read(&mut |tx| {
            work(&mut BentTx { tx, plant: self.plant, overtakes, released: false, again: None })
        })
    }

    fn define(&self, version: i64, sql: &str) -> Result<(), HubError> {
        self.db.define(version, sql)
    }

    fn version(&self) -> Result<i64, HubError> {
        self.db.version()
    }
}

struct BentTx<'a> {
    tx: &'a mut dyn Tx,
    plant: Plant,
    /// This reader sees a number that somebody took and whose facts it cannot see yet.
    overtakes: bool,
    /// This transaction releases facts.
    released: bool,
    /// District and count of the facts that came again.
    again: Option<(Value, i64)>,
}

impl BentTx<'_> {
    /// The time of the fact that was given last.
    fn time_of(&mut self, district: Arg, number: Arg) -> Result<Option<Hlc>, HubError> {
        let sql = "select header from fact where district = $1 and number = $2";
        let rows = self.tx.rows(sql, &[district, number])?;
        Ok(rows.first().and_then(|row| header(row, 0)).map(|header| header.time))
    }
}

fn header(row: &Row, at: usize) -> Option<Header> {
    match row.0.get(at)? {
        Value::Bytes(bytes) => minicbor::decode(bytes).ok(),
        _ => None,
    }
}

/// How the statement begins that reads an area's facts, and what it holds where the area is being filled.
const OF_AREA: &str = "select number, device, released, header";
const FILLING: &str = "number <= ";

impl Tx for BentTx<'_> {
    fn run(&mut self, sql: &'static str, args: &[Arg]) -> Result<u64, HubError> {
        self.released |= sql.starts_with("delete from quarantine");
        if self.plant == Plant::SumForgotten && self.released && sql.starts_with("insert into area_sum") {
            return Ok(1);
        }
        self.tx.run(sql, args)
    }

    fn run_all(&mut self, sql: &'static str, all: &[Vec<Value>]) -> Result<(), HubError> {
        if self.plant == Plant::QuarantineDrops && sql.starts_with("insert into quarantine") {
            return Ok(());
        }
        self.tx.run_all(sql, all)
    }

    fn rows(&mut self, sql: &'static str, args: &[Arg]) -> Result<Vec<Row>, HubError> {
        let mut rows = self.tx.rows(sql, args)?;
        match self.plant {
            Plant::CursorByTime if sql.starts_with(OF_AREA) && !sql.contains(FILLING) => {
                if let Some(last) = self.time_of(args[0], args[2])? {
                    rows.retain(|row| header(row, 3).is_none_or(|header| header.time > last));
                }
            }
            Plant::ReaderOvertakes if self.overtakes && sql.starts_with("select district, epoch, number") => {
                for row in &mut rows {
                    if let Some(Value::Int(number)) = row.0.get_mut(2) {
                        *number += 1;
                    }
                }
            }
            Plant::CountedTwice if sql.starts_with("select seq, hash from fact") && !rows.is_empty() => {
                self.again = Some((args[0].into(), i64::try_from(rows.len()).unwrap_or(0)));
            }
            Plant::FillSkipsPage
                if sql.starts_with(OF_AREA)
                    && sql.contains(FILLING)
                    && args.get(2) == Some(&Arg::Int(0))
                    && !rows.is_empty() =>
            {
                rows.remove(0);
            }
            Plant::JoinedForgotten
                if sql.starts_with("select person from joined where district = $1 limit 1") =>
            {
                rows.clear();
            }
            _ => {}
        }
        Ok(rows)
    }
}
