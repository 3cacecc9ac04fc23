//! The answers of the flow, by flags.

use clap::ValueEnum;
use serde_json::json;
use shivir_core::Core;
use shivir_core::registration::{Answer, DraftView, Follow, MemberView, Step};
use shivir_domain::codes::{
    AadhaarReason, CardKind, ConsentMode, Document, Lang, Language, LeaveReason, Outcome, RationReason,
    SignedBy,
};
use shivir_domain::fact::{CardOutcome, Consent, SpokenConsent};
use shivir_domain::id::PersonId;

use super::{likely, words};
use crate::fail::Fail;
use crate::last4::{self, Typed};
use crate::parse::{self, For};

/// How consent was given, or that it was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Said {
    /// हस्ताक्षर · signed
    Signed,
    /// अंगूठा · thumbprint
    Thumb,
    /// मौखिक · spoken
    Spoken,
    /// मना किया · refused
    Refused,
}

/// The answers.
#[derive(clap::Args)]
#[command(next_help_heading = "Answers (MEMBER: number in the household, from 1)")]
pub(crate) struct AnswerArgs {
    /// यह पहले से दर्ज ID नहीं, दूसरा व्यक्ति है · It is another person than this ID, who is known already
    #[arg(long, value_name = "ID", value_parser = parse::person)]
    another: Vec<PersonId>,
    /// चेतावनी पढ़ ली, आगे बढ़ें · The warnings were read: go on
    #[arg(long)]
    go_on: bool,
    /// परिवार का यह सदस्य इस बार नहीं · Leave this member of the household out
    #[arg(long, value_name = "ID", value_parser = parse::person)]
    leave_out: Vec<PersonId>,
    /// सहमति · Consent
    #[arg(long, value_enum)]
    consent: Option<Said>,
    /// मौखिक सहमति: किसने पढ़कर सुनाया · Spoken consent: who read the notice
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,
    /// मौखिक सहमति: गवाह · Spoken consent: who witnessed it
    #[arg(long, value_name = "NAME")]
    witness: Option<String>,
    /// संरक्षक का नाम (18 से कम) · Name of the guardian (under 18)
    #[arg(long, value_name = "NAME", requires = "by")]
    guardian: Option<String>,
    /// संरक्षक का संबंध · Who the guardian is
    #[arg(long, value_name = "CODE", requires = "guardian", value_parser = parse::signed_by(), ignore_case = true, hide_possible_values = true)]
    by: Option<SignedBy>,
    /// सूचना का संस्करण · Version of the notice [default: the one of the day]
    #[arg(long, value_name = "V")]
    notice: Option<u32>,
    /// सूचना की भाषा · Language of the notice
    #[arg(long, value_name = "CODE", default_value = "HI", value_parser = parse::language(), ignore_case = true)]
    language: Language,
    /// दिखाए गए दस्तावेज़, कई हो सकते हैं · Papers shown, may be repeated
    #[arg(long, value_name = "CODE", num_args = 1.., value_parser = parse::document(), ignore_case = true, hide_possible_values = true)]
    document: Vec<Document>,
    /// कोई दस्तावेज़ नहीं दिखाया · No paper was shown
    #[arg(long, conflicts_with = "document")]
    no_document: bool,
    /// परिणाम: [सदस्य:][कार्ड=]कोड · Outcome: [MEMBER:][KIND=]CODE, may be repeated
    #[arg(long, value_name = "CODE", num_args = 1.., value_parser = parse::outcome)]
    outcome: Vec<For<(Option<CardKind>, Outcome)>>,
    /// आधार क्यों रोकता है: [सदस्य:]कोड · Why Aadhaar blocks the card: [MEMBER:]CODE
    #[arg(long, value_name = "CODE", num_args = 1.., value_parser = parse::reason_of)]
    reason: Vec<For<AadhaarReason>>,
    /// चेहरा और ओटीपी दोनों नहीं हुए · Face and one-time password both failed
    #[arg(long)]
    face_and_otp_failed: bool,
    /// आधार के केवल अंतिम 4 अंक · Only the last 4 digits of the Aadhaar
    #[arg(long, value_name = "4 DIGITS", value_parser = last4::typed, allow_hyphen_values = true)]
    last4: Option<Typed>,
    /// सूची में क्यों नहीं: [सदस्य:]कोड · Why on no list: [MEMBER:]CODE
    #[arg(long, value_name = "CODE", num_args = 1.., value_parser = parse::ration_reason_of)]
    ration_reason: Vec<For<RationReason>>,
    /// मृत्यु या जाने की बात कैसे पता चली: [सदस्य:]कोड · How a death or departure is known: [MEMBER:]CODE
    #[arg(long, value_name = "CODE", num_args = 1.., value_parser = parse::leave_reason_of)]
    leave_reason: Vec<For<LeaveReason>>,
    /// लौटने का माह · Month of return
    #[arg(long, value_name = "YYYY-MM", value_parser = parse::month)]
    back_in: Option<u32>,
}

