//! The tally of a day: everyone the camp served, each once.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::{Connection, Row, params};
use serde::Serialize;
use shivir_domain::codes::{Cadre, CardKind, Group, Outcome};
use shivir_domain::day::Day;
use shivir_domain::id::{CampId, PersonId};
use shivir_domain::person::Sex;

use crate::Core;
use crate::error::CoreError;
use crate::facts;
use crate::roster::GroupSet;

macro_rules! counts {
    ($($(#[$meta:meta])* $name:ident($of:ty);)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
        pub struct $name {
            /// Of what.
            pub of: $of,
            /// How many people.
            pub people: u64,
        }

        impl From<($of, u64)> for $name {
            fn from((of, people): ($of, u64)) -> Self {
                Self { of, people }
            }
        }
    )+};
}

counts! {
    /// People with an outcome.
    OutcomeCount(Outcome);
    /// People of a group.
    GroupCount(Group);
    /// People of a sex; none where it is not known.
    SexCount(Option<Sex>);
    /// People of an hour of the day; none where it is not known.
    HourCount(Option<u8>);
}

/// The outcomes of one kind of card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CardTally {
    /// Which card.
    pub kind: CardKind,
    /// In the order of the code list, without those that nobody had.
    pub outcomes: Vec<OutcomeCount>,
}

/// A day's tally. A person who was met twice is counted once: with the last outcome for each card, at the hour when she
/// first came. What was corrected, taken back or set aside is not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Tally {
    /// The day.
    pub day: Day,
    /// The camp; none for all work of the day on this store, visits to houses among it.
    pub camp: Option<CampId>,
    /// People who were served, from wherever they are.
    pub served: u64,
    /// People of whom only an absence, a departure or a death was noted.
    pub noted: u64,
    /// Outcomes by kind of card, of all of them.
    pub cards: Vec<CardTally>,
    /// The served by group; one person may be in several.
    pub groups: Vec<GroupCount>,
    /// The served by sex; none where it is not known.
    pub sex: Vec<SexCount>,
    /// The served by hour of the day, Indian time; none where the paper sheet does not say, or the clock was in doubt.
    pub hours: Vec<HourCount>,
    /// Of the served: guests from elsewhere.
    pub guests: u64,
    /// Of the served: people who are on no list.
    pub new: u64,
    /// Aadhaar update cases that these registrations opened.
    pub cases: u64,
    /// Ration-card cases that these registrations opened.
    pub ration_cases: u64,
    /// Slips that were given.
    pub slips: u64,
}

impl Tally {
    /// How many had this outcome for this kind of card.
    pub fn count(&self, kind: CardKind, outcome: Outcome) -> u64 {
        let of_kind = self.cards.iter().filter(|c| c.kind == kind);
        let of = of_kind.flat_map(|c| &c.outcomes);
        of.filter(|c| c.of == outcome).map(|c| c.people).sum()
    }
}

impl Core {
    /// The tally of a day. Groups whose mark reaches only a duty's holders are left out.
    pub fn tally(&self, day: Day, camp: Option<CampId>) -> Result<Tally, CoreError> {
        self.tally_of(day, camp, |group| !group.is_sensitive())
    }

    /// The tally of a day with the groups that a holder of this cadre may see.
    ///
    /// # Errors
    /// [`crate::error::Thing::Campaign`] where no pack was loaded, since its duties say who may see what.
    pub fn tally_for(&self, day: Day, camp: Option<CampId>, cadre: Cadre) -> Result<Tally, CoreError> {
        let campaign = self.campaign()?;
        self.tally_of(day, camp, |group| campaign.may_see(cadre, group))
    }

    fn tally_of(
        &self,
        day: Day,
        camp: Option<CampId>,
        seen: impl Fn(Group) -> bool,
    ) -> Result<Tally, CoreError> {
        self.store().read(|db| {
            let mut people: HashMap<PersonId, Met> = HashMap::new();
            let mut slips = HashSet::new();
            let mut query = db.prepare_cached(
                "select person, minute, family, vay_vandana, sex, groups, beside, phone, counter from visit \
                 where day = ?1 and (?2 is null or camp = ?2)",
            )?;
            let mut rows = query.query(params![day.days(), camp.map(|c| c.0)])?;
            while let Some(row) = rows.next()? {
                if let (Some(phone), Some(counter)) = (row.get(7)?, row.get(8)?) {
                    let slip: (u32, u32) = (phone, counter);
                    slips.insert(slip);
                }
                let met = Met::read(row)?;
                people.entry(PersonId(row.get(0)?)).and_modify(|first| first.again(met)).or_insert(met);
            }
            for (person, met) in people.iter_mut().filter(|(_, met)| met.times > 1) {
                met.outcomes = last_outcomes(db, *person, day, camp)?;
            }
            let mut tally = sum(day, camp, people.values(), seen);
            tally.slips = u64::try_from(slips.len()).unwrap_or(u64::MAX);
            (tally.cases, tally.ration_cases) = cases(db, day, camp)?;
            Ok(tally)
        })
    }
}

