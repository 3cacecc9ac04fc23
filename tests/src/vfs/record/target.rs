//! Writing crash points to a directory, again and again, at little cost.

use super::image::{Image, PIECE};
use super::points::CrashPoint;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use std::{env, io};

/// A directory for crash images that vanishes when dropped: in memory where the machine has `/dev/shm`, else where
/// temporary files go. Nothing in it needs to outlive the machine.
///
/// # Errors
/// When it cannot be created.
pub fn crash_dir() -> io::Result<tempfile::TempDir> {
    let memory = Path::new("/dev/shm");
    let parent = if memory.is_dir() { memory.to_owned() } else { env::temp_dir() };
    tempfile::Builder::new().prefix("crash-").tempdir_in(parent)
}

/// A directory that takes one crash point after another, writing only what differs from what it holds.
pub struct CrashDisk {
    dir: PathBuf,
    written: BTreeMap<PathBuf, Image>,
}

impl CrashDisk {
    /// Uses `dir`, made when it is not there. Whatever else is in it goes at the first [`put`](Self::put).
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn new(dir: &Path) -> io::Result<Self> {
        fs::create_dir_all(dir)?;
        Ok(Self { dir: dir.to_owned(), written: BTreeMap::new() })
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.dir
    }

    /// Makes the directory hold exactly the files of `point`. No connection may be open on files in it.
    ///
    /// # Errors
    /// When a file cannot be written or removed.
    pub fn put(&mut self, point: &CrashPoint) -> io::Result<()> {
        self.remove_others(&self.dir, point.files())?;
        self.written.retain(|path, _| point.files().contains_key(path));
        for (path, image) in point.files() {
            let full = self.dir.join(path);
            let held = self.written.remove(path).filter(|held| is_untouched(&full, held));
            write(&full, image, held.as_ref())?;
            self.written.insert(path.clone(), image.clone());
        }
        Ok(())
    }

    fn remove_others(&self, dir: &Path, wanted: &BTreeMap<PathBuf, Image>) -> io::Result<()> {
        for entry in fs::read_dir(dir)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                self.remove_others(&path, wanted)?;
            } else if path.strip_prefix(&self.dir).is_ok_and(|path| !wanted.contains_key(path)) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

/// A time of change that no clock gives, so that any write by others shows. Comparing with the clock would not do: it
/// ticks in milliseconds, and a test opens an image within one.
fn stamp() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(86_400)
}

fn is_untouched(path: &Path, held: &Image) -> bool {
    fs::metadata(path).is_ok_and(|metadata| {
        metadata.len() == held.len() as u64 && metadata.modified().is_ok_and(|modified| modified == stamp())
    })
}

/// Writes `image` to `path`, which holds `held` now, or anything.
fn write(path: &Path, image: &Image, held: Option<&Image>) -> io::Result<()> {
    if held.is_some_and(|held| held.is_same(image)) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let file: File = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    file.set_len(image.len() as u64)?;
    for (offset, bytes, piece) in image.pieces() {
        let same = held.and_then(|held| held.piece(offset / PIECE));
        if !same.is_some_and(|same| Arc::ptr_eq(same, piece)) {
            file.write_all_at(bytes, offset as u64)?;
        }
    }
    file.set_modified(stamp())
}
