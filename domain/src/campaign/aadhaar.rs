//! Aadhaar updates: which reasons are offered at which age, what they cost, how often, and where they are done.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::error::{PackError, Problem};
use super::period::{Ages, Period, first_overlap};
use super::text::{Sure, Text, code, code_or_none, codes};
use crate::codes::AadhaarReason;
use crate::day::Day;

crate::codes! {
    /// What an Aadhaar Seva Kendra does. Nobody is sent to one that lacks what the case needs.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum CentreService {
        ChildEnrolment = 1, "child_enrolment", "बच्चों का नया आधार", "enrolment of children";
        AdultEnrolment = 2, "adult_enrolment", "18 वर्ष से ऊपर का नया आधार", "enrolment of adults";
        Biometric = 3, "biometric", "बायोमेट्रिक अपडेट", "biometric update";
        Demographic = 4, "demographic", "नाम, जन्मतिथि, लिंग, पता अपडेट", "update of name, birth date, sex, address";
        Mobile = 5, "mobile", "मोबाइल नंबर जोड़ना", "linking a mobile number";
    }
}

crate::codes! {
    /// What UIDAI charges for.
    #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
    pub enum FeeService {
        Enrolment = 1, "enrolment", "नया आधार", "new enrolment";
        MandatoryBiometric = 2, "mandatory_biometric", "अनिवार्य बायोमेट्रिक अपडेट", "mandatory biometric update";
        Biometric = 3, "biometric", "अन्य बायोमेट्रिक अपडेट", "other biometric update";
        Demographic = 4, "demographic", "नाम, जन्मतिथि, लिंग, पता, मोबाइल अपडेट", "demographic update";
        Document = 5, "document", "दस्तावेज़ अपडेट", "document update";
        Home = 6, "home", "घर पर सेवा", "service at home";
        HomeFurther = 7, "home_further", "घर पर सेवा, हर अगला व्यक्ति", "service at home, each further person";
        Unlock = 8, "unlock", "बायोमेट्रिक अनलॉक", "unlocking of biometrics";
    }
}

/// What must have failed before a reason is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Attempt {
    /// The face did not match.
    Face,
    /// The one-time password could not be had.
    Otp,
}

/// A reason, the ages at which it is offered, and what it needs. A reason may stand more than once, for ages apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct ReasonRule {
    /// The reason.
    #[serde(deserialize_with = "code")]
    pub reason: AadhaarReason,
    /// Completed years from which: a mandatory update is due from the birthday itself.
    pub age_from: u16,
    /// Completed years below which, `None` for no limit.
    pub age_below: Option<u16>,
    /// Offered only after all of these failed.
    pub after: Vec<Attempt>,
    /// What the centre must offer; `None` where the holder does it herself.
    #[serde(default, deserialize_with = "code_or_none")]
    pub needs: Option<CentreService>,
    /// How sure this is.
    pub sure: Sure,
    /// What to tell the family.
    pub advice: Text,
}

/// A fee in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Fee {
    /// What is charged for.
    #[serde(deserialize_with = "code")]
    pub service: FeeService,
    /// The reasons that need it; empty for a service that no reason of a case needs.
    #[serde(deserialize_with = "codes")]
    pub reasons: Vec<AadhaarReason>,
    /// Completed years from which.
    pub age_from: u16,
    /// Completed years below which, `None` for no limit.
    pub age_below: Option<u16>,
    /// First day.
    pub from: Day,
    /// Last day; `None` while it holds.
    pub until: Option<Day>,
    /// Paise.
    pub amount_paise: u32,
    /// Paise when done together with a biometric update, where that differs.
    #[serde(default)]
    pub with_biometric_paise: Option<u32>,
    /// How sure this is.
    pub sure: Sure,
    /// In words, without the amount.
    pub text: Text,
}

impl Fee {
    pub(super) fn holds(&self, age: u16, on: Day) -> bool {
        self.ages().holds(age) && Period::new(self.from, self.until).holds(on)
    }

    fn ages(&self) -> Ages {
        Ages::new(self.age_from, self.age_below)
    }

    /// Both would answer one question: the same reason (or service, without reasons), age and day.
    fn clashes(&self, other: &Fee) -> bool {
        let same = if self.reasons.is_empty() && other.reasons.is_empty() {
            self.service == other.service
        } else {
            self.reasons.iter().any(|r| other.reasons.contains(r))
        };
        same && self.ages().meets(other.ages())
            && Period::new(self.from, self.until).meets(Period::new(other.from, other.until))
    }
}

/// How often a detail may be changed in a lifetime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Limit {
    /// The detail.
    #[serde(deserialize_with = "code")]
    pub reason: AadhaarReason,
    /// How many times.
    pub times: u8,
    /// How sure this is.
    pub sure: Sure,
    /// In words.
    pub text: Text,
}

/// An Aadhaar Seva Kendra.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Centre {
    /// Its number in the campaign, from 1; travels in facts and never changes.
    pub id: u32,
    /// Its name.
    pub name: Text,
    /// Code of the place.
    pub place: u64,
    /// What it does.
    #[serde(deserialize_with = "codes")]
    pub services: Vec<CentreService>,
    /// Days and hours.
    pub days: Text,
    /// Where it is.
    #[serde(default)]
    pub address: Option<Text>,
}

impl Centre {
    /// It does what a reason needs.
    pub fn serves(&self, rule: &ReasonRule) -> bool {
        rule.needs.is_none_or(|need| self.services.contains(&need))
    }
}

pub(super) fn check_reasons(rules: &[ReasonRule]) -> Result<(), PackError> {
    let ages = |rule: &ReasonRule| Ages::new(rule.age_from, rule.age_below);
    for (at, rule) in rules.iter().enumerate() {
        ages(rule).check(&format!("reasons[{at}]"))?;
    }
    first_overlap("reasons", rules, |a, b| a.reason == b.reason && ages(a).meets(ages(b)))
}

pub(super) fn check_fees(fees: &[Fee]) -> Result<(), PackError> {
    for (at, fee) in fees.iter().enumerate() {
        let path = format!("fees[{at}]");
        fee.ages().check(&path)?;
        Period::new(fee.from, fee.until).check(&path)?;
    }
    first_overlap("fees", fees, Fee::clashes)
}

pub(super) fn check_limits(limits: &[Limit]) -> Result<(), PackError> {
    first_overlap("limits", limits, |a, b| a.reason == b.reason)
}

pub(super) fn check_centres(centres: &[Centre], places: &HashMap<u64, usize>) -> Result<(), PackError> {
    let mut ids = HashSet::new();
    for (at, centre) in centres.iter().enumerate() {
        let err = |field: &str, problem| PackError::new(format!("centres[{at}].{field}"), problem);
        let value = centre.id.to_string();
        if centre.id == 0 {
            return Err(err("id", Problem::UnknownValue { value }));
        }
        if !ids.insert(centre.id) {
            return Err(err("id", Problem::Twice { value }));
        }
        if !places.contains_key(&centre.place) {
            let code = centre.place;
            return Err(err("place", Problem::UnknownPlace { code }));
        }
        if centre.services.is_empty() {
            return Err(err("services", Problem::EmptyList));
        }
    }
    Ok(())
}
