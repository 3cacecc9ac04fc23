//! The words as a tree of sounds.

use crate::sounds::Sounds;

/// Words in the order of their sounds, numbered from 0, as a tree in which words of one beginning share it.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// The sound of each node, in preorder.
    pub(super) sounds: Vec<u8>,
    /// Where the nodes under each end.
    pub(super) ends: Vec<u32>,
    /// Number of the first word at or under each node.
    pub(super) words: Vec<u32>,
    /// How many sounds lie before each node.
    pub(super) depths: Vec<u8>,
    /// A word ends at the node.
    pub(super) ending: Vec<bool>,
    count: u32,
}

impl Lexicon {
    /// Of words in rising order, each once; one that is out of order or empty is passed over.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a Sounds>) -> Self {
        let mut lexicon = Self::default();
        let mut path: Vec<u32> = Vec::new();
        let mut before: Option<&Sounds> = None;
        for word in words {
            if before.is_some_and(|b| b >= word) || word.as_slice().is_empty() {
                continue;
            }
            let shared = before
                .map_or(0, |b| b.as_slice().iter().zip(word.as_slice()).take_while(|(a, b)| a == b).count());
            lexicon.close(&mut path, shared);
            for sound in word.as_slice().iter().skip(shared) {
                lexicon.depths.push(u8::try_from(path.len()).unwrap_or(u8::MAX));
                path.push(u32::try_from(lexicon.sounds.len()).unwrap_or(u32::MAX));
                lexicon.sounds.push(sound.number());
                lexicon.ends.push(0);
                lexicon.words.push(lexicon.count);
                lexicon.ending.push(false);
            }
            if let Some(last) = lexicon.ending.last_mut() {
                *last = true;
            }
            lexicon.count += 1;
            before = Some(word);
        }
        lexicon.close(&mut path, 0);
        lexicon
    }

    /// Nodes past so many on the path end here.
    fn close(&mut self, path: &mut Vec<u32>, keep: usize) {
        let end = u32::try_from(self.sounds.len()).unwrap_or(u32::MAX);
        for node in path.drain(keep..) {
            if let Some(e) = self.ends.get_mut(index(node)) {
                *e = end;
            }
        }
    }

    /// How many words.
    pub fn len(&self) -> u32 {
        self.count
    }

    /// No word.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

pub(super) fn index(no: u32) -> usize {
    usize::try_from(no).unwrap_or(usize::MAX)
}
