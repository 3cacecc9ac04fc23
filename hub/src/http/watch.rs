//! Counts and logs every request: what was asked, what became of it, how long it took. Not who asked.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use hyper::Method;
use sha2::{Digest, Sha256};
use shivir_domain::id::DeviceId;
use shivir_domain::wire::ErrorCode;

use super::LOG_REQUEST;
use super::answer::Noted;
use super::state::App;

pub(super) async fn watch(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    // A path that is none of ours may hold anything.
    let route = path.and_then(|path| ROUTES.into_iter().find(|route| *route == path.as_str()));
    let mut watch = Watch {
        route: route.unwrap_or("other"),
        method: method(request.method()),
        begun: Instant::now(),
        ended: false,
        app,
    };
    watch.app.metrics.in_flight.fetch_add(1, Relaxed);
    let response = next.run(request).await;
    let went = hyper::body::Body::size_hint(response.body()).lower();
    let noted = response.extensions().get::<Noted>().copied().unwrap_or_default();
    watch.end(response.status().as_u16(), noted, went);
    response
}

/// What is counted and logged by name.
const ROUTES: [&str; 7] =
    ["/v1/sync", "/v1/enrol", "/v1/campaign", "/v1/courier", "/v1/packs/{address}", "/healthz", "/metrics"];

fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        _ => "other",
    }
}

struct Watch {
    app: Arc<App>,
    route: &'static str,
    method: &'static str,
    begun: Instant,
    ended: bool,
}

impl Watch {
    fn end(&mut self, status: u16, noted: Noted, went: u64) {
        self.ended = true;
        let took = self.begun.elapsed();
        let outcome = noted.outcome;
        let code = noted.code.or(outcome.refused.map(ErrorCode::code)).unwrap_or(match status {
            200..=299 => "OK",
            404 => ErrorCode::NotFound.code(),
            405 => "METHOD",
            _ => "FAILED",
        });
        self.app.metrics.request(self.route, code, &outcome, (noted.came, went), took);
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let device = outcome.device.map(|device| hidden(&self.app.salt, device));
        tracing::info!(
            target: LOG_REQUEST,
            method = self.method,
            route = self.route,
            status,
            code,
            ms,
            bytes_in = noted.came,
            bytes_out = went,
            taken = outcome.taken,
            aside = outcome.aside,
            given = outcome.given,
            device,
        );
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.app.metrics.in_flight.fetch_sub(1, Relaxed);
        if !self.ended {
            // The phone left before its answer.
            self.end(0, Noted { code: Some("LEFT"), ..Noted::default() }, 0);
        }
    }
}

/// A phone's mark in the log of one run of the server: tells its lines from others', and leads back to no phone.
fn hidden(salt: &[u8; 16], device: DeviceId) -> String {
    let hash: [u8; 32] = Sha256::new_with_prefix(salt).chain_update(device.0).finalize().into();
    hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}
