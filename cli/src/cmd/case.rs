//! `case`: the queue of Aadhaar updates, and ration-card cases.

use clap::Subcommand;
use serde_json::{Value, json};
use shivir_core::Core;
use shivir_core::aadhaar::{CaseFilter, CaseRow, Opening, Page, RationStep, ReadyFor, ReadyRow, Step};
use shivir_domain::codes::{AadhaarReason, CaseState, Document, Lang, RationState};
use shivir_domain::day::Day;
use shivir_domain::fact::CaseRef;
use shivir_domain::id::{AreaId, FactId, PersonId};

use super::case_text;
use super::sitting::SittingArgs;
use crate::ctx::Ctx;
use crate::fail::Fail;
use crate::last4::{self, Typed};
use crate::out::{Reply, ages, day, say};
use crate::parse;
use crate::table::table;

/// What to do with cases.
#[derive(Subcommand)]
pub(crate) enum Args {
    /// केसों की सूची, जिन पर काम पहले करना है वे ऊपर · List the cases, due first
    List(ListArgs),
    /// एक केस: क्या हुआ, क्या साथ ले जाएँ, शुल्क, केंद्र · One case: history, papers, fee, centres
    Show {
        /// केस की पहचान · Id of the case
        #[arg(value_name = "CASE", value_parser = parse::fact)]
        case: FactId,
    },
    /// पंजीयन के बिना केस खोलें · Open a case outside a registration
    Open(OpenArgs),
    /// केस का अगला चरण · Write a step of a case
    Step(StepArgs),
    /// राशन कार्ड केस का अगला चरण · Write a step of a ration-card case
    RationStep(RationArgs),
    /// जिनका कार्ड अब बन सकता है · Those whose card can be made now
    Ready {
        /// केवल इस ग्राम पंचायत या वार्ड में · Only of this gram panchayat or ward
        #[arg(long, value_name = "N")]
        area: Option<u64>,
        /// अधिकतम कितने · How many at most
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
    },
}

/// Which cases.
#[derive(clap::Args)]
pub(crate) struct ListArgs {
    /// केवल इस ग्राम पंचायत या वार्ड के · Only of this gram panchayat or ward
    #[arg(long, value_name = "N")]
    area: Option<u64>,
    /// केवल इस कारण के · Only with this reason
    #[arg(long, value_name = "CODE", value_parser = parse::reason(), ignore_case = true)]
    reason: Option<AadhaarReason>,
    /// केवल इस स्थिति के · Only in this state
    #[arg(long, value_name = "CODE", value_parser = parse::case_state(), ignore_case = true)]
    state: Option<CaseState>,
    /// इस आयु से · From this age (completed years)
    #[arg(long, value_name = "YEARS")]
    age_from: Option<u16>,
    /// इस आयु से कम · Below this age
    #[arg(long, value_name = "YEARS")]
    age_below: Option<u16>,
    /// इस तारीख तक देखने योग्य · To be looked at by this day
    #[arg(long, value_name = "DAY", value_parser = parse::day)]
    due_by: Option<Day>,
    /// बंद केस भी · Also those that ended
    #[arg(long)]
    all: bool,
    /// अधिकतम कितने · How many at most
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    limit: u32,
}

/// A case of its own.
#[derive(clap::Args)]
pub(crate) struct OpenArgs {
    /// व्यक्ति की पहचान · Id of the person
    #[arg(value_name = "PERSON", value_parser = parse::person)]
    person: PersonId,
    /// कारण · Reason
    #[arg(long, value_name = "CODE", value_parser = parse::reason(), ignore_case = true)]
    reason: AadhaarReason,
    /// चेहरा और ओटीपी दोनों नहीं हुए · Face and one-time password both failed
    #[arg(long)]
    face_and_otp_failed: bool,
    /// आधार के केवल अंतिम 4 अंक · Only the last 4 digits of the Aadhaar
    #[arg(long, value_name = "4 DIGITS", value_parser = last4::typed, allow_hyphen_values = true)]
    last4: Option<Typed>,
    #[command(flatten)]
    sitting: SittingArgs,
}

