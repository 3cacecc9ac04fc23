//! `cards`: the portal's lists of cards, and the rows of them of whom it is not known who they are.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;
use shivir_domain::codes::Lang;
use shivir_domain::day::Day;
use shivir_domain::id::PersonId;
use shivir_hub::cards::{CardLeft, CardsError, CardsReport, LeftKey, LeftReason};

use super::roster::today;
use crate::ctx::{Begin, Ctx};
use crate::fail::{self, Fail};
use crate::out::{Reply, say, table};
use crate::parse;

/// What to do with the portal's lists.
#[derive(Subcommand)]
pub(crate) enum Args {
    /// पोर्टल की फ़ाइल लोड करें: CSV या Excel · Load a file of the portal: CSV or Excel
    Load {
        /// ज़िले का LGD कोड · LGD code of the district [default: the only one]
        #[arg(long, value_name = "CODE")]
        district: Option<u32>,
        /// फ़ाइल किस दिन की है · The day of which the file is [default: that of the latest card in it]
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse::day)]
        dated: Option<Day>,
        /// File of the portal
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// जिन पंक्तियों का व्यक्ति तय नहीं हुआ · List the rows of whom it is not known who they are
    Left {
        /// ज़िले का LGD कोड · LGD code of the district [default: the only one]
        #[arg(long, value_name = "CODE")]
        district: Option<u32>,
        /// केवल इस कारण वाली · Only those kept aside for this reason, for example LIKELY
        #[arg(long, value_name = "CODE", value_parser = reason)]
        reason: Option<LeftReason>,
    },
    /// तय करें कि पंक्ति किसकी है · Say whom a row is about
    Settle {
        /// ज़िले का LGD कोड · LGD code of the district [default: the only one]
        #[arg(long, value_name = "CODE")]
        district: Option<u32>,
        /// इस व्यक्ति की · This person
        #[arg(long, value_name = "PERSON", value_parser = parse::person, conflicts_with = "nobody", required_unless_present = "nobody")]
        person: Option<PersonId>,
        /// सूची में से किसी की नहीं · Nobody whom the hub knows
        #[arg(long)]
        nobody: bool,
        /// As `left` names it
        #[arg(value_name = "ROW", value_parser = parse::card_row)]
        row: LeftKey,
    },
}

fn reason(text: &str) -> Result<LeftReason, String> {
    let known = || LeftReason::ALL.iter().map(|reason| reason.code()).collect::<Vec<_>>().join(" / ");
    LeftReason::from_code(&text.to_ascii_uppercase()).ok_or_else(known)
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: Args) -> Result<Reply, Fail> {
    match args {
        Args::Load { district, dated, file } => {
            let list = File::open(&file).map_err(|e| fail::file(&file, &e))?;
            let opened = ctx.open(Begin::No)?;
            let district = opened.district(district)?;
            let mut source = BufReader::new(list);
            let report = opened.hub.load_cards(district, today()?, dated, &mut source, &mut |_| ());
            Ok(loaded(ctx.lang(), district, &report.map_err(failed)?))
        }
        Args::Left { district, reason } => {
            let opened = ctx.open(Begin::No)?;
            let mut left = opened.hub.cards_left(opened.district(district)?)?;
            left.retain(|row| reason.is_none_or(|reason| row.reason == reason));
            Ok(list(ctx.lang(), &left))
        }
        Args::Settle { district, person, nobody: _, row } => {
            let opened = ctx.open(Begin::No)?;
            let district = opened.district(district)?;
            let changed = opened.hub.settle_card(district, today()?, row, person)?;
            let text = match (person, changed) {
                (None, _) => ctx.lang().pick(
                    "तय हुआ: यह सूची में से किसी की नहीं। अगली फ़ाइल में फिर नहीं पूछा जाएगा।",
                    "Settled: nobody whom the hub knows. The next file will not ask again.",
                ),
                (Some(_), true) => ctx.lang().pick(
                    "तय हुआ: कार्ड की बात इस व्यक्ति पर लागू है और फ़ोनों तक जाएगी।",
                    "Settled: what it says of the card holds for this person, and goes to the phones.",
                ),
                (Some(_), false) => ctx.lang().pick(
                    "तय हुआ। इस व्यक्ति के कार्ड के बारे में बाद की बात पहले से दर्ज है; वही लागू है।",
                    "Settled. Something later is known of this person's card already, and holds.",
                ),
            };
            Ok(Reply::new(json!({"district": district, "changed": changed}), text))
        }
    }
}

