//! The steps of an Aadhaar update case.

use shivir_domain::aadhaar::number::{is_aadhaar, is_vid};
use shivir_domain::campaign::{Campaign, ReasonRule};
use shivir_domain::codes::{AadhaarReason, CaseState};
use shivir_domain::day::Day;
use shivir_domain::fact::{Body, CaseRef, CaseStep};
use shivir_domain::fold::{CaseView, PersonFold};
use shivir_domain::id::PersonId;
use zeroize::Zeroize;

use super::CaseRefusal;
use super::open::{fits, refused};
use crate::Core;
use crate::error::{CoreError, Refusal, Thing};
use crate::facts::{self, Sitting};
use crate::registration::ages;
use crate::roster::Person;

/// Longest tracking id, in letters: an enrolment id has 28 digits, the forms of URN and SRN differ between sources
/// (DOMAIN.md, Aadhaar updates).
pub const TRACKING_LETTERS: u16 = 64;

/// Highest fee that is taken, in paise: ₹10,000, well above the dearest service (₹700 at home, DOMAIN.md).
pub const FEE_LIMIT_PAISE: u32 = 1_000_000;

/// Days after which to ask whether a person who was sent to the centre has gone: a week holds a market day and a visit
/// of the worker. Working practice, no source; the worker may say another day.
pub const REFERRED_DAYS: i32 = 7;

/// Days after which to look for the result of an application: an update takes 20 to 90 days (DOMAIN.md, Aadhaar
/// updates, weak source).
pub const SUBMITTED_DAYS: i32 = 30;

/// Days after which to see to an application that was refused. Working practice, no source.
pub const REJECTED_DAYS: i32 = 7;

/// Days after which to ask for the card that was tried again. Working practice, no source.
pub const CARD_RETRY_DAYS: i32 = 7;

/// Days past which no day to look again can lie. The longest wait that is known is 90 days (DOMAIN.md, Aadhaar updates), and
/// a campaign is over in a year: beyond is a slip of the finger.
const NEXT_LIMIT_DAYS: i32 = 366;

/// A step of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record), uniffi(name = "NextStep"))]
pub struct Step {
    /// The state that it enters.
    pub to: CaseState,
    /// The new reason, where it goes back to the queue.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub reason: Option<AadhaarReason>,
    /// Face and one-time password were tried and failed; asked for worn fingerprints.
    #[cfg_attr(feature = "uniffi", uniffi(default = false))]
    pub face_and_otp_failed: bool,
    /// Enrolment id, URN or SRN from the slip, at most [`TRACKING_LETTERS`].
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub tracking: Option<String>,
    /// The day on which to look again; none takes the usual one of the state.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub next: Option<Day>,
    /// The centre, by the number in the campaign pack.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub centre: Option<u32>,
    /// Fee paid, in paise.
    #[cfg_attr(feature = "uniffi", uniffi(default = None))]
    pub fee: Option<u32>,
}

impl Step {
    /// A step with nothing else to say.
    pub fn to(to: CaseState) -> Self {
        Self {
            to,
            reason: None,
            face_and_otp_failed: false,
            tracking: None,
            next: None,
            centre: None,
            fee: None,
        }
    }
}

/// A day to look again that is written on a day is that day or later, and within [`NEXT_LIMIT_DAYS`].
pub(super) fn next_fits(next: Day, written: Day) -> Result<(), CoreError> {
    if next < written || next > written.plus(NEXT_LIMIT_DAYS) {
        return Err(refused(CaseRefusal::NextDay));
    }
    Ok(())
}

/// The usual day to look again.
fn usual_next(to: CaseState, day: Day) -> Option<Day> {
    let days = match to {
        CaseState::Referred => REFERRED_DAYS,
        CaseState::Submitted => SUBMITTED_DAYS,
        CaseState::Rejected => REJECTED_DAYS,
        CaseState::CardRetry => CARD_RETRY_DAYS,
        _ => return None,
    };
    Some(day.plus(days))
}

impl Core {
    /// Writes a step of a case. Returns the case as it stands then.
    ///
    /// # Errors
    /// [`Thing::Case`]; [`Refusal::CaseStep`] where the step does not follow, [`Refusal::ReasonMissing`] where it goes
    /// back to the queue without a reason, [`CaseRefusal`] where a detail does not fit, [`Refusal::TooLong`]. The case
    /// stays as it was in all of them, and a whole Aadhaar number is wiped from memory.
    pub fn step_case(&self, sitting: &Sitting, case: CaseRef, mut step: Step) -> Result<CaseView, CoreError> {
        let campaign = self.campaign()?;
        let day = self.day_of(sitting)?;
        let tracking = tracking(step.tracking.take())?;
        let person = self.person_of_case(case)?;
        let (fold, _) = self.change_person(sitting, person, |known| {
            let view = find(&known.fold, case)?;
            if !view.state.next().contains(&step.to) {
                let (from, to) = (view.state, step.to);
                return Err(Refusal::CaseStep { from, to }.into());
            }
            match (step.to, step.reason) {
                (CaseState::Queued, None) => return Err(Refusal::ReasonMissing.into()),
                (CaseState::Queued, Some(reason)) => {
                    fits(&campaign, known, reason, step.face_and_otp_failed, day)?;
                }
                (_, Some(_)) => return Err(refused(CaseRefusal::ReasonElsewhere)),
                (_, None) => {}
            }
            if let Some(centre) = step.centre {
                serves(&campaign, centre, known, step.reason.or(view.reason()), day)?;
            }
            step.next.map_or(Ok(()), |next| next_fits(next, day))?;
            if step.fee.is_some_and(|fee| fee > FEE_LIMIT_PAISE) {
                return Err(refused(CaseRefusal::Fee));
            }
            Ok(Body::CaseStep(CaseStep {
                case: view.case,
                to: step.to,
                reason: step.reason,
                tracking: tracking.clone(),
                next: step.next.or_else(|| usual_next(step.to, day)),
                centre: step.centre,
                fee: step.fee,
            }))
        })?;
        find(&fold, case).cloned()
    }

