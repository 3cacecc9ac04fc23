//! `courier`: answers what was carried here as a file: a courier's sealed file, or the request of a phone that is to be
//! enrolled and has never met a network.

use std::path::PathBuf;

use serde_json::json;
use shivir_domain::wire::enrol::EnrolRequest;
use shivir_domain::wire::envelope::RequestBody;

use crate::ctx::{Begin, Ctx};
use crate::fail::{self, Fail};
use crate::out::{Reply, say};

/// Which file, and where its answer goes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// फ़ोन से आई फ़ाइल · The file that came from a phone
    file: PathBuf,
    /// उत्तर इस फ़ाइल में · The answer goes to this file, which is carried back
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Runs the command. A refusal is an answer too: it is written, and told.
pub(crate) fn run(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    let opened = ctx.open(Begin::No)?;
    let bytes = std::fs::read(&args.file).map_err(|e| fail::file(&args.file, &e))?;
    // A sealed file says what it is; all else is an envelope as it goes over the network.
    let reply = if bytes.starts_with(b"SHIVSYNC") {
        opened.hub.courier(&bytes)
    } else {
        opened.hub.handle(EnrolRequest::PATH, &bytes)
    };
    std::fs::write(&args.out, &reply.bytes).map_err(|e| fail::file(&args.out, &e))?;
    let name = args.out.display();
    let (taken, aside, given) = (reply.outcome.taken, reply.outcome.aside, reply.outcome.given);
    if let Some(code) = reply.outcome.refused {
        let (hi, en) = (code.word(shivir_domain::codes::Lang::Hi), code.word(shivir_domain::codes::Lang::En));
        return Err(Fail::refused(
            code.code(),
            format!("{hi} उत्तर «{name}» में है।"),
            format!("{en} The answer is in \"{name}\"."),
        ));
    }
    let text = say!(
        ctx.lang(),
        "{taken} नए अभिलेख लिए गए ({aside} अलग रखे), {given} भेजे जा रहे हैं। उत्तर «{name}» में है: फ़ोन तक ले जाएँ।",
        "{taken} new records were taken ({aside} kept aside), {given} go back. The answer is in \"{name}\": carry it to the phone."
    );
    Ok(Reply::new(json!({"file": args.out, "taken": taken, "aside": aside, "given": given}), text))
}
