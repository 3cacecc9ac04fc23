//! Every route of the hub.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use shivir_domain::wire::enrol::EnrolRequest;
use shivir_domain::wire::envelope::RequestBody;
use shivir_domain::wire::pack::CampaignRequest;
use shivir_domain::wire::sync::SyncRequest;

use super::post::COURIER;
use super::state::App;
use super::{answer, health, pack, post as posted, watch};

pub(super) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route(SyncRequest::PATH, post(posted::sync))
        .route(EnrolRequest::PATH, post(posted::enrol))
        .route(CampaignRequest::PATH, post(posted::campaign))
        .route(COURIER, post(posted::courier))
        .route("/v1/packs/{address}", get(pack::pack))
        .route("/healthz", get(health::healthz))
        .route("/metrics", get(health::metrics))
        .fallback(async || answer::empty(404))
        .layer(from_fn_with_state(app.clone(), watch::watch))
        .with_state(app)
}
