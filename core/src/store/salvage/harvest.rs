//! Bringing every row that can be read from the damaged file into the new one.

use std::collections::{HashMap, HashSet};

use rusqlite::types::Value;
use rusqlite::{Connection, params};

use super::btree::{self, Row};
use super::facts::Facts;
use super::pages::{Pages, Version};
use super::tables::Tables;
use crate::error::CoreError;
use crate::roster::Listed;

/// What is folded from facts, or seen to in a way of its own: not copied row by row.
const FOLDED: [&str; 4] = ["visit", "aadhaar_case", "ration_case", "review"];

/// The counters of the store, the highest that were found.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Tick {
    pub hlc: i64,
    pub trusted_ms: i64,
    pub slips: i64,
    pub phone: i64,
    /// They are as the last transaction left them.
    pub latest: bool,
}

/// Rows on their way from one file to the other.
pub(super) struct Harvest<'a> {
    pages: &'a Pages,
    tables: &'a Tables,
    db: &'a Connection,
    /// The table or index that a page belongs to, where the way from its root can be read.
    owners: HashMap<u32, String>,
    pub facts: Facts,
    pub tick: Tick,
    pub unread: u32,
}

impl<'a> Harvest<'a> {
    /// Makes ready: finds out which page belongs to what.
    pub fn begin(pages: &'a Pages, tables: &'a Tables, db: &'a Connection) -> Result<Self, CoreError> {
        // What the damaged file knew of, for telling what is missing: ids of facts, on whom they were.
        db.execute_batch(
            "create temp table seen_id (stream integer not null, seq integer not null);
             create temp table seen_subject (no integer not null, subject blob not null);
             create temp table seen_base (stream blob not null, seq integer not null);",
        )?;
        let mut harvest = Self {
            pages,
            tables,
            db,
            owners: HashMap::new(),
            facts: Facts::default(),
            tick: Tick::default(),
            unread: 0,
        };
        for (name, root) in harvest.roots()? {
            harvest.walk(&name, root)?;
        }
        Ok(harvest)
    }

    /// Where the trees begin: as the file says, else as in a new file.
    fn roots(&mut self) -> Result<HashMap<String, u32>, CoreError> {
        let mut roots = self.tables.roots.clone();
        self.walk("sqlite_schema", 1)?;
        let mut schema: Vec<u32> = self.owners.keys().copied().collect();
        schema.sort_unstable();
        for no in schema {
            for row in self.latest(no)?.map(|p| p.rows).unwrap_or_default() {
                if let [_, Value::Text(name), _, Value::Integer(root), ..] = &row.values[..]
                    && let Ok(root @ 1..) = u32::try_from(*root)
                {
                    roots.insert(name.clone(), root);
                }
            }
        }
        Ok(roots)
    }

    fn walk(&mut self, name: &str, root: u32) -> Result<(), CoreError> {
        let mut ahead = vec![root];
        let mut met = HashSet::new();
        while let Some(no) = ahead.pop() {
            if no == 0 || no > self.pages.count || !met.insert(no) {
                continue;
            }
            self.owners.entry(no).or_insert_with(|| name.to_owned());
            if let Some(page) = self.latest(no)? {
                ahead.extend(page.children);
            }
        }
        Ok(())
    }

    fn latest(&self, no: u32) -> Result<Option<btree::Page>, CoreError> {
        Ok(self.pages.page(no)?.and_then(|bytes| self.parse(no, &bytes)))
    }

    fn parse(&self, no: u32, bytes: &[u8]) -> Option<btree::Page> {
        btree::read(no, bytes, &|next| self.pages.page(next).ok().flatten())
    }

    /// Brings all rows over: first from pages as they were last written, then facts from older versions of pages (a row
    /// may have moved to a page that is lost), and where a page's last version is lost, the other rows of the one before.
    pub fn bring(&mut self, progress: &mut dyn FnMut(usize, usize)) -> Result<(), CoreError> {
        let count = self.pages.count;
        let all = 2 * count as usize;
        for no in 1..=count {
            if let Some(first) = self.pages.versions(no)?.first().filter(|v| v.latest) {
                self.bring_page(no, first, true)?;
            }
            progress(no as usize, all);
        }
        for no in 1..=count {
            for (i, version) in self.pages.versions(no)?.iter().enumerate() {
                if !version.latest {
                    self.bring_page(no, version, i == 0)?;
                }
            }
            progress((count + no) as usize, all);
        }
        Ok(())
    }

