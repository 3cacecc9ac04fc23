//! `quarantine`: what is kept aside, and letting it in.

use clap::Subcommand;
use serde_json::json;
use shivir_domain::fact::FactHash;
use shivir_domain::id::FactId;
use shivir_domain::wire::QuarantineReason;
use shivir_hub::fact::Aside;

use crate::ctx::{Begin, Ctx};
use crate::fail::Fail;
use crate::out::{Reply, in_india, say, table};
use crate::parse;

/// What to do with what is kept aside.
#[derive(Subcommand)]
pub(crate) enum Args {
    /// अलग रखे अभिलेख · List them
    List {
        /// ज़िले का LGD कोड · LGD code of the district [default: the only one]
        #[arg(long, value_name = "CODE")]
        district: Option<u32>,
    },
    /// लागू करें · Apply some of them
    Release {
        /// ज़िले का LGD कोड · LGD code of the district [default: the only one]
        #[arg(long, value_name = "CODE")]
        district: Option<u32>,
        /// इस कारण वाले सभी · All that are kept for this reason, for example REVOKED
        #[arg(long, value_name = "CODE", value_parser = reason, conflicts_with = "record")]
        reason: Option<QuarantineReason>,
        /// As the list shows them
        #[arg(value_name = "STREAM/NUMBER/HASH", value_parser = parse::aside, required_unless_present = "reason")]
        record: Vec<(FactId, FactHash)>,
    },
}

fn reason(text: &str) -> Result<QuarantineReason, String> {
    let known = || QuarantineReason::ALL.iter().map(|reason| reason.code()).collect::<Vec<_>>().join(" / ");
    QuarantineReason::from_code(&text.to_ascii_uppercase()).ok_or_else(known)
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: Args) -> Result<Reply, Fail> {
    let opened = ctx.open(Begin::No)?;
    match args {
        Args::List { district } => Ok(list(ctx, &opened.hub.quarantine(opened.district(district)?)?)),
        Args::Release { district, reason, record } => {
            let district = opened.district(district)?;
            let records = match reason {
                None => record,
                Some(reason) => {
                    let aside = opened.hub.quarantine(district)?.into_iter();
                    aside.filter(|a| a.reason == reason).map(|a| (a.fact, a.hash)).collect()
                }
            };
            let released = opened.hub.release(district, &records)?;
            let left = records.len() as u64 - released.min(records.len() as u64);
            let text = say!(
                ctx.lang(),
                "लागू हुए: {released}। नहीं हो सके: {left} (पूरा यहाँ नहीं, या उसी क्रमांक का दूसरा लागू है)।",
                "Applied: {released}. Could not be: {left} (not here whole, or another of the same number is applied)."
            );
            Ok(Reply::new(json!({"released": released, "left": left}), text))
        }
    }
}

fn list(ctx: &Ctx, aside: &[Aside]) -> Reply {
    let lang = ctx.lang();
    let name = |a: &Aside| {
        let hash: String = a.hash.0.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{}/{hash}", a.fact)
    };
    let all: Vec<_> = aside
        .iter()
        .map(|a| {
            json!({
                "record": name(a), "device": a.device, "reason": a.reason, "advice": a.reason.advice(),
                "bytes": a.bytes, "whole": a.here, "since_ms": a.at_ms,
            })
        })
        .collect();
    let rows: Vec<_> = aside
        .iter()
        .map(|a| {
            let word = format!("{}: {}", a.reason.code(), a.reason.word(lang));
            [in_india(a.at_ms), word, a.bytes.to_string(), name(a)]
        })
        .collect();
    let heads = match lang {
        shivir_domain::codes::Lang::Hi => ["कब से", "कारण", "बाइट", "अभिलेख"],
        shivir_domain::codes::Lang::En => ["Since", "Reason", "Bytes", "Record"],
    };
    let text = if aside.is_empty() {
        lang.pick("कुछ अलग नहीं रखा है।", "Nothing is kept aside.").to_owned()
    } else {
        table(heads, &rows)
    };
    Reply::new(json!({"aside": all}), text)
}
