//! `roster import`: the district's list, and the packs that phones get of it.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;
use shivir_domain::day::Day;
use shivir_hub::HubError;
use shivir_hub::env::{Env, SystemEnv};
use shivir_hub::roster::RosterError;

use crate::ctx::{Begin, Ctx};
use crate::fail::{self, Fail};
use crate::out::{Reply, say};

/// What to do with the list.
#[derive(Subcommand)]
pub(crate) enum Args {
    /// ज़िले की सूची लोड करें: CSV या Excel · Load the district's list: CSV or Excel
    Import {
        /// ज़िले का LGD कोड · LGD code of the district [default: the only one]
        #[arg(long, value_name = "CODE")]
        district: Option<u32>,
        /// File of the list
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: Args) -> Result<Reply, Fail> {
    let Args::Import { district, file } = args;
    let list = File::open(&file).map_err(|e| fail::file(&file, &e))?;
    let opened = ctx.open(Begin::No)?;
    let district = opened.district(district)?;
    let mut source = BufReader::new(list);
    let report = opened.hub.import_roster(district, today()?, &mut source, &mut |_, _| ()).map_err(failed)?;
    let (people, packs, rejected) = (report.people, report.packs, report.rejected);
    let text = say!(
        ctx.lang(),
        "सूची लोड हुई: {people} लोग, {packs} पैक। छोड़ी गई पंक्तियाँ: {rejected}।",
        "The list is loaded: {people} people, {packs} packs. Rows not taken: {rejected}."
    );
    let json = json!({
        "district": district, "people": people, "made": report.made, "packs": packs,
        "rejected": rejected, "duplicates": report.duplicates,
    });
    Ok(Reply::new(json, text))
}

/// The day in India.
pub(super) fn today() -> Result<Day, HubError> {
    let days = (SystemEnv.now_ms() / 60_000 + 330) / 1_440;
    i32::try_from(days).ok().and_then(Day::from_days).ok_or(HubError::Internal("clock"))
}

fn failed(error: RosterError) -> Fail {
    match error {
        RosterError::Hub(error) => error.into(),
        RosterError::List(why) => Fail::refused(
            "list",
            format!("सूची नहीं ली गई; चालू सूची जैसी थी वैसी है। कारण (अंग्रेज़ी में): {why}"),
            format!("The list was not taken; the one in use is as it was. {why}"),
        ),
        RosterError::NobodyListed => Fail::refused(
            "nobody_listed",
            "सूची में कोई व्यक्ति नहीं मिला; चालू सूची जैसी थी वैसी है। फ़ाइल और उसके शीर्षक देखें।",
            "Nobody on the list could be taken; the one in use is as it was. Look at the file and its headings.",
        ),
        RosterError::OneNumber => Fail::refused(
            "one_number",
            "सूची के दो क्षेत्रों का एक ही क्रमांक बनता है; चालू सूची जैसी थी वैसी है। अभियान पैक में इन क्षेत्रों के कोड जोड़ें।",
            "Two areas of the list would get the same number; the list in use is as it was. Give these areas codes in the campaign pack.",
        ),
    }
}
