//! `POST /v1/enrol`: a one-time code binds a phone's keys to workers and areas.

use std::fmt;

use minicbor::{Decode, Encode};

use super::envelope::{RequestBody, ResponseBody};
use super::keys::{SealPublic, SignPublic};
use super::pack::Depth;
use super::sync::within;
use super::{Epoch, Tag, WireError, signs};
use crate::codes::Cadre;
use crate::id::{AreaId, DeviceId, WorkerId};

/// Letters of a name at most.
const NAME_LETTERS: usize = 200;

/// A one-time code: ten signs drawn at random and one that checks them, none of which is read for another.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct EnrolCode([u8; EnrolCode::LEN]);

impl EnrolCode {
    /// Signs with the check sign.
    pub const LEN: usize = 11;

    /// A code from random bytes, two a sign.
    pub fn draw(random: [u8; 20]) -> Self {
        let mut code = [0; Self::LEN];
        for (sign, pair) in code.iter_mut().zip(random.as_chunks::<2>().0) {
            *sign = signs::drawn(*pair);
        }
        code[10] = signs::check(&code[..10]);
        Self(code)
    }

    /// Reads what someone types: small letters, spaces and hyphens do not matter. `None` where it is no code or its check
    /// sign does not fit.
    pub fn parse(text: &str) -> Option<Self> {
        signs::read(text).map(Self)
    }

    /// The eleven signs, as they travel.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

/// As it is printed and read aloud: `ABCD-EFGH-JKM`.
impl fmt::Display for EnrolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.as_str();
        let part = |range| code.get(range).unwrap_or("");
        write!(f, "{}-{}-{}", part(0..4), part(4..8), part(8..11))
    }
}

/// A code lets a phone in: it is not shown in logs.
impl fmt::Debug for EnrolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnrolCode(..)")
    }
}

impl<C> Encode<C> for EnrolCode {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.str(self.as_str())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for EnrolCode {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Self::parse(d.str()?).ok_or_else(|| minicbor::decode::Error::message("no code"))
    }
}

/// What the QR code says: where the hub is, by which key it is known, the district, and the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The hub's address, `https://…` or, within a camp's own network, `http://…`; without a slash at its end.
    pub url: String,
    /// The key with which the hub signs.
    pub hub: SignPublic,
    /// LGD code of the district.
    pub district: u32,
    /// The code.
    pub code: EnrolCode,
}

impl Invitation {
    /// The text of the QR code.
    pub fn to_text(&self) -> String {
        format!("shivir:1?k={}&d={}&c={}&u={}", self.hub, self.district, self.code.as_str(), self.url)
    }

    /// Reads it. A key that this version does not know is passed over; the address stands last and may hold any sign.
    /// `None` where it is no invitation.
    pub fn parse(text: &str) -> Option<Self> {
        let (fields, url) = text.trim().strip_prefix("shivir:1?")?.split_once("&u=")?;
        let field = |name: &str| {
            let mut fields = fields.split('&').filter_map(|field| field.split_once('='));
            fields.find(|(key, _)| *key == name).map(|(_, value)| value)
        };
        let right = (url.starts_with("https://") || url.starts_with("http://")) && url.len() <= 500;
        let right = right && !url.chars().any(|sign| sign.is_control() || sign.is_whitespace());
        let invitation = Self {
            url: url.trim_end_matches('/').to_owned(),
            hub: SignPublic::from_hex(field("k")?)?,
            district: field("d")?.parse().ok()?,
            code: EnrolCode::parse(field("c")?)?,
        };
        right.then_some(invitation)
    }
}

/// What a phone says that is to be enrolled. It is signed with the key that it brings.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EnrolRequest {
    /// The one-time code.
    #[n(0)]
    pub code: EnrolCode,
    /// The key with which the phone will sign.
    #[n(1)]
    pub sign: SignPublic,
    /// The key to which the hub seals couriers' files.
    #[n(2)]
    pub seal: SealPublic,
    /// Version of the app.
    #[n(3)]
    pub app: String,
    /// The phone's clock, in milliseconds since 1970 (UTC).
    #[n(4)]
    pub phone_ms: u64,
}

