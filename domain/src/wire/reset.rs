//! A forgotten PIN, opened again without a network: the phone shows a challenge, the district's desk answers with a code.
//!
//! Both know a key since the phone was enrolled: the X25519 agreement of the phone's and the hub's sealing keys. The code is
//! the beginning of an HMAC-SHA256 under it over challenge, worker and phone, so it opens that one worker's PIN on that one
//! phone, once. `docs/adr/0015-worker-pins.md` tells why.

use std::fmt;

use curve25519_dalek::MontgomeryPoint;
use curve25519_dalek::traits::IsIdentity;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::WireError;
use super::keys::{SealPublic, SealSecret};
use super::signs;
use crate::id::{DeviceId, WorkerId};

/// Signs of a challenge and of a code, the check sign with them.
const LEN: usize = 8;

/// What the phone shows and the worker reads aloud: seven signs drawn at random and one that checks them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ResetChallenge([u8; LEN]);

/// The desk's answer: seven signs and one that checks them.
#[derive(Clone, Copy, Zeroize)]
pub struct ResetCode([u8; LEN]);

/// The key that phone and hub share, for this one use.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct ResetKey([u8; 32]);

impl ResetChallenge {
    /// A challenge from random bytes, two a sign.
    pub fn draw(random: [u8; 14]) -> Self {
        Self(closed(random.as_chunks::<2>().0))
    }

    /// Reads what someone types; `None` where it is no challenge or a sign of it is wrong.
    pub fn parse(text: &str) -> Option<Self> {
        signs::read(text).map(Self)
    }
}

impl ResetCode {
    /// Reads what someone types; `None` where it is no code or a sign of it is wrong.
    pub fn parse(text: &str) -> Option<Self> {
        signs::read(text).map(Self)
    }

    /// Whether the codes are the same, in a time that does not tell how much of them is.
    pub fn is(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).fold(0, |apart, (a, b)| apart | (a ^ b)) == 0
    }
}

impl ResetKey {
    /// On the phone from its own secret and the hub's key; at the hub from the district's secret and the phone's key.
    ///
    /// # Errors
    /// [`WireError::Sealed`] where the other's key is one with which every secret agrees on the same.
    pub fn agree(own: &SealSecret, other: &SealPublic) -> Result<Self, WireError> {
        let point = MontgomeryPoint(other.0).mul_clamped(*own.to_bytes());
        let shared = Zeroizing::new(point.to_bytes());
        if point.is_identity() {
            return Err(WireError::Sealed);
        }
        hmac(b"shivir pin reset key", &[&shared[..]]).map(|key| Self(*key))
    }

    /// The code that answers a challenge, for this worker on this phone alone.
    ///
    /// # Errors
    /// None in practice: the key is of a length that HMAC takes.
    pub fn code(
        &self,
        challenge: &ResetChallenge,
        worker: WorkerId,
        phone: DeviceId,
    ) -> Result<ResetCode, WireError> {
        let mac = hmac(&self.0, &[b"shivir pin reset code\0", &challenge.0, &worker.0, &phone.0])?;
        Ok(ResetCode(closed(mac.as_chunks::<2>().0)))
    }
}

/// Seven signs and the one that checks them.
fn closed(pairs: &[[u8; 2]]) -> [u8; LEN] {
    let mut code = [0; LEN];
    if let Some((last, signs)) = code.split_last_mut() {
        signs.iter_mut().zip(pairs).for_each(|(sign, pair)| *sign = signs::drawn(*pair));
        *last = signs::check(signs);
    }
    code
}

fn hmac(key: &[u8], parts: &[&[u8]]) -> Result<Zeroizing<[u8; 32]>, WireError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| WireError::Sealed)?;
    parts.iter().for_each(|part| mac.update(part));
    Ok(Zeroizing::new(mac.finalize().into_bytes().into()))
}

fn shown(signs: &[u8; LEN], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let text = std::str::from_utf8(signs).unwrap_or("");
    write!(f, "{}-{}", text.get(..4).unwrap_or(""), text.get(4..).unwrap_or(""))
}

/// As it is read aloud: `ABCD-EFGH`.
impl fmt::Display for ResetChallenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(&self.0, f)
    }
}

