//! `demo`: a whole camp day over a made-up district, killed in the middle again and again.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;
use shivir_domain::codes::Lang;

use crate::ctx::Ctx;
use crate::demo::roster::SAKTI_PEOPLE;
use crate::demo::run::{Found, Options, Stage, run as play};
use crate::demo::worker;
use crate::fail::Fail;
use crate::out::{Reply, indian};

/// What the demo is run with.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// सूची में लोग · People on the list
    #[arg(long, default_value_t = SAKTI_PEOPLE, value_parser = clap::value_parser!(u64).range(2_000..=10_000_000))]
    people: u64,
    /// संयोग का बीज, वही बीज वही ज़िला · Where chance starts: the same seed makes the same district
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// और नामों की फ़ाइल (रोमन⇥देवनागरी) · File of further names: Latin, tab, Devanagari
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// गाँवों की फ़ाइल (CSV) · File of villages in place of the built-in ones
    #[arg(long, value_name = "FILE")]
    villages: Option<PathBuf>,
}

/// The process that plays the day; started and killed by the demo.
#[derive(clap::Args)]
pub(crate) struct WorkerArgs {
    from: usize,
    before: usize,
}

/// Runs the demo, in a folder of its own that is removed at the end unless `--data-dir` names one.
pub(crate) fn run(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    let (dir, keep) = match ctx.named_data_dir() {
        Some(dir) => (dir.to_owned(), true),
        None => (std::env::temp_dir().join(format!("shivir-demo-{}", std::process::id())), false),
    };
    if dir.join("camp.db").exists() {
        return Err(Fail::refused(
            "not_empty",
            "इस फ़ोल्डर में पहले से डेटा है, उसे छुआ नहीं गया। डेमो के लिए खाली फ़ोल्डर दें।",
            "There is data in this folder already; it was not touched. Give the demo an empty folder.",
        ));
    }
    crate::paths::make(&dir)?;
    let result = play_in(ctx, args, &dir);
    if !keep {
        // A folder that stays behind in the temporary folder holds made-up people alone.
        let _ = std::fs::remove_dir_all(&dir);
    }
    let found = result?;
    let text = text(&found, ctx.lang(), keep);
    let json = serde_json::to_value(&found).unwrap_or_else(|_| json!({}));
    if found.lost > 0 || found.registered != found.confirmed {
        let (lost, registered, confirmed) = (found.lost, found.registered, found.confirmed);
        return Err(Fail::refused(
            "lost",
            format!("{confirmed} में से {lost} पंजीयन नहीं मिले, {registered} दर्ज हैं: यह प्रोग्राम की गड़बड़ी है।"),
            format!("Of {confirmed} registrations {lost} are lost, {registered} are there: a fault of this program."),
        )
        .with("found", json));
    }
    if !found.synced.is_whole() {
        return Err(Fail::refused(
            "not_synced",
            "फ़ोनों और ज़िले के आँकड़े एक नहीं हैं: यह प्रोग्राम की गड़बड़ी है।",
            "The phones and the hub do not know the same: a fault of this program.",
        )
        .with("found", json));
    }
    Ok(Reply::new(json, text))
}

fn play_in(ctx: &Ctx, args: &Args, dir: &Path) -> Result<Found, Fail> {
    let options = Options {
        dir,
        people: args.people,
        seed: args.seed,
        names: args.names.as_deref(),
        villages: args.villages.as_deref(),
    };
    let program = std::env::current_exe().map_err(shivir_core::CoreError::from)?;
    let worker = |from: usize, before: usize| {
        let mut command = Command::new(&program);
        command.arg("--data-dir").arg(dir).arg("demo-worker").arg(from.to_string()).arg(before.to_string());
        command
    };
    let bar = ctx.bar(0, "");
    let lang = ctx.lang();
    let done = play(&options, worker, &mut |stage| {
        let (at, of, hi, en) = match stage {
            Stage::Making(n) => (n, args.people, "ज़िले की सूची बन रही है", "making the district's list"),
            Stage::Importing(read, of) => (read, of, "सूची लोड हो रही है", "importing the list"),
            Stage::Measuring => (0, 0, "तुलना नापी जा रही है", "measuring the floor"),
            Stage::Playing(turn, of) => {
                (turn, of, "शिविर का दिन, बीच-बीच में बंद करके", "the camp's day, killed now and then")
            }
            Stage::Checking => (0, 0, "हर पंजीयन खोजा जा रहा है", "looking for every registration"),
            Stage::Syncing => (0, 0, "तीन फ़ोन ज़िले को भेज रहे हैं", "three phones sync with the district"),
        };
        bar.set_length(of);
        bar.set_position(at);
        bar.set_message(lang.pick(hi, en));
    });
    bar.finish_and_clear();
    done.map_err(|e| match e {
        crate::demo::error::DemoError::Core(e) => Fail::Core(e),
        other => Fail::refused("demo", other.sentence(Lang::Hi), other.sentence(Lang::En)),
    })
}

