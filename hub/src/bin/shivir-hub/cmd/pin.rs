//! `pin-reset`: a worker forgot her PIN and reads the code on her phone to the desk.

use serde_json::json;
use shivir_domain::id::WorkerId;
use shivir_domain::wire::reset::ResetChallenge;
use shivir_hub::HubError;

use super::device::found;
use crate::ctx::{Begin, Ctx};
use crate::fail::Fail;
use crate::out::{Reply, say};

/// Whose PIN, and what her phone shows.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// ज़िले का LGD कोड · LGD code of the district [default: the only one]
    #[arg(long, value_name = "CODE")]
    district: Option<u32>,
    /// Short number of the phone on its slips, or its id
    #[arg(value_name = "NUMBER|ID")]
    phone: String,
    /// Name of the worker, as the district bound her to the phone, or her id
    #[arg(value_name = "NAME|ID")]
    worker: String,
    /// The code that the phone shows, as ABCD-EFGH
    #[arg(value_name = "CODE")]
    challenge: String,
}

/// Runs the command. Who asks is known to the supervisor by her voice: the program cannot know it.
pub(crate) fn reset(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    let challenge = ResetChallenge::parse(&args.challenge).ok_or_else(|| {
        Fail::refused(
            "bad_code",
            "फ़ोन का कोड ठीक नहीं पढ़ा गया: एक अक्षर ग़लत है। फिर से पढ़वाएँ।".to_owned(),
            "The phone's code was not read right: a sign of it is wrong. Have it read again.".to_owned(),
        )
    })?;
    let opened = ctx.open(Begin::No)?;
    let district = opened.district(args.district)?;
    let phone = found(opened.hub.devices(district)?, &args.phone)?;
    let mut named = phone.grant.workers.iter().filter(|w| w.name == args.worker).map(|w| w.worker);
    let worker = WorkerId::parse(&args.worker)
        .or_else(|| named.next())
        .filter(|_| named.next().is_none())
        .ok_or(HubError::NotFound("one worker of this name on the phone"))?;
    let code = opened.hub.pin_reset(district, phone.device, worker, &challenge)?;
    let text = say!(
        ctx.lang(),
        "उत्तर: {code}। इसे कार्यकर्ता को पढ़कर सुनाएँ; फिर वह नया PIN चुनेगी। पहले आवाज़ से पहचान लें कि वही है।",
        "Answer: {code}. Read it to the worker; she then chooses a new PIN. First make sure by her voice that it is she."
    );
    Ok(Reply::new(json!({"number": phone.no, "worker": worker, "code": code.to_string()}), text))
}
