//! Bringing a person's rows in line with the facts on her: all rows are a function of the set of facts and of what the
//! roster says, whatever order they came in. Rows that do not change are not written: a confirmation touches few pages.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use shivir_domain::birth::BirthDate;
use shivir_domain::codes::{CardKind, ReviewKind};
use shivir_domain::fact::{Details, Fact, FactKind};
use shivir_domain::fold::{CaseView, Class, ListWord, PersonFold, RationView, VisitView, fold_person};
use shivir_domain::id::{AreaId, FactId, PersonId};

use super::log;
use crate::error::{CoreError, StoreFile};
use crate::roster::{GroupSet, Listed};

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
            _ => Self::Nobody,
        }
    }

    /// In `visit.beside`: 0 listed, 1 on no list, 2 a guest.
    fn beside(self) -> i64 {
        match self {
            Self::Made | Self::Left | Self::Deceased | Self::Moved => 0,
            Self::New | Self::Nobody => 1,
            Self::Guest => 2,
        }
    }
}

/// The row of a person, where there are facts on her here.
pub(crate) fn person_row(db: &Connection, person: PersonId) -> Result<Option<Row>, CoreError> {
    let row = db
        .prepare_cached(
            "select area, listed, class, open_case, reviews, name_key, listed_made is not null \
             from person where id = ?",
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
            ))
        })
        .optional()?;
    let Some((area, listed, class, open_case, reviews, name_key, on_list)) = row else {
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
    }))
}

/// Folds the facts on a person and brings her rows in line. Returns the fold.
pub(crate) fn refold_person(
    db: &Connection,
    person: PersonId,
    known: Known,
) -> Result<PersonFold, CoreError> {
    let facts = log::facts_of(db, person.into())?;
    let nos: HashMap<FactId, i64> = facts.iter().map(|(no, f)| (f.id(), *no)).collect();
    let fold = fold_person(&facts.iter().map(|(_, f)| f).collect::<Vec<&Fact>>());
    let before = person_row(db, person)?;
    let (listed, on_list) = match (known, &before) {
        (Known::Listed(listed), _) => (Some(*listed), true),
        (Known::NoLonger, before) => (before.as_ref().and_then(|r| r.listed.clone()), false),
        (_, Some(row)) => (row.listed.clone(), row.on_list),
        (Known::Now(listed), None) => {
            let on_list = listed.is_some();
            (listed.map(|l| *l), on_list)
        }
        (Known::AsBefore, None) => (None, false),
    };
    let list = listed.as_ref().filter(|_| on_list);
    let first = facts.iter().min_by_key(|(_, f)| (f.header.time, f.id()));
    let first_area = first.map(|(_, f)| f.header.area).unwrap_or_default();
    let open_reviews = fold.reviews.iter().filter(|r| r.settled.is_none()).count();
    let row = Row {
        area: list
            .map(|l| l.area)
            .or(fold.details.area)
            .or(listed.as_ref().map(|l| l.area))
            .unwrap_or(first_area),
        class: TableClass::of(&fold, list.map(|l| l.word(CardKind::Family))),
        open_case: fold.open_case().is_some(),
        reviews: u32::try_from(open_reviews).unwrap_or(u32::MAX),
        name_key: (!on_list).then(|| crate::roster::name_key(&named(&fold.details, &listed))),
        listed,
        on_list,
    };
    if before.as_ref() != Some(&row) {
        write_person(db, person, &row)?;
    }
    let birth = held_birth(row.listed.as_ref().and_then(|l| l.birth), fold.details.birth);
    for view in &fold.visits {
        if let Some(no) = nos.get(&view.fact) {
            write_visit(db, *no, person, view, &row, &fold, birth)?;
        }
    }
    let blanked = |f: &Fact| f.header.kind == FactKind::Visit && f.body.is_none();
    for (no, _) in facts.iter().filter(|(_, f)| blanked(f)) {
        remove_visit(db, *no)?;
    }
    write_cases(db, person, &fold, &nos, birth)?;
    // An item that was settled leaves no count behind, but the settlement stays among the facts.
    let settled = |(_, f): &(i64, Fact)| f.header.kind == FactKind::ReviewSettled;
    let had = before.is_some_and(|b| b.reviews > 0) || facts.iter().any(settled);
    if had || !fold.reviews.is_empty() {
        write_reviews(db, person, &fold)?;
    }
    Ok(fold)
}