/// One person of the day.
#[derive(Clone, Copy)]
struct Met {
    times: u32,
    minute: Option<u16>,
    outcomes: [Option<Outcome>; 2],
    sex: Option<Sex>,
    groups: GroupSet,
    beside: u8,
}

const KINDS: [CardKind; 2] = [CardKind::Family, CardKind::VayVandana];

impl Met {
    fn read(row: &Row) -> Result<Self, CoreError> {
        let outcome = |at| Ok::<_, CoreError>(row.get::<_, Option<u16>>(at)?.map(Outcome::from_number));
        // A newer or broken peer may say a minute that no day has.
        let minute: Option<u16> = row.get(1)?;
        Ok(Self {
            times: 1,
            minute: minute.filter(|m| *m < 1440),
            outcomes: [outcome(2)?, outcome(3)?],
            sex: row.get::<_, Option<u16>>(4)?.map(Sex::from_number),
            groups: GroupSet(row.get(5)?),
            beside: row.get(6)?,
        })
    }

    fn again(&mut self, other: Met) {
        self.times += 1;
        self.minute = match (self.minute, other.minute) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
}

/// The last outcome for each card among the visits of that day that stand, in the order of the facts and not of arrival.
fn last_outcomes(
    db: &Connection,
    person: PersonId,
    day: Day,
    camp: Option<CampId>,
) -> Result<[Option<Outcome>; 2], CoreError> {
    let fold = facts::Told::of(db, person)?.fold();
    let mut outcomes = [None; 2];
    let at_camp = |c: Option<CampId>| camp.is_none() || c == camp;
    for view in fold.standing().filter(|v| v.day == day && at_camp(v.visit.camp)) {
        for (kind, last) in KINDS.iter().zip(&mut outcomes) {
            *last = view.visit.outcome(*kind).or(*last);
        }
    }
    Ok(outcomes)
}

/// A case is named in its table by the fact that opened it.
fn cases(db: &Connection, day: Day, camp: Option<CampId>) -> Result<(u64, u64), CoreError> {
    let opened = |table: &str| -> Result<u64, CoreError> {
        let sql = format!(
            "select count(*) from visit v join {table} c on c.fact = v.fact \
             where v.day = ?1 and (?2 is null or v.camp = ?2)"
        );
        let mut query = db.prepare_cached(&sql)?;
        Ok(query.query_row(params![day.days(), camp.map(|c| c.0)], |r| r.get(0))?)
    };
    Ok((opened("aadhaar_case")?, opened("ration_case")?))
}

fn sum<'a>(
    day: Day,
    camp: Option<CampId>,
    people: impl Iterator<Item = &'a Met>,
    seen: impl Fn(Group) -> bool,
) -> Tally {
    let mut tally = Tally {
        day,
        camp,
        served: 0,
        noted: 0,
        cards: Vec::new(),
        groups: Vec::new(),
        sex: Vec::new(),
        hours: Vec::new(),
        guests: 0,
        new: 0,
        cases: 0,
        ration_cases: 0,
        slips: 0,
    };
    let mut outcomes: [BTreeMap<Outcome, u64>; 2] = Default::default();
    let mut groups: BTreeMap<Group, u64> = BTreeMap::new();
    let mut sex: BTreeMap<Option<Sex>, u64> = BTreeMap::new();
    let mut hours: BTreeMap<Option<u8>, u64> = BTreeMap::new();
    for met in people {
        for (outcome, counts) in met.outcomes.iter().zip(&mut outcomes) {
            if let Some(outcome) = outcome {
                *counts.entry(*outcome).or_default() += 1;
            }
        }
        if !met.outcomes.iter().flatten().any(|o| o.is_served()) {
            tally.noted += 1;
            continue;
        }
        tally.served += 1;
        match met.beside {
            0 => {}
            2 => tally.guests += 1,
            _ => tally.new += 1,
        }
        for group in met.groups.groups().into_iter().filter(|g| seen(*g)) {
            *groups.entry(group).or_default() += 1;
        }
        *sex.entry(met.sex).or_default() += 1;
        let hour = met.minute.and_then(|m| u8::try_from(m / 60).ok());
        *hours.entry(hour).or_default() += 1;
    }
    tally.cards = KINDS
        .iter()
        .zip(outcomes)
        .map(|(kind, counts)| CardTally { kind: *kind, outcomes: listed(counts) })
        .collect();
    tally.groups = listed(groups);
    tally.sex = unknown_last(sex);
    tally.hours = unknown_last(hours);
    tally
}

fn listed<T, C: From<(T, u64)>>(counts: BTreeMap<T, u64>) -> Vec<C> {
    counts.into_iter().map(C::from).collect()
}

fn unknown_last<T: Ord, C: From<(Option<T>, u64)>>(mut counts: BTreeMap<Option<T>, u64>) -> Vec<C> {
    let unknown = counts.remove_entry(&None);
    counts.into_iter().chain(unknown).map(C::from).collect()
}
