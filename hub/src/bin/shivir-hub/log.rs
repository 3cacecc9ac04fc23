//! The log: one JSON object a line on stderr, of this program alone. What libraries say stays out of it: they may quote
//! what phones said.

use shivir_hub::http::LOG_SERVER;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt, registry};

/// From now on what happens is logged.
pub(crate) fn begin() {
    let lines = fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .log_internal_errors(false)
        .with_writer(std::io::stderr)
        .with_filter(Targets::new().with_target("shivir_hub", Level::INFO));
    // A second subscriber is never set in this program.
    let _ = registry().with(lines).try_init();
    // Where it went wrong is told, never with which values.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|l| format!("{}:{}", l.file(), l.line())).unwrap_or_default();
        tracing::error!(target: LOG_SERVER, place, "panic");
    }));
}
