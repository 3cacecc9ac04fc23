//! The disks of the simulated machines: real files, in memory where the machine has that, behind a VFS that fills up,
//! stops with its machine in the middle of a write, and forgets at a power cut what was never synced.
//!
//! The model of a power cut is that of [`crate::vfs::record`], but for names: a file that was created or deleted stays so.
//! Crashes at every boundary are tested there; here they meet the protocol.

use std::collections::BTreeMap;
use std::ffi::c_int;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use libsqlite3_sys::{
    SQLITE_FULL, SQLITE_IOERR_DELETE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE,
    SQLITE_OK,
};

use crate::rng::Rng;
use crate::vfs::shim::{self, Layer, LayerFile, Opened};

/// Bytes of a sector: what a disk writes whole or not at all.
const SECTOR: usize = 512;

/// All disks of a worker: one a folder under its root, by the folder's name.
pub(super) struct Disks {
    name: String,
    disks: Arc<Mutex<BTreeMap<String, Disk>>>,
    _registered: shim::Registered,
}

#[derive(Default)]
struct Disk {
    /// The machine stopped: nothing reaches the disk any more.
    stopped: bool,
    /// No room is left.
    full: bool,
    /// The machine stops at this write or sync, counted down; 1 is the next.
    stop_at: Option<u64>,
    /// The disk says that it synced, and did not.
    lies: bool,
    /// What was not synced yet, by file.
    unsynced: BTreeMap<PathBuf, Vec<Change>>,
}

/// A change that a power cut may undo, whole or in part.
enum Change {
    Write { at: u64, old: Vec<u8>, new: Vec<u8>, length: u64 },
    Cut { size: u64, tail: Vec<u8>, length: u64 },
}

impl Disks {
    /// Registers a VFS of this name, unique in the process, over the folders under `root`.
    pub fn register(name: &str, root: &Path) -> io::Result<Self> {
        let disks = Arc::new(Mutex::new(BTreeMap::new()));
        let layer = DiskLayer { root: root.canonicalize()?, disks: Arc::clone(&disks) };
        let registered = shim::register(name, Arc::new(layer))?;
        Ok(Self { name: name.to_owned(), disks, _registered: registered })
    }

    /// The name to open connections with.
    pub fn vfs(&self) -> &str {
        &self.name
    }

    fn with<T>(&self, folder: &str, change: impl FnOnce(&mut Disk) -> T) -> T {
        change(lock(&self.disks).entry(folder.to_owned()).or_default())
    }

    /// All disks are new: nothing is unsynced, nothing fails.
    pub fn renew(&self) {
        lock(&self.disks).clear();
    }

    /// The machine stops: from now on its writes, syncs and deletions come to nothing, as those of a killed process.
    pub fn stop(&self, folder: &str) {
        self.with(folder, |disk| disk.stopped = true);
    }

    /// The machine will stop at its `n`th write or sync from now.
    pub fn stop_at(&self, folder: &str, n: u64) {
        self.with(folder, |disk| disk.stop_at = Some(n));
    }

    /// Whether it stopped. A stop that is still ahead is taken back.
    pub fn stopped(&self, folder: &str) -> bool {
        self.with(folder, |disk| {
            disk.stop_at = None;
            disk.stopped
        })
    }

    /// Whether it stopped.
    pub fn has_stopped(&self, folder: &str) -> bool {
        self.with(folder, |disk| disk.stopped)
    }

    /// It runs again. No connection may be open.
    pub fn start(&self, folder: &str) {
        self.with(folder, |disk| disk.stopped = false);
    }

    /// The disk has no room, or has room again.
    pub fn fill(&self, folder: &str, full: bool) {
        self.with(folder, |disk| disk.full = full);
    }

    /// The disk says that it synced, and does not.
    pub fn lie(&self, folder: &str) {
        self.with(folder, |disk| disk.lies = true);
    }

    /// Whatever is on the disk is durable: its files were put there by other means.
    pub fn settle(&self, folder: &str) {
        self.with(folder, |disk| disk.unsynced.clear());
    }

    /// The power goes: of what was not synced some is there, some is not, some in part. No connection may be open.
    pub fn power_cut(&self, folder: &str, rng: &mut Rng) -> io::Result<()> {
        let unsynced = self.with(folder, |disk| std::mem::take(&mut disk.unsynced));
        for (path, changes) in unsynced {
            if !path.exists() || changes.is_empty() {
                continue;
            }
            let file = OpenOptions::new().read(true).write(true).open(&path)?;
            for change in changes.iter().rev() {
                let (at, old, length) = match change {
                    Change::Write { at, old, length, .. } => (*at, old, *length),
                    Change::Cut { size, tail, length } => (*size, tail, *length),
                };
                file.set_len(length)?;
                file.write_all_at(old, at)?;
            }
            for change in &changes {
                redo(&file, change, rng)?;
            }
        }
        Ok(())
    }
}

