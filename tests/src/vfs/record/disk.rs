//! A disk as the log describes it: what is durable, what is still on its way, and one outcome of a power cut.

use super::image::{Fill, Image};
use super::log::{Event, FileId};
use crate::rng::Rng;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The unit that a disk writes whole or not at all. Disks with sectors of 4096 bytes tear less; old ones tear like this.
const SECTOR: usize = 512;

/// A change of a file's content that was not synced yet.
#[derive(Debug, Clone)]
enum Change {
    Write { offset: usize, data: Arc<[u8]> },
    Truncate { size: usize },
}

#[derive(Debug, Clone, Default)]
struct FileState {
    durable: Image,
    pending: Vec<Change>,
}

/// A change of a name whose directory was not synced yet.
#[derive(Debug, Clone)]
struct NameChange {
    path: PathBuf,
    /// The file it names now, or none when deleted.
    file: Option<FileId>,
}

/// The state of the disk at one place in the log.
#[derive(Debug, Clone, Default)]
pub(crate) struct Disk {
    files: BTreeMap<FileId, FileState>,
    names: BTreeMap<PathBuf, FileId>,
    pending_names: Vec<NameChange>,
}

/// How a power cut treats what was on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Nothing unsynced arrived.
    NoneArrived,
    /// Everything arrived.
    AllArrived,
    /// The first so many changes arrived, the next one torn.
    FirstArrived,
    /// Only the last changes arrived: the disk wrote them first.
    LastArrived,
    /// Each for itself, whole with this chance in percent, or else perhaps torn.
    Each(usize),
}

impl Mood {
    /// A mood for a point that is free to take any.
    pub(crate) fn any(rng: &mut Rng) -> Self {
        match rng.below(8) {
            0 => Self::NoneArrived,
            1 | 2 => Self::FirstArrived,
            3 => Self::LastArrived,
            4 => Self::Each(90),
            5 => Self::Each(10),
            _ => Self::Each(50),
        }
    }
}

/// What became of one write.
enum Fate {
    Whole,
    Lost,
    Torn,
}

impl Disk {
    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::Found { file, path, content } => {
                self.names.insert(path.clone(), *file);
                self.files.entry(*file).or_default().durable = content.clone();
            }
            Event::Created { file, path } => {
                self.files.entry(*file).or_default();
                self.pending_names.push(NameChange { path: path.clone(), file: Some(*file) });
            }
            Event::Deleted { path } => {
                self.pending_names.push(NameChange { path: path.clone(), file: None });
            }
            Event::Written { file, offset, data } => {
                self.pend(*file, Change::Write { offset: *offset, data: Arc::clone(data) })
            }
            Event::Truncated { file, size } => self.pend(*file, Change::Truncate { size: *size }),
            Event::Synced { file } => {
                if let Some(state) = self.files.get_mut(file) {
                    state.sync();
                }
            }
            Event::SyncedDir { dir } => self.sync_dir(dir),
            Event::Mark { .. } => {}
        }
    }

    /// Whether a power cut now would leave anything to chance.
    pub(crate) fn is_open(&self) -> bool {
        !self.pending_names.is_empty() || self.files.values().any(|file| !file.pending.is_empty())
    }

    /// What running programs see in `file`: everything written, synced or not.
    pub(crate) fn everything_of(&self, file: FileId) -> Image {
        let mut state = self.files.get(&file).cloned().unwrap_or_default();
        state.sync();
        state.durable
    }

    /// One outcome of a power cut: the files that are there, by path under the root.
    pub(crate) fn cut(&self, mood: Mood, rng: &mut Rng) -> BTreeMap<PathBuf, Image> {
        self.names_after(mood, rng)
            .into_iter()
            .map(|(path, file)| {
                let content = self.files.get(&file).map(|state| state.after(mood, rng));
                (path, content.unwrap_or_default())
            })
            .collect()
    }

    fn pend(&mut self, file: FileId, change: Change) {
        self.files.entry(file).or_default().pending.push(change);
    }

    fn sync_dir(&mut self, dir: &Path) {
        let pending = std::mem::take(&mut self.pending_names);
        for change in pending {
            if change.path.parent() == Some(dir) {
                rename(&mut self.names, &change);
            } else {
                self.pending_names.push(change);
            }
        }
        // A file that no name leads to, now or after a crash, can never be seen again.
        let (names, pending) = (&self.names, &self.pending_names);
        self.files.retain(|file, _| {
            names.values().any(|named| named == file)
                || pending.iter().any(|change| change.file == Some(*file))
        });
    }

    /// The names after a cut: of the pending changes of each name, the first so many arrived.
    fn names_after(&self, mood: Mood, rng: &mut Rng) -> BTreeMap<PathBuf, FileId> {
        let mut names = self.names.clone();
        let mut by_path: BTreeMap<&Path, Vec<&NameChange>> = BTreeMap::new();
        for change in &self.pending_names {
            by_path.entry(&change.path).or_default().push(change);
        }
        for changes in by_path.values() {
            let arrived = match mood {
                Mood::NoneArrived => 0,
                Mood::AllArrived => changes.len(),
                _ => rng.below(changes.len() + 1),
            };
            for change in &changes[..arrived] {
                rename(&mut names, change);
            }
        }
        names
    }
}

