//! A phone with a real store that syncs over real HTTP, by the way that `shivir sync` takes.

use std::ops::ControlFlow;

use shivir::net::{Net, NoAnswer};
use shivir_core::Core;
use shivir_core::error::CoreError;
use shivir_core::roster::ImportError;
use shivir_core::sync::{Invited, SyncError, SyncOptions, SyncProgress, WantedPack};
use shivir_domain::id::AreaId;
use shivir_domain::wire::enrol::{AreaGrant, BoundWorker, Grant, Limits};
use shivir_domain::wire::pack::{Depth, PackAddress};
use shivir_hub::{Hub, HubError};
use shivir_roster::pack::Address;

/// LGD code of Sakti.
pub const SAKTI: u32 = 762;

/// Why a phone did not sync.
#[derive(Debug, thiserror::Error)]
pub enum PhoneError {
    /// No answer came.
    #[error("no answer came")]
    NoAnswer,
    /// The answer was refused, or is no answer.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// The store.
    #[error(transparent)]
    Core(#[from] CoreError),
    /// The hub.
    #[error(transparent)]
    Hub(#[from] HubError),
    /// A pack was not kept or installed.
    #[error("a pack was not taken: {0}")]
    Pack(String),
}

impl From<NoAnswer> for PhoneError {
    fn from(_: NoAnswer) -> Self {
        Self::NoAnswer
    }
}

impl From<ImportError> for PhoneError {
    fn from(error: ImportError) -> Self {
        Self::Pack(error.to_string())
    }
}

/// Binds a phone's workers to areas in full, by a code that the hub makes, over the network at `url`.
///
/// # Errors
/// [`PhoneError`].
pub fn enrol(core: &Core, hub: &Hub, url: &str, areas: &[AreaId]) -> Result<(), PhoneError> {
    let workers = core.workers()?.into_iter();
    let workers = workers.map(|w| BoundWorker { worker: w.id, name: w.name, cadre: w.cadre }).collect();
    let areas = areas.iter().map(|area| AreaGrant { area: *area, depth: Depth::Full }).collect();
    let grant = Grant { areas, workers, limits: Limits::default() };
    let invitation = hub.invite(SAKTI, &grant, url, 3_600_000)?;
    let out = core.enrol_request(&Invited::scanned(&invitation.to_text())?, env!("CARGO_PKG_VERSION"))?;
    core.enrol_response(&Net::to(url).post(&out.path, &out.bytes)?, None)?;
    Ok(())
}

/// What a sync came to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Synced {
    /// Round trips.
    pub trips: u32,
    /// What came and went.
    pub progress: SyncProgress,
}

/// Syncs until nothing waits on either side.
///
/// # Errors
/// [`PhoneError`]: what was answered before is kept.
pub fn sync(core: &Core, net: &Net) -> Result<Synced, PhoneError> {
    let mut synced = Synced::default();
    loop {
        let out = core.sync_request(&SyncOptions::default())?;
        synced.trips += 1;
        let answer = net.post(&out.path, &out.bytes).inspect_err(|_| {
            // The next try is in time all the same: nothing waits for it here.
            let _ = core.sync_failed();
        })?;
        let report = core.sync_response(&answer)?;
        synced.progress.add(&report);
        if !report.again {
            return Ok(synced);
        }
    }
}

/// Fetches the packs that are offered, or of these the phone's own areas', each from where what is here ends; whether all are
/// here. A line that breaks ends it.
///
/// # Errors
/// [`PhoneError`].
pub fn fetch(core: &Core, net: &Net, own_only: bool) -> Result<bool, PhoneError> {
    let next = |pack: &WantedPack| !pack.whole && (pack.own || !own_only);
    while let Some(next) = core.packs_wanted()?.into_iter().find(next) {
        let address = PackAddress::from_hex(&next.address).ok_or(CoreError::Internal("address"))?;
        let ask = core.pack_request(address)?;
        let mut here = ask.from;
        net.pack(&ask.path, &ask.authorization, ask.from, |at, piece| {
            let kept = core.keep_pack_part(Address(address.0), at, piece)?;
            here = kept.bytes;
            Ok::<_, PhoneError>(kept.bytes == at + piece.len() as u64 && !kept.whole)
        })?;
        if here == ask.from {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Makes a first roster of the packs of the phone's own areas.
///
/// # Errors
/// [`PhoneError`]; where they are not all that is still to come, too.
pub fn install_first(core: &Core) -> Result<(), PhoneError> {
    let installed = core.install_first(core.today()?, &mut |_| ControlFlow::Continue(()))?;
    installed.map(drop).ok_or(CoreError::Internal("no first roster").into())
}

/// Makes the roster of the packs that are here.
///
/// # Errors
/// [`PhoneError`].
pub fn install(core: &Core) -> Result<(), PhoneError> {
    core.install_offered(core.today()?, false, &mut |_| ControlFlow::Continue(()))?;
    Ok(())
}
