//! The content of a file, in pieces shared between the many versions that crash points make of it.

use std::sync::Arc;

/// Bytes in a piece: large enough that a 4 MB file is few, small enough that changing a page copies little.
pub(crate) const PIECE: usize = 16 * 1024;

/// What a write past the end puts into the gap, or a file that grew without its data holds there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fill {
    /// As a file system gives for a hole.
    Zeros,
    /// What the disk held there before, made from this number.
    Garbage(u64),
}

/// A file's content. Cloning is one reference count; changing a clone copies the pieces changed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Image {
    len: usize,
    /// Bytes past `len` in the last piece are zero.
    pieces: Arc<Vec<Arc<[u8; PIECE]>>>,
}

impl Image {
    /// An image holding `content`.
    pub(crate) fn of(content: &[u8]) -> Self {
        let mut image = Self::default();
        image.write(0, content, Fill::Zeros);
        image
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn write(&mut self, offset: usize, data: &[u8], fill: Fill) {
        if data.is_empty() {
            return;
        }
        if offset + data.len() > self.len {
            if offset > self.len {
                self.grow(offset, fill);
            }
            self.resize(self.len.max(offset + data.len()));
        }
        self.put(offset, data);
    }

    /// Makes the file `len` bytes long at least; new bytes hold `fill`.
    pub(crate) fn grow(&mut self, len: usize, fill: Fill) {
        let old = self.len;
        if len <= old {
            return;
        }
        self.resize(len);
        if let Fill::Garbage(seed) = fill {
            let mut garbage = vec![0; len - old];
            crate::rng::Rng::new(seed ^ old as u64).fill(&mut garbage);
            self.put(old, &garbage);
        }
    }

    /// Cuts the file, or extends it with zeros, to `len` bytes.
    pub(crate) fn truncate(&mut self, len: usize) {
        if len < self.len && !len.is_multiple_of(PIECE) {
            let pieces = Arc::make_mut(&mut self.pieces);
            Arc::make_mut(&mut pieces[len / PIECE])[len % PIECE..].fill(0);
        }
        self.resize(len);
    }

    /// Each piece with its offset, its bytes up to the end of the file, and what tells it from another version of it.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (usize, &[u8], &Arc<[u8; PIECE]>)> {
        self.pieces.iter().enumerate().map(|(i, piece)| {
            let offset = i * PIECE;
            (offset, &piece[..PIECE.min(self.len - offset)], piece)
        })
    }

    /// Whether both share every byte without looking at any.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.len == other.len && Arc::ptr_eq(&self.pieces, &other.pieces)
    }

    /// The piece numbered `index`, if the file reaches it.
    pub(crate) fn piece(&self, index: usize) -> Option<&Arc<[u8; PIECE]>> {
        self.pieces.get(index)
    }

    fn resize(&mut self, len: usize) {
        let count = len.div_ceil(PIECE);
        if count != self.pieces.len() {
            Arc::make_mut(&mut self.pieces).resize_with(count, || Arc::new([0; PIECE]));
        }
        self.len = len;
    }

    fn put(&mut self, offset: usize, data: &[u8]) {
        let pieces = Arc::make_mut(&mut self.pieces);
        let mut at = offset;
        let mut rest = data;
        while !rest.is_empty() {
            let within = at % PIECE;
            let count = rest.len().min(PIECE - within);
            Arc::make_mut(&mut pieces[at / PIECE])[within..within + count].copy_from_slice(&rest[..count]);
            at += count;
            rest = &rest[count..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;

    fn bytes(image: &Image) -> Vec<u8> {
        image.pieces().flat_map(|(_, bytes, _)| bytes.to_vec()).collect()
    }

    #[test]
    fn image_follows_a_plain_vector_through_any_writes_and_truncations() {
        let mut rng = Rng::new(7);
        let (mut image, mut plain) = (Image::default(), Vec::new());
        let mut clones = Vec::new();
        for _ in 0..500 {
            if rng.chance(15) {
                let len = rng.below(5 * PIECE);
                image.truncate(len);
                plain.resize(len, 0);
            } else {
                let mut data = vec![0; rng.below(PIECE + 9000)];
                rng.fill(&mut data);
                let offset = rng.below(4 * PIECE);
                image.write(offset, &data, Fill::Zeros);
                if !data.is_empty() {
                    plain.resize(plain.len().max(offset + data.len()), 0);
                    plain[offset..offset + data.len()].copy_from_slice(&data);
                }
            }
            assert_eq!(image.len(), plain.len());
            clones.push((image.clone(), plain.clone()));
        }
        for (image, plain) in clones {
            assert!(bytes(&image) == plain, "a later write changed an earlier clone");
        }
    }

    #[test]
    fn growing_with_garbage_keeps_what_was_there() {
        let mut image = Image::of(b"kept");
        image.grow(100, Fill::Garbage(3));
        let grown = bytes(&image);
        assert_eq!(&grown[..4], b"kept");
        assert!(grown[4..].iter().any(|byte| *byte != 0));
        assert_eq!(grown.len(), 100);
    }
}
