//! `draft`: registrations that are not confirmed yet.

use clap::Subcommand;
use serde_json::{Value, json};
use shivir_core::registration::{DraftNo, DraftView};
use shivir_domain::codes::Lang;

use crate::ctx::Ctx;
use crate::fail::Fail;
use crate::out::{Reply, say};
use crate::table::table;

/// What to do with drafts.
#[derive(Subcommand)]
pub(crate) enum Args {
    /// अधूरे पंजीयनों की सूची · List the drafts
    List,
    /// अधूरा पंजीयन हटाएँ · Drop a draft
    Cancel {
        /// क्रमांक · Its number
        #[arg(value_name = "N")]
        no: DraftNo,
    },
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: Args) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    match args {
        Args::List => {
            let drafts = ctx.with_core(|core| Ok(core.drafts()?))?;
            let json = drafts.iter().map(brief).collect::<Vec<_>>();
            Ok(Reply::new(json!({"drafts": json}), list(&drafts, lang)))
        }
        Args::Cancel { no } => {
            ctx.with_core(|core| Ok(core.cancel(no)?))?;
            let text = say!(lang, "अधूरा पंजीयन {no} हटाया गया।", "Draft {no} was dropped.");
            Ok(Reply::new(json!({"cancelled": no}), text))
        }
    }
}

fn brief(draft: &DraftView) -> Value {
    let members: Vec<Value> = draft
        .members
        .iter()
        .map(|m| json!({"person": m.person, "name": m.name, "step": m.step, "left_out": m.left_out}))
        .collect();
    json!({"no": draft.no, "worker": draft.sitting.author, "members": members})
}

fn list(drafts: &[DraftView], lang: Lang) -> String {
    if drafts.is_empty() {
        return lang.pick("कोई अधूरा पंजीयन नहीं है।", "There is no draft.").to_owned();
    }
    let rows: Vec<Vec<String>> = drafts
        .iter()
        .flat_map(|d| d.members.iter().map(move |m| (d.no, m)))
        .map(|(no, m)| vec![no.to_string(), m.name.clone(), m.step.word(lang).to_owned()])
        .collect();
    let heads = match lang {
        Lang::Hi => [">क्रमांक", "नाम", "चरण"],
        Lang::En => [">No.", "Name", "Step"],
    };
    let more =
        lang.pick("\nआगे बढ़ाएँ: shivir register --draft क्रमांक", "\nGo on with one: shivir register --draft NO");
    table(&heads, &rows) + more
}