/// A step.
#[derive(clap::Args)]
pub(crate) struct StepArgs {
    /// केस की पहचान · Id of the case
    #[arg(value_name = "CASE", value_parser = parse::fact)]
    case: FactId,
    /// नई स्थिति · The state that it enters
    #[arg(long, value_name = "CODE", value_parser = parse::case_state(), ignore_case = true)]
    to: CaseState,
    /// नया कारण, यदि फिर प्रतीक्षा में · The new reason, where it goes back to the queue
    #[arg(long, value_name = "CODE", value_parser = parse::reason(), ignore_case = true, hide_possible_values = true)]
    reason: Option<AadhaarReason>,
    /// चेहरा और ओटीपी दोनों नहीं हुए · Face and one-time password both failed
    #[arg(long)]
    face_and_otp_failed: bool,
    /// पर्ची का नामांकन क्रमांक, URN या SRN · Enrolment id, URN or SRN of the slip
    #[arg(long, value_name = "TEXT")]
    tracking: Option<String>,
    /// फिर कब देखें · The day on which to look again
    #[arg(long, value_name = "DAY", value_parser = parse::day)]
    next: Option<Day>,
    /// केंद्र का क्रमांक · Number of the centre
    #[arg(long, value_name = "N")]
    centre: Option<u32>,
    /// दिया गया शुल्क, रुपये में · Fee paid, in rupees
    #[arg(long, value_name = "RUPEES", value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    fee: Option<u32>,
    #[command(flatten)]
    sitting: SittingArgs,
}

/// A step of a ration-card case.
#[derive(clap::Args)]
pub(crate) struct RationArgs {
    /// केस की पहचान · Id of the case
    #[arg(value_name = "CASE", value_parser = parse::fact)]
    case: FactId,
    /// नई स्थिति · The state that it enters
    #[arg(long, value_name = "CODE", value_parser = parse::ration_state(), ignore_case = true)]
    to: RationState,
    /// आवेदन या राशन कार्ड का क्रमांक · Number of the application or the ration card
    #[arg(long, value_name = "TEXT")]
    number: Option<String>,
    /// जमा किए दस्तावेज़ · Papers that were handed in, may be repeated
    #[arg(long, value_name = "CODE", num_args = 1.., value_parser = parse::document(), ignore_case = true, hide_possible_values = true)]
    document: Vec<Document>,
    #[command(flatten)]
    sitting: SittingArgs,
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: Args) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    match args {
        Args::List(args) => list(ctx, &args),
        Args::Show { case } => ctx.with_core(|core| show(core, CaseRef(case), lang)),
        Args::Open(args) => open(ctx, &args),
        Args::Step(args) => step(ctx, args),
        Args::RationStep(args) => ration(ctx, args),
        Args::Ready { area, limit } => {
            let page = Page { after: None, limit };
            let rows = ctx.with_core(|core| Ok(core.ready_for_card(area.map(AreaId), page)?))?;
            let text = ready(&rows, lang);
            Ok(Reply::new(json!({"ready": without_marks(json!(rows))}), text))
        }
    }
}

fn list(ctx: &Ctx, args: &ListArgs) -> Result<Reply, Fail> {
    let filter = CaseFilter {
        area: args.area.map(AreaId),
        reason: args.reason,
        state: args.state,
        age_from: args.age_from,
        age_below: args.age_below,
        due_by: args.due_by,
        // Who asks for a state that ends a case means those that ended.
        open_only: !args.all && !args.state.is_some_and(CaseState::is_final),
        ready_only: false,
    };
    let page = Page { after: None, limit: args.limit };
    let rows = ctx.with_core(|core| Ok(core.cases(&filter, page)?))?;
    let text = rows_text(&rows, ctx.lang());
    Ok(Reply::new(json!({"cases": without_marks(json!(rows))}), text))
}

/// The mark of a row is for paging within the program.
fn without_marks(mut rows: Value) -> Value {
    for row in rows.as_array_mut().into_iter().flatten() {
        if let Value::Object(object) = row {
            object.remove("mark");
        }
    }
    rows
}

