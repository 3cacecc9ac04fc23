//! `campaign`: the pack that a district's phones get.

use std::path::Path;

use clap::Subcommand;
use serde_json::json;
use shivir_domain::campaign::Campaign;
use shivir_domain::wire::pack::MOST_CAMPAIGN;
use shivir_hub::district::load_campaign;

use crate::ctx::{Begin, Ctx};
use crate::fail::{self, Fail};
use crate::out::{Reply, say};

/// What to do with the campaign pack.
#[derive(Subcommand)]
pub(crate) enum Args {
    /// पैक लोड करें: sakti-2023, bilaspur या फ़ाइल · Load a pack: sakti-2023, bilaspur or a file
    Load {
        /// Name of a shipped pack, or a file
        pack: String,
    },
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: Args) -> Result<Reply, Fail> {
    let Args::Load { pack } = args;
    let campaign = read(&pack)?;
    let opened = ctx.open(Begin::No)?;
    let loaded = load_campaign(&opened.hub, &campaign)?;
    let (title, version) = (campaign.pack().title.pick(ctx.lang()), campaign.pack().version);
    let district = campaign.pack().district.code;
    let text = if loaded {
        say!(ctx.lang(), "पैक लोड हुआ: {title}, v{version}", "Pack loaded: {title}, v{version}")
    } else {
        say!(
            ctx.lang(),
            "ज़िले के पास v{version} या उससे नया पैक पहले से है। कुछ नहीं बदला।",
            "The district has v{version} or a newer one already. Nothing was changed."
        )
    };
    Ok(Reply::new(json!({"loaded": loaded, "version": version, "district": district}), text))
}

/// A file where there is one of this name, else a shipped pack.
fn read(pack: &str) -> Result<Campaign, Fail> {
    let path = Path::new(pack);
    if Campaign::builtin_ids().any(|id| id == pack) || !path.exists() {
        return Ok(Campaign::builtin(pack)?);
    }
    let length = std::fs::metadata(path).map_err(|e| fail::file(path, &e))?.len();
    if length > MOST_CAMPAIGN as u64 {
        return Err(fail::file(path, &std::io::ErrorKind::FileTooLarge.into()));
    }
    let text = std::fs::read_to_string(path).map_err(|e| fail::file(path, &e))?;
    Ok(Campaign::parse(&text)?)
}
