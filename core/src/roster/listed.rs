//! A listed person, as the roster has her.

use minicbor::{Decode, Encode};
use serde::Serialize;
use shivir_domain::aadhaar::Last4;
use shivir_domain::birth::BirthDate;
use shivir_domain::codes::{CardKind, Group};
use shivir_domain::fact::Details;
use shivir_domain::fold::{CardWord, ListWord};
use shivir_domain::id::{AreaId, PersonId};
use shivir_domain::person::{Relation, Sex};
use shivir_roster::duplicate::Known;

/// A set of groups as bits, bit `n` for the group of number `n`; numbers past 31, of a newer version, are not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(transparent)]
pub struct GroupSet(#[n(0)] pub u32);

impl GroupSet {
    /// The set with one more.
    pub fn with(self, group: Group) -> Self {
        Self(self.0 | 1u32.checked_shl(u32::from(group.number())).unwrap_or(0))
    }

    /// The set of a list.
    pub fn of(groups: &[Group]) -> Self {
        groups.iter().fold(Self::default(), |set, g| set.with(*g))
    }

    /// Whether the group is in it.
    pub fn has(self, group: Group) -> bool {
        self.0 & Self::default().with(group).0 != 0
    }

    /// The groups in it, in the order of the code list.
    pub fn groups(self) -> Vec<Group> {
        Group::ALL.iter().copied().filter(|g| self.has(*g)).collect()
    }
}

impl Serialize for GroupSet {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.groups())
    }
}

/// A listed person. Kept with a registration too, so that a damaged or newer roster takes nothing away from it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode, Serialize)]
#[cbor(map)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Listed {
    /// Derived from the district and the list's own id, so that phone and hub agree.
    #[n(0)]
    pub id: PersonId,
    /// The list's own id, where it has one.
    #[n(1)]
    pub source: Option<String>,
    /// The household by its key: `R:` and the ration card number, or `F:` and the family id.
    #[n(2)]
    pub household: String,
    /// Name in Devanagari.
    #[n(3)]
    pub name_hi: Option<String>,
    /// Name in Latin letters.
    #[n(4)]
    pub name_en: Option<String>,
    /// Name of father or husband.
    #[n(5)]
    pub relative: Option<String>,
    /// Relation to the head of the household.
    #[n(6)]
    pub relation: Option<Relation>,
    /// Sex.
    #[n(7)]
    pub sex: Option<Sex>,
    /// Birth date with source and precision.
    #[n(8)]
    pub birth: Option<BirthDate>,
    /// Gram panchayat or ward.
    #[n(9)]
    pub area: AreaId,
    /// Its name.
    #[n(10)]
    pub area_name: String,
    /// LGD code of the block; 0 where the list's block is not in the campaign pack.
    #[n(11)]
    pub block: u32,
    /// Name of the block.
    #[n(12)]
    pub block_name: String,
    /// Village, as the list writes it.
    #[n(13)]
    pub village: String,
    /// Para or mohalla.
    #[n(14)]
    pub para: Option<String>,
    /// Mobile, ten digits. Never an identity: often it is the operator's own.
    #[n(15)]
    pub mobile: Option<u64>,
    /// Last four digits of Aadhaar.
    #[n(16)]
    pub last4: Option<String>,
    /// By the list, or by the portal's word over it, the Ayushman card is made.
    #[n(17)]
    pub made: bool,
    /// Groups through which the person is a beneficiary.
    #[n(18)]
    pub groups: GroupSet,
    /// What the portal says of that card, where it said something.
    #[n(19)]
    pub card: Option<CardWord>,
}

impl Listed {
    /// What the list knows of her, as details of a fact, to be compared.
    pub(super) fn known(&self) -> Known {
        let details = Details {
            name_hi: self.name_hi.clone(),
            name_en: self.name_en.clone(),
            relative: self.relative.clone(),
            sex: self.sex,
            birth: self.birth,
            relation: self.relation,
            area: Some(self.area),
            village: Some(self.village.clone()),
            para: self.para.clone(),
            mobile: self.mobile,
            last4: self.last4.as_deref().and_then(Last4::new),
            household: None,
            groups: None,
            guest_from: None,
            ration_card: None,
        };
        Known { details, household: Some(self.household.clone()) }
    }

    /// The word on a kind of card that lies under the facts: the portal's, else the list's. It knows of the family card
    /// alone.
    pub fn word(&self, kind: CardKind) -> ListWord {
        match kind {
            CardKind::Family => ListWord { made: self.made, since: self.card.as_ref().map(CardWord::time) },
            _ => ListWord::from(false),
        }
    }

    /// The name in the script asked for, else in the other.
    pub fn name(&self, lang: shivir_domain::codes::Lang) -> &str {
        let (hi, en) = (self.name_hi.as_deref(), self.name_en.as_deref());
        match lang {
            shivir_domain::codes::Lang::Hi => hi.or(en),
            shivir_domain::codes::Lang::En => en.or(hi),
        }
        .unwrap_or("")
    }
}
