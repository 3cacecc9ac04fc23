//! Bringing the people of whom there are facts in line with a new list. Facts and registrations are never touched.

use rusqlite::{Connection, Transaction};
use shivir_domain::id::PersonId;

use super::ImportReport;
use crate::error::{CoreError, StoreFile};
use crate::facts::{Known, person_row, refold_person};
use crate::roster::read;

/// Looks each of them up in the new roster and refolds those of whom it says something else than was known.
pub(super) fn align(
    tx: &Transaction,
    roster: &Connection,
    report: &mut ImportReport,
) -> Result<(), CoreError> {
    let ids: Vec<PersonId> = tx
        .prepare("select id from person order by no")?
        .query_map([], |r| r.get(0).map(PersonId))?
        .collect::<Result<_, _>>()?;
    for id in ids {
        let Some(before) = person_row(tx, id)? else {
            continue;
        };
        let found = read::find(roster, id).map_err(|e| match e {
            CoreError::Damaged(_) => CoreError::Damaged(StoreFile::Roster),
            other => other,
        })?;
        match found.map(|(_, listed)| listed) {
            Some(listed) if !before.on_list || before.listed.as_ref() != Some(&listed) => {
                report.updated += 1;
                refold_person(tx, id, Known::Listed(Box::new(listed)))?;
            }
            Some(_) => {}
            // Named at every import, until she is listed again.
            None if before.listed.is_some() => {
                report.no_longer_listed.push(id);
                if before.on_list {
                    refold_person(tx, id, Known::NoLonger)?;
                }
            }
            None => {}
        }
    }
    Ok(())
}
