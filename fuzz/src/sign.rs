//! Signed envelopes with any bytes in them, written from `docs/PROTOCOL.md`: the project's own writer makes none that it
//! could not read.

use ed25519_dalek::{Signer, SigningKey};
use shivir_domain::wire::PROTOCOL;

/// The phone's signing key.
pub const PHONE: [u8; 32] = [1; 32];

/// The hub's signing key, where the harness is the hub.
pub const HUB: [u8; 32] = [2; 32];

fn envelope(kind: u8, head: &[u8], body: &[u8]) -> Vec<u8> {
    // Heads of this harness are shorter than 128 bytes.
    let mut bytes = vec![PROTOCOL, kind, u8::try_from(head.len()).unwrap()];
    bytes.extend(head);
    bytes.extend(body);
    bytes
}

/// A request of that type with these bytes as its head and its message.
pub fn request(kind: u8, head: &[u8], body: &[u8]) -> Vec<u8> {
    let mut bytes = envelope(kind, head, body);
    let signed = [b"shivir request\0", &bytes[..]].concat();
    bytes.extend(SigningKey::from_bytes(&PHONE).sign(&signed).to_bytes());
    bytes
}

/// A response of that type to the request of that hash.
pub fn response(kind: u8, head: &[u8], body: &[u8], request: [u8; 32]) -> Vec<u8> {
    let mut bytes = envelope(kind, head, body);
    let signed = [&b"shivir response\0"[..], &request, &bytes].concat();
    bytes.extend(SigningKey::from_bytes(&HUB).sign(&signed).to_bytes());
    bytes
}
