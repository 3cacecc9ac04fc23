//! The engine of sync against a hub in memory that follows `docs/PROTOCOL.md`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;
mod queue_common;
mod sync_common;

#[path = "sync/areas.rs"]
mod areas;
#[path = "sync/courier.rs"]
mod courier;
#[path = "sync/enrol.rs"]
mod enrol;
#[path = "sync/forged.rs"]
mod forged;
#[path = "sync/packs.rs"]
mod packs;
#[path = "sync/restored.rs"]
mod restored;
#[path = "sync/trips.rs"]
mod trips;
#[path = "sync/whole.rs"]
mod whole;

use std::collections::BTreeSet;

use common::{Phone, load_sakti, register, sitting};
use queue_common::{newcomer, open_camp};
use shivir_core::facts::Sitting;
use shivir_core::registration::Registered;
use shivir_domain::codes::{Cadre, Outcome};
use shivir_domain::id::{AreaId, FactId, StreamId};

/// A phone with the campaign and a worker who sits in area 1.
fn ready(seed: u64) -> (Phone, Sitting) {
    let phone = Phone::with_seed(seed);
    load_sakti(&phone.core);
    let at = sitting(&phone.core, Cadre::Mitanin);
    (phone, at)
}

/// Registers so many newcomers in an area: two facts each.
fn write(phone: &Phone, at: &Sitting, area: u64, count: usize) -> Vec<Registered> {
    let at = Sitting { area: AreaId(area), ..at.clone() };
    (0..count)
        .map(|_| register(&phone.core, &at, newcomer("गीता", Some("1980-01-01")), Outcome::IntakeDone))
        .collect()
}

/// The ids of all facts of a store; it is opened again after that.
fn held(phone: Phone) -> (Phone, BTreeSet<FactId>) {
    phone.core.store().close();
    let db = open_camp(&phone);
    let mut query = db.prepare("select s.id, f.seq from fact f join stream s on s.no = f.stream").unwrap();
    let rows = query
        .query_map([], |r| Ok(FactId { stream: StreamId(r.get(0)?), seq: r.get(1)? }))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    drop(query);
    drop(db);
    (phone.reopen(), rows)
}
