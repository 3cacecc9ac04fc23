//! `sync --hub`: round trips until nothing waits on either side, then the packs and the campaign pack that are offered.

use std::ops::ControlFlow;
use std::time::Duration;

use indicatif::ProgressBar;
use serde::Serialize;
use shivir_core::Core;
use shivir_core::roster::ImportError;
use shivir_core::sync::{SyncError, SyncOptions, SyncProgress, SyncReport};
use shivir_domain::wire::pack::PackAddress;

use crate::ctx::Ctx;
use crate::fail::Fail;
use crate::net::Net;

/// The longest pause between two of them, in milliseconds: longer, and it is better tried again by hand.
const MOST_PAUSE_MS: u64 = 15_000;

/// Round trips at most: a hub that says «more» for ever is not followed for ever.
const TRIPS: u32 = 10_000;

/// What a run came to.
#[derive(Debug, Default, Serialize)]
pub(super) struct Ran {
    /// All round trips.
    #[serde(flatten)]
    pub progress: SyncProgress,
    /// The last answer.
    #[serde(skip)]
    pub last: SyncReport,
    /// Everything that waited was brought; else the way broke off, and what was answered is kept.
    pub done: bool,
    /// Milliseconds in which to try again, where the way broke off.
    pub try_again_ms: u64,
    /// Packs that were installed.
    pub packs_installed: u64,
    /// Packs that are offered and not here whole yet.
    pub packs_waiting: u64,
    /// The list in use was loaded from a file: the packs do not take its place unasked.
    pub list_in_use: bool,
    /// A newer campaign pack is in use now.
    pub campaign_taken: bool,
}

/// Syncs with the hub at this address.
///
/// `tries`: in a row without an answer, after which it is left for another time.
pub(super) fn run(ctx: &Ctx, core: &Core, url: &str, tries: u32) -> Result<Ran, Fail> {
    let lang = ctx.lang();
    let (net, mut ran) = (Net::to(url), Ran::default());
    let waiting = core.sync_state()?.waiting;
    let bar = ctx.bar(waiting, lang.pick("ज़िले से मिल रहा है", "Syncing with the district"));
    let done = trips(core, &net, &mut ran, &bar, waiting, tries);
    bar.finish_and_clear();
    done?;
    if ran.done && !ran.last.revoked {
        campaign(core, &net, &mut ran)?;
        packs(ctx, core, &net, &mut ran, tries)?;
    }
    Ok(ran)
}

fn trips(
    core: &Core,
    net: &Net,
    ran: &mut Ran,
    bar: &ProgressBar,
    waited: u64,
    tries: u32,
) -> Result<(), Fail> {
    let mut failed = 0;
    for _ in 0..TRIPS {
        let out = core.sync_request(&SyncOptions::default())?;
        let wait = match net.post(&out.path, &out.bytes) {
            Err(_) => core.sync_failed()?,
            Ok(answer) => match core.sync_response(&answer) {
                Ok(report) => {
                    failed = 0;
                    ran.progress.add(&report);
                    bar.set_position(waited.saturating_sub(report.waiting));
                    let again = report.again;
                    ran.last = report;
                    if !again {
                        ran.done = true;
                        return Ok(());
                    }
                    continue;
                }
                // Nothing that comes again helps: it is said.
                Err(SyncError::Refused { code, retry_ms }) if !code.passes() => {
                    return Err(SyncError::Refused { code, retry_ms }.into());
                }
                Err(SyncError::Core(error)) => return Err(error.into()),
                Err(_) => core.sync_state()?.wait_ms,
            },
        };
        failed += 1;
        if failed >= tries {
            ran.try_again_ms = wait;
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(wait.min(MOST_PAUSE_MS)));
    }
    Ok(())
}

fn campaign(core: &Core, net: &Net, ran: &mut Ran) -> Result<(), Fail> {
    if core.sync_state()?.campaign.is_none() {
        return Ok(());
    }
    let out = core.campaign_request()?;
    if let Ok(answer) = net.post(&out.path, &out.bytes) {
        match core.campaign_response(&answer) {
            Ok(_) => ran.campaign_taken = true,
            Err(SyncError::Core(error)) => return Err(error.into()),
            // It is offered again at the next sync.
            Err(_) => {}
        }
    }
    Ok(())
}

fn packs(ctx: &Ctx, core: &Core, net: &Net, ran: &mut Ran, tries: u32) -> Result<(), Fail> {
    let lang = ctx.lang();
    let wanted = core.packs_wanted()?;
    if wanted.is_empty() {
        return Ok(());
    }
    let (of, all) = (wanted.iter().map(|pack| pack.bytes).sum(), wanted.len() as u64);
    let bar = ctx.bar(of, lang.pick("सूची आ रही है", "Fetching the list"));
    bar.set_position(wanted.iter().map(|pack| pack.here).sum());
    let mut failed = 0;
    while let Some(next) = core.packs_wanted()?.into_iter().find(|pack| !pack.whole) {
        if !next.own {
            // Those of her own areas are here: she can search in them while the others come.
            core.install_first(core.today()?, &mut |_| ControlFlow::Continue(()))
                .map_err(super::super::roster::refused)?;
        }
        let Some(address) = PackAddress::from_hex(&next.address) else { break };
        let ask = core.pack_request(address)?;
        let before = ask.from;
        let kept = shivir_roster::pack::Address(address.0);
        let mut here = before;
        net.pack(&ask.path, &ask.authorization, ask.from, |at, piece| {
            let pack = core.keep_pack_part(kept, at, piece).map_err(super::super::roster::refused)?;
            bar.inc(pack.bytes.saturating_sub(here));
            here = pack.bytes;
            Ok::<_, Fail>(pack.bytes == at + piece.len() as u64 && !pack.whole)
        })?;
        failed = if here > before { 0 } else { failed + 1 };
        if failed >= tries {
            break;
        }
        if failed > 0 {
            std::thread::sleep(Duration::from_millis(500 << failed));
        }
    }
    bar.finish_and_clear();
    let wanted = core.packs_wanted()?;
    ran.packs_waiting = wanted.iter().filter(|pack| !pack.whole).count() as u64;
    if ran.packs_waiting > 0 {
        return Ok(());
    }
    let bar = ctx.bar(0, lang.pick("सूची लगाई जा रही है", "Installing the list"));
    let installed = core.install_offered(core.today()?, false, &mut |p| {
        bar.set_length(p.bytes_total);
        bar.set_position(p.bytes_read);
        ControlFlow::Continue(())
    });
    bar.finish_and_clear();
    match installed {
        Ok(_) => ran.packs_installed = all,
        Err(ImportError::ListInUse) => ran.list_in_use = true,
        Err(other) => return Err(super::super::roster::refused(other)),
    }
    Ok(())
}
