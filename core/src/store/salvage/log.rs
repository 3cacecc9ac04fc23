//! SQLite's log (`camp.db-wal`) as bytes: which frames it holds, and what SQLite would pass over in it.
//!
//! A log is a header of 32 bytes and frames of a header of 24 and a page. Each frame's checksum goes on from that of the
//! frame before it. SQLite reads up to the last commit before the first frame that does not fit, and passes over the rest
//! without a word: right after a power cut, where the rest was never confirmed, and wrong where a page went bad in storage.

use super::cipher::PAGE;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// The magic number, but for its last bit, which says in which byte order checksums are summed (1: big end first).
const MAGIC: u32 = 0x377f_0682;

/// One frame of the log's present life (SQLite draws new salts whenever it begins a log anew).
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// Where its page begins in the log.
    pub at: usize,
    /// Number of the page, as the header says.
    pub page: u32,
    /// It ends a transaction.
    commit: bool,
    /// Its checksum goes on from the frame before it.
    chained: bool,
    /// It stands right behind the frame before it in the list.
    next: bool,
}

/// The frames of a log.
pub(super) struct Log {
    bytes: Vec<u8>,
    frames: Vec<Frame>,
    header_fits: bool,
}

impl Log {
    /// Reads what can be read of a log. An empty one has no frames.
    pub fn read(bytes: Vec<u8>) -> Self {
        let mut log = Self { bytes, frames: Vec::new(), header_fits: false };
        log.find_frames();
        log
    }

    fn find_frames(&mut self) {
        let Some(header) = self.bytes.get(..HEADER) else {
            return;
        };
        let big = (word(header, 0) & 1) == 1;
        let sum = add((0, 0), header.get(..24).unwrap_or_default(), big);
        self.header_fits = word(header, 0) & !1 == MAGIC && sum == (word(header, 24), word(header, 28));
        // Where the header is gone, the first frame's salts are as good: a log is always written from its start.
        let salts_at = if self.header_fits { 16 } else { HEADER + 8 };
        let Some(salts) = self.bytes.get(salts_at..salts_at + 8).map(<[u8]>::to_vec) else {
            return;
        };
        let mut before = (word(header, 24), word(header, 28));
        let mut last = None;
        for (i, frame) in
            self.bytes.get(HEADER..).unwrap_or_default().chunks_exact(FRAME_HEADER + PAGE).enumerate()
        {
            let (head, page) = frame.split_at(FRAME_HEADER);
            let sum = (word(head, 16), word(head, 20));
            let fits = |big| add(add(before, &head[..8], big), page, big) == sum;
            let chained = fits(big) || (!self.header_fits && fits(!big));
            before = sum;
            if head[8..16] != salts[..] {
                continue;
            }
            self.frames.push(Frame {
                at: HEADER + i * (FRAME_HEADER + PAGE) + FRAME_HEADER,
                page: word(head, 0),
                commit: word(head, 4) != 0,
                chained,
                next: i == 0 || last == Some(i - 1),
            });
            last = Some(i);
        }
    }

    /// Frames up to the last commit, damaged ones among them.
    pub fn committed(&self) -> &[Frame] {
        let end = self.frames.iter().rposition(|f| f.commit).map_or(0, |i| i + 1);
        self.frames.get(..end).unwrap_or_default()
    }

    /// The bytes of a frame's page.
    pub fn page(&self, frame: &Frame) -> &[u8] {
        self.bytes.get(frame.at..frame.at + PAGE).unwrap_or_default()
    }

    /// How many frames SQLite reads.
    fn sound(&self) -> usize {
        if !self.header_fits {
            return 0;
        }
        self.frames.iter().position(|f| !f.chained || !f.next).unwrap_or(self.frames.len())
    }

    /// Frames that were synced and that SQLite will pass over: behind one that does not fit, but with a commit and a
    /// further transaction after it. A confirmation syncs the log before the next begins, so that what a power cut tears is
    /// the last transaction alone.
    pub fn passed_over(&self) -> &[Frame] {
        let sound = self.sound();
        let behind = self.frames.get(sound..).unwrap_or_default();
        let goes_on = behind.windows(2).any(|pair| matches!(pair, [a, b] if a.commit && b.chained && b.next));
        if goes_on { behind.get(1..).unwrap_or_default() } else { &[] }
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_be_bytes)
}

/// SQLite's sum over an even number of words.
fn add((mut a, mut b): (u32, u32), bytes: &[u8], big: bool) -> (u32, u32) {
    for pair in bytes.chunks_exact(8) {
        let at = |i: usize| {
            let word = [pair[i], pair[i + 1], pair[i + 2], pair[i + 3]];
            if big { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) }
        };
        a = a.wrapping_add(at(0)).wrapping_add(b);
        b = b.wrapping_add(at(4)).wrapping_add(a);
    }
    (a, b)
}
