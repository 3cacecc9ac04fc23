//! Keys as hexadecimal digits.

use std::fmt::Write as _;

use zeroize::Zeroizing;

/// Two small digits a byte.
pub(super) fn digits(bytes: &[u8]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes.len()));
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The bytes of exactly `2 * N` digits, small or large, with white space around them passed over.
pub(super) fn bytes<const N: usize>(text: &str) -> Option<Zeroizing<[u8; N]>> {
    let text = text.trim().as_bytes();
    if text.len() != 2 * N {
        return None;
    }
    let mut bytes = Zeroizing::new([0; N]);
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = (digit(pair[0])? << 4) | digit(pair[1])?;
    }
    Some(bytes)
}

fn digit(letter: u8) -> Option<u8> {
    char::from(letter).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_signs_are_no_digits() {
        let all: [u8; 4] = [0, 0x7f, 0x80, 0xff];
        assert_eq!(*bytes::<4>(&digits(&all)).unwrap(), all);
        assert_eq!(*bytes::<2>(" AbCd\n").unwrap(), [0xab, 0xcd]);
        for wrong in ["+fab", "abc", "abcde", "abcg", "अब"] {
            assert!(bytes::<2>(wrong).is_none(), "{wrong}");
        }
    }
}
