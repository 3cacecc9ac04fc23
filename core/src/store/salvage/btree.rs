//! Rows of a page of a B-tree, by SQLite's file format, with nothing taken on trust: a page that opened is what SQLite
//! wrote, but its neighbours may be older or gone.

use rusqlite::types::Value;

use super::cipher::USABLE;

/// What stands on one page of a tree.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Of an index or a table without row numbers; else of a table with them.
    pub index: bool,
    /// Pages below it.
    pub children: Vec<u32>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Rows that cannot be read: their overflow pages are gone.
    pub unread: u32,
}

/// A row as stored.
#[derive(Debug)]
pub(super) struct Row {
    /// Its number; none in an index.
    pub no: Option<i64>,
    /// Its values in stored order.
    pub values: Vec<Value>,
}

/// Longest row that is read: a damaged length must not ask for more memory than there is.
const LONGEST: usize = 32 << 20;

/// Reads the page `no`. `None` where it is no page of a tree (an overflow page, a free page). `fetch` gives the pages
/// of overflow chains.
pub(super) fn read(no: u32, page: &[u8], fetch: &dyn Fn(u32) -> Option<Vec<u8>>) -> Option<Page> {
    let page = page.get(..USABLE)?;
    let at = if no == 1 { 100 } else { 0 };
    let (index, leaf) = match page.get(at)? {
        2 => (true, false),
        5 => (false, false),
        10 => (true, true),
        13 => (false, true),
        _ => return None,
    };
    let cells = usize::from(half(page, at + 3)?);
    let pointers = at + if leaf { 8 } else { 12 };
    let mut out = Page { index, ..Page::default() };
    for i in 0..cells {
        let start = usize::from(half(page, pointers + 2 * i)?);
        let mut cell = page.get(start..)?;
        if !leaf {
            out.children.push(take_word(&mut cell)?);
            if !index {
                continue;
            }
        }
        match row(index, cell, fetch) {
            Some(row) => out.rows.push(row),
            None => out.unread += 1,
        }
    }
    if !leaf {
        out.children.push(take_word(&mut page.get(at + 8..)?)?);
    }
    Some(out)
}

fn row(index: bool, mut cell: &[u8], fetch: &dyn Fn(u32) -> Option<Vec<u8>>) -> Option<Row> {
    let length = usize::try_from(varint(&mut cell)?).ok()?;
    let no = if index { None } else { Some(varint(&mut cell)?) };
    let payload = payload(index, length, cell, fetch)?;
    Some(Row { no, values: record(&payload)? })
}

/// A row's bytes: what stands on the page, and the rest from overflow pages.
fn payload(
    index: bool,
    length: usize,
    mut cell: &[u8],
    fetch: &dyn Fn(u32) -> Option<Vec<u8>>,
) -> Option<Vec<u8>> {
    if length > LONGEST {
        return None;
    }
    let most = if index { (USABLE - 12) * 64 / 255 - 23 } else { USABLE - 35 };
    if length <= most {
        return cell.get(..length).map(<[u8]>::to_vec);
    }
    let least = (USABLE - 12) * 32 / 255 - 23;
    let kept = least + (length - least) % (USABLE - 4);
    let here = if kept <= most { kept } else { least };
    let mut bytes = cell.split_off(..here)?.to_vec();
    let mut next = take_word(&mut cell)?;
    while bytes.len() < length {
        let page = fetch(next)?;
        let mut rest = page.get(..USABLE)?;
        next = take_word(&mut rest)?;
        bytes.extend_from_slice(rest.get(..rest.len().min(length - bytes.len()))?);
    }
    Some(bytes)
}

fn record(payload: &[u8]) -> Option<Vec<Value>> {
    let mut head = payload;
    let length = usize::try_from(varint(&mut head)?).ok()?;
    let mut head = payload.get(payload.len() - head.len()..length)?;
    let mut body = payload.get(length..)?;
    let mut values = Vec::new();
    while !head.is_empty() {
        values.push(value(varint(&mut head)?, &mut body)?);
    }
    Some(values)
}

fn value(kind: i64, body: &mut &[u8]) -> Option<Value> {
    Some(match kind {
        0 => Value::Null,
        1..=6 => Value::Integer(integer(body.split_off(..[1, 2, 3, 4, 6, 8][kind as usize - 1])?)),
        7 => Value::Real(f64::from_bits(integer(body.split_off(..8)?) as u64)),
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        n if n >= 12 => {
            let bytes = body.split_off(..usize::try_from((n - 12) / 2).ok()?)?.to_vec();
            if n % 2 == 0 { Value::Blob(bytes) } else { Value::Text(String::from_utf8(bytes).ok()?) }
        }
        _ => return None,
    })
}

/// A whole number of up to 8 bytes, big end first, with its sign.
fn integer(bytes: &[u8]) -> i64 {
    let sign = if bytes.first().is_some_and(|b| *b >= 0x80) { -1 } else { 0 };
    bytes.iter().fold(sign, |n, b| (n << 8) | i64::from(*b))
}

/// SQLite's number of 1 to 9 bytes.
fn varint(bytes: &mut &[u8]) -> Option<i64> {
    let mut n: u64 = 0;
    for i in 0..9 {
        let byte = *bytes.split_off_first()?;
        if i == 8 {
            n = (n << 8) | u64::from(byte);
            break;
        }
        n = (n << 7) | u64::from(byte & 0x7f);
        if byte < 0x80 {
            break;
        }
    }
    Some(n.cast_signed())
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn take_word(bytes: &mut &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.split_off(..4)?.try_into().ok()?))
}
