//! What happened in a seed, in order: a hash of it always, the text where somebody wants to read it.

use std::fmt::{self, Write};

use sha2::{Digest, Sha256};

/// The events of a seed.
pub(super) struct Trace {
    hash: Sha256,
    line: String,
    count: u64,
    shown: bool,
}

impl Trace {
    /// Nothing happened yet. `shown`: each event is printed.
    pub fn new(shown: bool) -> Self {
        Self { hash: Sha256::new(), line: String::new(), count: 0, shown }
    }

    /// One more event.
    pub fn note(&mut self, event: fmt::Arguments) {
        self.line.clear();
        // Writing to a string does not fail.
        let _: fmt::Result = self.line.write_fmt(event);
        self.count += 1;
        self.hash.update(self.line.as_bytes());
        self.hash.update(b"\n");
        if self.shown {
            println!("{:5}  {}", self.count, self.line);
        }
    }

    /// The first eight bytes of SHA-256 over all events.
    pub fn hash(&self) -> u64 {
        let digest: [u8; 32] = self.hash.clone().finalize().into();
        u64::from_be_bytes(*digest.first_chunk().unwrap_or(&[0; 8]))
    }
}

/// Notes an event of a world.
macro_rules! note {
    ($world:expr, $($what:tt)*) => { $world.trace.note(format_args!($($what)*)) };
}
pub(super) use note;
