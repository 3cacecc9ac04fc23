//! `review`: what two people said apart, who was registered twice, who is likely known already: listed, and settled.

use clap::Subcommand;
use serde_json::json;
use shivir_core::review::{ReviewFilter, ReviewView, Said};
use shivir_core::roster::Person;
use shivir_domain::codes::{Lang, ReviewKind};
use shivir_domain::fold::ReviewId;
use shivir_domain::id::{AreaId, FactId, PersonId};

use super::sitting::SittingArgs;
use crate::ctx::Ctx;
use crate::fail::Fail;
use crate::out::{Reply, ages, clock, day};
use crate::parse;

/// What to do with review items.
#[derive(Subcommand)]
pub(crate) enum Args {
    /// जाँच की सूची · List the items
    List(ListArgs),
    /// निपटारा: कौन सा अभिलेख माना जाए · Settle an item: which record holds
    Settle(SettleArgs),
    /// दो प्रविष्टियाँ एक व्यक्ति की हैं: जोड़ें · Two entries are of one person: join them
    Merge(MergeArgs),
    /// जोड़ी हुई प्रविष्टियाँ फिर अलग करें · Take two joined entries apart again
    Unmerge(MergeArgs),
}

/// Which items.
#[derive(clap::Args)]
pub(crate) struct ListArgs {
    /// केवल इस ग्राम पंचायत या वार्ड के · Only of this gram panchayat or ward
    #[arg(long, value_name = "N")]
    area: Option<u64>,
    /// केवल इस व्यक्ति के · Only about this person
    #[arg(long, value_name = "PERSON", value_parser = parse::person)]
    person: Option<PersonId>,
    /// केवल इस प्रकार के · Only of this kind
    #[arg(long, value_name = "CODE", value_parser = parse::review_kind(), ignore_case = true)]
    kind: Option<ReviewKind>,
    /// निपटाए हुए भी · Also those that are settled
    #[arg(long)]
    all: bool,
    /// अधिकतम कितने · How many at most
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    limit: u32,
}

/// How to settle.
#[derive(clap::Args)]
pub(crate) struct SettleArgs {
    /// जाँच की पहचान · Id of the item
    #[arg(value_name = "REVIEW", value_parser = parse::review)]
    review: ReviewId,
    /// जो अभिलेख माना जाए · The record that holds
    #[arg(long, value_name = "FACT", value_parser = parse::fact)]
    keep: Option<FactId>,
    /// संभवतः वही व्यक्ति: नहीं, यह दूसरा व्यक्ति है · Of one likely known already: it is another person
    #[arg(long, conflicts_with = "keep")]
    another: bool,
    /// संभवतः वही व्यक्ति: हाँ, वही है; प्रविष्टियाँ जुड़ जाएँगी · Of one likely known already: it is she; the entries are joined
    #[arg(long, conflicts_with_all = ["keep", "another"])]
    same: bool,
    /// देख लिया: दो अभिलेख एक क्रमांक के, या आगे की तारीख · Of a record noted on arrival: it was seen
    #[arg(long, conflicts_with_all = ["keep", "another", "same"])]
    seen: bool,
    #[command(flatten)]
    sitting: SittingArgs,
}

/// Which two.
#[derive(clap::Args)]
pub(crate) struct MergeArgs {
    /// जो प्रविष्टि रखी जाए; सूची वाली, यदि एक सूची में है · The entry that is kept; the listed one, where one is on the list
    #[arg(value_name = "KEPT", value_parser = parse::person)]
    kept: PersonId,
    /// उसी व्यक्ति की दूसरी प्रविष्टि · The other entry of the same person
    #[arg(value_name = "OTHER", value_parser = parse::person)]
    other: PersonId,
    #[command(flatten)]
    sitting: SittingArgs,
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: Args) -> Result<Reply, Fail> {
    match args {
        Args::List(args) => list(ctx, &args),
        Args::Settle(args) if args.same => same(ctx, &args),
        Args::Settle(args) => settle(ctx, &args),
        Args::Merge(args) => {
            let sitting = &args.sitting;
            let kept = ctx
                .with_core(|core| Ok(core.merge_people(&sitting.sitting(core)?, args.kept, args.other)?))?;
            Ok(joined(&kept, ctx.lang()))
        }
        Args::Unmerge(args) => unmerge(ctx, &args),
    }
}

fn list(ctx: &Ctx, args: &ListArgs) -> Result<Reply, Fail> {
    let filter = ReviewFilter {
        person: args.person,
        area: args.area.map(AreaId),
        kind: args.kind,
        open_only: !args.all,
        limit: Some(args.limit),
    };
    let reviews = ctx.with_core(|core| Ok(core.reviews(&filter)?))?;
    let lang = ctx.lang();
    let text = match reviews.is_empty() {
        true => lang.pick("जाँचने को कुछ नहीं।", "Nothing to review.").to_owned(),
        false => reviews.iter().map(|item| whole(item, lang)).collect::<Vec<_>>().join("\n"),
    };
    Ok(Reply::new(json!({"reviews": reviews}), text))
}