/// What the hub answers to a phone that it enrolled. The same code with the same key gets the same answer again, so that
/// an answer that was lost does not cost a code.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EnrolResponse {
    /// The phone's id.
    #[n(0)]
    pub device: DeviceId,
    /// Its short number in the district, from 1: the first part of its slips.
    #[n(1)]
    pub number: u32,
    /// LGD code of the district.
    #[n(2)]
    pub district: u32,
    /// For whom and for which areas it is.
    #[n(3)]
    pub grant: Grant,
    /// The key with which the hub signs.
    #[n(4)]
    pub hub_sign: SignPublic,
    /// The key to which the phone seals couriers' files.
    #[n(5)]
    pub hub_seal: SealPublic,
    /// The district's recovery key, to which the store's key is sealed; none where the district has none yet.
    #[n(6)]
    pub recovery: Option<SealPublic>,
    /// The hub's clock, in milliseconds since 1970 (UTC).
    #[n(7)]
    pub hub_ms: u64,
    /// The hub's epoch.
    #[n(8)]
    pub epoch: Epoch,
}

/// What a phone may have, and in whose name it may write.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Grant {
    /// Its areas, whose facts it pulls.
    #[n(0)]
    pub areas: Vec<AreaGrant>,
    /// The workers who may write on it.
    #[n(1)]
    pub workers: Vec<BoundWorker>,
    /// What the hub takes and gives.
    #[n(2)]
    pub limits: Limits,
}

/// An area of a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(map)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct AreaGrant {
    /// Which.
    #[n(0)]
    pub area: AreaId,
    /// How much of its people the phone may hold.
    #[n(1)]
    pub depth: Depth,
}

/// A worker who may write on a phone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(map)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct BoundWorker {
    /// Who.
    #[n(0)]
    pub worker: WorkerId,
    /// Her name.
    #[n(1)]
    pub name: String,
    /// What she is.
    #[n(2)]
    pub cadre: Cadre,
}

/// What a hub takes and gives, where that is less than the protocol's own limits; 0 where it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Encode, Decode)]
#[cbor(map)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Limits {
    /// Bytes of a request.
    #[n(0)]
    pub request_bytes: u64,
    /// Bytes of a response.
    #[n(1)]
    pub response_bytes: u64,
    /// Facts in a request.
    #[n(2)]
    pub facts: u64,
}

impl Grant {
    /// The tag by which phone and hub see that they know the same grant; in whatever order its parts stand.
    pub fn tag(&self) -> Tag {
        let (mut areas, mut workers) = (self.areas.clone(), self.workers.clone());
        areas.sort_unstable();
        workers.sort_unstable();
        let areas = areas.iter().map(crate::fact::encode);
        let workers = workers.iter().map(crate::fact::encode);
        Tag::of("grant", areas.chain(workers).chain([crate::fact::encode(&self.limits)]))
    }

    pub(super) fn check(&self) -> Result<(), WireError> {
        within(&[self.areas.len(), self.workers.len()])?;
        let named = self.workers.iter().all(|w| w.name.chars().count() <= NAME_LETTERS);
        if named { Ok(()) } else { Err(WireError::Malformed) }
    }
}

impl RequestBody for EnrolRequest {
    const TYPE: u8 = 2;
    const PATH: &'static str = "/v1/enrol";

    fn check(&self) -> Result<(), WireError> {
        // No text of a database can hold a zero.
        if self.app.len() <= 64 && !self.app.contains('\0') { Ok(()) } else { Err(WireError::Malformed) }
    }
}

impl ResponseBody for EnrolResponse {
    const TYPE: u8 = 2;

    fn check(&self) -> Result<(), WireError> {
        self.grant.check()
    }
}
