//! `GET /v1/packs/{address}`: a pack's bytes, from a place on.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{Path, State};
use axum::response::Response;
use bytes::Bytes;
use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, RANGE};
use shivir_domain::wire::ErrorCode;
use shivir_domain::wire::envelope::{Request, RequestHash};
use shivir_domain::wire::pack::{PackAddress, read_ticket_header};
use tokio::sync::OwnedSemaphorePermit;

use super::post::{BUSY_MS, refused, signed};
use super::state::{App, PIECE, device};
use super::{answer, work};

pub(super) async fn pack(
    State(app): State<Arc<App>>,
    Path(address): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(address) = PackAddress::from_hex(&address) else {
        return answer::empty(404);
    };
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let authorization = header(AUTHORIZATION).unwrap_or_default().to_owned();
    let from = header(RANGE).and_then(beginning).unwrap_or(0);
    let ticket = read_ticket_header(&authorization).unwrap_or_default();
    let head = Request::read(&ticket).ok().map(|request| request.head);
    let hash = RequestHash::of(&ticket);
    let refuse = |code, retry_ms| {
        let bytes = app.signers.refuse(hash, head.as_ref(), code, Some(retry_ms));
        answer::reply(refused(bytes, code), 0)
    };
    let speaks = head.and_then(|head| Some(device(head.district, head.device?)));
    if let Some(Err(wait)) = speaks.map(|device| app.devices.take(device, Instant::now())) {
        return refuse(ErrorCode::SlowDown, u64::try_from(wait.as_millis()).unwrap_or(BUSY_MS).max(1));
    }
    let until = tokio::time::Instant::now() + app.options.request_time;
    let found = work::within(&app, until, move |hub| hub.pack(&authorization, address, from)).await;
    match found.unwrap_or_else(|code| Err(refused(Vec::new(), code))) {
        Err(reply) => answer::reply(signed(&app, reply, hash, head.as_ref()), 0),
        Ok(pack) => match held(&app, pack.bytes) {
            Some(bytes) => answer::stretch(bytes, from, pack.whole),
            None => refuse(ErrorCode::Busy, BUSY_MS),
        },
    }
}

/// `bytes=N-`. Another range is passed over, and all is sent.
fn beginning(range: &str) -> Option<u64> {
    range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
}

struct Held {
    bytes: Vec<u8>,
    _share: OwnedSemaphorePermit,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Bytes that count among those that are held until a slow phone has taken them; `None` where too much is held.
fn held(app: &App, bytes: Vec<u8>) -> Option<Bytes> {
    let share = u32::try_from(bytes.len().div_ceil(PIECE)).ok()?;
    let share = app.held.clone().try_acquire_many_owned(share).ok()?;
    Some(Bytes::from_owner(Held { bytes, _share: share }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_range_that_goes_to_the_end_is_one() {
        assert_eq!(beginning("bytes=17-"), Some(17));
        for other in ["bytes=17-20", "bytes=-5", "bytes=1-,5-", "items=1-", "bytes=x-"] {
            assert_eq!(beginning(other), None);
        }
    }
}
