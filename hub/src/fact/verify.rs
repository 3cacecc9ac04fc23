//! Verifying: every digest and every fold is computed anew from the facts and compared with what is kept.

use std::collections::{BTreeMap, BTreeSet};

use shivir_domain::id::{AreaId, SubjectId};
use shivir_domain::wire::digest::SetSum;

use super::fact_of;
use super::fold::refold_subject;
use crate::district::District;
use crate::error::HubError;
use crate::store::{Row, Tx, number};
use crate::{Hub, args};

/// Facts that are read at a time.
const AT_A_TIME: i64 = 2_000;

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Facts looked at; each fits its hash, else the database is damaged.
    pub facts: u64,
    /// Areas whose sum was another than that of their facts.
    pub sums_wrong: Vec<AreaId>,
    /// People whose rows were others than their facts come to.
    pub folds_wrong: u64,
    /// Numbers of the district's count that no fact has: none is ever left out.
    pub numbers_missing: u64,
}

impl Verified {
    /// Everything was right.
    pub fn is_right(&self) -> bool {
        self.sums_wrong.is_empty() && self.folds_wrong == 0 && self.numbers_missing == 0
    }
}

impl Hub {
    /// Computes every sum and every fold of a district anew. Nothing is changed: what is wrong is told.
    ///
    /// # Errors
    /// [`HubError::Damaged`] where a fact does not fit its hash; [`HubError::NotFound`]; storage errors.
    pub fn verify(&self, district: u32) -> Result<Verified, HubError> {
        let mut found = Verified::default();
        let done = self.db().write_with(|tx| {
            let counted = District::lock(tx, district)?.ok_or(HubError::NotFound("the district"))?;
            let (sums, subjects) = read_all(tx, district, counted.number.0, &mut found)?;
            let kept = tx.rows("select area, sum from area_sum where district = $1", args![district])?;
            let mut kept_sums = BTreeMap::new();
            for mut row in kept {
                let sum = SetSum::from_bytes(&row.bytes(1)?).ok_or(HubError::Damaged)?;
                kept_sums.insert(AreaId(row.num(0)?), sum);
            }
            let areas: BTreeSet<AreaId> = sums.keys().chain(kept_sums.keys()).copied().collect();
            let differs = |area: &AreaId| {
                sums.get(area).copied().unwrap_or_default()
                    != kept_sums.get(area).copied().unwrap_or_default()
            };
            found.sums_wrong = areas.into_iter().filter(differs).collect();
            for subject in subjects {
                let before = folded(tx, district, subject)?;
                refold_subject(tx, district, subject)?;
                found.folds_wrong += u64::from(folded(tx, district, subject)? != before);
            }
            // What was folded anew is not kept: verifying changes nothing.
            Err::<(), _>(HubError::NotFound("nothing"))
        });
        match done {
            Err(HubError::NotFound("nothing")) | Ok(()) => Ok(found),
            Err(other) => Err(other),
        }
    }
}

type Read = (BTreeMap<AreaId, SetSum>, BTreeSet<SubjectId>);

fn read_all(tx: &mut dyn Tx, district: u32, last: u64, found: &mut Verified) -> Result<Read, HubError> {
    let (mut sums, mut subjects) = (BTreeMap::<AreaId, SetSum>::new(), BTreeSet::new());
    let mut after = 0;
    loop {
        let rows = tx.rows(
            "select number, header, body, body_hash, hash from fact where district = $1 and number > $2 \
             order by number limit $3",
            args![district, after, AT_A_TIME],
        )?;
        if rows.is_empty() {
            break;
        }
        for mut row in rows {
            after = row.int(0)?;
            let fact = fact_of(&mut row, 1)?;
            sums.entry(fact.header.area).or_default().add(fact.id(), fact.hash());
            subjects.insert(fact.header.subject);
            found.facts += 1;
        }
    }
    found.numbers_missing = u64::try_from(number(last)?.max(after)).unwrap_or(0) - found.facts;
    Ok((sums, subjects))
}

/// Everything that is folded of a subject.
fn folded(tx: &mut dyn Tx, district: u32, subject: SubjectId) -> Result<Vec<Row>, HubError> {
    let mut all = Vec::new();
    for sql in [
        "select area, class, open_case from person where district = $1 and person = $2",
        "select stream, seq, camp, day, area, family, vay_vandana from visit \
         where district = $1 and person = $2 order by stream, seq",
        "select stream, seq, area, state, reason, since, due, open from aadhaar_case \
         where district = $1 and person = $2 order by stream, seq",
        "select id, kind, field, facts, open, noted from review where district = $1 and subject = $2 order by id",
        "select name, cadre from worker where district = $1 and worker = $2",
    ] {
        all.extend(tx.rows(sql, args![district, &subject.0])?);
    }
    Ok(all)
}
