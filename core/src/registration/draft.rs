//! Drafts: registrations that are not confirmed yet. Each answer is saved when it is given, so that a kill at any step
//! loses nothing.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use shivir_domain::campaign::Paper;
use shivir_domain::codes::{AadhaarReason, Cadre, Lang, Outcome};
use shivir_domain::fact::{Details, Visit};
use shivir_domain::fold::fold_person;
use shivir_domain::id::{FactId, PersonId};

use super::details::checked;
use super::flow::{self, Answer, Due, Flow, Met, Rules};
use super::{FlowRefusal, Step, Warning, likely, met};
use crate::Core;
use crate::error::{CoreError, StoreFile, Thing};
use crate::facts::{OnPaper, Sitting, When};
use crate::roster::{Likely, Person};

/// Number of a draft on this phone.
pub type DraftNo = i64;

/// Whom the registration is about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum Whom {
    /// A person on the list, or one who was added before.
    Person(PersonId),
    /// All listed members of a person's household, in one pass. Those whose cards are made are left out of it at first, as
    /// long as one of the household needs a card: nobody is asked for papers in vain.
    Household(PersonId),
    /// Someone who is on no list, or a guest from elsewhere (then `guest_from` says from where).
    New(Box<Details>),
    /// The person of an earlier registration, which is to be corrected; the old one is kept.
    Correct(FactId),
}

/// What is stored of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Draft {
    pub sitting: Sitting,
    pub members: Vec<Member>,
    pub replaces: Option<FactId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Member {
    pub person: PersonId,
    /// Details of a person who is added with this registration.
    pub new: Option<Details>,
    pub answers: Vec<Answer>,
    /// Left out of this pass.
    #[serde(default)]
    pub left_out: bool,
}

/// A draft as the screen shows it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct DraftView {
    /// Its number.
    pub no: DraftNo,
    /// Who sits at the table.
    pub sitting: Sitting,
    /// One, or the members of a household.
    pub members: Vec<MemberView>,
    /// The registration that is being corrected, as it stood; none where its details were removed since.
    pub corrects: Option<Visit>,
}

/// One person of a draft.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct MemberView {
    /// Who.
    pub person: PersonId,
    /// Name in Hindi, else as the list has it.
    pub name: String,
    /// Added with this registration.
    pub new: bool,
    /// Left out of this pass.
    pub left_out: bool,
    /// The step at hand.
    pub step: Step,
    /// Cards to ask about.
    pub due: Vec<Due>,
    /// Of someone who is entered as new: those who may be she, the likeliest first. Each in the band `Same` has to be
    /// answered for, with [`Core::switch_to`] or [`Answer::Another`]; those in the band `Ask` are only shown.
    pub likely: Vec<Likely>,
    /// What to know before going on.
    pub warnings: Vec<Warning>,
    /// The age limit that the birth date stands near: look at the paper.
    pub check_the_paper: Option<u8>,
    /// A guardian has to consent.
    pub minor: bool,
    /// The Aadhaar update is through: the card can be made now.
    pub ready_for_card: bool,
    /// Papers to ask for.
    pub papers: Vec<Paper>,
    /// Reasons of an Aadhaar update that fit the age.
    pub reasons: Vec<AadhaarReason>,
    /// Those of them that are taken only after face and one-time password failed.
    pub after_attempts: Vec<AadhaarReason>,
    /// What can have come of it, once she consented.
    pub outcomes: Vec<Outcome>,
    /// The answers that stand.
    pub answers: Vec<Answer>,
}

/// A member with what is known of her now.
pub(super) struct Opened {
    pub person: Person,
    pub flow: Flow,
    pub rules: Rules,
    pub view: MemberView,
}

impl Core {
    /// Begins a registration and saves its draft.
    ///
    /// # Errors
    /// [`Thing::Person`] or [`Thing::Registration`] where there is none; [`Thing::Campaign`] before a campaign pack is here;
    /// rules of the flow; too little storage.
    pub fn begin(&self, mut sitting: Sitting, whom: Whom) -> Result<DraftView, CoreError> {
        self.room_to_begin()?;
        self.author_cadre(&sitting)?;
        // Nothing is asked without the campaign's rules, and a draft that cannot be shown is no draft.
        self.campaign()?;
        let when = self.when(&sitting)?;
        if sitting.on.is_some_and(|on| on.day > when.today) {
            return Err(refused(FlowRefusal::FutureDay));
        }
        let member = |person| Member { person, new: None, answers: Vec::new(), left_out: false };
        let household = matches!(whom, Whom::Household(_));
        let (members, replaces) = match whom {
            Whom::Person(id) => (vec![member(self.person(id)?.id)], None),
            Whom::Household(id) => (self.household(id)?.iter().map(|p| member(p.id)).collect(), None),
            Whom::New(details) => {
                let details = checked(*details, &sitting)?;
                let mut random = [0; 10];
                self.env().random(&mut random)?;
                let person = PersonId::new_person(self.env().now_ms(), random);
                (vec![Member { new: Some(details), ..member(person) }], None)
            }
            Whom::Correct(fact) => {
                let (person, view) = self.registration(fact)?;
                if !view.stands() {
                    return Err(refused(FlowRefusal::NoLongerStands));
                }
                // The person was met then and there: a correction does not move her to another day's report.
                sitting.on = Some(OnPaper { day: view.day, minute: view.minute });
                sitting.camp = view.visit.camp;
                (vec![member(person)], Some(fact))
            }
        };
        let mut draft = Draft { sitting, members, replaces };
        if household {
            self.leave_out_made(&mut draft, &when)?;
        }
        let no = self.store().write(|tx| {
            tx.prepare_cached("insert into draft (body, saved_ms) values (?, ?)")?
                .execute(params![json(&draft)?, self.env().now_ms()])?;
            Ok(tx.last_insert_rowid())
        })?;
        self.draft_view(no, &draft)
    }

