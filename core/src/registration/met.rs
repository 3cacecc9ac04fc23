//! What is known of a person when she is met: the cards that are due, and what the worker must know before going on.

use serde::{Deserialize, Serialize};
use shivir_domain::birth::BirthDate;
use shivir_domain::campaign::{Campaign, NoticeKind};
use shivir_domain::codes::{AadhaarReason, Cadre, CardKind, CaseState, Lang, Outcome, RationState};
use shivir_domain::day::Day;
use shivir_domain::fold::VisitView;
use shivir_domain::hlc::ClockDoubt;
use shivir_domain::id::{FactId, WorkerId};

use super::flow::{Due, Met, Rules};
use crate::roster::Person;

/// Something to know before going on. Compared whole: a warning that changed is a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Warning {
    /// The card is there, by the list or by a fact.
    HasCard {
        /// Which card.
        kind: CardKind,
    },
    /// An Aadhaar update of the person is under way.
    OpenCase {
        /// How far it is.
        state: CaseState,
        /// Since when.
        since: Day,
    },
    /// A ration-card case of the person is under way.
    OpenRation {
        /// How far it is.
        state: RationState,
        /// Since when.
        since: Day,
    },
    /// The person was registered before, here or on another phone.
    Registered {
        /// The registration.
        fact: FactId,
        /// On which day.
        day: Day,
        /// By whom.
        author: WorkerId,
        /// What came of it, for the family card or else the Vay Vandana card.
        outcome: Outcome,
    },
    /// She took her consent back, and gave none since: she is asked anew.
    ConsentTakenBack {
        /// On which day.
        day: Day,
    },
    /// The phone's clock cannot be right, so that the day of this registration would be wrong: set it, or give the day.
    Clock {
        /// What is the matter with it.
        doubt: ClockDoubt,
    },
}

impl Warning {
    /// The sentence for the worker.
    pub fn sentence(&self, lang: Lang) -> String {
        let on = |day: &Day| match lang {
            Lang::Hi => day.hindi(),
            Lang::En => day.english(),
        };
        match (self, lang) {
            (Self::HasCard { kind }, Lang::Hi) => format!("{} पहले से बना है।", kind.word(lang)),
            (Self::HasCard { kind }, Lang::En) => format!("{}: already made.", kind.word(lang)),
            (Self::OpenCase { state, since }, Lang::Hi) => {
                format!("आधार अपडेट का केस चल रहा है: {}, {} से।", state.word(lang), on(since))
            }
            (Self::OpenCase { state, since }, Lang::En) => {
                format!("An Aadhaar update is under way: {}, since {}.", state.word(lang), on(since))
            }
            (Self::OpenRation { state, since }, Lang::Hi) => {
                format!("राशन कार्ड का केस चल रहा है: {}, {} से।", state.word(lang), on(since))
            }
            (Self::OpenRation { state, since }, Lang::En) => {
                format!("A ration-card case is under way: {}, since {}.", state.word(lang), on(since))
            }
            (Self::Registered { day, outcome, .. }, Lang::Hi) => {
                format!("इनका पंजीयन {} को हो चुका है: {}।", on(day), outcome.word(lang))
            }
            (Self::Registered { day, outcome, .. }, Lang::En) => {
                format!("Registered before, on {}: {}.", on(day), outcome.word(lang))
            }
            (Self::ConsentTakenBack { day }, Lang::Hi) => {
                format!("इन्होंने {} को सहमति वापस ली थी। चाहें तभी फिर से सहमति लें।", on(day))
            }
            (Self::ConsentTakenBack { day }, Lang::En) => {
                format!("Consent was taken back on {}. Ask anew, and only if they wish.", on(day))
            }
            (Self::Clock { doubt: ClockDoubt::SetBack }, lang) => lang
                .pick(
                    "घड़ी पीछे है। घड़ी ठीक करें, या आज की तारीख चुनें।",
                    "The clock is behind. Set it, or choose today's date.",
                )
                .into(),
            (Self::Clock { .. }, lang) => lang
                .pick(
                    "घड़ी बहुत आगे है। घड़ी ठीक करें, या आज की तारीख चुनें।",
                    "The clock is far ahead. Set it, or choose today's date.",
                )
                .into(),
        }
    }
}

/// The youngest and the oldest that the person can be on a day; 0 to 120 where no birth date is known.
pub(crate) fn ages(birth: Option<BirthDate>, on: Day) -> (u16, u16) {
    birth.and_then(|b| b.age_range(on)).unwrap_or((0, 120))
}

