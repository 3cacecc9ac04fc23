//! A person as the hub knows her, to be compared: what the facts say over what the list says.

use std::collections::BTreeMap;

use shivir_domain::fact::Fact;
use shivir_domain::fold::fold_person;
use shivir_domain::id::{AreaId, PersonId, SubjectId};
use shivir_roster::duplicate::Known;
use shivir_roster::pack::PackPlace;

use crate::error::HubError;
use crate::fact::{Told, facts_of_all, joined, of_subject};
use crate::roster::ListedRow;
use crate::store::{Row, Tx, Value};

/// A person by her facts alone.
pub(super) fn by_facts(facts: &[&Fact]) -> Known {
    Known::told(fold_person(facts).details)
}

/// A person of the list, or one who was added; none where the hub knows neither.
pub(crate) fn known(tx: &mut dyn Tx, district: u32, person: PersonId) -> Result<Option<Known>, HubError> {
    Ok(known_all(tx, district, &[person])?.pop().flatten())
}

/// The same of several.
pub(super) fn known_all(
    tx: &mut dyn Tx,
    district: u32,
    people: &[PersonId],
) -> Result<Vec<Option<Known>>, HubError> {
    let sql = "select l.area, l.row, p.row from listed l join place p \
               on p.district = l.district and p.no = l.place where l.district = $1 and l.person = $2";
    let asked: Vec<Vec<Value>> = people.iter().map(|person| of_subject(district, (*person).into())).collect();
    let listed = tx.rows_all(sql, &asked)?;
    let subjects: Vec<SubjectId> = people.iter().map(|person| (*person).into()).collect();
    let facts = facts_of_all(tx, district, subjects.iter().copied())?;
    // Of one who is joined with another, what was said under either id.
    let mut groups = BTreeMap::new();
    for subject in joined(tx, district, &subjects)? {
        groups.insert(subject, Known::told(Told::of(tx, district, subject.into())?.fold().details));
    }
    let all = subjects.into_iter().zip(listed).zip(facts);
    all.map(|((subject, listed), facts)| {
        let alone = || by_facts(&facts.iter().collect::<Vec<_>>());
        let told = groups.remove(&subject).or_else(|| (!facts.is_empty()).then(alone));
        over_list(listed.into_iter().next(), told)
    })
    .collect()
}

fn over_list(listed: Option<Row>, told: Option<Known>) -> Result<Option<Known>, HubError> {
    let Some(mut row) = listed else {
        return Ok(told);
    };
    let area = AreaId(row.num(0)?);
    let listed = ListedRow::decode(&row.bytes(1)?)?;
    let place: PackPlace = minicbor::decode(&row.bytes(2)?).map_err(|_| HubError::Damaged)?;
    let list = listed.known(area, &place.village);
    Ok(Some(match told {
        Some(told) => told.over(list),
        None => list,
    }))
}
