//! The certificates that check a Secure QR.

use serde::{Deserialize, Serialize};

use super::error::{PackError, Problem};
use super::text::filled;

/// One of UIDAI's public signing certificates. All in the pack are tried; they change, so they are data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// A name to speak of it by, such as the year it was issued in.
    #[serde(deserialize_with = "filled")]
    pub name: String,
    /// The X.509 certificate in DER, as base64 with padding; line breaks and blanks are passed over, so that the lines
    /// between BEGIN and END of a published file can be pasted.
    pub der_base64: String,
}

impl Certificate {
    /// The certificate's DER bytes; `None` where the text is not base64 (a pack with such a text is refused).
    pub fn der(&self) -> Option<Vec<u8>> {
        decode(&self.der_base64)
    }
}

/// Every certificate has its own name and reads as a DER sequence.
pub(super) fn check_certificates(list: &[Certificate]) -> Result<(), PackError> {
    for (at, certificate) in list.iter().enumerate() {
        let err = |field: &str, problem| PackError::new(format!("certificates[{at}].{field}"), problem);
        let value = certificate.name.clone();
        if list.iter().take(at).any(|other| other.name == value) {
            return Err(err("name", Problem::Twice { value }));
        }
        if certificate.der().is_none_or(|der| der.first() != Some(&0x30)) {
            let value = certificate.der_base64.chars().take(40).collect();
            return Err(err("der_base64", Problem::UnknownValue { value }));
        }
    }
    Ok(())
}

/// Base64 (RFC 4648, with padding), white space passed over.
fn decode(text: &str) -> Option<Vec<u8>> {
    let symbols: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    let (groups, rest) = symbols.as_chunks::<4>();
    if !rest.is_empty() {
        return None;
    }
    let mut bytes = Vec::with_capacity(groups.len() * 3);
    for (at, group) in groups.iter().enumerate() {
        let last = at + 1 == groups.len();
        let used = match group {
            [_, _, b'=', b'='] if last => 2,
            [_, _, _, b'='] if last => 3,
            _ => 4,
        };
        let bits = group.iter().take(used).try_fold(0u32, |bits, symbol| {
            let value = match symbol {
                b'A'..=b'Z' => symbol - b'A',
                b'a'..=b'z' => symbol - b'a' + 26,
                b'0'..=b'9' => symbol - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => return None,
            };
            Some(bits << 6 | u32::from(value))
        })?;
        let [_, three @ ..] = (bits << (6 * (4 - used))).to_be_bytes();
        bytes.extend(three.iter().take(used - 1));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_reads_as_in_rfc_4648_and_nothing_else_does() {
        for (text, bytes) in
            [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9v\nYmFy\r\n", "foobar")]
        {
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
        for text in ["Zg", "Z===", "Zg==Zg==", "Zm9*", "मानक"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    #[test]
    fn a_certificate_that_is_not_der_or_stands_twice_is_refused() {
        let make =
            |name: &str, der_base64: &str| Certificate { name: name.into(), der_base64: der_base64.into() };
        assert!(check_certificates(&[make("2021", "MAA="), make("2024", "MAA=")]).is_ok());
        for (list, path) in [
            (vec![make("2021", "Zm9v")], "certificates[0].der_base64"),
            (vec![make("2021", "")], "certificates[0].der_base64"),
            (vec![make("2021", "MAA="), make("2021", "MAA=")], "certificates[1].name"),
        ] {
            assert_eq!(check_certificates(&list).unwrap_err().path, path);
        }
    }
}
