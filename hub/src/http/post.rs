//! What phones and couriers post.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use shivir_domain::wire::enrol::EnrolRequest;
use shivir_domain::wire::envelope::{self, RequestBody, RequestHash, RequestHead};
use shivir_domain::wire::pack::CampaignRequest;
use shivir_domain::wire::sync::SyncRequest;
use shivir_domain::wire::{ErrorCode, MOST_ENVELOPE};

use super::body::{self, Cut, Whole};
use super::state::{App, Peer, device, subscriber};
use super::{answer, work};
use crate::Hub;
use crate::sync::{Outcome, Reply};

/// Where couriers' files are posted.
pub(super) const COURIER: &str = "/v1/courier";

/// Bytes by which a courier's file is longer than the envelope in it, and some.
const SEALED: usize = 1_024;

/// Before the next try of a phone that the server itself could not serve.
pub(super) const BUSY_MS: u64 = 30_000;

type Shared = State<Arc<App>>;

pub(super) async fn sync(State(app): Shared, request: Request) -> Response {
    of_device(&app, SyncRequest::PATH, request).await
}

pub(super) async fn campaign(State(app): Shared, request: Request) -> Response {
    of_device(&app, CampaignRequest::PATH, request).await
}

pub(super) async fn enrol(
    State(app): Shared,
    Extension(Peer(peer)): Extension<Peer>,
    request: Request,
) -> Response {
    let post = match Post::read(&app, request, MOST_ENVELOPE).await {
        Ok(post) => post,
        Err(refused) => return refused,
    };
    // Each try costs one, and a code that is right gives it back: none can be found by trying.
    let from = subscriber(peer);
    if let Err(wait) = app.wrong_codes.take(from, Instant::now()) {
        return post.slow_down(&app, wait);
    }
    let response = post.work(&app, |hub, bytes| hub.handle(EnrolRequest::PATH, bytes)).await;
    let noted = response.extensions().get::<answer::Noted>();
    let guessed = [ErrorCode::CodeUnknown, ErrorCode::CodeUsed, ErrorCode::CodeExpired, ErrorCode::NotSigned];
    if !noted.and_then(|noted| noted.outcome.refused).is_some_and(|code| guessed.contains(&code)) {
        app.wrong_codes.give_back(from);
    }
    response
}

pub(super) async fn courier(State(app): Shared, request: Request) -> Response {
    match Post::read(&app, request, MOST_ENVELOPE + SEALED).await {
        Ok(post) => post.work(&app, Hub::courier).await,
        Err(refused) => refused,
    }
}

async fn of_device(app: &Arc<App>, path: &'static str, request: Request) -> Response {
    let post = match Post::read(app, request, MOST_ENVELOPE).await {
        Ok(post) => post,
        Err(refused) => return refused,
    };
    let speaks = post.head.and_then(|head| Some((head.district, head.device?)));
    let allowed = speaks.map(|(district, id)| app.devices.take(device(district, id), Instant::now()));
    match allowed {
        Some(Err(wait)) => post.slow_down(app, wait),
        _ => post.work(app, move |hub, bytes| hub.handle(path, bytes)).await,
    }
}

/// A request that came whole.
struct Post {
    whole: Whole,
    /// Who says it is speaking.
    head: Option<RequestHead>,
    until: tokio::time::Instant,
}

impl Post {
    async fn read(app: &App, request: Request, most: usize) -> Result<Self, Response> {
        let until = tokio::time::Instant::now() + app.options.request_time;
        match body::read(app, request.into_body(), most, until).await {
            Ok(whole) => {
                let head = envelope::Request::read(&whole.bytes).ok().map(|request| request.head);
                Ok(Self { whole, head, until })
            }
            Err(Cut::Slow(came)) => Err(answer::cut(408, came, "SLOW")),
            Err(Cut::Broken(came)) => Err(answer::cut(400, came, "CUT")),
            Err(Cut::FarTooBig(came)) => Err(answer::cut(413, came, ErrorCode::TooBig.code())),
            Err(Cut::Full(came)) => Err(answer::cut(503, came, ErrorCode::Busy.code())),
            Err(Cut::TooBig(came, hash)) => {
                let bytes = app.signers.refuse(hash, None, ErrorCode::TooBig, Some(0));
                Err(answer::reply(refused(bytes, ErrorCode::TooBig), came))
            }
        }
    }

    fn came(&self) -> u64 {
        self.whole.bytes.len() as u64
    }

    fn slow_down(&self, app: &App, wait: Duration) -> Response {
        let wait = u64::try_from(wait.as_millis()).unwrap_or(BUSY_MS).max(1);
        self.refuse(app, ErrorCode::SlowDown, wait)
    }

    fn refuse(&self, app: &App, code: ErrorCode, retry_ms: u64) -> Response {
        let hash = RequestHash::of(&self.whole.bytes);
        let bytes = app.signers.refuse(hash, self.head.as_ref(), code, Some(retry_ms));
        answer::reply(refused(bytes, code), self.came())
    }

    async fn work(
        self,
        app: &Arc<App>,
        work: impl FnOnce(&Hub, &[u8]) -> Reply + Send + 'static,
    ) -> Response {
        let (hash, came) = (RequestHash::of(&self.whole.bytes), self.came());
        let Self { whole, head, until } = self;
        let reply = match work::within(app, until, move |hub| work(hub, &whole.bytes)).await {
            Ok(reply) => reply,
            Err(code) => refused(Vec::new(), code),
        };
        answer::reply(signed(app, reply, hash, head.as_ref()), came)
    }
}

pub(super) fn refused(bytes: Vec<u8>, code: ErrorCode) -> Reply {
    let outcome = Outcome { refused: Some(code), ..Outcome::default() };
    Reply { status: code.status(), bytes, outcome }
}

/// Where the hub could not even read its key, or was not asked, the refusal is signed from memory.
pub(super) fn signed(app: &App, reply: Reply, hash: RequestHash, head: Option<&RequestHead>) -> Reply {
    match reply.outcome.refused {
        Some(code) if reply.bytes.is_empty() => {
            let retry_ms = code.passes().then_some(BUSY_MS);
            Reply { bytes: app.signers.refuse(hash, head, code, retry_ms), ..reply }
        }
        _ => reply,
    }
}
