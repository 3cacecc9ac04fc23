//! The wire of sync: what phone and hub say to each other, as bytes. Written down for strangers in `docs/PROTOCOL.md`.
//!
//! Pure: bytes in, bytes out. No network, no clock; randomness and keys are passed in. Every reader is total: any bytes
//! are read or refused with a [`WireError`], none makes it panic or take memory beyond the limits.
//!
//! From the inside out: facts go into a batch ([`batch`]), the batch into a message ([`sync`], [`enrol`], [`pack`]), the
//! message into a signed envelope ([`envelope`]), and for couriers the envelope into a sealed file ([`courier`]). What goes by
//! word of mouth: [`reset`].

pub mod batch;
pub mod courier;
pub mod digest;
pub mod enrol;
pub mod envelope;
mod error;
pub mod keys;
pub mod pack;
mod reason;
pub mod reset;
mod signs;
pub mod sync;
mod tag;

pub use error::{ErrorBody, ErrorCode, Limit, WireError};
pub use reason::{Advice, QuarantineReason};
pub use tag::Tag;

use minicbor::{Decode, Encode};

/// The version of the protocol, the first byte of every envelope. A hub speaks every version from
/// [`OLDEST_PROTOCOL`] on.
pub const PROTOCOL: u8 = 1;

/// The oldest version that is still understood.
pub const OLDEST_PROTOCOL: u8 = 1;

/// Bytes of a request or a response at most, on the network and in a courier's file.
pub const MOST_ENVELOPE: usize = 4 << 20;

/// Entries of a list in a message at most.
pub const MOST_ENTRIES: usize = 10_000;

/// Which life of the hub's database: milliseconds since 1970 (UTC) at which it was begun or last restored, and always more
/// than the one before. What belongs to an earlier epoch is passed over; a phone that meets a later one sends again.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Encode,
    Decode,
    serde::Serialize,
    serde::Deserialize,
)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct Epoch(#[n(0)] pub u64);

/// How far in a district's own count of facts: everything up to it was seen.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Encode,
    Decode,
    serde::Serialize,
    serde::Deserialize,
)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct Cursor(#[n(0)] pub u64);

/// Reads a message: a CBOR map whose unknown keys are passed over.
fn decode<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, WireError> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let message = decoder.decode().map_err(|_| WireError::Malformed)?;
    if decoder.position() == bytes.len() { Ok(message) } else { Err(WireError::Malformed) }
}
