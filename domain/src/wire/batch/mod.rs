//! A batch of facts as it travels: columns, each fact against the one before it, then zstd with a trained dictionary.
//!
//! The facts come out with the very bytes that their authors wrote, also those of newer peers: a header that this
//! version would write otherwise is carried whole. Hashes do not travel; the receiver computes them from the bytes.
//! The layout is in `docs/PROTOCOL.md`, "A batch of facts".

mod body;
mod columns;
mod packing;
mod read;
mod seen;
mod shape;
mod write;

pub use packing::{pack_text, unpack_text};
pub use read::read_batch;
pub use write::{BatchWriter, write_batch};

use crate::fact::Fact;

/// The version of the layout, the first byte of every batch.
pub const BATCH_VERSION: u8 = 1;

/// Facts in a batch at most.
pub const MOST_FACTS: usize = 20_000;

/// Bytes of a fact's header at most.
pub const MOST_HEADER: usize = 16 << 10;

/// Bytes of a fact's body at most.
pub const MOST_BODY: usize = 64 << 10;

/// Bytes of the headers and bodies of a batch at most, and of its columns before compression. A batch that says more
/// is refused before any memory is taken for it.
pub const MOST_BATCH: usize = 8 << 20;

/// Whether a fact can travel. One that cannot is named to the hub by its id and hash alone (`sync::Oversize`).
pub fn can_travel(fact: &Fact) -> bool {
    fact.header_bytes.len() <= MOST_HEADER && fact.body.as_ref().is_none_or(|body| body.len() <= MOST_BODY)
}
