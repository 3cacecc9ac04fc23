//! Bodies taken apart: the heads of a CBOR item, the numbers, the texts and the bytes each go into a column of their own.
//! No byte is changed: what is put together again is what its author wrote.

use std::collections::HashMap;

use super::super::WireError;
use super::columns::{Columns, Packed, Plain, Read, heads};
use crate::leb::{Bytes, push};

/// A body nested deeper than this is carried whole.
const DEPTH: usize = 16;

/// The last number in a place: the kind of the body, the depth, and the key of the map around it.
type Place = (u16, usize, u64);

/// The last numbers of one and two bytes by their places. A slip's counter is mostly one more than the last.
#[derive(Debug, Default)]
pub(super) struct Last(HashMap<Place, u64>);

impl Last {
    /// The step from the last number in that place, which this one becomes.
    fn step(&mut self, place: Place, number: u64) -> u64 {
        number.wrapping_sub(self.0.insert(place, number).unwrap_or(0))
    }

    /// The number of so many bits that follows the last by a step.
    fn follow(&mut self, place: Place, step: u64, mask: u64) -> u64 {
        let last = self.0.entry(place).or_default();
        *last = last.wrapping_add(step) & mask;
        *last
    }
}

/// Where one stands in an item: how many items are left at each depth, and the key that was last read there.
struct Walk {
    left: Vec<Level>,
}

struct Level {
    items: u64,
    map: bool,
    key: u64,
}

impl Walk {
    fn new() -> Self {
        Self { left: vec![Level { items: 1, map: false, key: 0 }] }
    }

    /// Begins the next item; false where there is none.
    fn next(&mut self) -> bool {
        while self.left.last().is_some_and(|level| level.items == 0) {
            self.left.pop();
        }
        match self.left.last_mut() {
            Some(level) => {
                level.items -= 1;
                true
            }
            None => false,
        }
    }

    /// The item that was begun is the key of a map.
    fn is_key(&self) -> bool {
        self.left.last().is_some_and(|level| level.map && level.items % 2 == 1)
    }

    fn place(&self, kind: u16) -> Place {
        (kind, self.left.len(), self.left.last().map_or(0, |level| level.key))
    }

    /// The item that was begun has others in it; false where that is too deep, or more than there can be.
    fn enter(&mut self, items: Option<u64>, map: bool) -> bool {
        let Some(items) = items else { return false };
        self.left.push(Level { items, map, key: 0 });
        self.left.len() <= DEPTH
    }

    fn number(&mut self, number: u64) {
        if self.is_key()
            && let Some(level) = self.left.last_mut()
        {
            level.key = number;
        }
    }
}

/// The bytes that follow a head, by its low five bits: none, 1, 2, 4 or 8. Lengths that are left open are not taken
/// apart.
fn width(head: u8) -> Option<usize> {
    match head & 31 {
        0..=23 => Some(0),
        24 => Some(1),
        25 => Some(2),
        26 => Some(4),
        27 => Some(8),
        _ => None,
    }
}

fn value(head: u8, argument: &[u8]) -> u64 {
    if argument.is_empty() {
        return u64::from(head & 31);
    }
    argument.iter().fold(0, |value, byte| value << 8 | u64::from(*byte))
}

/// Whether a body is exactly one CBOR item that can be taken apart.
pub(super) fn can_part(body: &[u8]) -> bool {
    let mut bytes = Bytes(body);
    let mut walk = Walk::new();
    while walk.next() {
        let Ok(head) = bytes.byte() else { return false };
        let Some(argument) = width(head).and_then(|width| bytes.take(width).ok()) else { return false };
        let value = value(head, argument);
        let fits = match head >> 5 {
            0 => {
                walk.number(value);
                true
            }
            2 | 3 => usize::try_from(value).is_ok_and(|length| bytes.take(length).is_ok()),
            4 => walk.enter(Some(value), false),
            5 => walk.enter(value.checked_mul(2), true),
            6 => walk.enter(Some(1), false),
            _ => true,
        };
        if !fits {
            return false;
        }
    }
    bytes.0.is_empty()
}

