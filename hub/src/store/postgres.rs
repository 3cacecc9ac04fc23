//! PostgreSQL: several hub processes over one database.

mod batch;

use std::collections::HashMap;
use std::error::Error;
use std::time::Duration;

use futures_util::future::try_join_all;
use parking_lot::Mutex;
use tokio::runtime::Handle;
use tokio::time::timeout;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use tokio_postgres::{Client, Config, IsolationLevel, NoTls, Statement, Transaction};

use super::{Arg, Row, Storage, Tx, Value, Work};
use crate::error::HubError;

/// Connections that are kept open.
const KEPT: usize = 16;

/// How long a statement, or the making of a connection, may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Statements that are under way at once.
const PIPELINED: usize = 256;

/// What every connection begins with. A commit is on the disk of the server before it returns, whatever the server's own
/// default is. The hub's statements read by keys: a plan that was made while a table was empty must not be one that scans it
/// once it is full.
const BEGIN: &str = "set synchronous_commit = on; set statement_timeout = '20s'; \
                     set plan_cache_mode = force_generic_plan; \
                     set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off";

/// A database on a server. Its calls block: they belong on a thread that may wait, not on one of the runtime's own.
pub struct Postgres {
    config: Config,
    runtime: Handle,
    kept: Mutex<Vec<Connection>>,
}

struct Connection {
    client: Client,
    statements: HashMap<&'static str, Statement>,
    many: HashMap<&'static str, Option<Statement>>,
}

impl Connection {
    /// Whether the connection can be used again, and what the transaction came to.
    fn transact(
        &mut self,
        runtime: &Handle,
        level: IsolationLevel,
        read_only: bool,
        work: Work,
    ) -> Result<(bool, Result<(), HubError>), HubError> {
        let begun = self.client.build_transaction().isolation_level(level).read_only(read_only).start();
        let tx = block(runtime, begun)?;
        let mut held = PostgresTx { runtime, tx, statements: &mut self.statements, many: &mut self.many };
        let done = work(&mut held);
        let ended = match &done {
            Ok(()) => block(runtime, held.tx.commit()),
            Err(_) => block(runtime, held.tx.rollback()),
        };
        Ok((ended.is_ok(), done.and(ended)))
    }
}

impl Postgres {
    /// Over the server that `url` names (`postgres://user@host/database`), with the connections' work done in `runtime`.
    ///
    /// # Errors
    /// [`HubError::Internal`] where the address is none.
    pub fn new(url: &str, runtime: Handle) -> Result<Self, HubError> {
        let config = url.parse().map_err(|_| HubError::Internal("address of the database"))?;
        Ok(Self { config, runtime, kept: Mutex::default() })
    }

    fn connection(&self) -> Result<Connection, HubError> {
        while let Some(kept) = self.kept.lock().pop() {
            if !kept.client.is_closed() {
                return Ok(kept);
            }
        }
        let client = self.block(async {
            let (client, connection) = self.config.connect(NoTls).await?;
            // It ends with the client; what goes wrong with it, the client's next call says.
            self.runtime.spawn(async move { drop(connection.await) });
            client.batch_execute(BEGIN).await?;
            Ok(client)
        })?;
        Ok(Connection { client, statements: HashMap::new(), many: HashMap::new() })
    }

    fn keep(&self, connection: Connection) {
        let mut kept = self.kept.lock();
        if kept.len() < KEPT && !connection.client.is_closed() {
            kept.push(connection);
        }
    }

    fn block<T>(&self, work: impl Future<Output = Result<T, tokio_postgres::Error>>) -> Result<T, HubError> {
        block(&self.runtime, work)
    }

    fn transact(&self, level: IsolationLevel, read_only: bool, work: Work) -> Result<(), HubError> {
        let mut connection = self.connection()?;
        let (whole, done) = connection.transact(&self.runtime, level, read_only, work)?;
        if whole {
            self.keep(connection);
        }
        done
    }
}

/// Waits for the server, and not for ever.
fn block<T>(
    runtime: &Handle,
    work: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, HubError> {
    match runtime.block_on(async { timeout(PATIENCE, work).await }) {
        Ok(done) => Ok(done?),
        Err(_) => Err(HubError::Busy("slow")),
    }
}

impl Storage for Postgres {
    fn write(&self, work: Work) -> Result<(), HubError> {
        self.transact(IsolationLevel::ReadCommitted, false, work)
    }

    fn read(&self, work: Work) -> Result<(), HubError> {
        self.transact(IsolationLevel::RepeatableRead, true, work)
    }

    fn define(&self, version: i64, sql: &str) -> Result<(), HubError> {
        let connection = self.connection()?;
        let all = format!(
            "begin; create table schema_version (version bigint not null); \
             insert into schema_version values ({version}); {sql} commit;"
        );
        self.block(connection.client.batch_execute(&all))?;
        self.keep(connection);
        Ok(())
    }

    fn version(&self) -> Result<i64, HubError> {
        let connection = self.connection()?;
        let there = self.block(connection.client.query_one(
            "select count(*) from pg_tables where schemaname = current_schema() and tablename = 'schema_version'",
            &[],
        ))?;
        let version = match there.try_get(0)? {
            0i64 => 0,
            _ => {
                let row =
                    self.block(connection.client.query_one("select version from schema_version", &[]))?;
                row.try_get(0)?
            }
        };
        self.keep(connection);
        Ok(version)
    }
}

struct PostgresTx<'a> {
    runtime: &'a Handle,
    tx: Transaction<'a>,
    statements: &'a mut HashMap<&'static str, Statement>,
    many: &'a mut HashMap<&'static str, Option<Statement>>,
}

