//! One case with all that the worker tells the family: what happened, what to bring, what it costs, where to go.

use rusqlite::OptionalExtension;
use serde::Serialize;
use shivir_domain::campaign::{Campaign, Centre, Fee, Limit, Paper, Text};
use shivir_domain::codes::{AadhaarReason, Lang};
use shivir_domain::day::Day;
use shivir_domain::fact::CaseRef;
use shivir_domain::fold::CaseMove;
use shivir_domain::id::WorkerId;

use super::list::{CaseRow, Mark, case_row, person_in};
use super::step::{find, rules};
use crate::Core;
use crate::error::CoreError;
use crate::registration::ages;
use crate::roster::Person;

/// The age from which an Aadhaar without the update of the fifth year may be deactivated (DOMAIN.md, Aadhaar updates).
const DEACTIVATED_FROM: i32 = 7;

/// A case whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CaseDetail {
    /// As the list shows it.
    #[serde(flatten)]
    pub row: CaseRow,
    /// Everything that happened to it, in order.
    pub history: Vec<Happened>,
    /// What to tell the family of the reason.
    pub advice: Option<Text>,
    /// What to bring: one of each. Empty where the age is not known.
    pub papers: Vec<Paper>,
    /// Who must come along, and what else to know of the papers.
    pub papers_advice: Option<Text>,
    /// The fee; none where the pack does not know it, or it depends on an age that is not sure: ask at the centre.
    pub fee: Option<Fee>,
    /// How often the detail may be changed.
    pub limit: Option<Limit>,
    /// The centres of the campaign that do what the case needs.
    pub centres: Vec<Centre>,
    /// What hurries, and what is not sure.
    pub hints: Vec<Hint>,
}

/// A step of the case with the names of those behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Happened {
    /// What happened.
    #[serde(flatten)]
    pub step: CaseMove,
    /// Who did it, where known on this phone.
    pub author_name: Option<String>,
    /// Who typed it, where known on this phone.
    pub typist_name: Option<String>,
}

/// Something that hurries, or that has to be found out first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "hint", rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Hint {
    /// From this day, the seventh birthday, the Aadhaar may be deactivated.
    MayBeDeactivated {
        /// The day.
        from: Day,
        /// It has come.
        passed: bool,
    },
    /// Fee and papers depend on the age, which is not known, or not to the year.
    AgeNotSure,
    /// The birth date stands near this age: look at the paper.
    CheckThePaper {
        /// 5, 7, 15, 18 or 70.
        age: u8,
    },
}

impl Hint {
    /// The sentence for the worker.
    pub fn sentence(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::MayBeDeactivated { from, passed: false }, Lang::Hi) => {
                format!("{} तक करा लें: 7 वर्ष के बाद आधार बंद हो सकता है।", from.plus(-1).hindi())
            }
            (Self::MayBeDeactivated { from, passed: false }, Lang::En) => {
                format!("Do it by {}: after 7 the Aadhaar may be deactivated.", from.plus(-1).english())
            }
            (Self::MayBeDeactivated { passed: true, .. }, Lang::Hi) => {
                "7 वर्ष पूरे हो चुके हैं: आधार बंद हो सकता है, जल्दी कराएँ।".into()
            }
            (Self::MayBeDeactivated { passed: true, .. }, Lang::En) => {
                "Already past 7: the Aadhaar may be deactivated; do it soon.".into()
            }
            (Self::AgeNotSure, Lang::Hi) => "आयु पक्की नहीं है: शुल्क और दस्तावेज़ आयु पर निर्भर हैं, कागज़ देखें।".into(),
            (Self::AgeNotSure, Lang::En) => {
                "The age is not sure, and fee and papers depend on it: look at the paper.".into()
            }
            (Self::CheckThePaper { age }, Lang::Hi) => {
                format!("जन्मतिथि {age} वर्ष की सीमा के पास है: कागज़ देखें।")
            }
            (Self::CheckThePaper { age }, Lang::En) => {
                format!("The birth date stands near the limit of {age} years: look at the paper.")
            }
        }
    }
}

