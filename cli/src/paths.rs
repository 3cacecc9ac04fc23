//! Where the data and its key lie.

use std::ffi::OsString;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use crate::fail::{self, Fail};

/// The folder of the data: the one given, else `$XDG_DATA_HOME/shivir`, else `~/.local/share/shivir`.
///
/// # Errors
/// Refused where neither of the two is set and none is given.
pub(crate) fn data_dir(given: Option<&Path>) -> Result<PathBuf, Fail> {
    let set = |name: &str| std::env::var_os(name).filter(|v: &OsString| Path::new(v).is_absolute());
    if let Some(dir) = given {
        return Ok(dir.to_owned());
    }
    if let Some(data) = set("XDG_DATA_HOME") {
        return Ok(Path::new(&data).join("shivir"));
    }
    if let Some(home) = set("HOME") {
        return Ok(Path::new(&home).join(".local/share/shivir"));
    }
    Err(Fail::refused(
        "no_data_dir",
        "डेटा का फ़ोल्डर पता नहीं चला। कुछ नहीं बदला। --data-dir से फ़ोल्डर बताएँ।",
        "The folder of the data is not known. Nothing was changed. Name it with --data-dir.",
    ))
}

/// Makes the folder, for its owner alone, where it is missing.
///
/// # Errors
/// Where the operating system does not let it.
pub(crate) fn make(dir: &Path) -> Result<(), Fail> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(|e| fail::file(dir, &e))
}
