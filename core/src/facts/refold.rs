//! Bringing a person's rows in line with the facts on her: all rows are a function of the set of facts and of what the
//! roster says, whatever order they came in.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};
use shivir_domain::codes::{CallHow, CardKind};
use shivir_domain::day::Day;
use shivir_domain::fact::{Details, Fact, FactKind};
use shivir_domain::fold::{Class, LastCall, ListWord, PersonFold, fold_person};
use shivir_domain::id::{AreaId, FactId, PersonId};
use shivir_roster::duplicate::held_birth;

use super::joined::{Told, align};
use super::rows::{forget_person, remove_visit, write_cases, write_person, write_reviews, write_visit};
use crate::error::{CoreError, StoreFile};
use crate::roster::Listed;

/// A person's row in `camp.db`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// Where the list has her, also when the facts say that she lives elsewhere: the ledger counts people where they are
    /// listed. Where the facts say for those who are on no list.
    pub area: AreaId,
    /// What the list says of her, or the last list that had her.
    pub listed: Option<Listed>,
    /// The list in use has her. In the table: `listed_made` is there.
    pub on_list: bool,
    pub class: TableClass,
    pub open_case: bool,
    pub reviews: u32,
    pub name_key: Option<String>,
    /// How she was last called to the camp.
    pub call: Option<LastCall>,
}

/// What is to be known of the person's place on the list.
pub(crate) enum Known {
    /// As it was when she was first met here, or at the last new list.
    AsBefore,
    /// As the roster says at meeting her, `None`: she is on no list. Where she has a row, that stands.
    Now(Option<Box<Listed>>),
    /// As a new list says.
    Listed(Box<Listed>),
    /// A new list has her no more. What the older one said of her is kept, and she is counted beside the target.
    NoLonger,
}

/// The class of a person in the tables: the ledger's, and of those beside the target which they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableClass {
    /// Nothing stands of what was said of someone who is on no list: taken back, or blanked.
    Nobody = 0,
    Made = 1,
    Left = 2,
    Deceased = 3,
    Moved = 4,
    /// Not on the list.
    New = 5,
    /// Not on the list, and from elsewhere.
    Guest = 6,
    /// Another entry of someone who is shown and counted under another id.
    Joined = 7,
}

impl TableClass {
    pub fn of(fold: &PersonFold, list: Option<ListWord>) -> Self {
        match fold.class_over(CardKind::Family, list) {
            Class::Made => Self::Made,
            Class::Left => Self::Left,
            Class::Deceased => Self::Deceased,
            Class::Moved => Self::Moved,
            Class::Beside => {
                let spoken_of = fold.standing().next().is_some()
                    || !(fold.cases.is_empty() && fold.ration.is_empty() && fold.cards.is_empty());
                match (&fold.details.guest_from, spoken_of) {
                    (_, false) => Self::Nobody,
                    (Some(_), true) => Self::Guest,
                    (None, true) => Self::New,
                }
            }
        }
    }

    pub fn from_number(number: i64) -> Self {
        match number {
            1 => Self::Made,
            2 => Self::Left,
            3 => Self::Deceased,
            4 => Self::Moved,
            5 => Self::New,
            6 => Self::Guest,
            7 => Self::Joined,
            _ => Self::Nobody,
        }
    }

    /// In `visit.beside`: 0 listed, 1 on no list, 2 a guest.
    pub(super) fn beside(self) -> i64 {
        match self {
            Self::Made | Self::Left | Self::Deceased | Self::Moved => 0,
            Self::New | Self::Nobody | Self::Joined => 1,
            Self::Guest => 2,
        }
    }
}

/// The row of a person, where there are facts on her here.
pub(crate) fn person_row(db: &Connection, person: PersonId) -> Result<Option<Row>, CoreError> {
    let row = db
        .prepare_cached(
            "select area, listed, class, open_case, reviews, name_key, listed_made is not null, \
             call_how, call_day from person where id = ?",
        )?
        .query_row([person.0], |r| {
            Ok((
                r.get(0)?,
                r.get::<_, Option<Vec<u8>>>(1)?,
                r.get(2)?,
                r.get(3)?,
                r.get(4)?,
                r.get(5)?,
                r.get(6)?,
                (r.get::<_, Option<u16>>(7)?, r.get::<_, Option<i32>>(8)?),
            ))
        })
        .optional()?;
    let Some((area, listed, class, open_case, reviews, name_key, on_list, (how, day))) = row else {
        return Ok(None);
    };
    let listed = listed
        .map(|bytes| minicbor::decode::<Listed>(&bytes))
        .transpose()
        .map_err(|_| CoreError::Damaged(StoreFile::Camp))?;
    Ok(Some(Row {
        area: AreaId(area),
        listed,
        on_list,
        class: TableClass::from_number(class),
        open_case,
        reviews,
        name_key,
        call: how
            .zip(day.and_then(Day::from_days))
            .map(|(how, day)| LastCall { how: CallHow::from_number(how), day }),
    }))
}

/// Folds the facts on a person, under all of her ids, and brings the rows in line: hers, and of all from whom or to whom a merge
/// or its undoing moved her. `known` is of this id. Returns her fold.
pub(crate) fn refold_person(
    db: &Connection,
    person: PersonId,
    known: Known,
) -> Result<PersonFold, CoreError> {
    let row = place(db, person, known)?;
    let mut hers = None;
    let (heads, moved) = align(db, person)?;
    for head in heads {
        let told = Told::of(db, head)?;
        let is_hers = head == person || told.others.contains(&person);
        let fold = refold_told(db, &told, (person, &row), moved)?;
        if is_hers {
            hers = Some(fold);
        }
    }
    hers.ok_or(CoreError::Internal("joined"))
}