/// What the step "reason" asks of a member.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asked {
    pub aadhaar: bool,
    pub ration: bool,
    pub leave: bool,
    pub away: bool,
}

impl Asked {
    /// From the answers that stand.
    pub fn of(member: &MemberView) -> Self {
        let mut asked = Self::default();
        let mut see = |outcome| match outcome {
            Outcome::BlockedAadhaar => asked.aadhaar = true,
            Outcome::NotInList => asked.ration = true,
            Outcome::Moved | Outcome::Deceased => asked.leave = true,
            Outcome::Away => asked.away = true,
            _ => {}
        };
        for answer in &member.answers {
            match answer {
                Answer::NotMet { outcome } => see(*outcome),
                Answer::Outcomes { outcomes } => outcomes.iter().for_each(|o| see(o.outcome)),
                _ => {}
            }
        }
        asked
    }
}

impl AnswerArgs {
    /// What can be refused before anything is begun: digits that are not the last four.
    pub fn check(&self) -> Result<(), Fail> {
        self.last4.map(Typed::take).transpose().map(|_| ())
    }

    /// Leaves out whom the flags name.
    pub fn leave_out(&self, core: &Core, mut view: DraftView) -> Result<DraftView, Fail> {
        for id in &self.leave_out {
            let at = view.members.iter().position(|m| m.person == *id);
            let at = at.ok_or_else(|| {
                Fail::usage(
                    "--leave-out: यह व्यक्ति इस परिवार में नहीं है।",
                    "--leave-out: this person is not in the household.",
                )
            })?;
            view = core.leave_out(view.no, at, true)?;
        }
        Ok(view)
    }

    /// The answer that the flags give to the step at hand of a member; none where they give none.
    pub fn answer(&self, core: &Core, view: &DraftView, at: usize) -> Result<Option<Answer>, Fail> {
        let Some(member) = view.members.get(at) else {
            return Ok(None);
        };
        Ok(match member.step {
            Step::Likely => {
                let all = member.same().all(|one| self.another.contains(&one.person));
                all.then(|| Answer::Another { people: self.another.clone() })
            }
            Step::Warnings => self.go_on.then(|| Answer::GoOn { seen: member.warnings.clone() }),
            Step::Consent => self.consented(core, view, member, at)?,
            Step::Documents => self.documents(),
            Step::Outcome => self.outcomes(member, at),
            Step::Follow => self.follow(view, member, at)?,
            Step::Ready => None,
        })
    }

    fn given(&self, at: usize) -> impl Iterator<Item = (Option<CardKind>, Outcome)> {
        let own = self.outcome.iter().any(|o| o.member == Some(at + 1));
        let wanted = if own { Some(at + 1) } else { None };
        let of_member = move |o: &&For<(Option<CardKind>, Outcome)>| o.member == wanted;
        self.outcome.iter().filter(of_member).map(|o| o.value)
    }

    fn consented(
        &self,
        core: &Core,
        view: &DraftView,
        member: &MemberView,
        at: usize,
    ) -> Result<Option<Answer>, Fail> {
        let absent =
            self.given(at).map(|(_, outcome)| outcome).find(|o| !o.needs_consent() && *o != Outcome::Refused);
        if let Some(outcome) = absent {
            return Ok(Some(Answer::NotMet { outcome }));
        }
        let refused_by_outcome = self.given(at).any(|(_, o)| o == Outcome::Refused);
        let said = match self.consent {
            Some(said) => said,
            None if refused_by_outcome => Said::Refused,
            None => return Ok(None),
        };
        let both = self.reader.clone().zip(self.witness.clone());
        let spoken = both.map(|(reader, witness)| SpokenConsent { reader, witness });
        let mode = match said {
            Said::Thumb => ConsentMode::Thumb,
            Said::Spoken => ConsentMode::Spoken,
            Said::Refused if spoken.is_some() => ConsentMode::Spoken,
            Said::Signed | Said::Refused => ConsentMode::Signed,
        };
        // In a household the guardian speaks for the children alone.
        let guarded = member.minor || view.members.len() == 1;
        Ok(Some(Answer::Consent(Consent {
            notice: match self.notice {
                Some(version) => version,
                None => words::notice(core, view, self.language)?.version,
            },
            language: self.language,
            mode,
            spoken: spoken.filter(|_| mode == ConsentMode::Spoken),
            by: self.by.filter(|_| guarded).unwrap_or(SignedBy::Own),
            guardian: self.guardian.clone().filter(|_| guarded),
            given: said != Said::Refused && !refused_by_outcome,
        })))
    }