/// A weaker source never replaces a stronger: the list's birth date and that of the facts.
pub(crate) fn held_birth(listed: Option<BirthDate>, told: Option<BirthDate>) -> Option<BirthDate> {
    match (listed, told) {
        (Some(l), Some(t)) => Some(if t.replaces(&l) { t } else { l }),
        (l, t) => t.or(l),
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

fn write_person(db: &Connection, person: PersonId, row: &Row) -> Result<(), CoreError> {
    let listed =
        row.listed.as_ref().map(minicbor::to_vec).transpose().map_err(|_| CoreError::Internal("listed"))?;
    db.prepare_cached(
        "insert into person (id, area, listed, listed_made, class, name_key, open_case, reviews) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
         on conflict (id) do update set area = ?2, listed = ?3, listed_made = ?4, class = ?5, name_key = ?6, \
         open_case = ?7, reviews = ?8",
    )?
    .execute(params![
        person.0,
        row.area.0,
        listed,
        row.listed.as_ref().filter(|_| row.on_list).map(|l| l.made),
        row.class as i64,
        row.name_key,
        row.open_case,
        row.reviews
    ])?;
    Ok(())
}

fn write_visit(
    db: &Connection,
    no: i64,
    person: PersonId,
    view: &VisitView,
    row: &Row,
    fold: &PersonFold,
    birth: Option<BirthDate>,
) -> Result<(), CoreError> {
    if !view.stands() {
        return remove_visit(db, no);
    }
    let listed_groups = row.listed.as_ref().map_or(GroupSet::default(), |l| l.groups);
    let groups = fold.details.groups.as_deref().map_or(listed_groups, GroupSet::of);
    let sex = fold.details.sex.or(row.listed.as_ref().and_then(|l| l.sex));
    let age = birth.and_then(|b| b.age_range(view.day)).map(|(youngest, _)| youngest);
    let outcome = |kind| view.visit.outcome(kind).map(|o| o.number());
    db.prepare_cached(
        "insert into visit (fact, person, camp, day, minute, area, author, family, vay_vandana, sex, age, groups, \
         beside, phone, counter) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
         on conflict (fact) do update set sex = ?10, age = ?11, groups = ?12, beside = ?13 \
         where (sex, age, groups, beside) is not (?10, ?11, ?12, ?13)",
    )?
    .execute(params![
        no,
        person.0,
        view.visit.camp.map(|c| c.0),
        view.day.days(),
        view.minute,
        view.area.0,
        view.author.0,
        outcome(CardKind::Family),
        outcome(CardKind::VayVandana),
        sex.map(|s| s.number()),
        age,
        groups.0,
        row.class.beside(),
        view.visit.token.as_ref().map(|t| t.phone),
        view.visit.token.as_ref().map(|t| t.counter)
    ])?;
    Ok(())
}

fn remove_visit(db: &Connection, no: i64) -> Result<(), CoreError> {
    db.prepare_cached("delete from visit where fact = ?")?.execute([no])?;
    Ok(())
}

/// The rows of cases are named by the number of a fact on this person: those that no case has any more are removed.
fn write_cases(
    db: &Connection,
    person: PersonId,
    fold: &PersonFold,
    nos: &HashMap<FactId, i64>,
    birth: Option<BirthDate>,
) -> Result<(), CoreError> {
    let aadhaar: HashMap<i64, &CaseView> =
        fold.cases.iter().filter_map(|c| Some((*nos.get(&c.history.first()?.fact)?, c))).collect();
    let ration: HashMap<i64, &RationView> =
        fold.ration.iter().filter_map(|c| Some((*nos.get(&c.history.first()?.fact)?, c))).collect();
    for no in nos.values() {
        if !aadhaar.contains_key(no) {
            db.prepare_cached("delete from aadhaar_case where fact = ?")?.execute([no])?;
        }
        if !ration.contains_key(no) {
            db.prepare_cached("delete from ration_case where fact = ?")?.execute([no])?;
        }
    }
    for (no, c) in aadhaar {
        db.prepare_cached(
            "insert into aadhaar_case (fact, person, area, state, reason, since, due, open, birth) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
             on conflict (fact) do update set state = ?4, reason = ?5, since = ?6, due = ?7, open = ?8, birth = ?9",
        )?
        .execute(params![
            no,
            person.0,
            c.area.0,
            c.state.number(),
            c.reason().map_or(0, |r| r.number()),
            c.since.days(),
            c.next.unwrap_or(c.since).days(),
            !c.state.is_final(),
            birth.map(|b| b.day.days())
        ])?;
    }
    for (no, c) in ration {
        db.prepare_cached(
            "insert into ration_case (fact, person, area, state, reason, since, open) values (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
             on conflict (fact) do update set area = ?3, state = ?4, reason = ?5, since = ?6, open = ?7",
        )?
        .execute(params![
            no,
            person.0,
            fold.visits.iter().find(|v| v.root == c.case).map_or(0, |v| v.area.0),
            c.state.number(),
            c.reason.number(),
            c.since.days(),
            !c.state.is_final()
        ])?;
    }
    Ok(())
}

fn write_reviews(db: &Connection, person: PersonId, fold: &PersonFold) -> Result<(), CoreError> {
    // What was noted on arrival is no result of the fold.
    db.prepare_cached("delete from review where subject = ? and kind not in (?, ?)")?.execute(params![
        person.0,
        ReviewKind::Fork.number(),
        ReviewKind::FutureDated.number()
    ])?;
    for item in &fold.reviews {
        let facts = minicbor::to_vec(&item.facts).map_err(|_| CoreError::Internal("review"))?;
        db.prepare_cached(
            "insert into review (id, subject, kind, field, facts, open) values (?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            item.id.0,
            person.0,
            item.kind.number(),
            item.field,
            facts,
            item.settled.is_none()
        ])?;
    }
    Ok(())
}
