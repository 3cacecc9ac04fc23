//! What is known of a person, as it is compared: what the facts say over what the list says. One for phone and hub, so that
//! both find the same people likely.

use shivir_domain::aadhaar::Last4;
use shivir_domain::birth::BirthDate;
use shivir_domain::fact;

use super::Details;
use crate::household_key;

/// What is known of a person, with the key of her household.
#[derive(Debug, Clone)]
pub struct Known {
    /// Her details, as a fact has them.
    pub details: fact::Details,
    /// The household by its key: `R:` and the ration card number, or `F:` and the family id.
    pub household: Option<String>,
}

impl Known {
    /// What facts alone say of her; her household is that of her ration card.
    pub fn told(details: fact::Details) -> Self {
        let household = details.ration_card.as_deref().map(household_of);
        Self { details, household }
    }

    /// What is told, and where nothing is told, what the list has.
    #[must_use]
    pub fn over(self, list: Self) -> Self {
        let (d, l) = (self.details, list.details);
        let details = fact::Details {
            name_hi: d.name_hi.or(l.name_hi),
            name_en: d.name_en.or(l.name_en),
            relative: d.relative.or(l.relative),
            sex: d.sex.or(l.sex),
            birth: held_birth(l.birth, d.birth),
            relation: d.relation.or(l.relation),
            area: d.area.or(l.area),
            village: d.village.or(l.village),
            para: d.para.or(l.para),
            mobile: d.mobile.or(l.mobile),
            last4: d.last4.or(l.last4),
            ..d
        };
        Self { details, household: self.household.or(list.household) }
    }

    /// As she is compared.
    pub fn compared(&self) -> Details<'_> {
        let d = &self.details;
        // A guest was entered at a table of this area, which tells nothing of where she lives.
        let guest = d.guest_from.is_some();
        Details {
            name_hi: d.name_hi.as_deref(),
            name_en: d.name_en.as_deref(),
            relative: d.relative.as_deref(),
            relation: d.relation,
            sex: d.sex,
            birth: d.birth,
            area: d.area.filter(|_| !guest),
            village: d.village.as_deref().filter(|_| !guest),
            household: self.household.as_deref(),
            last4: d.last4.as_ref().map(Last4::as_str),
            mobile: d.mobile,
        }
    }
}

/// The birth date that holds of the list's and the facts': a weaker source never replaces a stronger.
pub fn held_birth(listed: Option<BirthDate>, told: Option<BirthDate>) -> Option<BirthDate> {
    match (listed, told) {
        (Some(l), Some(t)) => Some(if t.replaces(&l) { t } else { l }),
        (l, t) => t.or(l),
    }
}

/// The key of the household of a ration card; `card`: its number, as it is written on it.
pub fn household_of(card: &str) -> String {
    let mut key = String::with_capacity(card.len() + 2);
    household_key(card.trim(), "", &mut key);
    key
}
