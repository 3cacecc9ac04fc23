//! A pack as its JSON has it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::aadhaar::{
    Centre, Fee, Limit, ReasonRule, check_centres, check_fees, check_limits, check_reasons,
};
use super::card::{CardRule, GroupUse, check_cards, check_groups};
use super::certificate::{Certificate, check_certificates};
use super::duty::{Duty, check_duties};
use super::error::{PackError, Problem};
use super::notice::{Helpline, Notice, check_notices};
use super::order::{Contact, Copy, Deadline, District, Order, Target};
use super::paper::Documents;
use super::place::{Camp, Place, check_camps, check_places};
use super::text::Text;
use crate::day::Day;

/// Everything of a campaign that has a name, a date or a price. Published as `domain/campaigns/campaign.schema.json`;
/// `docs/CAMPAIGN.md` says how to change one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// The format of the pack: [`super::FORMAT`]. Raised only when an older app would misread a pack.
    pub format: u32,
    /// Id of the campaign, small letters, digits and hyphens; never changes.
    pub id: String,
    /// From 1, one more at every change.
    pub version: u32,
    /// The first day on which the pack may be used.
    pub valid_from: Day,
    /// Name of the campaign.
    pub title: Text,
    /// What an administrator should know of this pack: what is not in it, what is unsure.
    pub note: Text,
    /// Its district.
    pub district: District,
    /// All districts of the state, to name where a guest is listed.
    pub districts: Vec<District>,
    /// The order behind it.
    pub order: Order,
    /// The figures to reach.
    pub target: Target,
    /// The last day, where the order names one.
    pub deadline: Option<Deadline>,
    /// Where a person turns with a question about her data.
    pub contact: Contact,
    /// Offices that get a copy of the order.
    pub copies_to: Vec<Copy>,
    /// The duties.
    pub duties: Vec<Duty>,
    /// Beneficiary groups in use.
    pub groups: Vec<GroupUse>,
    /// Kinds of card.
    pub cards: Vec<CardRule>,
    /// Reasons of an Aadhaar update, by age.
    pub reasons: Vec<ReasonRule>,
    /// Fees, by reason, age and date.
    pub fees: Vec<Fee>,
    /// How often a detail may be changed.
    pub limits: Vec<Limit>,
    /// Which papers to bring.
    pub documents: Documents,
    /// Notice texts.
    pub notices: Vec<Notice>,
    /// Helplines.
    pub helplines: Vec<Helpline>,
    /// Aadhaar Seva Kendras.
    pub centres: Vec<Centre>,
    /// Certificates for the Secure QR.
    pub certificates: Vec<Certificate>,
    /// Places.
    pub places: Vec<Place>,
    /// Camps.
    pub camps: Vec<Camp>,
}

impl Pack {
    /// Checks what the shape alone cannot; gives the index of places by code.
    pub(super) fn check(&self) -> Result<HashMap<u64, usize>, PackError> {
        let id = self.id.as_bytes();
        let fits = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-';
        if !(1..=40).contains(&id.len()) || !id.iter().all(fits) {
            let value = self.id.chars().take(40).collect();
            return Err(PackError::new("id", Problem::UnknownValue { value }));
        }
        if self.version == 0 {
            let value = self.version.to_string();
            return Err(PackError::new("version", Problem::UnknownValue { value }));
        }
        for (at, district) in self.districts.iter().enumerate() {
            let earlier = self.districts.iter().take(at);
            if earlier.into_iter().any(|d| d.code == district.code) {
                let value = district.code.to_string();
                let path = format!("districts[{at}].code");
                return Err(PackError::new(path, Problem::Twice { value }));
            }
        }
        let known = |code: u32| self.districts.iter().any(|d| d.code == code);
        let unknown = |path: String, code: u32| {
            let code = u64::from(code);
            PackError::new(path, Problem::UnknownPlace { code })
        };
        if !known(self.district.code) {
            return Err(unknown("district.code".to_owned(), self.district.code));
        }
        for (at, copy) in self.copies_to.iter().enumerate() {
            if let Some(code) = copy.district.filter(|code| !known(*code)) {
                return Err(unknown(format!("copies_to[{at}].district"), code));
            }
        }
        self.order.check()?;
        self.target.check()?;
        if let Some(deadline) = &self.deadline {
            deadline.check()?;
        }
        check_duties(&self.duties)?;
        check_groups(&self.groups)?;
        check_cards(&self.cards)?;
        check_reasons(&self.reasons)?;
        check_fees(&self.fees)?;
        check_limits(&self.limits)?;
        self.documents.check()?;
        check_notices(&self.notices)?;
        check_certificates(&self.certificates)?;
        let places = check_places(&self.places, self.district.code)?;
        check_camps(&self.camps, &places)?;
        check_centres(&self.centres, &places)?;
        Ok(places)
    }
}
