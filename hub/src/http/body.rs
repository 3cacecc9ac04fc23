//! Reading what is posted, within limits of size, time and memory.

use axum::body::Body;
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use shivir_domain::wire::envelope::RequestHash;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout, timeout_at};

use super::state::{App, PIECE};

/// What came.
pub(super) struct Whole {
    pub bytes: Vec<u8>,
    /// Holds its share of the memory as long as the bytes are there.
    pub held: Option<OwnedSemaphorePermit>,
}

/// Why it did not come whole, and how many bytes did.
#[derive(Debug)]
pub(super) enum Cut {
    /// Too slow.
    Slow(u64),
    /// The connection broke, or the client wrote no HTTP.
    Broken(u64),
    /// More than allowed, but read to its end: the refusal can be signed for it.
    TooBig(u64, RequestHash),
    /// Much more than allowed: not read to its end.
    FarTooBig(u64),
    /// Too much is held for others.
    Full(u64),
}

/// Reads a body of at most so many bytes. What is larger is read on and forgotten, up to twice as many, so that its refusal
/// can be signed.
pub(super) async fn read(app: &App, mut body: Body, most: usize, until: Instant) -> Result<Whole, Cut> {
    let mut whole = Whole { bytes: Vec::new(), held: None };
    let mut came = 0u64;
    let mut beyond: Option<Sha256> = None;
    let said = hyper::body::Body::size_hint(&body).lower();
    if said > 2 * most as u64 {
        return Err(Cut::FarTooBig(0));
    }
    loop {
        let frame = timeout_at(until, timeout(app.options.gap_time, body.frame())).await;
        let data = match frame {
            Err(_) | Ok(Err(_)) => return Err(Cut::Slow(came)),
            Ok(Ok(None)) => break,
            Ok(Ok(Some(Err(_)))) => return Err(Cut::Broken(came)),
            Ok(Ok(Some(Ok(frame)))) => frame.into_data().unwrap_or_default(),
        };
        came += data.len() as u64;
        if came > 2 * most as u64 {
            return Err(Cut::FarTooBig(came));
        }
        if came > most as u64 {
            let held = std::mem::take(&mut whole.bytes);
            whole.held = None;
            beyond.get_or_insert_with(|| Sha256::new_with_prefix(held)).update(&data);
            continue;
        }
        hold(app, &mut whole, data.len()).map_err(|()| Cut::Full(came))?;
        whole.bytes.extend_from_slice(&data);
    }
    match beyond {
        Some(hash) => Err(Cut::TooBig(came, RequestHash(hash.finalize().into()))),
        None => Ok(whole),
    }
}

/// Takes the share of so many more bytes.
fn hold(app: &App, whole: &mut Whole, more: usize) -> Result<(), ()> {
    let wanted = (whole.bytes.len() + more).div_ceil(PIECE);
    let has = whole.held.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
    let more = u32::try_from(wanted.saturating_sub(has)).map_err(drop)?;
    if more == 0 {
        return Ok(());
    }
    let share = app.held.clone().try_acquire_many_owned(more).map_err(drop)?;
    match &mut whole.held {
        Some(held) => held.merge(share),
        none => *none = Some(share),
    }
    Ok(())
}
