//! A person as she is known on this phone, to be compared.

use rusqlite::Connection;
use shivir_domain::fold::fold_person;
use shivir_domain::id::PersonId;
use shivir_roster::duplicate::Known;

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

/// What the facts say of a person, and the list where they say nothing.
pub(super) fn known(person: &Person) -> Known {
    let told = Known::told(person.fold.details.clone());
    match &person.listed {
        Some(listed) => told.over(listed.known()),
        None => told,
    }
}
