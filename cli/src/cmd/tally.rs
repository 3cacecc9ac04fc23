//! `tally` and `ledger`: the day's work, and how far the list is.

use std::path::PathBuf;

use serde_json::json;
use shivir_core::report::{Ledger, LedgerLevel};
use shivir_domain::codes::Lang;
use shivir_domain::day::Day;
use shivir_domain::id::{AreaId, CampId};

use crate::ctx::Ctx;
use crate::fail::{self, Fail};
use crate::out::{Reply, indian};
use crate::parse;
use crate::table::pairs;

/// Which day.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// तारीख · The day [default: today]
    #[arg(long, value_name = "DAY", value_parser = parse::day)]
    day: Option<Day>,
    /// केवल इस शिविर का · Only of this camp
    #[arg(long, value_name = "N")]
    camp: Option<u32>,
    /// आँकड़े CSV फ़ाइल में भी लिखें · Write the figures to a CSV file too
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// भेजने योग्य संदेश छापें · Print the text of a message
    #[arg(long)]
    message: bool,
}

/// Of what place.
#[derive(clap::Args)]
pub(crate) struct LedgerArgs {
    /// ग्राम पंचायत या वार्ड · A gram panchayat or ward
    #[arg(long, value_name = "N", conflicts_with = "block")]
    area: Option<u64>,
    /// विकासखण्ड · A block
    #[arg(long, value_name = "N")]
    block: Option<u32>,
}

/// Runs `tally`.
pub(crate) fn run(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    let report = ctx.with_core(|core| {
        let day = match args.day {
            Some(day) => day,
            None => core.today()?,
        };
        Ok(core.day_report(day, args.camp.map(CampId))?)
    })?;
    if let Some(file) = &args.csv {
        std::fs::write(file, report.csv(lang)).map_err(|e| fail::file(file, &e))?;
    }
    let message = report.text(lang);
    let json = json!({
        "place": report.place,
        "tally": report.tally,
        "ledger": report.ledger,
        "csv": args.csv,
        "message": message,
    });
    // The stars around headings are for the messenger; on the screen they are noise.
    let text = if args.message { message } else { message.replace('*', "") };
    Ok(Reply::new(json, text))
}

/// Runs `ledger`.
pub(crate) fn ledger(ctx: &Ctx, args: &LedgerArgs) -> Result<Reply, Fail> {
    let level = match (args.area, args.block) {
        (Some(area), _) => LedgerLevel::Area(AreaId(area)),
        (None, Some(block)) => LedgerLevel::Block(block),
        (None, None) => LedgerLevel::District,
    };
    let ledger = ctx.with_core(|core| Ok(core.ledger(level)?))?;
    Ok(Reply::new(json!(ledger), text(&ledger, ctx.lang())))
}

fn text(ledger: &Ledger, lang: Lang) -> String {
    let row = |hi: &str, en: &str, n: u64| (lang.pick(hi, en).to_owned(), indian(n));
    let (gone, beside) = (ledger.corrections(), ledger.beside());
    let mut rows = vec![
        row("सूची में लोग (लक्ष्य)", "On the list (target)", ledger.target()),
        row("− मृत", "− deceased", gone.deceased),
        row("− स्थायी रूप से बाहर", "− moved away for good", gone.moved),
        row("− सूची में दो बार", "− on the list twice", gone.listed_twice),
        row("= कार्ड बने", "= cards made", ledger.made()),
        row("+ शेष", "+ left", ledger.left()),
        row("लक्ष्य के अतिरिक्त: बाहर के लोग", "Beside the target: guests", beside.guests),
        row("लक्ष्य के अतिरिक्त: सूची में नहीं", "Beside the target: not on the list", beside.not_in_list),
    ];
    if let Some(order) = ledger.campaign_target() {
        rows.push(row("आदेश का लक्ष्य", "Target of the order", order.beneficiaries));
        rows.push(row("आदेश में बने", "Made, by the order", order.cards_made));
        rows.push(row("आदेश में शेष", "Left, by the order", order.left));
    }
    pairs(&rows)
}