impl Core {
    /// A case by its name, or by a later opening that was joined to it.
    ///
    /// # Errors
    /// [`crate::error::Thing::Case`] where there is none here.
    pub fn case(&self, case: CaseRef) -> Result<CaseDetail, CoreError> {
        let campaign = self.campaign()?;
        let today = self.today()?;
        let id = self.person_of_case(case)?;
        let person = self.store().read(|db| person_in(db, id))?;
        let view = find(&person.fold, case)?;
        let mark = Mark::new(u8::from(view.state.is_final()), view.next.unwrap_or(view.since).days(), 0);
        let history = view.history.iter().map(|step| {
            Ok(Happened {
                author_name: self.name_of(step.author)?,
                typist_name: self.name_of(step.typist)?,
                step: step.clone(),
            })
        });
        let history = history.collect::<Result<_, CoreError>>()?;
        let row = case_row(&person, view, mark, today);
        let told = row.reason.map(|r| told(&campaign, &person, r, today));
        let told = told.unwrap_or_default();
        Ok(CaseDetail {
            row,
            history,
            advice: told.advice,
            papers: told.papers,
            papers_advice: told.papers_advice,
            fee: told.fee,
            limit: told.limit,
            centres: told.centres,
            hints: told.hints,
        })
    }

    pub(crate) fn name_of(&self, worker: WorkerId) -> Result<Option<String>, CoreError> {
        self.store().read(|db| {
            Ok(db
                .prepare_cached("select name from worker where id = ?")?
                .query_row([worker.0], |r| r.get(0))
                .optional()?)
        })
    }
}

impl CaseDetail {
    /// The fee in words.
    pub fn fee_words(&self, lang: Lang) -> String {
        match &self.fee {
            None => lang.pick("केंद्र पर पूछें", "ask at the centre").into(),
            Some(fee) => match fee.amount_paise {
                0 => lang.pick("निःशुल्क", "free").into(),
                paise if paise % 100 == 0 => format!("₹{}", paise / 100),
                paise => format!("₹{}.{:02}", paise / 100, paise % 100),
            },
        }
    }
}

/// What the campaign says of a reason at the person's age.
#[derive(Default)]
struct Told {
    advice: Option<Text>,
    papers: Vec<Paper>,
    papers_advice: Option<Text>,
    fee: Option<Fee>,
    limit: Option<Limit>,
    centres: Vec<Centre>,
    hints: Vec<Hint>,
}

fn told(campaign: &Campaign, person: &Person, reason: AadhaarReason, today: Day) -> Told {
    let birth = person.birth();
    let (youngest, oldest) = ages(birth, today);
    let rules: Vec<_> = rules(campaign, person, reason, today).collect();
    let serves = |c: &&Centre| rules.iter().all(|rule| c.serves(rule));
    let fee = campaign.fee(reason, youngest, today);
    let same_fee = fee == campaign.fee(reason, oldest, today);
    let papers = campaign.documents_for(reason, youngest, birth.map(|b| b.day));
    let mut hints = Vec::new();
    if let Some(birth) = birth {
        if reason == AadhaarReason::Mbu5 {
            let from = birth.day.plus_years(DEACTIVATED_FROM);
            let passed = from <= today;
            hints.push(Hint::MayBeDeactivated { from, passed });
        }
        if let Some(age) = birth.check_the_paper(today) {
            hints.push(Hint::CheckThePaper { age });
        }
    }
    if birth.is_none() || !same_fee {
        hints.push(Hint::AgeNotSure);
    }
    let paper_rule = campaign.pack().documents.aadhaar.iter().find(|rule| {
        rule.reasons.contains(&reason)
            && rule.age_from <= youngest
            && rule.age_below.is_none_or(|below| youngest < below)
    });
    let known = birth.is_some();
    Told {
        advice: rules.first().map(|rule| rule.advice.clone()),
        papers: papers.into_iter().filter(|_| known).cloned().collect(),
        papers_advice: paper_rule.filter(|_| known).map(|rule| rule.advice.clone()),
        fee: fee.filter(|_| same_fee).cloned(),
        limit: campaign.limit(reason).cloned(),
        centres: campaign.pack().centres.iter().filter(serves).cloned().collect(),
        hints,
    }
}