fn loaded(lang: Lang, district: u32, report: &CardsReport) -> Reply {
    let CardsReport {
        rows,
        matched,
        repeated,
        asked,
        unmatched,
        settled,
        rejected,
        made,
        changed,
        packs,
        ..
    } = report;
    let dated = report.dated.map(|day| day.to_string()).unwrap_or_default();
    let mut text = say!(
        lang,
        "फ़ाइल लोड हुई ({dated} की): {rows} पंक्तियाँ। मिलीं: {matched} ({made} के कार्ड बने); दोहराई गईं: {repeated}।\n\
         पूछनी हैं: {asked}; कोई नहीं मिला: {unmatched}; पहले से तय, किसी की नहीं: {settled}; नहीं पढ़ी गईं: {rejected}।\n\
         {changed} लोगों की स्थिति बदली; {packs} पैक बने।",
        "The file is loaded (of {dated}): {rows} rows. Matched: {matched} ({made} with a card); repeated: {repeated}.\n\
         To be asked: {asked}; nobody found: {unmatched}; settled as nobody before: {settled}; not readable: {rejected}.\n\
         For {changed} people something changed; {packs} packs were made."
    );
    if asked + unmatched > 0 {
        text.push('\n');
        text.push_str(
            lang.pick("बाकी पंक्तियाँ: shivir-hub cards left", "The other rows: shivir-hub cards left"),
        );
    }
    for (line, code) in &report.rejected_lines {
        text.push_str(&say!(lang, "\nपंक्ति {line}: {code}", "\nLine {line}: {code}"));
    }
    let lines: Vec<_> = report.rejected_lines.iter().map(|(line, code)| json!([line, code])).collect();
    let json = json!({
        "district": district, "dated": report.dated, "rows": rows, "matched": matched, "repeated": repeated,
        "asked": asked, "unmatched": unmatched, "settled": settled, "rejected": rejected, "rejected_lines": lines,
        "made": made, "changed": changed, "packs": packs,
    });
    Reply::new(json, text)
}

fn list(lang: Lang, left: &[CardLeft]) -> Reply {
    let all: Vec<_> = left
        .iter()
        .map(|row| {
            let likely = row.likely.iter();
            let likely: Vec<_> = likely
                .map(|(one, name)| json!({"person": one.person, "points": one.points, "name": name}))
                .collect();
            json!({
                "row": row.key.to_string(), "line": row.line, "reason": row.reason, "name": row.name,
                "relative": row.relative, "birth": row.birth, "place": row.place, "card": row.card,
                "status": row.word.status, "day": row.word.day, "dated": row.word.dated, "likely": likely,
            })
        })
        .collect();
    let rows: Vec<_> = left
        .iter()
        .map(|row| {
            let likely = row.likely.iter().map(|(one, name)| format!("{name} {}", one.person));
            let year = row.birth.map(|birth| birth.day.year().to_string()).unwrap_or_default();
            [
                row.line.to_string(),
                row.reason.word(lang).to_owned(),
                row.name.clone(),
                row.relative.clone(),
                year,
                row.place.clone(),
                row.word.status.word(lang).to_owned(),
                likely.collect::<Vec<_>>().join(", "),
                row.key.to_string(),
            ]
        })
        .collect();
    let heads = match lang {
        Lang::Hi => ["पंक्ति", "कारण", "नाम", "पिता/पति", "जन्म", "गाँव", "कार्ड", "शायद", "पहचान"],
        Lang::En => ["Line", "Reason", "Name", "Father/husband", "Born", "Village", "Card", "Maybe", "Row"],
    };
    let text = if left.is_empty() {
        lang.pick("कोई पंक्ति बाकी नहीं है।", "No row is left.").to_owned()
    } else {
        table(heads, &rows)
    };
    Reply::new(json!({"left": all}), text)
}

fn failed(error: CardsError) -> Fail {
    let next = |code, hi: &str, en: &str| {
        Fail::refused(
            code,
            format!("{hi} कुछ नहीं बदला; पहले की जानकारी जैसी थी वैसी है।"),
            format!("{en} Nothing was changed; what was known is as it was."),
        )
    };
    match error {
        CardsError::Hub(error) => error.into(),
        CardsError::List { hindi, english } => Fail::refused("list", hindi, english),
        CardsError::NoRows => next(
            "no_rows",
            "फ़ाइल की एक भी पंक्ति नहीं ली जा सकी। फ़ाइल और उसके शीर्षक देखें।",
            "No row of the file could be taken. Look at the file and its headings.",
        ),
        CardsError::NoList => next(
            "no_list",
            "ज़िले की सूची अभी नहीं है, जिससे कार्ड मिलाए जाएँ। पहले: shivir-hub roster import",
            "There is no list of the district's people yet, with whom cards are matched. First: shivir-hub roster import",
        ),
        CardsError::OtherDistrict => next(
            "other_district",
            "फ़ाइल के गाँव और आईडी इस ज़िले के नहीं हैं। इस ज़िले की फ़ाइल मँगाएँ।",
            "The villages and ids of the file are not of this district. Ask for the file of this district.",
        ),
        CardsError::Undated => next(
            "undated",
            "फ़ाइल में कार्ड बनने की कोई तिथि नहीं है। बताएँ कि फ़ाइल किस दिन की है: --dated YYYY-MM-DD",
            "The file has no day on which a card was made. Say of which day it is: --dated YYYY-MM-DD",
        ),
        CardsError::WrongDay { latest, today } => next(
            "wrong_day",
            &format!("फ़ाइल इस दिन की नहीं हो सकती: उसमें {latest} का कार्ड है, और आज {today} है। --dated देखें।"),
            &format!(
                "The file cannot be of that day: it has a card of {latest}, and today is {today}. Look at --dated."
            ),
        ),
    }
}