/// A row for someone of whom nothing was said here, before a merge joins her to another: what the list says of her.
pub(crate) fn meet(db: &Connection, person: PersonId, listed: &Listed) -> Result<(), CoreError> {
    if person_row(db, person)?.is_some() {
        return Ok(());
    }
    let class = if listed.made { TableClass::Made } else { TableClass::Left };
    let row = Row {
        area: listed.area,
        listed: Some(listed.clone()),
        on_list: true,
        class,
        open_case: false,
        reviews: 0,
        name_key: None,
        call: None,
    };
    write_person(db, person, &row)
}

/// Takes that row away where no merge joined her after all.
pub(crate) fn unless_joined(db: &Connection, person: PersonId) -> Result<(), CoreError> {
    let told = Told::of(db, person)?;
    match told.facts.is_empty() {
        true => forget_person(db, person),
        false => Ok(()),
    }
}

/// What the list says of a person, and whether the list in use has her.
type Place = (Option<Listed>, bool);

fn place(db: &Connection, person: PersonId, known: Known) -> Result<Place, CoreError> {
    let before = person_row(db, person)?;
    Ok(match (known, before) {
        (Known::Listed(listed), _) => (Some(*listed), true),
        (Known::NoLonger, before) => (before.and_then(|r| r.listed), false),
        (_, Some(row)) => (row.listed, row.on_list),
        (Known::Now(listed), None) => {
            let on_list = listed.is_some();
            (listed.map(|l| *l), on_list)
        }
        (Known::AsBefore, None) => (None, false),
    })
}

/// `moved`: who is joined with whom changed, so that items may stand under an id that has none any more.
fn refold_told(
    db: &Connection,
    told: &Told,
    known: (PersonId, &Place),
    moved: bool,
) -> Result<PersonFold, CoreError> {
    let nos: HashMap<FactId, i64> = told.facts.iter().map(|(no, f)| (f.id(), *no)).collect();
    let fold = told.fold();
    if told.facts.is_empty() {
        // A merge had named her, and holds no more: the list alone speaks of her again.
        forget_person(db, told.head)?;
        return Ok(fold);
    }
    let mut had_reviews = moved;
    let mut rows = Vec::with_capacity(1 + told.others.len());
    for id in std::iter::once(&told.head).chain(&told.others) {
        let before = person_row(db, *id)?;
        had_reviews |= before.as_ref().is_some_and(|b| b.reviews > 0);
        let (listed, on_list) = match (*id == known.0, &before) {
            (true, _) => known.1.clone(),
            (false, Some(row)) => (row.listed.clone(), row.on_list),
            (false, None) => (None, false),
        };
        let row = row_of(told, *id, &fold, listed, on_list);
        if before.as_ref() != Some(&row) {
            write_person(db, *id, &row)?;
        }
        rows.push(row);
    }
    let row = rows.first().ok_or(CoreError::Internal("row"))?;
    let person = told.head;
    let birth = held_birth(row.listed.as_ref().and_then(|l| l.birth), fold.details.birth);
    for view in &fold.visits {
        if let Some(no) = nos.get(&view.fact) {
            write_visit(db, *no, person, view, row, &fold, birth)?;
        }
    }
    let blanked = |f: &Fact| f.header.kind == FactKind::Visit && f.body.is_none();
    for (no, _) in told.facts.iter().filter(|(_, f)| blanked(f)) {
        remove_visit(db, *no)?;
    }
    write_cases(db, person, &fold, &nos, birth)?;
    // An item that was settled leaves no count behind, but the settlement stays among the facts.
    let settled = |(_, f): &(i64, Fact)| f.header.kind == FactKind::ReviewSettled;
    if had_reviews || told.facts.iter().any(settled) || !fold.reviews.is_empty() {
        write_reviews(db, told, &fold)?;
    }
    Ok(fold)
}

/// The row of one of a person's ids.
fn row_of(told: &Told, id: PersonId, fold: &PersonFold, listed: Option<Listed>, on_list: bool) -> Row {
    let list = listed.as_ref().filter(|_| on_list);
    let own = || told.facts.iter().map(|(_, f)| f).filter(|f| f.header.subject == id.into());
    let first_area = own().min_by_key(|f| (f.header.time, f.id())).map(|f| f.header.area).unwrap_or_default();
    let listed_area = listed.as_ref().map(|l| l.area);
    let name_key = |told: &Details| (!on_list).then(|| crate::roster::name_key(&named(told, &listed)));
    if id != told.head {
        return Row {
            area: listed_area.unwrap_or(first_area),
            class: TableClass::Joined,
            open_case: false,
            reviews: 0,
            // She is found by the name under which she was entered here too.
            name_key: name_key(&fold_person(&own().collect::<Vec<_>>()).details),
            listed,
            on_list,
            call: None,
        };
    }
    let open_reviews = fold.reviews.iter().filter(|r| r.settled.is_none()).count();
    Row {
        area: list.map(|l| l.area).or(fold.details.area).or(listed_area).unwrap_or(first_area),
        class: TableClass::of(fold, list.map(|l| l.word(CardKind::Family))),
        open_case: fold.open_case().is_some(),
        reviews: u32::try_from(open_reviews).unwrap_or(u32::MAX),
        name_key: name_key(&fold.details),
        call: fold.last_call(),
        listed,
        on_list,
    }
}

/// The details with the names that an older list gave, so that who is on none any more is still found.
fn named(told: &Details, listed: &Option<Listed>) -> Details {
    let mut details = told.clone();
    if let Some(listed) = listed {
        let (hi, en) = (&listed.name_hi, &listed.name_en);
        details.name_hi = details.name_hi.or_else(|| hi.clone());
        details.name_en = details.name_en.or_else(|| en.clone());
    }
    details
}