/// Takes a body apart for which [`can_part`] said yes.
pub(super) fn part(body: &[u8], kind: u16, packed: &mut Columns, plain: &mut Columns, last: &mut Last) {
    let mut bytes = Bytes(body);
    let mut walk = Walk::new();
    while walk.next() {
        let Ok(head) = bytes.byte() else { return };
        let Some(argument) = width(head).and_then(|width| bytes.take(width).ok()) else { return };
        let value = value(head, argument);
        packed.of(heads(kind)).push(head);
        match head >> 5 {
            major @ (0 | 1 | 7) => {
                match argument.len() {
                    0 => {}
                    length @ (1 | 2) => {
                        let place = walk.place(kind);
                        let step = if major == 0 && !walk.is_key() { last.step(place, value) } else { value };
                        let column = if length == 1 { Packed::Small } else { Packed::Wide };
                        packed.of(column as u64).extend(&step.to_be_bytes()[8 - length..]);
                    }
                    4 => packed.of(Packed::Wide as u64).extend(argument),
                    _ => {
                        packed.of(Packed::Wide as u64).extend(&argument[..4]);
                        plain.of(Plain::Low as u64).extend(&argument[4..]);
                    }
                }
                if major == 0 {
                    walk.number(value);
                }
            }
            major => {
                packed.of(Packed::TextLength as u64).extend(argument);
                match major {
                    2 | 3 => {
                        let length = usize::try_from(value).unwrap_or(usize::MAX);
                        let column = if major == 3 { Packed::Text } else { Packed::Bytes };
                        packed.of(column as u64).extend(bytes.take(length).unwrap_or_default());
                    }
                    4 => _ = walk.enter(Some(value), false),
                    5 => _ = walk.enter(value.checked_mul(2), true),
                    _ => _ = walk.enter(Some(1), false),
                }
            }
        }
    }
}

/// Puts a body together again, as [`part`] took it apart.
///
/// # Errors
/// [`WireError::Malformed`] where the columns hold no such body.
pub(super) fn join(
    kind: u16,
    packed: &mut Read,
    plain: &mut Read,
    last: &mut Last,
) -> Result<Vec<u8>, WireError> {
    let mut body = Vec::new();
    let mut walk = Walk::new();
    while walk.next() {
        let head = packed.of(heads(kind)).byte()?;
        let width = width(head).ok_or(WireError::Malformed)?;
        body.push(head);
        match head >> 5 {
            major @ (0 | 1 | 7) => {
                let at = body.len();
                match width {
                    0 => {}
                    1 | 2 => {
                        let column = if width == 1 { Packed::Small } else { Packed::Wide };
                        let step = value(head, packed.of(column as u64).take(width)?);
                        let place = walk.place(kind);
                        let mask = if width == 1 { 0xff } else { 0xffff };
                        let number =
                            if major == 0 && !walk.is_key() { last.follow(place, step, mask) } else { step };
                        body.extend(&number.to_be_bytes()[8 - width..]);
                    }
                    4 => body.extend(packed.of(Packed::Wide as u64).take(4)?),
                    _ => {
                        body.extend(packed.of(Packed::Wide as u64).take(4)?);
                        body.extend(plain.of(Plain::Low as u64).take(4)?);
                    }
                }
                if major == 0 {
                    let number = value(head, body.get(at..).unwrap_or_default());
                    walk.number(number);
                }
            }
            major => {
                let argument = packed.of(Packed::TextLength as u64).take(width)?;
                body.extend(argument);
                let value = value(head, argument);
                let entered = match major {
                    2 | 3 => {
                        let length = usize::try_from(value).map_err(|_| WireError::Malformed)?;
                        let column = if major == 3 { Packed::Text } else { Packed::Bytes };
                        body.extend(packed.of(column as u64).take(length)?);
                        true
                    }
                    4 => walk.enter(Some(value), false),
                    5 => walk.enter(value.checked_mul(2), true),
                    _ => walk.enter(Some(1), false),
                };
                if !entered {
                    return Err(WireError::Malformed);
                }
            }
        }
    }
    Ok(body)
}

/// Carries a body whole.
pub(super) fn push_loose(body: &[u8], packed: &mut Columns) {
    push(packed.of(Packed::BodyLength as u64), body.len() as u64);
    packed.of(Packed::LooseBody as u64).extend(body);
}

/// A body that was carried whole.
pub(super) fn loose(packed: &mut Read) -> Result<Vec<u8>, WireError> {
    let length = packed.of(Packed::BodyLength as u64).index()?;
    Ok(packed.of(Packed::LooseBody as u64).take(length)?.to_vec())
}
