//! `restore`, `epoch begin`: a database that came back from a backup begins a new epoch, in which phones send again what it
//! has lost.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;
use serde_json::json;
use shivir_hub::Hub;
use shivir_hub::env::{Env, SystemEnv};
use shivir_hub::store::{Sqlite, migrate};

use super::backup::remove;
use crate::ctx::{Begin, Ctx};
use crate::fail::{self, Fail};
use crate::key::{beside, put, sync_folder};
use crate::lock::Lock;
use crate::out::{Reply, say};
use crate::parse::Db;

/// Where from.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A file that `backup` made
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// What to do with the epoch.
#[derive(Subcommand)]
pub(crate) enum EpochArgs {
    /// नया युग आरंभ करें · Begin one
    Begin,
}

/// Runs `restore`. The copy is made ready beside the database, with its new epoch, and only then takes its place; what
/// was there is kept beside it.
pub(crate) fn run(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    let Db::Sqlite(path) = ctx.db()? else {
        return Err(Fail::refused(
            "use_pg_restore",
            "PostgreSQL की प्रति उसके अपने साधन से वापस लाएँ: pg_restore; फिर shivir-hub epoch begin। कुछ नहीं किया गया।",
            "Put a PostgreSQL backup in place with its own tool: pg_restore; then shivir-hub epoch begin. Nothing was done.",
        ));
    };
    let _alone = Lock::alone(&path)?;
    let key = ctx.key(&path, Begin::No)?;
    let failed = |e: std::io::Error| fail::file(&args.file, &e);
    let part = beside(&path, ".restored");
    remove(&part).map_err(failed)?;
    let ready = copy(&args.file, &part).map_err(failed).and_then(|()| {
        let db = Arc::new(Sqlite::open(&part, &key)?);
        if shivir_hub::store::Storage::version(&*db)? == 0 {
            return Err(failed(ErrorKind::InvalidData.into()));
        }
        migrate(&*db)?;
        Hub::new(db, Arc::new(SystemEnv)).begin_epoch()?;
        File::open(&part).and_then(|file| file.sync_all()).map_err(failed)
    });
    if let Err(fail) = ready {
        remove(&part).map_err(failed)?;
        return Err(fail);
    }
    let aside = beside(&path, &format!(".before-{}", SystemEnv.now_ms()));
    let kept = set_aside(&path, &aside).map_err(|e| fail::file(&path, &e))?;
    put(&part, &path).and_then(|()| sync_folder(&path)).map_err(|e| fail::file(&path, &e))?;
    let (name, before) = (path.display(), aside.display());
    let mut text = say!(
        ctx.lang(),
        "प्रति वापस आ गई: «{name}»। नया युग आरंभ हुआ: फ़ोन वह सब फिर भेजेंगे जो प्रति में नहीं है।",
        "The backup is in place: \"{name}\". A new epoch has begun: phones send again what the backup does not have."
    );
    if kept {
        text.push_str(&say!(
            ctx.lang(),
            "\nपहले वाला डेटाबेस «{before}» में रखा है।",
            "\nThe database that was here is kept in \"{before}\"."
        ));
    }
    Ok(Reply::new(json!({"database": path, "kept": kept.then_some(&aside)}), text))
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut from = File::open(from)?;
    let mut to = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    std::io::copy(&mut from, &mut to)?;
    to.sync_all()
}

/// Moves the database and what lies beside it; false where there is none.
fn set_aside(path: &Path, aside: &Path) -> std::io::Result<bool> {
    let mut kept = false;
    // The log first: should this end half-way, a file without its log is not taken for the whole.
    for end in ["-wal", "-shm", "-journal", ""] {
        match put(&beside(path, end), &beside(aside, end)) {
            Ok(()) => kept = true,
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            Err(e) => return Err(e),
        }
    }
    Ok(kept)
}

/// Runs `epoch begin`.
pub(crate) fn epoch(ctx: &Ctx, args: EpochArgs) -> Result<Reply, Fail> {
    let EpochArgs::Begin = args;
    let opened = ctx.open(Begin::No)?;
    opened.hub.begin_epoch()?;
    let districts = opened.hub.districts()?;
    let text = ctx.lang().pick(
        "नया युग आरंभ हुआ: फ़ोन वह सब फिर भेजेंगे जो यहाँ नहीं है।",
        "A new epoch has begun: phones send again what is not here.",
    );
    Ok(Reply::new(json!({"districts": districts}), text))
}
