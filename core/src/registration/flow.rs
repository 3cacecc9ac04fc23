//! The flow as a typed machine: each state holds what the ones before it have gathered, and only the answer of its own
//! step leads on, so that no step can be skipped. Pure: what it has to know of the person and the campaign is given.

use serde::{Deserialize, Serialize};
use shivir_domain::aadhaar::Last4;
use shivir_domain::codes::{
    AadhaarReason, CardKind, ConsentMode, Document, LeaveReason, Outcome, RationReason, SignedBy,
};
use shivir_domain::fact::{CardOutcome, CaseRef, Consent};
use shivir_domain::id::PersonId;

use super::{FlowRefusal, Step, Warning};
use crate::aadhaar::holds_whole_number;

/// Longest name or text, in letters.
pub(super) const LONGEST: usize = 120;

/// A card that is due to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Due {
    /// Which.
    pub kind: CardKind,
    /// False where it depends on an age that the paper has to show: then it may be passed over.
    pub certain: bool,
}

/// What is known of the person when she is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Met {
    /// On the district's list.
    pub listed: bool,
    /// Cards to ask about.
    pub due: Vec<Due>,
    /// May be under 18.
    pub minor: bool,
    /// Those who are most likely the one who is entered as new: each has to be answered for.
    pub same: Vec<PersonId>,
    /// What has to be read before going on.
    pub warnings: Vec<Warning>,
    /// The case that goes back to the queue where Aadhaar blocks again.
    pub open_case: Option<CaseRef>,
}

/// The rules of the campaign and the table, as far as the flow needs them.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    /// Versions of the consent notice in the campaign pack.
    pub notices: Vec<u32>,
    /// Reasons that fit the person's age.
    pub reasons: Vec<AadhaarReason>,
    /// Reasons that are offered only after face and one-time password failed.
    pub after_attempts: Vec<AadhaarReason>,
    /// Who does the work holds an operator login.
    pub card_maker: bool,
    /// This month as year × 100 + month.
    pub month: u32,
}

/// One answer of the worker. A draft is the list of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Answer {
    /// Who is entered as new was compared with these, and is another person.
    Another {
        /// Those she is not; who becomes known later as the same asks again.
        people: Vec<PersonId>,
    },
    /// The warnings were read: these.
    GoOn {
        /// The warnings as shown; a new one asks again.
        seen: Vec<Warning>,
    },
    /// The person, or her guardian, said yes or no.
    Consent(Consent),
    /// Nobody was there to be asked: absent, away, moved or deceased.
    NotMet {
        /// Which of the four.
        outcome: Outcome,
    },
    /// Papers that were shown.
    Documents {
        /// None is an answer too.
        shown: Vec<Document>,
    },
    /// What came of it, for each card that is due.
    Outcomes {
        /// One a card.
        outcomes: Vec<CardOutcome>,
    },
    /// What follows from the outcomes.
    Follow(Follow),
}

/// What follows from the outcomes: only what they ask for is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Follow {
    /// Why Aadhaar blocks the card.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub aadhaar: Option<AadhaarReason>,
    /// Face and one-time password were tried and failed; asked for worn fingerprints.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default = false))]
    pub face_and_otp_failed: bool,
    /// Last four digits, where told.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub last4: Option<Last4>,
    /// Why the person is on no list.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub ration: Option<RationReason>,
    /// How a death or departure is known.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub leave: Option<LeaveReason>,
    /// Month of return, year × 100 + month.
    #[serde(default)]
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub back_in: Option<u32>,
}

/// What a finished flow says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Complete {
    pub consent: Option<Consent>,
    pub documents: Vec<Document>,
    pub outcomes: Vec<CardOutcome>,
    pub follow: Follow,
    pub open_case: Option<CaseRef>,
}

#[derive(Debug, Clone)]
pub(crate) struct Consented {
    met: Met,
    consent: Consent,
}

#[derive(Debug, Clone)]
pub(crate) struct Shown {
    before: Consented,
    documents: Vec<Document>,
}

/// The flow at one of its steps.
#[derive(Debug, Clone)]
pub(crate) enum Flow {
    Likely(Met),
    Warnings(Met),
    Consent(Met),
    Documents(Consented),
    Outcome(Shown),
    Follow(Complete),
    Ready(Complete),
}

impl Flow {
    /// Meeting the person.
    pub fn begin(met: Met) -> Flow {
        if met.same.is_empty() { Flow::told_apart(met) } else { Flow::Likely(met) }
    }

    /// It is she who is met, and nobody else who is known.
    fn told_apart(met: Met) -> Flow {
        if met.warnings.is_empty() { Flow::Consent(met) } else { Flow::Warnings(met) }
    }

    /// Goes through the answers; stops at the first that does not fit, for instance because something became known in
    /// the meantime. Returns the flow and how many answers stand.
    pub fn replay(met: Met, answers: &[Answer], rules: &Rules) -> (Flow, usize) {
        let mut flow = Flow::begin(met);
        for (n, answer) in answers.iter().enumerate() {
            match flow.clone().answer(answer, rules) {
                Ok(next) => flow = next,
                Err(_) => return (flow, n),
            }
        }
        (flow, answers.len())
    }

