//! A courier's file: the same envelope as over the network, sealed to whom it is meant for.
//!
//! A carrier can neither read it nor make one: the envelope in it is signed, and an answer holds the hash of its request.
//! Files may come late, twice and in any order: facts and acknowledgements only ever add up, and what belongs to an
//! earlier epoch or a lower cursor is passed over.

use super::keys::{SEAL, SealPublic, SealSecret};
use super::{Limit, MOST_ENVELOPE, WireError};
use crate::leb::Bytes;

/// The first bytes of every file.
const MAGIC: &[u8; 8] = b"SHIVSYNC";

/// The version of the file's layout.
pub const FILE_VERSION: u8 = 1;

/// Which way a file goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From a phone to the hub: a request.
    Up,
    /// From the hub to a phone: a response.
    Down,
}

impl Way {
    fn byte(self) -> u8 {
        match self {
            Self::Up => 1,
            Self::Down => 2,
        }
    }
}

/// Seals an envelope into a file. `random`: 32 bytes, drawn for this file alone.
///
/// # Errors
/// [`WireError::TooBig`]; [`WireError::Sealed`] where the key is none.
pub fn seal(way: Way, envelope: &[u8], to: &SealPublic, random: [u8; 32]) -> Result<Vec<u8>, WireError> {
    if envelope.len() > MOST_ENVELOPE {
        return Err(WireError::TooBig(Limit::Envelope));
    }
    let mut file = MAGIC.to_vec();
    file.extend([FILE_VERSION, way.byte()]);
    file.extend(to.id());
    file.extend(to.seal(envelope, random)?);
    Ok(file)
}

/// The envelope in a file, where it was sealed to this key and goes this way.
///
/// # Errors
/// [`WireError::Malformed`] where it is no such file, [`WireError::Newer`], [`WireError::TooBig`],
/// [`WireError::Type`] where it goes the other way, [`WireError::Sealed`] where it is for another key or was altered.
pub fn open(way: Way, file: &[u8], key: &SealSecret) -> Result<Vec<u8>, WireError> {
    let mut file = Bytes(file);
    if file.take(MAGIC.len())? != MAGIC {
        return Err(WireError::Malformed);
    }
    match file.byte()? {
        0 => return Err(WireError::Malformed),
        FILE_VERSION => {}
        version => return Err(WireError::Newer(version)),
    }
    match file.byte()? {
        byte if byte == way.byte() => {}
        1 | 2 => return Err(WireError::Type),
        _ => return Err(WireError::Malformed),
    }
    if file.array()? != key.public().id() {
        return Err(WireError::Sealed);
    }
    if file.0.len() > MOST_ENVELOPE + SEAL {
        return Err(WireError::TooBig(Limit::Envelope));
    }
    key.open(file.0)
}