impl PostgresTx<'_> {
    fn statement(&mut self, sql: &'static str) -> Result<Statement, HubError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = block(self.runtime, self.tx.prepare(sql))?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }
}

impl PostgresTx<'_> {
    /// A statement for many lists of parameters at once; none where it cannot be had.
    fn many(
        &mut self,
        sql: &'static str,
        of: fn(&str, &[Type]) -> Option<String>,
    ) -> Result<Option<Statement>, HubError> {
        if let Some(known) = self.many.get(sql) {
            return Ok(known.clone());
        }
        let one = self.statement(sql)?;
        let statement = match of(sql, one.params()) {
            Some(sql) => Some(block(self.runtime, self.tx.prepare(&sql))?),
            None => None,
        };
        self.many.insert(sql, statement.clone());
        Ok(statement)
    }
}

fn refs<'a>(args: &'a [Arg<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    args.iter().map(|arg| arg as _).collect()
}

impl Tx for PostgresTx<'_> {
    fn run(&mut self, sql: &'static str, args: &[Arg]) -> Result<u64, HubError> {
        let statement = self.statement(sql)?;
        let args: Vec<&(dyn ToSql + Sync)> = args.iter().map(|arg| arg as _).collect();
        block(self.runtime, self.tx.execute(&statement, &args))
    }

    fn run_all(&mut self, sql: &'static str, all: &[Vec<Value>]) -> Result<(), HubError> {
        let one = self.statement(sql)?;
        if all.len() > 1
            && let Some(many) = self.many(sql, batch::insert_of)?
        {
            let columns = batch::columns(one.params(), all)?;
            let args: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| &**column as _).collect();
            return block(self.runtime, self.tx.execute(&many, &args)).map(drop);
        }
        // One after the other, without waiting for each answer.
        for some in all.chunks(PIPELINED) {
            let args: Vec<Vec<Arg>> = some.iter().map(|row| row.iter().map(Value::arg).collect()).collect();
            let args: Vec<Vec<&(dyn ToSql + Sync)>> = args.iter().map(|row| refs(row)).collect();
            let sent = args.iter().map(|args| self.tx.execute(&one, args));
            block(self.runtime, try_join_all(sent))?;
        }
        Ok(())
    }

    fn rows_all(&mut self, sql: &'static str, all: &[Vec<Value>]) -> Result<Vec<Vec<Row>>, HubError> {
        let mut found: Vec<Vec<Row>> = all.iter().map(|_| Vec::new()).collect();
        if all.is_empty() {
            return Ok(found);
        }
        let one = self.statement(sql)?;
        let many = self.many(sql, batch::query_of)?.ok_or(HubError::Internal("type of a parameter"))?;
        let columns = batch::columns(one.params(), all)?;
        let args: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|column| &**column as _).collect();
        for of_list in block(self.runtime, self.tx.query(&many, &args))? {
            let mut row = row(&of_list)?;
            let Value::Int(list) = row.0.remove(0) else {
                return Err(HubError::Internal("type of a column"));
            };
            let list = usize::try_from(list).ok().and_then(|list| found.get_mut(list.checked_sub(1)?));
            list.ok_or(HubError::Internal("list of a row"))?.push(row);
        }
        Ok(found)
    }

    fn rows(&mut self, sql: &'static str, args: &[Arg]) -> Result<Vec<Row>, HubError> {
        let statement = self.statement(sql)?;
        let args: Vec<&(dyn ToSql + Sync)> = args.iter().map(|arg| arg as _).collect();
        let rows = block(self.runtime, self.tx.query(&statement, &args))?;
        rows.iter().map(row).collect()
    }
}

fn row(row: &tokio_postgres::Row) -> Result<Row, HubError> {
    let values = row.columns().iter().enumerate().map(|(at, column)| {
        Ok(match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(at)?.map_or(Value::Null, Value::Int),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at)?.map_or(Value::Null, Value::Bytes),
            Type::TEXT => row.try_get::<_, Option<String>>(at)?.map_or(Value::Null, Value::Text),
            _ => return Err(HubError::Internal("type of a column")),
        })
    });
    values.collect::<Result<_, HubError>>().map(Row)
}

impl ToSql for Arg<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) => number.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::BYTEA | Type::TEXT)
    }

    to_sql_checked!();
}

/// The server's errors, mapped once. Its messages are not carried: they may quote values.
impl From<tokio_postgres::Error> for HubError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(state) = error.code() else {
            // No answer of the server: it is down, was restarted, or the connection broke.
            return Self::Busy("not reached");
        };
        let class = state.code().get(..2).unwrap_or("");
        match class {
            "08" | "57" => Self::Busy("not reached"),
            "53" => Self::Busy("full"),
            "40" | "55" => Self::Busy("locked"),
            "58" => Self::Busy("storage"),
            "XX" => Self::Damaged,
            _ if *state == SqlState::READ_ONLY_SQL_TRANSACTION => Self::Busy("read only"),
            _ => Self::Internal("postgres"),
        }
    }
}