    /// Leaves out whose cards are made, unless that is everyone.
    fn leave_out_made(&self, draft: &mut Draft, when: &When) -> Result<(), CoreError> {
        let made = |m: &Member| {
            let warnings = self.open_member(draft, m, when)?.view.warnings;
            Ok::<_, CoreError>(warnings.iter().any(|w| matches!(w, Warning::HasCard { .. })))
        };
        let made = draft.members.iter().map(made).collect::<Result<Vec<_>, _>>()?;
        if made.contains(&false) {
            for (m, made) in draft.members.iter_mut().zip(made) {
                m.left_out = made;
            }
        }
        Ok(())
    }

    /// Gives the answer of the step at hand of one member (0 for a single person) and saves it.
    ///
    /// # Errors
    /// The rule that it breaks; the draft stays as it was.
    pub fn answer(&self, no: DraftNo, member: usize, answer: Answer) -> Result<DraftView, CoreError> {
        self.change(no, member, |opened, m| {
            opened.flow.clone().answer(&answer, &opened.rules).map_err(refused)?;
            if let Answer::Another { people } = answer {
                likely::another(&mut m.answers, people);
                return Ok(());
            }
            m.answers.truncate(opened.view.answers.len());
            m.answers.push(answer);
            Ok(())
        })
    }

    /// Takes the last answer of a member back.
    ///
    /// # Errors
    /// [`FlowRefusal::FirstStep`] where there is none.
    pub fn back(&self, no: DraftNo, member: usize) -> Result<DraftView, CoreError> {
        self.change(no, member, |opened, m| {
            m.answers.truncate(opened.view.answers.len());
            m.answers.pop().map(|_| ()).ok_or(refused(FlowRefusal::FirstStep))
        })
    }

    /// Leaves a member of a household out of this pass, or takes her in again.
    pub fn leave_out(&self, no: DraftNo, member: usize, out: bool) -> Result<DraftView, CoreError> {
        self.change(no, member, |_, m| {
            m.left_out = out;
            Ok(())
        })
    }

    /// Drops a draft. What was confirmed before stays.
    ///
    /// # Errors
    /// [`Thing::Draft`] where there is none.
    pub fn cancel(&self, no: DraftNo) -> Result<(), CoreError> {
        self.store().write(|tx| match tx.prepare_cached("delete from draft where no = ?")?.execute([no])? {
            0 => Err(CoreError::NotFound(Thing::Draft)),
            _ => Ok(()),
        })
    }

