//! The district's hub: what phones sync with. Stateless processes over one database, SQLite for one district on one machine
//! or PostgreSQL for many; see `docs/HUB.md`.
//!
//! [`Hub::handle`] is synchronous and takes bytes to bytes, so that the HTTP server, the simulation and a courier's file all
//! come the same way.

pub mod cards;
pub mod device;
pub mod district;
pub mod env;
mod error;
pub mod fact;
pub mod http;
mod likely;
mod report;
pub mod review;
pub mod roster;
pub mod store;
pub mod sync;

pub use error::{HubError, Refusal};
pub use report::Totals;

use std::sync::Arc;

use env::Env;
use store::Storage;

/// A hub over its database.
#[derive(Clone)]
pub struct Hub {
    db: Arc<dyn Storage>,
    env: Arc<dyn Env>,
}

impl Hub {
    /// Over a database that [`store::migrate`] has brought up to date.
    pub fn new(db: Arc<dyn Storage>, env: Arc<dyn Env>) -> Self {
        Self { db, env }
    }

    /// Its database.
    pub fn db(&self) -> &dyn Storage {
        &*self.db
    }

    pub(crate) fn env(&self) -> &dyn Env {
        &*self.env
    }
}
