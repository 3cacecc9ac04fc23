//! The script of a camp day: who comes, and what comes of it. Played through the flow as a worker would, it is used by
//! the demo and by the tests that break the storage under it.

use serde::{Deserialize, Serialize};
use shivir_core::facts::{OnPaper, Sitting};
use shivir_core::registration::{Answer, Confirmed, DraftView, Follow, MemberView, Step, Whom};
use shivir_core::{Core, CoreError};
use shivir_domain::codes::{
    AadhaarReason, ConsentMode, Document, Language, LeaveReason, Outcome, RationReason, SignedBy,
};
use shivir_domain::day::Day;
use shivir_domain::fact::{CardOutcome, Consent, Details, SpokenConsent};
use shivir_domain::id::{PersonId, WorkerId};
use shivir_domain::person::Sex;

/// Who comes to the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comer {
    /// A listed person.
    Listed(PersonId),
    /// The household of a listed person, in one pass.
    Household(PersonId),
    /// Someone who is on no list.
    New(Box<Details>),
}

/// What comes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scene {
    /// The outcome alone.
    Plain(Outcome),
    /// Aadhaar blocks the card; another reason is taken where this one does not fit the age.
    Blocked(AadhaarReason),
    /// On no list.
    Unlisted(RationReason),
    /// Died or left for good.
    Left(Outcome, LeaveReason),
}

/// One turn at the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Who comes.
    pub comer: Comer,
    /// What comes of it.
    pub scene: Scene,
    /// Who does the work, where it is not the table's own worker: the card-maker.
    pub author: Option<WorkerId>,
    /// Entered from a paper sheet of that day.
    pub paper: Option<Day>,
}

impl Scene {
    fn outcome(self) -> Outcome {
        match self {
            Scene::Plain(outcome) | Scene::Left(outcome, _) => outcome,
            Scene::Blocked(_) => Outcome::BlockedAadhaar,
            Scene::Unlisted(_) => Outcome::NotInList,
        }
    }
}

/// Plays one turn: begins it, or goes on with the draft that an earlier process left, answers step by step, and
/// confirms. `before_confirm` is called when all is answered and only the confirmation is left.
///
/// # Errors
/// Whatever the core refuses.
pub fn play(
    core: &Core,
    table: &Sitting,
    turn: &Turn,
    before_confirm: impl FnOnce(),
) -> Result<Confirmed, CoreError> {
    let mut draft = match core.drafts()?.pop() {
        Some(left) => left,
        None => core.begin(sitting(table, turn), whom(&turn.comer))?,
    };
    for member in 0..draft.members.len() {
        while let Some(answer) = draft.members.get(member).and_then(|m| next(m, turn.scene)) {
            draft = core.answer(draft.no, member, answer)?;
        }
    }
    before_confirm();
    core.confirm(draft.no)
}

/// How many people a turn registers.
pub fn people(draft: &DraftView) -> usize {
    draft.members.iter().filter(|m| !m.left_out).count()
}

fn sitting(table: &Sitting, turn: &Turn) -> Sitting {
    Sitting {
        author: turn.author.unwrap_or(table.author),
        on: turn.paper.map(|day| OnPaper { day, minute: None }).or(table.on),
        ..table.clone()
    }
}

fn whom(comer: &Comer) -> Whom {
    match comer {
        Comer::Listed(id) => Whom::Person(*id),
        Comer::Household(id) => Whom::Household(*id),
        Comer::New(details) => Whom::New(details.clone()),
    }
}

