//! Answers with as few headers as there can be: at 2G each byte of them counts.

use axum::body::Body;
use axum::response::Response;
use hyper::header::{CONNECTION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
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

fn response(status: u16, headers: HeaderMap, bytes: Vec<u8>, noted: Noted) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = headers;
    response.extensions_mut().insert(noted);
    response
}
