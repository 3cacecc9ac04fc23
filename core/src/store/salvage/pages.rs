//! Every version of every page that `camp.db` and its log hold. Read only: nothing is written to either file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::ErrorKind;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::cipher::{PAGE, PageCipher};
use super::log::{Frame, Log};
use crate::error::CoreError;
use crate::store::{StoreKey, open};

/// The two files, page by page.
pub(super) struct Pages {
    cipher: PageCipher,
    file: Option<File>,
    in_file: u32,
    log: Log,
    /// Frames of a page, the latest first.
    frames: BTreeMap<u32, Vec<Frame>>,
    /// Pages that the database has, by its own word where that can be read.
    pub count: u32,
    /// Pages whose latest version is lost.
    pub damaged: BTreeSet<u32>,
    /// Committed frames of the log that are lost, with whatever page they were of.
    pub frames_damaged: u32,
    /// Pages of which a version can be read.
    pub readable: u32,
}

impl Pages {
    /// Looks at every page of the file at this path and of its log.
    ///
    /// # Errors
    /// Storage errors. A missing file is one without pages.
    pub fn read(
        camp: &Path,
        key: &StoreKey,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Self, CoreError> {
        let (file, length) = match File::open(camp) {
            Ok(file) => {
                let length = file.metadata()?.len();
                (Some(file), length)
            }
            Err(e) if e.kind() == ErrorKind::NotFound => (None, 0),
            Err(e) => return Err(e.into()),
        };
        let mut pages = Self {
            cipher: PageCipher::new(key),
            file,
            in_file: u32::try_from(length.div_ceil(PAGE as u64)).unwrap_or(u32::MAX),
            log: read_log(camp)?,
            frames: BTreeMap::new(),
            count: 0,
            damaged: BTreeSet::new(),
            frames_damaged: 0,
            readable: 0,
        };
        pages.sort_frames();
        pages.look(progress)?;
        Ok(pages)
    }

    fn sort_frames(&mut self) {
        for frame in self.log.committed().iter().rev() {
            if self.cipher.fits(frame.page, self.log.page(frame)) {
                self.frames.entry(frame.page).or_default().push(*frame);
            } else {
                self.frames_damaged += 1;
                // Where the header can be believed, that page's latest version may be the one that is lost.
                if frame.page > 0 && !self.frames.contains_key(&frame.page) {
                    self.damaged.insert(frame.page);
                }
            }
        }
    }

    fn look(&mut self, progress: &mut dyn FnMut(usize, usize)) -> Result<(), CoreError> {
        let in_log = self.frames.keys().next_back().copied().unwrap_or(0);
        // A page number that damage made up must not make the database endless.
        self.damaged.retain(|no| *no <= self.in_file.max(in_log));
        let said = self.versions(1)?.into_iter().next().map_or(0, |p| page_count(&p.bytes));
        self.count = said.max(in_log).max(self.in_file);
        for no in 1..=self.count {
            let latest = match self.frames.get(&no) {
                Some(_) => true,
                None => self.raw(no)?.is_some_and(|raw| self.cipher.fits(no, &raw)),
            };
            if !latest {
                self.damaged.insert(no);
            }
            if latest {
                self.readable += 1;
            }
            progress(no as usize, self.count as usize);
        }
        Ok(())
    }

    /// The versions of a page that can be read, the latest first.
    pub fn versions(&self, no: u32) -> Result<Vec<Version>, CoreError> {
        let mut versions = Vec::new();
        for frame in self.frames.get(&no).into_iter().flatten() {
            if let Some(bytes) = self.cipher.open(no, self.log.page(frame)) {
                versions.push(Version { bytes, latest: false });
            }
        }
        if let Some(bytes) = self.raw(no)?.and_then(|raw| self.cipher.open(no, &raw)) {
            versions.push(Version { bytes, latest: false });
        }
        if let Some(first) = versions.first_mut() {
            first.latest = !self.damaged.contains(&no);
        }
        Ok(versions)
    }

    /// The latest version of a page that can be read.
    pub fn page(&self, no: u32) -> Result<Option<Vec<u8>>, CoreError> {
        if let Some(frame) = self.frames.get(&no).and_then(|f| f.first()) {
            return Ok(self.cipher.open(no, self.log.page(frame)));
        }
        Ok(self.raw(no)?.and_then(|raw| self.cipher.open(no, &raw)))
    }

    /// Whether SQLite would pass over frames that say something the file does not.
    pub fn log_lost_facts(camp: &Path, key: &StoreKey) -> Result<bool, CoreError> {
        let log = read_log(camp)?;
        let passed_over = log.passed_over();
        if passed_over.is_empty() {
            return Ok(false);
        }
        let cipher = PageCipher::new(key);
        let file = File::open(camp)?;
        let latest: BTreeMap<u32, &Frame> = passed_over.iter().map(|f| (f.page, f)).collect();
        for (no, frame) in latest {
            let page = log.page(frame);
            if cipher.fits(no, page) && raw_page(&file, no)?.as_deref() != Some(page) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether any page of the file or its log is under this key.
    pub fn key_fits(camp: &Path, key: &StoreKey) -> Result<bool, CoreError> {
        let cipher = PageCipher::new(key);
        let log = read_log(camp)?;
        if log.committed().iter().any(|f| cipher.fits(f.page, log.page(f))) {
            return Ok(true);
        }
        let file = File::open(camp)?;
        for no in 1..=u32::MAX {
            match raw_page(&file, no)? {
                Some(raw) if cipher.fits(no, &raw) => return Ok(true),
                Some(_) => {}
                None => return Ok(false),
            }
        }
        Ok(false)
    }

    fn raw(&self, no: u32) -> Result<Option<Vec<u8>>, CoreError> {
        match &self.file {
            Some(file) => raw_page(file, no),
            None => Ok(None),
        }
    }
}

/// One version of a page, as SQLite sees it.
pub(super) struct Version {
    /// The content, all 4096 bytes.
    pub bytes: Vec<u8>,
    /// It is the page as the last transaction left it.
    pub latest: bool,
}

fn read_log(camp: &Path) -> Result<Log, CoreError> {
    match std::fs::read(open::with_end(camp, "-wal")) {
        Ok(bytes) => Ok(Log::read(bytes)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(Log::read(Vec::new())),
        Err(e) => Err(e.into()),
    }
}

/// A page as it stands in the file; `None` past its end, and where the storage cannot read that place any more.
fn raw_page(file: &File, no: u32) -> Result<Option<Vec<u8>>, CoreError> {
    let mut raw = vec![0; PAGE];
    let at = u64::from(no.saturating_sub(1)) * PAGE as u64;
    match file.read_exact_at(&mut raw, at) {
        Ok(()) => Ok(Some(raw)),
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => Ok(None),
        // A bad sector: EIO. The next page may be fine.
        Err(e) if e.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) => Ok(None),
        Err(e) => Err(e.into()),
    }
}

/// The number of pages, from the header of page 1.
fn page_count(first: &[u8]) -> u32 {
    first.get(28..32).and_then(|b| b.try_into().ok()).map_or(0, u32::from_be_bytes)
}
