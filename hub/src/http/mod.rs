//! The hub over HTTP: what carries phones' requests to [`crate::Hub`] and its answers back, within limits of time, size and
//! number. Knows no message; every route stands in `router.rs`, every limit in `options.rs`; see `docs/HUB.md`.

mod answer;
mod body;
mod health;
mod metrics;
mod options;
mod pack;
mod post;
mod rate;
mod router;
mod serve;
mod signer;
mod state;
mod tls;
mod watch;
mod work;

pub use options::{Options, Rate};
pub use serve::{ServeError, Server, Stopped};
pub use tls::{Tls, TlsError};

/// The `target` of every line that is logged of a request: `shivir_hub::request`.
pub const LOG_REQUEST: &str = "shivir_hub::request";

/// The `target` of what is logged of the server itself: `shivir_hub::server`.
pub const LOG_SERVER: &str = "shivir_hub::server";
