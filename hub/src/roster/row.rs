//! A listed person as the hub keeps her.

use minicbor::{Decode, Encode};
use shivir_domain::aadhaar::Last4;
use shivir_domain::birth::BirthDate;
use shivir_domain::fact::Details;
use shivir_domain::id::{AreaId, PersonId};
use shivir_domain::person::{Relation, Sex};
use shivir_roster::duplicate::Known;
use shivir_roster::pack::PackPerson;

use crate::error::HubError;

/// A person of the list; codes are numbers of the domain's code lists, 0 for none, texts empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct ListedRow {
    #[n(0)]
    id: PersonId,
    #[n(1)]
    source: String,
    #[n(2)]
    household: String,
    #[n(3)]
    name_hi: String,
    #[n(4)]
    name_en: String,
    #[n(5)]
    relative: String,
    #[n(6)]
    relation: u16,
    #[n(7)]
    sex: u16,
    #[n(8)]
    birth: Option<BirthDate>,
    #[n(9)]
    para: String,
    #[n(10)]
    mobile: Option<u64>,
    #[n(11)]
    last4: Option<u16>,
    #[n(12)]
    made: bool,
    #[n(13)]
    groups: u32,
}

impl ListedRow {
    /// Of a person of a list.
    pub fn of(person: &PackPerson) -> Self {
        Self {
            id: person.id,
            source: person.source.to_owned(),
            household: person.household.to_owned(),
            name_hi: person.name_hi.to_owned(),
            name_en: person.name_en.to_owned(),
            relative: person.relative.to_owned(),
            relation: person.relation,
            sex: person.sex,
            birth: person.birth,
            para: person.para.to_owned(),
            mobile: person.mobile,
            last4: person.last4,
            made: person.made,
            groups: person.groups,
        }
    }

    /// The bytes of a row.
    pub fn encode(&self) -> Result<Vec<u8>, HubError> {
        minicbor::to_vec(self).map_err(|_| HubError::Internal("listed"))
    }

    /// What the list knows of her, as details of a fact. `village`: as the list writes it.
    pub fn known(&self, area: AreaId, village: &str) -> Known {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let details = Details {
            name_hi: text(&self.name_hi),
            name_en: text(&self.name_en),
            relative: text(&self.relative),
            sex: (self.sex != 0).then(|| Sex::from_number(self.sex)),
            birth: self.birth,
            relation: (self.relation != 0).then(|| Relation::from_number(self.relation)),
            household: None,
            area: Some(area),
            village: text(village),
            para: text(&self.para),
            mobile: self.mobile,
            last4: self.last4.and_then(|digits| Last4::new(&format!("{digits:04}"))),
            groups: None,
            guest_from: None,
            ration_card: None,
        };
        Known { details, household: text(&self.household) }
    }

    /// Reads a row.
    pub fn decode(bytes: &[u8]) -> Result<Self, HubError> {
        minicbor::decode(bytes).map_err(|_| HubError::Damaged)
    }

    /// As a pack has her; `place`: its number in that pack.
    pub fn person(&self, place: u32) -> PackPerson<'_> {
        PackPerson {
            id: self.id,
            source: &self.source,
            household: &self.household,
            place,
            name_hi: &self.name_hi,
            name_en: &self.name_en,
            relative: &self.relative,
            relation: self.relation,
            sex: self.sex,
            birth: self.birth,
            para: &self.para,
            mobile: self.mobile,
            last4: self.last4,
            made: self.made,
            groups: self.groups,
        }
    }
}
