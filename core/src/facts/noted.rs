//! Review items that were noted when a fact arrived: no fold can find them again, but settlements are facts like others.

use rusqlite::{Connection, params};
use shivir_domain::codes::ReviewKind;
use shivir_domain::fact::Fact;
use shivir_domain::fold::{ReviewId, noted_settled};
use shivir_domain::id::{FactId, SubjectId};

use super::log;
use crate::error::{CoreError, StoreFile};

/// Opens and closes what was noted on a subject, as the settlements among its facts say: a function of the facts that are
/// here, whether the settlement or what it settles came first.
pub(crate) fn settle_noted(db: &Connection, subject: SubjectId) -> Result<(), CoreError> {
    let mut query =
        db.prepare_cached("select id, facts, open from review where subject = ? and kind in (?, ?)")?;
    let kinds = (ReviewKind::Fork.number(), ReviewKind::FutureDated.number());
    let rows = query.query_map(params![subject.0, kinds.0, kinds.1], |r| {
        Ok((ReviewId(r.get(0)?), r.get::<_, Vec<u8>>(1)?, r.get::<_, bool>(2)?))
    })?;
    let noted = rows.collect::<Result<Vec<_>, _>>()?;
    if noted.is_empty() {
        return Ok(());
    }
    let facts = log::facts_of(db, subject)?;
    let facts: Vec<&Fact> = facts.iter().map(|(_, fact)| fact).collect();
    for (id, within, open) in noted {
        let within: Vec<FactId> =
            minicbor::decode(&within).map_err(|_| CoreError::Damaged(StoreFile::Camp))?;
        let opens = noted_settled(&facts, id, &within).is_none();
        if opens != open {
            db.prepare_cached("update review set open = ? where id = ?")?.execute(params![opens, id.0])?;
        }
    }
    Ok(())
}

/// The same for every subject of which something was noted.
pub(crate) fn settle_all_noted(db: &Connection) -> Result<(), CoreError> {
    let mut query = db.prepare("select distinct subject from review where kind in (?, ?)")?;
    let kinds = [ReviewKind::Fork.number(), ReviewKind::FutureDated.number()];
    let subjects = query.query_map(kinds, |r| r.get(0).map(SubjectId))?.collect::<Result<Vec<_>, _>>()?;
    subjects.into_iter().try_for_each(|subject| settle_noted(db, subject))
}
