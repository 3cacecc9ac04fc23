//! `sync`: over the network, or as a courier's files up and down; without an option, how far sync is.

mod network;

use std::path::PathBuf;

use serde_json::json;
use shivir_core::sync::{SyncError, SyncOptions, SyncProgress, SyncReport, SyncState};
use shivir_domain::codes::Lang;

use crate::ctx::Ctx;
use crate::fail::{self, Fail};
use crate::out::{Reply, indian, say};
use crate::table::pairs;

/// The ways to sync.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// नेटवर्क से, इस पते पर; पता न दें तो जिससे फ़ोन जुड़ा है · Over the network, to this address or that of the enrolment
    #[arg(long, value_name = "URL", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["out", "answer"])]
    hub: Option<String>,
    /// उत्तर न आए तो इतनी बार कोशिश करें · Tries in a row without an answer
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    tries: u32,
    /// कूरियर के लिए मुहरबंद फ़ाइल बनाएँ · Make the sealed file that a courier takes to the district
    #[arg(long, value_name = "FILE", conflicts_with = "answer")]
    out: Option<PathBuf>,
    /// ज़िले से आई फ़ाइल लें · Take the file that came from the district
    #[arg(long = "in", value_name = "FILE")]
    answer: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    if let Some(url) = &args.hub {
        let ran = ctx.with_core(|core| {
            let enrolled = core.enrolment()?.ok_or(SyncError::NotEnrolled)?;
            let url = if url.is_empty() { &enrolled.url } else { url };
            network::run(ctx, core, url, args.tries)
        })?;
        if !ran.done {
            let seconds = ran.try_again_ms.div_ceil(1000);
            let (up, waiting) = (indian(ran.progress.facts_up), indian(ran.progress.waiting));
            return Err(Fail::refused(
                "no_answer",
                format!("नेटवर्क टूट गया। {up} अभिलेख पहुँच गए, बाकी {waiting} फ़ोन में सुरक्षित हैं। {seconds} सेकंड बाद फिर चलाएँ; वहीं से आगे बढ़ेगा।"),
                format!("The network broke off. {up} records have arrived, the other {waiting} are safe here. Run it again in {seconds} seconds; it goes on from there."),
            )
            .with("sync", json!(ran)));
        }
        let mut text = told(&ran.last, &ran.progress, lang);
        for (is, hi, en) in [
            (
                ran.packs_installed > 0,
                "लोगों की सूची ज़िले से आ गई।",
                "The list of people came from the district.",
            ),
            (
                ran.packs_waiting > 0,
                "सूची का कुछ हिस्सा बाकी है; अगली बार वहीं से आएगा।",
                "A part of the list is still to come; it goes on from there next time.",
            ),
            (
                ran.list_in_use,
                "चालू सूची फ़ाइल से लोड की गई है, इसलिए ज़िले के पैक नहीं लगाए गए।",
                "The list in use was loaded from a file, so the district's packs were not installed.",
            ),
            (ran.campaign_taken, "नया अभियान पैक चालू है।", "A newer campaign pack is in use."),
        ] {
            if is {
                text.push('\n');
                text.push_str(lang.pick(hi, en));
            }
        }
        return Ok(Reply::new(json!(ran), text));
    }
    if let Some(file) = &args.out {
        let out = ctx.with_core(|core| Ok(core.courier_out(&SyncOptions::courier())?))?;
        std::fs::write(file, &out.bytes).map_err(|error| fail::file(file, &error))?;
        let (name, facts) = (file.display(), indian(out.facts));
        let mut text = say!(
            lang,
            "{facts} अभिलेख «{name}» में मुहरबंद हैं। वे फ़ोन में भी हैं, जब तक ज़िले का उत्तर न आए। उत्तर की फ़ाइल --in से दें।",
            "{facts} records are sealed in \"{name}\". They stay here too until the district answers. Give its file with --in."
        );
        if out.more {
            text.push('\n');
            text.push_str(lang.pick(
                "और भी बाकी हैं: उत्तर आने पर एक और फ़ाइल बनाएँ।",
                "More wait: make another file once the answer is here.",
            ));
        }
        let json = json!({"file": file, "bytes": out.bytes.len(), "facts": out.facts, "more": out.more});
        return Ok(Reply::new(json, text));
    }
    if let Some(file) = &args.answer {
        let bytes = std::fs::read(file).map_err(|error| fail::file(file, &error))?;
        let report = ctx.with_core(|core| Ok(core.courier_in(&bytes)?))?;
        let mut progress = SyncProgress::default();
        progress.add(&report);
        return Ok(Reply::new(json!(report), told(&report, &progress, lang)));
    }
    let state = ctx.with_core(|core| Ok(core.sync_state()?))?;
    Ok(Reply::new(json!(state), stands(&state, lang)))
}

fn told(report: &SyncReport, all: &SyncProgress, lang: Lang) -> String {
    let word = |hi: &str, en: &str| lang.pick(hi, en).to_owned();
    let mut text = pairs(&[
        (word("ज़िले तक पहुँचे", "Reached the district"), indian(all.facts_up)),
        (word("ज़िले से आए", "Came from the district"), indian(all.facts_down)),
        (word("भेजना बाकी", "Still to be sent"), indian(report.waiting)),
        (word("ज़िले ने अलग रखे", "Kept aside by the district"), indian(report.quarantined)),
    ]);
    let notes = [
        (
            report.revoked,
            "ज़िले ने इस फ़ोन को बंद किया है; लिखा हुआ वहाँ सुरक्षित है। ज़िले से बात करें।",
            "The district has revoked this phone; what was written is safe there. Speak to the district.",
        ),
        (
            report.phone_restored,
            "इस फ़ोन का कुछ काम केवल ज़िले में था; वह वापस मँगाया जा रहा है।",
            "Some of this phone's work was at the district alone; it is being fetched.",
        ),
        (
            report.hub_restored,
            "ज़िले का सर्वर पुराने बैकअप से लौटा है; जो उसने खोया वह फिर भेजा जाएगा।",
            "The hub was restored from a backup; what it lost is sent again.",
        ),
        (
            !report.differing.is_empty(),
            "किसी क्षेत्र के अभिलेख ज़िले से मेल नहीं खाते। सब सुरक्षित है; ज़िले को बताएँ।",
            "The records of an area differ from the district's. All are safe; tell the district.",
        ),
    ];
    for (_, hi, en) in notes.iter().filter(|(is, ..)| *is) {
        text.push('\n');
        text.push_str(lang.pick(hi, en));
    }
    text
}

fn stands(state: &SyncState, lang: Lang) -> String {
    let word = |hi: &str, en: &str| lang.pick(hi, en).to_owned();
    let whole = state.areas.iter().filter(|area| area.whole).count() as u64;
    let enrolled = if state.enrolled { word("हाँ", "yes") } else { word("नहीं", "no") };
    pairs(&[
        (word("ज़िले से जुड़ा", "Enrolled"), enrolled),
        (word("भेजना बाकी", "To be sent"), indian(state.waiting)),
        (word("ज़िले तक पहुँचे", "Reached the district"), indian(state.acknowledged)),
        (word("ज़िले ने अलग रखे", "Kept aside by the district"), indian(state.kept_aside)),
        (
            word("पूरे आए क्षेत्र", "Areas that are here whole"),
            format!("{} / {}", indian(whole), indian(state.areas.len() as u64)),
        ),
        (word("जिन फ़ाइलों का उत्तर बाकी", "Files without an answer yet"), indian(state.open.courier)),
    ])
}