    /// The step that it stands at.
    pub fn step(&self) -> Step {
        match self {
            Flow::Likely(_) => Step::Likely,
            Flow::Warnings(_) => Step::Warnings,
            Flow::Consent(_) => Step::Consent,
            Flow::Documents(_) => Step::Documents,
            Flow::Outcome(_) => Step::Outcome,
            Flow::Follow(_) => Step::Follow,
            Flow::Ready(_) => Step::Ready,
        }
    }

    /// Takes the answer of the step at hand.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn answer(self, answer: &Answer, rules: &Rules) -> Result<Flow, FlowRefusal> {
        let step = self.step();
        match (self, answer) {
            (Flow::Likely(met), Answer::Another { people }) => {
                let answered = met.same.iter().all(|person| people.contains(person));
                if answered { Ok(Flow::told_apart(met)) } else { Err(FlowRefusal::LikelySame) }
            }
            (Flow::Likely(_), _) => Err(FlowRefusal::LikelySame),
            // Said of those who are only to be looked at, or of one who is not in question any more.
            (Flow::Warnings(met), Answer::Another { .. }) => Ok(Flow::Warnings(met)),
            (Flow::Consent(met), Answer::Another { .. }) => Ok(Flow::Consent(met)),
            (Flow::Warnings(met), Answer::GoOn { seen }) => {
                let read = met.warnings.iter().all(|w| seen.contains(w));
                if read { Ok(Flow::Consent(met)) } else { Err(FlowRefusal::WarningsFirst) }
            }
            (Flow::Warnings(_), _) => Err(FlowRefusal::WarningsFirst),
            (Flow::Consent(met), Answer::Consent(consent)) => consented(met, consent, rules),
            (Flow::Consent(met), Answer::NotMet { outcome }) => not_met(met, *outcome),
            (Flow::Documents(before), Answer::Documents { shown }) => {
                if shown.iter().any(|d| matches!(d, Document::Unknown(_))) {
                    return Err(FlowRefusal::UnknownCode);
                }
                let mut documents = shown.clone();
                documents.sort_unstable();
                documents.dedup();
                Ok(Flow::Outcome(Shown { before, documents }))
            }
            (Flow::Outcome(shown), Answer::Outcomes { outcomes }) => decided(shown, outcomes, rules),
            (Flow::Follow(complete), Answer::Follow(follow)) => followed(complete, follow, rules),
            _ => Err(FlowRefusal::OtherStep(step)),
        }
    }
}

fn consented(met: Met, consent: &Consent, rules: &Rules) -> Result<Flow, FlowRefusal> {
    if !rules.notices.contains(&consent.notice) {
        return Err(FlowRefusal::Notice);
    }
    // Who says no signs nothing: nobody has to read to her before a witness.
    if consent.given && consent.mode == ConsentMode::Spoken {
        let spoken = consent.spoken.as_ref().ok_or(FlowRefusal::ReaderAndWitness)?;
        let (reader, witness) = (spoken.reader.trim(), spoken.witness.trim());
        if reader.is_empty() || witness.is_empty() {
            return Err(FlowRefusal::ReaderAndWitness);
        }
        if reader == witness {
            return Err(FlowRefusal::WitnessIsReader);
        }
        fits(reader)?;
        fits(witness)?;
    }
    let guardian = consent.guardian.as_deref().map(str::trim).unwrap_or_default();
    if (met.minor || consent.by != SignedBy::Own) && (consent.by == SignedBy::Own || guardian.is_empty()) {
        return Err(FlowRefusal::Guardian);
    }
    fits(guardian)?;
    if consent.given {
        return Ok(Flow::Documents(Consented { met, consent: consent.clone() }));
    }
    let outcomes = all(&met, Outcome::Refused);
    Ok(Flow::Ready(Complete {
        consent: Some(consent.clone()),
        documents: Vec::new(),
        outcomes,
        follow: Follow::default(),
        open_case: met.open_case,
    }))
}

fn fits(text: &str) -> Result<(), FlowRefusal> {
    match text {
        long if long.chars().count() > LONGEST => Err(FlowRefusal::TooLong),
        number if holds_whole_number(number) => Err(FlowRefusal::WholeNumber),
        _ => Ok(()),
    }
}

fn all(met: &Met, outcome: Outcome) -> Vec<CardOutcome> {
    met.due.iter().map(|d| CardOutcome { kind: d.kind, outcome }).collect()
}

