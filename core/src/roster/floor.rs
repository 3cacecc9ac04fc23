//! What is measured against: the bare inserts of the same people for an import, a scan of all names for a search.

use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::Core;
use crate::error::{CoreError, Thing};
use crate::store::RosterBuilder;

/// Rows that are held in memory between reading and inserting.
const BATCH: usize = 5_000;

const COLUMNS: &str = "no, source, id, household, place, name_hi, name_en, relative, relation, sex, birth, birth_how, \
    para, mobile, last4, made, groups";

impl Core {
    /// Inserts the people of the roster in use once more, into an empty file of the same cipher: one prepared statement,
    /// one transaction, no index. Returns the time of the inserts and the commit alone, without the reading. The file is
    /// removed.
    ///
    /// # Errors
    /// [`Thing::Roster`] where none was loaded yet; storage errors.
    pub fn time_bare_inserts(&self) -> Result<Duration, CoreError> {
        // Never finished, so that dropping it removes it.
        let empty = RosterBuilder::begin(self.store().options(), self.store().key())?;
        self.store()
            .read_roster(|roster| copy(roster.ok_or(CoreError::NotFound(Thing::Roster))?, empty.db()?))
    }
}

impl Core {
    /// Finds a text anywhere in the names of the roster in use by looking at every person; returns how many have it.
    ///
    /// # Errors
    /// [`Thing::Roster`] where none was loaded yet; storage errors.
    pub fn scan_names(&self, text: &str) -> Result<u64, CoreError> {
        self.store().read_roster(|db| {
            let db = db.ok_or(CoreError::NotFound(Thing::Roster))?;
            let sql =
                "select count(*) from person where name_hi like ?1 or name_en like ?1 or relative like ?1";
            Ok(db.query_row(sql, [format!("%{text}%")], |r| r.get(0))?)
        })
    }
}

fn copy(roster: &Connection, floor: &Connection) -> Result<Duration, CoreError> {
    let holders = vec!["?"; COLUMNS.split(',').count()].join(", ");
    let mut insert = floor.prepare(&format!("insert into person ({COLUMNS}) values ({holders})"))?;
    let mut query = roster.prepare(&format!("select {COLUMNS} from person order by no"))?;
    let width = query.column_count();
    let mut rows = query.query([])?;
    let mut took = Duration::ZERO;
    let mut batch: Vec<Vec<Value>> = Vec::with_capacity(BATCH);
    floor.execute_batch("begin")?;
    loop {
        batch.clear();
        while batch.len() < BATCH {
            let Some(row) = rows.next()? else { break };
            batch.push((0..width).map(|i| row.get(i)).collect::<Result<_, _>>()?);
        }
        if batch.is_empty() {
            break;
        }
        let start = Instant::now();
        for values in &batch {
            insert.execute(params_from_iter(values))?;
        }
        took += start.elapsed();
    }
    let start = Instant::now();
    floor.execute_batch("commit")?;
    Ok(took + start.elapsed())
}
