//! `enrol`: a one-time code for a phone, as a QR to be scanned and as text to be typed.

use std::io::IsTerminal;

use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};
use serde_json::json;
use shivir_domain::id::WorkerId;
use shivir_domain::wire::enrol::{AreaGrant, BoundWorker, Grant, Limits};
use shivir_hub::HubError;
use shivir_hub::env::{Env, SystemEnv};

use crate::ctx::{Begin, Ctx};
use crate::fail::Fail;
use crate::out::{Reply, in_india, say};
use crate::parse::{self, Worker};

/// For whom and where a phone is.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// ज़िले का LGD कोड · LGD code of the district [default: the only one]
    #[arg(long, value_name = "CODE")]
    district: Option<u32>,
    /// क्षेत्र और कितनी जानकारी, कई हो सकते हैं · Area and how much of it, may be repeated
    #[arg(long, value_name = "AREA:full|minimal", value_parser = parse::area, required = true)]
    area: Vec<AreaGrant>,
    /// कार्यकर्ता, कई हो सकते हैं; पहले फ़ोन था तो पहचान भी · Worker, may be repeated; with her id where she had a phone
    #[arg(long, value_name = "NAME:CADRE[:ID]", value_parser = parse::worker, required = true)]
    worker: Vec<Worker>,
    /// कितने घंटे चले · Hours for which the code is good
    #[arg(long, value_name = "HOURS", default_value_t = 48, value_parser = clap::value_parser!(u64).range(1..=720))]
    valid: u64,
    /// फ़ोनों से सर्वर का पता · Address under which phones reach the hub
    #[arg(long, value_name = "URL", value_parser = parse::url)]
    url: String,
}

/// Runs the command.
pub(crate) fn run(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    let opened = ctx.open(Begin::No)?;
    let district = opened.district(args.district)?;
    let now = SystemEnv.now_ms();
    let mut workers = Vec::new();
    for worker in &args.worker {
        let id = match worker.id {
            Some(id) => id,
            None => {
                let mut random = [0; 10];
                SystemEnv.random(&mut random)?;
                WorkerId::new_worker(now, random)
            }
        };
        workers.push(BoundWorker { worker: id, name: worker.name.clone(), cadre: worker.cadre });
    }
    let grant = Grant { areas: args.area.clone(), workers, limits: Limits::default() };
    let valid_ms = args.valid * 3_600_000;
    let invitation = opened.hub.invite(district, &grant, &args.url, valid_ms)?;
    let (code, print, text) = (invitation.code, invitation.hub.fingerprint(), invitation.to_text());
    let until = now + valid_ms;
    let qr = qr(&text)?;
    let shown = if !ctx.json() && std::io::stdout().is_terminal() { coloured(&qr) } else { qr.clone() };
    let when = in_india(until);
    let said = say!(
        ctx.lang(),
        "{shown}\n\nकोड: {code}\nसर्वर की पहचान: {print}\nनिमंत्रण: {text}\n{when} तक, एक बार। कोड टाइप करने वाले फ़ोन पर पहचान मिलाएँ।",
        "{shown}\n\nCode: {code}\nThe hub's fingerprint: {print}\nInvitation: {text}\nGood once, until {when}. Compare the fingerprint on a phone where the code is typed."
    );
    let json = json!({
        "district": district, "enrol_code": code.to_string(), "fingerprint": print, "invitation": text,
        "valid_until_ms": until, "workers": workers_of(&grant), "qr": qr,
    });
    Ok(Reply::new(json, said))
}

/// Workers as JSON.
pub(super) fn workers_of(grant: &Grant) -> serde_json::Value {
    let worker = |bound: &BoundWorker| json!({"id": bound.worker, "name": bound.name, "cadre": bound.cadre});
    grant.workers.iter().map(worker).collect()
}

/// The QR in half blocks, light modules as blocks: readable where the ground is dark.
fn qr(text: &str) -> Result<String, HubError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M);
    let code = code.map_err(|_| HubError::Internal("qr"))?;
    let (dark, light) = (Dense1x2::Light, Dense1x2::Dark);
    Ok(code.render::<Dense1x2>().dark_color(dark).light_color(light).quiet_zone(true).build())
}

/// White on black, whatever the terminal's own colours are.
fn coloured(qr: &str) -> String {
    let lines: Vec<String> = qr.lines().map(|line| format!("\u{1b}[40;97m{line}\u{1b}[0m")).collect();
    lines.join("\n")
}
