//! The floor of storage: what one small durable write costs on this disk now. A bench alternates it with what it
//! measures, so that both see the same disk in the same state, and gives its figure as a ratio to it.

use super::random::Random;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Bytes of the write.
const WRITE: usize = 4096;

/// A file that grows by one 4 KiB write and one fdatasync at a time; removed when dropped.
pub struct Floor {
    file: File,
    path: PathBuf,
    data: Vec<u8>,
}

impl Floor {
    /// Measures in `dir`, which should be the directory of what it is compared with.
    ///
    /// # Errors
    /// When the file cannot be made there.
    pub fn new(dir: &Path) -> io::Result<Self> {
        let path = dir.join("floor.tmp");
        let file = OpenOptions::new().append(true).create(true).truncate(false).open(&path)?;
        // Random bytes: as little to compress as an encrypted page.
        let mut random = Random::new(4096);
        let data: Vec<u8> = (0..WRITE / 8).flat_map(|_| random.next().to_le_bytes()).collect();
        let mut floor = Self { file, path, data };
        // The first sync pays for making the file.
        floor.once()?;
        Ok(floor)
    }

    /// Appends 4 KiB and waits for fdatasync; gives how long both took.
    ///
    /// # Errors
    /// When the write or the sync fails.
    pub fn once(&mut self) -> io::Result<Duration> {
        let start = Instant::now();
        self.file.write_all(&self.data)?;
        self.file.sync_data()?;
        Ok(start.elapsed())
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        // A leftover file in a bench's own directory does no harm.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_call_appends_one_page_and_the_file_goes_at_the_end() {
        let dir = tempfile::tempdir().unwrap();
        let mut floor = Floor::new(dir.path()).unwrap();
        let path = dir.path().join("floor.tmp");
        let before = fs::metadata(&path).unwrap().len();
        for _ in 0..3 {
            assert!(floor.once().unwrap() > Duration::ZERO);
        }
        assert_eq!(fs::metadata(&path).unwrap().len(), before + 3 * 4096);
        drop(floor);
        assert!(!path.exists());
    }
}
