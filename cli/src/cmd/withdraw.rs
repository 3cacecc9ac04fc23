//! `withdraw`: a registration was a mistake and is taken back; it is kept, marked so.

use serde_json::json;
use shivir_domain::id::FactId;

use super::sitting::SittingArgs;
use crate::ctx::Ctx;
use crate::fail::Fail;
use crate::out::{Reply, say};
use crate::parse;

/// Which registration.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// पंजीयन का अभिलेख (shivir person में दिखता है) · The registration's record, as shivir person shows it
    #[arg(value_name = "FACT", value_parser = parse::fact)]
    fact: FactId,
    #[command(flatten)]
    sitting: SittingArgs,
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    let (lang, fact) = (ctx.lang(), args.fact);
    let person = ctx.with_core(|core| {
        let (person, _) = core.registration(fact)?;
        core.withdraw(&args.sitting.sitting(core)?, fact)?;
        Ok(person)
    })?;
    let text = say!(
        lang,
        "पंजीयन वापस लिया गया। पुराना अभिलेख इतिहास में रखा है।",
        "The registration was taken back. The old record is kept in the history."
    );
    Ok(Reply::new(json!({"person": person, "withdrawn": fact}), text))
}
