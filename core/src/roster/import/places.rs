//! The places of a list: villages and wards, the areas and blocks they lie in, and paras.

use std::collections::HashMap;

use shivir_domain::campaign::Campaign;
use shivir_domain::id::AreaId;
use shivir_roster::pack::PackPlace;
use shivir_roster::{Row, place_of};

use super::ImportError;
use super::households::at;

/// Paras that get a table; in a list that writes house numbers there, the rest stand with their people.
const MOST_PARAS: usize = 20_000;

/// A village or ward.
#[derive(Debug)]
pub(in crate::roster) struct Place {
    /// Index into [`Places::areas`].
    pub area: usize,
    pub block: u32,
    pub block_name: String,
    pub area_name: String,
    pub village: String,
}

/// A gram panchayat or ward, with its counts.
#[derive(Debug)]
pub(in crate::roster) struct Area {
    pub id: AreaId,
    pub block: u32,
    /// Block or urban body and name, from which the number was derived; none for a number of the campaign pack.
    derived_from: Option<(String, String)>,
    pub listed: u32,
    pub made: u32,
    /// First and last number of its people and of its households.
    pub people: (u32, u32),
    pub households: (u32, u32),
}

/// All places.
pub(in crate::roster) struct Places<'a> {
    district: u32,
    campaign: Option<&'a Campaign>,
    pub all: Vec<Place>,
    pub areas: Vec<Area>,
    pub paras: Vec<String>,
    by_name: HashMap<String, u32>,
    by_area: HashMap<AreaId, usize>,
    by_para: HashMap<String, u32>,
    /// The place met last, and its names as they are written: lists go place by place.
    last: (String, u32),
    last_para: (String, Option<u32>),
}

impl<'a> Places<'a> {
    pub fn new(district: u32, campaign: Option<&'a Campaign>) -> Self {
        Self {
            district,
            campaign,
            all: Vec::new(),
            areas: Vec::new(),
            paras: Vec::new(),
            by_name: HashMap::new(),
            by_area: HashMap::new(),
            by_para: HashMap::new(),
            last: (String::new(), 0),
            last_para: (String::new(), None),
        }
    }

    /// The number of a row's place, from 1.
    ///
    /// # Errors
    /// [`ImportError::OneNumber`] where its area gets the number of another.
    pub fn number(&mut self, row: &Row) -> Result<u32, ImportError> {
        let names = [row.block, row.panchayat, row.ward, row.village];
        if self.last.1 > 0 && joins(&self.last.0, names) {
            return Ok(self.last.1);
        }
        let name = names.join("\u{1f}");
        let no = match self.by_name.get(&name) {
            Some(no) => *no,
            None => {
                let place = self.place(row)?;
                self.all.push(place);
                let no = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
                self.by_name.insert(name.clone(), no);
                no
            }
        };
        self.last = (name, no);
        Ok(no)
    }

    /// The number of a pack's place, from 1. Its area has its number from whoever made the pack.
    ///
    /// # Errors
    /// [`ImportError::OneNumber`] where an area of another block has that number.
    pub fn of_pack(&mut self, block: u32, place: &PackPlace) -> Result<u32, ImportError> {
        let area = self.area(place.area, block, None)?;
        let in_other = self.areas.get(area).is_some_and(|known| known.block != block);
        if in_other {
            let other = self.all.iter().find(|p| p.area == area).map(|p| p.area_name.clone());
            return Err(ImportError::OneNumber {
                first: other.unwrap_or_default(),
                second: place.area_name.clone(),
            });
        }
        self.all.push(Place {
            area,
            block,
            block_name: place.block_name.clone(),
            area_name: place.area_name.clone(),
            village: place.village.clone(),
        });
        Ok(u32::try_from(self.all.len()).unwrap_or(u32::MAX))
    }

    /// The number of a para, from 1; none where there is none or it stands for itself.
    pub fn para(&mut self, name: &str) -> Option<u32> {
        if name.is_empty() {
            return None;
        }
        if self.last_para.0 != name {
            let mut no = self.by_para.get(name).copied();
            if no.is_none() && self.paras.len() < MOST_PARAS {
                self.paras.push(name.to_owned());
                no = u32::try_from(self.paras.len()).ok();
                self.by_para.extend(no.map(|no| (name.to_owned(), no)));
            }
            self.last_para = (name.to_owned(), no);
        }
        self.last_para.1
    }

    /// Counts a person.
    pub fn count(&mut self, place: u32, person: u32, household: u32, made: bool) {
        let area = self.all.get(at(place)).map(|p| p.area);
        let Some(area) = area.and_then(|a| self.areas.get_mut(a)) else {
            return;
        };
        if area.listed == 0 {
            area.people.0 = person;
            area.households = (household, household);
        }
        area.people.1 = person;
        area.households.0 = area.households.0.min(household);
        area.households.1 = area.households.1.max(household);
        area.listed += 1;
        area.made += u32::from(made);
    }

    fn place(&mut self, row: &Row) -> Result<Place, ImportError> {
        let found = place_of(self.district, self.campaign, row);
        let derived_from = found.derived_within.map(|within| (within, found.area_name));
        let area = self.area(found.area, found.block, derived_from)?;
        Ok(Place {
            area,
            block: found.block,
            block_name: row.block.to_owned(),
            area_name: found.area_name.to_owned(),
            village: found.village.to_owned(),
        })
    }

    fn area(
        &mut self,
        id: AreaId,
        block: u32,
        derived_from: Option<(&str, &str)>,
    ) -> Result<usize, ImportError> {
        if let Some(at) = self.by_area.get(&id)
            && let Some(known) = self.areas.get(*at)
        {
            let known = known.derived_from.as_ref();
            let names = known.map(|(within, name)| (within.as_str(), name.as_str()));
            return if names == derived_from {
                Ok(*at)
            } else {
                Err(ImportError::OneNumber {
                    first: names.map_or("", |n| n.1).to_owned(),
                    second: derived_from.map_or("", |n| n.1).to_owned(),
                })
            };
        }
        self.areas.push(Area {
            id,
            block,
            derived_from: derived_from.map(|(within, name)| (within.to_owned(), name.to_owned())),
            listed: 0,
            made: 0,
            people: (0, 0),
            households: (0, 0),
        });
        let at = self.areas.len() - 1;
        self.by_area.insert(id, at);
        Ok(at)
    }
}

/// Whether names written one after the other, 0x1f between them, are these.
fn joins(joined: &str, names: [&str; 4]) -> bool {
    let mut parts = joined.split('\u{1f}');
    names.iter().all(|name| parts.next() == Some(name)) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_areas_of_one_number_are_an_error_and_one_area_is_none() {
        let mut places = Places::new(762, None);
        let first = places.area(AreaId(9), 1, Some(("सक्ती", "सपोस"))).ok();
        assert_eq!(first, Some(0));
        assert_eq!(places.area(AreaId(9), 1, Some(("सक्ती", "सपोस"))).ok(), first);
        let error = places.area(AreaId(9), 1, Some(("सक्ती", "किरारी")));
        assert!(matches!(error, Err(ImportError::OneNumber { first, second })
            if first == "सपोस" && second == "किरारी"));
    }

    #[test]
    fn paras_past_the_most_stand_for_themselves() {
        let mut places = Places::new(762, None);
        for n in 0..MOST_PARAS {
            assert!(places.para(&format!("मकान {n}")).is_some());
        }
        assert_eq!(places.para("और एक"), None);
        assert_eq!(places.para("मकान 7"), Some(8));
        assert_eq!(places.para(""), None);
    }
}
