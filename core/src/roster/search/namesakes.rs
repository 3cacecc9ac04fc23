//! Hits of one name: what tells them apart, and what is to be asked before one of them is taken.

use rusqlite::Connection;
use serde::Serialize;
use shivir_domain::person::Relation;
use shivir_roster::sounds::Sounds;

use super::hits::{Hit, Hits};
use super::recent::Recent;
use crate::error::CoreError;
use crate::roster::read::{self, Home};

/// Heads of households that are kept, at least; a name each.
const HEADS: usize = 256;

/// The heads of households that were read lately, by the household's number.
#[derive(Debug)]
pub(super) struct Heads(Recent<Option<String>>);

impl Default for Heads {
    fn default() -> Self {
        Self(Recent::new(HEADS))
    }
}

/// The second detail that tells a person from others of her name among the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Confirm {
    /// Name of father or husband.
    Relative,
    /// Age.
    Age,
    /// Para or mohalla.
    Para,
    /// Village or ward.
    Village,
    /// Name of the head of the household.
    Head,
    /// None of these tells her apart: the number of the ration card.
    Household,
}

/// Fills in, for those who have namesakes among the hits, the head of the household and what tells them apart.
pub(super) fn tell_apart(db: &Connection, heads: &mut Heads, hits: &mut Hits) -> Result<(), CoreError> {
    let names: Vec<Option<Vec<u8>>> = hits.found.iter().map(heard).collect();
    for at in 0..hits.found.len() {
        let name = names.get(at).and_then(Option::as_ref);
        let alike = |other: &usize| {
            *other != at && name.is_some() && names.get(*other).and_then(Option::as_ref) == name
        };
        let others: Vec<usize> = (0..hits.found.len()).filter(alike).collect();
        if others.is_empty() {
            continue;
        }
        let home = hits.homes.get(at).copied().flatten();
        if let Some(hit) = hits.found.get_mut(at)
            && hit.relation != Some(Relation::Head)
            && let Some(key) = &hit.household
        {
            hit.head = head_of(db, heads, home, key)?;
        }
        let confirm = hits.found.get(at).map(|hit| {
            let others: Vec<&Hit> = others.iter().filter_map(|other| hits.found.get(*other)).collect();
            telling(hit, &others)
        });
        if let Some(hit) = hits.found.get_mut(at) {
            hit.confirm = confirm;
        }
    }
    Ok(())
}

/// The name of the head of a household. `home`: the household where it is known already, else it is found by its key.
fn head_of(
    db: &Connection,
    heads: &mut Heads,
    home: Option<Home>,
    key: &str,
) -> Result<Option<String>, CoreError> {
    let home = match home {
        Some(home) => Some(home),
        None => read::home(db, key)?,
    };
    // Households are counted as people are: their numbers fit.
    let number = |home: Home| u32::try_from(home.household).ok().map(|no| (no, home));
    match home.and_then(number) {
        Some((no, home)) => Ok(heads.0.get(no, || read::head_of(db, home))?.clone()),
        None => Ok(None),
    }
}

/// The first detail that differs from all others'.
fn telling(hit: &Hit, others: &[&Hit]) -> Confirm {
    let text = |of: fn(&Hit) -> &Option<String>| {
        let mine = of(hit).as_deref();
        mine.is_some() && others.iter().all(|other| of(other).as_deref() != mine)
    };
    if text(|h| &h.relative) {
        Confirm::Relative
    } else if hit.age.is_some() && others.iter().all(|other| other.age != hit.age) {
        Confirm::Age
    } else if text(|h| &h.para) {
        Confirm::Para
    } else if text(|h| &h.village) {
        Confirm::Village
    } else if text(|h| &h.head) {
        Confirm::Head
    } else {
        Confirm::Household
    }
}

/// The name as it is heard, so that two spellings of it are one.
fn heard(hit: &Hit) -> Option<Vec<u8>> {
    let name = hit.name_hi.as_deref().or(hit.name_en.as_deref())?;
    Some(Sounds::of(name).as_slice().iter().map(|s| s.family().number()).collect())
}
