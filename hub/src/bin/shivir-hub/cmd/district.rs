//! `district`: the districts of this hub.

use clap::Subcommand;
use serde_json::json;

use crate::ctx::{Begin, Ctx};
use crate::fail::Fail;
use crate::out::{Reply, say};

/// What to do with districts.
#[derive(Subcommand)]
pub(crate) enum Args {
    /// ज़िला जोड़ें · Add a district
    Add {
        /// LGD code of the district
        #[arg(value_name = "CODE", value_parser = clap::value_parser!(u32).range(1..))]
        code: u32,
    },
    /// सभी ज़िले · List the districts
    List,
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: Args) -> Result<Reply, Fail> {
    match args {
        Args::Add { code } => {
            let opened = ctx.open(Begin::Yes)?;
            let keys = opened.hub.add_district(code)?;
            let print = keys.sign.fingerprint();
            let text = say!(
                ctx.lang(),
                "ज़िला {code} है। सर्वर की पहचान: {print}",
                "District {code} is here. The hub's fingerprint: {print}"
            );
            Ok(Reply::new(json!({"district": code, "fingerprint": print}), text))
        }
        Args::List => {
            let opened = ctx.open(Begin::No)?;
            let mut rows = Vec::new();
            for code in opened.hub.districts()? {
                rows.push((code, opened.hub.district_keys(code)?.sign.fingerprint()));
            }
            let lines: Vec<String> = rows.iter().map(|(code, print)| format!("{code}  {print}")).collect();
            let all: Vec<_> =
                rows.iter().map(|(code, print)| json!({"district": code, "fingerprint": print})).collect();
            Ok(Reply::new(json!({"districts": all}), lines.join("\n")))
        }
    }
}
