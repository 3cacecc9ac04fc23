//! What is known of a person, as it is compared: what the facts say over what the list says. As on the phone
//! (`core/src/roster/duplicates/entry.rs`).

use std::collections::BTreeMap;

use shivir_domain::aadhaar::Last4;
use shivir_domain::fact::{Details, Fact};
use shivir_domain::fold::fold_person;
use shivir_domain::id::{AreaId, PersonId, SubjectId};
use shivir_roster::duplicate;
use shivir_roster::pack::PackPlace;

use crate::error::HubError;
use crate::fact::{Told, facts_of_all, joined, of_subject};
use crate::roster::ListedRow;
use crate::store::{Row, Tx, Value};

/// What is known of a person, with the key of her household.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub details: Details,
    pub household: Option<String>,
}

impl Known {
    /// By her facts alone.
    pub fn by_facts(facts: &[&Fact]) -> Self {
        Self::by_fold(fold_person(facts).details)
    }

    fn by_fold(details: Details) -> Self {
        let household = details.ration_card.as_deref().map(|card| {
            let mut key = String::with_capacity(card.len() + 2);
            shivir_roster::household_key(card.trim(), "", &mut key);
            key
        });
        Self { details, household }
    }

    /// A person of the list, or one who was added; none where the hub knows neither.
    pub fn read(tx: &mut dyn Tx, district: u32, person: PersonId) -> Result<Option<Self>, HubError> {
        Ok(Self::read_all(tx, district, &[person])?.pop().flatten())
    }

    /// The same of several.
    pub fn read_all(
        tx: &mut dyn Tx,
        district: u32,
        people: &[PersonId],
    ) -> Result<Vec<Option<Self>>, HubError> {
        let sql = "select l.area, l.row, p.row from listed l join place p \
                   on p.district = l.district and p.no = l.place where l.district = $1 and l.person = $2";
        let asked: Vec<Vec<Value>> =
            people.iter().map(|person| of_subject(district, (*person).into())).collect();
        let listed = tx.rows_all(sql, &asked)?;
        let subjects: Vec<SubjectId> = people.iter().map(|person| (*person).into()).collect();
        let facts = facts_of_all(tx, district, subjects.iter().copied())?;
        // Of one who is joined with another, what was said under either id.
        let mut groups = BTreeMap::new();
        for subject in joined(tx, district, &subjects)? {
            groups.insert(subject, Self::by_fold(Told::of(tx, district, subject.into())?.fold().details));
        }
        let all = subjects.into_iter().zip(listed).zip(facts);
        all.map(|((subject, listed), facts)| {
            let alone = || Self::by_facts(&facts.iter().collect::<Vec<_>>());
            let told = groups.remove(&subject).or_else(|| (!facts.is_empty()).then(alone));
            Self::of(listed.into_iter().next(), told)
        })
        .collect()
    }

    fn of(listed: Option<Row>, told: Option<Self>) -> Result<Option<Self>, HubError> {
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

    /// Where nothing is told, what the list has.
    fn over(self, list: Self) -> Self {
        let (d, l) = (self.details, list.details);
        let birth = match (l.birth, d.birth) {
            (Some(listed), Some(told)) => Some(if told.replaces(&listed) { told } else { listed }),
            (listed, told) => told.or(listed),
        };
        let details = Details {
            name_hi: d.name_hi.or(l.name_hi),
            name_en: d.name_en.or(l.name_en),
            relative: d.relative.or(l.relative),
            sex: d.sex.or(l.sex),
            birth,
            relation: d.relation.or(l.relation),
            area: d.area.or(l.area),
            village: d.village.or(l.village),
            para: d.para.or(l.para),
            mobile: d.mobile.or(l.mobile),
            last4: d.last4.or(l.last4),
            ..d
        };
        Self { details, household: self.household.or(list.household) }
    }

    /// As it is compared.
    pub fn compared(&self) -> duplicate::Details<'_> {
        let d = &self.details;
        // A guest was entered at a table of this area, which tells nothing of where she lives.
        let guest = d.guest_from.is_some();
        duplicate::Details {
            name_hi: d.name_hi.as_deref(),
            name_en: d.name_en.as_deref(),
            relative: d.relative.as_deref(),
            relation: d.relation,
            sex: d.sex,
            birth: d.birth,
            area: d.area.filter(|_| !guest),
            village: d.village.as_deref().filter(|_| !guest),
            household: self.household.as_deref(),
            last4: d.last4.as_ref().map(Last4::as_str),
            mobile: d.mobile,
        }
    }
}
