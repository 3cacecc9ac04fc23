//! zstd, with the dictionary that was trained for the columns of a batch, and never past a limit.

use zstd::zstd_safe::CParameter;

use crate::wire::{Limit, WireError};

/// The dictionary of the columns, made by `examples/wire_dictionary.rs` from invented people. It is never changed: a
/// better one gets a number of its own, and this one stays.
const DICTIONARY_1: &[u8] = include_bytes!("dictionary-1.zdict");

/// Without a dictionary.
const NO_DICTIONARY: u8 = 0;
/// With [`DICTIONARY_1`].
const FIRST: u8 = 1;
/// Not compressed: it would not be smaller.
const STORED: u8 = 255;

/// Up to this many bytes zstd takes its time, since the network takes longer.
const SMALL: usize = 256 << 10;

fn dictionary(number: u8) -> Option<&'static [u8]> {
    match number {
        NO_DICTIONARY => Some(&[]),
        FIRST => Some(DICTIONARY_1),
        _ => None,
    }
}

/// Compresses; gives the number of the dictionary with the bytes.
pub(super) fn pack(raw: &[u8]) -> (u8, Vec<u8>) {
    match compress(raw, DICTIONARY_1) {
        Ok(frame) if frame.len() < raw.len() => (FIRST, frame),
        _ => (STORED, raw.to_vec()),
    }
}

fn compress(raw: &[u8], dictionary: &[u8]) -> std::io::Result<Vec<u8>> {
    let level = if raw.len() <= SMALL { 19 } else { 6 };
    let mut zstd = zstd::bulk::Compressor::with_dictionary(level, dictionary)?;
    // The batch says the length and the dictionary, and the signature guards the bytes.
    for parameter in
        [CParameter::ContentSizeFlag(false), CParameter::DictIdFlag(false), CParameter::ChecksumFlag(false)]
    {
        zstd.set_parameter(parameter)?;
    }
    zstd.compress(raw)
}

/// Decompresses to exactly so many bytes, which the caller has held against its limit.
///
/// # Errors
/// [`WireError::Newer`] where the dictionary is unknown, [`WireError::Malformed`] where it is no such frame.
pub(super) fn unpack(number: u8, frame: &[u8], raw: usize) -> Result<Vec<u8>, WireError> {
    let bytes = match (number, dictionary(number)) {
        (STORED, _) => frame.to_vec(),
        (_, Some(dictionary)) => {
            let zstd = zstd::bulk::Decompressor::with_dictionary(dictionary);
            zstd.and_then(|mut zstd| zstd.decompress(frame, raw)).map_err(|_| WireError::Malformed)?
        }
        (_, None) => return Err(WireError::Newer(number)),
    };
    if bytes.len() == raw { Ok(bytes) } else { Err(WireError::Malformed) }
}

/// Compresses a text without a dictionary: the campaign pack.
///
/// # Errors
/// [`WireError::TooBig`] where there is no memory for it.
pub fn pack_text(text: &str) -> Result<Vec<u8>, WireError> {
    compress(text.as_bytes(), &[]).map_err(|_| WireError::TooBig(Limit::Unpacked))
}

/// The text again, where it has no more than so many bytes.
///
/// # Errors
/// [`WireError::TooBig`] where `length` is more than `most`; [`WireError::Malformed`] where the frame is not of a text of
/// that length.
pub fn unpack_text(frame: &[u8], length: u64, most: usize) -> Result<String, WireError> {
    let length = usize::try_from(length).ok().filter(|length| *length <= most);
    let bytes = unpack(NO_DICTIONARY, frame, length.ok_or(WireError::TooBig(Limit::Unpacked))?)?;
    String::from_utf8(bytes).map_err(|_| WireError::Malformed)
}
