//! What is known of a person, as it is compared: what the facts say over what the list says.

use rusqlite::Connection;
use shivir_domain::aadhaar::Last4;
use shivir_domain::fact::Details;
use shivir_domain::fold::fold_person;
use shivir_domain::id::PersonId;
use shivir_roster::duplicate;

use crate::error::CoreError;
use crate::facts::{self, TableClass};
use crate::roster::{Listed, Person};

/// A person as she is known now, under the id by which she is counted; none where nothing stands of what was said of her. `listed`: what the roster says of her,
/// where that was read.
pub(super) fn person_in(
    camp: &Connection,
    id: PersonId,
    listed: Option<Listed>,
) -> Result<Option<Person>, CoreError> {
    let told = facts::Told::of(camp, id)?;
    let (id, listed) = (told.head, listed.filter(|_| told.head == id));
    let Some(row) = facts::person_row(camp, id)? else {
        let on_list = listed.is_some();
        return Ok(on_list.then(|| Person { id, listed, on_list, fold: fold_person(&[]) }));
    };
    if row.class == TableClass::Nobody {
        return Ok(None);
    }
    Ok(Some(Person { id, listed: row.listed.or(listed), on_list: row.on_list, fold: told.fold() }))
}

/// What is known of a person, with the key of her household.
pub(super) struct Told {
    pub details: Details,
    pub household: Option<String>,
}

/// What the facts say of a person, and the list where they say nothing.
pub(super) fn told(person: &Person) -> Told {
    let mut details = person.fold.details.clone();
    details.birth = person.birth();
    let mut household = details.ration_card.as_deref().map(household);
    if let Some(listed) = &person.listed {
        details.name_hi = details.name_hi.or_else(|| listed.name_hi.clone());
        details.name_en = details.name_en.or_else(|| listed.name_en.clone());
        details.relative = details.relative.or_else(|| listed.relative.clone());
        details.relation = details.relation.or(listed.relation);
        details.sex = details.sex.or(listed.sex);
        details.area = details.area.or(Some(listed.area));
        details.village = details.village.or_else(|| Some(listed.village.clone()));
        details.para = details.para.or_else(|| listed.para.clone());
        details.mobile = details.mobile.or(listed.mobile);
        details.last4 = details.last4.or_else(|| Last4::new(listed.last4.as_deref()?));
        household = household.or_else(|| Some(listed.household.clone()));
    }
    Told { details, household }
}

/// These as they are compared.
pub(super) fn known(told: &Told) -> duplicate::Details<'_> {
    let d = &told.details;
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
        household: told.household.as_deref(),
        last4: d.last4.as_ref().map(Last4::as_str),
        mobile: d.mobile,
    }
}

/// The key of the household of a ration card, as it is written on the card.
pub(super) fn household(card: &str) -> String {
    let mut key = String::with_capacity(card.len() + 2);
    shivir_roster::household_key(card.trim(), "", &mut key);
    key
}
