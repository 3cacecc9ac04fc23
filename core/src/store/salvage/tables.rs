//! The tables of a new, empty `camp.db`: what a row of each looks like, so that rows of pages whose tree is gone find
//! their table again, and nothing that does not fit is put into one.

use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::btree::Row;
use crate::error::CoreError;

/// A table.
pub(super) struct Table {
    pub name: String,
    /// Stored like an index, without row numbers, its key first.
    keyed: bool,
    /// In stored order.
    columns: Vec<Column>,
    insert: String,
}

struct Column {
    name: String,
    kind: String,
    may_be_null: bool,
    /// Stands for the row's number and is stored as null.
    is_row_no: bool,
}

/// All tables.
pub(super) struct Tables {
    pub list: Vec<Table>,
    /// Where the trees of tables and indexes begin in a file that was never migrated.
    pub roots: HashMap<String, u32>,
}

impl Tables {
    /// Of the empty database.
    pub fn of(db: &Connection) -> Result<Self, CoreError> {
        let mut query = db.prepare(
            "select name, wr from pragma_table_list where schema = 'main' and name not like 'sqlite_%'",
        )?;
        let names = query
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<Result<Vec<(String, bool)>, _>>()?;
        let list =
            names.into_iter().map(|(name, keyed)| Table::of(db, name, keyed)).collect::<Result<_, _>>()?;
        let mut query = db.prepare("select name, rootpage from sqlite_schema where rootpage > 0")?;
        let roots = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
        Ok(Self { list, roots })
    }

    /// The table of this name.
    pub fn get(&self, name: &str) -> Option<&Table> {
        self.list.iter().find(|t| t.name == name)
    }

    /// The one table that a row from a page without a tree fits. Settings are left out: an index looks just like them.
    pub fn of_row(&self, row: &Row) -> Option<&Table> {
        let mut fits = self.list.iter().filter(|t| t.name != "meta" && t.fits(row));
        fits.next().filter(|_| fits.next().is_none())
    }
}

impl Table {
    fn of(db: &Connection, name: String, keyed: bool) -> Result<Self, CoreError> {
        let mut query = db.prepare("select name, type, \"notnull\", pk from pragma_table_info(?)")?;
        let mut columns = query
            .query_map([&name], |r| {
                let (name, kind, not_null, key): (_, String, bool, i64) =
                    (r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?);
                let column = Column {
                    name,
                    is_row_no: !keyed && key == 1 && kind == "INTEGER",
                    may_be_null: !not_null && key == 0,
                    kind,
                };
                Ok((key, column))
            })?
            .collect::<Result<Vec<_>, _>>()?;
        if keyed {
            columns.sort_by_key(|(key, _)| if *key == 0 { i64::MAX } else { *key });
        }
        let columns: Vec<Column> = columns.into_iter().map(|(_, c)| c).collect();
        let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
        let insert = format!(
            "insert or ignore into {name} ({}) values ({})",
            names.join(", "),
            vec!["?"; names.len()].join(", ")
        );
        Ok(Self { name, keyed, columns, insert })
    }

    /// Whether the row can be one of this table.
    pub fn fits(&self, row: &Row) -> bool {
        self.keyed == row.no.is_none()
            && self.columns.len() == row.values.len()
            && self.columns.iter().zip(&row.values).all(|(c, v)| c.fits(v))
    }

    /// The value of a column of a row that fits.
    pub fn value<'a>(&self, row: &'a Row, column: &str) -> &'a Value {
        let at = self.columns.iter().position(|c| c.name == column);
        at.and_then(|at| row.values.get(at)).unwrap_or(&Value::Null)
    }

    /// Puts a row that fits into the new database, where its key is not taken. Returns whether it went in.
    pub fn insert(&self, db: &Connection, row: &Row) -> Result<bool, CoreError> {
        let values = self.columns.iter().zip(&row.values).map(|(c, v)| match row.no {
            Some(no) if c.is_row_no => Value::Integer(no),
            _ => v.clone(),
        });
        let inserted = db.prepare_cached(&self.insert)?.execute(params_from_iter(values))?;
        Ok(inserted > 0)
    }
}

impl Column {
    fn fits(&self, value: &Value) -> bool {
        match (self.kind.as_str(), value) {
            _ if self.is_row_no => *value == Value::Null,
            (_, Value::Null) => self.may_be_null,
            ("INTEGER", Value::Integer(_)) | ("BLOB", Value::Blob(_)) | ("ANY", _) => true,
            ("TEXT", Value::Text(text)) => match self.name.as_str() {
                // Drafts and packs: pieces of two versions are no JSON.
                "json" | "body" => serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok(),
                _ => true,
            },
            _ => false,
        }
    }
}
