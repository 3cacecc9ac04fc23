//! `campaign`: the pack that the store works by.

use clap::Subcommand;
use serde_json::{Value, json};
use shivir_domain::campaign::{Campaign, Level};
use shivir_domain::codes::Lang;

use crate::ctx::Ctx;
use crate::fail::{self, Fail};
use crate::out::{Reply, day, indian, say};
use crate::table::pairs;

/// The largest file that is read as a pack, in bytes.
const LARGEST: u64 = 64 << 20;

/// What to do with the campaign pack.
#[derive(Subcommand)]
pub(crate) enum Args {
    /// पैक लोड करें: sakti-2023, bilaspur या फ़ाइल · Load a pack: sakti-2023, bilaspur or a file
    Load {
        /// Name of a shipped pack, or a file
        pack: String,
        /// आदेश में वर्ष न हो तो वर्ष · The year of an order whose text has none
        #[arg(long, value_parser = clap::value_parser!(u16).range(2018..=2100))]
        year: Option<u16>,
    },
    /// चालू पैक दिखाएँ · Show the pack in use
    Show,
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: Args) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    match args {
        Args::Load { pack, year } => {
            let json = read(&pack)?;
            let campaign = ctx.with_core(|core| Ok(core.load_campaign(&json, year)?))?;
            let title = campaign.pack().title.pick(lang).to_owned();
            let head = say!(lang, "अभियान पैक लोड हुआ: {title}", "Campaign pack loaded: {title}");
            Ok(Reply::new(describe(&campaign), format!("{head}\n\n{}", text(&campaign, lang))))
        }
        Args::Show => {
            let campaign = ctx.with_core(|core| Ok(core.campaign()?))?;
            Ok(Reply::new(describe(&campaign), text(&campaign, lang)))
        }
    }
}

/// A file where there is one of this name, else a shipped pack.
fn read(pack: &str) -> Result<String, Fail> {
    let path = std::path::Path::new(pack);
    if Campaign::builtin_ids().any(|id| id == pack) || !path.exists() {
        return Ok(Campaign::builtin(pack)?.raw().to_owned());
    }
    let length = std::fs::metadata(path).map_err(|e| fail::file(path, &e))?.len();
    if length > LARGEST {
        return Err(fail::file(path, &std::io::ErrorKind::FileTooLarge.into()));
    }
    std::fs::read_to_string(path).map_err(|e| fail::file(path, &e))
}

fn count(campaign: &Campaign, level: Level) -> usize {
    let places = campaign.pack().places.iter();
    places.filter(|p| p.level == level).count()
}

/// The keys of the JSON object.
fn describe(campaign: &Campaign) -> Value {
    let pack = campaign.pack();
    json!({
        "id": pack.id,
        "version": pack.version,
        "title": pack.title,
        "district": pack.district,
        "year": campaign.year(),
        "deadline": campaign.deadline(),
        "target": pack.target,
        "duties": pack.duties.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(),
        "blocks": count(campaign, Level::Block),
        "gram_panchayats": count(campaign, Level::GramPanchayat),
        "villages": count(campaign, Level::Village),
        "wards": count(campaign, Level::Ward),
        "camps": pack.camps.len(),
    })
}

fn text(campaign: &Campaign, lang: Lang) -> String {
    let pack = campaign.pack();
    let target = &pack.target;
    let about = if target.approximate { lang.pick("लगभग ", "about ") } else { "" };
    let number = |n: u64| format!("{about}{}", indian(n));
    let word = |hi: &str, en: &str| lang.pick(hi, en).to_owned();
    let deadline = match (campaign.deadline(), &pack.deadline) {
        (Some(d), _) => day(d, lang),
        (None, Some(_)) => word("वर्ष तय करें: campaign load … --year", "set the year: campaign load … --year"),
        (None, None) => word("नहीं", "none"),
    };
    let places = |level| indian(count(campaign, level) as u64);
    let duties: Vec<&str> = pack.duties.iter().map(|d| d.code.as_str()).collect();
    pairs(&[
        (word("लक्ष्य", "Target"), number(target.beneficiaries)),
        (word("कार्ड बने", "Cards made"), number(target.cards_made)),
        (word("शेष", "Left"), number(target.left)),
        (word("आँकड़ों की तारीख", "Figures of"), day(target.as_on, lang)),
        (word("अंतिम तारीख", "Last day"), deadline),
        (word("अभियान", "Campaign"), format!("{} ({} v{})", pack.title.pick(lang), pack.id, pack.version)),
        (word("ज़िला", "District"), pack.district.name.pick(lang).to_owned()),
        (word("विकासखण्ड", "Blocks"), places(Level::Block)),
        (word("ग्राम पंचायत", "Gram panchayats"), places(Level::GramPanchayat)),
        (word("गाँव", "Villages"), places(Level::Village)),
        (word("वार्ड", "Wards"), places(Level::Ward)),
        (word("शिविर", "Camps"), indian(pack.camps.len() as u64)),
        (word("दायित्व", "Duties"), duties.join(" ")),
    ])
}
