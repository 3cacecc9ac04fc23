//! The ledger of DOMAIN.md: target − deceased − moved − listed twice = made + left, for a panchayat, a block, the district.
//!
//! People are counted where the list has them: a person whose facts say that she lives elsewhere now stays in the ledger
//! of the panchayat that lists her until a newer list moves her. The list's own counts by area (`area_count` of the
//! roster) are the ground; the people of whom there are facts here are moved from the class that the list gives them to
//! the one that the facts give, read from the index on (area, listed_made, class). People who are on no list are counted
//! beside. Who was on an older list and is not on the one in use is beside too.

use std::collections::HashMap;

use rusqlite::Connection;
use serde::Serialize;
use shivir_domain::campaign::{Campaign, Level, Target};
use shivir_domain::id::AreaId;

use crate::Core;
use crate::error::{CoreError, Thing};
use crate::facts::TableClass;

/// Of what place the ledger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "level", content = "code", rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum LedgerLevel {
    /// A gram panchayat or ward.
    Area(AreaId),
    /// A block, by its LGD code; 0 for what the list places in no block of the campaign.
    Block(u32),
    /// The whole list.
    District,
}

/// Who left the target, each with a reason among the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Corrections {
    /// Deceased.
    pub deceased: u64,
    /// Moved away for good.
    pub moved: u64,
    /// Listed twice: another entry of someone who is counted under the other.
    pub listed_twice: u64,
}

/// Who is counted beside the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Beside {
    /// Guests from elsewhere, where they were met.
    pub guests: u64,
    /// People who are on no list, where they live.
    pub not_in_list: u64,
}

/// A ledger that adds up; it cannot be made otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Ledger {
    level: LedgerLevel,
    target: u64,
    corrections: Corrections,
    made: u64,
    left: u64,
    beside: Beside,
    campaign_target: Option<Target>,
}

impl Ledger {
    /// `None` where target − deceased − moved − listed twice is not made + left. `campaign_target`: the order's own figures, shown
    /// beside those of the list.
    pub fn new(
        level: LedgerLevel,
        target: u64,
        corrections: Corrections,
        made: u64,
        left: u64,
        beside: Beside,
        campaign_target: Option<Target>,
    ) -> Option<Self> {
        let Corrections { deceased, moved, listed_twice } = corrections;
        let gone = deceased.checked_add(moved)?.checked_add(listed_twice)?;
        let adds_up = target.checked_sub(gone)? == made.checked_add(left)?;
        adds_up.then_some(Self { level, target, corrections, made, left, beside, campaign_target })
    }

    /// Of what place.
    pub fn level(&self) -> LedgerLevel {
        self.level
    }

    /// People on the list.
    pub fn target(&self) -> u64 {
        self.target
    }

    /// Who left the target.
    pub fn corrections(&self) -> Corrections {
        self.corrections
    }

    /// Cards made.
    pub fn made(&self) -> u64 {
        self.made
    }

    /// Cards still to be made.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Who is counted beside the target.
    pub fn beside(&self) -> Beside {
        self.beside
    }

    /// The figures of the order, for the district.
    pub fn campaign_target(&self) -> Option<&Target> {
        self.campaign_target.as_ref()
    }
}

impl Core {
    /// The ledger of a panchayat, a block or the district.
    ///
    /// # Errors
    /// [`Thing::Roster`] where no list is loaded: nothing can be counted against it.
    pub fn ledger(&self, level: LedgerLevel) -> Result<Ledger, CoreError> {
        let campaign = self.campaign().ok();
        let areas = self.listed_areas()?;
        let rows = self.store().read(told)?;
        let within = |area: u64| match level {
            LedgerLevel::Area(wanted) => area == wanted.0,
            LedgerLevel::Block(wanted) => {
                let listed = areas.get(&area).map(|a| a.block);
                let block = listed.or_else(|| block_of(campaign.as_deref()?, area));
                block.unwrap_or(0) == wanted
            }
            LedgerLevel::District => true,
        };
        let mut sums = Sums::default();
        for (_, counts) in areas.iter().filter(|(area, _)| within(**area)) {
            sums.list(counts);
        }
        for row in rows.iter().filter(|row| within(row.area)) {
            sums.told(row);
        }
        let target = match (level, &campaign) {
            (LedgerLevel::District, Some(campaign)) => Some(campaign.pack().target.clone()),
            _ => None,
        };
        // A row of someone whom the list does not count would make a figure negative or the sum wrong.
        sums.ledger(level, target).ok_or(CoreError::Internal("ledger"))
    }

