//! Duties: who must do what for whom, and what is counted.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::error::{PackError, Problem};
use super::text::{Text, code, code_or_none, codes};
use crate::codes::{Cadre, Group};

crate::codes! {
    /// The verb of a duty. It sets what is counted ([`Verb::measure`]).
    pub enum Verb {
        Review = 1, "review", "समीक्षा करना", "review";
        Monitor = 2, "monitor", "निगरानी करना", "monitor";
        Arrange = 3, "arrange", "व्यवस्था करना", "arrange";
        Publicise = 4, "publicise", "प्रचार-प्रसार करना", "publicise";
        Bring = 5, "bring", "शिविर तक लाना", "bring to the camp";
        Make = 6, "make", "कार्ड बनवाना", "have the card made";
        Register = 7, "register", "पंजीयन करना", "register";
        Help = 8, "help", "सहयोग करना", "help";
        GetUpdated = 9, "get_updated", "आधार अपडेट कराना", "have the Aadhaar updated";
        Ensure = 10, "ensure", "सुनिश्चित करना", "ensure";
        Train = 11, "train", "प्रशिक्षण देना", "train";
    }
}

crate::codes! {
    /// What is counted for a duty.
    pub enum Measure {
        Cards = 1, "cards", "बने कार्ड", "cards made";
        Registrations = 2, "registrations", "पंजीयन", "registrations";
        PeopleHelped = 3, "people_helped", "जिन लोगों का सहयोग हुआ", "people helped to the camp or card";
        EveryoneLeft = 4, "everyone_left", "अब भी शेष लोग", "everyone still left";
        PlacesAndPeople = 5, "places_and_people", "स्थान और लोग", "places and people";
        PeopleBrought = 6, "people_brought", "शिविर तक लाए गए लोग", "people brought to the camp";
        DaysReviewed = 7, "days_reviewed", "जिन दिनों की समीक्षा हुई", "days reviewed";
        PlacesPublicised = 8, "places_publicised", "जहाँ प्रचार हुआ", "places where it was publicised";
        UpdatesDone = 9, "updates_done", "पूरे हुए आधार अपडेट", "Aadhaar updates completed";
        CampsAttended = 10, "camps_attended", "शिविर जिनमें उपस्थिति रही", "camps attended";
    }
}

impl Verb {
    /// What the verb counts, unless an action of the pack says otherwise. *Make*, *register*, *help*, *ensure*,
    /// *arrange* and *train* are as DOMAIN.md has them for the Bilaspur order; the others are the nearest count there
    /// is. `None` for a newer version's verb.
    pub fn measure(self) -> Option<Measure> {
        Some(match self {
            Verb::Make => Measure::Cards,
            Verb::Register => Measure::Registrations,
            Verb::Help => Measure::PeopleHelped,
            Verb::Ensure => Measure::EveryoneLeft,
            Verb::Arrange | Verb::Train => Measure::PlacesAndPeople,
            Verb::Bring => Measure::PeopleBrought,
            Verb::Review | Verb::Monitor => Measure::DaysReviewed,
            Verb::Publicise => Measure::PlacesPublicised,
            Verb::GetUpdated => Measure::UpdatesDone,
            Verb::Unknown(_) => return None,
        })
    }
}

/// The kind of area in which a holder holds the duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyArea {
    /// The whole district.
    District,
    /// A revenue subdivision or tahsil: the blocks and urban bodies that the worker is given.
    Subdivision,
    /// A block.
    Block,
    /// A gram panchayat.
    GramPanchayat,
    /// An urban body, wards included.
    UrbanBody,
    /// A ward or zone.
    Ward,
    /// A school, college, hostel, hospital or shop, whatever its area.
    Institution,
    /// The health worker's own area: her villages, para and mohalla.
    FieldArea,
}

