//! `worker`: who works at this laptop.

use clap::Subcommand;
use serde_json::json;
use shivir_core::Core;
use shivir_core::worker::Worker;
use shivir_domain::codes::{Cadre, Lang};
use shivir_domain::id::{AreaId, WorkerId};

use crate::ctx::Ctx;
use crate::fail::Fail;
use crate::out::{Reply, say};
use crate::parse;
use crate::table::table;

/// What to do with workers.
#[derive(Subcommand)]
pub(crate) enum Args {
    /// कार्यकर्ता जोड़ें · Add a worker
    Add {
        /// नाम · Name
        #[arg(long)]
        name: String,
        /// संवर्ग · Cadre
        #[arg(long, value_name = "CODE", value_parser = parse::cadre(), ignore_case = true)]
        cadre: Cadre,
        /// ग्राम पंचायत या वार्ड का कोड, कई हो सकते हैं · Code of a gram panchayat or ward, may be repeated
        #[arg(long, value_name = "N")]
        area: Vec<u64>,
    },
    /// सभी कार्यकर्ता · List the workers
    List,
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: Args) -> Result<Reply, Fail> {
    let lang = ctx.lang();
    match args {
        Args::Add { name, cadre, area } => {
            let areas: Vec<AreaId> = area.into_iter().map(AreaId).collect();
            if name.trim().is_empty() {
                return Err(Fail::usage(
                    "--name खाली है: कार्यकर्ता का नाम लिखें।",
                    "--name is empty: write the worker's name.",
                ));
            }
            let worker = ctx.with_core(|core| Ok(core.add_worker(&name, cadre, &areas)?))?;
            let (id, name, what) = (worker.id, &worker.name, worker.cadre.word(lang));
            let text = say!(lang, "जोड़ा गया: {name}, {what}\n{id}", "Added: {name}, {what}\n{id}");
            Ok(Reply::new(json!({"worker": worker}), text))
        }
        Args::List => {
            let workers = ctx.with_core(|core| Ok(core.workers()?))?;
            let text = list(&workers, lang);
            Ok(Reply::new(json!({"workers": workers}), text))
        }
    }
}

fn list(workers: &[Worker], lang: Lang) -> String {
    if workers.is_empty() {
        return lang
            .pick(
                "अभी कोई कार्यकर्ता नहीं है। जोड़ें: shivir worker add --name … --cadre …",
                "No worker yet. Add one: shivir worker add --name … --cadre …",
            )
            .to_owned();
    }
    let rows: Vec<Vec<String>> = workers
        .iter()
        .map(|w| {
            let areas: Vec<String> = w.areas.iter().map(|a| a.0.to_string()).collect();
            vec![w.name.clone(), w.cadre.word(lang).to_owned(), areas.join(" "), w.id.to_string()]
        })
        .collect();
    let heads: [&str; 4] = match lang {
        Lang::Hi => ["नाम", "संवर्ग", "क्षेत्र", "पहचान"],
        Lang::En => ["Name", "Cadre", "Areas", "Id"],
    };
    table(&heads, &rows)
}

/// The worker who is meant: by id, or by a name that only one has; where none is named, the only one there is.
pub(crate) fn find(core: &Core, named: Option<&str>) -> Result<Worker, Fail> {
    let Some(named) = named.map(str::trim) else {
        let mut workers = core.workers()?;
        return match (workers.pop(), workers.is_empty()) {
            (Some(only), true) => Ok(only),
            (None, _) => Err(Fail::refused(
                "no_worker",
                "अभी कोई कार्यकर्ता दर्ज नहीं है। पहले जोड़ें: shivir worker add --name … --cadre …",
                "No worker is known here. Add one first: shivir worker add --name … --cadre …",
            )),
            _ => Err(Fail::usage(
                "यहाँ कई कार्यकर्ता हैं: --worker से बताएँ किसने काम किया (सूची: shivir worker list)।",
                "There are several workers here: say with --worker who did the work (list: shivir worker list).",
            )),
        };
    };
    if let Some(id) = WorkerId::parse(named) {
        return Ok(core.worker(id)?);
    }
    let mut of_name: Vec<Worker> = core.workers()?;
    of_name.retain(|w| w.name == named);
    match (of_name.pop(), of_name.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(_), false) => Err(Fail::refused(
            "worker_ambiguous",
            "इस नाम के एक से अधिक कार्यकर्ता हैं। कुछ नहीं बदला। --worker में पहचान लिखें (shivir worker list)।",
            "More than one worker has this name. Nothing was changed. Give the id to --worker (shivir worker list).",
        )),
        (None, _) => Err(shivir_core::CoreError::NotFound(shivir_core::error::Thing::Worker).into()),
    }
}
