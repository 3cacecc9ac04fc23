//! Answers with as few headers as there can be: at 2G each byte of them counts.

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use hyper::header::{CONNECTION, CONTENT_RANGE, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{HeaderMap, StatusCode};

use crate::sync::{Outcome, Reply};

/// What a handler notes for the log and the counters.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Noted {
    pub outcome: Outcome,
    /// Bytes that came.
    pub came: u64,
    /// Where the outcome is not one of the protocol.
    pub code: Option<&'static str>,
}

/// Seconds after which to ask again, where nothing signed can say so.
const RETRY_SECONDS: HeaderValue = HeaderValue::from_static("30");

/// An envelope or a courier's file.
pub(super) fn reply(reply: Reply, came: u64) -> Response {
    let mut headers = HeaderMap::new();
    if reply.bytes.is_empty() {
        headers.insert(RETRY_AFTER, RETRY_SECONDS);
    } else {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-shivir"));
    }
    let noted = Noted { outcome: reply.outcome, came, code: None };
    response(reply.status, headers, reply.bytes, noted)
}

/// A pack's bytes from a place on. A stretch names the whole, so that the phone knows what is left.
pub(super) fn stretch(bytes: Bytes, from: u64, whole: u64) -> Response {
    let mut headers = HeaderMap::new();
    let sent = bytes.len() as u64;
    let (status, range) = match from {
        0 if sent == whole => (200, None),
        _ if sent == 0 => (416, Some(format!("bytes */{whole}"))),
        _ => (206, Some(format!("bytes {from}-{}/{whole}", from + sent - 1))),
    };
    if let Some(range) = range.and_then(|range| HeaderValue::from_str(&range).ok()) {
        headers.insert(CONTENT_RANGE, range);
    }
    response(status, headers, bytes, Noted::default())
}

/// Nothing but a status.
pub(super) fn empty(status: u16) -> Response {
    response(status, HeaderMap::new(), Vec::new(), Noted::default())
}

/// A request that was not read to its end: the connection cannot be used again.
pub(super) fn cut(status: u16, came: u64, code: &'static str) -> Response {
    let headers = HeaderMap::from_iter([(CONNECTION, HeaderValue::from_static("close"))]);
    response(status, headers, Vec::new(), Noted { came, code: Some(code), ..Noted::default() })
}

/// Text for operators.
pub(super) fn text(status: u16, text: String) -> Response {
    let kind = HeaderValue::from_static("text/plain; version=0.0.4");
    response(status, HeaderMap::from_iter([(CONTENT_TYPE, kind)]), text.into_bytes(), Noted::default())
}

fn response(status: u16, headers: HeaderMap, bytes: impl Into<Body>, noted: Noted) -> Response {
    let mut response = Response::new(bytes.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = headers;
    response.extensions_mut().insert(noted);
    response
}
