//! `devices`, `revoke`: the phones of a district.

use serde_json::json;
use shivir_domain::id::DeviceId;
use shivir_hub::HubError;
use shivir_hub::device::DeviceState;

use super::enrol::workers_of;
use crate::ctx::{Begin, Ctx};
use crate::fail::Fail;
use crate::out::{Reply, in_india, say, table};

/// Whose phones.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// ज़िले का LGD कोड · LGD code of the district [default: the only one]
    #[arg(long, value_name = "CODE")]
    district: Option<u32>,
}

/// Which phone.
#[derive(clap::Args)]
pub(crate) struct RevokeArgs {
    /// ज़िले का LGD कोड · LGD code of the district [default: the only one]
    #[arg(long, value_name = "CODE")]
    district: Option<u32>,
    /// Short number of the phone on its slips, or its id
    #[arg(value_name = "NUMBER|ID")]
    phone: String,
}

/// Runs `devices`.
pub(crate) fn list(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    let opened = ctx.open(Begin::No)?;
    let lang = ctx.lang();
    let devices = opened.hub.devices(opened.district(args.district)?)?;
    let all: Vec<_> = devices
        .iter()
        .map(|d| {
            let areas: Vec<_> =
                d.grant.areas.iter().map(|a| json!({"area": a.area, "depth": a.depth})).collect();
            json!({
                "number": d.no, "device": d.device, "seen_ms": d.seen_ms, "revoked": d.revoked,
                "areas": areas, "workers": workers_of(&d.grant),
            })
        })
        .collect();
    let row = |d: &DeviceState| {
        let names: Vec<String> =
            d.grant.workers.iter().map(|w| format!("{} ({})", w.name, w.cadre.word(lang))).collect();
        let areas: Vec<String> = d.grant.areas.iter().map(|a| a.area.0.to_string()).collect();
        let state = if d.revoked { lang.pick("बंद", "revoked") } else { "" };
        [d.no.to_string(), names.join(", "), areas.join(" "), in_india(d.seen_ms), state.to_owned()]
    };
    let rows: Vec<_> = devices.iter().map(row).collect();
    let heads = match lang {
        shivir_domain::codes::Lang::Hi => ["फ़ोन", "कार्यकर्ता", "क्षेत्र", "आख़िरी बार", ""],
        shivir_domain::codes::Lang::En => ["Phone", "Workers", "Areas", "Last heard", ""],
    };
    Ok(Reply::new(json!({"devices": all}), table(heads, &rows)))
}

/// A phone by its short number or its id.
pub(super) fn found(devices: Vec<DeviceState>, phone: &str) -> Result<DeviceState, HubError> {
    let (number, id) = (phone.parse::<u32>().ok(), DeviceId::parse(phone));
    let found = devices.into_iter().find(|d| Some(d.no) == number || Some(d.device) == id);
    found.ok_or(HubError::NotFound("the phone"))
}

/// Runs `revoke`.
pub(crate) fn revoke(ctx: &Ctx, args: &RevokeArgs) -> Result<Reply, Fail> {
    let opened = ctx.open(Begin::No)?;
    let district = opened.district(args.district)?;
    let found = found(opened.hub.devices(district)?, &args.phone)?;
    opened.hub.revoke(district, found.device)?;
    let no = found.no;
    let text = say!(
        ctx.lang(),
        "फ़ोन {no} बंद है: उसे कुछ नहीं भेजा जाएगा; उसका भेजा हुआ अलग सुरक्षित रखा जाएगा (shivir-hub quarantine list)।",
        "Phone {no} is revoked: nothing is sent to it; what it hands in is kept aside (shivir-hub quarantine list)."
    );
    Ok(Reply::new(json!({"number": no, "device": found.device, "revoked": true}), text))
}