    /// The drafts that wait, the latest first.
    pub fn drafts(&self) -> Result<Vec<DraftView>, CoreError> {
        let nos: Vec<DraftNo> = self.store().read(|db| {
            let mut query = db.prepare_cached("select no from draft order by no desc")?;
            let rows = query.query_map([], |r| r.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        nos.into_iter().map(|no| self.draft(no)).collect()
    }

    /// A draft.
    ///
    /// # Errors
    /// [`Thing::Draft`] where there is none: it was confirmed or cancelled.
    pub fn draft(&self, no: DraftNo) -> Result<DraftView, CoreError> {
        let draft = self.store().read(|db| load(db, no))?;
        self.draft_view(no, &draft)
    }

    pub(super) fn change(
        &self,
        no: DraftNo,
        member: usize,
        work: impl FnOnce(&Opened, &mut Member) -> Result<(), CoreError>,
    ) -> Result<DraftView, CoreError> {
        let mut draft = self.store().read(|db| load(db, no))?;
        let when = self.when(&draft.sitting)?;
        let m = draft.members.get(member).ok_or(CoreError::NotFound(Thing::Person))?;
        let opened = self.open_member(&draft, m, &when)?;
        if let Some(m) = draft.members.get_mut(member) {
            work(&opened, m)?;
        }
        self.store().write(|tx| {
            tx.prepare_cached("update draft set body = ?, saved_ms = ? where no = ?")?.execute(params![
                json(&draft)?,
                self.env().now_ms(),
                no
            ])?;
            Ok(())
        })?;
        self.draft_view(no, &draft)
    }

    fn draft_view(&self, no: DraftNo, draft: &Draft) -> Result<DraftView, CoreError> {
        let when = self.when(&draft.sitting)?;
        let members = draft.members.iter().map(|m| Ok(self.open_member(draft, m, &when)?.view));
        let corrects = match draft.replaces.map(|fact| self.registration(fact)) {
            Some(Ok((_, view))) => Some(view.visit),
            // It was blanked since: the draft is still shown, and refused where it is confirmed.
            None | Some(Err(CoreError::NotFound(Thing::Registration))) => None,
            Some(Err(other)) => return Err(other),
        };
        Ok(DraftView {
            no,
            sitting: draft.sitting.clone(),
            members: members.collect::<Result<_, CoreError>>()?,
            corrects,
        })
    }

    /// What is known of a member now, and where her answers lead.
    pub(super) fn open_member(&self, draft: &Draft, m: &Member, when: &When) -> Result<Opened, CoreError> {
        let campaign = self.campaign()?;
        let cadre = self.author_cadre(&draft.sitting)?;
        let person = match &m.new {
            Some(details) => {
                let mut fold = fold_person(&[]);
                fold.details = details.clone();
                Person { id: m.person, listed: None, on_list: false, fold }
            }
            None => self.person(m.person)?,
        };
        let likely = match &m.new {
            Some(details) => self.likely_duplicates(details)?,
            None => Vec::new(),
        };
        let met = Met {
            same: likely::same(&likely),
            ..met::met(&person, &campaign, when.day, when.doubt, draft.replaces)
        };
        let rules = met::rules(&campaign, person.birth(), cadre, when.day);
        let (flow, stand) = Flow::replay(met.clone(), &m.answers, &rules);
        let (youngest, _) = met::ages(person.birth(), when.day);
        let view = MemberView {
            person: m.person,
            name: person.name(Lang::Hi).to_owned(),
            new: m.new.is_some(),
            left_out: m.left_out,
            step: flow.step(),
            outcomes: flow::outcomes(&met, &rules),
            after_attempts: rules.after_attempts.clone(),
            papers: met
                .due
                .iter()
                .flat_map(|d| campaign.documents_for_card(d.kind, youngest))
                .cloned()
                .collect(),
            due: met.due,
            likely,
            warnings: met.warnings,
            check_the_paper: person.birth().and_then(|b| b.check_the_paper(when.day)),
            minor: met.minor,
            ready_for_card: person.fold.open_case().is_some_and(|c| c.ready_for_card()),
            reasons: rules.reasons.clone(),
            answers: m.answers.iter().take(stand).cloned().collect(),
        };
        Ok(Opened { person, flow, rules, view })
    }

    fn author_cadre(&self, sitting: &Sitting) -> Result<Cadre, CoreError> {
        Ok(self.worker(sitting.author)?.cadre)
    }
}

pub(super) fn refused(refusal: FlowRefusal) -> CoreError {
    CoreError::Refused(refusal.into())
}

/// Reads a draft of this phone.
pub(super) fn load(db: &Connection, no: DraftNo) -> Result<Draft, CoreError> {
    let body: Option<String> =
        db.prepare_cached("select body from draft where no = ?")?.query_row([no], |r| r.get(0)).optional()?;
    let body = body.ok_or(CoreError::NotFound(Thing::Draft))?;
    serde_json::from_str(&body).map_err(|_| CoreError::Damaged(StoreFile::Camp))
}

/// Drops the drafts about a person who has these ids; from a draft that is about others too, only her answers. How many were
/// changed.
pub(super) fn forget(db: &Connection, ids: &[PersonId]) -> Result<u32, CoreError> {
    let nos: Vec<DraftNo> = {
        let mut query = db.prepare_cached("select no from draft order by no")?;
        let rows = query.query_map([], |r| r.get(0))?;
        rows.collect::<Result<_, _>>()?
    };
    let mut changed = 0;
    for no in nos {
        let mut draft = load(db, no)?;
        let is_hers = |m: &Member| ids.contains(&m.person);
        if draft.members.iter().all(is_hers) {
            db.prepare_cached("delete from draft where no = ?")?.execute([no])?;
            changed += 1;
            continue;
        }
        let mut hers = draft.members.iter_mut().filter(|m| is_hers(m) && !m.answers.is_empty()).peekable();
        if hers.peek().is_some() {
            hers.for_each(|m| m.answers.clear());
            db.prepare_cached("update draft set body = ? where no = ?")?
                .execute(params![json(&draft)?, no])?;
            changed += 1;
        }
    }
    Ok(changed)
}

fn json(draft: &Draft) -> Result<String, CoreError> {
    serde_json::to_string(draft).map_err(|_| CoreError::Internal("draft"))
}
