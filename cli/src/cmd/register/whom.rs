//! Whom the registration is about, by flags.

use shivir_core::Core;
use shivir_core::facts::Sitting;
use shivir_core::registration::Whom;
use shivir_domain::birth::{BirthDate, BirthSource};
use shivir_domain::campaign::Level;
use shivir_domain::codes::Group;
use shivir_domain::fact::Details;
use shivir_domain::id::{AreaId, FactId, PersonId};
use shivir_domain::person::{Relation, Sex};

use crate::fail::Fail;
use crate::parse;

/// Whom the registration is about.
#[derive(clap::Args, Default)]
#[command(next_help_heading = "Whom")]
#[group(id = "whom", multiple = false, args = ["person", "household", "new_name", "correct"])]
pub(crate) struct WhomArgs {
    /// सूची का व्यक्ति, या पहले जोड़ा गया · A listed person, or one added before
    #[arg(long, value_name = "ID", value_parser = parse::person)]
    person: Option<PersonId>,
    /// इस व्यक्ति का पूरा परिवार एक साथ, जिनके कार्ड बन चुके उन्हें छोड़कर · The whole household of this person in one pass, but those whose cards are made
    #[arg(long, value_name = "ID", value_parser = parse::person)]
    household: Option<PersonId>,
    /// सूची में नहीं: नाम · Someone on no list: the name
    #[arg(long, value_name = "NAME")]
    new_name: Option<String>,
    /// पहले का पंजीयन सुधारें · Correct an earlier registration
    #[arg(long, value_name = "FACT", value_parser = parse::fact)]
    correct: Option<FactId>,
    #[command(flatten)]
    new: NewArgs,
}

/// Details of someone who is on no list.
#[derive(clap::Args, Default)]
#[command(next_help_heading = "Someone new (with --new-name)")]
struct NewArgs {
    /// गाँव: नाम या कोड · Village: name or code
    #[arg(long, requires = "new_name")]
    village: Option<String>,
    /// बाहर से आए: ज़िला और जगह · A guest: district and place as told
    #[arg(long, value_name = "PLACE", requires = "new_name")]
    guest_from: Option<String>,
    /// पिता या पति का नाम · Name of father or husband
    #[arg(long, value_name = "NAME", requires = "new_name")]
    relative: Option<String>,
    /// लिंग · Sex
    #[arg(long, value_name = "CODE", requires = "new_name", value_parser = parse::sex(), ignore_case = true, hide_possible_values = true)]
    sex: Option<Sex>,
    /// पूरे वर्षों में आयु · Age in completed years
    #[arg(long, value_name = "YEARS", requires = "new_name", conflicts_with = "birth", value_parser = clap::value_parser!(u16).range(..=120))]
    age: Option<u16>,
    /// जन्म: तारीख, माह या वर्ष · Birth: day, month or year
    #[arg(long, value_name = "DAY", requires = "new_name", value_parser = parse::birth)]
    birth: Option<BirthDate>,
    /// मुखिया से संबंध · Relation to the head
    #[arg(long, value_name = "CODE", requires = "new_name", value_parser = parse::relation(), ignore_case = true, hide_possible_values = true)]
    relation: Option<Relation>,
    /// पारा या मोहल्ला · Para or mohalla
    #[arg(long, requires = "new_name")]
    para: Option<String>,
    /// मोबाइल · Mobile
    #[arg(long, requires = "new_name", value_parser = parse::mobile)]
    mobile: Option<u64>,
    /// हितग्राही समूह, कई हो सकते हैं · Beneficiary group, may be repeated
    #[arg(long, value_name = "CODE", requires = "new_name", value_parser = parse::group(), ignore_case = true, hide_possible_values = true)]
    group: Vec<Group>,
    /// राशन कार्ड क्रमांक · Ration card number
    #[arg(long, value_name = "NO", requires = "new_name")]
    ration_card: Option<String>,
}

/// Whom, with the area that a new person's village lies in.
pub(super) struct Met {
    whom: Whom,
    area: Option<AreaId>,
}

impl Met {
    /// Someone who needs no area of her own.
    pub fn known(whom: Whom) -> Self {
        Self { whom, area: None }
    }

    /// The sitting, in the new person's area where the table has none.
    pub fn sitting(&self, sitting: Sitting) -> Sitting {
        let none = sitting.area == AreaId::default();
        let area = self.area.filter(|_| none).unwrap_or(sitting.area);
        Sitting { area, ..sitting }
    }

    /// Whom alone.
    pub fn into_whom(self) -> Whom {
        self.whom
    }
}

impl WhomArgs {
    /// Whom the flags name; none where they name nobody.
    pub fn whom(&self, core: &Core, sitting: &Sitting) -> Result<Option<Met>, Fail> {
        let whom = if let Some(id) = self.person {
            Whom::Person(id)
        } else if let Some(id) = self.household {
            Whom::Household(id)
        } else if let Some(fact) = self.correct {
            Whom::Correct(fact)
        } else if let Some(name) = &self.new_name {
            return Ok(Some(self.new.person(core, sitting, name)?));
        } else {
            return Ok(None);
        };
        Ok(Some(Met::known(whom)))
    }
}

impl NewArgs {
    fn person(&self, core: &Core, sitting: &Sitting, name: &str) -> Result<Met, Fail> {
        let mut details = details(name);
        details.relative.clone_from(&self.relative);
        details.sex = self.sex;
        details.birth = match self.age {
            Some(years) => {
                let day = core.when(sitting)?.day;
                let source = BirthSource::Stated;
                Some(BirthDate { source, ..BirthDate::from_age(years, day) })
            }
            None => self.birth,
        };
        details.relation = self.relation;
        details.para.clone_from(&self.para);
        details.mobile = self.mobile;
        details.groups = (!self.group.is_empty()).then(|| self.group.clone());
        details.guest_from.clone_from(&self.guest_from);
        details.ration_card.clone_from(&self.ration_card);
        placed(core, details, self.village.as_deref())
    }
}

/// A new person of this name, in the field of its script.
pub(super) fn details(name: &str) -> Details {
    let hindi = name.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c));
    let name = Some(name.to_owned());
    let (name_hi, name_en) = if hindi { (name, None) } else { (None, name) };
    Details {
        name_hi,
        name_en,
        relative: None,
        sex: None,
        birth: None,
        relation: None,
        household: None,
        area: None,
        village: None,
        para: None,
        mobile: None,
        last4: None,
        groups: None,
        guest_from: None,
        ration_card: None,
    }
}

/// Sets the village: by its code, or by its name. A name that the pack has once brings its gram panchayat.
pub(super) fn placed(core: &Core, mut details: Details, village: Option<&str>) -> Result<Met, Fail> {
    let campaign = core.campaign()?;
    let mut area = None;
    if let Some(text) = village.map(str::trim) {
        let places = campaign.pack().places.iter();
        let same = |p: &&shivir_domain::campaign::Place| {
            let lives = matches!(p.level, Level::Village | Level::Ward);
            lives && (p.code.to_string() == text || p.is_named(text))
        };
        let mut found = places.filter(same);
        let place = found.next().filter(|_| found.next().is_none());
        area = place.and_then(|p| campaign.area_of_village(p.code));
        details.village = Some(place.map_or(text, |p| p.name_hi.as_str()).to_owned());
    }
    details.area = area;
    let whom = Whom::New(Box::new(details));
    Ok(Met { whom, area })
}
