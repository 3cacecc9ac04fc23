//! What the bytes of a list are.

use std::io::{Read, Seek, SeekFrom};

use super::Encoding;
use crate::error::ListError;

/// Bytes looked at.
const LOOKED_AT: usize = 8 * 1024;

/// What a file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text; `bom` bytes of a byte order mark come first.
    Text {
        encoding: Encoding,
        bom: u64,
    },
    Xlsx,
    Xls,
    Ods,
}

/// Tells the kind and the size in bytes; leaves the input at its start.
pub(crate) fn sniff<R: Read + Seek>(input: &mut R) -> Result<(Kind, u64), ListError> {
    let total = input.seek(SeekFrom::End(0))?;
    input.seek(SeekFrom::Start(0))?;
    let mut first = Vec::with_capacity(LOOKED_AT);
    input.by_ref().take(LOOKED_AT as u64).read_to_end(&mut first)?;
    input.seek(SeekFrom::Start(0))?;
    Ok((kind(&first)?, total))
}

fn kind(first: &[u8]) -> Result<Kind, ListError> {
    if first.is_empty() {
        return Err(ListError::Empty);
    }
    if first.starts_with(b"PK") {
        let ods = b"application/vnd.oasis.opendocument.spreadsheet";
        let is_ods = first.windows(ods.len()).any(|window| window == ods);
        return Ok(if is_ods { Kind::Ods } else { Kind::Xlsx });
    }
    if first.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Ok(Kind::Xls);
    }
    for (mark, encoding) in [
        (&[0xef, 0xbb, 0xbf][..], Encoding::Utf8),
        (&[0xff, 0xfe][..], Encoding::Utf16Le),
        (&[0xfe, 0xff][..], Encoding::Utf16Be),
    ] {
        if first.starts_with(mark) {
            let bom = mark.len() as u64;
            return Ok(Kind::Text { encoding, bom });
        }
    }
    if is_page(first) {
        return Err(ListError::NotAList);
    }
    Ok(Kind::Text { encoding: encoding(first), bom: 0 })
}

/// A web page (portals hand them out under the name `.xls`), a PDF, a picture, another archive.
fn is_page(first: &[u8]) -> bool {
    let begins = [&b"%PDF"[..], b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"\x1f\x8b", b"7z\xbc\xaf"];
    if begins.iter().any(|begin| first.starts_with(begin)) {
        return true;
    }
    let text = first.trim_ascii_start();
    text.first() == Some(&b'<')
        && [&b"<html"[..], b"<!doc", b"<tabl", b"<?xml", b"<meta", b"<head"]
            .iter()
            .any(|tag| text.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag)))
}

/// UTF-16 without a mark shows in the high bytes: 0 for Latin, 9 for Devanagari.
fn encoding(first: &[u8]) -> Encoding {
    let pairs = first.len() / 2;
    let high = |place: usize| {
        let is_high = |pair: &&[u8]| matches!(pair.get(place), Some(0 | 9));
        first.chunks_exact(2).filter(is_high).count()
    };
    let nuls = first.iter().filter(|byte| **byte == 0).count();
    if pairs < 4 || nuls * 20 < pairs {
        return Encoding::Utf8;
    }
    let (even, odd) = (high(0), high(1));
    if odd * 10 >= pairs * 9 && even * 2 < odd {
        Encoding::Utf16Le
    } else if even * 10 >= pairs * 9 && odd * 2 < even {
        Encoding::Utf16Be
    } else {
        Encoding::Utf8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(encoding: Encoding, bom: u64) -> Kind {
        Kind::Text { encoding, bom }
    }

    #[test]
    fn knows_utf_16_without_a_mark() {
        let list = "क्र.,नाम,ग्राम\n1,राम,बेलगहना\n2,सीता,Kota\n";
        let le: Vec<u8> = list.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = list.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(kind(&le).unwrap(), text(Encoding::Utf16Le, 0));
        assert_eq!(kind(&be).unwrap(), text(Encoding::Utf16Be, 0));
        assert_eq!(kind(list.as_bytes()).unwrap(), text(Encoding::Utf8, 0));
        assert_eq!(kind("a\tb\t\t\t\n\t\t\t".as_bytes()).unwrap(), text(Encoding::Utf8, 0));
    }

    #[test]
    fn refuses_what_is_no_table() {
        for bytes in [&b"%PDF-1.7"[..], b"  <HTML><table>", b"<!DOCTYPE html>", b"\x89PNG\r\n"] {
            assert!(matches!(kind(bytes), Err(ListError::NotAList)));
        }
        assert!(matches!(kind(b""), Err(ListError::Empty)));
    }
}