/// Lets a change happen once more: whole, in part, or not.
fn redo(file: &File, change: &Change, rng: &mut Rng) -> io::Result<()> {
    match change {
        Change::Cut { size, .. } => {
            if rng.chance(50) {
                file.set_len(*size)?;
            }
        }
        Change::Write { at, new, .. } => match rng.below(4) {
            0 => {}
            1 => file.write_all_at(new, *at)?,
            2 => {
                let whole = rng.below(new.len() / SECTOR + 1) * SECTOR;
                file.write_all_at(&new[..whole], *at)?;
            }
            _ => {
                let mut at = *at;
                for sector in new.chunks(SECTOR) {
                    if rng.chance(50) {
                        file.write_all_at(sector, at)?;
                    }
                    at += sector.len() as u64;
                }
            }
        },
    }
    Ok(())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct DiskLayer {
    root: PathBuf,
    disks: Arc<Mutex<BTreeMap<String, Disk>>>,
}

impl DiskLayer {
    fn folder(&self, path: &Path) -> Option<String> {
        let first = path.strip_prefix(&self.root).ok()?.components().next()?;
        first.as_os_str().to_str().map(str::to_owned)
    }
}

struct DiskFile {
    folder: String,
    path: PathBuf,
    /// To see what a write takes the place of.
    before: File,
    disks: Arc<Mutex<BTreeMap<String, Disk>>>,
}

impl Layer for DiskLayer {
    fn open(&self, opened: &Opened<'_>) -> Option<Box<dyn LayerFile>> {
        let folder = self.folder(opened.path)?;
        let before = File::open(opened.path).ok()?;
        let disks = Arc::clone(&self.disks);
        Some(Box::new(DiskFile { folder, path: opened.path.to_owned(), before, disks }))
    }

    fn delete(&self, path: &Path, _: bool, real: &mut dyn FnMut() -> c_int) -> c_int {
        let Some(folder) = self.folder(path) else {
            return real();
        };
        let mut disks = lock(&self.disks);
        let disk = disks.entry(folder).or_default();
        if disk.stopped {
            return SQLITE_IOERR_DELETE;
        }
        disk.unsynced.remove(path);
        real()
    }
}

impl Disk {
    /// Counts down to the stop of the machine; true where it has stopped.
    fn stops(&mut self) -> bool {
        match &mut self.stop_at {
            Some(0 | 1) => (self.stop_at, self.stopped) = (None, true),
            Some(n) => *n -= 1,
            None => {}
        }
        self.stopped
    }
}

impl DiskFile {
    /// What stands in the file from a place on, at most so many bytes.
    fn read(&self, at: u64, most: usize) -> Vec<u8> {
        let mut bytes = vec![0; most];
        let mut held = 0;
        while let Ok(n @ 1..) = self.before.read_at(&mut bytes[held..], at + held as u64) {
            held += n;
        }
        bytes.truncate(held);
        bytes
    }

    fn length(&self) -> u64 {
        self.before.metadata().map_or(0, |metadata| metadata.len())
    }

    /// Makes a change, and keeps what it takes the place of until the next sync.
    fn change(
        &self,
        refused: c_int,
        kept: impl FnOnce(&Self) -> Change,
        real: &mut dyn FnMut() -> c_int,
    ) -> c_int {
        let mut disks = lock(&self.disks);
        let disk = disks.entry(self.folder.clone()).or_default();
        if disk.stops() {
            return refused;
        }
        if disk.full && refused == SQLITE_IOERR_WRITE {
            return SQLITE_FULL;
        }
        let change = kept(self);
        let code = real();
        if code == SQLITE_OK {
            disk.unsynced.entry(self.path.clone()).or_default().push(change);
        }
        code
    }
}

impl LayerFile for DiskFile {
    fn write(&mut self, data: &[u8], offset: u64, real: &mut dyn FnMut(&[u8]) -> c_int) -> c_int {
        let kept = |file: &Self| Change::Write {
            at: offset,
            old: file.read(offset, data.len()),
            new: data.to_vec(),
            length: file.length(),
        };
        self.change(SQLITE_IOERR_WRITE, kept, &mut || real(data))
    }

    fn truncate(&mut self, size: u64, real: &mut dyn FnMut() -> c_int) -> c_int {
        let kept = |file: &Self| {
            let length = file.length();
            let tail = usize::try_from(length.saturating_sub(size)).unwrap_or(0);
            Change::Cut { size, tail: file.read(size, tail), length }
        };
        self.change(SQLITE_IOERR_TRUNCATE, kept, real)
    }

    fn sync(&mut self, _: &mut dyn FnMut() -> c_int) -> c_int {
        let mut disks = lock(&self.disks);
        let disk = disks.entry(self.folder.clone()).or_default();
        if disk.stops() {
            return SQLITE_IOERR_FSYNC;
        }
        if !disk.lies {
            disk.unsynced.remove(&self.path);
        }
        SQLITE_OK
    }
}
