//! `register`: drives the flow of the core from meeting to slip, by flags, by questions, or by both.

mod ask;
mod flags;
mod follow;
mod likely;
mod whom;
mod words;

use serde_json::{Value, json};
use shivir_core::registration::{Confirmed, DraftNo, DraftView, MemberView, Step};
use shivir_core::{Core, CoreError, Refusal};
use shivir_domain::codes::Lang;

use self::flags::AnswerArgs;
use self::whom::WhomArgs;
use super::sitting::SittingArgs;
use crate::ctx::Ctx;
use crate::fail::Fail;
use crate::out::{self, Reply, say};
use crate::prompt::Prompt;

/// Whom, who, and the answers.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    whom: WhomArgs,
    #[command(flatten)]
    sitting: SittingArgs,
    #[command(flatten)]
    answers: AnswerArgs,
    /// अधूरा पंजीयन आगे बढ़ाएँ · Go on with a draft
    #[arg(long, value_name = "N", conflicts_with = "whom")]
    draft: Option<DraftNo>,
    /// जो नहीं बताया वह पूछें (टर्मिनल पर अपने आप) · Ask for what is not given (on a terminal it does so by itself)
    #[arg(long)]
    ask: bool,
}

/// How the questions ended.
enum End {
    /// Every member is answered for.
    Ready,
    /// The person at the laptop left; the draft stays.
    Left,
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: Args) -> Result<Reply, Fail> {
    args.answers.check()?;
    let mut prompt = (args.ask || ctx.someone_there()).then(|| Prompt::new(ctx.lang()));
    ctx.with_core(|core| {
        // The campaign's rules are behind every step: without them there is nothing to begin.
        core.campaign()?;
        let begun = match args.draft {
            Some(no) => Some(core.draft(no)?),
            None => begin(core, &args, prompt.as_mut())?,
        };
        let Some(view) = begun else {
            let text = ctx.lang().pick("कुछ दर्ज नहीं हुआ।", "Nothing was registered.");
            return Ok(Reply::new(json!({"confirmed": false}), text));
        };
        let no = view.no;
        let end = drive(ctx, core, view, &args.answers, prompt.as_mut());
        match end {
            Ok((view, End::Ready)) => confirmed(ctx, core, &view),
            Ok((view, End::Left)) => Ok(left(ctx, &view)),
            Err(fail) => {
                // A registration given in one line leaves nothing half-done behind; a draft from before stays.
                if args.draft.is_none() && prompt.is_none() {
                    core.cancel(no)?;
                    return Err(dropped(fail));
                }
                Err(fail)
            }
        }
    })
}

fn begin(core: &Core, args: &Args, prompt: Option<&mut Prompt>) -> Result<Option<DraftView>, Fail> {
    let sitting = args.sitting.sitting(core)?;
    let whom = match (args.whom.whom(core, &sitting)?, prompt) {
        (Some(whom), _) => whom,
        (None, Some(prompt)) => match ask::whom(core, prompt, &sitting)? {
            Some(whom) => whom,
            None => return Ok(None),
        },
        (None, None) => {
            return Err(Fail::usage(
                "किसका पंजीयन? --person, --household, --new-name, --correct या --draft बताएँ।",
                "Register whom? Give --person, --household, --new-name, --correct or --draft.",
            ));
        }
    };
    Ok(Some(core.begin(whom.sitting(sitting), whom.into_whom())?))
}

/// Takes every member to the end of the flow.
fn drive(
    ctx: &Ctx,
    core: &Core,
    mut view: DraftView,
    answers: &AnswerArgs,
    mut prompt: Option<&mut Prompt>,
) -> Result<(DraftView, End), Fail> {
    view = answers.leave_out(core, view)?;
    loop {
        let waiting = |m: &MemberView| !m.left_out && m.step != Step::Ready;
        let Some(at) = view.members.iter().position(waiting) else {
            match prompt.as_deref_mut() {
                // By flags alone, the command itself was the confirmation.
                None => return Ok((view, End::Ready)),
                Some(prompt) => match ask::confirm(core, prompt, &view)? {
                    ask::Said::Yes => return Ok((view, End::Ready)),
                    ask::Said::Left => return Ok((view, End::Left)),
                    ask::Said::Changed(changed) => {
                        view = *changed;
                        continue;
                    }
                },
            }
        };
        let asked_before = prompt.as_ref().is_some_and(|p| p.went_back);
        let by_flags = if asked_before { None } else { answers.answer(core, &view, at)? };
        match (by_flags, prompt.as_deref_mut()) {
            (Some(answer), _) => view = core.answer(view.no, at, answer)?,
            (None, Some(prompt)) => match ask::step(core, prompt, &view, at) {
                Ok(ask::Said::Changed(changed)) => view = *changed,
                Ok(ask::Said::Yes) => {}
                Ok(ask::Said::Left) => return Ok((view, End::Left)),
                // A rule speaks: say so and ask again. What was answered before stands.
                Err(Fail::Core(CoreError::Refused(refusal))) => {
                    out::stderr(&refusal.sentence(ctx.lang()));
                }
                Err(fail) => return Err(fail),
            },
            (None, None) => return Err(answers.missing(&view, at, ctx.lang())),
        }
    }
}

/// The core's sentence promises that what was filled in is safe, which holds for a draft: here there is none any more.
fn dropped(fail: Fail) -> Fail {
    let Fail::Core(CoreError::Refused(Refusal::Flow(rule))) = fail else {
        return fail;
    };
    let rest = |lang, promise: &str| {
        let sentence = rule.sentence(lang);
        sentence.strip_suffix(promise).unwrap_or(&sentence).to_owned()
    };
    let hi = rest(Lang::Hi, " अब तक का भरा हुआ सुरक्षित है।");
    let en = rest(Lang::En, " What was filled in so far is safe.");
    Fail::refused(
        "refused",
        format!("{hi} कुछ दर्ज नहीं हुआ; सुधारकर फिर चलाएँ।"),
        format!("{en} Nothing was registered; correct it and run it again."),
    )
    .with("reason", json!(rule))
}

fn left(ctx: &Ctx, view: &DraftView) -> Reply {
    let no = view.no;
    let text = say!(
        ctx.lang(),
        "अधूरा पंजीयन {no} सुरक्षित है। आगे बढ़ाएँ: shivir register --draft {no}",
        "Draft {no} is kept. Go on with it: shivir register --draft {no}"
    );
    Reply::new(json!({"confirmed": false, "draft": no}), text)
}

fn confirmed(ctx: &Ctx, core: &Core, view: &DraftView) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    let Confirmed { people } = core.confirm(view.no)?;
    let mut text = lang.pick("पंजीयन दर्ज हुआ।\n", "Registered.\n").to_owned();
    let mut json = Vec::with_capacity(people.len());
    for one in &people {
        let member = view.members.iter().find(|m| m.person == one.person);
        let name = member.map_or("", |m| m.name.as_str());
        text.push_str(&words::registered(core, one, name, lang)?);
        let mut keys = words::registered_json(core, one, name)?;
        if let Some(member) = member.filter(|m| m.new) {
            text.push_str(&likely::to_look_at(member, lang));
            keys["likely"] = json!(member.unanswered().collect::<Vec<_>>());
        }
        json.push(keys);
    }
    Ok(Reply::new(json!({"confirmed": true, "people": Value::Array(json)}), text))
}
