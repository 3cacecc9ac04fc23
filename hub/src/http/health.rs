//! `/healthz` and `/metrics`, for the people who run the hub.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use axum::extract::State;
use axum::response::Response;
use tokio::time::timeout;

use super::answer;
use super::state::App;

/// 200 where the database answers within a short time, else 503.
pub(super) async fn healthz(State(app): State<Arc<App>>) -> Response {
    if well(&app).await {
        return answer::text(200, "ok\n".into());
    }
    app.metrics.database_errors.fetch_add(1, Relaxed);
    answer::text(503, "the database does not answer\n".into())
}

async fn well(app: &Arc<App>) -> bool {
    let Ok(room) = app.health.clone().try_acquire_owned() else {
        return false;
    };
    let hub = app.hub.clone();
    let asked = tokio::task::spawn_blocking(move || {
        let answer = hub.districts();
        drop(room);
        answer
    });
    matches!(timeout(app.options.health_time, asked).await, Ok(Ok(Ok(_))))
}

/// Counters for Prometheus.
pub(super) async fn metrics(State(app): State<Arc<App>>) -> Response {
    answer::text(200, app.metrics.text())
}
