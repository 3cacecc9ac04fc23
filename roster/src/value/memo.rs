//! Remembering what the few different cells of a column mean.

/// Different cells that are remembered.
const REMEMBERED: usize = 12;

/// Remembers what the first different cells of a column mean.
pub(crate) struct Memo<T> {
    met: Vec<(Box<str>, Option<T>)>,
}

impl<T: Copy> Memo<T> {
    pub fn new() -> Memo<T> {
        Memo { met: Vec::new() }
    }

    /// What a cell means, by `parse` when it is met for the first time.
    pub fn get(&mut self, cell: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        if let Some((_, value)) = self.met.iter().find(|(met, _)| **met == *cell) {
            return *value;
        }
        let value = parse(cell);
        if self.met.len() < REMEMBERED {
            self.met.push((cell.into(), value));
        }
        value
    }
}
