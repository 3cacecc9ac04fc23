//! The person who is entered as new, and by what she is looked for.

use rusqlite::Connection;
use shivir_domain::fact::Details;
use shivir_roster::duplicate::{Heard, Known, Prepared, household_of};
use shivir_roster::sounds::{Sound, Sounds};

use crate::error::CoreError;
use crate::roster::read;

/// The person who is entered as new.
pub(super) struct Wanted {
    pub told: Known,
    /// Her names as they are heard.
    pub names: Vec<Heard>,
    /// Her given names as single words, in both scripts.
    pub given: Vec<Sounds>,
    /// How these may be written further: with the next word, or with a courtesy.
    pub joined: Vec<Sounds>,
    /// Words of the name of father or husband.
    pub relative: Vec<Sounds>,
    /// Her village's name as one word.
    pub village: Option<Sounds>,
}

impl Wanted {
    /// Of details. `db`: the roster, by which the number of her ration card is read as the list writes it.
    pub fn of(details: &Details, db: Option<&Connection>) -> Result<Self, CoreError> {
        let told = Known { details: details.clone(), household: listed_household(details, db)? };
        let (mut given, mut joined) = (Vec::new(), Vec::new());
        let names = [&details.name_hi, &details.name_en].into_iter().flatten();
        let names: Vec<Heard> = names.map(|name| Heard::of(name)).filter(|name| !name.is_empty()).collect();
        for heard in &names {
            let words = heard.words();
            let Some(first) = words.first() else { continue };
            add(&mut given, first.clone());
            if let Some(second) = words.get(1) {
                add(&mut joined, together(first, second));
            }
            add(&mut joined, together(first, &Sounds::of("बाई")));
        }
        joined.retain(|word| !given.contains(word));
        let relative = told.details.relative.as_deref().map(Heard::of);
        let village = told.compared().village.map(Sounds::of).filter(|v| !v.as_slice().is_empty());
        Ok(Self {
            names,
            given,
            joined,
            relative: relative.map(|name| name.words().to_vec()).unwrap_or_default(),
            village,
            told,
        })
    }

    /// As she is compared.
    pub fn prepared(&self) -> Prepared<'_> {
        Prepared::of(self.told.compared())
    }
}

fn add(words: &mut Vec<Sounds>, word: Sounds) {
    if !words.contains(&word) {
        words.push(word);
    }
}

fn together(one: &Sounds, other: &Sounds) -> Sounds {
    let all: Vec<Sound> = one.as_slice().iter().chain(other.as_slice()).copied().collect();
    Sounds::part(&all)
}

/// The key of her household: the number of the ration card as it was typed, or without what parts its digits where the
/// list has it so.
fn listed_household(details: &Details, db: Option<&Connection>) -> Result<Option<String>, CoreError> {
    let Some(card) = details.ration_card.as_deref() else {
        return Ok(None);
    };
    let typed = household_of(card);
    let digit = |c: char| match c {
        '०'..='९' => char::from_u32(u32::from(c) - u32::from('०') + u32::from('0')).unwrap_or(c),
        other => other,
    };
    let bare: String =
        card.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '/')).map(digit).collect();
    let forms = [household_of(&bare), household_of(&bare.to_uppercase())];
    for form in forms {
        if let Some(db) = db
            && form != typed
            && read::member_numbers(db, &typed)?.is_empty()
            && !read::member_numbers(db, &form)?.is_empty()
        {
            return Ok(Some(form));
        }
    }
    Ok(Some(typed))
}