/// For whom an action is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whom {
    /// Groups; empty means everyone listed in the area.
    #[serde(deserialize_with = "codes")]
    pub groups: Vec<Group>,
    /// Completed years from which, `None` for no limit.
    #[serde(default)]
    pub age_from: Option<u16>,
    /// Completed years below which, `None` for no limit.
    #[serde(default)]
    pub age_below: Option<u16>,
    /// Their families too.
    #[serde(default)]
    pub families: bool,
    /// Only people whose card waits for an Aadhaar update.
    #[serde(default)]
    pub blocked_aadhaar: bool,
    /// Where the order asks for all of them (100 %).
    #[serde(default)]
    pub whole: bool,
    /// In words.
    pub text: Text,
}

impl Whom {
    /// The action is for a person of these groups and this age; an unknown age is let through.
    pub fn includes(&self, groups: &[Group], age: Option<u16>) -> bool {
        let group = self.groups.is_empty() || self.groups.iter().any(|g| groups.contains(g));
        let old = age.is_none_or(|age| {
            self.age_from.is_none_or(|from| age >= from) && self.age_below.is_none_or(|below| age < below)
        });
        group && old
    }
}

/// One action of a duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// The verb of the order.
    #[serde(deserialize_with = "code")]
    pub verb: Verb,
    /// What is counted where it is not what the verb counts.
    #[serde(default, deserialize_with = "code_or_none")]
    pub measure: Option<Measure>,
    /// For whom.
    pub whom: Whom,
}

impl Action {
    /// What is counted: the action's own measure, else the verb's.
    pub fn measure(&self) -> Option<Measure> {
        self.measure.or(self.verb.measure())
    }
}

/// A duty of the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Its code, such as `S3`; travels in facts and never changes.
    pub code: String,
    /// The office or department, and who in it.
    pub office: Text,
    /// Cadres that hold it.
    #[serde(deserialize_with = "codes")]
    pub cadres: Vec<Cadre>,
    /// Cadres through whom the holder does it.
    #[serde(deserialize_with = "codes")]
    pub through: Vec<Cadre>,
    /// The kind of area in which it is held.
    pub area: DutyArea,
    /// What is to be done, verb by verb.
    pub actions: Vec<Action>,
    /// The duty in words, as in the order.
    pub text: Text,
}

impl Duty {
    /// The verbs, in the order of the actions, each once.
    pub fn verbs(&self) -> Vec<Verb> {
        let mut seen = HashSet::new();
        let verbs = self.actions.iter().map(|action| action.verb);
        verbs.filter(|verb| seen.insert(*verb)).collect()
    }

    /// A cadre holds the duty, or it is done through the cadre.
    pub fn concerns(&self, cadre: Cadre) -> bool {
        self.cadres.contains(&cadre) || self.through.contains(&cadre)
    }
}

/// Every duty has its own code, a holder, an action, and age bands that begin before they end.
pub(super) fn check_duties(duties: &[Duty]) -> Result<(), PackError> {
    let mut seen = HashSet::new();
    for (at, duty) in duties.iter().enumerate() {
        let err = |field: &str, problem| PackError::new(format!("duties[{at}].{field}"), problem);
        let value = duty.code.clone();
        if !is_duty_code(&duty.code) {
            return Err(err("code", Problem::UnknownValue { value }));
        }
        if !seen.insert(&duty.code) {
            return Err(err("code", Problem::Twice { value }));
        }
        if duty.cadres.is_empty() {
            return Err(err("cadres", Problem::EmptyList));
        }
        if duty.actions.is_empty() {
            return Err(err("actions", Problem::EmptyList));
        }
        for (n, action) in duty.actions.iter().enumerate() {
            if let (Some(from), Some(below)) = (action.whom.age_from, action.whom.age_below)
                && below <= from
            {
                let field = format!("actions[{n}].whom.age_below");
                return Err(err(&field, Problem::EndsBeforeStart));
            }
        }
    }
    Ok(())
}

/// One or two capital letters and a number of one to three digits that does not begin with 0.
fn is_duty_code(code: &str) -> bool {
    let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = code.as_bytes().get(letters..).unwrap_or_default();
    (1..=2).contains(&letters)
        && (1..=3).contains(&digits.len())
        && digits.first() != Some(&b'0')
        && digits.iter().all(u8::is_ascii_digit)
}
