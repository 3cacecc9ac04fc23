//! `backup`: a copy of the database while it is in use.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde_json::json;
use shivir_hub::store::{Sqlite, Storage};

use crate::ctx::{Begin, Ctx};
use crate::fail::{self, Fail};
use crate::key::{beside, put, sync_folder};
use crate::out::{Reply, say};
use crate::parse::Db;

/// Where to.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// A file that is not there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs the command. The copy takes its name only once it is whole, on the disk, and opens with the key.
pub(crate) fn run(ctx: &Ctx, args: &Args) -> Result<Reply, Fail> {
    let Db::Sqlite(path) = ctx.db()? else {
        return Err(Fail::refused(
            "use_pg_dump",
            "PostgreSQL की प्रति उसके अपने साधन से बनाएँ: pg_dump --format=custom। कुछ नहीं किया गया।",
            "Copy PostgreSQL with its own tool: pg_dump --format=custom. Nothing was done.",
        ));
    };
    let opened = ctx.open(Begin::No)?;
    let db = opened.sqlite.as_ref().ok_or(shivir_hub::HubError::Internal("sqlite"))?;
    let (file, failed) = (&args.file, |e: std::io::Error| fail::file(&args.file, &e));
    if file.exists() {
        return Err(failed(std::io::ErrorKind::AlreadyExists.into()));
    }
    let part = beside(file, ".part");
    remove(&part).map_err(failed)?;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part).map_err(failed)?;
    let whole = db.backup(&part).map_err(Fail::from).and_then(|()| {
        let key = ctx.key(&path, Begin::No)?;
        Sqlite::open(&part, &key)?.version()?;
        File::open(&part).and_then(|file| file.sync_all()).map_err(failed)?;
        put(&part, file).and_then(|()| sync_folder(file)).map_err(failed)
    });
    if whole.is_err() {
        remove(&part).map_err(failed)?;
    }
    whole?;
    let bytes = std::fs::metadata(file).map_err(failed)?.len();
    let name = file.display();
    let text = say!(
        ctx.lang(),
        "प्रति बन गई: «{name}» ({bytes} बाइट)। कुंजी की फ़ाइल उसमें नहीं है: उसे अलग सुरक्षित रखें।",
        "The copy is made: \"{name}\" ({bytes} bytes). The key's file is not in it: keep that safe elsewhere."
    );
    Ok(Reply::new(json!({"file": file, "bytes": bytes}), text))
}

/// Removes an SQLite file and what lies beside it, where they are there.
pub(super) fn remove(path: &Path) -> std::io::Result<()> {
    for end in ["", "-wal", "-shm", "-journal"] {
        match std::fs::remove_file(beside(path, end)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e),
            _ => {}
        }
    }
    Ok(())
}