fn rename(names: &mut BTreeMap<PathBuf, FileId>, change: &NameChange) {
    match change.file {
        Some(file) => names.insert(change.path.clone(), file),
        None => names.remove(&change.path),
    };
}

impl FileState {
    fn sync(&mut self) {
        for change in self.pending.drain(..) {
            match change {
                Change::Write { offset, data } => self.durable.write(offset, &data, Fill::Zeros),
                Change::Truncate { size } => self.durable.truncate(size),
            }
        }
    }

    /// The file's content after a cut.
    fn after(&self, mood: Mood, rng: &mut Rng) -> Image {
        let mut image = self.durable.clone();
        if self.pending.is_empty() || mood == Mood::NoneArrived {
            return image;
        }
        let fill = if rng.chance(50) { Fill::Zeros } else { Fill::Garbage(rng.next_u64()) };
        // The journal of the file system may have the new size although the data never came.
        let grows_without_data = mood != Mood::AllArrived && rng.chance(50);
        let turn = rng.below(self.pending.len() + 1);
        let mut order: Vec<usize> = (0..self.pending.len()).collect();
        if matches!(mood, Mood::Each(_)) && rng.chance(30) {
            self.reorder(&mut order, rng);
        }
        for i in order {
            match &self.pending[i] {
                Change::Truncate { size } => {
                    if !matches!(mood.fate(i, turn, rng), Fate::Lost) {
                        image.truncate(*size);
                    }
                }
                Change::Write { offset, data } => {
                    let fate = mood.fate(i, turn, rng);
                    if !matches!(fate, Fate::Whole) && grows_without_data && rng.chance(70) {
                        image.grow(offset + data.len(), fill);
                    }
                    match fate {
                        Fate::Whole => image.write(*offset, data, fill),
                        Fate::Torn => tear(&mut image, *offset, data, fill, rng),
                        Fate::Lost => {}
                    }
                }
            }
        }
        image
    }

    /// Shuffles writes, so that of two that overlap the older may win; never across a cut of the file, since what was
    /// written before it can not come back after it.
    fn reorder(&self, order: &mut [usize], rng: &mut Rng) {
        let is_write = |i: &usize| matches!(self.pending[*i], Change::Write { .. });
        for run in order.chunk_by_mut(|a, b| is_write(a) && is_write(b)) {
            rng.shuffle(run);
        }
    }
}

impl Mood {
    /// What becomes of change number `i`; `turn` is where the moods that go by order turn.
    fn fate(self, i: usize, turn: usize, rng: &mut Rng) -> Fate {
        let whole = match self {
            Self::NoneArrived => false,
            Self::AllArrived => true,
            Self::FirstArrived if i == turn => return Fate::Torn,
            Self::FirstArrived => i < turn,
            Self::LastArrived if i == turn => return Fate::Torn,
            Self::LastArrived => i > turn,
            Self::Each(percent) if rng.chance(percent) => true,
            Self::Each(_) if rng.chance(50) => return Fate::Torn,
            Self::Each(_) => false,
        };
        if whole { Fate::Whole } else { Fate::Lost }
    }
}

/// Writes some sectors of a write: a prefix, a suffix or any set of them.
fn tear(image: &mut Image, offset: usize, data: &[u8], fill: Fill, rng: &mut Rng) {
    let first = offset / SECTOR;
    let count = (offset + data.len()).div_ceil(SECTOR) - first;
    let edge = rng.below(count + 1);
    let way = rng.below(3);
    for sector in 0..count {
        let arrived = match way {
            0 => sector < edge,
            1 => sector >= edge,
            _ => rng.chance(50),
        };
        if arrived {
            let from = ((first + sector) * SECTOR).max(offset);
            let to = ((first + sector + 1) * SECTOR).min(offset + data.len());
            image.write(from, &data[from - offset..to - offset], fill);
        }
    }
}