    fn bring_page(&mut self, no: u32, version: &Version, all: bool) -> Result<(), CoreError> {
        let Some(page) = self.parse(no, &version.bytes) else {
            return Ok(());
        };
        if version.latest {
            self.unread += page.unread;
        }
        let owner = self.owners.get(&no).cloned();
        if page.index && owner.as_deref().is_some_and(|o| self.tables.get(o).is_none()) {
            if version.latest {
                self.note(owner.as_deref(), &page.rows)?;
            }
            return Ok(());
        }
        for row in &page.rows {
            self.bring_row(owner.as_deref(), row, version.latest, all)?;
        }
        Ok(())
    }

    fn bring_row(
        &mut self,
        owner: Option<&str>,
        row: &Row,
        latest: bool,
        all: bool,
    ) -> Result<(), CoreError> {
        if owner == Some("sqlite_schema") {
            return Ok(());
        }
        let tables = self.tables;
        let own = owner.and_then(|o| tables.get(o)).filter(|t| t.fits(row));
        let Some(table) = own.or_else(|| tables.of_row(row)) else {
            self.unread += u32::from(latest && owner.is_some());
            return Ok(());
        };
        match table.name.as_str() {
            "fact" => {
                let brought = self.facts.bring(self.db, table, row)?;
                self.unread += u32::from(latest && !brought);
            }
            "fork" => {
                let brought = self.facts.bring_fork(self.db, table, row)?;
                self.unread += u32::from(latest && !brought);
            }
            "tick" => self.tick.raise(
                [
                    table.value(row, "hlc"),
                    table.value(row, "trusted_ms"),
                    table.value(row, "slips"),
                    table.value(row, "phone"),
                ],
                latest,
            ),
            "visit" if latest => self.note_visit(
                row.no,
                table.value(row, "person"),
                [table.value(row, "phone"), table.value(row, "counter")],
            )?,
            name if FOLDED.contains(&name) => {}
            // Pieces of two versions are no row of a list.
            "person" if !listed_fits(table.value(row, "listed")) => {
                self.unread += u32::from(latest);
            }
            _ if all => {
                table.insert(self.db, row)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Rows of the indexes on facts tell of facts whose own rows are gone.
    fn note(&self, index: Option<&str>, rows: &[Row]) -> Result<(), CoreError> {
        for row in rows {
            match (index, &row.values[..]) {
                (Some("fact_id"), [Value::Integer(stream), Value::Integer(seq), _]) => {
                    self.db
                        .prepare_cached("insert into seen_id (stream, seq) values (?, ?)")?
                        .execute([stream, seq])?;
                }
                (Some("fact_subject"), [Value::Blob(subject), Value::Integer(no)]) => {
                    self.note_subject(*no, subject)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn note_subject(&self, no: i64, subject: &[u8]) -> Result<(), CoreError> {
        self.db
            .prepare_cached("insert into seen_subject (no, subject) values (?, ?)")?
            .execute(params![no, subject])?;
        Ok(())
    }

    /// The slips that were given are known from visits too.
    fn note_visit(&mut self, no: Option<i64>, person: &Value, slip: [&Value; 2]) -> Result<(), CoreError> {
        if let [Value::Integer(phone), Value::Integer(counter)] = slip {
            self.facts.note_slip(*phone, *counter);
        }
        match (no, person) {
            (Some(no), Value::Blob(person)) => self.note_subject(no, person),
            _ => Ok(()),
        }
    }
}

fn listed_fits(listed: &Value) -> bool {
    match listed {
        Value::Blob(bytes) => minicbor::decode::<Listed>(bytes).is_ok(),
        _ => true,
    }
}

impl Tick {
    fn raise(&mut self, [hlc, trusted, slips, phone]: [&Value; 4], latest: bool) {
        let number = |v: &Value| if let Value::Integer(n) = v { *n } else { 0 };
        self.hlc = self.hlc.max(number(hlc));
        self.trusted_ms = self.trusted_ms.max(number(trusted));
        self.slips = self.slips.max(number(slips));
        if latest || !self.latest && self.phone == 0 {
            self.phone = number(phone);
        }
        self.latest |= latest;
    }
}
