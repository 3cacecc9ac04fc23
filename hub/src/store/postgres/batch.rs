//! A statement for many lists of parameters at once: they go as one array for each place, so that the server parses, plans
//! and answers once for all of them.

use tokio_postgres::types::{ToSql, Type};

use super::super::Value;
use crate::error::HubError;

/// `insert … values ($1, $2) …` as an insert of all rows of arrays; none where it is no insert of just its parameters.
pub(super) fn insert_of(sql: &str, places: &[Type]) -> Option<String> {
    let row: Vec<String> = (1..=places.len()).map(|at| format!("${at}")).collect();
    let (before, after) = sql.split_once(&format!("values ({})", row.join(", ")))?;
    Some(format!("{before}select * from {}{after}", arrays(places)?))
}

/// A query for each list of parameters, with the number of the list, from 1 on, before its columns. Rows of one list come in
/// the query's order.
pub(super) fn query_of(sql: &str, places: &[Type]) -> Option<String> {
    let mut each = sql.to_owned();
    // From the last on: `$1` is the beginning of `$10`.
    for at in (1..=places.len()).rev() {
        each = each.replace(&format!("${at}"), &format!("asked.p{at}"));
    }
    let names: Vec<String> = (1..=places.len()).map(|at| format!("p{at}")).collect();
    let (arrays, names) = (arrays(places)?, names.join(", "));
    Some(format!(
        "select asked.list, found.* from {arrays} with ordinality as asked ({names}, list) cross join lateral ({each}) found"
    ))
}

fn arrays(places: &[Type]) -> Option<String> {
    let array = |(at, place): (usize, &Type)| {
        let kind = match *place {
            Type::INT8 => "bigint",
            Type::BYTEA => "bytea",
            Type::TEXT => "text",
            _ => return None,
        };
        Some(format!("${}::{kind}[]", at + 1))
    };
    let arrays: Option<Vec<String>> = places.iter().enumerate().map(array).collect();
    Some(format!("unnest({})", arrays?.join(", ")))
}

/// The array of each place.
pub(super) fn columns<'v>(
    places: &[Type],
    all: &'v [Vec<Value>],
) -> Result<Vec<Box<dyn ToSql + Sync + 'v>>, HubError> {
    let column = |at: usize| -> Result<Box<dyn ToSql + Sync + 'v>, HubError> {
        let mut column = Vec::with_capacity(all.len());
        for row in all {
            column.push(row.get(at).ok_or(HubError::Internal("parameters"))?.arg());
        }
        Ok(Box::new(column))
    };
    (0..places.len()).map(column).collect()
}
