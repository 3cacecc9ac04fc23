//! `enrol`: which phone this is in the district. Over the network, or with the request and its answer as files.

use std::path::{Path, PathBuf};

use serde_json::json;
use shivir_core::sync::{Enrolled, Invited, SyncError};
use shivir_domain::codes::Lang;

use crate::ctx::Ctx;
use crate::fail::{self, Fail};
use crate::net::Net;
use crate::out::{Reply, indian, say};
use crate::table::pairs;

/// Enrolment.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// QR कोड का पाठ · The text of the QR code
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["code", "address", "district"])]
    invitation: Option<String>,
    /// टाइप किया कोड · A code that was typed
    #[arg(long, value_name = "CODE", requires_all = ["address", "district"])]
    code: Option<String>,
    /// सर्वर का पता · The hub's address
    #[arg(long, value_name = "URL", requires = "code")]
    address: Option<String>,
    /// ज़िले का LGD कोड · The district's LGD code
    #[arg(long, value_name = "LGD", requires = "code")]
    district: Option<u32>,
    /// अनुरोध इस फ़ाइल में · The request goes to this file
    #[arg(long, value_name = "FILE", conflicts_with = "answer")]
    out: Option<PathBuf>,
    /// सर्वर का उत्तर इस फ़ाइल से · The hub's answer, from this file
    #[arg(long = "in", value_name = "FILE")]
    answer: Option<PathBuf>,
    /// ज़िले के पर्दे के अंक, टाइप किए कोड के साथ · The figures on the district's screen, for a code that was typed
    #[arg(long, value_name = "FIGURES")]
    fingerprint: Option<String>,
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    match (&args.out, &args.answer) {
        (Some(file), _) => ask(ctx, args, file),
        (None, None) if args.invitation.is_some() || args.code.is_some() => post(ctx, args),
        (None, Some(file)) => {
            let bytes = std::fs::read(file).map_err(|error| fail::file(file, &error))?;
            let taken =
                ctx.with_core(|core| Ok(core.enrol_response(&bytes, args.fingerprint.as_deref())?))?;
            Ok(shown(&taken, ctx.lang()))
        }
        (None, None) => {
            let enrolled = ctx.with_core(|core| Ok(core.enrolment()?))?;
            Ok(shown(&enrolled.ok_or(SyncError::NotEnrolled)?, ctx.lang()))
        }
    }
}

fn invited(args: &Args) -> Result<Invited, Fail> {
    match (&args.invitation, &args.code, &args.address, args.district) {
        (Some(text), ..) => Ok(Invited::scanned(text)?),
        (None, Some(code), Some(address), Some(district)) => {
            Ok(Invited::typed(address, district, code, None)?)
        }
        _ => Err(Fail::usage("--invitation या --code दें।", "Give --invitation or --code.")),
    }
}

/// Over the network, in one round trip. An answer that was lost is asked for again with the same code.
fn post(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    let invited = invited(args)?;
    let taken = ctx.with_core(|core| {
        let out = core.enrol_request(&invited, env!("CARGO_PKG_VERSION"))?;
        let Ok(answer) = Net::to(&invited.url).post(&out.path, &out.bytes) else {
            return Err(Fail::refused(
                "no_answer",
                "ज़िले के सर्वर से उत्तर नहीं आया। दर्ज काम सुरक्षित है, कोड भी खर्च नहीं हुआ। नेटवर्क देखकर यही फिर चलाएँ।",
                "The district's hub did not answer. All that is registered is safe, and the code is still good. Look at the network and run the same again.",
            ));
        };
        Ok(core.enrol_response(&answer, args.fingerprint.as_deref())?)
    })?;
    Ok(shown(&taken, ctx.lang()))
}

fn ask(ctx: &Ctx, args: &Args, file: &Path) -> Result<Reply, Fail> {
    let invited = invited(args)?;
    let version = env!("CARGO_PKG_VERSION");
    let out = ctx.with_core(|core| Ok(core.enrol_request(&invited, version)?))?;
    std::fs::write(file, &out.bytes).map_err(|error| fail::file(file, &error))?;
    let (name, url) = (file.display(), format!("{}{}", invited.url, out.path));
    let text = say!(
        ctx.lang(),
        "अनुरोध «{name}» में है। इसे {url} पर भेजें और उत्तर --in से दें। दर्ज काम जैसा था वैसा ही है।",
        "The request is in \"{name}\". Post it to {url} and give the answer with --in. What is registered is as it was."
    );
    Ok(Reply::new(json!({"file": file, "bytes": out.bytes.len(), "post": url}), text))
}

fn shown(enrolled: &Enrolled, lang: Lang) -> Reply {
    let grant = &enrolled.grant;
    let json = json!({
        "url": enrolled.url,
        "district": enrolled.district,
        "device": enrolled.device,
        "number": enrolled.number,
        "fingerprint": enrolled.hub,
        "areas": grant.areas.iter().map(|a| a.area).collect::<Vec<_>>(),
        "workers": grant.workers.iter().map(|w| w.worker).collect::<Vec<_>>(),
        "enrolled_ms": enrolled.at_ms,
        "recovery": enrolled.recovery,
    });
    let word = |hi: &str, en: &str| lang.pick(hi, en).to_owned();
    let text = pairs(&[
        (word("सर्वर", "Hub"), enrolled.url.clone()),
        (word("सर्वर की पहचान", "Its fingerprint"), enrolled.hub.clone()),
        (word("फ़ोन का नंबर", "Number of this phone"), enrolled.number.to_string()),
        (word("क्षेत्र", "Areas"), indian(grant.areas.len() as u64)),
        (word("कार्यकर्ता", "Workers"), indian(grant.workers.len() as u64)),
    ]);
    Reply::new(json, text)
}
