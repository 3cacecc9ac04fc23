//! Recording what reaches the disk, and what a power cut could leave of it.
//!
//! A test opens its database through a [`RecordingVfs`], works, and marks the log after each thing it was promised
//! (`handle.mark("confirmation 7")`). [`RecordingVfs::points`] then goes through the log and gives, for each place
//! where the power could go, disks that the machine could come back with. The test writes one to a directory, opens it
//! with the default VFS, and looks for everything that [`CrashPoint::marks_before`] says was promised.
//!
//! # The model
//! - What a file held when it was last synced is there, its size included (fdatasync). A sync does nothing for other
//!   files, and nothing for names.
//! - Each later write may be there whole, in part by sectors of 512 bytes (a prefix, a suffix, any set), or not at all,
//!   whichever was written first; a file may have grown without its data, holding zeros or whatever the disk held
//!   there. Bytes that no unsynced write touched keep their content (SQLite's "powersafe overwrite").
//! - Each later cut or extension of a file may be there or not.
//! - A created or deleted name is sure only once its directory is synced, as SQLite does at the first sync of a new
//!   journal or log; until then each may be there or not, in order for each name.
//! - The WAL index (`-shm`) is not restored: it is memory shared by running processes.
//!
//! Only what goes through the VFS is seen. A file that exists when the VFS is registered, at [`RecordingVfs::settle`],
//! or when it is first opened, counts as durable as it is then; renames and files written by other means later
//! are not followed.

mod disk;
mod image;
mod log;
mod points;
mod target;

pub use points::{CrashPoint, CrashPoints};
pub use target::{CrashDisk, crash_dir};

use crate::vfs::shim;
use log::{Log, Recorder};
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A registered recording VFS. Dropping it unregisters the name and forgets the log; connections opened through it
/// should be closed before.
pub struct RecordingVfs {
    name: String,
    log: Arc<Mutex<Log>>,
    _registered: shim::Registered,
}

impl RecordingVfs {
    /// Registers a VFS called `name`, unique in the process, that records the files under `root`. What is under
    /// `root` already counts as durable.
    ///
    /// # Errors
    /// When the name is taken, or `root` is not a directory that can be read.
    pub fn register(name: &str, root: &Path) -> io::Result<Self> {
        let log = Arc::new(Mutex::new(Log::new(root)?));
        let registered = shim::register(name, Arc::new(Recorder::new(Arc::clone(&log))))?;
        Ok(Self { name: name.to_owned(), log, _registered: registered })
    }

    /// The name to open connections with.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Notes in the log that `label` was promised here: it must hold at every later crash point.
    pub fn mark(&self, label: &str) {
        self.lock().mark(label);
    }

    /// Takes everything written until now as durable and starts the log anew, so that preparing a test costs no crash
    /// points. Files under the root that were written by other means are taken in too.
    ///
    /// # Errors
    /// When a file under the root cannot be read.
    pub fn settle(&self) -> io::Result<()> {
        self.lock().settle()
    }

    /// How many syncs of files were logged since the start or the last [`settle`](Self::settle).
    pub fn syncs(&self) -> usize {
        self.lock().syncs()
    }

    /// Crash points for what is logged until now: `per_boundary` between each two boundaries (a sync, a sync of a
    /// directory, or a mark), but only one where no unsynced change leaves anything to chance. The same `seed` gives the
    /// same points for the same log.
    pub fn points(&self, seed: u64, per_boundary: usize) -> CrashPoints {
        CrashPoints::new(&self.lock(), seed, per_boundary)
    }

    /// Crash points as [`points`](Self::points), with as many per boundary as make `total` or slightly more.
    pub fn points_in_all(&self, seed: u64, total: usize) -> CrashPoints {
        let log = self.lock();
        let open = CrashPoints::new(&log, seed, 2).open_windows();
        CrashPoints::new(&log, seed, total.div_ceil(open.max(1)))
    }

    fn lock(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for RecordingVfs {
    fn drop(&mut self) {
        self.lock().clear();
    }
}