    /// Whose case it is.
    pub(super) fn person_of_case(&self, case: CaseRef) -> Result<PersonId, CoreError> {
        let subject = self.store().read(|db| facts::subject_of(db, case.0))?;
        subject.map(PersonId::from).ok_or(CoreError::NotFound(Thing::Case))
    }
}

/// A case by its name, or by a later opening that was joined to it.
pub(super) fn find(fold: &PersonFold, case: CaseRef) -> Result<&CaseView, CoreError> {
    let named = fold.cases.iter().find(|c| c.case == case);
    let joined = || fold.cases.iter().find(|c| c.history.iter().any(|m| m.fact == case.0));
    named.or_else(joined).ok_or(CoreError::NotFound(Thing::Case))
}

/// The tracking id without the space around it; none where nothing is left.
fn tracking(given: Option<String>) -> Result<Option<String>, CoreError> {
    let Some(mut text) = given else {
        return Ok(None);
    };
    if holds_whole_number(&text) {
        text.zeroize();
        return Err(refused(CaseRefusal::WholeNumber));
    }
    let kept = text.trim();
    if kept.chars().count() > usize::from(TRACKING_LETTERS) {
        return Err(Refusal::TooLong(TRACKING_LETTERS).into());
    }
    Ok((!kept.is_empty()).then(|| kept.to_owned()))
}

/// Digits, whole or in fours, are an Aadhaar number or virtual id by their check digit. Looks decide in free text alone, here and
/// in names and places: a slip's own number that happens to pass is refused too, one in ten of those with 12 digits, and the
/// worker leaves it out. Never in a field of numbers, such as a ration card's, which look alike.
pub(crate) fn holds_whole_number(text: &str) -> bool {
    let between = |c: char| !(c.is_numeric() || is_gap(c));
    text.split(between).any(|run| {
        let groups: Vec<&str> = run.split(is_gap).filter(|g| !g.is_empty()).collect();
        let whole = |text: &str| is_aadhaar(text) || is_vid(text);
        let in_fours = |count: usize| {
            groups
                .windows(count)
                .any(|fours| fours.iter().all(|g| g.chars().count() == 4) && whole(&fours.concat()))
        };
        whole(run) || groups.iter().any(|g| whole(g)) || in_fours(3) || in_fours(4)
    })
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || "-‐‑–—−_".contains(c)
}

/// Nobody is sent to a centre that lacks what the case needs; at an uncertain age, what either age needs.
fn serves(
    campaign: &Campaign,
    number: u32,
    person: &Person,
    reason: Option<AadhaarReason>,
    on: Day,
) -> Result<(), CoreError> {
    let centre = campaign.centre(number).ok_or(refused(CaseRefusal::NoSuchCentre))?;
    let lacking = reason
        .into_iter()
        .flat_map(|reason| rules(campaign, person, reason, on))
        .filter(|rule| !centre.serves(rule))
        .find_map(|rule| rule.needs);
    lacking.map_or(Ok(()), |service| Err(refused(CaseRefusal::CentreLacks(service))))
}

/// The rules of a reason at every age that the person can have.
pub(super) fn rules<'a>(
    campaign: &'a Campaign,
    person: &Person,
    reason: AadhaarReason,
    on: Day,
) -> impl Iterator<Item = &'a ReasonRule> + use<'a> {
    let (youngest, oldest) = ages(person.birth(), on);
    let fits = move |rule: &&ReasonRule| {
        rule.reason == reason
            && rule.age_from <= oldest
            && rule.age_below.is_none_or(|below| youngest < below)
    };
    campaign.pack().reasons.iter().filter(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_seen_in_free_text_and_an_enrolment_id_is_not() {
        for whole in [
            "234123412346",
            "2341 2341 2346",
            "UID:2341-2341-2346 माता",
            "२३४१२३४१२३४६",
            "2345234523436129",
            "2341 2341 2346 2026",
            "17 234123412346",
        ] {
            assert!(holds_whole_number(whole), "{whole}");
        }
        for tracking in [
            "1234/12345/12345 20261121103000",
            "12341234512345 2026 11 21 10 30 00",
            "S1234567890123",
            "123412341234",
            "",
        ] {
            assert!(!holds_whole_number(tracking), "{tracking}");
        }
    }
}
