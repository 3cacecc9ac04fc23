//! A VFS whose disk fills up, or fails a write or a sync, when a test says so; and that counts what is written.

use crate::vfs::shim::{self, Layer, LayerFile, Opened};
use libsqlite3_sys::{SQLITE_FULL, SQLITE_IOERR_FSYNC, SQLITE_IOERR_WRITE, SQLITE_OK};
use std::collections::BTreeMap;
use std::ffi::c_int;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What reached one file since the last reset.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Calls of xSync that succeeded. The first on a new write-ahead log or journal makes two system calls: one for the
    /// file, one for its directory.
    pub syncs: u64,
    /// Calls of xWrite that succeeded.
    pub writes: u64,
    /// Bytes that they wrote.
    pub bytes: u64,
}

/// A registered failing VFS. All is well until told otherwise. Dropping it unregisters the name.
pub struct FaultVfs {
    name: String,
    state: Arc<Mutex<State>>,
    _registered: shim::Registered,
}

#[derive(Default)]
struct State {
    /// Bytes that may still be written; without limit when none.
    space: Option<u64>,
    /// The write and the sync to fail, counted down; 1 is the next.
    write_to_fail: Option<u64>,
    sync_to_fail: Option<u64>,
    faults: u64,
    /// By path under the root.
    counts: BTreeMap<PathBuf, Counts>,
}

impl FaultVfs {
    /// Registers a VFS called `name`, unique in the process, over the files under `root`.
    ///
    /// # Errors
    /// When the name is taken or `root` does not exist.
    pub fn register(name: &str, root: &Path) -> io::Result<Self> {
        let state = Arc::new(Mutex::new(State::default()));
        let layer = FaultLayer {
            // SQLite resolves symbolic links in the names it opens.
            root: root.canonicalize()?,
            state: Arc::clone(&state),
        };
        let registered = shim::register(name, Arc::new(layer))?;
        Ok(Self { name: name.to_owned(), state, _registered: registered })
    }

    /// The name to open connections with.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Lets `bytes` more be written; the write that does not fit is cut short and gets SQLITE_FULL, as do all after it.
    /// Every byte written counts, an overwritten one too: stricter than a real disk.
    pub fn fill_after(&self, bytes: u64) {
        self.lock().space = Some(bytes);
    }

    /// Fails the `n`-th write from now with SQLITE_IOERR_WRITE, nothing of it written; 1 is the next. Once only.
    pub fn fail_write(&self, n: u64) {
        self.lock().write_to_fail = Some(n);
    }

    /// Fails the `n`-th sync from now with SQLITE_IOERR_FSYNC, nothing synced; 1 is the next. Once only.
    pub fn fail_sync(&self, n: u64) {
        self.lock().sync_to_fail = Some(n);
    }

    /// Takes all faults away: space without limit, no failure ahead.
    pub fn heal(&self) {
        let mut state = self.lock();
        state.space = None;
        state.write_to_fail = None;
        state.sync_to_fail = None;
    }

    /// How many calls were failed since registration, so a test can show that its fault happened.
    pub fn faults(&self) -> u64 {
        self.lock().faults
    }

    /// What reached each file since the last reset, by path under the root.
    pub fn counts(&self) -> BTreeMap<PathBuf, Counts> {
        self.lock().counts.clone()
    }

    /// What reached all files together since the last reset.
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for counts in self.lock().counts.values() {
            total.syncs += counts.syncs;
            total.writes += counts.writes;
            total.bytes += counts.bytes;
        }
        total
    }

    /// Counts from zero again.
    pub fn reset_counts(&self) {
        self.lock().counts.clear();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts down to a failure; true when it is due.
fn is_due(countdown: &mut Option<u64>) -> bool {
    match countdown {
        Some(0 | 1) => {
            *countdown = None;
            true
        }
        Some(n) => {
            *n -= 1;
            false
        }
        None => false,
    }
}

struct FaultLayer {
    root: PathBuf,
    state: Arc<Mutex<State>>,
}

struct FaultFile {
    path: PathBuf,
    state: Arc<Mutex<State>>,
}

impl Layer for FaultLayer {
    fn open(&self, opened: &Opened<'_>) -> Option<Box<dyn LayerFile>> {
        let path = opened.path.strip_prefix(&self.root).ok()?;
        Some(Box::new(FaultFile { path: path.to_owned(), state: Arc::clone(&self.state) }))
    }

    fn delete(&self, _: &Path, _: bool, real: &mut dyn FnMut() -> c_int) -> c_int {
        real()
    }
}

impl FaultFile {
    fn count(&self, state: &mut State, add: impl FnOnce(&mut Counts)) {
        add(state.counts.entry(self.path.clone()).or_default());
    }
}

impl LayerFile for FaultFile {
    fn write(&mut self, data: &[u8], _: u64, real: &mut dyn FnMut(&[u8]) -> c_int) -> c_int {
        let mut state = lock(&self.state);
        if is_due(&mut state.write_to_fail) {
            state.faults += 1;
            return SQLITE_IOERR_WRITE;
        }
        let wanted = data.len() as u64;
        if let Some(space) = state.space
            && space < wanted
        {
            state.space = Some(0);
            state.faults += 1;
            // As the unix VFS does: what fits is written before the disk says that it is full.
            if space > 0 {
                real(&data[..space as usize]);
            }
            return SQLITE_FULL;
        }
        let code = real(data);
        if code == SQLITE_OK {
            state.space = state.space.map(|space| space - wanted);
            self.count(&mut state, |counts| {
                counts.writes += 1;
                counts.bytes += wanted;
            });
        }
        code
    }

    fn truncate(&mut self, _: u64, real: &mut dyn FnMut() -> c_int) -> c_int {
        real()
    }

    fn sync(&mut self, real: &mut dyn FnMut() -> c_int) -> c_int {
        let mut state = lock(&self.state);
        if is_due(&mut state.sync_to_fail) {
            state.faults += 1;
            return SQLITE_IOERR_FSYNC;
        }
        let code = real();
        if code == SQLITE_OK {
            self.count(&mut state, |counts| counts.syncs += 1);
        }
        code
    }
}