fn settle(ctx: &Ctx, args: &SettleArgs) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    let settled = ctx.with_core(|core| {
        let item = core.review(args.review)?;
        let keep = keep(args, &item).ok_or_else(|| which(&item))?;
        Ok(core.settle(&args.sitting.sitting(core)?, &item, keep)?)
    })?;
    let text = format!("{}\n{}", lang.pick("निपटारा दर्ज हुआ।", "Settled."), whole(&settled, lang));
    Ok(Reply::new(json!({"review": settled}), text))
}

fn same(ctx: &Ctx, args: &SettleArgs) -> Result<Reply, Fail> {
    let kept = ctx.with_core(|core| {
        let item = core.review(args.review)?;
        if item.kind != ReviewKind::LikelyDuplicate {
            return Err(which(&item));
        }
        Ok(core.settle_as_same(&args.sitting.sitting(core)?, &item)?)
    })?;
    Ok(joined(&kept, ctx.lang()))
}

fn joined(kept: &Person, lang: Lang) -> Reply {
    let text = format!(
        "{}\n  {} · {}",
        lang.pick(
            "जोड़ दिया: अब यह एक ही व्यक्ति है। गलती हो तो 'review unmerge' से अलग करें।",
            "Joined: this is one person now. If it was a mistake, 'review unmerge' takes them apart.",
        ),
        kept.name(lang),
        kept.id
    );
    Reply::new(json!({"person": kept.id, "merges": kept.fold.merges}), text)
}

fn unmerge(ctx: &Ctx, args: &MergeArgs) -> Result<Reply, Fail> {
    ctx.with_core(|core| Ok(core.unmerge_people(&args.sitting.sitting(core)?, args.kept, args.other)?))?;
    let text = ctx.lang().pick(
        "अलग कर दिया: ये फिर दो व्यक्ति हैं, हर एक अपने अभिलेखों के साथ।",
        "Taken apart: these are two people again, each with her own records.",
    );
    Ok(Reply::new(json!({"people": [args.kept, args.other]}), text.to_owned()))
}

/// The record that was meant. Where there is no choice, no id has to be copied.
fn keep(args: &SettleArgs, item: &ReviewView) -> Option<FactId> {
    let fits = match item.kind {
        ReviewKind::LikelyDuplicate => args.another,
        kind => args.seen && kind.is_noted(),
    };
    args.keep.or_else(|| item.facts.first().copied().filter(|_| fits))
}

fn which(item: &ReviewView) -> Fail {
    let (hi, en) = match item.kind {
        ReviewKind::LikelyDuplicate => ("--another या --same", "--another or --same"),
        kind if kind.is_noted() => ("--seen", "--seen"),
        _ => ("--keep FACT", "--keep FACT"),
    };
    Fail::usage(
        format!("निर्णय लिखें: {hi}। कुछ नहीं बदला।"),
        format!("Say the decision: {en}. Nothing was changed."),
    )
}

/// An item with all that its facts say.
fn whole(item: &ReviewView, lang: Lang) -> String {
    let state = match item.open {
        true => lang.pick("खुला", "open"),
        false => lang.pick("निपटा हुआ", "settled"),
    };
    let mut text = format!("{} · {state} · {}\n", item.words.pick(lang), item.review);
    if let Some(who) = &item.who {
        let village = who.village.as_deref().unwrap_or_default();
        let name = lang.pick(&who.name, &who.name_en);
        text += &format!("  {name} {} {village} · {}\n", ages(who.age.map(Into::into)), who.person);
    }
    if let Some(other) = &item.other {
        let village = other.village.as_deref().unwrap_or_default();
        let name = lang.pick(&other.name, &other.name_en);
        text += &format!("  = {name} {} {village} · {}\n", ages(other.age.map(Into::into)), other.person);
    }
    if let Some(field) = &item.field {
        text += &format!("  {}\n", field.pick(lang));
    }
    for said in &item.said {
        text += &line(said, item.settled == Some(said.fact) && !said.aside, lang);
    }
    text
}

fn line(said: &Said, kept: bool, lang: Lang) -> String {
    let mark = if kept { '✓' } else { '-' };
    let who =
        said.author_name.as_deref().unwrap_or(lang.pick("ज़िला या दूसरा फोन", "the district or another phone"));
    let mut when = said.day.map(|d| day(d, lang)).unwrap_or_default();
    if let Some(minute) = said.minute {
        when += &format!(" {}", clock(minute));
    }
    let aside = if said.aside {
        lang.pick(" (अलग रखा, लागू नहीं)", " (kept aside, not applied)")
    } else {
        ""
    };
    let why: String = said.why.iter().map(|why| format!("; {}", why.pick(lang))).collect();
    format!("  {mark} {}{why}{aside} · {who} · {when} · {}\n", said.says.pick(lang), said.fact)
}