/// The cards that are due: those offered at the age, without those that are made; all of them where all are made, so
/// that a worker can still say that she saw them.
fn due(person: &Person, campaign: &Campaign, on: Day) -> Vec<Due> {
    let (youngest, oldest) = ages(person.birth(), on);
    let at = |age: u16| campaign.cards_for(age, on).map(|c| c.kind).collect::<Vec<_>>();
    let (young, old) = (at(youngest), at(oldest));
    let offered: Vec<Due> = CardKind::ALL
        .iter()
        .filter(|k| young.contains(k) || old.contains(k))
        .map(|k| Due { kind: *k, certain: young.contains(k) && old.contains(k) })
        .collect();
    let open: Vec<Due> = offered.iter().copied().filter(|d| !person.made(d.kind)).collect();
    if open.is_empty() { offered } else { open }
}

/// What the flow has to know of the person. `replaces`: the registration that is being corrected, which is no warning.
pub(super) fn met(
    person: &Person,
    campaign: &Campaign,
    on: Day,
    doubt: ClockDoubt,
    replaces: Option<FactId>,
) -> Met {
    let fold = &person.fold;
    let mut warnings = Vec::new();
    let due = due(person, campaign, on);
    for d in due.iter().filter(|d| person.made(d.kind)) {
        warnings.push(Warning::HasCard { kind: d.kind });
    }
    let case = fold.open_case();
    let opened_here =
        |case: FactId| replaces.is_some_and(|r| fold.visits.iter().any(|v| v.fact == r && v.root == case));
    if let Some(c) = case.filter(|c| !c.ready_for_card() && !opened_here(c.case.0)) {
        warnings.push(Warning::OpenCase { state: c.state, since: c.since });
    }
    if let Some(r) = fold.open_ration().filter(|r| !opened_here(r.case)) {
        warnings.push(Warning::OpenRation { state: r.state, since: r.since });
    }
    // An earlier registration is old news once the Aadhaar is updated or the name is on the ration card.
    let back = case.is_some_and(|c| c.ready_for_card())
        || (fold.open_ration().is_none()
            && fold.ration.last().is_some_and(|r| r.state == RationState::Added));
    for v in fold.standing().filter(|v| Some(v.fact) != replaces && !back) {
        let first = v.visit.outcome(CardKind::Family).or(v.visit.outcome(CardKind::VayVandana));
        if let Some(outcome) = first.filter(|o| o.needs_consent()) {
            warnings.push(Warning::Registered { fact: v.fact, day: v.day, author: v.author, outcome });
        }
    }
    let gives = |v: &VisitView| v.visit.consent.as_ref().is_some_and(|c| c.given);
    if let Some(last) = fold.taken_back.last()
        && !fold.standing().any(gives)
    {
        warnings.push(Warning::ConsentTakenBack { day: last.day });
    }
    if doubt != ClockDoubt::None {
        warnings.push(Warning::Clock { doubt });
    }
    Met {
        listed: person.on_list,
        due,
        minor: ages(person.birth(), on).0 < 18 && person.birth().is_some(),
        same: Vec::new(),
        warnings,
        open_case: case.map(|c| c.case),
    }
}

/// The reasons of an Aadhaar update that fit the person's age, as the campaign pack has them.
pub(crate) fn reasons(campaign: &Campaign, birth: Option<BirthDate>, on: Day) -> Vec<AadhaarReason> {
    let (youngest, oldest) = ages(birth, on);
    let fits = |rule: &&shivir_domain::campaign::ReasonRule| {
        rule.age_from <= oldest && rule.age_below.is_none_or(|below| youngest < below)
    };
    // A reason may stand several times in a pack, once for each span of ages.
    let mut offered: Vec<AadhaarReason> = Vec::new();
    for rule in campaign.pack().reasons.iter().filter(fits) {
        if !offered.contains(&rule.reason) {
            offered.push(rule.reason);
        }
    }
    offered
}

/// The rules of the table.
pub(super) fn rules(campaign: &Campaign, birth: Option<BirthDate>, author: Cadre, on: Day) -> Rules {
    let consent = campaign.pack().notices.iter().filter(|n| n.kind == NoticeKind::Consent);
    let reasons = reasons(campaign, birth, on);
    let after = |r: &AadhaarReason| {
        campaign.pack().reasons.iter().any(|rule| rule.reason == *r && !rule.after.is_empty())
    };
    Rules {
        notices: consent.map(|n| n.version).collect(),
        after_attempts: reasons.iter().copied().filter(after).collect(),
        reasons,
        card_maker: author.is_card_maker(),
        month: u32::try_from(on.year()).unwrap_or(0) * 100 + u32::from(on.month()),
    }
}
