//! The commands, a file each.

pub(crate) mod backup;
pub(crate) mod campaign;
pub(crate) mod cards;
pub(crate) mod courier;
pub(crate) mod device;
pub(crate) mod district;
pub(crate) mod enrol;
pub(crate) mod pin;
pub(crate) mod quarantine;
pub(crate) mod restore;
pub(crate) mod roster;
pub(crate) mod serve;
mod verify;

use serde_json::json;

use crate::args::Command;
use crate::ctx::{Begin, Ctx};
use crate::fail::Fail;
use crate::out::Reply;

/// Runs a command.
pub(crate) fn run(ctx: &Ctx, command: Command) -> Result<Reply, Fail> {
    match command {
        Command::Serve(args) => serve::run(ctx, args),
        Command::Migrate => migrate(ctx),
        Command::District(args) => district::run(ctx, args),
        Command::Enrol(args) => enrol::run(ctx, &args),
        Command::Devices(args) => device::list(ctx, &args),
        Command::Revoke(args) => device::revoke(ctx, &args),
        Command::PinReset(args) => pin::reset(ctx, &args),
        Command::Quarantine(args) => quarantine::run(ctx, args),
        Command::Roster(args) => roster::run(ctx, args),
        Command::Cards(args) => cards::run(ctx, args),
        Command::Campaign(args) => campaign::run(ctx, args),
        Command::Courier(args) => courier::run(ctx, &args),
        Command::Backup(args) => backup::run(ctx, &args),
        Command::Restore(args) => restore::run(ctx, &args),
        Command::Epoch(args) => restore::epoch(ctx, args),
        Command::Verify => verify::run(ctx),
    }
}

fn migrate(ctx: &Ctx) -> Result<Reply, Fail> {
    let opened = ctx.open(Begin::Yes)?;
    let version = opened.hub.db().version()?;
    let text = ctx.lang().pick("डेटाबेस तैयार है।", "The database is ready.");
    Ok(Reply::new(json!({"version": version}), text))
}
