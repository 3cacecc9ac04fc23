//! What of a fact differs from what the fact before it lets expect: one bit each, the common ones in the low seven.

/// Not the next number of the stream of the fact before: stream and step are given.
pub(super) const ELSEWHERE: u64 = 1;
/// Another millisecond than the fact before.
pub(super) const MOMENT: u64 = 1 << 1;
/// About someone else than the fact before.
pub(super) const SUBJECT: u64 = 1 << 2;
/// Its base is not the last fact in the batch on its subject (none where there is none).
pub(super) const BASE: u64 = 1 << 3;
/// Author or typist differ from those of the fact before.
pub(super) const WHO: u64 = 1 << 4;
/// Day or minute are not those of its hybrid time in India.
pub(super) const WHEN: u64 = 1 << 5;
/// Another area than the fact before.
pub(super) const AREA: u64 = 1 << 6;
/// Its counter is neither 0 in a new millisecond nor one more in the same.
pub(super) const COUNTER: u64 = 1 << 7;
/// The body is gone: its hash is given.
pub(super) const BLANKED: u64 = 1 << 8;
/// The header is carried whole: this version would write it with other bytes.
pub(super) const RAW: u64 = 1 << 9;
/// The body is carried whole: it is not one item of CBOR, or one of open length, or nested too deep.
pub(super) const LOOSE: u64 = 1 << 10;

/// All that this version knows.
pub(super) const ALL: u64 = (1 << 11) - 1;

/// A subject that is given in full, 16 bytes.
pub(super) const SUBJECT_WHOLE: u64 = 0;
/// A subject drawn near the fact's time (uuid v7): a step in milliseconds, and the last ten bytes.
pub(super) const SUBJECT_DRAWN: u64 = 1;
/// The first subject of the batch's own list of subjects.
pub(super) const SUBJECT_LISTED: u64 = 2;
