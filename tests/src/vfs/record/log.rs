//! The log of what SQLite did, in the order it did it.

use super::disk::Disk;
use super::image::Image;
use crate::vfs::shim::{Layer, LayerFile, Opened};
use libsqlite3_sys::SQLITE_OK;
use std::collections::BTreeMap;
use std::ffi::c_int;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::{fs, io};

/// A file, whatever its name was or is: what Unix calls an inode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FileId(pub(crate) usize);

/// One thing that happened to the disk. Paths are relative to the root.
#[derive(Debug, Clone)]
pub(crate) enum Event {
    /// A file that was there before, durable as it is.
    Found {
        file: FileId,
        path: PathBuf,
        content: Image,
    },
    Created {
        file: FileId,
        path: PathBuf,
    },
    Deleted {
        path: PathBuf,
    },
    Written {
        file: FileId,
        offset: usize,
        data: Arc<[u8]>,
    },
    Truncated {
        file: FileId,
        size: usize,
    },
    Synced {
        file: FileId,
    },
    SyncedDir {
        dir: PathBuf,
    },
    Mark {
        label: String,
    },
}

/// Everything that happened under a root.
pub(crate) struct Log {
    root: PathBuf,
    events: Vec<Event>,
    /// The files by the names they have now.
    names: BTreeMap<PathBuf, FileId>,
    next: usize,
}

impl Log {
    pub(crate) fn new(root: &Path) -> io::Result<Self> {
        let mut log = Self {
            // SQLite resolves symbolic links in the names it opens.
            root: root.canonicalize()?,
            events: Vec::new(),
            names: BTreeMap::new(),
            next: 0,
        };
        log.settle()?;
        Ok(log)
    }

    pub(crate) fn events(&self) -> &[Event] {
        &self.events
    }

    pub(crate) fn mark(&mut self, label: &str) {
        let label = label.to_owned();
        self.events.push(Event::Mark { label });
    }

    pub(crate) fn syncs(&self) -> usize {
        let is_sync = |event: &&Event| matches!(event, Event::Synced { .. });
        self.events.iter().filter(is_sync).count()
    }

    pub(crate) fn clear(&mut self) {
        self.events.clear();
        self.names.clear();
    }

    /// Makes all content durable and drops the events. A file known already is taken from the log rather than read:
    /// closing a second descriptor of it would drop the locks that SQLite holds on it.
    pub(crate) fn settle(&mut self) -> io::Result<()> {
        let mut disk = Disk::default();
        for event in &self.events {
            disk.apply(event);
        }
        let mut found = Vec::new();
        files_under(&self.root, &mut found)?;
        let mut events = Vec::new();
        for full in found {
            let Some(path) = self.relative(&full) else {
                continue;
            };
            let (file, content) = match self.names.get(&path) {
                Some(&file) => (file, disk.everything_of(file)),
                None => (self.name_new(&path), Image::of(&fs::read(&full)?)),
            };
            events.push(Event::Found { file, path, content });
        }
        self.events = events;
        Ok(())
    }

    fn name_new(&mut self, path: &Path) -> FileId {
        let file = FileId(self.next);
        self.next += 1;
        self.names.insert(path.to_owned(), file);
        file
    }

    fn relative(&self, path: &Path) -> Option<PathBuf> {
        path.strip_prefix(&self.root).ok().map(Path::to_owned)
    }

    fn opened(&mut self, opened: &Opened<'_>) -> Option<FileId> {
        let path = self.relative(opened.path)?;
        if opened.created {
            let file = self.name_new(&path);
            self.events.push(Event::Created { file, path });
            return Some(file);
        }
        if let Some(file) = self.names.get(&path) {
            return Some(*file);
        }
        // A file that cannot be read back cannot be recorded; SQLite itself just opened it.
        let content = Image::of(&fs::read(opened.path).ok()?);
        let file = self.name_new(&path);
        self.events.push(Event::Found { file, path, content });
        Some(file)
    }
}

/// The regular files below `dir`, but for WAL indexes.
fn files_under(dir: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(dir)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            files_under(&path, found)?;
        } else if !path.as_os_str().as_encoded_bytes().ends_with(b"-shm") {
            found.push(path);
        }
    }
    Ok(())
}

/// The layer that fills a log.
pub(crate) struct Recorder {
    log: Arc<Mutex<Log>>,
}

impl Recorder {
    pub(crate) fn new(log: Arc<Mutex<Log>>) -> Self {
        Self { log }
    }
}

struct RecordedFile {
    log: Arc<Mutex<Log>>,
    file: FileId,
    /// The directory that the first sync syncs too.
    dir_to_sync: Option<PathBuf>,
}

fn lock(log: &Mutex<Log>) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

impl RecordedFile {
    /// Does the real thing and logs it when it went well, with nothing else logged in between.
    fn logged(&self, real: &mut dyn FnMut() -> c_int, event: impl FnOnce() -> Event) -> c_int {
        let mut log = lock(&self.log);
        let code = real();
        if code == SQLITE_OK {
            log.events.push(event());
        }
        code
    }
}

impl Layer for Recorder {
    fn open(&self, opened: &Opened<'_>) -> Option<Box<dyn LayerFile>> {
        let mut log = lock(&self.log);
        let file = log.opened(opened)?;
        let dir_to_sync = if opened.syncs_dir { log.relative(opened.path.parent()?) } else { None };
        drop(log);
        Some(Box::new(RecordedFile { log: Arc::clone(&self.log), file, dir_to_sync }))
    }

    fn delete(&self, path: &Path, sync_dir: bool, real: &mut dyn FnMut() -> c_int) -> c_int {
        let mut log = lock(&self.log);
        let code = real();
        if code != SQLITE_OK {
            return code;
        }
        let Some(path) = log.relative(path) else {
            return code;
        };
        if log.names.remove(&path).is_some() {
            let dir = path.parent().map(Path::to_owned);
            log.events.push(Event::Deleted { path });
            if let (true, Some(dir)) = (sync_dir, dir) {
                log.events.push(Event::SyncedDir { dir });
            }
        }
        code
    }
}

impl LayerFile for RecordedFile {
    fn write(&mut self, data: &[u8], offset: u64, real: &mut dyn FnMut(&[u8]) -> c_int) -> c_int {
        let file = self.file;
        self.logged(&mut || real(data), || Event::Written {
            file,
            offset: offset as usize,
            data: Arc::from(data),
        })
    }

    fn truncate(&mut self, size: u64, real: &mut dyn FnMut() -> c_int) -> c_int {
        let file = self.file;
        self.logged(real, || Event::Truncated { file, size: size as usize })
    }

    fn sync(&mut self, real: &mut dyn FnMut() -> c_int) -> c_int {
        let file = self.file;
        let code = self.logged(real, || Event::Synced { file });
        if code == SQLITE_OK
            && let Some(dir) = self.dir_to_sync.take()
        {
            lock(&self.log).events.push(Event::SyncedDir { dir });
        }
        code
    }
}
