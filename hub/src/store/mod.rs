//! The database behind one trait: statements of the SQL that SQLite and PostgreSQL share, in transactions. It knows no
//! concept; tables belong to the concepts' own folders, and every key begins with the district.

mod postgres;
mod schema;
mod sqlite;
mod value;

pub use postgres::Postgres;
pub use schema::migrate;
pub use sqlite::Sqlite;
pub use value::{Arg, Row, Value};

pub(crate) use value::number;

use crate::error::HubError;

/// One transaction.
pub trait Tx {
    /// Runs a statement; gives how many rows it changed. Parameters are `$1`, `$2`, …
    ///
    /// # Errors
    /// [`HubError::Busy`], [`HubError::Damaged`]; the transaction then comes to nothing.
    fn run(&mut self, sql: &'static str, args: &[Arg]) -> Result<u64, HubError>;

    /// Runs a statement for each list of parameters, in one go where the database can.
    ///
    /// # Errors
    /// As [`Tx::run`].
    fn run_all(&mut self, sql: &'static str, all: &[Vec<Value>]) -> Result<(), HubError>;

    /// Reads all rows of a query.
    ///
    /// # Errors
    /// As [`Tx::run`].
    fn rows(&mut self, sql: &'static str, args: &[Arg]) -> Result<Vec<Row>, HubError>;

    /// Reads all rows of a query for each list of parameters, in their order, in one go where the database can.
    ///
    /// # Errors
    /// As [`Tx::run`].
    fn rows_all(&mut self, sql: &'static str, all: &[Vec<Value>]) -> Result<Vec<Vec<Row>>, HubError> {
        all.iter().map(|args| self.rows(sql, &args.iter().map(Value::arg).collect::<Vec<_>>())).collect()
    }
}

/// The work of one transaction.
pub type Work<'a> = &'a mut dyn FnMut(&mut dyn Tx) -> Result<(), HubError>;

/// A database.
pub trait Storage: Send + Sync {
    /// A transaction that writes: durable once this returns `Ok`, as if it had never been otherwise.
    ///
    /// # Errors
    /// What `work` returns; storage errors.
    fn write(&self, work: Work) -> Result<(), HubError>;

    /// A transaction that reads: all of it sees one state.
    ///
    /// # Errors
    /// What `work` returns; storage errors.
    fn read(&self, work: Work) -> Result<(), HubError>;

    /// Runs the statements of a schema, which the database's own words for types are put into.
    ///
    /// # Errors
    /// Storage errors.
    fn define(&self, version: i64, sql: &str) -> Result<(), HubError>;

    /// The version of the schema; 0 in an empty database.
    ///
    /// # Errors
    /// Storage errors.
    fn version(&self) -> Result<i64, HubError>;
}

impl dyn Storage + '_ {
    /// [`Storage::write`] with a result.
    pub(crate) fn write_with<T>(
        &self,
        work: impl FnOnce(&mut dyn Tx) -> Result<T, HubError>,
    ) -> Result<T, HubError> {
        once(work, |work| self.write(work))
    }

    /// [`Storage::read`] with a result.
    pub(crate) fn read_with<T>(
        &self,
        work: impl FnOnce(&mut dyn Tx) -> Result<T, HubError>,
    ) -> Result<T, HubError> {
        once(work, |work| self.read(work))
    }
}

fn once<T>(
    work: impl FnOnce(&mut dyn Tx) -> Result<T, HubError>,
    run: impl FnOnce(Work) -> Result<(), HubError>,
) -> Result<T, HubError> {
    let (mut work, mut came_to) = (Some(work), None);
    run(&mut |tx| {
        let work = work.take().ok_or(HubError::Internal("transaction"))?;
        came_to = Some(work(tx)?);
        Ok(())
    })?;
    came_to.ok_or(HubError::Internal("transaction"))
}

/// The first row of a query, where there is one.
pub(crate) fn first(tx: &mut dyn Tx, sql: &'static str, args: &[Arg]) -> Result<Option<Row>, HubError> {
    Ok(tx.rows(sql, args)?.into_iter().next())
}