/// The answer of the step at hand; `None` once all is answered.
fn next(member: &MemberView, scene: Scene) -> Option<Answer> {
    let outcome = scene.outcome();
    match member.step {
        Step::Likely => Some(Answer::Another { people: member.likely.iter().map(|l| l.person).collect() }),
        Step::Warnings => Some(Answer::GoOn { seen: member.warnings.clone() }),
        Step::Consent if outcome == Outcome::Refused || outcome.needs_consent() => {
            Some(Answer::Consent(consent(member, outcome != Outcome::Refused)))
        }
        Step::Consent => Some(Answer::NotMet { outcome }),
        Step::Documents if outcome == Outcome::NoDocs => Some(Answer::Documents { shown: Vec::new() }),
        Step::Documents => Some(Answer::Documents { shown: vec![Document::Aadhaar, Document::RationCard] }),
        Step::Outcome => {
            let outcomes = member.due.iter().map(|d| CardOutcome { kind: d.kind, outcome }).collect();
            Some(Answer::Outcomes { outcomes })
        }
        Step::Follow => Some(Answer::Follow(follow(member, scene))),
        Step::Ready => None,
    }
}

/// The guardian for a child; for every third person spoken, since many cannot write.
fn consent(member: &MemberView, given: bool) -> Consent {
    let spoken = member.person.0[15].is_multiple_of(3);
    Consent {
        notice: 1,
        language: Language::Hindi,
        mode: if spoken { ConsentMode::Spoken } else { ConsentMode::Thumb },
        spoken: spoken.then(|| SpokenConsent {
            reader: "मितानिन".into(), witness: "सरपंच".into()
        }),
        by: if member.minor { SignedBy::Mother } else { SignedBy::Own },
        guardian: member.minor.then(|| "माता".into()),
        given,
    }
}

fn follow(member: &MemberView, scene: Scene) -> Follow {
    let mut follow = Follow::default();
    match scene {
        Scene::Blocked(reason) => {
            let fits = member.reasons.contains(&reason);
            let reason = if fits { Some(reason) } else { member.reasons.last().copied() };
            follow.aadhaar = reason;
            follow.face_and_otp_failed = true;
        }
        Scene::Unlisted(reason) => follow.ration = Some(reason),
        Scene::Left(_, reason) => follow.leave = Some(reason),
        Scene::Plain(_) => {}
    }
    follow
}

/// Someone made up who is on no list: the `n`th of them, in a village.
pub fn stranger(n: u32, village: &str, guest_from: Option<&str>) -> Details {
    let given = ["सीता", "राम", "फूल", "बुध", "मंगल", "दुख", "सुख", "जान"];
    let ends = ["बाई", "लाल", "कुंवर", "राम", "दास", "मती", "सिंह", "देवी"];
    let n = n as usize;
    Details {
        name_hi: Some(format!("{}{} {}", given[n % 8], ends[n / 8 % 8], ["साहू", "यादव", "कंवर"][n / 64 % 3])),
        name_en: None,
        relative: None,
        sex: Some(if n.is_multiple_of(2) { Sex::Female } else { Sex::Male }),
        birth: None,
        relation: None,
        household: None,
        area: None,
        village: Some(village.to_owned()),
        para: None,
        mobile: None,
        last4: None,
        groups: None,
        guest_from: guest_from.map(str::to_owned),
        ration_card: None,
    }
}

/// The outcomes of a turn without a card-maker at the table, every one of them and the common ones more often.
pub fn scene(n: u32) -> Scene {
    let reasons = AadhaarReason::ALL;
    match n % 20 {
        0..=5 => Scene::Plain(Outcome::IntakeDone),
        6 | 7 => Scene::Plain(Outcome::Submitted),
        8..=11 => Scene::Blocked(reasons[n as usize / 20 % reasons.len()]),
        12 => Scene::Plain(Outcome::Already),
        13 => Scene::Plain(Outcome::Absent),
        14 => Scene::Plain(Outcome::Away),
        15 => Scene::Left(Outcome::Moved, LeaveReason::Married),
        16 => Scene::Left(Outcome::Deceased, LeaveReason::FamilySays),
        17 => Scene::Plain(Outcome::Refused),
        18 => Scene::Plain(Outcome::NoDocs),
        _ => Scene::Plain(Outcome::IntakeDone),
    }
}