/// Plays the day from a turn on; see [`worker`].
pub(crate) fn run_worker(ctx: &Ctx, args: &WorkerArgs) -> Result<Reply, Fail> {
    let mut out = std::io::stdout().lock();
    worker::run(&ctx.data_dir()?, &ctx.key_file()?, args.from, args.before, &mut out)?;
    let _ = out.flush();
    Ok(Reply::new(json!({}), ""))
}

fn text(found: &Found, lang: Lang, keep: bool) -> String {
    let (f, s) = (found, &found.synced);
    let lines = match lang {
        Lang::Hi => vec![
            format!("सूची में {} लोग, {} के कार्ड पहले से बने", indian(f.people), indian(f.cards_made)),
            format!("{} पंजीयन की पुष्टि हुई, {} दर्ज मिले, {} खोए", f.confirmed, f.registered, f.lost),
            format!(
                "पुष्टि के बीच {} बार प्रोग्राम मारा गया (kill -9), {} बार पुष्टि तब तक पूरी हो चुकी थी",
                f.kills, f.kills_after_commit
            ),
            format!("{} आधार केस खुले, {} अभिलेख भेजने को तैयार", f.cases_opened, indian(f.outbox_facts)),
            format!(
                "आयात {} पंक्ति प्रति सेकंड (केवल लिखने से {:.2} गुना समय), पुष्टि {:.0} µs (fdatasync से {:.2} गुना)",
                indian(f.import_rows_per_s as u64),
                f.import_over_bare_insert,
                f.confirm_p50_us,
                f.confirm_over_fdatasync
            ),
            format!("मेमोरी {:.0} MB, सूची की फ़ाइल {:.0} MB", f.peak_rss_mb, f.roster_db_mb),
            format!(
                "{} फ़ोन ज़िले से मिले: {} अभिलेख, {} पंजीयन, हर फ़ोन पर वही; {} में से {} संदेश रास्ते में खोए; {} KB ऊपर, {} KB नीचे",
                s.phones.len(),
                indian(s.facts_hub),
                s.registrations_hub,
                s.trips,
                s.trips_lost,
                s.bytes_up / 1024,
                s.bytes_down / 1024
            ),
        ],
        Lang::En => vec![
            format!("{} people on the list, {} with a card", indian(f.people), indian(f.cards_made)),
            format!("{} registrations confirmed, {} found, {} lost", f.confirmed, f.registered, f.lost),
            format!(
                "killed in mid-confirmation {} times (kill -9), {} of them after the commit",
                f.kills, f.kills_after_commit
            ),
            format!(
                "{} Aadhaar cases opened, {} facts ready to be sent",
                f.cases_opened,
                indian(f.outbox_facts)
            ),
            format!(
                "import {} rows a second ({:.2} times the bare inserts), a confirmation {:.0} µs ({:.2} times an fdatasync)",
                indian(f.import_rows_per_s as u64),
                f.import_over_bare_insert,
                f.confirm_p50_us,
                f.confirm_over_fdatasync
            ),
            format!("memory {:.0} MB, the roster's file {:.0} MB", f.peak_rss_mb, f.roster_db_mb),
            format!(
                "{} phones synced: {} facts and {} registrations at the district, the same on each phone; {} of {} round trips lost; {} KB up, {} KB down",
                s.phones.len(),
                indian(s.facts_hub),
                s.registrations_hub,
                s.trips_lost,
                s.trips,
                s.bytes_up / 1024,
                s.bytes_down / 1024
            ),
        ],
    };
    let mut text = format!("{}\n\n{}\n", f.report.text(lang), lines.join("\n"));
    if keep {
        let dir = f.data_dir.display();
        text += &match lang {
            Lang::Hi => format!("आगे देखें: shivir --data-dir {dir} status\n"),
            Lang::En => format!("Look further: shivir --data-dir {dir} status\n"),
        };
    }
    text
}