fn open(ctx: &Ctx, args: &OpenArgs) -> Result<Reply, Fail> {
    let opening = Opening {
        reason: args.reason,
        face_and_otp_failed: args.face_and_otp_failed,
        last4: args.last4.map(Typed::take).transpose()?,
    };
    ctx.with_core(|core| {
        let sitting = args.sitting.sitting(core)?;
        let view = core.open_case(&sitting, args.person, &opening)?;
        show(core, view.case, ctx.lang())
    })
}

fn step(ctx: &Ctx, args: StepArgs) -> Result<Reply, Fail> {
    let step = Step {
        to: args.to,
        reason: args.reason,
        face_and_otp_failed: args.face_and_otp_failed,
        tracking: args.tracking,
        next: args.next,
        centre: args.centre,
        fee: args.fee.map(|rupees| rupees.saturating_mul(100)),
    };
    ctx.with_core(|core| {
        let sitting = args.sitting.sitting(core)?;
        let view = core.step_case(&sitting, CaseRef(args.case), step)?;
        show(core, view.case, ctx.lang())
    })
}

fn ration(ctx: &Ctx, args: RationArgs) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    let step = RationStep { to: args.to, number: args.number, documents: args.document };
    let view = ctx.with_core(|core| {
        let sitting = args.sitting.sitting(core)?;
        Ok(core.step_ration(&sitting, args.case, &step)?)
    })?;
    let (reason, state) = (view.reason.word(lang), view.state.word(lang));
    let text =
        say!(lang, "राशन कार्ड का केस: {reason} · अब {state}", "Ration-card case: {reason} · now {state}");
    Ok(Reply::new(json!({"ration_case": view}), text))
}

fn show(core: &Core, case: CaseRef, lang: Lang) -> Result<Reply, Fail> {
    let detail = core.case(case)?;
    let text = case_text::whole(&detail, lang);
    let mut json = json!(detail);
    if let Value::Object(object) = &mut json {
        object.remove("mark");
        object.insert("fee_words".into(), json!(detail.fee_words(lang)));
    }
    Ok(Reply::new(json!({"case": json}), text))
}

fn rows_text(rows: &[CaseRow], lang: Lang) -> String {
    if rows.is_empty() {
        return lang.pick("कोई केस नहीं।", "No case.").to_owned();
    }
    let row = |c: &CaseRow| {
        let next = match (c.next, c.due) {
            (_, true) => lang.pick("अभी", "now").to_owned(),
            (Some(next), _) => day(next, lang),
            (None, _) => String::new(),
        };
        vec![
            next,
            lang.pick(&c.who.name, &c.who.name_en).to_owned(),
            ages(c.who.age.map(Into::into)),
            c.who.village.clone().unwrap_or_default(),
            c.reason_words(lang).to_owned(),
            c.state_words(lang).to_owned(),
            c.days.to_string(),
            c.case.0.to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    let heads = match lang {
        Lang::Hi => ["कब देखें", "नाम", ">आयु", "गाँव", "कारण", "स्थिति", ">दिन", "केस"],
        Lang::En => ["Look", "Name", ">Age", "Village", "Reason", "State", ">Days", "Case"],
    };
    table(&heads, &rows)
}

fn ready(rows: &[ReadyRow], lang: Lang) -> String {
    if rows.is_empty() {
        return lang.pick("अभी कोई नहीं।", "Nobody now.").to_owned();
    }
    let row = |r: &ReadyRow| {
        let why = match r.ready {
            ReadyFor::Aadhaar { state } => state.word(lang),
            ReadyFor::Ration => RationState::Added.word(lang),
        };
        vec![
            lang.pick(&r.who.name, &r.who.name_en).to_owned(),
            ages(r.who.age.map(Into::into)),
            r.who.village.clone().unwrap_or_default(),
            why.to_owned(),
            day(r.since, lang),
            r.who.person.to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = rows.iter().map(row).collect();
    let heads = match lang {
        Lang::Hi => ["नाम", ">आयु", "गाँव", "क्यों", "कब से", "पहचान"],
        Lang::En => ["Name", ">Age", "Village", "Why", "Since", "Id"],
    };
    table(&heads, &rows)
}