    fn listed_areas(&self) -> Result<HashMap<u64, ListCount>, CoreError> {
        self.store().read_roster(|db| {
            let db = db.ok_or(CoreError::NotFound(Thing::Roster))?;
            let mut query = db.prepare_cached("select area, block, listed, made from area_count")?;
            let rows = query.query_map([], |r| {
                let counts = ListCount { block: r.get(1)?, listed: r.get(2)?, made: r.get(3)? };
                Ok((r.get(0)?, counts))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// What the list counts in an area.
struct ListCount {
    block: u32,
    listed: i64,
    made: i64,
}

/// People of an area of whom there are facts here.
struct ToldRow {
    area: u64,
    listed_made: Option<bool>,
    class: TableClass,
    people: i64,
}

fn told(db: &Connection) -> Result<Vec<ToldRow>, CoreError> {
    let mut query = db.prepare_cached(
        "select area, listed_made, class, count(*) from person group by area, listed_made, class",
    )?;
    let rows = query.query_map([], |r| {
        Ok(ToldRow {
            area: r.get(0)?,
            listed_made: r.get(1)?,
            class: TableClass::from_number(r.get(2)?),
            people: r.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The block of an area that the list does not name.
fn block_of(campaign: &Campaign, area: u64) -> Option<u32> {
    let path = campaign.path_to(area);
    let block = path.iter().find(|p| p.level == Level::Block)?;
    u32::try_from(block.code).ok()
}

#[derive(Default)]
struct Sums {
    target: i64,
    made: i64,
    left: i64,
    deceased: i64,
    moved: i64,
    listed_twice: i64,
    guests: i64,
    not_in_list: i64,
}

impl Sums {
    fn list(&mut self, counts: &ListCount) {
        self.target += counts.listed;
        self.made += counts.made;
        self.left += counts.listed - counts.made;
    }

    fn told(&mut self, row: &ToldRow) {
        match row.listed_made {
            Some(true) => self.made -= row.people,
            Some(false) => self.left -= row.people,
            None => {}
        }
        match row.class {
            TableClass::Made => self.made += row.people,
            TableClass::Left => self.left += row.people,
            TableClass::Deceased => self.deceased += row.people,
            TableClass::Moved => self.moved += row.people,
            TableClass::Guest => self.guests += row.people,
            TableClass::New => self.not_in_list += row.people,
            TableClass::Joined if row.listed_made.is_some() => self.listed_twice += row.people,
            TableClass::Joined | TableClass::Nobody => {}
        }
    }

    fn ledger(self, level: LedgerLevel, campaign_target: Option<Target>) -> Option<Ledger> {
        let count = |n: i64| u64::try_from(n).ok();
        let corrections = Corrections {
            deceased: count(self.deceased)?,
            moved: count(self.moved)?,
            listed_twice: count(self.listed_twice)?,
        };
        let beside = Beside { guests: count(self.guests)?, not_in_list: count(self.not_in_list)? };
        let (made, left) = (count(self.made)?, count(self.left)?);
        Ledger::new(level, count(self.target)?, corrections, made, left, beside, campaign_target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_that_does_not_add_up_cannot_be_made() {
        let corrections = Corrections { deceased: 1, moved: 1, listed_twice: 1 };
        let ledger = |target, made, left| {
            let (level, beside) = (LedgerLevel::District, Beside::default());
            Ledger::new(level, target, corrections, made, left, beside, None)
        };
        assert!(ledger(10, 3, 4).is_some());
        for (target, made, left) in [(10, 3, 5), (2, 0, 0), (10, 10, 0), (u64::MAX, u64::MAX, 7)] {
            assert!(ledger(target, made, left).is_none());
        }
    }
}