/// As it is read aloud: `ABCD-EFGH`.
impl fmt::Display for ResetCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(&self.0, f)
    }
}

/// It is of no use to anyone but the desk.
impl fmt::Debug for ResetChallenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResetChallenge({self})")
    }
}

/// A code opens a PIN: it is not shown in logs.
impl fmt::Debug for ResetCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResetCode(..)")
    }
}

impl fmt::Debug for ResetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResetKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKER: WorkerId = WorkerId([4; 16]);
    const PHONE: DeviceId = DeviceId([5; 16]);

    fn keys() -> (SealSecret, SealSecret) {
        (SealSecret::from_bytes([1; 32]), SealSecret::from_bytes([2; 32]))
    }

    fn code(key: &ResetKey, challenge: &ResetChallenge, worker: WorkerId, phone: DeviceId) -> String {
        key.code(challenge, worker, phone).unwrap().to_string()
    }

    #[test]
    fn phone_and_desk_come_to_the_same_code_and_any_other_question_to_another() {
        let (phone, hub) = keys();
        let here = ResetKey::agree(&phone, &hub.public()).unwrap();
        let desk = ResetKey::agree(&hub, &phone.public()).unwrap();
        let challenge = ResetChallenge::draw([9; 14]);
        let asked = code(&here, &challenge, WORKER, PHONE);
        assert_eq!(code(&desk, &challenge, WORKER, PHONE), asked);
        // Written down, so that a later version stays with it.
        assert_eq!((challenge.to_string().as_str(), asked.as_str()), ("3333-333Y", "DFP7-TR99"));
        let stranger = ResetKey::agree(&SealSecret::from_bytes([3; 32]), &hub.public()).unwrap();
        for other in [
            code(&here, &ResetChallenge::draw([8; 14]), WORKER, PHONE),
            code(&here, &challenge, WorkerId([6; 16]), PHONE),
            code(&here, &challenge, WORKER, DeviceId([6; 16])),
            code(&stranger, &challenge, WORKER, PHONE),
        ] {
            assert_ne!(other, asked);
        }
    }

    #[test]
    fn a_key_on_which_all_secrets_agree_is_refused() {
        for weak in [[0; 32], {
            let mut one = [0; 32];
            one[0] = 1;
            one
        }] {
            assert!(ResetKey::agree(&keys().0, &SealPublic(weak)).is_err());
        }
    }

    #[test]
    fn every_wrong_sign_and_every_swap_of_neighbours_is_seen() {
        let challenge = ResetChallenge::draw([3, 250, 77, 9, 130, 44, 91, 200, 5, 66, 17, 180, 222, 101]);
        let text = challenge.to_string();
        assert_eq!(ResetChallenge::parse(&text.to_lowercase().replace('-', " ")), Some(challenge));
        let plain: Vec<char> = text.chars().filter(|c| *c != '-').collect();
        for at in 0..plain.len() {
            for sign in "23456789ABCDEFGHJKMNPQRTUVWXY0O1".chars().filter(|s| *s != plain[at]) {
                let mut wrong = plain.clone();
                wrong[at] = sign;
                assert_eq!(ResetChallenge::parse(&wrong.iter().collect::<String>()), None);
            }
            let mut swapped = plain.clone();
            swapped.swap(at, (at + 1) % plain.len());
            if at + 1 < plain.len() && swapped != plain {
                assert_eq!(ResetChallenge::parse(&swapped.iter().collect::<String>()), None);
            }
        }
        assert_eq!(ResetChallenge::parse(&text[..8]), None);
        assert_eq!(ResetChallenge::parse(""), None);
    }

    #[test]
    fn neither_code_nor_key_is_printed() {
        let (phone, hub) = keys();
        let key = ResetKey::agree(&phone, &hub.public()).unwrap();
        let code = key.code(&ResetChallenge::draw([9; 14]), WORKER, PHONE).unwrap();
        assert_eq!(format!("{key:?} {code:?}"), "ResetKey(..) ResetCode(..)");
        assert!(code.is(&ResetCode::parse(&code.to_string()).unwrap()));
    }
}
