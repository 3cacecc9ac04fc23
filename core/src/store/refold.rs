//! Folding everyone anew: after an upgrade whose folds give another result, and after a salvage.

use rusqlite::{Connection, TransactionBehavior};
use shivir_domain::codes::ReviewKind;
use shivir_domain::fact::FactKind;
use shivir_domain::fold::FOLD_VERSION;
use shivir_domain::id::PersonId;

use super::{meta, set_meta};
use crate::error::CoreError;
use crate::facts::{self, Known};

/// Kinds of facts whose subject is a person. One whose body is blanked may be about a worker
/// too, and so may a settlement, of a record that was noted on arrival.
const ABOUT_PEOPLE: [FactKind; 13] = [
    FactKind::Visit,
    FactKind::VisitWithdrawn,
    FactKind::PersonAdded,
    FactKind::PersonChanged,
    FactKind::CaseOpened,
    FactKind::CaseStep,
    FactKind::RationStep,
    FactKind::CardStated,
    FactKind::LikelyDuplicate,
    FactKind::PeopleMerged,
    FactKind::PeopleUnmerged,
    FactKind::Called,
    FactKind::CaseDated,
];

/// Folds everyone anew, in one transaction, where the store was folded by an older version. On a full storage the store
/// goes on with the older folds, and tries again at the next opening.
pub(super) fn where_older(db: &mut Connection) -> Result<(), CoreError> {
    if meta::<u32>(db, "fold_version")?.unwrap_or(0) >= FOLD_VERSION {
        return Ok(());
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = everyone(&tx, &mut |_, _| ()).and_then(|()| {
        set_meta(&tx, "fold_version", FOLD_VERSION)?;
        Ok(tx.commit()?)
    });
    match done {
        Err(CoreError::StorageFull) => Ok(()),
        other => other,
    }
}

/// Empties the tables that are folded from facts and folds every person again. `progress` is told how many are done, of
/// how many.
pub(super) fn everyone(db: &Connection, progress: &mut dyn FnMut(usize, usize)) -> Result<(), CoreError> {
    db.execute_batch(
        "delete from visit; delete from aadhaar_case; delete from ration_case; delete from merged; delete from joined;",
    )?;
    // What was noted when a fact arrived is no result of the folds.
    db.execute(
        "delete from review where kind not in (?, ?)",
        [ReviewKind::Fork.number(), ReviewKind::FutureDated.number()],
    )?;
    let people = people(db)?;
    for (done, person) in people.iter().enumerate() {
        facts::refold_person(db, *person, Known::AsBefore)?;
        progress(done + 1, people.len());
    }
    facts::settle_all_noted(db)
}

/// The people of whom there are facts, as a query.
pub(super) fn people_sql() -> String {
    let kinds = ABOUT_PEOPLE.map(|k| k.number().to_string()).join(", ");
    format!("select distinct subject from fact where kind in ({kinds})")
}

fn people(db: &Connection) -> Result<Vec<PersonId>, CoreError> {
    let mut query = db.prepare(&people_sql())?;
    let rows = query.query_map([], |r| r.get(0).map(PersonId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