fn not_met(met: Met, outcome: Outcome) -> Result<Flow, FlowRefusal> {
    match outcome {
        Outcome::Absent | Outcome::Away | Outcome::Moved | Outcome::Deceased => {}
        other if other.needs_consent() => return Err(FlowRefusal::ConsentFirst(other)),
        other => return Err(FlowRefusal::NotHere(other)),
    }
    let complete = Complete {
        consent: None,
        documents: Vec::new(),
        outcomes: all(&met, outcome),
        follow: Follow::default(),
        open_case: met.open_case,
    };
    Ok(if outcome == Outcome::Absent { Flow::Ready(complete) } else { Flow::Follow(complete) })
}

fn decided(shown: Shown, outcomes: &[CardOutcome], rules: &Rules) -> Result<Flow, FlowRefusal> {
    let Shown { before: Consented { met, consent }, documents } = shown;
    for (n, o) in outcomes.iter().enumerate() {
        if !met.due.iter().any(|d| d.kind == o.kind) {
            return Err(FlowRefusal::CardNotDue(o.kind));
        }
        if outcomes[..n].iter().any(|earlier| earlier.kind == o.kind) {
            return Err(FlowRefusal::CardTwice(o.kind));
        }
        may_be(o.outcome, met.listed, rules)?;
    }
    for due in met.due.iter().filter(|d| d.certain) {
        if !outcomes.iter().any(|o| o.kind == due.kind) {
            return Err(FlowRefusal::OutcomeMissing(due.kind));
        }
    }
    if outcomes.is_empty() {
        let kind = met.due.first().map_or(CardKind::Family, |d| d.kind);
        return Err(FlowRefusal::OutcomeMissing(kind));
    }
    let follows = outcomes.iter().any(|o| matches!(o.outcome, Outcome::BlockedAadhaar | Outcome::NotInList));
    let complete = Complete {
        consent: Some(consent),
        documents,
        outcomes: outcomes.to_vec(),
        follow: Follow::default(),
        open_case: met.open_case,
    };
    Ok(if follows { Flow::Follow(complete) } else { Flow::Ready(complete) })
}

/// Whether an outcome can be said of someone who is here and consented.
fn may_be(outcome: Outcome, listed: bool, rules: &Rules) -> Result<(), FlowRefusal> {
    match outcome {
        Outcome::Unknown(_) => Err(FlowRefusal::UnknownCode),
        Outcome::NotInList if listed => Err(FlowRefusal::IsListed),
        maker if maker.needs_card_maker() && !rules.card_maker => Err(FlowRefusal::CardMaker(maker)),
        // Who is here and consented is neither absent nor gone; a refusal is said at the consent.
        absent if !absent.needs_consent() => Err(FlowRefusal::NotHere(absent)),
        _ => Ok(()),
    }
}

/// The outcomes that can be said of someone who is here and consented, in the order of the list.
pub(crate) fn outcomes(met: &Met, rules: &Rules) -> Vec<Outcome> {
    Outcome::ALL.iter().copied().filter(|outcome| may_be(*outcome, met.listed, rules).is_ok()).collect()
}

fn followed(complete: Complete, follow: &Follow, rules: &Rules) -> Result<Flow, FlowRefusal> {
    let asks = |outcome| complete.outcomes.iter().any(|o| o.outcome == outcome);
    let mut kept = Follow::default();
    if asks(Outcome::BlockedAadhaar) {
        let reason = follow.aadhaar.ok_or(FlowRefusal::OtherStep(Step::Follow))?;
        if !rules.reasons.contains(&reason) {
            return Err(FlowRefusal::ReasonAge);
        }
        if rules.after_attempts.contains(&reason) && !follow.face_and_otp_failed {
            return Err(FlowRefusal::FaceAndOtpFirst);
        }
        kept.aadhaar = Some(reason);
        kept.last4 = follow.last4;
    }
    if asks(Outcome::NotInList) {
        kept.ration = Some(known(follow.ration, |r| matches!(r, RationReason::Unknown(_)))?);
    }
    if asks(Outcome::Deceased) || asks(Outcome::Moved) {
        kept.leave = Some(known(follow.leave, |l| matches!(l, LeaveReason::Unknown(_)))?);
    }
    if asks(Outcome::Away) {
        // Unknown is an answer: the month may be left open.
        if let Some(month) = follow.back_in {
            let ahead = months(month).and_then(|m| m.checked_sub(months(rules.month)?));
            if ahead.is_none_or(|m| m > 36) {
                return Err(FlowRefusal::Month);
            }
            kept.back_in = Some(month);
        }
    }
    Ok(Flow::Ready(Complete { follow: kept, ..complete }))
}

fn known<T>(code: Option<T>, unknown: fn(&T) -> bool) -> Result<T, FlowRefusal> {
    match code {
        None => Err(FlowRefusal::OtherStep(Step::Follow)),
        Some(code) if unknown(&code) => Err(FlowRefusal::UnknownCode),
        Some(code) => Ok(code),
    }
}

/// Months since year 0 of year × 100 + month.
fn months(year_month: u32) -> Option<u32> {
    let (year, month) = (year_month / 100, year_month % 100);
    (1..=12).contains(&month).then_some(year * 12 + month)
}

#[cfg(test)]
mod tests;
