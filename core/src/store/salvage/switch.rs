//! The new file takes the damaged one's place. It is whole and synced under a name of its own first; from then on each
//! step is a rename, and where a kill comes between two, the next opening takes the rest.

use std::path::{Path, PathBuf};

use crate::env::india;
use crate::error::CoreError;
use crate::store::{StoreOptions, open};

/// The new file while it is being filled.
const PART: &str = "camp.db.salvage-part";

/// The new file once it is whole; the time follows.
const WHOLE: &str = "camp.db.salvaged-";

/// What is set aside; the time follows.
const ASIDE: &str = "camp.db.damaged-";

/// Where the new file is filled.
pub(super) fn part(options: &StoreOptions) -> PathBuf {
    options.dir.join(PART)
}

/// Puts the filled file in the place of the damaged one, and returns the damaged one's new name.
pub(super) fn switch(options: &StoreOptions, now_ms: u64) -> Result<String, CoreError> {
    let part = part(options);
    std::fs::File::open(&part)?.sync_all()?;
    let mut time = utc(now_ms);
    while options.dir.join(format!("{ASIDE}{time}")).exists() {
        time.push('x');
    }
    let whole = options.dir.join(format!("{WHOLE}{time}"));
    std::fs::rename(&part, &whole)?;
    open::sync_dir(&whole)?;
    finish(options)?;
    Ok(format!("{ASIDE}{time}"))
}

/// Takes up a switch that was cut short. What was not whole yet is removed; the damaged file is still in its place then.
pub(in crate::store) fn finish(options: &StoreOptions) -> Result<(), CoreError> {
    open::remove(&part(options))?;
    for entry in std::fs::read_dir(&options.dir)? {
        let entry = entry?;
        if let Some(time) = entry.file_name().to_str().and_then(|n| n.strip_prefix(WHOLE)) {
            let aside = options.dir.join(format!("{ASIDE}{time}"));
            replace(&options.camp(), &entry.path(), &aside)?;
        }
    }
    Ok(())
}

fn replace(camp: &Path, whole: &Path, aside: &Path) -> Result<(), CoreError> {
    // The old log leaves before the new file comes: SQLite would take it for the new file's own.
    for end in ["", "-wal"] {
        let from = open::with_end(camp, end);
        if from.exists() {
            std::fs::rename(from, open::with_end(aside, end))?;
        }
    }
    open::remove(&open::with_end(camp, "-shm"))?;
    open::sync_dir(camp)?;
    std::fs::rename(whole, camp)?;
    open::sync_dir(camp)
}

/// `yyyymmddThhmmssZ` of a time in milliseconds since 1970.
fn utc(ms: u64) -> String {
    // Indian time less its five and a half hours.
    let (day, minute) = india(ms.saturating_sub(330 * 60_000));
    let (year, month, date) = day.ymd();
    let second = ms / 1000 % 60;
    format!("{year:04}{month:02}{date:02}T{:02}{:02}{second:02}Z", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_carries_the_time_in_utc() {
        assert_eq!(utc(1_795_300_000_123), "20261121T222640Z");
    }
}