    fn documents(&self) -> Option<Answer> {
        let answered = self.no_document || !self.document.is_empty();
        answered.then(|| Answer::Documents { shown: self.document.clone() })
    }

    /// Each due card gets the outcome given for it; what is given without a card is for all that are certainly due, or
    /// for the first where none is certain.
    fn outcomes(&self, member: &MemberView, at: usize) -> Option<Answer> {
        let any = self.given(at).find(|(kind, _)| kind.is_none());
        let none_certain = !member.due.iter().any(|d| d.certain);
        let mut outcomes: Vec<CardOutcome> = Vec::new();
        for (n, due) in member.due.iter().enumerate() {
            let named = self.given(at).find(|(kind, _)| *kind == Some(due.kind));
            let meant = due.certain || (none_certain && n == 0);
            if let Some((_, outcome)) = named.or(any.filter(|_| meant)) {
                outcomes.push(CardOutcome { kind: due.kind, outcome });
            }
        }
        // A card that is not due is passed on, so that the rule is named.
        for (kind, outcome) in self.given(at) {
            if let Some(kind) = kind
                && !member.due.iter().any(|d| d.kind == kind)
            {
                outcomes.push(CardOutcome { kind, outcome });
            }
        }
        (!outcomes.is_empty()).then_some(Answer::Outcomes { outcomes })
    }

    fn follow(&self, view: &DraftView, member: &MemberView, at: usize) -> Result<Option<Answer>, Fail> {
        let asked = Asked::of(member);
        let aadhaar = For::pick(&self.reason, at);
        let ration = For::pick(&self.ration_reason, at);
        let leave = For::pick(&self.leave_reason, at);
        let missing = (asked.aadhaar && aadhaar.is_none())
            || (asked.ration && ration.is_none())
            || (asked.leave && leave.is_none());
        if missing {
            return Ok(None);
        }
        let several = view.members.iter().filter(|m| !m.left_out).count() > 1;
        if self.last4.is_some() && several {
            return Err(Fail::usage(
                "--last4 एक ही व्यक्ति के पंजीयन में दें।",
                "Give --last4 only when one person is registered.",
            ));
        }
        Ok(Some(Answer::Follow(Follow {
            aadhaar,
            face_and_otp_failed: self.face_and_otp_failed,
            last4: self.last4.map(Typed::take).transpose()?,
            ration,
            leave,
            back_in: self.back_in,
        })))
    }

    /// What is missing for the step at hand, where nobody can be asked.
    pub fn missing(&self, view: &DraftView, at: usize, lang: Lang) -> Fail {
        let Some(member) = view.members.get(at) else {
            return Fail::usage("", "");
        };
        let asked = Asked::of(member);
        let option = match member.step {
            Step::Likely => return likely::known_already(member),
            Step::Warnings => return words::warned(view, lang),
            Step::Consent => "--consent signed|thumb|spoken|refused",
            Step::Documents => "--document CODE… | --no-document",
            Step::Outcome => "--outcome [KIND=]CODE",
            Step::Follow if asked.aadhaar => "--reason CODE",
            Step::Follow if asked.ration => "--ration-reason CODE",
            Step::Follow => "--leave-reason CODE",
            Step::Ready => "",
        };
        let (hi, en) = (member.step.word(Lang::Hi), member.step.word(Lang::En));
        Fail::usage(
            format!("“{hi}” का उत्तर नहीं दिया गया: {option}। कुछ दर्ज नहीं हुआ।"),
            format!("No answer for \"{en}\": {option}. Nothing was registered."),
        )
        .with("step", json!(member.step))
        .with("member", json!(at + 1))
    }
}
